"""Recording, amending and ending orders and licences. What was required before stays readable."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import day_begins, local_date
from desistance.foundation.decisions import NotFound, Refused, refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.people.models import Person
from desistance.sentences.models import Order, Requirement
from desistance.sentences.rules.orders import OrderFacts, RequirementFacts, may_end_order, troubles_of_order
from desistance.sentences.terms import LONGEST_REASON, ORDER_STATES, TREATMENT, OrderKind

ALREADY = "This order is already on record. Amend it instead."
MISTAKEN = "mistaken"


@dataclass(frozen=True, slots=True)
class OrderTold:
    """One order of a file: whose it is, what is told of it, and from which row."""

    person: Person
    facts: OrderFacts
    source_reference: str


@deed("order.record", Category.COLLECTION)
def record_order(
    *, person: Person, facts: OrderFacts, by: Pass, at: datetime, source: str = "staff", source_reference: str = ""
) -> Order:
    """Record an order or licence that the acting agency supervises, with its requirements.

    It opens no work: whoever may see it is decided by the involvements of the person. Raises :class:`Refused` with the field to
    mend when it cannot have been made so under the law of its day, or is on record; :class:`NotFound` when the pass is not for
    this person.
    """
    return _record([OrderTold(person, facts, source_reference)], source, by, at)[0]


@deed("order.record", Category.COLLECTION)
def record_orders(*, orders: Sequence[OrderTold], source: str, by: Pass, at: datetime) -> list[Order]:
    """Record the orders that a file tells of, by the rules for one. Raises :class:`Refused`, and then none is recorded."""
    return _record(orders, source, by, at)


def _record(orders: Sequence[OrderTold], source: str, by: Pass, at: datetime) -> list[Order]:
    for told in orders:
        by.demand_person(told.person.pk, DataClass.OFFENDING, writing=True)
        _demand(told.facts, by, at)
    try:
        with transaction.atomic():
            made = Order.objects.bulk_create(_order(told, source, by, at) for told in orders)
    except IntegrityError as fault:
        raise Refused(ALREADY, field="made_on") from fault
    Requirement.objects.bulk_create(
        requirement
        for order, told in zip(made, orders, strict=True)
        for requirement in _requirements(
            order, told.facts.requirements, by, at, {"source": source, "source_reference": told.source_reference}
        )
    )
    return made


def _demand(facts: OrderFacts, by: Pass, at: datetime) -> None:
    for field, decision in troubles_of_order(facts, local_date(at), by.agency_kind):
        decision.demand(field)


def _columns(facts: OrderFacts) -> dict[str, Any]:
    return {
        "made_on": facts.made_on,
        "made_at": day_begins(facts.made_on),
        "starts_on": facts.starts_on,
        "ends_on": facts.ends_on,
        "court": facts.court.strip(),
        "tier": facts.tier.strip(),
    }


def _order(told: OrderTold, source: str, by: Pass, at: datetime) -> Order:
    return Order(
        person=told.person,
        agency_id=by.agency,
        kind=OrderKind(told.facts.kind),
        number=told.facts.number.strip(),
        source=source,
        source_reference=told.source_reference,
        recorded_at=at,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
        **_columns(told.facts),
    )


def _requirements(
    order: Order, told: Sequence[RequirementFacts], by: Pass, at: datetime, said: dict[str, str]
) -> list[Requirement]:
    return [
        Requirement(
            **said,
            person_id=order.person_id,
            order=order,
            agency_id=by.agency,
            kind=one.kind,
            data_class=DataClass.HEALTH if one.kind in TREATMENT else DataClass.OFFENDING,
            amount=one.amount,
            unit=one.unit,
            words=one.words.strip(),
            from_on=one.from_on,
            until_on=one.until_on,
            said_at=at,
            recorded_at=at,
            recorded_by=by.staff,
        )
        for one in told
    ]


@deed("order.change")
def amend_order(
    *,
    order: Order,
    facts: OrderFacts,
    by: Pass,
    at: datetime,
    reason: str = "",
    source: str = "staff",
    source_reference: str = "",
    version: int | None = None,
) -> Order:
    """Put an order that runs right, or tell how a court amended it: dates, court, tier and requirements.

    The kind, the day it was made and its number stay: another day is another order. A requirement that is told as before stays;
    the others are withdrawn and said again. Raises :class:`Refused`, and :class:`Conflict` when someone else changed it first.
    """
    _ours(order, by)
    if (facts.kind, facts.made_on, facts.number.strip()) != (order.kind, order.made_on, order.number):
        refused("Another kind or another day is another order. Take this one back and record that.").demand("kind")
    if ORDER_STATES[order.state].is_final:
        refused(f"This order is {ORDER_STATES[order.state].wording.lower()}, so it cannot be amended.").demand()
    _demand(facts, by, at)
    change(order, version=version, by=by, at=at, reason=reason[:LONGEST_REASON], **_columns(facts))
    standing = list(Requirement.objects.standing().filter(order=order))
    told = list(facts.requirements)
    gone = []
    for row in standing:
        if (same := _facts(row)) in told:
            told.remove(same)
        else:
            gone.append(row.pk)
    Requirement.objects.filter(pk__in=gone).update(withdrawn_at=at, withdrawn_by=by.staff)
    said = {"source": source, "source_reference": source_reference}
    Requirement.objects.bulk_create(_requirements(order, told, by, at, said))
    return order


def _facts(row: Requirement) -> RequirementFacts:
    return RequirementFacts(row.kind, row.amount, row.unit, row.from_on, row.until_on, row.words)


@deed("order.change")
def end_order(
    *,
    order: Order,
    ended_on: date,
    reason: str,
    by: Pass,
    at: datetime,
    is_revoked: bool = False,
    version: int | None = None,
) -> Order:
    """Say that an order ended, or that a court revoked it, on a day and why. Raises :class:`Refused` and :class:`Conflict`."""
    _ours(order, by)
    state = "revoked" if is_revoked else "ended"
    ORDER_STATES.may_move(order.state, state).demand("reason")
    may_end_order(ended_on=ended_on, starts_on=order.starts_on, on=local_date(at), reason=reason).demand("ended_on")
    change(order, version=version, by=by, at=at, state=state, ended_on=ended_on, end_reason=reason.strip())
    return order


@deed("order.change")
def exempt_from_reset(*, order: Order, because: str, by: Pass, at: datetime, version: int | None = None) -> Order:
    """Say why active contact goes on after two thirds (MAPPA, very high risk); an empty text ends the exemption."""
    _ours(order, by)
    if len(because) > LONGEST_REASON:
        refused(f"The reason must be {LONGEST_REASON} characters or fewer.").demand("because")
    change(order, version=version, by=by, at=at, reset_exempt_because=because.strip())
    return order


@deed("order.change")
def take_orders_back(*, rows: Collection[int], reason: str, by: Pass, at: datetime) -> list[Order]:
    """Take back orders that were recorded by mistake, or by a file that is undone: they stay readable and stand no more.

    Raises :class:`NotFound` for a worker to whom one of the records is not open. A second call changes nothing.
    """
    ours = Order.objects.select_for_update().filter(pk__in=rows, agency_id=by.agency, state__in=["active", "recalled"])
    found = list(ours.order_by("pk"))
    for order in found:
        _ours(order, by)
        change(order, version=None, by=by, at=at, state=MISTAKEN, end_reason=reason.strip()[:LONGEST_REASON])
    said = Requirement.objects.standing().filter(order__in=[order.pk for order in found])
    said.update(withdrawn_at=at, withdrawn_by=by.staff)
    return found


def _ours(order: Order, by: Pass) -> None:
    by.demand_person(order.person_id, DataClass.OFFENDING, writing=True)
    if order.agency_id != by.agency:
        raise NotFound()
