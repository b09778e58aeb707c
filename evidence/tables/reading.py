"""Read a file against a declared table: what can be used, and every row that cannot, with the reason."""

from __future__ import annotations

import csv
import weakref
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from evidence.tables import engine
from evidence.tables.overlaps import overlapping_custody
from evidence.tables.schemas import SANCTIONS, Table, table_named
from evidence.tables.values import Check, Reading, checks_between, doubt, reading_of, stored_as_declared
from evidence.trouble import Trouble

SAME_AGAIN = "the same row again; it is used once"
LONGEST = 60  # letters of a value that are listed
LARGE = 256_000_000  # bytes of CSV: more is kept beside memory while it is checked, and after
KEYS_AT_ONCE = 32_000_000
LISTED = 1000  # problems of one kind that are listed; all of them are counted
LIST_ALL_HINT = "the first {listed} of {count} are listed"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with one row, which is therefore not used. In CSV the row of the headings is row 1."""

    row: int
    column: str
    value: str
    reason: str

    @property
    def words(self) -> str:
        """Row, column, value and reason as one sentence."""
        value = f" ({self.value})" if self.value else ""
        return f"row {self.row}, column {self.column}{value}: {self.reason}."


@dataclass
class Checked:
    """The rows of one file that can be used, by the name of their relation in the engine, and the problems of the rest."""

    path: str
    table: Table
    relation: str
    rows: int
    usable: int
    problems: list[Problem] = field(default_factory=list)
    counted: dict[tuple[str, str], int] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    stamp: tuple[int, int] | None = None
    file: Path = Path()  # in full: a notebook may go to another folder

    def unchanged(self) -> None:
        """Raise `Trouble` where a file that is read in place is not the one that was checked."""
        if self.stamp and _stamp(self.file) != self.stamp:
            raise Trouble(f"{self.path} changed or went away since it was read. Read it again.")

    @property
    def excluded(self) -> int:
        """How many rows are not used; `problems` says why, a row may have several."""
        return self.rows - self.usable

    def listing(self) -> list[str]:
        """The exclusions in words: a line for the count, one for each problem, one where more are counted than listed; and, of
        sanctions, the times in custody that overlap, which are used.
        """
        lines = [f"{self.path}: {self.rows:,} rows read, {self.usable:,} used, {self.excluded:,} not used."]
        if self.ignored:
            lines.append(f"{self.path}: columns not declared and not read: {', '.join(self.ignored)}.")
        lines += [f"{self.path}, {found.words}" for found in self.problems]
        lines += [
            f"{self.path}, column {column}, {reason}: {LIST_ALL_HINT.format(listed=LISTED, count=count)}."
            for (column, reason), count in self.counted.items()
            if count > LISTED
        ]
        return [*lines, *(overlapping_custody(self.path, self.relation) if self.table is SANCTIONS else [])]


@dataclass(frozen=True)
class _Source:
    """A file opened: the SQL that reads it with `_row`, what each column is stored as, and the lines that broke."""

    relation: str
    stored: dict[str, str]
    broken: tuple[Problem, ...] = ()
    is_file: bool = False
    lying: Path | None = None


def read(path: str | Path, name: str, progress: engine.Progress = engine.quietly) -> Checked:
    """Read a CSV (UTF-8) or Parquet file as the declared table `name`; `progress` is told how far it is.

    Raises `Trouble` for what concerns the whole file: not there, empty, not readable, a column missing or of a kind that
    cannot serve. What concerns one row is a `Problem`: the row is not used.
    """
    path, table = Path(path), table_named(name)
    if not path.is_file():
        raise Trouble(f"{path}: there is no such file.")
    if path.stat().st_size == 0:
        raise Trouble(f"{path}: the file is empty. It should begin with the columns {', '.join(table.names)}.")
    opened = {".csv": _open_csv, ".parquet": _open_parquet}.get(path.suffix.lower())
    if opened is None:
        raise Trouble(f"{path}: only .csv and .parquet files can be read. Save it as one of these.")
    connection = engine.cursor()
    try:
        with engine.watched(connection, "reading", progress):
            source = opened(connection, path, table)
        with engine.watched(connection, "checking", progress):
            checked = _check(connection, source, path, table)
        if source.lying:
            source.lying.unlink()
        return checked
    except duckdb.Error as error:
        raise Trouble(f"{path}: cannot be read as {path.suffix[1:]}: {str(error).splitlines()[0]}") from error
    finally:
        connection.close()


def _stamp(path: Path) -> tuple[int, int] | None:
    """What tells one state of a file from another: its time and size; nothing where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size)


