"""Late convictions: count the people again who have new rows, and nobody else; every cell as if all were counted anew."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evidence.reoffending.stores.onepass import NEVER, Calendar, Numbers, Rows, count
from evidence.reoffending.stores.storing import COLUMNS, About, groups_in, read, rows_of
from evidence.tables import Checked, engine
from evidence.trouble import Trouble

MUCH = 0.1  # of the rows: so many late ones, and building anew is the better way
TEXTS = ("person_id", "sanction_id")
NAMED = 5  # sanctions that a refusal names


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did."""

    rows: int
    people: int
    known_already: int
    build_anew: bool

    @property
    def words(self) -> str:
        """In one sentence or three."""
        said = f"{self.rows:,} new rows; {self.people:,} people counted again."
        if self.known_already:
            said += f" {self.known_already:,} rows were in the store already, the same."
        if self.build_anew:
            said += " More than a tenth of the rows came late: build the store anew when there is time."
        return said


@dataclass(frozen=True)
class _Some:
    """Rows of some people with their texts: `person` is the place of the person among those counted again."""

    table: Any
    person: Numbers

    def and_also(self, other: _Some) -> _Some:
        """These rows and others."""
        return _Some(pa.concat_tables([self.table, other.table]), np.concatenate([self.person, other.person]))


def refresh(
    folder: Path, about: About, cells: Numbers, new: Checked, calendar: Calendar
) -> tuple[About, Numbers, Refreshed]:
    """The cells with new rows counted in; writes the rows beside the store. Raises `Trouble` for a changed sanction."""
    cursor = engine.cursor()
    try:
        known = {tuple(values) for values in about.groups}
        groups = [
            *about.groups,
            *(values for values in groups_in(cursor, new, tuple(about.by)) if tuple(values) not in known),
        ]
        batches = list(read(cursor, new, groups, tuple(about.by)))
        [[last]] = cursor.execute(f'SELECT max(sanction_date) FROM "{new.relation}"').fetchall()  # noqa: S608
    finally:
        cursor.close()
    given = pa.Table.from_batches(batches) if batches else None
    if given is None or not len(given):
        return about, cells, Refreshed(0, 0, 0, build_anew=False)
    people = given.column("person_id").unique()
    added = _Some(given, pc.index_in(given.column("person_id"), value_set=people).to_numpy())
    before = _of_the_store(folder, people).and_also(_late(folder, about, people))
    added, already = _without_known(folder, about, before, added)
    wider = np.zeros((cells.shape[0], len(groups), 3), dtype=np.int64)
    wider[:, : cells.shape[1]] = cells
    wider -= count(_rows(before, len(people)), calendar, len(groups))
    both = before.and_also(_Some(added.table.select(before.table.column_names), added.person))
    wider += count(_rows(both, len(people)), calendar, len(groups))
    told = Refreshed(len(added.table), len(people), already, (about.late_rows + len(added.table)) > MUCH * about.rows)
    about.groups, about.refreshes = groups, about.refreshes + 1
    about.late_rows += len(added.table)
    about.last_sanction = max(about.last_sanction, str(last)[:10])
    about.sources.append(new.path)
    path = str(folder / f"late-{about.refreshes:04}.arrow")
    with pa.OSFile(path, "wb") as file, pa.ipc.new_file(file, added.table.schema) as writer:
        writer.write_table(added.table)
    return about, wider, told


def _of_the_store(folder: Path, people: Any) -> _Some:
    """The rows that the store has of some people."""
    rows = rows_of(folder)
    place = pc.index_in(_column(folder, "people"), value_set=people).to_numpy(zero_copy_only=False)
    theirs = np.flatnonzero(~np.isnan(place)) if place.dtype.kind == "f" else np.arange(len(place))
    low, high = rows.first[theirs], rows.first[theirs + 1]
    many = high - low
    wanted = np.repeat(low - np.concatenate([[0], np.cumsum(many)[:-1]]), many) + np.arange(many.sum())
    person = np.repeat(place[theirs].astype(np.int64), many)
    held = {name: pa.array(np.asarray(getattr(rows, name)[wanted])) for name in COLUMNS}
    held["sanction_id"] = _column(folder, "sanction_ids").take(pa.array(wanted))
    return _Some(pa.table(held), person)


