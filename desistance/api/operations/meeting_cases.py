"""One person's cases at meetings: lines, the decision, the colour, agreed actions; and putting somebody on an agenda."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from desistance.access.queries.staffing import agency_of, member_of_staff
from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.operations.meetings import PART, RUN, agency_named
from desistance.api.text import NO_NUL, Day, Id, Sentence, Version, Word
from desistance.coordination.actions.cases import (
    Owner,
    agree_action,
    begin_case,
    finish_action,
    put_case_off,
    settle_case,
    submit_line,
)
from desistance.coordination.actions.meetings import list_case
from desistance.coordination.queries.agenda import own_meeting
from desistance.coordination.queries.cases import (
    ActionShown,
    actions_for,
    cases_for,
    line_asked,
    open_meeting_case,
    own_action,
)
from desistance.coordination.queries.meetings import decisions_for
from desistance.coordination.terms.forums import ForumKind
from desistance.coordination.terms.meetings import LONGEST_LINE, LONGEST_REASON
from desistance.foundation.decisions import NotFound

router = RoomRouter(tags=["meetings"])
ONE = "/people/{reference}/meetings/{int:number}"
Said = Annotated[str, StringConstraints(max_length=LONGEST_LINE, pattern=NO_NUL)]
Why = Annotated[str, StringConstraints(max_length=LONGEST_REASON, pattern=NO_NUL)]


class CaseListed(Schema):
    """One meeting at which the person is or was on the agenda."""

    id: int
    version: int
    meeting: int
    forum: str
    starts_at: datetime
    purpose: str
    why: str
    state: str
    outcome: str


class CaseListing(Schema):
    """A meeting to put a person on the agenda of, and what for."""

    meeting: Id
    purpose: Word
    why: Why = ""


class CaseLineTold(Schema):
    """One agency's line; ``text`` is empty where it was not sent or is not shared with the caller (``is_hidden``)."""

    agency: str
    state: str
    text: str
    sent_at: datetime | None
    is_said: bool
    is_hidden: bool
    version: int


class AgreedActionTold(Schema):
    """One agreed action with its owner and where it stands."""

    id: int
    version: int
    what: str
    owner: str
    due_on: date
    state: str
    came_of: str
    is_late: bool


class PanelDecisionTold(Schema):
    """What a meeting decided: purpose, outcome, reasons, and who disagreed in which words."""

    id: int
    meeting: int
    forum: str
    forum_kind: ForumKind
    decided_at: datetime
    purpose: str
    outcome: str
    words: str
    reasons: str
    dissent: list[tuple[str, str]]
    here: list[str]


class MeetingCaseTold(CaseListed):
    """One case with all that the caller may see of it."""

    colour: str
    proposed_colour: str
    last_actions: list[AgreedActionTold]
    lines: list[CaseLineTold]
    actions: list[AgreedActionTold]
    decisions: list[PanelDecisionTold]


class AskedLineSaid(Schema):
    """The line of the caller's agency, or that it shares nothing."""

    text: Said = ""
    shares_nothing: bool = False
    version: Version | None = None


class CaseLineSaid(AskedLineSaid):
    """The line of the caller's agency; ``agency``: whose words the chair notes at the meeting."""

    agency: Id | None = None


class AgreedActionSaid(Schema):
    """An action to agree: what, by when, and its one owner."""

    what: Sentence
    due_on: Day
    agency: Id
    worker: Id | None = None


class AgreedActionEnd(Schema):
    """What came of an action, or to whom it is passed on."""

    to: Literal["done", "not_done", "passed_on"]
    came_of: Why
    agency: Id | None = None
    worker: Id | None = None
    due_on: Day | None = None


class DissentSaid(Schema):
    """Which agency disagrees, and why."""

    agency: Id
    words: Why


class TurnSaid(Schema):
    """How a case's turn ends: the decision where its purpose has outcomes, the colour where a scheme has the case."""

    colour: Word = ""
    words: Why = ""
    outcome: Word = ""
    reasons: Why = ""
    dissent: list[DissentSaid] = Field(default_factory=list, max_length=40)


class PutOff(Schema):
    """Why a case is not heard."""

    reason: Why
    for_good: bool = False


def _owner(agency: int | None, worker: int | None) -> Owner | None:
    if agency is None:
        return None
    found, staff = agency_of(agency=agency), member_of_staff(staff=worker) if worker else None
    if found is None or (worker and staff is None):
        raise NotFound()
    return Owner(found, staff)


def _action(shown: ActionShown) -> dict[str, Any]:
    told = {name: getattr(shown.action, name) for name in ("id", "version", "what", "due_on", "state", "came_of")}
    return {**told, "owner": shown.owner, "is_late": shown.is_late}


def _listed(case: Any) -> dict[str, Any]:
    told = {name: getattr(case, name) for name in ("id", "version", "purpose", "why", "state", "outcome")}
    meeting = case.meeting
    return {**told, "meeting": meeting.pk, "forum": meeting.forum.name, "starts_at": meeting.starts_at}


@router.asks("/people/{reference}/meetings", list[CaseListed])
def person_meetings(request: Asked, reference: str) -> Any:
    """List the meetings at which a person is or was on the agenda, newest first."""
    person, by = opened(request, reference)
    return [_listed(one) for one in cases_for(person.pk, by=by)]


