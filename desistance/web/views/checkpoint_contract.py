"""The contract of a case: drafted, signed, worked on, rated and decided on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from desistance.casework.queries.effects import effects_of
from desistance.desk.queries.frame import Person
from desistance.foundation.calendar import day_begins, local_date
from desistance.foundation.decisions import NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.restorative.queries.crossing import wish_words
from desistance.restorative.terms import Wish
from desistance.schemes.actions.contracts import draft_contract, sign_contract
from desistance.schemes.actions.ending import ask_for_decision, decide_case
from desistance.schemes.actions.progress import rate_case, record_progress, settle_condition, take_progress_back
from desistance.schemes.queries.cases import CaseOpened, open_case
from desistance.schemes.queries.checks import rank_of
from desistance.schemes.queries.contracts import own_condition, own_progress
from desistance.schemes.queries.effects import Considered
from desistance.schemes.queries.needs import case_needs
from desistance.schemes.terms.contracts import ACCEPTED, OPEN, RUNNING, ConditionUnit, Decision
from desistance.web.templatetags.desistance import full_date
from desistance.web.views.access_sending import typed
from desistance.web.views.checkpoint_case_forms import (
    ConditionForm,
    ContractForm,
    EndingForm,
    RatingForm,
    SignForm,
    as_typed,
)
from desistance.web.views.checkpoint_case_words import conditions_drafted, needs_of_case
from desistance.web.views.checkpoint_cases import here_of
from desistance.web.views.frame import about_person, at_of, person_page
from desistance.web.views.ratings_words import proposed_words
from desistance.web.views.scheme_cases import GET_OR_POST, case_form


def _opened(case: int, by: Pass, request: HttpRequest, *states: str) -> CaseOpened:
    """A case of the reader's agency in one of these states. Raises :class:`NotFound` for any other."""
    opened = open_case(case=case, by=by, at=at_of(request))
    if not opened.is_ours or opened.case.state not in states:
        raise NotFound()
    return opened


