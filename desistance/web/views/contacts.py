"""The diary of one person: the list of all agencies, arranging with a look at the dates, moving and cancelling."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from desistance.access.queries.involved import kind_words, own_involvement, who_is_involved
from desistance.access.queries.staffing import member_of_staff, workers_of
from desistance.casework.actions.arranging import arrange_contacts, cancel_contact, reschedule_contact
from desistance.casework.queries.contacts import (
    LABEL,
    ContactFilters,
    ContactShown,
    Diary,
    contact_address,
    diary_of,
    own_contact,
)
from desistance.casework.queries.safe_contact import dates_shown, safe_contact_of
from desistance.casework.rules.arranging import ContactFacts
from desistance.desk.queries.frame import Person
from desistance.desk.rules.timeline import Place, read_place
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.partners.queries import agency_names
from desistance.web.templatetags.desistance import counted, day_date, moment
from desistance.web.views.access_forms import ReasonForm
from desistance.web.views.access_sending import typed
from desistance.web.views.contacts_forms import ArrangeForm, ContactFilterForm, LooksFirst, MoveForm
from desistance.web.views.contacts_words import contact_row, date_choices, is_worth_a_look
from desistance.web.views.frame import about_person, acting, at_of, person_page
from desistance.web.views.timeline import without

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@about_person
def contacts_page(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """What is to come and what is past, of all agencies, as far as the reader may see."""
    here = f"/people/{person.reference}/contacts/"
    form = ContactFilterForm(request.GET, agencies=agency_names())
    older = read_place(request.GET.get("older", ""))
    diary = diary_of(person.pk, by=by, filters=form.chosen, older_than=older)
    may_write = DataClass.CASEWORK in by.writes
    add = [
        ("Add appointment", "new/", "contact.arrange"),
        ("Record a contact", "happened/", "contact.record"),
        ("Write a note", "../notes/new/", "note.record"),
    ]
    return person_page(
        request,
        person,
        "contacts/list.html",
        tab="contacts",
        title="Contacts",
        heading="Contacts",
        form=form,
        clear_url="" if form.chosen == ContactFilters() else "?",
        diary=diary,
        is_first=older is None,
        coming=[contact_row(one, here, by) for one in diary.coming],
        past=[contact_row(one, here, by) for one in diary.past],
        pages=_pages(request, diary, is_first=older is None),
        add=[{"label": label, "url": here + path} for label, path, needed in add if may_write and by.holds(needed)],
    )


def _pages(request: HttpRequest, diary: Diary, *, is_first: bool) -> dict[str, str]:
    last = diary.past[-1].contact if diary.past else None
    older = str(Place(last.starts_at, LABEL, last.pk)) if last and diary.has_older else ""
    return {
        "about": "contacts",
        "words": counted(len(diary.past), "contact,contacts"),
        "newer": "Newest",
        "newer_url": "" if is_first else f"?{without(request.GET)}",
        "older_url": f"?{without(request.GET, older=older)}" if older else "",
    }


def choices_of(by: Pass) -> dict[str, Any]:
    """The reader's agency's open work with the person and its workers, for a form."""
    ours = [one for one in who_is_involved(by=by).open if one.is_ours]
    return {
        "works": [(str(one.id), kind_words(one.kind)) for one in ours],
        "workers": [(str(worker.staff), worker.words) for worker in workers_of(agency=by.agency, at=by.at)],
    }


def chosen_of(said: dict[str, Any], by: Pass) -> dict[str, Any]:
    """The work and the worker that a form names."""
    return {
        "involvement": own_involvement(involvement_id=int(said["involvement"]), by=by) if said["involvement"] else None,
        "with_staff": member_of_staff(staff=int(said["with_staff"])) if said["with_staff"] else None,
    }


def starting(choices: dict[str, Any], by: Pass) -> dict[str, Any]:
    """What a form starts with: the reader, and the work where there is only one."""
    works = choices["works"]
    return {"with_staff": str(by.staff), "involvement": works[0][0] if len(works) == 1 else ""}


@require_http_methods(GET_OR_POST)
@about_person
def arrange(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Arrange an appointment, or several. Dates that repeat, clash or fall on a bank holiday are shown before they are kept."""
    by.demand("contact.arrange")
    choices = choices_of(by)
    form = ArrangeForm(typed(request), initial=starting(choices, by), **choices)
    is_shown = request.method == "POST" and form.is_valid() and _look_first(form, by)

    def save() -> None:
        more = chosen_of(form.cleaned_data, by)
        made = arrange_contacts(
            person=person, facts=form.facts(), starts=form.kept_starts(), by=by, at=at_of(request), **more
        )
        messages.success(request, f"{counted(len(made), 'appointment,appointments')} arranged.")

    if request.method == "POST" and not is_shown and form.send(request, save):
        return redirect("person-contacts", reference=person.reference)
    more = {"is_shown": is_shown, "safe": safe_contact_of(person.pk, by=by)}
    return contact_form(request, person, form, title="Add appointment", button="Save", **more)


