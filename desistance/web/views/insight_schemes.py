"""How schemes go: for every kind of involvement a rate so far, its range, and the curve."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.measurement.actions.tracking import ask_for_tracking
from desistance.measurement.queries.evaluations import (
    TrackedScheme,
    TrackingShown,
    snapshot_counted,
    snapshots_to_track,
    tracking_newest,
)
from desistance.measurement.queries.readers import range_words
from desistance.measurement.rules.answers import level_words
from desistance.measurement.rules.periods import MONTHS_FOLLOWED, day_words
from desistance.web.forms import Look
from desistance.web.templatetags.charts import Line
from desistance.web.templatetags.desistance import full_date
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import acting, at_of
from desistance.web.views.insight import INSIGHT
from desistance.web.views.insight_evaluation_words import by_month, month_table, number

COLUMNS = [
    {"label": "Work"},
    *({"label": words, "is_number": True} for words in ("People", "Reoffended", "Rate so far", "Likely range")),
]


class TrackForm(SentOnce):
    """On which snapshot schemes are counted."""

    snapshot = forms.ChoiceField(
        label="On the records of", widget=forms.RadioSelect, error_messages={"required": "Choose a snapshot"}
    )
    looks = {"snapshot": Look(size="s")}

    def __init__(self, *args: Any, snapshots: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(str(one.pk), f"Snapshot {one.pk}, complete to {full_date(one.complete_to)}") for one in snapshots]
        self.fields["snapshot"].choices = words  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def schemes(request: HttpRequest) -> HttpResponse:
    """Every kind of involvement on the newest data, one of them with its curve, and a form to count again."""
    by = acting(request)
    found, may_ask = tracking_newest(by=by), by.holds("measure.count")
    offered = snapshots_to_track(by=by) if may_ask else []
    form = TrackForm(typed(request), snapshots=offered) if offered else None
    if request.method == "POST":
        by.demand("measure.count")
        if form and form.send(request, lambda: _ask(form, by, request)):
            messages.success(request, "Schemes are being counted in the background.")
            return redirect("tracking")
    context = {
        "title": "How schemes go",
        "found": found,
        "when": _when(found),
        "columns": COLUMNS,
        "rows": [_row(one) for one in found.schemes if isinstance(one.row["offenders"], int)] if found else [],
        "few": [one.words for one in found.schemes if not isinstance(one.row["offenders"], int)] if found else [],
        "chosen": _chosen(found, request.GET.get("work", "")),
        "form": form,
        "may_ask": may_ask,
        "breadcrumbs": [INSIGHT],
    }
    return render(request, "insight/schemes.html", context, status=form.status if form and form.errors else 200)


def _ask(form: TrackForm, by: Pass, request: HttpRequest) -> None:
    snapshot = snapshot_counted(int(form.cleaned_data["snapshot"]), by=by)
    ask_for_tracking(snapshot=snapshot, by=by, at=at_of(request))


def _when(found: TrackingShown | None) -> str:
    """Who is counted, and on which records."""
    if found is None or not found.schemes:
        return ""
    days = [day_words(date.fromisoformat(found.record.result[name])) for name in ("first_on", "last_on", "complete_to")]
    return f"Entered {days[0]} to {days[1]}. Records complete to {days[2]}."


def _row(one: TrackedScheme) -> list[dict[str, str]]:
    name = {"words": one.words}
    if one.row["curve"]:
        name["url"] = f"?work={one.name}#curve"
    return [name, *({"words": words} for words in _figures(one.row))]


def _figures(row: Mapping[str, Any]) -> list[str]:
    rate = level_words("binary", row["rate"])
    return [number(row["offenders"]), number(row["reoffenders"]), rate, range_words(row)]


def _chosen(found: TrackingShown | None, name: str) -> dict[str, Any] | None:
    """The kind whose curve is drawn: the one asked for, else the one with most people. None where no curve may be shown."""
    drawn = [one for one in found.schemes if one.row["curve"]] if found else []
    if name and found and name not in {one.name for one in found.schemes}:
        raise NotFound()
    one = next((each for each in drawn if each.name == name), drawn[0] if drawn and not name else None)
    if one is None:
        return None
    rate = level_words("binary", one.row["rate"])
    line = Line(one.words, by_month(one.row["curve"], MONTHS_FOLLOWED), rate)
    said = f"{rate} of {number(one.row['offenders'])} people reoffended within a year"
    return {"words": one.words, "line": line, "finding": said, "note": _regression(one), **month_table([line])}


def _regression(one: TrackedScheme) -> str:
    """What the year before says, and why a fall from it is no proof."""
    before, after = one.row["earlier_per_person"], one.row["reoffences_per_person"]
    if not isinstance(before, float) or not isinstance(after, float):
        return "How many offences came before cannot be shown."
    return (
        f"Proven offences for each person: {before:.2f} in the year before they entered, {after:.2f} in the year after."
    )
