"""The files of convictions and of prison receptions that the demonstration's police and prison send. All rows are made up."""

import random
from datetime import date, timedelta

from desistance.demo.files import COURTS, OFFENCES, _day, _someone, _written, with_check_letter
from desistance.demo.partnership import PEOPLE, PersonData

CONVICTION_COLUMNS = """number surname forenames date_of_birth sex pnc cro address postcode offence_code offence offence_date
offence_until disposal disposal_date court length area""".split()  # noqa: SIM905
RELEASE_COLUMNS = """noms surname forenames date_of_birth sex pnc address postcode kind received_on sentenced_on
planned_release_on released_on release_kind prison""".split()  # noqa: SIM905
DISPOSALS = (
    ("Fine", "£120"),
    ("Community order", "12 months"),
    ("Conditional discharge", "6 months"),
    ("Imprisonment", "28 days"),
)
AREAS = ("E06000047", "E06000005", "")
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def convictions(rows: int = 60) -> str:
    """Convictions of two years: those of the story's people who have a PNC number, and of others."""
    chance = random.Random(21)  # noqa: S311 - synthetic data, not secrets
    known = [_known(person) for person in PEOPLE if dict(person.numbers).get("pnc")]
    whose = [*known, *(_someone(chance) for _ in range(rows - len(known)))]
    return _written(CONVICTION_COLUMNS, [_conviction(number, who, chance) for number, who in enumerate(whose)])


def _known(person: PersonData) -> dict[str, str]:
    return {
        "surname": person.family,
        "forenames": person.given,
        "date_of_birth": _day(date.fromisoformat(person.born)),
        "pnc": with_check_letter(dict(person.numbers)["pnc"][:12]),
    }


def _conviction(number: int, who: dict[str, str], chance: random.Random) -> dict[str, str]:
    code, words = chance.choice(OFFENCES)
    given_on = date(2024, 3, 1) + timedelta(days=chance.randrange(700))
    disposal, length = chance.choice(DISPOSALS)
    return {
        "number": f"CT26-{number:05d}",
        **{column: text for column, text in who.items() if column not in ("address", "postcode")},
        "offence_code": code,
        "offence": words,
        "offence_date": _day(given_on - timedelta(days=chance.randrange(1, 120))),
        "disposal": disposal,
        "disposal_date": _day(given_on),
        "court": chance.choice(COURTS),
        "length": length,
        "area": chance.choice(AREAS),
    }


def releases(rows: int = 24) -> str:
    """Receptions of the last year: some are still in custody, the others were released."""
    chance = random.Random(22)  # noqa: S311 - synthetic data, not secrets
    return _written(RELEASE_COLUMNS, [_release(number, chance) for number in range(rows)])


def _release(number: int, chance: random.Random) -> dict[str, str]:
    received = date(2025, 3, 1) + timedelta(days=chance.randrange(330))
    planned = received + timedelta(days=chance.randrange(30, 300))
    row = {
        "noms": f"A{1200 + number}{LETTERS[number % 24]}{LETTERS[number * 7 % 24]}",
        **_someone(chance),
        "kind": "Sentenced",
        "received_on": _day(received),
        "sentenced_on": _day(received),
        "planned_release_on": _day(planned),
        "prison": "HMP Aycliffe Moor",
    }
    if planned < date(2026, 3, 12):
        row |= {"released_on": _day(planned), "release_kind": "Released on licence"}
    return {**row, "address": "", "postcode": ""}
