"""A person: find, add, read, and what may be told of one who may only be known of."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import Field

from desistance.access.actions.arrivals import FirstFacts, begin_work
from desistance.access.queries.known import may_only_know
from desistance.access.queries.search import search
from desistance.access.terms import LegalGround
from desistance.api.admission import Asked
from desistance.api.answers import Done
from desistance.api.operation import RoomRouter, opened, written
from desistance.api.operations.involvements import lead_of, our_team
from desistance.api.text import Day, Id, Line, Precision, Sentence, Word
from desistance.desk.queries.caselist import case_list, chosen_filters
from desistance.desk.queries.frame import frame_for
from desistance.foundation.calendar import local_date
from desistance.people.queries.details import details
from desistance.people.terms import IdentifierKind

router = RoomRouter(tags=["people"])


class Number(Schema):
    """A number as it is held."""

    fact_id: int
    kind: str
    value: str


class AddressTold(Schema):
    """Where one agency says the person lives."""

    lines: str
    postcode: str
    from_on: date | None
    agency_id: int
    said_at: datetime
    is_no_fixed: bool
    is_confidential: bool


class PersonTold(Schema):
    """The banner of a person: an empty name, date or list means that nothing is on record that this reader may see."""

    reference: str
    version: int
    restricted: bool
    name: str
    liked_name: str
    born_on: date | None
    birth_precision: str
    numbers: list[Number]
    phone: Number | None
    addresses: list[AddressTold]
    emergency_until: datetime | None = Field(description="When emergency access ends, if the record is open under it.")


class FactTold(Schema):
    """One standing fact, with whose word it is and since when."""

    kind: str
    id: int
    label: str
    value: str
    agency_id: int
    said_at: datetime
    source: str
    from_on: date | None
    until_on: date | None
    note: str
    is_ours: bool
    is_shown: bool
    is_confidential: bool
    may_be_chosen: bool


class DetailsTold(Schema):
    """Every standing fact that the caller may see; words that differ stand together."""

    names: list[FactTold]
    births: list[FactTold]
    numbers: list[FactTold]
    addresses: list[FactTold]
    contact: list[FactTold]
    equality: list[FactTold]


class CellTold(Schema):
    """What a column tells of a person, and the day or moment it dates from."""

    column: str
    label: str
    words: str
    at: datetime | date | None
    note: str


class ListedTold(Schema):
    """One person of the list; a column without a cell has nothing on record that the caller sees."""

    reference: str
    name: str
    work: list[str]
    lead: str
    is_restricted: bool
    is_followed: bool
    cells: list[CellTold]


class ListTold(Schema):
    """A page of the list; ``older`` goes into ``after`` and ``newer`` into ``before``, empty at either end."""

    rows: list[ListedTold]
    older: str
    newer: str


Whose = Literal["mine", "team", "agency", "following", "recent", "ended"]
"""The tabs of the people list."""


class Listing(Schema):
    """Whose people, by which filters, and from where on."""

    whose: Whose = "mine"
    kind: Word = ""
    risk: Word = ""
    area: Word = ""
    age: Word = ""
    sex: Word = ""
    quiet: Word = Field("", description="Days without contact.")
    after: Word = ""
    before: Word = ""


class HolderTold(Schema):
    """An agency that holds the person, as far as the reader may be told."""

    name: str
    team: str
    telephone: str
    out_of_hours: str


class KnownTold(Schema):
    """All that may be told of someone whom the reader may only know of. A restricted person has no name, year or holder."""

    reference: str
    is_restricted: bool
    may_open: bool
    name: str
    birth_year: int | None
    holders: list[HolderTold]
    ring: HolderTold | None
    approver: str


class NumberSaid(Schema):
    """An identity number as written."""

    kind: IdentifierKind
    text: Line


class Searching(Schema):
    """What is typed: a name, a date of birth, a number, or several of these."""

    text: Sentence


class HitTold(Schema):
    """One person found. ``know``: a name, a year of birth and holders only; a restricted person has a reference alone."""

    reference: str
    effect: str
    is_restricted: bool
    name: str
    liked_name: str
    born_on: date | None
    precision: str
    holders: list[str]
    area: str
    why: list[str]


class FoundTold(Schema):
    """At most 25 people, the best fit first; ``opens`` is the reference when a whole number named one person."""

    hits: list[HitTold]
    has_more: bool
    problems: list[str]
    opens: str


class Beginning(Schema):
    """Someone new, and the work that the caller's agency starts with them."""

    given: Line
    family: Line
    born_on: Day | None = None
    precision: Precision = "day"
    kind: Word = Field(description="The kind of work; see the agency's kinds.")
    legal_ground: LegalGround
    team: Id | None = None
    lead: Id | None = None
    numbers: list[NumberSaid] = Field([], max_length=10)


