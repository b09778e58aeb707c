"""Whether an order can have been made as it is told, under the law of its day. Each refusal names the field to mend."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.foundation.rulesets import NoRuleInForce, RuleSet, in_force
from desistance.sentences.rules.dates import months_after
from desistance.sentences.terms import (
    ABSTINENCE_LAW,
    CENTRE_LAW,
    COURT_ORDERS,
    CURFEW_LAW,
    LENGTH_LAW,
    LONGEST_COURT,
    LONGEST_NUMBER,
    LONGEST_REASON,
    LONGEST_TIER,
    LONGEST_WORDS,
    MOST_REQUIREMENTS,
    POST_SENTENCE_LAW,
    RECALL_LAW,
    RECALLABLE,
    UNIT_WORDS,
    WORK_LAW,
    OrderKind,
    RequirementKind,
    Unit,
)

Trouble = tuple[str, Decision]
SUPERVISORS = frozenset({"probation"})


@dataclass(frozen=True, slots=True)
class RequirementFacts:
    """What is told of one requirement: how much of what, from when and until when. None and an empty text are not known."""

    kind: str
    amount: int | None = None
    unit: str = ""
    from_on: date | None = None
    until_on: date | None = None
    words: str = ""

    @property
    def in_words(self) -> str:
        """The requirement as a worker reads it: Unpaid work, 100 hours."""
        much = f"{self.amount} {UNIT_WORDS[Unit(self.unit)]}".strip() if self.amount is not None else ""
        return ", ".join(part for part in (RequirementKind(self.kind).label, much, self.words) if part)


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What is told of an order or licence. ``number`` is the source's own number for it, where it has one.

    ``made_on`` is the day of the court, or for a licence of the release. ``tier`` stands as the source states it.
    """

    kind: str
    made_on: date
    starts_on: date
    ends_on: date | None = None
    court: str = ""
    tier: str = ""
    number: str = ""
    requirements: tuple[RequirementFacts, ...] = ()

    @property
    def in_order(self) -> "OrderFacts":
        """The same with its requirements in one order, so that two tellings of one order are equal."""
        return replace(self, requirements=tuple(sorted(self.requirements, key=repr)))


def may_record_order(facts: OrderFacts, on: date, agency_kind: str) -> Decision:
    """Whether it can stand on record, with every reason against it."""
    return all_of(*(decision for _, decision in troubles_of_order(facts, on, agency_kind)))


def troubles_of_order(facts: OrderFacts, on: date, agency_kind: str) -> Iterator[Trouble]:
    """Each thing that keeps an order from the record, with the field to mend."""
    if agency_kind not in SUPERVISORS:
        yield "kind", refused("Only a probation service records orders and licences.")
    if facts.kind not in OrderKind.values:
        yield "kind", refused(f"“{facts.kind}” is not a kind of order that this service knows.")
        return
    yield from _lengths(facts)
    yield from _dates(facts, on)
    yield from _law(facts)
    if len(facts.requirements) > MOST_REQUIREMENTS:
        yield "requirements", refused(f"An order can have {MOST_REQUIREMENTS} requirements at most.")
    for requirement in facts.requirements:
        for decision in _requirement(requirement, facts):
            yield "requirements", decision


def _lengths(facts: OrderFacts) -> Iterator[Trouble]:
    for field, label, most in (
        ("court", "Court", LONGEST_COURT),
        ("tier", "Tier", LONGEST_TIER),
        ("number", "Number of the order", LONGEST_NUMBER),
    ):
        if len(getattr(facts, field)) > most:
            yield field, refused(f"{label} must be {most} characters or fewer.")


def _dates(facts: OrderFacts, on: date) -> Iterator[Trouble]:
    if facts.made_on > on:
        yield "made_on", refused("The day it was made must be today or in the past.")
    if facts.starts_on < facts.made_on:
        yield "starts_on", refused("The day it starts must be the same as or after the day it was made.")
    if facts.ends_on and facts.ends_on < facts.starts_on:
        yield "ends_on", refused("The day it ends must be the same as or after the day it starts.")


def _law(facts: OrderFacts) -> Iterator[Trouble]:
    if facts.kind == OrderKind.COMMUNITY_ORDER and facts.ends_on:
        law = _at(LENGTH_LAW, facts.made_on)
        if law and facts.ends_on > months_after(facts.made_on, law.values["most_months"]):
            yield "ends_on", refused("A community order ends 3 years after it was made at the latest.", law.source)
    if facts.kind == OrderKind.POST_SENTENCE:
        law = _at(POST_SENTENCE_LAW, facts.starts_on)
        if law and not law.values["may_begin"]:
            yield "starts_on", refused("There was no post-sentence supervision on the day it starts.", law.source)
        elif law and facts.ends_on and facts.ends_on > months_after(facts.starts_on, law.values["most_months"]):
            yield "ends_on", refused("Post-sentence supervision ends within 12 months of release.", law.source)


