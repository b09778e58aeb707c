"""Made-up files for every call: sanctions with rows that cannot be used, a scheme, a trial, records to link, a caseload.

For trying the calls, for training and for tests: no one in them is real. The same numbers give the same files.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

import duckdb

from evidence.linkage.sample import made_up
from evidence.tables.engine import literal
from evidence.tables.schemas import PEOPLE, SANCTIONS, SCORES
from evidence.tables.values import STORED

Cell = str | int | float | date
FIRST, DAYS, LATE_FROM = date(2014, 1, 1), 2190, date(2019, 1, 1)
AREAS = ("Durham", "Newcastle", "Sunderland")
KINDS = ("caution", "non_custodial", "non_custodial", "custody")
OFFENCES = ("theft", "violence", "drugs", "criminal damage")
OF_SANCTIONS = {one.name: STORED.get(one.kind, "VARCHAR") for one in SANCTIONS.columns}
TIMES_THE_RECORDS = 40  # people of the sanctions for each person of the records

# What goes wrong in real files, a row each; the counting leaves them out and says so.
BAD_SANCTIONS: tuple[tuple[Cell, ...], ...] = (
    ("P00001", "BAD-1", "2017-05-01", "2017-06-01", "custody", "2017-05-20", "theft", "true", "false", "Durham"),
    ("P00002", "BAD-2", "2017-07-01", "2017-06-01", "caution", "", "theft", "true", "false", "Durham"),
    ("P00003", "BAD-3", "2017-05-01", "2017-06-01T09:30:00Z", "caution", "", "theft", "true", "false", "Durham"),
    ("P00004", "BAD-4", "2017-05-01", "2017-06-01", "fine", "", "theft", "true", "false", "Durham"),
)
BROKEN_LINE = "P00005,BAD-5,2017-05-01\n"
TWO_BIRTH_DATES: tuple[Cell, ...] = ("P00001", "1990-01-01", "M", "W1")

PLAN = """\
question = "Did people who took part reoffend less within a year?"
design = "matched"
treated = "treated"
person = "person_id"
before = ["age", "prior"]
primary = "reoffended"

[match]
propensity = "age + prior"

[outcomes.reoffended]
kind = "binary"
column = "event"
words = "people who reoffended within a year"
"""
TRIAL = """\
question = "Does the offer of the scheme reduce reoffending within a year?"
design = "randomised"
treated = "offered"
person = "person_id"
primary = "reoffended"

