"""A force's own versions of a scheme's rules: proposed, simulated, approved by somebody else, in force from a day."""

from django.db import models
from django.db.models import Q

from desistance.foundation.rows import Record
from desistance.partners.models import Agency
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.checks import LONGEST_SCHEME
from desistance.schemes.terms.proposals import APPROVED, DRAFT, RULE_STATES


class RuleVersion(Record):
    """One version: its number follows the published ones. Concerns no person. Checks made under it keep its number."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=LONGEST_SCHEME)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=DRAFT)
    valid_from = models.DateField()
    source = models.CharField(max_length=LONGEST_REASON)
    criteria = models.JSONField()
    note = models.CharField(max_length=LONGEST_REASON, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.BigIntegerField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "scheme", "number"], name="rule_version_number_once"),
            models.UniqueConstraint(
                fields=["agency", "scheme", "valid_from"],
                condition=Q(state=APPROVED),
                name="rule_version_one_begins_a_day",
            ),
            models.CheckConstraint(
                name="rule_version_state", condition=Q(state__in=[one.name for one in RULE_STATES.states])
            ),
            models.CheckConstraint(
                name="rule_version_approved",
                condition=Q(approved_at__isnull=True, approved_by__isnull=True) & ~Q(state=APPROVED)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
        ]
