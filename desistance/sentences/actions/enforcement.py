"""Recording that an order was breached or someone on licence recalled, and that they were released again."""

from datetime import date, datetime

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import day_begins, local_date
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Source
from desistance.sentences.actions.orders import _ours
from desistance.sentences.models import Order, OrderEvent
from desistance.sentences.rules.orders import may_breach, may_recall
from desistance.sentences.terms import ORDER_STATES, EventKind


@deed("order.enforce", Category.COLLECTION)
def record_breach(*, order: Order, happened_on: date, words: str, by: Pass, at: datetime) -> OrderEvent:
    """Record that a breach of an order was taken to court; the order goes on. Raises :class:`Refused`."""
    _ours(order, by)
    may_breach(
        kind=order.kind,
        state=order.state,
        starts_on=order.starts_on,
        happened_on=happened_on,
        on=local_date(at),
        words=words,
    ).demand("happened_on")
    return _event(order, EventKind.BREACH, happened_on, words, by, at)


@deed("order.enforce", Category.COLLECTION)
def record_recall(
    *,
    order: Order,
    recalled_on: date,
    by: Pass,
    at: datetime,
    words: str = "",
    fixed_days: int | None = None,
    version: int | None = None,
) -> OrderEvent:
    """Record that someone on licence was recalled to prison, for a fixed number of days or without one; the licence is recalled.

    Raises :class:`Refused` when the law of that day had no recall of that length, and :class:`Conflict`.
    """
    _ours(order, by)
    may_recall(
        kind=order.kind,
        state=order.state,
        starts_on=order.starts_on,
        recalled_on=recalled_on,
        on=local_date(at),
        fixed_days=fixed_days,
    ).demand("recalled_on")
    change(order, version=version, by=by, at=at, state="recalled")
    return _event(order, EventKind.RECALL, recalled_on, words, by, at, fixed_days)


@deed("order.enforce")
def release_again(*, order: Order, by: Pass, at: datetime, version: int | None = None) -> Order:
    """Say that someone who was recalled is on licence again. Raises :class:`Refused` when they were not recalled."""
    _ours(order, by)
    ORDER_STATES.may_move(order.state, "active").demand()
    change(order, version=version, by=by, at=at, state="active")
    return order


def _event(  # noqa: PLR0917  # one place writes both kinds, column by column
    order: Order, kind: EventKind, on: date, words: str, by: Pass, at: datetime, fixed_days: int | None = None
) -> OrderEvent:
    return OrderEvent.objects.create(
        person_id=order.person_id,
        order=order,
        agency_id=by.agency,
        kind=kind,
        happened_on=on,
        at=day_begins(on),
        words=words.strip(),
        fixed_days=fixed_days,
        source=Source.STAFF,
        said_at=at,
        recorded_at=at,
        recorded_by=by.staff,
    )
