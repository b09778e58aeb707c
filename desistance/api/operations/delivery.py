"""The delivery plan and comments on measures: who does what by when, where it stands, and what owners say of a figure."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter
from desistance.api.text import NO_NUL, Day, Id, Line, Sentence, Version, Word
from desistance.foundation.calendar import local_date
from desistance.governance.actions.comments import comment_on_measure
from desistance.governance.actions.plan import add_action, challenge_action, change_action, say_where_it_stands
from desistance.governance.queries.comments import comments
from desistance.governance.queries.plan import ActionShown, action_opened, plan_action, plan_shown
from desistance.governance.rules import ActionFacts, StandingSaid
from desistance.governance.terms import LONGEST_WORDS, Objective

router = RoomRouter(tags=["delivery plan"])
Words = Annotated[str, StringConstraints(max_length=LONGEST_WORDS, pattern=NO_NUL)]


class PlannedTold(Schema):
    """One action: its owner in words, where it stands, and the measures that it is meant to move, by name."""

    id: int
    version: int
    objective: Objective
    what: str
    owner: str
    due_on: date
    is_late: bool
    state: str
    recovery: str
    milestone: str
    measures: list[str]


class PlanNoteTold(Schema):
    """What was said of an action, by whom, and where it then stood."""

    kind: str
    words: str
    state: str
    recovery: str
    said_by: str
    at: datetime


class PlannedOpened(PlannedTold):
    """One action with everything said of it, newest first."""

    notes: list[PlanNoteTold]


class PlannedSaid(Schema):
    """An action as it is written. ``owner`` is the id of a post whose role works on the plan."""

    what: Line
    objective: Objective
    owner: Id
    due_on: Day
    milestone: Sentence = ""
    measures: list[Word] = Field([], max_length=20)


class PlannedStands(Schema):
    """Where an action stands. Amber and red need a recovery step; without a milestone the one that was named stays."""

    to: Word
    words: Words
    recovery: Sentence = ""
    milestone: Sentence | None = None


class PlannedAsked(Schema):
    """What the board asks."""

    words: Words


class MeasureCommentTold(Schema):
    """What whoever answers for a measure says of one period. ``version`` goes with the next comment on it."""

    id: int
    version: int
    measure: str
    first_on: date
    last_on: date
    words: str
    said_by: str
    said_at: datetime


class MeasureCommentSaid(Schema):
    """A comment on a measure and period; with the ``version`` that was read where one stands."""

    measure: Word
    first_on: Day
    last_on: Day
    words: Words
    version: Version | None = None


def _told(shown: ActionShown) -> dict[str, Any]:
    names = ("id", "version", "objective", "what", "due_on", "state", "recovery", "milestone", "measures")
    row = {name: getattr(shown.action, name) for name in names}
    return {**row, "owner": shown.owner, "is_late": shown.is_late}


def _facts(said: PlannedSaid) -> ActionFacts:
    return ActionFacts(said.what, said.objective, said.due_on, said.milestone, tuple(said.measures))


@router.asks("/delivery-plan", list[PlannedTold], permission="delivery.view")
def list_planned_actions(request: Asked) -> Any:
    """List the actions of the delivery plan by objective and day."""
    return [_told(one) for one in plan_shown(by=request.by, on=local_date(request.at))]


@router.asks("/delivery-plan/{int:number}", PlannedOpened, permission="delivery.view")
def planned_action(request: Asked, number: int) -> Any:
    """Read one action of the delivery plan with its notes and challenges."""
    opened = action_opened(number, by=request.by, at=request.at)
    names = ("kind", "words", "recovery", "at")
    notes = [
        {**{name: getattr(one.note, name) for name in names}, "state": one.note.state, "said_by": one.said_by}
        for one in opened.notes
    ]
    return {**_told(opened.shown), "notes": notes}


@router.does("/delivery-plan", permission="delivery.hold", makes=True)
def add_planned_action(request: Asked, said: PlannedSaid) -> Done:
    """Add an action to the delivery plan, owned by a post."""
    return done("plan action", add_action(facts=_facts(said), owner=said.owner, by=request.by, at=request.at))


@router.does("/delivery-plan/{int:number}", permission="delivery.hold", versioned=True, method="PUT")
def change_planned_action(request: Asked, number: int, said: PlannedSaid) -> Done:
    """Change what an action says or whose it is. The old words are kept."""
    row = plan_action(number, by=request.by)
    told: dict[str, Any] = {"version": request.version, "by": request.by, "at": request.at}
    return done("plan action", change_action(action=row, facts=_facts(said), owner=said.owner, **told))


@router.does("/delivery-plan/{int:number}/standing", permission="delivery.work", versioned=True)
def rate_planned_action(request: Asked, number: int, said: PlannedStands) -> Done:
    """Say where an action of the caller's agency stands, and what has happened."""
    row = plan_action(number, by=request.by)
    told: dict[str, Any] = {"version": request.version, "by": request.by, "at": request.at}
    return done("plan action", say_where_it_stands(action=row, said=StandingSaid(**said.dict()), **told))


@router.does("/delivery-plan/{int:number}/challenge", permission="delivery.challenge", makes=True)
def challenge_planned_action(request: Asked, number: int, said: PlannedAsked) -> Done:
    """Put a question of the board to the owner of an action. It is kept, and changes nothing else."""
    row = plan_action(number, by=request.by)
    return done("plan note", challenge_action(action=row, words=said.words, by=request.by, at=request.at))


@router.asks("/measure-comments", list[MeasureCommentTold], permission="measure.view")
def list_measure_comments(request: Asked) -> Any:
    """List what owners say of the measures of the board, newest period first."""
    names = ("id", "version", "measure", "first_on", "last_on", "words", "said_at")
    return [
        {**{name: getattr(one.comment, name) for name in names}, "said_by": one.said_by}
        for one in comments(by=request.by)
    ]


@router.does("/measure-comments", permission="measure.comment", makes=True)
def say_measure_comment(request: Asked, said: MeasureCommentSaid) -> Done:
    """Comment on a measure of a period that the caller's agency answers for. Earlier words are kept."""
    return done("measure comment", comment_on_measure(**said.dict(), by=request.by, at=request.at))
