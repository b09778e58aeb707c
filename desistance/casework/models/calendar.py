"""What leaves the service in small: a worker's secret calendar address, and the reminders that were sent by hand."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.casework.models.contacts import Contact
from desistance.foundation.rows import AboutPerson, Event, Record, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.partners.models import Post
from desistance.people.models import Person


class CalendarLink(Record):
    """A secret address under which a worker's own calendar fetches their appointments in one post. Only its digest is kept."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    shows_place = models.BooleanField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(revoked_at__isnull=True), name="calendar_one_a_post"),
            models.CheckConstraint(
                name="calendar_revoked_pair",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__gte=F("created_at"), revoked_by__isnull=False),
            ),
        ]


class Reminder(AboutPerson, Event):
    """A text that a worker sent by hand to remind someone of an appointment. ``detail`` is the number it went to, as a fact."""

    data_class_of: ClassVar[DataClass | str] = "data_class"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=30)
    detail = models.BigIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [withdrawn_in_pairs("reminder_withdrawn_pair")]
        indexes = [
            models.Index(fields=["person", "-at"], name="casework_reminder_person"),
            models.Index(fields=["contact"], name="casework_reminder_contact"),
        ]
