"""Files that partners send, and every row of them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from desistance.foundation.rows import AboutPerson, Record
from desistance.foundation.terms import DataClass
from desistance.ingest.terms import LONGEST_FILE_NAME, NOT_STANDING, Band, ProblemKind, SuggestionKind
from desistance.partners.models import Agency, Staff
from desistance.people.models import Person


class Import(Record):
    """One file that an agency sent by one feed. ``rows`` is the number of its rows, None until they were all checked.

    The file itself is kept as ``kept_as`` under the service's own files. ``uploader`` is empty for a file loaded by a command.
    ``not_undone_because`` says why it was to be undone and could not be. ``notes``: what of a workbook was read, and what not.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    feed = models.CharField(max_length=40)
    feed_version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, default="received")
    file_name = models.CharField(max_length=LONGEST_FILE_NAME)
    kept_as = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    uploader = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    delimiter = models.CharField(max_length=1, default=",")
    columns_found = ArrayField(models.CharField(max_length=200), default=list)
    columns_unused = ArrayField(models.CharField(max_length=200), default=list)
    notes = ArrayField(models.TextField(), default=list)
    rows = models.PositiveIntegerField(null=True)
    stopped_because = models.TextField(blank=True)
    load_from_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    not_undone_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "feed", "sha256"],
                condition=~Q(state__in=NOT_STANDING),
                name="import_same_file_once",
            ),
            models.CheckConstraint(
                name="import_stopped_says_why",
                condition=Q(state="stopped") & ~Q(stopped_because="") | ~Q(state="stopped") & Q(stopped_because=""),
            ),
            models.CheckConstraint(
                name="import_finished_was_begun",
                condition=Q(finished_at__isnull=True) | Q(load_from_at__isnull=False),
            ),
            models.CheckConstraint(
                name="import_undone_says_when",
                condition=Q(state="undone", undone_at__isnull=False) | ~Q(state="undone") & Q(undone_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["agency", "-id"], name="import_agency")]

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportRow(AboutPerson):
    """One row of a file as it came, and what became of it. ``person`` is who it is about, once it was loaded.

    ``cells`` are its values, those in the columns ``mended`` as a data officer put them right; ``raw`` stays as it came.
    ``suggested`` is the kind of its suggestion. ``joins`` is whom a data officer said the row is about, ``apart_from`` are the
    ids of those whom they said it is not about.

    ``resembles`` is someone else whom a steward should compare with that person; the sender is never shown it.
    """

    data_class_of: ClassVar[DataClass | str] = DataClass.OFFENDING

    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    raw = models.TextField()
    cells = models.JSONField(default=dict)
    key = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, default="ready")
    problem = models.CharField(max_length=20, blank=True, choices=ProblemKind.choices())
    column = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    suggestion = models.TextField(blank=True)
    suggested = models.CharField(max_length=20, blank=True, choices=SuggestionKind.choices())
    mended = ArrayField(models.CharField(max_length=40), default=list)
    warning = models.TextField(blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    resembles = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    joins = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    apart_from = ArrayField(models.BigIntegerField(), default=list)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["imported", "line"], name="row_line_once"),
            models.CheckConstraint(
                name="row_loaded_has_person",
                condition=Q(state__in=["loaded", "undone"], person__isnull=False)
                | ~Q(state__in=["loaded", "undone"]) & Q(person__isnull=True),
            ),
            models.CheckConstraint(
                name="row_held_says_why",
                condition=~Q(state__in=["held", "skipped", "possible"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="row_decided_pair",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["imported", "state", "line"], name="row_state"),
            models.Index(fields=["key", "imported"], name="row_key", condition=~Q(key="")),
            models.Index(fields=["person"], name="row_person", condition=Q(person__isnull=False)),
            models.Index(fields=["resembles"], name="row_resembles", condition=Q(resembles__isnull=False)),
            models.Index(fields=["joins"], name="row_joins", condition=Q(joins__isnull=False)),
        ]


class Likeness(AboutPerson):
    """What a model of linkage says of a row that waits and somebody on record whom it resembles: it informs, and decides nothing.

    ``weight`` is a base-2 logarithm of the odds that the two are one, ``said`` what each field speaks for, without values.
    """

    data_class_of: ClassVar[DataClass | str] = DataClass.IDENTITY

    row = models.ForeignKey(ImportRow, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    weight = models.FloatField()
    band = models.CharField(max_length=10, choices=Band.choices())
    said = models.JSONField(default=list)
    model = models.CharField(max_length=40)
    thresholds = models.PositiveSmallIntegerField()
    weighed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row", "person"], name="likeness_once")]
