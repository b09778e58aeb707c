"""The files that the demonstration's agencies send: a probation caseload, a custody file to load, and one to try.

``custody_to_try`` is the file of the story: 214 rows, of which 201 are ready, 8 have something wrong with them and 5 may
already be known. All rows are made up.
"""

import csv
import io
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from desistance.demo import names
from desistance.demo.partnership import PEOPLE, PersonData
from desistance.demo.plans import PNC_LETTERS

CASELOAD_COLUMNS = """crn surname forenames date_of_birth sex pnc noms address postcode team practitioner started_on order_type
ordered_on order_starts_on order_ends_on court requirements tier""".split()  # noqa: SIM905
CUSTODY_COLUMNS = """custody_number arrested_at surname forenames date_of_birth sex pnc cro address postcode offence_code offence
offence_date force custody_suite outcome""".split()  # noqa: SIM905
OFFENCES = (
    ("TH68010", "Theft from a shop"),
    ("TH68036", "Burglary of a dwelling"),
    ("CJ88116", "Common assault"),
    ("CD71039", "Criminal damage under £5,000"),
    ("PU86004", "Threatening behaviour"),
)
TEAMS = (("Bishop Auckland", "alison.nixon@probation.example"), ("Durham City", "sam.okafor@probation.example"))
WAITS = 40
"""The row whose case nobody has yet: Tom Fairley allocates it."""
COURTS = ("Durham Crown Court", "Peterlee Magistrates' Court", "Newton Aycliffe Magistrates' Court")
REQUIREMENTS = (
    "RAR 20 days",
    "RAR 15 days; UPW 80 hours",
    "UPW 120 hours",
    "RAR 30 days; DRR 6 months",
    "Curfew 12 hours a day",
)
TO_TRY = 214


def caseload(rows: int = 120) -> str:
    """The probation caseload: the people of the story who have a CRN, and others."""
    chance = random.Random(11)  # noqa: S311 - synthetic data, not secrets
    known = [_caseload_row_of(person) for person in PEOPLE if dict(person.numbers).get("crn")]
    others = [_caseload_row(number, chance) for number in range(rows - len(known))]
    return _written(CASELOAD_COLUMNS, [*known, *others])


def _caseload_row_of(person: PersonData) -> dict[str, str]:
    work = next(work for work in person.work if work[0] == "probation")
    team = {practitioner: team for team, practitioner in TEAMS}
    practitioner = f"{work[3].lower().replace(' ', '.')}@probation.example"
    return {
        "crn": dict(person.numbers)["crn"],
        "surname": person.family,
        "forenames": person.given,
        "date_of_birth": _day(date.fromisoformat(person.born)),
        "team": team.get(practitioner, "Public protection"),
        "practitioner": practitioner,
        "started_on": _day(date.fromisoformat(work[4])),
    }


def _caseload_row(number: int, chance: random.Random) -> dict[str, str]:
    team, practitioner = TEAMS[number % 2]
    started = date(2025, 3, 1) + timedelta(days=chance.randrange(360))
    if number == WAITS:
        started, practitioner = date(2026, 3, 11), ""
    return {
        "crn": f"Y{100_000 + number * 37}",
        **_someone(chance),
        "team": team,
        "practitioner": practitioner,
        "started_on": _day(started),
        **_order(started, chance),
        "tier": chance.choice("ABCD") + chance.choice("0123"),
    }


def _order(started: date, chance: random.Random) -> dict[str, str]:
    """A third are on licence; the others have an order of a court with what it requires."""
    if chance.randrange(3) == 0:
        kind, court, requirements = "Licence", "", ""
    else:
        kind = chance.choice(("Community order", "Suspended sentence order"))
        court = chance.choice(COURTS)
        requirements = chance.choice(REQUIREMENTS)
    return {
        "order_type": kind,
        "ordered_on": _day(started),
        "order_ends_on": _day(started + timedelta(days=365)),
        "court": court,
        "requirements": requirements,
    }


def custody(rows: int, arrested_on: date, *, prefix: str, seed: int) -> list[dict[str, str]]:
    """``rows`` good custody rows of one day's arrests."""
    chance = random.Random(seed)  # noqa: S311 - synthetic data, not secrets
    return [_custody_row(number, arrested_on, prefix, chance) for number in range(rows)]


