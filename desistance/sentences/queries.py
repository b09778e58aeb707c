"""Questions about orders and licences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from desistance.access.queries.scope import entries_known, entries_seen
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all, unseen
from desistance.foundation.register import Demanded, Line
from desistance.foundation.rows import Source
from desistance.foundation.terms import DataClass
from desistance.sentences.models import Order, OrderEvent, Requirement
from desistance.sentences.rules.dates import reset_on
from desistance.sentences.rules.law import LawTold, law_of
from desistance.sentences.rules.orders import OrderFacts, RequirementFacts
from desistance.sentences.terms import ORDER_STATES, STANDING, TREATMENT, EventKind, OrderKind, RequirementKind, Unit

REQUIRED = ("kind", "amount", "unit", "from_on", "until_on", "words")
HAPPENED = ("kind", "happened_on", "words", "fixed_days", "source", "recorded_at")
OrderKey = tuple[int, str, date, str]


@dataclass(frozen=True, slots=True)
class EventTold:
    """A breach or a recall under an order."""

    kind: str
    happened_on: date
    words: str
    fixed_days: int | None
    source: str
    recorded_at: datetime

    @property
    def source_words(self) -> str:
        """How it reached this service."""
        return Source(self.source).label

    @property
    def label(self) -> str:
        """What it is, as a worker reads it."""
        return EventKind(self.kind).label


@dataclass(frozen=True, slots=True)
class OrderShown:
    """One order as the reader may see it: ``hidden`` counts requirements they may not see, ``reset_on`` is when contact stops."""

    order: Any
    facts: OrderFacts
    hidden: int
    events: tuple[EventTold, ...]
    reset_on: date | None
    is_over: bool
    is_ours: bool

    @property
    def id(self) -> int:
        """The order's id."""
        return int(self.order.pk)

    @property
    def state_words(self) -> str:
        """Where it stands, as a worker reads it."""
        return ORDER_STATES[self.order.state].wording

    @property
    def law(self) -> tuple[LawTold, ...]:
        """What the law on its dates says, while it runs."""
        is_running = not ORDER_STATES[self.order.state].is_final
        return law_of(self.facts, reset_on=self.reset_on) if is_running else ()

    @property
    def tone(self) -> str:
        """The colour that goes with the words."""
        return ORDER_STATES[self.order.state].tone


def facts_of(order: Order, requirements: Iterable[Requirement]) -> OrderFacts:
    """The facts of an order on record."""
    told = (
        RequirementFacts(row.kind, row.amount, row.unit, row.from_on, row.until_on, row.words) for row in requirements
    )
    return OrderFacts(
        order.kind,
        order.made_on,
        order.starts_on,
        order.ends_on,
        order.court,
        order.tier,
        order.number,
        tuple(told),
    )


@question
def orders_of(person: int, *, by: Pass, limit: int = 50) -> Sequence[OrderShown]:
    """The orders of one person that the reader may see, newest first, each with its requirements and what happened under it.

    A requirement whose class of data is closed to the reader is counted and not shown. One statement, however many orders.
    """
    if by.person != person:
        return []
    shown = [_shown(order, by) for order in rows_of(_newest, by=by, shape=(limit,))]
    if any(row["data_class"] == DataClass.HEALTH for one in shown for row in one.order.required or ()):
        note_all([person], DataClass.HEALTH)
    return shown


def _newest(by: Pass, limit: int) -> QuerySet[Any]:
    seen = Order.objects.filter(entries_seen(by, "sentences.Order"), state__in=STANDING).select_related("agency")
    told = Requirement.objects.standing().filter(order=OuterRef("pk"))
    happened = OrderEvent.objects.standing().filter(entries_seen(by, "sentences.OrderEvent"), order=OuterRef("pk"))
    closed = told.filter(entries_known(by, "sentences.Requirement")).values("kind")
    orders: QuerySet[Any] = seen.annotate(
        required=ArraySubquery(
            told.filter(entries_seen(by, "sentences.Requirement"))
            .order_by("id")
            .values(told=JSONObject(**{name: name for name in (*REQUIRED, "data_class")}))
        ),
        closed=ArraySubquery(closed),
        happened=ArraySubquery(
            happened.order_by("happened_on", "id").values(told=JSONObject(**{name: name for name in HAPPENED}))
        ),
    )
    return orders.order_by("-made_on", "-id")[:limit]


def _shown(order: Any, by: Pass) -> OrderShown:
    """One row as it is shown. A list is null where the reader's pass can match nothing: the database was not asked for it."""
    requirements = [_requirement(row) for row in order.required or ()]
    facts = replace(facts_of(order, ()), requirements=tuple(requirements))
    on = local_date(by.at)
    is_running = order.state in ("active", "recalled")
    contact_until = reset_on(
        kind=order.kind,
        starts_on=order.starts_on,
        ends_on=order.ends_on,
        requirements=frozenset(row.kind for row in requirements),
        exempt=bool(order.reset_exempt_because),
    )
    return OrderShown(
        order=order,
        facts=facts,
        hidden=len(order.closed or ()),
        events=tuple(
            EventTold(
                **{
                    **row,
                    "happened_on": date.fromisoformat(row["happened_on"]),
                    "recorded_at": datetime.fromisoformat(row["recorded_at"]),
                }
            )
            for row in order.happened or ()
        ),
        reset_on=contact_until if is_running else None,
        is_over=is_running and order.ends_on is not None and order.ends_on < on,
        is_ours=order.agency_id == by.agency,
    )


