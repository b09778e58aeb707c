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
from evidence.bench.targets import Report
from evidence.bench.turns import in_turns
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


def measure(report: Report, path: Path | None, turns: int) -> None:
    """Link each way turn by turn, and compare the F1 of clusters for the half of the people that chose no threshold."""
    if path is None or not path.is_file():
        report.left_out("give the labelled records with --linkage FILE", "M6 gain", "M6 time")
        return
    with duckdb.connect() as connection:
        labels = dict(connection.execute(f"SELECT unique_id, cluster FROM '{path}'").fetchall())  # noqa: S608
    _training, rest = parted(labels, TRAINING_SHARE)
    began = time.perf_counter()
    chosen, _tested = linkage.link(path, None, CONFIG).choose(labels)
    config = replace(CONFIG, thresholds=chosen.config.thresholds)
    report.say(
        f"linkage of {len(labels):,} records; threshold {config.thresholds.join:g} from half of the people, "
        f"chosen once in {time.perf_counter() - began:.1f} s"
    )
    taken = in_turns({"evidence": lambda: _ours(path, config), "documented": lambda: _documented(path)}, turns)
    scores = {way: linkage.score(one.answer, rest)[0] for way, one in taken.items()}
    for way, one in taken.items():
        report.say(f"{way:14} {one.words}  {min(one.work):6.2f} s of processor  {scores[way].words}")
    report.reached("M6 gain", scores["evidence"].f1.value - scores["documented"].f1.value)
    # Of the processor, as others may use the machine; the clock is told above.
    report.reached("M6 time", min(taken["evidence"].work) / min(taken["documented"].work))


def _ours(path: Path, config: linkage.Config) -> dict[str, str]:
    """The clusters by the product."""
    return {key[1]: cluster for key, cluster in linkage.link(path, None, config).clusters().items()}


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
