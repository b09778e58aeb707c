"""What measurement asks of people: figures that wait for a second person."""

from typing import Any

from django.db.models import F, QuerySet

from desistance.foundation.duties import duty_rows_of_nobody
from desistance.foundation.passes import Pass
from desistance.measurement.models import Publication


def publications_to_approve(by: Pass) -> QuerySet[Any, Any]:
    """Publications that wait for the reader's approval: not those they prepared or asked approval for. Due at their set time."""
    waiting = Publication.objects.filter(state="waiting").exclude(prepared_by=by.staff).exclude(submitted_by=by.staff)
    if not by.holds("publication.approve"):
        waiting = waiting.none()
    return duty_rows_of_nobody(
        waiting,
        "measurement.approve",
        words=F("title"),
        since="submitted_at",
        due="publish_at",
        said_by="snapshot__agency__short_name",
    )
