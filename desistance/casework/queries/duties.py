"""What the diary asks of a worker: outcomes to log, appointments today, evidence that is due."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from desistance.access.queries.scope import people_seen, unhidden
from desistance.access.queries.staffing import holding_posts
from desistance.casework.models import Contact
from desistance.casework.terms import DECIDERS, SCHEDULED, ContactKind
from desistance.foundation.calendar import day_begins, local_date
from desistance.foundation.duties import duty_rows
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.partners.models import Post
from desistance.people.models import Person

MANAGER = "team_manager"
KIND = Case(*(When(kind=value, then=Value(words)) for value, words in ContactKind.choices), output_field=CharField())


def _mine(by: Pass) -> QuerySet[Contact]:
    """The reader's own contacts for the agency they act for, with people whose record they may open."""
    open_to_reader = Person.objects.filter(people_seen(by))
    return Contact.objects.filter(
        unhidden(by, "casework.Contact"), with_staff_id=by.staff, agency_id=by.agency, person__in=open_to_reader
    )


def _duty(rows: QuerySet[Any], name: str, *, after: str, since: str, due: str = "") -> QuerySet[Any, Any]:
    words = Concat(KIND, Value(after), output_field=CharField())
    return duty_rows(rows, name, words=words, since=since, due=due)


def outcomes_to_log(by: Pass) -> QuerySet[Any, Any]:
    """The reader's appointments that are over and have no outcome."""
    rows = _mine(by).filter(state=SCHEDULED, ends_at__lte=by.at)
    return _duty(rows, "casework.outcome", after=" has no outcome yet", since="starts_at")


def appointments_today(by: Pass) -> QuerySet[Any, Any]:
    """The reader's appointments of today that are not over."""
    tomorrow = day_begins(local_date(by.at) + timedelta(days=1))
    rows = _mine(by).filter(state=SCHEDULED, ends_at__gt=by.at, starts_at__lt=tomorrow)
    return _duty(rows, "casework.appointment", after=" today", since="recorded_at", due="starts_at")


def evidence_awaited(by: Pass) -> QuerySet[Any, Any]:
    """Unacceptable absences from work that an order or licence stands behind, on which nothing has been decided yet: the
    reader's own, and of a team manager those of workers who may not decide.
    """
    ordered = Q(involvement__kind__in=HOUSE.ordered_kinds())
    undecided = ordered & Q(enforcement="", evidence_due_on__isnull=False)
    rows = _mine(by).filter(undecided)
    if by.role == MANAGER:
        deciding = Post.objects.filter(
            holding_posts(by.at), staff_id=OuterRef("with_staff_id"), agency_id=by.agency, role__in=DECIDERS
        )
        open_to_reader = Person.objects.filter(people_seen(by))
        ours = Contact.objects.filter(unhidden(by, "casework.Contact"), agency_id=by.agency, person__in=open_to_reader)
        rows = ours.filter(undecided, Q(with_staff_id=by.staff) | ~Exists(deciding))
    return _duty(
        rows,
        "casework.evidence",
        after=" missed under an order or licence: decide",
        since="outcome_at",
        due="evidence_due_on",
    )
