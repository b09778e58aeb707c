"""Where the reader has been: recently viewed, and up to when they have seen a person's changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from desistance.access.queries.scope import people_seen, unhidden
from desistance.audit.deeds import question
from desistance.desk.models import Look
from desistance.desk.terms import RECENT_MOST
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.terms import DataClass
from desistance.people.models import Choice, Name, Person
from desistance.people.terms import NameKind


@dataclass(frozen=True, slots=True)
class LastLook:
    """When the reader last opened the record, up to when they have seen what changed, and since when they follow the person."""

    opened_at: datetime | None
    seen_at: datetime
    followed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecentPerson:
    """A person the reader opened, newest first."""

    person: int
    reference: str
    name: str
    opened_at: datetime


@question
def last_look(*, by: Pass) -> LastLook | None:
    """The reader's last look at the open record; None before the first."""
    rows = Look.objects.filter(staff_id=by.staff, agency_id=by.agency, person_id=by.person)
    row = rows.values_list("opened_at", "seen_at", "followed_at").first()
    return LastLook(*row) if row else None


@question
def recently_viewed(*, by: Pass, most: int = RECENT_MOST) -> Sequence[RecentPerson]:
    """People the reader opened last and may still open; the rest are as if they had never been."""
    opened = dict(rows_of(_opened_last, by=by, shape=(most * 2,)))
    references = dict(rows_of(_still_seen, by=by, people=tuple(opened)))
    kept = [person for person in opened if person in references][:most]
    names = shown_names(people=kept, by=by)
    return [RecentPerson(person, references[person], names.get(person, ""), opened[person]) for person in kept]


def _opened_last(by: Pass, most: int) -> QuerySet[Any, Any]:
    looks = Look.objects.filter(staff_id=by.staff, agency_id=by.agency, opened_at__isnull=False)
    return looks.order_by("-opened_at").values_list("person_id", "opened_at")[:most]


def _still_seen(by: Pass, people: tuple[int, ...]) -> QuerySet[Any, Any]:
    return Person.objects.filter(people_seen(by), pk__among=people).values_list("pk", "reference")


@question
def shown_names(*, people: Sequence[int], by: Pass) -> Mapping[int, str]:
    """The name shown of each of several people whom the reader may open, in one statement; others have none here."""
    if not people:
        return {}
    named: dict[int, tuple[Any, str]] = {}
    for row in rows_of(_names, by=by, people=tuple(people)):
        person, fact, chosen, kind, said_at, given, family = row
        rank = (fact == chosen, kind == NameKind.CURRENT, said_at, fact)
        if person not in named or rank > named[person][0]:
            named[person] = (rank, f"{given} {family}".strip())
    note_all(named, DataClass.IDENTITY)
    return {person: name for person, (_, name) in named.items()}


def _names(by: Pass, people: tuple[int, ...]) -> QuerySet[Any, Any]:
    newest: QuerySet[Any] = Choice.objects.filter(kind="name", person_id=OuterRef("person_id")).order_by("-at", "-id")
    rows: QuerySet[Any] = Name.objects.standing().filter(unhidden(by, "people.Name"))
    rows = rows.filter(person__in=Person.objects.filter(people_seen(by), pk__among=people))
    rows = rows.exclude(kind=NameKind.LIKED).annotate(chosen=Subquery(newest.values("fact_id")[:1]))
    return rows.values_list("person_id", "id", "chosen", "kind", "said_at", "given", "family")
