"""The plan that answers someone's needs: goals, steps, and what the person said to each version of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from desistance.assessment.models.needs import OF_NEEDS
from desistance.assessment.terms.needs import Pathway
from desistance.assessment.terms.plans import LONGEST_GOAL, LONGEST_OWN_WORDS, Agreement, Taker
from desistance.assessment.terms.reviews import LONGEST_REASON
from desistance.casework.models import Contact
from desistance.foundation.rows import AboutPerson, Event, Record, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency, Staff
from desistance.people.models import Person


class Plan(AboutPerson, Record):
    """One agency's plan with a person. ``agree_on``: by when it is agreed; ``review_on``: when it is looked at again."""

    data_class_of: ClassVar[DataClass | str] = OF_NEEDS

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default="draft")
    begun_at = models.DateTimeField()
    begun_by = models.BigIntegerField()
    agree_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_ended_says_why",
                condition=Q(state="ended", ended_at__isnull=False) & ~Q(end_reason="")
                | ~Q(state="ended") & Q(ended_at__isnull=True, end_reason=""),
            ),
            models.CheckConstraint(
                name="plan_waits_or_is_reviewed",
                condition=Q(state__in=["draft", "changed"], agree_on__isnull=False)
                | Q(state__in=["agreed", "not_agreed", "could_not"], agree_on__isnull=True, review_on__isnull=False)
                | Q(state="ended"),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-begun_at"], name="plan_person"),
            models.Index(fields=["agency", "review_on"], name="plan_review"),
        ]


class Goal(AboutPerson, Record):
    """What the person wants to reach, and the pathway it belongs to."""

    data_class_of: ClassVar[DataClass | str] = "data_class"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=30, default=DataClass.PLAN)
    what = models.CharField(max_length=LONGEST_GOAL)
    pathway = models.CharField(max_length=20, choices=Pathway.choices)
    state = models.CharField(max_length=10, default="now")
    set_at = models.DateTimeField()
    set_by = models.BigIntegerField()
    ended_on = models.DateField(null=True)
    came_of = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="goal_ended_says_what_came",
                condition=Q(state__in=["achieved", "removed"], ended_on__isnull=False) & ~Q(came_of="")
                | Q(state__in=["now", "future"], ended_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "state"], name="goal_person"),
            models.Index(fields=["plan", "id"], name="goal_plan"),
        ]


class Step(AboutPerson, Record):
    """One thing to do towards a goal. ``contact`` is the appointment at which it is done or spoken of."""

    data_class_of: ClassVar[DataClass | str] = "data_class"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=30, default=DataClass.PLAN)
    what = models.CharField(max_length=LONGEST_GOAL)
    taker = models.CharField(max_length=10, choices=Taker.choices)
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    taking_agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=12, default="not_started")
    came_of = models.CharField(max_length=LONGEST_REASON, blank=True)
    finished_on = models.DateField(null=True)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    set_by = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="step_taken_by_someone",
                condition=Q(taker="person", staff__isnull=True, taking_agency__isnull=True)
                | Q(taker="worker", staff__isnull=False, taking_agency__isnull=True)
                | Q(taker="agency", staff__isnull=True, taking_agency__isnull=False),
            ),
            models.CheckConstraint(
                name="step_finished_says_what_came",
                condition=Q(state__in=["done", "not_needed"], finished_on__isnull=False) & ~Q(came_of="")
                | ~Q(state__in=["done", "not_needed"]) & Q(finished_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["goal", "id"], name="step_goal"),
            models.Index(fields=["person"], name="step_person"),
            models.Index(
                fields=["due_on"],
                condition=Q(state__in=["not_started", "in_progress", "waiting"]),
                name="step_due",
            ),
        ]


class PlanVersion(AboutPerson, Event):
    """What the person said to a plan as it stood on a day. The plan itself is in :class:`VersionGoal`."""

    data_class_of: ClassVar[DataClass | str] = OF_NEEDS
    made_with: ClassVar[str] = "plan_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, choices=Agreement.choices)
    agreed_on = models.DateField()
    why = models.CharField(max_length=LONGEST_REASON, blank=True)
    own_words = models.CharField(max_length=LONGEST_OWN_WORDS, blank=True)
    review_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number"),
            models.CheckConstraint(name="plan_version_says_why", condition=Q(outcome="agreed") | ~Q(why="")),
            withdrawn_in_pairs("plan_version_withdrawn_pair"),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="plan_version_person")]


class VersionGoal(AboutPerson, Event):
    """A goal with its steps as it stood in a version of the plan: kept as it was read. ``steps``: what each was, in order."""

    data_class_of: ClassVar[DataClass | str] = "data_class"
    made_with: ClassVar[str] = "version_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=30, default=DataClass.PLAN)
    what = models.CharField(max_length=LONGEST_GOAL)
    pathway = models.CharField(max_length=20, choices=Pathway.choices)
    state = models.CharField(max_length=10)
    came_of = models.CharField(max_length=LONGEST_REASON, blank=True)
    steps = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "goal"], name="version_goal_once"),
            withdrawn_in_pairs("version_goal_withdrawn_pair"),
        ]
        indexes = [models.Index(fields=["person"], name="version_goal_person")]
