"""The one DuckDB database of this process, in memory, and the names of the tables in it.

What does not fit into memory lies in a folder that only this user can read, and goes when the process ends.
"""

from __future__ import annotations

import csv
import itertools
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from evidence.trouble import Trouble

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


def any_file(path: Path) -> str:
    """SQL that reads a CSV or Parquet file of any columns. A line of a CSV file that is no row is an error, never a guess."""
    if path.suffix.lower() == ".parquet":
        return f"read_parquet({literal(str(path))})"
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in headings(path))
    form = "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', strict_mode = true"
    return f"read_csv({literal(str(path))}, columns = {{{columns}}}, {form})"


def headings(path: Path) -> list[str]:
    """The names of the columns of a CSV file; raises `Trouble` for one that has none, or one twice."""
    try:
        with path.open("rb") as lines:
            names = [name.strip() for name in next(csv.reader([lines.readline().decode("utf-8-sig")]), [])]
    except (UnicodeDecodeError, csv.Error):
        raise Trouble(f"{path}, row 1: the headings are not UTF-8 text. Save the file as CSV UTF-8.") from None
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice or not any(names):
        said = (
            f"the column {', '.join(twice)} stands twice. Remove or rename one." if twice else "there are no headings."
        )
        raise Trouble(f"{path}, row 1: {said}")
    return names


def not_read(path: Path, wrong: duckdb.Error) -> Trouble:
    """What the engine says of a file that it could not read, by its row."""
    said = str(wrong)
    row = re.search(r"Line: (\d+)", said)
    counts = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", said)
    if row and counts:
        many = "more" if int(counts[2]) > int(counts[1]) else "fewer"
        return Trouble(
            f"{path}, row {row[1]}: has {many} values than the {counts[1]} headings; put values with a comma in quotes."
        )
    if row and "quote" in said:
        return Trouble(f"{path}, row {row[1]}: a quotation mark is not closed; write one inside a value twice.")
    return Trouble(f"{path}: cannot be read as {path.suffix[1:]}: {said.splitlines()[0]}")


def day(value: object) -> date:
    """A date from what the engine gives for one: it turns some dates into moments at midnight."""
    return date.fromisoformat(str(value)[:10])
