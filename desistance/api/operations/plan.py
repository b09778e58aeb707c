"""Needs and strengths by pathway, and the plan that answers them: goals, steps, and what the person said."""

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import NO_NUL, Day, Id, Line, Sentence
from desistance.assessment.actions.needs import assess_needs, correct_needs
from desistance.assessment.actions.plans import (
    add_step,
    agree_plan,
    change_goal,
    change_step,
    end_plan,
    move_goal,
    put_as_task,
    set_goal,
)
from desistance.assessment.queries.needs import FIELDS, PathwayShown, needs_of, own_assessment
from desistance.assessment.queries.plans import PlanShown, own_goal, own_plan, plans_of, step_seen
from desistance.assessment.rules.needs import Answer, NeedsFacts
from desistance.assessment.rules.plans import AgreementFacts, GoalFacts, StepFacts
from desistance.assessment.terms.needs import Need, OwnView, Pathway, Readiness
from desistance.assessment.terms.plans import LONGEST_OWN_WORDS, Agreement, Taker
from desistance.foundation.rows import Source

router = RoomRouter(tags=["plan"])
OwnWords = Annotated[str, StringConstraints(max_length=LONGEST_OWN_WORDS, pattern=NO_NUL)]


class AnswerTold(Schema):
    """What one agency says of a pathway. ``since_on``: since when it judges the level so."""

    agency: str
    author: str
    made_on: date
    since_on: date
    level: Need
    words: str
    own_view: OwnView
    own_words: str
    readiness: Readiness
    helps: str


class PathwayTold(Schema):
    """One pathway: the newest word, what other agencies say, and how it came from the first known level."""

    pathway: Pathway
    level: Need = Field(description="`unknown` where nothing is on record: never the same as no need.")
    latest: AnswerTold | None
    others: list[AnswerTold]
    travelled: str


class AssessmentTold(Schema):
    """One assessment."""

    id: int
    agency: str
    author: str
    made_on: date
    with_person: bool
    why_without: str
    headline: str
    corrects: int | None


class NeedsTold(Schema):
    """Needs and strengths as far as the caller may see them."""

    pathways: list[PathwayTold]
    assessments: list[AssessmentTold]
    not_shared: dict[str, int] = Field(description="Agency -> how many of its answers the caller may only know of.")


class StepTold(Schema):
    """One step. ``who`` is empty when the person takes it; ``version`` goes into If-Match; ``task`` came of it last, if any."""

    id: int
    version: int
    what: str
    taker: Taker
    who: str
    due_on: date | None
    is_late: bool
    state: str
    came_of: str
    contact: int | None
    task: int | None
    task_words: str


class GoalTold(Schema):
    """One goal with its steps. ``version`` goes into If-Match."""

    id: int
    version: int
    what: str
    pathway: Pathway
    state: str
    came_of: str
    steps: list[StepTold]


class SaidTold(Schema):
    """What the person said to one version of the plan."""

    id: int
    number: int
    outcome: Agreement
    agreed_on: date
    why: str
    own_words: str
    review_on: date


class PlanTold(Schema):
    """One agency's plan. ``version`` goes into If-Match."""

    id: int
    version: int
    agency: str
    state: str
    agree_on: date | None
    review_on: date | None
    end_reason: str
    goals: list[GoalTold]
    said: list[SaidTold]


class PlansTold(Schema):
    """Every plan that the caller may see."""

    plans: list[PlanTold]
    not_shared: dict[str, int] = Field(description="Agency -> how many of its goals the caller may only know of.")


class AnswerSaid(Schema):
    """What is known of one pathway."""

    level: Need
    words: OwnWords = ""
    own_view: OwnView = OwnView.NOT_ASKED
    own_words: OwnWords = ""
    readiness: Readiness = Readiness.NOT_KNOWN
    helps: OwnWords = ""


class NeedsSaid(Schema):
    """An assessment. A pathway that is left out was not looked at, which is not the same as no need."""

    made_on: Day
    answers: dict[Pathway, AnswerSaid] = Field(max_length=len(Pathway))
    with_person: bool = True
    why_without: Sentence = ""


class NewNeeds(NeedsSaid):
    """The same, and where the caller's own system has it."""

    source_reference: Line = ""


class NeedsPutRight(NeedsSaid):
    """The same as it should have been, and why it is corrected."""

    reason: Sentence


