"""Whether an agency may start or end work with a person."""

from dataclasses import dataclass
from datetime import datetime

from desistance.access.terms import INVOLVEMENT_STATES
from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.foundation.register import InvolvementKind


@dataclass(frozen=True, slots=True)
class InvolvementFacts:
    """What the rule needs to know about work that someone wants to start."""

    kind: InvolvementKind | None
    agency_kind: str
    is_open_already: bool
    team_is_ours: bool
    lead_is_ours: bool
    begins_at: datetime
    at: datetime


def may_open(facts: InvolvementFacts) -> Decision:
    """An agency starts work of a kind it carries out, once at a time, with its own team, and not in the future."""
    if facts.kind is None:
        return refused("Choose the kind of work from the list.")
    checks = (
        (
            facts.agency_kind in facts.kind.agency_kinds,
            f"Your agency does not carry out {facts.kind.words.lower()}.",
        ),
        (
            not facts.is_open_already,
            f"Your agency already has {facts.kind.words.lower()} open for this person.",
        ),
        (facts.team_is_ours, "Choose a team of your own agency."),
        (facts.lead_is_ours, "Choose a worker who holds a post in your agency today."),
        (facts.begins_at <= facts.at, "The start must be today or in the past."),
    )
    return all_of(*(allowed() if holds else refused(words) for holds, words in checks))


def may_end(state: str, reason: str, *, is_ours: bool = True) -> Decision:
    """An agency ends its own open work, and says why."""
    if not is_ours:
        return refused("Only the agency that does this work can change it.")
    moved = INVOLVEMENT_STATES.may_move(state, "ended")
    return all_of(moved, allowed() if reason.strip() else refused("Enter why this work is ending."))


def may_allocate(
    *, state: str, is_ours: bool, team_is_ours: bool, lead_is_ours: bool, changes_something: bool
) -> Decision:
    """An agency gives its own open work to a team and a lead worker of its own."""
    if not is_ours:
        return refused("Only the agency that does this work can change it.")
    checks = (
        (state == "open", "This work has ended, so it cannot be given to anyone."),
        (team_is_ours, "Choose a team of your own agency."),
        (lead_is_ours, "Choose a worker who holds a post in your agency today."),
        (changes_something, "Choose a different team or lead worker."),
    )
    return all_of(*(allowed() if holds else refused(words) for holds, words in checks))


def may_name_worker(*, state: str, works_here: bool, is_named_already: bool, part: str) -> Decision:
    """A worker of the agency is named once on its open work, with the part they play."""
    checks = (
        (state == "open", "This work has ended, so nobody can be added to it."),
        (works_here, "Choose a worker who holds a post in your agency today."),
        (not is_named_already, "This worker is already named here."),
        (bool(part.strip()), "Choose the role this worker has."),
    )
    return all_of(*(allowed() if holds else refused(words) for holds, words in checks))


def may_admit(*, kind: InvolvementKind | None, has_it_open: bool, is_admitted: bool, reference: str) -> Decision:
    """A meeting opens a record to the agencies at its table only where somebody who has it open put the person on the agenda."""
    if kind is None or not reference:
        return refused("Only a meeting opens a record to other agencies.")
    return allowed() if has_it_open or is_admitted else refused("Open the record of this person first.")


def may_change_by_hand(*, is_seat: bool) -> Decision:
    """A seat at a meeting is given and taken by whoever chairs: nobody widens it to a team, hands it on or makes it last."""
    return (
        refused("This comes from a meeting and ends with it. Ask whoever chairs to name somebody else.")
        if is_seat
        else allowed()
    )
