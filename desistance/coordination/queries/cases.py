"""Questions about one case at a meeting: all that its page shows, and where its address leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from desistance.access.models import Involvement
from desistance.access.queries.scope import entries_known, entries_seen, people_seen
from desistance.access.queries.staffing import staff_by_id, workers_of
from desistance.audit.deeds import question
from desistance.casework.queries.alerts import standing_alerts
from desistance.coordination.models import AgreedAction, Attendance, CaseLine, MeetingCase
from desistance.coordination.queries.colours import colour_of
from desistance.coordination.queries.meetings import DecisionTold, told_of
from desistance.coordination.terms.forums import PACE, PANEL_WORK
from desistance.coordination.terms.meetings import (
    ACTION_STATES,
    CASE_STATES,
    HEARD,
    HERE,
    LINE_STATES,
    MEETING_STATES,
    OPEN,
    UNDER_WAY,
)
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.models import Revision
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.register import HOUSE, CaseColour, Conferring
from desistance.foundation.rulesets import in_force
from desistance.foundation.states import State
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency
from desistance.people.models import Person
from desistance.people.queries.names import ShownPerson, shown_names

LABEL = "coordination.MeetingCase"
LINE = "coordination.CaseLine"
ACTION = "coordination.AgreedAction"


@dataclass(frozen=True, slots=True)
class LineShown:
    """One agency's line. ``text`` is empty where it was not sent, or may not be seen (``is_hidden``)."""

    id: int
    version: int
    agency: Agency
    state: State
    text: str
    sent_at: datetime | None
    is_said: bool
    is_hidden: bool
    is_ours: bool
    may_note: bool
    chased: int
    frozen_text: str


@dataclass(frozen=True, slots=True)
class ActionShown:
    """One agreed action with its owner and where it stands."""

    action: AgreedAction
    owner: str
    state: State
    is_late: bool
    days_late: int
    may_finish: bool
    closer: str


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """One case at a meeting with everything that the conference page shows of it."""

    case: MeetingCase
    state: State
    person: ShownPerson
    reference: str
    purpose: str
    outcomes: Mapping[str, str]
    alerts: tuple[Any, ...]
    offer: Conferring | None
    colour: CaseColour | None
    last: tuple[ActionShown, ...]
    lines: tuple[LineShown, ...]
    agreed: tuple[ActionShown, ...]
    decisions: tuple[DecisionTold, ...]
    owners: tuple[tuple[str, str], ...]
    here: tuple[tuple[int, str], ...]
    may_run: bool
    minutes: int

    @property
    def is_live(self) -> bool:
        """Whether the meeting is under way and the case on its agenda."""
        return bool(self.case.meeting.state == UNDER_WAY and self.state.name in {"listed", HEARD})

    @property
    def own_line(self) -> LineShown | None:
        """The line of the reader's agency, if it was asked for one and may still give it."""
        is_over = MEETING_STATES[self.case.meeting.state].is_final
        return next((line for line in self.lines if line.is_ours and not is_over), None)


@question
def case_reference(case: int, *, by: Pass) -> str:
    """The reference of whoever a case is about, of a meeting to which the reader's agency was asked. Raises :class:`NotFound`."""
    asked = Attendance.objects.filter(agency_id=by.agency).values("meeting_id")
    rows = MeetingCase.objects.filter(pk=case, meeting__in=asked, person__in=Person.objects.filter(people_seen(by)))
    found = rows.values_list("person_id", "person__reference").first()
    if found is None:
        raise NotFound()
    note_all([found[0]], DataClass.IDENTITY)
    return str(found[1])


@question
def case_of_line(line: int, *, by: Pass) -> int:
    """The case that a line of the reader's agency is asked for, of somebody they may open. Raises :class:`NotFound`."""
    people = Person.objects.filter(people_seen(by))
    rows = CaseLine.objects.filter(pk=line, agency_id=by.agency, person__in=people)
    found = rows.values_list("person_id", "case_id").first()
    if found is None:
        raise NotFound()
    note_all([found[0]], DataClass.IDENTITY)
    return int(found[1])


@dataclass(frozen=True, slots=True)
class LineAsked:
    """A line that the reader's agency is asked for. ``sees_case``: whether they may see what else the meeting holds of it."""

    line: CaseLine
    sees_case: bool
    may_say: bool


