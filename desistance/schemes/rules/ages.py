"""When somebody reaches an age, by every date of birth on record: what agencies contradict each other on is not told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desistance.foundation.rulesets import Answer
from desistance.foundation.terms import DataClass
from desistance.schemes.rules.months import birthday, months_after

A_YEAR = 12
NOT_KNOWN = "No date of birth is on record"
CONTRADICT = "Agencies give dates of birth that contradict each other"
NOT_EXACT = "The month or day of birth is not known"


@dataclass(frozen=True, slots=True)
class Birth:
    """A date of birth as an agency says it; ``is_exact`` is false when only the month or year is known."""

    on: date
    source: str
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Turning:
    """The first and the last day on which somebody may reach an age; ``trouble`` says why the two differ or are not known."""

    earliest: date | None = None
    latest: date | None = None
    trouble: str = ""

    def is_reached(self, on: date) -> Answer:
        """Whether the age is reached on a day, by every date of birth."""
        if self.earliest is None or self.latest is None:
            return Answer.CANNOT_TELL
        return Answer.MET if self.latest <= on else Answer.NOT_MET if on < self.earliest else Answer.CANNOT_TELL


def turning(births: Sequence[Birth], months: int) -> Turning:
    """When somebody is so many months old. Born on 29 February, a birthday falls on 1 March of a year without one.

    Dates that can all be so are read together; of dates that contradict each other the earliest and the latest day are told.
    """
    if not births:
        return Turning(trouble=NOT_KNOWN)
    first = [_aged(one.on, months) for one in births]
    last = [_aged(one.on, months + (0 if one.is_exact else A_YEAR)) for one in births]
    if max(first) > min(last):
        return Turning(min(first), max(last), CONTRADICT)
    return Turning(max(first), min(last), "" if max(first) == min(last) else NOT_EXACT)


def class_of_days(births: Sequence[Birth], began_on: date, *, in_youth_scheme: bool) -> DataClass:
    """The class of days in a scheme, fixed when they are written: a childhood record when they began before the 18th birthday.

    What dates of birth cannot tell is told by the scheme: one for young people holds nobody else.
    """
    reached = turning(births, 18 * A_YEAR).is_reached(began_on)
    is_child = in_youth_scheme if reached is Answer.CANNOT_TELL else reached is Answer.NOT_MET
    return DataClass.CHILDHOOD if is_child else DataClass.OFFENDING


def _aged(born_on: date, months: int) -> date:
    return months_after(born_on, months) if months % A_YEAR else birthday(born_on, months // A_YEAR)