def _look_first(form: ArrangeForm, by: Pass) -> bool:
    """Put the dates on the form where there is something to say of them; true when they had not been shown before."""
    dates = dates_shown(facts=form.facts(), starts=form.all_starts(), by=by)
    if not is_worth_a_look(dates):
        return False
    had_looked = form.has_looked
    form.show_dates(date_choices(dates), ticks_all=not had_looked)
    return not had_looked


@require_http_methods(GET_OR_POST)
@about_person
def move(request: HttpRequest, person: Person, by: Pass, contact_id: int) -> HttpResponse:
    """Move an appointment of the reader's agency to another time."""
    by.demand("contact.arrange")
    shown = own_contact(contact_id, by=by)
    form = MoveForm(typed(request), initial={"version": shown.contact.version})

    def save() -> None:
        said = form.cleaned_data
        moved = reschedule_contact(
            contact=shown.contact,
            starts_at=form.starts_at,
            moved_by=said["moved_by"],
            reason=said["reason"],
            by=by,
            at=at_of(request),
            version=said.get("version"),
        )
        messages.success(request, f"Rescheduled to {moment(moved.starts_at)}.")

    warned = warned_of(form, [form.starts_at], shown, by) if request.method == "POST" and form.is_valid() else []
    if request.method == "POST" and not warned and form.send(request, save):
        return redirect("person-contacts", reference=person.reference)
    effects = [f"{shown.kind_words} on {day_date(shown.contact.starts_at)} stays on record as rescheduled."]
    more = {"effects": effects, "warned": warned, "safe": safe_contact_of(person.pk, by=by)}
    return contact_form(request, person, form, title="Reschedule", button="Save new time", **more)


def warned_of(form: LooksFirst, starts: Sequence[datetime], shown: ContactShown, by: Pass) -> list[str]:
    """What to say of the new date of an appointment before it is kept."""
    contact = shown.contact
    facts = ContactFacts(contact.kind, contact.purpose, contact.minutes, contact.place)
    return form.warn(dates_shown(facts=facts, starts=starts, by=by, but=contact.pk))


@require_http_methods(GET_OR_POST)
@about_person
def cancel(request: HttpRequest, person: Person, by: Pass, contact_id: int) -> HttpResponse:
    """Cancel an appointment of the reader's agency."""
    by.demand("contact.arrange")
    shown = own_contact(contact_id, by=by)
    form = ReasonForm(
        typed(request),
        label="Why is it cancelled?",
        missing="Enter why it is cancelled",
        initial={"version": shown.contact.version},
    )

    def save() -> None:
        said = form.cleaned_data
        reason, version = said["reason"], said.get("version")
        cancel_contact(contact=shown.contact, reason=reason, by=by, at=at_of(request), version=version)
        messages.success(request, "Appointment cancelled. It stays on record.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-contacts", reference=person.reference)
    effects = [f"{shown.kind_words} on {day_date(shown.contact.starts_at)} does not take place."]
    more = {"effects": effects, "is_danger": True}
    return contact_form(request, person, form, title="Cancel appointment", button="Cancel appointment", **more)


@require_safe
def contact_of_mine(request: HttpRequest, contact_id: int) -> HttpResponse:
    """From my day to what a contact waits for."""
    by = acting(request)
    by.demand("contact.record")
    reference, step = contact_address(contact_id, by=by)
    path = f"{contact_id}/{step}/" if step and (step != "decide" or by.holds("contact.enforce")) else ""
    return redirect(f"/people/{reference}/contacts/{path}")


def contact_form(
    request: HttpRequest, person: Person, form: Any, *, title: str, button: str, **more: Any
) -> HttpResponse:
    """A form of this tab, or of another ``tab``; one that failed is drawn again with what is wrong."""
    template, tab = more.pop("template", "contacts/form.html"), more.pop("tab", "contacts")
    context = {
        "form": form,
        "button": button,
        "cancel": {"label": "Back to contacts", "url": f"/people/{person.reference}/contacts/"},
        **more,
    }
    status = form.status if form.errors else 200
    return person_page(request, person, template, tab=tab, title=title, heading=title, status=status, **context)
