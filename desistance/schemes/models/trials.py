"""A trial of a scheme: what everybody concerned may know of it, its seed apart, and who was allocated to what."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from desistance.foundation.rows import AboutPerson, Record
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.partners.models import Agency
from desistance.people.models import Person
from desistance.schemes.models.checks import EligibilityCheck
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.checks import LONGEST_SCHEME
from desistance.schemes.terms.trials import BLOCKS, LONGEST_TRIAL, STOPPED, TRIAL_STATES, WAITING, Arm, Factor


class Trial(Record):
    """A trial of a force: its protocol, its factors and where it stands. ``digest`` proves the seed and gives nothing away."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=LONGEST_SCHEME)
    name = models.CharField(max_length=LONGEST_TRIAL)
    source = models.CharField(max_length=LONGEST_REASON)
    state = models.CharField(max_length=10, default=WAITING)
    starts_on = models.DateField()
    factors = ArrayField(models.CharField(max_length=12, choices=Factor.choices))
    digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.BigIntegerField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.BigIntegerField(null=True)
    stopped_because = models.CharField(max_length=LONGEST_REASON, blank=True)
    unblinded_at = models.DateTimeField(null=True)
    unblinded_by = models.BigIntegerField(null=True)
    unblinded_because = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "scheme"], condition=~Q(state=STOPPED), name="trial_one_open_a_force"
            ),
            models.CheckConstraint(
                name="trial_state", condition=Q(state__in=[one.name for one in TRIAL_STATES.states])
            ),
            models.CheckConstraint(
                name="trial_approved",
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="trial_stopped",
                condition=Q(stopped_at__isnull=True, stopped_by__isnull=True) & ~Q(state=STOPPED)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False, state=STOPPED),
            ),
            models.CheckConstraint(
                name="trial_unblinded",
                condition=Q(unblinded_at__isnull=True, unblinded_by__isnull=True)
                | Q(unblinded_at__isnull=False, unblinded_by__isnull=False, state=STOPPED),
            ),
        ]


class TrialSeed(models.Model):
    """What the list is drawn from: read by the deed that allocates, and by nobody until the trial is unblinded."""

    trial = models.OneToOneField(Trial, on_delete=models.PROTECT, related_name="+")
    seed = models.CharField(max_length=64)
    blocks = ArrayField(models.PositiveSmallIntegerField())

    class Meta:
        constraints = [models.CheckConstraint(name="trial_seed_blocks", condition=Q(blocks__contained_by=list(BLOCKS)))]


class Allocation(AboutPerson, models.Model):
    """One person, allocated once and for ever, whatever they were given after: the group of those meant to treat."""

    data_class_of: ClassVar[DataClass | str] = DataClass.TRIAL

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="+")
    arrest = models.ForeignKey(Arrest, on_delete=models.PROTECT, related_name="+")
    eligibility = models.ForeignKey(EligibilityCheck, on_delete=models.PROTECT, related_name="+")
    stratum = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    arm = models.CharField(max_length=12, choices=Arm.choices)
    allocated_at = models.DateTimeField()
    allocated_by = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trial", "stratum", "number"], name="allocation_number_once"),
            models.UniqueConstraint(fields=["trial", "arrest"], name="allocation_one_an_arrest"),
        ]
        indexes = [models.Index(fields=["person"], name="allocation_person")]
