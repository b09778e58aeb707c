"""Calendar months and birthdays, safe at the ends of months."""

from calendar import monthrange
from datetime import date


def months_after(on: date, months: int) -> date:
    """The same day some months later, or the last day of that month when it has no such day (30 November, 3: 28 February)."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def birthday(born_on: date, years: int) -> date:
    """The day on which somebody becomes so many years old; born on 29 February, 1 March of a year without one.

    An age is reached at the beginning of the anniversary of the day of birth (Family Law Reform Act 1969 s.9(1)).
    """
    year = born_on.year + years
    if (born_on.month, born_on.day) == (2, 29) and monthrange(year, 2)[1] == 28:
        return date(year, 3, 1)
    return born_on.replace(year=year)
