"""Whether it is safe to ring or text someone at a moment, by what agencies have on record of it. Not known is not safe."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from desistance.casework.rules.times import read_clock
from desistance.casework.terms import CALLS
from desistance.foundation.calendar import LOCAL
from desistance.people.terms import SafeContact

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = r"(?:\d{1,2}(?:[:.]\d{2})?\s*[ap]\.?m\.?|\d{1,2}[:.]\d{2}|midday|noon)"
_DAY = r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?\b"
BETWEEN = re.compile(rf"(?:from |between )?({_CLOCK})\s*(?:to|and|until|till|-|\u2013)\s*({_CLOCK})")
AFTER = re.compile(rf"(?:after|from) ({_CLOCK})")
BEFORE = re.compile(rf"(?:before|until|till|up to) ({_CLOCK})")
DAY_RANGE = re.compile(rf"({_DAY})\s*(?:to|-|\u2013)\s*({_DAY})")
PARTS_OF_DAY = {
    "mornings": (time(6), time(12)),
    "afternoons": (time(12), time(18)),
    "evenings": (time(18), time(22)),
}
FILLERS = frozenset({"only", "on", "at", "any", "time", "and", "the", "in", "all", "day"})
WEEKDAYS, WEEKEND, EVERY_DAY = frozenset(range(5)), frozenset({5, 6}), frozenset(range(7))


@dataclass(frozen=True, slots=True)
class SafeFacts:
    """One telephone number as an agency has it: how it is known (never the number itself) and whether it is safe to use."""

    words: str
    safe: str
    safe_times: str = ""


def is_within(safe_times: str, at: datetime) -> bool | None:
    """Whether a moment lies in the times that someone wrote down; None where the words cannot be read for certain."""
    local = at.astimezone(LOCAL)
    found = [_clause(one, local) for one in re.split(r";|\bor\b", safe_times.lower()) if one.strip()]
    if not found or None in found:
        return None
    return any(found)


def _clause(words: str, local: datetime) -> bool | None:
    rest, days = _days(words.replace(",", " ").replace(".m.", "m"))
    rest, times = _times(rest)
    if set(re.findall(r"\w+", rest)) - FILLERS or not (days or times):
        return None
    if len(days) > 1 or len(times) > 1:
        return None
    on_day = not days or local.weekday() in days[0]
    in_time = not times or times[0][0] <= local.time() < times[0][1]
    return on_day and in_time


def _days(words: str) -> tuple[str, list[frozenset[int]]]:
    found: list[frozenset[int]] = []
    named: set[int] = set()

    def take_range(match: re.Match[str]) -> str:
        first, last = _day(match[1]), _day(match[2])
        found.append(frozenset((first + step) % 7 for step in range((last - first) % 7 + 1)))
        return " "

    def take_one(match: re.Match[str]) -> str:
        named.add(_day(match[0]))
        return " "

    for word, days in (
        (r"\bweek\s?days?\b", WEEKDAYS),
        (r"\bweek\s?ends?\b", WEEKEND),
        (r"\b(?:every ?day|daily)\b", EVERY_DAY),
    ):
        words, count = re.subn(word, " ", words)
        found += [days] * count
    words = DAY_RANGE.sub(take_range, words)
    words = re.sub(_DAY, take_one, words)
    return words, found + ([frozenset(named)] if named else [])


def _day(word: str) -> int:
    return next(number for number, name in enumerate(DAYS) if name.startswith(word[:3]))


def _times(words: str) -> tuple[str, list[tuple[time, time]]]:
    found: list[tuple[time, time]] = []

    def take(first: str | None, last: str | None) -> str:
        begins = read_clock(first) if first else time()
        ends = read_clock(last) if last else time.max
        if begins is None or ends is None or begins >= ends:
            return " unread "
        found.append((begins, ends))
        return " "

    words = BETWEEN.sub(lambda match: take(match[1], match[2]), words)
    words = AFTER.sub(lambda match: take(match[1], None), words)
    words = BEFORE.sub(lambda match: take(None, match[1]), words)
    for word, span in PARTS_OF_DAY.items():
        words, count = re.subn(rf"\b{word[:-1]}s?\b", " ", words)
        found += [span] * count
    return words, found


def is_safe_to_ring(facts: SafeFacts, at: datetime) -> bool:
    """Whether a number may be rung at a moment: only where someone said so for that time."""
    if facts.safe in (SafeContact.SAFE, SafeContact.NO_MESSAGES):
        return True
    return facts.safe == SafeContact.SAFE_AT_TIMES and is_within(facts.safe_times, at) is True


def told_of(facts: SafeFacts) -> str:
    """`Mobile ending 321: safe only at the times given: weekdays after 5pm`."""
    safe = SafeContact(facts.safe).wording
    words = f"{safe[0].lower()}{safe[1:]}"
    return f"{facts.words}: {words}{f': {facts.safe_times}' if facts.safe_times else ''}"


def unsafe_words(kind: str, phones: Iterable[SafeFacts], at: datetime) -> Iterator[str]:
    """What is said before a call is arranged: nothing when a number is safe then; else why each is not, or may not be."""
    if kind not in CALLS:
        return
    known = list(phones)
    if not known:
        yield "No telephone number is on record that you may see"
    if any(is_safe_to_ring(one, at) for one in known):
        return
    for one in known:
        yield f"{told_of(one)}. {_why(one, at)}"


def _why(facts: SafeFacts, at: datetime) -> str:
    if facts.safe != SafeContact.SAFE_AT_TIMES:
        return "Do not ring it" if facts.safe != SafeContact.NOT_ASKED else "Ask before you ring it"
    if is_within(facts.safe_times, at) is False:
        return "This time is outside them"
    return "Check that this time is one of them"
