"""Snapshots, the tables counted from them, who was in a cohort and why, what was worked out from them, and what was published."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from desistance.foundation.rows import AboutPerson, Record
from desistance.foundation.terms import DataClass
from desistance.measurement.terms import (
    LONGEST_LOGIC,
    LONGEST_QUESTION,
    LONGEST_REASON,
    LONGEST_SLUG,
    LONGEST_TITLE,
    PROVEN_REOFFENDING,
    SHOWN,
)
from desistance.partners.models import Agency
from desistance.people.models import Person
from desistance.schemes.models import Trial


class Snapshot(Record):
    """What was on record on one day, frozen in two files, for the cohorts from ``first_on`` to ``last_on``.

    ``key`` turns a person's number into one that this snapshot alone uses. ``left_out`` counts the rows that could not be used
    by the reason, ``quality`` says what a reader must know of the data. Once it is frozen its files never change: their hashes
    are compared before every count.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=40, default=PROVEN_REOFFENDING)
    definition = models.TextField()
    conventions = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="asked")
    first_on = models.DateField()
    last_on = models.DateField()
    complete_to = models.DateField()
    is_provisional = models.BooleanField(default=False)
    key = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField()
    frozen_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    sanctions_sha256 = models.CharField(max_length=64, blank=True)
    people_sha256 = models.CharField(max_length=64, blank=True)
    rows_read = models.PositiveIntegerField(null=True)
    rows_used = models.PositiveIntegerField(null=True)
    left_out = models.JSONField(default=dict)
    quality = models.JSONField(default=dict)
    failed_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="snapshot_period", condition=Q(last_on__gt=F("first_on"))),
            models.CheckConstraint(
                name="snapshot_complete_after_its_period", condition=Q(complete_to__gte=F("last_on"))
            ),
            models.CheckConstraint(
                name="snapshot_frozen_has_hashes",
                condition=Q(frozen_at__isnull=True, sanctions_sha256="", people_sha256="")
                | Q(frozen_at__isnull=False) & ~Q(sanctions_sha256="") & ~Q(people_sha256=""),
            ),
            models.CheckConstraint(
                name="snapshot_counted_was_frozen",
                condition=Q(state="counted", counted_at__isnull=False, frozen_at__isnull=False)
                | ~Q(state="counted") & Q(counted_at__isnull=True),
            ),
            models.CheckConstraint(
                name="snapshot_failed_says_why",
                condition=Q(state="failed") & ~Q(failed_because="") | ~Q(state="failed") & Q(failed_because=""),
            ),
        ]
        indexes = [models.Index(fields=["-last_on", "-id"], name="snapshot_newest")]

    def __str__(self) -> str:
        return f"snapshot {self.pk}"


class CountedTable(models.Model):
    """One table of a snapshot as it may be published: rows that went through the gate, and why each cell is hidden.

    ``rows`` are the cleared rows, ``hidden`` the plan: a row's keys, the column, and the reason in words. True counts are
    nowhere: not here, and not in any other row of this room.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    title = models.CharField(max_length=LONGEST_TITLE)
    keys = ArrayField(models.CharField(max_length=40))
    columns = ArrayField(models.CharField(max_length=40))
    rows = models.JSONField(default=list)
    hidden = models.JSONField(default=list)
    face = models.TextField()
    notes = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "name"], name="counted_table_once")]


class CohortMember(AboutPerson):
    """One person in one quarter's cohort: the index event, what came of it, and the explanation.

    ``agency`` said the index event. ``rests_on`` are the agencies whose entries the outcome follows from: who may not see all
    of them is shown nothing, because the outcome would tell what they hold.
    """

    data_class_of: ClassVar[DataClass | str] = DataClass.OFFENDING

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    quarter = models.DateField()
    index_on = models.DateField()
    index_kind = models.CharField(max_length=15)
    area = models.CharField(max_length=80)
    reoffences = models.PositiveSmallIntegerField()
    rests_on = ArrayField(models.BigIntegerField())
    explanation = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "person", "quarter", "index_on"], name="cohort_member_once")
        ]
        indexes = [models.Index(fields=["person", "-quarter"], name="cohort_member_person")]


def _counted(name: str) -> models.CheckConstraint:
    """What is counted says when, and nothing else does."""
    counted = Q(state="counted", counted_at__isnull=False) | ~Q(state="counted") & Q(counted_at__isnull=True)
    return models.CheckConstraint(name=name, condition=counted)


def _says_why(name: str) -> models.CheckConstraint:
    """What failed says why, and nothing else does."""
    told = Q(state="failed") & ~Q(failed_because="") | ~Q(state="failed") & Q(failed_because="")
    return models.CheckConstraint(name=name, condition=told)


class AskedOnce(Record):
    """Something that an analyst asks and the worker works out in the background, once.

    ``result`` is what passed the gate of `evidence.disclosure`. True counts are nowhere.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="asked")
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField()
    counted_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    failed_because = models.TextField(blank=True)

    class Meta:
        abstract = True


class WorkedOut(AskedOnce):
    """What is asked of one frozen snapshot."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [_counted("%(class)s_counted"), _says_why("%(class)s_failed_says_why")]
        indexes = [models.Index(fields=["-id"], name="%(class)s_newest")]


class Validation(WorkedOut):
    """How well the scores of one predictor fitted what became of a snapshot's people, for everyone and by group."""

    predictor = models.CharField(max_length=10)

    class Meta(WorkedOut.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                name="validation_once", fields=["snapshot", "predictor"], condition=~Q(state="failed")
            ),
            *WorkedOut.Meta.constraints,
        ]


