"""The conference: one case of a meeting at a time, run from the screen; an agreed action; and putting a person on an agenda."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from desistance.access.queries.staffing import agency_of
from desistance.coordination.actions.cases import (
    agree_action,
    begin_case,
    finish_action,
    put_case_off,
    settle_case,
    submit_line,
)
from desistance.coordination.actions.meetings import list_case
from desistance.coordination.queries.agenda import MeetingOpened, meetings_to_list_on, open_meeting_page, own_meeting
from desistance.coordination.queries.cases import (
    CaseOpened,
    action_reference,
    actions_for,
    case_of_line,
    case_reference,
    cases_for,
    line_asked,
    open_meeting_case,
    own_action,
    owners_for,
)
from desistance.coordination.terms.meetings import CASE_STATES, LISTED, NOTHING
from desistance.desk.queries.frame import Person
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.web.templatetags.desistance import clock, day_date, full_date
from desistance.web.views.access_sending import SentOnce, typed
from desistance.web.views.frame import about_person, acting, at_of, open_person, person_page
from desistance.web.views.matches import keys_of
from desistance.web.views.meetings import CRUMBS, PART
from desistance.web.views.meetings_forms import (
    ActionForm,
    FinishForm,
    LineForm,
    ListForm,
    PutOffForm,
    TurnForm,
    chosen_owner,
)
from desistance.web.views.meetings_words import (
    action_row,
    alert_chips,
    case_url,
    initials,
    line_row,
    neighbours,
    run_order,
    who_is_this,
)

GET_OR_POST = ["GET", "HEAD", "POST"]
KEYS = ("N next case", "P case before", "A action", "R colour")


@require_http_methods(GET_OR_POST)
def conference(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case of a meeting: last actions first, each agency's line, how it goes, the decision, and actions with an owner."""
    table = acting(request)
    table.demand(PART)
    reference = case_reference(case_id, by=table)
    _, by = open_person(request, reference)
    opened = open_meeting_case(case_id, by=by, at=at_of(request))
    forms = _forms(request, opened)
    is_shared = request.GET.get("view") == "share"
    meeting = open_meeting_page(opened.case.meeting_id, by=table)
    if request.method == "POST":
        sent = _send(request, opened, forms, meeting, by)
        if sent is not None:
            return sent
    wrong = next((form for form in forms.values() if form.errors), None)
    return render(
        request,
        "meetings/case.html",
        _page(request, opened, meeting, forms, wrong, is_shared=is_shared),
        status=wrong.status if wrong else 200,
    )


def _forms(request: HttpRequest, opened: CaseOpened) -> dict[str, SentOnce]:
    """Each form of the page under its name; the one that was sent is bound."""
    do, case, own = request.POST.get("do", ""), opened.case, opened.own_line

    def bound(name: str) -> Any:
        return request.POST if do == name else None

    colour = opened.colour
    settle = {
        "version": case.version,
        "colour": (colour.proposed or colour.colour) if colour else "",
        "outcome": case.outcome,
        "reasons": case.reasons if case.outcome else "",
    }
    line = {"text": own.text, "version": own.version, "shares_nothing": own.state.name == "nothing"} if own else {}
    noted = next((one for one in opened.lines if str(one.agency.pk) == request.POST.get("agency")), None)
    return {
        "settle": TurnForm(bound("settle"), opened=opened, initial=settle, auto_id="settle-%s"),
        "action": ActionForm(bound("action"), owners=opened.owners, auto_id="action-%s"),
        "finish": FinishForm(bound("finish"), owners=opened.owners, auto_id="finish-%s"),
        "line": LineForm(bound("line"), initial=line, auto_id="line-%s"),
        "note": LineForm(
            bound("note"), initial={"do": "note", "agency": noted.agency.pk if noted else ""}, auto_id="note-%s"
        ),
        "put_off": PutOffForm(bound("put_off"), initial={"version": case.version}, auto_id="off-%s"),
    }


def _send(
    request: HttpRequest, opened: CaseOpened, forms: dict[str, SentOnce], meeting: MeetingOpened, by: Pass
) -> HttpResponse | None:
    """Do what the form says. None: it is drawn again with what is wrong."""
    do = request.POST.get("do", "")
    is_shared = request.GET.get("view") == "share"
    here = redirect(case_url(opened.case.pk, is_shared=is_shared))
    if do == "begin":
        begin_case(case=opened.case, by=by, at=at_of(request))
        return here
    form = forms.get(do)
    if form is None:
        raise NotFound()
    if not form.send(request, lambda: _do(request, do, form, opened, by)):
        return None
    if do != "settle":
        return here
    _, following = neighbours(meeting, opened.case.pk)
    if following is None or following.case is None:
        return redirect("meeting", meeting_id=opened.case.meeting_id)
    return redirect(case_url(following.case.pk, is_shared=is_shared))


