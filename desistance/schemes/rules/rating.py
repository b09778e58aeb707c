"""A rating in any scheme: the colour that a rule proposes with its reasons, and what a person must say to confirm another."""

from collections.abc import Iterable
from dataclasses import dataclass

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.schemes.terms.cases import LONGEST_REASON, Colour


@dataclass(frozen=True, slots=True)
class Proposal:
    """The colour that the rule proposes, why, and the rule's source."""

    colour: Colour
    reasons: tuple[str, ...]
    source: str = ""


AT_THE_START = Proposal(Colour.GREEN, ("The contract begins",))
"""A contract begins Green: nothing has been seen yet that speaks against it."""


def gravest(red: Iterable[str], amber: Iterable[str], source: str) -> Proposal:
    """The gravest colour that any reason gives, with all reasons; Green says that nothing speaks against it."""
    red, amber = tuple(red), tuple(amber)
    if red:
        return Proposal(Colour.RED, (*red, *amber), source)
    if amber:
        return Proposal(Colour.AMBER, amber, source)
    return Proposal(Colour.GREEN, ("Nothing on record speaks against it",), source)


def may_rate(*, colour: str, proposed: str, before: str, words: str) -> Decision:
    """A person confirms the proposal as it is; another colour than proposed, or a change, needs their reason."""
    if colour not in Colour.values:
        return refused("Choose Red, Amber or Green.")
    if len(words) > LONGEST_REASON:
        return refused(f"The reason must be {LONGEST_REASON} characters or fewer.")
    if not words.strip() and colour != proposed:
        return refused("Enter why you choose another colour than the rule proposes.")
    if not words.strip() and before and colour != before:
        return refused("Enter why the colour changes.")
    return allowed()
