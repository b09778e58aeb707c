"""Checkpoint's pipeline: who is at which stage, and how many got how far."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desistance.foundation.calendar import local_date
from desistance.schemes.queries.pipeline import STAGES, Funnel, Pipeline, PipelineRow, checkpoint_pipeline
from desistance.schemes.rules.checkpoint.contract import days_left
from desistance.web.templatetags.desistance import clock, counted, day_date, full_date, short_date
from desistance.web.views.checkpoint_case_forms import NavigatorFilter
from desistance.web.views.frame import acting, at_of

COLUMNS = [
    {"label": "Name"},
    {"label": "Offence"},
    {"label": "Where it stands"},
    {"label": "How it goes"},
    {"label": "Next", "is_short": True},
    {"label": "Navigator"},
]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


@require_safe
def pipeline(request: HttpRequest) -> HttpResponse:
    """A stage of the way through Checkpoint with counts of all; filters stand in the address."""
    by, at = acting(request), at_of(request)
    navigator, after = _number(request.GET.get("navigator", "")), _number(request.GET.get("after", ""))
    stage = request.GET.get("stage", "contract")
    found = checkpoint_pipeline(by=by, at=at, stage=stage, navigator=navigator or None, after=after)
    chosen = {"navigator": navigator} if navigator else {}
    context = {
        "title": "Checkpoint",
        "stage": dict(STAGES)[found.stage],
        "stages": _stages(found, chosen),
        "form": NavigatorFilter(request.GET, navigators=found.navigators),
        "active": [{"label": f"Navigator: {name}", "url": _url(found.stage, {})} for name in _named(found, navigator)],
        "columns": COLUMNS,
        "rows": [_row(row, local_date(at)) for row in found.rows],
        "pages": {"older_url": _url(found.stage, {**chosen, "after": found.after}), "older": "Next", "about": "people"}
        if found.after
        else {},
        "funnel": _funnel(found.funnel),
        "may_check": by.holds("eligibility.check"),
        "may_iom": by.holds("iom.view"),
        "may_schemes": by.holds("scheme.view"),
    }
    return render(request, "checkpoint/pipeline.html", context)


def _url(stage: str, chosen: dict[str, Any]) -> str:
    return f"?{urlencode({'stage': stage, **chosen})}"


def _named(found: Pipeline, navigator: int) -> list[str]:
    return [words for staff, words in found.navigators if str(staff) == str(navigator)]


def _stages(found: Pipeline, chosen: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"label": f"{words} ({found.counts[name]})", "url": _url(name, chosen), "is_current": name == found.stage}
        for name, words in STAGES
    ]


def _row(row: PipelineRow, on: Any) -> list[dict[str, Any]]:
    here = f"/people/{row.reference}/checkpoint/"
    url = f"{here}cases/{row.case}/" if row.case else f"{here}{row.arrest}/"
    return [
        {"words": row.person.listed, "url": url, "note": row.reference},
        {"words": row.words} if row.words else {"missing": "Not recorded"},
        {
            "words": row.state,
            "tag": "New arrest" if row.has_new_arrest else "",
            "note": f"Since {short_date(row.since)}",
        },
        {"words": row.colour} if row.colour else {"missing": "Not rated"},
        _next(row, on),
        {"words": row.navigator} if row.navigator else {"missing": "Nobody yet"},
    ]


def _next(row: PipelineRow, on: Any) -> dict[str, Any]:
    if row.ends_on:
        left = days_left(row.ends_on, on)
        note = f"{counted(left, 'day,days')} left" if left >= 0 else f"overdue by {counted(-left, 'day,days')}"
        return {"words": full_date(row.ends_on), "note": note}
    if row.due:
        return {"words": f"{day_date(row.due)}, {clock(row.due)}", "note": "First contact by"}
    return {"missing": "No clock runs"}


def _funnel(funnel: Funnel) -> list[dict[str, Any]]:
    told = (
        ("Checked", funnel.checked, ""),
        ("Eligible, or for a supervisor", funnel.eligible, f"of {funnel.checked} checked"),
        ("Offered", funnel.offered, ""),
        ("Agreed", funnel.agreed, f"of {funnel.offered} offered"),
        ("Signed", funnel.signed, f"of {funnel.agreed} who agreed"),
        ("Completed", funnel.completed, f"of {funnel.ended} whose contract ended"),
    )
    return [{"label": label, "value": f"{number} {of}".strip()} for label, number, of in told]
