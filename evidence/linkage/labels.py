"""Files that say of each record which person it is about, or which cluster it was put in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import duckdb

from evidence.tables.engine import literal
from evidence.trouble import Trouble

IDS = ("id", "unique_id", "record_id")
PERSONS = ("person", "label", "true_id", "cluster", "cluster_id", "person_id")
CLUSTERS = ("cluster_id", "cluster", "person")
Labels: TypeAlias = "Mapping[str, str] | str | Path"
OF_PAIRS = ("left_id", "left_cluster", "right_id", "right_cluster")


def labels_of(given: Labels) -> Mapping[str, str]:
    """The true person of each record by its id, at hand or in a file; raises `Trouble` for missing columns or an id that stands
    twice with two persons.
    """
    return given if isinstance(given, Mapping) else _read(Path(given), PERSONS, "the true person")


def read_groups(path: str | Path, column: str) -> dict[str, str]:
    """The group of each record in a column of the labels."""
    return _read(Path(path), (column,), "the group")


def read_clusters(path: str | Path, known: Mapping[str, str]) -> dict[str, str]:
    """The cluster of each record, from a row for each record or from pairs; raises `Trouble` where no record is known."""
    path = Path(path)
    columns = _columns(path)
    if set(OF_PAIRS) <= set(columns):
        sql = (
            f"SELECT CAST(left_id AS VARCHAR), CAST(left_cluster AS VARCHAR) FROM {literal(str(path))} UNION "
            f"SELECT CAST(right_id AS VARCHAR), CAST(right_cluster AS VARCHAR) FROM {literal(str(path))}"
        )
        found = _asked(path, sql)
    else:
        found = _read(path, CLUSTERS, "the cluster")
    if not found.keys() & known.keys():
        raise Trouble(f"{path}: none of its records has a label. Check that both files use the same ids.")
    return found


def _columns(path: Path) -> list[str]:
    if not path.is_file():
        raise Trouble(f"{path}: there is no such file.")
    if path.suffix.lower() not in (".csv", ".parquet"):
        raise Trouble(f"{path}: only .csv and .parquet files can be read. Save it as one of these.")
    with duckdb.connect() as connection:
        try:
            rows = connection.execute(f"DESCRIBE SELECT * FROM {literal(str(path))}").fetchall()
        except duckdb.Error as wrong:
            raise Trouble(f"{path}: cannot be read: {str(wrong).splitlines()[0]}") from None
    return [str(row[0]) for row in rows]


def _read(path: Path, values: tuple[str, ...], meaning: str) -> dict[str, str]:
    columns = _columns(path)
    chosen = [next((name for name in names if name in columns), "") for names in (IDS, values)]
    for name, wanted, what in zip(chosen, (IDS, values), ("the record", meaning), strict=True):
        if not name:
            raise Trouble(f"{path}, row 1: no column gives {what}; name one {' or '.join(wanted)}.")
    sql = f'SELECT CAST("{chosen[0]}" AS VARCHAR), CAST("{chosen[1]}" AS VARCHAR) FROM {literal(str(path))}'
    return _asked(path, sql)


def _asked(path: Path, sql: str) -> dict[str, str]:
    with duckdb.connect() as connection:
        rows = connection.execute(sql).fetchall()
    found = {str(key): str(value) for key, value in rows if key is not None and value is not None}
    if len(found) < len({row for row in rows if None not in row}):
        raise Trouble(f"{path}: one id has two different values. Give each record one; for two files make ids differ.")
    return found
