"""Scores of published predictors: worked out here, or by another system and told to this one."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.assessment.terms.reviews import LONGEST_REASON
from desistance.assessment.terms.scores import (
    LONGEST_SYSTEM,
    LONGEST_VERSION,
    OFFERED,
    Band,
    Generation,
    Judgement,
    Predictor,
    Variant,
)
from desistance.foundation.rows import AboutPerson, Event, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.people.models import Person


class Score(AboutPerson, Event):
    """One result of one predictor on a day, with everything that it was worked out from.

    ``system`` names the other system that worked it out; empty for a score that was worked out here from ``inputs``: a list of
    answers, each with its value, words, source and day. ``parts`` are the terms of the formula with what each added.
    ``judgement`` is what the worker judged beside it. ``reason`` says why it was taken back.
    """

    data_class_of: ClassVar[DataClass | str] = DataClass.RISK

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    predictor = models.CharField(max_length=10, choices=Predictor.choices)
    generation = models.CharField(max_length=10, choices=Generation.choices)
    variant = models.CharField(max_length=10, choices=Variant.choices, blank=True)
    model_version = models.CharField(max_length=LONGEST_VERSION, blank=True)
    system = models.CharField(max_length=LONGEST_SYSTEM, blank=True)
    scored_on = models.DateField()
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    one_year = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    band = models.CharField(max_length=20, choices=Band.choices, blank=True)
    outcome = models.CharField(max_length=LONGEST_REASON, blank=True)
    inputs = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    rule_source = models.CharField(max_length=LONGEST_REASON, blank=True)
    judgement = models.CharField(max_length=10, choices=Judgement.choices, blank=True)
    judgement_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="score_result",
                condition=Q(percent__isnull=False, outcome="") | Q(percent__isnull=True) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="score_percent", condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lt=100)
            ),
            models.CheckConstraint(
                name="score_one_year", condition=Q(one_year__isnull=True) | Q(percent__isnull=False, one_year__lt=100)
            ),
            models.CheckConstraint(name="score_has_origin", condition=~Q(system="") | ~Q(inputs=[])),
            models.CheckConstraint(
                name="score_judgement",
                condition=~Q(judgement__in=[Judgement.HIGHER, Judgement.LOWER]) | ~Q(judgement_reason=""),
            ),
            models.CheckConstraint(
                name="score_predictor",
                condition=Q(predictor__in=sorted({predictor for _, predictor in OFFERED})),
            ),
            models.CheckConstraint(name="score_corrects_another", condition=~Q(corrects=F("id"))),
            withdrawn_in_pairs("score_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="score_person"),
            models.Index(fields=["person", "-recorded_at"], name="score_recorded"),
            models.Index(fields=["predictor", "generation", "scored_on"], name="score_predictor_day"),
        ]
