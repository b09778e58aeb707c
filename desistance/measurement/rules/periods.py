"""Cohort periods, when their waiting is over, and when a figure of them may be published.

A cohort is final when everyone's waiting is over and the data have come in: 18 months after the end of the last month, and
the recording lag after that, on or before the day that the data are complete to. Source: Ministry of Justice, Guide to
Proven Reoffending Statistics (October to December 2015: waiting to 30 June 2017).
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.rulesets import in_force
from desistance.measurement.terms import CLOCK

MONTHS_FOLLOWED = 12
MONTHS_UNTIL_FINAL = 18
SOURCE = "Ministry of Justice, Guide to Proven Reoffending Statistics; service design J8"


def day_words(day: date) -> str:
    """A day as a reader meets it: 1 April 2026."""
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A cohort's period: whole calendar quarters, both days included."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """July to September 2024; October 2023 to September 2024 where the years differ."""
        if self.first.year == self.last.year:
            return f"{self.first:%B} to {self.last:%B %Y}"
        return f"{self.first:%B %Y} to {self.last:%B %Y}"

    @property
    def slug(self) -> str:
        """The period as part of an address."""
        return f"{self.first:%Y-%m}-to-{self.last:%Y-%m}"

    @property
    def quarters(self) -> tuple["Period", ...]:
        """The quarters that it is made of, oldest first."""
        found, first = [], self.first
        while first <= self.last:
            found.append(quarter_of(first))
            first = found[-1].last + timedelta(days=1)
        return tuple(found)

    @property
    def is_a_year(self) -> bool:
        """Whether it pools four quarters."""
        return len(self.quarters) == 4

    @property
    def name(self) -> str:
        """The period as the tables of `evidence` call it."""
        return f"{self.first} to {self.last}"


def quarter_of(day: date) -> Period:
    """The calendar quarter that a day is in."""
    month = day.month - (day.month - 1) % 3
    return Period(date(day.year, month, 1), end_of_month_after(date(day.year, month, 1), 2))


def end_of_month_after(day: date, months: int) -> date:
    """The last day of the month that is so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def months_later(day: date, months: int) -> date:
    """The day so many months later (earlier where negative), or the last day of a month that has no such day."""
    last = end_of_month_after(day, months)
    return last.replace(day=min(day.day, last.day))


def may_be_asked_for(first: date, last: date) -> Decision:
    """Whether a period can be counted: one whole calendar quarter, or four that follow each other."""
    begins = first.day == 1 and first.month % 3 == 1
    ends = last == end_of_month_after(last, 0) and last.month % 3 == 0
    quarters = (last.year - first.year) * 4 + (last.month - first.month + 1) // 3
    if not (begins and ends):
        return refused(
            "A cohort is made of calendar quarters. Start on the first day of January, April, July or October and end on the "
            "last day of a quarter.",
            SOURCE,
        )
    if quarters not in (1, 4):
        return refused("Choose one quarter, or four quarters that follow each other.", SOURCE)
    return allowed()


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """A period that is counted once: its first day, on which day it is asked for, and whether it was counted before."""

    first_on: date
    on: date
    is_there: bool


def may_count_once(facts: PeriodFacts, ready: date, *, name: str, wait: str, source: str) -> Decision:
    """Whether a period may be counted that is ``ready`` on a day: not before, and once."""
    if ready > facts.on:
        return refused(f"This {name} can be counted from {day_words(ready)}, once {wait}.", source)
    if facts.is_there:
        return refused(f"This {name} is counted, or asked for, already. Open it in the list.", source)
    return allowed()


@dataclass(frozen=True, slots=True)
class Maturity:
    """When a cohort's window closed, when its wait ends, when a figure can be published, and whether it is final now."""

    period: Period
    window_closed_on: date
    wait_ends_on: date
    can_be_published_from: date
    is_over: bool
    is_final: bool

    @property
    def words(self) -> str:
        """The whole story in one sentence, as the insight page tells it."""
        verb = "ended" if self.is_final else "ends"
        closed = "closed" if self.is_final or self.is_over else "closes"
        return (
            f"{self.period.words}: 12-month window {closed} {day_words(self.window_closed_on)}, 6-month wait {verb} "
            f"{day_words(self.wait_ends_on)}, can be published from {day_words(self.can_be_published_from)}"
        )


def maturity(period: Period, *, complete_to: date) -> Maturity:
    """How far a cohort is, by the day that the data are complete to."""
    lag = in_force(CLOCK, period.last).values["recording_lag_days"]
    window = end_of_month_after(period.last, MONTHS_FOLLOWED)
    wait = end_of_month_after(period.last, MONTHS_UNTIL_FINAL)
    needed = wait + timedelta(days=lag)
    return Maturity(
        period=period,
        window_closed_on=window,
        wait_ends_on=wait,
        can_be_published_from=needed + timedelta(days=1),
        is_over=window <= complete_to,
        is_final=needed <= complete_to,
    )


def may_be_counted(period: Period, *, complete_to: date, today: date, provisional: bool) -> Decision:
    """Whether a cohort can be counted on data complete to a day: once it is final, or marked as provisional once it is followed.

    Refused before the 12 months are over whatever is asked: then not even everybody has been followed.
    """
    found = maturity(period, complete_to=complete_to)
    if complete_to >= today:
        return refused("Data cannot be complete to a day that is not over. Choose yesterday or earlier.", SOURCE)
    if found.is_final:
        return allowed()
    if not found.is_over:
        return refused(
            f"{found.words}. Data are complete to {day_words(complete_to)}, so the 12 months are not over for everyone and no "
            "figure can be given. Choose an earlier period.",
            SOURCE,
        )
    if not provisional:
        return refused(
            f"{found.words}. Data are complete to {day_words(complete_to)}, so the rate can still rise. Choose an earlier "
            "period, or ask for a provisional figure.",
            SOURCE,
        )
    return allowed(f"Provisional: {found.words}.", SOURCE)


def newest_final(*, complete_to: date) -> Period:
    """The newest quarter that is final on data complete to a day."""
    found = quarter_of(complete_to)
    while not maturity(found, complete_to=complete_to).is_final:
        found = quarter_of(found.first - timedelta(days=1))
    return found


def year_to(quarter: Period) -> Period:
    """The year that ends with a quarter."""
    return Period(end_of_month_after(quarter.first, -10) + timedelta(days=1), quarter.last)