def _column(folder: Path, name: str) -> Any:
    return pa.ipc.open_file(pa.memory_map(str(folder / f"{name}.arrow"))).read_all().column(0)


def _late(folder: Path, about: About, people: Any) -> _Some:
    """The rows of some people that came with earlier refreshes."""
    empty = pa.table(
        {
            **{name: pa.array([], pa.from_numpy_dtype(kind)) for name, kind in COLUMNS.items()},
            "sanction_id": pa.array([], pa.string()),
        }
    )
    found = _Some(empty, np.zeros(0, dtype=np.int64))
    for number in range(1, about.refreshes + 1):
        table = pa.ipc.open_file(pa.memory_map(str(folder / f"late-{number:04}.arrow"))).read_all()
        table = table.filter(pc.is_in(table.column("person_id"), value_set=people))
        person = pc.index_in(table.column("person_id"), value_set=people).to_numpy()
        found = found.and_also(_Some(table.select(empty.column_names), person))
    return found


def _without_known(folder: Path, about: About, before: _Some, added: _Some) -> tuple[_Some, int]:
    """New rows without those that the store has already; raises `Trouble` where one of these says something else."""
    codes = added.table.column("code").to_numpy()
    held = [np.load(folder / "code.npy", mmap_mode="r")]
    for number in range(1, about.refreshes + 1):
        late = pa.ipc.open_file(pa.memory_map(str(folder / f"late-{number:04}.arrow"))).read_all()
        held.append(np.sort(late.column("code").to_numpy()))
    again = np.zeros(len(codes), dtype=bool)
    for one in held:
        if len(one):
            place = np.minimum(np.searchsorted(one, codes), len(one) - 1)
            again |= one[place] == codes
    names = [*COLUMNS, "sanction_id"]
    new_rows = _Some(added.table.filter(pa.array(~again)).select([*TEXTS, "code", *COLUMNS]), added.person[~again])
    repeated = added.table.filter(pa.array(again)).select(names)
    if len(repeated):
        ids = repeated.column("sanction_id")
        mine = before.table.select(names).filter(
            pc.is_in(before.table.column("sanction_id"), value_set=ids.combine_chunks())
        )
        same = {tuple(row.values()) for row in mine.to_pylist()}
        changed = [str(row["sanction_id"]) for row in repeated.to_pylist() if tuple(row.values()) not in same]
        if changed:
            named = ", ".join(changed[:NAMED])
            raise Trouble(
                f"{len(changed):,} sanctions are in the store with other contents or for another person ({named}). "
                "A refresh only adds rows; build the store anew from corrected files."
            )
    return new_rows, len(repeated)


def _rows(some: _Some, people: int) -> Rows:
    """The rows of some people as the pass reads them, with a rank where two events of one day must be told by their number."""
    order = np.argsort(some.person, kind="stable")
    person = some.person[order]
    held = {name: some.table.column(name).to_numpy()[order] for name in COLUMNS}
    rank = np.zeros(len(order), dtype=np.int32)
    tied = _tied(person, held)
    if len(tied):
        ids = some.table.column("sanction_id").take(pa.array(order[tied])).combine_chunks()
        rank[tied[pc.sort_indices(ids).to_numpy()]] = np.arange(len(tied), dtype=np.int32)
    first = np.searchsorted(person, np.arange(people + 1)).astype(np.int64)
    return Rows(first, **held, rank=rank)


def _tied(person: Numbers, held: dict[str, Numbers]) -> Numbers:
    """The places of rows that share person, day and gravity with another of another group."""
    by = np.lexsort((held["group"], held["gravity"], held["start"], person))
    keys = np.stack([person[by], held["start"][by].astype(np.int64), held["gravity"][by].astype(np.int64)])
    begins = np.concatenate([[True], (keys[:, 1:] != keys[:, :-1]).any(axis=0)]) if len(by) else np.zeros(0, dtype=bool)
    block = np.cumsum(begins) - 1
    starts = np.flatnonzero(begins)
    ends = np.concatenate([starts[1:], [len(by)]]) - 1
    group = held["group"][by]
    differ = (
        (group[starts] != group[ends]) & (held["start"][by][starts] != NEVER)
        if len(starts)
        else np.zeros(0, dtype=bool)
    )
    return by[differ[block]] if len(block) else by
