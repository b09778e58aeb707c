"""Notes: what a worker wrote down about a person that was no appointment."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.access.models import Involvement
from desistance.casework.terms import LONGEST_REASON, NoteKind
from desistance.foundation.rows import AboutPerson, Event, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.people.models import Person


class Note(AboutPerson, Event):
    """One note. A correction stands beside the one that it corrects, which is withdrawn; ``reason`` says why.

    ``is_sensitive``: its words stand on the page of notes alone, never in the timeline, a list or a copy for the person.
    """

    data_class_of: ClassVar[DataClass | str] = "data_class"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    involvement = models.ForeignKey(Involvement, null=True, on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=30, default=DataClass.CASEWORK)
    kind = models.CharField(max_length=14, choices=NoteKind.choices)
    text = models.TextField()
    is_sensitive = models.BooleanField(default=False)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="note_has_text", condition=~Q(text="")),
            models.CheckConstraint(name="note_corrects_another", condition=~Q(corrects=F("id"))),
            models.CheckConstraint(name="note_correction_says_why", condition=Q(corrects__isnull=True) | ~Q(reason="")),
            withdrawn_in_pairs("note_withdrawn_pair"),
        ]
        indexes = [models.Index(fields=["person", "-at", "-id"], name="casework_note_person")]