@question
def line_asked(line: int, *, by: Pass) -> LineAsked:
    """A line of the reader's agency about the person whose record is open. Raises :class:`NotFound`.

    An agency is asked at a meeting of any class; some of its workers see nothing of that class but what their own agency says.
    """
    rows = CaseLine.objects.filter(entries_seen(by, LINE), pk=line, agency_id=by.agency, person_id=by.person)
    row = rows.select_related("case__meeting__forum").first()
    if row is None:
        raise NotFound()
    sees_case = MeetingCase.objects.filter(entries_seen(by, LABEL), pk=row.case_id).exists()
    return LineAsked(row, sees_case, not MEETING_STATES[row.case.meeting.state].is_final)


@question
def open_meeting_case(case: int, *, by: Pass, at: datetime) -> CaseOpened:
    """One case of the person whose record is open, as far as the reader sees it. Raises :class:`NotFound`."""
    rows = MeetingCase.objects.filter(entries_seen(by, LABEL), pk=case)
    row = rows.select_related("meeting__forum", "meeting__agency", "agency", "person").first()
    if row is None or not Attendance.objects.filter(meeting_id=row.meeting_id, agency_id=by.agency).exists():
        raise NotFound()
    may_run = row.agency_id == by.agency and by.holds("panel.run")
    offer, colour = colour_of(case=row, by=by, at=at)
    purpose = HOUSE.purposes.get(row.purpose)
    seats = list(Attendance.objects.filter(meeting_id=row.meeting_id).select_related("agency", "staff"))
    return CaseOpened(
        case=row,
        state=CASE_STATES[row.state],
        person=shown_names([row.person_id])[row.person_id],
        reference=row.person.reference,
        purpose=purpose.words if purpose else row.purpose,
        outcomes=purpose.outcomes if purpose else {},
        alerts=standing_alerts(row.person_id, by=by),
        offer=offer,
        colour=colour,
        last=tuple(_last(row, by, at)),
        lines=tuple(_lines(row, by, may_run=may_run)),
        agreed=tuple(_actions(AgreedAction.objects.filter(case=row), by, at)),
        decisions=tuple(told_of(row.pk, by)),
        owners=tuple(_owners(row, seats, at)) if may_run else (),
        here=tuple((one.agency_id, one.agency.short_name) for one in seats if one.presence in HERE),
        may_run=may_run,
        minutes=int(in_force(PACE, local_date(at)).values["minutes_each"]),
    )


def _lines(row: MeetingCase, by: Pass, *, may_run: bool) -> Sequence[LineShown]:
    seen = set(CaseLine.objects.filter(entries_seen(by, LINE), case=row).values_list("pk", flat=True))
    known = Q(agency_id=by.agency) | entries_known(by, LINE) | Q(case__agency_id=by.agency) | Q(pk__in=seen)
    rows = CaseLine.objects.filter(known, case=row, person_id=row.person_id).select_related("agency")
    frozen = _frozen(row, seen)
    live = row.meeting.state == UNDER_WAY
    return [
        LineShown(
            id=one.pk,
            version=one.version,
            agency=one.agency,
            state=LINE_STATES[one.state],
            text=one.text if one.pk in seen else "",
            sent_at=one.sent_at,
            is_said=one.is_said,
            is_hidden=one.pk not in seen,
            is_ours=one.agency_id == by.agency,
            may_note=live and may_run and one.agency.kind != "health" and one.agency_id != by.agency,
            chased=one.chased,
            frozen_text=frozen.get(one.pk, ""),
        )
        for one in sorted(rows, key=lambda line: (line.agency_id != row.agency_id, line.agency.short_name))
    ]


def _frozen(row: MeetingCase, seen: set[int]) -> Mapping[int, str]:
    """What lines said in the pack, where they say something else now: by line, of those that the reader sees."""
    versions = {int(pk): number for pk, number in row.pack.get("lines", {}).items() if int(pk) in seen}
    if not versions:
        return {}
    kept = Revision.objects.filter(holding=LINE, record_id__in=versions)
    return {one.record_id: str(one.values["text"]) for one in kept if one.version == versions[one.record_id]}


def _visible_actions(by: Pass) -> Q:
    """Actions that the reader sees as entries, and all that a meeting of their own agency agreed."""
    return entries_seen(by, ACTION) | Q(person_id=by.person, convener_id=by.agency)


def _last(row: MeetingCase, by: Pass, at: datetime) -> Sequence[ActionShown]:
    """Actions from earlier meetings of the forum: those still open, and those closed since the last meeting."""
    earlier = MeetingCase.objects.filter(
        person_id=row.person_id, meeting__forum_id=row.meeting.forum_id, meeting__starts_at__lt=row.meeting.starts_at
    )
    since = earlier.order_by("-meeting__starts_at").values_list("meeting__starts_at", flat=True).first()
    actions = AgreedAction.objects.filter(case__in=earlier)
    wanted = actions.filter(Q(state=OPEN) | Q(closed_at__gte=since)) if since else actions.none()
    return _actions(wanted, by, at)


