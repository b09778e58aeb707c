"""What is shared about a person: consents, hidden entries, the restriction and its list, exclusions, and who has looked."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema

from desistance.access.actions.consents import give_consent, withdraw_consent
from desistance.access.actions.hidden import hide_entry, show_entry
from desistance.access.actions.restrictions import end_exclusion, exclude_worker
from desistance.access.queries.looks import who_has_looked
from desistance.access.queries.sharing import own_consent, own_exclusion, own_hidden, sharing_of
from desistance.access.queries.staffing import agency_of
from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.operations.involvements import lead_of
from desistance.api.text import Id, Line, Moment, Sentence, Word
from desistance.foundation.decisions import Refused
from desistance.foundation.terms import DataClass

router = RoomRouter(tags=["sharing"])


class SharedTold(Schema):
    """Another agency that works with the person, and what an agreement lets it see."""

    agency: str
    agreement: str
    legal_basis: str
    classes: list[str]
    from_on: date
    review_on: date


class ConsentTold(Schema):
    """One consent; ``version`` goes into If-Match when it is withdrawn."""

    id: int
    version: int
    agency_id: int
    to_agency_id: int
    data_class: str
    how_given: str
    given_at: datetime
    withdrawn_at: datetime | None


class HiddenTold(Schema):
    """One entry that the agency hid from another."""

    id: int
    words: str
    from_agency: str
    reason: str
    at: datetime


class StaffTold(Schema):
    """A member of staff."""

    staff: int
    name: str
    title: str
    agency: str
    team: str


class RestrictionTold(Schema):
    """The restriction that stands."""

    id: int
    version: int
    agency: str
    approver: str
    reason: str
    review_on: date
    listed: list[StaffTold]
    may_manage: bool


class ExclusionTold(Schema):
    """A worker who is kept from the person."""

    id: int
    version: int
    worker: StaffTold
    reason: str
    from_at: datetime


class SharingTold(Schema):
    """Everything that is shared about the person, with whom and on what ground."""

    shared: list[SharedTold]
    consents: list[ConsentTold]
    hidden: list[HiddenTold]
    restriction: RestrictionTold | None
    exclusions: list[ExclusionTold]


class Consenting(Schema):
    """What a person agreed to."""

    to_agency: Id
    data_class: DataClass
    how_given: Literal["spoken", "written", "translated"]
    proof: Line = ""
    given_at: Moment | None = None


class Hiding(Schema):
    """One entry and from whom to hide it."""

    holding: Word
    record_id: Id
    from_agency: Id
    reason: Sentence


class Excluding(Schema):
    """A worker to keep from the person, and why."""

    staff: Id
    reason: Sentence


class LookTold(Schema):
    """One look at, or change of, the record."""

    id: int
    at: datetime
    name: str
    agency: str
    role: str
    words: str
    is_emergency: bool
    reason: str


class LooksTold(Schema):
    """A page of looks, newest first; ``older`` is what to send as ``before`` for the next page."""

    rows: list[LookTold]
    older: int | None


def agency_named(number: int, field: str) -> Any:
    """An agency. Raises :class:`Refused` when there is none with this id."""
    found = agency_of(agency=number)
    if found is None:
        raise Refused("Choose an agency from the list", field=field)
    return found


def restriction_told(shown: Any) -> RestrictionTold:
    """A restriction as the API tells it."""
    return RestrictionTold(
        id=shown.row.pk,
        version=shown.row.version,
        agency=shown.agency,
        approver=shown.approver,
        reason=shown.row.reason,
        review_on=shown.row.review_on,
        listed=[StaffTold.from_orm(worker) for worker in shown.listed],
        may_manage=shown.may_manage,
    )


@router.asks("/people/{reference}/sharing", SharingTold)
def sharing(request: Asked, reference: str) -> Any:
    """Read what is shared about a person. Exclusions are told only to those who manage them."""
    _, by = opened(request, reference)
    told = sharing_of(by=by)
    exclusions = [
        ExclusionTold(
            id=row.pk, version=row.version, worker=StaffTold.from_orm(worker), reason=row.reason, from_at=row.from_at
        )
        for row, worker in told.exclusions
    ]
    return SharingTold(
        shared=[SharedTold.from_orm(one) for one in told.shared],
        consents=[ConsentTold.from_orm(one) for one in told.consents],
        hidden=[HiddenTold.from_orm(one) for one in told.hidden],
        restriction=restriction_told(told.restriction) if told.restriction else None,
        exclusions=exclusions,
    )


@router.does("/people/{reference}/consents", permission="consent.record", makes=True)
def record_consent(request: Asked, reference: str, said: Consenting) -> Done:
    """Record that the person agrees to the agency's entries of a class being seen by another agency."""
    person, by = opened(request, reference)
    consent = give_consent(
        person=person,
        to_agency=agency_named(said.to_agency, "to_agency"),
        data_class=said.data_class,
        how_given=said.how_given,
        proof=said.proof,
        given_at=said.given_at,
        by=by,
        at=request.at,
    )
    return done("consent", consent)


@router.does("/people/{reference}/consents/{int:number}/withdraw", permission="consent.record", versioned=True)
def take_back_consent(request: Asked, reference: str, number: int) -> Done:
    """Withdraw a consent; the other agency's next request no longer shows what it opened."""
    _, by = opened(request, reference)
    consent = own_consent(consent_id=number, by=by)
    return done("consent", withdraw_consent(consent=consent, version=request.version, by=by, at=request.at))


@router.does("/people/{reference}/hidden-entries", permission="entry.hide", makes=True)
def hide_one_entry(request: Asked, reference: str, said: Hiding) -> Done:
    """Hide one of the agency's own entries from another agency."""
    person, by = opened(request, reference)
    hidden = hide_entry(
        person=person,
        holding=said.holding,
        record_id=said.record_id,
        from_agency=agency_named(said.from_agency, "from_agency"),
        reason=said.reason,
        by=by,
        at=request.at,
    )
    return done("hidden entry", hidden)


@router.does("/people/{reference}/hidden-entries/{int:number}/show", permission="entry.hide")
def show_one_entry(request: Asked, reference: str, number: int) -> Done:
    """Show a hidden entry again."""
    _, by = opened(request, reference)
    return done("hidden entry", show_entry(hidden=own_hidden(hidden_id=number, by=by), by=by, at=request.at))


@router.does("/people/{reference}/exclusions", permission="restriction.manage", makes=True)
def exclude_one_worker(request: Asked, reference: str, said: Excluding) -> Done:
    """Keep a worker from a person altogether: from their next request the person does not exist for them."""
    person, by = opened(request, reference)
    staff = lead_of(said.staff, "staff")
    return done("exclusion", exclude_worker(person=person, staff=staff, reason=said.reason, by=by, at=request.at))


@router.does("/people/{reference}/exclusions/{int:number}/end", permission="restriction.manage", versioned=True)
def finish_exclusion(request: Asked, reference: str, number: int) -> Done:
    """End an exclusion, for a worker who no longer has the conflict."""
    _, by = opened(request, reference)
    exclusion = own_exclusion(exclusion_id=number, by=by)
    return done("exclusion", end_exclusion(exclusion=exclusion, version=request.version, by=by, at=request.at))


@router.asks("/people/{reference}/looks", LooksTold, permission="access.log")
def looks(request: Asked, reference: str, before: Id | None = None) -> Any:
    """Read who has looked at or changed the record, newest first."""
    _, by = opened(request, reference)
    return who_has_looked(by=by, before=before)
