"""What a Checkpoint contract may hold: its conditions, its dates, and the statutory time limit beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desistance.foundation.decisions import Decision, refused
from desistance.foundation.rulesets import RuleSet, in_force
from desistance.restorative.terms import Wish
from desistance.schemes.rules.months import months_after
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.contracts import (
    CONTRACT_RULES,
    LONGEST_WORDS,
    NEEDED,
    ConditionKind,
    ConditionUnit,
    ContractPathway,
    HowAgreed,
)

Trouble = tuple[str, Decision]
TIME_LIMIT_SOURCE = (
    "Magistrates' Courts Act 1980 section 127: 6 months from the offence, unless an Act sets another limit"
)
TIME_LIMIT_MONTHS = 6
SUMMARY_ONLY = frozenset({"CS", "CM"})
SHORTEST_MEASURE = 5


@dataclass(frozen=True, slots=True)
class ConditionFacts:
    """One condition: its kind, what it says, and what shows that it is done. ``target`` is counted in ``unit``."""

    kind: str
    words: str = ""
    done_when: str = ""
    pathway: str = ""
    target: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """A contract as it is drafted; the condition not to reoffend is added by itself.

    ``wish``: what crosses of the victim's view.
    """

    starts_on: date
    conditions: tuple[ConditionFacts, ...] = ()
    no_pathway_because: str = ""
    wish: str = Wish.NOT_KNOWN


def contract_rules(on: date) -> RuleSet:
    """The dated values in force on a day."""
    return in_force(CONTRACT_RULES, on)


def ends_on(starts_on: date) -> date:
    """The day on which a contract that starts on a day is decided on: 31 October 2025 gives 28 February 2026."""
    return months_after(starts_on, contract_rules(starts_on).values["months"])


def extended_to(ends: date) -> date:
    """The day on which an extended contract is decided on."""
    return months_after(ends, contract_rules(ends).values["extension_months"])


def no_reoffending(starts_on: date, ends: date) -> ConditionFacts:
    """The condition that every contract has."""
    days = f"between {_day(starts_on)} and {_day(ends)}"
    return ConditionFacts(
        ConditionKind.OFFENDING, f"No new offence {days}", "No arrest or charge for a new offence by the end"
    )


def _day(on: date) -> str:
    return f"{on:%-d %B %Y}"


def troubles_of_contract(facts: ContractFacts) -> Iterator[Trouble]:
    """Each thing that keeps a draft from being saved, with the field to mend."""
    values = contract_rules(facts.starts_on).values
    yield from _of_number(facts, values["most_conditions"], values["most_pathways"])
    yield from _of_victim(facts)
    yield from _of_each(facts.conditions)
    yield from _of_work(facts.conditions, values["fewest_hours"], values["most_hours"])


def _of(kind: str, conditions: Sequence[ConditionFacts]) -> list[ConditionFacts]:
    return [one for one in conditions if one.kind == kind]


def _of_number(facts: ContractFacts, most: int, most_pathways: int) -> Iterator[Trouble]:
    pathways = _of(ConditionKind.PATHWAY, facts.conditions)
    if not pathways and not facts.no_pathway_because.strip():
        yield "pathway_1", refused("Add a pathway condition or say why none is needed.")
    if len(facts.no_pathway_because) > LONGEST_REASON:
        yield "no_pathway_because", refused(f"The reason must be {LONGEST_REASON} characters or fewer.")
    if len(pathways) > most_pathways:
        yield "pathway_2", refused(f"A contract has up to {most_pathways} pathway conditions.")
    if len({one.pathway for one in pathways}) < len(pathways):
        yield "pathway_2", refused("Choose another pathway for the second condition.")
    if 1 + len([one for one in facts.conditions if one.kind != ConditionKind.TAG]) > most:
        yield "", refused(f"A contract has up to {most} conditions.")


def _of_victim(facts: ContractFacts) -> Iterator[Trouble]:
    """A restorative condition is there when the victim wishes it, and only then."""
    has_one = bool(_of(ConditionKind.RESTORATIVE, facts.conditions))
    if facts.wish == Wish.YES and not has_one:
        yield "restorative", refused("The victim wishes it: say what the person does to put right the harm.")
    elif facts.wish != Wish.YES and has_one:
        yield "restorative", refused("A restorative condition is there only if the victim wishes it. Take it out.")


def _of_each(conditions: Sequence[ConditionFacts]) -> Iterator[Trouble]:
    fields = {ConditionKind.RESTORATIVE: "restorative", ConditionKind.WORK: "work", ConditionKind.TAG: "tag"}
    place = 0
    for one in conditions:
        place += one.kind == ConditionKind.PATHWAY
        field = f"pathway_{place}" if one.kind == ConditionKind.PATHWAY else fields.get(ConditionKind(one.kind), "")
        yield from _of_one(one, field)


def _of_one(one: ConditionFacts, field: str) -> Iterator[Trouble]:
    if one.kind == ConditionKind.PATHWAY and one.pathway not in ContractPathway.values:
        yield field, refused("Choose the pathway of the condition.")
    if not one.words.strip():
        yield f"{field}_words" if "pathway" in field else field, refused("Enter what the person does.")
    if len(one.done_when.strip()) < SHORTEST_MEASURE:
        yield f"{field}_done", refused("Enter how you will know this condition is done.")
    if max(len(one.words), len(one.done_when)) > LONGEST_WORDS:
        yield field, refused(f"A condition must be {LONGEST_WORDS} characters or fewer, and so must what shows it.")
    if one.target is not None and one.unit not in ConditionUnit.values:
        yield f"{field}_unit", refused("Choose what the condition is counted in.")


def _of_work(conditions: Sequence[ConditionFacts], fewest: int, most: int) -> Iterator[Trouble]:
    for one in _of(ConditionKind.WORK, conditions):
        if one.target is None or not fewest <= one.target <= most:
            yield "work_hours", refused(f"Hours of voluntary work must be between {fewest} and {most}.")


@dataclass(frozen=True, slots=True)
class Signing:
    """What the rule needs to know of a signature. ``understood``: what the person agreed to when they took the offer."""

    how: str
    starts_on: date
    accepted_on: date
    on: date
    understood: tuple[str, ...]
    interpreter: str = ""
    needs_interpreter: bool = False
    wish: str = Wish.NOT_KNOWN
    wish_drafted: str = Wish.NOT_KNOWN


def troubles_of_signing(facts: Signing) -> Iterator[Trouble]:
    """A contract is signed on or after the day it starts, by somebody who agreed to take part, in words that they follow."""
    if set(NEEDED) - set(facts.understood):
        yield "", refused("The person has not agreed to take part. Record their answer to the offer first.")
    if (facts.wish == Wish.YES) is not (facts.wish_drafted == Wish.YES):
        yield "", refused("What the victim wishes has changed since this was drafted. Change the draft, then sign it.")
    if facts.how not in HowAgreed.values:
        yield "how", refused("Choose how the person agreed.")
    if facts.needs_interpreter and not facts.interpreter.strip():
        yield "interpreter", refused("The person needs an interpreter: enter the language it was interpreted into.")
    if facts.starts_on > facts.on:
        yield "", refused(f"The contract starts on {_day(facts.starts_on)}. Sign it then, or change the date.")
    if facts.starts_on < facts.accepted_on:
        yield "", refused(f"The person agreed on {_day(facts.accepted_on)}. Change the start to that day or later.")


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """By when a charge must be brought, where that can be told: the last day, or why it cannot be told."""

    last_on: date | None
    words: str
    is_before_end: bool = False


def time_limit(category: str, offence_on: date | None, ends: date | None) -> TimeLimit | None:
    """The statutory time limit of a summary-only offence; None for one that can be tried on indictment."""
    if category and category not in SUMMARY_ONLY:
        return None
    if not category:
        return TimeLimit(None, "The offence code does not tell whether a time limit for a charge applies")
    if offence_on is None:
        return TimeLimit(
            None, "Summary only: a charge must be brought within 6 months of an offence whose day is not known"
        )
    last = months_after(offence_on, TIME_LIMIT_MONTHS)
    words = f"Summary only: a charge must be brought by {_day(last)}"
    is_before = ends is not None and last < ends
    return TimeLimit(last, f"{words}, before this contract ends" if is_before else words, is_before)


def day_of(starts_on: date, ends: date, on: date) -> tuple[int, int]:
    """Which day of the contract it is, of how many: the start is day 1, and the last day is the day of the decision."""
    whole = (ends - starts_on).days + 1
    return min(max((on - starts_on).days + 1, 0), whole), whole


def pace(starts_on: date, ends: date, on: date) -> int:
    """How much of the time has gone, in percent."""
    gone, whole = day_of(starts_on, ends, on)
    return round(100 * gone / whole)


def days_left(ends: date, on: date) -> int:
    """Days until the decision is due; negative when it is overdue."""
    return (ends - on) // timedelta(days=1)
