"""A store of sanctions in the order of persons: columns of numbers that the one pass reads where they lie.

A store belongs to one definition, period and breakdown. Rows that can never count (breaches, offences that are not
recordable) are not in it. Memory stays within the bound given: the sort spills to disk, columns are mapped, not loaded.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from evidence.reoffending.conventions import NOT_KNOWN, Definition
from evidence.reoffending.stores.onepass import EPOCH, NEVER, Numbers, Rows
from evidence.tables import Checked, engine
from evidence.trouble import Trouble

FORM = 2  # of the store; another form is made anew
ABOUT = "store.json"
COLUMNS = {"start": np.int32, "offence": np.int32, "sanction": np.int32, "gravity": np.int8, "group": np.int32}
OF_THE_EVENT = ("area", "offence_group", "sanction_type")
MEMORY = "2GB"
Progress = Callable[[str, int, int], None]  # what is being done, rows done, and rows in all

# The rules of `counting`, for the pass: days as numbers since 1900, and the gravity by which two events of a day are told.
READ = """
SELECT person_id, sanction_id,
  coalesce(if(sanction_type = 'custody', release_date, sanction_date) - DATE '{epoch}', {never})::INTEGER AS start,
  coalesce(offence_date - DATE '{epoch}', {never})::INTEGER AS offence,
  (sanction_date - DATE '{epoch}')::INTEGER AS sanction,
  CASE sanction_type WHEN 'custody' THEN 0 WHEN 'non_custodial' THEN 1 ELSE 2 END::TINYINT AS gravity,
  {group} AS "group"