@require_http_methods(GET_OR_POST)
@about_person
def draft(request: HttpRequest, person: Person, by: Pass, case: int) -> HttpResponse:
    """Draft the contract: up to five conditions, each with what shows that it is done."""
    by.demand("checkpoint.navigate")
    opened = _opened(case, by, request, ACCEPTED)
    initial = as_typed(opened.contract, local_date(at_of(request)))
    is_wished = opened.view is not None and opened.view.wish == Wish.YES
    form = ContractForm(typed(request), is_wished=is_wished, initial=initial)

    def save() -> None:
        version = form.cleaned_data.get("version")
        draft_contract(case=opened.case, facts=form.facts(), version=version, by=by, at=at_of(request))
        messages.success(request, "Draft saved. Read it with the person, then record how they agreed.")

    if request.method == "POST" and form.send(request, save):
        return redirect(here_of(person, case))
    cancel = {"label": "Cancel", "url": here_of(person, case)}
    lead = f"The first condition is always the same: no new offence. It lasts 4 calendar months. {wish_words(opened.view)}."
    return case_form(
        request, person, form, title="Draft the contract", button="Save draft", cancel=cancel, lead=lead,
        needs=needs_of_case(opened, case_needs(case=opened.case, by=by), by),
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@about_person
def sign(request: HttpRequest, person: Person, by: Pass, case: int) -> HttpResponse:
    """Record how the person put their name to the draft, as it stands on this page."""
    by.demand("checkpoint.navigate")
    opened = _opened(case, by, request, ACCEPTED)
    if opened.contract is None:
        return redirect("checkpoint-contract", reference=person.reference, case=case)
    given = {"version": opened.contract.contract.version, "interpreter": opened.case.interpreter}
    form = SignForm(typed(request), initial=given)

    def save() -> None:
        said = form.cleaned_data
        told: dict[str, Any] = {"how": said["how"], "interpreter": said["interpreter"], "version": said.get("version")}
        sign_contract(case=opened.case, by=by, at=at_of(request), **told)
        messages.success(request, "The contract runs. Print the person's copy now.")

    if request.method == "POST" and form.send(request, save):
        return redirect(here_of(person, case))
    cancel = {"label": "Cancel", "url": here_of(person, case)}
    return case_form(
        request, person, form, title="Sign the contract", button="Record the signature", cancel=cancel,
        lead="Read every condition aloud. The person may ask for another word, another day, or time to think.",
        conditions=conditions_drafted(opened.contract), days=opened.contract,
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@about_person
def condition(request: HttpRequest, person: Person, by: Pass, case: int, condition: int) -> HttpResponse:
    """Record what was done of a condition, and whether it is done."""
    by.demand("checkpoint.navigate")
    row = own_condition(condition=condition, by=by)
    _opened(case, by, request, *RUNNING)
    if row.contract.case_id != case:
        raise NotFound()
    counted = ConditionUnit(row.unit).label if row.unit else ""
    given = {"version": row.version, "day": local_date(at_of(request))}
    form = ConditionForm(typed(request), counted_in=counted, is_settled=row.state != OPEN, initial=given)

    def save() -> None:
        _work_on(form.cleaned_data, row, by, request)

    if request.method == "POST" and form.send(request, save):
        return redirect(here_of(person, case))
    cancel = {"label": "Cancel", "url": here_of(person, case)}
    lead = f"{row.words}. Done when: {row.done_when}."
    return case_form(request, person, form, title=f"Condition {row.number}", button="Save", cancel=cancel, lead=lead)


def _work_on(said: dict[str, Any], row: Any, by: Pass, request: HttpRequest) -> None:
    at, day, state = at_of(request), said["day"], said.get("state")
    amount, words = said.get("amount") or 0, said["words"]
    if amount or not state:
        happened = at if day == local_date(at) else day_begins(day)
        record_progress(condition=row, amount=amount, words=words, happened_at=happened, by=by, at=at)
    if state:
        settle_condition(condition=row, state=state, words=words, version=said.get("version"), by=by, at=at)
    messages.success(request, "Saved. It counts from now.")


@require_POST
@about_person
def progress_undo(request: HttpRequest, person: Person, by: Pass, case: int, progress: int) -> HttpResponse:
    """Take back what was recorded of a condition by mistake."""
    by.demand("checkpoint.navigate")
    try:
        take_progress_back(progress=own_progress(progress=progress, by=by), by=by, at=at_of(request))
        messages.success(request, "Taken back. It stays readable and no longer counts.")
    except Refused as no:
        messages.warning(request, no.words)
    return redirect(here_of(person, case))


@require_http_methods(GET_OR_POST)
@about_person
def rating(request: HttpRequest, person: Person, by: Pass, case: int) -> HttpResponse:
    """Confirm how the contract goes: as the rule proposes, or otherwise with a reason."""
    by.demand("checkpoint.navigate")
    opened = _opened(case, by, request, *RUNNING)
    proposal = opened.proposal
    given = {"version": opened.case.version, "colour": proposal.colour if proposal else ""}
    form = RatingForm(typed(request), initial=given)

    def save() -> None:
        said = form.cleaned_data
        told: dict[str, Any] = {"colour": said["colour"], "words": said["words"], "version": said.get("version")}
        rate_case(case=opened.case, by=by, at=at_of(request), **told)
        messages.success(request, "Saved, with what the rule proposed and your reason.")

    if request.method == "POST" and form.send(request, save):
        return redirect(here_of(person, case))
    cancel = {"label": "Cancel", "url": here_of(person, case)}
    lead = proposed_words(proposal)
    return case_form(request, person, form, title="How it goes", button="Save", cancel=cancel, lead=lead)


@require_http_methods(GET_OR_POST)
@about_person
def decision(request: HttpRequest, person: Person, by: Pass, case: int) -> HttpResponse:
    """Decide on the contract, or ask for a decision: what would follow is listed before it is saved."""
    decides = by.holds("checkpoint.supervise")
    if not decides:
        by.demand("checkpoint.navigate")
    opened = _opened(case, by, request, *RUNNING)
    rank = rank_of(by=by)
    given = {"version": opened.case.version, "rank": rank, "decision": opened.case.asked_for}
    form = EndingForm(typed(request), asks=not decides, choices=_choices(opened), initial=given)

    def save() -> None:
        _save_decision(form.cleaned_data, opened, decides, by, request)

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if decides and not said.get("is_confirmed"):
            return _confirm(request, person, by, opened, form)
        if form.send(request, save):
            return redirect(here_of(person, case))
    cancel = {"label": "Cancel", "url": here_of(person, case)}
    title, button = ("Decide on the contract", "Continue") if decides else ("Ask for a decision", "Ask the supervisor")
    lead = _asked_words(opened)
    return case_form(request, person, form, title=title, button=button, cancel=cancel, lead=lead)


def _choices(opened: CaseOpened) -> list[tuple[str, str]]:
    """Going on as before is chosen only where a new arrest or a navigator asks."""
    is_asked = bool(opened.arrests) or opened.case.state != "on_contract"
    return [(one.value, one.label) for one in Decision if one != Decision.CONTINUE or is_asked]


def _asked_words(opened: CaseOpened) -> str:
    """What there is to decide: a new arrest first, then what the navigator asks for."""
    if opened.arrests:
        arrest = opened.arrests[0]
        return (
            f"New arrest {full_date(arrest.at)}: {arrest.offence_words}. Hear the person's account before you decide."
        )
    if opened.case.asked_for and opened.steps:
        step = opened.steps[0]
        return f"{step.step.words}, by {step.who}: {step.step.reason}"
    return "Nothing is saved before you have seen what follows from it."


def _save_decision(said: dict[str, Any], opened: CaseOpened, decides: bool, by: Pass, request: HttpRequest) -> None:
    told: dict[str, Any] = {"decision": said["decision"], "reason": said["reason"], "version": said.get("version")}
    if decides:
        arrest = opened.arrests[0] if opened.arrests else None
        decide_case(case=opened.case, rank=said["rank"], arrest=arrest, by=by, at=at_of(request), **told)
        messages.success(request, "Decision saved under your name and rank. You can undo it for 10 minutes.")
    else:
        ask_for_decision(case=opened.case, by=by, at=at_of(request), **told)
        messages.success(request, "The supervisor is asked. It stands on their day now.")


def _confirm(request: HttpRequest, person: Person, by: Pass, opened: CaseOpened, form: EndingForm) -> HttpResponse:
    """The page before a decision is saved: each thing that follows, with its day."""
    said = form.cleaned_data
    effects = effects_of("schemes.decide_case", Considered(opened.case, said["decision"]), by)
    kept = [(name, str(said.get(name) or "")) for name in ("decision", "rank", "reason", "version", "once")]
    return person_page(
        request, person, "checkpoint/confirm.html", tab="checkpoint",
        title="Check before you save", heading="Check before you save",
        decision=Decision(said["decision"]).label, reason=said["reason"], effects=effects, kept=kept,
        cancel={"label": "Cancel", "url": here_of(person, opened.case.pk)},
    )  # fmt: skip
