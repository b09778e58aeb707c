"""Files of made-up sanctions and people, written as an agency would."""

import csv
import itertools
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from evidence import tables

Cell = str | bool | date | None


def sanction(
    number: str, kind: str, on: str, *, offence: str | None = "2010-01-01", person: str = "A", **more: Cell
) -> dict[str, Cell]:
    """One row of SANCTIONS; recordable, no breach, Durham and theft unless told otherwise."""
    row: dict[str, Cell] = {
        "person_id": person,
        "sanction_id": number,
        "offence_date": date.fromisoformat(offence) if offence else None,
        "sanction_date": date.fromisoformat(on),
        "sanction_type": kind,
        "release_date": None,
        "offence_group": "theft",
        "recordable": True,
        "breach": False,
        "area": "Durham",
    }
    released = more.pop("released", None)
    return row | {"release_date": date.fromisoformat(str(released)) if released else None} | more


def write_csv(path: Path, rows: Iterable[Mapping[str, Cell]], name: str = "sanctions") -> Path:
    """Write rows as CSV with the headings of a declared table."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, tables.table_named(name).names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(
            {key: {True: "true", False: "false"}.get(value, value) for key, value in row.items()} for row in rows
        )
    return path


def people(*rows: tuple[str, str | None, str | None, str | None]) -> list[dict[str, Cell]]:
    """Rows of PEOPLE from tuples."""
    return [dict(zip(("person_id", "date_of_birth", "sex", "ethnicity"), row, strict=True)) for row in rows]


def numbers() -> Iterable[str]:
    """Numbers of sanctions that never repeat."""
    return (f"S{number}" for number in itertools.count(1))
