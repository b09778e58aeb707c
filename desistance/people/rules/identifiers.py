"""Identity numbers: one canonical form each, checked where the number carries a check character.

A number that is not well formed is kept as it was written, with words that say what is wrong and how to mend it;
it never takes part in an exact match. Formats and check letters: open source code of the Ministry of Justice
(hmpps-person-record; bichard7-next-core, read November 2026) and our own arithmetic on its published examples.
NHS number: NHS Data Model and Dictionary, "NHS number" (modulus 11).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desistance.people.rules.typed_text import plain
from desistance.people.terms import MASK_LABELS, IdentifierKind

# Twenty-three letters: no I, O or S, which are mistaken for digits. Remainder 0 is Z.
_CHECK_LETTERS: Final = "ZABCDEFGHJKLMNPQRTUVWXY"

_LABELS: Final = {
    "PNC": IdentifierKind.PNC,
    "PNCID": IdentifierKind.PNC,
    "CRO": IdentifierKind.CRO,
    "ASN": IdentifierKind.ASN,
    "CRN": IdentifierKind.CRN,
    "NOMS": IdentifierKind.NOMS,
    "NOMIS": IdentifierKind.NOMS,
    "PRISON": IdentifierKind.NOMS,
    "NHS": IdentifierKind.NHS,
    "CUSTODY": IdentifierKind.CUSTODY,
}
_LABEL: Final = re.compile(rf"({'|'.join(_LABELS)})(?:\s+(?:ID|NO\.?|NUMBER))?\s*:?\s+|({'|'.join(_LABELS)}):")

_PNC_WITH_SLASH: Final = re.compile(r"([0-9]{4}|[0-9]{2})/([0-9]{1,7})([A-Z])")
_PNC_RUN: Final = re.compile(r"[0-9]{3,11}[A-Z]")
_CRO: Final = re.compile(r"([0-9]{1,6})/([0-9]{2})([A-Z])")
_CRO_FILE: Final = re.compile(r"SF([0-9]{2})/?([0-9]{1,6})([A-Z])")
_ASN: Final = re.compile(r"([0-9]{2})([0-9A-Z]{2})([0-9A-Z]{2})([0-9A-Z]{2})([0-9]{11})([A-Z])")
_ASN_WITH_SLASHES: Final = re.compile(r"([0-9]{2})/([0-9A-Z]{2})/?([0-9A-Z]{2})/([0-9A-Z]{2})/([0-9]{1,11})([A-Z])")
_CRN: Final = re.compile(r"[A-Z][0-9]{6}")
_NOMS: Final = re.compile(r"[A-Z][0-9]{4}[A-Z]{2}")
_NHS: Final = re.compile(r"[0-9]{10}")
_LOCAL: Final = re.compile(r"(?=.*[0-9])[0-9A-Z][0-9A-Z/\-. ]{1,38}[0-9A-Z]")

SHORTEST_PART: Final = 3
_WRONG_LETTER: Final = "The letter at the end does not fit the digits. Check the number where it came from"


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identity number as read. `value` is its canonical form, empty when it is not well formed.

    With `is_part`, `value` is the compact ending (or beginning) of a number, for search only.
    """

    kind: IdentifierKind
    value: str
    raw: str
    is_well_formed: bool
    why_not: str = ""
    is_part: bool = False

    @property
    def compact(self) -> str:
        """Letters and digits only: what part numbers are looked for in."""
        return compact(self.value)


def compact(value: str) -> str:
    """A number without spaces, slashes and dashes, in capitals."""
    return re.sub(r"[^0-9A-Z]", "", plain(value).upper())


def read_identifier(kind: IdentifierKind, text: str, on: datetime.date) -> Identifier:
    """Read a number of a known kind. `on` is the day of reading, by which two-digit years are read."""
    typed = plain(text).upper()
    label = _LABEL.match(typed)
    if label and _LABELS[label[1] or label[2]] is kind:
        typed = typed[label.end() :]
    if not typed:
        return _bad(kind, text, f"Enter the {kind.wording}")
    return _READERS[kind](typed if kind in _KEEPS_SPACES else re.sub(r"[ \-]", "", typed), text, on)


def recognise(text: str, on: datetime.date) -> list[Identifier]:
    """The identity numbers that a typed text could be, the likeliest first; empty for a name or a date.

    A text in the shape of a kind is read as that kind, and kept even when its check letter is wrong, so that the
    reader can be told. Only a text in no such shape is offered as part of a number.
    """
    typed = plain(text).upper()
    label = _LABEL.match(typed)
    if label:
        kind = _LABELS[label[1] or label[2]]
        found = read_identifier(kind, text, on)
        rest = compact(typed[label.end() :])
        return [found] if found.is_well_formed or not _is_part_of(kind, rest) else [_part(kind, rest, text)]
    tight = re.sub(r"[ \-]", "", typed)
    whole = [read_identifier(kind, text, on) for kind, shape in _SHAPES if shape.fullmatch(tight)]
    # A run of digits and a letter is a PNC number only if its letter fits: else it is likelier the end of one.
    whole = [found for found in whole if found.is_well_formed or not _PNC_RUN.fullmatch(tight)]
    # Only digits are written in groups; other words side by side are not one number.
    ending = compact(typed) if " " not in typed or tight.isdigit() else ""
    parts = [_part(kind, ending, text) for kind in IdentifierKind if _is_part_of(kind, ending)]
    return sorted(whole, key=lambda found: not found.is_well_formed) or parts


