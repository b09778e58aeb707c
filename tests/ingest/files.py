"""Files as partners send them, made by rule and all invented: the custody file of journey J11, and what tests change in it."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

CUSTODY_COLUMNS = (
    "custody_number",
    "arrested_at",
    "surname",
    "forenames",
    "date_of_birth",
    "sex",
    "pnc",
    "offence_code",
    "custody_suite",
)
CASELOAD_COLUMNS = (
    "crn",
    "surname",
    "forenames",
    "date_of_birth",
    "team",
    "practitioner",
    "started_on",
    "order_type",
    "tier",
)
LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
FAMILY = [
    "Abbot",
    "Bainbridge",
    "Chater",
    "Dunn",
    "Elstob",
    "Fenwick",
    "Gowland",
    "Heslop",
    "Ibbotson",
    "Jopling",
    "Kirkup",
    "Lonsdale",
    "Maddison",
    "Nattrass",
    "Oughton",
    "Parkin",
    "Quigley",
    "Raine",
    "Sowerby",
    "Teasdale",
    "Urwin",
    "Vasey",
    "Wardle",
    "Yarrow",
    "Zammit",
]
GIVEN = ["Aaron", "Beth", "Colin", "Donna", "Ewan", "Fay", "Gary", "Hazel", "Ivor"]
SUITES = ("Bishop Auckland", "Darlington", "Durham City", "Peterlee")
CODES = ("TH68010", "CJ88001", "CD71039", "PU86004", "MD71530")
KNOWN = (
    ("Kyle", "Ashcroft", date(1998, 6, 24)),
    ("Leanne", "Purvis", date(1997, 10, 9)),
    ("Dean", "Hartley", date(1990, 2, 1)),
    ("Marek", "Dudek", date(1986, 5, 5)),
    ("Jade", "Robson", date(2001, 3, 3)),
)
"""People on record whom five rows of the J11 file name, without a number."""

Row = dict[str, str]


def pnc(serial: int, year: int = 2014) -> str:
    """A made-up PNC number with the check letter that fits."""
    return f"{year}/{serial:07d}{LETTERS[(year % 100 * 10**7 + serial) % 23]}"


def custody_row(number: int, **more: str) -> Row:
    """One good custody row of someone whom no other row names."""
    born = date(1960, 1, 1) + timedelta(days=37 * number % 14_000)
    arrested = date(2026, 3, 12) - timedelta(days=number % 5)
    row = {
        "custody_number": f"DC/26/{4000 + number:05d}",
        "arrested_at": f"{arrested:%d/%m/%Y} {number % 24:02d}:15",
        "surname": FAMILY[number % len(FAMILY)] + ("" if number < 25 else FAMILY[number // 25 % 25].lower()),
        "forenames": GIVEN[number % len(GIVEN)],
        "date_of_birth": f"{born.day}/{born.month}/{born.year}",
        "sex": "Male" if number % 2 else "Female",
        "pnc": pnc(number) if number % 3 else "",
        "offence_code": CODES[number % len(CODES)],
        "custody_suite": SUITES[number % len(SUITES)],
    }
    return {**row, **more}


def caseload_row(number: int, **more: str) -> Row:
    """One good caseload row."""
    born = date(1961, 2, 3) + timedelta(days=41 * number % 14_000)
    row = {
        "crn": f"X{400000 + number}",
        "surname": FAMILY[number % len(FAMILY)],
        "forenames": GIVEN[number % len(GIVEN)],
        "date_of_birth": f"{born:%d/%m/%Y}",
        "team": "East",
        "practitioner": "priya@example.org",
        "started_on": "02/11/2025",
        "order_type": "Community order",
        "tier": "B2",
    }
    return {**row, **more}


def j11_rows(known: Sequence[tuple[str, str, date]] = KNOWN) -> list[Row]:
    """The 214 rows of journey J11: 201 that load, 8 to fix (4 dates, 2 surnames, 1 code, 1 repeat), 5 possibly known."""
    rows = [custody_row(number) for number in range(214)]
    rows[36]["arrested_at"] = "02/28/2026"
    rows[89]["arrested_at"] = "02/28/2026 21:40"
    rows[60]["date_of_birth"] = "3/11/94"
    rows[110]["date_of_birth"] = "unknown"
    rows[45]["surname"] = ""
    rows[140]["surname"] = ""
    rows[150]["offence_code"] = "TH68099"
    rows[175]["custody_number"] = rows[174]["custody_number"]
    for place, (given, family, born) in zip((20, 70, 100, 160, 200), known, strict=True):
        rows[place] |= {
            "forenames": given,
            "surname": family,
            "date_of_birth": f"{born.day}/{born.month}/{born.year}",
            "pnc": "",
        }
    return rows


def as_csv(rows: Iterable[Row], columns: Sequence[str] = CUSTODY_COLUMNS, delimiter: str = ",") -> str:
    """Rows as the text of a file, quoted where needed, with line ends as Windows writes them."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def j11_file() -> bytes:
    """The J11 file as bytes."""
    return as_csv(j11_rows()).encode()


def conviction_row(serial: int, /, **more: str) -> Row:
    """One good row of the convictions feed."""
    who = custody_row(serial)
    row = {
        "number": f"C/26/{serial:05d}",
        **{column: who[column] for column in ("surname", "forenames", "date_of_birth", "sex", "pnc")},
        "offence_code": "TH68010",
        "offence": "Theft from a shop",
        "offence_date": "02/01/2026",
        "offence_until": "",
        "disposal": "Community order",
        "disposal_date": "02/02/2026",
        "court": "Peterlee Magistrates' Court",
        "length": "",
        "area": "",
    }
    return {**row, **more}


def release_row(serial: int, /, **more: str) -> Row:
    """One good row of the prison releases feed."""
    who = custody_row(serial)
    row = {
        "noms": f"A{1000 + serial}AA",
        **{column: who[column] for column in ("surname", "forenames", "date_of_birth", "sex")},
        "kind": "Sentenced",
        "received_on": "01/09/2025",
        "sentenced_on": "01/09/2025",
        "planned_release_on": "02/03/2026",
        "released_on": "02/03/2026",
        "release_kind": "Released on licence",
        "prison": "HMP Durham",
    }
    return {**row, **more}
