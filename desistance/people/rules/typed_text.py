"""Text as people type and paste it, made plain without losing a letter of what they meant."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_APOSTROPHES: Final = "'\u2018\u2019\u201a\u201b\u02bb\u02bc\u02b9\u00b4\u0060\u2032\uff07"
_PLAIN_ASCII: Final = {**dict.fromkeys((*range(32), 127), " "), ord("`"): "'"}
_SPACES: Final = re.compile(r"\s+")


def plain(text: str) -> str:
    """Text with one kind of dash, apostrophe, digit and space, and no invisible marks.

    Spreadsheets and phones bring non-breaking spaces, curly quotes, long dashes, direction marks and
    digits of other scripts; all stand for something on a keyboard. Case and letters are left alone.
    """
    if text.isascii():
        return " ".join(text.translate(_PLAIN_ASCII).split())
    return _SPACES.sub(" ", "".join(map(_plain_character, unicodedata.normalize("NFKC", text)))).strip()


def is_apostrophe(character: str) -> bool:
    """Whether a character is used as the apostrophe in names such as O'Brien."""
    return character in _APOSTROPHES


def _plain_character(character: str) -> str:
    if is_apostrophe(character):
        return "'"
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character == "\u2212":
        return "-"
    if category == "Cf":
        return ""
    return " " if category == "Cc" else character
