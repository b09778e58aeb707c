"""Arrests, as the arresting force recorded them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.foundation.rows import AboutPerson, Event, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.history.terms import LONGEST_CUSTODY_NUMBER, LONGEST_OFFENCE_WORDS, LONGEST_REASON
from desistance.people.models import Person


class Arrest(AboutPerson, Event):
    """One arrest. ``at`` is its moment, the day's first when no time was given.

    ``is_code_listed`` is false for a code that is kept as it came, which pages warn of.
    """

    data_class_of: ClassVar[DataClass | str] = DataClass.OFFENDING

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_time_known = models.BooleanField(default=True)
    custody_number = models.CharField(max_length=LONGEST_CUSTODY_NUMBER)
    offence_code = models.CharField(max_length=10, blank=True)
    is_code_listed = models.BooleanField(null=True)
    offence_words = models.CharField(max_length=LONGEST_OFFENCE_WORDS)
    offence_on = models.DateField(null=True)
    force = models.CharField(max_length=80, blank=True)
    custody_suite = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "custody_number"],
                condition=Q(withdrawn_at__isnull=True),
                name="arrest_custody_number_once",
            ),
            models.CheckConstraint(
                name="arrest_code_pair",
                condition=Q(offence_code="", is_code_listed__isnull=True)
                | (~Q(offence_code="") & Q(is_code_listed__isnull=False)),
            ),
            models.CheckConstraint(name="arrest_corrects_another", condition=~Q(corrects=F("id"))),
            withdrawn_in_pairs("arrest_withdrawn_pair"),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="arrest_person")]
