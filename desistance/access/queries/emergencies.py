"""Emergency access: what runs now, what must be seen and reviewed, and what was opened under it."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from desistance.access.models import EmergencyAccess
from desistance.access.queries.looks import STARTS, words_for
from desistance.access.queries.names import names_of
from desistance.access.queries.opened import opened
from desistance.access.queries.scope import is_found, people_found, people_seen
from desistance.access.queries.staffing import Worker, staff_by_id
from desistance.access.rules.emergencies import is_running
from desistance.access.terms import GOVERNANCE_ROLES
from desistance.audit.deeds import question
from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, unseen
from desistance.people.models import Person

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Running:
    """Emergency access that is open now: the red bar on every page."""

    reference: str
    until: datetime
    minutes_left: int


@dataclass(frozen=True, slots=True)
class PageSeen:
    """One thing that was opened or done under an emergency access, and when."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class EmergencyShown:
    """One emergency access as its reviewer reads it. ``name`` is empty where the reader may not see who the person is."""

    row: EmergencyAccess
    reference: str
    name: str
    worker: Worker
    owner: str
    minutes: int
    runs: bool
    seen: tuple[PageSeen, ...] = ()


def running_emergency(by: Pass | None) -> Running | None:
    """The bar's facts: on the pages of a record opened in an emergency, and on every other page while one runs.

    No statement unless an emergency runs and another page is open; then one. None when no emergency runs.
    """
    if by is None:
        return None
    if by.emergency_until is not None:
        return Running(by.reference, by.emergency_until, _minutes_left(by.emergency_until, by))
    running = {person: until for person, until in by.emergencies.items() if person not in by.excluded}
    if by.person or not running:
        return None
    person, until = min(running.items(), key=lambda one: one[1])
    with marked("access.running_emergency"), unseen("access facts"):
        reference = Person.objects.values_list("reference", flat=True).get(pk=person)
    return Running(reference, until, _minutes_left(until, by))


def _minutes_left(until: datetime, by: Pass) -> int:
    return max(0, math.ceil((until - by.at).total_seconds() / 60))


@question
def own_running(*, by: Pass) -> EmergencyAccess:
    """The reader's own emergency access to the person whose record is open. Raises :class:`NotFound` when none runs."""
    rows = EmergencyAccess.objects.filter(
        person_id=opened(by), staff_id=by.staff, until_at__gt=by.at, ended_at__isnull=True
    )
    row = rows.order_by("-from_at", "-id").first()
    if row is None:
        raise NotFound()
    return row


def to_review(by: Pass) -> QuerySet[EmergencyAccess]:
    """Emergency accesses that the reader may decide on: not their own, and none past an exclusion."""
    waits = Q(state="due") | (Q(state="more_needed") & ~Q(explanation=""))
    return EmergencyAccess.objects.filter(waits).exclude(staff_id=by.staff).exclude(person_id__in=by.excluded)


def alerts_for(by: Pass) -> QuerySet[EmergencyAccess]:
    """Emergency accesses to people whose record the reader's agency holds and the reader may open, not yet marked as seen."""
    return (
        EmergencyAccess.objects.filter(owner_id=by.agency, owner_seen_at__isnull=True)
        .filter(person__in=Person.objects.filter(people_seen(by)))
        .exclude(staff_id=by.staff)
    )


@question
def emergencies_to_review(*, by: Pass) -> Sequence[EmergencyShown]:
    """Those that wait for a decision, soonest due first, with how long each was open."""
    return _shown(to_review(by).order_by("review_due_at", "id")[:SHOWN], by)


@question
def emergencies_reviewed(*, by: Pass) -> Sequence[EmergencyShown]:
    """Those that were decided or wait for the worker's words, newest first."""
    rows = EmergencyAccess.objects.exclude(state="due").exclude(person_id__in=by.excluded)
    return _shown(rows.order_by("-reviewed_at", "-id")[:SHOWN], by)


@question
def emergency_shown(*, emergency_id: int, by: Pass) -> EmergencyShown:
    """One emergency access with what was opened under it: for governance, the agency that holds the record, and its worker."""
    row = EmergencyAccess.objects.filter(pk=emergency_id).exclude(person_id__in=by.excluded).first()
    if row is None:
        raise NotFound()
    is_alert = row.owner_id == by.agency and Person.objects.filter(people_seen(by), pk=row.person_id).exists()
    is_own = row.staff_id == by.staff and is_found(row.person_id, by)
    if not (is_own or by.role in GOVERNANCE_ROLES or is_alert):
        raise NotFound()
    return _shown([row], by, seen=seen_under(row))[0]


@question
def own_emergencies(*, by: Pass) -> Sequence[EmergencyShown]:
    """The reader's own emergency accesses, newest first, with what reviewers made of them; none to a person hidden since."""
    rows = EmergencyAccess.objects.filter(staff_id=by.staff, person__in=Person.objects.filter(people_found(by)))
    return _shown(rows.order_by("-from_at", "-id")[:SHOWN], by)


def seen_under(row: EmergencyAccess) -> tuple[PageSeen, ...]:
    """What the trail says was opened or done between the start of an emergency access and the next one or its end, oldest first.

    The trail keeps the database's own time; moments are shown as far after the start as the trail has them.
    """
    events = AuditEvent.objects.filter(staff=row.staff_id, subjects__contains=[row.person_id]).order_by("id")
    starts = {json.loads(event.entry).get("record"): event for event in events.filter(what__in=STARTS)}
    start = starts.get(row.pk)
    if start is None:
        return ()
    following = min((event.pk for event in starts.values() if event.pk > start.pk), default=None)
    under = events.filter(id__gt=start.pk, **({"id__lt": following} if following else {}))
    return tuple(
        PageSeen(row.from_at + (event.at - start.at), words_for(event))
        for event in under
        if json.loads(event.entry).get("emergency")
    )


def _shown(
    found: "QuerySet[EmergencyAccess] | list[EmergencyAccess]", by: Pass, *, seen: tuple[PageSeen, ...] = ()
) -> list[EmergencyShown]:
    rows = list(found)
    people = {row.person_id for row in rows}
    references = dict(Person.objects.filter(pk__in=people).values_list("id", "reference"))
    names = names_of(Person.objects.filter(people_seen(by), pk__in=people).values_list("id", flat=True), by)
    staff = staff_by_id(ids=[row.staff_id for row in rows])
    return [
        EmergencyShown(
            row=row,
            reference=references[row.person_id],
            name=names.get(row.person_id, ""),
            worker=staff[row.staff_id],
            owner=row.owner.short_name if row.owner else "",
            minutes=minutes_open(row, by.at),
            runs=is_running(from_at=row.from_at, until_at=row.until_at, ended_at=row.ended_at, at=by.at),
            seen=seen,
        )
        for row in rows
    ]


def minutes_open(row: EmergencyAccess, at: datetime) -> int:
    """How long the record was open, in whole minutes begun, up to a moment."""
    end = min(moment for moment in (row.ended_at, row.until_at, at) if moment is not None)
    return max(0, math.ceil((end - row.from_at).total_seconds() / 60))
