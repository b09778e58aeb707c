"""A rating in any scheme: the colour that a rule proposes with its reasons, and what a person must say to confirm another."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Contacted:
    """Contacts lately: how many were missed without an acceptable reason, and when somebody last spoke with the person.

    ``since_on``: from which day somebody was to.
    """

    on: date
    missed: int = 0
    seen_on: date | None = None
    since_on: date | None = None


CONTACT_VALUES = ("contact_weeks", "amber_missed", "red_missed", "quiet_days")
"""The dated values by which contacts speak for a colour."""


def missed_words(number: int, weeks: int) -> str:
    """How many contacts were missed in the last weeks."""
    contacts = "1 contact" if number == 1 else f"{number} contacts"
    return f"{contacts} missed in the last {weeks} weeks without an acceptable reason"


def red_by_contacts(told: Contacted, values: Mapping[str, Any]) -> Iterator[str]:
    """Why contacts speak for Red."""
    if told.missed >= values["red_missed"]:
        yield missed_words(told.missed, values["contact_weeks"])


def amber_by_contacts(told: Contacted, values: Mapping[str, Any]) -> Iterator[str]:
    """Why contacts speak for Amber."""
    if values["amber_missed"] <= told.missed < values["red_missed"]:
        yield missed_words(told.missed, values["contact_weeks"])
    quiet = timedelta(days=values["quiet_days"])
    last = max((day for day in (told.seen_on, told.since_on) if day), default=None)
    if last is not None and told.on - last >= quiet:
        yield f"Nobody is known to have spoken with them for {(told.on - last).days} days"


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
