"""A number in a cell of a workbook as people see it there: a date day first, a time, a number with its noughts."""

import re
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final, NamedTuple

from desistance.ingest.rules.encodings import NOT_READABLE

_DATES: Final = frozenset((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58))
_TIMES: Final = frozenset((18, 19, 20, 21, *range(32, 36), 45, 46, 47, 55, 56))
_NOT_SHOWN: Final = re.compile(r'"[^"]*"?|\[[^\]]*\]?|\\.|_.|\*.')
_NOUGHTS: Final = re.compile(r"0{2,40}")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
LAST_SERIAL: Final = 2_958_466
"""The day after 31 December 9999, in days of the 1900 system."""
MOST_DIGITS: Final = 15
"""A spreadsheet keeps no more digits of a number than these. Source: Microsoft, Excel specifications and limits, read 2026."""


class Look(Enum):
    """What a number format makes of a number."""

    PLAIN = "plain"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    NOUGHTS = "noughts"


class Shape(NamedTuple):
    """The look of a number, and how many digits it is filled up to with noughts."""

    look: Look
    digits: int = 0


PLAIN: Final = Shape(Look.PLAIN)


def shape_of(number: int, code: str) -> Shape:
    """How a number format shows a number: by its code, else by its number among those that every workbook knows."""
    if not code:
        if number == 22:
            return Shape(Look.MOMENT)
        look = Look.DATE if number in _DATES else Look.TIME if number in _TIMES else Look.PLAIN
        return Shape(look)
    shown = _NOT_SHOWN.sub("", code.partition(";")[0]).lower()
    if shown == "general" or "e+" in shown:
        return PLAIN
    if _NOUGHTS.fullmatch(shown):
        return Shape(Look.NOUGHTS, len(shown))
    has_time = any(letter in shown for letter in "hs")
    has_day = any(letter in shown for letter in "dy") or ("m" in shown and not has_time)
    if has_day:
        return Shape(Look.MOMENT if has_time else Look.DATE)
    return Shape(Look.TIME) if has_time else PLAIN


def shown_number(raw: str, shape: Shape, *, is_1904: bool) -> tuple[str, bool]:
    """A number as text, and whether it is shown as a plain number. What is no number stays as it came."""
    raw = raw.strip()
    if not _NUMBER.fullmatch(raw):
        return raw.replace("\x00", NOT_READABLE), False
    value = float(raw)
    if shape.look is Look.NOUGHTS and value.is_integer() and 0 <= value < 1e15:
        return f"{int(value):0{shape.digits}d}", False
    if shape.look in (Look.DATE, Look.TIME, Look.MOMENT):
        shown = _moment(value, shape.look, is_1904=is_1904)
        if shown:
            return shown, False
    return plain_number(raw), True


def plain_number(raw: str) -> str:
    """A number as a spreadsheet shows it: whole numbers without a point, others with at most fifteen digits."""
    value = float(raw)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return raw if raw.lstrip("+-").isdecimal() else f"{value:.{MOST_DIGITS}g}"


def _moment(value: float, look: Look, *, is_1904: bool) -> str:
    seconds = round(value * 86_400) if abs(value) < LAST_SERIAL else -1
    day, second = divmod(seconds, 86_400)
    clock = f"{second // 3600:02d}:{second % 3600 // 60:02d}" + (f":{second % 60:02d}" if second % 60 else "")
    if seconds < 0:
        return ""
    if look is Look.TIME:
        return clock if day == 0 else ""
    shown = _day(day, is_1904=is_1904)
    return f"{shown} {clock}" if shown and look is Look.MOMENT else shown


def _day(day: int, *, is_1904: bool) -> str:
    """The day of a serial number. The 1900 system counts a 29 February 1900 that never was: it is told as such."""
    if is_1904:
        return _told(date(1904, 1, 1) + timedelta(day)) if day < LAST_SERIAL - 1462 else ""
    if day == 60:
        return "29/02/1900"
    return _told(date(1899, 12, 31 if day < 60 else 30) + timedelta(day)) if 0 < day < LAST_SERIAL else ""


def _told(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def shown_iso(raw: str) -> str:
    """A date that a workbook keeps as text of the ISO form, day first; anything else as it came."""
    try:
        at = datetime.fromisoformat(raw.strip())
    except ValueError:
        return raw
    clock = f" {at:%H:%M}" + (f":{at:%S}" if at.second else "")
    return _told(at.date()) + (clock if "T" in raw else "")