def _columns_present(path: Path, table: Table, present: list[str]) -> None:
    """Raise `Trouble` for columns that are missing or stand twice."""
    twice = sorted(name for name, times in Counter(present).items() if times > 1 and name in table.names)
    if twice:
        raise Trouble(f"{path}, row 1: the column {', '.join(twice)} stands twice. Remove or rename one.")
    missing = [name for name in table.names if name not in present]
    if missing:
        raise Trouble(
            f"{path}, row 1: the column {', '.join(missing)} is missing; the columns there are {', '.join(present)}. "
            f"`evidence tables {table.name}` prints what the table needs."
        )


def _open_csv(connection: duckdb.DuckDBPyConnection, path: Path, table: Table) -> _Source:
    """Load a CSV file as text, with the lines that are not CSV set aside."""
    try:
        with path.open("rb") as lines:
            headings = lines.readline().decode("utf-8-sig")
        present = [name.strip() for name in next(csv.reader([headings]))]
    except (UnicodeDecodeError, StopIteration, csv.Error) as error:
        raise Trouble(f"{path}, row 1: the headings are not UTF-8 text. Save the file as CSV UTF-8.") from error
    _columns_present(path, table, present)
    named = [name if present.index(name) == place else f"{name}_{place}" for place, name in enumerate(present)]
    columns = ", ".join(f"{engine.literal(name)}: 'VARCHAR'" for name in named)
    loaded, rejects = engine.new_name("loaded"), engine.new_name("rejects")
    wanted = ", ".join(f'"{name}"' for name in table.names)
    given = (
        f"SELECT {wanted} FROM read_csv({engine.literal(str(path))}, columns = {{{columns}}}, "  # noqa: S608
        "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', strict_mode = true, "
        "ignore_errors = true, store_rejects = true, rejects_limit = 0, "
        f"rejects_scan = '{rejects}_scan', rejects_table = '{rejects}')"
    )
    lying = engine.file_of(loaded) if path.stat().st_size > LARGE else None
    if lying:
        connection.execute(f"COPY ({given}) TO {engine.literal(str(lying))} (FORMAT parquet)")
        rows = f"read_parquet({engine.literal(str(lying))}, file_row_number = true)"
        relation = f"(SELECT file_row_number + 2 AS _row, * FROM {rows})"  # noqa: S608
    else:
        connection.execute(f"CREATE TEMP TABLE {loaded} AS SELECT row_number() OVER () + 1 AS _row, * FROM ({given})")  # noqa: S608
        relation = loaded
    broken = connection.execute(f"SELECT DISTINCT line, error_type FROM {rejects} ORDER BY line").fetchall()  # noqa: S608
    problems = tuple(Problem(line, "(whole row)", "", _broken_line(kind)) for line, kind in broken)
    if broken:
        _nothing_swallowed(connection, relation, path, table, problems)
    stored = dict.fromkeys([*table.names, *named], "VARCHAR")
    return _Source(relation, stored, problems, lying=lying)


def _nothing_swallowed(
    connection: duckdb.DuckDBPyConnection, relation: str, path: Path, table: Table, broken: tuple[Problem, ...]
) -> None:
    """Raise `Trouble` where lines are neither rows nor known to be broken: those after a quotation mark that is not closed."""
    with path.open("rb") as lines:
        written = sum(1 for line in lines if line.strip()) - 1
    joined = " + ".join(
        f'coalesce(length("{name}") - length(replace("{name}", chr(10), \'\')), 0)' for name in table.names
    )
    told = connection.execute(f"SELECT count(*) + coalesce(sum({joined}), 0) FROM {relation}").fetchone() or (0,)  # noqa: S608
    lost = written - int(told[0]) - len({problem.row for problem in broken})
    if lost > 0:
        last = next((one for one in broken if "quotation mark" in one.reason), broken[-1])
        raise Trouble(
            f"{path}, row {last.row}: a quotation mark is not closed, and {lost:,} lines after it cannot be told apart. "
            "Close it, or write one inside a value twice."
        )


def _broken_line(kind: str) -> str:
    """Why a line is not a row, in words."""
    return {
        "MISSING COLUMNS": "the row has fewer values than there are columns",
        "TOO MANY COLUMNS": "the row has more values than there are columns; put values with a comma in quotes",
        "UNQUOTED VALUE": "a quotation mark is not closed; write one inside a value twice",
        "INVALID ENCODING": "the row is not UTF-8 text; save the file as CSV UTF-8",
        "LINE SIZE OVER MAXIMUM": "the row is longer than 2 MB; a quotation mark may not be closed",
    }.get(kind, "the row cannot be split into values")


def _open_parquet(connection: duckdb.DuckDBPyConnection, path: Path, table: Table) -> _Source:
    """Describe a Parquet file, which is then read in place."""
    scan = f"read_parquet({engine.literal(str(path))})"
    stored = {row[0]: str(row[1]) for row in connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()}  # noqa: S608
    _columns_present(path, table, list(stored))
    with_row = f"(SELECT file_row_number + 1 AS _row, * FROM read_parquet({engine.literal(str(path))}, file_row_number = true))"  # noqa: S608
    return _Source(with_row, stored, is_file=True)


