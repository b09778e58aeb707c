"""The move from youth to adult services: planned, shared, met, accepted, handed over and checked, by two agencies on one case."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from ninja import Schema

from desistance.access.queries.staffing import agency_of, member_of_staff
from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import Day, Id, Sentence
from desistance.foundation.decisions import NotFound
from desistance.schemes.actions.youth import (
    accept_move,
    answer_handover,
    change_worker,
    check_move,
    hand_over,
    keep_with_youth,
    leave_move,
    plan_move,
    record_joint_meeting,
    share_file,
    stop_move,
    undo_move_step,
)
from desistance.schemes.queries.youth.cases import handover_asked, open_youth_case, seen_youth_case
from desistance.schemes.queries.youth.moves import youth_moves

router = RoomRouter(tags=["youth"])
ONE = "/people/{reference}/youth/moves/{int:number}"


class MilestoneTold(Schema):
    """One step: by when (null: cannot be told), when it was done, and what cannot be told."""

    name: str
    words: str
    owner: str
    due_on: date | None
    done_on: date | None
    trouble: str


class MoveStep(Schema):
    """A step that was taken."""

    words: str
    who: str
    reason: str
    at: datetime


class MoveList(StrEnum):
    """Which moves: those under way, those of them whose next step is overdue, or those that have ended."""

    GOING = "going"
    LATE = "late"
    OVER = "over"


class MoveListed(Schema):
    """One move: where it stands, its next milestone, whose turn it is and by when."""

    reference: str
    case: int
    state: str
    next_step: str
    turn: str
    due_on: date | None
    is_late: bool
    youth: str
    adult: str


class MovesListed(Schema):
    """A page of moves, how many there are of each list, and where the next page begins (0: there is none)."""

    counts: dict[str, int]
    rows: list[MoveListed]
    after: int


class YouthMove(Schema):
    """A move as it stands. ``adult_from`` and ``adult_until``: when the person is 18, at the earliest and at the latest."""

    id: int
    version: int
    state: str
    data_class: str
    adult_from: date | None
    adult_until: date | None
    milestones: list[MilestoneTold]
    workers: list[str]
    steps: list[MoveStep]


class MoveReason(Schema):
    """A reason."""

    reason: Sentence


class FileShared(Schema):
    """What is sent to which adult service, and why risk or needs are left out."""

    agency: Id
    items: list[Literal["risk", "needs", "order", "safety", "own_words"]]
    why_not: Sentence = ""


class HandoverAnswer(Schema):
    """Who takes the young person on, or that nobody does."""

    accepts: bool
    worker: Id | None = None
    answer: Sentence = ""


class WorkerNamed(Schema):
    """Who carries the move for the caller's side."""

    staff: Id


class JointMeeting(Schema):
    """The joint meeting."""

    held_on: Day
    was_there: bool
    words: Sentence


class MoveAccepted(Schema):
    """The day of the handover; any but the 18th birthday with why."""

    handover_on: Day
    reason: Sentence = ""


class MoveKept(Schema):
    """Why the youth service goes on, and when both look again."""

    reason: Sentence
    look_on: Day


class HandedOver(Schema):
    """The day of the handover; another than was agreed with why."""

    handed_on: Day
    reason: Sentence = ""


class MoveChecked(Schema):
    """How it goes after three months."""

    words: Sentence


def _case(request: Asked, reference: str, number: int) -> dict[str, Any]:
    """The case at the version that the caller read, for a deed."""
    _, by = opened(request, reference)
    case = seen_youth_case(case=number, by=by)
    return {"case": case, "version": request.version, "by": by, "at": request.at}


@router.asks("/youth-moves", MovesListed, permission="youth.move")
def youth_moves_listed(request: Asked, stage: MoveList = MoveList.GOING, after: int = 0) -> Any:
    """List moves of people whom the caller works with: each one's next milestone, whose turn it is, and whether it is overdue."""
    found = youth_moves(by=request.by, at=request.at, which=stage, after=max(after, 0))
    names = ("reference", "case", "next_step", "turn", "due_on", "is_late", "youth", "adult")
    rows = [{**{name: getattr(one, name) for name in names}, "state": one.state.name} for one in found.rows]
    return {"counts": dict(found.counts), "rows": rows, "after": found.after}


