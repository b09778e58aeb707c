"""What the move to adult services asks of both sides, each one query with DUTY_COLUMNS; and its cards on the person's page."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from desistance.access.models import Involvement
from desistance.access.queries.scope import entries_seen, people_found, people_seen, unhidden
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.duties import duty_rows, late_rows
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.people.models import Person
from desistance.schemes.models import CaseAsk, CohortManager, SchemeCase
from desistance.schemes.queries.arrests import owners_seen
from desistance.schemes.queries.youth.steps import aged, carried_by, dues, with_worker_named
from desistance.schemes.rules.clocks import ran_out_before
from desistance.schemes.rules.youth import rules_of
from desistance.schemes.terms.iom import ASKED, AskKind, ManagerPart
from desistance.schemes.terms.youth import (
    ACCEPTED,
    ADULT_SIDE,
    HANDED_OVER,
    IDENTIFIED,
    MET,
    RETAINED,
    SHARED,
    YOUTH,
    YOUTH_SIDE,
    YOUTH_STATES,
    YOUTH_WORK,
)

Rows = QuerySet[Any, Any]
LABEL = "schemes.SchemeCase"
AHEAD = timedelta(days=14)
"""How long before an agreed day it becomes work. Source: default of the service, to be confirmed by the partnership."""


def _people(by: Pass) -> Rows:
    return Person.objects.filter(people_seen(by)).values("pk")


def moves_to_plan(by: Pass) -> Rows:
    """Young people whom the reader leads for the youth service, who are nearly 17 or whose age nobody knows."""
    cases = SchemeCase.objects.filter(scheme=YOUTH, person_id=OuterRef("person_id"))
    led = Q(lead_id=by.staff) | Q(lead__isnull=True)
    rows = Involvement.objects.filter(led, agency_id=by.agency, kind=YOUTH_WORK, state="open", person__in=_people(by))
    rules = rules_of(local_date(by.at)).values
    told: Rows = rows.filter(~Exists(cases)).annotate(plan_on=aged(rules["identify_months"]))
    soon = local_date(by.at) + timedelta(days=rules["notice_days"])
    words = Case(
        When(plan_on__isnull=True, then=Value("Date of birth not known: nobody can tell when to plan adult services")),
        default=Value("Plan the move to adult services"),
        output_field=CharField(),
    )
    wanted = told.filter(Q(plan_on__lte=soon) | Q(plan_on__isnull=True))
    return duty_rows(wanted, "schemes.youth_plan", words=words, since="from_at", due="plan_on")


def handovers_asked(by: Pass) -> Rows:
    """Young people for whom a youth service asks the reader's agency to name an adult worker."""
    people = Person.objects.filter(people_found(by)).values("pk")
    rows = CaseAsk.objects.filter(kind=AskKind.HANDOVER, to_agency_id=by.agency, state=ASKED, person__in=people)
    words = "A young person moves to adult services: name who takes them on"
    waiting = rows.filter(case__state=SHARED)
    return duty_rows(waiting, "schemes.youth_asked", words=words, since="asked_at", due="due_on")


def next_steps(by: Pass) -> Rows:
    """The next step of each move that the reader carries for their side, from when it is work for them."""
    rows = _waiting(by, people_seen(by), staff_id=by.staff)
    return duty_rows(rows, "schemes.youth_next", words=F("step"), since="moved_at", due=F("step_due"))


def steps_late(by: Pass) -> Rows:
    """The same for a supervisor, of every move that somebody of their agency carries, once the day of the step has gone.

    They need not work with the young person themselves: it is enough that they may know of them, and they ask who carries it.
    """
    words = Concat(Value("Late, ask who carries it: "), F("step"), output_field=CharField())
    rows, before = _waiting(by, people_found(by), agency_id=by.agency), ran_out_before("youth", by.at)
    return late_rows(rows, "schemes.youth_late", words=words, due="step_due", before=before)


