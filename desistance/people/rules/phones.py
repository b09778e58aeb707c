"""Phone numbers: one form to store and compare, whatever spaces, brackets or country code were typed."""

from __future__ import annotations

import re
from typing import Final

from desistance.people.rules.typed_text import plain

SHORTEST_ENDING: Final = 3

_TYPED_NUMBER: Final = re.compile(r"(?:\+|00)?\(?[0-9][0-9 ().\-]*")
# International form is at most 15 digits (ITU-T E.164, 2010); United Kingdom numbers have 9 or 10 after the 0.
_NATIONAL: Final = re.compile(r"0[1-9][0-9]{8,9}")
_INTERNATIONAL: Final = re.compile(r"\+[1-9][0-9]{6,14}")


def phone_key(text: str) -> str | None:
    """A phone number as +447700900321; None when it is not one. Numbers without a country code are British."""
    typed = plain(text)
    if not _TYPED_NUMBER.fullmatch(typed):
        return None
    digits = re.sub(r"[^0-9+]", "", typed.replace("(0)", ""))
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if _NATIONAL.fullmatch(digits):
        return "+44" + digits[1:]
    return digits if _INTERNATIONAL.fullmatch(digits) else None


def phone_ending(text: str) -> str | None:
    """The digits to look for at the end of stored numbers: from 3 digits up to a whole number."""
    whole = phone_key(text)
    if whole:
        return whole[1:]
    typed = plain(text)
    return typed if re.fullmatch(rf"[0-9]{{{SHORTEST_ENDING},9}}", typed) else None
