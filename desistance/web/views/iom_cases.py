"""One person and the IOM cohort: nominating with the record beside it, days from before this service, and the case on a page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from desistance.desk.queries.frame import Person
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.schemes.actions.iom.managing import EarlierSpell, record_earlier_spell
from desistance.schemes.actions.iom.nominating import NominationSaid
from desistance.schemes.actions.iom.nominating import nominate as nominate_person
from desistance.schemes.queries.iom.cases import agenda_places, iom_cases_of, nomination_sheet, open_iom_case
from desistance.schemes.terms.iom import AGENCIES, DEFERRED, Part
from desistance.schemes.terms.iom_scoring import ANSWERS
from desistance.web.templatetags.desistance import short_moment
from desistance.web.views.access_sending import typed
from desistance.web.views.frame import about_person, at_of, person_page
from desistance.web.views.iom_forms import EarlierForm, NominateForm
from desistance.web.views.iom_words import case_page_of, evidence_rows, finding_line, score_rows
from desistance.web.views.scheme_cases import GET_OR_POST, case_form


def here_of(person: Person, case: int) -> str:
    """The address of a case."""
    return f"/people/{person.reference}/iom/{case}/"


@require_safe
@about_person
def one_case(request: HttpRequest, person: Person, by: Pass, case: int) -> HttpResponse:
    """A case as it stands: score, spells, managers, how it goes, criteria for leaving, what follows, and every step."""
    opened = open_iom_case(case=case, by=by, at=at_of(request))
    may = by.agency_kind in AGENCIES and DataClass.OFFENDING in by.writes
    context = case_page_of(opened, here_of(person, case), by if may else None, at_of(request))
    places = agenda_places(person=person.pk, by=by)
    agenda = [f"{one.meeting.forum.name}, {short_moment(one.meeting.starts_at)}" for one in places]
    return person_page(request, person, "iom/case.html", tab="iom", title="IOM case", agenda=agenda, **context)


@require_http_methods(GET_OR_POST)
@about_person
def nominate(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Nominate for the cohort, or again after a deferral: what is on record stands beside the form, with source and date."""
    by.demand("iom.nominate")
    cases, _ = iom_cases_of(person=person.pk, by=by)
    waiting = next((one for one in cases if one.closed_at is None), None)
    if waiting is not None and waiting.state != DEFERRED:
        return redirect("iom-case", reference=person.reference, case=waiting.pk)
    sheet = nomination_sheet(person=person.pk, by=by, on=local_date(at_of(request)))
    initial = {"part": sheet.suggested.part, "version": waiting.version if waiting else None}
    form = NominateForm(typed(request), initial=initial)
    made: list[Any] = []

    def save() -> None:
        said = form.cleaned_data
        answers = {item: said[item] for item in ANSWERS}
        facts = NominationSaid(said["part"], said["reason"], said["support"], said["comment"], answers)
        told: dict[str, Any] = {"case": waiting, "version": said.get("version")}
        made.append(nominate_person(person=person, said=facts, by=by, at=at_of(request), **told))
        messages.success(request, "Nominated. Put the case on the agenda of a panel.")

    if request.method == "POST" and form.send(request, save):
        cases = made or iom_cases_of(person=person.pk, by=by)[0]
        return redirect("iom-case", reference=person.reference, case=cases[0].pk)
    return person_page(
        request, person, "iom/nominate.html", tab="iom", title="Nominate for IOM", heading="Nominate for IOM", form=form,
        status=form.status if form.errors else 200, cancel={"label": "Cancel", "url": f"/people/{person.reference}/"},
        score=sheet.score, rows=score_rows(sheet.score), suggested=Part(sheet.suggested.part).label,
        because=sheet.suggested.reasons, could_be=sheet.suggested.could_be, rules=sheet.suggested.rules, matrix=sheet.matrix,
        findings=[finding_line(one) for one in sheet.suggested.findings], evidence=evidence_rows(sheet.evidence),
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@about_person
def earlier(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Record days in PPO, DYO or the cohort from before this service, with where they are written."""
    by.demand("iom.manage")
    form = EarlierForm(typed(request))

    def save() -> None:
        said = form.cleaned_data
        names = ("part", "began_on", "ended_on", "end_reason", "why", "source")
        facts = EarlierSpell(**{name: said[name] for name in names})
        record_earlier_spell(person=person, facts=facts, by=by, at=at_of(request))
        messages.success(request, "Recorded in the cohort register.")

    there = f"/people/{person.reference}/"
    if request.method == "POST" and form.send(request, save):
        return redirect(there)
    lead = "Days from before this service count in the register, and are not measured."
    cancel = {"label": "Cancel", "url": there}
    return case_form(request, person, form, title="Earlier days in a scheme", button="Save", cancel=cancel, lead=lead)