class GoalSaid(Schema):
    """What the person wants to reach."""

    what: Sentence
    pathway: Pathway
    state: Annotated[str, StringConstraints(pattern="^(now|future)$")] = "now"


class GoalChanged(Schema):
    """The goal said better, or under another pathway."""

    what: Sentence
    pathway: Pathway


class GoalMoved(Schema):
    """How the goal stands now, and what came of it."""

    state: Annotated[str, StringConstraints(pattern="^(now|future|achieved|removed)$")]
    why: Sentence = ""


class StepSaid(Schema):
    """What is to be done, who does it, and by when."""

    what: Sentence
    taker: Taker
    staff: Id | None = None
    taking_agency: Id | None = None
    due_on: Day | None = None
    contact: Id | None = None


class StepChanged(StepSaid):
    """The step as it should stand. The agency that takes it changes its state and what came of it alone."""

    state: Annotated[str, StringConstraints(pattern="^(not_started|in_progress|waiting|done|not_needed)$")]
    came_of: Sentence = ""


class AgreementSaid(Schema):
    """What the person said to the plan."""

    outcome: Agreement
    agreed_on: Day
    why: Sentence = ""
    own_words: OwnWords = ""
    review_on: Day | None = None


class PlanEnded(Schema):
    """Why the plan ends."""

    reason: Sentence


def _answer(shown: Any) -> dict[str, Any]:
    row = shown.row
    told = {name: getattr(row, name) for name in (*FIELDS, "made_on", "since_on")}
    return {**told, "agency": row.agency.short_name, "author": shown.author}


def _pathway(one: PathwayShown) -> dict[str, Any]:
    return {
        "pathway": one.pathway,
        "level": one.level,
        "latest": _answer(one.latest) if one.latest else None,
        "others": [_answer(other) for other in one.others],
        "travelled": one.travelled,
    }


def _facts(said: NeedsSaid) -> NeedsFacts:
    answers = {pathway.value: Answer(**answer.dict()) for pathway, answer in said.answers.items()}
    return NeedsFacts(said.made_on, answers, said.with_person, said.why_without)


def _plan(shown: PlanShown) -> dict[str, Any]:
    told = {name: getattr(shown.plan, name) for name in ("version", "state", "agree_on", "review_on", "end_reason")}
    of_said = ("number", "outcome", "agreed_on", "why", "own_words", "review_on")
    return {
        **told,
        "id": shown.id,
        "agency": shown.plan.agency.short_name,
        "goals": [_goal(one) for one in shown.goals],
        "said": [{"id": one.id, **{name: getattr(one.row, name) for name in of_said}} for one in shown.versions],
    }


def _goal(shown: Any) -> dict[str, Any]:
    told = {name: getattr(shown.goal, name) for name in ("version", "what", "pathway", "state", "came_of")}
    return {**told, "id": shown.id, "steps": [_step(one) for one in shown.steps]}


def _step(shown: Any) -> dict[str, Any]:
    names = ("version", "what", "taker", "due_on", "state", "came_of")
    told = {name: getattr(shown.step, name) for name in names}
    return {
        **told,
        **{name: getattr(shown, name) for name in ("id", "who", "is_late", "task_words")},
        "contact": shown.step.contact_id,
        "task": shown.task.id if shown.task else None,
    }


@router.asks("/people/{reference}/needs", NeedsTold)
def needs(request: Asked, reference: str) -> Any:
    """Read a person's needs and strengths: the newest word on each pathway, who says so, and how far the person came."""
    person, by = opened(request, reference)
    shown = needs_of(person.pk, by=by)
    of_made = ("made_on", "with_person", "why_without", "headline")
    made = [
        {
            **{name: getattr(one.row, name) for name in of_made},
            "id": one.row.pk,
            "agency": one.row.agency.short_name,
            "author": one.author,
            "corrects": one.row.corrects_id,
        }
        for one in shown.assessments
    ]
    return {
        "pathways": [_pathway(one) for one in shown.pathways],
        "assessments": made,
        "not_shared": shown.not_shared,
    }


@router.does("/people/{reference}/needs", permission="needs.assess", makes=True)
def say_needs(request: Asked, reference: str, said: NewNeeds) -> Done:
    """Record an assessment of needs and strengths."""
    person, by = opened(request, reference)
    told: dict[str, Any] = {"source": Source.API, "source_reference": said.source_reference}
    return done("needs assessment", assess_needs(person=person, facts=_facts(said), by=by, at=request.at, **told))


