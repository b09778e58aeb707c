"""Late convictions: count the people again who have new rows, and nobody else; every cell as if all were counted anew."""

from __future__ import annotations

from collections.abc import Callable
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


Texts = Callable[[Numbers], list[str]]


@dataclass(frozen=True)
class _Some:
    """Rows of some people: `person` is the place of the person among those counted again, `ids` names rows by their places."""

    columns: dict[str, Numbers]
    person: Numbers
    ids: Texts

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.person)

    def and_also(self, other: _Some) -> _Some:
        """These rows, then others."""
        mine = len(self)

        def ids(places: Numbers) -> list[str]:
            found = np.empty(len(places), dtype=object)
            first = places < mine
            found[first], found[~first] = self.ids(places[first]), other.ids(places[~first] - mine)
            return list(found)

        columns = {name: np.concatenate([column, other.columns[name]]) for name, column in self.columns.items()}
        return _Some(columns, np.concatenate([self.person, other.person]), ids)


def _from_table(table: Any, people: Any) -> _Some:
    """Rows of a table, whose persons are all among `people`."""
    ids = table.column("sanction_id")
    person = pc.index_in(table.column("person_id"), value_set=people).to_numpy()
    columns = {name: table.column(name).to_numpy() for name in COLUMNS}
    return _Some(columns, person.astype(np.int64), lambda places: ids.take(pa.array(places)).to_pylist())


def refresh(
    folder: Path, about: About, cells: Numbers, new: Checked, calendar: Calendar
) -> tuple[About, Numbers, Refreshed]:
    """The cells with new rows counted in; writes the rows beside the store. Raises `Trouble` for a changed sanction."""
    given, groups, last = _read(about, new)
    if not len(given):
        return about, cells, Refreshed(0, 0, 0, build_anew=False)
    people = given.column("person_id").unique()
    earlier = [table.filter(pc.is_in(table.column("person_id"), value_set=people)) for table in _late(folder, about)]
    before = _of_the_store(folder, people)
    of_the_store = len(before)
    for table in earlier:
        before = before.and_also(_from_table(table, people))
    added, already = _without_known(folder, about, before, given, people)
    wider = np.zeros((cells.shape[0], len(groups), 3), dtype=np.int64)
    wider[:, : cells.shape[1]] = cells
    wider -= count(_rows(before, len(people), of_the_store), calendar, len(groups))
    both = before.and_also(_from_table(added, people))
    wider += count(_rows(both, len(people), of_the_store), calendar, len(groups))
    told = Refreshed(len(added), len(people), already, (about.late_rows + len(added)) > MUCH * about.rows)
    about.groups, about.refreshes = groups, about.refreshes + 1
    about.late_rows += len(added)
    about.last_sanction = max(about.last_sanction, last)
    about.sources.append(new.path)
    path = str(folder / f"late-{about.refreshes:04}.arrow")
    with pa.OSFile(path, "wb") as file, pa.ipc.new_file(file, added.schema) as writer:
        writer.write_table(added)
    return about, wider, told


def _read(about: About, new: Checked) -> tuple[Any, list[list[str]], str]:
    """The new rows that can count, the groups with those that are new, and the last day of a sanction."""
    cursor, by = engine.cursor(), tuple(about.by)
    try:
        known = {tuple(values) for values in about.groups}
        groups = [*about.groups, *(values for values in groups_in(cursor, new, by) if tuple(values) not in known)]
        batches = list(read(cursor, new, groups, by))
        [[last]] = cursor.execute(f'SELECT max(sanction_date) FROM "{new.relation}"').fetchall()  # noqa: S608
    finally:
        cursor.close()
    return (pa.Table.from_batches(batches) if batches else []), groups, str(last)[:10]


