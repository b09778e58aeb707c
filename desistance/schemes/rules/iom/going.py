"""How somebody in the cohort does, Red, Amber or Green, as a rule proposes it; and where they are, from recorded facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.foundation.rulesets import in_force
from desistance.schemes.rules.rating import (
    Contacted,
    Proposal,
    amber_by_contacts,
    gravest,
    may_rate,
    red_by_contacts,
)
from desistance.schemes.terms.cases import Colour
from desistance.schemes.terms.iom import GOING_RULES

HELD = ("custody", "release")
RELEASE_WEEKS = 12
"""How long before a planned release it is told as one. Source: default of the service, after resettlement's 12 weeks."""


@dataclass(frozen=True, slots=True)
class Custody:
    """A time in custody that runs: where, and when it is planned to end."""

    prison: str
    release_on: date | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """Where somebody is, by recorded facts: a word for the board, the sentence, and whether police look for them."""

    name: str
    words: str
    note: str = ""


def where(on: date, custody: Custody | None, *, recalled: bool, reset_on: date | None) -> Where:
    """In custody, release planned, wanted on recall, final third or community. What no agency recorded is not told."""
    if custody is not None:
        at = custody.prison or "Prison not recorded"
        if custody.release_on and custody.release_on - on <= timedelta(weeks=RELEASE_WEEKS):
            return Where("release", "Release planned", f"{custody.release_on:%-d %b %Y}, {at}")
        return Where("custody", "In custody", at)
    if recalled:
        return Where("wanted", "Wanted", "Recalled, and no return to custody is recorded")
    if reset_on is not None and reset_on <= on:
        return Where("final_third", "Final third", "Reactive: probation's active contact has stopped")
    return Where("community", "Community")


@dataclass(frozen=True, slots=True)
class IomGoing(Contacted):
    """What the rating rests on: contacts lately, where somebody is by recorded facts, and arrests lately."""

    where: str = "community"
    arrests: int = 0


def propose(going: IomGoing) -> Proposal:
    """The gravest colour that any reason gives; in custody, missed contacts do not count."""
    rules = in_force(GOING_RULES, going.on)
    return gravest(_red(going, rules.values), _amber(going, rules.values), rules.source)


def _times(number: int, one: str, more: str) -> str:
    return f"1 {one}" if number == 1 else f"{number} {more}"


def _red(going: IomGoing, values: Mapping[str, Any]) -> Iterator[str]:
    if going.where == "wanted":
        yield "Wanted: recalled, and no return to custody is recorded"
    if going.arrests:
        yield f"{_times(going.arrests, 'arrest', 'arrests')} in the last {values['arrest_days']} days"
    if going.where not in HELD:
        yield from red_by_contacts(going, values)


def _amber(going: IomGoing, values: Mapping[str, Any]) -> Iterator[str]:
    if going.where not in HELD:
        yield from amber_by_contacts(going, values)


def may_rate_iom(*, colour: str, proposed: str, before: str, words: str, actions: int) -> Decision:
    """As every rating; and Red needs somebody who does something about it."""
    owned = actions > 0 or colour != Colour.RED
    return all_of(
        may_rate(colour=colour, proposed=proposed, before=before, words=words),
        allowed() if owned else refused("Red needs at least one action with an owner"),
    )


def rag_order(colours: Sequence[str]) -> dict[str, int]:
    """Red first, then Amber, not rated yet, Green: the order of the board and of the conference."""
    order = {Colour.RED.value: 0, Colour.AMBER.value: 1, "": 2, Colour.GREEN.value: 3}
    return {colour: order[colour] for colour in colours}
