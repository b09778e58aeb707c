"""Tasks: what somebody asked a worker or an agency to do, about a person or about nobody."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from desistance.casework.terms import LONGEST_REASON, LONGEST_TASK
from desistance.foundation.rows import AboutPerson, Record, Source
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency, Staff
from desistance.people.models import Person


class Task(AboutPerson, Record):
    """One task. ``agency`` and ``worker`` are to do it; ``asked_agency`` and ``asked_by`` wait for it and may always read it.

    ``origin_name`` and ``origin_id`` say which record of another room it comes from, where one made it.
    """

    data_class_of: ClassVar[DataClass | str] = "data_class"

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    asked_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_by = models.BigIntegerField()
    data_class = models.CharField(max_length=30, default=DataClass.CASEWORK)
    state = models.CharField(max_length=10, default="open")
    what = models.CharField(max_length=LONGEST_TASK)
    due_on = models.DateField()
    note = models.CharField(max_length=LONGEST_REASON, blank=True)
    came_of = models.CharField(max_length=LONGEST_REASON, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)
    origin_name = models.CharField(max_length=40, blank=True)
    origin_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.STAFF)
    source_reference = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="task_closed",
                condition=Q(state="open", closed_at__isnull=True, closed_by__isnull=True, came_of="")
                | Q(state__in=["done", "dropped"], closed_at__isnull=False, closed_by__isnull=False) & ~Q(came_of=""),
            ),
            models.CheckConstraint(
                name="task_origin",
                condition=Q(origin_name="", origin_id__isnull=True) | ~Q(origin_name="") & Q(origin_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "due_on"], name="casework_task_person"),
            models.Index(fields=["worker", "due_on"], name="casework_task_worker", condition=Q(state="open")),
            models.Index(fields=["agency", "due_on"], name="casework_task_agency", condition=Q(state="open")),
            models.Index(fields=["asked_by", "due_on"], name="casework_task_asked"),
            models.Index(
                fields=["origin_name", "origin_id"], name="casework_task_origin", condition=~Q(origin_name="")
            ),
        ]
