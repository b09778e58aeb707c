"""The task list of a publication: what is to be done before it is out, in order, each with where it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from desistance.measurement.terms import SHOWN

Standing = Literal["Done", "To do", "Cannot start yet"]
CHECKED = ("checked", "waiting", "approved", *SHOWN)
ASKED = ("waiting", "approved", *SHOWN)
APPROVED = ("approved", *SHOWN)


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """What the task list follows from."""

    state: str
    is_final: bool
    is_text_standing: bool
    tables: int
    hidden: int
    publish_at: datetime | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Task:
    """One task: its name, what it comes to, and where it stands."""

    name: str
    words: str
    standing: Standing

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do in it."""
        return self.standing == "Done"


def tasks_of(facts: PublicationFacts) -> tuple[Task, ...]:
    """Data, hidden cells, text, checks, approval, publication: a task can start when those before it are done."""
    data = (
        "Everyone's waiting is over."
        if facts.is_final
        else "Provisional: the waiting is not over, and every page says so."
    )
    hidden = (
        f"{facts.hidden:,} cells are hidden, each with its reason."
        if facts.hidden
        else "No hidden numbers in this table."
    )
    steps = (
        ("Freeze and count the data", data, facts.tables > 0),
        ("Look at what is hidden", hidden, facts.tables > 0),
        ("Write the text", "Every figure in it is a field.", facts.is_text_standing),
        ("Sign the checks", "Quality of the data, hidden cells and text.", facts.state in CHECKED),
        ("Ask for approval", "Another person approves it, for a set time.", facts.state in ASKED),
        ("Approval by another person", _when(facts), facts.state in APPROVED),
        ("Publish", "The service publishes it at its time.", facts.published_at is not None),
    )
    found: list[Task] = []
    for name, words, is_done in steps:
        may_start = all(task.is_done for task in found)
        found.append(
            Task(name, words, "Done" if is_done and may_start else "To do" if may_start else "Cannot start yet")
        )
    return tuple(found)


def _when(facts: PublicationFacts) -> str:
    if facts.publish_at is None:
        return "Another person must approve this."
    return "Another person must approve this before its time."
