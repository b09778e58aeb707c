"""Assessments of needs and strengths, and what they say of each pathway."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.assessment.terms.needs import Need, OwnView, Pathway, Readiness
from desistance.assessment.terms.plans import LONGEST_OWN_WORDS
from desistance.assessment.terms.reviews import LONGEST_REASON
from desistance.foundation.rows import AboutPerson, Event, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.people.models import Person

OF_NEEDS: DataClass | str = DataClass.PLAN


class NeedsAssessment(AboutPerson, Event):
    """That someone's needs and strengths were looked at: when, by whom, and whether with the person.

    ``headline`` is what the timeline says: of pathways that all agencies involved may read. ``reason`` says why a correction
    stands in place of another.
    """

    data_class_of: ClassVar[DataClass | str] = OF_NEEDS

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    with_person = models.BooleanField()
    why_without = models.CharField(max_length=LONGEST_REASON, blank=True)
    headline = models.CharField(max_length=600, blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="needs_without_says_why", condition=Q(with_person=True) | ~Q(why_without="")),
            models.CheckConstraint(name="needs_corrects_another", condition=~Q(corrects=F("id"))),
            withdrawn_in_pairs("needs_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="needs_person"),
            models.Index(fields=["-recorded_at"], name="needs_recorded"),
        ]


class NeedAnswer(AboutPerson, Event):
    """What one assessment says of one pathway. ``since_on``: since when the agency judges its level so."""

    data_class_of: ClassVar[DataClass | str] = "data_class"
    made_with: ClassVar[str] = "assessment_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(NeedsAssessment, on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=30, default=DataClass.PLAN)
    pathway = models.CharField(max_length=20, choices=Pathway.choices)
    level = models.CharField(max_length=10, choices=Need.choices)
    words = models.CharField(max_length=LONGEST_OWN_WORDS, blank=True)
    own_view = models.CharField(max_length=10, choices=OwnView.choices, blank=True)
    own_words = models.CharField(max_length=LONGEST_OWN_WORDS, blank=True)
    readiness = models.CharField(max_length=10, choices=Readiness.choices, blank=True)
    helps = models.CharField(max_length=LONGEST_OWN_WORDS, blank=True)
    since_on = models.DateField()
    made_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "pathway"], name="need_answer_once"),
            models.CheckConstraint(name="need_answer_since", condition=Q(since_on__lte=F("made_on"))),
            models.CheckConstraint(
                name="need_answer_closely_held",
                condition=Q(data_class="health") | ~Q(pathway__in=["health", "abuse", "sex_work"]),
            ),
            withdrawn_in_pairs("need_answer_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["person", "pathway", "-at", "-id"], name="need_answer_person"),
        ]
