"""Deciding on a check of eligibility, and recording what the person answers to the offer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from desistance.access.queries.staffing import agency_of, member_of_staff, other_agencies, team_of, workers_of
from desistance.desk.queries.frame import Person
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.partners.queries import teams_of
from desistance.restorative.queries.crossing import views_of, wish_words
from desistance.schemes.actions.deciding import (
    accept_offer,
    ask_supervisor,
    decide_on_check,
    decline_offer,
    withdraw_case,
)
from desistance.schemes.actions.trials import allocate_in_trial
from desistance.schemes.queries.cases import case_of_arrest, check_to_decide, open_case
from desistance.schemes.queries.checks import rank_of
from desistance.schemes.queries.trials import arm_of_check
from desistance.schemes.rules.checkpoint.deciding import ALLOCATION_DUE
from desistance.schemes.terms.checks import Result
from desistance.schemes.terms.contracts import ACCEPTED, CHECKED, OFFERED
from desistance.schemes.terms.trials import Arm
from desistance.web.views.access_sending import typed
from desistance.web.views.checkpoint_case_forms import ALLOCATE, AnswerForm, OfferForm
from desistance.web.views.frame import about_person, at_of
from desistance.web.views.scheme_cases import GET_OR_POST, case_form

OFFERING = {"offer": True, "not": False}
ARM_WORDS = {
    ALLOCATION_DUE: "A trial is running: lock this check and allocate before you offer.",
    Arm.TREATMENT: "Allocated by the trial: Checkpoint.",
    Arm.USUAL: "Allocated by the trial: the usual way.",
}


@require_http_methods(GET_OR_POST)
@about_person
def decide(request: HttpRequest, person: Person, by: Pass, arrest: int) -> HttpResponse:
    """Offer Checkpoint or do not, on the check that counts; or ask a supervisor to decide."""
    by.demand("checkpoint.decide")
    check = check_to_decide(arrest=arrest, by=by)
    case = case_of_arrest(arrest=arrest, by=by)
    waiting = case if case and case.state == CHECKED else None
    if case and case.closed_at is None and waiting is None:
        return redirect("checkpoint-case", reference=person.reference, case=case.pk)
    teams = [(team.pk, team.name) for team in teams_of(agency=by.agency)]
    initial = {"rank": rank_of(by=by), "team": _usual(teams), "version": waiting.version if waiting else None}
    view = views_of(by=by).get(arrest)
    wish = view.wish if view else ""
    arm = arm_of_check(check=check, on=local_date(at_of(request)), by=by)
    form = OfferForm(
        typed(request), teams=teams, may_ask=waiting is None, view=wish, is_due=arm == ALLOCATION_DUE, initial=initial
    )

    def save() -> None:
        _decide(form.cleaned_data, check, waiting, by, request)

    if request.method == "POST" and form.send(request, save):
        made = case_of_arrest(arrest=arrest, by=by)
        if made is None or form.cleaned_data["decision"] == ALLOCATE:
            return redirect("checkpoint-decide", reference=person.reference, arrest=arrest)
        return redirect("checkpoint-case", reference=person.reference, case=made.pk)
    cancel = {"label": "Cancel", "url": f"/people/{person.reference}/checkpoint/{arrest}/"}
    said = f"The list says: {Result(check.result).words}. It advises and you decide, under your name and rank."
    said = f"{said} {wish_words(view)}. {ARM_WORDS.get(arm, '')}".strip()
    return case_form(
        request, person, form, title="Decide on Checkpoint", button="Save decision", cancel=cancel, lead=said
    )


def _usual(teams: list[tuple[int, str]]) -> int | str:
    """The team that is named for Checkpoint, where there is one."""
    return next((pk for pk, name in teams if "checkpoint" in name.lower()), teams[0][0] if len(teams) == 1 else "")


def _decide(said: dict[str, Any], check: Any, waiting: Any, by: Pass, request: HttpRequest) -> None:
    team = team_of(team=int(said["team"]), agency=by.agency) if said["team"] else None
    shared: dict[str, Any] = {"rank": said["rank"], "reason": said["reason"], "team": team, "by": by}
    if said["decision"] == ALLOCATE:
        arm = allocate_in_trial(check=check, by=by, at=at_of(request)).arm
        messages.success(request, f"Locked and allocated: {Arm(arm).label}. It stands, whatever is offered after.")
        return
    if said["decision"] == "ask":
        ask_supervisor(check=check, at=at_of(request), **shared)
        messages.success(request, "A supervisor is asked. It stands on their day now.")
        return
    try:
        decide_on_check(
            check=check, offers=OFFERING[said["decision"]], victim=said.get("victim", ""), case=waiting,
            version=said.get("version"), at=at_of(request), **shared,
        )  # fmt: skip
    except Refused as no:
        raise Refused(no.words, field="decision" if no.field == "offers" else no.field) from no
    messages.success(request, "Decision saved under your name and rank.")


@require_http_methods(GET_OR_POST)
@about_person
def answer(request: HttpRequest, person: Person, by: Pass, case: int) -> HttpResponse:
    """Record what the person answers to the offer, item by item; or take the offer back."""
    by.demand("checkpoint.offer")
    opened = open_case(case=case, by=by, at=at_of(request))
    if not opened.is_ours or opened.case.state not in {OFFERED, ACCEPTED}:
        raise NotFound()
    workers = [(worker.staff, worker.words) for worker in workers_of(agency=by.agency, at=at_of(request))]
    agencies = list(other_agencies(agency=by.agency))
    is_offered = opened.case.state == OFFERED
    initial = {"version": opened.case.version, **({} if is_offered else {"answer": "back"})}
    form = AnswerForm(typed(request), agencies=agencies, navigators=workers, initial=initial)

    def save() -> None:
        _answer(form.cleaned_data, opened.case, by, request)

    if request.method == "POST" and form.send(request, save):
        return redirect("checkpoint-case", reference=person.reference, case=case)
    cancel = {"label": "Cancel", "url": f"/people/{person.reference}/checkpoint/cases/{case}/"}
    title = "Answer to the offer"
    lead = (
        "Read each item aloud. Tick only what the person agrees to. They can say no without it counting against them."
    )
    return case_form(request, person, form, title=title, button="Save answer", cancel=cancel, lead=lead)


def _answer(said: dict[str, Any], case: Any, by: Pass, request: HttpRequest) -> None:
    at, version = at_of(request), said.get("version")
    if said["answer"] == "no":
        decline_offer(case=case, reason=said["reason"], by=by, at=at, version=version)
        messages.success(
            request, "Recorded. The case goes back to the officer, and nothing is held against the person."
        )
        return
    if said["answer"] == "back":
        withdraw_case(case=case, reason=said["reason"], by=by, at=at, version=version)
        messages.success(request, "The case has ended.")
        return
    shares_with = [found for pk in said["shares_with"] if (found := agency_of(agency=int(pk)))]
    accept_offer(
        case=case,
        understood=said["understood"],
        navigator=member_of_staff(staff=int(said["navigator"])) if said["navigator"] else None,
        shares_with=shares_with,
        how_given=said["how_given"] or "spoken",
        interpreter=said["interpreter"],
        version=version,
        by=by,
        at=at,
    )
    messages.success(request, "Recorded. The navigator has 24 hours to ring.")
