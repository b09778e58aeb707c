"""The definition with every convention named, and the cohorts of a period."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from evidence.definitions import Convention, stated
from evidence.trouble import Trouble

Day = date | str  # as text it is year-month-day
QUARTER = 3  # months
QUARTERS_OF_A_YEAR = 4

BREAKDOWNS = ("area", "age_band", "sex", "ethnicity", "offence_group", "sanction_type", "previous_offences", "scheme")
ALSO_CALLED = {"age": "age_band", "index_offence_group": "offence_group", "disposal": "sanction_type"}
OF_THE_PERSON = frozenset(("age_band", "sex", "ethnicity"))
NOT_KNOWN = "not known"
NO_SCHEME = "no scheme"

# First age of each band, as in the tables of the Ministry of Justice's quarterly bulletin; none is below ten, the age of
# criminal responsibility (Children and Young Persons Act 1933, section 50).
AGE_BANDS = (
    (10, "10 to 14"),
    (15, "15 to 17"),
    (18, "18 to 20"),
    (21, "21 to 24"),
    (25, "25 to 29"),
    (30, "30 to 34"),
    (35, "35 to 39"),
    (40, "40 to 44"),
    (45, "45 to 49"),
    (50, "50 and over"),
)

# Least number of each band, as in the tables of the Ministry of Justice's quarterly bulletin.
PREVIOUS_BANDS = (
    (0, "0"),
    (1, "1 to 2"),
    (3, "3 to 6"),
    (7, "7 to 10"),
    (11, "11 to 14"),
    (15, "15 or more"),
)

INTERVALS = {"wilson": "Wilson's", "exact": "Clopper and Pearson's exact"}
LONGEST = 120  # months of follow-up or waiting


@dataclass(frozen=True)
class Definition:
    """A definition of proven reoffending: a name, the lengths, the interval around the rate, and the conventions."""

    name: str
    follow_up_months: int = 12
    waiting_months: int = 6
    interval: str = "wilson"

    @property
    def months_until_final(self) -> int:
        """How long after the start a sanction may come and still count."""
        return self.follow_up_months + self.waiting_months

    def __getitem__(self, name: str) -> Convention:
        """One convention by its name; raises `KeyError`."""
        return {one.name: one for one in self.conventions}[name]

    @cached_property
    def conventions(self) -> tuple[Convention, ...]:
        """Every convention, by its name and the choice taken."""
        follow_up, final = self.follow_up_months, self.months_until_final
        return (
            Convention(
                "offences", "recordable-no-breach", "recordable offences that are no breaches, as index and reoffence"
            ),
            Convention(
                "index", "first-of-quarter", "the first caution, non-custodial conviction or release from custody"
            ),
            Convention(
                "person", "once-a-quarter", "one index event for each person and quarter; a year pools four quarters"
            ),
            Convention(
                "tie", "custody-conviction-caution", "on one day, in this order; then the first sanction_id as text"
            ),
            Convention("start", "index-day", "the day of the caution or conviction, or of the release from custody"),
            Convention(
                "follow-up", f"{follow_up}m-open", f"offence_date after the start and before start + {follow_up} months"
            ),
            Convention("waiting", f"{final}m-closed", f"sanction_date on or before start + {final} months"),
            Convention(
                "months", "last-day", "a day that a month lacks is its last: 29 February + 12 months is 28 February"
            ),
            Convention(
                "quarter", "calendar-closed", "calendar quarters; the first and the last day of the period are in it"
            ),
            Convention(
                "breakdown",
                "at-index",
                "area, offence group and sanction type of the index event; age at the start; previous offences are those "
                "of this kind that were sanctioned before the day of the index sanction, as far back as the data go",
            ),
            Convention(
                "scheme",
                "open-at-start",
                "a person is in the scheme whose from_date is on or before the start and whose to_date is blank or not before "
                "it; of several, in the one begun last, then the first by name as text",
            ),
            Convention("birthday", "1-march", "a person born on 29 February is a year older on 1 March in other years"),
            Convention(
                "rate",
                f"{self.interval}-95",
                f"people who reoffended / people in the cohort, with {INTERVALS[self.interval]} interval at 95%",
            ),
        )

    @cached_property
    def stated(self) -> str:
        """The definition with the choice taken for every convention, as it is stored with each row."""
        return stated(self)


PROVEN = Definition("proven-2024")


def proven(follow_up_months: int = 12, waiting_months: int = 6, interval: str = "wilson") -> Definition:
    """The definition with other lengths or another interval; other lengths are in its name. Raises `Trouble`."""
    if not 1 <= follow_up_months <= LONGEST or not 0 <= waiting_months <= LONGEST:
        raise Trouble(
            f"A follow-up of {follow_up_months} and a waiting of {waiting_months} months cannot be counted: "
            f"follow-up is 1 to {LONGEST} months, waiting 0 to {LONGEST}."
        )
    if interval not in INTERVALS:
        raise Trouble(f"There is no interval {interval!r}. Use {' or '.join(INTERVALS)}.")
    lengths = (follow_up_months, waiting_months)
    usual = lengths == (PROVEN.follow_up_months, PROVEN.waiting_months)
    name = PROVEN.name if usual else f"{PROVEN.name}-{follow_up_months}m-{waiting_months}m"
    return Definition(name, *lengths, interval)


def definition_named(name: str) -> Definition:
    """The definition of that name, such as proven-2024 or, with other lengths, proven-2024-24m-6m; raises `Trouble`."""
    found = re.fullmatch(rf"{PROVEN.name}(?:-(\d+)m-(\d+)m)?", name)
    if not found:
        raise Trouble(
            f"There is no definition {name!r}. Use {PROVEN.name}, or {PROVEN.name}-24m-6m with other lengths."
        )
    return proven(int(found[1]), int(found[2])) if found[1] else PROVEN


@dataclass(frozen=True)
class Cohort:
    """The people of one quarter, or of four quarters pooled."""

    first: date
    last: date
    quarters: tuple[date, ...]

    @property
    def name(self) -> str:
        """The period of the index events."""
        return f"{self.first} to {self.last}"

    def final_on(self, definition: Definition) -> date:
        """The day on which the last person's waiting ends: data up to that day are needed."""
        return months_after(self.last, definition.months_until_final)


