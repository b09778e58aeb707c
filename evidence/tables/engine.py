"""The one DuckDB database of this process, in memory, and the names of the tables in it."""

from __future__ import annotations

import itertools
from datetime import date
from functools import cache

import duckdb

_numbers = itertools.count(1)


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")


def cursor() -> duckdb.DuckDBPyConnection:
    """Another connection to the database, with temporary views of its own."""
    return _database().cursor()


def new_name(stem: str) -> str:
    """A name that no table of this process has."""
    return f"{stem}_{next(_numbers)}"


def drop(name: str) -> None:
    """Forget a table of rows that nobody reads any more."""
    cursor().execute(f'DROP TABLE IF EXISTS "{name}"')


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def day(value: object) -> date:
    """A date from what the engine gives for one: it turns some dates into moments at midnight."""
    return date.fromisoformat(str(value)[:10])
