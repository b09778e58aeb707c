"""Until when and when an import can be undone, and what stops it, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.rulesets import in_force
from desistance.ingest.terms import UNDO

SOURCE = "Service design P61 and J11: undo within 14 days if nothing depends on it."
OPEN_TO_UNDO = frozenset({"done", "done_with_held", "ready", "needs_you"})
"""States of an import in which it may be undone, once rows of it were loaded."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One kind of thing that stops an import from being undone: how many, what, what to do first; whom or which file to look at.

    ``people`` are references that the reader may open, the first few of them; ``imports`` are later files.
    """

    count: int
    words: str
    way: str
    people: tuple[str, ...] = ()
    imports: tuple[int, ...] = ()


def undo_until(loaded_on: date) -> date:
    """The last day on which an import that was loaded on a day may be undone, by the rule in force then."""
    return loaded_on + timedelta(days=int(in_force(UNDO, loaded_on).values["days"]))


def may_undo(*, state: str, loaded_on: date | None, rows_loaded: int, on: date) -> Decision:
    """An import that has loaded rows, is not at work, and whose days are not over. ``loaded_on`` is None until loading ended."""
    if state == "undone":
        return refused("This import has been undone already.", source=SOURCE)
    if state not in OPEN_TO_UNDO:
        return refused("This import is at work. Wait until it is done, then undo it.", source=SOURCE)
    if loaded_on is None or not rows_loaded:
        return refused("Nothing of this file has been loaded, so there is nothing to undo.", source=SOURCE)
    last = undo_until(loaded_on)
    if on > last:
        return refused(
            f"This import could be undone until {last:%-d %B %Y}. Correct or withdraw single entries instead.",
            source=SOURCE,
        )
    return allowed()


def in_a_sentence(stops: Sequence[Stop]) -> str:
    """What stops an import, as one sentence for each kind."""
    return " ".join(f"{stop.words} ({stop.count:,}). {stop.way}" for stop in stops)
