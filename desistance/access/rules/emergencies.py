"""Whether emergency access may start, be renewed, ended, explained and reviewed, and how long it lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from desistance.access.terms import CLOCKS, EMERGENCY_REASONS, REVIEW_STATES
from desistance.foundation.calendar import end_of_working_day_after, local_date
from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.foundation.rulesets import in_force

SOURCE = "Emergency access: a reason, an end, an alert and a review, and none past an exclusion (security goal C9)."
VERDICTS = ("justified", "not_justified", "more_needed")


@dataclass(frozen=True, slots=True)
class EmergencyFacts:
    """What the rule needs to know about emergency access that someone wants to start."""

    kind: str
    reason: str
    understands: bool
    is_confirmed: bool
    may_open_already: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """When emergency access that starts now ends, and when its review is due."""

    minutes: int
    until: datetime
    review_due: datetime


def clock_for(at: datetime) -> Clock:
    """The dated values in force on the day of ``at``."""
    values = in_force(CLOCKS, local_date(at)).values
    minutes = int(values["emergency_minutes"])
    return Clock(
        minutes=minutes,
        until=at + timedelta(minutes=minutes),
        review_due=end_of_working_day_after(at, int(values["review_working_days"])),
    )


def least_characters(at: datetime) -> int:
    """How long a reason must be, on the day of ``at``."""
    return int(in_force(CLOCKS, local_date(at)).values["reason_characters"])


def reason_is_enough(reason: str, at: datetime) -> Decision:
    """A reason that a reviewer can judge: spaces at the ends and repeated spaces do not count."""
    least = least_characters(at)
    if len(" ".join(reason.split())) >= least:
        return allowed()
    return refused(f"Enter why you need to see this record now, in at least {least} characters.", SOURCE)


def kind_is_chosen(kind: str) -> Decision:
    """The kind of emergency is one of the list."""
    return allowed() if kind in EMERGENCY_REASONS else refused("Choose what the emergency is.", SOURCE)


def is_understood(*, understands: bool, is_confirmed: bool) -> Decision:
    """The worker has ticked that others are told, and has entered their code again."""
    if not understands:
        return refused("Tick the box to show that you know who is told.", SOURCE)
    return allowed() if is_confirmed else refused("Enter the code from your app, or your password.", SOURCE)


def may_start(facts: EmergencyFacts) -> Decision:
    """Everything that must hold but the exclusion, which the gate answers with *nothing*."""
    if facts.may_open_already:
        return refused("You can already open this record.", SOURCE)
    return all_of(
        kind_is_chosen(facts.kind),
        reason_is_enough(facts.reason, facts.at),
        is_understood(understands=facts.understands, is_confirmed=facts.is_confirmed),
    )


def is_running(*, from_at: datetime, until_at: datetime, ended_at: datetime | None, at: datetime) -> bool:
    """Whether emergency access is open at a moment: from its start, and no longer at its end."""
    return from_at <= at < (min(ended_at, until_at) if ended_at else until_at)


def may_renew(facts: EmergencyFacts, *, is_own: bool, runs: bool) -> Decision:
    """The worker who opened it renews it while it runs, with a new reason and code; after its end it is started anew."""
    if not is_own:
        return refused("Only the worker who started this emergency access can renew it.", SOURCE)
    if not runs:
        return refused("This emergency access has ended. Start a new one if you still need the record.", SOURCE)
    return all_of(
        kind_is_chosen(facts.kind),
        reason_is_enough(facts.reason, facts.at),
        is_understood(understands=facts.understands, is_confirmed=facts.is_confirmed),
    )


def may_end(*, is_own: bool, runs: bool) -> Decision:
    """The worker who opened it ends it, while it runs."""
    if not is_own:
        return refused("Only the worker who started this emergency access can end it.", SOURCE)
    return allowed() if runs else refused("This emergency access has already ended.", SOURCE)


def may_review(*, state: str, verdict: str, note: str, is_own: bool) -> Decision:
    """Someone else decides, once; *not justified* and *more needed* say why, because the worker will read it."""
    if is_own:
        return refused("You cannot review your own emergency access.", SOURCE)
    if verdict not in VERDICTS:
        return refused("Choose justified or not justified.", SOURCE)
    needs_words = verdict != "justified" and not note.strip()
    return all_of(
        REVIEW_STATES.may_move(state, verdict),
        refused("Enter what the worker needs to know about this decision.", SOURCE) if needs_words else allowed(),
    )


def may_explain(*, state: str, is_own: bool, words: str) -> Decision:
    """The worker answers a reviewer who asked for more."""
    if not is_own or state != "more_needed":
        return refused("No reviewer has asked you for more about this emergency access.", SOURCE)
    return allowed() if words.strip() else refused("Enter your answer to the reviewer.", SOURCE)


def may_acknowledge(*, is_owner: bool, is_own: bool, is_seen: bool) -> Decision:
    """The agency that holds the record says that it has seen the alert; not by the worker who caused it."""
    if not is_owner:
        return refused("Only the agency that holds this record can mark the alert as seen.", SOURCE)
    if is_own:
        return refused("Ask a colleague to mark your own emergency access as seen.", SOURCE)
    return refused("This alert is already marked as seen.", SOURCE) if is_seen else allowed()
