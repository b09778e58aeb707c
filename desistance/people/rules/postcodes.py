"""United Kingdom postcodes, whole or the first part of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from desistance.people.rules.typed_text import plain

# The 124 postcode areas in use (121 of the United Kingdom and 3 of the Crown dependencies): public list of
# Royal Mail, unchanged since 1999. They change so seldom that an unknown area is nearly always a slip.
_AREAS: Final = """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH
    EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M
    ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST
    SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
POSTCODE_AREAS: Final = frozenset(_AREAS.split())

_SHAPE: Final = re.compile(
    r"(?P<area>[A-Z]{1,2})(?P<district>[0-9][A-Z]|[0-9]{1,2})(?: ?(?P<inward>[0-9](?:[A-Z]{2})?))?"
)
# The last two letters never use C I K M O V (Royal Mail, Programmers' Guide to the Postcode Address File).
_INWARD: Final = re.compile(r"[0-9](?:[ABD-HJLNP-UW-Z]{2})?")


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode in its written form, or why it cannot be one.

    `value` is "DL14 7AB", or for search the part given: "DL14 7" (sector) or "DL14" (district).
    """

    value: str
    raw: str
    is_whole: bool
    why_not: str = ""

    @property
    def is_well_formed(self) -> bool:
        """Whether it can be a postcode."""
        return not self.why_not


def read_postcode(text: str) -> Postcode:
    """A whole postcode for an address: any case, any spacing. A part of one is refused in words."""
    found = read_postcode_part(text)
    if found.is_well_formed and not found.is_whole:
        return _refused(text, f"Postcode must be a full one, like DL14 7AB. {found.value} is only the first part")
    return found


def read_postcode_part(text: str) -> Postcode:
    """A postcode or the first part of one, for search: district ("DL14"), sector ("DL14 7") or whole."""
    typed = plain(text).upper()
    # As typed first: only the typist's space tells the sector "DL1 4" from the district "DL14".
    shape = _SHAPE.fullmatch(typed) or _SHAPE.fullmatch(typed.replace(" ", ""))
    if shape is None:
        return _refused(text, "Postcode must be like DL14 7AB")
    area, district, last = shape["area"], shape["district"], shape["inward"] or ""
    if area not in POSTCODE_AREAS:
        return _refused(text, f"No postcode begins with {area}. Check the first letters")
    if last and not _INWARD.fullmatch(last):
        return _refused(text, f"No postcode ends with {last}. The last 2 letters are never C, I, K, M, O or V")
    return Postcode(f"{area}{district} {last}".strip(), text, is_whole=len(last) == 3)


def _refused(raw: str, why_not: str) -> Postcode:
    return Postcode("", raw, is_whole=False, why_not=why_not)