def _actions(rows: QuerySet[AgreedAction], by: Pass, at: datetime) -> Sequence[ActionShown]:
    found = list(
        rows.filter(_visible_actions(by))
        .select_related("agency", "staff", "case__meeting__forum")
        .order_by("due_on", "id")
    )
    names = staff_by_id(ids=[one.closed_by for one in found if one.closed_by is not None])
    on = local_date(at)
    return [_action(one, names, by, on) for one in found]


def _action(row: AgreedAction, names: Mapping[int, Any], by: Pass, on: date) -> ActionShown:
    closer = names.get(row.closed_by) if row.closed_by is not None else None
    late = (on - row.due_on).days if row.state == OPEN else 0
    return ActionShown(
        action=row,
        owner=f"{row.staff.name}, {row.agency.short_name}" if row.staff else str(row.agency.short_name),
        state=ACTION_STATES[row.state],
        is_late=late > 0,
        days_late=max(late, 0),
        may_finish=row.state == OPEN and by.agency in (row.agency_id, row.convener_id),
        closer=closer.name if closer else "",
    )


def _owners(row: MeetingCase, seats: Sequence[Any], at: datetime) -> Sequence[tuple[str, str]]:
    """Who can own an action: agencies that work with the person, their workers at the table, and the convener's own workers."""
    work = Involvement.objects.filter(person_id=row.person_id, state="open").exclude(kind=PANEL_WORK)
    agencies = {one.agency_id: one.agency for one in work.select_related("agency")}
    leads = work.filter(lead__isnull=False).values_list("agency_id", "lead_id", "lead__name")
    workers = {(one.agency_id, one.staff_id): one.staff.name for one in seats if one.staff_id}
    workers |= {(agency, lead): name for agency, lead, name in leads}
    named = [
        (f"{agency}-{staff}", f"{name}, {agencies[agency].short_name}")
        for (agency, staff), name in workers.items()
        if agency in agencies
    ]
    return [
        *sorted(named, key=lambda one: one[1]),
        *sorted((f"{pk}-", f"Anyone in {one.short_name}") for pk, one in agencies.items()),
    ]


@question
def own_action(action: int, *, by: Pass, at: datetime) -> ActionShown:
    """An action that the reader's agency owns or agreed at its meeting, of the open record. Raises :class:`NotFound`."""
    rows = AgreedAction.objects.filter(Q(agency_id=by.agency) | Q(convener_id=by.agency), pk=action)
    found = _actions(rows, by, at)
    if not found:
        raise NotFound()
    return found[0]


@question
def action_reference(action: int, *, by: Pass) -> str:
    """The reference of whoever an action of the reader's agency is about. Raises :class:`NotFound`."""
    part = Q(agency_id=by.agency) | Q(convener_id=by.agency)
    rows = AgreedAction.objects.filter(part, pk=action, person__in=Person.objects.filter(people_seen(by)))
    found = rows.values_list("person_id", "person__reference").first()
    if found is None:
        raise NotFound()
    note_all([found[0]], DataClass.IDENTITY)
    return str(found[1])


@question
def owners_for(action: AgreedAction, *, by: Pass, at: datetime) -> Sequence[tuple[str, str]]:
    """To whom an action can be passed on: agencies that work with the person, and workers of the reader's own."""
    work = Involvement.objects.filter(person_id=by.person, state="open").exclude(kind=PANEL_WORK)
    agencies = {one.agency_id: one.agency.short_name for one in work.select_related("agency")}
    own = workers_of(agency=by.agency, at=at) if by.agency in agencies else []
    mine = [(f"{by.agency}-{one.staff}", one.words) for one in own if one.staff != action.staff_id]
    return [*mine, *sorted((f"{pk}-", f"Anyone in {name}") for pk, name in agencies.items())]


@question
def actions_for(person: int, *, by: Pass, at: datetime) -> Sequence[ActionShown]:
    """Actions agreed about the person whose record is open, that the reader may see."""
    return _actions(AgreedAction.objects.filter(person_id=person), by, at) if by.person == person and person else []


@question
def cases_for(person: int, *, by: Pass) -> Sequence[MeetingCase]:
    """Meetings at which the person whose record is open was or is on the agenda, newest first."""
    if by.person != person or not person:
        return []
    rows = MeetingCase.objects.filter(entries_seen(by, LABEL)).select_related("meeting__forum", "agency")
    return list(rows.order_by("-meeting__starts_at", "-id"))
