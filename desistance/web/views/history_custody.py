"""Times in custody by hand: record one, record its end, withdraw it."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from desistance.desk.queries.frame import Person
from desistance.foundation.passes import Pass
from desistance.history.actions import record_custody, withdraw_custody
from desistance.history.queries import own_custody
from desistance.history.rules.custody import facts_of
from desistance.history.terms import CustodyKind
from desistance.web.templatetags.desistance import full_date
from desistance.web.views.access_forms import ReasonForm
from desistance.web.views.access_sending import typed
from desistance.web.views.frame import about_person, at_of
from desistance.web.views.history import GET_OR_POST, form_page
from desistance.web.views.history_forms import CustodyForm, ReleaseForm


@require_http_methods(GET_OR_POST)
@about_person
def add_custody(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Record a time in custody as the reader's agency knows it."""
    by.demand("custody.record")
    form = CustodyForm(typed(request))

    def save() -> None:
        record_custody(person=person, facts=form.facts(), by=by, at=at_of(request))
        messages.success(request, "Time in custody recorded. Agencies that may see offences see it.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-history", reference=person.reference)
    return form_page(request, person, form, title="Add a time in custody", button="Save")


@require_http_methods(GET_OR_POST)
@about_person
def release(request: HttpRequest, person: Person, by: Pass, spell_id: int) -> HttpResponse:
    """Record when and how a time in custody ended."""
    by.demand("custody.record")
    spell = own_custody(spell=spell_id, by=by)
    form = ReleaseForm(typed(request), initial={"until_on": spell.planned_release_on})

    def save() -> None:
        said = form.cleaned_data
        facts = replace(facts_of(spell), until_on=said["until_on"], release_kind=said["release_kind"])
        record_custody(person=person, facts=facts, by=by, at=at_of(request))
        messages.success(request, "Release recorded.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-history", reference=person.reference)
    effects = [f"{CustodyKind(spell.kind).label} since {full_date(spell.from_on)} ends on the day you enter."]
    return form_page(request, person, form, title="Record a release", button="Save release", effects=effects)


@require_http_methods(GET_OR_POST)
@about_person
def withdraw(request: HttpRequest, person: Person, by: Pass, spell_id: int) -> HttpResponse:
    """Withdraw a time in custody that should not have been recorded."""
    by.demand("custody.change")
    spell = own_custody(spell=spell_id, by=by)
    form = ReasonForm(typed(request), label="Why is this being withdrawn?", missing="Enter why this is being withdrawn")

    def save() -> None:
        withdraw_custody(spell=spell, reason=form.cleaned_data["reason"], by=by, at=at_of(request))
        messages.success(request, "Withdrawn. It stays on record as what was said before.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-history", reference=person.reference)
    effects = [f"{CustodyKind(spell.kind).label} from {full_date(spell.from_on)} no longer stands."]
    title = "Withdraw a time in custody"
    return form_page(request, person, form, title=title, button="Withdraw", effects=effects, is_danger=True)
