"""Checks of eligibility, as they were made: facts, version of the rules, findings and result."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from desistance.foundation.rows import AboutPerson, Record
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.partners.models import Agency
from desistance.people.models import Person
from desistance.schemes.terms.checks import CHECK_STATES, LONGEST_SCHEME, RANKS, RESULT_WORDS


class EligibilityCheck(AboutPerson, Record):
    """One check of an arrest, or of a person for a declared scheme, made by somebody at a moment (an officer: under their rank).

    ``facts`` and ``findings`` are what the check rested on and what each criterion said then: rules that change later change
    neither. Checking again replaces it by another row and leaves this one readable.
    """

    data_class_of: ClassVar[DataClass | str] = "data_class"

    data_class = models.CharField(max_length=30, default=DataClass.OFFENDING)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    arrest = models.ForeignKey(Arrest, null=True, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=LONGEST_SCHEME)
    state = models.CharField(max_length=20, default=CHECK_STATES.start)
    result = models.CharField(max_length=20, choices=[(result.value, words) for result, words in RESULT_WORDS.items()])
    summary = models.CharField(max_length=200)
    rules_name = models.CharField(max_length=80)
    rules_version = models.PositiveSmallIntegerField()
    rules_from = models.DateField()
    facts = models.JSONField()
    findings = models.JSONField()
    by_staff = models.BigIntegerField()
    rank = models.CharField(max_length=20, blank=True, choices=list(RANKS))
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arrest", "scheme"], condition=Q(state="current"), name="check_one_current_an_arrest"
            ),
            models.CheckConstraint(
                name="check_state", condition=Q(state__in=[state.name for state in CHECK_STATES.states])
            ),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="check_person")]
