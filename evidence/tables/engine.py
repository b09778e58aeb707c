"""The one DuckDB database of this process, in memory, and the names of the tables in it.

What does not fit into memory lies in a folder that only this user can read, and goes when the process ends.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

EVERY = 0.5  # seconds between two words about how far a statement is
Progress = Callable[[str, int, int], None]  # what is being done, how much is done, and how much in all
_numbers = itertools.count(1)


def quietly(_doing: str, _done: int, _of: int) -> None:
    """Tell nobody."""


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="evidence-")


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config={"temp_directory": str(Path(_folder().name) / "spill")})


def file_of(name: str) -> Path:
    """Where a table lies that is too large for memory."""
    return Path(_folder().name) / f"{name}.parquet"


def cursor() -> duckdb.DuckDBPyConnection:
    """Another connection to the database, with temporary views of its own."""
    return _database().cursor()


def new_name(stem: str) -> str:
    """A name that no table of this process has."""
    return f"{stem}_{next(_numbers)}"


def keep(connection: duckdb.DuckDBPyConnection, name: str, select: str, *, on_disk: bool) -> None:
    """Keep the rows of a query as a table of this process, or, where they are many, in a file of its own."""
    if on_disk:
        connection.execute(f"COPY ({select}) TO {literal(str(file_of(name)))} (FORMAT parquet)")
        connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet({literal(str(file_of(name)))})')  # noqa: S608
    else:
        connection.execute(f'CREATE TABLE "{name}" AS {select}')


def drop(name: str) -> None:
    """Forget a table of rows that nobody reads any more."""
    on_disk = file_of(name).exists()
    cursor().execute(f'DROP {"VIEW" if on_disk else "TABLE"} IF EXISTS "{name}"')
    file_of(name).unlink(missing_ok=True)


@contextmanager
def watched(connection: duckdb.DuckDBPyConnection, doing: str, progress: Progress) -> Iterator[None]:
    """Tell how many per cent of each statement are done while it runs."""
    over, has_told = threading.Event(), threading.Event()

    def tell() -> None:
        while not over.wait(EVERY):
            has_told.set()
            progress(doing, min(max(int(connection.query_progress()), 0), 99), 100)

    connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()
        if has_told.is_set():
            progress(doing, 100, 100)


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def day(value: object) -> date:
    """A date from what the engine gives for one: it turns some dates into moments at midnight."""
    return date.fromisoformat(str(value)[:10])
