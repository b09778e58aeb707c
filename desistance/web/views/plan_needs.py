"""Assessing needs and strengths on one page, prefilled from the last time, and correcting an assessment."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from desistance.assessment.actions.needs import assess_needs, correct_needs
from desistance.assessment.queries.needs import NeedsShown, needs_of, own_assessment, to_prefill
from desistance.assessment.rules.needs import Kept
from desistance.assessment.terms.needs import CLOSELY_HELD, Need, OwnView, Pathway
from desistance.desk.actions.drafts import discard_draft
from desistance.desk.queries.frame import Person
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.web.templatetags.desistance import full_date, short_date
from desistance.web.views.access_sending import typed
from desistance.web.views.frame import about_person, at_of
from desistance.web.views.notices import draft_data, offered_draft
from desistance.web.views.plan import GET_OR_POST, plan_form
from desistance.web.views.plan_forms import PARTS, NeedsCorrection, NeedsForm, answers_of, as_typed

NEEDS = "needs-assessment"
"""The name under which an assessment that is half written is kept as a draft."""
MORE = ("own_view", "own_words", "readiness", "helps")


@require_http_methods(GET_OR_POST)
@about_person
def assess(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Assess needs and strengths; each pathway starts as the agency last judged it, and what is typed is kept as a draft."""
    by.demand("needs.assess")
    pathways, kept = to_prefill(person.pk, by=by)
    draft = offered_draft(request, form=NEEDS, subject=person.reference)
    initial = {"made_on": local_date(at_of(request)), "with_person": "yes", **_starting(kept)}
    form = NeedsForm(typed(request), initial={**initial, **(draft_data(draft) if draft else {})}, pathways=pathways)

    def save() -> str:
        at = at_of(request)
        assess_needs(person=person, facts=form.facts(), by=by, at=at)
        discard_draft(form=NEEDS, subject=person.reference, by=by, at=at)
        return "Assessment recorded. Everyone involved who may see needs sees it now."

    more = {"draft": draft, "draft_form": NEEDS, "draft_subject": person.reference, "draft_reference": person.reference}
    effects = [
        "Everyone involved who may see needs sees them with your name and the day.",
        "Health, abuse and sex work are seen by your agency, and by others with the person's consent alone.",
        "A pathway left at Not known says nothing. It never means that there is no need.",
    ]
    rows = _rows(form, kept, needs_of(person.pk, by=by), by)
    shown: dict[str, Any] = {"rows": rows, "effects": effects, "template": "plan/needs.html", **more}
    title, button = "Assess needs and strengths", "Save assessment"
    there = _case_of(request, person)
    return plan_form(request, person, form, save, title=title, button=button, there=there, **shown)


def _case_of(request: HttpRequest, person: Person) -> str:
    """The case of Checkpoint from which needs are asked, to go back to; empty where the tab asked."""
    case = request.GET.get("case", "")
    return f"/people/{person.reference}/checkpoint/cases/{case}/" if case.isascii() and case.isdigit() else ""


def _starting(kept: Mapping[str, Kept]) -> dict[str, Any]:
    """What the form starts with: level and words as they were; the person's own view is asked anew each time."""
    told = as_typed(answers_of(kept))
    return {name: value for name, value in told.items() if not name.endswith(("_own_view", "_own_words"))}


@require_http_methods(GET_OR_POST)
@about_person
def correct(request: HttpRequest, person: Person, by: Pass, assessment_id: int) -> HttpResponse:
    """Correct an assessment by the reader's agency; the old one stays on record."""
    by.demand("needs.assess")
    assessment, answers = own_assessment(assessment_id, by=by)
    pathways, kept = to_prefill(person.pk, by=by)
    initial = {
        "made_on": assessment.made_on,
        "with_person": "yes" if assessment.with_person else "no",
        "why_without": assessment.why_without,
        **as_typed(answers),
    }
    form = NeedsCorrection(typed(request), initial=initial, pathways=pathways)

    def save() -> str:
        reason = form.cleaned_data["reason"]
        correct_needs(assessment=assessment, facts=form.facts(), reason=reason, by=by, at=at_of(request))
        return "Corrected. What was recorded before stays on record as withdrawn."

    effects = ["The assessment on record is withdrawn and the corrected one stands in its place."]
    shown: dict[str, Any] = {"rows": _rows(form, kept, None, by), "effects": effects, "template": "plan/needs.html"}
    title, button = "Correct an assessment", "Save correction"
    return plan_form(request, person, form, save, title=title, button=button, **shown)


def _rows(form: NeedsForm, kept: Mapping[str, Kept], needs: NeedsShown | None, by: Pass) -> list[dict[str, Any]]:
    """A block for each pathway: its fields, since when it stands so, and what others say."""
    others: dict[Pathway, list[str]] = {}
    for one in needs.pathways if needs else ():
        told = [one.latest, *one.others] if one.latest else []
        others[one.pathway] = [
            f"{need.level.label} says {need.said_by}, {short_date(need.row.made_on)}"
            for need in told
            if need.row.agency_id != by.agency
        ]
    return [_row(form, pathway, kept.get(pathway), others.get(pathway, [])) for pathway in form.pathways]


def _row(form: NeedsForm, pathway: Pathway, kept: Kept | None, others: list[str]) -> dict[str, Any]:
    fields = {part: form[f"{pathway.value}_{part}"] for part in PARTS}
    return {
        **fields,
        "name": pathway.value,
        "label": pathway.label,
        "said": _said(kept) if kept else "Not looked at by your agency before.",
        "others": others,
        "is_closely_held": pathway in CLOSELY_HELD,
        "opens": any(fields[part].errors for part in MORE),
    }


def _said(kept: Kept) -> str:
    since: date = kept.since_on
    if not kept.answer.is_known:
        return f"Not known when it was last looked at, on {full_date(kept.looked_on)}."
    own = OwnView(kept.answer.own_view).label if kept.answer.own_view else ""
    own = f" {own}: “{kept.answer.own_words}”." if kept.answer.own_words else f" {own}." if own else ""
    level = Need(kept.answer.level).label
    if since == kept.looked_on:
        return f"{level} since {full_date(since)}.{own}"
    return f"{level}, unchanged since {full_date(since)}. Last looked at {full_date(kept.looked_on)}.{own}"
