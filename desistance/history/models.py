"""Arrests, offences with their disposals, and times in custody, as the agencies' own systems recorded them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.foundation.rows import AboutPerson, Event, Fact, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.history.terms import (
    LONGEST_COURT,
    LONGEST_CUSTODY_NUMBER,
    LONGEST_LENGTH,
    LONGEST_NUMBER,
    LONGEST_OFFENCE_WORDS,
    LONGEST_REASON,
    CustodyKind,
    DisposalKind,
    ReleaseKind,
)
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


class Offence(AboutPerson, Event):
    """One offence for which someone was dealt with. ``number`` is the source's own number for it.

    ``at`` is the first moment of the day it was committed, or of its first disposal when that day is not known. What group it
    belongs to follows from its code by the dated mapping (``rules.offence_groups``) and is not stored.
    """

    data_class_of: ClassVar[DataClass | str] = DataClass.OFFENDING

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=LONGEST_NUMBER)
    offence_code = models.CharField(max_length=10, blank=True)
    offence_words = models.CharField(max_length=LONGEST_OFFENCE_WORDS)
    committed_on = models.DateField(null=True)
    committed_until = models.DateField(null=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number"], condition=Q(withdrawn_at__isnull=True), name="offence_number_once"
            ),
            models.CheckConstraint(
                name="offence_committed",
                condition=Q(committed_until__isnull=True)
                | Q(committed_on__isnull=False, committed_until__gte=F("committed_on")),
            ),
            models.CheckConstraint(name="offence_has_number", condition=~Q(number="")),
            models.CheckConstraint(name="offence_corrects_another", condition=~Q(corrects=F("id"))),
            withdrawn_in_pairs("offence_withdrawn_pair"),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="offence_person")]


class Disposal(AboutPerson, Event):
    """How one offence was dealt with, on a day. ``area`` is the local authority where the person lived on that day, if known."""

    data_class_of: ClassVar[DataClass | str] = DataClass.OFFENDING
    made_with: ClassVar[str] = "offence_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    offence = models.ForeignKey(Offence, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=DisposalKind.choices)
    given_on = models.DateField()
    court = models.CharField(max_length=LONGEST_COURT, blank=True)
    length_days = models.PositiveIntegerField(null=True)
    length_words = models.CharField(max_length=LONGEST_LENGTH, blank=True)
    area = models.CharField(max_length=9, blank=True)
    is_main = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offence"], condition=Q(withdrawn_at__isnull=True, is_main=True), name="disposal_one_main"
            ),
            models.CheckConstraint(
                name="disposal_length", condition=Q(length_days__isnull=True) | Q(length_days__gt=0)
            ),
            models.CheckConstraint(name="disposal_corrects_another", condition=~Q(corrects=F("id"))),
            withdrawn_in_pairs("disposal_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["person", "-at"], name="disposal_person"),
            models.Index(fields=["offence"], name="disposal_offence"),
            models.Index(fields=["given_on"], name="disposal_given"),
        ]


class CustodySpell(AboutPerson, Fact):
    """One time in custody as one agency says it: from, until, why, where. ``began_at`` is the first moment of its first day."""

    data_class_of: ClassVar[DataClass | str] = DataClass.OFFENDING

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=CustodyKind.choices)
    began_at = models.DateTimeField()
    prison = models.CharField(max_length=80, blank=True)
    sentenced_on = models.DateField(null=True)
    planned_release_on = models.DateField(null=True)
    release_kind = models.CharField(max_length=30, choices=ReleaseKind.choices, blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency", "kind", "from_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="custody_spell_once",
            ),
            models.CheckConstraint(
                name="custody_dates",
                condition=Q(from_on__isnull=False) & (Q(until_on__isnull=True) | Q(until_on__gte=F("from_on"))),
            ),
            models.CheckConstraint(
                name="custody_release_after_sentence",
                condition=Q(until_on__isnull=True) | Q(sentenced_on__isnull=True) | Q(until_on__gte=F("sentenced_on")),
            ),
            models.CheckConstraint(name="custody_release", condition=Q(release_kind="") | Q(until_on__isnull=False)),
            withdrawn_in_pairs("custody_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["person", "-from_on"], name="custody_person"),
            models.Index(fields=["until_on"], name="custody_until"),
        ]
