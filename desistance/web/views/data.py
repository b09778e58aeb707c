"""Data and governance: the way to every page that looks after the records rather than the people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from desistance.foundation.decisions import NotPermitted
from desistance.foundation.passes import Pass
from desistance.web.views.frame import acting

PAGES = (
    ("imports", "Imports", "Files that your agency sends: what was loaded, what is held and why.", ("import.view",)),
    (
        "matches",
        "Possible matches",
        "Two records that may be one person, or one person's number on two.",
        ("person.merge",),
    ),
    (
        "emergency-reviews",
        "Emergency access",
        "Records that were opened in an emergency: was it justified?",
        ("access.review",),
    ),
    (
        "agreements",
        "Information-sharing agreements",
        "What agencies agreed to share, and when to look again.",
        ("agreement.manage",),
    ),
    ("admin-users", "Users and posts", "Who works here, in which role and until when.", ("staff.manage",)),
    ("admin-roles", "Roles", "What each role may do and see.", ("staff.manage",)),
    ("tokens", "Access for other systems", "Tokens of the programming interface.", ("token.manage",)),
)
"""Each page with what it is for, and the permissions of which one opens it."""


def data_pages(by: Pass) -> list[dict[str, str]]:
    """The pages of this part that the reader's role may open."""
    return [
        {"label": label, "words": words, "url": reverse(name)}
        for name, label, words, permissions in PAGES
        if any(by.holds(permission) for permission in permissions)
    ]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every page that looks after the records; refused to a role that has none."""
    pages = data_pages(acting(request))
    if not pages:
        raise NotPermitted("Your role looks after no data here. Information governance and administrators do.")
    return render(request, "desk/data.html", {"title": "Data and governance", "pages": pages})
