"""Fairness by group: the same measures for everyone and for each group, as far as the gate lets them out.

Counts are the gate's. What is worked out from counts (the observed share, its distance from the prediction, their intervals)
is worked out from the counts as shown; the other measures have three digits, because more would give the counts behind them
away. A group shown with fewer than thirty people has no measures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from evidence.disclosure import ALL, HIDDEN, Cleared, Protection, Shape, protect
from evidence.fairness.measures import Interval, Measures, Slice, around, measures, reliability, wilson

NOT_RECORDED = "not recorded"
DIGITS = 3  # of measures that leave, as of an evaluation's
AGE_BANDS = ((18, "under 18"), (25, "18 to 24"), (35, "25 to 34"), (50, "35 to 49"), (200, "50 and over"))
BY = ("sex", "age", "ethnicity")
SHAPE = Shape(keys=("group",), counts=("people", "reoffended"), parts=(("reoffended", "people"),), sums=("group",))


@dataclass(frozen=True)
class Person:
    """One person: the chance that a score gave (0 to 1), whether they were proven to reoffend, and their groups."""

    chance: float
    reoffended: bool
    groups: Mapping[str, str]


@dataclass(frozen=True)
class Group:
    """One group as it may be shown: counts and measures passed the gate; `hidden` says why there is no more."""

    by: str
    group: str
    people: object
    reoffended: object
    measured: Measures | None
    hidden: str


@dataclass(frozen=True)
class Report:
    """Everyone, each group, and the reliability of everyone by tenths whose counts may be shown."""

    everyone: Group
    groups: tuple[Group, ...]
    slices: tuple[Slice, ...]
    notes: tuple[str, ...]


def age_band(age: int) -> str:
    """The band of an age in years."""
    return next(words for below, words in AGE_BANDS if age < below)


def report(people: Sequence[Person], by: Iterable[str] = BY, protection: Protection | None = None) -> Report:
    """Measure everyone and each group; a breakdown has every value that anyone has, and `not recorded` for the rest."""
    rules = protection or Protection()
    found: list[Group] = []
    for column in by:
        found += _groups(people, column, rules)
    everyone = _shown("everyone", ALL, people, {"people": len(people), "reoffended": _count(people)}, rules)
    slices = reliability([one.chance for one in people], [one.reoffended for one in people]) if people else []
    kept = _slices(slices, rules)
    notes = [rules.words, f"Measures have {DIGITS} digits; what is worked out from counts is so from the counts shown."]
    if len(kept) < len(slices):
        notes.append(f"{len(slices) - len(kept)} of {len(slices)} parts of the reliability table are {HIDDEN}.")
    return Report(everyone, tuple(found), kept, tuple(notes))


def _count(people: Sequence[Person]) -> int:
    return sum(one.reoffended for one in people)


def _groups(people: Sequence[Person], column: str, rules: Protection) -> list[Group]:
    parts: dict[str, list[Person]] = {}
    for one in people:
        parts.setdefault(one.groups.get(column) or NOT_RECORDED, []).append(one)
    rows: list[dict[str, str | int | float | bool | None]] = [
        {"group": name, "people": len(some), "reoffended": _count(some)} for name, some in sorted(parts.items())
    ]
    shown = _by_group(protect(rows, SHAPE, rules, with_totals=True))
    return [_shown(column, name, parts[name], shown[name], rules) for name in sorted(parts)]


def _shown(by: str, name: str, some: Sequence[Person], row: Mapping[str, object], rules: Protection) -> Group:
    happened = _count(some)
    others = len(some) - happened
    if HIDDEN in (row["people"], row["reoffended"]) or min(happened, others) < rules.threshold:
        why = f"Fewer than {rules.threshold} reoffended, or did not; or another group could be worked out from it."
        return Group(by, name, HIDDEN, HIDDEN, None, why)
    counts = (rules.rounded(len(some)), rules.rounded(happened))
    if counts[0] < rules.rate_from:
        return Group(by, name, *counts, None, f"Fewer than {rules.rate_from} people: too few for measures.")
    found = measures([one.chance for one in some], [one.reoffended for one in some])
    return Group(by, name, *counts, _leaving(found, *counts), "")


def _by_group(cleared: Cleared) -> dict[str, Mapping[str, object]]:
    return {str(row["group"]): row for row in cleared.rows}


def _leaving(found: Measures, people: int, reoffended: int) -> Measures:
    """The measures of a group as they may leave, beside its counts as they are shown."""
    share, predicted = reoffended / people, round(found.predicted, DIGITS)
    return Measures(
        people,
        reoffended,
        predicted,
        _rounded(around(share - predicted, sqrt(share * (1 - share) / people))),
        _rounded(found.area),
        _rounded(found.brier),
        _rounded(found.slope) if found.slope else None,
        _rounded(found.intercept) if found.intercept else None,
    )


def _rounded(one: Interval) -> Interval:
    return Interval(*(round(figure, DIGITS) for figure in one))


def _slices(slices: Sequence[Slice], rules: Protection) -> tuple[Slice, ...]:
    """The parts of the reliability table whose counts may be shown, from those counts."""
    rows: list[dict[str, str | int | float | bool | None]] = [
        {"group": f"{place:02}", "people": one.people, "reoffended": one.reoffended} for place, one in enumerate(slices)
    ]
    shown = _by_group(protect(rows, SHAPE, rules, with_totals=True)) if rows else {}
    kept = []
    for place, one in enumerate(slices):
        people, reoffended = shown[f"{place:02}"]["people"], shown[f"{place:02}"]["reoffended"]
        if not isinstance(people, int) or not isinstance(reoffended, int) or people < rules.rate_from:
            continue
        if one.people - one.reoffended >= rules.threshold:
            observed = _rounded(wilson(reoffended, people))
            kept.append(Slice(people, reoffended, round(one.predicted, DIGITS), observed))
    return tuple(kept)
