"""Cases on an agenda, each agency's line on them, what was decided and what was agreed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.coordination.models.meetings import Meeting
from desistance.coordination.terms.meetings import (
    ACTION_STATES,
    ASKED,
    CASE_STATES,
    LINE_STATES,
    LISTED,
    LONGEST_ACTION,
    LONGEST_LINE,
    LONGEST_PURPOSE,
    LONGEST_REASON,
    NOTHING,
    OPEN,
    SENT,
)
from desistance.foundation.rows import AboutPerson, Event, Record, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency, Staff
from desistance.people.models import Person

BY_COLUMN: DataClass | str = "data_class"


class MeetingCase(AboutPerson, Record):
    """One person on the agenda of one meeting, for a purpose. ``agency`` convenes it; ``listed_agency`` put them on it.

    ``began_at``: when their turn began. ``outcome``, ``reasons``, ``colour``: how it stands; each decision is an event of its
    own. ``pack``: which versions lay before the meeting when its pack was frozen.
    """

    data_class_of: ClassVar[DataClass | str] = BY_COLUMN

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    listed_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=30)
    purpose = models.CharField(max_length=LONGEST_PURPOSE)
    why = models.CharField(max_length=LONGEST_REASON, blank=True)
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=LISTED)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=LONGEST_PURPOSE, blank=True)
    reasons = models.CharField(max_length=LONGEST_REASON, blank=True)
    colour = models.CharField(max_length=10, blank=True)
    pack = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="meeting_case_state", condition=Q(state__in=[one.name for one in CASE_STATES.states])
            ),
            models.CheckConstraint(
                name="meeting_case_ended",
                condition=Q(state=LISTED, ended_at__isnull=True) | ~Q(state=LISTED) & Q(ended_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["meeting", "place"], name="meeting_case_agenda"),
            models.Index(fields=["person", "-recorded_at"], name="meeting_case_person"),
        ]


class CaseLine(AboutPerson, Record):
    """What one agency tells a meeting of one case: asked for, sent before it or said there. ``is_said``: noted by the chair."""

    data_class_of: ClassVar[DataClass | str] = BY_COLUMN
    made_with: ClassVar[str] = "case_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(MeetingCase, on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=30)
    state = models.CharField(max_length=10, default=ASKED)
    text = models.CharField(max_length=LONGEST_LINE, blank=True)
    is_said = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    chased = models.PositiveSmallIntegerField(default=0)
    chased_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "agency"], name="case_line_once"),
            models.CheckConstraint(
                name="case_line_state", condition=Q(state__in=[one.name for one in LINE_STATES.states])
            ),
            models.CheckConstraint(
                name="case_line_sent",
                condition=Q(state__in=[SENT, NOTHING], sent_at__isnull=False, sent_by__isnull=False)
                | ~Q(state__in=[SENT, NOTHING]) & Q(sent_at__isnull=True, sent_by__isnull=True, text=""),
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="case_line_person"),
            models.Index(fields=["agency"], condition=Q(state=ASKED), name="case_line_asked"),
        ]


class PanelDecision(AboutPerson, Event):
    """What a meeting decided of one case: purpose and outcome with the words they had then, reasons, and who disagreed.

    ``dissent`` is a list of ``{"agency": id, "name": ..., "words": ...}``; ``here`` the agencies at the table. Insert-only:
    deciding again corrects the one before.
    """

    data_class_of: ClassVar[DataClass | str] = BY_COLUMN

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(MeetingCase, on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=30)
    purpose = models.CharField(max_length=LONGEST_PURPOSE)
    outcome = models.CharField(max_length=LONGEST_PURPOSE)
    words = models.CharField(max_length=120)
    reasons = models.CharField(max_length=LONGEST_REASON)
    dissent = models.JSONField(default=list)
    here = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(name="panel_decision_corrects_another", condition=~Q(corrects=F("id"))),
            models.CheckConstraint(name="panel_decision_says_why", condition=~Q(reasons="")),
            withdrawn_in_pairs("panel_decision_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="panel_decision_case"),
            models.Index(fields=["person", "-at"], name="panel_decision_person"),
        ]


class AgreedAction(AboutPerson, Record):
    """What somebody takes away from a meeting: one owner, a day, and what came of it. ``agency`` and ``staff`` own it.

    ``convener`` is the agency of the meeting, which may always read it. ``came_from``: the action that was passed on.
    """

    data_class_of: ClassVar[DataClass | str] = BY_COLUMN

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    convener = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(MeetingCase, on_delete=models.PROTECT, related_name="+")
    came_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=30)
    what = models.CharField(max_length=LONGEST_ACTION)
    due_on = models.DateField()
    state = models.CharField(max_length=10, default=OPEN)
    came_of = models.CharField(max_length=LONGEST_REASON, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreed_action_state", condition=Q(state__in=[one.name for one in ACTION_STATES.states])
            ),
            models.CheckConstraint(
                name="agreed_action_closed",
                condition=Q(state=OPEN, closed_at__isnull=True, closed_by__isnull=True)
                | ~Q(state=OPEN) & Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="agreed_action_case"),
            models.Index(fields=["person", "due_on"], name="agreed_action_person"),
            models.Index(fields=["staff", "due_on"], condition=Q(state=OPEN), name="agreed_action_staff"),
            models.Index(fields=["agency", "due_on"], condition=Q(state=OPEN), name="agreed_action_agency"),
        ]
