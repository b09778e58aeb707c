"""By when each step of a move to adult services is due, put to the database: what ``rules.youth.milestones`` says of one move."""

from datetime import date, timedelta
from typing import Any

from django.db.models import (
    DateField,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)

from desistance.people.models import BirthDate
from desistance.schemes.models import CohortManager
from desistance.schemes.queries.clocks import DayOfAge
from desistance.schemes.rules.youth import rules_of
from desistance.schemes.terms.iom import ManagerPart


def aged(months: int) -> Subquery:
    """The day on which the person of a row is so many months old, by the earliest date of birth on record."""
    born = BirthDate.objects.standing().filter(person=OuterRef("person_id")).order_by().values("person")
    return Subquery(born.annotate(day=DayOfAge(Min("born_on"), months)).values("day"), output_field=DateField())


def dues(on: date) -> dict[str, Any]:
    """When each step of a case is due, by the milestones in force on a day."""
    rules = rules_of(on).values
    return {
        "share": aged(rules["share_months"]),
        "name": _later(rules["name_days"]),
        "meet": aged(rules["meet_months"]),
        "accept": _later(rules["answer_days"]),
        "look": F("ends_on"),
        "hand_over": F("ends_on"),
        "check": F("ends_on"),
    }


def _later(days: int) -> Any:
    after = Value(timedelta(days=days), output_field=DurationField())
    return ExpressionWrapper(F("moved_at") + after, output_field=DateTimeField())


def with_worker_named(cases: QuerySet[Any]) -> QuerySet[Any]:
    """The same with ``is_named``: whether the adult service has named a worker."""
    named = CohortManager.objects.filter(case=OuterRef("pk"), until_at__isnull=True, part=ManagerPart.PROBATION)
    told: QuerySet[Any] = cases.annotate(is_named=Exists(named))
    return told


def carried_by(part: ManagerPart) -> Subquery:
    """Who carries a case now for one side, by name."""
    rows = CohortManager.objects.filter(case=OuterRef("pk"), until_at__isnull=True, part=part)
    return Subquery(rows.values("staff__name")[:1])
