"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame: demonstration strip, partnership, who is acting for whom, and the way round."""
    by = getattr(request, "by", None)
    return {
        "demonstration": settings.DEMONSTRATION,
        "partnership": settings.PARTNERSHIP,
        "by": by,
        "at": getattr(request, "at", None),
        "worker_name": by.staff_name if by else "",
        "acting_for": {"label": by.agency_name, "url": "/acting-for/"} if by else None,
        "navigation": [],
        "notices_count": 0,
        "emergency": None,
    }
