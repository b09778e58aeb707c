"""The three kinds of row, told apart by base class: fact, event and record; and the note every row about a person makes."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from desistance.foundation.reading import note
from desistance.foundation.terms import DataClass

AGENCY = "partners.Agency"


class Source(models.TextChoices):
    """How a fact or event reached the service."""

    STAFF = "staff", "entered by a worker"
    IMPORT = "import", "imported file"
    API = "api", "another system"


class AboutPerson(models.Model):
    """A row about a person: notes itself when it becomes an object, so that no look goes unaudited.

    ``data_class`` is a class, or the name of the column that holds one; ``about`` is the column with the person's id.
    ``counts_as_use`` is false for rows that are about reading (places, notices): they do not keep what they point at.
    ``made_with`` names the key to the row that this one was made with and ends with, if any.
    """

    data_class_of: ClassVar[DataClass | str] = DataClass.IDENTITY
    about: ClassVar[str] = "person_id"
    counts_as_use: ClassVar[bool] = True
    made_with: ClassVar[str] = ""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Self:
        """Build the object and note whom it is about; a query that leaves out the person's column is a fault."""
        row = super().from_db(db, field_names, values, **more)
        if cls.about not in row.__dict__:
            raise RuntimeError(f"{cls.__name__} was read without {cls.about}, so the look could not be noted.")
        kind = cls.data_class_of
        note(
            row.__dict__[cls.about],
            kind if isinstance(kind, DataClass) else row.__dict__.get(kind, "unknown"),
        )
        return row


class SaidBy(models.Model):
    """Provenance: which agency said so, how it reached us, where to look it up, and who entered it when."""

    agency = models.ForeignKey(AGENCY, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.STAFF)
    source_reference = models.CharField(max_length=120, blank=True)
    said_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


class Standing(models.QuerySet[Any]):
    """Rows that stand: recorded and not withdrawn, now or as at a moment."""

    def standing(self, as_of: datetime | None = None) -> Self:
        """Rows on record at ``as_of``; without it, rows not withdrawn."""
        if as_of is None:
            return self.filter(withdrawn_at__isnull=True)
        return self.filter(recorded_at__lte=as_of).exclude(withdrawn_at__lte=as_of)


class Fact(SaidBy):
    """An agency says so (name, address, number): never edited; withdrawn and said again. Conflicting facts stand side by side."""

    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)

    objects = Standing.as_manager()

    class Meta:
        abstract = True


class Event(SaidBy):
    """It happened (arrest, outcome, assessment): insert-only; a correction names the row it corrects; undo withdraws."""

    at = models.DateTimeField()
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    objects = Standing.as_manager()

    class Meta:
        abstract = True


class Record(models.Model):
    """We work on it (involvement, request, import): a state and a version; an edit first copies the old row to ``Revision``."""

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


def withdrawn_in_pairs(name: str) -> models.CheckConstraint:
    """A constraint for facts and events: withdrawn at a moment after it was recorded and by someone, or not at all."""
    return models.CheckConstraint(
        name=name,
        condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
        | Q(withdrawn_at__gte=models.F("recorded_at"), withdrawn_by__isnull=False),
    )


Ours = Callable[[type[models.Model], str], Q | None]


def used_by_many(
    model: type[models.Model], ids: Collection[int] | models.QuerySet[Any, Any], ours: Ours
) -> dict[str, dict[int, int]]:
    """Rows elsewhere that point at any of these, hidden relations too: label of the model -> id pointed at -> how many.

    ``ours(model, column)`` is a condition on rows that do not count, because they came with the rows pointed at; None leaves the
    relation out. One statement, however many rows. To be called inside a deed or question.
    """
    asked = []
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        other: Any = relation.related_model
        column = relation.field.attname
        not_counted = ours(other, column)
        if not_counted is None or not other.counts_as_use:
            continue
        rows = other._base_manager.filter(**{f"{relation.field.name}__in": ids}).exclude(not_counted)
        named = rows.order_by().annotate(used_in=models.Value(other._meta.label, output_field=models.CharField()))
        asked.append(named.values_list("used_in", column).annotate(models.Count("pk")))
    found: dict[str, dict[int, int]] = {}
    for label, row, count in asked[0].union(*asked[1:], all=True) if asked else ():
        counts = found.setdefault(label, {})
        counts[row] = counts.get(row, 0) + count
    return found


def used_by(row: models.Model) -> dict[str, int]:
    """Rows elsewhere that point at this one, counted by model, hidden relations too: asked before anything is undone."""
    found: dict[str, int] = {}
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model: Any = relation.related_model
        count = model._default_manager.filter(**{relation.field.name: row.pk}).count()
        if count:
            found[model._meta.verbose_name] = found.get(model._meta.verbose_name, 0) + count
    return found
