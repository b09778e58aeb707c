"""Times of day as people type them, and the days on which an appointment comes again."""

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta

from desistance.casework.terms import Pattern
from desistance.foundation.calendar import LOCAL

TYPED = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?", re.ASCII | re.IGNORECASE)
NAMED = {"midday": time(12), "noon": time(12), "midnight": time(0)}


def read_clock(text: str) -> time | None:
    """`9:30am`, `9.30`, `14:30`, `2pm`, `midday` as a time; None for what is none. A bare hour needs am or pm."""
    words = text.strip().lower()
    if words in NAMED:
        return NAMED[words]
    found = TYPED.fullmatch(words)
    if found is None or not (found["half"] or found["minute"]):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"].startswith("p") else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def local_moment(on: date, clock: time) -> datetime:
    """The moment at which clocks in England show ``clock`` on a day; an hour that is skipped in March becomes the next one."""
    return datetime.combine(on, clock, tzinfo=LOCAL).astimezone(UTC)


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is too short, counted from the first day each time."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def repeat_days(first: date, pattern: str, times: int) -> list[date]:
    """The days of ``times`` appointments from the first on: 31 January monthly gives 28 February and then 31 March."""
    if pattern == Pattern.ONCE:
        return [first]
    if pattern == Pattern.MONTHLY:
        return [months_later(first, number) for number in range(times)]
    step = timedelta(weeks=2 if pattern == Pattern.FORTNIGHTLY else 1)
    return [first + step * number for number in range(times)]


def repeated(first: datetime, pattern: str, times: int) -> list[datetime]:
    """The moments of ``times`` appointments from the first on, at the same time by the clock in summer and in winter."""
    local = first.astimezone(LOCAL)
    return [local_moment(day, local.time()) for day in repeat_days(local.date(), pattern, times)]
