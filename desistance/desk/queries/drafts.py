"""Drafts of forms: seen by their author alone, while they may still see the person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from desistance.access.queries.scope import people_seen
from desistance.audit.deeds import question
from desistance.desk.models import Draft
from desistance.foundation.decisions import NotFound
from desistance.foundation.duties import duty_rows
from desistance.foundation.passes import Pass
from desistance.people.models import Person


@dataclass(frozen=True, slots=True)
class DraftShown:
    """A form half written: its fields as typed, and when they were kept."""

    id: int
    path: str
    values: Mapping[str, Sequence[str]]
    saved_at: datetime
    expires_at: datetime


def readable(by: Pass) -> QuerySet[Draft]:
    """The author's own drafts that still stand, less those about people they may no longer open."""
    open_to_reader = Person.objects.filter(people_seen(by)).values("pk")
    mine = Draft.objects.filter(staff_id=by.staff, agency_id=by.agency, expires_at__gt=by.at)
    return mine.filter(Q(person__isnull=True) | Q(person_id__in=open_to_reader))


@question
def draft_for(*, form: str, subject: str, by: Pass) -> DraftShown | None:
    """The reader's draft of one form about one subject, to offer when the form is opened again."""
    return _shown(readable(by).filter(form=form, subject=subject).first())


@question
def draft(*, record: int, by: Pass) -> DraftShown:
    """One draft of the reader's own. Raises :class:`NotFound`."""
    found = _shown(readable(by).filter(pk=record).first())
    if found is None:
        raise NotFound()
    return found


def _shown(row: Draft | None) -> DraftShown | None:
    return None if row is None else DraftShown(row.pk, row.path, row.values, row.saved_at, row.expires_at)


def drafts_due(by: Pass) -> QuerySet[Any, Any]:
    """Drafts as work that is due: finish them before they are thrown away (the duty ``desk.draft``)."""
    return duty_rows(
        readable(by),
        "desk.draft",
        words="You have not sent this form yet.",
        since="saved_at",
        due="expires_at",
        said_by=Value("Your draft", output_field=CharField()),
        reference=Coalesce(F("person__reference"), Value("")),
    )
