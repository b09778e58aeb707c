"""Who works with a person: the list across agencies, and starting, giving away and ending one's own agency's work."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from desistance.access.actions.involvements import allocate, end_involvement, name_worker, open_involvement
from desistance.access.queries.involved import kind_words, kinds_for, own_involvement, who_is_involved
from desistance.access.queries.known import known_person
from desistance.access.queries.staffing import member_of_staff, team_of, workers_of
from desistance.desk.actions.drafts import discard_draft
from desistance.desk.queries.frame import Person
from desistance.foundation.passes import Pass
from desistance.partners.queries import teams_of
from desistance.web.views.access_forms import AllocateForm, ReasonForm, WorkerForm, WorkForm
from desistance.web.views.access_sending import typed
from desistance.web.views.frame import about_person, acting, person_page
from desistance.web.views.notices import draft_data, offered_draft

GET_OR_POST = ["GET", "HEAD", "POST"]
ENDING = "involvement-end"
"""The name under which the text of an ending is kept as a draft."""


@require_safe
@about_person
def involved(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Everyone who works with the person, by agency; what is not shared stands as a count."""
    found = who_is_involved(by=by)
    return person_page(
        request,
        person,
        "access/involved.html",
        tab="involved",
        title="Who is involved",
        found=found,
        may_change=by.holds("involvement.change") and bool(by.writes),
    )


@require_http_methods(GET_OR_POST)
def start_work(request: HttpRequest, reference: str) -> HttpResponse:
    """Start one's agency's work with a person, from an open record or from *know*; the holders are told."""
    by = acting(request)
    by.demand("involvement.open")
    person = known_person(reference=reference, by=by)
    if person.restricted and (person.pk not in by.listed or person.pk in by.emergencies):
        return redirect("request-access", reference=person.reference)
    form = WorkForm(
        typed(request),
        kinds=kinds_for(by.agency_kind),
        initial={"lead": str(by.staff), "team": _own_team(by)},
        **_ours(by),
    )

    def start() -> None:
        said = form.cleaned_data
        open_involvement(
            person=person,
            kind=said["kind"],
            legal_ground=said["legal_ground"],
            team=team_of(team=int(said["team"]), agency=by.agency) if said["team"] else None,
            lead=member_of_staff(staff=int(said["lead"])) if said["lead"] else None,
            by=by,
            at=by.at,
        )
        messages.success(request, "Work started. Agencies that hold this person are told.")

    if request.method == "POST" and form.send(request, start):
        return redirect("person", reference=person.reference)
    context = {
        "title": "Start your agency's work",
        "reference": person.reference,
        "form": form,
        "cancel": {"label": "Cancel", "url": f"/people/{person.reference}/"},
    }
    return render(request, "access/start_work.html", context, status=form.status if form.errors else 200)


@require_http_methods(GET_OR_POST)
@about_person
def end_work(request: HttpRequest, person: Person, by: Pass, involvement_id: int) -> HttpResponse:
    """End one's agency's work, with a reason; its workers' ties end at the same moment."""
    by.demand("involvement.change")
    involvement = own_involvement(involvement_id=involvement_id, by=by)
    subject = str(involvement.pk)
    kept = offered_draft(request, form=ENDING, subject=subject)
    reason = draft_data(kept).get("reason", "") if kept else ""
    form = ReasonForm(
        typed(request),
        label="Why is this work ending?",
        missing="Enter why this work is ending",
        initial={"version": involvement.version, "reason": reason},
    )

    def end() -> None:
        end_involvement(
            involvement=involvement,
            reason=form.cleaned_data["reason"],
            by=by,
            at=by.at,
            version=form.cleaned_data.get("version"),
        )
        discard_draft(form=ENDING, subject=subject, by=by, at=by.at)
        messages.success(request, "Work ended. Workers who came to the record through it no longer can.")

    if request.method == "POST" and form.send(request, end):
        return redirect("person-involved", reference=person.reference)
    return _form_page(
        request,
        person,
        form,
        title="End this work",
        button="End this work",
        is_danger=True,
        draft=kept,
        draft_form=ENDING,
        draft_subject=subject,
        draft_reference=person.reference,
        effects=(
            f"{kind_words(involvement.kind)} by {by.agency_name} ends now.",
            "Workers of your agency who reach this record only through it can no longer open it.",
            "What was recorded stays, under your agency's name.",
        ),
    )


@require_http_methods(GET_OR_POST)
@about_person
def give_work(request: HttpRequest, person: Person, by: Pass, involvement_id: int) -> HttpResponse:
    """Give one's agency's work to another team or lead worker."""
    by.demand("involvement.change")
    involvement = own_involvement(involvement_id=involvement_id, by=by)
    now = {
        "team": str(involvement.team_id or ""),
        "lead": str(involvement.lead_id or ""),
        "version": involvement.version,
    }
    form = AllocateForm(typed(request), initial=now, **_ours(by))

    def give() -> None:
        said = form.cleaned_data
        allocate(
            involvement=involvement,
            team=team_of(team=int(said["team"]), agency=by.agency) if said["team"] else None,
            lead=member_of_staff(staff=int(said["lead"])) if said["lead"] else None,
            by=by,
            at=by.at,
            version=said.get("version"),
        )
        messages.success(request, "Work given. The new team and lead worker can open the record now.")

    if request.method == "POST" and form.send(request, give):
        return redirect("person-involved", reference=person.reference)
    return _form_page(request, person, form, title="Change team or lead worker", button="Save team and lead worker")


@require_http_methods(GET_OR_POST)
@about_person
def add_worker(request: HttpRequest, person: Person, by: Pass, involvement_id: int) -> HttpResponse:
    """Name another worker on one's agency's work."""
    by.demand("involvement.change")
    involvement = own_involvement(involvement_id=involvement_id, by=by)
    form = WorkerForm(typed(request), workers=_ours(by)["workers"])

    def add() -> None:
        staff = member_of_staff(staff=int(form.cleaned_data["staff"]))
        assert staff is not None  # chosen from the list that the form was given
        name_worker(involvement=involvement, staff=staff, part=form.cleaned_data["part"], by=by, at=by.at)
        messages.success(request, "Worker added. They can open the record now.")

    if request.method == "POST" and form.send(request, add):
        return redirect("person-involved", reference=person.reference)
    return _form_page(request, person, form, title="Add a worker", button="Add worker")


def _ours(by: Pass) -> dict[str, Any]:
    return {
        "teams": [(team.pk, team.name) for team in teams_of(agency=by.agency)],
        "workers": [(worker.staff, worker.words) for worker in workers_of(agency=by.agency, at=by.at)],
    }


def _own_team(by: Pass) -> str:
    return str(by.teams[0]) if by.teams else ""


def _form_page(
    request: HttpRequest, person: Person, form: Any, *, title: str, button: str, **more: Any
) -> HttpResponse:
    return person_page(
        request,
        person,
        "access/form.html",
        tab="involved",
        title=title,
        heading=title,
        status=form.status if form.errors else 200,
        form=form,
        button=button,
        cancel={"label": "Cancel", "url": f"/people/{person.reference}/involved/"},
        **more,
    )
