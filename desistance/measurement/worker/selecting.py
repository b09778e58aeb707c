"""Who was selected of those nominated, by sex, age and ethnicity: counted, cleared by `evidence.disclosure`, with intervals."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from desistance.measurement.actions.selection import Decided
from desistance.measurement.worker.shares import share_shown
from evidence.disclosure import ALL, HIDDEN, Protection, Shape, protect
from evidence.fairness.groups import BY, NOT_RECORDED, age_band

SHAPE = Shape(keys=("group",), counts=("nominated", "selected"), parts=(("selected", "nominated"),), sums=("group",))
NOBODY = "Nobody who was nominated in this year had a decision of a panel. There is nothing to count."
Rows = list[dict[str, str | int | float | bool | None]]


def selected_by_group(people: Sequence[Decided]) -> dict[str, Any] | None:
    """What may be shown, ready to be kept; None where nobody was decided on."""
    if not people:
        return None
    rules = Protection()
    found = [_shown("everyone", ALL, people, rules, (rules.rounded(len(people)), rules.rounded(_count(people))))]
    for column in BY:
        found += _groups(people, column, rules)
    notes = [rules.words, "One nomination a person: the first of the year on which a panel decided."]
    return {"groups": found, "notes": notes}


def _groups(people: Sequence[Decided], column: str, rules: Protection) -> list[dict[str, Any]]:
    parts: dict[str, list[Decided]] = {}
    for one in people:
        parts.setdefault(_group(one, column) or NOT_RECORDED, []).append(one)
    rows: Rows = [
        {"group": name, "nominated": len(some), "selected": _count(some)} for name, some in sorted(parts.items())
    ]
    cleared = {str(row["group"]): row for row in protect(rows, SHAPE, rules, with_totals=True).rows}
    return [
        _shown(column, name, parts[name], rules, (cleared[name]["nominated"], cleared[name]["selected"]))
        for name in sorted(parts)
    ]


def _shown(
    by: str, name: str, some: Sequence[Decided], rules: Protection, counts: tuple[object, object]
) -> dict[str, Any]:
    """One group: counts as the gate shows them, and the share with its interval, worked out from the counts shown."""
    chosen = _count(some)
    few = HIDDEN in counts or min(chosen, len(some) - chosen) < rules.threshold
    why = f"Fewer than {rules.threshold} were selected, or were not; or another group could be worked out from it."
    kept = share_shown("nominated", "selected", (len(some), chosen), rules, why if few else "")
    return {"by": by, "group": name, **kept}


def _count(people: Sequence[Decided]) -> int:
    return sum(one.is_selected for one in people)


def _group(one: Decided, column: str) -> str:
    if column != "age":
        return one.sex if column == "sex" else one.ethnicity
    return age_band(_age(one.born_on, one.on)) if one.born_on else ""


def _age(born_on: date, on: date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
