"""The contract of a case, its conditions and what was done of each."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from desistance.foundation.rows import AboutPerson, Event, Record, withdrawn_in_pairs
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency
from desistance.people.models import Person
from desistance.schemes.models.cases import OF_OFFENDING, SchemeCase
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.contracts import (
    CONDITION_STATES,
    LONGEST_LANGUAGE,
    LONGEST_WORDS,
    OPEN,
    ConditionKind,
    ConditionUnit,
    ContractPathway,
    HowAgreed,
)


class Contract(AboutPerson, Record):
    """What was agreed in a case: a draft until it is signed. The rules that it was drafted under are kept with it.

    ``drafted`` holds the conditions of the draft; signing makes each a row of its own, which progress is then kept of.
    """

    data_class_of: ClassVar[DataClass | str] = OF_OFFENDING
    made_with: ClassVar[str] = "case_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(SchemeCase, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    drafted = models.JSONField(default=list)
    no_pathway_because = models.CharField(max_length=LONGEST_REASON, blank=True)
    rules_version = models.PositiveSmallIntegerField()
    how = models.CharField(max_length=12, blank=True, choices=HowAgreed.choices)
    interpreter = models.CharField(max_length=LONGEST_LANGUAGE, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="contract_days", condition=Q(ends_on__gt=F("starts_on"))),
            models.CheckConstraint(
                name="contract_signed",
                condition=Q(signed_at__isnull=True, signed_by__isnull=True, how="")
                | Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(how=""),
            ),
        ]
        indexes = [models.Index(fields=["person"], name="contract_person")]


class Condition(AboutPerson, Record):
    """One condition: what the person does, what shows that it is done, and where it stands."""

    data_class_of: ClassVar[DataClass | str] = OF_OFFENDING
    made_with: ClassVar[str] = "contract_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=ConditionKind.choices)
    pathway = models.CharField(max_length=20, blank=True, choices=ContractPathway.choices)
    words = models.CharField(max_length=LONGEST_WORDS)
    done_when = models.CharField(max_length=LONGEST_WORDS)
    target = models.PositiveSmallIntegerField(null=True)
    unit = models.CharField(max_length=10, blank=True, choices=ConditionUnit.choices)
    state = models.CharField(max_length=10, default=OPEN)
    settled_words = models.CharField(max_length=LONGEST_REASON, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="condition_number_once"),
            models.CheckConstraint(
                name="condition_state", condition=Q(state__in=[one.name for one in CONDITION_STATES.states])
            ),
            models.CheckConstraint(
                name="condition_settled",
                condition=Q(state=OPEN, settled_at__isnull=True, settled_by__isnull=True)
                | ~Q(state=OPEN) & Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["person"], name="condition_person")]


class Progress(AboutPerson, Event):
    """What was done of a condition on a day: so many of what it counts, or in words."""

    data_class_of: ClassVar[DataClass | str] = OF_OFFENDING
    made_with: ClassVar[str] = "condition_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="+")
    amount = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="progress_says_something", condition=Q(amount__gt=0) | ~Q(words="")),
            withdrawn_in_pairs("progress_withdrawn_pair"),
        ]
        indexes = [
            models.Index(fields=["condition", "-at"], name="progress_condition"),
            models.Index(fields=["person", "-at"], name="progress_person"),
        ]
