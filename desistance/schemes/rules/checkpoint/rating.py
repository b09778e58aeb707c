"""How a contract goes, Red, Amber or Green, as a rule proposes it with its reasons. A person confirms, or says why not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.rulesets import in_force
from desistance.schemes.terms.cases import LONGEST_REASON, Colour
from desistance.schemes.terms.contracts import NOT_DONE, OPEN, RATING_RULES


@dataclass(frozen=True, slots=True)
class Counted:
    """A condition as the rule sees it: where it stands, and how much of what it counts is done."""

    number: int
    state: str
    done: int = 0
    target: int | None = None

    @property
    def percent(self) -> int:
        """How much is done, in percent; all of it once it is marked as done."""
        if self.state == "done":
            return 100
        return min(100, round(100 * self.done / self.target)) if self.target else 0


@dataclass(frozen=True, slots=True)
class Going:
    """How a contract goes: contacts missed without an acceptable reason lately, new arrests, and the pace of each condition.

    ``pace`` is how much of the time has gone, in percent.
    """

    on: date
    missed: int = 0
    new_arrests: int = 0
    pace: int = 0
    conditions: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The colour that the rule proposes, and why."""

    colour: Colour
    reasons: tuple[str, ...]
    source: str


def propose(going: Going) -> Proposal:
    """The gravest colour that any reason gives; Green says that nothing speaks against it."""
    rules = in_force(RATING_RULES, going.on)
    red = tuple(_red(going, rules.values["red_missed"], rules.values["weeks"]))
    amber = tuple(_amber(going, rules.values))
    if red:
        return Proposal(Colour.RED, (*red, *amber), rules.source)
    if amber:
        return Proposal(Colour.AMBER, amber, rules.source)
    return Proposal(Colour.GREEN, ("Nothing on record speaks against it",), rules.source)


def _missed(number: int, weeks: int) -> str:
    return f"{number} contacts missed in the last {weeks} weeks without an acceptable reason"


def _red(going: Going, most: int, weeks: int) -> Iterator[str]:
    if going.new_arrests:
        yield "A new arrest since the contract began" if going.new_arrests == 1 else f"{going.new_arrests} new arrests"
    if going.missed >= most:
        yield _missed(going.missed, weeks)
    for one in going.conditions:
        if one.state == NOT_DONE:
            yield f"Condition {one.number} is marked as not done"


def _amber(going: Going, values: Mapping[str, Any]) -> Iterator[str]:
    if values["amber_missed"] <= going.missed < values["red_missed"]:
        yield _missed(going.missed, values["weeks"])
    for one in behind(going.conditions, going.pace, values["behind_percent"]):
        yield f"Condition {one.number} is behind an even pace: {one.done} of {one.target}"


def behind(conditions: Sequence[Counted], pace: int, by_percent: int) -> list[Counted]:
    """Counted conditions that are to be done and are further behind an even pace than the rule allows."""
    return [one for one in conditions if one.state == OPEN and one.target and one.percent < pace - by_percent]


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
