"""How we are doing: the board's measures as rows for a period that is chosen, and the page of each measure."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.governance.queries.comments import comments
from desistance.governance.queries.plan import ActionShown, actions_by_measure
from desistance.measurement.actions.board import ask_for_board
from desistance.measurement.queries.board import BoardShown, board_shown, quarters_to_count
from desistance.measurement.queries.published import area_release
from desistance.measurement.rules.board import cited_sets
from desistance.measurement.rules.periods import Period
from desistance.measurement.terms import PROVEN_REOFFENDING
from desistance.web.views.delivery import counts_of
from desistance.web.views.frame import acting, at_of
from desistance.web.views.insight import INSIGHT
from desistance.web.views.insight_board_words import cited_row, measure_page, measure_row, published_row
from desistance.web.views.insight_comments import behind
from desistance.web.views.insight_periods import asked_for_period
from desistance.web.views.scheme_cases import GET_OR_POST

LEGEND = "Bar: likely range (95%). Line: our figure. On record: of how much that was due it is known what came of it."
CRUMBS = [INSIGHT, {"label": "How we are doing", "url": "/insight/board/"}]


@require_http_methods(GET_OR_POST)
def board(request: HttpRequest) -> HttpResponse:
    """Proven reoffending as published, and the measures of a quarter; or what others published; analysts count a quarter."""
    by, chosen = acting(request), request.GET.get("period", "")
    found = board_shown(by=by, first_on=_day(chosen))
    form, is_asked = asked_for_period(request, by, label="Quarter", left=quarters_to_count, ask=ask_for_board)
    if is_asked:
        return redirect("board")
    cited = cited_sets().get(chosen.removeprefix("to-"), ()) if chosen.startswith("to-") else ()
    context = {
        "title": "How we are doing",
        "period": _words(found),
        "chosen": chosen,
        "periods": _periods(found),
        "cited": cited,
        "legend": "" if cited else LEGEND,
        "rows": [cited_row(one, cited) for one in cited] or _rows(found, by, local_date(at_of(request))),
        "waiting": [Period(one.first_on, one.last_on).words for one in found.waiting],
        "notes": found.newest.result["notes"] if found.newest and not cited else [],
        "form": form,
        "on": local_date(at_of(request)),
        "breadcrumbs": [INSIGHT],
    }
    return render(request, "insight/board.html", context, status=form.status if form and form.errors else 200)


@require_http_methods(GET_OR_POST)
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One measure over the quarters that were counted, what stands behind it, and a comment of whoever answers for it."""
    by = acting(request)
    found = board_shown(by=by)
    shown = next((each for each in found.measures if each.measure.name == name), None)
    if shown is None or found.newest is None:
        raise NotFound()
    more, is_said = behind(request, name, Period(found.newest.first_on, found.newest.last_on), by)
    if is_said:
        return redirect("board-measure", name=name)
    form = more["comment_form"]
    context = {"title": shown.measure.words, "breadcrumbs": CRUMBS, **measure_page(shown, found, by), **more}
    return render(request, "insight/board_measure.html", context, status=form.status if form and form.errors else 200)


def _day(chosen: str) -> date | None:
    try:
        return date.fromisoformat(chosen)
    except ValueError:
        return None


def _words(found: BoardShown) -> str:
    return Period(found.newest.first_on, found.newest.last_on).words if found.newest else ""


def _periods(found: BoardShown) -> list[tuple[str, str]]:
    """What can be chosen: each quarter that was counted, and what others published of areas here."""
    counted = [(each.first_on.isoformat(), Period(each.first_on, each.last_on).words) for each in found.counted]
    elsewhere = [(f"to-{day}", f"Others, {figures[0].period}") for day, figures in cited_sets().items()]
    return [*(counted or [("", "The newest")]), *elsewhere]


def _rows(found: BoardShown, by: Pass, on: date) -> list[dict[str, Any]]:
    """A row for each measure, with what its owner says of that period and the actions that are meant to move it."""
    rows = {PROVEN_REOFFENDING: published_row(by)} | {each.measure.name: measure_row(each) for each in found.measures}
    linked, newest = actions_by_measure(by=by, on=on), area_release()
    said = {(each.comment.measure, each.comment.first_on, each.comment.last_on): each for each in comments(by=by)}
    days = dict.fromkeys(rows, (found.newest.first_on, found.newest.last_on) if found.newest else ())
    days[PROVEN_REOFFENDING] = (newest.listed.first_on, newest.listed.last_on) if newest else ()
    return [
        {**row, "actions": _linked(name, linked.get(name, ())), "said": said.get((name, *days[name]))}
        for name, row in rows.items()
    ]


def _linked(measure: str, actions: Sequence[ActionShown]) -> dict[str, str]:
    """The actions of the delivery plan that are meant to move a measure, counted by where they stand."""
    return {"words": counts_of(actions), "url": f"{reverse('delivery-plan')}?measure={measure}"} if actions else {}