def _do(request: HttpRequest, do: str, form: SentOnce, opened: CaseOpened, by: Pass) -> None:
    said, case, at = form.cleaned_data, opened.case, at_of(request)
    told: dict[str, Any] = {"case": case, "by": by, "at": at}
    if do == "settle":
        _settle(said, told)
        messages.success(request, f"{initials(opened.person.full)} Saved.")
    elif do == "action":
        agree_action(what=said["what"], due_on=said["due_on"], owner=chosen_owner(said["owner"]), **told)
        messages.success(request, "Action agreed. It reaches its owner's day.")
    elif do in {"line", "note"}:
        whose = agency_of(agency=said["agency"]) if do == "note" and said.get("agency") else None
        more = {"text": said["text"], "shares_nothing": said["shares_nothing"], "version": said.get("version")}
        submit_line(agency=whose, **more, **told)
        messages.success(request, "Line saved. The meeting reads it as it stands.")
    elif do == "finish":
        _finish_action(said, opened, by, at_of(request))
        messages.success(request, "Saved what came of the action.")
    else:
        put_case_off(reason=said["reason"], for_good=said["for_good"], version=said.get("version"), **told)
        messages.success(request, "Put off. The record is closed to those who had it open because of the meeting.")


def _settle(said: dict[str, Any], told: dict[str, Any]) -> None:
    dissenter = agency_of(agency=int(said["dissenter"])) if said.get("dissenter") else None
    settle_case(
        colour=said.get("colour", ""),
        words=said.get("words", ""),
        outcome=said.get("outcome", ""),
        reasons=said.get("reasons", ""),
        dissent=[(dissenter, said.get("dissent", ""))] if dissenter else [],
        version=said.get("version"),
        **told,
    )


def _finish_action(said: dict[str, Any], opened: CaseOpened, by: Pass, at: Any) -> None:
    shown = next((one for one in (*opened.last, *opened.agreed) if one.action.pk == said["action"]), None)
    if shown is None:
        raise NotFound()
    due_on = max(shown.action.due_on, local_date(at))
    finish_action(
        action=shown.action,
        to=said["to"],
        came_of=said["came_of"],
        owner=chosen_owner(said.get("owner", "")),
        due_on=due_on,
        by=by,
        at=at,
        version=said.get("version"),
    )


def _page(
    request: HttpRequest,
    opened: CaseOpened,
    meeting: MeetingOpened,
    forms: dict[str, SentOnce],
    wrong: SentOnce | None,
    *,
    is_shared: bool,
) -> dict[str, Any]:
    before, following = neighbours(meeting, opened.case.pk)
    number = next((row.number for row in meeting.agenda if row.case and row.case.pk == opened.case.pk), 0)
    keys = keys_of(request, *KEYS)
    return {
        "title": "Conference",
        "opened": opened,
        "meeting": meeting,
        "breadcrumbs": [
            *CRUMBS,
            {"label": meeting.meeting.forum.name, "url": f"/meetings/{meeting.meeting.pk}/"},
        ],
        "started": _started(meeting),
        "order": run_order(meeting, opened.case.pk, is_shared=is_shared),
        "number": number,
        "count": len(meeting.agenda),
        "who": who_is_this(opened, meeting.on),
        "alerts": alert_chips(opened),
        "last": [action_row(one) for one in opened.last],
        "lines": [line_row(one) for one in opened.lines],
        "agreed": [action_row(one) for one in opened.agreed],
        "forms": forms,
        "form": wrong,
        "is_shared": is_shared,
        "switch_url": case_url(opened.case.pk, is_shared=not is_shared),
        "before": case_url(before.case.pk, is_shared=is_shared) if before and before.case else "",
        "following": _following(following, is_shared=is_shared),
        "elapsed": _elapsed(request, opened),
        "keys": {**keys, "back": request.get_full_path()},
        "noting": request.POST.get("agency") or request.GET.get("note", ""),
    }


def _elapsed(request: HttpRequest, opened: CaseOpened) -> int | None:
    """Seconds since the case was called, while its turn lasts."""
    began = opened.case.began_at
    runs = began is not None and opened.is_live and opened.state.name == LISTED
    return int((at_of(request) - began).total_seconds()) if runs and began else None


def _following(row: Any, *, is_shared: bool) -> dict[str, str] | None:
    if row is None or row.case is None or row.person is None:
        return None
    return {"url": case_url(row.case.pk, is_shared=is_shared), "label": f"{row.number}, {initials(row.person.full)}"}


def _started(meeting: MeetingOpened) -> str:
    """`Tuesday 17 March 2026, started 10am. 4 agencies here.`"""
    one = meeting.meeting
    begun = f"started {clock(one.opened_at)}" if one.opened_at else f"{clock(one.starts_at)}, not begun yet"
    here = meeting.quorum.here
    return f"{day_date(one.starts_at)}, {begun}. {here} {'agency' if here == 1 else 'agencies'} here."


