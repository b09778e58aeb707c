"""Reviews of risk, who countersigned them, and concerns that ask for one."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.assessment.terms.reviews import (
    LONGEST_CONCERN,
    LONGEST_REASON,
    CountersignOutcome,
    Imminence,
    Level,
    MappaCategory,
    MappaLevel,
    ReviewKind,
)
from desistance.foundation.rows import AboutPerson, Event, Record, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency
from desistance.people.models import Person

OF_RISK: DataClass | str = DataClass.RISK


class RiskReview(AboutPerson, Event):
    """One judgement of risk of serious harm: a level for each group at risk and place, and the highest of them.

    ``was`` is the level of the same agency's review before it. ``reason`` says why a correction stands in place of another.
    """

    data_class_of: ClassVar[DataClass | str] = OF_RISK

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ReviewKind.choices)
    made_on = models.DateField()
    levels = models.JSONField()
    overall = models.CharField(max_length=10, choices=Level.choices)
    was = models.CharField(max_length=10, choices=Level.choices, blank=True)
    change_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    trigger = models.CharField(max_length=LONGEST_REASON)
    evidence = models.TextField()
    imminence = models.CharField(max_length=10, choices=Imminence.choices, blank=True)
    plan = models.TextField(blank=True)
    protective = models.TextField(blank=True)
    review_on = models.DateField(null=True)
    needs_countersignature = models.BooleanField()
    mappa_category = models.CharField(max_length=1, choices=MappaCategory.choices, blank=True)
    mappa_level = models.CharField(max_length=1, choices=MappaLevel.choices, blank=True)
    mappa_review_on = models.DateField(null=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="risk_review_level", condition=Q(overall__in=Level.values)),
            models.CheckConstraint(
                name="risk_review_next",
                condition=Q(kind="end", review_on__isnull=True) | ~Q(kind="end") & Q(review_on__gt=F("made_on")),
            ),
            models.CheckConstraint(
                name="risk_review_mappa",
                condition=Q(mappa_category="", mappa_level="", mappa_review_on__isnull=True)
                | ~Q(mappa_category="") & ~Q(mappa_level="") & Q(mappa_review_on__isnull=False),
            ),
            models.CheckConstraint(name="risk_review_corrects_another", condition=~Q(corrects=F("id"))),
            withdrawn_in_pairs("risk_review_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="risk_review_person"),
            models.Index(fields=["agency", "review_on"], name="risk_review_agency"),
            models.Index(fields=["-recorded_at"], name="risk_review_recorded"),
        ]


class Countersignature(AboutPerson, Event):
    """What another person of the agency said to a review: countersigned, or sent back with what must change."""

    data_class_of: ClassVar[DataClass | str] = OF_RISK
    made_with: ClassVar[str] = "review_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(RiskReview, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=CountersignOutcome.choices)
    words = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(withdrawn_at__isnull=True), name="countersignature_once"
            ),
            withdrawn_in_pairs("countersignature_withdrawn_pair"),
        ]
        indexes = [models.Index(fields=["person"], name="countersignature_person")]


class RiskConcern(AboutPerson, Record):
    """What a worker of any agency noticed, which asks the lead worker to review the risk by ``due_on``; and the answer."""

    data_class_of: ClassVar[DataClass | str] = OF_RISK

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="asked")
    noticed = models.CharField(max_length=LONGEST_CONCERN)
    noticed_on = models.DateField()
    raised_at = models.DateTimeField()
    raised_by = models.BigIntegerField()
    due_on = models.DateField()
    review = models.ForeignKey(RiskReview, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=LONGEST_REASON, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="risk_concern_answer",
                condition=Q(state="asked", answered_at__isnull=True, answered_by__isnull=True, review__isnull=True)
                | Q(state="reviewed", answered_at__isnull=False, answered_by__isnull=False, review__isnull=False)
                | Q(state="answered", answered_at__isnull=False, answered_by__isnull=False, review__isnull=True)
                & ~Q(answer=""),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-raised_at"], name="risk_concern_person"),
            models.Index(fields=["state", "due_on"], name="risk_concern_due", condition=Q(state="asked")),
        ]
