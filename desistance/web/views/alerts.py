"""Alerts on the tab Risk: those that stand, those that ended, raising one, and saying whether it is still right."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from desistance.casework.actions.alerts import end_alert, raise_alert, review_alert
from desistance.casework.queries.alerts import AlertShown, alerts_of, own_alert
from desistance.casework.rules.alerts import latest_review
from desistance.casework.terms import AlertKind
from desistance.desk.queries.frame import Person
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.web.templatetags.desistance import full_date
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.alerts_forms import END, AlertForm, AlertReviewForm
from desistance.web.views.frame import about_person, at_of, person_page

GET_OR_POST = ["GET", "HEAD", "POST"]


def alerts_section(person: Person, by: Pass) -> dict[str, Any]:
    """The section of alerts as ``alerts/section.html`` takes it."""
    here = f"/people/{person.reference}/risk/alerts/"
    may_raise = by.holds("alert.record") and DataClass.SAFETY in by.writes
    rows = [_row(one, here, may_raise) for one in alerts_of(person.pk, by=by)]
    return {
        "current": [row for row in rows if row["is_current"]],
        "ended": [row for row in rows if not row["is_current"]],
        "raise": {"label": "Raise an alert", "url": f"{here}new/"} if may_raise else None,
    }


def _row(shown: AlertShown, here: str, may_write: bool) -> dict[str, Any]:
    alert = shown.alert
    change = {"label": "Review or end", "url": f"{here}{shown.id}/", "about": f"the alert {shown.words}"}
    return {
        "is_current": shown.is_current,
        "title": shown.words,
        "tag": ("Review overdue" if shown.is_late else "") if shown.is_current else "Ended",
        "lines": [line for line in _lines(shown) if line],
        "provenance": [alert.agency.short_name, shown.author, f"since {full_date(alert.starts_on)}"],
        "actions": [change] if may_write and shown.is_ours and shown.is_current else [],
    }


def _lines(shown: AlertShown) -> list[str]:
    alert = shown.alert
    if not shown.is_current:
        by_whom = f" by {shown.ender}" if shown.ender else ""
        return [f"Ended on {full_date(alert.ended_on)}{by_whom}: {alert.end_reason.rstrip('.')}"]
    reviewed = ""
    if alert.reviewed_at:
        on = full_date(local_date(alert.reviewed_at))
        reviewed = f"Still right on {on}, said {shown.reviewer}: {alert.review_words.rstrip('.')}"
    return [f"Review by {full_date(alert.review_on)}", reviewed]


@require_http_methods(GET_OR_POST)
@about_person
def new_alert(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Raise an alert."""
    by.demand("alert.record")
    on = local_date(at_of(request))
    form = AlertForm(typed(request), initial={"starts_on": on})

    def save() -> str:
        raise_alert(person=person, facts=form.facts(), by=by, at=at_of(request))
        return "Alert raised. It stands on every page of this person."

    effects = [
        "It stands on every page of this person, for every agency that works with them.",
        "An alert of safety is new work in the day of everyone involved, until they have opened the person.",
        *(f"{words}: review by {full_date(latest_review(kind, on))} at the latest." for kind, words in _kinds()),
    ]
    return _form(request, person, form, save, title="Raise an alert", button="Raise alert", effects=effects)


def _kinds() -> list[tuple[str, str]]:
    return [
        (AlertKind.STAFF, "Risk to staff or a named person, and limits on places"),
        (AlertKind.SELF_HARM, "Self-harm and safeguarding"),
    ]


@require_http_methods(GET_OR_POST)
@about_person
def change_alert(request: HttpRequest, person: Person, by: Pass, alert_id: int) -> HttpResponse:
    """Say that an alert of the reader's agency is still right, or end it."""
    by.demand("alert.record")
    shown = own_alert(alert_id, by=by)
    alert, on = shown.alert, local_date(at_of(request))
    form = AlertReviewForm(typed(request), initial={"warning": alert.warning, "version": alert.version})

    def save() -> str:
        said, at = form.cleaned_data, at_of(request)
        if said["step"] == END:
            end_alert(alert=alert, reason=said["reason"], by=by, at=at, version=said.get("version"))
            return "Alert ended. It stays readable as ended."
        told = {name: said[name] for name in ("warning", "because", "review_on")}
        review_alert(alert=alert, by=by, at=at, version=said.get("version"), **told)
        return "Alert reviewed."

    effects = [
        f"{shown.words}, since {full_date(alert.starts_on)}, raised by {shown.author or alert.agency.short_name}.",
        f"It can stand until {full_date(latest_review(alert.kind, on))} without another review.",
    ]
    return _form(request, person, form, save, title="Review an alert", button="Save", effects=effects, head="The alert")


def _form(
    request: HttpRequest,
    person: Person,
    form: SentOnce,
    save: Callable[[], str],
    *,
    title: str,
    head: str = "What happens",
    **more: Any,
) -> HttpResponse:
    def deed() -> None:
        messages.success(request, save())

    if request.method == "POST" and form.send(request, deed):
        return redirect("person-risk", reference=person.reference)
    cancel = {"label": "Back to risk", "url": f"/people/{person.reference}/risk/"}
    context = {"title": title, "heading": title, "head": head, "form": form, "cancel": cancel, **more}
    status = form.status if form.errors else 200
    return person_page(request, person, "risk/form.html", tab="risk", status=status, **context)
