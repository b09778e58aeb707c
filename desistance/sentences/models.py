"""Orders and licences, what they require, and what happened under them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.foundation.rows import AboutPerson, Event, Fact, Record, Source, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency
from desistance.people.models import Person
from desistance.sentences.terms import (
    LONGEST_COURT,
    LONGEST_NUMBER,
    LONGEST_REASON,
    LONGEST_TIER,
    LONGEST_WORDS,
    EventKind,
    OrderKind,
    RequirementKind,
    Unit,
)


class Order(AboutPerson, Record):
    """One order or licence under which someone is supervised. ``made_at`` is the first moment of the day it was made.

    ``tier`` stands as the source states it. ``reset_exempt_because`` says why active contact goes on after two thirds.
    """

    data_class_of: ClassVar[DataClass | str] = DataClass.OFFENDING

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=OrderKind.choices)
    number = models.CharField(max_length=LONGEST_NUMBER, blank=True)
    state = models.CharField(max_length=10, default="active")
    made_on = models.DateField()
    made_at = models.DateTimeField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    court = models.CharField(max_length=LONGEST_COURT, blank=True)
    tier = models.CharField(max_length=LONGEST_TIER, blank=True)
    reset_exempt_because = models.CharField(max_length=LONGEST_REASON, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.STAFF)
    source_reference = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency", "kind", "made_on", "number"],
                condition=~Q(state="mistaken"),
                name="order_once",
            ),
            models.CheckConstraint(
                name="order_dates",
                condition=Q(starts_on__gte=F("made_on"))
                & (Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")))
                & (Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on"))),
            ),
            models.CheckConstraint(
                name="order_end_pair",
                condition=Q(state__in=["ended", "revoked"], ended_on__isnull=False) & ~Q(end_reason="")
                | Q(state__in=["active", "recalled"], ended_on__isnull=True, end_reason="")
                | Q(state="mistaken", ended_on__isnull=True) & ~Q(end_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-made_on"], name="order_person"),
            models.Index(fields=["agency", "state", "ends_on"], name="order_agency"),
        ]


class Requirement(AboutPerson, Fact):
    """What someone must do or not do under an order, as its agency says. Treatment is health information."""

    data_class_of: ClassVar[DataClass | str] = "data_class"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=RequirementKind.choices)
    data_class = models.CharField(max_length=30, default=DataClass.OFFENDING)
    amount = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=12, blank=True, choices=[(unit.value, unit.value) for unit in Unit])
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="requirement_amount", condition=Q(amount__isnull=True, unit="") | Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="requirement_dates",
                condition=Q(from_on__isnull=True) | Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
            withdrawn_in_pairs("requirement_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["person"], name="requirement_person"),
            models.Index(fields=["order"], name="requirement_order"),
        ]


class OrderEvent(AboutPerson, Event):
    """A breach taken to court or a recall to prison. ``fixed_days`` is the length of a recall of fixed length."""

    data_class_of: ClassVar[DataClass | str] = DataClass.OFFENDING

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    happened_on = models.DateField()
    words = models.CharField(max_length=LONGEST_REASON, blank=True)
    fixed_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="order_event_fixed", condition=Q(fixed_days__isnull=True) | Q(kind="recall", fixed_days__gt=0)
            ),
            models.CheckConstraint(name="order_event_corrects_another", condition=~Q(corrects=F("id"))),
            withdrawn_in_pairs("order_event_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["person", "-at"], name="order_event_person"),
            models.Index(fields=["order"], name="order_event_order"),
        ]
