"""Moves from youth to adult services as a list: who is at which milestone, whose turn it is, and what is overdue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Case, CharField, DateTimeField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from desistance.access.queries.lists import entries_of_tied, reached_by_tie
from desistance.audit.deeds import question
from desistance.foundation.calendar import day_begins, local_date
from desistance.foundation.passes import Pass
from desistance.foundation.states import State
from desistance.people.models import Person
from desistance.people.queries.names import ShownPerson, shown_names
from desistance.schemes.models import SchemeCase
from desistance.schemes.queries.youth.steps import carried_by, dues, with_worker_named
from desistance.schemes.terms.iom import ManagerPart
from desistance.schemes.terms.youth import ACCEPTED, HANDED_OVER, IDENTIFIED, MET, RETAINED, SHARED, YOUTH, YOUTH_STATES

PAGE = 25
LABEL = "schemes.SchemeCase"
YOUTH_TURN, ADULT_TURN, BOTH_TURN = "Youth service", "Adult service", "Either side"
GOING, LATE, OVER = "going", "late", "over"
LISTS: Final = {GOING: "Under way", LATE: "Overdue", OVER: "Ended"}

NEXT: Final[tuple[tuple[Q, str, str, str], ...]] = (
    (Q(state=IDENTIFIED), "share", "Send the file with risk and needs", YOUTH_TURN),
    (Q(state=SHARED, is_named=False), "name", "Name the adult worker", ADULT_TURN),
    (Q(state=SHARED, is_named=True), "meet", "Hold the joint meeting", BOTH_TURN),
    (Q(state=MET), "accept", "Accept, with the day of the handover", ADULT_TURN),
    (Q(state=RETAINED), "look", "Kept by the youth service: look again", YOUTH_TURN),
    (Q(state=ACCEPTED), "hand_over", "Hand over", BOTH_TURN),
    (Q(state=HANDED_OVER), "check", "Check how it went", ADULT_TURN),
)
"""The next milestone of a move: where it stands, the clock, in words, and whose turn it is."""


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One move of the list. ``next_step`` is empty once it has ended."""

    case: int
    reference: str
    person: ShownPerson
    state: State
    next_step: str
    turn: str
    due_on: date | None
    is_late: bool
    youth: str
    adult: str


@dataclass(frozen=True, slots=True)
class Moves:
    """A page of one list, how many there are of each, and how many rows to leave out for the next page."""

    which: str
    counts: Mapping[str, int]
    rows: tuple[MoveRow, ...]
    after: int


@question
def youth_moves(*, by: Pass, at: datetime, which: str = GOING, after: int = 0) -> Moves:
    """Moves of people whom the reader works with, what is due first on top. Raises ``NotPermitted``."""
    by.demand("youth.move")
    on, told = local_date(at), _annotated(by, local_date(at))
    late = Q(due__lt=day_begins(on), closed_at__isnull=True)
    lists = {GOING: Q(closed_at__isnull=True), LATE: late, OVER: Q(closed_at__isnull=False)}
    which = which if which in lists else GOING
    order = (F("closed_at").desc(nulls_first=True), F("due").asc(nulls_last=True), "pk")
    rows = told.filter(lists[which]).select_related("person").order_by(*order)
    found = list(rows[after : after + PAGE + 1])
    names = shown_names([row.person_id for row in found])
    counts = {name: told.filter(chosen).count() for name, chosen in lists.items()}
    more = after + PAGE if len(found) > PAGE else 0
    return Moves(which, counts, tuple(_row(row, names, on) for row in found[:PAGE]), more)


def _annotated(by: Pass, on: date) -> QuerySet[Any]:
    people = Person.objects.filter(reached_by_tie(by)).values("pk")
    cases = with_worker_named(SchemeCase.objects.filter(entries_of_tied(LABEL, by), scheme=YOUTH, person__in=people))
    days = dues(on)
    when = [When(stands, then=Cast(days[clock], DateTimeField())) for stands, clock, _, _ in NEXT]
    told: QuerySet[Any] = cases.annotate(
        next_step=Case(
            *[When(one[0], then=Value(one[2])) for one in NEXT], default=Value(""), output_field=CharField()
        ),
        turn=Case(*[When(one[0], then=Value(one[3])) for one in NEXT], default=Value(""), output_field=CharField()),
        due=Case(*when, default=Value(None), output_field=DateTimeField()),
        youth=carried_by(ManagerPart.YOUTH),
        adult=carried_by(ManagerPart.PROBATION),
    )
    return told


def _row(row: Any, names: Mapping[int, ShownPerson], on: date) -> MoveRow:
    due_on = local_date(row.due) if row.due and row.closed_at is None else None
    is_late = due_on is not None and due_on < on
    person, ended = names.get(row.person_id, ShownPerson()), row.closed_at is not None
    return MoveRow(
        row.pk, row.person.reference, person, YOUTH_STATES[row.state], "" if ended else row.next_step,
        "" if ended else row.turn, due_on, is_late, row.youth or "", row.adult or "",
    )  # fmt: skip
