"""Planning a meeting, putting cases on its agenda, who was there, and how it opens and ends."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desistance.access.actions.admitting import dismiss_agencies
from desistance.access.queries.staffing import works_for
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.coordination.actions._sitting import (
    class_for,
    demand,
    is_asked,
    locked_meeting,
    reference_of,
    seat_at,
    works_with,
)
from desistance.coordination.models import Attendance, CaseLine, Forum, Meeting, MeetingCase
from desistance.coordination.queries.agenda import open_actions_in
from desistance.coordination.rules.meetings import (
    Planning,
    lines_due,
    may_close,
    may_list,
    may_mark,
    troubles_of_planning,
)
from desistance.coordination.terms.forums import CLASS_OF_FORUM, PANEL_WORK, ForumKind
from desistance.coordination.terms.meetings import (
    ASKED,
    AWAY,
    CANCELLED,
    CLOSED,
    LISTED,
    LONGEST_NAME,
    MEETING_STATES,
    MISSED,
    PUT_OFF,
    UNDER_WAY,
    Presence,
)
from desistance.foundation.actions import change
from desistance.foundation.decisions import refused
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.partners.models import Agency, Staff
from desistance.people.models import Person


@dataclass(frozen=True, slots=True)
class Seat:
    """One agency that is asked to a meeting, and who speaks for it where that is known."""

    agency: Agency
    staff: Staff | None = None


def _people_of(_told: Mapping[str, Any], meeting: Any) -> Iterable[int]:
    return MeetingCase.objects.filter(meeting=meeting).values_list("person_id", flat=True)


def _stamp(by: Pass, at: datetime) -> dict[str, Any]:
    return {"created_at": at, "changed_at": at, "changed_by": by.staff}


@deed("panel.run", Category.ADMINISTRATION)
def set_up_forum(*, name: str, kind: str, by: Pass, at: datetime) -> Forum:
    """Set up a panel, conference or board that the acting agency convenes. Raises :class:`Refused` with the field to mend."""
    if kind not in ForumKind.values:
        refused("Choose the kind of forum.").demand("kind")
    if not name.strip() or len(name) > LONGEST_NAME:
        refused(f"Enter a name of {LONGEST_NAME} characters or fewer.").demand("name")
    if Forum.objects.filter(agency_id=by.agency, name=name.strip()).exists():
        refused("Your agency convenes a forum of this name already.").demand("name")
    return Forum.objects.create(agency_id=by.agency, kind=kind, name=name.strip(), **_stamp(by, at))


@deed("panel.run", Category.ADMINISTRATION)
def plan_meeting(
    *,
    forum: Forum,
    starts_at: datetime,
    seats: Collection[Seat],
    by: Pass,
    at: datetime,
    place: str = "",
    chair: Staff | None = None,
    lines_due_at: datetime | None = None,
) -> Meeting:
    """Plan a meeting of a forum that the acting agency convenes, and ask agencies to it; the convener is always one of them.

    Raises :class:`Refused` with the field to mend.
    """
    due = lines_due_at or lines_due(starts_at, at)
    others = {seat.agency.pk: seat for seat in seats if seat.agency.pk != by.agency}
    facts = Planning(
        starts_at=starts_at,
        lines_due_at=due,
        place=place,
        agencies=len(others),
        is_convener=forum.agency_id == by.agency,
        has_another_then=Meeting.objects.filter(forum=forum, starts_at=starts_at).exclude(state=CANCELLED).exists(),
    )
    demand(troubles_of_planning(facts, at))
    meeting = Meeting.objects.create(
        forum=forum,
        agency_id=by.agency,
        chair=chair or Staff.objects.filter(pk=by.staff).first(),
        starts_at=starts_at,
        place=place.strip(),
        lines_due_at=due,
        **_stamp(by, at),
    )
    _seat(meeting, meeting.agency, meeting.chair, by, at)
    for seat in others.values():
        _seat(meeting, seat.agency, seat.staff, by, at)
    return meeting


def _seat(meeting: Meeting, agency: Agency, staff: Staff | None, by: Pass, at: datetime) -> Attendance:
    works = staff is None or works_for(staff=staff.pk, agency=agency.pk, at=at)
    demand(may_mark(state=meeting.state, presence=Presence.EXPECTED, has_staff=staff is not None, works_there=works))
    return Attendance.objects.create(meeting=meeting, agency=agency, staff=staff, **_stamp(by, at))


@deed("panel.list", Category.COLLECTION)
def list_case(*, meeting: Meeting, person: Person, purpose: str, by: Pass, at: datetime, why: str = "") -> MeetingCase:
    """Put a person whose record is open on the agenda of a meeting to which the acting agency was asked.

    From then until the meeting ends its agencies' workers at the table may open the record (an involvement each), and each
    agency is asked for a line. Raises :class:`Refused` with the field to mend, and :class:`NotFound`.
    """
    meeting = locked_meeting(meeting, by, as_convener=False)
    of_forum = CLASS_OF_FORUM[ForumKind(meeting.forum.kind)]
    by.demand_person(person.pk, of_forum, writing=True)
    known = HOUSE.purposes.get(purpose)
    agenda = MeetingCase.objects.filter(meeting=meeting)
    may_list(
        state=meeting.state,
        is_listed=agenda.filter(person=person, state=LISTED).exists(),
        count=agenda.count(),
        knows_purpose=known is not None and meeting.forum.kind in known.forums,
        is_invited=is_asked(meeting, by.agency),
        works_with_person=works_with(person.pk, by.agency),
    ).demand("purpose")
    case = MeetingCase.objects.create(
        person=person,
        agency_id=meeting.agency_id,
        meeting=meeting,
        listed_agency_id=by.agency,
        data_class=of_forum,
        purpose=purpose,
        why=why.strip(),
        place=agenda.count() + 1,
        recorded_at=at,
        **_stamp(by, at),
    )
    for row in Attendance.objects.filter(meeting=meeting).select_related("agency", "staff", "meeting__chair"):
        seat_at(case, row, by, at)
        _ask_for_line(case, row.agency, by, at)
    return case


def _ask_for_line(case: MeetingCase, agency: Agency, by: Pass, at: datetime) -> None:
    CaseLine.objects.create(
        person_id=case.person_id,
        agency=agency,
        case=case,
        data_class=class_for(agency, case.data_class),
        asked_at=at,
        **_stamp(by, at),
    )


@deed("panel.run", about=_people_of)
def record_attendance(
    *,
    meeting: Meeting,
    agency: Agency,
    presence: str,
    by: Pass,
    at: datetime,
    staff: Staff | None = None,
    version: int | None = None,
) -> Meeting:
    """Say whether an agency is at the meeting and who speaks for it; an agency that was not asked yet is asked by it.

    The records of the agenda open to whoever is named, and close to whoever stays away or is replaced. Raises :class:`Refused`
    with the field to mend, and :class:`Conflict`.
    """
    meeting = locked_meeting(meeting, by)
    works = staff is None or works_for(staff=staff.pk, agency=agency.pk, at=at)
    demand(may_mark(state=meeting.state, presence=presence, has_staff=staff is not None, works_there=works))
    row = Attendance.objects.filter(meeting=meeting, agency=agency).first()
    is_new = row is None
    if row is None:
        row = Attendance.objects.create(
            meeting=meeting, agency=agency, staff=staff, presence=presence, **_stamp(by, at)
        )
    else:
        change(row, version=version, by=by, at=at, staff_id=staff.pk if staff else None, presence=presence)
    row = Attendance.objects.select_related("agency", "staff", "meeting__chair").get(pk=row.pk)
    for case in MeetingCase.objects.filter(meeting=meeting, state=LISTED).select_related("person"):
        seat_at(case, row, by, at)
        if is_new and presence not in AWAY:
            _ask_for_line(case, agency, by, at)
    return meeting


@deed("panel.run", about=_people_of)
def open_meeting(*, meeting: Meeting, by: Pass, at: datetime, version: int | None = None) -> Meeting:
    """Begin a planned meeting. Raises :class:`Refused` and :class:`Conflict`."""
    meeting = locked_meeting(meeting, by)
    MEETING_STATES.may_move(meeting.state, UNDER_WAY).demand()
    change(meeting, version=version, by=by, at=at, state=UNDER_WAY, opened_at=at)
    return meeting


@deed("panel.run", about=_people_of)
def close_meeting(*, meeting: Meeting, by: Pass, at: datetime, note: str = "", version: int | None = None) -> Meeting:
    """End a meeting: what was not heard is put off, lines that never came are missed, and every record it opened closes.

    Raises :class:`Refused` and :class:`Conflict`.
    """
    return _end(locked_meeting(meeting, by), CLOSED, note, by=by, at=at, version=version)


@deed("panel.run", about=_people_of)
def cancel_meeting(*, meeting: Meeting, reason: str, by: Pass, at: datetime, version: int | None = None) -> Meeting:
    """Cancel a planned meeting or break one off, with a reason; every record it opened closes. Raises :class:`Refused`."""
    return _end(locked_meeting(meeting, by), CANCELLED, reason, by=by, at=at, version=version)


def _end(meeting: Meeting, to: str, reason: str, *, by: Pass, at: datetime, version: int | None) -> Meeting:
    may_close(state=meeting.state, to=to, reason=reason).demand("reason")
    change(
        meeting, version=version, by=by, at=at, reason=reason.strip(), state=to, ended_at=at, end_reason=reason.strip()
    )
    cases = list(MeetingCase.objects.select_for_update().filter(meeting=meeting))
    because = "The meeting ended before it was heard" if to == CLOSED else "The meeting did not take place"
    for case in cases:
        if case.state == LISTED:
            change(case, version=None, by=by, at=at, state=PUT_OFF, ended_at=at, reasons=because)
    for line in CaseLine.objects.select_for_update().filter(case__in=cases, state=ASKED):
        change(line, version=None, by=by, at=at, state=MISSED)
    for row in Attendance.objects.filter(meeting=meeting, presence=Presence.EXPECTED):
        change(row, version=None, by=by, at=at, presence=Presence.ABSENT)
    names = [reference_of(case) for case in cases]
    dismiss_agencies(kind=PANEL_WORK, references=names, reason="The meeting has ended", by=by, at=at)
    return meeting


@deed("panel.run", about=_people_of)
def freeze_pack(*, meeting: Meeting, by: Pass, at: datetime, version: int | None = None) -> Meeting:
    """Freeze the pack: which version of each line and open action lies before the meeting. Later words stand beside it.

    Raises :class:`Refused` once the meeting has ended, and :class:`Conflict`.
    """
    meeting = locked_meeting(meeting, by)
    if MEETING_STATES[meeting.state].is_final:
        refused("This meeting has ended, so its pack stands as it is.").demand()
    change(meeting, version=version, by=by, at=at, frozen_at=at)
    for case in MeetingCase.objects.filter(meeting=meeting):
        lines = CaseLine.objects.filter(case=case).values_list("pk", "version")
        waiting = open_actions_in(meeting, case.person_id)
        pack = {
            "lines": {str(pk): number for pk, number in lines},
            "actions": list(waiting.values_list("pk", flat=True)),
        }
        change(case, version=None, by=by, at=at, pack=pack)
    return meeting


@deed("panel.run", about=_people_of)
def chase_lines(*, meeting: Meeting, by: Pass, at: datetime) -> Meeting:
    """Ask again for every line that has not come, and keep that it was asked again."""
    meeting = locked_meeting(meeting, by)
    waiting = CaseLine.objects.select_for_update().filter(case__meeting=meeting, state=ASKED)
    for line in waiting.exclude(agency_id=by.agency):
        change(line, version=None, by=by, at=at, chased=line.chased + 1, chased_at=at)
    return meeting
