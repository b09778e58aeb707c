"""The one accelerated pass: every cohort of a series counted in one walk over rows that lie person by person.

It is the only second writing of the definition in `counting`, and is held to it and to plain Python cell by cell on random
tables. Rows are numbers: days since 1900, `NEVER` where there is none, and the number of the group that the row is in.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numba import njit

from evidence.reoffending.conventions import QUARTER, Cohort, Definition, months_after

EPOCH = date(1900, 1, 1)
NEVER = -1
THREADS = 2
PEOPLE_AT_A_TIME = 5_000
Numbers = np.ndarray[Any, Any]


def day_number(day: date) -> int:
    """A day as the number of days since 1900."""
    return (day - EPOCH).days


@dataclass(frozen=True)
class Rows:
    """Sanctions that can count, person by person: person p has the rows from `first[p]` to before `first[p + 1]`, or to
    before `ends[p]` where the rest of them is left out.

    `rank` decides between rows of one person, day and gravity; without it the first row does.
    """

    first: Numbers
    start: Numbers
    offence: Numbers
    sanction: Numbers
    gravity: Numbers
    group: Numbers
    rank: Numbers | None = None
    ends: Numbers | None = None

    @property
    def people(self) -> int:
        """How many people have rows."""
        return len(self.first) - 1


@dataclass(frozen=True)
class Calendar:
    """For each day of the period: its quarter's place, the day before which an offence counts, and the last of the waiting.

    `reach` is how many quarters before its own an offence can still count in.
    """

    begins: int
    quarter: Numbers
    before: Numbers
    until: Numbers
    quarters: int
    reach: int


def calendar_of(asked: tuple[Cohort, ...], definition: Definition) -> Calendar:
    """The calendar of quarterly cohorts."""
    days, quarter = [], []
    for place, cohort in enumerate(asked):
        for number in range((cohort.last - cohort.first).days + 1):
            days.append(cohort.first + timedelta(days=number))
            quarter.append(place)
    return Calendar(
        day_number(asked[0].first),
        np.array(quarter, dtype=np.int32),
        np.array([day_number(months_after(day, definition.follow_up_months)) for day in days], dtype=np.int32),
        np.array([day_number(months_after(day, definition.months_until_final)) for day in days], dtype=np.int32),
        len(asked),
        -(-definition.follow_up_months // QUARTER),
    )


def count(rows: Rows, calendar: Calendar, groups: int, *, threads: int = THREADS) -> Numbers:
    """Offenders, reoffenders and reoffences of every quarter and group: an array of quarters, groups and these three."""
    rank = rows.rank if rows.rank is not None else np.zeros(0, dtype=np.int32)
    ends = rows.ends if rows.ends is not None else rows.first[1:]
    columns = (rows.first, ends, rows.start, rows.offence, rows.sanction, rows.gravity, rows.group, rank)
    tables = (calendar.begins, calendar.quarter, calendar.before, calendar.until, calendar.reach)

    def some(from_person: int) -> Numbers:
        cells = np.zeros((calendar.quarters, groups, 3), dtype=np.int64)
        step = PEOPLE_AT_A_TIME * threads
        for start in range(from_person, rows.people, step):
            _walk(start, min(start + PEOPLE_AT_A_TIME, rows.people), *columns, *tables, cells)
        return cells

    with ThreadPoolExecutor(threads) as pool:
        counted = pool.map(some, range(0, threads * PEOPLE_AT_A_TIME, PEOPLE_AT_A_TIME))
        together: Numbers = np.stack(list(counted)).sum(axis=0)
    return together


@njit(nogil=True, cache=True)
def _walk(  # type: ignore[no-untyped-def]  # noqa: PLR0917
    from_person, to_person, first, ends, start, offence, sanction, gravity, group, rank,
    begins, quarter, before, until, reach, cells,
):  # fmt: skip
    """Count the people from one to before another into `cells`."""
    days = len(quarter)
    chosen = np.full(cells.shape[0], -1, dtype=np.int64)
    times = np.zeros(cells.shape[0], dtype=np.int64)
    touched = np.empty(cells.shape[0], dtype=np.int64)
    for person in range(from_person, to_person):
        low, high = first[person], ends[person]
        many = 0
        for row in range(low, high):
            day = start[row] - begins
            if start[row] < 0 or day < 0 or day >= days:
                continue
            place = quarter[day]
            best = chosen[place]
            if best < 0:
                touched[many] = place
                many += 1
                chosen[place] = row
            elif start[row] < start[best] or (
                start[row] == start[best]
                and (
                    gravity[row] < gravity[best]
                    or (gravity[row] == gravity[best] and len(rank) > 0 and rank[row] < rank[best])
                )
            ):
                chosen[place] = row
        for row in range(low, high if many else low):
            if offence[row] <= begins or offence[row] >= before[days - 1]:
                continue
            latest = quarter[min(offence[row] - begins, days - 1)]
            for place in range(max(latest - reach, 0), latest + 1):
                index = chosen[place]
                if index >= 0:
                    day = start[index] - begins
                    times[place] += start[index] < offence[row] < before[day] and sanction[row] <= until[day]
        for number in range(many):
            place = touched[number]
            index = chosen[place]
            cells[place, group[index], 0] += 1
            cells[place, group[index], 1] += times[place] > 0
            cells[place, group[index], 2] += times[place]
            chosen[place] = -1
            times[place] = 0
