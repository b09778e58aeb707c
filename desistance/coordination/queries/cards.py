"""What meetings show on a person's page: the coming one, the last one, and how many actions are open. One statement."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from desistance.access.queries.scope import entries_seen
from desistance.coordination.models import AgreedAction, MeetingCase
from desistance.coordination.terms.meetings import CASE_STATES, OPEN
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked
from desistance.foundation.register import HOUSE

MOST = 2


def meetings_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """The two newest meetings about the person that the reader may see; nothing when there is none."""
    with marked("coordination.meetings_card"):
        found = rows_of(_newest, by=by, person=person)
    if not found:
        return None
    may_open = by.holds("panel.take_part")
    link = {"label": "All meetings", "url": "{here}meetings/"} if may_open else None
    cases = [_shown(row) for row in found]
    return {"cases": cases, "open_actions": found[0].open_actions, "link": link, "may_open": may_open}


def _newest(by: Pass, person: int) -> QuerySet[Any]:
    actions = AgreedAction.objects.filter(entries_seen(by, "coordination.AgreedAction"), state=OPEN)
    counted = actions.filter(person_id=OuterRef("person_id")).order_by().values("person_id").annotate(n=Count("pk"))
    rows: QuerySet[Any] = MeetingCase.objects.filter(
        entries_seen(by, "coordination.MeetingCase"), person_id=person
    ).annotate(
        forum=F("meeting__forum__name"),
        starts_at=F("meeting__starts_at"),
        open_actions=Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0),
    )
    return rows.order_by("-meeting__starts_at", "-id")[:MOST]


def _shown(row: Any) -> dict[str, Any]:
    purpose = HOUSE.purposes.get(row.purpose)
    return {
        "id": row.pk,
        "forum": row.forum,
        "starts_at": row.starts_at,
        "purpose": purpose.words if purpose else row.purpose,
        "state": CASE_STATES[row.state],
    }
