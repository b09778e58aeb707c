"""A worker's calendar address, the file that it answers with, and the reminder of one appointment."""

import hashlib
import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from desistance.access.queries.passes import Visit, enter
from desistance.casework.actions.calendar import make_calendar_link, record_reminder, revoke_calendar_link
from desistance.casework.queries.calendar import link_with, own_link, reminder_for, slots_of
from desistance.casework.queries.contacts import own_contact
from desistance.casework.rules.calendar import calendar_text
from desistance.desk.queries.frame import Person
from desistance.foundation.decisions import NotPermitted
from desistance.foundation.passes import Pass
from desistance.web import accounts
from desistance.web.received import Received
from desistance.web.templatetags.desistance import moment
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.contacts import contact_form
from desistance.web.views.frame import about_person, acting, at_of

GET_OR_POST = ["GET", "HEAD", "POST"]
FETCHES_AN_HOUR = 60
AN_HOUR = 60 * 60


class LinkForm(SentOnce):
    """Whether the calendar shows where."""

    shows_place = forms.BooleanField(
        label="Show the place of each appointment (never of a home visit)",
        required=False,
        help_text="Your calendar's provider will then know where you are.",
    )


@require_http_methods(GET_OR_POST)
def calendar_page(request: Received) -> HttpResponse:
    """Make, see once, or end the address that one's own calendar fetches."""
    by = acting(request)
    if not by.holds("calendar.feed"):
        raise NotPermitted("Your role has no appointments, so there is no calendar link.")
    form, secret = LinkForm(typed(request)), ""
    if request.method == "POST" and request.POST.get("do") == "end":
        revoke_calendar_link(by=by, at=request.at)
        messages.success(request, "Calendar link ended. Your calendar keeps what it fetched until you remove it there.")
        return redirect("calendar")
    if request.method == "POST" and form.is_valid():
        secret = secrets.token_urlsafe(32)
        post = next(one for one in request.posts if one.agency_id == by.agency and one.role == by.role)
        make_calendar_link(post=post, secret=secret, shows_place=form.cleaned_data["shows_place"], by=by, at=request.at)
    context = {
        "title": "Calendar link",
        "form": form,
        "link": own_link(by=by),
        "address": request.build_absolute_uri(reverse("calendar-file", args=[secret])) if secret else "",
        "back": {"label": "Back to your account", "url": "/account/"},
    }
    return render(request, "account/calendar.html", context)


@require_safe
def calendar_file(request: Received, secret: str) -> HttpResponse:
    """A worker's appointments for their own calendar: no sign-in, no names; an address that was ended is not there."""
    if _too_often(f"from {accounts.client_address(request)}", 10 * FETCHES_AN_HOUR):
        return _wait()
    link = link_with(secret, at=request.at)
    if _too_often(f"link {link.pk}", FETCHES_AN_HOUR):
        return _wait()
    visit = Visit(request_id=request.id, session="calendar", address=accounts.client_address(request))
    by = enter(post=link.post, at=request.at, visit=visit)
    by.demand("calendar.feed")
    text = calendar_text(slots_of(by=by, shows_place=link.shows_place))
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="appointments.ics"'
    answer["Cache-Control"] = "no-store"
    return answer


def _too_often(key: str, most: int) -> bool:
    """Whether something was asked for more than ``most`` times within an hour of its first time."""
    key = f"calendar:{hashlib.sha256(key.encode()).hexdigest()}"
    cache.add(key, 0, timeout=AN_HOUR)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two
        return False


def _wait() -> HttpResponse:
    words = "This calendar was fetched too often. It is there again within an hour.\n"
    headers = {"Retry-After": str(AN_HOUR), "Cache-Control": "no-store"}
    return HttpResponse(words, status=429, content_type="text/plain; charset=utf-8", headers=headers)


class ReminderForm(SentOnce):
    """To which number the text was sent by hand."""

    detail = forms.ChoiceField(
        label="Which number did you text?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the number that you texted"},
    )

    def __init__(self, *args: Any, numbers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["detail"].choices = numbers  # type: ignore[attr-defined]  # a ChoiceField


@require_http_methods(GET_OR_POST)
@about_person
def reminder(request: HttpRequest, person: Person, by: Pass, contact_id: int) -> HttpResponse:
    """The exact text that reminds of an appointment, the numbers it may go to, and that it was sent by hand."""
    by.demand("contact.remind")
    contact, composed = own_contact(contact_id, by=by).contact, reminder_for(contact_id, by=by)
    able = [(str(one.id), one.words) for one in composed.numbers if one.decision] if composed.decision else []
    form = ReminderForm(typed(request), numbers=able)

    def save() -> None:
        record_reminder(contact=contact, detail=int(form.cleaned_data["detail"]), by=by, at=at_of(request))
        messages.success(request, "Reminder recorded as sent by hand.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-contacts", reference=person.reference)
    return contact_form(
        request,
        person,
        form,
        title="Text a reminder",
        button="Record that I sent it",
        template="contacts/reminder.html",
        text=composed.text,
        has_number=bool(able),
        not_these=[one.decision.words for one in composed.numbers if not one.decision],
        why_not=composed.decision.words,
        knows_none=not composed.numbers,
        before=[moment(at) for at in composed.sent_before],
    )
