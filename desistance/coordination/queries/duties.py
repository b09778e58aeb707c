"""What meetings ask of workers: lines to send before one, and actions that were agreed. Only of people whom they may open."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from desistance.access.models import Involvement
from desistance.access.queries.scope import people_seen, unhidden
from desistance.coordination.models import AgreedAction, Attendance, CaseLine, Meeting
from desistance.coordination.terms.meetings import ASKED, LISTED, OPEN, PLANNED, UNDER_WAY
from desistance.foundation.duties import duty_rows, duty_rows_of_nobody
from desistance.foundation.passes import Pass
from desistance.people.models import Person

LEFT_AFTER = timedelta(hours=12)
EVERY_CHAIR_AFTER = timedelta(days=3)
"""When a meeting counts as left open, and when every chair of the agency is told. Source: partnership default, 2026."""


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


def meetings_left_open(by: Pass) -> QuerySet[Any, Any]:
    """Meetings never opened or never closed, whose seats still open records: for the chair, then for every chair."""
    left = Q(state=PLANNED, starts_at__lt=by.at - LEFT_AFTER) | Q(state=UNDER_WAY, opened_at__lt=by.at - LEFT_AFTER)
    mine = Q(chair_id=by.staff) | Q(chair__isnull=True) | Q(starts_at__lt=by.at - EVERY_CHAIR_AFTER)
    words = Case(
        When(state=PLANNED, then=Value("Meeting was not opened, and its seats still open records: cancel it")),
        default=Value("Meeting was not closed, and its seats still open records: close it"),
        output_field=CharField(),
    )
    rows = Meeting.objects.filter(left, mine, agency_id=by.agency)
    return duty_rows_of_nobody(rows, "coordination.left_open", words=words, since="starts_at", due="starts_at")
