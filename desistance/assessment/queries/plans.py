"""What is on record of the plan: goals with their steps, who takes them, what the person said, and every version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet

from desistance.access.queries.scope import entries_known, entries_seen
from desistance.assessment.models import Goal, Plan, PlanVersion, Step, VersionGoal
from desistance.assessment.queries.risk import name_of
from desistance.assessment.rules.plans import PlannedGoal
from desistance.assessment.terms.needs import Pathway
from desistance.assessment.terms.plans import GOAL_STATES, OPEN_STEPS, PLAN_STATES, STEP_STATES, Agreement, Taker
from desistance.audit.deeds import question
from desistance.casework.queries.tasks import TaskShown, tasks_from
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.terms import DataClass

Found = TypeVar("Found")
COUNTED = ("not_started", "in_progress", "waiting", "done")
"""States of a step that counts when a plan is agreed: all but no longer needed."""
STEP = "assessment.Step"
"""What a task says of where it comes from, when it was made of a step."""
STATE_ORDER = ("now", "future", "achieved", "removed")


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step as the reader may see it; ``task``: the newest task that was made of it, if they may see one."""

    step: Any
    on: date
    task: TaskShown | None = None

    @property
    def id(self) -> int:
        """The step's id."""
        return int(self.step.pk)

    @property
    def who(self) -> str:
        """Who takes it, in words; empty when it is the person."""
        if self.step.taker == Taker.WORKER:
            return str(self.step.staff.name)
        return str(self.step.taking_agency.short_name) if self.step.taker == Taker.AGENCY else ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.step.state in OPEN_STEPS

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and it is still to be done."""
        return self.is_open and self.step.due_on is not None and self.step.due_on < self.on

    @property
    def state_words(self) -> str:
        """Where it stands, as a worker reads it."""
        return STEP_STATES[self.step.state].wording

    @property
    def task_words(self) -> str:
        """What came of the task that was made of it, or who is asked for it."""
        if self.task is None:
            return ""
        if self.task.is_open:
            return f"A task of {self.task.doer}"
        return f"Task {self.task.state_words.lower()}: {self.task.task.came_of}"

    @property
    def may_be_asked(self) -> bool:
        """Whether a worker or an agency takes it who could be asked for it now."""
        return self.is_open and self.step.taker != Taker.PERSON and not (self.task and self.task.is_open)

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        return "red" if self.is_late else STEP_STATES[self.step.state].tone


@dataclass(frozen=True, slots=True)
class GoalShown:
    """One goal with its steps."""

    goal: Any
    steps: tuple[StepShown, ...]
    is_ours: bool

    @property
    def id(self) -> int:
        """The goal's id."""
        return int(self.goal.pk)

    @property
    def pathway(self) -> Pathway:
        """What it is about."""
        return Pathway(self.goal.pathway)

    @property
    def state_words(self) -> str:
        """Where it stands, as a worker reads it."""
        return GOAL_STATES[self.goal.state].wording

    @property
    def counted(self) -> int:
        """How many steps count when the plan is agreed."""
        return sum(1 for one in self.steps if one.step.state in COUNTED)

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(1 for one in self.steps if one.step.state == "done")


@dataclass(frozen=True, slots=True)
class VersionShown:
    """What the person said to one version of a plan."""

    row: Any
    author: str

    @property
    def id(self) -> int:
        """The version's id."""
        return int(self.row.pk)

    @property
    def outcome(self) -> str:
        """What the person said, in words."""
        return Agreement(self.row.outcome).label


@dataclass(frozen=True, slots=True)
class PlanShown:
    """One agency's plan with its goals, and every version of it, newest first."""

    plan: Any
    goals: tuple[GoalShown, ...]
    versions: tuple[VersionShown, ...]
    is_ours: bool

    @property
    def id(self) -> int:
        """The plan's id."""
        return int(self.plan.pk)

    @property
    def state_words(self) -> str:
        """Where it stands, as a worker reads it."""
        return PLAN_STATES[self.plan.state].wording

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        return PLAN_STATES[self.plan.state].tone

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return bool(self.plan.state != "ended")

    def goals_in(self, state: str) -> tuple[GoalShown, ...]:
        """The goals of one state, in the order in which they were set."""
        return tuple(one for one in self.goals if one.goal.state == state)


@dataclass(frozen=True, slots=True)
class PlansShown:
    """Every plan that the reader may see, their own agency's first. ``not_shared``: agency -> goals only known of."""

    plans: tuple[PlanShown, ...]
    not_shared: Mapping[str, int]

    @property
    def own(self) -> PlanShown | None:
        """The plan of the reader's own agency that has not ended."""
        return next((one for one in self.plans if one.is_ours and one.is_open), None)


