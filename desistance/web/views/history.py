"""What has happened to one person: offences and how they were dealt with, arrests, times in custody; convictions by hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from desistance.desk.queries.frame import Person
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.history.actions import correct_conviction, record_conviction, withdraw_conviction
from desistance.history.queries import MOST_SHOWN, arrests_of, custody_of, history_not_shared, offences_of, own_offence
from desistance.partners.queries import areas
from desistance.web.views.access_forms import ReasonForm
from desistance.web.views.access_sending import typed
from desistance.web.views.frame import about_person, at_of, person_page
from desistance.web.views.history_forms import ConvictionForm, CorrectionForm, as_typed, beside_the_main
from desistance.web.views.history_words import arrest_rows, custody_rows, offence_rows, years_of

GET_OR_POST = ["GET", "HEAD", "POST"]
NOTHING = {
    "convictions": ("No offences have been recorded in this service", "Convictions and cautions come from files."),
    "arrests": ("No arrests have been recorded in this service", "Arrests come from police custody files."),
    "custody": ("No time in custody has been recorded in this service", "It comes from release files."),
}


@require_safe
@about_person
def history_page(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Everything of this room that the reader may see, newest first, and how much they may only know of."""
    here = f"/people/{person.reference}/history/"
    offences = offences_of(person.pk, by=by)
    arrests = arrests_of(person.pk, by=by, limit=MOST_SHOWN)
    spells = custody_of(person.pk, by=by)
    may_write = DataClass.OFFENDING in by.writes
    sections = [
        _section("convictions", "Offences and how they were dealt with", years_of(offence_rows(offences, here, by))),
        _section("arrests", "Arrests", years_of(arrest_rows(arrests))),
        _section("custody", "Time in custody", years_of(custody_rows(spells, here, by))),
    ]
    add = {
        "convictions": ("Add a conviction", "conviction.record"),
        "custody": ("Add time in custody", "custody.record"),
    }
    for section in sections:
        label, permission = add.get(section["name"], ("", ""))
        if label and may_write and by.holds(permission):
            section["link"] = {"label": label, "url": f"{here}{section['name']}/new/"}
    context: dict[str, Any] = {
        "sections": sections,
        "not_shared": history_not_shared(person.pk, by=by),
        "most": MOST_SHOWN,
    }
    return person_page(
        request, person, "history/history.html", tab="history", title="History", heading="History", **context
    )


def _section(name: str, title: str, years: list[Any]) -> dict[str, Any]:
    strong, small = NOTHING[name]
    count = sum(len(rows) for _, rows in years)
    empty = {"strong": f"{strong}.", "sentence": "That does not mean there were none.", "small": small}
    return {"name": name, "title": title, "years": years, "empty": empty, "is_cut": count >= MOST_SHOWN}


@require_http_methods(GET_OR_POST)
@about_person
def add_conviction(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Record one offence and how it was dealt with, by hand."""
    by.demand("conviction.record")
    form = ConvictionForm(typed(request), areas=_areas(request))

    def save() -> None:
        record_conviction(person=person, facts=form.facts(), by=by, at=at_of(request))
        messages.success(request, "Conviction recorded. Agencies that may see offences see it.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-history", reference=person.reference)
    return form_page(request, person, form, title="Add a conviction or caution", button="Save")


@require_http_methods(GET_OR_POST)
@about_person
def correct(request: HttpRequest, person: Person, by: Pass, offence_id: int) -> HttpResponse:
    """Correct a conviction that the reader's agency recorded; the old one stays readable."""
    by.demand("conviction.change")
    record = own_offence(offence=offence_id, by=by)
    form = CorrectionForm(typed(request), areas=_areas(request), initial=as_typed(record))
    beside = beside_the_main(record)

    def save() -> None:
        reason = form.cleaned_data["reason"]
        correct_conviction(offence=record.offence, facts=form.facts(beside), reason=reason, by=by, at=at_of(request))
        messages.success(request, "Corrected. What was recorded before stays on record as withdrawn.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-history", reference=person.reference)
    effects = ["The version on record is withdrawn and the corrected one stands in its place."]
    if beside:
        effects.append(f"The other disposals of this offence stay as they are: {len(beside)}.")
    return form_page(request, person, form, title="Correct a conviction", button="Save correction", effects=effects)


@require_http_methods(GET_OR_POST)
@about_person
def withdraw(request: HttpRequest, person: Person, by: Pass, offence_id: int) -> HttpResponse:
    """Withdraw a conviction that should not have been recorded, with its disposals."""
    by.demand("conviction.change")
    record = own_offence(offence=offence_id, by=by)
    form = ReasonForm(typed(request), label="Why is this being withdrawn?", missing="Enter why this is being withdrawn")

    def save() -> None:
        withdraw_conviction(offence=record.offence, reason=form.cleaned_data["reason"], by=by, at=at_of(request))
        messages.success(request, "Withdrawn. It stays on record as what was said before.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-history", reference=person.reference)
    effects = [f"{record.offence.offence_words}, with how it was dealt with, no longer stands."]
    title = "Withdraw a conviction"
    return form_page(request, person, form, title=title, button="Withdraw", effects=effects, is_danger=True)


def _areas(request: HttpRequest) -> list[tuple[str, str]]:
    return [(area.code, area.name) for area in areas(on=local_date(at_of(request)))]


def form_page(request: HttpRequest, person: Person, form: Any, *, title: str, button: str, **more: Any) -> HttpResponse:
    """A form of this tab; one that failed is drawn again with what is wrong."""
    cancel = {"label": "Cancel", "url": f"/people/{person.reference}/history/"}
    context = {"form": form, "button": button, "cancel": cancel, **more}
    status = form.status if form.errors else 200
    return person_page(
        request, person, "history/form.html", tab="history", title=title, heading=title, status=status, **context
    )
