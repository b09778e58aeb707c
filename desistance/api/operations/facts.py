"""What the caller's agency says of a person: said, withdrawn, chosen. Never edited."""

from typing import Any

from ninja import Schema

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import Day, Line, Moment, Precision, Reach, Sentence, Word
from desistance.foundation.decisions import NotFound
from desistance.people.actions.facts import KINDS, choose_fact, withdraw_fact
from desistance.people.actions.identity import (
    state_address,
    state_birth_date,
    state_contact_detail,
    state_equality,
    state_identifier,
    state_name,
)
from desistance.people.terms import AddressKind, ContactDetailKind, EqualityKind, IdentifierKind, NameKind, SafeContact

router = RoomRouter(tags=["facts"])


class Said(Schema):
    """When something was said, and where the sender's own system has it."""

    said_at: Moment | None = None
    source_reference: Line = ""


class NameSaid(Said):
    """A name."""

    kind: NameKind
    given: Line = ""
    family: Line = ""
    is_correction: bool = False


class BirthDateSaid(Said):
    """A date of birth, or as much as is known: the first possible day, and how much of it is known."""

    born_on: Day
    precision: Precision = "day"


class IdentifierSaid(Said):
    """An identity number as written; one that is not well formed is kept with the reason."""

    kind: IdentifierKind
    text: Line


class AddressSaid(Said):
    """A spell at an address, or of no fixed address."""

    kind: AddressKind
    lines: Sentence = ""
    postcode: Word = ""
    is_confidential: bool = False
    from_on: Day | None = None
    until_on: Day | None = None


class ContactDetailSaid(Said):
    """A telephone number or email address, and whether it is safe to use."""

    kind: ContactDetailKind
    text: Reach
    safe: SafeContact = SafeContact.NOT_ASKED
    safe_times: Line = ""


class EqualitySaid(Said):
    """One thing that a person told of who they are or what they need."""

    kind: EqualityKind
    value: Line


class Choosing(Schema):
    """Why this one of several is shown."""

    reason: Sentence = ""


def _state(request: Asked, reference: str, said: Schema, state: Any, record: str) -> Done:
    """Say one fact, in the name of the caller's agency and by another system."""
    person, by = opened(request, reference)
    return done(record, state(person=person, source="api", by=by, at=request.at, **said.dict()))


@router.does("/people/{reference}/names", permission="person.change", makes=True)
def say_name(request: Asked, reference: str, said: NameSaid) -> Done:
    """Say a name. A new current name makes the agency's last one a previous name, unless it only corrects it."""
    return _state(request, reference, said, state_name, "name")


@router.does("/people/{reference}/birth-dates", permission="person.change", makes=True)
def say_birth_date(request: Asked, reference: str, said: BirthDateSaid) -> Done:
    """Say a date of birth; it takes the place of the one this agency said before."""
    return _state(request, reference, said, state_birth_date, "birth_date")


@router.does("/people/{reference}/identifiers", permission="person.change", makes=True)
def say_identifier(request: Asked, reference: str, said: IdentifierSaid) -> Done:
    """Say an identity number."""
    return _state(request, reference, said, state_identifier, "identifier")


@router.does("/people/{reference}/addresses", permission="person.change", makes=True)
def say_address(request: Asked, reference: str, said: AddressSaid) -> Done:
    """Say where a person lives; it ends the agency's own earlier spell."""
    return _state(request, reference, said, state_address, "address")


@router.does("/people/{reference}/contact-details", permission="person.change", makes=True)
def say_contact_detail(request: Asked, reference: str, said: ContactDetailSaid) -> Done:
    """Say a telephone number or email address."""
    return _state(request, reference, said, state_contact_detail, "contact_detail")


@router.does("/people/{reference}/equality", permission="person.change", makes=True)
def say_equality(request: Asked, reference: str, said: EqualitySaid) -> Done:
    """Say one thing that a person told of who they are or what they need."""
    return _state(request, reference, said, state_equality, "equality")


@router.does("/people/{reference}/facts/{kind}/{int:number}/withdraw", permission="person.change")
def take_back_fact(request: Asked, reference: str, kind: str, number: int) -> Done:
    """Withdraw one fact of the agency's own. It stays readable to whoever asks what was on record on a day."""
    person, by = opened(request, reference)
    return done(_kind(kind), withdraw_fact(person=person, kind=kind, fact_id=number, by=by, at=request.at))


@router.does("/people/{reference}/facts/{kind}/{int:number}/choose", permission="person.change", makes=True)
def show_fact(request: Asked, reference: str, kind: str, number: int, said: Choosing) -> Done:
    """Choose which of several standing facts is shown; the others stay on record."""
    person, by = opened(request, reference)
    chosen = choose_fact(person=person, kind=_kind(kind), fact_id=number, reason=said.reason, by=by, at=request.at)
    return done("choice", chosen)


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise NotFound()
    return kind
