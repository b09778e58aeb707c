"""Tasks and notes: what somebody asked a worker or an agency to do, and what workers wrote down."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Query, Schema
from pydantic import Field, StringConstraints

from desistance.access.queries.involved import own_involvement
from desistance.access.queries.staffing import agency_of, member_of_staff
from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.operations.desk import Place, read_as_place
from desistance.api.text import NO_NUL, Day, Id, Moment, Sentence, Size
from desistance.casework.actions.notes import correct_note, take_note_back, write_note
from desistance.casework.actions.tasks import Doer, close_task, hand_task_over, set_task
from desistance.casework.queries.notes import LABEL, NoteShown, notes_of, own_note
from desistance.casework.queries.tasks import TaskShown, my_tasks, own_task, tasks_of
from desistance.casework.rules.notes import NoteFacts
from desistance.casework.rules.tasks import TaskFacts
from desistance.casework.terms import LONGEST_NOTE, NoteKind
from desistance.desk.rules import timeline
from desistance.foundation.decisions import NotFound
from desistance.foundation.rows import Source

router = RoomRouter(tags=["tasks and notes"])
Text = Annotated[str, StringConstraints(max_length=LONGEST_NOTE, pattern=NO_NUL)]


class TaskTold(Schema):
    """One task. ``version`` goes into If-Match; ``reference`` is empty for a task about nobody."""

    id: int
    version: int
    reference: str
    what: str
    due_on: date
    state: str
    agency: str
    worker: str
    asked_by: str
    asked_agency: str
    note: str
    came_of: str
    closed_at: datetime | None
    origin_name: str
    origin_id: int | None
    recorded_at: datetime
    is_overdue: bool


class MyTasksTold(Schema):
    """Open tasks of the caller, of their agency that nobody has taken, and that they asked others for."""

    mine: list[TaskTold]
    untaken: list[TaskTold]
    asked: list[TaskTold]


class TaskSaid(Schema):
    """What is to be done by when, by which agency and, in it, which worker."""

    what: Sentence
    due_on: Day
    agency: Id
    worker: Id | None = None


class TaskEnd(Schema):
    """What came of a task, or why it is no longer needed."""

    to: Literal["done", "dropped"]
    came_of: Sentence


class TaskHandover(Schema):
    """Who takes a task on, and what they need to know."""

    agency: Id
    worker: Id | None = None
    because: Sentence


class NoteTold(Schema):
    """One note as its agency says it."""

    id: int
    agency: str
    author: str
    source: str
    kind: NoteKind
    text: str
    is_sensitive: bool
    at: datetime
    recorded_at: datetime
    corrects: int | None
    reason: str


class NotesTold(Schema):
    """A page of notes, newest first; ``older`` is what to send for the next page."""

    notes: list[NoteTold]
    older: str
    not_shared: dict[str, int]


class NoteSaid(Schema):
    """A note: what it is of, its words, when, and whether it is sensitive."""

    kind: NoteKind = NoteKind.CASE
    text: Text
    happened_at: Moment
    is_sensitive: bool = False
    involvement: Id | None = Field(None, description="The agency's own work that it counts towards.")


class NoteCorrection(Schema):
    """The note as it should stand, and why it did not."""

    kind: NoteKind = NoteKind.CASE
    text: Text
    happened_at: Moment
    is_sensitive: bool = False
    reason: Sentence


class NotePaging(Schema):
    """Which notes to read."""

    size: Size = 25
    older_than: Place | None = None
    kind: NoteKind | None = None


def _task(shown: TaskShown) -> dict[str, Any]:
    names = set(TaskTold.model_fields) - {"agency", "worker", "asked_by", "asked_agency", "is_overdue"}
    return {
        **{name: getattr(shown.task, name) for name in names},
        "agency": shown.task.agency.short_name,
        "worker": shown.task.worker.name if shown.task.worker else "",
        "asked_by": shown.asker,
        "asked_agency": shown.task.asked_agency.short_name,
        "is_overdue": shown.is_late,
    }


def _doer(said: TaskSaid | TaskHandover) -> Doer:
    agency, worker = agency_of(agency=said.agency), member_of_staff(staff=said.worker) if said.worker else None
    if agency is None or (said.worker and worker is None):
        raise NotFound()
    return Doer(agency, worker)


@router.asks("/tasks", MyTasksTold)
def list_tasks(request: Asked) -> Any:
    """List the caller's open tasks, those that nobody of their agency has taken, and what they asked others for."""
    found = my_tasks(by=request.by)
    return {name: [_task(one) for one in getattr(found, name)] for name in ("mine", "untaken", "asked")}


