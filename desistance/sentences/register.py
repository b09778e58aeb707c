"""What sentences tells the house."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, F, TextChoices, TextField, Value, When

from desistance.foundation.passes import Pass
from desistance.foundation.register import Card, Demand, Holding, Keep, Permission, Section, TimelineEntry
from desistance.foundation.terms import DataClass
from desistance.sentences.actions.orders import take_orders_back
from desistance.sentences.queries import demands_of, order_lines, orders_of
from desistance.sentences.terms import EventKind, OrderKind, RequirementKind

SIX_YEARS = Keep(
    6,
    "the order or licence ended",
    "HMPPS records retention schedule for probation case records; partnership default, to be confirmed locally",
)


def _orders(person: int, by: Pass) -> Mapping[str, Any] | None:
    if not by.sees.get(DataClass.OFFENDING):
        return None
    return {"orders": orders_of(person, by=by, limit=5), "reference": by.reference}


def _in_words(column: str, choices: type[TextChoices]) -> Case:
    words = [When(**{column: value}, then=Value(words)) for value, words in choices.choices]
    return Case(*words, output_field=TextField())


HOLDINGS = (
    Holding(
        "sentences.Order",
        "Orders and licences",
        DataClass.OFFENDING,
        SIX_YEARS,
        take_back=take_orders_back,
        timeline=TimelineEntry(
            at="made_at", kind="Order or licence", title=_in_words("kind", OrderKind), summary=F("court")
        ),
    ),
    Holding(
        "sentences.Requirement",
        "Requirements of orders",
        "data_class",
        SIX_YEARS,
        timeline=TimelineEntry(
            at="recorded_at", kind="Requirement", title=_in_words("kind", RequirementKind), summary=F("words")
        ),
    ),
    Holding(
        "sentences.OrderEvent",
        "Breaches and recalls",
        DataClass.OFFENDING,
        SIX_YEARS,
        timeline=TimelineEntry(
            at="at", kind="Breach or recall", title=_in_words("kind", EventKind), summary=F("words")
        ),
    ),
)
OFFERS = (
    Section(
        "sentences.orders",
        "Orders and licences",
        40,
        order_lines,
        "No running order or licence is told here. That does not mean there is none.",
        plain_title="What the court ordered",
    ),
    Demand("sentences.requirements", lambda person, by: demands_of(person, by=by)),
    Card(
        "sentences.orders",
        "Orders and licences",
        "main",
        30,
        DataClass.OFFENDING,
        "sentences/orders_card.html",
        _orders,
    ),
)
WORDS = (
    Permission("order.record", "Record an order or licence", frozenset({"practitioner", "team_manager"})),
    Permission(
        "order.change",
        "Amend or end an order or licence that your agency recorded",
        frozenset({"practitioner", "team_manager"}),
    ),
    Permission("order.enforce", "Record a breach or a recall", frozenset({"practitioner", "team_manager"})),
)
