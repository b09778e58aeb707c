"""A synthetic partnership of any size, planned before it is written: who the people are and who has worked with them.

The same plan can be carried out through the rooms' own actions or by the bulk writer; a test carries out both and compares
every row. All of it follows from one seed. No plan describes a real person.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice

from desistance.demo import names
from desistance.people.rules.references import REFERENCES_POSSIBLE, make_reference

BEGAN = date(2016, 1, 1)
DAYS = (date(2026, 3, 1) - BEGAN).days
LARGEST_SHARE = 0.34  # of the draws: about a quarter of live involvements, some 70,000 of 240,000 people
LIVE_SHARE = 0.475
PNC_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
_STRIDE = 7_919_117  # coprime with the number of references, so that a walk by it meets each once


@dataclass(frozen=True, slots=True)
class Seat:
    """One agency's place to hang work on: a team and a lead worker of it."""

    agency: int
    team: int
    staff: int


@dataclass(frozen=True, slots=True)
class Work:
    """One involvement of a person."""

    seat: Seat
    kind: str
    legal_ground: str
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """One synthetic person."""

    reference: str
    given: str
    family: str
    alias: tuple[str, str] | None
    born_on: date
    numbers: tuple[tuple[str, str], ...]
    lines: str
    postcode: str
    lives_since: date
    work: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class AgencySeats:
    """An agency's seats, the kind of work it does and on which ground."""

    agency: int
    kind: str
    legal_ground: str
    seats: Sequence[Seat]


def plan(
    people: int, agencies: Sequence[AgencySeats], *, seed: int = 20260313, taken: frozenset[str] = frozenset()
) -> Iterator[PersonPlan]:
    """``people`` plans in a fixed order; ``agencies[0]`` is the large one. A reference in ``taken`` is someone's already."""
    chance = random.Random(seed)  # noqa: S311 - synthetic data, not secrets
    free = (number for number in count() if _reference(number) not in taken)
    for number in islice(free, people):
        yield _person(number, agencies, chance)


def _reference(number: int) -> str:
    return make_reference((number + 1) * _STRIDE % REFERENCES_POSSIBLE)


def _person(number: int, agencies: Sequence[AgencySeats], chance: random.Random) -> PersonPlan:
    given, family = chance.choice(names.GIVEN), _family(chance)
    born_on = date(1946, 1, 1) + timedelta(days=chance.randrange(22_000))
    alias = (chance.choice(names.GIVEN), family) if chance.random() < 1 / 3 else None
    town = chance.choice(list(names.TOWNS))
    street = f"{chance.choice(names.STREETS)} {chance.choice(names.KINDS_OF_STREET)}"
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    postcode = f"{names.TOWNS[town]} {chance.randrange(10)}{chance.choice(letters)}{chance.choice(letters)}"
    return PersonPlan(
        reference=_reference(number),
        given=given,
        family=family,
        alias=alias,
        born_on=born_on,
        numbers=_numbers(number, born_on, chance),
        lines=f"{chance.randrange(1, 180)} {street}, {town}",
        postcode=postcode,
        lives_since=BEGAN + timedelta(days=chance.randrange(DAYS)),
        work=tuple(_work(agencies, chance)),
    )


def _family(chance: random.Random) -> str:
    name = chance.choice(names.FAMILY_BEGINNINGS) + chance.choice(names.FAMILY_ENDINGS)
    if chance.random() < 0.03:
        name += "-" + chance.choice(names.FAMILY_BEGINNINGS) + chance.choice(names.FAMILY_ENDINGS)
    return name


def _numbers(number: int, born_on: date, chance: random.Random) -> tuple[tuple[str, str], ...]:
    crn = f"{chr(65 + number // 1_000_000)}{number % 1_000_000:06d}"
    if chance.random() < 0.3:
        return (("crn", crn),)
    year = min(born_on.year + 16 + chance.randrange(10), 2025)
    letter = PNC_LETTERS[(year % 100 * 10_000_000 + number) % 23]
    return ("crn", crn), ("pnc", f"{year}/{number:07d}{letter}")


def _work(agencies: Sequence[AgencySeats], chance: random.Random) -> Iterator[Work]:
    wanted = min(chance.choices((1, 2, 3, 4, 5), (18, 36, 28, 12, 6))[0], len(agencies))
    chosen: dict[int, AgencySeats] = {}
    while len(chosen) < wanted:
        large = chance.random() < LARGEST_SHARE or len(agencies) == 1
        agency = agencies[0] if large else agencies[chance.randrange(1, len(agencies))]
        chosen.setdefault(agency.agency, agency)
    for agency in chosen.values():
        from_at = datetime(BEGAN.year, 1, 1, 9, tzinfo=UTC) + timedelta(days=chance.randrange(DAYS))
        length = timedelta(days=1 + chance.randrange(700))
        until_at = None if chance.random() < LIVE_SHARE else min(from_at + length, datetime(2026, 3, 1, tzinfo=UTC))
        yield Work(chance.choice(agency.seats), agency.kind, agency.legal_ground, from_at, until_at)