@router.asks("/people/{reference}/tasks", list[TaskTold])
def tasks(request: Asked, reference: str) -> Any:
    """Read the tasks about a person: open ones by the day they are due, then closed ones."""
    person, by = opened(request, reference)
    return [_task(one) for one in tasks_of(person.pk, by=by)]


@router.does("/people/{reference}/tasks", permission="task.set", makes=True)
def say_task(request: Asked, reference: str, said: TaskSaid) -> Done:
    """Ask a worker of the agency's own, or another agency that works with the person, to do something by a day."""
    person, by = opened(request, reference)
    facts = TaskFacts(said.what, said.due_on)
    task = set_task(person=person, facts=facts, doer=_doer(said), source=Source.API, by=by, at=request.at)
    return done("task", task)


@router.does("/people/{reference}/tasks/{int:number}/hand-over", permission="task.set", versioned=True)
def pass_task_on(request: Asked, reference: str, number: int, said: TaskHandover) -> Done:
    """Hand an open task over to another worker or agency."""
    _, by = opened(request, reference)
    told: dict[str, Any] = {"because": said.because, "version": request.version, "by": by, "at": request.at}
    return done("task", hand_task_over(task=own_task(number, by=by).task, doer=_doer(said), **told))


@router.does("/people/{reference}/tasks/{int:number}/close", permission="task.set", versioned=True)
def finish_task(request: Asked, reference: str, number: int, said: TaskEnd) -> Done:
    """Say what came of a task, or why it is no longer needed."""
    _, by = opened(request, reference)
    task = own_task(number, by=by).task
    return done("task", close_task(task=task, **said.dict(), version=request.version, by=by, at=request.at))


def _note(shown: NoteShown) -> dict[str, Any]:
    names = ("id", "source", "kind", "text", "is_sensitive", "at", "recorded_at", "reason")
    return {
        **{name: getattr(shown.note, name) for name in names},
        "agency": shown.note.agency.short_name,
        "author": shown.author,
        "corrects": shown.note.corrects_id,
    }


@router.asks("/people/{reference}/notes", NotesTold)
def notes(request: Asked, reference: str, asked: Query[NotePaging]) -> Any:
    """Read the notes on a person that stand, newest first, a page at a time."""
    person, by = opened(request, reference)
    older = read_as_place(asked.older_than, "older_than")
    found = notes_of(person.pk, by=by, kind=asked.kind or "", older_than=older, size=asked.size)
    last = found.notes[-1].note if found.has_older else None
    return {
        "notes": [_note(one) for one in found.notes],
        "older": str(timeline.Place(last.at, LABEL, last.pk)) if last else "",
        "not_shared": dict(found.not_shared),
    }


@router.does("/people/{reference}/notes", permission="note.record", makes=True)
def say_note(request: Asked, reference: str, said: NoteSaid) -> Done:
    """Write a note."""
    person, by = opened(request, reference)
    work = own_involvement(involvement_id=said.involvement, by=by) if said.involvement else None
    facts = NoteFacts(**said.dict(exclude={"involvement"}))
    note = write_note(person=person, facts=facts, involvement=work, source=Source.API, by=by, at=request.at)
    return done("note", note)


@router.does("/people/{reference}/notes/{int:number}/correct", permission="note.record", makes=True)
def put_note_right(request: Asked, reference: str, number: int, said: NoteCorrection) -> Done:
    """Put a corrected note in place of one of the agency's own, which is withdrawn and stays readable."""
    _, by = opened(request, reference)
    facts = NoteFacts(**said.dict(exclude={"reason"}))
    note = own_note(number, by=by).note
    return done("note", correct_note(note=note, facts=facts, reason=said.reason, by=by, at=request.at))


@router.does("/people/{reference}/notes/{int:number}/undo", permission="note.record")
def take_back_note(request: Asked, reference: str, number: int) -> Done:
    """Take back a note that the caller wrote within the last 10 minutes."""
    _, by = opened(request, reference)
    return done("note", take_note_back(note=own_note(number, by=by).note, by=by, at=request.at))
