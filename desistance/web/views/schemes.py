"""Declared schemes, whichever they are: who stands where, opening a case with its criteria, one case, and what followed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desistance.desk.queries.frame import Person
from desistance.foundation.decisions import Conflict, NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.schemes.actions.declared import (
    answer_again,
    move_scheme_case,
    open_scheme_case,
    rate_scheme_case,
    settle_scheme_consequence,
    undo_scheme_move,
)
from desistance.schemes.queries.declared import (
    DeclaredCase,
    cases_by_stage,
    declared_address,
    declared_address_of_consequence,
    declared_case,
    declared_consequence,
    open_case_of,
    open_declared_case,
    scheme_for,
    schemes_for,
    weighed,
)
from desistance.schemes.queries.youth.moves import youth_moves
from desistance.schemes.terms.declared import OPEN
from desistance.schemes.terms.youth import YOUTH
from desistance.web.views.access_sending import typed
from desistance.web.views.checkpoint_case_forms import RatingForm
from desistance.web.views.frame import about_person, acting, at_of, person_page
from desistance.web.views.iom import number_of
from desistance.web.views.iom_words import finding_line
from desistance.web.views.scheme_cases import GET_OR_POST, case_form, settle_page
from desistance.web.views.schemes_forms import AnswersForm, MoveForm, OpenForm
from desistance.web.views.schemes_words import case_context, schemes_switch, stages_context
from desistance.web.views.youth_words import moves_context


@require_safe
def stages(request: HttpRequest) -> HttpResponse:
    """A scheme's cases by stage, or moves to adult services, of people whom the reader works with; the query string says."""
    by, asked = acting(request), request.GET
    by.demand("scheme.view")
    schemes, after = schemes_for(by), number_of(asked.get("after", ""))
    chosen = asked.get("scheme") or schemes[0].name
    switch = schemes_switch(schemes, chosen, by)
    if chosen == YOUTH:
        moves = youth_moves(by=by, at=at_of(request), which=asked.get("which", ""), after=after)
        return render(request, "schemes/stages.html", moves_context(moves, switch))
    scheme = scheme_for(chosen, by)
    found = cases_by_stage(scheme=scheme, by=by, stage=asked.get("stage", ""), after=after)
    return render(request, "schemes/stages.html", stages_context(scheme, switch, found))


