"""What acting on a panel's decision needs, what follows from it, and what a proposal to deselect says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desistance.foundation.calendar import end_of_working_day_after, local_date
from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.rulesets import in_force
from desistance.schemes.rules.follows import Follows
from desistance.schemes.terms.cases import LONGEST_REASON, ConsequenceKind
from desistance.schemes.terms.iom import (
    DEFER,
    DESELECT,
    KEEP,
    LEADS_TO,
    NOT_SELECT,
    PANEL_RULES,
    PURPOSE_OF,
    SELECTS,
    EndReason,
)


@dataclass(frozen=True, slots=True)
class Acting:
    """A meeting's decision that is acted on: for what, what, when; where the case stands, and since when it waits."""

    purpose: str
    outcome: str
    decided_at: datetime
    state: str
    asked_at: datetime
    tell_by: date | None = None


def troubles_of_acting(facts: Acting) -> Sequence[tuple[str, Decision]]:
    """What stands against acting on a decision, each with its field. Its quorum and dissent are the meeting's own."""
    wanted = PURPOSE_OF.get(facts.state)
    return (
        ("decision", _if(wanted is not None, "This case waits for no panel.")),
        (
            "decision",
            _if(facts.purpose == wanted and facts.outcome in LEADS_TO, "The panel decided on something else."),
        ),
        ("decision", _if(facts.decided_at >= facts.asked_at, "The panel decided this before the case was put to it.")),
        ("tell_by", _told(facts)),
    )


def _if(holds: bool, words: str) -> Decision:
    return allowed() if holds else refused(words)


def _told(facts: Acting) -> Decision:
    if facts.outcome not in SELECTS and facts.outcome != DESELECT:
        return allowed()
    if facts.tell_by is None:
        return refused("Enter the day by which the person is told")
    on = local_date(facts.decided_at)
    return _if(facts.tell_by >= on, "The person is told on the panel's day or after it.")


def usual_tell_by(held_on: date) -> date:
    """The day by which the person is told unless the panel says another."""
    return held_on + timedelta(days=in_force(PANEL_RULES, held_on).values["told_days"])


def follows(decision: str, at: datetime, tell_by: date | None, *, moves: bool = False) -> tuple[Follows, ...]:
    """What a decision leads to, listed before it is saved: the person told, services told, the exit plan agreed."""
    values = in_force(PANEL_RULES, at.date()).values
    exit_at, services_at = (
        end_of_working_day_after(at, values[f"{name}_working_days"]) for name in ("exit", "services")
    )
    told_at = (
        at
        if tell_by is None
        else datetime.combine(tell_by, at.timetz().replace(hour=17, minute=0, second=0, microsecond=0))
    )
    if decision in SELECTS:
        return (
            Follows(
                ConsequenceKind.PERSON, "Tell the person that they were selected, why, and how to disagree", told_at
            ),
        )
    if decision != DESELECT and not moves:
        return ()
    ends = "are moved to another area" if moves else "leave the cohort"
    return (
        Follows(ConsequenceKind.PERSON, f"Tell the person that they {ends}, and who works with them now", told_at),
        Follows(ConsequenceKind.EXIT, "Agree the exit plan with the person", exit_at),
        Follows(ConsequenceKind.SERVICES, "Tell the services that worked with them", services_at),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposing:
    """A proposal to deselect: why, in words, and how the person leaves."""

    why: str
    reason: str
    exit_plan: str


def troubles_of_proposal(facts: Proposing) -> Sequence[tuple[str, Decision]]:
    """What stands against proposing a deselection; criteria that are not met do not, but the reason is then read with them."""
    reasons = [one for one in EndReason if one not in (EndReason.PART, EndReason.MOVED)]
    needs_plan = facts.why != EndReason.DIED
    return (
        ("why", _if(facts.why in reasons, "Choose why you propose it")),
        ("reason", _if(bool(facts.reason.strip()), "Enter the reason")),
        ("reason", _if(len(facts.reason) <= LONGEST_REASON, f"The reason must be {LONGEST_REASON} characters or fewer.")),
        ("exit_plan", _if(bool(facts.exit_plan.strip()) or not needs_plan, "Enter who goes on with what")),
        ("exit_plan", _if(len(facts.exit_plan) <= LONGEST_REASON, f"This must be {LONGEST_REASON} characters or fewer.")),
    )  # fmt: skip


DECIDED = {
    NOT_SELECT: "Not selected for IOM",
    DEFER: "Nomination for IOM deferred",
    KEEP: "Kept in the IOM cohort",
    DESELECT: "Deselected from IOM",
}


def decided_words(outcome: str) -> str:
    """The step of a decision, as the timeline says it."""
    return f"Selected for IOM ({SELECTS[outcome].label})" if outcome in SELECTS else DECIDED[outcome]
