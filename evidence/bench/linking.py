"""Linkage beside Splink's own documented settings, on labelled records, turn by turn in one run.

The records are `historical_figures_with_errors` of Splink's public data sets (people of history from Wikidata, with errors
put in), or a part of them. The settings are those of the example "Deduplicating 50k synthetic records" in Splink's
documentation, which Splink's authors chose for these very records.
"""

from __future__ import annotations

import logging
import time
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from evidence import linkage
from evidence.linkage.linking import TRAINING_SHARE, parted

FIELDS = {
    "first_name": "forename",
    "surname": "surname",
    "full_name": "full_name",
    "dob": "date_of_birth",
    "postcode_fake": "postcode",
    "birth_place": "place",
    "occupation": "text",
    "gender": "sex",
}
CONFIG = linkage.Config(fields=FIELDS, id_column="unique_id", thresholds=linkage.Thresholds(0.0, 0.0))
DOCUMENTED_THRESHOLD = 0.95
BLOCKED_ON = (
    ("substr(first_name, 1, 3)", "substr(surname, 1, 4)"),
    ("surname", "dob"),
    ("first_name", "dob"),
    ("postcode_fake", "first_name"),
    ("postcode_fake", "surname"),
    ("dob", "birth_place"),
    ("substr(postcode_fake, 1, 3)", "dob"),
    ("substr(postcode_fake, 1, 3)", "first_name"),
    ("substr(postcode_fake, 1, 3)", "surname"),
    ("substr(first_name, 1, 2)", "substr(surname, 1, 2)", "substr(dob, 1, 4)"),
)
SURELY_ONE = (
    "l.first_name = r.first_name AND l.surname = r.surname AND l.dob = r.dob",
    "substr(l.first_name, 1, 2) = substr(r.first_name, 1, 2) AND l.surname = r.surname "
    "AND substr(l.postcode_fake, 1, 2) = substr(r.postcode_fake, 1, 2)",
    "l.dob = r.dob AND l.postcode_fake = r.postcode_fake",
)


def beside_documented(path: Path, turns: int) -> list[str]:
    """Link `turns` times each way; gives the best times, and the F1 of clusters for the half that chose no threshold."""
    with duckdb.connect() as connection:
        labels = dict(connection.execute(f"SELECT unique_id, cluster FROM '{path}'").fetchall())  # noqa: S608
    _training, rest = parted(labels, TRAINING_SHARE)
    began = time.perf_counter()
    chosen, _tested = linkage.link(path, None, CONFIG).choose(labels)
    choosing = time.perf_counter() - began
    config = replace(CONFIG, thresholds=chosen.config.thresholds)
    seconds: dict[str, list[float]] = {"evidence": [], "documented": []}
    work: dict[str, list[float]] = {"evidence": [], "documented": []}  # of the processor: others may use the machine
    clusters: dict[str, dict[str, str]] = {}
    for _turn in range(turns):
        for way, taken in seconds.items():
            began, worked = time.perf_counter(), time.process_time()
            if way == "evidence":
                found = linkage.link(path, None, config)
                clusters[way] = {key[1]: cluster for key, cluster in found.clusters().items()}
            else:
                clusters[way] = _documented(path)
            taken.append(time.perf_counter() - began)
            work[way].append(time.process_time() - worked)
    scores = {way: linkage.score(found, rest)[0] for way, found in clusters.items()}
    gain = scores["evidence"].f1.value - scores["documented"].f1.value
    ratio, of_work = (min(each["evidence"]) / min(each["documented"]) for each in (seconds, work))
    return [
        f"linkage of {len(labels):,} records; threshold {config.thresholds.join:g} from half of the people, "
        f"chosen once in {choosing:.1f} s",
        *(
            f"{way:12} best {min(seconds[way]):6.2f} s, {min(work[way]):6.2f} s of processor  {scores[way].words}"
            for way in seconds
        ),
        f"F1 of clusters higher by {gain:.3f} than with the documented settings, target at least 0.050; "
        f"{ratio:.2f} of their time, {of_work:.2f} of their work of the processor",
    ]


def _documented(path: Path) -> dict[str, str]:
    """The clusters by Splink's documented settings."""
    import splink.comparison_library as cl  # noqa: PLC0415 - loads for a second or two
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect()
    connection.execute(
        f"CREATE TABLE people AS SELECT *, first_name || ' ' || surname AS first_name_surname_concat FROM '{path}'"  # noqa: S608
    )
    name = cl.ForenameSurnameComparison(
        "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
    )
    compared: list[Any] = [
        name,
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.PostcodeComparison("postcode_fake"),
        cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
        cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in BLOCKED_ON],
        comparisons=compared,
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
        max_iterations=10,
        em_convergence=0.01,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        linker = Linker(DuckDBAPI(connection).register(connection.table("people")), settings, log_level=logging.ERROR)
        linker.training.estimate_probability_two_random_records_match(list(SURELY_ONE), recall=0.6)
        linker.training.estimate_u_using_random_sampling(max_pairs=5e6)
        for columns in (("first_name", "surname"), ("dob",)):
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
        scored = linker.inference.predict(threshold_match_probability=0.2)
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(scored, DOCUMENTED_THRESHOLD)
    return dict(connection.execute(f"SELECT unique_id, cluster_id FROM {found.physical_name}").fetchall())  # noqa: S608
