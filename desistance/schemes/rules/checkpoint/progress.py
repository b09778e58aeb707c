"""Recording what was done of a condition, and saying whether it is done."""

from collections.abc import Iterator
from datetime import date

from desistance.foundation.decisions import Decision, refused
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.contracts import CONDITION_STATES, OPEN, ConditionKind

Trouble = tuple[str, Decision]
MOST_AT_ONCE = 100


def may_progress(  # each is one thing that was typed
    *, amount: int, words: str, counts: str, on: date, began_on: date, today: date
) -> Iterator[Trouble]:
    """Something was done, in numbers or in words, on a day of the contract."""
    if not amount and not words.strip():
        yield "words", refused("Enter what was done, or how much.")
    if amount and not counts:
        yield "amount", refused("This condition is not counted. Say in words what was done.")
    if not 0 <= amount <= MOST_AT_ONCE:
        yield "amount", refused(f"What was done must be between 0 and {MOST_AT_ONCE}.")
    if len(words) > LONGEST_REASON:
        yield "words", refused(f"What was done must be {LONGEST_REASON} characters or fewer.")
    if not began_on <= on <= today:
        yield "day", refused("The day must be between the start of the contract and today.")


def may_settle(*, kind: str, come_from: str, to: str, words: str) -> Iterator[Trouble]:
    """A condition is settled with what shows it; the one not to reoffend is settled by the decision on the contract."""
    if to not in {state.name for state in CONDITION_STATES.states}:
        yield "state", refused("Choose whether the condition is done.")
    elif kind == ConditionKind.OFFENDING:
        yield "state", refused("Whether there was a new offence is settled by the decision on the contract.")
    elif to != OPEN and not words.strip():
        yield "words", refused("Enter what shows it.")
    if len(words) > LONGEST_REASON:
        yield "words", refused(f"What shows it must be {LONGEST_REASON} characters or fewer.")