@router.asks("/people", ListTold, permission="person.list")
def list_people(request: Asked, asked: Query[Listing]) -> Any:
    """List the people whom the caller works with, by name, a page at a time."""
    filters = chosen_filters(asked.dict(), by=request.by)
    found = case_list(
        by=request.by, at=request.at, whose=asked.whose, filters=filters, after=asked.after, before=asked.before
    )
    rows = [
        ListedTold(
            reference=row.reference,
            name=row.person.listed,
            work=list(row.work),
            lead=row.lead,
            is_restricted=row.is_restricted,
            is_followed=row.is_followed,
            cells=[
                CellTold(column=one.name, label=one.label, words=cell.words, at=cell.at, note=cell.note)
                for one in found.columns
                if (cell := row.cells.get(one.name))
            ],
        )
        for row in found.rows
    ]
    return ListTold(rows=rows, older=found.older, newer=found.newer)


@router.asks("/people/search", FoundTold, permission="person.search", method="POST")
def search_people(request: Asked, said: Searching) -> Any:
    """Find people by name, date of birth or number, within what the caller may see and know, and say why each was found.

    The typed text stands in the body, never in an address.
    """
    return search(by=request.by, text=said.text, at=request.at)


@router.does("/people", permission="person.add", makes=True)
def add_person(request: Asked, said: Beginning) -> Done:
    """Add a person and start the agency's work with them.

    Search first. The answer is the same whether or not someone alike is on record: a clash becomes a steward's duty.
    The token needs the scopes person.add and involvement.open, and person.change for numbers.
    """
    person = begin_work(
        given=said.given,
        family=said.family,
        born_on=said.born_on,
        precision=said.precision,
        kind=said.kind,
        legal_ground=said.legal_ground,
        team=our_team(said.team, request.by),
        lead=lead_of(said.lead),
        first=FirstFacts(numbers=tuple((number.kind.value, number.text) for number in said.numbers)),
        source="api",
        by=request.by,
        at=request.at,
    )
    return Done(record="person", id=person.reference, version=person.version)


@router.asks("/people/{reference}", PersonTold)
def person(request: Asked, response: HttpResponse, reference: str) -> Any:
    """Read who a person is and how to reach them, as far as the caller may see."""
    found, by = opened(request, reference)
    facts = frame_for(person=found, by=by, on=local_date(request.at)).facts
    response["ETag"] = f'"{found.version}"'
    return PersonTold(
        reference=found.reference,
        version=found.version,
        restricted=found.restricted,
        name=facts.name,
        liked_name=facts.liked_name,
        born_on=facts.born_on,
        birth_precision=facts.birth_precision,
        numbers=[Number.from_orm(number) for number in facts.numbers],
        phone=Number.from_orm(facts.phone) if facts.phone else None,
        addresses=[AddressTold.from_orm(address) for address in facts.addresses],
        emergency_until=by.emergency_until,
    )


@router.asks("/people/{reference}/details", DetailsTold)
def person_details(request: Asked, reference: str) -> Any:
    """Read everything that agencies say of who a person is, each with its source."""
    found, by = opened(request, reference)
    return details(person_id=found.pk, by=by)


@router.asks("/people/{reference}/known", KnownTold)
def known_person(request: Asked, reference: str) -> Any:
    """Read what may be told of someone whom the caller may only know of, and whom to ask."""
    known = may_only_know(reference=written(reference), by=request.by)
    return KnownTold(
        reference=known.reference,
        is_restricted=known.is_restricted,
        may_open=known.may_open,
        name=known.name,
        birth_year=known.birth_year,
        holders=[HolderTold.from_orm(holder) for holder in known.holders],
        ring=HolderTold.from_orm(known.ring) if known.ring else None,
        approver=known.approver,
    )
