"""How we are doing: the board's measures as rows, each with its range and what can be said of a change, and a form to count."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.governance.queries.plan import ActionShown, actions_by_measure
from desistance.measurement.actions.board import ask_for_board
from desistance.measurement.queries.board import BoardShown, board_shown, quarters_to_count
from desistance.measurement.queries.insight import published_before
from desistance.measurement.queries.published import area_release
from desistance.measurement.rules.board import MeasureShown
from desistance.measurement.rules.comparison import changed
from desistance.measurement.rules.periods import Period
from desistance.measurement.terms import PROVEN_REOFFENDING
from desistance.web.views.delivery import counts_of
from desistance.web.views.frame import acting, at_of
from desistance.web.views.insight import INSIGHT
from desistance.web.views.insight_periods import asked_for_period

ONLY_HERE = "Counted by nobody else"


@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest) -> HttpResponse:
    """Proven reoffending as published, and the measures of the newest quarter that was counted; analysts ask for another."""
    by = acting(request)
    found = board_shown(by=by)
    form, is_asked = asked_for_period(request, by, label="Quarter", left=quarters_to_count, ask=ask_for_board)
    if is_asked:
        return redirect("board")
    rows = {PROVEN_REOFFENDING: published_row(by), **{one.measure.name: measure_row(one, by) for one in found.measures}}
    linked = actions_by_measure(by=by, on=local_date(at_of(request)))
    context = {
        "title": "How we are doing",
        "period": _period(found),
        "rows": [{**row, "actions": _linked(name, linked.get(name, ()))} for name, row in rows.items()],
        "waiting": [Period(one.first_on, one.last_on).words for one in found.waiting],
        "notes": found.newest.result["notes"] if found.newest else [],
        "form": form,
        "breadcrumbs": [INSIGHT],
    }
    return render(request, "insight/board.html", context, status=form.status if form and form.errors else 200)


def _period(found: BoardShown) -> str:
    return Period(found.newest.first_on, found.newest.last_on).words if found.newest else ""


def _linked(measure: str, actions: Sequence[ActionShown]) -> dict[str, str]:
    """The actions of the delivery plan that are meant to move a measure, counted by where they stand."""
    return {"words": counts_of(actions), "url": f"{reverse('delivery-plan')}?measure={measure}"} if actions else {}


def published_row(by: Pass) -> dict[str, Any]:
    """Proven reoffending as everyone can read it; that nothing is published yet, where nothing is."""
    newest, row = area_release(), {"words": "Proven reoffending within a year", "url": reverse("measure")}
    if newest is None:
        return {**row, "about": "", "figure": "[x]", "hidden": "Not published yet.", "compared": "", "trend": ""}
    before = published_before(newest.listed.first_on, newest.listed.last_on, by=by)
    ranges = [one.get(key) for one in (newest.row, before or {}) for key in ("rate_low", "rate_high")]
    row["trend"] = changed(*ranges) if before else "The first that was published"
    about = f"People cautioned, sentenced or released, {newest.listed.period}. Lower is better."
    row |= {"about": about, "figure": newest.rate, "compared": newest.compared}
    if newest.is_hidden:
        return {**row, "hidden": newest.why_hidden}
    drawn = {
        name: newest.row[key] * 100 for name, key in (("low", "rate_low"), ("value", "rate"), ("high", "rate_high"))
    }
    return {**row, "counts": f"{newest.reoffenders} of {newest.people}", "drawn": drawn, "range": newest.interval}


def measure_row(one: MeasureShown, by: Pass) -> dict[str, Any]:
    """One measure of the quarter, with the quarters before it as a line."""
    leads_on = one.measure.page and by.holds(one.measure.permission)
    row = {
        "words": one.measure.words,
        "url": reverse(one.measure.page) if leads_on else "",
        "about": f"{one.measure.about} Higher is better.",
        "compared": ONLY_HERE,
        "trend": one.trend,
    }
    if one.newest["share"] is None:
        return {**row, "figure": _counted(one.newest), "hidden": one.newest["hidden"]}
    value, low, high = one.newest["share"]
    past = [figure["share"][0] * 100 if figure["share"] else None for figure in (one.newest, *one.before)]
    return {
        **row,
        "figure": f"{value:.0%}",
        "counts": f"{one.newest['done']:,} of {one.newest['of']:,}",
        "drawn": {"low": low * 100, "value": value * 100, "high": high * 100},
        "range": f"{low:.0%} to {high:.0%}",
        "past": past[::-1],
    }


def _counted(figure: Mapping[str, Any]) -> str:
    return "[c]" if figure["of"] == "[c]" else f"{figure['done']:,} of {figure['of']:,}"
