"""Fairness by group: the same measures for everyone and for each group, after the gate decided which may be shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evidence.disclosure import ALL, HIDDEN, Protection, Shape, clear
from evidence.fairness.measures import Measures, Slice, measures, reliability

NOT_RECORDED = "not recorded"
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
    """One group as it may be shown. `people` and `reoffended` are as the gate shows them; `hidden` says why there is no more."""

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
    kept = tuple(one for one in slices if min(one.reoffended, one.people - one.reoffended) >= rules.threshold)
    notes = [rules.words]
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
    cleared = clear(rows, SHAPE, rules, with_totals=True)
    shown = {str(row["group"]): row for row in cleared.rows}
    return [_shown(column, name, parts[name], shown[name], rules) for name in sorted(parts)]


def _shown(by: str, name: str, some: Sequence[Person], row: Mapping[str, object], rules: Protection) -> Group:
    happened = _count(some)
    others = len(some) - happened
    if HIDDEN in (row["people"], row["reoffended"]) or min(happened, others) < rules.threshold:
        why = f"Fewer than {rules.threshold} reoffended, or did not; or another group could be worked out from it."
        return Group(by, name, HIDDEN, HIDDEN, None, why)
    found = measures([one.chance for one in some], [one.reoffended for one in some])
    counts = (rules.rounded(len(some)), rules.rounded(happened))
    return Group(by, name, *counts, found, "")
