"""Asking for access to someone of whom one may only know, and opening a record in an emergency."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from desistance.access.actions.emergencies import end_emergency, renew_emergency, start_emergency
from desistance.access.actions.requests import request_access
from desistance.access.queries.emergencies import own_running
from desistance.access.queries.known import Known, may_only_know
from desistance.access.rules.emergencies import clock_for
from desistance.access.terms import CLOCKS
from desistance.desk.queries.frame import Person
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import OnlyKnown
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.web.templatetags.desistance import clock, day_date
from desistance.web.views.access_forms import EmergencyForm, RequestForm
from desistance.web.views.access_sending import typed
from desistance.web.views.frame import about_person, acting, is_served, open_person, person_page

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
def request_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Whom to ring, and the ways in: ask, emergency, and, for someone unrestricted, one's own agency's work."""
    by = acting(request)
    known = may_only_know(reference=reference, by=by)
    if known.may_open:
        return redirect("person", reference=known.reference)
    form = RequestForm(typed(request), at=by.at)
    if request.method == "POST":

        def ask() -> None:
            made = request_access(
                person=known.person, reason=form.cleaned_data["reason"], days=form.days, by=by, at=by.at
            )
            messages.success(
                request,
                f"Request sent. {made.approver.name} has until {clock(made.due_at)} on {day_date(made.due_at)} to answer.",
            )

        if form.send(request, ask):
            return redirect("access-requests")
    return render(
        request, "access/request.html", _page(known, by, form=form), status=form.status if form.errors else 200
    )


def _page(known: Known, by: Pass, **more: Any) -> dict[str, Any]:
    return {
        "title": "Restricted record" if known.is_restricted else "Ask for access",
        "breadcrumbs": [{"label": "People", "url": "/people/"}] if is_served("/people/") else [],
        "known": known,
        "may_ask": by.holds("access.request"),
        "may_open_at_once": by.holds("access.emergency"),
        "may_start_work": by.holds("involvement.open") and not known.is_restricted,
        "minutes": clock_for(by.at).minutes,
        "clocks": in_force(CLOCKS, local_date(by.at)).values,
        **more,
    }


@require_http_methods(GET_OR_POST)
def emergency_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Start emergency access: what, why, who is told, and the worker's code."""
    by = acting(request)
    by.demand("access.emergency")
    known = may_only_know(reference=reference, by=by)
    if known.may_open:
        return redirect("person", reference=known.reference)
    form = EmergencyForm(typed(request), request=request, at=by.at)

    def start() -> None:
        start_emergency(person=known.person, by=by, at=by.at, **_said(form))

    if request.method == "POST" and form.send(request, start):
        return redirect("person", reference=known.reference)
    back = {"label": "Back", "url": f"/people/{known.reference}/request-access/"}
    context = _page(known, by, form=form, title="Start emergency access", breadcrumbs=[], back=back)
    return render(request, "access/emergency.html", context, status=form.status if form.errors else 200)


@require_http_methods(GET_OR_POST)
@about_person
def renew_page(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Renew emergency access: everything is asked again."""
    emergency = own_running(by=by)
    form = EmergencyForm(typed(request), request=request, at=by.at)

    def renew() -> None:
        renew_emergency(emergency=emergency, by=by, at=by.at, **_said(form))

    if request.method == "POST" and form.send(request, renew):
        return redirect("person", reference=person.reference)
    return person_page(
        request,
        person,
        "access/renew.html",
        tab="",
        title="Renew emergency access",
        status=form.status if form.errors else 200,
        form=form,
        minutes=clock_for(by.at).minutes,
    )


@require_POST
def end_now(request: HttpRequest, reference: str) -> HttpResponse:
    """End one's own emergency access. Pressed after its end, it leads where the end has led already."""
    try:
        _, by = open_person(request, reference)
    except OnlyKnown as known:
        return redirect("request-access", reference=known.reference)
    end_emergency(emergency=own_running(by=by), by=by, at=by.at)
    messages.success(request, "Emergency access ended. What you opened will be reviewed by a person.")
    return redirect("request-access", reference=reference)


def _said(form: EmergencyForm) -> dict[str, Any]:
    return {
        "kind": form.cleaned_data["kind"],
        "reason": form.cleaned_data["reason"],
        "understands": form.cleaned_data["understands"],
        "is_confirmed": form.is_confirmed,
    }