def _of_the_store(folder: Path, people: Any) -> _Some:
    """The rows that the store has of some people, in its order: by person and number of the sanction."""
    rows = rows_of(folder)
    place = pc.index_in(_column(folder, "people"), value_set=people)
    theirs = np.flatnonzero(pc.is_valid(place).to_numpy())
    low, many = rows.first[theirs], rows.first[theirs + 1] - rows.first[theirs]
    wanted = np.repeat(low - np.concatenate([[0], np.cumsum(many)[:-1]]), many) + np.arange(many.sum())
    person = np.repeat(place.take(pa.array(theirs)).to_numpy().astype(np.int64), many)
    columns = {name: np.asarray(getattr(rows, name)[wanted]) for name in COLUMNS}
    return _Some(
        columns, person, lambda places: _column(folder, "sanction_ids").take(pa.array(wanted[places])).to_pylist()
    )


def _column(folder: Path, name: str) -> Any:
    return pa.ipc.open_file(pa.memory_map(str(folder / f"{name}.arrow"))).read_all().column(0)


def _late(folder: Path, about: About) -> list[Any]:
    """The rows that came with earlier refreshes."""
    paths = [folder / f"late-{number:04}.arrow" for number in range(1, about.refreshes + 1)]
    return [pa.ipc.open_file(pa.memory_map(str(path))).read_all() for path in paths]


def _without_known(folder: Path, about: About, before: _Some, given: Any, people: Any) -> tuple[Any, int]:
    """New rows without those that the store has already; raises `Trouble` where one of these says something else."""
    order = np.argsort(given.column("code").to_numpy())
    codes = given.column("code").to_numpy()[order]
    held = [np.load(folder / "code.npy", mmap_mode="r")]
    held += [np.sort(late.column("code").to_numpy()) for late in _late(folder, about)]
    again = np.zeros(len(codes), dtype=bool)
    for one in held:
        if len(one):
            again[order] |= one[np.minimum(np.searchsorted(one, codes), len(one) - 1)] == codes
    if again.any():
        _refuse_changed(before, _from_table(given.filter(pa.array(again)), people))
    return given.filter(pa.array(~again)), int(again.sum())


def _refuse_changed(before: _Some, repeated: _Some) -> None:
    """Raise `Trouble` where a sanction that is in the store comes with other contents."""

    def told(some: _Some, places: Numbers) -> list[tuple[object, ...]]:
        values = (some.columns[name][places].tolist() for name in COLUMNS)
        return list(zip(some.person[places].tolist(), *values, some.ids(places), strict=True))

    same = set(told(before, np.flatnonzero(np.isin(before.person, repeated.person))))
    changed = [str(row[-1]) for row in told(repeated, np.arange(len(repeated))) if row not in same]
    if changed:
        named = ", ".join(changed[:NAMED])
        raise Trouble(
            f"{len(changed):,} sanctions are in the store with other contents or for another person ({named}). "
            "A refresh only adds rows; build the store anew from corrected files."
        )


def _rows(some: _Some, people: int, in_order: int) -> Rows:
    """The rows as the pass reads them. The first `in_order` lie by the number of the sanction, which decides between events
    of one day; where a later row falls on such a day, the rows of it get a rank.
    """
    order = np.argsort(some.person, kind="stable")
    person = some.person[order]
    held = {name: column[order] for name, column in some.columns.items()}
    rank = np.zeros(len(order), dtype=np.int32)
    if len(order) > in_order:
        tied = _tied(person, held, order >= in_order)
        ids = some.ids(order[tied])
        rank[tied[sorted(range(len(ids)), key=lambda place: ids[place].encode())]] = np.arange(
            len(tied), dtype=np.int32
        )
    return Rows(np.searchsorted(person, np.arange(people + 1)).astype(np.int64), **held, rank=rank)


def _tied(person: Numbers, held: dict[str, Numbers], late: Numbers) -> Numbers:
    """The places of rows on whose person, day and gravity a late row and another fall together."""
    key = (person << 20) + (held["start"].astype(np.int64) << 2) + held["gravity"]  # a day has 17 bits
    theirs = np.unique(key[late])
    near = np.minimum(np.searchsorted(theirs, key), len(theirs) - 1)
    places = np.flatnonzero((theirs[near] == key) & (held["start"] != NEVER))
    _keys, inverse, times = np.unique(key[places], return_inverse=True, return_counts=True)
    return places[times[inverse] > 1]
