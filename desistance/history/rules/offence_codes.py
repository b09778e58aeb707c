"""Offence codes: what a code means, and whether one that is not in our lists is a slip or an Act that we do not hold.

The list in ``data/offence_codes.csv`` holds every code of the Acts in it, with its source, version and licence. A code of one
of those Acts that is not in the list is therefore a slip; a code of any other Act is kept as it came and warned of. Home Office
codes have no Acts: one that is not in their list is kept and warned of.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from desistance.history.rules.code_lists import HOME_OFFICE_CODES, OFFENCE_CODES, code_list
from desistance.history.terms import ACT_LENGTH, HOME_OFFICE_CODE_SHAPE, OFFENCE_CODE_SHAPE

SOURCE = (
    "Criminal Justice System offence codes, version 2 (Ministry of Justice, bichard7-next-data, MIT licence, read "
    "November 2026)"
)


class CodeStanding(StrEnum):
    """How a code stands to our lists."""

    LISTED = "listed"
    ACT_NOT_HELD = "act_not_held"
    NOT_A_CODE = "not_a_code"


@dataclass(frozen=True, slots=True)
class OffenceCode:
    """A code of our lists. ``category`` is its mode of trial (CS summary, CM summary motoring, CE either way, CI indictable,
    CB breach of an order), empty when not given; for a Home Office code, its actuarial category. Whether a Home Office code is
    recordable is not known.
    """

    code: str
    title: str
    category: str
    is_recordable: bool | None
    is_home_office: bool = False


@dataclass(frozen=True, slots=True)
class CodeReading:
    """A code as it was read: in one written form, with how it stands, what it means and what to tell the reader."""

    code: str
    standing: CodeStanding
    title: str = ""
    words: str = ""


@lru_cache(maxsize=4096)
def find_code(code: str) -> OffenceCode | None:
    """A code of either kind, written in its one form; None when neither list has it."""
    if code.isdigit():
        line = code_list(HOME_OFFICE_CODES).line(code)
        return OffenceCode(code, line[2], line[1], None, is_home_office=True) if line else None
    line = code_list(OFFENCE_CODES).line(code)
    return OffenceCode(code, line[3], line[1], line[2] == "y") if line else None


def read_offence_code(text: str) -> CodeReading:
    """What a written Criminal Justice System code means: capitals, and no spaces or dashes."""
    code = re.sub(r"[\s\-./]", "", text).upper()
    if not re.fullmatch(OFFENCE_CODE_SHAPE, code):
        words = (
            f"“{text.strip()}” is not an offence code. A code is like TH68010: 4 characters for the Act and 3 digits."
        )
        return CodeReading(text.strip(), CodeStanding.NOT_A_CODE, words=words)
    known = find_code(code)
    if known:
        return CodeReading(code, CodeStanding.LISTED, known.title)
    if code_list(OFFENCE_CODES).has_beginning(code[:ACT_LENGTH]):
        return CodeReading(code, CodeStanding.NOT_A_CODE, words=f"“{code}” is not a current or past offence code.")
    words = f"Offence code {code} is of an Act that is not in this service's list, so it is kept as it came."
    return CodeReading(code, CodeStanding.ACT_NOT_HELD, words=words)


def read_code_of_either_kind(text: str) -> CodeReading:
    """What a code means that is either a Criminal Justice System code (TH68010) or a Home Office code (046/00)."""
    written = re.sub(r"[\s\-.]", "", text)
    if not re.fullmatch(HOME_OFFICE_CODE_SHAPE, written):
        return read_offence_code(text)
    code = written.replace("/", "")
    known = find_code(code)
    if known:
        return CodeReading(code, CodeStanding.LISTED, known.title)
    words = f"Home Office code {code[:3]}/{code[3:]} is not in this service's list, so it is kept as it came."
    return CodeReading(code, CodeStanding.ACT_NOT_HELD, words=words)
