"""The way round the public pages."""

from typing import Any

from django.http import HttpRequest

HOME = {"label": "Home", "url": "/"}
AREAS = {"label": "Areas", "url": "/areas/"}
STATISTICS = {"label": "Statistics", "url": "/statistics/"}
PAGES = (
    AREAS,
    STATISTICS,
    {"label": "How it is counted", "url": "/methods/proven-reoffending/"},
    {"label": "Get help", "url": "/get-help/"},
)


def way_round(request: HttpRequest) -> list[dict[str, Any]]:
    """The links of the header. Staff who are signed in are led back to their work."""
    is_staff = getattr(request, "by", None) is not None
    staff = {"label": "Your work", "url": "/home/"} if is_staff else {"label": "Staff sign in", "url": "/sign-in/"}
    return [{**one, "current": request.path.startswith(one["url"])} for one in (*PAGES, staff)]
