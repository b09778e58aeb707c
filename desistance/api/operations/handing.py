"""Work that waits or changes hands: put off, handed over, given to another lead worker, and covered while someone is away."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter
from desistance.api.operations.desk import DutyTold
from desistance.api.operations.involvements import lead_of
from desistance.api.text import Day, Id, Line, Sentence, Text, Version
from desistance.desk.actions.handing import answer_handover, hand_over_duty, snooze, wake
from desistance.desk.actions.reallocating import Outcome, reallocate
from desistance.desk.queries.duties import day_of
from desistance.desk.queries.handing import handover_shown, own_duty, reasons_put_off
from desistance.desk.queries.reallocating import chosen_work
from desistance.desk.queries.team import covers_of
from desistance.desk.terms import BULK_MOST
from desistance.partners.actions.cover import end_cover, set_cover
from desistance.partners.queries import cover_by_id

router = RoomRouter(tags=["desk"])
Duty = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,30}\.[a-z_]{1,29}$")]
"""A kind of duty, as ``duties`` tells it."""

NO_RECORD = "There is no record with this reference that you may open"
NO_WORK = "There is no work of your agency with this id that you may see"


class PutOffTold(DutyTold):
    """A duty that waits: until when and why, or handed to a colleague (then there is neither)."""

    until_at: datetime | None
    reason: str
    is_handed: bool


class PuttingOff(Schema):
    """Until the morning of which day, and why it can wait."""

    until: Day
    reason: Sentence


class HandingOver(Schema):
    """To which colleague, and what they need to know."""

    receiver: Id
    note: Text


class HandoverTold(Schema):
    """A handover as its giver or receiver reads it. ``version`` goes into If-Match of the answer to it."""

    id: int
    version: int
    reference: str
    giver: str
    receiver: str
    is_of_work: bool
    note: str
    handed_at: datetime
    state: str
    answer: str
    duty: DutyTold | None


class HandoverAnswering(Schema):
    """What the receiver says: work is ``read``; a duty is ``taken``, ``done`` or ``given_back``, which takes words."""

    to: Literal["read", "taken", "done", "given_back"]
    answer: Sentence = ""


class WorkAsRead(Schema):
    """A piece of work with the version in which it was read."""

    involvement: Id
    version: Version


class Reallocation(Schema):
    """Whose work goes to whom: by people, or by pieces of work, whose version tells whether someone was quicker."""

    people: list[Line] = Field([], max_length=BULK_MOST, description="References.")
    work: list[WorkAsRead] = Field([], max_length=BULK_MOST)
    receiver: Id
    note: Text


class ReallocatedTold(Schema):
    """What became of one: given, or why not (then nothing of it has changed)."""

    reference: str
    involvement: int | None
    is_given: bool
    refusal: str


class ReallocationDone(Done):
    """How many were given, as ``id``, and what became of each."""

    results: list[ReallocatedTold]


class CoverTold(Schema):
    """Who covers for whom, from when and until when."""

    id: int
    away: str
    away_id: int
    coverer: str
    coverer_id: int
    from_at: datetime
    until_at: datetime


class Covering(Schema):
    """Who is away from the first to the last day, and who covers."""

    staff: Id
    coverer: Id
    from_on: Day
    until_on: Day


@router.asks("/duties/put-off", list[PutOffTold])
def put_off(request: Asked) -> Any:
    """List what the caller put off or handed over and is not dealt with: it comes back by itself."""
    day = day_of(by=request.by)
    reasons, until = reasons_put_off(by=request.by), day.until or {}
    return [
        PutOffTold(
            **DutyTold.from_orm(row).dict(),
            until_at=until[row.key] if row.key in reasons else None,
            reason=reasons.get(row.key, ""),
            is_handed=row.key not in reasons,
        )
        for row in day.put_off
    ]


@router.does("/duties/{duty}/{int:number}/put-off", permission="desk.keep")
def put_duty_off(request: Asked, duty: Duty, number: int, said: PuttingOff) -> Done:
    """Put one duty of the caller off for a fortnight at most. Safety, legal deadlines and releases tonight stay in sight."""
    row = own_duty(duty=duty, record=number, by=request.by)
    kept = snooze(duty=row, until=said.until, reason=said.reason, by=request.by, at=request.at)
    return done("duty put off", kept)


@router.does("/duties/{duty}/{int:number}/bring-back", permission="desk.keep")
def bring_duty_back(request: Asked, duty: Duty, number: int) -> Done:
    """Bring a duty that the caller put off back now; the answer's id is how many came."""
    count = wake(duty=duty, record=number, by=request.by, at=request.at)
    return Done(record="duties", id=str(count), version=None)


