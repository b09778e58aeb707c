"""What a reader does with lists of people: following, visiting, keeping filters, taking a list away as a file."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from desistance.access.queries.scope import scope
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.desk.models import ListVisit, Look, SavedFilter
from desistance.desk.queries.caselist import CaseList, case_list, people_of
from desistance.desk.rules.filters import may_export, may_save
from desistance.desk.rules.lists import Visits, next_visit
from desistance.desk.rules.places import about_nobody
from desistance.desk.terms import EXPORT_MOST
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass


@deed("desk.keep", Category.ADMINISTRATION, about=about_nobody)
def follow(*, people: Iterable[int], by: Pass, at: datetime) -> int:
    """Follow people whose record the reader may open; answers how many that is. What changed is counted from now for new ones."""
    seen = list(scope(by).filter(pk__in=list(people)).values_list("pk", flat=True))
    rows = [
        Look(staff_id=by.staff, agency_id=by.agency, person_id=person, seen_at=at, followed_at=at) for person in seen
    ]
    Look.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["staff", "agency", "person"],
        update_fields=["followed_at"],
    )
    return len(rows)


@deed("desk.keep", Category.ADMINISTRATION, about=about_nobody)
def unfollow(*, people: Iterable[int], by: Pass, at: datetime) -> int:
    """Stop following people; answers how many were followed."""
    looks = Look.objects.filter(staff_id=by.staff, agency_id=by.agency, person_id__in=list(people))
    return looks.filter(followed_at__isnull=False).update(followed_at=None)


@deed("desk.keep", Category.ADMINISTRATION, about=about_nobody)
def visit_list(*, name: str, known: Visits | None, by: Pass, at: datetime) -> Visits:
    """Note that the reader is on a list; within half an hour it is the same visit and nothing is written."""
    visits = next_visit(known, at)
    if visits != known:
        ListVisit.objects.update_or_create(
            staff_id=by.staff,
            agency_id=by.agency,
            name=name,
            defaults={"visited_at": visits.visited_at, "before_at": visits.before_at},
        )
    return visits


@deed("desk.keep", Category.ADMINISTRATION, about=about_nobody)
def save_filter(
    *, name: str, whose: str, values: Mapping[str, str], is_shared: bool, by: Pass, at: datetime
) -> SavedFilter:
    """Keep filters under a name, for the reader or with their team. Raises :class:`Refused` when the name is taken or missing."""
    mine = SavedFilter.objects.filter(staff_id=by.staff, agency_id=by.agency)
    names = list(mine.values_list("name", flat=True))
    may_save(
        name,
        values,
        has_team=bool(by.teams),
        is_shared=is_shared,
        is_taken=name.strip() in names,
        number=len(names),
    ).demand("name")
    return SavedFilter.objects.create(
        staff_id=by.staff,
        agency_id=by.agency,
        team_id=by.teams[0] if is_shared else None,
        name=name.strip(),
        whose=whose,
        values=dict(values),
        created_at=at,
    )


@deed("desk.keep", Category.ADMINISTRATION, about=about_nobody)
def remove_filter(*, saved: int, by: Pass, at: datetime) -> None:
    """Remove one of the reader's own saved filters; colleagues lose a shared one too. Raises :class:`NotFound`."""
    if not SavedFilter.objects.filter(pk=saved, staff_id=by.staff, agency_id=by.agency).delete()[0]:
        raise NotFound()


def _those_exported(_arguments: Any, result: Any) -> Iterable[int]:
    return [row.id for row in result.rows]


@deed("person.export", Category.CONSULTATION, justified_by="reason", about=_those_exported)
def export_list(*, whose: str, filters: Mapping[str, str], reason: str, by: Pass, at: datetime) -> CaseList:
    """The whole list for a file, on the record with everyone in it and, beyond 50 people, with a reason.

    Raises :class:`Refused` without one, and when the list is longer than a file may be.
    """
    number = people_of(by=by, whose=whose, filters=filters)[: EXPORT_MOST + 1].count()
    may_export(number, reason).demand("reason")
    return case_list(by=by, at=at, whose=whose, filters=filters, size=EXPORT_MOST)
