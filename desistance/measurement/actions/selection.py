"""Asking who was selected for IOM of those nominated; and, by the worker, gathering them and keeping what was counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.calendar import local_date
from desistance.foundation.later import later
from desistance.foundation.passes import Pass
from desistance.measurement.actions._moving import ask_once
from desistance.measurement.actions._people import born_of, kept_numbers, told_of
from desistance.measurement.models import SelectionCount
from desistance.measurement.rules.selection import may_count, year_from
from desistance.schemes.models import CaseStep, Nomination
from desistance.schemes.terms.iom import NOT_SELECT, SELECTS


@dataclass(frozen=True, slots=True)
class Decided:
    """One person whom a panel decided on: when they were nominated, whether they were selected, and what they are grouped by."""

    on: date
    is_selected: bool
    born_on: date | None
    sex: str
    ethnicity: str


@dataclass(frozen=True, slots=True)
class GatheredDecisions:
    """Everyone nominated in the year on whom a panel decided, and whom they are."""

    found: tuple[Decided, ...]
    people: tuple[int, ...]


@deed("measure.count", Category.ADMINISTRATION)
def ask_for_selection(*, first_on: date, by: Pass, at: datetime, run_later: bool = True) -> SelectionCount:
    """Ask for the nominations of one year to be counted, in the background (``run_later``).

    Raises :class:`Refused` when the year is not over long enough, or stands already.
    """
    made = ask_once(SelectionCount, first_on, year_from, may_count, by=by, at=at)
    if run_later:
        later("measurement.count_selection", key=f"selection {made.pk}", selection=made.pk)
    return made


def _whom(_arguments: Mapping[str, Any], result: GatheredDecisions) -> Iterable[int]:
    return result.people


@deed("measure.count", Category.COLLECTION, about=_whom)
def gather_decisions(*, selection: SelectionCount, by: Pass, at: datetime) -> GatheredDecisions:
    """The first nomination of each person in the year on which a panel decided, with date of birth, sex and ethnicity.

    The event of this deed names everyone in it.
    """
    days = (selection.first_on, selection.last_on)
    rows = Nomination.objects.standing().filter(at__date__range=days).order_by("at", "id")
    nominated = list(rows.values_list("person_id", "case_id", "at"))
    outcomes = CaseStep.objects.standing().filter(
        case__in={case for _, case, _ in nominated}, decision__in=(*SELECTS, NOT_SELECT)
    )
    selected = {case: word in SELECTS for case, word in outcomes.order_by("at", "id").values_list("case", "decision")}
    kept = kept_numbers()
    first: dict[int, tuple[date, bool]] = {}
    for person, case, at_moment in nominated:
        if case in selected:
            first.setdefault(kept.get(person, person), (local_date(at_moment), selected[case]))
    born, told = born_of(first), told_of(first)
    found = tuple(
        Decided(on, is_selected, born.get(person), *told.get(person, ("", "")))
        for person, (on, is_selected) in first.items()
    )
    return GatheredDecisions(found, tuple(first))