def _check(connection: duckdb.DuckDBPyConnection, source: _Source, path: Path, table: Table) -> Checked:
    """Run every check over the opened file and keep what passes."""
    readings = [reading_of(column, source.stored[column.name], str(path)) for column in table.columns]
    relation, names = engine.new_name(table.name), ", ".join(f'"{name}"' for name in table.names)
    ignored = tuple(name for name in source.stored if name not in table.names)
    stamp = _stamp(path)
    if rows := _rows_beyond_doubt(connection, source, readings, table):
        scan = f"read_parquet({engine.literal(str(path.absolute()))})"
        connection.execute(f"CREATE VIEW {relation} AS SELECT {names} FROM {scan}")  # noqa: S608
        return Checked(str(path), table, relation, rows, rows, ignored=ignored, stamp=stamp, file=path.absolute())
    rows, found, good = _look_closer(connection, source, readings, table)
    if rows + len(source.broken) == 0:
        raise Trouble(f"{path}: there are no rows under the headings.")
    passed, on_disk = engine.new_name("passed"), source.lying is not None
    engine.keep(connection, passed, f"SELECT * FROM {good}", on_disk=on_disk)  # noqa: S608
    repeated = _note_repeats(connection, found, passed, table)
    without = f"WHERE _row NOT IN (SELECT _row FROM {repeated})" if repeated else ""  # noqa: S608
    engine.keep(connection, relation, f"SELECT {names} FROM {passed} {without}", on_disk=on_disk)  # noqa: S608
    engine.drop(passed)
    [usable] = _counts(connection, relation, [])
    text = None if source.is_file else path
    problems, counted, rows = found.in_file_order(text), dict(found.counted), rows + len(source.broken)
    checked = Checked(str(path), table, relation, rows, usable, problems, counted, ignored=ignored)
    weakref.finalize(checked, engine.drop, relation)
    return checked


def _rows_beyond_doubt(
    connection: duckdb.DuckDBPyConnection, source: _Source, readings: list[Reading], table: Table
) -> int:
    """How many rows a Parquet file has in which nothing can be wrong; none where something may be, or in any other file."""
    if not source.is_file or not all(stored_as_declared(one, source.stored[one.column.name]) for one in readings):
        return 0
    doubts = [
        *(doubt(reading) for reading in readings),
        *(f"coalesce({c.broken}, false)" for c in checks_between(table)),
    ]
    rows, doubtful = _counts(connection, source.relation, [" OR ".join(doubts)])
    if doubtful:
        return 0
    return rows if _each_once(connection, source.relation, table.key, rows) else 0


def _each_once(connection: duckdb.DuckDBPyConnection, relation: str, key: str, rows: int) -> bool:
    """Whether no key stands twice for sure: no two hashes are alike. Two that are may be chance, and need a closer look.

    Sorted as numbers, some at a time: a fifth of the time that counting them distinct takes, and a bound of memory.
    """
    parts = 1 + rows // KEYS_AT_ONCE
    for part in range(parts):
        asked = f'SELECT hash("{key}") AS code FROM {relation} WHERE hash("{key}") % {parts} = {part}'  # noqa: S608
        codes = connection.execute(asked).fetchnumpy()["code"]
        codes.sort()
        if (codes[1:] == codes[:-1]).any():
            return False
    return True


def _look_closer(
    connection: duckdb.DuckDBPyConnection, source: _Source, readings: list[Reading], table: Table
) -> tuple[int, _Found, str]:
    """Count and list what fails each check; gives the rows there are, what was found and SQL of the rows that pass."""
    checks, between = [check for reading in readings for check in reading.checks], checks_between(table)
    values = ", ".join(f'{reading.value} AS "{reading.column.name}"' for reading in readings)
    read_values = f"(SELECT _row, {values} FROM {source.relation})"  # noqa: S608
    rows, *wrong = _counts(connection, source.relation, [check.broken for check in checks])
    _, *contradicting = _counts(connection, read_values, [check.broken for check in between])
    found = _Found(connection, source.broken)
    for check, count in zip(checks, wrong, strict=True):
        found.note(source.relation, check, count)
    for check, count in zip(between, contradicting, strict=True):
        found.note(read_values, check, count)
    bad = " OR ".join(f"coalesce({check.broken}, false)" for check in checks)
    contradictory = " OR ".join([*(f"coalesce({check.broken}, false)" for check in between), "false"])
    passing = f"SELECT _row, {values} FROM {source.relation} WHERE NOT ({bad})"  # noqa: S608
    return rows, found, f"(SELECT * FROM ({passing}) WHERE NOT ({contradictory}))"  # noqa: S608


