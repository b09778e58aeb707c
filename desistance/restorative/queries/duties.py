"""What victim contact is asked for, and what a supervisor is told when it is late. Each is one query with DUTY_COLUMNS."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When
from django.db.models.functions import Concat

from desistance.access.queries.scope import people_seen, unhidden
from desistance.foundation.calendar import local_date
from desistance.foundation.duties import duty_rows, late_rows
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.people.models import Person
from desistance.restorative.models import DecisionToExplain
from desistance.restorative.queries.crossing import DECISIONS
from desistance.restorative.queries.victims import tellings_due, views_asked
from desistance.restorative.terms import DUE, LATE_RULES, Explained, TellingKind

WHAT = Case(
    *[When(decision__what=one, then=Value(one.label)) for one in Explained],
    *[When(kind=one, then=Value(one.label)) for one in TellingKind],
    output_field=CharField(),
)


def victims_due(by: Pass) -> QuerySet[Any, Any]:
    """What the reader's team is to tell victims, each by its own clock."""
    words = Concat(Value("Tell whoever was harmed: "), WHAT, output_field=CharField())
    return duty_rows(tellings_due(by), "restorative.tell", words=words, since="since_at", due="due_at")


def views_due(by: Pass) -> QuerySet[Any, Any]:
    """Views that were asked for and of which nobody who was harmed is on record yet."""
    words = "Ask whoever was harmed for their view"
    return duty_rows(views_asked(by), "restorative.view", words=words, since="asked_at", due="due_at")


def tellings_late(by: Pass) -> QuerySet[Any, Any]:
    """Decisions that victim contact has not dealt with by the usual clock, for a supervisor: nothing about a victim."""
    people = Person.objects.filter(people_seen(by))
    rows = DecisionToExplain.objects.filter(
        unhidden(by, DECISIONS), state=DUE, agency_id=by.agency, person__in=people.values("pk")
    )
    words = "Victim contact is late with a decision: ask them"
    before = by.at - timedelta(days=in_force(LATE_RULES, local_date(by.at)).values["days"])
    return late_rows(rows, "restorative.late", words=words, due="due_at", before=before)
