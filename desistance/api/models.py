"""The API door's own table: which calls that make something were answered. It belongs to no room; only this door has keys."""

from django.db import models


class Call(models.Model):
    """One call that made a record, by the caller's own key: what it asked (as a digest) and which record came of it.

    Holds no content. The same key within a day is answered from here, so that a call sent twice makes one record.
    """

    token = models.BigIntegerField()
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    record = models.CharField(max_length=40, blank=True)
    record_id = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="call_key_once")]
        indexes = [models.Index(fields=["at"], name="call_at")]

    def __str__(self) -> str:
        return f"call {self.pk}"
