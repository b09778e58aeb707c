"""One move from youth to adult services with all that its page shows, and what a deed on it must know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from desistance.access.models import Involvement
from desistance.access.queries.scope import entries_seen, is_found, people_seen
from desistance.access.queries.staffing import staff_by_id
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.states import State
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency
from desistance.people.models import Person
from desistance.schemes.models import CaseAsk, CaseStep, CohortManager, SchemeCase
from desistance.schemes.queries.iom.recorded import births_of
from desistance.schemes.rules.ages import Birth, Turning, turning
from desistance.schemes.rules.youth import Dates, Milestone, milestones, next_of, rules_of
from desistance.schemes.terms.cases import UNDO_FOR
from desistance.schemes.terms.iom import ASKED, AskKind, ManagerPart
from desistance.schemes.terms.youth import (
    ACCEPTED,
    ADULT_SIDE,
    CHECKED,
    HANDED_OVER,
    IDENTIFIED,
    MET,
    RETAINED,
    SHARED,
    STOPPED,
    YOUTH,
    YOUTH_STATES,
    YOUTH_WORK,
)

LABEL = "schemes.SchemeCase"
PLACE = {IDENTIFIED: 0, SHARED: 1, MET: 2, RETAINED: 2, ACCEPTED: 3, HANDED_OVER: 4, CHECKED: 5}
"""How far a case has come, so that a step that was gone back on no longer counts as done."""
UNDONE = ("shared", "met", "accepted", "kept", "handed", "checked", "stopped")
"""Decisions that can be taken back for 10 minutes."""


@dataclass(frozen=True, slots=True)
class YouthOpened:
    """A move with everything that its page shows. ``adult`` is when the person is 18, by every date of birth."""

    case: SchemeCase
    state: State
    births: tuple[Birth, ...]
    adult: Turning
    dates: Dates
    milestones: tuple[Milestone, ...]
    source: str
    steps: tuple[tuple[CaseStep, str], ...]
    workers: tuple[CohortManager, ...]
    asks: tuple[CaseAsk, ...]
    may_undo: bool
    on: date

    @property
    def next(self) -> Milestone | None:
        """The first step that is not done."""
        return next_of(self.milestones) if self.case.closed_at is None else None

    def worker(self, part: ManagerPart) -> CohortManager | None:
        """Who carries the move for one side now."""
        return next((one for one in self.workers if one.part == part and one.until_at is None), None)

    @property
    def is_asked(self) -> bool:
        """Whether the adult service has not answered yet."""
        return any(one.state == ASKED for one in self.asks)


@question
def open_youth_case(*, case: int, by: Pass, at: datetime) -> YouthOpened:
    """The move of the person whose record is open. Raises :class:`NotFound` for any other as for one that is not there."""
    row = _seen(case, by)
    on = local_date(at)
    steps = list(_of(CaseStep.objects.standing(), "schemes.CaseStep", row, by).order_by("-at", "-id"))
    workers = _of(CohortManager.objects.all(), "schemes.CohortManager", row, by).select_related("staff", "agency")
    asks = _of(CaseAsk.objects.all(), "schemes.CaseAsk", row, by).select_related("to_agency")
    births = births_of(by)
    dates = _dates(row, steps)
    names = staff_by_id(ids=[one.recorded_by for one in steps if one.recorded_by is not None])
    return YouthOpened(
        case=row,
        state=YOUTH_STATES[row.state],
        births=births,
        adult=turning(births, rules_of(on).values["adult_months"]),
        dates=dates,
        milestones=milestones(births, dates, on),
        source=rules_of(on).source,
        steps=tuple((one, names[one.recorded_by].name if one.recorded_by in names else "") for one in steps),
        workers=tuple(workers.order_by("-from_at", "-id")),
        asks=tuple(asks.order_by("-asked_at", "-id")),
        may_undo=bool(steps) and may_undo(steps[0], by, at),
        on=on,
    )


def _of(rows: QuerySet[Any], label: str, row: SchemeCase, by: Pass) -> QuerySet[Any]:
    return rows.filter(entries_seen(by, label), case=row)


def _dates(row: SchemeCase, steps: Sequence[CaseStep]) -> Dates:
    """The day of each step that counts: what was gone back on since does not."""
    place = PLACE.get(steps[0].come_from if row.state == STOPPED and steps else row.state, 0)
    newest: dict[str, CaseStep] = {}
    for step in steps:
        newest.setdefault(step.decision, step)

    def day(decision: str, least: int, told: str = "") -> date | None:
        step = newest.get(decision)
        if step is None or place < least:
            return None
        return date.fromisoformat(step.told[told]) if told else local_date(step.at)

    return Dates(
        identified_on=day("planned", 0),
        shared_on=day("shared", 1),
        named_on=day("named", 1),
        met_on=day("met", 2, "held_on"),
        accepted_on=day("accepted", 3),
        agreed_on=day("accepted", 3, "handover_on"),
        handed_on=day("handed", 4, "handed_on"),
        checked_on=day("checked", 5),
    )


def may_undo(step: CaseStep, by: Pass, at: datetime) -> bool:
    """Whether the last step may be taken back: by whoever took it, for 10 minutes; a worker who was named is changed instead."""
    return step.decision in UNDONE and step.recorded_by == by.staff and at < step.recorded_at + UNDO_FOR


def _seen(case: int, by: Pass) -> SchemeCase:
    rows = SchemeCase.objects.filter(entries_seen(by, LABEL), pk=case, scheme=YOUTH)
    row = rows.select_related("agency").first()
    if row is None:
        raise NotFound()
    return row


@question
def seen_youth_case(*, case: int, by: Pass) -> SchemeCase:
    """A move of the open record for a deed. Raises :class:`NotFound`."""
    return _seen(case, by)


@dataclass(frozen=True, slots=True)
class BeforePlanning:
    """What planning a move must know: dates of birth, the open case if there is one, and the youth service's work."""

    births: tuple[Birth, ...]
    case: SchemeCase | None
    work: Involvement | None


