"""Deciding on a running contract: who decides what, what must be settled first, and what follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Decision as Answer
from desistance.foundation.decisions import refused
from desistance.restorative.rules import latest_by
from desistance.restorative.terms import Explained
from desistance.schemes.rules.checkpoint.contract import contract_rules, extended_to
from desistance.schemes.rules.clocks import due_in_working_days
from desistance.schemes.rules.follows import Follows
from desistance.schemes.terms.cases import LONGEST_REASON, ConsequenceKind
from desistance.schemes.terms.checks import RANKS
from desistance.schemes.terms.contracts import ENDS, RUNNING, Decision

Trouble = tuple[str, Answer]
LASTING = "Say this in the reason, with what shows it."


@dataclass(frozen=True, slots=True)
class Ending:
    """What the rule needs to know of a decision on a contract.

    ``open_conditions`` and ``failed_conditions`` are numbers of conditions that are not settled or not done, the one not to
    reoffend left out; ``undecided_arrests`` are new arrests on which nothing was decided, but for the one that this decides on.
    """

    decision: str
    rank: str
    reason: str
    state: str
    ends_on: date
    on: date
    is_on_arrest: bool = False
    extended: int = 0
    open_conditions: tuple[int, ...] = ()
    failed_conditions: tuple[int, ...] = ()
    undecided_arrests: int = 0


def troubles_of_ending(facts: Ending) -> Iterator[Trouble]:
    """Each thing that keeps a decision from being made, with the field to mend."""
    if facts.decision not in Decision.values:
        yield "decision", refused("Choose what you decide.")
        return
    if facts.state not in RUNNING:
        yield "", refused("This contract is not running, so nothing can be decided on it.")
    if facts.rank not in dict(RANKS):
        yield "rank", refused("Choose your rank from the list.")
    if not facts.reason.strip():
        yield "reason", refused("Enter the reason for this decision, and the evidence that it rests on.")
    if len(facts.reason) > LONGEST_REASON:
        yield "reason", refused(f"The reason must be {LONGEST_REASON} characters or fewer.")
    if facts.decision == Decision.EXTEND:
        yield from _of_extending(facts)
    if facts.decision == Decision.COMPLETE:
        yield from _of_completing(facts)
    if facts.decision not in ENDS and facts.undecided_arrests and not facts.is_on_arrest:
        yield "decision", refused("Decide on the new arrest first.")


def _of_extending(facts: Ending) -> Iterator[Trouble]:
    most = contract_rules(facts.on).values["most_extensions"]
    if facts.extended >= most:
        times = "once" if most == 1 else f"{most} times"
        yield "decision", refused(f"A contract is extended {times} and no more.", contract_rules(facts.on).source)


def _of_completing(facts: Ending) -> Iterator[Trouble]:
    if facts.on < facts.ends_on:
        yield "decision", refused(f"The contract runs until {_day(facts.ends_on)}. It can be completed on that day.")
    if facts.undecided_arrests:
        yield "decision", refused("Decide on the new arrest first.")
    if facts.open_conditions:
        yield "decision", refused(f"Say first whether {_numbers(facts.open_conditions)} done.")
    if facts.failed_conditions and len(facts.reason.strip()) < 20:
        which = _numbers(facts.failed_conditions)
        yield "reason", refused(f"Enter why the contract is complete although {which} not done.")


def _numbers(numbers: tuple[int, ...]) -> str:
    if len(numbers) == 1:
        return f"condition {numbers[0]} is"
    return f"conditions {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} are"


def _day(on: date) -> str:
    return f"{on:%A %-d %B %Y}"


def follows(decision: str, at: datetime) -> tuple[Follows, ...]:
    """What ending a contract leads to, with each clock; nothing for a contract that goes on."""
    if decision not in ENDS:
        return ()
    said = {
        ConsequenceKind.FILE: (
            "The officer in the case records that no further action is taken"
            if decision == Decision.COMPLETE
            else "The file goes back to the officer in the case, who decides on a charge for the offence"
        ),
        ConsequenceKind.SERVICES: "Services that work with the person on the contract are told that it ended",
        ConsequenceKind.EXIT: "An exit plan is made with the person: what goes on, and who to ring",
    }
    clocks = {"file": "file_working_days", "services": "services_working_days"}
    return tuple(
        Follows(kind, words, due_in_working_days(clocks.get(kind, "exit_working_days"), at))
        for kind, words in said.items()
    )


def effects_in_words(decision: str, at: datetime, ends_on: date, *, has_victim: bool) -> tuple[str, ...]:
    """What saving would lead to, one sentence each, before it is saved.

    A victim is told by victim contact, by the usual clock.
    """
    if decision == Decision.EXTEND:
        return (f"The contract runs until {_day(extended_to(ends_on))}. The person gets a new copy.",)
    if decision == Decision.WARN:
        return ("The warning stays on the contract. The person is told, and gets it in writing.",)
    if decision == Decision.CONTINUE:
        return ("The contract goes on as it is. The new arrest counts as decided on.",)
    said = [(one.words, one.due_at) for one in follows(decision, at)]
    if has_victim:
        said.insert(1, ("Victim contact tells the victim what was decided, in the way they asked for", latest_by(at)))
    return tuple(f"{words}, by {_day(local_date(due))}." for words, due in said)


WORDS = {
    Decision.CONTINUE: "Contract goes on",
    Decision.WARN: "Warning given, contract goes on",
    Decision.EXTEND: "Contract extended",
    Decision.COMPLETE: "Contract completed",
    Decision.BREACH: "Contract ended - not complied",
    Decision.LEAVE: "The person left the contract",
}
"""A decision in the timeline."""

EXPLAINED = {
    Decision.COMPLETE: Explained.COMPLETED,
    Decision.BREACH: Explained.NOT_COMPLIED,
    Decision.LEAVE: Explained.LEFT,
}
"""What of an ending is explained to victims."""
