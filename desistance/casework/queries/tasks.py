"""Questions about tasks: what is open about a person, what waits for the reader, and what they asked others for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from desistance.access.models import Involvement
from desistance.access.queries.scope import entries_seen, people_seen, unhidden
from desistance.audit.deeds import question
from desistance.casework.models import Task
from desistance.casework.queries.alerts import name_of
from desistance.casework.terms import TASK_OPEN, TASK_STATES
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.decisions import NotFound
from desistance.foundation.duties import duty_rows
from desistance.foundation.passes import Pass
from desistance.people.models import Person

LABEL = "casework.Task"
MOST_SHOWN = 100
MOST_ON_CARD = 8


@dataclass(frozen=True, slots=True)
class TaskShown:
    """One task with who asked, who closed it and where it stands to the reader."""

    task: Any
    asker: str
    closer: str
    is_mine: bool
    is_ours: bool
    may_change: bool
    is_late: bool

    @property
    def id(self) -> int:
        """The task's id."""
        return int(self.task.pk)

    @property
    def is_open(self) -> bool:
        """Whether it is still to do."""
        return bool(self.task.state == TASK_OPEN)

    @property
    def state_words(self) -> str:
        """Where it stands, in words."""
        return "Overdue" if self.is_late else TASK_STATES[self.task.state].wording

    @property
    def tone(self) -> str:
        """The colour that goes with the words."""
        return "red" if self.is_late else TASK_STATES[self.task.state].tone

    @property
    def doer(self) -> str:
        """Who is to do it."""
        agency = str(self.task.agency.short_name)
        return f"{self.task.worker.name}, {agency}" if self.task.worker else agency


@dataclass(frozen=True, slots=True)
class MyTasks:
    """Open tasks: the reader's own, those of their agency that nobody has taken, and what they asked others for."""

    mine: tuple[TaskShown, ...]
    untaken: tuple[TaskShown, ...]
    asked: tuple[TaskShown, ...]


def _rows(condition: Q) -> QuerySet[Any, Any]:
    rows = Task.objects.filter(condition).select_related("agency", "worker", "asked_agency")
    named = rows.annotate(asker=name_of("asked_by"), closer=name_of("closed_by"))
    return named.annotate(reference=Coalesce("person__reference", Value("")))


def _of_person(by: Pass) -> Q:
    """Tasks about the person whose record is open that the reader may see: as entries, and all that their agency asked for."""
    return entries_seen(by, LABEL) | Q(person_id=by.person, asked_agency_id=by.agency)


def _shown(row: Any, by: Pass) -> TaskShown:
    return TaskShown(
        task=row,
        asker=row.asker,
        closer=row.closer,
        is_mine=row.worker_id == by.staff and row.agency_id == by.agency,
        is_ours=row.agency_id == by.agency,
        may_change=row.state == TASK_OPEN and by.agency in (row.agency_id, row.asked_agency_id),
        is_late=row.state == TASK_OPEN and row.due_on < local_date(by.at),
    )


@question
def tasks_of(person: int, *, by: Pass, with_closed: bool = True, most: int = MOST_SHOWN) -> Sequence[TaskShown]:
    """Tasks about the person whose record is open: open ones by the day they are due, then closed ones. One statement."""
    if by.person != person or not person:
        return []
    shown = [_shown(row, by) for row in rows_of(_of_one, by=by, shape=(with_closed, most))]
    return [*(one for one in shown if one.is_open), *(one for one in shown if not one.is_open)]


def _of_one(by: Pass, with_closed: bool, most: int) -> QuerySet[Any]:
    rows = _rows(_of_person(by)) if with_closed else _rows(_of_person(by)).filter(state=TASK_OPEN)
    return rows.order_by("closed_at", "due_on", "id")[:most]


