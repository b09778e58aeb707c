"""The clock that doors read. Below the doors time is a parameter; audit uses the database's own."""

from datetime import UTC, datetime

from django.conf import settings


def now() -> datetime:
    """The moment it is. In a demonstration it began at a fixed moment and has run since (``DESISTANCE_CLOCK``)."""
    real = datetime.now(UTC)
    if settings.CLOCK is None:
        return real
    began, anchor = settings.CLOCK
    moment: datetime = began + (real - anchor)
    return moment
