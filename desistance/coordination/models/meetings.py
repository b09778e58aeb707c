"""Forums, their meetings and who was there. Nothing here is about a person who is discussed."""

from django.db import models
from django.db.models import F, Q

from desistance.coordination.terms.forums import ForumKind
from desistance.coordination.terms.meetings import (
    CANCELLED,
    CLOSED,
    LONGEST_NAME,
    LONGEST_REASON,
    MEETING_STATES,
    PLANNED,
    UNDER_WAY,
    Presence,
)
from desistance.foundation.rows import Record
from desistance.partners.models import Agency, Staff


class Forum(Record):
    """A panel, conference or board that meets again and again. ``agency`` convenes and chairs it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ForumKind.choices)
    name = models.CharField(max_length=LONGEST_NAME)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="forum_name_once")]


class Meeting(Record):
    """One meeting of a forum. ``rules_version``: under which version of the quorum it was planned. ``frozen_at``: its pack."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    chair = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=PLANNED)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=LONGEST_NAME, blank=True)
    lines_due_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="meeting_state",
                condition=Q(state=PLANNED, opened_at__isnull=True, ended_at__isnull=True)
                | Q(state=UNDER_WAY, opened_at__isnull=False, ended_at__isnull=True)
                | Q(state=CLOSED, opened_at__isnull=False, ended_at__gte=F("opened_at"))
                | Q(state=CANCELLED, ended_at__isnull=False) & ~Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="meeting_known_state", condition=Q(state__in=[one.name for one in MEETING_STATES.states])
            ),
            models.CheckConstraint(name="meeting_lines_before", condition=Q(lines_due_at__lte=F("starts_at"))),
            models.UniqueConstraint(
                fields=["forum", "starts_at"], condition=~Q(state=CANCELLED), name="meeting_once_a_moment"
            ),
        ]
        indexes = [models.Index(fields=["forum", "-starts_at"], name="meeting_forum")]


class Attendance(Record):
    """One agency at one meeting: who speaks for it, and whether they came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    presence = models.CharField(max_length=10, choices=Presence.choices, default=Presence.EXPECTED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "agency"], name="attendance_once"),
            models.CheckConstraint(
                name="attendance_here_is_somebody",
                condition=~Q(presence__in=[Presence.PRESENT, Presence.DEPUTY]) | Q(staff__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["agency", "meeting"], name="attendance_agency")]
