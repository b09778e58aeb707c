"""Whom a row is about, told so that nobody learns of a person who is hidden from the sender.

People whom the sender's agency may know of are matched first and openly. People hidden from it are matched apart: one of them is
joined by a number without a word; anything less loads a new person and leaves the question to those who may see both.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from desistance.people.rules.matching import MatchDecision, MatchOutcome, PersonFacts, decide_match


@dataclass(frozen=True, slots=True)
class Recognition:
    """``joins``: the key of the person a row is about, None when new. ``is_possible``: a person must compare first.

    ``resembles``: the key of someone hidden that a steward should compare; nothing of it is told to the sender.
    """

    joins: str | None = None
    is_possible: bool = False
    reasons: tuple[str, ...] = ()
    resembles: str | None = None


def recognise(
    incoming: PersonFacts,
    told: Iterable[PersonFacts],
    hidden: Iterable[PersonFacts],
    apart: Iterable[str] = (),
) -> Recognition:
    """Join, compare or add. Only what the sender may know of makes a row wait; the hidden never do.

    ``apart`` are the keys of people whom someone has compared with the row and told apart: they are not proposed again.
    """
    openly = decide_match(incoming, told, frozenset(frozenset({incoming.key, key}) for key in apart))
    unseen = decide_match(incoming, hidden)
    resembles = unseen.candidates[0].key if unseen.candidates else None
    if openly.outcome is MatchOutcome.POSSIBLE:
        return Recognition(is_possible=True, reasons=openly.reasons, resembles=resembles)
    if openly.outcome is MatchOutcome.SAME:
        return Recognition(joins=openly.key, resembles=resembles)
    if unseen.outcome is MatchOutcome.SAME:
        return Recognition(joins=unseen.key, resembles=_others(unseen))
    return Recognition(resembles=resembles)


def _others(decision: MatchDecision) -> str | None:
    return next((one.key for one in decision.candidates if one.key != decision.key), None)
