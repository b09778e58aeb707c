"""What is asked of a linkage: which column means what, how sure it must be, and what people decided; read from TOML."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from evidence.trouble import Trouble

# What a column can mean. Of the first there is one column each; of the rest as many as there are.
ONCE = (
    "forename",
    "surname",
    "full_name",
    "aliases",
    "date_of_birth",
    "postcode",
    "sex",
    "pnc",
    "cro",
    "noms",
    "number",
)
MANY = ("place", "text")
KINDS = (*ONCE, *MANY)
# Numbers of one person each. The form of the first three tells a slip, so that two of one kind hold a group back.
SURE_OF_FORM = ("pnc", "cro", "noms")
IDENTIFIERS = {"pnc": "PNC number", "cro": "CRO number", "noms": "prison number", "number": "national number"}

# Names that columns often have; used where a configuration names no fields.
USUAL_NAMES = {
    "first_name": "forename",
    "given_name": "forename",
    "last_name": "surname",
    "family_name": "surname",
    "name": "full_name",
    "also_known_as": "aliases",
    "dob": "date_of_birth",
    "birth_date": "date_of_birth",
    "post_code": "postcode",
    "gender": "sex",
    "pnc_id": "pnc",
    "pnc_number": "pnc",
    "cro_number": "cro",
    "noms_number": "noms",
    "prison_number": "noms",
    "nhs_number": "number",
    "national_insurance_number": "number",
    "birth_place": "place",
    "town": "place",
    "city": "place",
} | {kind: kind for kind in (*ONCE, "place")}

# Match weights (logarithms to base 2 of the odds) from which a pair is linked, and from which a person should look. They
# are those of the Ministry of Justice's own matching service (hmpps-person-match, 2025): a start, to be set on labels.
JOIN, REVIEW, DECIDED_ON = 20.0, 14.0, date(2026, 11, 22)
MOST_IN_A_CLUSTER = 60
TOGETHER = -2.0


@dataclass(frozen=True)
class Thresholds:
    """From which weight a pair is linked, from which a person reviews it, and since when that holds."""

    join: float = JOIN
    review: float = REVIEW
    decided_on: date = DECIDED_ON

    def __post_init__(self) -> None:
        """Raise `Trouble` where review lies above join."""
        if self.review > self.join:
            raise Trouble(
                f"Review starts at {self.review:g}, above join at {self.join:g}. Lower review, or raise join."
            )

    def band(self, weight: float) -> str:
        """Join, review or no."""
        return "join" if weight >= self.join else "review" if weight >= self.review else "no"


@dataclass(frozen=True)
class Config:
    """Everything that a linkage depends on beside the records."""

    fields: dict[str, str] = field(default_factory=dict)
    id_column: str = ""
    within: bool = True
    thresholds: Thresholds = Thresholds()
    recall_of_exact: float = 0.6
    sampled_pairs: float = 2e5
    seed: int = 1
    most_in_a_cluster: int = MOST_IN_A_CLUSTER
    together: float = TOGETHER
    keep_twins_apart: bool = True
    decisions: Path | None = None

    def columns(self, kind: str) -> list[str]:
        """The columns that mean one thing."""
        return [column for column, found in self.fields.items() if found == kind]


def read_config(path: str | Path) -> Config:
    """Read a configuration; raises `Trouble` that names the file and the line's key."""
    path = Path(path)
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as wrong:
        raise Trouble(f"{path}: {wrong.strerror}; check the name of the file.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Trouble(f"{path}: is not TOML: {wrong}.") from None
    try:
        return _config(given, path.parent)
    except (Trouble, TypeError, ValueError) as wrong:
        raise Trouble(f"{path}: {wrong}") from None


def _config(given: dict[str, Any], folder: Path) -> Config:
    """A configuration from what TOML holds; raises `Trouble`."""
    known = {"id", "within", "fields", "thresholds", "model", "guards", "decisions"}
    _only(given, known, "the file")
    thresholds = dict(given.get("thresholds", {}))
    _only(thresholds, {"join", "review", "decided_on"}, "[thresholds]")
    model, guards = dict(given.get("model", {})), dict(given.get("guards", {}))
    _only(model, {"recall_of_exact", "sampled_pairs", "seed"}, "[model]")
    _only(guards, {"most_in_a_cluster", "together", "keep_twins_apart"}, "[guards]")
    if not isinstance(thresholds.get("decided_on", DECIDED_ON), date):
        raise Trouble("[thresholds] decided_on is a date without quotes, such as 2026-11-22.")
    if "join" in thresholds:
        thresholds.setdefault("review", min(REVIEW, float(thresholds["join"])))
    return Config(
        fields=checked_fields(dict(given.get("fields", {}))),
        id_column=str(given.get("id", "")),
        within=bool(given.get("within", True)),
        thresholds=Thresholds(**thresholds),
        decisions=folder / str(given["decisions"]) if "decisions" in given else None,
        **model,
        **guards,
    )


def _only(given: dict[str, Any], known: set[str], where: str) -> None:
    """Raise `Trouble` for a key that means nothing, because a misspelt one would be passed over."""
    unknown = sorted(set(given) - known)
    if unknown:
        raise Trouble(f"{', '.join(unknown)} means nothing in {where}; use {', '.join(sorted(known))}.")


def checked_fields(fields: dict[str, str]) -> dict[str, str]:
    """The fields as given; raises `Trouble` for an unknown kind or two columns where there can be one."""
    for column, kind in fields.items():
        if kind not in KINDS:
            raise Trouble(f"the field {column} is {kind!r}, which is no kind; use {', '.join(KINDS)}.")
    twice = [kind for kind, times in Counter(fields.values()).items() if times > 1 and kind in ONCE]
    if twice:
        raise Trouble(f"two columns are {', '.join(twice)}; give one, and the other as text or aliases.")
    return fields


def guessed_fields(columns: list[str]) -> dict[str, str]:
    """What columns mean by their usual names; raises `Trouble` where too few are recognised."""
    found: dict[str, str] = {}
    for column in columns:
        kind = USUAL_NAMES.get(column.lower())
        if kind and (kind in MANY or kind not in found.values()):
            found[column] = kind
    if len(found) < 2:
        raise Trouble(
            f"of the columns {', '.join(columns) or 'that both have'} too few have usual "
            "names. Say what they mean under [fields] in --config."
        )
    return found
