"""Late convictions: count the people again who have new rows, and nobody else; every cell as if all were counted anew."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from evidence.reoffending.stores.gathering import Gathered, Gathering, gather
from evidence.reoffending.stores.onepass import THREADS, Calendar, Numbers, count
from evidence.reoffending.stores.storing import About, codes_of, column_of_numbers, groups_in, read
from evidence.tables import Checked, engine
from evidence.trouble import Trouble

MUCH = 0.1  # of the rows: so many late ones, and building anew is the better way
PEOPLE_AT_A_TIME = 20_000
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


def refresh(
    folder: Path, about: About, cells: Numbers, new: Checked, calendar: Calendar
) -> tuple[About, Numbers, Refreshed]:
    """The cells with new rows counted in; writes the rows beside the store. Raises `Trouble` for a changed sanction."""
    given, groups, last = _read(about, new)
    if not len(given):
        return about, cells, Refreshed(0, 0, 0, build_anew=False)
    earlier = _late(folder, about)
    again = _known_already(folder, earlier, given)
    if again.any():
        _refuse_changed(folder, earlier, _rows(given, again))
    added = _rows(given, ~again)
    gathering = gather(folder, earlier, added) if len(added) else None
    wider = np.zeros((cells.shape[0], len(groups), 3), dtype=np.int64)
    wider[:, : cells.shape[1]] = cells
    if gathering:
        wider += _moved(gathering, calendar, len(groups))
    late = about.late_rows + len(added)
    told = Refreshed(len(added), gathering.people if gathering else 0, int(again.sum()), late > MUCH * about.rows)
    about.groups, about.refreshes, about.late_rows = groups, about.refreshes + 1, late
    about.last_sanction = max(about.last_sanction, last)
    about.sources.append(new.path)
    path = str(folder / f"late-{about.refreshes:04}.arrow")
    with pa.OSFile(path, "wb") as file, pa.ipc.new_file(file, added.schema) as writer:
        writer.write_table(added)
    return about, wider, told


def _moved(gathering: Gathering, calendar: Calendar, groups: int) -> Numbers:
    """By how much the new rows move each cell. Some people at a time, so that their rows stay in the processor's cache."""

    def some(begin: int) -> Numbers:
        found = gathering.some(begin, min(begin + PEOPLE_AT_A_TIME, gathering.people))
        after, before = (count(rows, calendar, groups, threads=1) for rows in (found.now(), found.before()))
        moved: Numbers = after - before
        return moved

    with ThreadPoolExecutor(THREADS) as pool:
        moved = list(pool.map(some, range(0, gathering.people, PEOPLE_AT_A_TIME)))
    together: Numbers = np.sum(moved, axis=0)
    return together


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


def _late(folder: Path, about: About) -> list[Any]:
    """The rows that came with earlier refreshes."""
    paths = [folder / f"late-{number:04}.arrow" for number in range(1, about.refreshes + 1)]
    return [pa.ipc.open_file(pa.memory_map(str(path))).read_all() for path in paths]


def _rows(table: Any, wanted: Numbers) -> Any:
    return table.take(column_of_numbers(np.flatnonzero(wanted)))


def _known_already(folder: Path, earlier: list[Any], given: Any) -> Numbers:
    """Whether the store, or what came earlier, has the sanction of each new row."""
    codes = codes_of(given.column("sanction_id"))
    order = np.argsort(codes)
    held = [
        np.load(folder / "code.npy", mmap_mode="r"),
        *(np.sort(codes_of(late.column("sanction_id"))) for late in earlier),
    ]
    again = np.zeros(len(codes), dtype=bool)
    for one in held:
        if len(one):
            place = np.searchsorted(one, codes[order])
            again[order] |= one[np.minimum(place, len(one) - 1)] == codes[order]
    return again


def _refuse_changed(folder: Path, earlier: list[Any], repeated: Any) -> None:
    """Raise `Trouble` where a sanction that is in the store comes with other contents."""
    gathering = gather(folder, earlier, repeated)
    found = gathering.some(0, gathering.people)
    people = np.repeat(np.arange(len(found.new)), np.diff(found.first))
    is_new = np.arange(len(people)) >= found.new[people]
    same = set(_told(found, people, np.flatnonzero(~is_new)))
    changed = [str(row[-1]) for row in _told(found, people, np.flatnonzero(is_new)) if row not in same]
    if changed:
        named = ", ".join(changed[:NAMED])
        raise Trouble(
            f"{len(changed):,} sanctions are in the store with other contents or for another person ({named}). "
            "A refresh only adds rows; build the store anew from corrected files."
        )


def _told(some: Gathered, people: Numbers, places: Numbers) -> list[tuple[object, ...]]:
    """Person, contents and number of the rows at some places."""
    values = (column[places].tolist() for column in some.columns)
    return list(zip(people[places].tolist(), *values, some.ids(places), strict=True))
