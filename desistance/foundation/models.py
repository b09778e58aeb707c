"""The one table of the ground floor: what records looked like before each edit."""

from typing import ClassVar

from django.db import models

from desistance.foundation.rows import AboutPerson
from desistance.foundation.terms import DataClass


class Revision(AboutPerson):
    """A record as it stood before one edit. Holds content, so it is erased with its record; points at nothing."""

    data_class_of: ClassVar[DataClass | str] = "data_class"

    holding = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    data_class = models.CharField(max_length=30)
    version = models.PositiveIntegerField()
    values = models.JSONField()
    by_staff = models.BigIntegerField(null=True)
    by_agency = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    kind = models.CharField(
        max_length=10,
        choices=[("edit", "edited"), ("correct", "corrected"), ("undo", "undone"), ("merge", "merged")],
        default="edit",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holding", "record_id", "version"], name="revision_once_a_version"),
        ]
        indexes = [models.Index(fields=["person_id", "at"], name="revision_person")]