def day_of(given: Day) -> date:
    """A day given as a date or as text; raises `Trouble` for text that is none."""
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Trouble(f"{given} is not a date; write year-month-day, such as 2017-04-01.") from None


def months_after(start: date, months: int) -> date:
    """The day `months` later; where that month has no such day, its last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def cohorts(first: date, last: date, period: str = "quarter") -> tuple[Cohort, ...]:
    """The cohorts whose index events lie in a period, both days included.

    `period` is quarter or year. Raises `Trouble` unless the period is made of whole calendar quarters (whole sets of four).
    """
    if period not in ("quarter", "year"):
        raise Trouble(f"The period can be quarter or year, not {period!r}.")
    if first > last:
        raise Trouble(f"The period runs backwards: it starts on {first} and ends on {last}.")
    starts = []
    start = first
    while start <= last:
        starts.append(start)
        start = months_after(start, QUARTER)
    whole = first.day == 1 and first.month % QUARTER == 1 and start == last + timedelta(days=1)
    if not whole:
        raise Trouble(
            f"{first} to {last} is not made of whole calendar quarters, so its first events could not be told. "
            "Start on the first day of January, April, July or October, and end on the last day of a quarter."
        )
    size = 1 if period == "quarter" else QUARTERS_OF_A_YEAR
    if len(starts) % size:
        raise Trouble(
            f"{first} to {last} has {len(starts)} quarters; a year pools four. Give whole years, or use quarters."
        )
    groups = [tuple(starts[place : place + size]) for place in range(0, len(starts), size)]
    return tuple(Cohort(group[0], months_after(group[-1], QUARTER) - timedelta(days=1), group) for group in groups)
