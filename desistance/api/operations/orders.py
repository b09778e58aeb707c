"""Orders and licences: what each requires and what happened under it; recorded, amended, ended and enforced by their agency."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import Day, Line, Sentence, Word
from desistance.foundation.rows import Source
from desistance.sentences.actions.enforcement import record_breach, record_recall, release_again
from desistance.sentences.actions.orders import (
    amend_order,
    end_order,
    exempt_from_reset,
    record_order,
    take_orders_back,
)
from desistance.sentences.queries import OrderShown, orders_of, own_order
from desistance.sentences.rules.orders import OrderFacts, RequirementFacts
from desistance.sentences.terms import MOST_REQUIREMENTS, EventKind, OrderKind, RequirementKind, Unit

router = RoomRouter(tags=["orders"])


class RequirementTold(Schema):
    """What someone must do or not do under an order."""

    kind: RequirementKind
    amount: int | None
    unit: Unit
    from_on: date | None
    until_on: date | None
    words: str


class HappenedTold(Schema):
    """A breach taken to court or a recall to prison."""

    kind: EventKind
    happened_on: date
    words: str
    fixed_days: int | None
    source: Source


class LawSays(Schema):
    """What the law on the order's dates says, the day it ends in, and where that stands."""

    words: str
    day: date | None
    source: str


class OrderTold(Schema):
    """One order as its agency says it. ``hidden``: requirements not shared with the caller; ``version`` goes into If-Match."""

    id: int
    version: int
    agency: str
    source: str
    kind: OrderKind
    state: str
    number: str
    made_on: date
    starts_on: date
    ends_on: date | None
    ended_on: date | None
    end_reason: str
    court: str
    tier: str
    reset_on: date | None
    reset_exempt_because: str
    requirements: list[RequirementTold]
    hidden: int
    events: list[HappenedTold]
    law: list[LawSays]


class RequirementSaid(Schema):
    """A requirement: how much of what, from when and until when."""

    kind: RequirementKind
    amount: int | None = Field(None, ge=1, le=10_000)
    unit: Unit = Unit.NONE
    from_on: Day | None = None
    until_on: Day | None = None
    words: Line = ""


class OrderSaid(Schema):
    """An order or licence with its requirements."""

    kind: OrderKind
    made_on: Day
    starts_on: Day
    ends_on: Day | None = None
    court: Line = ""
    tier: Word = ""
    number: Word = ""
    requirements: list[RequirementSaid] = Field(default=[], max_length=MOST_REQUIREMENTS)
    source_reference: Line = ""


class Amendment(Schema):
    """The order as it should stand. Its kind, the day it was made and its number stay."""

    starts_on: Day
    ends_on: Day | None = None
    court: Line = ""
    tier: Word = ""
    requirements: list[RequirementSaid] = Field(max_length=MOST_REQUIREMENTS)
    reason: Sentence


class OrderEnd(Schema):
    """When and why an order ended, and whether a court revoked it."""

    ended_on: Day
    reason: Sentence
    is_revoked: bool = False


class BreachSaid(Schema):
    """A breach that was taken to court."""

    happened_on: Day
    words: Sentence


class RecallSaid(Schema):
    """A recall to prison; without ``fixed_days`` it has no fixed length."""

    recalled_on: Day
    fixed_days: int | None = Field(None, ge=1, le=366)
    words: Line = ""


class Exemption(Schema):
    """Why active contact goes on after two thirds; empty when it stops."""

    because: Line = ""


class Mistake(Schema):
    """Why an order should not have been recorded."""

    reason: Sentence


def _told(shown: OrderShown) -> dict[str, Any]:
    names = (
        "version",
        "source",
        "kind",
        "state",
        "number",
        "made_on",
        "starts_on",
        "ends_on",
        "ended_on",
        "end_reason",
    )
    more = ("court", "tier", "reset_exempt_because")
    return {
        **{name: getattr(shown.order, name) for name in (*names, *more)},
        **{name: getattr(shown, name) for name in ("id", "reset_on", "hidden", "events", "law")},
        "agency": shown.order.agency.short_name,
        "requirements": shown.facts.requirements,
    }


def _requirements(said: list[RequirementSaid]) -> tuple[RequirementFacts, ...]:
    return tuple(RequirementFacts(**one.dict()) for one in said)


