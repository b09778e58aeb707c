"""The same model on Spark: learnt on this machine, where a sample is enough, it weighs every pair where the records outgrow it.

Records are standardised by DuckDB and written once as Parquet. Conditions are written for DuckDB; each is translated here.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import warnings
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp

from evidence.linkage.standardise import RECORDS, Records
from evidence.tables.engine import literal
from evidence.tables.spark import session


def weigh_on_spark(records: Records, learnt: dict[str, Any], least: float, master: str, pairs: str) -> None:
    """Leave each pair of at least the weight `least` in the table `pairs`, weighed by Spark with a model that was learnt.

    Raises `Trouble` where Spark cannot start. `DESISTANCE_SPARK_FOLDER` names a folder that this machine and a cluster share.
    """
    shared = os.environ.get("DESISTANCE_SPARK_FOLDER")
    with tempfile.TemporaryDirectory(dir=shared) as folder:
        given, found = Path(folder) / "records.parquet", Path(folder) / "pairs.parquet"
        records.connection.execute(f"COPY {RECORDS} TO {literal(str(given))} (FORMAT parquet)")
        running = session(master)
        _predicted(running, given, learnt, least).write.parquet(str(found))
        files = literal(str(found / "*.parquet"))
        records.connection.execute(f"CREATE OR REPLACE TABLE {pairs} AS SELECT * FROM read_parquet({files})")


def _predicted(running: Any, given: Path, learnt: dict[str, Any], least: float) -> Any:
    """The weighed pairs as a frame of Spark."""
    import splink  # noqa: PLC0415 - loads for a second or two

    logging.getLogger("splink").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened: Any = splink.SparkAPI
        api = opened(spark_session=running, break_lineage_method="persist")
        table = api.register(running.read.parquet(str(given)))
        linker = splink.Linker(table, for_spark(learnt), log_level=logging.ERROR)
        return linker.inference.predict(threshold_match_weight=least).as_spark_dataframe()


def for_spark(learnt: dict[str, Any]) -> dict[str, Any]:
    """The settings of a model with every condition as Spark writes it."""
    told: dict[str, Any] = json.loads(json.dumps(learnt))
    told["sql_dialect"] = "spark"
    for rule in told["blocking_rules_to_generate_predictions"]:
        rule |= {"blocking_rule": translated(rule["blocking_rule"]), "sql_dialect": "spark"}
    for compared in told["comparisons"]:
        for level in compared["comparison_levels"]:
            level["sql_condition"] = translated(level["sql_condition"])
    return told


def translated(condition: str) -> str:
    """A condition of DuckDB as one of Spark that means the same."""
    if condition == "ELSE":
        return condition
    read = sqlglot.parse_one(condition, read="duckdb").transform(_as_spark_has_it)
    return read.sql(dialect="spark")


LISTS = ("pieces", "aliases")


def _as_spark_has_it(part: exp.Expression) -> exp.Expression:
    """What sqlglot does not translate: other names, the whole match, all of a text but its end, and lists within lists."""
    found = part
    match part:
        case exp.Left(this=text, expression=exp.Neg(this=end)):
            found = _called("substring", text, exp.Literal.number(1), exp.func("length", text) - end)
        case exp.RegexpExtract():
            found = _called("regexp_extract", part.this, part.expression, exp.Literal.number(0))
        case exp.JarowinklerSimilarity():
            found = _called("jaro_winkler", part.this, part.expression)
        case exp.ArrayOverlaps():
            found = _called("arrays_overlap", part.this, part.expression)
        case exp.Length() if part.this.name.startswith(LISTS):
            found = _called("size", part.this)
        case exp.Anonymous() if part.name.lower() == "list_has_all":
            whole, some = part.expressions
            found = _called("size", _called("array_except", some, whole)).eq(0)
    return found


def _called(name: str, *given: exp.Expression) -> exp.Expression:
    return exp.Anonymous(this=name, expressions=list(given))
