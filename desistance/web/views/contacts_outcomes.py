"""What came of a contact: recorded on one page with its effects beside it, undone, corrected, decided on."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from desistance.casework.actions.outcomes import (
    correct_outcome,
    decide_failure,
    record_contact,
    record_outcome,
    undo_outcome,
)
from desistance.casework.queries.contacts import ContactShown, next_and_last, own_contact
from desistance.casework.queries.effects import effects_of
from desistance.casework.terms import UNDO_FOR
from desistance.desk.queries.frame import Person
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.web.templatetags.desistance import clock, day_date
from desistance.web.views.access_sending import typed
from desistance.web.views.contacts import GET_OR_POST, choices_of, chosen_of, contact_form, starting, warned_of
from desistance.web.views.contacts_forms import CorrectOutcomeForm, DecideForm, HappenedForm, NextForm
from desistance.web.views.drafting import drafting
from desistance.web.views.frame import about_person, at_of

OUTCOME = "contact-outcome"
"""The name under which an outcome that is half written is kept as a draft."""


def _about(shown: ContactShown) -> str:
    contact = shown.contact
    when = f"{day_date(contact.starts_at)}, {clock(contact.starts_at)}"
    return ", ".join(part for part in (shown.kind_words, contact.purpose, contact.place, when) if part)


def _beside(person: Person, shown: ContactShown, by: Pass) -> dict[str, Any]:
    _, last, compliance = next_and_last(person.pk, by=by)
    return {
        "template": "contacts/outcome.html",
        "about": _about(shown),
        "effects": effects_of("casework.record_outcome", shown, by),
        "last": last,
        "compliance": compliance,
    }


@require_http_methods(GET_OR_POST)
@about_person
def outcome(request: HttpRequest, person: Person, by: Pass, contact_id: int) -> HttpResponse:
    """Record what came of an appointment of the reader's agency; what is typed is kept as a draft."""
    by.demand("contact.record")
    shown = own_contact(contact_id, by=by)
    if shown.contact.outcome:
        return redirect("person-contacts", reference=person.reference)
    draft = drafting(request, person, OUTCOME, str(contact_id))
    form = NextForm(typed(request), initial={**draft.initial, "version": shown.contact.version})

    def save() -> None:
        at, version = at_of(request), form.cleaned_data.get("version")
        facts = form.outcome_facts()
        record_outcome(contact=shown.contact, facts=facts, next_at=form.next_at, by=by, at=at, version=version)
        draft.drop(by=by, at=at)
        messages.success(request, f"Outcome saved. You can undo it until {clock(at + UNDO_FOR)}.")

    has_next = request.method == "POST" and form.is_valid() and form.next_at is not None
    warned = warned_of(form, [one for one in (form.next_at,) if one], shown, by) if has_next else []
    if request.method == "POST" and not warned and form.send(request, save):
        return redirect("person-contacts", reference=person.reference)
    more = {**_beside(person, shown, by), **draft.context, "warned": warned}
    return contact_form(request, person, form, title="Record an outcome", button="Save outcome", **more)


@require_http_methods(GET_OR_POST)
@about_person
def happened(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Record a contact that was not arranged, now or from before, with what came of it."""
    by.demand("contact.record")
    choices, at = choices_of(by), at_of(request)
    begins = at - timedelta(minutes=30)
    initial = {**starting(choices, by), "day": local_date(begins), "clock": clock(begins), "kind": "telephone"}
    form = HappenedForm(typed(request), initial=initial, **choices)

    def save() -> None:
        told: dict[str, Any] = {"facts": form.facts(), "outcome": form.outcome_facts(), "starts_at": form.starts_at}
        record_contact(person=person, by=by, at=at, **told, **chosen_of(form.cleaned_data, by))
        messages.success(request, f"Contact saved. You can undo it until {clock(at + UNDO_FOR)}.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-contacts", reference=person.reference)
    return contact_form(request, person, form, title="Record a contact", button="Save contact")


@require_POST
@about_person
def undo(request: HttpRequest, person: Person, by: Pass, contact_id: int) -> HttpResponse:
    """Take back an outcome that was recorded within the last 10 minutes."""
    by.demand("contact.record")
    undo_outcome(contact=own_contact(contact_id, by=by).contact, by=by, at=at_of(request))
    messages.success(request, "Outcome undone. Nothing of it stands on the record.")
    return redirect("person-contacts", reference=person.reference)


@require_http_methods(GET_OR_POST)
@about_person
def correct(request: HttpRequest, person: Person, by: Pass, contact_id: int) -> HttpResponse:
    """Correct an outcome; the one before stays readable."""
    by.demand("contact.record")
    shown = own_contact(contact_id, by=by)
    contact = shown.contact
    now = {"outcome": contact.outcome, "reason": contact.why_acceptable, "notes": contact.notes}
    form = CorrectOutcomeForm(typed(request), initial={**now, "version": contact.version})

    def save() -> None:
        said = form.cleaned_data
        told = {"facts": form.outcome_facts(), "because": said["because"], "version": said.get("version")}
        correct_outcome(contact=contact, by=by, at=at_of(request), **told)
        messages.success(request, "Corrected. The outcome before stays on record.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-contacts", reference=person.reference)
    more = _beside(person, shown, by)
    return contact_form(request, person, form, title="Correct an outcome", button="Save correction", **more)


@require_http_methods(GET_OR_POST)
@about_person
def decide(request: HttpRequest, person: Person, by: Pass, contact_id: int) -> HttpResponse:
    """Say whether a failure to comply was warned of or referred."""
    by.demand("contact.enforce")
    shown = own_contact(contact_id, by=by)
    today = local_date(at_of(request))
    form = DecideForm(typed(request), initial={"decided_on": today, "version": shown.contact.version})

    def save() -> None:
        said = form.cleaned_data
        decide_failure(
            contact=shown.contact,
            decision=said["decision"],
            decided_on=said["decided_on"],
            is_under_licence=said["is_under_licence"],
            by=by,
            at=at_of(request),
            version=said.get("version"),
        )
        messages.success(request, "Decision saved.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-contacts", reference=person.reference)
    more = _beside(person, shown, by)
    return contact_form(request, person, form, title="Decide on a failure", button="Save decision", **more)