def _counts(connection: duckdb.DuckDBPyConnection, relation: str, conditions: list[str]) -> list[int]:
    """How many rows there are, and how many for which each condition is true, in one pass."""
    asked = ", ".join(["count(*)", *(f"count(*) FILTER (WHERE {condition})" for condition in conditions)])
    answer = connection.execute(f"SELECT {asked} FROM {relation}").fetchone()  # noqa: S608
    return [int(number) for number in answer or ()]


class _Found:
    """The problems found so far: all counted, the first of each kind listed."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, broken: tuple[Problem, ...]) -> None:
        self.connection = connection
        self.broken = broken
        self.listed: list[Problem] = []
        self.counted: Counter[tuple[str, str]] = Counter((problem.column, problem.reason) for problem in broken)

    def note(self, relation: str, check: Check, count: int) -> None:
        """Count a check that failed and list the first rows it failed for."""
        if not count:
            return
        self.counted[check.column, check.reason] += count
        rows = self.connection.execute(
            f"SELECT _row, coalesce(trim(CAST(\"{check.column}\" AS VARCHAR)), '') FROM {relation} "  # noqa: S608
            f"WHERE {check.broken} ORDER BY _row LIMIT {LISTED}"
        ).fetchall()
        self.listed += [Problem(row, check.column, _shortened(value), check.reason) for row, value in rows]

    def in_file_order(self, text: Path | None) -> list[Problem]:
        """Every listed problem by its row; in a file of text by where the row stands in it."""
        places = _places_of(text, {one.row for one in self.listed}, {one.row for one in self.broken}) if text else {}
        moved = [replace(problem, row=places.get(problem.row, problem.row)) for problem in self.listed]
        return sorted([*moved, *self.broken[:LISTED]])


def _places_of(text: Path, rows: set[int], broken: set[int]) -> dict[int, int]:
    """Where each row stands as a spreadsheet counts: blank lines and broken ones count and are no rows, a value that runs over
    several lines makes no more of them.
    """
    found, place, row, is_inside = dict[int, int](), 0, 0, False
    with text.open("rb") as lines:
        for line in lines:
            if len(found) == len(rows):
                break
            if not is_inside:
                place += 1
                if place in broken:
                    continue
                row += bool(line.strip())
                if row in rows:
                    found.setdefault(row, place)
            is_inside ^= line.count(b'"') % 2 == 1
    return found


def _shortened(value: str) -> str:
    """A value as it is listed: on one line, and no longer than a reader needs to find it."""
    line = " ".join(value.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _note_repeats(connection: duckdb.DuckDBPyConnection, found: _Found, good: str, table: Table) -> str | None:
    """Set aside rows whose key stands twice; gives the relation of their rows, or none.

    A row that says the same again is used once. Of rows that contradict each other none is used, because nothing tells
    which of them is right.
    """
    key = f'"{table.key}"'
    [rows] = _counts(connection, good, [])
    if _each_once(connection, good, table.key, rows):
        return None
    repeated, twice = engine.new_name("repeated"), f"SELECT {key} FROM {good} GROUP BY {key} HAVING count(*) > 1"  # noqa: S608
    connection.execute(
        f"CREATE TEMP TABLE {repeated} AS SELECT _row, {key}, differs FROM ("  # noqa: S608
        f"SELECT _row, {key}, concat_ws(' and ', {_differing(table)}) AS differs, "
        f"row_number() OVER (PARTITION BY {key} ORDER BY _row) AS place FROM {good} WHERE {key} IN ({twice}) "
        f"WINDOW one_key AS (PARTITION BY {key})) WHERE differs <> '' OR place > 1"
    )
    for (differs,) in connection.execute(f"SELECT DISTINCT differs FROM {repeated} ORDER BY ALL").fetchall():  # noqa: S608
        condition = f"differs = {engine.literal(differs)}"
        reason = f"given twice with different {differs}; none of these rows is used; keep the right one"
        count = _counts(connection, repeated, [condition])[1]
        found.note(repeated, Check(table.key, condition, reason if differs else SAME_AGAIN), count)
    return repeated


def _differing(table: Table) -> str:
    """SQL for the name of each column that differs between rows of one key, nothing for the others."""
    others = (name for name in table.names if name != table.key)
    ends = (
        (
            name,
            f'min("{name}") OVER one_key IS DISTINCT FROM max("{name}") OVER one_key',
            f'count("{name}") OVER one_key',
        )
        for name in others
    )
    return ", ".join(
        f"CASE WHEN {differ} OR {known} NOT IN (0, count(*) OVER one_key) THEN '{name}' END"
        for name, differ, known in ends
    )
