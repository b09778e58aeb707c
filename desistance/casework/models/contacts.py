"""The one diary: every place to attend and everything that happened between a worker and a person."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.access.models import Involvement
from desistance.casework.terms import (
    LONGEST_NOTES,
    LONGEST_PLACE,
    LONGEST_PURPOSE,
    LONGEST_REASON,
    ContactKind,
    Enforcement,
    MovedBy,
    Outcome,
)
from desistance.foundation.rows import AboutPerson, Record, Source
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency, Staff
from desistance.people.models import Person


class Contact(AboutPerson, Record):
    """One place to attend, or one thing that happened. ``placed_at`` is where it stands in the timeline.

    That is when it was arranged while it is to come, and when it began once it has an outcome. ``series`` is shared by
    appointments that were arranged together; ``instead_of`` is the one that was moved to this time.
    """

    data_class_of: ClassVar[DataClass | str] = "data_class"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    involvement = models.ForeignKey(Involvement, null=True, on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=30, default=DataClass.CASEWORK)
    kind = models.CharField(max_length=20, choices=ContactKind.choices)
    purpose = models.CharField(max_length=LONGEST_PURPOSE, blank=True)
    place = models.CharField(max_length=LONGEST_PLACE, blank=True)
    with_staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    placed_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="scheduled")
    outcome = models.CharField(max_length=24, blank=True, choices=Outcome.choices)
    why_acceptable = models.CharField(max_length=LONGEST_REASON, blank=True)
    notes = models.CharField(max_length=LONGEST_NOTES, blank=True)
    outcome_at = models.DateTimeField(null=True)
    outcome_by = models.BigIntegerField(null=True)
    evidence_due_on = models.DateField(null=True)
    enforcement = models.CharField(max_length=10, blank=True, choices=Enforcement.choices)
    decided_on = models.DateField(null=True)
    decided_by = models.BigIntegerField(null=True)
    moved_by = models.CharField(max_length=10, blank=True, choices=MovedBy.choices)
    end_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    series = models.UUIDField(null=True)
    instead_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.STAFF)
    source_reference = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="contact_times", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="contact_outcome_pair",
                condition=(
                    Q(state="happened", outcome_at__isnull=False, outcome_by__isnull=False) & ~Q(outcome="")
                    | ~Q(state="happened") & Q(outcome="", outcome_at__isnull=True, outcome_by__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="contact_acceptable_says_why", condition=~Q(outcome="acceptable_absence") | ~Q(why_acceptable="")
            ),
            models.CheckConstraint(
                name="contact_decided_pair",
                condition=Q(enforcement="", decided_on__isnull=True, decided_by__isnull=True)
                | Q(
                    outcome__in=["attended_not_complied", "unacceptable_absence"],
                    decided_on__isnull=False,
                    decided_by__isnull=False,
                )
                & ~Q(enforcement=""),
            ),
            models.CheckConstraint(
                name="contact_end_says_why", condition=~Q(state__in=["rescheduled", "cancelled"]) | ~Q(end_reason="")
            ),
            models.CheckConstraint(name="contact_not_instead_of_itself", condition=~Q(instead_of=F("id"))),
        ]
        indexes = [
            models.Index(fields=["person", "-starts_at", "-id"], name="casework_contact_person"),
            models.Index(fields=["person", "-placed_at"], name="casework_contact_placed"),
            models.Index(
                fields=["with_staff", "starts_at"], condition=Q(state="scheduled"), name="casework_contact_to_come"
            ),
            models.Index(
                fields=["with_staff", "evidence_due_on"],
                condition=Q(enforcement="", evidence_due_on__isnull=False),
                name="casework_contact_evidence",
            ),
        ]

    @property
    def minutes(self) -> int:
        """How long it is meant to last."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)