@router.asks(ONE, YouthMove, permission="youth.move")
def youth_move(request: Asked, reference: str, number: int) -> Any:
    """Read a move: where it stands, its milestones with their days, who carries it, and every step."""
    _, by = opened(request, reference)
    found = open_youth_case(case=number, by=by, at=request.at)
    names = ("name", "words", "owner", "due_on", "done_on", "trouble")
    return {
        "id": found.case.pk,
        "version": found.case.version,
        "state": found.case.state,
        "data_class": found.case.data_class,
        "adult_from": found.adult.earliest,
        "adult_until": found.adult.latest,
        "milestones": [{name: getattr(one, name) for name in names} for one in found.milestones],
        "workers": [one.staff.name for one in found.workers if one.until_at is None],
        "steps": [{"words": one.words, "who": who, "reason": one.reason, "at": one.at} for one, who in found.steps],
    }


@router.does("/people/{reference}/youth/moves", permission="youth.move", makes=True)
def plan_youth_move(request: Asked, reference: str, said: MoveReason) -> Done:
    """Plan the move of somebody whom the caller's youth service works with."""
    person, by = opened(request, reference)
    return done("move", plan_move(person=person, reason=said.reason, by=by, at=request.at))


@router.does(f"{ONE}/file", permission="youth.move", versioned=True)
def share_youth_file(request: Asked, reference: str, number: int, said: FileShared) -> Done:
    """Send the file to the adult service, which is asked to name who takes the person on."""
    told, agency = _case(request, reference, number), agency_of(agency=said.agency)
    if agency is None:
        raise NotFound()
    return done("move", share_file(items=said.items, why_not=said.why_not, to_agency=agency, **told))


@router.does("/youth/asks/{int:number}", permission="youth.answer", versioned=True)
def answer_youth_handover(request: Asked, number: int, said: HandoverAnswer) -> Done:
    """Name the adult worker, to whom the record opens; or decline."""
    row = handover_asked(ask=number, by=request.by)
    worker = member_of_staff(staff=said.worker) if said.worker else None
    told: dict[str, Any] = {"accepts": said.accepts, "answer": said.answer, "worker": worker}
    return done("request", answer_handover(ask=row, version=request.version, by=request.by, at=request.at, **told))


@router.does(f"{ONE}/worker", permission="youth.move", versioned=True)
def change_youth_worker(request: Asked, reference: str, number: int, said: WorkerNamed) -> Done:
    """Name another worker of the caller's own side."""
    told, staff = _case(request, reference, number), member_of_staff(staff=said.staff)
    if staff is None:
        raise NotFound()
    return done("move", change_worker(staff=staff, **told))


@router.does(f"{ONE}/meeting", permission="youth.move", versioned=True)
def record_youth_meeting(request: Asked, reference: str, number: int, said: JointMeeting) -> Done:
    """Record the joint meeting, by either side."""
    return done("move", record_joint_meeting(**_case(request, reference, number), **said.dict()))


@router.does(f"{ONE}/acceptance", permission="youth.move", versioned=True)
def accept_youth_move(request: Asked, reference: str, number: int, said: MoveAccepted) -> Done:
    """Accept, as the adult worker who was named, with the day of the handover."""
    return done("move", accept_move(**_case(request, reference, number), **said.dict()))


@router.does(f"{ONE}/keeping", permission="youth.move", versioned=True)
def keep_youth_move(request: Asked, reference: str, number: int, said: MoveKept) -> Done:
    """Keep the person with the youth service for now."""
    return done("move", keep_with_youth(**_case(request, reference, number), **said.dict()))


@router.does(f"{ONE}/handover", permission="youth.move", versioned=True)
def hand_over_youth(request: Asked, reference: str, number: int, said: HandedOver) -> Done:
    """Record the handover, by either side; the check falls due three months later."""
    return done("move", hand_over(**_case(request, reference, number), **said.dict()))


@router.does(f"{ONE}/check", permission="youth.move", versioned=True)
def check_youth_move(request: Asked, reference: str, number: int, said: MoveChecked) -> Done:
    """Say how it goes three months after the handover, as the adult service."""
    return done("move", check_move(**_case(request, reference, number), **said.dict()))


@router.does(f"{ONE}/stop", permission="youth.move", versioned=True)
def stop_youth_move(request: Asked, reference: str, number: int, said: MoveReason) -> Done:
    """Stop a move that is not needed."""
    return done("move", stop_move(**_case(request, reference, number), **said.dict()))


@router.does(f"{ONE}/undo", permission="youth.move", versioned=True)
def undo_youth_step(request: Asked, reference: str, number: int) -> Done:
    """Take the last step back, within 10 minutes and by whoever took it."""
    return done("move", undo_move_step(**_case(request, reference, number)))


@router.does(f"{ONE}/leave", permission="youth.move")
def leave_youth_move(request: Asked, reference: str, number: int) -> Done:
    """End the caller's agency's part, once the person has moved or the move was stopped."""
    _, by = opened(request, reference)
    return done("move", leave_move(case=seen_youth_case(case=number, by=by), by=by, at=request.at))
