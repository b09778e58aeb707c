"""Details: every fact with its source, and stating, withdrawing and choosing them."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desistance.desk.queries.frame import Person
from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass
from desistance.partners.queries import agency_names
from desistance.people.actions import identity
from desistance.people.actions.facts import choose_fact, withdraw_fact
from desistance.people.queries.details import FactShown, details
from desistance.web.templatetags.desistance import masked, short_date
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import about_person, at_of, number_shown, person_page
from desistance.web.views.people_forms import AddressForm, BirthForm, ContactForm, EqualityForm, NameForm, NumberForm

SECTIONS = (
    ("names", "name", "Names"),
    ("births", "birth_date", "Date of birth"),
    ("numbers", "identifier", "Identity numbers"),
    ("addresses", "address", "Addresses"),
    ("contact", "contact_detail", "Phone and email"),
    ("equality", "equality", "Equality and needs"),
)


@require_safe
@about_person
def details_page(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Each fact: value, since when, who says so, and a way to change it."""
    found = details(person_id=person.pk, by=by)
    agencies = agency_names()
    may_change = by.holds("person.change") and bool(by.writes)
    shown = number_shown(request, person)
    sections = [
        {
            "title": title,
            "kind": kind,
            "rows": [_row(fact, person, agencies, may_change, shown) for fact in getattr(found, name)],
            "differ": bool(_others(getattr(found, name))),
            "choosing": _others(getattr(found, name)),
        }
        for name, kind, title in SECTIONS
    ]
    context: dict[str, Any] = {"sections": sections, "agencies": agencies, "may_change": may_change}
    return person_page(
        request, person, "details/details.html", tab="details", title="Details", heading="Details", **context
    )


def _others(facts: Sequence[FactShown]) -> list[FactShown]:
    """What could be shown first instead: facts that say something else than the one shown."""
    first = {fact.value for fact in facts if fact.is_shown}
    return [fact for fact in facts if fact.may_be_chosen and fact.value not in first]


def _row(fact: FactShown, person: Person, agencies: dict[int, str], may_change: bool, shown: Any) -> dict[str, Any]:
    since = f"since {short_date(fact.from_on)}" if fact.from_on else ""
    until = f"until {short_date(fact.until_on)}" if fact.until_on else ""
    here = f"/people/{person.reference}/"
    actions = []
    if may_change and fact.is_ours:
        url = f"{here}details/{fact.kind}/{fact.id}/withdraw/"
        actions.append({"label": "Withdraw", "url": url, "method": "post", "about": fact.label.lower()})
    row: dict[str, Any] = {
        "label": fact.label,
        "since": " ".join(part for part in (since, until, "(shown)" if fact.is_shown else "") if part),
        "provenance": [
            part
            for part in (
                agencies.get(fact.agency_id, ""),
                fact.source,
                f"last said {short_date(fact.said_at)}",
                fact.note,
            )
            if part
        ],
        "actions": actions,
    }
    if not fact.number_kind:
        return {**row, "value": fact.value}
    group = "phone" if fact.number_kind == "phone" else "number"
    value = fact.value if shown == [group, fact.id] else ""
    number = {
        "label": "",
        "masked": masked(fact.value, fact.number_kind),
        "show_url": f"{here}show/{group}/{fact.id}/",
        "value": value,
    }
    return {**row, "number": number}


def _precise(born: Any) -> dict[str, Any]:
    return {"born_on": born.earliest, "precision": "day" if born.day else "month" if born.month else "year"}


def _said(form: SentOnce) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name not in ("once", "version")}


Say = Callable[..., object]
FORMS: dict[str, tuple[type[SentOnce], Say, Callable[[Any], dict[str, Any]], str]] = {
    "name": (NameForm, identity.state_name, _said, "Add a name"),
    "birth_date": (
        BirthForm,
        identity.state_birth_date,
        lambda form: _precise(form.cleaned_data["born_on"]),
        "Add a date of birth",
    ),
    "identifier": (NumberForm, identity.state_identifier, _said, "Add an identity number"),
    "address": (AddressForm, identity.state_address, _said, "Add an address"),
    "contact_detail": (
        ContactForm,
        identity.state_contact_detail,
        _said,
        "Add a phone number or email address",
    ),
    "equality": (
        EqualityForm,
        identity.state_equality,
        lambda form: {"kind": form.cleaned_data["kind"], "value": form.answer},
        "Add to equality and needs",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@about_person
def state(request: HttpRequest, person: Person, by: Pass, *, kind: str) -> HttpResponse:
    """State one fact for the reader's agency."""
    by.demand("person.change")
    if kind not in FORMS:
        raise Http404
    form_class, say, values, title = FORMS[kind]
    form = form_class(typed(request))
    stated: list[Any] = []

    def save() -> None:
        stated.append(say(person=person, by=by, at=at_of(request), **values(form)))

    if request.method == "POST" and form.send(request, save):
        kept_as_written = stated and str(getattr(stated[0], "why_not", ""))
        if kept_as_written:
            messages.warning(request, f"Saved as written. {kept_as_written}.")
        else:
            messages.success(request, "Saved. Agencies that work with this person see it by their own rules.")
        return redirect("person-details", reference=person.reference)
    cancel = {"label": "Cancel", "url": f"/people/{person.reference}/details/"}
    context: dict[str, Any] = {"form": form, "heading": title, "cancel": cancel}
    status = form.status if form.errors else 200
    return person_page(request, person, "details/state.html", tab="details", title=title, status=status, **context)


@require_POST
@about_person
def withdraw(request: HttpRequest, person: Person, by: Pass, *, kind: str, fact_id: int) -> HttpResponse:
    """Withdraw one fact of the reader's own agency."""
    return _done(
        request,
        person,
        lambda: withdraw_fact(person=person, kind=kind, fact_id=fact_id, by=by, at=at_of(request)),
        "Withdrawn. It stays on record as what was said before.",
    )


@require_POST
@about_person
def choose(request: HttpRequest, person: Person, by: Pass, *, kind: str, fact_id: int) -> HttpResponse:
    """Choose which of several facts is shown first."""
    return _done(
        request,
        person,
        lambda: choose_fact(person=person, kind=kind, fact_id=fact_id, by=by, at=at_of(request)),
        "Chosen. The others stay on record.",
    )


def _done(request: HttpRequest, person: Person, deed: Callable[[], object], words: str) -> HttpResponse:
    try:
        deed()
    except Refused as refused:
        messages.error(request, refused.words)
    else:
        messages.success(request, words)
    return redirect("person-details", reference=person.reference)
