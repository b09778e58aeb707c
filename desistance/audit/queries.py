"""Questions about the trail itself: who has looked at a person, and what was refused."""

from collections.abc import Sequence

from desistance.audit.models import AuditEvent
from desistance.audit.terms import Category


def looks_at(person: int, *, before: int | None = None, limit: int = 50) -> Sequence[AuditEvent]:
    """Events about one person, newest first, after the keyset position ``before`` (an event id). Callers hold the permission."""
    events = AuditEvent.objects.filter(subjects__contains=[person]).exclude(category=Category.DENIAL)
    if before is not None:
        events = events.filter(id__lt=before)
    return list(events.order_by("-id")[:limit])
