"""Agencies' work with a person: read, start, allocate, name workers, end."""

from datetime import datetime
from typing import Any

from ninja import Schema

from desistance.access.actions.involvements import allocate, end_involvement, name_worker, open_involvement
from desistance.access.queries.involved import own_involvement, who_is_involved
from desistance.access.queries.known import known_person
from desistance.access.queries.staffing import member_of_staff, team_of
from desistance.access.terms import LegalGround
from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened, written
from desistance.api.text import Id, Line, Moment, Sentence, Word
from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass

router = RoomRouter(tags=["involvements"])


class WorkerTold(Schema):
    """A worker on an involvement."""

    name: str
    part: str
    telephone: str
    is_lead: bool
    has_left: bool


class InvolvementTold(Schema):
    """One agency's work with the person. ``version`` goes into If-Match of a change."""

    id: int
    version: int
    kind: str
    agency_id: int
    agency: str
    team: str
    telephone: str
    legal_ground: str
    state: str
    from_at: datetime
    until_at: datetime | None
    end_reason: str
    is_ours: bool
    source: str
    workers: list[WorkerTold]


class InvolvedTold(Schema):
    """Who works with the person; of some work the caller may only know that an agency does it."""

    open: list[InvolvementTold]
    ended: list[InvolvementTold]
    known_only: dict[str, int]


class Opening(Schema):
    """The work that starts."""

    kind: Word
    legal_ground: LegalGround
    team: Id | None = None
    lead: Id | None = None
    from_at: Moment | None = None
    source_reference: Line = ""


class Allocation(Schema):
    """Who does the work from now on."""

    team: Id | None = None
    lead: Id | None = None


class Naming(Schema):
    """A worker and the part they play."""

    staff: Id
    part: Word


class Ending(Schema):
    """Why something ends."""

    reason: Sentence


def our_team(team: int | None, by: Pass) -> Any:
    """A team of the caller's agency. Raises :class:`Refused` for another's, as for one that is not there."""
    found = team_of(team=team, agency=by.agency) if team else None
    if team and found is None:
        raise Refused("Choose a team of your own agency", field="team")
    return found


def lead_of(staff: int | None, field: str = "lead") -> Any:
    """A member of staff. Raises :class:`Refused` when there is none with this id."""
    found = member_of_staff(staff=staff) if staff else None
    if staff and found is None:
        raise Refused("Choose a member of staff from the list", field=field)
    return found


@router.asks("/people/{reference}/involvements", InvolvedTold)
def involvements(request: Asked, reference: str) -> Any:
    """Read who works with a person, across agencies."""
    _, by = opened(request, reference)
    return who_is_involved(by=by)


@router.does("/people/{reference}/involvements", permission="involvement.open", makes=True)
def start_involvement(request: Asked, reference: str, said: Opening) -> Done:
    """Start the agency's work with a person who is seen or may be known of; whoever holds the person is told."""
    by = request.by
    involvement = open_involvement(
        person=known_person(reference=written(reference), by=by),
        kind=said.kind,
        legal_ground=said.legal_ground,
        team=our_team(said.team, by),
        lead=lead_of(said.lead),
        from_at=said.from_at,
        source="api",
        source_reference=said.source_reference,
        by=by,
        at=request.at,
    )
    return done("involvement", involvement)


@router.does("/people/{reference}/involvements/{int:number}/allocate", permission="involvement.change", versioned=True)
def allocate_involvement(request: Asked, reference: str, number: int, said: Allocation) -> Done:
    """Give the agency's open work to a team and a lead worker."""
    _, by = opened(request, reference)
    changed = allocate(
        involvement=own_involvement(involvement_id=number, by=by),
        team=our_team(said.team, by),
        lead=lead_of(said.lead),
        version=request.version,
        by=by,
        at=request.at,
    )
    return done("involvement", changed)


@router.does("/people/{reference}/involvements/{int:number}/workers", permission="involvement.change", makes=True)
def name_involvement_worker(request: Asked, reference: str, number: int, said: Naming) -> Done:
    """Name another worker of the agency on its work."""
    _, by = opened(request, reference)
    named = name_worker(
        involvement=own_involvement(involvement_id=number, by=by),
        staff=lead_of(said.staff, "staff"),
        part=said.part,
        by=by,
        at=request.at,
    )
    return done("named worker", named)


@router.does("/people/{reference}/involvements/{int:number}/end", permission="involvement.change", versioned=True)
def finish_involvement(request: Asked, reference: str, number: int, said: Ending) -> Done:
    """End the agency's work with a person; its ties end at the same moment."""
    _, by = opened(request, reference)
    ended = end_involvement(
        involvement=own_involvement(involvement_id=number, by=by),
        reason=said.reason,
        version=request.version,
        by=by,
        at=request.at,
    )
    return done("involvement", ended)
