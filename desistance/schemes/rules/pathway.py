"""How far a woman has come on the pathway, how often she came to the centre, and what her answers mean in a few words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desistance.schemes.terms.checks import NOT_KNOWN
from desistance.schemes.terms.pathway import MILESTONES


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milestone, and the day on which it was first reached; none where it was not."""

    words: str
    on: date | None


def milestones(reached: Mapping[str, date]) -> tuple[Milestone, ...]:
    """The milestones in their order, by the day each stage was first reached; going back to one changes nothing."""
    return tuple(Milestone(words, reached.get(name)) for name, words in MILESTONES)


def how_far(steps: Sequence[Milestone]) -> tuple[int, str]:
    """How many were reached, and the last that was: by its day, and on one day by their order."""
    done = [(one.on, place, one.words) for place, one in enumerate(steps) if one.on is not None]
    return len(done), max(done)[2] if done else ""


def attendance(came: int, expected: int) -> str:
    """How often somebody came of the times that were arranged and are over; nothing is said where none was."""
    if not expected:
        return ""
    return f"Came {came} of {expected} times"


WORKER_WORDS: Mapping[str, tuple[str, bool]] = {
    "met": ("Female worker wished for: she has one", False),
    "not_met": ("Female worker wished for, not met yet", True),
    "no_wish": ("No wish for a female worker", False),
}


def worker_wish(answer: str) -> tuple[str, bool]:
    """The wish for a female worker in words, and whether it waits to be met; nobody asked is said as such."""
    return WORKER_WORDS.get(answer or NOT_KNOWN, ("Nobody asked whether she wishes for a female worker", True))