@question
def plans_of(person: int, *, by: Pass) -> PlansShown:
    """Plans, goals, steps and versions of the person whose record is open. Six statements, however long they are."""
    if by.person != person or not by.sees.get(DataClass.PLAN):
        return PlansShown((), {})
    plans = list(_seen(Plan, by).select_related("agency").order_by("-begun_at", "-id")[:20])
    goals = goals_shown(by)
    told = _seen(PlanVersion, by).annotate(author=name_of("recorded_by")).order_by("-number")[:100]
    versions = [VersionShown(row, row.author) for row in told]
    shown = tuple(
        PlanShown(
            plan,
            tuple(one for one in goals if one.goal.plan_id == plan.pk),
            tuple(one for one in versions if one.row.plan_id == plan.pk),
            plan.agency_id == by.agency,
        )
        for plan in plans
    )
    return PlansShown(tuple(sorted(shown, key=lambda one: (not one.is_open, not one.is_ours))), _not_shared(by))


def _seen(model: Any, by: Pass) -> QuerySet[Any]:
    rows = model.objects.standing() if hasattr(model.objects, "standing") else model.objects.all()
    found: QuerySet[Any] = rows.filter(entries_seen(by, f"assessment.{model.__name__}"))
    return found


def goals_shown(by: Pass) -> list[GoalShown]:
    """Every goal that the reader may see with its steps, now first. Three statements; to be asked inside a question."""
    steps: dict[int, list[StepShown]] = {}
    tasks = tasks_from(STEP, by=by)
    on = local_date(by.at)
    rows = _seen(Step, by).select_related("staff", "taking_agency", "contact").order_by("id")
    for row in rows[:1000]:
        steps.setdefault(row.goal_id, []).append(StepShown(row, on, tasks.get(row.pk)))
    goals = sorted(_seen(Goal, by).order_by("id")[:200], key=lambda one: STATE_ORDER.index(one.state))
    return [GoalShown(goal, tuple(steps.get(goal.pk, ())), goal.agency_id == by.agency) for goal in goals]


def _not_shared(by: Pass) -> dict[str, int]:
    counted: dict[str, int] = {}
    known = Goal.objects.filter(entries_known(by, "assessment.Goal"))
    for agency in known.order_by("agency__short_name").values_list("agency__short_name", flat=True):
        counted[agency] = counted.get(agency, 0) + 1
    note_all([by.person] if counted else [], DataClass.PLAN)
    return counted


@question
def own_goal(goal: int, *, by: Pass) -> GoalShown:
    """A goal of the reader's own agency with its steps. Raises :class:`NotFound` for any other."""
    return _only([one for one in goals_shown(by) if one.id == goal and one.is_ours])


@question
def step_seen(step: int, *, by: Pass) -> tuple[GoalShown, StepShown]:
    """A step that the reader may work on: of their own agency's plan, or one that their agency takes. Else :class:`NotFound`."""
    for goal in goals_shown(by):
        for one in goal.steps:
            if one.id == step and (goal.is_ours or one.step.taking_agency_id == by.agency):
                return goal, one
    raise NotFound()


@question
def own_plan(*, by: Pass) -> Plan:
    """The open plan of the reader's own agency with the person. Raises :class:`NotFound` when there is none."""
    rows: QuerySet[Plan] = _seen(Plan, by)
    return _only(list(rows.filter(agency_id=by.agency).exclude(state="ended").order_by("-begun_at")[:1]))


@question
def version_of(version: int, *, by: Pass) -> tuple[VersionShown, Sequence[Any]]:
    """One version of a plan with the goals of it that the reader may see. Raises :class:`NotFound` otherwise."""
    rows = _seen(PlanVersion, by).filter(pk=version).select_related("plan__agency", "agency")
    found = _only(list(rows.annotate(author=name_of("recorded_by"))))
    goals = sorted(
        _seen(VersionGoal, by).filter(version=found).order_by("goal_id"), key=lambda one: STATE_ORDER.index(one.state)
    )
    return VersionShown(found, found.author), goals


def _only(found: list[Found]) -> Found:
    if not found:
        raise NotFound()
    return found[0]


def planned(goals: Sequence[GoalShown]) -> list[PlannedGoal]:
    """Goals as an agreement weighs them."""
    return [PlannedGoal(one.goal.what, one.goal.state, one.counted) for one in goals]
