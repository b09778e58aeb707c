"""Who was selected for IOM of those nominated, by sex, age and self-defined ethnicity: each year that was counted, and a form."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from desistance.measurement.actions.selection import ask_for_selection
from desistance.measurement.queries.selection import selection_counts, years_to_count
from desistance.measurement.rules.periods import Period
from desistance.measurement.terms import SELECTION_STATES
from desistance.web.views.frame import acting
from desistance.web.views.insight import INSIGHT
from desistance.web.views.insight_periods import asked_for_period

GROUPED_BY = {"everyone": "Everyone", "sex": "Sex", "age": "Age", "ethnicity": "Self-defined ethnicity"}
COLUMNS = [
    {"label": "Group"},
    *({"label": one, "is_number": True} for one in ("Nominated", "Selected", "Share selected")),
]


@require_http_methods(["GET", "HEAD", "POST"])
def selection(request: HttpRequest) -> HttpResponse:
    """Each year with its groups, newest first; whoever may count asks for another."""
    by = acting(request)
    found = selection_counts(by=by)
    form, is_asked = asked_for_period(request, by, label="Year", left=years_to_count, ask=ask_for_selection)
    if is_asked:
        return redirect("selection")
    context = {
        "title": "Who is selected for IOM",
        "counts": [_year(one) for one in found],
        "columns": COLUMNS,
        "form": form,
        "breadcrumbs": [INSIGHT],
    }
    return render(request, "insight/selection.html", context, status=form.status if form and form.errors else 200)


def _year(record: Any) -> dict[str, Any]:
    groups = record.result.get("groups", [])
    return {
        "words": Period(record.first_on, record.last_on).words,
        "state": SELECTION_STATES[record.state].wording,
        "because": record.failed_because,
        "rows": [_row(one) for one in groups],
        "notes": record.result.get("notes", []),
    }


def _row(one: Mapping[str, Any]) -> list[dict[str, str]]:
    kind = GROUPED_BY.get(one["by"], one["by"])
    name = {"words": kind} if one["by"] == "everyone" else {"words": capfirst(one["group"]), "note": kind}
    return [name, _count(one["nominated"]), _count(one["selected"]), _share(one)]


def _count(shown: Any) -> dict[str, str]:
    return {"words": f"{shown:,}" if isinstance(shown, int) else str(shown)}


def _share(one: Mapping[str, Any]) -> dict[str, str]:
    if one["share"] is None:
        return {"missing": "Not shown", "note": one["hidden"]}
    value, low, high = one["share"]
    return {"words": f"{value:.0%}", "note": f"{low:.0%} to {high:.0%}"}
