"""What the desk keeps for one reader: where they last looked, what they were told, what they have half written."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.desk.terms import LONGEST_FILTER_NAME
from desistance.foundation.rows import AboutPerson
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency, Staff, Team
from desistance.people.models import Person


class ForReader(AboutPerson):
    """A row that belongs to one member of staff in their work for one agency."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Look(ForReader):
    """When a reader last opened a person (none once they cleared their list), and up to when they have seen what changed.

    ``followed_at``: since when they follow the person, whose changes then come to them whether or not they opened the page.
    """

    counts_as_use: ClassVar[bool] = False

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    followed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "agency", "person"], name="look_once")]
        indexes = [
            models.Index(fields=["staff", "agency"], name="look_followed", condition=Q(followed_at__isnull=False)),
            models.Index(fields=["staff", "agency", "-opened_at"], name="look_recent"),
            models.Index(fields=["person"], name="look_person"),
        ]


class Notice(ForReader):
    """A duty that is new to a reader. Holds no words: the duty itself is asked again when the notice is read.

    ``is_taken_back``: what it was of came in a file that was undone; nobody has dealt with it.
    """

    counts_as_use: ClassVar[bool] = False

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=60)
    record = models.BigIntegerField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)
    is_taken_back = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "agency", "duty", "record"], name="notice_once"),
            models.CheckConstraint(
                name="notice_read_later", condition=Q(read_at__isnull=True) | Q(read_at__gte=F("created_at"))
            ),
            models.CheckConstraint(
                name="notice_gone_later", condition=Q(gone_at__isnull=True) | Q(gone_at__gte=F("created_at"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["staff", "agency"],
                name="notice_unread",
                condition=Q(read_at__isnull=True, gone_at__isnull=True),
            ),
            models.Index(fields=["person"], name="notice_person"),
        ]


class ListVisit(models.Model):
    """When a reader was on one of their lists: in the visit that runs, and in the one before it."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=20)
    visited_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "agency", "name"], name="list_visit_once"),
            models.CheckConstraint(
                name="list_visit_dates", condition=Q(before_at__isnull=True) | Q(before_at__lte=F("visited_at"))
            ),
        ]


class SavedFilter(models.Model):
    """Filters of the people list under a name of the worker's choosing: theirs alone, or shared with a team of their agency.

    ``values`` are keys and values of filters that rooms offer, never a name or a number of a person.
    """

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_FILTER_NAME)
    whose = models.CharField(max_length=20)
    values = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "agency", "name"], name="saved_filter_name_once")]
        indexes = [models.Index(fields=["team"], name="saved_filter_team", condition=Q(team__isnull=False))]


class Draft(ForReader):
    """Text of one form, not sent yet: seen by its author alone, for 14 days; erased with the person it is about."""

    data_class_of: ClassVar[DataClass | str] = DataClass.CASEWORK

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, blank=True)
    path = models.CharField(max_length=200)
    values = models.JSONField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "agency", "form", "subject"], name="draft_once"),
            models.CheckConstraint(name="draft_dates", condition=Q(expires_at__gt=F("saved_at"))),
            models.CheckConstraint(name="draft_path_is_ours", condition=Q(path__startswith="/")),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="draft_expiry"),
            models.Index(fields=["person"], name="draft_person"),
        ]