@require_http_methods(GET_OR_POST)
def to_line(request: HttpRequest, line_id: int) -> HttpResponse:
    """From the duty to the case that a line is asked for; to the line alone for whoever may not see what else is said of it."""
    table = acting(request)
    table.demand(PART)
    case_id = case_of_line(line_id, by=table)
    person, by = open_person(request, case_reference(case_id, by=table))
    asked = line_asked(line_id, by=by)
    if asked.sees_case:
        return redirect("meeting-case", case_id=case_id)
    line, meeting = asked.line, asked.line.case.meeting
    told = {"text": line.text, "version": line.version, "shares_nothing": line.state == NOTHING}
    form = LineForm(typed(request), initial=told)

    def save() -> None:
        said = form.cleaned_data
        more = {"text": said["text"], "shares_nothing": said["shares_nothing"], "version": said.get("version")}
        submit_line(case=line.case, **more, by=by, at=at_of(request))
        messages.success(request, "Line saved. The meeting reads it as it stands.")

    if request.method == "POST" and form.send(request, save):
        return redirect("meeting-line", line_id=line_id)
    return person_page(
        request,
        person,
        "meetings/line.html",
        tab="involved",
        title="A line for a meeting",
        heading="A line for a meeting",
        status=form.status if form.errors else 200,
        meeting=meeting,
        line=line,
        form=form if asked.may_say else None,
        cancel={"label": "Back to my day", "url": "/home/"},
    )


@require_http_methods(GET_OR_POST)
def action(request: HttpRequest, action_id: int) -> HttpResponse:
    """One agreed action: what came of it, or who takes it on."""
    table = acting(request)
    table.demand(PART)
    person, by = open_person(request, action_reference(action_id, by=table))
    shown = own_action(action_id, by=by, at=at_of(request))
    owners = owners_for(shown.action, by=by, at=at_of(request))
    initial = {"version": shown.action.version, "action": shown.action.pk}
    form = FinishForm(typed(request), owners=owners, initial=initial)

    def save() -> None:
        said = form.cleaned_data
        finish_action(
            action=shown.action,
            to=said["to"],
            came_of=said["came_of"],
            owner=chosen_owner(said.get("owner", "")),
            due_on=max(shown.action.due_on, local_date(at_of(request))),
            by=by,
            at=at_of(request),
            version=said.get("version"),
        )
        messages.success(request, "Saved. The next meeting reads it first.")

    if request.method == "POST" and form.send(request, save):
        return redirect("person-meetings", reference=person.reference)
    return person_page(
        request,
        person,
        "meetings/action.html",
        tab="involved",
        title="Agreed action",
        heading="Agreed action",
        status=form.status if form.errors else 200,
        row=action_row(shown),
        meeting=shown.action.case.meeting,
        form=form if shown.may_finish else None,
        cancel={"label": "Back to meetings about this person", "url": f"/people/{person.reference}/meetings/"},
    )


@require_http_methods(GET_OR_POST)
@about_person
def person_meetings(request: HttpRequest, person: Person, by: Pass) -> HttpResponse:
    """Meetings at which the person is or was on the agenda, what was agreed, and putting them on another agenda."""
    by.demand(PART)
    at = at_of(request)
    coming = meetings_to_list_on(by=by, at=at) if by.holds("panel.list") else []
    choices = [
        (f"{pk}-{one.name}", f"{forum}, {full_date(when)}: {one.words.lower()}")
        for pk, forum, kind, when in coming
        for one in HOUSE.purposes.values()
        if kind in one.forums
    ]
    form = ListForm(typed(request), choices=choices) if choices else None

    def save() -> None:
        number, _, purpose = form.cleaned_data["what"].partition("-") if form else ("0", "", "")
        why = form.cleaned_data["why"] if form else ""
        meeting = own_meeting(int(number), by=by)
        list_case(meeting=meeting, person=person, purpose=purpose, why=why, by=by, at=at)
        messages.success(request, "On the agenda. Each agency at the table is asked for a line.")

    if form is not None and request.method == "POST" and form.send(request, save):
        return redirect("person-meetings", reference=person.reference)
    return person_page(
        request,
        person,
        "meetings/person.html",
        tab="involved",
        title="Meetings",
        heading="Meetings",
        status=form.status if form is not None and form.errors else 200,
        cases=[_case_row(one, by) for one in cases_for(person.pk, by=by)],
        actions=[action_row(one) for one in actions_for(person.pk, by=by, at=at)],
        form=form,
    )


def _case_row(case: Any, by: Pass) -> dict[str, Any]:
    purpose = HOUSE.purposes.get(case.purpose)
    return {
        "forum": case.meeting.forum.name,
        "when": full_date(case.meeting.starts_at),
        "purpose": purpose.words if purpose else case.purpose,
        "state": CASE_STATES[case.state].wording,
        "tone": CASE_STATES[case.state].tone,
        "url": case_url(case.pk, is_shared=False) if by.holds(PART) else "",
    }
