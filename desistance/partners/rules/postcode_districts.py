"""Which local authorities a postcode lies in, as far as its district tells. A finder, not a boundary.

The districts are the project's own table (`data/postcode_districts.csv`, version in its head comment). A district that lies in
several authorities does not say in which of them an address is: then the area is asked for, or not known.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

DISTRICTS = Path(__file__).resolve().parent.parent / "data" / "postcode_districts.csv"

# Area letters of every postcode in the United Kingdom and the Crown dependencies: what a postcode may begin with
# (Royal Mail, PAF Programmers' Guide, list of postcode areas).
AREA_LETTERS = """
AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY
HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL
PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
POSTCODE_AREAS = frozenset(AREA_LETTERS.split())
DISTRICT = r"(?P<area>[A-Z]{1,2})(?P<number>[0-9](?:[0-9]|[A-Z])?)"
INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"  # the last three: a digit and two letters, never C, I, K, M, O or V
FULL = re.compile(rf"{DISTRICT}{INWARD}")
ALONE = re.compile(DISTRICT)
WITH_SECTOR = re.compile(rf"{DISTRICT} [0-9]")


class Finding(StrEnum):
    """What a text was found to be."""

    COVERED = "covered"
    OUTSIDE = "outside"
    NOT_A_POSTCODE = "not a postcode"


@dataclass(frozen=True, slots=True)
class Found:
    """A text read as a postcode. ``areas``: slugs of authorities; ``has_part_outside``: part of the district is elsewhere."""

    finding: Finding
    district: str = ""
    areas: tuple[str, ...] = ()
    has_part_outside: bool = False


@dataclass(frozen=True, slots=True)
class District:
    """A postcode district of the table."""

    areas: tuple[str, ...]
    has_part_outside: bool


@cache
def districts() -> Mapping[str, District]:
    """Every district of the table, by its letters and number."""
    lines = [line for line in DISTRICTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {
        row["district"]: District(tuple(row["authorities"].split(";")), row["has_part_outside"] == "yes")
        for row in csv.DictReader(lines)
    }


def find(text: str) -> Found:
    """What a text is: a postcode or district that is covered, one that is not, or neither.

    Case, and white space and full stops in the wrong place, do not matter.
    """
    written = re.sub(r"[\s.]+", " ", text).strip().upper()
    match = FULL.fullmatch(written.replace(" ", "")) or WITH_SECTOR.fullmatch(written)
    match = match or ALONE.fullmatch(written.replace(" ", ""))
    if match is None or match["area"] not in POSTCODE_AREAS:
        return Found(Finding.NOT_A_POSTCODE)
    name = match["area"] + match["number"]
    district = districts().get(name)
    if district is None:
        return Found(Finding.OUTSIDE, name)
    return Found(Finding.COVERED, name, district.areas, district.has_part_outside)


def areas_of(text: str) -> tuple[str, ...]:
    """Slugs of the authorities that a postcode's district lies in; several mean that the area is not known from it, none that
    it is outside or no postcode at all."""
    return find(text).areas