def _requirement(row: Mapping[str, Any]) -> RequirementFacts:
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("from_on", "until_on")}
    return RequirementFacts(row["kind"], row["amount"], row["unit"], **days, words=row["words"])


@question
def orders_standing(person: int, *, on: date, by: Pass) -> Sequence[Order]:
    """The orders that the reader may see and that stand on a day: it started, and neither ended nor ran out. One statement."""
    if by.person != person:
        return []
    seen = Order.objects.filter(entries_seen(by, "sentences.Order"), state__in=STANDING, starts_on__lte=on)
    ran = seen.filter(Q(ended_on__gte=on) | Q(ended_on=None) & (Q(ends_on=None) | Q(ends_on__gte=on)))
    return list(ran.select_related("agency").order_by("starts_on", "pk"))


@question
def orders_not_shared(person: int, *, by: Pass) -> Mapping[str, int]:
    """How many orders the reader may only know of, by the agency that holds them. One statement."""
    if by.person != person:
        return {}
    known = Order.objects.filter(entries_known(by, "sentences.Order"), state__in=STANDING)
    return dict(known.order_by().values_list("agency__short_name").annotate(count=Count("pk")))


@question
def own_order(order: int, *, by: Pass) -> Order:
    """An order of the reader's own agency, of the person whose record is open. Raises :class:`NotFound` for any other."""
    seen = Order.objects.filter(entries_seen(by, "sentences.Order"), agency_id=by.agency, state__in=STANDING)
    found = seen.filter(pk=order).select_related("agency").first()
    if found is None or found.person_id != by.person:
        raise NotFound()
    return found


@question
def orders_on_record(people: Iterable[int], *, by: Pass) -> Mapping[OrderKey, tuple[Order, OrderFacts]]:
    """What the acting agency has on record of these people's orders, by person, kind, day made and number. Two statements.

    A file compares its rows with it: the same again changes nothing.
    """
    with unseen("match candidates"):
        rows = list(Order.objects.filter(agency_id=by.agency, person_id__in=list(people), state__in=STANDING))
        required: dict[int, list[Requirement]] = {}
        for row in Requirement.objects.standing().filter(order__in=rows).order_by("id"):
            required.setdefault(row.order_id, []).append(row)
        return {
            (row.person_id, row.kind, row.made_on, row.number): (row, facts_of(row, required.get(row.pk, [])).in_order)
            for row in rows
        }


def order_lines(person: int, by: Pass) -> Sequence[Line]:
    """Orders that run, each with what it requires and what happened under it, as lines of a printed report. One statement."""
    running = [one for one in orders_of(person, by=by, limit=10) if not ORDER_STATES[one.order.state].is_final]
    return [line for one in running for line in _lines(one)]


def _lines(shown: OrderShown) -> Iterable[Line]:
    order = shown.order
    told: dict[str, Any] = {"agency": order.agency_id, "source": order.agency.short_name}
    until = f", to {order.ends_on.day} {order.ends_on:%B %Y}" if order.ends_on else ""
    kind, what = OrderKind(order.kind).label, DataClass.OFFENDING
    made = f"{kind}{until}{', ' + order.court if order.court else ''}. {shown.state_words}"
    plain = f"You are on a {kind.lower()}{until}"
    yield Line(made, what, "sentences.Order", order.pk, on=order.made_on, plain=plain, **told)
    for one in shown.facts.requirements:
        held = DataClass.HEALTH if one.kind in TREATMENT else what
        plain = f"You must do: {one.in_words}"
        yield Line(f"Requirement: {one.in_words}", held, "sentences.Requirement", order.pk, plain=plain, **told)
    for event in shown.events:
        words = ": ".join(part for part in (event.label, event.words) if part)
        yield Line(words, what, "sentences.OrderEvent", order.pk, on=event.happened_on, **told)


SUPERVISED_UNDER = frozenset({"supervision"})
"""The kind of work under which a court order or licence is supervised (``access``)."""


@question
def demands_of(person: int, *, by: Pass) -> Sequence[Demanded]:
    """What running orders and licences demand of a person, for the tab Compliance: one statement.

    Unpaid work is counted in minutes, to be done within 12 months (Sentencing Act 2020 Schedule 9 paragraph 1) or by the day
    its agency says.
    """
    found = []
    for shown in orders_of(person, by=by):
        if shown.is_over or ORDER_STATES[shown.order.state].is_final:
            continue
        breaches = [one for one in shown.events if one.kind == EventKind.BREACH]
        words = " and ".join(f"{one.happened_on.day} {one.happened_on:%B %Y}" for one in breaches)
        breach = f"{EventKind.BREACH.label} on {words}" if breaches else ""
        told = {"agency": shown.order.agency_id, "kinds": SUPERVISED_UNDER, "path": "orders/"}
        found.append(Demanded(**told, words=shown.order.get_kind_display(), due_on=shown.order.ends_on, breach=breach))
        for one in shown.facts.requirements:
            is_counted = one.kind == RequirementKind.UNPAID_WORK and one.unit == Unit.HOURS and one.amount is not None
            due_on = one.until_on or (anniversary(shown.order.starts_on) if is_counted else None)
            minutes = 60 * (one.amount or 0) if is_counted else None
            found.append(Demanded(**told, words=one.in_words, minutes=minutes, due_on=due_on))
    return found


def anniversary(day: date) -> date:
    """The last day of the 12 months that begin on a day."""
    try:
        later = day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        later = date(day.year + 1, 3, 1)
    return later - timedelta(days=1)
