"""What has happened: offences with their disposals and times in custody, as agencies record, correct and withdraw them."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import Day, Line, Moment, Sentence, Word
from desistance.foundation.rows import Source
from desistance.history.actions import (
    correct_conviction,
    record_conviction,
    record_custody,
    withdraw_conviction,
    withdraw_custody,
)
from desistance.history.queries import OffenceOnRecord, custody_of, offences_of, own_custody, own_offence
from desistance.history.rules.convictions import ConvictionFacts, DisposalFacts
from desistance.history.rules.custody import CustodyFacts
from desistance.history.terms import (
    MOST_DISPOSALS,
    SANCTION_OF,
    CustodyKind,
    DisposalKind,
    OffenceGroup,
    ReleaseKind,
    Sanction,
)

router = RoomRouter(tags=["history"])


class DisposalTold(Schema):
    """How an offence was dealt with, and the sanction that it counts as when reoffending is measured."""

    kind: DisposalKind
    sanction: Sanction
    given_on: date
    court: str
    length_days: int | None
    length_words: str
    area: str
    is_main: bool


class OffenceTold(Schema):
    """One offence as one agency says it. Group, marks and recordable follow from the code by ``mapping_version``."""

    id: int
    number: str
    agency: str
    source: str
    offence_code: str
    offence: str
    committed_on: date | None
    committed_until: date | None
    group: OffenceGroup
    is_racially_aggravated: bool
    is_alcohol_related: bool
    is_breach: bool
    is_recordable: bool | None
    is_code_listed: bool
    mapping_version: int
    disposals: list[DisposalTold]


class CustodyTold(Schema):
    """One time in custody as one agency says it."""

    id: int
    agency: str
    source: str
    kind: CustodyKind
    from_on: date
    until_on: date | None
    prison: str
    sentenced_on: date | None
    planned_release_on: date | None
    release_kind: str


class DisposalSaid(Schema):
    """How an offence was dealt with. ``area``: code of the local authority where the person lived on that day."""

    kind: DisposalKind
    given_on: Day
    court: Line = ""
    length_days: int | None = Field(None, ge=1, le=36_500)
    length_words: Line = ""
    area: Word = ""


class ConvictionSaid(Schema):
    """An offence, by the caller's own number for it, with every way in which it was dealt with."""

    number: Word
    offence_code: Word = ""
    offence_words: Sentence = ""
    committed_on: Day | None = None
    committed_until: Day | None = None
    disposals: list[DisposalSaid] = Field(min_length=1, max_length=MOST_DISPOSALS)
    said_at: Moment | None = None
    source_reference: Line = ""


class Correction(Schema):
    """The offence as it should stand, and why."""

    number: Word
    offence_code: Word = ""
    offence_words: Sentence = ""
    committed_on: Day | None = None
    committed_until: Day | None = None
    disposals: list[DisposalSaid] = Field(min_length=1, max_length=MOST_DISPOSALS)
    reason: Sentence


class CustodySaid(Schema):
    """A time in custody, by why and from when. The same again with a release ends the one that stands."""

    kind: CustodyKind
    from_on: Day
    until_on: Day | None = None
    prison: Line = ""
    planned_release_on: Day | None = None
    release_kind: ReleaseKind | None = None
    sentenced_on: Day | None = None
    said_at: Moment | None = None
    source_reference: Line = ""


class Withdrawal(Schema):
    """Why something should not have been recorded."""

    reason: Sentence


def _told(record: OffenceOnRecord) -> dict[str, Any]:
    offence, kind = record.offence, record.kind
    names = ("id", "number", "source", "offence_code", "committed_on", "committed_until")
    derived = ("group", "is_racially_aggravated", "is_alcohol_related", "is_breach", "is_recordable")
    of_disposal = ("kind", "given_on", "court", "length_days", "length_words", "area", "is_main")
    return {
        **{name: getattr(offence, name) for name in names},
        **{name: getattr(kind, name) for name in derived},
        "agency": offence.agency.short_name,
        "offence": offence.offence_words,
        "is_code_listed": kind.is_listed,
        "mapping_version": kind.version,
        "disposals": [
            {
                **{name: getattr(one, name) for name in of_disposal},
                "sanction": SANCTION_OF[DisposalKind(one.kind)],
            }
            for one in record.disposals
        ],
    }


