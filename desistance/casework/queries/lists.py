"""What the diary tells of each person on a list: when they were last seen, when they are expected, who has not been seen."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from desistance.access.queries.lists import entries_of_tied
from desistance.casework.models import Contact
from desistance.casework.terms import HAPPENED, SCHEDULED, ContactKind, Outcome
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.register import Cell

SAW = (Outcome.COMPLIED, Outcome.NOT_COMPLIED)
"""Outcomes of a contact at which somebody spoke with the person."""
LONGEST_QUIET = 365


def _seen(by: Pass) -> QuerySet[Any]:
    return Contact.objects.filter(entries_of_tied("casework.Contact", by))


def last_contacts(people: Sequence[int], by: Pass) -> Mapping[int, Cell]:
    """The last time somebody spoke with each person, of any agency whose contacts the reader sees."""
    return _cells(rows_of(_last, by=by, people=tuple(people)))


def _last(by: Pass, people: tuple[int, ...]) -> QuerySet[Any, Any]:
    rows = _seen(by).filter(person_id__among=people, state=HAPPENED, outcome__in=SAW)
    return _first_of_each(rows.order_by("person_id", "-starts_at", "-id"))


def next_contacts(people: Sequence[int], by: Pass) -> Mapping[int, Cell]:
    """The next time each person is expected somewhere."""
    return _cells(rows_of(_coming, by=by, people=tuple(people)))


def _coming(by: Pass, people: tuple[int, ...]) -> QuerySet[Any, Any]:
    rows = _seen(by).filter(person_id__among=people, state=SCHEDULED, starts_at__gt=by.at)
    return _first_of_each(rows.order_by("person_id", "starts_at", "id"))


def _first_of_each(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return rows.distinct("person_id").values_list("person_id", "kind", "starts_at")


def _cells(rows: Iterable[tuple[int, str, datetime]]) -> Mapping[int, Cell]:
    return {person: Cell(ContactKind(kind).label, at=starts_at) for person, kind, starts_at in rows}


def quiet_for(by: Pass, days: str) -> Q:
    """People with whom nobody is known to have spoken for so many days, as far as the reader sees contacts."""
    since = by.at - timedelta(days=int(days))
    rows = _seen(by).filter(person=OuterRef("pk"), state=HAPPENED, outcome__in=SAW, starts_at__gte=since)
    return ~Q(Exists(rows))


def next_appointment(by: Pass) -> QuerySet[Any, Any]:
    """When the reader is expected next, with anyone."""
    rows = Contact.objects.filter(with_staff_id=by.staff, agency_id=by.agency, state=SCHEDULED, starts_at__gt=by.at)
    told: QuerySet[Any, Any] = rows.annotate(at=F("starts_at")).values("at")
    return told
