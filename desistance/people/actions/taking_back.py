"""Taking back people whom a file added by mistake, many at once; and putting others in order again when names of theirs went."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import revision_of
from desistance.foundation.models import Revision
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.people.actions._writing import _keep_sort_key
from desistance.people.models import ON_RECORD, Person


@deed("person.merge", Category.ERASURE)
def take_people_back(*, people: Collection[int], reason: str, by: Pass, at: datetime) -> list[Person]:
    """Close the records of people whom nothing but what is taken back with them told of. Nobody finds or opens them any more.

    Whoever calls this has made sure that nothing else uses them. A second call changes nothing. Raises ``NotFound`` for a
    worker to whom one of the records is not open. Three statements, however many.
    """
    rows = list(Person.objects.select_for_update().filter(ON_RECORD, pk__in=people).order_by("pk"))
    for person in rows:
        by.demand_person(person.pk, DataClass.IDENTITY, writing=True)
    Revision.objects.bulk_create([revision_of(person, by=by, at=at, reason=reason, kind="undo") for person in rows])
    closed = {"withdrawn_at": Greatest(at, F("created_at")), "withdrawn_by": by.staff}
    Person.objects.filter(pk__in=[person.pk for person in rows]).update(
        **closed, version=F("version") + 1, changed_at=at, changed_by=by.staff
    )
    return rows


@deed("person.merge")
def order_again(*, people: Collection[int], by: Pass, at: datetime) -> list[Person]:
    """Order people by the names that stand, after names of theirs were taken back."""
    rows = list(Person.objects.filter(ON_RECORD, pk__in=people))
    for person in rows:
        _keep_sort_key(person)
    return rows
