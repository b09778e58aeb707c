"""Whether a person's consent may be recorded or withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from desistance.access.rules.policy import Row, policy
from desistance.access.terms import Owner
from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.foundation.terms import DataClass

SOURCE = "UK GDPR Articles 4(11) and 7: consent is given freely, for something named, and may be withdrawn at any time."


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """What the rule needs to know about a consent that someone wants to record."""

    data_class: str
    is_to_another_agency: bool
    is_given_already: bool
    is_written: bool
    has_proof: bool
    given_at: datetime
    at: datetime


def consentable(rows: tuple[Row, ...] | None = None) -> tuple[DataClass, ...]:
    """Classes that consent can open: those the policy names for a consented owner. Asking for others would promise nothing."""
    table = policy() if rows is None else rows
    opened = {kind for row in table if row.tier == "allow" and row.owner == Owner.CONSENTED for kind in row.classes}
    return tuple(kind for kind in DataClass if kind in opened)


def may_give(facts: ConsentFacts) -> Decision:
    """Consent names one class that consent can open and one other agency, was given by now, and has proof when written."""
    checks = (
        (facts.data_class in consentable(), "Choose what the person agrees to share from the list."),
        (facts.is_to_another_agency, "Choose another agency: your own sees what it records."),
        (
            not facts.is_given_already,
            "This consent is already recorded. Withdraw it first if the person changed their mind.",
        ),
        (facts.given_at <= facts.at, "The date of the consent must be today or in the past."),
        (facts.has_proof or not facts.is_written, "Enter where the signed form is kept."),
    )
    return all_of(*(allowed() if holds else refused(words, SOURCE) for holds, words in checks))


def may_withdraw(*, is_withdrawn: bool, is_ours: bool) -> Decision:
    """Only a consent that stands is withdrawn, by the agency that recorded it."""
    if not is_ours:
        return refused("Only the agency that recorded this consent can withdraw it. Tell them today.", SOURCE)
    return refused("This consent was already withdrawn.", SOURCE) if is_withdrawn else allowed()
