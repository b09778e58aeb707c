"""Meetings: planning one, its table and quorum, its agenda, and how it opens and ends."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from desistance.access.queries.staffing import agency_of, member_of_staff
from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter
from desistance.api.text import Id, Line, Moment, Sentence, Version
from desistance.coordination.actions.meetings import (
    Seat,
    cancel_meeting,
    chase_lines,
    close_meeting,
    freeze_pack,
    open_meeting,
    plan_meeting,
    record_attendance,
    set_up_forum,
)
from desistance.coordination.queries.agenda import my_forums, my_meetings, open_meeting_page, own_meeting
from desistance.coordination.queries.minutes import PAPERS
from desistance.coordination.terms.forums import ForumKind
from desistance.coordination.terms.meetings import Paper, Presence
from desistance.foundation.decisions import NotFound

router = RoomRouter(tags=["meetings"])
RUN, PART = "panel.run", "panel.take_part"


class ForumTold(Schema):
    """A panel, conference or board that the caller's agency convenes."""

    id: int
    name: str
    kind: ForumKind


class ForumSaid(Schema):
    """A forum to set up."""

    name: Line
    kind: ForumKind


class MeetingListed(Schema):
    """One meeting, how many cases of it the caller may know of, and how many lines their agency still owes."""

    id: int
    version: int
    forum: str
    kind: ForumKind
    state: str
    starts_at: datetime
    place: str
    cases: int
    lines_owed: int


class MeetingsTold(Schema):
    """Coming meetings, soonest first, and those of the last half year, newest first."""

    coming: list[MeetingListed]
    past: list[MeetingListed]


class SeatTold(Schema):
    """One agency at the table. ``version`` is that of its attendance."""

    agency: int
    name: str
    speaker: str
    presence: Presence
    version: int


class AgendaTold(Schema):
    """One case in the run order; ``case`` is null where the caller may only know that there is one."""

    number: int
    state: str
    case: int | None
    reference: str
    name: str
    purpose: str
    colour: str
    lines: int
    asked: int
    actions: int


class MeetingTold(Schema):
    """One meeting with its table, its quorum in words and its agenda."""

    id: int
    version: int
    forum: str
    kind: ForumKind
    state: str
    starts_at: datetime
    lines_due_at: datetime
    frozen_at: datetime | None
    is_quorate: bool
    quorum: str
    quorum_source: str
    seats: list[SeatTold]
    agenda: list[AgendaTold]


class LineMinuted(Schema):
    """What one agency told the meeting of a case."""

    agency: str
    words: str


class ActionMinutedTold(Schema):
    """An action that was agreed, or that was open when the pack was frozen."""

    what: str
    owner: str
    due_on: date
    state: str


class CaseMinutedTold(Schema):
    """One case of the minutes or the pack. ``person`` is empty where the caller may only know that there is a case."""

    number: int
    state: str
    person: str
    purpose: str
    lines: list[LineMinuted]
    decision: str
    reasons: str
    dissent: list[LineMinuted]
    actions: list[ActionMinutedTold]


class PaperTold(Schema):
    """The minutes or the frozen pack of a meeting, of what the caller may see."""

    paper: Paper
    forum: str
    state: str
    cases: list[CaseMinutedTold]


class SeatSaid(Schema):
    """An agency that is asked, and who speaks for it."""

    agency: Id
    worker: Id | None = None


class MeetingSaid(Schema):
    """A meeting to plan."""

    forum: Id
    starts_at: Moment
    place: Line = ""
    seats: list[SeatSaid] = Field(max_length=40)


class AttendanceSaid(Schema):
    """Whether an agency is there, who speaks for it, and the version of the attendance that was read."""

    agency: Id
    presence: Presence
    worker: Id | None = None
    version: Version | None = None


class MeetingEnd(Schema):
    """Why, or what is to be kept in a sentence."""

    reason: Sentence = ""


def agency_named(agency: int) -> Any:
    """An agency to hand to an action. Raises :class:`NotFound`."""
    found = agency_of(agency=agency)
    if found is None:
        raise NotFound()
    return found


@router.asks("/forums", list[ForumTold], permission=RUN)
def forums(request: Asked) -> Any:
    """List the forums that the caller's agency convenes."""
    return [{"id": one.pk, "name": one.name, "kind": one.kind} for one in my_forums(by=request.by)]


@router.does("/forums", permission=RUN, makes=True)
def say_forum(request: Asked, said: ForumSaid) -> Done:
    """Set up a forum that the caller's agency convenes."""
    return done("forum", set_up_forum(**said.dict(), by=request.by, at=request.at))


@router.asks("/meetings", MeetingsTold, permission=PART)
def meetings(request: Asked) -> Any:
    """List the meetings to which the caller's agency was asked."""
    coming, past = my_meetings(by=request.by, at=request.at)
    return {name: [_row(one) for one in rows] for name, rows in (("coming", coming), ("past", past))}


def _row(row: Any) -> dict[str, Any]:
    told = {name: getattr(row.meeting, name) for name in ("id", "version", "state", "starts_at", "place")}
    forum = row.meeting.forum
    return {**told, "forum": forum.name, "kind": forum.kind, "cases": row.cases, "lines_owed": row.owed}