@router.does("/duties/{duty}/{int:number}/hand-over", permission="desk.hand", makes=True)
def hand_duty_over(request: Asked, duty: Duty, number: int, said: HandingOver) -> Done:
    """Ask a colleague of the agency, who can open the record, to take one duty over."""
    row = own_duty(duty=duty, record=number, by=request.by)
    receiver = lead_of(said.receiver, "receiver")
    return done("handover", hand_over_duty(duty=row, receiver=receiver, note=said.note, by=request.by, at=request.at))


@router.asks("/handovers/{int:number}", HandoverTold, permission="desk.hand")
def handover(request: Asked, number: int) -> Any:
    """Read a handover that the caller gave or received."""
    shown = handover_shown(handover=number, by=request.by)
    row = shown.handover
    return HandoverTold(
        id=row.pk,
        version=row.version,
        reference=shown.reference,
        giver=row.giver.name,
        receiver=row.receiver.name,
        is_of_work=shown.is_of_work,
        note=row.note,
        handed_at=row.handed_at,
        state=row.state,
        answer=row.answer,
        duty=DutyTold.from_orm(shown.duty) if shown.duty else None,
    )


@router.does("/handovers/{int:number}/answer", permission="desk.hand", versioned=True)
def answer_one_handover(request: Asked, number: int, said: HandoverAnswering) -> Done:
    """Answer a handover that the caller received: the note is read, the duty taken over, done or given back."""
    shown = handover_shown(handover=number, by=request.by)
    answered = answer_handover(
        handover=shown.handover,
        to=said.to,
        answer=said.answer,
        version=request.version,
        by=request.by,
        at=request.at,
    )
    return done("handover", answered)


@router.does("/work/reallocate", permission="involvement.change", answer=ReallocationDone)
def reallocate_work(request: Asked, said: Reallocation) -> ReallocationDone:
    """Give several people's work to a new lead worker with a note; one that is refused says why, and the others are done."""
    by = request.by
    people = list(dict.fromkeys(reference.strip().upper() for reference in said.people))
    pieces = [f"{one.involvement}-{one.version}" for one in said.work]
    chosen = chosen_work(by=by, references=people, pieces=pieces)
    receiver = lead_of(said.receiver, "receiver")
    came_of = reallocate(work=chosen, receiver=receiver, note=said.note, by=by, at=request.at)
    found_people, found_work = {one.reference for one in chosen}, {one.work for one in chosen}
    results = [
        *(_told(one) for one in came_of),
        *(_missing(reference, None, NO_RECORD) for reference in people if reference not in found_people),
        *(_missing("", one.involvement, NO_WORK) for one in said.work if one.involvement not in found_work),
    ]
    count = sum(1 for one in results if one.is_given)
    return ReallocationDone(record="involvements", id=str(count), version=None, results=results)


def _told(one: Outcome) -> ReallocatedTold:
    return ReallocatedTold(
        reference=one.choice.reference,
        involvement=one.choice.work or None,
        is_given=not one.refusal,
        refusal=one.refusal,
    )


def _missing(reference: str, involvement: int | None, refusal: str) -> ReallocatedTold:
    return ReallocatedTold(reference=reference, involvement=involvement, is_given=False, refusal=refusal)


@router.asks("/cover", list[CoverTold], permission="cover.set")
def cover(request: Asked) -> Any:
    """List cover of and by the caller, and for a manager that of their team, which runs or is to come."""
    return covers_of(request.by)


@router.does("/cover", permission="cover.set", makes=True)
def say_cover(request: Asked, said: Covering) -> Done:
    """Say who covers while the caller, or a worker of the team they manage, is away; it ends by itself."""
    made = set_cover(
        staff=lead_of(said.staff, "staff"),
        coverer=lead_of(said.coverer, "coverer"),
        from_on=said.from_on,
        until_on=said.until_on,
        by=request.by,
        at=request.at,
    )
    return done("cover", made)


@router.does("/cover/{int:number}/end", permission="cover.set")
def finish_cover(request: Asked, number: int) -> Done:
    """End cover now: the worker, who covers, or the manager of the worker's team."""
    ended = end_cover(cover=cover_by_id(cover=number, agency=request.by.agency), by=request.by, at=request.at)
    return done("cover", ended)
