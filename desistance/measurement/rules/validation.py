"""Whether the scores of a predictor can be compared with what became of a snapshot's people."""

from dataclasses import dataclass
from datetime import date

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.measurement.rules.periods import day_words, end_of_month_after
from desistance.measurement.terms import FOLLOWED_BY_PREDICTOR

SOURCE = "ADR 0032: scores are compared with the outcome that they foresee, after everyone was followed for as long"
WAITING_MONTHS = 6


@dataclass(frozen=True, slots=True)
class ValidationFacts:
    """What is asked for, of which snapshot, and whether the same was asked for before."""

    predictor: str
    snapshot_state: str
    last_on: date
    complete_to: date
    is_there: bool


def followed_until(predictor: str, last_on: date) -> date:
    """The day on which everyone who started by ``last_on`` was followed as long as the predictor foresees, and waited for."""
    return end_of_month_after(last_on, FOLLOWED_BY_PREDICTOR[predictor] + WAITING_MONTHS)


def may_validate_period(predictor: str, last_on: date, complete_to: date) -> bool:
    """Whether everyone who started by ``last_on`` was followed long enough for the predictor."""
    return followed_until(predictor, last_on) <= complete_to


def may_validate(facts: ValidationFacts) -> Decision:
    """Whether a validation may be asked for."""
    if facts.predictor not in FOLLOWED_BY_PREDICTOR:
        return refused("Select a predictor of any proven reoffending: OGRS3 or ARP.", SOURCE)
    if facts.snapshot_state != "counted":
        return refused("This snapshot is not counted yet. Wait until it is, then ask again.", SOURCE)
    if not may_validate_period(facts.predictor, facts.last_on, facts.complete_to):
        needed = followed_until(facts.predictor, facts.last_on)
        months = FOLLOWED_BY_PREDICTOR[facts.predictor]
        return refused(
            f"{facts.predictor} foresees {months} months. The people of this snapshot were all followed for so long, with "
            f"{WAITING_MONTHS} months of waiting, on {day_words(needed)}, and its records are complete to "
            f"{day_words(facts.complete_to)}. Choose an older snapshot.",
            SOURCE,
        )
    if facts.is_there:
        return refused("It is worked out, or asked for, already. Open it in the list.", SOURCE)
    return allowed()
