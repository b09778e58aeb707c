"""Requests for access: waiting for me, made by me, one to answer; and restrictions to look after."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desistance.access.actions.requests import answer_request, end_granted, withdraw_request
from desistance.access.actions.restrictions import end_restriction, list_worker, review_restriction, unlist_worker
from desistance.access.queries.emergencies import own_emergencies
from desistance.access.queries.passes import open_record
from desistance.access.queries.requests import request_shown, requests_made, requests_waiting
from desistance.access.queries.sharing import RestrictionShown, restriction_shown
from desistance.access.queries.staffing import member_of_staff, workers_of
from desistance.access.terms import GOVERNANCE_ROLES, REQUEST_LENGTHS, REQUEST_STATES, REVIEW_STATES
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.web.views.access_forms import AnswerForm, ReasonForm, ReviewOnForm, StaffForm
from desistance.web.views.access_sending import typed
from desistance.web.views.frame import acting

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Requests that wait for the reader, and what the reader asked for or opened."""
    by = acting(request)
    context = {
        "title": "Requests for access",
        "waiting": requests_waiting(by=by) if by.holds("access.answer") else (),
        "mine": [(one, REQUEST_STATES[one.row.state].wording, one.is_given(by.at)) for one in requests_made(by=by)],
        "emergencies": [(one, REVIEW_STATES[one.row.state].wording) for one in own_emergencies(by=by)],
    }
    return render(request, "access/requests.html", context)


@require_http_methods(GET_OR_POST)
def one_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request: to read for its asker, to answer for its approver."""
    by = acting(request)
    shown = request_shown(request_id=request_id, by=by)
    length = next((name for name, (_, days) in REQUEST_LENGTHS.items() if days == shown.row.days), "")
    form = AnswerForm(typed(request), at=by.at, initial={"length": length, "version": shown.row.version})

    def answer() -> None:
        said = form.cleaned_data
        answer_request(
            request=shown.row,
            answer=said["answer"],
            words=said["words"],
            days=form.days,
            by=by,
            at=by.at,
            version=said.get("version"),
        )
        given = said["answer"] == "given"
        messages.success(
            request,
            "Access given. The worker can open the record now." if given else "Answer sent. No access was given.",
        )

    if request.method == "POST" and form.send(request, answer):
        return redirect("access-requests")
    context = {
        "title": "Request for access",
        "back": {"label": "Requests for access", "url": "/requests/"},
        "shown": shown,
        "state": REQUEST_STATES[shown.row.state].wording,
        "is_mine": shown.row.staff_id == by.staff,
        "is_given": shown.is_given(by.at),
        "may_answer": shown.may_answer,
        "form": form if shown.may_answer or form.errors else None,
    }
    return render(request, "access/one_request.html", context, status=form.status if form.errors else 200)


@require_POST
def take_back(request: HttpRequest, request_id: int) -> HttpResponse:
    """Withdraw one's own request."""
    by = acting(request)
    withdraw_request(request=request_shown(request_id=request_id, by=by).row, by=by, at=by.at)
    messages.success(request, "Request withdrawn.")
    return redirect("access-requests")


@require_POST
def end_access(request: HttpRequest, request_id: int) -> HttpResponse:
    """End access that was given, before its time."""
    by = acting(request)
    end_granted(request=request_shown(request_id=request_id, by=by).row, by=by, at=by.at)
    messages.success(request, "Access ended. The record is closed from the next page on.")
    return redirect("access-requests")


@require_safe
def restriction(request: HttpRequest, restriction_id: int) -> HttpResponse:
    """One restriction: its list, its review, its end."""
    by = acting(request)
    shown = restriction_shown(restriction_id=restriction_id, by=by)
    return _restriction_page(request, shown, by)


@require_http_methods(["POST"])
def change_restriction(request: HttpRequest, restriction_id: int, change: str) -> HttpResponse:
    """List or unlist a worker, say that it is still needed, or end it."""
    by = acting(request)
    shown = restriction_shown(restriction_id=restriction_id, by=by)
    manager = by if by.role in GOVERNANCE_ROLES else open_record(reference=shown.row.person.reference, by=by)[1]
    if change not in DONE:
        raise NotFound()
    form = _form_for(change, request, by)

    def deed() -> None:
        said = form.cleaned_data.__getitem__
        together: dict[str, Any] = {"restriction": shown.row, "by": manager, "at": by.at}
        if change in ("list", "unlist"):
            staff = member_of_staff(staff=int(said("staff")))
            if staff is None:
                raise NotFound()
            (list_worker if change == "list" else unlist_worker)(**together, staff=staff)
        elif change == "review":
            review_restriction(**together, reason=said("reason"), review_on=said("review_on"))
        else:
            end_restriction(**together, reason=said("reason"))
        messages.success(request, DONE[change])

    if form.send(request, deed):
        return (
            redirect("access-requests") if change == "end" else redirect("restriction", restriction_id=restriction_id)
        )
    return _restriction_page(request, shown, by, wrong=(change, form))


DONE = {
    "list": "Worker listed. They can open the record now, if their work reaches it.",
    "unlist": "Worker taken off the list. They can no longer open the record.",
    "review": "Review saved.",
    "end": "Restriction ended. The record is open to everyone whose work reaches it.",
}


def _form_for(change: str, request: HttpRequest | None, by: Pass) -> Any:
    data = request.POST if request else None
    if change in ("list", "unlist"):
        workers = [(worker.staff, worker.words) for worker in workers_of(agency=by.agency, at=by.at)]
        return StaffForm(data, workers=workers, with_reason=False, auto_id=f"{change}-%s")
    if change == "review":
        return ReviewOnForm(data, auto_id="review-%s")
    return ReasonForm(
        data, label="Why is the restriction ending?", missing="Enter why the restriction is ending", auto_id="end-%s"
    )


def _restriction_page(
    request: HttpRequest, shown: RestrictionShown, by: Pass, wrong: tuple[str, Any] | None = None
) -> HttpResponse:
    forms = {change: _form_for(change, None, by) for change in ("list", "review", "end")}
    if wrong:
        forms[wrong[0]] = wrong[1]
    context = {
        "title": "Restriction",
        "back": {"label": "Requests for access", "url": "/requests/"},
        "shown": shown,
        "forms": forms,
        "form": wrong[1] if wrong else None,
    }
    return render(request, "access/restriction.html", context, status=wrong[1].status if wrong else 200)
