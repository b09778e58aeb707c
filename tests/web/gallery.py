"""Every part in every state on one page, with demonstration people: looked at by eye and read by tests; never served.

`python -m tests.web.gallery FOLDER` writes gallery.html there, beside a `static` folder that a plain file server can serve.
"""

from typing import Any

from django.template import Context, Engine
from django.template.backends.django import get_installed_libraries
from django.test import override_settings

from desistance import web
from tests.web.specimens.parts import specimens
from tests.web.specimens.person import BANNER

# Names as they stand in the source, so that a plain file server can serve them.
PLAIN_FILES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
INVALID = "NO-SUCH-VARIABLE[%s]"
FRAME: dict[str, Any] = {
    "demonstration": True,
    "partnership": "North East",
    "worker_name": "Alison Nixon",
    "may_search": True,
    "notices_count": 3,
    "csrf_token": "token",
    "version": "0.1",
    "title": "Parts",
    "navigation": [
        {"label": "My day", "url": "#", "current": True},
        {"label": "People", "url": "#"},
        {"label": "Referrals", "url": "#", "badge": "2"},
        {"label": "Delivery", "url": "#"},
        {"label": "Partnership", "url": "#"},
        {"label": "Insight", "url": "#"},
        {"label": "Data and governance", "url": "#", "badge": "?"},
    ],
    "acting_for": {"label": "Durham Probation", "url": "#"},
    "emergency": {"until": "4:40pm", "minutes_left": 59, "end_url": "/end/"},
    "breadcrumbs": [{"label": "People", "url": "#"}, {"label": "My people", "url": "#"}],
    "banner": BANNER,
    "tabs": [
        {"label": label, "url": "#", "is_current": label == "Overview"}
        for label in ("Overview", "Risk", "Plan", "Contacts", "Timeline", "Details", "Sharing")
    ],
    "session_minutes": 30,
}


def engine(string_if_invalid: str = INVALID) -> Engine:
    """An engine over the project's own templates in which a variable that does not exist shows itself."""
    return Engine(
        dirs=[f"{web.__path__[0]}/templates"],
        libraries=get_installed_libraries(),
        builtins=[],
        string_if_invalid=string_if_invalid,
    )


def render_specimen(template: str, context: dict[str, Any], string_if_invalid: str = INVALID) -> str:
    """One part with its context."""
    one = engine(string_if_invalid)
    chosen = one.from_string(context["source"]) if not template else one.get_template(template)
    return chosen.render(Context(context | {"csrf_token": "token"}))


def render_gallery() -> str:
    """The whole page: frame, banner and every specimen under its heading."""
    body = "".join(
        f'<section class="app-section"><div class="app-head"><h2>{name}</h2></div>'
        f"{render_specimen(template, context, '')}</section>"
        for name, template, context in specimens()
    )
    page = (
        '{% extends "desistance/base.html" %}{% block content %}<div class="app-page-head"><h1>Parts</h1></div>'
        + "{% verbatim %}"
        + body
        + "{% endverbatim %}{% endblock %}"
    )
    with override_settings(STORAGES=PLAIN_FILES):
        return engine("").from_string(page).render(Context(FRAME))


if __name__ == "__main__":
    import sys
    from pathlib import Path

    import django

    django.setup()
    folder = Path(sys.argv[1])
    (folder / "gallery.html").write_text(render_gallery())
