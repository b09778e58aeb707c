"""Learn what agreements are worth from the records themselves, and weigh every pair that is looked at; Splink on DuckDB."""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass
from typing import Any

from evidence.linkage.blocking import rules_for
from evidence.linkage.comparisons import Comparison, comparisons
from evidence.linkage.spark import weigh_on_spark
from evidence.linkage.standardise import RECORDS, Records
from evidence.trouble import Trouble

VERSION = "linkage-2026-11"
PAIRS = "pairs"
FEWEST = 10  # records


@dataclass(frozen=True)
class Model:
    """What was learnt: the comparisons with their weights, and Splink's own settings, which can be stored."""

    comparisons: tuple[Comparison, ...]
    settings: dict[str, Any]
    notes: tuple[str, ...]


def weigh(records: Records, least: float, master: str | None = None) -> Model:
    """Learn from the records and leave each pair of at least the weight `least` in the table `pairs`; with a master of Spark,
    the pairs are weighed there.
    """
    if records.rows < FEWEST:
        raise Trouble(f"{records.rows} records are too few to learn from; give at least {FEWEST}.")
    logging.getLogger("splink").setLevel(logging.ERROR)
    from splink import DuckDBAPI, Linker, SettingsCreator  # noqa: PLC0415 - loads for a second or two

    compared = comparisons(records)
    between = "" if records.config.within else " AND l.source <> r.source"
    blocked: list[Any] = [f"({rule.condition}){between}" for rule in rules_for(records)]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record",
        comparisons=[one.for_splink() for one in compared],
        blocking_rules_to_generate_predictions=blocked,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
        max_iterations=15,
        em_convergence=0.005,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        api = DuckDBAPI(records.connection)
        linker = Linker(api.register(records.connection.table(RECORDS)), settings, log_level=logging.ERROR)
        notes = _learn(linker, records)
        learnt = linker.misc.save_model_to_json()
        if master:
            weigh_on_spark(records, learnt, least, master, PAIRS)
        else:
            scored = linker.inference.predict(threshold_match_weight=least)
            records.connection.execute(f"CREATE OR REPLACE VIEW {PAIRS} AS SELECT * FROM {scored.physical_name}")
    return Model(tuple(compared), learnt, notes)


def _learn(linker: Any, records: Records) -> tuple[str, ...]:
    """How often pairs agree by chance, and how often where they are one person."""
    training, notes = linker.training, []
    training.estimate_probability_two_random_records_match(_surely_one(records), recall=records.config.recall_of_exact)
    config = records.config
    # In one piece: for so few pairs, Splink's trial pieces take longer than they save.
    training.estimate_u_using_random_sampling(
        max_pairs=config.sampled_pairs, seed=config.seed, min_count_per_level=None, num_chunks=1
    )
    for words, condition in _learnt_on(records):
        try:
            training.estimate_parameters_using_expectation_maximisation(
                condition, estimate_without_term_frequencies=True
            )
        except Exception as wrong:
            notes.append(f"nothing could be learnt from pairs with the same {words}: {str(wrong).splitlines()[0]}")
    return tuple(notes)


def _surely_one(records: Records) -> list[str]:
    """Agreements by which two records are almost surely about one person."""
    several = (("name", "born"), ("name", "postcode"), ("born", "postcode"))
    rules = [" AND ".join(f"l.{name} = r.{name}" for name in names) for names in several if records.has(*names)]
    rules += [f"l.{name} = r.{name}" for name in ("pnc", "cro", "noms") if records.has(name)]
    return rules or ["l.name = r.name"]


def _learnt_on(records: Records) -> list[tuple[str, str]]:
    """The blocks in which the other fields are learnt; two that differ, so that every field is learnt in one."""
    choices = (
        ("names", "l.name = r.name", ("name",)),
        ("date of birth", "l.born = r.born", ("born",)),
        ("postcode", "l.postcode = r.postcode", ("postcode",)),
        *((name, f"l.{name} = r.{name}", (name,)) for name in ("pnc", "cro", "noms")),
    )
    return [(words, condition) for words, condition, needs in choices if records.has(*needs)][:2]
