"""Data quality: how complete, prompt and free of repeats the files of a feed were over twelve months."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from desistance.foundation.calendar import local_date
from desistance.foundation.spreadsheets import Value
from desistance.ingest.queries.quality import FileCounts, Quality, feed_quality, feeds_quality
from desistance.ingest.rules.quality import DEFINITIONS, Completeness, period_to
from desistance.ingest.terms import IMPORT_STATES
from desistance.web.downloads import csv_answer
from desistance.web.templatetags.desistance import full_date
from desistance.web.views.frame import acting, at_of
from desistance.web.views.imports import IMPORTS

QUALITY = {"label": "Data quality", "url": "/data/quality/"}
STATES = (
    ("loaded", "Loaded"),
    ("ready", "Ready to load"),
    ("held", "Held"),
    ("possible", "May already be known"),
    ("skipped", "Left out"),
)


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """The feeds of the reader's agency, each with its files and rows of the last twelve months."""
    by = acting(request)
    found = feeds_quality(by=by)
    context = {
        "title": "Data quality",
        "agency": by.agency_name,
        "period": _period(period_to(local_date(at_of(request)))),
        "feeds": [{"one": one, "numbers": [one.of(state) for state, _ in STATES]} for one in found],
        "states": [words for _, words in STATES],
        "breadcrumbs": [IMPORTS],
    }
    return render(request, "quality/feeds.html", context)


@require_safe
def one_feed(request: HttpRequest, feed: str) -> HttpResponse:
    """What is counted of one feed, with how each count is defined."""
    told = feed_quality(feed, by=acting(request))
    context = {
        "title": f"Data quality: {told.counts.feed.words.lower()}",
        "source": told.counts.feed,
        "quality": told,
        "period": _period(told.period),
        "counts": _counts(told),
        "files": [_file(one) for one in told.files],
        "states": [words for _, words in STATES],
        "columns": [_column(one) for one in told.completeness],
        "repeats": _repeats(told),
        "definitions": DEFINITIONS,
        "breadcrumbs": [IMPORTS, QUALITY],
    }
    return render(request, "quality/one_feed.html", context)


@require_safe
def as_csv(request: HttpRequest, feed: str) -> HttpResponse:
    """The same counts as a file."""
    told = feed_quality(feed, by=acting(request))
    return csv_answer(f"quality-{told.counts.feed.name}.csv", ("measure", "item", "number", "of"), _lines(told))


def _period(period: Any) -> str:
    return f"{full_date(period.first)} to {full_date(period.last)}"


def _counts(told: Quality) -> list[dict[str, Any]]:
    parts = [("Files", told.counts.files), ("Rows", told.counts.all_rows)]
    return [{"label": label, "number": number} for label, number in (*parts, *_states(told))]


def _states(told: Quality) -> list[tuple[str, int]]:
    return [(words, told.counts.of(state)) for state, words in STATES if state != "ready" or told.counts.of(state)]


def _file(one: FileCounts) -> dict[str, Any]:
    return {
        "number": one.number,
        "when": full_date(one.received_at),
        "url": reverse("import", args=[one.number]),
        "state": IMPORT_STATES[one.state].wording,
        "numbers": [one.rows.get(state, 0) for state, _ in STATES],
    }


def _column(one: Completeness) -> dict[str, Any]:
    percent = "Not counted" if one.percent_given is None else f"{one.percent_given:.1f}%"
    return {"one": one, "percent": percent}


def _lines(told: Quality) -> Iterator[tuple[Value, ...]]:
    yield ("period", "first day", told.period.first.isoformat(), None)
    yield ("period", "last day", told.period.last.isoformat(), None)
    yield ("files", "received and not stopped", told.counts.files, None)
    yield ("files", "stopped or undone", told.counts.stopped, None)
    for state, words in STATES:
        yield ("rows", words.lower(), told.counts.of(state), told.counts.all_rows)
    for one in told.completeness:
        for item, number in (("given", one.given), ("not known", one.not_known), ("empty", one.empty)):
            yield ("completeness", f"{one.column}: {item}", number, one.rows)
    yield ("delay in days", f"{told.delay.column}: middle", told.delay.median, told.delay.rows)
    yield ("delay in days", f"{told.delay.column}: 90th centile", told.delay.ninetieth, told.delay.rows)
    for item, number in _repeats(told):
        yield ("duplicates", item.lower(), number, told.counts.all_rows)
    for words, number in told.problems:
        yield ("held rows", words, number, told.counts.of("held"))
    for code, number in told.codes:
        yield ("codes not known", code, number, None)


def _repeats(told: Quality) -> list[tuple[str, int]]:
    found = told.duplicates
    return [
        ("Numbers repeated", found.repeated),
        ("Loaded before", found.loaded_before),
        ("Possible matches: same person", found.same_person),
        ("Possible matches: different people", found.different_people),
        ("Possible matches: waiting", found.waiting),
    ]
