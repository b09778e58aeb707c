"""Whose word a new row is, and the one way to change a record: under its version, with the old row kept."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Conflict, Versions
from desistance.foundation.models import Revision
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Record
from desistance.foundation.terms import DataClass


@dataclass(frozen=True, slots=True)
class Word:
    """Whose word a fact or an event is, how it reached us and when it was said: the columns of provenance."""

    by: Pass
    at: datetime
    source: str
    source_reference: str
    said_at: datetime | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of :class:`~desistance.foundation.rows.SaidBy`."""
        return {
            "agency_id": self.by.agency,
            "source": self.source,
            "source_reference": self.source_reference,
            "said_at": self.said_at or self.at,
            "recorded_at": self.at,
            "recorded_by": self.by.staff,
        }

    @property
    def said_on(self) -> date:
        """The day on which it was said."""
        return local_date(self.said_at or self.at)


def values_of(row: models.Model) -> dict[str, Any]:
    """A row's concrete columns as JSON-safe values."""
    raw = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    loaded: dict[str, Any] = json.loads(json.dumps(raw, cls=DjangoJSONEncoder))
    return loaded


def change(
    record: Record,
    *,
    version: int | None,
    by: Pass,
    at: datetime,
    reason: str = "",
    kind: str = "edit",
    **values: Any,
) -> None:
    """Write ``values`` to the record if it still has ``version`` (None: the version it was loaded with); keep the old row.

    Raises :class:`Conflict` with both versions when someone else changed it first; nothing is written then.
    """
    expected = record.version if version is None else version
    model: Any = type(record)
    revision = revision_of(record, by=by, at=at, reason=reason, kind=kind)
    fresh = {**values, "version": expected + 1, "changed_at": at, "changed_by": by.staff}
    if record.version != expected or not model.objects.filter(pk=record.pk, version=expected).update(**fresh):
        raise _conflict(record, expected, values)
    revision.save(force_insert=True)
    for name, value in fresh.items():
        setattr(record, name, value)


def revision_of(record: Record, *, by: Pass, at: datetime, reason: str, kind: str) -> Revision:
    """The row as it stands, to be kept before it changes; not yet written."""
    old = values_of(record)
    return Revision(
        holding=record._meta.label,
        record_id=record.pk,
        person_id=old.get(getattr(type(record), "about", "person_id")),
        data_class=_class_of(record),
        version=record.version,
        values=old,
        by_staff=by.staff,
        by_agency=by.agency,
        at=at,
        reason=reason,
        kind=kind,
    )


def _class_of(record: Record) -> str:
    kind = getattr(type(record), "data_class_of", DataClass.IDENTITY)
    return str(kind) if isinstance(kind, DataClass) else str(getattr(record, kind))


def _conflict(record: Record, expected: int, mine: dict[str, Any]) -> Conflict:
    model: Any = type(record)
    theirs = values_of(model.objects.get(pk=record.pk))
    earlier = Revision.objects.filter(holding=model._meta.label, record_id=record.pk, version=expected).first()
    base = earlier.values if earlier else {}
    return Conflict(
        "Someone else changed this while you were working. You have not lost anything: both versions are below.",
        Versions(base=base, theirs=theirs, mine=mine, version=theirs["version"]),
    )
