"""A generated history: people with offences, disposals and times in custody, awkward dates among them, made by factories."""

import random
from datetime import date, timedelta
from typing import Any

from desistance.partners.models import Agency
from desistance.people.models import Person
from tests import factories as make

FIRST, LAST = date(2023, 4, 1), date(2024, 3, 31)
CODES = (
    "TH68010",
    "TH68001",
    "CJ88116",
    "CJ91028",
    "BA76004",
)  # the last two: a breach, and one that is not recordable
AREAS = ("E06000047", "E06000005", "E06000001", "")
AWKWARD = (
    date(2024, 2, 29),
    date(2023, 6, 30),
    date(2023, 7, 1),
    date(2023, 4, 1),
    date(2024, 3, 31),
    date(2023, 12, 31),
)
KINDS = ("fine", "community_order", "caution", "imprisonment", "imprisonment", "conditional_discharge")


def generate(agency: Agency, people: int, seed: int = 1) -> list[dict[str, Any]]:
    """People on record with their history; returns what was written as the rows of the plain oracle, by the person's id."""
    chance = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for number in range(people):
        born = date(1960 + number % 45, 1 + number % 12, 1 + number % 28)
        person = make.person(agency, given="Sample", family=f"Person{number}", born=born)
        make.equality(person, agency, kind="sex", value=chance.choice(("male", "female")))
        rows += _history(person, agency, chance, born)
    return rows


def _history(person: Person, agency: Agency, chance: random.Random, born: date) -> list[dict[str, Any]]:
    rows, given_on = [], chance.choice((*AWKWARD, FIRST + timedelta(days=chance.randrange(-90, 366))))
    for _ in range(chance.choice((1, 1, 2, 3, 5))):
        committed = given_on - timedelta(days=chance.randrange(0, 60)) if chance.random() > 0.05 else None
        kind, code, area = chance.choice(KINDS), chance.choice(CODES), chance.choice(AREAS)
        offence = make.offence(person, agency, offence_code=code, committed_on=committed)
        disposal = make.disposal(offence, kind=kind, given_on=given_on, area=area, is_main=True)
        released = _custody(person, agency, given_on, chance) if kind == "imprisonment" else None
        rows.append(
            {
                "person_id": str(person.pk), "sanction_id": str(disposal.pk), "offence_date": committed,
                "sanction_date": given_on, "sanction_type": _sanction(kind), "release_date": released, "code": code,
                "area_code": area, "born": born,
            }
        )  # fmt: skip
        given_on += timedelta(days=chance.choice((0, 1, 30, 200, 365, 366, 500)))
    return rows


def _sanction(kind: str) -> str:
    return {"caution": "caution", "imprisonment": "custody"}.get(kind, "non_custodial")


def _custody(person: Person, agency: Agency, given_on: date, chance: random.Random) -> date | None:
    """A sentenced spell that begins on the day of the sentence; one for each day, as the database demands."""
    from desistance.history.models import CustodySpell

    standing = CustodySpell.objects.filter(person=person, from_on=given_on).first()
    if standing is None:
        until = given_on + timedelta(days=chance.randrange(0, 200)) if chance.random() > 0.2 else None
        standing = make.custody_spell(
            person,
            agency,
            from_on=given_on,
            until_on=until,
            sentenced_on=given_on,
            release_kind="licence" if until else "",
        )
    return standing.until_on