def masked(kind: IdentifierKind, value: str) -> str:
    """A number as pages show it until someone asks to see it: enough to tell two apart, not to use."""
    label = MASK_LABELS.get(kind, kind.wording)
    if kind is IdentifierKind.PNC:
        return f"{label} ••••/...{value[-2:]}"
    first = value[:1] if kind is IdentifierKind.CRN else ""
    last = value[-3:] if len(value) > 2 * SHORTEST_PART else ""
    return f"{label} {first}•••{last}"


def _read_pnc(typed: str, raw: str, on: datetime.date) -> Identifier:
    kind = IdentifierKind.PNC
    with_slash = _PNC_WITH_SLASH.fullmatch(typed)
    if with_slash:
        return _checked_pnc(with_slash[1], with_slash[2], with_slash[3], raw, on)
    if not _PNC_RUN.fullmatch(typed):
        return _bad(kind, raw, "PNC number must be a year, a slash, up to 7 digits and a letter, like 2004/0000712J")
    # Without the slash the year may be two digits or four; the check letter decides, seven digits before fewer.
    readings = [
        _checked_pnc(typed[:length], typed[length:-1], typed[-1], raw, on)
        for length in sorted((2, 4), key=lambda length: len(typed) - length - 1 != 7)
        if 1 <= len(typed) - length - 1 <= 7
    ]
    good = [reading for reading in readings if reading.is_well_formed]
    if len(good) == 2 and len(typed) not in (10, 12):
        return _bad(kind, raw, "This PNC number can be read in two ways. Enter the slash after the year")
    return (good or readings)[0]


def _checked_pnc(year: str, serial: str, letter: str, raw: str, on: datetime.date) -> Identifier:
    full_year = int(year) if len(year) == 4 else _century(int(year), on)
    if not 1900 <= full_year <= on.year:
        return _bad(IdentifierKind.PNC, raw, f"The year of a PNC number must be between 1900 and {on.year}")
    if letter != _CHECK_LETTERS[(full_year % 100 * 10**7 + int(serial)) % 23]:
        return _bad(IdentifierKind.PNC, raw, _WRONG_LETTER)
    return _good(IdentifierKind.PNC, f"{full_year}/{int(serial):07d}{letter}", raw)


def _read_cro(typed: str, raw: str, on: datetime.date) -> Identifier:
    kind = IdentifierKind.CRO
    on_file = _CRO_FILE.fullmatch(typed)
    if on_file:
        year, serial, letter = on_file.groups()
        # A number for a file without fingerprints: the letter is worked out on the digits as written.
        return _lettered(kind, f"{year}{serial}", letter, f"SF{year}/{serial}{letter}", raw)
    fingerprinted = _CRO.fullmatch(typed)
    if fingerprinted:
        serial, year, letter = fingerprinted.groups()
        serial = serial.zfill(6)
        return _lettered(kind, f"{year}{serial}", letter, f"{serial}/{year}{letter}", raw)
    return _bad(kind, raw, "CRO number must be up to 6 digits, a slash, a year and a letter, like 123456/08T")


def _read_asn(typed: str, raw: str, on: datetime.date) -> Identifier:
    found = _ASN.fullmatch(typed) or _ASN_WITH_SLASHES.fullmatch(typed)
    if not found:
        why_not = "Arrest summons number must be a year, a force, a unit and a system of 2 characters each, 11 digits"
        return _bad(IdentifierKind.ASN, raw, f"{why_not} and a letter, like 2610AB0100000000012E")
    year, force, unit, system, serial, letter = found.groups()
    serial = serial.zfill(11)
    # Letters in force and system carry no value in the sum.
    counted = "".join(part for part in (force, system) if part.isdigit()) + year + serial
    return _lettered(IdentifierKind.ASN, counted, letter, f"{year}{force}{unit}{system}{serial}{letter}", raw)


def _read_crn(typed: str, raw: str, on: datetime.date) -> Identifier:
    if not _CRN.fullmatch(typed):
        return _bad(IdentifierKind.CRN, raw, "CRN must be a letter and 6 digits, like X482913")
    return _good(IdentifierKind.CRN, typed, raw)


