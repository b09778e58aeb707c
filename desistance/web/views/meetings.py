"""Meetings: the reader's coming and past ones, planning one, and one with its table, its agenda and its minutes."""

from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from desistance.access.queries.staffing import agency_of, member_of_staff, other_agencies
from desistance.coordination.actions.meetings import (
    Seat,
    cancel_meeting,
    chase_lines,
    close_meeting,
    freeze_pack,
    open_meeting,
    plan_meeting,
    record_attendance,
    set_up_forum,
)
from desistance.coordination.actions.papers import take_out
from desistance.coordination.queries.agenda import (
    MeetingOpened,
    SeatShown,
    my_forums,
    my_meetings,
    open_meeting_page,
    seats_of_last,
)
from desistance.coordination.queries.minutes import PAPERS
from desistance.coordination.terms.meetings import Paper
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.web.views.access_sending import typed
from desistance.web.views.documents import sandboxed
from desistance.web.views.frame import acting, at_of
from desistance.web.views.meetings_forms import NEW, EndForm, PlanForm, SeatForm, workers_to_choose
from desistance.web.views.meetings_papers import NO_LINE, paper_as_pdf, stands
from desistance.web.views.meetings_words import case_url, lead_of, meeting_cells

GET_OR_POST = ["GET", "HEAD", "POST"]
PART = "panel.take_part"
CRUMBS = [{"label": "Meetings", "url": "/meetings/"}]
COLUMNS = [
    {"label": "Forum"},
    {"label": "When"},
    {"label": "Cases", "is_short": True},
    {"label": "State", "is_short": True},
]


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Coming meetings to which the reader's agency was asked, and those of the last half year."""
    by = acting(request)
    by.demand(PART)
    coming, past = my_meetings(by=by, at=at_of(request))
    context = {
        "title": "Meetings",
        "columns": COLUMNS,
        "coming": [meeting_cells(row) for row in coming],
        "past": [meeting_cells(row) for row in past],
        "may_plan": by.holds("panel.run"),
    }
    return render(request, "meetings/list.html", context)


@require_http_methods(GET_OR_POST)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting of a forum of the reader's agency, or of a new one; the table of the last meeting is kept."""
    by = acting(request)
    by.demand("panel.run")
    forums = my_forums(by=by)
    seats = seats_of_last(forum=forums[0], by=by) if forums else {}
    initial: dict[str, Any] = {"agencies": [str(pk) for pk in seats if pk != by.agency], "clock": "10:00"}
    initial["forum"] = str(forums[0].pk) if forums else NEW
    others = other_agencies(agency=by.agency)
    form = PlanForm(typed(request), forums=[(one.pk, one.name) for one in forums], others=others, initial=initial)
    made: list[Any] = []

    def save() -> None:
        made.append(_plan(form, forums, by, at_of(request)))
        messages.success(request, "Meeting planned. Put people on its agenda from their own page.")

    if request.method == "POST" and form.send(request, save):
        return redirect("meeting", meeting_id=made[0].pk) if made else redirect("meetings")
    context = {"title": "Plan a meeting", "form": form, "breadcrumbs": CRUMBS}
    return render(request, "meetings/plan.html", context, status=form.status if form.errors else 200)


def _plan(form: PlanForm, forums: Any, by: Pass, at: Any) -> Any:
    said = form.cleaned_data
    forum = next((one for one in forums if str(one.pk) == said["forum"]), None)
    if forum is None:
        forum = set_up_forum(name=said["name"], kind=said["kind"], by=by, at=at)
    last = seats_of_last(forum=forum, by=by)
    seats = [_seat(int(pk), last.get(int(pk))) for pk in said["agencies"]]
    return plan_meeting(forum=forum, starts_at=form.starts_at(), seats=seats, place=said["place"], by=by, at=at)


def _seat(agency: int, staff: int | None) -> Seat:
    found = agency_of(agency=agency)
    if found is None:
        raise NotFound()
    return Seat(found, member_of_staff(staff=staff) if staff else None)


