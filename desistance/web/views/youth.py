"""The move from youth to adult services: planned, its page, one form for each step, and the answer of the adult service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from desistance.access.queries.staffing import agency_of, member_of_staff, workers_of
from desistance.desk.queries.frame import Person
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.schemes.actions.youth import (
    accept_move,
    answer_handover,
    change_worker,
    check_move,
    hand_over,
    keep_with_youth,
    leave_move,
    plan_move,
    record_joint_meeting,
    share_file,
    stop_move,
    undo_move_step,
)
from desistance.schemes.queries.youth.cases import (
    YouthOpened,
    adult_services,
    before_planning,
    handover_asked,
    open_youth_case,
    youth_address,
)
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import about_person, acting, at_of, person_page
from desistance.web.views.scheme_cases import GET_OR_POST, case_form
from desistance.web.views.youth_forms import (
    AcceptForm,
    AnswerForm,
    CheckForm,
    HandForm,
    KeepForm,
    MeetingForm,
    ReasonForm,
    ShareForm,
    StepForm,
    WorkerForm,
)
from desistance.web.views.youth_words import move_page_of

Facts = dict[str, Any]


def here_of(person: Person, case: int) -> str:
    """The address of a move."""
    return f"/people/{person.reference}/youth/{case}/"


@require_safe
@about_person
def one_move(request: HttpRequest, person: Person, by: Pass, case: int) -> HttpResponse:
    """A move as it stands: milestones with their days, who carries it on both sides, what was sent, and every step."""
    opened = open_youth_case(case=case, by=by, at=at_of(request))
    context = move_page_of(opened, here_of(person, case), by)
    return person_page(request, person, "youth/case.html", tab="schemes", title="Move to adult services", **context)


@require_http_methods(GET_OR_POST)
@about_person
def plan(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Plan a move; one that is planned already is shown."""
    by.demand("youth.move")
    if DataClass.CHILDHOOD not in by.writes:
        raise NotFound()
    standing = before_planning(person=person.pk, by=by).case
    if standing is not None and request.method != "POST":
        return redirect("youth-case", reference=person.reference, case=standing.pk)
    form = ReasonForm(typed(request), label="Why does the person move to adult services?")

    def save() -> None:
        plan_move(person=person, reason=form.cleaned_data["reason"], by=by, at=at_of(request))
        messages.success(request, "Planned. Send the file with risk and needs next.")

    there = f"/people/{person.reference}/"
    if request.method == "POST" and form.send(request, save):
        made = before_planning(person=person.pk, by=by).case
        return redirect("youth-case", reference=person.reference, case=made.pk) if made else redirect(there)
    lead = "Everything written of the move is a childhood record, and stays one after the 18th birthday."
    cancel = {"label": "Cancel", "url": there}
    return case_form(
        request, person, form, title="Plan the move to adult services", button="Plan", cancel=cancel, lead=lead
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One step as a page: title and button, its form, and the deed with what the form said."""

    title: str
    button: str
    form: Callable[..., SentOnce]
    save: Callable[[Facts, Facts], object]
    lead: str = ""


def _reason(label: str) -> Callable[..., SentOnce]:
    return lambda data, by, at, **more: ReasonForm(data, label=label, **more)


def _plain(form: type[SentOnce]) -> Callable[..., SentOnce]:
    return lambda data, by, at, **more: form(data, **more)


def _share_form(data: Any, by: Pass, at: Any, **more: Any) -> SentOnce:
    return ShareForm(data, agencies=adult_services(by=by), **more)


def _worker_form(data: Any, by: Pass, at: Any, **more: Any) -> SentOnce:
    return WorkerForm(data, workers=[(one.staff, one.words) for one in workers_of(agency=by.agency, at=at)], **more)


def _share(said: Facts, told: Facts) -> object:
    to = agency_of(agency=int(said["to_agency"]))
    if to is None:
        raise NotFound()
    return share_file(items=said["items"], why_not=said["why_not"], to_agency=to, **told)


def _worker(said: Facts, told: Facts) -> object:
    staff = member_of_staff(staff=int(said["staff"]))
    if staff is None:
        raise NotFound()
    return change_worker(staff=staff, **told)


def _meet(said: Facts, told: Facts) -> object:
    was_there = said["was_there"] == "yes"
    return record_joint_meeting(held_on=said["held_on"], was_there=was_there, words=said["words"], **told)


def _leave(_said: Facts, told: Facts) -> object:
    return leave_move(case=told["case"], by=told["by"], at=told["at"])


STEPS: dict[str, Step] = {
    "share": Step("Send the file", "Send", _share_form, _share),
    "worker": Step("Change the worker", "Save", _worker_form, _worker),
    "meeting": Step("Joint meeting", "Save", _plain(MeetingForm), _meet),
    "accept": Step(
        "Accept the move", "Accept", _plain(AcceptForm),
        lambda said, told: accept_move(**_of(said, "handover_on", "reason"), **told),
        "You accept in your own name. The youth service leads until the handover.",
    ),
    "keep": Step(
        "Keep with the youth service", "Save", _plain(KeepForm),
        lambda said, told: keep_with_youth(**_of(said, "reason", "look_on"), **told),
    ),
    "handover": Step(
        "Handover", "Save", _plain(HandForm), lambda said, told: hand_over(**_of(said, "handed_on", "reason"), **told),
        "From then the adult service leads. A check follows three months later.",
    ),
    "check": Step(
        "Check after the move", "Save", _plain(CheckForm), lambda said, told: check_move(**_of(said, "words"), **told)
    ),
    "stop": Step(
        "Stop the move", "Stop it", _reason("Why is the move stopped?"),
        lambda said, told: stop_move(**_of(said, "reason"), **told),
    ),
    "leave": Step(
        "End your agency's part", "End it", _plain(StepForm), _leave,
        "Your agency's part in the move ends, and the record closes to whoever has it open only by it.",
    ),
    "undo": Step(
        "Take the last step back", "Take it back", _plain(StepForm), lambda said, told: undo_move_step(**told),
        "The move stands where it stood before.",
    ),
}  # fmt: skip


def _of(said: Facts, *names: str) -> Facts:
    return {name: said[name] for name in names}


@require_http_methods(GET_OR_POST)
@about_person
def one_step(request: HttpRequest, person: Person, by: Pass, case: int, step: str) -> HttpResponse:
    """The form of one step."""
    by.demand("youth.move")
    if step not in STEPS:
        raise NotFound()
    opened, chosen, at = open_youth_case(case=case, by=by, at=at_of(request)), STEPS[step], at_of(request)
    form = chosen.form(typed(request), by, at, initial={"version": opened.case.version, **_initial(opened, step)})

    def save() -> None:
        chosen.save(
            form.cleaned_data, {"case": opened.case, "version": form.cleaned_data.get("version"), "by": by, "at": at}
        )
        messages.success(request, "Saved.")

    if request.method == "POST" and form.send(request, save):
        return redirect("my-day" if step == "leave" else here_of(person, case))
    cancel = {"label": "Cancel", "url": here_of(person, case)}
    return case_form(request, person, form, title=chosen.title, button=chosen.button, cancel=cancel, lead=chosen.lead)


def _initial(opened: YouthOpened, step: str) -> Facts:
    """The day that both would choose: the 18th birthday where it is told, and the agreed day."""
    if step == "accept" and not opened.adult.trouble:
        return {"handover_on": opened.adult.latest}
    return {"handed_on": opened.case.ends_on} if step == "handover" else {}


@require_http_methods(GET_OR_POST)
def answer(request: HttpRequest, ask: int) -> HttpResponse:
    """Name who takes a young person on. The record opens to whoever is named, by being named."""
    by = acting(request)
    by.demand("youth.answer")
    row = handover_asked(ask=ask, by=by)
    workers = [(one.staff, one.words) for one in workers_of(agency=by.agency, at=at_of(request))]
    form = AnswerForm(typed(request), workers=workers, initial={"version": row.version})

    def save() -> None:
        said = form.cleaned_data
        worker = member_of_staff(staff=int(said["manager"])) if said.get("manager") else None
        told: Facts = {"accepts": said["accepts"] == "yes", "answer": said["answer"], "worker": worker}
        answer_handover(ask=row, by=by, at=at_of(request), version=said.get("version"), **told)
        messages.success(request, "Answered.")

    if request.method == "POST" and form.send(request, save):
        return redirect("my-day")
    context = {
        "title": row.get_kind_display(),
        "row": row,
        "form": form,
        "reference": row.person.reference,
        "keep": "youth-ask",
    }
    return render(request, "iom/ask.html", context, status=form.status if form.errors else 200)


@require_safe
def to_move(request: HttpRequest, case: int) -> HttpResponse:
    """Where a duty about a move leads."""
    reference, _ = youth_address(case=case, by=acting(request))
    return redirect("youth-case", reference=reference, case=case)
