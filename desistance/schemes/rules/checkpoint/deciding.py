"""Deciding on a check of eligibility: who may offer or refuse, when it is another way than the list says, and the answer."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from desistance.foundation.decisions import Decision, refused
from desistance.foundation.rulesets import RuleSet, in_force
from desistance.restorative.rules import may_offer
from desistance.schemes.rules.months import months_after
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.checks import CHECKING_AGENCIES, RANKS, Result
from desistance.schemes.terms.contracts import DECIDING_RULES, NEEDED, UNDERSTOOD
from desistance.schemes.terms.trials import Arm

Trouble = tuple[str, Decision]
ASK = "Ask a supervisor to decide."
ALLOCATION_DUE = "due"
"""The arm of somebody whom a running trial has not allocated yet."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """What the rule needs to know of a decision on a check. ``has_moved``: facts or rules changed since the check.

    ``has_victim`` and ``view_asked``: whether somebody was harmed as far as is known, and whether their view is asked for, at the
    latest with this decision. ``arm`` is what a trial allocated the person to. ``last_ended_on`` is when an earlier contract of
    the person ended, and ``has_open_case`` whether one is going on.
    """

    result: Result
    offers: bool
    rank: str
    is_supervisor: bool
    agency_kind: str
    on: date
    reason: str = ""
    has_victim: bool = True
    view_asked: bool = False
    arm: str = ""
    has_moved: bool = False
    has_open_case: bool = False
    last_ended_on: date | None = None


def deciding_rules(on: date) -> RuleSet:
    """The dated values in force on a day."""
    return in_force(DECIDING_RULES, on)


def is_another_way(result: Result, offers: bool, arm: str = "") -> bool:
    """Whether a decision is not the one that the list says: offering without *eligible*, or refusing an *eligible*.

    For somebody who was allocated to the usual way in a trial, offering is the other way.
    """
    if arm == Arm.USUAL:
        return offers
    if result is Result.SUPERVISOR:
        return False
    return offers is not (result is Result.ELIGIBLE) and not (result is Result.CANNOT_TELL and not offers)


def is_soon_again(last_ended_on: date | None, on: date) -> bool:
    """Whether an offer would come sooner after an earlier contract than the dated rule allows without a supervisor."""
    if last_ended_on is None:
        return False
    return on < months_after(last_ended_on, deciding_rules(on).values["repeat_months"])


def troubles_of_deciding(facts: Deciding) -> Iterator[Trouble]:
    """Each thing that keeps a decision from being made, with the field to mend."""
    if facts.agency_kind not in CHECKING_AGENCIES:
        yield "", refused("Checkpoint is decided by the police. Ask an officer of the force.")
    if facts.rank not in dict(RANKS):
        yield "rank", refused("Choose your rank from the list.")
    asked = may_offer(facts.on, has_victim=facts.has_victim, is_asked=facts.view_asked)
    if facts.offers and not asked:
        yield "victim", asked
    if facts.has_open_case and facts.offers:
        yield "offers", refused("This person has a Checkpoint case that is going on. End that one first.")
    if facts.offers and facts.arm == ALLOCATION_DUE:
        yield "offers", refused("A trial is running. Lock this check and allocate first; then decide.")
    if facts.has_moved and facts.offers:
        yield "offers", refused("Facts or rules have changed since this check. Check again before you offer it.")
    yield from _of_reason(facts)
    yield from _of_rank(facts)


def _of_reason(facts: Deciding) -> Iterator[Trouble]:
    needs = not facts.offers or _needs_supervisor(facts)
    if needs and not facts.reason.strip():
        yield "reason", refused("Enter the reason for this decision.")
    if len(facts.reason) > LONGEST_REASON:
        yield "reason", refused(f"The reason must be {LONGEST_REASON} characters or fewer.")


def _needs_supervisor(facts: Deciding) -> bool:
    is_repeat = facts.offers and is_soon_again(facts.last_ended_on, facts.on)
    return facts.result is Result.SUPERVISOR or is_repeat or is_another_way(facts.result, facts.offers, facts.arm)


def _of_rank(facts: Deciding) -> Iterator[Trouble]:
    """Another way than the list: a supervisor of the ranks that may; special terms or a repeat: any supervising rank."""
    if not _needs_supervisor(facts):
        return
    rules = deciding_rules(facts.on)
    if is_another_way(facts.result, facts.offers, facts.arm):
        if not (facts.is_supervisor and facts.rank in rules.values["override_ranks"]):
            why = "Only an inspector or above who supervises Checkpoint can decide another way than the list."
            yield "offers", refused(f"{why} {ASK}", rules.source)
    elif not (facts.is_supervisor and facts.rank in rules.values["supervisor_ranks"]):
        months = rules.values["repeat_months"]
        soon = f"An earlier contract ended less than {months} months ago, so a supervisor decides."
        why = "The list leaves this to a supervisor." if facts.result is Result.SUPERVISOR else soon
        yield "offers", refused(f"{why} {ASK}", rules.source)


@dataclass(frozen=True, slots=True)
class Answering:
    """What a person answers to an offer: whether they agree, and to which items."""

    agrees: bool
    understood: Collection[str] = ()
    reason: str = ""
    interpreter: str = ""


def troubles_of_answer(facts: Answering) -> Iterator[Trouble]:
    """A yes needs the items without which there is no contract; a no needs nothing."""
    unknown = set(facts.understood) - {name for name, _ in UNDERSTOOD}
    if unknown:
        yield "understood", refused("Choose what the person agreed to from the list.")
    missing = [words for name, words in UNDERSTOOD if name in NEEDED and name not in facts.understood]
    if facts.agrees and missing:
        first = missing[0][:1].lower() + missing[0][1:]
        yield "understood", refused(f"Tick what the person agreed to. Without this there is no contract: {first}.")
    if len(facts.reason) > LONGEST_REASON:
        yield "reason", refused(f"The reason must be {LONGEST_REASON} characters or fewer.")


def decision_words(*, offers: bool, another_way: bool) -> str:
    """A decision in the timeline."""
    said = "Checkpoint offered" if offers else "Checkpoint not offered"
    return f"{said}, another way than the list" if another_way else said
