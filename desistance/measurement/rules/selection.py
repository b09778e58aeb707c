"""Which years of nominations can be counted: whole years from April that have ended, each once."""

from datetime import date, timedelta

from desistance.foundation.decisions import Decision, refused
from desistance.measurement.rules.periods import Period, PeriodFacts, may_count_once

SOURCE = "Partnership default, 2026: selection is counted for whole years, each once, after panels had time to decide"
YEARS_BACK = 5
DECIDED_AFTER = timedelta(days=60)
"""Time for panels to decide on the last nominations. Source: partnership default, 2026; a panel meets each month."""


def year_from(first_on: date) -> Period:
    """The year that begins on a 1 April."""
    return Period(first_on, first_on.replace(year=first_on.year + 1) - timedelta(days=1))


def years_over(on: date) -> tuple[Period, ...]:
    """Years that can be counted on a day, newest first."""
    ends = (year_from(date(on.year - back, 4, 1)) for back in range(YEARS_BACK + 1))
    return tuple(one for one in ends if one.last + DECIDED_AFTER <= on)[:YEARS_BACK]


def may_count(facts: PeriodFacts) -> Decision:
    """Whether selections of a year may be counted."""
    if (facts.first_on.month, facts.first_on.day) != (4, 1):
        return refused("Choose a year that begins on 1 April.", SOURCE)
    ready = year_from(facts.first_on).last + DECIDED_AFTER
    return may_count_once(facts, ready, name="year", wait="panels have decided", source=SOURCE)
