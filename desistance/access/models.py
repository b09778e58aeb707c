"""Involvements, the ties they make, and everything that opens, narrows or closes access to a person."""

from datetime import UTC, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.access.terms import EMERGENCY_REASONS, LegalGround, TieKind
from desistance.foundation.rows import AboutPerson, Record
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency, Staff, Team
from desistance.people.models import Person

OPEN_END = datetime(9999, 12, 31, tzinfo=UTC)
"""The end of a tie that has none: a real moment, so that one index serves open and ended ties alike."""


class Involvement(AboutPerson, Record):
    """One agency's work with one person: of a kind, on a legal ground, with a lead worker and perhaps a team, from and until."""

    data_class_of: ClassVar[DataClass | str] = "data_class"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    data_class = models.CharField(max_length=30, default=DataClass.INVOLVEMENT)
    state = models.CharField(max_length=10, default="open")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    legal_ground = models.CharField(max_length=20, choices=LegalGround.choices)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=10, default="staff")
    source_reference = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="involvement_dates", condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at"))
            ),
            models.CheckConstraint(
                name="involvement_end_pair",
                condition=Q(state="open", until_at__isnull=True)
                | (Q(state="ended", until_at__isnull=False) & ~Q(end_reason="")),
            ),
            models.UniqueConstraint(
                fields=["person", "agency", "kind", "source_reference"],
                condition=Q(state="open"),
                name="involvement_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-from_at"], name="involvement_person"),
            models.Index(fields=["agency", "state"], name="involvement_agency"),
            models.Index(fields=["lead", "state"], name="involvement_lead"),
        ]


class NamedWorker(AboutPerson, Record):
    """A worker named on an involvement beside its lead, in words that say what they do there."""

    data_class_of: ClassVar[DataClass | str] = DataClass.INVOLVEMENT

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=60)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["involvement", "staff"], condition=Q(until_at__isnull=True), name="named_worker_once"
            )
        ]
        indexes = [models.Index(fields=["person"], name="named_worker_person")]


class AccessRestriction(AboutPerson, Record):
    """A restriction on a person's record: only listed workers may open it. One open restriction at most stands on a person."""

    data_class_of: ClassVar[DataClass | str] = DataClass.SHARING
    restricts: ClassVar[bool] = True  # parting two records must not open one on which it stands

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    from_at = models.DateTimeField()
    review_on = models.DateField()
    until_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until_at__isnull=True), name="restriction_one_open"),
            models.CheckConstraint(
                name="restriction_end_pair",
                condition=Q(until_at__isnull=True, ended_by__isnull=True)
                | Q(until_at__isnull=False, ended_by__isnull=False),
            ),
        ]


class ListedWorker(AboutPerson):
    """A worker on the list of those who may open a restricted record."""

    data_class_of: ClassVar[DataClass | str] = DataClass.SHARING

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    restriction = models.ForeignKey(AccessRestriction, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    by_staff = models.BigIntegerField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["restriction", "staff"], condition=Q(until_at__isnull=True), name="listed_once"
            )
        ]
        indexes = [models.Index(fields=["staff", "person"], name="listed_staff")]


class AccessExclusion(AboutPerson, Record):
    """A worker who must not see a person at all (they know each other, or a conflict of interest). Told nothing of it."""

    data_class_of: ClassVar[DataClass | str] = DataClass.SHARING

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "staff"], condition=Q(until_at__isnull=True), name="exclusion_once"
            )
        ]
        indexes = [models.Index(fields=["staff", "person"], name="exclusion_staff")]


class Consent(AboutPerson, Record):
    """What a person agreed to: that one agency's entries of a class may be seen by another agency."""

    data_class_of: ClassVar[DataClass | str] = DataClass.SHARING
    permits: ClassVar[bool] = True  # joining two records must not widen what was agreed to on one of them

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=30)
    how_given = models.CharField(
        max_length=12,
        choices=[
            ("spoken", "Spoken"),
            ("written", "Written and signed"),
            ("translated", "Through an interpreter"),
        ],
    )
    proof = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency", "to_agency", "data_class"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_once",
            ),
            models.CheckConstraint(
                name="consent_withdrawn_pair",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["person"], name="consent_person")]


class AccessRequest(AboutPerson, Record):
    """A worker asks a named approver for access to one person, for a time, with a reason; the clock says when it is due."""

    data_class_of: ClassVar[DataClass | str] = DataClass.SHARING

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="asked")
    reason = models.TextField(max_length=2000)
    days = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "staff"], condition=Q(state="asked"), name="request_once_open"),
            models.CheckConstraint(
                name="request_answer_pair",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["approver", "state"], name="request_approver")]


class EmergencyAccess(AboutPerson, Record):
    """A worker opened a record in an emergency: why, until when, and what a reviewer made of it. This row is the alert."""

    data_class_of: ClassVar[DataClass | str] = DataClass.SHARING

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=list(EMERGENCY_REASONS.items()))
    reason = models.TextField(max_length=2000)
    renews = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    owner_seen_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=15, default="due")
    review_due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.BigIntegerField(null=True)
    review_note = models.TextField(max_length=2000, blank=True)
    explanation = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="emergency_dates", condition=Q(until_at__gt=F("from_at"))),
            models.CheckConstraint(
                name="emergency_review_pair",
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "review_due_at"], name="emergency_review")]


class Tie(AboutPerson):
    """The one row that access reads: this person, this agency, this team or member of staff, from and until."""

    data_class_of: ClassVar[DataClass | str] = DataClass.INVOLVEMENT
    made_with: ClassVar[str] = "involvement_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=TieKind.choices)
    involvement = models.ForeignKey(Involvement, null=True, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(AccessRequest, null=True, on_delete=models.PROTECT, related_name="+")
    emergency = models.ForeignKey(EmergencyAccess, null=True, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tie_made_by_one_thing",
                condition=Q(
                    kind="involvement",
                    involvement__isnull=False,
                    request__isnull=True,
                    emergency__isnull=True,
                )
                | Q(
                    kind="granted",
                    involvement__isnull=True,
                    request__isnull=False,
                    emergency__isnull=True,
                    staff__isnull=False,
                )
                | Q(
                    kind="emergency",
                    involvement__isnull=True,
                    request__isnull=True,
                    emergency__isnull=False,
                    staff__isnull=False,
                ),
            ),
            models.CheckConstraint(name="tie_dates", condition=Q(until_at__gte=F("from_at"))),
        ]
        indexes = [
            models.Index(fields=["person", "until_at"], name="tie_person"),
            models.Index(fields=["team", "person", "until_at"], name="tie_team", condition=Q(team__isnull=False)),
            models.Index(fields=["agency", "kind", "person", "until_at"], name="tie_agency"),
            models.Index(fields=["staff", "person", "until_at"], name="tie_staff", condition=Q(staff__isnull=False)),
            models.Index(fields=["involvement"], name="tie_involvement", condition=Q(involvement__isnull=False)),
        ]


class HiddenEntry(AboutPerson):
    """One entry hidden from one agency by its owner. Names the entry by holding and id; a nightly check finds those left over."""

    data_class_of: ClassVar[DataClass | str] = DataClass.SHARING

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    holding = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    by_staff = models.BigIntegerField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holding", "record_id", "from_agency"],
                condition=Q(ended_at__isnull=True),
                name="hidden_once",
            )
        ]
        indexes = [models.Index(fields=["person"], name="hidden_person")]
