"""Documents of a person: what each is and where its file is kept. The files themselves stand outside the database."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from desistance.casework.terms import LONGEST_REASON, LONGEST_TITLE, DocumentKind, FileKind, VirusCheck
from desistance.foundation.rows import AboutPerson, Event, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.people.models import Person


class Document(AboutPerson, Event):
    """One version of a document. ``corrects`` is the version that it replaces; ``kept_as`` names its file among stored files.

    The same file added twice about one person is stored once.
    """

    data_class_of: ClassVar[DataClass | str] = "data_class"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=30)
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    title = models.CharField(max_length=LONGEST_TITLE)
    file_name = models.CharField(max_length=120)
    file_kind = models.CharField(max_length=10, choices=FileKind.choices)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    kept_as = models.CharField(max_length=160)
    virus_check = models.CharField(max_length=10, choices=VirusCheck.choices)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            withdrawn_in_pairs("document_withdrawn_pair"),
            models.CheckConstraint(
                name="document_withdrawn_says_why", condition=Q(withdrawn_at__isnull=True) | ~Q(reason="")
            ),
            models.CheckConstraint(name="document_holds_something", condition=Q(size__gt=0)),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(withdrawn_at__isnull=True), name="document_replaced_once"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="casework_document_person"),
            models.Index(fields=["person", "sha256"], name="casework_document_same"),
            models.Index(fields=["agency"], include=["size"], name="casework_document_room"),
        ]
