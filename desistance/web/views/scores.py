"""Scores of reoffending predictors under the tab Risk: on record, worked out here, recorded from outside, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from desistance.assessment.actions.scores import record_outside_score, record_score, withdraw_score
from desistance.assessment.queries.scores import Sheet, score_seen, score_sheet, scores_of
from desistance.assessment.rules.score_words import title_of
from desistance.assessment.terms.scores import SCORE_NOT_A_DECISION
from desistance.desk.queries.frame import Person
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.web.views.access_sending import typed
from desistance.web.views.frame import about_person, at_of, person_page
from desistance.web.views.scores_forms import AnswersForm, OutsideForm, RecordForm, WithdrawForm, chosen
from desistance.web.views.scores_words import (
    CHANGE_COLUMNS,
    CHOICE_COLUMNS,
    COLUMNS,
    INPUT_COLUMNS,
    PART_COLUMNS,
    choice_rows,
    empty_of,
    history_rows,
    may_work_out,
    recorded_rows,
    result_of,
    score_rows,
    shown_score,
)

GET_OR_POST = ["GET", "HEAD", "POST"]
TABLES = {"input_columns": INPUT_COLUMNS, "part_columns": PART_COLUMNS, "change_columns": CHANGE_COLUMNS}


@require_safe
@about_person
def scores_page(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """The newest scores of both generations, worked out here and outside, and every one before."""
    here, shown = f"/people/{person.reference}/risk/scores/", scores_of(person.pk, by=by)
    actions = [
        {"label": "Work out a score", "url": f"{here}new/", "kind": "main"},
        {"label": "Record a score from outside", "url": f"{here}outside/"},
    ]
    return _page(
        request,
        person,
        "risk/scores.html",
        title="Reoffending predictors",
        empty=None if shown.scores else empty_of(shown),
        columns=COLUMNS,
        latest=score_rows(shown.latest, here),
        history=history_rows(shown.scores, here) if len(shown.scores) > len(shown.latest) else [],
        not_shared=shown.not_shared,
        actions=actions if may_work_out(by) else [],
        caution=SCORE_NOT_A_DECISION,
    )


@require_safe
@about_person
def score_page(request: HttpRequest, person: Person, by: Pass, score_id: int) -> HttpResponse:
    """One score with everything that it was worked out from, and what would change it."""
    shown = score_seen(score_id, by=by)
    back, how = f"/people/{person.reference}/risk/scores/", f"/scores/{shown.score.generation}-{shown.score.predictor}/"
    withdraw = {"label": "Take this score back", "url": f"{back}{score_id}/withdraw/"}
    return _page(
        request,
        person,
        "risk/score.html",
        title=shown.title,
        shown=shown_score(shown),
        caution=SCORE_NOT_A_DECISION,
        withdraw=withdraw if shown.is_ours and may_work_out(by) else None,
        how={"label": "How this score is worked out", "url": how},
        back={"label": "All scores", "url": back},
        **TABLES,
    )


@require_http_methods(GET_OR_POST)
@about_person
def new_score(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Work out a score: first what the record answers and lacks, then what it comes to, then it is recorded."""
    by.demand("score.record")
    named = chosen(request.GET.get("predictor", ""))
    if named is None:
        title = "Work out a score"
        return _page(request, person, "risk/score_choice.html", title=title, columns=CHOICE_COLUMNS, rows=choice_rows())
    sheet = _sheet(request, person, by, named, {})
    form: AnswersForm = AnswersForm(asked=sheet.asked, before=sheet.before)
    if request.method != "POST":
        return _sheet_page(request, person, named, form, sheet)
    form = RecordForm(typed(request), asked=sheet.asked, before=sheet.before)
    if request.POST.get("step") == "record" and form.send(request, lambda: _record(request, person, by, named, form)):
        return redirect("person-scores", reference=person.reference)
    if form.is_valid():
        try:
            sheet = _sheet(request, person, by, named, form.answers())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.words)
    return _sheet_page(request, person, named, form, sheet, is_looked_at=not form.errors)


def _sheet(request: HttpRequest, person: Person, by: Pass, named: tuple[str, str], answers: dict[str, Any]) -> Sheet:
    generation, predictor = named
    on = local_date(at_of(request))
    return score_sheet(person.pk, predictor=predictor, generation=generation, scored_on=on, answers=answers, by=by)


def _record(request: HttpRequest, person: Person, by: Pass, named: tuple[str, str], form: AnswersForm) -> None:
    generation, predictor = named
    said = {name: form.cleaned_data[name] for name in ("judgement", "judgement_reason")}
    record_score(
        person=person,
        predictor=predictor,
        generation=generation,
        scored_on=local_date(at_of(request)),
        answers=form.answers(),
        by=by,
        at=at_of(request),
        **said,
    )
    messages.success(request, "Score recorded. Everyone involved who may see risk sees it.")


def _sheet_page(
    request: HttpRequest,
    person: Person,
    named: tuple[str, str],
    form: AnswersForm,
    sheet: Sheet,
    *,
    is_looked_at: bool = False,
) -> HttpResponse:
    generation, predictor = named
    return _page(
        request,
        person,
        "risk/score_new.html",
        title=f"Work out the {title_of(predictor)}",
        status=form.status if form.errors else 200,
        form=form,
        recorded=recorded_rows(sheet, predictor, generation),
        notes=sheet.gathered.notes,
        result=result_of(sheet.worked) if is_looked_at or not sheet.asked else None,
        first=result_of(sheet.worked),
        caution=SCORE_NOT_A_DECISION,
        cancel={"label": "Cancel", "url": f"/people/{person.reference}/risk/scores/"},
        **TABLES,
    )


@require_http_methods(GET_OR_POST)
@about_person
def outside_score(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Record a score that another system worked out."""
    by.demand("score.record")
    form = OutsideForm(typed(request))

    def save() -> None:
        said = {name: form.cleaned_data[name] for name in ("judgement", "judgement_reason")}
        record_outside_score(person=person, facts=form.facts(), by=by, at=at_of(request), **said)
        messages.success(request, "Score recorded. It says that another system worked it out.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-scores", reference=person.reference)
    title = "Record a score from outside"
    effects = ["It stands beside scores that are worked out here, and says which system it is from."]
    return _form(request, person, form, title=title, button="Record score", effects=effects)


@require_http_methods(GET_OR_POST)
@about_person
def take_back(request: HttpRequest, person: Person, by: Pass, score_id: int) -> HttpResponse:
    """Take back a score that the reader's agency recorded by mistake."""
    by.demand("score.record")
    shown = score_seen(score_id, by=by)
    if not shown.is_ours:
        raise NotFound()
    form = WithdrawForm(typed(request))

    def save() -> None:
        withdraw_score(score=shown.score, reason=form.cleaned_data["reason"], by=by, at=at_of(request))
        messages.success(request, "Score taken back. It stays on record as taken back.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-scores", reference=person.reference)
    effects = [f"{shown.title}: {shown.result}. {shown.origin}."]
    return _form(request, person, form, title="Take a score back", button="Take it back", effects=effects)


def _form(request: HttpRequest, person: Person, form: Any, **more: Any) -> HttpResponse:
    cancel = {"label": "Cancel", "url": f"/people/{person.reference}/risk/scores/"}
    status = form.status if form.errors else 200
    return _page(
        request, person, "risk/form.html", status=status, form=form, cancel=cancel, head="What happens", **more
    )


def _page(request: HttpRequest, person: Person, template: str, *, title: str, **more: Any) -> HttpResponse:
    return person_page(request, person, template, tab="risk", title=title, heading=title, **more)