@router.asks("/people/{reference}/orders", list[OrderTold])
def orders(request: Asked, reference: str) -> Any:
    """Read a person's orders and licences, newest first, with what each requires and what happened under it."""
    person, by = opened(request, reference)
    return [_told(shown) for shown in orders_of(person.pk, by=by, limit=200)]


@router.does("/people/{reference}/orders", permission="order.record", makes=True)
def say_order(request: Asked, reference: str, said: OrderSaid) -> Done:
    """Record an order or licence that the caller's agency supervises."""
    person, by = opened(request, reference)
    given = said.dict(exclude={"requirements", "source_reference"})
    facts = OrderFacts(**given, requirements=_requirements(said.requirements))
    told: dict[str, Any] = {"source": Source.API, "source_reference": said.source_reference}
    return done("order", record_order(person=person, facts=facts, by=by, at=request.at, **told))


@router.does("/people/{reference}/orders/{int:number}/amend", permission="order.change", versioned=True)
def put_order_right(request: Asked, reference: str, number: int, said: Amendment) -> Done:
    """Amend an order of the agency's own; a requirement that is not told again is withdrawn."""
    _, by = opened(request, reference)
    order = own_order(number, by=by)
    given = said.dict(exclude={"requirements", "reason"})
    facts = OrderFacts(
        order.kind, order.made_on, number=order.number, requirements=_requirements(said.requirements), **given
    )
    amended = amend_order(
        order=order,
        facts=facts,
        reason=said.reason,
        source=Source.API,
        version=request.version,
        by=by,
        at=request.at,
    )
    return done("order", amended)


@router.does("/people/{reference}/orders/{int:number}/end", permission="order.change", versioned=True)
def finish_order(request: Asked, reference: str, number: int, said: OrderEnd) -> Done:
    """Say that an order of the agency's own ended or was revoked."""
    _, by = opened(request, reference)
    order = own_order(number, by=by)
    return done("order", end_order(order=order, **said.dict(), version=request.version, by=by, at=request.at))


@router.does("/people/{reference}/orders/{int:number}/breaches", permission="order.enforce", makes=True)
def say_breach(request: Asked, reference: str, number: int, said: BreachSaid) -> Done:
    """Record a breach of an order of the agency's own; the order goes on."""
    _, by = opened(request, reference)
    order = own_order(number, by=by)
    return done("breach", record_breach(order=order, **said.dict(), by=by, at=request.at))


@router.does("/people/{reference}/orders/{int:number}/recall", permission="order.enforce", versioned=True)
def recall_to_prison(request: Asked, reference: str, number: int, said: RecallSaid) -> Done:
    """Record that someone on a licence of the agency's own was recalled to prison."""
    _, by = opened(request, reference)
    order = own_order(number, by=by)
    record_recall(order=order, **said.dict(), version=request.version, by=by, at=request.at)
    return done("order", order)


@router.does("/people/{reference}/orders/{int:number}/release", permission="order.enforce", versioned=True)
def release_after_recall(request: Asked, reference: str, number: int) -> Done:
    """Say that someone who was recalled is on licence again."""
    _, by = opened(request, reference)
    return done("order", release_again(order=own_order(number, by=by), version=request.version, by=by, at=request.at))


@router.does("/people/{reference}/orders/{int:number}/exempt", permission="order.change", versioned=True)
def exempt_order(request: Asked, reference: str, number: int, said: Exemption) -> Done:
    """Say why active contact goes on after two thirds of an order, or that it does not."""
    _, by = opened(request, reference)
    order = own_order(number, by=by)
    exempted = exempt_from_reset(order=order, because=said.because, version=request.version, by=by, at=request.at)
    return done("order", exempted)


@router.does("/people/{reference}/orders/{int:number}/withdraw", permission="order.change")
def take_back_order(request: Asked, reference: str, number: int, said: Mistake) -> Done:
    """Take back an order of the agency's own that was recorded by mistake."""
    _, by = opened(request, reference)
    order = own_order(number, by=by)
    taken = take_orders_back(rows=[order.pk], reason=said.reason, by=by, at=request.at)
    return done("order", taken[0] if taken else order)
