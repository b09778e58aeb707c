"""What the desk keeps for one reader: where they last looked, what they were told, what they have half written."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from desistance.access.models import Involvement
from desistance.desk.terms import LONGEST_FILTER_NAME, LONGEST_HANDOVER_NOTE, LONGEST_SNOOZE_REASON, EmailChoice
from desistance.foundation.rows import AboutPerson, Event, Record, withdrawn_in_pairs
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


class Snooze(ForReader):
    """A duty that its reader put off to a moment, and why; it comes back by itself. Holds no words of the duty."""

    counts_as_use: ClassVar[bool] = False

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=60)
    record = models.BigIntegerField()
    reason = models.CharField(max_length=LONGEST_SNOOZE_REASON)
    created_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "agency", "duty", "record"], name="snooze_once"),
            models.CheckConstraint(name="snooze_dates", condition=Q(until_at__gt=F("created_at"))),
        ]
        indexes = [
            models.Index(fields=["staff", "agency", "until_at"], name="snooze_running"),
            models.Index(fields=["person"], name="snooze_person"),
        ]


class Handover(AboutPerson, Record):
    """A worker handed work, or one duty, to a colleague of the agency with a note, which the receiver must read.

    With ``involvement`` the work itself was given; with ``of_duty`` and ``of_record`` one duty, which stays the giver's until
    it is done: the receiver answers whether they take it.
    """

    data_class_of: ClassVar[DataClass | str] = "data_class"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=30, default=DataClass.CASEWORK)
    giver = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    involvement = models.ForeignKey(Involvement, null=True, on_delete=models.PROTECT, related_name="+")
    of_duty = models.CharField(max_length=60, blank=True)
    of_record = models.BigIntegerField(null=True)
    note = models.CharField(max_length=LONGEST_HANDOVER_NOTE)
    handed_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="handed")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=LONGEST_SNOOZE_REASON, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="handover_of_one_thing",
                condition=Q(involvement__isnull=False, of_duty="", of_record__isnull=True)
                | Q(involvement__isnull=True, of_record__isnull=False) & ~Q(of_duty=""),
            ),
            models.CheckConstraint(
                name="handover_answer_pair",
                condition=Q(state="handed", answered_at__isnull=True, answered_by__isnull=True)
                | ~Q(state="handed") & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["giver", "of_duty", "of_record"],
                condition=Q(state__in=["handed", "taken"]) & ~Q(of_duty=""),
                name="handover_duty_once",
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "state"], name="handover_receiver"),
            models.Index(fields=["giver", "state"], name="handover_giver"),
            models.Index(fields=["person", "-handed_at"], name="handover_person"),
        ]


class NoticeChoice(models.Model):
    """How a member of staff wants to be told: by email at once, once a day or not at all, and which duties without a notice."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    email = models.CharField(max_length=6, choices=EmailChoice.choices, default=EmailChoice.EACH)
    muted = ArrayField(models.CharField(max_length=60), default=list)
    emailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "agency"], name="notice_choice_once")]


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


class Report(AboutPerson, Event):
    """A report as it was sent: its content and mark are frozen. ``drawn_from``: holding, id, class and owner of what it holds.

    The author's agency keeps it; the agency it was sent to opens it here. For a court or the person, ``recipient`` is empty.
    """

    data_class_of: ClassVar[DataClass | str] = DataClass.CASEWORK

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=30)
    title = models.CharField(max_length=120)
    recipient = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    sent_to = models.CharField(max_length=120)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    drawn_from = models.JSONField()

    class Meta:
        constraints = [withdrawn_in_pairs("report_withdrawn_pair")]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="desk_report_person"),
            models.Index(fields=["recipient"], name="desk_report_recipient"),
        ]
