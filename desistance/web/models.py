"""The web door's own table: who is signed in where. It belongs to no room, because only this door has sessions."""

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models


class Session(AbstractBaseSession):
    """One browser's session, with what its owner is shown of it: since when, last used when, and which browser."""

    staff = models.BigIntegerField(null=True)
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=60, blank=True)

    objects = BaseSessionManager()  # type: ignore[misc]  # the stubs call it a variable of the instance

    class Meta:
        indexes = [models.Index(fields=["staff"], name="session_staff")]
        db_table = "web_session"
