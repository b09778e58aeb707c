"""Whether a duty may be put off, and whether work or a duty may be handed to a colleague."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desistance.desk.terms import HANDOVER_STATES, LONGEST_HANDOVER_NOTE, LONGEST_SNOOZE_REASON, SNOOZED_MOST
from desistance.foundation.decisions import Decision, all_of, allowed, refused

KEPT_IN_SIGHT = "Safety alerts, legal deadlines and releases tonight stay in your day until they are dealt with"


def _all(*checks: tuple[bool, str]) -> Decision:
    return all_of(*(allowed() if holds else refused(words) for holds, words in checks))


def may_be_put_off(rank: int, values: Mapping[str, Any]) -> bool:
    """Safety, legal and court deadlines and releases tonight are never put off."""
    return rank > int(values["never_up_to_rank"])


def may_snooze(
    *, rank: int, until: date, today: date, reason: str, number: int, values: Mapping[str, Any]
) -> dict[str, Decision]:
    """One decision for each field: what cannot wait stays; the rest comes back within a fortnight, with a reason."""
    if not may_be_put_off(rank, values):
        return {"": refused(KEPT_IN_SIGHT, source="Service design 6.1")}
    days = (until - today).days
    short = len(reason.strip()) < values["reason_characters"]
    return {
        "until": _all(
            (days > 0, "The day must be after today"),
            (days <= values["most_days"], f"The day must be within {values['most_days']} days"),
        ),
        "reason": _all(
            (not short, "Enter why it can wait"),
            (len(reason) <= LONGEST_SNOOZE_REASON, f"Reason must be {LONGEST_SNOOZE_REASON} characters or fewer"),
        ),
        "": _all((number < SNOOZED_MOST, f"You have put off {SNOOZED_MOST} things. Deal with one of them first")),
    }


@dataclass(frozen=True, slots=True)
class HandFacts:
    """What is known of a receiver, a note and what is handed."""

    note: str
    is_oneself: bool
    works_here: bool
    may_open: bool
    name: str
    is_handed_already: bool = False


def may_hand_over(facts: HandFacts) -> dict[str, Decision]:
    """To a colleague of the agency who may open the record, with a note that says what matters."""
    receiver = _all(
        (not facts.is_oneself, "Choose a colleague, not yourself"),
        (facts.works_here, "Choose a worker who holds a post in your agency today"),
        (
            facts.may_open or not facts.works_here or facts.is_oneself,
            f"{facts.name} cannot open this record. A manager can give them the work instead",
        ),
    )
    return {
        "receiver": receiver,
        "note": note_problem(facts.note),
        "": _all((not facts.is_handed_already, "This has been handed over already, and nobody has answered yet")),
    }


def note_problem(note: str) -> Decision:
    """A handover note says something, and is no longer than can be read before a visit."""
    return _all(
        (len(note.strip()) >= 10, "Enter a handover note: what matters now, what is promised, what is due"),
        (len(note) <= LONGEST_HANDOVER_NOTE, f"Handover note must be {LONGEST_HANDOVER_NOTE:,} characters or fewer"),
    )


def may_answer(state: str, to: str, *, is_of_work: bool, answer: str) -> Decision:
    """Work is read; a duty is taken, done or given back, and given back with words."""
    if is_of_work and to != "read":
        return refused("The work itself was given to you. Ask your manager when it should be someone else's")
    if not is_of_work and to == "read":
        return refused("Say whether you take this over, or give it back")
    words = to != "given_back" or len(answer.strip()) >= 5
    return all_of(HANDOVER_STATES.may_move(state, to), allowed() if words else refused("Enter why you give it back"))
