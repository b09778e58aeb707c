"""Alerts: what everyone who works with a person must know before they meet."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.casework.terms import LONGEST_ALERT, LONGEST_REASON, AlertKind
from desistance.foundation.rows import AboutPerson, Record, Source
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency
from desistance.people.models import Person


class Alert(AboutPerson, Record):
    """One alert of one agency. Each review keeps the row before it; ``review_words`` say why it was still right."""

    data_class_of: ClassVar[DataClass | str] = DataClass.SAFETY

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="current")
    kind = models.CharField(max_length=14, choices=AlertKind.choices)
    warning = models.CharField(max_length=LONGEST_ALERT)
    starts_on = models.DateField()
    review_on = models.DateField()
    raised_by = models.BigIntegerField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.BigIntegerField(null=True)
    review_words = models.CharField(max_length=LONGEST_REASON, blank=True)
    ended_on = models.DateField(null=True)
    ended_by = models.BigIntegerField(null=True)
    end_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.STAFF)
    source_reference = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="alert_kind", condition=Q(kind__in=AlertKind.values)),
            models.CheckConstraint(
                name="alert_end",
                condition=Q(state="current", ended_on__isnull=True, ended_by__isnull=True, end_reason="")
                | Q(state="ended", ended_on__gte=F("starts_on"), ended_by__isnull=False) & ~Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="alert_review",
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, review_words="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(review_words=""),
            ),
            models.CheckConstraint(name="alert_review_later", condition=Q(review_on__gt=F("starts_on"))),
        ]
        indexes = [
            models.Index(fields=["person", "state"], name="casework_alert_person"),
            models.Index(fields=["agency", "review_on"], name="casework_alert_review", condition=Q(state="current")),
            models.Index(fields=["-recorded_at"], name="casework_alert_news", condition=Q(state="current")),
        ]