@router.does("/meetings", permission=RUN, makes=True)
def say_meeting(request: Asked, said: MeetingSaid) -> Done:
    """Plan a meeting of a forum of the caller's agency, and ask agencies to it."""
    forum = next((one for one in my_forums(by=request.by) if one.pk == said.forum), None)
    if forum is None:
        raise NotFound()
    seats = [
        Seat(agency_named(one.agency), member_of_staff(staff=one.worker) if one.worker else None) for one in said.seats
    ]
    told: dict[str, Any] = {"starts_at": said.starts_at, "place": said.place, "seats": seats}
    return done("meeting", plan_meeting(forum=forum, **told, by=request.by, at=request.at))


@router.asks("/meetings/{int:number}", MeetingTold, permission=PART)
def meeting(request: Asked, number: int) -> Any:
    """Read a meeting: its table, its quorum and its agenda, as far as the caller may know of each case."""
    found = open_meeting_page(number, by=request.by)
    row = found.meeting
    told = {name: getattr(row, name) for name in ("id", "version", "state", "starts_at", "lines_due_at", "frozen_at")}
    return {
        **told,
        "forum": row.forum.name,
        "kind": row.forum.kind,
        "is_quorate": found.quorum.is_met,
        "quorum": found.quorum.words,
        "quorum_source": found.quorum.source,
        "seats": [_seat(one) for one in found.seats],
        "agenda": [_agenda(one) for one in found.agenda],
    }


def _seat(seat: Any) -> dict[str, Any]:
    told = {"agency": seat.agency.pk, "name": seat.agency.short_name, "speaker": seat.staff.name if seat.staff else ""}
    return {**told, "presence": seat.presence, "version": seat.version}


def _agenda(row: Any) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("number", "reference", "purpose", "lines", "asked", "actions")}
    name = row.person.full if row.person else ""
    colour = row.colour.colour if row.colour else ""
    return {**told, "state": row.state.name, "case": row.case.pk if row.case else None, "name": name, "colour": colour}


@router.asks("/meetings/{int:number}/papers/{paper}", PaperTold, permission=PART)
def meeting_paper(request: Asked, number: int, paper: Paper) -> Any:
    """Read the minutes of a meeting, or its pack as it was frozen. Refused while no pack is frozen."""
    told = PAPERS[paper](number, by=request.by)
    opened = told.opened
    head = {"paper": paper, "forum": opened.meeting.forum.name, "state": opened.state.name}
    return {**head, "cases": [_minuted(one) for one in told.cases]}


def _minuted(one: Any) -> dict[str, Any]:
    row, decision = one.row, one.decision
    return {
        "number": row.number,
        "state": row.state.name,
        "person": row.person.full if row.person else "",
        "purpose": row.purpose,
        "lines": [{"agency": agency, "words": words} for agency, words in one.lines],
        "decision": decision.words if decision else "",
        "reasons": decision.reasons if decision else "",
        "dissent": [{"agency": each["name"], "words": each["words"]} for each in decision.dissent] if decision else [],
        "actions": [
            {"what": each.what, "owner": each.owner, "due_on": each.due_on, "state": each.state} for each in one.actions
        ],
    }


@router.does("/meetings/{int:number}/attendance", permission=RUN)
def say_attendance(request: Asked, number: int, said: AttendanceSaid) -> Done:
    """Say whether an agency is at a meeting, and who speaks for it; records open and close with that."""
    staff = member_of_staff(staff=said.worker) if said.worker else None
    told: dict[str, Any] = {"presence": said.presence, "staff": staff, "version": said.version}
    found = own_meeting(number, by=request.by)
    return done(
        "meeting",
        record_attendance(meeting=found, agency=agency_named(said.agency), **told, by=request.by, at=request.at),
    )


def _move(request: Asked, number: int, deed: Callable[..., Any], **more: Any) -> Done:
    found = own_meeting(number, by=request.by)
    return done("meeting", deed(meeting=found, by=request.by, at=request.at, **more))


@router.does("/meetings/{int:number}/open", permission=RUN, versioned=True)
def begin_meeting(request: Asked, number: int) -> Done:
    """Open a planned meeting."""
    return _move(request, number, open_meeting, version=request.version)


@router.does("/meetings/{int:number}/close", permission=RUN, versioned=True)
def finish_meeting(request: Asked, number: int, said: MeetingEnd) -> Done:
    """Close a meeting: what was not heard is put off, and every record that it opened closes."""
    return _move(request, number, close_meeting, note=said.reason, version=request.version)


@router.does("/meetings/{int:number}/cancel", permission=RUN, versioned=True)
def call_off_meeting(request: Asked, number: int, said: MeetingEnd) -> Done:
    """Cancel a planned meeting, or break one off, with a reason."""
    return _move(request, number, cancel_meeting, reason=said.reason, version=request.version)


@router.does("/meetings/{int:number}/freeze", permission=RUN, versioned=True)
def freeze_meeting_pack(request: Asked, number: int) -> Done:
    """Freeze the pack of a meeting: later words stand beside it."""
    return _move(request, number, freeze_pack, version=request.version)


@router.does("/meetings/{int:number}/chase", permission=RUN)
def ask_again_for_lines(request: Asked, number: int) -> Done:
    """Ask again for every line that has not come."""
    return _move(request, number, chase_lines)
