"""Whether a task may be set, given to someone, finished or dropped as it is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desistance.casework.rules.arranging import Trouble
from desistance.casework.terms import FURTHEST_TASK, LONGEST_REASON, LONGEST_TASK, TASK_DONE, TASK_STATES
from desistance.foundation.decisions import Decision, all_of, allowed, refused


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What is to be done, and by when."""

    what: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a task comes from, where a room made it: by name, such as ``coordination.AgreedAction``, and id."""

    name: str
    id: int


def troubles_of_task(facts: TaskFacts, on: date) -> Iterator[Trouble]:
    """Each thing that keeps a task from the record, with the field to mend."""
    if not facts.what.strip():
        yield "what", refused("Enter what is to be done.")
    if len(facts.what) > LONGEST_TASK:
        yield "what", refused(f"What is to be done must be {LONGEST_TASK} characters or fewer.")
    if facts.due_on < on:
        yield "due_on", refused("The day by which it is due must be today or later.")
    elif facts.due_on > on + FURTHEST_TASK:
        yield "due_on", refused("The day by which it is due must be within the next 2 years.")


def may_give(
    *, is_own_agency: bool, works_with_person: bool, is_about_someone: bool, worker_is_theirs: bool
) -> Decision:
    """To whom a task may be given: one's own agency, or one that works with the person; to a worker of that agency."""
    if not is_own_agency and not is_about_someone:
        return refused("A task about nobody stays in your own agency.")
    if not is_own_agency and not works_with_person:
        return refused("That agency does not work with this person. Choose one that does.")
    return allowed() if worker_is_theirs else refused("Choose a worker of the agency that is to do it.")


def may_close(*, state: str, to: str, came_of: str, is_owner: bool) -> Decision:
    """Whoever is to do it finishes it; they or whoever asked drop it. Either says what came of it."""
    missing = "Enter what came of it." if to == TASK_DONE else "Enter why it is no longer needed."
    return all_of(
        TASK_STATES.may_move(state, to),
        allowed() if is_owner or to != TASK_DONE else refused("Only the agency that is to do it can say it is done."),
        allowed() if came_of.strip() else refused(missing),
        allowed()
        if len(came_of) <= LONGEST_REASON
        else refused(f"What came of it must be {LONGEST_REASON} characters or fewer."),
    )


def may_hand_over(*, state: str, because: str) -> Decision:
    """An open task is handed over with a note for whoever takes it on."""
    return all_of(
        allowed() if state == TASK_STATES.start else refused("This task is closed."),
        allowed() if because.strip() else refused("Enter what they need to know."),
        allowed()
        if len(because) <= LONGEST_REASON
        else refused(f"The note must be {LONGEST_REASON} characters or fewer."),
    )
