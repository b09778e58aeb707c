"""Questions about meetings as a whole: the reader's coming and past ones, and one with its table and its agenda."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from desistance.access.queries.lists import entries_of_tied, reached_by_tie
from desistance.access.queries.scope import people_found
from desistance.audit.deeds import question
from desistance.coordination.models import AgreedAction, Attendance, CaseLine, Forum, Meeting, MeetingCase
from desistance.coordination.queries.colours import colours_of
from desistance.coordination.rules.meetings import AtTable, Quorum, quorum_of
from desistance.coordination.terms.meetings import (
    CASE_STATES,
    CLOSED,
    HERE,
    LISTED,
    MEETING_STATES,
    NOTHING,
    OPEN,
    SENT,
    UNDER_WAY,
    Presence,
)
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE, CaseColour
from desistance.foundation.states import State
from desistance.partners.models import Agency
from desistance.people.models import Person
from desistance.people.queries.names import ShownPerson, shown_names

LABEL = "coordination.MeetingCase"
MOST_SHOWN = 50
LATELY = timedelta(days=180)
LAST = 99
"""The place of a case without a colour, or that the reader may only know of: after all colours."""


@dataclass(frozen=True, slots=True)
class SeatShown:
    """One agency at a meeting. ``staff`` is empty where nobody is named yet."""

    agency: Agency
    staff: Any
    presence: Presence
    is_here: bool
    is_convener: bool
    version: int


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One case in the run order, as far as the reader may see it: ``case`` is None where they may only know that there is one."""

    number: int
    state: State
    case: MeetingCase | None = None
    person: ShownPerson | None = None
    reference: str = ""
    purpose: str = ""
    colour: CaseColour | None = None
    lines: int = 0
    asked: int = 0
    actions: int = 0

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be heard."""
        return self.state.name == LISTED


@dataclass(frozen=True, slots=True)
class MeetingOpened:
    """One meeting with all that its page shows. ``may_run``: the reader chairs it for the agency that convenes it."""

    meeting: Meeting
    state: State
    seats: tuple[SeatShown, ...]
    quorum: Quorum
    agenda: tuple[AgendaRow, ...]
    may_run: bool
    is_asked: bool
    on: date

    @property
    def waiting(self) -> int:
        """How many cases of those the reader sees are still to be heard."""
        return sum(row.is_waiting for row in self.agenda)

    @property
    def is_open(self) -> bool:
        """Whether it is under way."""
        return bool(self.meeting.state == UNDER_WAY)

    @property
    def is_over(self) -> bool:
        """Whether it has ended, one way or the other."""
        return bool(MEETING_STATES[self.meeting.state].is_final)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting of a list, with how many cases of it the reader may know of and how many lines their agency still owes."""

    meeting: Meeting
    state: State
    cases: int
    owed: int


def _asked_to(by: Pass) -> QuerySet[Meeting]:
    seats = Attendance.objects.filter(agency_id=by.agency).values("meeting_id")
    return Meeting.objects.filter(pk__in=seats).select_related("forum", "agency", "chair")


@question
def my_meetings(*, by: Pass, at: datetime) -> tuple[list[MeetingRow], list[MeetingRow]]:
    """Coming meetings to which the reader's agency was asked, soonest first; and those of the last half year, newest first."""
    rows = _asked_to(by).filter(starts_at__gte=at - LATELY).order_by("starts_at", "id")
    found = list(rows[:MOST_SHOWN])
    known = MeetingCase.objects.filter(meeting__in=found, person__in=Person.objects.filter(people_found(by)))
    cases = dict(known.order_by().values_list("meeting_id").annotate(Count("pk")))
    lines = CaseLine.objects.filter(case__meeting__in=found, agency_id=by.agency, state="asked")
    owed = dict(lines.order_by().values_list("case__meeting_id").annotate(Count("pk")))
    told = [MeetingRow(one, MEETING_STATES[one.state], cases.get(one.pk, 0), owed.get(one.pk, 0)) for one in found]
    coming = [row for row in told if not row.state.is_final]
    return coming, [row for row in reversed(told) if row.state.is_final]


@question
def my_forums(*, by: Pass) -> Sequence[Forum]:
    """Forums that the reader's agency convenes, by name."""
    return list(Forum.objects.filter(agency_id=by.agency).order_by("name"))


@question
def seats_of_last(*, forum: Forum, by: Pass) -> Mapping[int, int | None]:
    """Who sat at the last meeting of a forum of the reader's agency: agency -> worker. Nobody at the first."""
    last = _asked_to(by).filter(forum=forum, agency_id=by.agency).order_by("-starts_at").first()
    return dict(Attendance.objects.filter(meeting=last).values_list("agency_id", "staff_id")) if last else {}


@question
def own_meeting(meeting: int, *, by: Pass) -> Meeting:
    """A meeting to which the reader's agency was asked. Raises :class:`NotFound`."""
    found = _asked_to(by).filter(pk=meeting).first()
    if found is None:
        raise NotFound()
    return found