def _at(versions: tuple[RuleSet, ...], on: date) -> RuleSet | None:
    """The law of a day; None before the first version that is known, when nothing is refused."""
    try:
        return in_force(versions, on)
    except NoRuleInForce:
        return None


def _requirement(told: RequirementFacts, order: OrderFacts) -> Iterator[Decision]:
    if told.kind not in RequirementKind.values:
        yield refused(f"“{told.kind}” is not a kind of requirement that this service knows.")
        return
    name = RequirementKind(told.kind).label
    if told.unit not in UNIT_WORDS:
        yield refused(f"“{told.unit}” is not something that a requirement is counted in.")
    if told.amount is not None and told.amount < 1:
        yield refused(f"{name} must be 1 or more.")
    if len(told.words) > LONGEST_WORDS:
        yield refused(f"{name}: the words must be {LONGEST_WORDS} characters or fewer.")
    if told.from_on and told.until_on and told.until_on < told.from_on:
        yield refused(f"{name} ends before it begins.")
    if told.from_on and told.from_on < order.made_on:
        yield refused(f"{name} begins before the order was made.")
    if order.kind in COURT_ORDERS:
        yield from _limits(told, order, name)


def _limits(told: RequirementFacts, order: OrderFacts, name: str) -> Iterator[Decision]:
    law = _at(LIMITS.get(RequirementKind(told.kind), ()), order.made_on)
    if law is None:
        return
    values, amount = law.values, told.amount
    counted = UNIT_WORDS[Unit.HOURS_A_DAY if told.kind == RequirementKind.CURFEW else Unit.HOURS]
    if amount is not None and "most_hours" in values and told.unit in (Unit.HOURS, Unit.HOURS_A_DAY):
        least, most = values["least_hours"], values["most_hours"]
        if not least <= amount <= most:
            yield refused(f"{name} must be {least} to {most} {counted} under the law of that day.", law.source)
    if amount is not None and told.unit == Unit.DAYS and amount > values.get("most_days", amount):
        yield refused(f"{name} must be {values['most_days']} days or fewer.", law.source)
    begins = told.from_on or order.starts_on
    if "most_months" in values and told.until_on and told.until_on > months_after(begins, values["most_months"]):
        yield refused(f"{name} must end within {values['most_months']} months under the law of that day.", law.source)


LIMITS = {
    RequirementKind.CURFEW: CURFEW_LAW,
    RequirementKind.UNPAID_WORK: WORK_LAW,
    RequirementKind.ATTENDANCE_CENTRE: CENTRE_LAW,
    RequirementKind.ALCOHOL_ABSTINENCE: ABSTINENCE_LAW,
}


def may_end_order(*, ended_on: date, starts_on: date, on: date, reason: str) -> Decision:
    """An order ends on a day that has come, not before it started, and with a reason."""
    checks = (
        (ended_on <= on, "The day it ended must be today or in the past."),
        (ended_on >= starts_on, "The day it ended must be the same as or after the day it started."),
        (bool(reason.strip()), "Enter why it ended."),
        (len(reason) <= LONGEST_REASON, f"The reason must be {LONGEST_REASON} characters or fewer."),
    )
    return all_of(*(allowed() if holds else refused(words) for holds, words in checks))


def may_breach(*, kind: str, state: str, starts_on: date, happened_on: date, on: date, words: str) -> Decision:
    """A breach is of an order that runs, on a day when it ran, and says what happened. A licence is recalled, not breached."""
    checks = (
        (kind not in RECALLABLE, "A licence is not breached at court. Record a recall instead."),
        (state == "active", "Only an order that is active can be breached."),
        (starts_on <= happened_on <= on, "The day of the breach must be between the start of the order and today."),
        (bool(words.strip()), "Enter what happened."),
        (len(words) <= LONGEST_REASON, f"What happened must be {LONGEST_REASON} characters or fewer."),
    )
    return all_of(*(allowed() if holds else refused(said) for holds, said in checks))


def may_recall(
    *, kind: str, state: str, starts_on: date, recalled_on: date, on: date, fixed_days: int | None
) -> Decision:
    """A licence that runs is recalled; a recall of fixed length has a length that the law of its day knows."""
    law = _at(RECALL_LAW, recalled_on)
    lengths = law.values["days"] if law else ()
    known = ", ".join(str(days) for days in lengths) or "none"
    checks = (
        (kind in RECALLABLE, "Only someone on licence is recalled. Record a breach instead."),
        (state == "active", "Only a licence that is active can be recalled."),
        (starts_on <= recalled_on <= on, "The day of the recall must be between the start of the licence and today."),
        (
            fixed_days is None or fixed_days in lengths,
            f"A recall of fixed length on that day had a length of: {known} days.",
        ),
    )
    source = law.source if law else ""
    return all_of(*(allowed() if holds else refused(said, source) for holds, said in checks))
