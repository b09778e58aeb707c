"""Taking back work that a file opened by mistake, many at once."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Greatest

from desistance.access.models import Involvement, NamedWorker, Tie
from desistance.audit.deeds import deed
from desistance.foundation.actions import revision_of
from desistance.foundation.models import Revision
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass


@deed("involvement.change")
def take_involvements_back(*, rows: Collection[int], reason: str, by: Pass, at: datetime) -> list[Involvement]:
    """End open work of the acting agency that its own file opened, with the reason; ties and named workers end with it.

    A second call changes nothing. Raises ``NotFound`` for a worker to whom one of the records is not open. Five statements,
    however many.
    """
    found = list(
        Involvement.objects.select_for_update().filter(pk__in=rows, agency_id=by.agency, state="open").order_by("pk")
    )
    for work in found:
        by.demand_person(work.person_id, DataClass(work.data_class), writing=True)
    ids = [work.pk for work in found]
    Revision.objects.bulk_create([revision_of(work, by=by, at=at, reason=reason, kind="undo") for work in found])
    Involvement.objects.filter(pk__in=ids).update(
        state="ended",
        until_at=Greatest(at, F("from_at")),
        end_reason=reason,
        version=F("version") + 1,
        changed_at=at,
        changed_by=by.staff,
    )
    end = Involvement.objects.filter(pk=OuterRef("involvement_id")).values("until_at")
    Tie.objects.filter(involvement__in=ids, until_at__gt=at).update(until_at=Greatest(Subquery(end), F("from_at")))
    NamedWorker.objects.filter(involvement__in=ids, until_at__isnull=True).update(until_at=at, changed_at=at)
    return found
