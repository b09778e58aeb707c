"""One case of Checkpoint: everything on a page, the person's copy of the contract, and where duties lead."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desistance.desk.queries.frame import Person
from desistance.foundation.decisions import Conflict, NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.schemes.actions.ending import settle_consequence, undo_step
from desistance.schemes.queries.cases import (
    CaseOpened,
    arrest_address,
    case_address,
    consequence_address,
    open_case,
    own_case,
    own_consequence,
)
from desistance.schemes.queries.needs import case_needs
from desistance.web.views.checkpoint_case_words import case_page_of, copy_of
from desistance.web.views.frame import about_person, acting, at_of, person_page
from desistance.web.views.scheme_cases import GET_OR_POST, settle_page


def here_of(person: Person, case: int) -> str:
    """The address of a case."""
    return f"/people/{person.reference}/checkpoint/cases/{case}/"


def may_write(opened: CaseOpened, by: Pass) -> bool:
    """Whether the reader may do something to the case at all."""
    return opened.is_ours and DataClass.OFFENDING in by.writes


@require_safe
@about_person
def one_case(request: HttpRequest, person: Person, by: Pass, case: int) -> HttpResponse:
    """A case as it stands: its contract with progress, new arrests, how it goes, what follows, and every step of it."""
    opened = open_case(case=case, by=by, at=at_of(request))
    here = here_of(person, case)
    needs = case_needs(case=opened.case, by=by)
    context = case_page_of(opened, needs, here, by if may_write(opened, by) else None, at_of(request))
    return person_page(
        request,
        person,
        "checkpoint/case.html",
        tab="checkpoint",
        title="Checkpoint case",
        heading="Checkpoint",
        **context,
    )


@require_safe
@about_person
def copy(request: HttpRequest, person: Person, by: Pass, case: int) -> HttpResponse:
    """The person's own copy of the contract, in plain words, to print."""
    opened = open_case(case=case, by=by, at=at_of(request))
    if opened.contract is None:
        raise NotFound()
    return person_page(
        request, person, "checkpoint/copy.html", tab="checkpoint", title="Checkpoint contract, a copy",
        **copy_of(opened), back_to=here_of(person, case),
    )  # fmt: skip


@require_POST
@about_person
def undo(request: HttpRequest, person: Person, by: Pass, case: int) -> HttpResponse:
    """Take back the last decision on a case, within 10 minutes."""
    by.demand("checkpoint.offer")
    try:
        undo_step(case=own_case(case=case, by=by), by=by, at=at_of(request))
        messages.success(request, "Undone. The case stands where it stood before.")
    except (Conflict, Refused) as no:
        messages.warning(request, no.words)
    return redirect(here_of(person, case))


@require_http_methods(GET_OR_POST)
@about_person
def after(request: HttpRequest, person: Person, by: Pass, case: int, consequence: int) -> HttpResponse:
    """Say how something that a decision led to was done."""
    by.demand("checkpoint.after")
    row = own_consequence(consequence=consequence, by=by)
    if row.case_id != case:
        raise NotFound()
    return settle_page(request, person, by, row, settle_consequence, here_of(person, case))


@require_safe
def to_case(request: HttpRequest, case: int) -> HttpResponse:
    """Where a duty about a case leads."""
    reference, _ = case_address(case=case, by=acting(request))
    return redirect("checkpoint-case", reference=reference, case=case)


@require_safe
def to_arrest(request: HttpRequest, arrest: int) -> HttpResponse:
    """Where a duty about a new arrest leads: the running case that it asks for a decision on."""
    reference, case = arrest_address(arrest=arrest, by=acting(request))
    return redirect("checkpoint-case", reference=reference, case=case)


@require_safe
def to_after(request: HttpRequest, consequence: int) -> HttpResponse:
    """Where a duty leads that a decision left behind."""
    reference, case = consequence_address(consequence=consequence, by=acting(request))
    return redirect("checkpoint-after", reference=reference, case=case, consequence=consequence)
