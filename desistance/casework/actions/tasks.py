"""Setting a task, handing it over, and saying what came of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desistance.access.models import Involvement
from desistance.access.queries.staffing import works_for
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.casework.models import Task
from desistance.casework.rules.tasks import (
    Origin,
    TaskFacts,
    may_close,
    may_give,
    may_hand_over,
    troubles_of_task,
)
from desistance.casework.terms import LONGEST_REASON, TASK_DROPPED, TASK_OPEN
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency, Staff
from desistance.people.models import Person


@dataclass(frozen=True, slots=True)
class Doer:
    """Who is to do a task: an agency, and the worker there where one is named."""

    agency: Agency
    worker: Staff | None = None

    @property
    def data_class(self) -> DataClass:
        """What a health service is asked to do for someone is health information."""
        return DataClass.HEALTH if self.agency.kind == "health" else DataClass.CASEWORK


@deed("task.set", Category.COLLECTION)
def set_task(
    *,
    person: Person | None,
    facts: TaskFacts,
    doer: Doer,
    by: Pass,
    at: datetime,
    origin: Origin | None = None,
    source: str = "staff",
) -> Task:
    """Ask a worker or an agency to do something by a day, about a person whose record is open or about nobody.

    ``origin`` names the record of another room that the task comes from. Raises :class:`Refused` with the field to mend
    (``doer`` for whom it is given to), and :class:`NotFound` when the pass is not for this person.
    """
    if person is not None:
        by.demand_person(person.pk, DataClass.CASEWORK, writing=True)
    for field, decision in troubles_of_task(facts, local_date(at)):
        decision.demand(field)
    _demand_doer(person.pk if person else None, doer, by, at)
    return Task.objects.create(
        person=person,
        agency=doer.agency,
        worker=doer.worker,
        asked_agency_id=by.agency,
        asked_by=by.staff,
        data_class=doer.data_class,
        what=facts.what.strip(),
        due_on=facts.due_on,
        origin_name=origin.name if origin else "",
        origin_id=origin.id if origin else None,
        source=source,
        recorded_at=at,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


@deed("task.set")
def hand_task_over(*, task: Task, doer: Doer, because: str, by: Pass, at: datetime, version: int | None = None) -> Task:
    """Give an open task to another worker or agency, with what they need to know. Whoever asked still waits for it.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    _demand_part(task, by)
    may_hand_over(state=task.state, because=because).demand("because")
    _demand_doer(task.person_id, doer, by, at)
    worker = doer.worker.pk if doer.worker else None
    told: dict[str, Any] = {"agency_id": doer.agency.pk, "worker_id": worker, "data_class": doer.data_class}
    note = because.strip()
    change(task, version=version, by=by, at=at, reason=note, note=note, **told)
    return task


@deed("task.set")
def close_task(*, task: Task, to: str, came_of: str, by: Pass, at: datetime, version: int | None = None) -> Task:
    """Say what came of a task (``done``), or why it is no longer needed (``dropped``).

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    _demand_part(task, by)
    may_close(state=task.state, to=to, came_of=came_of, is_owner=task.agency_id == by.agency).demand("came_of")
    told: dict[str, Any] = {"came_of": came_of.strip(), "closed_at": at, "closed_by": by.staff}
    change(task, version=version, by=by, at=at, state=to, **told)
    return task


def _demand_part(task: Task, by: Pass) -> None:
    """Raise :class:`NotFound` unless the acting agency is to do the task or asked for it, on an open record."""
    if task.person_id is not None:
        by.demand_person(task.person_id, DataClass.CASEWORK, writing=True)
    if by.agency not in (task.agency_id, task.asked_agency_id):
        raise NotFound()


def _demand_doer(person: int | None, doer: Doer, by: Pass, at: datetime) -> None:
    work = Involvement.objects.filter(agency=doer.agency, state="open")
    works = person is not None and work.filter(person_id=person).exists()
    may_give(
        is_own_agency=doer.agency.pk == by.agency,
        works_with_person=works,
        is_about_someone=person is not None,
        worker_is_theirs=doer.worker is None or works_for(staff=doer.worker.pk, agency=doer.agency.pk, at=at),
    ).demand("doer")


@deed("task.set", Category.COLLECTION)
def take_tasks_back(*, rows: Collection[int], reason: str, by: Pass, at: datetime) -> list[Task]:
    """Drop tasks that a file said and that is undone: they stay readable. A second call changes nothing.

    Raises :class:`NotFound` for a worker to whom one of the records is not open.
    """
    standing = Task.objects.select_for_update(of=("self",)).filter(pk__in=rows, agency_id=by.agency, state=TASK_OPEN)
    found = list(standing.order_by("pk"))
    told: dict[str, Any] = {"came_of": reason.strip()[:LONGEST_REASON], "closed_at": at, "closed_by": by.staff}
    for task in found:
        _demand_part(task, by)
        change(task, version=None, by=by, at=at, kind="undo", state=TASK_DROPPED, **told)
    return found