@question
def before_planning(*, person: int, by: Pass) -> BeforePlanning:
    """What stands before a move is planned by the acting agency."""
    by.demand_person(person, DataClass.CHILDHOOD)
    open_now = Involvement.objects.filter(person_id=person, agency_id=by.agency, kind=YOUTH_WORK, state="open")
    case = SchemeCase.objects.filter(person_id=person, scheme=YOUTH, closed_at__isnull=True).order_by("-created_at")
    return BeforePlanning(births_of(by), case.first(), open_now.first())


@question
def adult_worker_of(*, case: SchemeCase, by: Pass) -> CohortManager | None:
    """Whom the adult service named for a move, now."""
    by.demand_person(case.person_id, DataClass(case.data_class))
    rows = CohortManager.objects.filter(case=case, part=ManagerPart.PROBATION, until_at__isnull=True)
    return rows.select_related("staff").first()


@question
def adult_services(*, by: Pass) -> list[tuple[int, str]]:
    """Adult services to share a file with, by name."""
    rows = Agency.objects.filter(kind__in=ADULT_SIDE, until_on__isnull=True).exclude(pk=by.agency)
    return list(rows.order_by("name").values_list("pk", "name"))


@question
def youth_address(*, case: int, by: Pass) -> tuple[str, int]:
    """The reference of the person of a move, and the case. Raises :class:`NotFound`."""
    people = Person.objects.filter(people_seen(by))
    rows = SchemeCase.objects.filter(pk=case, scheme=YOUTH, person__in=people)
    found = rows.values_list("person_id", "person__reference").first()
    if found is None:
        raise NotFound()
    note_all([found[0]], DataClass.IDENTITY)
    return found[1], case


@question
def handover_asked(*, ask: int, by: Pass) -> CaseAsk:
    """What a youth service asked of the reader's agency. Raises :class:`NotFound` for anybody else, and who may not find them."""
    rows = CaseAsk.objects.filter(pk=ask, to_agency_id=by.agency, kind=AskKind.HANDOVER)
    row = rows.select_related("agency", "person", "case").first()
    if row is None or not is_found(row.person_id, by):
        raise NotFound()
    return row