@router.does("/people/{reference}/needs/{int:number}/correct", permission="needs.assess", makes=True)
def put_needs_right(request: Asked, reference: str, number: int, said: NeedsPutRight) -> Done:
    """Put a corrected assessment in place of the agency's own, which stays readable."""
    _, by = opened(request, reference)
    assessment, _answers = own_assessment(number, by=by)
    told: dict[str, Any] = {"reason": said.reason, "source": Source.API}
    corrected = correct_needs(assessment=assessment, facts=_facts(said), by=by, at=request.at, **told)
    return done("needs assessment", corrected)


@router.asks("/people/{reference}/plan", PlansTold)
def plan(request: Asked, reference: str) -> Any:
    """Read a person's plans: goals with their steps, who takes them, and what the person said."""
    person, by = opened(request, reference)
    shown = plans_of(person.pk, by=by)
    return {"plans": [_plan(one) for one in shown.plans], "not_shared": shown.not_shared}


@router.does("/people/{reference}/plan/goals", permission="plan.change", makes=True)
def say_goal(request: Asked, reference: str, said: GoalSaid) -> Done:
    """Set a goal in the agency's plan, which begins with its first goal."""
    person, by = opened(request, reference)
    return done("goal", set_goal(person=person, facts=GoalFacts(**said.dict()), by=by, at=request.at))


@router.does("/people/{reference}/plan/goals/{int:number}/change", permission="plan.change", versioned=True)
def put_goal_right(request: Asked, reference: str, number: int, said: GoalChanged) -> Done:
    """Say a goal of the agency's own better, or under another pathway."""
    _, by = opened(request, reference)
    goal = own_goal(number, by=by).goal
    return done("goal", change_goal(goal=goal, **said.dict(), version=request.version, by=by, at=request.at))


@router.does("/people/{reference}/plan/goals/{int:number}/move", permission="plan.change", versioned=True)
def move_one_goal(request: Asked, reference: str, number: int, said: GoalMoved) -> Done:
    """Put a goal off, begin it, say that it is achieved, or remove it with the reason."""
    _, by = opened(request, reference)
    goal = own_goal(number, by=by).goal
    return done("goal", move_goal(goal=goal, **said.dict(), version=request.version, by=by, at=request.at))


@router.does("/people/{reference}/plan/goals/{int:number}/steps", permission="plan.change", makes=True)
def say_step(request: Asked, reference: str, number: int, said: StepSaid) -> Done:
    """Add a step to a goal of the agency's own."""
    _, by = opened(request, reference)
    goal = own_goal(number, by=by).goal
    return done("step", add_step(goal=goal, facts=StepFacts(**said.dict()), by=by, at=request.at))


@router.does("/people/{reference}/plan/steps/{int:number}/task", permission="plan.change", makes=True)
def ask_step(request: Asked, reference: str, number: int) -> Done:
    """Ask whoever takes a step of the agency's own plan to do it, as a task by the day of the step."""
    _, by = opened(request, reference)
    _, shown = step_seen(number, by=by)
    return done("task", put_as_task(step=shown.step, by=by, at=request.at))


@router.does("/people/{reference}/plan/steps/{int:number}/change", permission="plan.change", versioned=True)
def put_step_right(request: Asked, reference: str, number: int, said: StepChanged) -> Done:
    """Say how a step stands and what came of it; the plan's agency may change all of it."""
    _, by = opened(request, reference)
    _, shown = step_seen(number, by=by)
    facts = StepFacts(**said.dict())
    return done("step", change_step(step=shown.step, facts=facts, version=request.version, by=by, at=request.at))


@router.does("/people/{reference}/plan/agreement", permission="plan.agree", versioned=True)
def say_agreement(request: Asked, reference: str, said: AgreementSaid) -> Done:
    """Record what the person said to the plan of the agency's own; the plan is kept as it stands."""
    _, by = opened(request, reference)
    shown = own_plan(by=by)
    facts = AgreementFacts(**said.dict())
    agree_plan(plan=shown, facts=facts, version=request.version, by=by, at=request.at)
    return done("plan", shown)


@router.does("/people/{reference}/plan/end", permission="plan.agree", versioned=True)
def finish_plan(request: Asked, reference: str, said: PlanEnded) -> Done:
    """End the plan of the agency's own; it stays readable."""
    _, by = opened(request, reference)
    ended = end_plan(plan=own_plan(by=by), reason=said.reason, version=request.version, by=by, at=request.at)
    return done("plan", ended)
