"""Meetings in words: rows of lists, seats, the run order, and what the screen-share view leaves out."""

from typing import Any

from desistance.casework.terms import SAFETY_ALERTS
from desistance.coordination.queries.agenda import AgendaRow, MeetingOpened, MeetingRow
from desistance.coordination.queries.cases import ActionShown, CaseOpened, LineShown
from desistance.coordination.terms.meetings import NOTHING, SENT
from desistance.web.templatetags.desistance import age, clock, day_date, full_date, short_date, short_moment

NOTHING_SHARED = "Nothing shared with this meeting. This does not mean there is nothing."


def meeting_cells(row: MeetingRow) -> list[dict[str, Any]]:
    """One meeting of a list."""
    owed = f"{row.owed} {'line' if row.owed == 1 else 'lines'} to send" if row.owed else ""
    return [
        {
            "words": row.meeting.forum.name,
            "url": f"/meetings/{row.meeting.pk}/",
            "note": row.meeting.forum.get_kind_display(),
        },
        {"words": f"{day_date(row.meeting.starts_at)}, {clock(row.meeting.starts_at)}", "note": row.meeting.place},
        {"words": str(row.cases), "note": owed},
        {"tag": row.state.wording},
    ]


def lead_of(opened: MeetingOpened) -> str:
    """When, where and who chairs."""
    meeting = opened.meeting
    chair = (
        f"Chaired by {meeting.chair.name}, {meeting.agency.short_name}" if meeting.chair else meeting.agency.short_name
    )
    when = f"{day_date(meeting.starts_at)}, {clock(meeting.starts_at)}"
    return ". ".join(part for part in (when, meeting.place, chair) if part)


def initials(name: str) -> str:
    """`K. A.`: how others on the agenda stand on a shared screen."""
    return " ".join(f"{part[0]}." for part in name.split() if part)


def run_order(opened: MeetingOpened, current: int, *, is_shared: bool) -> list[dict[str, Any]]:
    """The agenda beside the case: who is done, who is now, who is to come; a stub for what the reader may not see."""
    found: list[dict[str, Any]] = []
    for row in opened.agenda:
        case = row.case
        if case is None or row.person is None:
            found.append({"number": row.number, "stub": True})
            continue
        is_now = case.pk == current
        note = "Now" if is_now else _stands(row)
        found.append(
            {
                "number": row.number,
                "name": row.person.full if is_now or not is_shared else initials(row.person.full),
                "url": "" if is_now else case_url(case.pk, is_shared=is_shared),
                "is_now": is_now,
                "colour": row.colour.colour if row.colour else "",
                "note": note,
            }
        )
    return found


def _stands(row: AgendaRow) -> str:
    if row.is_waiting:
        return row.colour.note if row.colour else ""
    actions = f". {row.actions} {'action' if row.actions == 1 else 'actions'}" if row.actions else ""
    return f"{row.state.wording}{actions}"


def case_url(case: int, *, is_shared: bool) -> str:
    """Where a case of a meeting is run."""
    return f"/meetings/cases/{case}/{'?view=share' if is_shared else ''}"


def neighbours(opened: MeetingOpened, current: int) -> tuple[AgendaRow | None, AgendaRow | None]:
    """The case before and the next one that waits, in run order; the next from the start again when the end is reached."""
    rows = [row for row in opened.agenda if row.case is not None]
    place = next((number for number, row in enumerate(rows) if row.case and row.case.pk == current), 0)
    later = [row for row in [*rows[place + 1 :], *rows[:place]] if row.is_waiting]
    return (rows[place - 1] if place else None), (later[0] if later else None)


def action_row(shown: ActionShown) -> dict[str, Any]:
    """One agreed action."""
    state = f"Overdue by {shown.days_late} {'day' if shown.days_late == 1 else 'days'}" if shown.is_late else ""
    return {
        "id": shown.action.pk,
        "version": shown.action.version,
        "what": shown.action.what,
        "owner": shown.owner,
        "due": full_date(shown.action.due_on),
        "state": state or shown.state.wording,
        "tone": "red" if shown.is_late else shown.state.tone,
        "came_of": shown.action.came_of,
        "may_finish": shown.may_finish,
        "url": f"/meetings/actions/{shown.action.pk}/",
    }


def line_row(line: LineShown) -> dict[str, Any]:
    """One agency's line, or in words why there is none to read."""
    when = f"Sent {short_moment(line.sent_at)}" if line.sent_at and not line.is_said else ""
    chased = f", asked again {line.chased} {'time' if line.chased == 1 else 'times'}" if line.chased else ""
    if line.state.name == NOTHING or (line.is_hidden and line.state.name != SENT):
        words, note = NOTHING_SHARED, ""
    elif line.is_hidden:
        words, note = "They sent a line that is not shared with your agency. Ring them to ask.", when
    elif line.state.name == SENT:
        words, note = line.text, "Noted at the meeting" if line.is_said else when
    else:
        words, note = f"{line.state.wording}{chased}.", ""
    return {
        "agency": line.agency.short_name,
        "words": words,
        "is_quiet": line.state.name != SENT or line.is_hidden,
        "note": note,
        "frozen": line.frozen_text,
        "line": line,
    }


def who_is_this(opened: CaseOpened, on: Any) -> str:
    """Age, and what the scheme says of the case: nothing that names or finds the person elsewhere."""
    born = opened.person.born_on
    old = age(born, on) if born and opened.person.precision == "day" else ""
    return ". ".join(part for part in (old, opened.colour.words if opened.colour else "") if part)


def alert_chips(opened: CaseOpened) -> list[dict[str, Any]]:
    """Alerts that stand, as the banner has them."""
    return [
        {
            "words": one.words,
            "source": f"{one.alert.agency.short_name}, {short_date(one.alert.starts_on)}",
            "is_safety": one.alert.kind in SAFETY_ALERTS,
        }
        for one in opened.alerts
    ]
