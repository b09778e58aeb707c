"""Pages that say what the service is and does; open to all, true for this version."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desistance import __version__

CHANGES = (
    (
        "0.1",
        (
            "Staff of several agencies sign in, find a person, and read one page about them, as far as they may.",
            "An agency starts and ends its work with a person; consent, restrictions and emergency access are kept.",
            "Police custody and probation caseload files can be loaded; rows that do not fit are held with the reason.",
            "Each look at a record is logged, and the people who answer for it can see the log.",
            "Administrators invite staff and give roles; information governance keeps the sharing agreements.",
        ),
    ),
)


def _page(request: HttpRequest, name: str, title: str, **context: object) -> HttpResponse:
    return render(request, f"static/{name}.html", {"title": title, "version": __version__, **context})


def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the service can be used by everyone, and whom to tell when it cannot."""
    return _page(request, "accessibility", "Accessibility")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, by whom, why and how long."""
    return _page(request, "privacy", "Privacy")


def help_page(request: HttpRequest) -> HttpResponse:
    """Where to turn."""
    return _page(request, "help", "Help")


def what_has_changed(request: HttpRequest) -> HttpResponse:
    """What each version brought, in words for those who use it."""
    return _page(request, "what_has_changed", "What has changed", changes=CHANGES)
