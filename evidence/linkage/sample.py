"""Made-up people as several agencies would record them, with the slips that happen; the truth is known, no one is real.

For tests, for trying the command and for training: names are drawn from short lists of common British names.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from evidence.linkage.nicknames import FORMS
from evidence.linkage.standardise import CHECK_LETTERS

NAMES = """
    Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall
    Wood Jackson Clarke Patel Khan Lewis James Phillips Mason Mitchell Rose Davis Cox Alexander Begum Ali Hussain Robson
    Armstrong Charlton Dodds Elliott Forster Graham Hetherington Milburn Nixon Ridley Storey Tait Young Bell Carr Dixon
    Fenwick Gibson Heslop Hepple Laidlaw Pattison Raine Simpson Stephenson Teasdale Wardle O'Neill McCabe Smith-Jones
"""
SURNAMES = NAMES.split()
PLACES = (
    "Durham",
    "Darlington",
    "Gateshead",
    "Hartlepool",
    "Middlesbrough",
    "Newcastle",
    "Redcar",
    "Stockton",
    "Sunderland",
    "Hexham",
    "Morpeth",
    "Consett",
)
AREAS = ("DH", "DL", "NE", "SR", "TS")
COLUMNS = ("id", "forename", "surname", "date_of_birth", "sex", "postcode", "place", "pnc")
TWIN_SHARE = 0.04


@dataclass(frozen=True)
class Person:
    """One made-up person as they are."""

    forename: str
    surname: str
    born: date
    sex: str
    postcode: str
    place: str
    pnc: str


def made_up(folder: Path, people: int = 300, seed: int = 1) -> tuple[Path, Path]:
    """Write `records.csv` and `labels.csv` (id, person) into a folder; the same numbers give the same files."""
    drawn = Random(seed)  # noqa: S311 - made-up people, no secret
    everyone: list[Person] = []
    while len(everyone) < people:
        someone = _person(drawn)
        everyone.append(someone)
        if drawn.random() < TWIN_SHARE and len(everyone) < people:
            everyone.append(_twin(someone, drawn))
    folder.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, str]] = []
    labels: list[dict[str, str]] = []
    for number, person in enumerate(everyone):
        for _turn in range(1 + min(int(drawn.expovariate(0.6)), 6)):
            record = f"R{len(rows) + 1:06}"
            rows.append({"id": record, **_recorded(person, drawn)})
            labels.append({"id": record, "person": f"P{number + 1:05}"})
    paths = folder / "records.csv", folder / "labels.csv"
    for path, columns, found in ((paths[0], COLUMNS, rows), (paths[1], ("id", "person"), labels)):
        with path.open("w", newline="", encoding="utf-8") as lines:
            writer = csv.DictWriter(lines, columns)
            writer.writeheader()
            writer.writerows(sorted(found, key=lambda row: row["id"]))
    return paths


def _person(drawn: Random) -> Person:
    born = date(1950, 1, 1) + timedelta(days=drawn.randrange(20_000))
    return Person(
        drawn.choice(list(FORMS)).title(),
        drawn.choice(SURNAMES),
        born,
        drawn.choice("MMMMF"),
        _postcode(drawn),
        drawn.choice(PLACES),
        pnc(born.year + 14 + drawn.randrange(10), drawn.randrange(1, 10**7)),
    )


def _twin(one: Person, drawn: Random) -> Person:
    """A brother or sister born on the same day in the same home."""
    forename = drawn.choice([name.title() for name in FORMS if name[0] != one.forename[0].lower()])
    return Person(
        forename,
        one.surname,
        one.born,
        one.sex,
        one.postcode,
        one.place,
        pnc(one.born.year + 15, drawn.randrange(1, 10**7)),
    )


def pnc(year: int, serial: int) -> str:
    """A PNC number with its check letter."""
    return f"{year}/{serial:07}{CHECK_LETTERS[(year % 100 * 10**7 + serial) % 23]}"


def _postcode(drawn: Random) -> str:
    inward = "".join(drawn.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))
    return f"{drawn.choice(AREAS)}{drawn.randrange(1, 20)} {drawn.randrange(1, 10)}{inward}"


def _recorded(person: Person, drawn: Random) -> dict[str, str]:
    """One person as somebody wrote them down."""
    forename, surname, born = person.forename, person.surname, person.born
    if drawn.random() < 0.12:
        forename = drawn.choice(FORMS[forename.lower()].split()).title()
    if drawn.random() < 0.06:
        forename = forename[0] + "."
    if drawn.random() < 0.08:
        surname = _slip(surname, drawn)
    if drawn.random() < 0.03:
        forename, surname = surname, forename
    written = str(born)
    chance = drawn.random()
    if chance < 0.04 and born.day <= 12:
        written = str(date(born.year, born.day, born.month))
    elif chance < 0.08:
        written = f"{born.year}-01-01"
    elif chance < 0.12:
        written = str(born + timedelta(days=drawn.choice((-10, -1, 1, 10, 365))))
    postcode = _postcode(drawn) if drawn.random() < 0.2 else person.postcode
    return {
        "forename": forename,
        "surname": surname,
        "date_of_birth": "" if drawn.random() < 0.04 else written,
        "sex": "" if drawn.random() < 0.05 else person.sex,
        "postcode": "" if drawn.random() < 0.2 else postcode,
        "place": "" if drawn.random() < 0.1 else person.place,
        "pnc": person.pnc if drawn.random() < 0.35 else "",
    }


def _slip(name: str, drawn: Random) -> str:
    """A name with one letter lost, doubled or changed with its neighbour."""
    place = drawn.randrange(1, len(name))
    return drawn.choice(
        (
            name[:place] + name[place + 1 :],
            name[:place] + name[place - 1] + name[place:],
            name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :],
        )
    )
