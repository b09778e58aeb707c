"""What access asks of people: the duties that my day, badges and notices read. Each is one query of ``duty_rows``."""

from datetime import timedelta
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Concat

from desistance.access.models import AccessRestriction, EmergencyAccess, Involvement
from desistance.access.queries.emergencies import alerts_for, to_review
from desistance.access.queries.requests import waiting_for
from desistance.access.queries.scope import people_found, people_seen, unhidden
from desistance.access.terms import GOVERNANCE_ROLES
from desistance.foundation.calendar import local_date
from desistance.foundation.duties import duty_rows
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DataClass
from desistance.people.models import Person

NEW_FOR = timedelta(days=7)
"""How long the start of another agency's work is news. Source: partnership default of the service, 2026."""
REVIEW_AHEAD = timedelta(days=14)
"""How long before its day the review of a restriction is asked for. Source: partnership default of the service, 2026."""


def _words(before: str, field: str, after: str = "") -> Any:
    return Concat(Value(before), F(field), Value(after), output_field=CharField())


def requests_to_answer(by: Pass) -> QuerySet[Any, Any]:
    """Requests for access that wait for the reader's answer."""
    return duty_rows(
        waiting_for(by),
        "access.request",
        words=_words("", "staff__name", " asks for access"),
        since="asked_at",
        due="due_at",
    )


def emergencies_used(by: Pass) -> QuerySet[Any, Any]:
    """Emergency access to people whose record the reader's agency holds: told at once, until somebody there has seen it."""
    return duty_rows(
        alerts_for(by),
        "access.emergency_used",
        words=_words("", "staff__name", " opened this record in an emergency"),
        since="from_at",
        due="from_at",
    )


def emergencies_to_decide(by: Pass) -> QuerySet[Any, Any]:
    """Emergency accesses that information governance must decide on."""
    rows = to_review(by) if by.role in GOVERNANCE_ROLES else EmergencyAccess.objects.none()
    return duty_rows(
        rows,
        "access.emergency_review",
        words=_words("Emergency access by ", "staff__name", " waits for review"),
        since="from_at",
        due="review_due_at",
    )


def emergencies_to_explain(by: Pass) -> QuerySet[Any, Any]:
    """The reader's own emergency accesses about which a reviewer has asked for more."""
    rows = EmergencyAccess.objects.filter(staff_id=by.staff, state="more_needed", explanation="")
    return duty_rows(
        rows.filter(person__in=Person.objects.filter(people_found(by))),
        "access.emergency_explain",
        words=Value("The reviewer of your emergency access asks for more", output_field=CharField()),
        since="reviewed_at",
    )


def new_involvements(by: Pass) -> QuerySet[Any, Any]:
    """Work that another agency has just started with someone whom the reader leads on. Work that tells of health is left out."""
    led = Involvement.objects.filter(lead_id=by.staff, agency_id=by.agency, state="open").values("person_id")
    rows = Involvement.objects.filter(
        unhidden(by, "access.Involvement"),
        recorded_at__gt=by.at - NEW_FOR,
        state="open",
        data_class=DataClass.INVOLVEMENT,
        person__in=led,
    ).exclude(Q(agency_id=by.agency) | Q(kind__in=HOUSE.guest_kinds()))
    return duty_rows(
        rows.filter(person__in=Person.objects.filter(people_seen(by))),
        "access.new_involvement",
        words=_words("", "agency__short_name", " has started work"),
        since="recorded_at",
    )


def restrictions_to_review(by: Pass) -> QuerySet[Any, Any]:
    """Restrictions of the reader's agency whose review is near or past, for its approver, its listed managers and governance."""
    rows = AccessRestriction.objects.filter(
        agency_id=by.agency, until_at__isnull=True, review_on__lte=local_date(by.at) + REVIEW_AHEAD
    ).exclude(person_id__in=by.excluded)
    if by.role not in GOVERNANCE_ROLES:
        rows = rows.filter(person_id__in=by.listed - set(by.emergencies))
        rows = rows.filter(person__in=Person.objects.filter(people_seen(by)))
    return duty_rows(
        rows,
        "access.restriction_review",
        words=Value("The restriction of this record must be reviewed", output_field=CharField()),
        since="from_at",
        due="review_on",
    )
