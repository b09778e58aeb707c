"""What every page's frame needs."""

import math
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest

from desistance import __version__
from desistance.access.queries.emergencies import running_emergency
from desistance.desk.queries.notices import unread_notices
from desistance.foundation.passes import Pass
from desistance.partners.terms import NAMELESS_ROLES
from desistance.web.templatetags.desistance import clock
from desistance.web.views.data import data_pages

NAVIGATION = (
    ("My day", "/home/", (), ""),
    ("Team", "/team/", (), "team"),
    ("People", "/people/", ("/search/", "/requests/"), "people"),
    ("Meetings", "/meetings/", (), "meetings"),
    ("Delivery", "/checkpoint/", ("/iom/", "/schemes/", "/womens-pathway/", "/rules/"), "delivery"),
    ("Delivery", "/iom/", ("/schemes/", "/womens-pathway/", "/rules/"), "cohort"),
    ("Delivery", "/schemes/", ("/womens-pathway/",), "schemes"),
    ("Delivery", "/womens-pathway/", (), "pathway"),
    ("Victims", "/victims/to-tell/", ("/victims/",), "victims"),
    ("Partnership", "/partnership/plan/", (), "partnership"),
    ("Insight", "/insight/", (), "insight"),
    ("Data and governance", "/data/", ("/governance/", "/admin/"), "data"),
)
"""The main navigation (service design 2.2), as far as its pages are there: words, address, what else belongs to it, for whom."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame: demonstration strip, partnership, who is acting for whom, the way round, notices, emergency access."""
    by: Pass | None = getattr(request, "by", None)
    posts = getattr(request, "posts", [])
    return {
        "demonstration": settings.DEMONSTRATION,
        "partnership": settings.PARTNERSHIP,
        "by": by,
        "at": getattr(request, "at", None),
        "worker_name": by.staff_name if by else "",
        "may_search": by is not None and by.holds("person.search"),
        "acting_for": {"label": by.agency_name, "url": "/acting-for/" if len(posts) > 1 else "/account/"}
        if by
        else None,
        "navigation": navigation(by, request.path) if by else [],
        "notices_count": _notices(request, by) if by else 0,
        "emergency": _emergency(by),
        "version": __version__,
        "session_minutes": settings.SESSION_IDLE_SECONDS // 60 if by else None,
    }


def navigation(by: Pass, path: str) -> list[dict[str, Any]]:
    """The items that the role has a use for; the current one is marked."""
    found = []
    for words, url, also, for_whom in NAVIGATION:
        is_of_use = {
            "people": by.role not in NAMELESS_ROLES,
            "team": by.holds("team.view"),
            "meetings": by.holds("panel.take_part"),
            "delivery": by.holds("checkpoint.view"),
            "victims": by.holds("victim.work"),
            "cohort": by.holds("iom.view") and not by.holds("checkpoint.view"),
            "schemes": by.holds("scheme.view") and not (by.holds("checkpoint.view") or by.holds("iom.view")),
            "pathway": by.holds("whole_system.count") and not by.holds("scheme.view"),
            "partnership": by.holds("delivery.view"),
            "insight": by.holds("measure.view"),
            "data": bool(data_pages(by)),
        }.get(for_whom, True)
        if is_of_use:
            current = path.startswith((url, *also)) if url != "/home/" else path == url
            found.append({"label": words, "url": url, "current": current})
    return found


def _notices(request: HttpRequest, by: Pass) -> int | None:
    """How many notices are new, counted once a request; None, shown as a question mark, when the count fails."""
    if not hasattr(request, "notices_count"):
        try:
            request.notices_count = unread_notices(by=by)  # type: ignore[attr-defined]
        except DatabaseError:
            request.notices_count = None  # type: ignore[attr-defined]
    count: int | None = request.notices_count  # type: ignore[attr-defined]
    return count


def _emergency(by: Pass | None) -> dict[str, Any] | None:
    running = running_emergency(by)
    if running is None:
        return None
    return {
        "until": clock(running.until),
        "minutes_left": math.ceil(running.minutes_left),
        "end_url": f"/people/{running.reference}/emergency-access/end/",
        "renew_url": f"/people/{running.reference}/emergency-access/renew/",
    }
