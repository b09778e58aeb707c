"""Who has looked at a person: the trail in words, newest first."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Value, When

from desistance.access.models import EmergencyAccess, Involvement
from desistance.access.queries.opened import opened
from desistance.access.queries.scope import unhidden
from desistance.access.queries.staffing import Worker, staff_by_id
from desistance.access.terms import EMERGENCY_REASONS
from desistance.audit.deeds import question
from desistance.audit.models import AuditEvent
from desistance.audit.queries import looks_at
from desistance.audit.terms import Category
from desistance.foundation.passes import Pass
from desistance.foundation.reading import unseen
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DATA_CLASS_WORDS, DataClass
from desistance.partners.terms import ROLES
from desistance.people.models import Person

PAGE = 50
PAGES = {
    "person": "Overview",
    "person-timeline": "Timeline",
    "person-details": "Details",
    "person-involved": "Who is involved",
    "person-sharing": "Sharing and consent",
    "access-log": "Who has looked",
    "request-access": "Page that asks for access",
}
"""Pages by the name of their address, as the trail has it; a look from any other is told by its classes of data alone."""
STARTS = ("access.start_emergency", "access.renew_emergency")
"""The deeds that open emergency access, as the trail names them."""
NAMELESS = frozenset({"victim_contact", "rj_coordinator"})
"""Roles whose looks are listed without name or agency: that someone was harmed is itself hidden from the person's workers."""


@dataclass(frozen=True, slots=True)
class Look:
    """One event about the person: when, by whom, for which agency, in which role, what, and why if it was an emergency."""

    id: int
    at: datetime
    name: str
    agency: str
    role: str
    words: str
    is_emergency: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Looks:
    """One page of looks; ``older`` is where the next page starts, None on the last."""

    rows: tuple[Look, ...]
    older: int | None = None


@question
def who_has_looked(*, by: Pass, before: int | None = None) -> Looks:
    """Who looked at or changed the person's record, newest first, a page at a time from an event's id.

    Every event is listed, those of records joined to this one too. Workers of an agency whose work with the person the reader
    may not even know of, and those who work with people who were harmed, are listed without name and agency. Raises
    :class:`NotPermitted` without the permission.
    """
    by.demand("access.log")
    person = opened(by)
    by.demand_person(person, DataClass.IDENTITY)
    with unseen("access facts"):
        joined = Person.objects.filter(merged_into_id=person).values_list("id", flat=True)
        events = list(looks_at(person, *joined, before=before, limit=PAGE + 1))
        shown = events[:PAGE]
        hidden = _hidden_agencies(by)
        reasons = _reasons(person)
    staff = staff_by_id(ids=[event.staff for event in shown if event.staff])
    rows = tuple(_look(event, staff, hidden, reasons) for event in shown)
    return Looks(rows, shown[-1].pk if len(events) > PAGE else None)


def words_for(event: AuditEvent) -> str:
    """What an event was, in words: the deed by its permission's words, a look by the classes of data that were shown."""
    entry = json.loads(event.entry)
    permission = HOUSE.permissions.get(entry.get("permission", ""))
    if permission is not None:
        return permission.words
    classes = [DATA_CLASS_WORDS[DataClass(kind)] for kind in entry.get("classes", []) if kind in list(DataClass)]
    if event.category == Category.CONSULTATION and classes:
        page = PAGES.get(event.what)
        return f"{page}: {', '.join(classes)}" if page else f"Looked at {', '.join(classes)}"
    return Category(event.category).label.capitalize()


def _look(
    event: AuditEvent, staff: Mapping[int, Worker], hidden: frozenset[int], reasons: Sequence[tuple[int, int, str]]
) -> Look:
    entry = json.loads(event.entry)
    role, worker = entry.get("role", ""), staff.get(event.staff or 0)
    if role in NAMELESS or event.agency in hidden:
        return Look(event.pk, event.at, "A worker not named here", "Another agency", "", "Looked at the record")
    is_emergency = bool(entry.get("emergency")) or event.what in STARTS
    because = [words for start, who, words in reasons if who == event.staff and start <= event.pk]
    return Look(
        id=event.pk,
        at=event.at,
        name=worker.name if worker else "The service itself",
        agency=worker.agency if worker else "",
        role=ROLES[role].title if role in ROLES else "",
        words=words_for(event),
        is_emergency=is_emergency,
        reason=because[-1] if is_emergency and because else "",
    )


def _hidden_agencies(by: Pass) -> frozenset[int]:
    """Agencies all of whose work with the person is hidden from the reader's agency, or of a class of which they know nothing."""
    told: set[int] = {by.agency}
    found: set[int] = set()
    is_shown = Case(When(unhidden(by, "access.Involvement"), then=Value(True)), default=Value(False))
    rows = Involvement.objects.filter(person_id=opened(by)).values_list("agency_id", "data_class", is_shown)
    for agency, of_class, shown in rows:
        found.add(agency)
        kind = DataClass(of_class)
        if shown and agency in by.sees.get(kind, frozenset()) | by.knows.get(kind, frozenset()):
            told.add(agency)
    return frozenset(found - told)


def _reasons(person: int) -> list[tuple[int, int, str]]:
    """Each emergency access to the person: the event that started it, who, and why."""
    rows = {row.pk: row for row in EmergencyAccess.objects.filter(person_id=person)}
    if not rows:
        return []
    starts = AuditEvent.objects.filter(subjects__contains=[person], what__in=STARTS).order_by("id")
    found = []
    for event in starts:
        row = rows.get(json.loads(event.entry).get("record"))
        if row is not None:
            found.append((event.pk, row.staff_id, f"{EMERGENCY_REASONS[row.kind]}: {row.reason}"))
    return found
