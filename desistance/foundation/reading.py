"""Notes of what is read, and the mark that a statement on a protected table must carry.

Rows about people note themselves as they become objects. ``audit`` turns the notes into one event, committed before the
bytes leave. A statement on a protected table runs only inside :func:`marked`: questions and deeds open it, nothing else.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

from desistance.foundation.passes import Pass


@dataclass
class Notes:
    """What one request, job or command has looked at so far."""

    by: Pass | None = None
    subjects: set[int] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    whats: list[str] = field(default_factory=list)
    denied: set[int] = field(default_factory=set)

    def clear(self) -> None:
        """Forget what was noted, once it has been written down."""
        self.subjects.clear()
        self.classes.clear()
        self.whats.clear()


_notes: ContextVar[Notes | None] = ContextVar("notes", default=None)
_unseen: ContextVar[str] = ContextVar("unseen", default="")
_mark: ContextVar[str] = ContextVar("mark", default="")
PROTECTED: set[str] = set()
GUARDED: Final = "kept"
"""How the names of prepared statements begin that read a protected table: the guard does not see the text of those."""


class UnmarkedStatement(RuntimeError):
    """A statement reached a protected table outside every question and deed: a fault of ours, never of the user."""


@contextmanager
def noting(by: Pass | None = None) -> Iterator[Notes]:
    """Open a page of notes; whoever opens it must write it to the audit trail."""
    notes = Notes(by=by)
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)


def current_notes() -> Notes | None:
    """The open page of notes, if any."""
    return _notes.get()


def note(person: int | None, data_class: str) -> None:
    """Note one look at one person. Nothing is noted inside :func:`unseen`, or where no page is open."""
    notes = _notes.get()
    if notes is not None and person is not None and not _unseen.get():
        notes.subjects.add(person)
        notes.classes.add(str(data_class))


def note_all(people: Iterable[int], data_class: str) -> None:
    """Note a look at several people, for questions that return plain values and not objects."""
    for person in people:
        note(person, data_class)


def note_denied(person: int) -> None:
    """Note that the record of this person was refused; the reader is told nothing, the trail is."""
    notes = _notes.get()
    if notes is not None:
        notes.denied.add(person)


@contextmanager
def unseen(reason: str) -> Iterator[None]:
    """Rows read by the machine and shown to nobody: matching, clash times, rule facts. The reasons are a reviewed list."""
    if reason not in UNSEEN_REASONS:
        raise ValueError(f"{reason!r} is not on the reviewed list of reasons to read unseen")
    token = _unseen.set(reason)
    try:
        yield
    finally:
        _unseen.reset(token)


UNSEEN_REASONS = frozenset({"match candidates", "access facts", "rule facts", "own deed", "nightly check", "trial run"})


@contextmanager
def marked(mark: str) -> Iterator[None]:
    """Statements on protected tables may run inside; the mark names the question or deed."""
    token = _mark.set(mark)
    try:
        yield
    finally:
        _mark.reset(token)


def protect(table: str) -> None:
    """Add a table to those that the guard watches; rows about people do so as their models are made."""
    PROTECTED.add(table)


_tables = re.compile(r'\b(?:FROM|JOIN|UPDATE|INTO)\s+(?:ONLY\s+)?"?([a-z_]+)"?', re.IGNORECASE)


def reads_protected(sql: str) -> bool:
    """Whether a statement names a table that the guard watches."""
    return not PROTECTED.isdisjoint(_tables.findall(sql))


def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """A Django execute wrapper: refuses a statement on a protected table that carries no mark."""
    if not _mark.get() and str(sql).startswith(f"EXECUTE {GUARDED}_"):
        raise UnmarkedStatement("A statement that a connection keeps prepared ran outside every question and deed.")
    if not _mark.get() and reads_protected(str(sql)):
        tables = sorted(PROTECTED.intersection(_tables.findall(str(sql))))
        raise UnmarkedStatement(f"A statement on {', '.join(tables)} ran outside every question and deed.")
    return execute(sql, params, many, context)