def _waiting(by: Pass, people: Any, **carried_by: Any) -> Rows:
    """Moves that wait for the side of those who carry them: ``step`` says for what and ``step_due`` by when."""
    ours = CohortManager.objects.filter(case=OuterRef("pk"), until_at__isnull=True, **carried_by)
    cases: Rows = SchemeCase.objects.filter(
        Exists(ours), unhidden(by, LABEL), scheme=YOUTH, agency_id__in=owners_seen(by, DataClass.CHILDHOOD),
        person__in=Person.objects.filter(people).values("pk"),
    )  # fmt: skip
    steps = _steps(by)
    wanted = Q(pk__in=[])
    for condition, _, _ in steps:
        wanted |= condition
    words = Case(*[When(condition, then=Value(said)) for condition, said, _ in steps], output_field=CharField())
    dues = [When(condition, then=Cast(due, DateTimeField())) for condition, _, due in steps if due is not None]
    due = Case(*dues, default=Value(None), output_field=DateTimeField())
    told: Rows = with_worker_named(cases).filter(wanted).annotate(step=words, step_due=due)
    return told


def _steps(by: Pass) -> list[tuple[Q, str, Any]]:
    """When which step is work for the reader's side, in what words, and by when."""
    on, rules = local_date(by.at), rules_of(local_date(by.at)).values
    soon, answer, due = on + AHEAD, timedelta(days=rules["answer_days"]), dues(on)
    meet = (Q(state=SHARED, is_named=True), "Hold the joint meeting", due["meet"])
    hand = (Q(state=ACCEPTED, ends_on__lte=soon), "Hand over on the day that was agreed", due["hand_over"])
    youth = [
        (Q(state=IDENTIFIED), "Send the file with risk and needs", due["share"]),
        meet,
        (
            Q(state=SHARED, is_named=False, moved_at__lte=by.at - timedelta(days=rules["name_days"])),
            "The adult service has named nobody: ask again",
            None,
        ),
        (Q(state=MET, moved_at__lte=by.at - answer), "No answer since the joint meeting: ask, or keep them", None),
        (Q(state=RETAINED, ends_on__lte=soon), "Kept by the youth service: look again", due["look"]),
        hand,
        (Q(state=HANDED_OVER), "Handed over: end your agency's part", None),
        (Q(closed_at__isnull=False), "The move has ended: end your agency's part", None),
    ]
    adult = [
        meet,
        (Q(state=MET), "Accept, with the day of the handover", due["accept"]),
        hand,
        (Q(state=HANDED_OVER, ends_on__lte=soon), "Check how the move went", due["check"]),
        (Q(closed_at__isnull=False), "The move has ended: end your agency's part", None),
    ]
    sides = ((YOUTH_SIDE, youth), (ADULT_SIDE, adult))
    return next((steps for side, steps in sides if by.agency_kind in side), [])


def _moves(by: Pass) -> Rows:
    rows = SchemeCase.objects.filter(entries_seen(by, LABEL), scheme=YOUTH).select_related("agency")
    told: Rows = rows.annotate(youth=carried_by(ManagerPart.YOUTH), adult=carried_by(ManagerPart.PROBATION))
    return told.order_by("-created_at", "-pk")


def _under_way(by: Pass) -> Rows:
    return _moves(by).filter(closed_at__isnull=True)[:1]


def youth_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """The person's moves to adult services; without one, nothing unless the reader may plan one."""
    if by.person != person or not by.sees.get(DataClass.CHILDHOOD):
        return None
    rows = rows_of(_moves, by=by)
    cases = [{"case": row, "state": YOUTH_STATES[row.state], "is_over": row.closed_at is not None} for row in rows]
    may = by.holds("youth.move") and by.agency_kind in YOUTH_SIDE and DataClass.CHILDHOOD in by.writes
    if not cases and not may:
        return None
    return {"cases": cases, "may_plan": may and all(one["is_over"] for one in cases)}


def youth_banner(person: int, by: Pass) -> Mapping[str, Any] | None:
    """The banner's line while a move is under way."""
    if by.person != person or not by.sees.get(DataClass.CHILDHOOD):
        return None
    row = next(iter(rows_of(_under_way, by=by)), None)
    if row is None:
        return None
    fact = {"label": "Moving to adult services", "value": YOUTH_STATES[row.state].wording}
    return {"facts": [fact]}
