"""Evaluations and how schemes go: ask for a plan, lock it, read what was found."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter
from desistance.api.text import Day, Id, Sentence, Text, Word
from desistance.measurement.actions import evaluations as acts
from desistance.measurement.actions.publications import prepare_evaluation
from desistance.measurement.actions.tracking import ask_for_tracking
from desistance.measurement.queries import evaluations as asks
from desistance.measurement.rules.evaluation import Choices

router = RoomRouter(tags=["measures"])


class EvaluationTold(Schema):
    """An evaluation: its question, its plan's fingerprint, and where it stands."""

    id: int
    version: int
    question: str
    scheme: str
    design: str
    state: str
    snapshot_id: int
    plan_sha256: str
    locked_at: datetime | None
    amends_id: int | None
    failed_because: str


class EvaluationWhole(EvaluationTold):
    """One evaluation with its plan as `evidence evaluate` reads it, who is left after each step, and what was found, cleared."""

    logic_model: str
    first_on: date
    last_on: date
    people_sha256: str
    plan: dict[str, Any]
    people: dict[str, Any]
    result: dict[str, Any]


class TrackingTold(Schema):
    """How schemes go on the newest records: a cleared row for each kind of work; empty before the first is counted."""

    state: str
    complete_to: date | None
    result: dict[str, Any]


class PlanWanted(Schema):
    """A question, a logic model and a plan; ``before`` are facts known before the start."""

    snapshot: Id
    question: Sentence
    logic_model: Text
    scheme: Word
    first_on: Day
    last_on: Day
    design: Word = "matched"
    months: Literal[12, 24] = 12
    primary: Word = "reoffended"
    pool: Word = ""
    method: Word = ""
    before: list[Word] = []
    locks_itself: bool = False
    trial: Id | None = None
    amends: Id | None = None
    because: Sentence | None = None


class SchemesWanted(Schema):
    """The counted snapshot to follow schemes on."""

    snapshot: Id


NAMES = (
    "question", "logic_model", "scheme", "first_on", "last_on", "design", "months", "primary", "pool", "method", "locks_itself",
)  # fmt: skip


def _asked(request: Asked, said: PlanWanted) -> dict[str, Any]:
    choices = Choices(**{name: getattr(said, name) for name in NAMES}, before=tuple(said.before))
    trial = asks.trial_numbered(said.trial, by=request.by) if said.trial else None
    return {"snapshot": asks.snapshot_counted(said.snapshot, by=request.by), "choices": choices, "trial": trial}


@router.asks("/evaluations", list[EvaluationTold], permission="measure.view")
def list_evaluations(request: Asked) -> Any:
    """List the evaluations, newest first."""
    return [one.record for one in asks.evaluations(by=request.by)]


@router.asks("/evaluations/{int:number}", EvaluationWhole, permission="measure.view")
def one_evaluation(request: Asked, number: int) -> Any:
    """Read one evaluation: its plan, who is left after each step, and what was found."""
    return asks.evaluation_shown(number, by=request.by).record


@router.does("/evaluations", permission="evaluation.plan", makes=True)
def plan_evaluation(request: Asked, said: PlanWanted) -> Done:
    """Ask for an evaluation; its people are counted in the background. A fact measured after the start is refused."""
    amends = asks.evaluation_to_change(said.amends, by=request.by) if said.amends else None
    more: dict[str, Any] = {"amends": amends, "because": said.because or ""} if amends else {}
    made = acts.ask_for_evaluation(**_asked(request, said), by=request.by, at=request.at, **more)
    return done("evaluation", made)


@router.does("/evaluations/{int:number}/lock", permission="evaluation.plan", versioned=True)
def lock_evaluation(request: Asked, number: int) -> Done:
    """Lock a plan whose people are counted: its outcomes are then joined and worked out."""
    record = asks.evaluation_to_change(number, by=request.by)
    made = acts.lock_plan(evaluation=record, version=request.version, by=request.by, at=request.at)
    return done("evaluation", made)


@router.does("/evaluations/{int:number}/publication", permission="publication.prepare", makes=True)
def release_evaluation(request: Asked, number: int) -> Done:
    """Prepare the release of an evaluation; somebody else approves it."""
    record = asks.evaluation_to_publish(number, by=request.by)
    return done("publication", prepare_evaluation(evaluation=record, by=request.by, at=request.at))


@router.asks("/tracking", TrackingTold, permission="measure.view")
def read_schemes(request: Asked) -> Any:
    """Read how schemes go: for each kind of work people, rate so far with its range, and the curve."""
    found = asks.tracking_newest(by=request.by)
    if found is None:
        return TrackingTold(state="", complete_to=None, result={})
    return TrackingTold(
        state=found.record.state, complete_to=found.record.snapshot.complete_to, result=found.record.result
    )


@router.does("/tracking", permission="measure.count", makes=True)
def count_schemes(request: Asked, said: SchemesWanted) -> Done:
    """Ask for schemes to be counted on a snapshot, in the background."""
    snapshot = asks.snapshot_counted(said.snapshot, by=request.by)
    return done("tracking", ask_for_tracking(snapshot=snapshot, by=request.by, at=request.at))
