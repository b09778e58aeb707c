"""What a reader keeps about lists: when they were on one, and their saved filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from desistance.audit.deeds import question
from desistance.desk.models import ListVisit, SavedFilter
from desistance.desk.queries.caselist import people_of
from desistance.desk.rules.lists import Visits
from desistance.desk.terms import EXPORT_MOST
from desistance.foundation.compiled import rows_of
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass


@dataclass(frozen=True, slots=True)
class SavedShown:
    """Filters under a name: the reader's own, or a colleague's, shared with the team."""

    id: int
    name: str
    whose: str
    values: dict[str, str]
    is_own: bool
    is_shared: bool
    owner: str


@question
def last_visits(*, name: str, by: Pass) -> Visits | None:
    """When the reader was on a list; None before the first time."""
    return next((Visits(*row) for row in rows_of(_visits, by=by, shape=(name,))), None)


def _visits(by: Pass, name: str) -> QuerySet[Any, Any]:
    rows = ListVisit.objects.filter(staff_id=by.staff, agency_id=by.agency, name=name)
    return rows.values_list("visited_at", "before_at")


@question
def saved_filters(*, by: Pass) -> Sequence[SavedShown]:
    """The reader's saved filters and those that their team shares, by name."""
    return [
        SavedShown(pk, name, whose, values, staff == by.staff, team is not None, owner)
        for pk, name, whose, values, staff, team, owner in rows_of(_saved, by=by)
    ]


def _saved(by: Pass) -> QuerySet[Any, Any]:
    mine = Q(staff_id=by.staff) | Q(team_id__in=by.teams)
    rows = SavedFilter.objects.filter(mine, agency_id=by.agency).order_by("name", "id")
    return rows.values_list("pk", "name", "whose", "values", "staff_id", "team_id", "staff__name")


@question
def number_on_list(*, whose: str, filters: dict[str, str], by: Pass) -> int:
    """How many people a list has, counted no further than a file may hold."""
    by.demand("person.list")
    return people_of(by=by, whose=whose, filters=filters)[: EXPORT_MOST + 1].count()


@question
def saved_filter(*, saved: int, by: Pass) -> SavedShown:
    """One of the filters that the reader may use. Raises :class:`NotFound`."""
    found = next((one for one in saved_filters(by=by) if one.id == saved), None)
    if found is None:
        raise NotFound()
    return found
