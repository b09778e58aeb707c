"""The rows of some people put together, from a store and from what lies beside it, person by person in one compiled walk."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from evidence.reoffending.stores.onepass import Numbers, Rows
from evidence.reoffending.stores.storing import (
    COLUMNS,
    column_of_numbers,
    letters_of,
    new_persons,
    numbers,
    rows_of,
    texts_of,
)

NAMES = tuple(COLUMNS)


@dataclass(frozen=True)
class Gathered:
    """Rows of some people: of person p those from `first[p]`, of which those before `new[p]` were known before.

    `where` names a row: its place in the store, or -1 less its place in the table `beside`. `tied` are the rows that fall on one
    day of one person with the same gravity, one of them from beside the store: only their numbers tell which comes first.
    """

    of: Gathering
    first: Numbers
    new: Numbers
    columns: tuple[Numbers, ...]
    where: Numbers
    tied: Numbers

    def before(self) -> Rows:
        """The rows that were known before, as the pass reads them."""
        return self._rows(self.new)

    def now(self) -> Rows:
        """All the rows."""
        return self._rows(None)

    def ids(self, places: Numbers) -> list[str]:
        """The numbers of the sanctions at some places."""
        where = self.where[places]
        kept, found = where >= 0, np.empty(len(where), dtype=object)
        for some, column, at in (
            (kept, self.of.ids, where),
            (~kept, self.of.beside.column("sanction_id"), -1 - where),
        ):
            found[some] = _texts(column, at[some])
        return list(found)

    def _rows(self, ends: Numbers | None) -> Rows:
        named = dict(zip(NAMES, self.columns, strict=True))
        return Rows(self.first, **named, rank=self._rank, ends=ends)

    @cached_property
    def _rank(self) -> Numbers:
        """The order of tied rows by their numbers as text; 0 for all others."""
        rank, places = np.zeros(len(self.where), dtype=np.int32), np.flatnonzero(self.tied)
        named = sorted(zip(map(str.encode, self.ids(places)), places.tolist(), strict=True))
        rank[[place for _name, place in named]] = np.arange(len(named), dtype=np.int32)
        return rank


def _texts(column: Any, places: Numbers) -> Numbers:
    """The texts at some places of a mapped column, chunk by chunk: taken at once, Arrow would copy the whole column first."""
    begins = np.cumsum([0, *map(len, column.chunks)])
    order = np.argsort(places)
    bounds = np.searchsorted(places[order], begins)
    found = np.empty(len(places), dtype=object)
    for chunk, begin, low, high in zip(column.chunks, begins, bounds, bounds[1:], strict=False):
        if low < high:
            some = order[low:high]
            found[some] = chunk.take(column_of_numbers(places[some] - begin)).to_pylist()
    return found


@dataclass(frozen=True)
class Gathering:
    """Whose rows are gathered and where they lie: of person p `low[p]` to before `high[p]` in the store, and the places
    `first[p]` to before `first[p + 1]` of `order`, which name rows beside it, of which `new[p]` were added last.
    """

    store: Rows
    beside: Any
    ids: Any
    low: Numbers
    high: Numbers
    first: Numbers
    order: Numbers
    new: Numbers

    @property
    def people(self) -> int:
        """How many people."""
        return len(self.low)

    @cached_property
    def _late(self) -> tuple[Numbers, ...]:
        """The columns of the rows beside the store."""
        return tuple(np.array(numbers(self.beside.column(name)), dtype=kind) for name, kind in COLUMNS.items())

    def some(self, begin: int, end: int) -> Gathered:
        """The rows of the people from one to before another."""
        low, high, beside = self.low[begin:end], self.high[begin:end], self.first[begin : end + 1]
        first = np.concatenate([[0], np.cumsum(high - low + np.diff(beside))])
        held = tuple(np.empty(first[-1], dtype=kind) for kind in COLUMNS.values())
        where, tied = np.empty(first[-1], dtype=np.int64), np.zeros(first[-1], dtype=np.bool_)
        store = tuple(getattr(self.store, name) for name in NAMES)
        _put_together(low, high, beside, self.order, store, self._late, first, held, where, tied)
        return Gathered(self, first, first[1:] - self.new[begin:end], held, where, tied)


def gather(folder: Path, earlier: list[Any], added: Any) -> Gathering:
    """What a store, the tables that came `earlier` and those `added` now have of the people in `added`, in this order each.

    People stand in the order of the store, so that its pages are read one after the other.
    """
    rows, named = rows_of(folder), added.column("person_id").combine_chunks()
    kept = [table.filter(pc.is_in(table.column("person_id"), value_set=named)) for table in earlier]
    beside = pa.concat_tables([*kept, added]).combine_chunks()
    order = numbers(pc.sort_indices(beside.column("person_id"))).astype(np.int64)
    persons = beside.column("person_id").take(column_of_numbers(order)).combine_chunks()
    begins = new_persons(persons, None)
    low, high = _bounds(rows.first, _places(texts_of(folder, "people"), persons.take(column_of_numbers(begins))))
    new = np.add.reduceat(order >= len(beside) - len(added), begins, dtype=np.int64)
    ids = texts_of(folder, "sanction_ids")
    return Gathering(rows, beside, ids, low, high, np.append(begins, len(order)), order, new)


def _places(kept: Any, wanted: Any) -> Numbers:
    """The place in the sorted column `kept` of each text in the sorted column `wanted`, or -1; both are walked once."""
    found = np.full(len(wanted), -1, dtype=np.int64)
    texts, at, begin = letters_of(wanted), 0, 0
    for chunk in kept.chunks:
        at = _merge(*letters_of(chunk), begin, *texts, at, found)
        begin += len(chunk)
    return found


def _bounds(first: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
    """Where the rows of people begin and end in the store; nowhere for those who are not in it."""
    known = places >= 0
    return np.where(known, first[places], 0), np.where(known, first[places + 1], 0)


@njit(nogil=True, cache=True)
def _merge(ends, letters, begin, wanted_ends, wanted_letters, at, found):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Walk two sorted columns of texts together from the wanted one `at`; gives the first that lies beyond this chunk."""
    place = 0
    while place < len(ends) - 1 and at < len(found):
        size, wanted_size = ends[place + 1] - ends[place], wanted_ends[at + 1] - wanted_ends[at]
        order, letter = np.int64(0), 0
        while order == 0 and letter < min(size, wanted_size):
            order = np.int64(letters[ends[place] + letter]) - np.int64(wanted_letters[wanted_ends[at] + letter])
            letter += 1
        if order == 0:
            order = size - wanted_size
        if order == 0:
            found[at] = begin + place
        if order >= 0:
            at += 1
        if order <= 0:
            place += 1
    return at


@njit(nogil=True, cache=True)
def _put_together(low, high, late_first, order, store, late, first, held, where, tied):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Copy each person's rows of the store, then those beside it, and mark where one of these ties with another."""
    start, offence, sanction, gravity, group = held
    for person in range(len(low)):
        at = first[person]
        for row in range(low[person], high[person]):
            start[at], offence[at], sanction[at] = store[0][row], store[1][row], store[2][row]
            gravity[at], group[at], where[at] = store[3][row], store[4][row], row
            at += 1
        from_beside = at
        for place in range(late_first[person], late_first[person + 1]):
            row = order[place]
            start[at], offence[at], sanction[at] = late[0][row], late[1][row], late[2][row]
            gravity[at], group[at], where[at] = late[3][row], late[4][row], -1 - row
            at += 1
        for one in range(from_beside, at):
            for other in range(first[person], at):
                if one != other and start[one] >= 0 and start[one] == start[other] and gravity[one] == gravity[other]:
                    tied[one] = tied[other] = True