FROM {relation} WHERE recordable AND NOT breach"""


@dataclass
class About:
    """What a store is of, as it is written beside it."""

    definition: dict[str, Any]
    first: str
    last: str
    by: list[str]
    groups: list[list[str]]
    rows: int
    people: int
    last_sanction: str
    late_rows: int = 0
    refreshes: int = 0
    form: int = FORM
    sources: list[str] = field(default_factory=list)

    def written(self, folder: Path) -> None:
        """Write it into a store, whole or not at all."""
        part = folder / f"{ABOUT}.part"
        part.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
        part.replace(folder / ABOUT)


def opened(folder: Path) -> About:
    """What a store is of; raises `Trouble` where there is none or it has another form."""
    try:
        about = About(**json.loads((folder / ABOUT).read_text(encoding="utf-8")))
    except OSError:
        raise Trouble(f"{folder}: there is no store here. Make one from sanctions first.") from None
    except (ValueError, TypeError) as wrong:
        raise Trouble(f"{folder}: {ABOUT} cannot be read ({wrong}). Make the store anew.") from None
    if about.form != FORM:
        raise Trouble(f"{folder}: the store has form {about.form}, this program reads {FORM}. Make the store anew.")
    return about


@dataclass(frozen=True)
class Asked:
    """What a store is asked to be of."""

    definition: Definition
    first: date
    last: date
    by: tuple[str, ...]

    def about(self, groups: list[list[str]], rows: int, people: int, last_sanction: str, source: str) -> About:
        """What is written beside the store."""
        of = self.definition
        told = {"name": of.name, "interval": of.interval}
        told |= {"follow_up_months": of.follow_up_months, "waiting_months": of.waiting_months}  # type: ignore[dict-item]
        period = (str(self.first), str(self.last))
        return About(told, *period, list(self.by), groups, rows, people, last_sanction, sources=[source])


def build(
    sanctions: Checked, folder: Path, asked: Asked, memory: str = MEMORY, progress: Progress = lambda *_told: None
) -> About:
    """Write a store; what stood in the folder before is replaced only when the new one is whole."""
    strange = [name for name in asked.by if name not in OF_THE_EVENT]
    if strange:
        raise Trouble(f"A series is broken down by {', '.join(OF_THE_EVENT)}, not by {', '.join(strange)}.")
    if folder.exists() and not (folder / ABOUT).exists() and any(folder.iterdir()):
        raise Trouble(f"{folder}: holds other files. Give an empty folder, or one that does not exist.")
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    with closing(engine.cursor()) as cursor:
        about = _write(cursor, sanctions, part, asked, memory, progress)
    about.written(part)
    shutil.rmtree(folder, ignore_errors=True)
    part.replace(folder)
    return about


def _write(  # noqa: PLR0917 - what a store is made from
    cursor: duckdb.DuckDBPyConnection, sanctions: Checked, part: Path, asked: Asked, memory: str, progress: Progress
) -> About:
    """Sort the sanctions by person and write each column, the persons and the codes of the sanctions."""
    groups = groups_in(cursor, sanctions, asked.by)
    [[rows, last]] = cursor.execute(
        f'SELECT count(*) FILTER (WHERE recordable AND NOT breach), max(sanction_date) FROM "{sanctions.relation}"'  # noqa: S608
    ).fetchall()
    if not rows:
        raise Trouble(f"{sanctions.path}: no row can count, so there is no series to make.")
    held = {name: _column(part, name, kind, rows) for name, kind in {**COLUMNS, "code": np.uint64}.items()}
    first, place, before = [], 0, None
    progress("sorting", 0, rows)
    ids = pa.schema([("sanction_id", pa.string())])
    people = pa.schema([("person_id", pa.string())])
    with (
        pa.OSFile(str(part / "sanction_ids.arrow"), "wb") as id_file,
        pa.ipc.new_file(id_file, ids) as id_writer,
        pa.OSFile(str(part / "people.arrow"), "wb") as people_file,
        pa.ipc.new_file(people_file, people) as people_writer,
    ):
        for batch in _in_order(read(cursor, sanctions, groups, asked.by), part / "spill", memory):
            end = place + len(batch)
            for name in COLUMNS:
                held[name][place:end] = numbers(batch.column(name))
            held["code"][place:end] = codes_of(batch.column("sanction_id"))
            persons = batch.column("person_id")
            begins = new_persons(persons, before)
            first.append(begins + place)
            id_writer.write(pa.record_batch([batch.column("sanction_id")], schema=ids))
            people_writer.write(pa.record_batch([persons.take(column_of_numbers(begins))], schema=people))
            place, before = end, persons[-1].as_py()
            progress("writing", place, rows)
    held["code"].sort()
    for column in held.values():
        column.flush()
    starts = np.concatenate([*first, np.array([rows])]).astype(np.int64)
    np.save(part / "first.npy", starts)
    return asked.about(groups, rows, len(starts) - 1, str(last)[:10], sanctions.path)


def _column(folder: Path, name: str, kind: Any, rows: int) -> Any:
    return np.lib.format.open_memmap(folder / f"{name}.npy", mode="w+", dtype=kind, shape=(rows,))


def new_persons(persons: Any, before: str | None) -> Numbers:
    """The places in a batch at which another person begins."""
    changed = pc.not_equal(persons.slice(1), persons.slice(0, len(persons) - 1))
    places = numbers(pc.indices_nonzero(changed)).astype(np.int64) + 1
    return places if persons[0].as_py() == before else np.concatenate([[0], places])


def groups_in(cursor: duckdb.DuckDBPyConnection, sanctions: Checked, by: tuple[str, ...]) -> list[list[str]]:
    """Every combination of the columns of the breakdown, in order; one of nothing where there is none."""
    if not by:
        return [[]]
    columns = ", ".join(f"coalesce({name}, '{NOT_KNOWN}')" for name in by)
    asked = f'SELECT DISTINCT {columns} FROM "{sanctions.relation}" ORDER BY ALL'  # noqa: S608
    return [list(row) for row in cursor.execute(asked).fetchall()]


def read(
    cursor: duckdb.DuckDBPyConnection, sanctions: Checked, groups: list[list[str]], by: tuple[str, ...]
) -> pa.RecordBatchReader:
    """The rows that can count, in batches."""
    sanctions.unchanged()
    relation, group = f'"{sanctions.relation}"', "0::INTEGER"
    if by:
        name = engine.new_name("numbered")
        columns = ", ".join(f'"{column}" VARCHAR' for column in by)
        cursor.execute(f"CREATE TEMP TABLE {name} ({columns}, number INTEGER)")
        marks = ", ".join(["unnest(?)"] * (len(by) + 1))
        values = [*map(list, zip(*groups, strict=True)), list(range(len(groups)))]
        cursor.execute(f"INSERT INTO {name} SELECT {marks}", values)
        same = " AND ".join(f"coalesce(s.{column}, '{NOT_KNOWN}') = g.{column}" for column in by)
        both = f'"{sanctions.relation}" AS s JOIN {name} AS g ON {same}'
        relation, group = f"(SELECT s.*, g.number FROM {both})", "number"  # noqa: S608
    sql = READ.format(epoch=EPOCH, never=NEVER, relation=relation, group=group)
    found: Any = cursor.sql(sql)
    return found.to_arrow_reader(100_000)


def _in_order(rows: pa.RecordBatchReader, spill: Path, memory: str) -> Iterator[Any]:
    """Rows by person and number of sanction, in batches. The sort has a database of its own, because a bound of memory and a
    folder to spill into hold for a whole database, and the folder of one that has spilled cannot be changed.
    """
    try:
        database = duckdb.connect(config={"memory_limit": memory, "temp_directory": str(spill)})
    except duckdb.Error as wrong:
        raise Trouble(f"{memory} is no bound of memory; write one such as 2GB: {str(wrong).splitlines()[0]}") from None
    with database:
        database.register("given", rows)
        try:
            ordered: Any = database.sql("SELECT * FROM given ORDER BY person_id, sanction_id")
            yield from ordered.to_arrow_reader(500_000)
        except duckdb.OutOfMemoryException:
            raise Trouble(
                f"{memory} of memory is too little to sort these rows in; allow more with --memory."
            ) from None
    shutil.rmtree(spill, ignore_errors=True)


def codes_of(texts: Any) -> Numbers:
    """A number of 64 bits for each text of a column, always the same: the store finds by it what it has already."""
    chunks = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
    found = np.empty(len(texts), dtype=np.uint64)
    place = 0
    for chunk in chunks:
        _code(*letters_of(chunk), found[place : place + len(chunk)])
        place += len(chunk)
    return found


def letters_of(texts: Any) -> tuple[Numbers, Numbers]:
    """Where each text of a column begins, and at last where the last one ends, in the letters of them all."""
    whole = texts.cast(pa.large_string())
    _valid, offsets, letters = whole.buffers()
    ends = np.frombuffer(offsets, dtype=np.int64)[whole.offset : whole.offset + len(whole) + 1]
    return ends, np.frombuffer(letters or b"", dtype=np.uint8)


@njit(nogil=True, cache=True)
def _code(ends, letters, found):  # type: ignore[no-untyped-def]
    """FNV-1a of each text (Fowler, Noll, Vo), its bits then mixed as splitmix64 does, so that like texts lie far apart."""
    for place in range(len(found)):
        code = np.uint64(14695981039346656037)
        for letter in range(ends[place], ends[place + 1]):
            code = (code ^ np.uint64(letters[letter])) * np.uint64(1099511628211)
        code = (code ^ (code >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        code = (code ^ (code >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        found[place] = code ^ (code >> np.uint64(31))


# Arrow's own ways, `to_numpy` and `pa.array`, load pandas where it is installed, which takes longer than a refresh.
def numbers(column: Any) -> Numbers:
    """A column of Arrow without blanks as numbers, where they lie."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    found: Numbers = np.from_dlpack(whole)
    return found


def column_of_numbers(given: Numbers) -> Any:
    """Numbers as a column of Arrow, where they lie."""
    lying = np.ascontiguousarray(given)
    return pa.Array.from_buffers(pa.from_numpy_dtype(lying.dtype), len(lying), [None, pa.py_buffer(lying)])


def texts_of(folder: Path, name: str) -> Any:
    """The texts of a store, mapped: the numbers of its persons, or of its sanctions."""
    return pa.ipc.open_file(pa.memory_map(str(folder / f"{name}.arrow"))).read_all().column(0)


def rows_of(folder: Path) -> Rows:
    """The columns of a store, mapped."""
    # Copied on writing, which nobody does: the pass is compiled for one kind of column only, and this is the kind.
    held = {name: np.load(folder / f"{name}.npy", mmap_mode="c") for name in ("first", *COLUMNS)}
    return Rows(**held)
