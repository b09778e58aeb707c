"""Working days and deadlines in England and Wales. Bank holidays: the list that the govuk-bank-holidays wheel carries."""

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

LOCAL = ZoneInfo("Europe/London")


def last_day_before(moment: datetime) -> date:
    """The last local day of a time that ends at a moment: one that ends as Saturday begins lasts until Friday."""
    return local_date(moment - timedelta(microseconds=1))


def day_begins(on: date) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(on, time(), tzinfo=LOCAL)


@cache
def bank_holidays() -> frozenset[date]:
    """Every bank holiday known for England and Wales; read from the wheel, never from the network."""
    holidays: Any = BankHolidays(use_cached_holidays=True)  # type: ignore[no-untyped-call]  # the wheel ships no types
    return frozenset(holiday["date"] for holiday in holidays.get_holidays(BankHolidays.ENGLAND_AND_WALES))


def is_working_day(on: date) -> bool:
    """Monday to Friday and not a bank holiday."""
    return on.weekday() < 5 and on not in bank_holidays()


def working_days_after(on: date, days: int) -> date:
    """The date ``days`` working days after ``on``; ``on`` itself never counts. 0 gives ``on``."""
    found = on
    while days > 0:
        found += timedelta(days=1)
        days -= is_working_day(found)
    return found


def working_days_between(first: date, last: date) -> int:
    """Working days after ``first`` up to and including ``last``; negative when ``last`` is earlier."""
    if last < first:
        return -working_days_between(last, first)
    return sum(is_working_day(first + timedelta(days=day)) for day in range(1, (last - first).days + 1))


def end_of_working_day_after(at: datetime, days: int) -> datetime:
    """5pm local time, ``days`` working days after the local day of ``at``: the usual deadline in words."""
    due = working_days_after(at.astimezone(LOCAL).date(), days)
    return datetime(due.year, due.month, due.day, 17, tzinfo=LOCAL)


def local_date(at: datetime) -> date:
    """The calendar day in England at a moment; midnight belongs to the day that begins."""
    return at.astimezone(LOCAL).date()