@question
def open_meeting_page(meeting: int, *, by: Pass) -> MeetingOpened:
    """A meeting to which the reader's agency was asked, with its table and the agenda in run order. Raises :class:`NotFound`."""
    found = _asked_to(by).filter(pk=meeting).first()
    if found is None:
        raise NotFound()
    rows = Attendance.objects.filter(meeting=found).select_related("agency", "staff")
    seats = tuple(_seat(row, found) for row in rows.order_by("agency__short_name"))
    table = [AtTable(one.agency.kind, one.agency.short_name, one.presence) for one in seats]
    return MeetingOpened(
        meeting=found,
        state=MEETING_STATES[found.state],
        seats=seats,
        quorum=quorum_of(found.forum.kind, table, local_date(found.starts_at)),
        agenda=tuple(_agenda(found, by)),
        may_run=found.agency_id == by.agency and by.holds("panel.run"),
        is_asked=True,
        on=local_date(by.at),
    )


def _seat(row: Any, meeting: Meeting) -> SeatShown:
    here = row.presence in HERE
    return SeatShown(
        row.agency, row.staff, Presence(row.presence), here, row.agency_id == meeting.agency_id, row.version
    )


def _agenda(meeting: Meeting, by: Pass) -> list[AgendaRow]:
    """Cases that the reader may open; those they may only know of as that; no others, and nothing that counts them."""
    rows = MeetingCase.objects.filter(meeting=meeting)
    seen = Q(person__in=Person.objects.filter(reached_by_tie(by))) & entries_of_tied(LABEL, by)
    shown = list(rows.filter(seen).select_related("person", "meeting__forum"))
    found = rows.filter(person__in=Person.objects.filter(people_found(by))).exclude(pk__in=[one.pk for one in shown])
    known = list(found.values_list("place", "state"))
    people = [one.person_id for one in shown]
    names = shown_names(people) if people else {}
    colours = colours_of(people, forum=meeting.forum.kind, by=by) if people else {}
    counts = _counts(shown)
    ordered: list[tuple[int, int, MeetingCase | str]] = [(_place(one, colours), one.place, one) for one in shown]
    ordered += [(LAST, place, state) for place, state in known]
    ordered.sort(key=lambda one: one[:2])
    return [
        AgendaRow(number, CASE_STATES[told])
        if isinstance(told, str)
        else _row(number, told, names.get(told.person_id, ShownPerson()), colours, counts)
        for number, (_, _, told) in enumerate(ordered, start=1)
    ]


def _place(case: MeetingCase, colours: Mapping[int, tuple[int, CaseColour]]) -> int:
    """Where a case stands in the run order: by its colour while the meeting lasts, by the agenda once it is over."""
    if case.meeting.state == CLOSED:
        return 0
    return colours[case.person_id][0] if case.person_id in colours else LAST - 1


def _counts(cases: Sequence[MeetingCase]) -> Mapping[str, Mapping[int, int]]:
    lines = CaseLine.objects.filter(case__in=cases).order_by().values_list("case_id")
    actions = AgreedAction.objects.filter(case__in=cases).order_by().values_list("case_id")
    return {
        "asked": dict(lines.annotate(Count("pk"))),
        "lines": dict(lines.filter(state__in=[SENT, NOTHING]).annotate(Count("pk"))),
        "actions": dict(actions.annotate(Count("pk"))),
    }


def _row(
    number: int,
    case: MeetingCase,
    person: ShownPerson,
    colours: Mapping[int, tuple[int, CaseColour]],
    counts: Mapping[str, Mapping[int, int]],
) -> AgendaRow:
    purpose = HOUSE.purposes.get(case.purpose)
    return AgendaRow(
        number=number,
        state=CASE_STATES[case.state],
        case=case,
        person=person,
        reference=case.person.reference,
        purpose=purpose.words if purpose else case.purpose,
        colour=colours[case.person_id][1] if case.person_id in colours else None,
        lines=counts["lines"].get(case.pk, 0),
        asked=counts["asked"].get(case.pk, 0),
        actions=counts["actions"].get(case.pk, 0),
    )


@question
def meetings_to_list_on(*, by: Pass, at: datetime) -> Sequence[tuple[int, str, str, datetime]]:
    """Meetings that have not ended and to which the reader's agency was asked: (id, forum, kind, when), soonest first."""
    rows = _asked_to(by).filter(state__in=["planned", UNDER_WAY]).order_by("starts_at", "id")
    return [(one.pk, one.forum.name, one.forum.kind, one.starts_at) for one in rows[:MOST_SHOWN]]


def open_actions_in(meeting: Meeting, person: int) -> QuerySet[AgreedAction]:
    """Actions of a forum that are open about somebody, for use inside a question or a deed."""
    return AgreedAction.objects.filter(person_id=person, case__meeting__forum_id=meeting.forum_id, state=OPEN)
