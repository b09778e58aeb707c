"""Information-sharing agreements: read, record, change, review and end."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter
from desistance.api.text import Day, Id, Line, Sentence, Text, Word
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound, Refused
from desistance.foundation.terms import DataClass
from desistance.partners import queries
from desistance.partners.actions.agreements import (
    change_agreement,
    end_agreement,
    record_agreement,
    review_agreement,
)
from desistance.partners.rules.agreements import AgreementTerms

router = RoomRouter(tags=["agreements"])


class AgreementTold(Schema):
    """An agreement and what it switches on."""

    id: int
    version: int
    name: str
    reference: str
    parties: list[int]
    purpose: str
    legal_basis: str
    classes: list[str]
    switches_on_finding: bool
    from_on: date
    review_on: date
    until_on: date | None


class Agreeing(Schema):
    """What agencies have agreed."""

    name: Line
    reference: Word
    parties: list[Id] = Field(max_length=200)
    purpose: Text
    legal_basis: Sentence
    classes: list[DataClass] = Field([], max_length=40)
    switches_on_finding: bool = False
    from_on: Day | None = None
    review_on: Day
    until_on: Day | None = None


class Finishing(Schema):
    """The last day, and why."""

    ends_on: Day
    reason: Sentence


class Reviewed(Schema):
    """What a review found, and when the next is due."""

    review_on: Day
    note: Sentence


def _told(agreement: Any) -> AgreementTold:
    return AgreementTold(
        id=agreement.pk,
        version=agreement.version,
        name=agreement.name,
        reference=agreement.reference,
        parties=sorted(party.pk for party in agreement.parties.all()),
        purpose=agreement.purpose,
        legal_basis=agreement.legal_basis,
        classes=agreement.classes,
        switches_on_finding=agreement.switches_on_finding,
        from_on=agreement.from_on,
        review_on=agreement.review_on,
        until_on=agreement.until_on,
    )


def _parties(ids: list[int]) -> Any:
    try:
        return queries.agencies_by_id(ids)
    except NotFound as missing:
        raise Refused("Choose agencies from the list", field="parties") from missing


@router.asks("/agreements", list[AgreementTold])
def list_agreements(request: Asked) -> Any:
    """List every agreement, those that run first."""
    return [_told(agreement) for agreement in queries.all_agreements()]


@router.asks("/agreements/{int:number}", AgreementTold)
def agreement(request: Asked, response: HttpResponse, number: int) -> Any:
    """Read one agreement."""
    found = queries.agreement(agreement=number)
    response["ETag"] = f'"{found.version}"'
    return _told(found)


@router.does("/agreements", permission="agreement.manage", makes=True)
def record_one_agreement(request: Asked, said: Agreeing) -> Done:
    """Record an agreement between two or more agencies."""
    made = record_agreement(
        name=said.name,
        reference=said.reference,
        parties=_parties(said.parties),
        purpose=said.purpose,
        legal_basis=said.legal_basis,
        review_on=said.review_on,
        classes=[kind.value for kind in said.classes],
        switches_on_finding=said.switches_on_finding,
        from_on=said.from_on,
        until_on=said.until_on,
        by=request.by,
        at=request.at,
    )
    return done("agreement", made)


@router.does("/agreements/{int:number}", permission="agreement.manage", versioned=True, method="PUT")
def change_one_agreement(request: Asked, number: int, said: Agreeing) -> Done:
    """Change what was recorded; the row as it was is kept."""
    found = queries.agreement(agreement=number)
    terms = AgreementTerms(
        name=said.name,
        reference=said.reference,
        parties=frozenset(party.pk for party in _parties(said.parties)),
        purpose=said.purpose,
        legal_basis=said.legal_basis,
        classes=frozenset(kind.value for kind in said.classes),
        switches_on_finding=said.switches_on_finding,
        from_on=said.from_on or local_date(request.at),
        review_on=said.review_on,
        until_on=said.until_on,
    )
    changed = change_agreement(agreement=found, terms=terms, version=request.version, by=request.by, at=request.at)
    return done("agreement", changed)


@router.does("/agreements/{int:number}/review", permission="agreement.manage", versioned=True)
def review_one_agreement(request: Asked, number: int, said: Reviewed) -> Done:
    """Note a review: what it found, and when the next is due."""
    reviewed = review_agreement(
        agreement=queries.agreement(agreement=number),
        review_on=said.review_on,
        note=said.note,
        version=request.version,
        by=request.by,
        at=request.at,
    )
    return done("agreement", reviewed)


@router.does("/agreements/{int:number}/end", permission="agreement.manage", versioned=True)
def finish_agreement(request: Asked, number: int, said: Finishing) -> Done:
    """End an agreement: the day named is its last."""
    ended = end_agreement(
        agreement=queries.agreement(agreement=number),
        ends_on=said.ends_on,
        reason=said.reason,
        version=request.version,
        by=request.by,
        at=request.at,
    )
    return done("agreement", ended)
