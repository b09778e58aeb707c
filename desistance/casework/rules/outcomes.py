"""What came of a contact: what must be said, what follows, how long it can be undone, and how someone complies over weeks."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desistance.casework.rules.arranging import Trouble
from desistance.casework.rules.times import months_later
from desistance.casework.terms import (
    ENFORCEABLE,
    EVIDENCE_RULE,
    LONGEST_NOTES,
    LONGEST_REASON,
    UNDO_FOR,
    WARNING_LAW,
    Enforcement,
    Outcome,
)
from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.rulesets import NoRuleInForce, RuleSet, in_force

ORDINALS = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", 5: "Fifth"}


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """What is told of a contact that is over. ``reason`` is why an absence was acceptable."""

    outcome: str
    reason: str = ""
    notes: str = ""


def troubles_of_outcome(facts: OutcomeFacts) -> Iterator[Trouble]:
    """Each thing that keeps an outcome from the record, with the field to mend."""
    if facts.outcome not in Outcome.values:
        yield "outcome", refused("Choose what happened.")
    if facts.outcome == Outcome.ACCEPTABLE and not facts.reason.strip():
        yield "reason", refused("Enter why the absence was acceptable.")
    for field, label, most in (("reason", "The reason", LONGEST_REASON), ("notes", "Notes", LONGEST_NOTES)):
        if len(getattr(facts, field)) > most:
            yield field, refused(f"{label} must be {most:,} characters or fewer.")


def may_record_outcome(starts_at: datetime, at: datetime) -> Decision:
    """An outcome is of a contact that has begun."""
    if starts_at > at:
        return refused("This appointment has not begun. Reschedule or cancel it instead.")
    return allowed()


def evidence_due(outcome: str, on: date) -> date | None:
    """Until when evidence of a reason counts after an unacceptable absence on a day; None for other outcomes."""
    if outcome != Outcome.UNACCEPTABLE:
        return None
    rule = _at(EVIDENCE_RULE, on)
    return on + timedelta(days=rule.values["days"]) if rule else None


def may_undo(*, recorded_at: datetime, recorded_by: int, staff: int, at: datetime) -> Decision:
    """Whoever recorded an outcome takes it back within minutes; after that it is corrected and both stay."""
    if staff != recorded_by or at >= recorded_at + UNDO_FOR:
        return refused("An outcome can be undone for 10 minutes by whoever recorded it. Correct it instead.")
    return allowed()


@dataclass(frozen=True, slots=True)
class WhereItLeaves:
    """Where a failure leaves someone: the how manieth in 12 months, and whether it may be dealt with by a warning."""

    number: int
    must_refer: bool
    warned_on: date | None
    source: str

    @property
    def words(self) -> str:
        """`Second in 12 months.`"""
        return f"{ORDINALS.get(self.number, f'Number {self.number}')} in 12 months."

    @property
    def next_words(self) -> str:
        """What the law asks for next, as a worker reads it."""
        if self.must_refer:
            return "A warning was given in the 12 months before: without a reasonable excuse it must be referred."
        return "Without a reasonable excuse: give a warning or refer it."


def where_it_leaves(failed_on: date, failures: Iterable[date], warnings: Iterable[date]) -> WhereItLeaves:
    """What a failure on a day adds up to with the earlier failures and warnings, under the law of that day.

    A warning of the same day a year earlier no longer holds; one given on the day of the failure came after it.
    """
    rule = _at(WARNING_LAW, failed_on)
    months = rule.values["months"] if rule else 12
    earlier = [day for day in failures if months_later(day, months) > failed_on >= day]
    held = [day for day in warnings if day < failed_on < months_later(day, months)]
    return WhereItLeaves(len(earlier) + 1, bool(held), max(held, default=None), rule.source if rule else "")


def may_decide(
    *,
    outcome: str,
    decision: str,
    already: str,
    decided_on: date,
    failed_on: date,
    on: date,
    under: WhereItLeaves | None,
) -> Decision:
    """Whether a failure may be dealt with so: once, between its day and today, and by referral where a warning stands.

    ``under`` is where it leaves the person under a court order; None where the work is under none.
    """
    if outcome not in ENFORCEABLE:
        return refused("Only a failure to comply is warned of or referred.")
    if already:
        return refused("This has been decided. Correct the outcome if it was wrong.")
    if decision not in Enforcement.values:
        return refused("Choose what you decided.")
    if not failed_on <= decided_on <= on:
        return refused("The day of the decision must be between the contact and today.")
    if decision == Enforcement.WARNED and under is not None and under.must_refer:
        return refused(under.next_words, under.source)
    return allowed()


@dataclass(frozen=True, slots=True)
class Compliance:
    """How many contacts came to what, over some weeks."""

    complied: int = 0
    not_complied: int = 0
    acceptable: int = 0
    unacceptable: int = 0
    weeks: int = 12

    @property
    def total(self) -> int:
        """All contacts with an outcome."""
        return self.complied + self.not_complied + self.acceptable + self.unacceptable

    @property
    def words(self) -> str:
        """`11 attended, 2 acceptable, 1 unacceptable in 12 weeks`."""
        did_not = f" ({self.not_complied} did not comply)" if self.not_complied else ""
        attended = f"{self.complied + self.not_complied} attended{did_not}"
        return f"{attended}, {self.acceptable} acceptable, {self.unacceptable} unacceptable in {self.weeks} weeks"


def compliance_of(outcomes: Iterable[str], weeks: int) -> Compliance:
    """Outcomes counted; None of them is a compliance of nothing."""
    counts = Counter(outcomes)
    return Compliance(
        complied=counts[Outcome.COMPLIED],
        not_complied=counts[Outcome.NOT_COMPLIED],
        acceptable=counts[Outcome.ACCEPTABLE],
        unacceptable=counts[Outcome.UNACCEPTABLE],
        weeks=weeks,
    )


def _at(versions: tuple[RuleSet, ...], on: date) -> RuleSet | None:
    try:
        return in_force(versions, on)
    except NoRuleInForce:
        return None