def _facts(said: ConvictionSaid | Correction) -> ConvictionFacts:
    return ConvictionFacts(
        number=said.number,
        offence_code=said.offence_code,
        offence_words=said.offence_words,
        committed_on=said.committed_on,
        committed_until=said.committed_until,
        disposals=tuple(DisposalFacts(**one.dict()) for one in said.disposals),
    )


@router.asks("/people/{reference}/offences", list[OffenceTold])
def offences(request: Asked, reference: str) -> Any:
    """Read a person's offences and how they were dealt with, newest first, each as the agency that recorded it says."""
    person, by = opened(request, reference)
    return [_told(record) for record in offences_of(person.pk, by=by)]


@router.asks("/people/{reference}/custody", list[CustodyTold])
def custody(request: Asked, reference: str) -> Any:
    """Read a person's times in custody, newest first, each as the agency that recorded it says."""
    person, by = opened(request, reference)
    names = [name for name in CustodyTold.model_fields if name != "agency"]
    return [
        {**{name: getattr(spell, name) for name in names}, "agency": spell.agency.short_name}
        for spell in custody_of(person.pk, by=by)
    ]


@router.does("/people/{reference}/offences", permission="conviction.record", makes=True)
def say_conviction(request: Asked, reference: str, said: ConvictionSaid) -> Done:
    """Record an offence with the ways in which it was dealt with."""
    person, by = opened(request, reference)
    told: dict[str, Any] = {"said_at": said.said_at, "source_reference": said.source_reference, "source": Source.API}
    return done("offence", record_conviction(person=person, facts=_facts(said), by=by, at=request.at, **told))


@router.does("/people/{reference}/offences/{int:number}/correct", permission="conviction.change", makes=True)
def put_conviction_right(request: Asked, reference: str, number: int, said: Correction) -> Done:
    """Put a corrected offence, with its disposals, beside the agency's own that it corrects, which is withdrawn."""
    _, by = opened(request, reference)
    offence = own_offence(offence=number, by=by).offence
    corrected = correct_conviction(offence=offence, facts=_facts(said), reason=said.reason, by=by, at=request.at)
    return done("offence", corrected)


@router.does("/people/{reference}/offences/{int:number}/withdraw", permission="conviction.change")
def take_back_conviction(request: Asked, reference: str, number: int, said: Withdrawal) -> Done:
    """Withdraw an offence of the agency's own, with its disposals."""
    _, by = opened(request, reference)
    offence = own_offence(offence=number, by=by).offence
    return done("offence", withdraw_conviction(offence=offence, reason=said.reason, by=by, at=request.at))


@router.does("/people/{reference}/custody", permission="custody.record", makes=True)
def say_custody(request: Asked, reference: str, said: CustodySaid) -> Done:
    """Record a time in custody; a release takes the place of the one that stands."""
    person, by = opened(request, reference)
    given = said.dict(exclude={"said_at", "source_reference"})
    facts = CustodyFacts(**{**given, "release_kind": said.release_kind or ""})
    told: dict[str, Any] = {"said_at": said.said_at, "source_reference": said.source_reference, "source": Source.API}
    return done("custody", record_custody(person=person, facts=facts, by=by, at=request.at, **told))


@router.does("/people/{reference}/custody/{int:number}/withdraw", permission="custody.change")
def take_back_custody(request: Asked, reference: str, number: int, said: Withdrawal) -> Done:
    """Withdraw a time in custody of the agency's own."""
    _, by = opened(request, reference)
    spell = own_custody(spell=number, by=by)
    return done("custody", withdraw_custody(spell=spell, reason=said.reason, by=by, at=request.at))
