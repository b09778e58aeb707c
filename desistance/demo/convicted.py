"""Made-up convictions of people to measure: one that starts a follow-up, and for some what came in the year after it.

Areas, offences and sentences have weights of their own; whoever draws brings the chance, so that one seed gives one history.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST, LAST = date(2023, 4, 1), date(2024, 6, 30)

AUTHORITIES = {
    "E06000047": (22, 0.30), "E06000005": (6, 0.37), "E06000001": (6, 0.38), "E06000002": (11, 0.36), "E06000003": (6, 0.31),
    "E06000004": (9, 0.33), "E06000057": (9, 0.25), "E08000037": (8, 0.29), "E08000021": (11, 0.32), "E08000022": (5, 0.27),
    "E08000023": (3, 0.31), "E08000024": (10, 0.33), "": (2, 0.30),
}  # fmt: skip
"""Local authority (empty: not known) -> its weight, and how likely someone there is to reoffend. Made up."""

OFFENCES = {
    "TH68010": ("Theft from a shop", 34, 1.5), "CJ88116": ("Assault by beating", 26, 0.8),
    "RT88333": ("Drive whilst disqualified", 16, 0.7),
    "MD71530": ("Possess a controlled drug of Class B", 14, 0.8), "OF61102": ("Assault occasioning actual bodily harm", 8, 0.7),
    "SX03001": ("Rape", 2, 0.4),
}  # fmt: skip
"""Code -> words, weight, and how much likelier than others someone sentenced for it is to reoffend. Made up."""

SENTENCES = {"community_order": 30, "fine": 28, "caution": 18, "imprisonment": 14, "conditional_discharge": 10}
CALMED = 0.74
"""What brings the whole near a third, since one who reoffends is in later cohorts too."""
HOW_OFTEN = (1, 1, 2, 3, 4, 6, 9)
YEAR, SOONEST = 358, 6
EARLY = 1.5
"""The higher, the more of a year's reoffences come in its first months."""


@dataclass(frozen=True, slots=True)
class Conviction:
    """One offence with the caution or sentence for it."""

    person: int
    code: str
    kind: str
    area: str
    committed_on: date
    given_on: date
    released_on: date | None


def one_of(weights: dict[str, int], chance: random.Random) -> str:
    """A key, each as often as its weight says."""
    return chance.choices(list(weights), list(weights.values()))[0]


def convictions(person: int, chance: random.Random) -> Iterator[Conviction]:
    """One person's index event in the period, and for some what followed within the year."""
    area = one_of({area: weight for area, (weight, _) in AUTHORITIES.items()}, chance)
    code = one_of({code: weight for code, (_, weight, _) in OFFENCES.items()}, chance)
    kind = one_of(SENTENCES, chance)
    start = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days + 1))
    given_on = start - timedelta(days=chance.randrange(40, 250)) if kind == "imprisonment" else start
    committed = given_on - timedelta(days=chance.randrange(10, 120))
    released = start if kind == "imprisonment" else None
    yield Conviction(person, code, kind, area, committed, given_on, released)
    yield from convictions_after(start, person, code, area, chance)


def convictions_after(
    start: date, person: int, code: str, area: str, chance: random.Random, *, likely: float = 1.0
) -> Iterator[Conviction]:
    """What followed a start within the year, for those whom chance has reoffend; ``likely`` is beside others of their kind."""
    if chance.random() > likely * CALMED * AUTHORITIES[area][1] * OFFENCES[code][2]:
        return
    for day in sorted(SOONEST + int(YEAR * chance.random() ** EARLY) for _ in range(chance.choice(HOW_OFTEN))):
        committed = start + timedelta(days=min(day, YEAR))
        again = code if chance.random() < 0.7 else "TH68010"
        given_on = committed + timedelta(days=chance.randrange(5, 120))
        kind = chance.choice(("fine", "community_order", "conditional_discharge"))
        yield Conviction(person, again, kind, area, committed, given_on, None)