@question
def tasks_from(origin: str, *, by: Pass) -> Mapping[int, TaskShown]:
    """The newest task that came of each record of a room, by its id, about the person whose record is open. One statement."""
    rows = _rows(_of_person(by)).filter(origin_name=origin, person_id=by.person).order_by("-id")
    found: dict[int, TaskShown] = {}
    for row in rows[:MOST_SHOWN]:
        found.setdefault(row.origin_id, _shown(row, by))
    return found


@question
def own_task(task: int, *, by: Pass) -> TaskShown:
    """A task that the reader's agency is to do or asked for: about the person whose record is open, or about nobody.

    Raises :class:`NotFound` for any other.
    """
    part = Q(agency_id=by.agency) | Q(asked_agency_id=by.agency)
    about = _of_person(by) if by.person else Q(person__isnull=True)
    found = _rows(about & part).filter(pk=task).first()
    if found is None:
        raise NotFound()
    return _shown(found, by)


@question
def task_address(task: int, *, by: Pass) -> str:
    """The reference of the person whom a task of the reader's agency is about; empty for one about nobody.

    Raises :class:`NotFound` where the reader may not open the person's record.
    """
    part = Q(agency_id=by.agency) | Q(asked_agency_id=by.agency)
    found = _rows(part & _open_to(by)).filter(pk=task).first()
    if found is None:
        raise NotFound()
    return str(found.reference)


def _open_to(by: Pass) -> Q:
    return Q(person__isnull=True) | Q(person__in=Person.objects.filter(people_seen(by))) & unhidden(by, LABEL)


@question
def my_tasks(*, by: Pass) -> MyTasks:
    """Open tasks of the reader, of their agency that nobody has taken, and that they asked others for. Three statements."""
    waiting = _rows(_open_to(by)).filter(state=TASK_OPEN).order_by("due_on", "id")
    own = Q(agency_id=by.agency, worker_id=by.staff)
    asked = waiting.filter(asked_by=by.staff, asked_agency_id=by.agency).exclude(own)
    sets = (waiting.filter(own), waiting.filter(agency_id=by.agency, worker__isnull=True), asked)
    mine, untaken, others = (tuple(_shown(row, by) for row in rows[:MOST_SHOWN]) for rows in sets)
    return MyTasks(mine, untaken, others)


def tasks_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """Open actions for the person page: the reader's own first, then others', by the day they are due."""
    shown = tasks_of(person, by=by, with_closed=False)
    mine = [one for one in shown if one.is_mine]
    others = [one for one in shown if not one.is_mine]
    link = {"label": "All tasks", "url": "{here}tasks/"}
    return {"mine": mine[:MOST_ON_CARD], "others": others[:MOST_ON_CARD], "count": len(shown), "link": link}


def tasks_due(by: Pass) -> QuerySet[Any, Any]:
    """Tasks that are the reader's to do: given to them, or to their agency about someone whom they lead on."""
    led = Involvement.objects.filter(
        Q(lead_id=by.staff) | Q(lead__isnull=True, team_id__in=by.teams), state="open", agency_id=by.agency
    )
    theirs = Q(worker_id=by.staff) | Q(worker__isnull=True, person__in=led.values("person_id"))
    rows = Task.objects.filter(theirs, _open_to(by), state=TASK_OPEN, agency_id=by.agency)
    return _told(rows, "casework.task", said_by="asked_agency__short_name")


def tasks_asked(by: Pass) -> QuerySet[Any, Any]:
    """Tasks that the reader set for others and that wait to be done."""
    own = Q(agency_id=by.agency, worker_id=by.staff)
    rows = Task.objects.filter(_open_to(by), state=TASK_OPEN, asked_by=by.staff, asked_agency_id=by.agency)
    return _told(rows.exclude(own), "casework.task_asked", said_by="agency__short_name")


def _told(rows: QuerySet[Task], name: str, *, said_by: str) -> QuerySet[Any, Any]:
    reference = Coalesce(F("person__reference"), Value(""))
    return duty_rows(
        rows, name, words=F("what"), since="recorded_at", due="due_on", said_by=said_by, reference=reference
    )
