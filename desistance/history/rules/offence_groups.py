"""Which of the partnership's groups an offence belongs to, and what is said beside it: derived from its code by dated data.

Nothing of this is stored with an offence: a new version of the mapping groups every offence anew, and says from when.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from desistance.foundation.rulesets import in_force
from desistance.history.rules.offence_codes import OffenceCode, find_code, read_code_of_either_kind
from desistance.history.terms import OFFENCE_GROUPS, OffenceGroup

ALL_CODES = "*"


@dataclass(frozen=True, slots=True)
class OffenceClass:
    """What follows from an offence code. ``is_recordable`` is None when not known; ``warning`` says why a code has no group."""

    code: str
    group: OffenceGroup
    is_racially_aggravated: bool
    is_alcohol_related: bool
    is_recordable: bool | None
    is_breach: bool
    title: str
    is_listed: bool
    warning: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the mapping: which codes it is for, and the group or flag that it gives them."""

    kind: str
    beginnings: tuple[str, ...]
    category: str
    words: tuple[str, ...]
    but_not: tuple[str, ...]
    gives: str
    group: str = ""

    def fits(self, code: OffenceCode, group: str = "") -> bool:
        """Whether the line is for this code; a line that asks for a group is for offences of that group alone."""
        title = code.title.lower()
        return (
            code.is_home_office == (self.kind == "home_office")
            and (self.beginnings == (ALL_CODES,) or code.code.startswith(self.beginnings))
            and (not self.category or code.category == self.category)
            and (not self.group or group == self.group)
            and (not self.words or any(word in title for word in self.words))
            and not any(word in title for word in self.but_not)
        )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _row(raw: Mapping[str, str], gives: str, group: str) -> Row:
    beginnings, words, but_not = tuple(raw["codes"].split()), _parts(raw["words"]), _parts(raw["but_not"])
    return Row(raw["kind"], beginnings, raw["category"], words, but_not, gives, group)


@cache
def mapping(name: str) -> tuple[Row, ...]:
    """The lines of one file of the mapping, in their order."""
    with (files("desistance.history") / "data" / name).open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    if rows and "flag" in rows[0]:
        return tuple(_row(raw, raw["flag"], raw["group"]) for raw in rows)
    return tuple(_row(raw, OffenceGroup(raw["group"]), "") for raw in rows)


def classify(code: str, on: date | None = None) -> OffenceClass:
    """Group and flags of a written code of either kind, by the mapping in force on a day (the newest when not given).

    Never raises on a code: one that is in neither list belongs to the group Other, with a warning in words.
    """
    rules = in_force(OFFENCE_GROUPS, on) if on else OFFENCE_GROUPS[-1]
    return _classify(code, rules.version, str(rules.values["groups"]), str(rules.values["flags"]))


@lru_cache(maxsize=4096)
def _classify(written: str, version: int, groups: str, flags: str) -> OffenceClass:
    reading = read_code_of_either_kind(written)
    known = find_code(reading.code)
    if known is None:
        words = reading.words if written.strip() else "No offence code was given."
        warning = f"{words} It is counted under Other."
        return OffenceClass(reading.code, OffenceGroup.OTHER, False, False, None, False, "", False, warning, version)
    group = next(OffenceGroup(row.gives) for row in mapping(groups) if row.fits(known))
    found = {row.gives for row in mapping(flags) if row.fits(known, group)}
    return OffenceClass(
        code=known.code,
        group=group,
        is_racially_aggravated="racially_aggravated" in found,
        is_alcohol_related="alcohol" in found,
        is_recordable=known.is_recordable,
        is_breach="breach" in found,
        title=known.title,
        is_listed=True,
        version=version,
    )
