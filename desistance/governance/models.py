"""Actions of the delivery plan with their notes, and comments on measures. Nothing here is about a person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from desistance.foundation.rows import Record
from desistance.governance.terms import (
    LONGEST_MEASURE,
    LONGEST_STEP,
    LONGEST_TITLE,
    LONGEST_WHAT,
    LONGEST_WORDS,
    NEEDS_RECOVERY,
    PLAN_STATES,
    NoteKind,
    Objective,
)
from desistance.partners.models import Agency, Post


class PlanAction(Record):
    """One action of the plan: what is to be done by when, whose it is, where it stands, and the measures it is meant to move.

    ``agency`` owns it and ``owner`` is the post that answers for it. ``recovery`` is the step that brings it back.
    """

    objective = models.CharField(max_length=10, choices=Objective.choices)
    what = models.CharField(max_length=LONGEST_WHAT)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    milestone = models.CharField(max_length=LONGEST_STEP, blank=True)
    state = models.CharField(max_length=12, default=PLAN_STATES.start)
    recovery = models.CharField(max_length=LONGEST_STEP, blank=True)
    measures = ArrayField(models.CharField(max_length=LONGEST_MEASURE), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_action_state", condition=Q(state__in=[one.name for one in PLAN_STATES.states])
            ),
            models.CheckConstraint(
                name="plan_action_recovers", condition=~Q(state__in=sorted(NEEDS_RECOVERY)) | ~Q(recovery="")
            ),
        ]
        indexes = [models.Index(fields=["owner", "due_on"], name="plan_action_owner")]

    def __str__(self) -> str:
        return self.what


class PlanNote(models.Model):
    """What was said of an action on a day, and where it then stood. Never changed; ``title`` is the post it was said from."""

    action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=NoteKind.choices)
    state = models.CharField(max_length=12)
    recovery = models.CharField(max_length=LONGEST_STEP, blank=True)
    words = models.CharField(max_length=LONGEST_WORDS)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=LONGEST_TITLE)
    at = models.DateTimeField()
    by_staff = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["action", "-at"], name="plan_note_newest")]


class MeasureComment(Record):
    """What whoever answers for a measure says of one period: one comment, its earlier words kept as revisions."""

    measure = models.CharField(max_length=LONGEST_MEASURE)
    first_on = models.DateField()
    last_on = models.DateField()
    words = models.CharField(max_length=LONGEST_WORDS)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=LONGEST_TITLE)
    said_at = models.DateTimeField()
    said_by = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "first_on", "last_on"], name="measure_comment_once"),
            models.CheckConstraint(name="measure_comment_period", condition=Q(last_on__gt=F("first_on"))),
        ]
