"""What plans ask of workers: steps to take, plans to agree and to look at again. Each is one query of ``duty_rows``."""

from datetime import timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat

from desistance.access.queries.lists import owners_of_tied
from desistance.access.queries.scope import people_seen, unhidden
from desistance.assessment.models import Plan, Step
from desistance.assessment.queries.duties import begins_here, led_by
from desistance.assessment.terms.plans import OPEN_STEPS, PLAN_RULES, Taker
from desistance.foundation.calendar import local_date
from desistance.foundation.duties import duty_rows
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.foundation.terms import DataClass
from desistance.people.models import Person
from desistance.sentences.models import Order


def steps_due(by: Pass) -> QuerySet[Any, Any]:
    """Steps of goals for now that are due soon or late: the reader's own, their agency's with whom they lead on, and steps of
    the person that are late, whom the plan's lead worker asks."""
    on = local_date(by.at)
    led = led_by(by)
    soon = on + timedelta(days=in_force(PLAN_RULES, on).values["step_asked_ahead_days"])
    mine = Q(taker=Taker.WORKER, staff_id=by.staff, agency_id=by.agency)
    asked_of_us = Q(
        taker=Taker.AGENCY,
        taking_agency_id=by.agency,
        data_class=DataClass.PLAN,
        agency_id__in=owners_of_tied(DataClass.PLAN, by),
        person__in=led,
    )
    late = Q(taker=Taker.PERSON, agency_id=by.agency, due_on__lt=on, person__in=led)
    rows = Step.objects.filter(
        mine | asked_of_us | late,
        unhidden(by, "assessment.Step"),
        state__in=OPEN_STEPS,
        due_on__lte=soon,
        goal__state="now",
        person__in=Person.objects.filter(people_seen(by)).values("pk"),
    ).exclude(goal__plan__state="ended")
    ask = Case(When(taker=Taker.PERSON, then=Value("Ask what came of: ")), default=Value("Step of the plan: "))
    words = Concat(ask, "what", output_field=CharField())
    return duty_rows(rows, "assessment.step_due", words=words, since="set_at", due="due_on")


def plans_due(by: Pass) -> QuerySet[Any, Any]:
    """Plans of the people whom the reader leads on that wait for the person's agreement, or are to be looked at again soon."""
    on = local_date(by.at)
    soon = on + timedelta(days=in_force(PLAN_RULES, on).values["asked_ahead_days"])
    rows = Plan.objects.filter(agency_id=by.agency, person__in=led_by(by)).exclude(state="ended")
    waiting = rows.annotate(due_on=Coalesce("agree_on", "review_on")).filter(due_on__lte=soon)
    words = Case(
        When(agree_on__isnull=True, then=Value("Look at the plan again")),
        When(state="draft", then=Value("Agree the plan with the person")),
        default=Value("Agree what changed in the plan"),
        output_field=CharField(),
    )
    return duty_rows(waiting, "assessment.plan_due", words=words, since="begun_at", due="due_on")


def plans_missing(by: Pass) -> QuerySet[Any, Any]:
    """People whom the reader leads on under an order or licence of their agency that runs, with no plan by that agency.

    It is due some days after the order began or came on record, and asked for a while before. Of several the newest counts.
    """
    on = local_date(by.at)
    rules = in_force(PLAN_RULES, on).values
    allowed, ahead = timedelta(days=rules["begin_days"]), timedelta(days=rules["asked_ahead_days"])
    begun = Plan.objects.filter(person=OuterRef("person"), agency_id=by.agency).exclude(state="ended")
    ours = Order.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), agency_id=by.agency, state="active")
    running = ours.filter(starts_on__lte=on)
    newer = running.filter(person=OuterRef("person"), pk__gt=OuterRef("pk"))
    asked = running.annotate(begins=begins_here()).filter(
        ~Exists(begun), ~Exists(newer), begins__lte=by.at - allowed + ahead, person__in=led_by(by)
    )
    due = ExpressionWrapper(F("begins") + Value(allowed), output_field=DateTimeField())
    words = "Under an order with no plan: begin one"
    return duty_rows(
        asked.annotate(by_when=due), "assessment.plan_missing", words=words, since="recorded_at", due="by_when"
    )
