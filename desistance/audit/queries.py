"""Questions about the trail itself: who has looked at a person, and what was refused."""

from collections.abc import Sequence

from desistance.audit.models import AuditEvent
from desistance.audit.terms import Category


def looks_at(*people: int, before: int | None = None, limit: int = 50) -> Sequence[AuditEvent]:
    """Events about any of these people, newest first, before the event ``before`` (keyset). Callers hold the permission."""
    events = AuditEvent.objects.filter(subjects__overlap=list(people)).exclude(category=Category.DENIAL)
    if before is not None:
        events = events.filter(id__lt=before)
    return list(events.order_by("-id")[:limit])
