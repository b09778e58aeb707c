"""Words and small marks for templates: dates, ages, counts, due words, tags, steps of risk, icons.

Every filter is a plain function of its arguments: none reads the clock. What is relative to a day takes that
day. The forms of words follow the project's content style: full years, no leading zeros, "9:30am",
"midday", words with each date.
"""

import datetime as dt
import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from desistance.web.words import STATE_COLOURS

register = template.Library()

BULLET = "•"
CHILD_UNTIL_YEARS = 18
BADGE_MOST = 99


def _day(value: dt.date | dt.datetime) -> dt.date:
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _local(value: dt.datetime | dt.time) -> dt.datetime | dt.time:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def full_date(value: dt.date | None) -> str:
    """`13 March 2026`; empty text for None (the page says "not known" in its own words)."""
    return "" if value is None else f"{_day(value).day} {_day(value):%B %Y}"


@register.filter
def day_date(value: dt.date | None) -> str:
    """`Friday 13 March 2026`: for deadlines and appointments."""
    return "" if value is None else f"{_day(value):%A} {full_date(value)}"


@register.filter
def short_date(value: dt.date | None) -> str:
    """`13 Mar 2026`: for tables and provenance lines only."""
    return "" if value is None else f"{_day(value).day} {_day(value):%b %Y}"


@register.filter
def clock(value: dt.datetime | dt.time | None) -> str:
    """`9:30am`, `9am`, `midday`, `midnight`: local time of the service."""
    if value is None:
        return ""
    time = _local(value)
    if (time.hour, time.minute) == (12, 0):
        return "midday"
    if (time.hour, time.minute) == (0, 0):
        return "midnight"
    minutes = f":{time.minute:02d}" if time.minute else ""
    return f"{time.hour % 12 or 12}{minutes}{'am' if time.hour < 12 else 'pm'}"


@register.filter
def clock_to(start: dt.datetime | dt.time, end: dt.datetime | dt.time) -> str:
    """`5:30pm to 7pm`."""
    return f"{clock(start)} to {clock(end)}"


@register.filter
def moment(value: dt.datetime | None) -> str:
    """`13 March 2026, 3:20pm`."""
    return "" if value is None else f"{full_date(value)}, {clock(value)}"


@register.filter
def last_moment(value: dt.datetime | None) -> str:
    """What lasts until a midnight lasts to the end of the day before: `the end of 20 March 2026`; else the moment."""
    if value is None:
        return ""
    earlier = value - dt.timedelta(seconds=1)
    lasts_to_midnight = full_date(earlier) != full_date(value)
    return f"the end of {full_date(earlier)}" if lasts_to_midnight else moment(value)


@register.filter
def short_moment(value: dt.datetime | None) -> str:
    """`13 Mar 2026, 3:20pm`: for tables and provenance lines only."""
    return "" if value is None else f"{short_date(value)}, {clock(value)}"


@register.filter
def ago(value: dt.date | None, on: dt.date) -> str:
    """How long before `on`: `today`, `yesterday`, `52 days ago`; ahead: `tomorrow`, `in 4 days`. Stands beside a date."""
    if value is None:
        return ""
    days = (_day(on) - _day(value)).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}
    if days in near:
        return near[days]
    return f"{days:,} days ago" if days > 0 else f"in {-days:,} days"


def _years_and_months(born_on: dt.date, on: dt.date) -> tuple[int, int]:
    months = (on.year - born_on.year) * 12 + on.month - born_on.month - (1 if on.day < born_on.day else 0)
    return divmod(months, 12)


@register.filter
def age(born_on: dt.date | None, on: dt.date) -> str:
    """`27 years`; under 18 `17 years 11 months`, because the day of the move to adult services matters."""
    if born_on is None:
        return ""
    years, months = _years_and_months(born_on, _day(on))
    if years < 0:
        return "not born on that day"
    if years >= CHILD_UNTIL_YEARS:
        return f"{years} years"
    return f"{counted(years, 'year,years')} {counted(months, 'month,months')}"


@register.filter
def counted(number: int, words: str) -> str:
    """`{{ 1|counted:"row,rows" }}` is `1 row`; `{{ 1214|counted:"row,rows" }}` is `1,214 rows`."""
    one, many = words.split(",")
    return f"{number:,} {one if number == 1 else many}"


@register.filter
def thousands(number: int) -> str:
    """`1,214`."""
    return f"{number:,}"


@register.filter
def badge(count: int | None) -> str:
    """A count for a badge: nothing at zero, `99+` above 99, `?` when the count failed (None)."""
    if count is None:
        return "?"
    if count > BADGE_MOST:
        return f"{BADGE_MOST}+"
    return str(count) if count else ""


@register.filter
def masked(value: str | None, kind: str = "") -> str:
    """A number that stays covered until asked for.

    `crn`: first letter and last three (`X•••913`). `pnc`: last two (`••••/...4K`). Anything else, such as `phone`: last
    three (`••••••••321`). Six characters or fewer show nothing of themselves, since three of six are half of the number.
    """
    kept = re.sub(r"\s", "", value or "")
    if not kept:
        return ""
    if kind == "pnc":
        return f"{BULLET * 4}/...{kept[-2:]}"
    if len(kept) <= 6:
        return BULLET * len(kept)
    if kind == "crn":
        return f"{kept[0]}{BULLET * (len(kept) - 4)}{kept[-3:]}"
    return f"{BULLET * (len(kept) - 3)}{kept[-3:]}"


