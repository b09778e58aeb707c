"""Whether an action may stand in the plan as written, who says where it stands, and who comments on a measure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.governance.terms import (
    DONE,
    LONGEST_STEP,
    LONGEST_WHAT,
    LONGEST_WORDS,
    NEEDS_RECOVERY,
    PLAN_STATES,
    Objective,
)
from desistance.measurement.rules.board import ON_THE_BOARD

Trouble = tuple[str, Decision]
SOURCE = "Service design J9: actions and measures of a partnership, read by people who see nobody's record"
REFERENCE: Final = re.compile(r"\bP-[0-9A-Z]{4}-[0-9A-Z]{2}\b", re.IGNORECASE)
NOBODY = "Take out the person's reference. The plan is read by people who see nobody's record."


def names_somebody(*texts: str) -> bool:
    """Whether one of the texts holds a person's reference."""
    return any(REFERENCE.search(text) for text in texts)


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """An action as it is written: what is to be done, for which objective, by when, what comes first, what it is to move."""

    what: str
    objective: str
    due_on: date
    milestone: str = ""
    measures: tuple[str, ...] = ()


def troubles_of_action(
    facts: ActionFacts, on: date, *, may_own: bool, was_due_on: date | None = None
) -> Iterator[Trouble]:
    """What is wrong with an action, by field. A day in the past stands only where it stood before."""
    if not facts.what.strip() or len(facts.what) > LONGEST_WHAT:
        yield "what", refused(f"Enter what is to be done, in {LONGEST_WHAT} characters or fewer.")
    if facts.objective not in Objective.values:
        yield "objective", refused("Choose the objective that it serves.")
    if not may_own:
        yield "owner", refused("Choose an owner agency and person: somebody whose post works on the plan today.")
    if facts.due_on < on and facts.due_on != was_due_on:
        yield "due_on", refused("Enter a day from today on by which it is to be done.")
    if len(facts.milestone) > LONGEST_STEP:
        yield "milestone", refused(f"Enter the next milestone in {LONGEST_STEP} characters or fewer.")
    if not set(facts.measures) <= set(ON_THE_BOARD):
        yield "measures", refused("Choose measures from the list.")
    if names_somebody(facts.what, facts.milestone):
        yield "what", refused(NOBODY, SOURCE)


@dataclass(frozen=True, slots=True)
class StandingSaid:
    """Where an owner says that an action stands: the state, what has happened, the step that recovers it, what comes next.

    Without a ``milestone`` the one that was named stays.
    """

    to: str
    words: str
    recovery: str = ""
    milestone: str | None = None


def troubles_of_standing(said: StandingSaid, state: str, *, is_owners: bool, holds_plan: bool) -> Iterator[Trouble]:
    """Who may say where an action stands, and what belongs to saying so. The same state again is a note of progress."""
    if not (is_owners or holds_plan):
        yield "", refused("Only the owner's agency says where an action stands. Challenge it instead.", SOURCE)
    if said.to not in {one.name for one in PLAN_STATES.states}:
        yield "to", refused("Choose where it stands.")
    elif said.to != state or state == DONE:
        yield "to", PLAN_STATES.may_move(state, said.to)
    if said.to in NEEDS_RECOVERY and not said.recovery.strip():
        yield "recovery", refused("Amber or red needs a recovery step", SOURCE)
    for field, text in (("recovery", said.recovery), ("milestone", said.milestone or "")):
        if len(text) > LONGEST_STEP:
            yield field, refused(f"Enter this in {LONGEST_STEP} characters or fewer.")
    yield from troubles_of_words(said.words, "Enter what has happened since the last note")
    if names_somebody(said.recovery, said.milestone or ""):
        yield "recovery", refused(NOBODY, SOURCE)


def troubles_of_words(words: str, empty: str) -> Iterator[Trouble]:
    """A note says something, is not too long, and names nobody."""
    if not words.strip() or len(words) > LONGEST_WORDS:
        yield "words", refused(f"{empty}, in {LONGEST_WORDS} characters or fewer.")
    if names_somebody(words):
        yield "words", refused(NOBODY, SOURCE)


@dataclass(frozen=True, slots=True)
class CommentFacts:
    """Who comments: the kind of their agency, that which answers for the measure, whether it has a figure, who was first."""

    kind: str
    answering: str
    is_shown: bool
    by_another: str = ""


def may_comment(facts: CommentFacts) -> Decision:
    """Whether an agency comments on a measure of a period: one that answers for it, and the first that did."""
    if facts.kind != facts.answering:
        return refused("Your agency does not answer for this measure, so it does not comment on it.", SOURCE)
    if not facts.is_shown:
        return refused("This measure has no figure for that period yet. Comment on it once it is counted.", SOURCE)
    if facts.by_another:
        return refused(f"{facts.by_another} has commented on this period. There is one comment a period.", SOURCE)
    return allowed()
