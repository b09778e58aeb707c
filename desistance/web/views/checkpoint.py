"""Whether somebody can be offered Checkpoint: whom to check, the list for one arrest, the questions, and the rules."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desistance.desk.queries.frame import Person
from desistance.foundation.decisions import Conflict, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.schemes.actions.checks import check_checkpoint, confirm_address
from desistance.schemes.declared import SCHEMES
from desistance.schemes.queries.cases import case_of_arrest
from desistance.schemes.queries.checks import ArrestToCheck, CheckOpened, arrests_to_check, open_check, rank_of
from desistance.schemes.terms.checks import CHECKING_AGENCIES, Result
from desistance.web.templatetags.desistance import full_date, short_moment
from desistance.web.views.access_sending import typed
from desistance.web.views.checkpoint_forms import CheckForm
from desistance.web.views.checkpoint_words import NEXT, rows_of, verdict_of
from desistance.web.views.frame import about_person, acting, at_of, person_page
from desistance.web.views.search import SearchForm

PERMISSION = "eligibility.check"
RULES = "/rules/"


@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """Whom to check: search first, or one of the agency's arrests of the last 3 months."""
    by = acting(request)
    by.demand(PERMISSION)
    rows = arrests_to_check(by=by, at=at_of(request))
    context = {
        "title": "Check eligibility",
        "form": SearchForm(),
        "columns": [
            {"label": "Name"},
            {"label": "Arrested", "is_short": True},
            {"label": "Offence"},
            {"label": "Check"},
        ],
        "rows": [_pick_row(row) for row in rows],
        "agency": by.agency_name,
    }
    return render(request, "checkpoint/pick.html", context)


def _pick_row(row: ArrestToCheck) -> list[dict[str, Any]]:
    url = f"/people/{row.reference}/checkpoint/{row.id}/"
    checked = f"Checked {short_moment(row.checked_at)}" if row.checked_at else ""
    return [
        {"words": row.person.listed, "url": url, "note": row.reference},
        {"words": full_date(row.arrested_at)},
        {"words": row.offence_words},
        {"words": row.result.words, "note": checked} if row.result else {"missing": "Not checked"},
    ]


@require_safe
@about_person
def check(request: HttpRequest, person: Person, by: Pass, arrest: int) -> HttpResponse:
    """The list for one arrest: the check that counts as it was made, or what is recorded before one is."""
    by.demand(PERMISSION)
    opened = open_check(person=person.pk, arrest=arrest, by=by, at=at_of(request))
    here = f"/people/{person.reference}/checkpoint/{arrest}/"
    current, may_check = opened.current, _may_check(opened, by)
    weighing = current.weighing if current else opened.today
    return person_page(
        request,
        person,
        "checkpoint/check.html",
        tab="checkpoint",
        title="Checkpoint eligibility check",
        heading="Checkpoint eligibility check",
        opened=opened,
        current=current,
        answers_url=f"{here}answers/" if may_check else "",
        verdict=verdict_of(opened, RULES),
        rows=rows_of(weighing, _address_actions(person, here, opened) if may_check else []),
        has_moved=opened.has_moved,
        next_steps=NEXT[weighing.result],
        **_decision(person, opened, by, may_check=may_check),
    )


def _decision(person: Person, opened: CheckOpened, by: Pass, *, may_check: bool) -> dict[str, Any]:
    """The case that follows from the check, or where it is decided on; *Offer* stands only where the list allows it."""
    case = case_of_arrest(arrest=opened.arrest.pk, by=by)
    if case is not None:
        url = f"/people/{person.reference}/checkpoint/cases/{case.pk}/"
        return {"case": {"state": SCHEMES[case.scheme].states[case.state].wording, "url": url}}
    if opened.current is None or not may_check or not by.holds("checkpoint.decide"):
        return {}
    is_eligible = opened.current.weighing.result is Result.ELIGIBLE
    label = "Offer Checkpoint, or decide another way" if is_eligible else "Decide, or ask a supervisor"
    return {"decide_url": f"/people/{person.reference}/checkpoint/{opened.arrest.pk}/decide/", "decide_label": label}


def _may_check(opened: CheckOpened, by: Pass) -> bool:
    is_ours = opened.arrest.agency_id == by.agency and by.agency_kind in CHECKING_AGENCIES
    return is_ours and DataClass.OFFENDING in by.writes


def _address_actions(person: Person, here: str, opened: CheckOpened) -> list[dict[str, Any]]:
    """What settles where the person lives, once there is a check to make again."""
    change = {"label": "Change it", "url": f"/people/{person.reference}/details/address/new/"}
    if opened.current is None or opened.facts.lives is None:
        return [change]
    confirm = {"label": "The person confirms this address", "url": f"{here}address/", "method": "post", "kind": "main"}
    return [{**confirm, "name": "replaces", "value": str(opened.current.id)}, change]


@require_http_methods(["GET", "HEAD", "POST"])
@about_person
def answer(request: HttpRequest, person: Person, by: Pass, arrest: int) -> HttpResponse:
    """What is recorded nowhere and the officer says; saving it makes the check."""
    by.demand(PERMISSION)
    opened = open_check(person=person.pk, arrest=arrest, by=by, at=at_of(request))
    form = CheckForm(typed(request), opened=opened, rank=rank_of(by=by))

    def save() -> None:
        said = form.cleaned_data
        check_checkpoint(
            arrest=opened.arrest,
            answers=form.answers,
            rank=said["rank"],
            confirms_address=bool(said.get("confirms_address")),
            replaces=said.get("version") or 0,
            by=by,
            at=by.at,
        )

    here = f"/people/{person.reference}/checkpoint/{arrest}/"
    if request.method == "POST" and form.send(request, save):
        return redirect(here)
    return person_page(
        request,
        person,
        "checkpoint/answers.html",
        tab="checkpoint",
        title="Check eligibility",
        heading="Check eligibility",
        status=form.status if form.errors else 200,
        form=form,
        opened=opened,
        cancel={"label": "Cancel", "url": here},
    )


@require_POST
@about_person
def confirm(request: HttpRequest, person: Person, by: Pass, arrest: int) -> HttpResponse:
    """The person confirms the address that the list shows: the check is made again with it."""
    by.demand(PERMISSION)
    opened = open_check(person=person.pk, arrest=arrest, by=by, at=at_of(request))
    here = f"/people/{person.reference}/checkpoint/{arrest}/"
    rank, seen = rank_of(by=by), request.POST.get("replaces", "")
    if not rank:
        messages.info(request, "Enter your rank first. Tick the address with the other answers.")
        return redirect(f"{here}answers/")
    try:
        confirm_address(arrest=opened.arrest, rank=rank, replaces=int(seen) if seen.isdecimal() else 0, by=by, at=by.at)
    except (Conflict, Refused) as no:
        messages.warning(request, no.words)
    return redirect(here)
