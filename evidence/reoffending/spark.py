"""The same definition on Spark: its Ibis expression compiled for Spark, over the same checked rows.

`local` or `local[2]` runs Spark in this machine, `spark://host:port` on a cluster. It needs a Java and the set of packages
in requirements/spark.txt. On one machine it is many times slower than DuckDB; it is for data that one machine cannot hold.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from evidence.tables import Checked, engine
from evidence.tables.spark import session


def count(read: Sequence[Checked], sql: str, master: str) -> list[tuple[object, ...]]:
    """Run SQL of Spark over the checked rows; raises `Trouble` where Spark cannot start.

    The rows are written once as Parquet, where this machine and the cluster must both be able to read them:
    `DESISTANCE_SPARK_FOLDER` names a folder that they share.
    """
    shared = os.environ.get("DESISTANCE_SPARK_FOLDER")
    with tempfile.TemporaryDirectory(dir=shared) as folder:
        files = {checked.table.name: _written(checked, Path(folder)) for checked in read}
        running = session(master)
        for name, path in files.items():
            running.read.parquet(str(path)).createOrReplaceTempView(name)
        return [tuple(row) for row in running.sql(sql).collect()]


def _written(checked: Checked, folder: Path) -> Path:
    path = folder / f"{checked.table.name}.parquet"
    checked.unchanged()
    engine.cursor().execute(f'COPY (SELECT * FROM "{checked.relation}") TO {engine.literal(str(path))}')  # noqa: S608
    return path