def days_left_words(days: int, *, is_working: bool = True) -> str:
    """`2 working days left`, `due today`, `overdue by 3 days` (negative `days`; working days when they are counted so)."""
    kind = "working day" if is_working else "day"
    amount = counted(abs(days), f"{kind},{kind}s")
    if days == 0:
        return "due today"
    return f"{amount} left" if days > 0 else f"overdue by {amount}"


@register.filter
def working_days_left(days: int) -> str:
    """Due words for working days: `2 working days left`, `due today`, `overdue by 1 working day`."""
    return days_left_words(days)


@register.filter
def days_left(days: int) -> str:
    """Due words for a number of calendar days: `5 days left`, `due today`, `overdue by 3 days`."""
    return days_left_words(days, is_working=False)


@register.filter
def duration(minutes: int) -> str:
    """`4 hours 20 minutes`, `25 minutes`, `1 hour`; never 4.33."""
    hours, rest = divmod(minutes, 60)
    parts = [counted(hours, "hour,hours")] if hours else []
    if rest or not hours:
        parts.append(counted(rest, "minute,minutes"))
    return " ".join(parts)


@register.filter
def time_left(minutes: int) -> str:
    """`1 hour 20 minutes left`; `overdue by 5 minutes` when negative; `due now` at zero."""
    if minutes == 0:
        return "due now"
    return f"{duration(minutes)} left" if minutes > 0 else f"overdue by {duration(-minutes)}"


@register.filter
def listed(items: Sequence[str]) -> str:
    """`police, probation and housing`."""
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


@register.filter
def first_sentence(text: str) -> str:
    """`Outcome saved.` of `Outcome saved. 4 agencies can see it.`: the part of a message that stands bold."""
    return re.split(r"(?<=[.?!])\s", str(text), maxsplit=1)[0]


@register.filter
def after_first_sentence(text: str) -> str:
    """`4 agencies can see it.` of `Outcome saved. 4 agencies can see it.`"""
    return str(text)[len(first_sentence(text)) :].strip()


class Piece(TypedDict):
    """A run of words and whether it differs from the other version."""

    text: str
    is_marked: bool


def differing_pieces(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, the words that the other does not have marked. Joined, the pieces give the text back."""
    left, right = one.split(" "), other.split(" ")
    marked: tuple[set[int], set[int]] = (set(), set())
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind != "equal":
            marked[0].update(range(i1, i2))
            marked[1].update(range(j1, j2))
    return _runs(left, marked[0]), _runs(right, marked[1])


def _runs(words: list[str], marked: set[int]) -> list[Piece]:
    """Neighbouring words of one kind as one piece; the space beside a marked word stands with the unmarked one."""
    runs: list[Piece] = []
    for place, word in enumerate(words):
        is_marked = place in marked
        if runs and runs[-1]["is_marked"] == is_marked:
            runs[-1]["text"] += f" {word}"
        elif runs and is_marked:
            runs[-1]["text"] += " "
            runs.append({"text": word, "is_marked": True})
        else:
            runs.append({"text": f" {word}" if runs else word, "is_marked": is_marked})
    return runs


@register.simple_tag
def tag(words: str, colour: str = "") -> SafeString:
    """A state in words: `{% tag "Waiting list" %}`. Its colour comes from the one vocabulary; `colour` overrides it."""
    return render_to_string(
        "parts/tag.html", {"words": words, "colour": colour or STATE_COLOURS.get(words.lower(), "grey")}
    )


STEPS = ((0, 10), (11, 15), (22, 20), (33, 26))
SMALL_STEPS = ((0, 7), (8, 11), (16, 14), (24, 18))


@register.simple_tag
def meter(level: int, word: str, size: str = "") -> SafeString:
    """Steps of risk, 1 Low to 4 Very high, and the word: `{% meter 2 "Medium" %}`; `"large"` as third in the banner."""
    is_large = size == "large"
    width, height = (8, 26) if is_large else (6, 18)
    bars = [
        {
            "x": x,
            "y": height - tall,
            "height": tall,
            "inner_height": tall - 1.5,
            "inner_y": height - tall + 0.75,
            "inner_x": x + 0.75,
            "is_filled": step <= level,
        }
        for step, (x, tall) in enumerate(STEPS if is_large else SMALL_STEPS, start=1)
    ]
    return render_to_string(
        "parts/meter.html",
        {
            "bars": bars,
            "word": word,
            "size": size,
            "width": width,
            "inner_width": width - 1.5,
            "height": height,
            "total": 41 if is_large else 30,
        },
    )


@register.simple_tag
def rag(value: str, since: str = "") -> SafeString:
    """RAG by shape and word: `{% rag "Amber" "since 16 February 2026" %}`; `value` is Red, Amber or Green."""
    return render_to_string("parts/rag.html", {"value": value.lower(), "word": value.capitalize(), "since": since})


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of our drawn marks, always hidden from screen readers: the words beside it must say it all."""
    return render_to_string("parts/icon.html", {"name": name})


@register.filter
def get(mapping: Mapping[Any, Any], key: Any) -> Any:
    """`{{ rows|get:key }}`; None when the key is not there."""
    return mapping.get(key)


@register.filter
def at(sequence: Sequence[Any], place: int) -> Any:
    """`{{ columns|at:0 }}`: the item at a place."""
    return sequence[place]