def custody_loaded() -> str:
    """The day before's arrests, which the demonstration loads: Leanne Purvis among them."""
    rows = _day_before()
    leanne = {
        "surname": "Purvis",
        "forenames": "Leanne",
        "date_of_birth": "09/10/1997",
        "pnc": with_check_letter("2016/0071209"),
        "address": "",
        "postcode": "",
    }
    rows[0] |= {**leanne, "offence_code": "TH68010", "offence": "Theft from a shop", "offence_date": "02/03/2026"}
    kyle = {"surname": "Ashcroft", "forenames": "Kyle", "date_of_birth": "24/06/1998"}
    kyle |= {
        "pnc": with_check_letter("2014/0482913"),
        "address": "3 Chapel Row, Bishop Auckland",
        "postcode": "DL14 6BB",
    }
    rows[1] |= kyle
    return _written(CUSTODY_COLUMNS, rows)


def _day_before() -> list[dict[str, str]]:
    return custody(40, date(2026, 3, 11), prefix="CB26-3", seed=3)


def custody_to_try() -> str:
    """214 rows: 201 ready, 8 with something wrong, 5 that may already be known."""
    rows = custody(TO_TRY, date(2026, 3, 13), prefix="CB26-4", seed=4)
    for place, change in zip((6, 22, 47, 80, 104, 133, 161, 199), _faults(rows), strict=True):
        rows[place] |= change
    for place, change in zip((15, 58, 99, 150, 188), _resembling(), strict=True):
        rows[place] |= change
    return _written(CUSTODY_COLUMNS, rows)


def _faults(rows: Sequence[dict[str, str]]) -> Iterator[dict[str, str]]:
    yield from ({"date_of_birth": "02/28/1996"}, {"date_of_birth": "11/17/1988"}, {"date_of_birth": "3/11/97"})
    yield from ({"date_of_birth": "unknown?"}, {"surname": ""}, {"surname": " "}, {"offence_code": "TH6801"})
    yield {"custody_number": rows[0]["custody_number"]}


def _resembling() -> Iterator[dict[str, str]]:
    """Five whom a person must decide on: three who are on record, a twin who gave her sister's number, and a wrong number."""
    before = _day_before()[7]
    for given, family, born, number in (
        ("Leanne", "Purvis", "10/09/1997", ""),  # day and month swapped
        ("Dean", "Hartley", "01/02/1990", ""),
        (before["forenames"], before["surname"], before["date_of_birth"], ""),
        ("Louise", "Purvis", "09/10/1997", "2016/0071209"),
        ("Martin", "Ashby", "11/02/1975", "2014/0482913"),
    ):
        pnc = with_check_letter(number) if number else ""
        yield {"surname": family, "forenames": given, "date_of_birth": born, "pnc": pnc}


def _custody_row(number: int, arrested_on: date, prefix: str, chance: random.Random) -> dict[str, str]:
    code, words = chance.choice(OFFENCES)
    arrested = datetime(
        arrested_on.year, arrested_on.month, arrested_on.day, chance.randrange(6, 14), chance.randrange(60), tzinfo=UTC
    )
    return {
        "custody_number": f"{prefix}{number:04d}",
        "arrested_at": f"{arrested:%d/%m/%Y %H:%M}",
        **_someone(chance),
        "offence_code": code,
        "offence": words,
        "offence_date": _day(arrested_on - timedelta(days=chance.randrange(20))),
        "force": "Durham Police",
        "custody_suite": chance.choice(("Bishop Auckland", "Durham City", "Peterlee")),
    }


def _someone(chance: random.Random) -> dict[str, str]:
    born = date(1960, 1, 1) + timedelta(days=chance.randrange(17_000))
    town = chance.choice(list(names.TOWNS))
    return {
        "surname": chance.choice(names.FAMILY_BEGINNINGS) + chance.choice(names.FAMILY_ENDINGS),
        "forenames": chance.choice(names.GIVEN),
        "date_of_birth": _day(born),
        "address": f"{chance.randrange(1, 90)} {chance.choice(names.STREETS)} Street, {town}",
        "postcode": f"{names.TOWNS[town]} {chance.randrange(10)}{chance.choice('ABDEFGHJ')}{chance.choice('LNPQRSTU')}",
    }


def with_check_letter(stem: str) -> str:
    """A PNC number without its check letter, with it."""
    year, serial = stem.split("/")
    return f"{stem}{PNC_LETTERS[(int(year[2:]) * 10_000_000 + int(serial)) % 23]}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _written(columns: Sequence[str], rows: Iterable[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