@router.does("/people/{reference}/meetings", permission="panel.list", makes=True)
def say_case(request: Asked, reference: str, said: CaseListing) -> Done:
    """Put a person on the agenda of a meeting: until it ends, the workers at its table may open the record."""
    person, by = opened(request, reference)
    found = own_meeting(said.meeting, by=by)
    told: dict[str, Any] = {"purpose": said.purpose, "why": said.why}
    return done("meeting case", list_case(meeting=found, person=person, **told, by=by, at=request.at))


@router.asks(ONE, MeetingCaseTold)
def meeting_case(request: Asked, reference: str, number: int) -> Any:
    """Read one case at a meeting: last actions, each agency's line, decisions and actions, as far as the caller sees them."""
    _, by = opened(request, reference)
    found = open_meeting_case(number, by=by, at=request.at)
    return {
        **_listed(found.case),
        "colour": found.colour.colour if found.colour else "",
        "proposed_colour": found.colour.proposed if found.colour else "",
        "last_actions": [_action(one) for one in found.last],
        "lines": [
            {
                **{name: getattr(one, name) for name in ("text", "sent_at", "is_said", "is_hidden", "version")},
                "agency": one.agency.short_name,
                "state": one.state.name,
            }
            for one in found.lines
        ],
        "actions": [_action(one) for one in found.agreed],
        "decisions": [_decision(one) for one in found.decisions],
    }


def _decision(told: Any) -> dict[str, Any]:
    return {name: getattr(told, name) for name in PanelDecisionTold.model_fields}


def _case(request: Asked, reference: str, number: int) -> dict[str, Any]:
    _, by = opened(request, reference)
    return {"case": open_meeting_case(number, by=by, at=request.at).case, "by": by, "at": request.at}


@router.does(f"{ONE}/line", permission=PART)
def say_line(request: Asked, reference: str, number: int, said: CaseLineSaid) -> Done:
    """Give the line of the caller's agency on a case, or, as chair, note what another agency says."""
    told: dict[str, Any] = {
        **said.dict(exclude={"agency"}),
        "agency": agency_named(said.agency) if said.agency else None,
    }
    return done("case line", submit_line(**_case(request, reference, number), **told))


@router.does("/people/{reference}/meeting-lines/{int:number}", permission=PART)
def say_asked_line(request: Asked, reference: str, number: int, said: AskedLineSaid) -> Done:
    """Give a line by the number that the caller's duty names, also where nothing else of the case is shared with the caller."""
    _, by = opened(request, reference)
    case = line_asked(number, by=by).line.case
    return done("case line", submit_line(case=case, **said.dict(), by=by, at=request.at))


@router.does(f"{ONE}/call", permission=RUN)
def call_case(request: Asked, reference: str, number: int) -> Done:
    """Call a case: its time runs from now."""
    return done("meeting case", begin_case(**_case(request, reference, number)))


@router.does(f"{ONE}/settle", permission=RUN, versioned=True)
def settle_meeting_case(request: Asked, reference: str, number: int, said: TurnSaid) -> Done:
    """End a case's turn: the decision, refused without a quorum, and its colour as its scheme saves it."""
    dissent = [(agency_named(one.agency), one.words) for one in said.dissent]
    told: dict[str, Any] = {**said.dict(exclude={"dissent"}), "dissent": dissent, "version": request.version}
    return done("meeting case", settle_case(**_case(request, reference, number), **told))


@router.does(f"{ONE}/put-off", permission=RUN, versioned=True)
def put_meeting_case_off(request: Asked, reference: str, number: int, said: PutOff) -> Done:
    """Put a case off to a later meeting, or take it off the agenda, with a reason."""
    told = {**said.dict(), "version": request.version}
    return done("meeting case", put_case_off(**_case(request, reference, number), **told))


@router.does(f"{ONE}/actions", permission=RUN, makes=True)
def say_action(request: Asked, reference: str, number: int, said: AgreedActionSaid) -> Done:
    """Agree an action of a case with one owner and a day."""
    told: dict[str, Any] = {"what": said.what, "due_on": said.due_on, "owner": _owner(said.agency, said.worker)}
    return done("agreed action", agree_action(**_case(request, reference, number), **told))


@router.asks("/people/{reference}/agreed-actions", list[AgreedActionTold])
def agreed_actions(request: Asked, reference: str) -> Any:
    """List the actions that meetings agreed about a person."""
    person, by = opened(request, reference)
    return [_action(one) for one in actions_for(person.pk, by=by, at=request.at)]


@router.does("/people/{reference}/agreed-actions/{int:number}/finish", permission=PART, versioned=True)
def finish_agreed_action(request: Asked, reference: str, number: int, said: AgreedActionEnd) -> Done:
    """Say what came of an agreed action, or pass it on to another owner."""
    _, by = opened(request, reference)
    shown = own_action(number, by=by, at=request.at)
    told: dict[str, Any] = {"to": said.to, "came_of": said.came_of, "due_on": said.due_on, "version": request.version}
    owner = _owner(said.agency, said.worker)
    return done("agreed action", finish_action(action=shown.action, owner=owner, **told, by=by, at=request.at))


@router.asks("/people/{reference}/meeting-decisions", list[PanelDecisionTold])
def meeting_decisions(request: Asked, reference: str) -> Any:
    """List what meetings decided of a person, the newest first; a decision that was corrected is left out."""
    person, by = opened(request, reference)
    return [_decision(one) for one in decisions_for(person.pk, by=by)]
