"""Working on the plan: setting goals and steps, moving them on, and recording what the person said to it."""

from datetime import datetime
from typing import Any

from desistance.assessment.models import Goal, Plan, PlanVersion, Step, VersionGoal
from desistance.assessment.queries.plans import COUNTED, STEP
from desistance.assessment.rules.needs import class_of
from desistance.assessment.rules.plans import (
    AgreementFacts,
    GoalFacts,
    PlannedGoal,
    StepFacts,
    agree_by,
    may_end_goal,
    may_end_plan,
    may_put_as_task,
    troubles_of_agreement,
    troubles_of_goal,
    troubles_of_step,
)
from desistance.assessment.terms.plans import GOAL_STATES, OPEN_STEPS, PLAN_STATES, STEP_STATES, Taker
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.casework.actions.tasks import Doer, set_task
from desistance.casework.models import Contact, Task
from desistance.casework.rules.tasks import Origin, TaskFacts
from desistance.casework.terms import TASK_OPEN
from desistance.foundation.actions import change
from desistance.foundation.calendar import day_begins, local_date
from desistance.foundation.decisions import NotFound, refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency, Post, Staff
from desistance.people.models import Person

OVER = ("done", "not_needed")


@deed("plan.change", Category.COLLECTION)
def set_goal(*, person: Person, facts: GoalFacts, by: Pass, at: datetime) -> Goal:
    """Set a goal in the agency's plan with the person, which begins with its first goal.

    Raises :class:`Refused` with the field to mend, and :class:`NotFound` when the pass is not for this person.
    """
    kind = class_of(facts.pathway)
    for one in {DataClass.PLAN, kind}:
        by.demand_person(person.pk, one, writing=True)
    Person.objects.select_for_update().get(pk=person.pk)
    plan = Plan.objects.filter(person=person, agency_id=by.agency).exclude(state="ended").order_by("-begun_at").first()
    goals = Goal.objects.filter(plan=plan).exclude(state="removed").count() if plan else 0
    for field, decision in troubles_of_goal(facts, goals=goals):
        decision.demand(field)
    plan = _changed(plan, by, at) if plan else _begun(person, by, at)
    return Goal.objects.create(
        person=person,
        agency_id=by.agency,
        plan=plan,
        data_class=kind,
        what=facts.what.strip(),
        pathway=facts.pathway,
        state=facts.state,
        set_at=at,
        set_by=by.staff,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


@deed("plan.change")
def change_goal(*, goal: Goal, what: str, pathway: str, by: Pass, at: datetime, version: int | None = None) -> Goal:
    """Say a goal better, or under another pathway. Raises :class:`Refused`, :class:`Conflict` and :class:`NotFound`."""
    _ours(goal, by)
    kind = class_of(pathway)
    by.demand_person(goal.person_id, kind, writing=True)
    for field, decision in troubles_of_goal(GoalFacts(what, pathway), goals=0):
        decision.demand(field)
    if (goal.what, goal.pathway) != (what.strip(), pathway):
        _changed(_plan_of(goal), by, at)
    change(goal, version=version, by=by, at=at, what=what.strip(), pathway=pathway, data_class=kind)
    for step in Step.objects.filter(goal=goal).exclude(data_class=kind):
        change(step, version=None, by=by, at=at, data_class=kind)
    return goal


@deed("plan.change")
def move_goal(*, goal: Goal, state: str, why: str, by: Pass, at: datetime, version: int | None = None) -> Goal:
    """Put a goal off, begin it, say that it is achieved or remove it with the reason, or take it up again."""
    _ours(goal, by)
    if version is None or version == goal.version:
        GOAL_STATES.may_move(goal.state, state).demand("state")
    is_over = state in ("achieved", "removed")
    if is_over:
        may_end_goal(state=state, why=why).demand("why")
    told: dict[str, Any] = {"ended_on": local_date(at) if is_over else None, "came_of": why.strip() if is_over else ""}
    change(goal, version=version, by=by, at=at, state=state, **told)
    if state != "achieved":
        _changed(_plan_of(goal), by, at)
    return goal


@deed("plan.change", Category.COLLECTION)
def add_step(*, goal: Goal, facts: StepFacts, by: Pass, at: datetime) -> Step:
    """Add a step to a goal of the agency's own. Raises :class:`Refused` with the field to mend, :class:`NotFound`."""
    _ours(goal, by)
    steps = Step.objects.filter(goal=goal).count()
    for field, decision in troubles_of_step(facts, on=local_date(at), steps=steps, is_new=True):
        decision.demand(field)
    _demand_there(facts, goal.person_id, by)
    if goal.state == "now":
        _changed(_plan_of(goal), by, at)
    return Step.objects.create(
        person_id=goal.person_id,
        agency_id=by.agency,
        goal=goal,
        data_class=goal.data_class,
        set_at=at,
        set_by=by.staff,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
        **_told(facts, at),
    )


@deed("plan.change")
def change_step(
    *, step: Step, facts: StepFacts, by: Pass, at: datetime, version: int | None = None, contact: Any = None
) -> Step:
    """Say how a step stands and what came of it. The agency that takes a step may do so; all else is the plan's agency's.

    Raises :class:`Refused` with the field to mend, :class:`Conflict` with both versions, :class:`NotFound`.
    """
    by.demand_person(step.person_id, DataClass(step.data_class), writing=True)
    is_ours = step.agency_id == by.agency
    if not is_ours and (
        step.taking_agency_id != by.agency or not by.may_see(DataClass(step.data_class), step.agency_id)
    ):
        raise NotFound()
    is_stale = version is not None and version != step.version
    if facts.state != step.state and not is_stale:
        STEP_STATES.may_move(step.state, facts.state).demand("state")
    for field, decision in troubles_of_step(facts, on=local_date(at), steps=0, is_new=False):
        decision.demand(field)
    if is_ours:
        _demand_there(facts, step.person_id, by)
    told = _told(facts, at, step)
    if not is_ours:
        told = {name: told[name] for name in ("state", "came_of", "finished_on")}
    change(step, version=version, by=by, at=at, **told)
    return step


@deed("plan.change", Category.COLLECTION)
def put_as_task(*, step: Step, by: Pass, at: datetime) -> Task:
    """Ask whoever takes a step of the agency's own plan to do it, as a task by the day of the step.

    Raises :class:`Refused` where the person takes it, it has no day or is over, it is a task already, or the agency does not
    work with the person (field ``doer``), and :class:`NotFound`.
    """
    _ours(step, by)
    held: Step = Step.objects.select_for_update(of=("self",)).select_related("staff").get(pk=step.pk)
    agency = Agency.objects.get(pk=held.taking_agency_id or by.agency)
    asked = Task.objects.filter(origin_name=STEP, origin_id=held.pk, state=TASK_OPEN)
    may_put_as_task(
        taker=held.taker,
        is_open=held.state in OPEN_STEPS,
        due_on=held.due_on,
        on=local_date(at),
        is_asked=asked.exists(),
        is_held_closely=held.data_class == DataClass.HEALTH and agency.kind != "health",
    ).demand()
    assert held.due_on is not None, "asked for before"
    facts, doer = TaskFacts(held.what, held.due_on), Doer(agency, held.staff)
    person = Person.objects.get(pk=held.person_id)
    return set_task(person=person, facts=facts, doer=doer, by=by, at=at, origin=Origin(STEP, held.pk))


@deed("plan.agree", Category.COLLECTION)
def agree_plan(*, plan: Plan, facts: AgreementFacts, by: Pass, at: datetime, version: int | None = None) -> PlanVersion:
    """Record what the person said to the plan, and keep the plan as it stood.

    Raises :class:`Refused` with the field to mend (a goal without a step, no reason), :class:`Conflict`, :class:`NotFound`.
    """
    _ours(plan, by)
    if version is None or version == plan.version:
        PLAN_STATES.may_move(plan.state, facts.outcome).demand("outcome")
    goals = list(Goal.objects.filter(plan=plan).order_by("id"))
    steps = _steps_of(goals)
    weighed = [PlannedGoal(one.what, one.state, _counted(steps.get(one.pk, []))) for one in goals]
    for field, decision in troubles_of_agreement(facts, weighed, on=local_date(at)):
        decision.demand(field)
    change(plan, version=version, by=by, at=at, state=facts.outcome, agree_on=None, review_on=facts.review_on)
    return _version(plan, facts, _frozen(goals, steps), by, at)


@deed("plan.agree")
def end_plan(*, plan: Plan, reason: str, by: Pass, at: datetime, version: int | None = None) -> Plan:
    """End the agency's plan with the reason; it stays readable. Raises :class:`Refused`, :class:`Conflict`, :class:`NotFound`."""
    _ours(plan, by)
    PLAN_STATES.may_move(plan.state, "ended").demand("reason")
    may_end_plan(reason=reason).demand("reason")
    change(plan, version=version, by=by, at=at, state="ended", ended_at=at, end_reason=reason.strip())
    return plan


def _ours(row: Any, by: Pass) -> None:
    kind = getattr(row, "data_class", DataClass.PLAN)
    by.demand_person(row.person_id, DataClass(kind), writing=True)
    if row.agency_id != by.agency:
        raise NotFound()


def _demand_there(facts: StepFacts, person: int, by: Pass) -> None:
    """That a step names a worker of the plan's agency, an agency that is there, and an appointment of the same person.

    Raises :class:`Refused` for the first two, :class:`NotFound` for an appointment that is not this person's.
    """
    if facts.taker == Taker.WORKER and not Post.objects.filter(staff_id=facts.staff or 0, agency_id=by.agency).exists():
        refused("Choose a worker of your own agency.").demand("staff")
    if facts.taker == Taker.AGENCY and not Agency.objects.filter(pk=facts.taking_agency or 0).exists():
        refused("Choose an agency that this service knows.").demand("taking_agency")
    if facts.contact is not None and not Contact.objects.filter(pk=facts.contact, person_id=person).exists():
        raise NotFound()


def _begun(person: Person, by: Pass, at: datetime) -> Plan:
    told: dict[str, Any] = {"created_at": at, "changed_at": at, "changed_by": by.staff}
    return Plan.objects.create(
        person=person,
        agency_id=by.agency,
        begun_at=at,
        begun_by=by.staff,
        agree_on=agree_by(local_date(at)),
        **told,
    )


def _plan_of(goal: Goal) -> Plan:
    plan: Plan = Plan.objects.get(pk=goal.plan_id)
    return plan


def _changed(plan: Plan, by: Pass, at: datetime) -> Plan:
    """A plan that the person agreed to or not is agreed anew once its goals or steps change."""
    if PLAN_STATES.may_move(plan.state, "changed"):
        change(plan, version=None, by=by, at=at, state="changed", agree_on=agree_by(local_date(at)))
    return plan


def _told(facts: StepFacts, at: datetime, step: Step | None = None) -> dict[str, Any]:
    is_over = facts.state in OVER
    finished = step.finished_on if step and step.state == facts.state else local_date(at)
    return {
        "what": facts.what.strip(),
        "taker": facts.taker,
        "staff_id": facts.staff if facts.taker == Taker.WORKER else None,
        "taking_agency_id": facts.taking_agency if facts.taker == Taker.AGENCY else None,
        "due_on": facts.due_on,
        "state": facts.state,
        "came_of": facts.came_of.strip(),
        "finished_on": finished if is_over else None,
        "contact_id": facts.contact,
    }


def _steps_of(goals: list[Goal]) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = {}
    for step in Step.objects.filter(goal__in=goals).order_by("id"):
        found.setdefault(step.goal_id, []).append(step)
    return found


def _counted(steps: list[Step]) -> int:
    return sum(1 for step in steps if step.state in COUNTED)


def _frozen(goals: list[Goal], steps: dict[int, list[Step]]) -> list[tuple[Goal, list[dict[str, Any]]]]:
    takers = _names(steps)
    return [(goal, [_kept(step, takers) for step in steps.get(goal.pk, [])]) for goal in goals]


def _version(
    plan: Plan, facts: AgreementFacts, frozen: list[tuple[Goal, list[dict[str, Any]]]], by: Pass, at: datetime
) -> PlanVersion:
    is_today = facts.agreed_on == local_date(at)
    said: dict[str, Any] = {
        "person_id": plan.person_id,
        "agency_id": by.agency,
        "at": at if is_today else day_begins(facts.agreed_on),
        "said_at": at,
        "recorded_at": at,
        "recorded_by": by.staff,
    }
    made = PlanVersion.objects.create(
        plan=plan,
        number=PlanVersion.objects.filter(plan=plan).count() + 1,
        outcome=facts.outcome,
        agreed_on=facts.agreed_on,
        why=facts.why.strip(),
        own_words=facts.own_words.strip(),
        **{"review_on": facts.review_on, **said},
    )
    for goal, steps in frozen:
        kept = {name: getattr(goal, name) for name in ("data_class", "what", "pathway", "state", "came_of")}
        VersionGoal.objects.create(version=made, goal=goal, steps=steps, **kept, **said)
    return made


def _names(steps: dict[int, list[Step]]) -> dict[tuple[str, int], str]:
    rows = [step for some in steps.values() for step in some]
    workers = Staff.objects.filter(pk__in={step.staff_id for step in rows if step.staff_id})
    agencies = Agency.objects.filter(pk__in={step.taking_agency_id for step in rows if step.taking_agency_id})
    found = {("worker", pk): name for pk, name in workers.values_list("pk", "name")}
    return found | {("agency", pk): name for pk, name in agencies.values_list("pk", "short_name")}


def _kept(step: Step, names: dict[tuple[str, int], str]) -> dict[str, Any]:
    return {
        "what": step.what,
        "who": names.get((step.taker, step.staff_id or step.taking_agency_id or 0), ""),
        "due_on": step.due_on.isoformat() if step.due_on else None,
        "state": step.state,
        "came_of": step.came_of,
    }
