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
from evidence.reoffending.stores.storing import COLUMNS, column_of_numbers, numbers, rows_of, texts_of

NAMES = tuple(COLUMNS)


@dataclass(frozen=True)
class Gathered:
    """Rows of some people: of person p those from `first[p]`, of which those before `new[p]` were known before.

    `where` names a row: its place in the store, or -1 less its place in the table `beside`. `tied` are the rows that fall on one
    day of one person with the same gravity, one of them from beside the store: only their numbers tell which comes first.
    """

    folder: Path
    beside: Any
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
            (kept, texts_of(self.folder, "sanction_ids"), where),
            (~kept, self.beside.column("sanction_id"), -1 - where),
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


def gather(folder: Path, people: Any, earlier: list[Any], added: Any) -> Gathered:
    """What a store, the tables that came `earlier` and those `added` now have of some people, in this order each."""
    rows = rows_of(folder)
    of_whom = pc.index_in(texts_of(folder, "people"), value_set=people)
    theirs = numbers(pc.indices_nonzero(pc.is_valid(of_whom))).astype(np.int64)
    whom = numbers(pc.drop_null(of_whom))
    low, high = np.zeros(len(people), dtype=np.int64), np.zeros(len(people), dtype=np.int64)
    low[whom], high[whom] = rows.first[theirs], rows.first[theirs + 1]
    kept = [table.filter(pc.is_in(table.column("person_id"), value_set=people)) for table in earlier]
    beside = pa.concat_tables([*kept, added])
    person = numbers(pc.index_in(beside.column("person_id"), value_set=people))
    order = np.argsort(person, kind="stable")
    beside_first = np.searchsorted(person[order], np.arange(len(people) + 1))
    many = high - low + np.diff(beside_first)
    first = np.concatenate([[0], np.cumsum(many)])
    held = tuple(np.empty(first[-1], dtype=kind) for kind in COLUMNS.values())
    where, tied = np.empty(first[-1], dtype=np.int64), np.zeros(first[-1], dtype=np.bool_)
    store = tuple(getattr(rows, name) for name in NAMES)
    late = tuple(np.array(numbers(beside.column(name)), dtype=kind) for name, kind in COLUMNS.items())
    _put_together(low, high, beside_first, order, store, late, first, held, where, tied)
    new = first[1:] - np.bincount(person[len(beside) - len(added) :], minlength=len(people))
    return Gathered(folder, beside, first, new, held, where, tied)


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