[outcomes.reoffended]
kind = "binary"
column = "event"
words = "people who reoffended within a year"
"""
LINKAGE = """\
[thresholds]
join = 8.0
review = 2.0
"""


def sample(folder: str | Path, people: int = 300, seed: int = 1) -> Path:
    """Write the files into a folder, with records of so many people to link and more people for the rest; gives the folder."""
    into, drawn = Path(folder), Random(seed)  # noqa: S311 - made-up people, no secret
    into.mkdir(parents=True, exist_ok=True)
    many = people * TIMES_THE_RECORDS
    rows = list(_sanctions(many, drawn))
    known = [row for row in rows if row[3] < LATE_FROM or row[1].endswith("1")]
    late = [row for row in rows if row[3] >= LATE_FROM and not row[1].endswith("1")]
    _write(into / "sanctions.csv", SANCTIONS.names, [*known, *BAD_SANCTIONS])
    with (into / "sanctions.csv").open("a", encoding="utf-8") as lines:
        lines.write(BROKEN_LINE)
    for name, some in (("sanctions", known), ("late", late)):
        _as_parquet(into / f"{name}.parquet", OF_SANCTIONS, some)
    _write(into / "people.csv", PEOPLE.names, [*_people(many, drawn), TWO_BIRTH_DATES])
    _write(into / "scheme.csv", SCHEME, _scheme(people, drawn))
    caseload = list(_caseload(people, drawn))
    _as_parquet(into / "caseload.parquet", CASELOAD, caseload)
    cases = [dict(zip(CASELOAD, row, strict=True)) for row in caseload]
    _write_lines(into / "cases.jsonl", [{"predictor": "ARP", "inputs": one} for one in cases])
    _write_lines(into / "tiers.jsonl", [{"inputs": {"hasActiveEvent": True}} for _one in cases[:5]])
    _write(into / "scores.csv", SCORES.names, _scores(many, drawn))
    _write(into / "scored.csv", ("percent", "reoffended", "sex", "age"), _scored(people * 3, drawn))
    _write(into / "events.csv", ("person_id", "day", "event"), _events(people, drawn))
    _write(into / "changes.csv", ("kind", "fewer", "low", "high"), [("violence_with_injury", 12, 4, 20)])
    for name, text in (("plan", PLAN), ("trial", TRIAL), ("linkage", LINKAGE)):
        (into / f"{name}.toml").write_text(text, encoding="utf-8")
    _of_two_agencies(into, people, seed)
    return into


def _sanctions(
    people: int, drawn: Random
) -> Iterable[tuple[str, str, date, date, str, date | str, str, str, str, str]]:
    """Sanctions of people, of whom a few have many; offences come some months before them."""
    number = 0
    for person in range(people):
        area = drawn.choice(AREAS)
        for _turn in range(1 + min(int(drawn.expovariate(0.55)), 9)):
            number += 1
            on, kind = FIRST + timedelta(days=drawn.randrange(DAYS)), drawn.choice(KINDS)
            released: date | str = on + timedelta(days=drawn.randrange(20, 300)) if kind == "custody" else ""
            offence = on - timedelta(days=drawn.randrange(5, 150))
            flags = ("true", "true" if drawn.random() < 0.05 else "false")
            yield (f"P{person:05}", f"S{number:06}", offence, on, kind, released, drawn.choice(OFFENCES), *flags, area)


def _people(people: int, drawn: Random) -> Iterable[tuple[Cell, ...]]:
    for person in range(people):
        born = date(1980, 1, 1) + timedelta(days=drawn.randrange(6000))
        yield (f"P{person:05}", born, drawn.choice("MMMMF"), drawn.choice(("W1", "W1", "A1", "B1", "M1")))


SCHEME = ("person_id", "treated", "offered", "age", "prior", "fin", "duration", "event")


def _scheme(people: int, drawn: Random) -> Iterable[tuple[Cell, ...]]:
    """People of whom a third took part, more often with few convictions; the scheme and help with money delay reoffending."""
    for person in range(people * 3):
        age, prior, offered = drawn.randrange(18, 60), min(int(drawn.expovariate(0.25)), 20), drawn.randrange(2)
        took_part = int(drawn.random() < 0.36 - 0.01 * prior)
        fin = drawn.randrange(2)
        daily = 0.0016 * (1 - 0.35 * took_part - 0.15 * offered) * (1 - 0.2 * fin) * 1.04**prior * 0.98 ** (age - 35)
        days = max(1, int(drawn.expovariate(daily)))
        yield (f"C{person:05}", took_part, offered, age, prior, fin, min(days, 365), int(days < 365))


CASELOAD = {
    "gender": "VARCHAR",
    "dateOfBirth": "DATE",
    "dateOfCurrentConviction": "DATE",
    "dateAtStartOfFollowup": "DATE",
    "totalNumberOfSanctionsForAllOffences": "BIGINT",
    "totalNumberOfViolentSanctions": "BIGINT",
    "ageAtFirstSanction": "BIGINT",
    "currentOffenceCode": "VARCHAR",
}


def _caseload(people: int, drawn: Random) -> Iterable[tuple[Cell, ...]]:
    for _person in range(people):
        age, sanctions = drawn.randrange(20, 60), drawn.randrange(2, 30)
        born = date(2025 - age, 1 + drawn.randrange(12), 1 + drawn.randrange(28))
        violent, first = drawn.randrange(1 + sanctions // 3), drawn.randrange(12, 20)
        yield (drawn.choice(("MALE", "FEMALE")), born, "2025-08-05", "2025-12-12", sanctions, violent, first, "11618")


def _scores(people: int, drawn: Random) -> Iterable[tuple[Cell, ...]]:
    """A score of each person in each of three years."""
    for number in range(people * 3):
        person, year = divmod(number, 3)
        yield (f"T{number:06}", f"P{person:05}", date(2016 + year, 1, 15), round(drawn.uniform(0.1, 0.6), 2))


def _scored(people: int, drawn: Random) -> Iterable[tuple[Cell, ...]]:
    """What a score gave and what became of it, for women and men."""
    for _person in range(people):
        percent = drawn.randrange(5, 80)
        yield (percent, "yes" if drawn.random() < percent / 100 else "no", drawn.choice("MMF"), drawn.randrange(18, 60))


def _events(people: int, drawn: Random) -> Iterable[tuple[Cell, ...]]:
    """Reoffences by their day, and a row for the end of watching of each person."""
    for person in range(people):
        day = drawn.expovariate(1 / 400)
        while day < 500:
            yield (f"C{person:05}", int(day), 1)
            day += 1 + drawn.expovariate(1 / 400)
        yield (f"C{person:05}", 500, 0)


def _of_two_agencies(into: Path, people: int, seed: int) -> None:
    """Records of the same people in two files, and whose each is."""
    records, _labels = made_up(into, people, seed)
    with records.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    records.unlink()
    for name, some in (("police", rows[::2]), ("probation", rows[1::2])):
        _write(into / f"{name}.csv", tuple(rows[0]), [tuple(row.values()) for row in some])


def _write(path: Path, columns: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def _write_lines(path: Path, told: Iterable[Mapping[str, object]]) -> None:
    """An object a line, numbered."""
    lines = (json.dumps({"id": number, **one}, default=str) for number, one in enumerate(told, start=1))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _as_parquet(path: Path, columns: Mapping[str, str], rows: Iterable[tuple[Cell, ...]]) -> None:
    """Rows as Parquet, columns stored as they are named."""
    part = _write(path.with_suffix(".part.csv"), columns, rows)
    kinds = ", ".join(f"{name} := '{kind}'" for name, kind in columns.items())
    with duckdb.connect() as connection:
        read = f"read_csv({literal(str(part))}, columns = struct_pack({kinds}))"
        connection.execute(f"COPY (SELECT * FROM {read}) TO {literal(str(path))} (FORMAT parquet)")  # noqa: S608
    part.unlink()