@require_http_methods(GET_OR_POST)
@about_person
def open_one(request: HttpRequest, person: Person, by: Pass, scheme: str) -> HttpResponse:
    """Open a case: the scheme's questions, with what its criteria say of the record beside them."""
    declared = scheme_for(scheme, by, OPEN)
    given: dict[str, Any] = {"scheme": declared, "person": person.pk, "by": by}
    running = open_case_of(**given)
    form = OpenForm(typed(request), scheme=declared)

    def save() -> None:
        told: dict[str, Any] = {"answers": form.answers(), "reason": form.cleaned_data["reason"]}
        open_scheme_case(scheme=declared, person=person, by=by, at=at_of(request), **told)
        messages.success(request, f"{declared.words}: case opened.")

    if running is None and request.method == "POST" and form.send(request, save):
        running = open_case_of(**given)
    if running is not None:
        return redirect("scheme-case", reference=person.reference, case=running.pk)
    said = form.answers() if form.is_bound and form.is_valid() else {}
    weighing = weighed(answers=said, at=at_of(request), **given)
    return case_form(
        request, person, form, title=f"Open a case: {declared.words}", button="Open the case", scheme=declared,
        template="schemes/open.html", weighing=weighing, criteria=[finding_line(one) for one in weighing.findings],
        cancel={"label": "Cancel", "url": f"/people/{person.reference}/"},
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@about_person
def one_case(request: HttpRequest, person: Person, by: Pass, case: int) -> HttpResponse:
    """A case as it stands, with what may be moved next, and how it goes, in forms on the page."""
    opened = open_declared_case(case=case, by=by, at=at_of(request))
    is_rating = request.method == "POST" and "words" in request.POST
    moving, rating = _forms(request, opened, is_rating=is_rating)
    form = rating if is_rating else moving
    if request.method == "POST":
        if not (opened.may_rate if is_rating else opened.moves):
            raise NotFound()
        if form.send(request, lambda: _send(request, opened, form, by)):
            return redirect("scheme-case", reference=person.reference, case=case)
    here = f"/people/{person.reference}/schemes/cases/{case}/"
    shown: dict[str, Any] = {
        "move_form": moving if opened.moves else None,
        "rate_form": rating if opened.may_rate else None,
    }
    shown["form"] = form if form.errors else None
    context = {**case_context(opened, here, by, at_of(request)), **shown}
    status = form.status if form.errors else 200
    return person_page(
        request, person, "schemes/case.html", tab="schemes", title=opened.scheme.words, status=status, **context
    )


def _forms(request: HttpRequest, opened: DeclaredCase, *, is_rating: bool) -> tuple[MoveForm, RatingForm]:
    initial, sent = {"version": opened.case.version}, typed(request)
    proposed = opened.proposal.colour if opened.proposal else ""
    moving = MoveForm(None if is_rating else sent, scheme=opened.scheme, moves=opened.moves, initial=initial)
    return moving, RatingForm(sent if is_rating else None, initial={**initial, "colour": proposed}, auto_id="rate-%s")


def _send(request: HttpRequest, opened: DeclaredCase, form: MoveForm | RatingForm, by: Pass) -> None:
    said = form.cleaned_data
    told: dict[str, Any] = {"case": opened.case, "version": said.get("version"), "by": by, "at": at_of(request)}
    if isinstance(form, RatingForm):
        rate_scheme_case(colour=said["colour"], words=said["words"], **told)
        messages.success(request, "Saved, with what the rule proposed and your reason.")
        return
    move_scheme_case(to=said["to"], reason=said["reason"], **told)
    messages.success(request, "Saved, with what follows from it.")


@require_POST
@about_person
def undo(request: HttpRequest, person: Person, by: Pass, case: int) -> HttpResponse:
    """Take back the last move of a case, within 10 minutes."""
    try:
        undo_scheme_move(case=declared_case(case=case, by=by), by=by, at=at_of(request))
        messages.success(request, "Undone. The case stands where it stood before.")
    except (Conflict, Refused) as no:
        messages.warning(request, no.words)
    return redirect("scheme-case", reference=person.reference, case=case)


@require_http_methods(GET_OR_POST)
@about_person
def answers(request: HttpRequest, person: Person, by: Pass, case: int) -> HttpResponse:
    """Answer the scheme's questions again; the criteria are weighed anew, and the check before stays readable."""
    opened = open_declared_case(case=case, by=by, at=at_of(request))
    if not opened.may_answer:
        raise NotFound()
    kept = opened.check.facts.get("answers", {}) if opened.check else {}
    form = AnswersForm(typed(request), scheme=opened.scheme, initial={**kept, "version": opened.case.version})

    def save() -> None:
        told: dict[str, Any] = {"answers": form.answers(), "version": form.cleaned_data.get("version")}
        answer_again(case=opened.case, by=by, at=at_of(request), **told)
        messages.success(request, "Saved. The criteria were asked again.")

    there = f"/people/{person.reference}/schemes/cases/{case}/"
    if request.method == "POST" and form.send(request, save):
        return redirect(there)
    cancel = {"label": "Cancel", "url": there}
    return case_form(request, person, form, title="Answer again", button="Save answers", cancel=cancel)


@require_http_methods(GET_OR_POST)
@about_person
def after(request: HttpRequest, person: Person, by: Pass, case: int, consequence: int) -> HttpResponse:
    """Say how something that a move led to was done."""
    row = declared_consequence(consequence=consequence, by=by)
    if row.case_id != case:
        raise NotFound()
    there = f"/people/{person.reference}/schemes/cases/{case}/"
    return settle_page(request, person, by, row, settle_scheme_consequence, there)


@require_safe
def to_case(request: HttpRequest, case: int) -> HttpResponse:
    """Where a duty about a case leads."""
    reference, _ = declared_address(case=case, by=acting(request))
    return redirect("scheme-case", reference=reference, case=case)


@require_safe
def to_after(request: HttpRequest, consequence: int) -> HttpResponse:
    """Where a duty leads that a move left behind."""
    reference, case = declared_address_of_consequence(consequence=consequence, by=acting(request))
    return redirect("scheme-after", reference=reference, case=case, consequence=consequence)
