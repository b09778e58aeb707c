"""Spark, where it is installed: what an engine's name means, what a machine lacks for it, and the one session of this process.

`local` or `local[2]` runs Spark in this machine, `spark://host:port` on a cluster. It needs a Java and the set of packages
in requirements/spark.txt.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from typing import Any

from evidence.trouble import Trouble

MASTERS = re.compile(r"local(\[(\d+|\*)\])?|spark://[\w.-]+:\d+|yarn|k8s://\S+")


def master_of(name: str) -> str | None:
    """The master of Spark that an engine's name means, or nothing for DuckDB; raises `Trouble` for any other name."""
    if name == "duckdb":
        return None
    master = {"spark": "local[2]", "spark://local": "local[2]", "local": "local[2]"}.get(name, name)
    if not MASTERS.fullmatch(master):
        raise Trouble(f"{name} is no engine. Use duckdb, local[2] for Spark on this machine, or spark://host:port.")
    return master


def missing() -> str:
    """What this machine lacks for Spark, in words, or nothing."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed; install requirements/spark.txt"
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        return "there is no Java; install one (17 or 21) or set JAVA_HOME"
    return ""


def session(master: str) -> Any:
    """The one session of this process, with all that any part asks of it; raises `Trouble` where Spark cannot start."""
    if lacking := missing():
        raise Trouble(f"Spark cannot start: {lacking}. Without --engine DuckDB counts.")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - loads for seconds, and is seldom installed

    settings = {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.shuffle.partitions": "4" if master.startswith("local") else "200",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.jars": _similarities(),
    }
    building: Any = SparkSession.builder
    building = building.master(master).appName("evidence")
    for name, value in settings.items():
        building = building.config(name, value)
    try:
        return building.getOrCreate()
    except Exception as wrong:
        raise Trouble(f"Spark at {master} cannot be reached or started: {str(wrong).splitlines()[0]}") from None


def _similarities() -> str:
    """The library of similarities that Splink brings for Spark; nothing where Splink is missing. A session takes none later."""
    try:
        from splink.internals.spark.jar_location import similarity_jar_location  # noqa: PLC0415
    except ImportError:
        return ""
    return str(similarity_jar_location())
