"""The hours ledger: what counts towards hours that somebody must do, line by line."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.access.models import Involvement
from desistance.casework.terms import LONGEST_REASON, HoursKind
from desistance.foundation.rows import AboutPerson, Event, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.people.models import Person


class HoursLine(AboutPerson, Event):
    """Minutes credited or taken off, towards one agency's work. A correction stands in place of the line it corrects."""

    data_class_of: ClassVar[DataClass | str] = "data_class"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=30, default=DataClass.CASEWORK)
    kind = models.CharField(max_length=12, choices=HoursKind.choices)
    minutes = models.IntegerField()
    worked_on = models.DateField()
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hours_minutes",
                condition=Q(kind="penalty", minutes__lt=0)
                | Q(kind="adjustment") & ~Q(minutes=0)
                | Q(kind__in=["credited", "travel", "online"], minutes__gt=0),
            ),
            models.CheckConstraint(
                name="hours_reason", condition=~Q(kind__in=["penalty", "adjustment"]) | ~Q(reason="")
            ),
            models.CheckConstraint(name="hours_corrects_another", condition=~Q(corrects=F("id"))),
            withdrawn_in_pairs("hours_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["person"], name="casework_hours_person"),
            models.Index(fields=["involvement", "worked_on"], name="casework_hours_work"),
        ]