class Tracking(WorkedOut):
    """What became of those who entered each kind of involvement; provisional until the wait is over."""

    class Meta(WorkedOut.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(name="tracking_once", fields=["snapshot"], condition=~Q(state="failed")),
            *WorkedOut.Meta.constraints,
        ]


class Evaluation(WorkedOut):
    """Did a scheme reduce reoffending: question, logic model, plan, the lock, and what was found.

    ``plan`` is what `evidence evaluate` runs and ``plan_sha256`` its hash; ``people_sha256`` that of the frozen file of people,
    which has no outcomes. ``people``: how many are left after each step and how alike they are, cleared. ``amends``: the locked
    plan before it. With ``locks_itself`` it is locked as soon as its people are counted, whatever they show.
    """

    question = models.CharField(max_length=LONGEST_QUESTION)
    logic_model = models.CharField(max_length=LONGEST_LOGIC)
    design = models.CharField(max_length=10)
    scheme = models.CharField(max_length=40)
    trial = models.ForeignKey(Trial, null=True, on_delete=models.PROTECT, related_name="+")
    pool = models.CharField(max_length=10, blank=True)
    first_on = models.DateField()
    last_on = models.DateField()
    months = models.PositiveSmallIntegerField()
    before = ArrayField(models.CharField(max_length=20), default=list)
    primary = models.CharField(max_length=12)
    method = models.CharField(max_length=10, blank=True)
    plan = models.JSONField()
    plan_sha256 = models.CharField(max_length=64)
    people_sha256 = models.CharField(max_length=64, blank=True)
    people = models.JSONField(default=dict)
    locks_itself = models.BooleanField(default=False)
    locked_at = models.DateTimeField(null=True)
    locked_by = models.BigIntegerField(null=True)
    amends = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    amended_because = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta(WorkedOut.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(name="evaluation_period", condition=Q(last_on__gte=F("first_on"))),
            models.CheckConstraint(
                name="evaluation_locked_pair",
                condition=Q(locked_at__isnull=True, locked_by__isnull=True)
                | Q(locked_at__isnull=False, locked_by__isnull=False) & ~Q(people_sha256=""),
            ),
            models.CheckConstraint(
                name="evaluation_outcomes_after_the_lock",
                condition=Q(locked_at__isnull=False) | ~Q(state__in=["locked", "counted"]),
            ),
            models.CheckConstraint(
                name="evaluation_trial",
                condition=Q(design="randomised", trial__isnull=False) | Q(design="matched", trial__isnull=True),
            ),
            models.CheckConstraint(
                name="evaluation_amendment_says_why",
                condition=Q(amends__isnull=True, amended_because="") | Q(amends__isnull=False) & ~Q(amended_because=""),
            ),
            *WorkedOut.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"evaluation {self.pk}"


class SelectionCount(AskedOnce):
    """Who of those nominated for IOM in a year was selected, for everyone and by sex, age and self-defined ethnicity."""

    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first_on"], condition=~Q(state="failed"), name="selection_count_once"),
            _counted("selection_count_counted"),
            _says_why("selection_count_says_why"),
        ]


class BoardCount(AskedOnce):
    """The board's measures of one quarter: each with its counts and its share as they passed the gate."""

    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first_on"], condition=~Q(state="failed"), name="board_count_once"),
            _counted("board_count_counted"),
            _says_why("board_count_says_why"),
        ]


class Publication(Record):
    """One edition of a release: tables of a snapshot or an evaluation with a text, prepared by one person, approved by another.

    All editions of a release share ``slug``. ``headline`` and ``summary`` hold fields such as ``{rate}`` and no typed figures;
    they are filled from the cleared tables whenever they are shown.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    evaluation = models.ForeignKey(Evaluation, null=True, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=LONGEST_SLUG)
    edition = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, default="draft")
    title = models.CharField(max_length=LONGEST_TITLE)
    headline = models.CharField(max_length=300)
    summary = models.TextField()
    limits = models.TextField(blank=True)
    prepared_at = models.DateTimeField()
    prepared_by = models.BigIntegerField()
    checked_at = models.DateTimeField(null=True)
    checked_by = models.BigIntegerField(null=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.BigIntegerField(null=True)
    publish_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_because = models.CharField(max_length=LONGEST_REASON, blank=True)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    what_changed = models.CharField(max_length=LONGEST_REASON, blank=True)
    why_changed = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "edition"], name="publication_edition_once"),
            models.UniqueConstraint(fields=["slug"], condition=Q(state="published"), name="publication_one_stands"),
            models.CheckConstraint(
                name="publication_checked_pair",
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="publication_submitted_pair",
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="publication_approved_by_another",
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False, publish_at__isnull=False)
                & ~Q(approved_by=F("prepared_by"))
                & ~Q(approved_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="publication_shown_was_approved",
                condition=Q(state__in=SHOWN, published_at__isnull=False, approved_by__isnull=False)
                | ~Q(state__in=SHOWN) & Q(published_at__isnull=True),
            ),
            models.CheckConstraint(
                name="publication_withdrawn_pair",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because=""),
            ),
            models.CheckConstraint(
                name="publication_correction_says_why",
                condition=Q(corrects__isnull=True, edition=1, what_changed="", why_changed="")
                | Q(corrects__isnull=False, edition__gt=1) & ~Q(what_changed="") & ~Q(why_changed=""),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at"], name="publication_state"),
            models.Index(fields=["publish_at"], name="publication_due", condition=Q(state="approved")),
        ]

    def __str__(self) -> str:
        return f"{self.slug}, edition {self.edition}"


class Change(models.Model):
    """One line of a publication's log: what was done, by whom, when, and the words that were given."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_staff = models.BigIntegerField()
    to_state = models.CharField(max_length=10)
    words = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        indexes = [models.Index(fields=["publication", "at"], name="change_publication")]
