"""The audit trail's one table."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from desistance.audit.terms import Category


class AuditEvent(models.Model):
    """One thing seen, done or refused. ``entry`` is the exact text that sealing will hash; the columns beside it are for finding.

    ``at`` and the time inside ``entry`` are set by the database as the row is inserted; a trigger refuses every update,
    delete and truncate, and the app role holds no such privilege.
    """

    at = models.DateTimeField(db_default=models.functions.Now(), editable=False)
    category = models.CharField(max_length=15, choices=Category.choices)
    what = models.CharField(max_length=80)
    staff = models.BigIntegerField(null=True)
    agency = models.BigIntegerField(null=True)
    subjects = ArrayField(models.BigIntegerField(), default=list)
    recipient = models.CharField(max_length=120, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    entry = models.TextField()

    class Meta:
        indexes = [
            GinIndex(fields=["subjects"], name="audit_subjects"),
            models.Index(fields=["staff", "-at"], name="audit_staff"),
            models.Index(fields=["category", "-at"], name="audit_category"),
        ]
        constraints = [
            models.CheckConstraint(
                name="audit_recipient_iff_disclosure",
                condition=Q(category="disclosure", recipient__gt="") | (~Q(category="disclosure") & Q(recipient="")),
            ),
            models.CheckConstraint(name="audit_known_category", condition=Q(category__in=Category.values)),
        ]
