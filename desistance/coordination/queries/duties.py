"""What meetings ask of workers: lines to send before one, and actions that were agreed. Only of people whom they may open."""

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from desistance.access.models import Involvement
from desistance.access.queries.scope import people_seen, unhidden
from desistance.coordination.models import AgreedAction, Attendance, CaseLine
from desistance.coordination.terms.meetings import ASKED, LISTED, OPEN
from desistance.foundation.duties import duty_rows
from desistance.foundation.passes import Pass
from desistance.people.models import Person


def _led(by: Pass) -> QuerySet[Any, Any]:
    """People whose work with the agency the reader leads, or nobody leads in their team."""
    mine = Q(lead_id=by.staff) | Q(lead__isnull=True, team_id__in=by.teams)
    return Involvement.objects.filter(mine, state="open", agency_id=by.agency).values("person_id")


def lines_to_send(by: Pass) -> QuerySet[Any, Any]:
    """Lines that the reader's agency was asked for: of whoever speaks for it there, else of whoever leads its work."""
    seats = Attendance.objects.filter(meeting_id=OuterRef("case__meeting_id"), agency_id=by.agency)
    speaks = Exists(seats.filter(staff_id=by.staff))
    leads = ~Exists(seats.filter(staff__isnull=False)) & Q(person__in=_led(by))
    rows = CaseLine.objects.filter(
        Q(speaks) | leads,
        unhidden(by, "coordination.CaseLine"),
        agency_id=by.agency,
        state=ASKED,
        case__state=LISTED,
        person__in=Person.objects.filter(people_seen(by)),
    )
    words = Concat(Value("Line for "), F("case__meeting__forum__name"), output_field=CharField())
    return duty_rows(
        rows,
        "coordination.line",
        words=words,
        since="asked_at",
        due="case__meeting__lines_due_at",
        said_by="case__agency__short_name",
    )


def actions_due(by: Pass) -> QuerySet[Any, Any]:
    """Agreed actions that the reader is to do: given to them, or to their agency about someone whom they lead on."""
    theirs = Q(staff_id=by.staff) | Q(staff__isnull=True, person__in=_led(by))
    rows = AgreedAction.objects.filter(
        theirs,
        unhidden(by, "coordination.AgreedAction"),
        agency_id=by.agency,
        state=OPEN,
        person__in=Person.objects.filter(people_seen(by)),
    )
    said_by = F("case__meeting__forum__name")
    return duty_rows(rows, "coordination.action", words=F("what"), since="recorded_at", due="due_on", said_by=said_by)
