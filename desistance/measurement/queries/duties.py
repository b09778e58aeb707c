"""What measurement asks of people: figures that wait for a second person."""

from typing import Any

from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from desistance.foundation.passes import Pass
from desistance.foundation.register import DUTY_COLUMNS
from desistance.measurement.models import Publication


def publications_to_approve(by: Pass) -> QuerySet[Any, Any]:
    """Publications that wait for the reader's approval: not those they prepared or asked approval for. Due at their set time."""
    waiting = Publication.objects.filter(state="waiting").exclude(prepared_by=by.staff).exclude(submitted_by=by.staff)
    if not by.holds("publication.approve"):
        waiting = waiting.none()
    told: QuerySet[Any, Any] = waiting.annotate(
        duty=Value("measurement.approve", output_field=CharField()),
        record=F("id"),
        person=Cast(Value(None), BigIntegerField()),
        reference=Value("", output_field=CharField()),
        words=F("title"),
        said_by=F("snapshot__agency__short_name"),
        since=F("submitted_at"),
        due=F("publish_at"),
    )
    columns: QuerySet[Any, Any] = told.values(*DUTY_COLUMNS)
    return columns