def _read_noms(typed: str, raw: str, on: datetime.date) -> Identifier:
    if not _NOMS.fullmatch(typed):
        return _bad(IdentifierKind.NOMS, raw, "Prison number must be a letter, 4 digits and 2 letters, like A1234BC")
    return _good(IdentifierKind.NOMS, typed, raw)


def _read_nhs(typed: str, raw: str, on: datetime.date) -> Identifier:
    if not _NHS.fullmatch(typed):
        return _bad(IdentifierKind.NHS, raw, "NHS number must be 10 digits, like 943 476 5919")
    weighted = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), typed, strict=False))
    # A remainder that would need the check digit 10 is never given out; 11 counts as 0.
    if (11 - weighted % 11) % 11 != int(typed[-1]):
        return _bad(
            IdentifierKind.NHS,
            raw,
            "The last digit of the NHS number does not fit the others. Check them all",
        )
    return _good(IdentifierKind.NHS, f"{typed[:3]} {typed[3:6]} {typed[6:]}", raw)


def _free_form(kind: IdentifierKind) -> Callable[[str, str, datetime.date], Identifier]:
    """A reader for numbers that each force or agency makes in its own way, with nothing to check."""

    def read(typed: str, raw: str, on: datetime.date) -> Identifier:
        if not _LOCAL.fullmatch(typed):
            return _bad(kind, raw, f"{kind.wording} must be 3 to 40 letters and digits, with at least one digit")
        return _good(kind, typed, raw)

    return read


def _century(two_digits: int, on: datetime.date) -> int:
    year = on.year - on.year % 100 + two_digits
    return year - 100 if year > on.year else year


def _lettered(kind: IdentifierKind, digits: str, letter: str, value: str, raw: str) -> Identifier:
    return _good(kind, value, raw) if _CHECK_LETTERS[int(digits) % 23] == letter else _bad(kind, raw, _WRONG_LETTER)


def _good(kind: IdentifierKind, value: str, raw: str) -> Identifier:
    return Identifier(kind, value, raw, is_well_formed=True)


def _bad(kind: IdentifierKind, raw: str, why_not: str) -> Identifier:
    return Identifier(kind, "", raw, is_well_formed=False, why_not=why_not)


def _part(kind: IdentifierKind, ending: str, raw: str) -> Identifier:
    return Identifier(kind, ending, raw, is_well_formed=False, why_not="Only part of a number", is_part=True)


def _is_part_of(kind: IdentifierKind, typed: str) -> bool:
    return len(typed) >= SHORTEST_PART and _PART_SHAPES[kind].fullmatch(typed) is not None


_KEEPS_SPACES: Final = frozenset({IdentifierKind.CUSTODY, IdentifierKind.LOCAL})
_READERS: Final[dict[IdentifierKind, Callable[[str, str, datetime.date], Identifier]]] = {
    IdentifierKind.PNC: _read_pnc,
    IdentifierKind.CRO: _read_cro,
    IdentifierKind.ASN: _read_asn,
    IdentifierKind.CRN: _read_crn,
    IdentifierKind.NOMS: _read_noms,
    IdentifierKind.NHS: _read_nhs,
    IdentifierKind.CUSTODY: _free_form(IdentifierKind.CUSTODY),
    IdentifierKind.LOCAL: _free_form(IdentifierKind.LOCAL),
}
_SHAPES: Final = (
    (IdentifierKind.CRN, _CRN),
    (IdentifierKind.NOMS, _NOMS),
    (IdentifierKind.PNC, _PNC_WITH_SLASH),
    (IdentifierKind.PNC, _PNC_RUN),
    (IdentifierKind.CRO, _CRO),
    (IdentifierKind.CRO, _CRO_FILE),
    (IdentifierKind.ASN, _ASN),
    (IdentifierKind.ASN, _ASN_WITH_SLASHES),
    (IdentifierKind.NHS, _NHS),
)
# How the end (or for a CRN and a prison number also the beginning) of each number can look without punctuation.
_PART_SHAPES: Final = {
    IdentifierKind.PNC: re.compile(r"[0-9]{1,10}[A-Z]"),
    IdentifierKind.CRO: re.compile(r"[0-9]{1,7}[A-Z]"),
    IdentifierKind.ASN: re.compile(r"(?:[0-9A-Z]{2})?[0-9]{4,13}[A-Z]"),
    IdentifierKind.CRN: re.compile(r"[A-Z][0-9]{3,5}|[0-9]{3,6}"),
    IdentifierKind.NOMS: re.compile(r"[A-Z][0-9]{3,4}[A-Z]?|[0-9]{1,4}[A-Z]{2}"),
    IdentifierKind.NHS: re.compile(r"[0-9]{3,9}"),
    IdentifierKind.CUSTODY: re.compile(r"(?=.*[0-9])[0-9A-Z]{3,20}"),
    IdentifierKind.LOCAL: re.compile(r"(?=.*[0-9])[0-9A-Z]{3,20}"),
}
