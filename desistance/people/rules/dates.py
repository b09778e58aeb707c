"""Dates, or parts of dates, as people in Britain type them: the day comes first.

A month-first date is refused in words and never guessed, because a guess would quietly be wrong whenever both
numbers are 12 or less. Search may still try the swapped date: there a wrong try costs one more row.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desistance.people.rules.typed_text import plain

EARLIEST_YEAR: Final = 1880
LATEST_YEAR: Final = 2199
# The oldest age at which a birth date is believed without question: the oldest person known lived 122 years.
OLDEST_AGE: Final = 122

MONTH_NAMES: Final = tuple(calendar.month_name)[1:]
_MONTHS: Final = {
    spelling: number
    for number, name in enumerate(MONTH_NAMES, start=1)
    for spelling in {name.lower(), name[:3].lower(), name[:4].lower()}
}

_CLOCK_AT_MIDNIGHT: Final = re.compile(r"[ T]00:00(:00(\.0+)?)?Z?$")
_ORDINAL: Final = re.compile(r"(?<=[0-9])(st|nd|rd|th)\b")
_LONGEST_PIECE: Final = len("september")
_NUMBERS: Final = re.compile(r"[0-9]+")
_SEPARATORS: Final = re.compile(r"[ ./,\-]+")


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DAY_AND_MONTH = "day_and_month"


@dataclass(frozen=True, slots=True)
class DatePart:
    """A date as far as it is known: a part that is not known is None, never 1."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> Precision:
        """Which parts are known."""
        if self.year is None:
            return Precision.DAY_AND_MONTH
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    @property
    def as_date(self) -> datetime.date | None:
        """The whole date, or None when a part of it is not known."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return datetime.date(self.year, self.month, self.day)

    @property
    def earliest(self) -> datetime.date | None:
        """The first day it can mean; None without a year."""
        return None if self.year is None else datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date | None:
        """The last day it can mean; None without a year."""
        if self.year is None:
            return None
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def swapped(self) -> DatePart | None:
        """The date with day and month exchanged, where that is another date: for search only."""
        if self.day is None or self.month is None or self.day == self.month:
            return None
        return _possible(self.year, self.day, self.month)

    @property
    def words(self) -> str:
        """The date in words: "24 June 1998", "June 1998", "1998", "24 June"."""
        month = MONTH_NAMES[self.month - 1] if self.month else None
        return " ".join(str(part) for part in (self.day, month, self.year) if part)

    def agrees_with(self, other: DatePart) -> bool:
        """Whether no part that both know differs."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(ours is None or theirs is None or ours == theirs for ours, theirs in pairs)


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a typed date means. `part` is None when it was refused, and `why_not` then says how to mend it.

    `swapped` is the date with day and month exchanged where that is a date too: for search only.
    """

    raw: str
    part: DatePart | None
    why_not: str = ""
    swapped: DatePart | None = None


def exact(date: datetime.date) -> DatePart:
    """A date of which every part is known."""
    return DatePart(date.year, date.month, date.day)


def read_date(text: str, on: datetime.date) -> DateReading:
    """Read a date or part of one. `on` is the day of reading: a two-digit year is never after it."""
    typed = _ORDINAL.sub("", _CLOCK_AT_MIDNIGHT.sub("", plain(text)).lower())
    pieces = [piece for piece in _SEPARATORS.split(typed) if piece and piece != "of"]
    if len(pieces) == 1 and _NUMBERS.fullmatch(pieces[0]):
        pieces = _cut_run(pieces[0])
    if not pieces:
        return _refused(text, "Enter a date, like 24 6 1998")
    if len(pieces) > 1 and any(len(piece) > _LONGEST_PIECE for piece in pieces):
        return _refused(text, "Date must be like 24 6 1998 or 24 June 1998")
    named = [piece for piece in pieces if piece in _MONTHS]
    if len(named) == 1 and all(piece in named or _NUMBERS.fullmatch(piece) for piece in pieces):
        return _read_with_month_name(text, pieces, named[0], on)
    if not all(_NUMBERS.fullmatch(piece) for piece in pieces) or len(pieces) > 3:
        return _refused(text, "Date must be like 24 6 1998 or 24 June 1998")
    return (_read_one, _read_two, _read_three)[len(pieces) - 1](text, pieces, on)


def dates_to_try(reading: DateReading) -> tuple[DatePart, ...]:
    """The dates that a search should try: as typed first, then with day and month exchanged."""
    return tuple(part for part in (reading.part, reading.swapped) if part is not None)


def birth_date_problem(part: DatePart, on: datetime.date) -> str:
    """Why a date cannot be a date of birth, in words for the form; empty when it can."""
    if part.earliest is None:
        return "Date of birth must include a year"
    if part.earliest > on:
        return "Date of birth must be in the past"
    if on.year - part.earliest.year > OLDEST_AGE:
        return f"Date of birth must be less than {OLDEST_AGE} years ago. Check the year"
    return ""


def _cut_run(run: str) -> list[str]:
    """Digits typed without a break. Eight that end in a year are day first; else they begin with the year."""
    if len(run) == 6:
        return [run[:2], run[2:4], run[4:]]
    if len(run) == 8:
        # No run is both: the month of a year-first run is at most 12, and no year of ours begins with 12 or less.
        return [run[:2], run[2:4], run[4:]] if int(run[4:]) >= EARLIEST_YEAR else [run[:4], run[4:6], run[6:]]
    return [run]


def _read_with_month_name(text: str, pieces: list[str], name: str, on: datetime.date) -> DateReading:
    month, numbers = _MONTHS[name], [piece for piece in pieces if piece != name]
    if not numbers or len(numbers) > 2:
        return _refused(text, "Date must be like 24 June 1998 or June 1998")
    if len(numbers) == 2:
        day, year = numbers if len(numbers[0]) < 3 else reversed(numbers)
        return _checked(text, year, month, int(day), on)
    (number,) = numbers
    if len(number) > 2 or int(number) > 31 or (pieces[-1] == number and number.startswith("0")):
        return _checked(text, number, month, None, on)
    return _checked(text, None, month, int(number), on)


def _read_one(text: str, pieces: list[str], on: datetime.date) -> DateReading:
    if len(pieces[0]) != 4:
        return _refused(text, "Enter the year in full, like 1998, or the whole date, like 24 6 1998")
    return _checked(text, pieces[0], None, None, on)


def _read_two(text: str, pieces: list[str], on: datetime.date) -> DateReading:
    first, second = pieces
    if len(first) == 4:
        return _checked(text, first, int(second), None, on)
    if len(second) == 4 or int(second) > 31:
        return _checked(text, second, int(first), None, on)
    if int(first) <= 12 < int(second):
        return _refused(
            text,
            f"{text.strip()} could be a month and a year, or a month before a day. "
            f"Enter the day first, like {second}/{first}, or the year in full",
            _possible(None, int(first), int(second)),
        )
    return _checked(text, None, int(second), int(first), on)


def _read_three(text: str, pieces: list[str], on: datetime.date) -> DateReading:
    if len(pieces[0]) > 2:
        return _checked(text, pieces[0], int(pieces[1]), int(pieces[2]), on)
    return _checked(text, pieces[2], int(pieces[1]), int(pieces[0]), on)


def _checked(text: str, typed_year: str | None, month: int | None, day: int | None, on: datetime.date) -> DateReading:
    """The reading once every part has been checked against the calendar."""
    if typed_year is not None and len(typed_year) not in (2, 4):
        return _refused(text, "Year must be 4 digits, like 1998")
    year = None if typed_year is None else _full_year(typed_year, month, day, on)
    swapped = _possible(year, day, month) if day and month and day != month else None
    if year is not None and not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return _refused(text, f"Year must be between {EARLIEST_YEAR} and {LATEST_YEAR}")
    if month is not None and not 1 <= month <= 12:
        if swapped is not None:
            why = f"There is no month {month}. Enter the day first, like {swapped.words}"
            return _refused(text, why, swapped)
        return _refused(text, f"There is no month {month}. Month must be between 1 and 12")
    part = _possible(year, month, day)
    if part is not None:
        return DateReading(text, part, swapped=swapped)
    # Only a day can still be missing from the calendar, so the month is known.
    name, last = MONTH_NAMES[(month or 1) - 1], calendar.monthrange(year or 2000, month or 1)[1]
    when = name if year is None else f"{name} {year}"
    return _refused(text, f"{when} has no day {day}. Day must be between 1 and {last}")


def _full_year(typed: str, month: int | None, day: int | None, on: datetime.date) -> int:
    """Two digits mean the latest century in which the date is not after `on`."""
    if len(typed) == 4:
        return int(typed)
    year = on.year - on.year % 100 + int(typed)
    is_after = (year, month or 1, day or 1) > (on.year, on.month if month else 1, on.day if day else 1)
    return year - 100 if is_after else year


def _possible(year: int | None, month: int | None, day: int | None) -> DatePart | None:
    """The parts as a date; None when the calendar has no such day. Without a year, 29 February exists."""
    try:
        datetime.date(2000 if year is None else year, month or 1, 1 if day is None else day)
    except ValueError:
        return None
    return DatePart(year, month, day)


def _refused(raw: str, why_not: str, swapped: DatePart | None = None) -> DateReading:
    return DateReading(raw, None, why_not, swapped)
