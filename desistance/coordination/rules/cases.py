"""What may be said, decided and agreed of a case at a meeting."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from desistance.coordination.rules.meetings import Trouble
from desistance.coordination.terms.forums import PACE
from desistance.coordination.terms.meetings import (
    ACTION_STATES,
    DONE,
    HEARD,
    LISTED,
    LONGEST_ACTION,
    LONGEST_LINE,
    LONGEST_REASON,
    MEETING_STATES,
    MISSED,
    PASSED_ON,
    UNDER_WAY,
)
from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.foundation.rulesets import in_force


@dataclass(frozen=True, slots=True)
class Saying:
    """A line that somebody wants to give: for their own agency, or noted by the chair as it was said."""

    text: str
    shares_nothing: bool
    state: str
    meeting: str
    is_own: bool
    is_chair: bool
    agency_is_health: bool
    is_asked: bool


def troubles_of_line(facts: Saying) -> Iterator[Trouble]:
    """An agency gives its own line until the meeting ends; the chair notes what was said, but never for a health service."""
    if not facts.is_asked:
        yield "", refused("This agency was not asked to this meeting. Add it to the attendance first.")
    if MEETING_STATES[facts.meeting].is_final or facts.state == MISSED:
        yield "", refused("This meeting has ended, so its lines stand as they are.")
    if not facts.is_own and not (facts.is_chair and facts.meeting == UNDER_WAY):
        yield (
            "",
            refused("An agency gives its own line. Whoever chairs may note what is said once the meeting is open."),
        )
    elif not facts.is_own and facts.agency_is_health:
        yield "text", refused("A health service writes its own line: what it says of health is its own to share.")
    if facts.shares_nothing and facts.text.strip():
        yield "text", refused("Clear the text, or take the tick from “Nothing to share”.")
    if not facts.shares_nothing and not facts.text.strip():
        yield "text", refused("Enter what your agency tells the meeting, or tick “Nothing to share”.")
    if len(facts.text) > LONGEST_LINE:
        yield "text", refused(f"The line must be {LONGEST_LINE} characters or fewer.")


@dataclass(frozen=True, slots=True)
class Deciding:
    """A decision that a meeting wants to take on a case."""

    state: str
    outcome: str
    outcomes: Mapping[str, str]
    reasons: str
    here: frozenset[int]
    dissent: tuple[tuple[int, str], ...] = ()


def troubles_of_decision(facts: Deciding) -> Iterator[Trouble]:
    """A decision has an outcome of its purpose, reasons, and the dissent of agencies that are at the table, in words."""
    if facts.state not in {LISTED, HEARD}:
        yield "", refused("This case is off the agenda, so nothing is decided on it here.")
    if facts.outcome not in facts.outcomes:
        yield "outcome", refused("Choose what was decided.")
    if not facts.reasons.strip():
        words = facts.outcomes.get(facts.outcome, "")
        yield (
            "reasons",
            refused(f"Record the reason for: {words.lower()}." if words else "Record the reason for the decision."),
        )
    if len(facts.reasons) > LONGEST_REASON:
        yield "reasons", refused(f"The reasons must be {LONGEST_REASON} characters or fewer.")
    for agency, words in facts.dissent:
        if agency not in facts.here:
            yield "dissent", refused("Only an agency that is at the table can disagree.")
        if not words.strip():
            yield "dissent", refused("Enter why the agency disagrees.")


@dataclass(frozen=True, slots=True)
class Agreeing:
    """An action that a meeting agrees, and who is to own it."""

    what: str
    due_on: date | None
    meeting: str
    has_owner: bool
    works_with_person: bool
    owner_name: str
    worker_is_theirs: bool


def troubles_of_action(facts: Agreeing, on: date) -> Iterator[Trouble]:
    """An action has words, one owner who may open the record after the meeting too, and a day within reach."""
    longest = int(in_force(PACE, on).values["longest_action_days"])
    if facts.meeting != UNDER_WAY:
        yield "", refused("Open the meeting first: actions are agreed at a meeting that is under way.")
    if not facts.what.strip():
        yield "what", refused("Enter what is to be done.")
    if len(facts.what) > LONGEST_ACTION:
        yield "what", refused(f"What is to be done must be {LONGEST_ACTION} characters or fewer.")
    yield from troubles_of_owner(facts)
    if facts.due_on is None:
        yield "due_on", refused("Enter the day by which it is due.")
    elif not on <= facts.due_on <= on + timedelta(days=longest):
        yield "due_on", refused("The day by which it is due must be today or within a year.")


def troubles_of_owner(facts: Agreeing) -> Iterator[Trouble]:
    """An action has one owner: an agency that works with the person, and a worker of it where one is named."""
    if not facts.has_owner:
        yield "owner", refused("Choose an owner for this action.")
    elif not facts.works_with_person:
        yield (
            "owner",
            refused(
                f"{facts.owner_name} has no work open with this person, so it could not open the record once the meeting ends. "
                "Choose an agency that works with them, or ask it to start its work first."
            ),
        )
    elif not facts.worker_is_theirs:
        yield "owner", refused("Choose a worker of the agency that is to do it.")


def may_finish(*, state: str, to: str, came_of: str, is_owner: bool, is_convener: bool) -> Iterator[Trouble]:
    """Its owner, or the agency that chairs, says what came of an action; not done and passed on say why."""
    yield (
        "",
        ACTION_STATES.may_move(state, to) if to in ACTION_STATES.moves["open"] else refused("Choose what came of it."),
    )
    if not (is_owner or is_convener):
        yield "", refused("Only the agency that owns this action, or the one that chairs, says what came of it.")
    if not came_of.strip():
        why = {DONE: "Enter what came of it.", PASSED_ON: "Enter what the new owner needs to know."}
        yield "came_of", refused(why.get(to, "Enter why it was not done."))
    if len(came_of) > LONGEST_REASON:
        yield "came_of", refused(f"What came of it must be {LONGEST_REASON} characters or fewer.")


def may_colour(
    *, colour: str, before: str, words: str, names: Mapping[str, str], needs_action: Collection[str], open_actions: int
) -> Iterator[Trouble]:
    """A meeting keeps a case's colour or changes it with a reason; one that needs an action has one with an owner."""
    if colour not in names:
        yield "colour", refused("Choose how the case goes after this discussion.")
        return
    if colour in needs_action and not open_actions:
        yield "colour", refused(f"{names[colour]} needs at least one action with an owner.")
    if colour != before and not words.strip():
        change = f"from {names[before]} to {names[colour]}" if before in names else f"to {names[colour]}"
        yield "words", refused(f"Enter why it changes {change}.")


def may_put_off(*, state: str, reason: str) -> Decision:
    """A case that waits is put off, or taken off the agenda, with a reason."""
    return all_of(
        allowed() if state == LISTED else refused("This case has had its turn."),
        allowed() if reason.strip() else refused("Enter why."),
        allowed()
        if len(reason) <= LONGEST_REASON
        else refused(f"The reason must be {LONGEST_REASON} characters or fewer."),
    )
