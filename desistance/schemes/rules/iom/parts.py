"""Which part of the cohort the criteria suggest, each met, not met or cannot tell; and whether somebody may be nominated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.rulesets import Answer, Finding, RuleSet, in_force
from desistance.schemes.rules.ages import Birth, turning
from desistance.schemes.rules.iom.scoring import NEVER, Counted, Predicted
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.iom import LONGEST_SUPPORT, NOW_PARTS, PART_RULES, Part

NOMINATING = ("police", "probation", "council")
UNDER_AGE = "This person is under 18. The youth service works with them: plan the move to adult services instead."
MET, NOT_MET, CANNOT_TELL = Answer.MET, Answer.NOT_MET, Answer.CANNOT_TELL


@dataclass(frozen=True, slots=True)
class PartFacts:
    """What the parts rest on: dates of birth, neighbourhood crime, the predictor, and orders or licences that run.

    ``orders_known``: whether orders of this person may be seen at all, so that none found means none.
    """

    on: date
    births: tuple[Birth, ...] = ()
    neighbourhood: Counted = NEVER
    predicted: Predicted | None = None
    orders: tuple[str, ...] = ()
    orders_known: bool = True


@dataclass(frozen=True, slots=True)
class Suggested:
    """The part that the criteria suggest, why, what each criterion says, and which nearer part cannot be told yet."""

    part: Part
    reasons: tuple[str, ...]
    findings: tuple[Finding, ...]
    could_be: Part | None
    rules: RuleSet


def adult(facts: PartFacts) -> Finding:
    """18 or over by every date of birth on record; dates that contradict each other do not tell."""
    youngest = in_force(PART_RULES, facts.on).values["youngest"]
    wording = f"Aged {youngest} or over"
    told = turning(facts.births, youngest * 12)
    answer = told.is_reached(facts.on)
    evidence = told.trouble if answer is CANNOT_TELL else "By every date of birth on record"
    return Finding("adult", wording, answer, evidence, ", ".join(sorted({one.source for one in facts.births})))


def neighbourhood(facts: PartFacts) -> Finding:
    """At least one neighbourhood crime in 12 months."""
    told = facts.neighbourhood
    answer = MET if told.at_least else CANNOT_TELL if told.may_be_more or not told.is_known else NOT_MET
    return Finding(
        "neighbourhood", "Neighbourhood crime in the last 12 months", answer, told.evidence, told.source, told.dated
    )


def likely(facts: PartFacts, percent: int) -> Finding:
    """A predictor of at least so many percent."""
    wording = f"Chance of proven reoffending of {percent}% or more"
    told = facts.predicted
    if told is None:
        return Finding(f"likely_{percent}", wording, CANNOT_TELL, "No score is on record")
    answer = MET if told.percent >= percent else NOT_MET
    return Finding(f"likely_{percent}", wording, answer, told.words, told.source, told.dated)


def supervised(facts: PartFacts) -> Finding:
    """Under an order or licence today."""
    wording = "Under an order or licence"
    if facts.orders:
        return Finding("supervised", wording, MET, ", ".join(facts.orders))
    if not facts.orders_known:
        return Finding("supervised", wording, CANNOT_TELL, "Orders of this person may not be seen by you")
    return Finding("supervised", wording, NOT_MET, "No order or licence that runs is on record")


def suggest(facts: PartFacts) -> Suggested:
    """Fixed when crime, chance and order are all met; Flex when either of the first two is and there is an order; else Free."""
    rules = in_force(PART_RULES, facts.on)
    crime, high = neighbourhood(facts), likely(facts, rules.values["fixed_percent"])
    some, order = likely(facts, rules.values["flex_percent"]), supervised(facts)
    findings = (adult(facts), crime, high, some, order)
    fixed, flex = _all(crime, high, order), _all(_any(crime, some), order)
    if fixed is MET:
        return Suggested(Part.FIXED, _because(crime, high, order), findings, None, rules)
    if flex is MET:
        could = Part.FIXED if fixed is CANNOT_TELL else None
        return Suggested(Part.FLEX, _because(crime, some, order), findings, could, rules)
    could = Part.FIXED if fixed is CANNOT_TELL else Part.FLEX if flex is CANNOT_TELL else None
    reasons = tuple(f"{one.wording}: {_not(one.answer)}" for one in (crime, some, order) if one.answer is not MET)
    return Suggested(Part.FREE, reasons, findings, could, rules)


def _not(answer: Answer) -> str:
    return "cannot tell" if answer is CANNOT_TELL else "not met"


def _because(*findings: Finding) -> tuple[str, ...]:
    return tuple(f"{one.wording}: {one.evidence}" for one in findings if one.answer is MET)


def _all(*told: Finding | Answer) -> Answer:
    answers = [one if isinstance(one, Answer) else one.answer for one in told]
    return NOT_MET if NOT_MET in answers else CANNOT_TELL if CANNOT_TELL in answers else MET


def _any(*told: Finding) -> Answer:
    answers = [one.answer for one in told]
    return MET if MET in answers else CANNOT_TELL if CANNOT_TELL in answers else NOT_MET


@dataclass(frozen=True, slots=True)
class Nominating:
    """What is said with a nomination, and what speaks for or against making one."""

    part: str
    reason: str
    agency_kind: str
    adult: Answer
    support: str = ""
    comment: str = ""
    has_open_case: bool = False
    is_again: bool = False


def troubles_of_nomination(facts: Nominating) -> Sequence[tuple[str, Decision]]:
    """What stands against a nomination, each with its field. A birthday changes nothing by itself: a person decides."""
    return (
        ("", allowed() if facts.agency_kind in NOMINATING else _no("Police, probation or the council nominate for IOM.")),
        ("", _no("This person is in the cohort already, or waits for the panel.") if facts.has_open_case else allowed()),
        ("", _no(UNDER_AGE) if facts.adult is NOT_MET else allowed()),
        ("part", allowed() if facts.part in NOW_PARTS else _no("Choose the part of the cohort that you suggest")),
        ("reason", allowed() if facts.reason.strip() else _no("Say why you nominate this person")),
        ("reason", _short(facts.reason, LONGEST_REASON)),
        ("support", _short(facts.support, LONGEST_SUPPORT)),
        ("comment", _short(facts.comment, LONGEST_REASON)),
    )  # fmt: skip


def _no(words: str) -> Decision:
    return refused(words)


def _short(words: str, most: int) -> Decision:
    return allowed() if len(words) <= most else refused(f"This must be {most} characters or fewer.")
