"""Offence codes: what a code means, and whether one that is not in our list is a slip or an Act that we do not hold.

The list in ``data/offence_codes.csv`` holds every code of the Acts in it, with its source, version and licence. A code of one
of those Acts that is not in the list is therefore a slip; a code of any other Act is kept as it came and warned of.
"""

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from desistance.history.terms import ACT_LENGTH, OFFENCE_CODE_SHAPE

SOURCE = (
    "Offence codes of 22 Acts, version 1 (Ministry of Justice, bichard7-next-data, MIT licence, read November 2026)"
)


class CodeStanding(StrEnum):
    """How a code stands to our list."""

    LISTED = "listed"
    ACT_NOT_HELD = "act_not_held"
    NOT_A_CODE = "not_a_code"


@dataclass(frozen=True, slots=True)
class OffenceCode:
    """A code of our list. ``category`` is its mode of trial (CS summary, CE either way, CI indictable); empty when not given."""

    code: str
    title: str
    category: str
    is_recordable: bool | None


@dataclass(frozen=True, slots=True)
class CodeReading:
    """A code as it was read: in one written form, with how it stands, what it means and what to tell the reader."""

    code: str
    standing: CodeStanding
    title: str = ""
    words: str = ""


@cache
def offence_codes() -> dict[str, OffenceCode]:
    """Every code of our list, by code; read once from the room's own file."""
    with (files("desistance.history") / "data" / "offence_codes.csv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {
            row["code"]: OffenceCode(
                row["code"],
                row["title"],
                row["category"],
                {"yes": True, "no": False}.get(row["is_recordable"]),
            )
            for row in rows
        }


@cache
def acts_held() -> frozenset[str]:
    """The Acts of which our list holds every code, by the first four characters of their codes."""
    return frozenset(code[:ACT_LENGTH] for code in offence_codes())


def read_offence_code(text: str) -> CodeReading:
    """What a written code means: capitals, and no spaces or dashes."""
    code = re.sub(r"[\s\-./]", "", text).upper()
    known = offence_codes().get(code)
    if known:
        return CodeReading(code, CodeStanding.LISTED, known.title)
    if not re.fullmatch(OFFENCE_CODE_SHAPE, code):
        words = (
            f"“{text.strip()}” is not an offence code. A code is like TH68010: 4 characters for the Act and 3 digits."
        )
        return CodeReading(text.strip(), CodeStanding.NOT_A_CODE, words=words)
    if code[:ACT_LENGTH] in acts_held():
        return CodeReading(code, CodeStanding.NOT_A_CODE, words=f"“{code}” is not a current or past offence code.")
    words = f"Offence code {code} is of an Act that is not in this service's list, so it is kept as it came."
    return CodeReading(code, CodeStanding.ACT_NOT_HELD, words=words)


HOME_OFFICE_CODE_SHAPE = r"\d{3}/?\d{2}"
"""A class of three digits and a sub-class of two, with or without a stroke between. Source: Home Office counting rules."""


def read_code_of_either_kind(text: str) -> CodeReading:
    """What a code means that is either a Criminal Justice System code (TH68010) or a Home Office code (046/00)."""
    written = re.sub(r"[\s\-.]", "", text)
    if not re.fullmatch(HOME_OFFICE_CODE_SHAPE, written):
        return read_offence_code(text)
    code = written.replace("/", "")
    words = f"Home Office code {code[:3]}/{code[3:]} is not in this service's list, so it is kept as it came."
    return CodeReading(code, CodeStanding.ACT_NOT_HELD, words=words)
