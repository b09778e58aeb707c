"""Calendar arithmetic of the actuarial predictors: whole years, whole months and ages.

Source: HMPPS ARNS Risk Actuarial API (MIT, Crown copyright), read August 2026: Java's counting of complete units,
which cuts towards nought. A person born on 29 February completes a year on 1 March of a common year.
"""

from calendar import monthrange
from datetime import date


def months(earlier: date, later: date) -> int:
    """Count the complete calendar months from one date to another; negative when they stand the other way round."""
    first = (earlier.year * 12 + earlier.month) * 32 + earlier.day
    second = (later.year * 12 + later.month) * 32 + later.day
    return int((second - first) / 32)


def years(earlier: date, later: date) -> int:
    """Count the complete years from one date to another."""
    return int(months(earlier, later) / 12)


def age(born: date, on: date) -> int:
    """Give the age in whole years; raises `ValueError` unless the day is after the date of birth."""
    if on <= born:
        raise ValueError(f"{on} is not after the date of birth")
    return years(born, on)


def add_months(start: date, count: int) -> date:
    """Move a date forward by whole months, clipped to the last day of the target month and to the last date there is."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