@require_http_methods(GET_OR_POST)
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """One meeting: who is at the table, the quorum, the agenda; and what its chair does to it."""
    by = acting(request)
    by.demand(PART)
    opened = open_meeting_page(meeting_id, by=by)
    forms = [_seat_form(request, seat, by) for seat in opened.seats] if opened.may_run else []
    form = EndForm(typed(request) if request.POST.get("do") in {"cancel", "close"} else None, auto_id="end-%s")
    if request.method == "POST":
        sent = _send(request, opened, forms, form, by)
        if sent is not None:
            return sent
    wrong = next((one for one in [form, *forms] if one.errors), None)
    context = {
        "title": opened.meeting.forum.name,
        "opened": opened,
        "lead": lead_of(opened),
        "seats": list(zip_longest(opened.seats, forms)),
        "end_form": form,
        "form": wrong,
        "breadcrumbs": CRUMBS,
        "first": next(
            (case_url(row.case.pk, is_shared=False) for row in opened.agenda if row.case and row.is_waiting), ""
        ),
    }
    return render(request, "meetings/meeting.html", context, status=wrong.status if wrong else 200)


def _seat_form(request: HttpRequest, seat: SeatShown, by: Pass) -> SeatForm:
    is_sent = request.POST.get("do") == "seat" and request.POST.get("agency") == str(seat.agency.pk)
    initial = {
        "agency": seat.agency.pk,
        "presence": seat.presence,
        "staff": str(seat.staff.pk) if seat.staff else "",
        "version": seat.version,
    }
    workers = workers_to_choose(seat.agency.pk, by)
    data = request.POST if is_sent else None
    return SeatForm(data, workers=workers, initial=initial, auto_id=f"seat-{seat.agency.pk}-%s")


def _send(
    request: HttpRequest, opened: MeetingOpened, seats: list[SeatForm], end: EndForm, by: Pass
) -> HttpResponse | None:
    """Do what a button says. None: the form that was sent is drawn again with what is wrong."""
    here, at, told = redirect("meeting", meeting_id=opened.meeting.pk), at_of(request), {"meeting": opened.meeting}
    do = request.POST.get("do", "")
    if do == "seat":
        form = next((one for one in seats if one.is_bound), None)
        return here if form is None or form.send(request, lambda: _sit(form, opened, by, at)) else None
    if do in {"cancel", "close"}:
        return here if end.send(request, lambda: _finish(request, do, end, opened, by)) else None
    deeds: dict[str, tuple[Callable[..., Any], str]] = {
        "open": (open_meeting, "The meeting is open. Say who is here, then call the first case."),
        "freeze": (freeze_pack, "The pack is frozen. Later lines stand beside what it said."),
        "chase": (chase_lines, "Asked again for every line that has not come."),
    }
    if do not in deeds:
        raise NotFound()
    deed, words = deeds[do]
    deed(**told, by=by, at=at)
    messages.success(request, words)
    return here


def _sit(form: SeatForm, opened: MeetingOpened, by: Pass, at: Any) -> None:
    said = form.cleaned_data
    seat = next((one for one in opened.seats if one.agency.pk == said["agency"]), None)
    if seat is None:
        raise NotFound()
    staff = member_of_staff(staff=int(said["staff"])) if said["staff"] else None
    record_attendance(
        meeting=opened.meeting,
        agency=seat.agency,
        presence=said["presence"],
        staff=staff,
        by=by,
        at=at,
        version=said.get("version"),
    )


def _finish(request: HttpRequest, do: str, form: EndForm, opened: MeetingOpened, by: Pass) -> None:
    reason, at = form.cleaned_data["reason"], at_of(request)
    if do == "close":
        close_meeting(meeting=opened.meeting, note=reason, by=by, at=at)
        messages.success(request, "Meeting closed. The minutes are ready, and the records that it opened are closed.")
        return
    cancel_meeting(meeting=opened.meeting, reason=reason, by=by, at=at)
    messages.success(request, "Meeting cancelled. The records that it opened are closed.")


@require_safe
def minutes(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The minutes, filled from what was recorded, or the frozen pack, as far as the reader may see it; or as a PDF."""
    by, at = acting(request), at_of(request)
    by.demand(PART)
    paper = Paper.PACK if request.GET.get("of") == Paper.PACK else Paper.MINUTES
    if request.GET.get("as") == "pdf":
        told = take_out(meeting=meeting_id, paper=paper, by=by, at=at)
        return sandboxed(paper_as_pdf(told, by=by, at=at), f"{paper}-{meeting_id}.pdf", "application/pdf")
    told = PAPERS[paper](meeting_id, by=by)
    context = {
        "title": paper.label,
        "told": told,
        "lead": lead_of(told.opened),
        "stands": stands(told),
        "no_line": NO_LINE[paper],
        "pdf_url": f"?of={paper}&as=pdf",
        "breadcrumbs": [*CRUMBS, {"label": told.opened.meeting.forum.name, "url": f"/meetings/{meeting_id}/"}],
    }
    return render(request, "meetings/minutes.html", context)
