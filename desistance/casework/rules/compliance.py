"""How someone complied, week by week: the worst that happened in each, and what came of failures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from desistance.casework.terms import OUTCOME_TONES, STRIP_WEEKS, WEEK_LETTERS, Outcome


@dataclass(frozen=True, slots=True)
class Week:
    """One week from its Monday: its letter, its words, and how many contacts came to what."""

    monday: date
    letter: str
    words: str
    tone: str
    counts: tuple[tuple[str, int], ...]


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks_of(outcomes: Iterable[tuple[date, str]], on: date, weeks: int = STRIP_WEEKS) -> tuple[Week, ...]:
    """The last weeks, oldest first, each by the worst that happened in it. A week without a contact is said to have none."""
    last = monday_of(on)
    mondays = [last - timedelta(weeks=number) for number in reversed(range(weeks))]
    counted: dict[date, Counter[str]] = {monday: Counter() for monday in mondays}
    for day, outcome in outcomes:
        if monday_of(day) in counted and outcome in Outcome.values:
            counted[monday_of(day)][outcome] += 1
    return tuple(_week(monday, counts) for monday, counts in counted.items())


def _week(monday: date, counts: Counter[str]) -> Week:
    worst = next((outcome for outcome in WEEK_LETTERS if counts[outcome]), None)
    told = tuple((Outcome(outcome).label, counts[outcome]) for outcome in Outcome.values if counts[outcome])
    if worst is None:
        return Week(monday, "-", "No contact", "grey", told)
    return Week(monday, WEEK_LETTERS[worst], worst.label, OUTCOME_TONES[worst], told)
