"""What every deed at a meeting shares: the meeting and the case under lock, and who the agencies at the table are."""

from collections.abc import Iterable
from datetime import datetime

from desistance.access.actions.admitting import admit_agency, dismiss_agencies
from desistance.access.models import Involvement
from desistance.coordination.models import Attendance, Meeting, MeetingCase
from desistance.coordination.rules.meetings import AtTable, Quorum, Trouble, quorum_of
from desistance.coordination.terms.forums import PANEL_WORK
from desistance.coordination.terms.meetings import AWAY
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency


def locked_meeting(meeting: Meeting | int, by: Pass, *, as_convener: bool = True) -> Meeting:
    """The meeting under lock. Raises :class:`NotFound` unless the acting agency convenes it, or at least was asked to it."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("forum", "agency", "chair")
    found = rows.filter(pk=meeting if isinstance(meeting, int) else meeting.pk).first()
    if found is None or not (found.agency_id == by.agency or (not as_convener and is_asked(found, by.agency))):
        raise NotFound()
    return found


def locked_case(case: MeetingCase, by: Pass, *, writing: bool = True) -> MeetingCase:
    """The case under lock, its record open to write in. Raises :class:`NotFound`."""
    by.demand_person(case.person_id, DataClass(case.data_class), writing=writing)
    locked_meeting(case.meeting_id, by, as_convener=False)
    rows = MeetingCase.objects.select_for_update(of=("self",)).select_related("meeting__forum", "person", "agency")
    return rows.get(pk=case.pk)


def demand(troubles: Iterable[Trouble]) -> None:
    """Raise :class:`Refused` for the first thing that stands in the way, with the field to mend."""
    for field, decision in troubles:
        decision.demand(field)


def is_asked(meeting: Meeting, agency: int) -> bool:
    """Whether an agency was asked to a meeting."""
    return Attendance.objects.filter(meeting=meeting, agency_id=agency).exists()


def quorum_now(meeting: Meeting, at: datetime) -> Quorum:
    """The quorum as the attendance stands."""
    rows = Attendance.objects.filter(meeting=meeting).select_related("agency")
    table = [AtTable(row.agency.kind, row.agency.short_name, row.presence) for row in rows]
    return quorum_of(meeting.forum.kind, table, local_date(at))


def class_for(agency: Agency, of_forum: str) -> DataClass:
    """What a health service says or is asked to do for someone is health information; all else is what the forum's is."""
    return DataClass.HEALTH if agency.kind == "health" else DataClass(of_forum)


def reference_of(case: MeetingCase) -> str:
    """By which name the work that a case gives agencies is found again."""
    return f"meeting case {case.pk}"


def seat_at(case: MeetingCase, row: Attendance, by: Pass, at: datetime) -> None:
    """Let one agency's workers at the table open the record, or close it to an agency that is away."""
    staff = {one.pk: one for one in (row.staff, row.meeting.chair if row.agency_id == case.agency_id else None) if one}
    if staff and row.presence not in AWAY:
        admit_agency(
            person=case.person,
            agency=row.agency,
            staff=list(staff.values()),
            kind=PANEL_WORK,
            reference=reference_of(case),
            by=by,
            at=at,
        )
    else:
        reason = "Not at the meeting"
        dismiss_agencies(
            kind=PANEL_WORK, references=[reference_of(case)], reason=reason, by=by, at=at, agency=row.agency
        )


def works_with(person: int, agency: int) -> bool:
    """Whether an agency has work of its own open with a person: a seat at a meeting is none."""
    rows = Involvement.objects.filter(person_id=person, agency_id=agency, state="open")
    return rows.exclude(kind=PANEL_WORK).exists()


def unseat(case: MeetingCase, reason: str, by: Pass, at: datetime) -> None:
    """Close the record to everyone who had it open because of the meeting."""
    dismiss_agencies(kind=PANEL_WORK, references=[reference_of(case)], reason=reason, by=by, at=at)
