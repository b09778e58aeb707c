"""Insight: what can be published when, the frozen snapshots, and the page of a measure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.measurement.actions.snapshots import ask_for_snapshot
from desistance.measurement.queries.insight import (
    publications,
    published_before,
    quarters,
    series,
    snapshot_shown,
    snapshots,
)
from desistance.measurement.queries.published import area_release, release
from desistance.measurement.rules.periods import Period, quarter_of, year_to
from desistance.measurement.terms import PROVEN_REOFFENDING, REGION
from desistance.partners.queries import areas
from desistance.web.forms import DateParts, Look
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import acting, at_of
from desistance.web.views.insight_comments import behind
from desistance.web.views.insight_measure_words import beside
from desistance.web.views.insight_words import (
    line_of_publication,
    line_of_quarter,
    line_of_snapshot,
    measure_of,
    quality_facts,
    table_shown,
)

INSIGHT = {"label": "Insight", "url": "/insight/"}
QUARTERS_OFFERED = 6


class SnapshotForm(SentOnce):
    """The cohort, the day that the data are complete to, and whether a figure that can still rise is wanted."""

    quarter = forms.ChoiceField(
        label="Quarter that people start in",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a quarter"},
    )
    length = forms.ChoiceField(
        label="Count",
        widget=forms.RadioSelect,
        choices=[("quarter", "That quarter"), ("year", "The year that ends with it")],
        error_messages={"required": "Select what to count"},
    )
    complete_to = DateParts(
        label="Court results are complete to",
        words="The day that court results are complete to",
        help_text="The last day whose cautions and convictions have all been loaded. For example, 27 3 2026.",
    )
    provisional = forms.BooleanField(
        label="Count it although the wait is not over: every page will say provisional", required=False
    )
    looks = {"quarter": Look(size="m"), "length": Look(size="m", is_inline=True), "complete_to": Look(size="m")}

    def __init__(self, *args: Any, choices: list[tuple[str, str]], hints: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = choices  # type: ignore[attr-defined]
        self.looks = {**self.looks, "quarter": Look(size="m", option_hints=dict(hints))}

    def period(self) -> tuple[date, date]:
        """The first and last day asked for."""
        quarter = quarter_of(date.fromisoformat(self.cleaned_data["quarter"]))
        chosen = year_to(quarter) if self.cleaned_data["length"] == "year" else quarter
        return chosen.first, chosen.last


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What can be published from when, what is in work, and what is out."""
    by, on = acting(request), local_date(at_of(request))
    listed = publications(by=by)
    context = {
        "title": "Insight",
        "quarters": [line_of_quarter(one) for one in quarters(by=by, on=on)],
        "publications": [line_of_publication(one) for one in listed],
        "snapshots": [line_of_snapshot(one) for one in snapshots(by=by)],
        "may_count": by.holds("measure.count"),
        "may_prepare": by.holds("publication.prepare"),
    }
    return render(request, "insight/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a snapshot: everything on record is frozen and counted in the background."""
    by, at = acting(request), at_of(request)
    by.demand("measure.count")
    offered = quarters(by=by, on=local_date(at))[:QUARTERS_OFFERED]
    choices = [(one.maturity.period.first.isoformat(), one.maturity.period.words) for one in offered]
    hints = {one.maturity.period.first.isoformat(): line_of_quarter(one)["hint"] for one in offered}
    initial = {"complete_to": local_date(at) - timedelta(days=1), "quarter": request.GET.get("quarter", "")}
    form = SnapshotForm(typed(request), choices=choices, hints=hints, initial=initial)
    if request.method == "POST" and form.send(request, lambda: _ask(form, by, request)):
        return redirect("insight")
    context = {"title": "Freeze a snapshot", "form": form, "breadcrumbs": [INSIGHT]}
    return render(request, "insight/ask.html", context, status=form.status if form.errors else 200)


def _ask(form: SnapshotForm, by: Pass, request: HttpRequest) -> None:
    first, last = form.period()
    said = form.cleaned_data
    ask_for_snapshot(
        first_on=first,
        last_on=last,
        complete_to=said["complete_to"],
        provisional=said["provisional"],
        by=by,
        at=at_of(request),
    )


@require_safe
def snapshot(request: HttpRequest, number: int) -> HttpResponse:
    """One snapshot: where it stands, what was left out, how good the data are, and its cleared tables."""
    by = acting(request)
    one = snapshot_shown(number, by=by)
    context = {
        "title": "Snapshot",
        "snapshot": one,
        "quality": quality_facts(one.record),
        "left_out": sorted(one.record.left_out.items()),
        "tables": [table_shown(table) for table in one.tables.values()],
        "may_prepare": by.holds("publication.prepare") and one.record.state == "counted",
        "prepare_url": reverse("snapshot-prepare", args=[number]),
        "breadcrumbs": [INSIGHT],
    }
    return render(request, "insight/snapshot.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: HttpRequest) -> HttpResponse:
    """Proven reoffending: the newest published figure, over time, in a table, who and when, its limits and what is done."""
    by, on = acting(request), local_date(at_of(request))
    by.demand("measure.view")
    names = {REGION: "North East", **{one.slug: one.name for one in areas(on=on)}}
    slug = request.GET.get("area", REGION)
    slug = slug if slug in names else REGION
    newest = area_release(slug)
    whole = release(newest.listed.slug) if newest else None
    before = published_before(newest.listed.first_on, newest.listed.last_on, by=by, slug=slug) if newest else None
    out = newest if slug == REGION else area_release()
    period = Period(out.listed.first_on, out.listed.last_on) if out else None
    more, is_said = behind(request, PROVEN_REOFFENDING, period, by)
    if is_said:
        return redirect("measure")
    context = {
        "title": "Proven reoffending within a year",
        "names": names,
        "slug": slug,
        "area": names[slug],
        "breadcrumbs": [INSIGHT],
        **measure_of(newest, series(by=by, slug=slug), whole, names[slug], before),
        **beside(newest, whole),
        **more,
    }
    if newest is None:
        context["quarters"] = [line_of_quarter(one) for one in quarters(by=by, on=on)]
    form = more["comment_form"]
    return render(request, "insight/measure.html", context, status=form.status if form and form.errors else 200)
