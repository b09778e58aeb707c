"""How a contract goes, Red, Amber or Green, as a rule proposes it with its reasons. A person confirms, or says why not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desistance.foundation.rulesets import in_force
from desistance.schemes.rules.rating import Proposal, gravest, missed_words
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


def propose(going: Going) -> Proposal:
    """The gravest colour that any reason gives; Green says that nothing speaks against it."""
    rules = in_force(RATING_RULES, going.on)
    values = rules.values
    return gravest(_red(going, values["red_missed"], values["weeks"]), _amber(going, values), rules.source)


def _red(going: Going, most: int, weeks: int) -> Iterator[str]:
    if going.new_arrests:
        yield "A new arrest since the contract began" if going.new_arrests == 1 else f"{going.new_arrests} new arrests"
    if going.missed >= most:
        yield missed_words(going.missed, weeks)
    for one in going.conditions:
        if one.state == NOT_DONE:
            yield f"Condition {one.number} is marked as not done"


def _amber(going: Going, values: Mapping[str, Any]) -> Iterator[str]:
    if values["amber_missed"] <= going.missed < values["red_missed"]:
        yield missed_words(going.missed, values["weeks"])
    for one in behind(going.conditions, going.pace, values["behind_percent"]):
        yield f"Condition {one.number} is behind an even pace: {one.done} of {one.target}"


def behind(conditions: Sequence[Counted], pace: int, by_percent: int) -> list[Counted]:
    """Counted conditions that are to be done and are further behind an even pace than the rule allows."""
    return [one for one in conditions if one.state == OPEN and one.target and one.percent < pace - by_percent]
