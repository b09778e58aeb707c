"""Emergency access afterwards: the alert to the team that holds the record, the review, and the worker's answer to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from desistance.access.actions.emergencies import acknowledge_emergency, explain_emergency, review_emergency
from desistance.access.queries.emergencies import (
    EmergencyShown,
    emergencies_reviewed,
    emergencies_to_review,
    emergency_shown,
)
from desistance.access.terms import EMERGENCY_REASONS, REVIEW_STATES
from desistance.web.views.access_forms import EmptyForm, ExplainForm, ReviewForm
from desistance.web.views.access_sending import typed
from desistance.web.views.frame import acting

GET_OR_POST = ["GET", "HEAD", "POST"]
REVIEWS = {"label": "Emergency access", "url": "/governance/emergency-access/"}
REQUESTS = {"label": "Requests for access", "url": "/requests/"}


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Emergency accesses that wait for a decision, and those decided."""
    by = acting(request)
    by.demand("access.review")
    context = {
        "title": "Emergency access",
        "waiting": [(one, EMERGENCY_REASONS[one.row.kind]) for one in emergencies_to_review(by=by)],
        "decided": [(one, REVIEW_STATES[one.row.state]) for one in emergencies_reviewed(by=by)],
    }
    return render(request, "access/reviews.html", context)


@require_http_methods(GET_OR_POST)
def review(request: HttpRequest, emergency_id: int) -> HttpResponse:
    """One emergency access: who, why, what was opened for how long, and the decision."""
    by = acting(request)
    by.demand("access.review")
    shown = emergency_shown(emergency_id=emergency_id, by=by)
    form = ReviewForm(typed(request), initial={"version": shown.row.version})

    def decide() -> None:
        said = form.cleaned_data
        review_emergency(
            emergency=shown.row,
            verdict=said["verdict"],
            note=said["note"],
            by=by,
            at=by.at,
            version=said.get("version"),
        )
        messages.success(request, "Decision saved. The worker can read it on their requests page.")

    if request.method == "POST" and form.send(request, decide):
        return redirect("emergency-reviews")
    is_open = shown.row.state in ("due", "more_needed") and shown.row.staff_id != by.staff
    return _page(
        request, shown, "access/review.html", "Review emergency access", form=form if is_open or form.errors else None
    )


@require_http_methods(GET_OR_POST)
def alert(request: HttpRequest, emergency_id: int) -> HttpResponse:
    """The alert to the agency that holds the record: who opened it and why; marked as seen by a button."""
    by = acting(request)
    by.demand("access.acknowledge")
    shown = emergency_shown(emergency_id=emergency_id, by=by)
    form = EmptyForm(typed(request))

    def see() -> None:
        acknowledge_emergency(emergency=shown.row, by=by, at=by.at)
        messages.success(request, "Marked as seen by your agency.")

    if request.method == "POST" and form.send(request, see):
        return redirect("access-requests")
    may_mark = shown.row.owner_seen_at is None and shown.row.staff_id != by.staff
    return _page(request, shown, "access/alert.html", "Emergency access was used", form=form, may_mark=may_mark)


@require_http_methods(GET_OR_POST)
def explain(request: HttpRequest, emergency_id: int) -> HttpResponse:
    """The worker reads the reviewer's words about their own emergency access, and answers."""
    by = acting(request)
    shown = emergency_shown(emergency_id=emergency_id, by=by)
    form = ExplainForm(typed(request), initial={"version": shown.row.version})

    def answer() -> None:
        words, version = form.cleaned_data["words"], form.cleaned_data.get("version")
        explain_emergency(emergency=shown.row, words=words, by=by, at=by.at, version=version)
        messages.success(request, "Answer sent to the reviewer.")

    if request.method == "POST" and form.send(request, answer):
        return redirect("access-requests")
    is_asked = shown.row.state == "more_needed" and not shown.row.explanation and shown.row.staff_id == by.staff
    return _page(
        request, shown, "access/explain.html", "Your emergency access", form=form if is_asked or form.errors else None
    )


def _page(request: HttpRequest, shown: EmergencyShown, template: str, title: str, **more: Any) -> HttpResponse:
    form = more.get("form")
    context = {
        "title": title,
        "back": REVIEWS if template == "access/review.html" else REQUESTS,
        "shown": shown,
        "kind": EMERGENCY_REASONS[shown.row.kind],
        "state": REVIEW_STATES[shown.row.state],
        **more,
    }
    return render(request, template, context, status=form.status if form is not None and form.errors else 200)
