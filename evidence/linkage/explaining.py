"""Why a pair weighs what it weighs: each field in words, with what it speaks for."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import Any

from evidence.linkage.comparisons import ELSE, Comparison
from evidence.linkage.model import PAIRS, Model
from evidence.linkage.standardise import RECORDS, Records

PERSONAL = "About people: for those who may see both records, never for publication."
HARDLY = 0.5  # a weight within this of nought speaks for neither


@dataclass(frozen=True)
class Said:
    """What one field says: its words, its weight, and how much of the weight is the rarity of the value."""

    about: str
    words: str
    weight: float
    rarity: float

    @property
    def line(self) -> str:
        """The field as one line."""
        side = (
            "speaks for neither"
            if abs(self.weight) < HARDLY
            else "for one person"
            if self.weight > 0
            else "for two people"
        )
        rare = f", of it {self.rarity:+.1f} for how rare it is" if abs(self.rarity) >= HARDLY else ""
        return f"{self.about}: {self.words} ({self.weight:+.1f}, {side}{rare})"


@dataclass(frozen=True, repr=False)
class Explained:
    """One pair explained: from the odds before anything is known, field by field, to its weight."""

    left: str
    right: str
    before: float
    said: tuple[Said, ...]
    weight: float
    together: bool
    held: str

    @property
    def probability(self) -> float:
        """The probability that the two are one person, as far as the model is right."""
        return float(1 / (1 + 2.0 ** -min(max(self.weight, -300.0), 300.0)))

    def __repr__(self) -> str:
        return self.table()

    def table(self) -> str:
        """The explanation for a reader."""
        verdict = "put together" if self.together else f"not put together{': ' + self.held if self.held else ''}"
        lines = [
            f"{self.left} and {self.right}: {verdict}. Weight {self.weight:.1f}, probability {self.probability:.4f}.",
            PERSONAL,
            f"  before anything is compared ({self.before:+.1f}): two records drawn at random are seldom one person",
            *(f"  {one.line}" for one in sorted(self.said, key=lambda one: -abs(one.weight))),
        ]
        return "\n".join(lines) + "\n"

    def as_dict(self) -> dict[str, Any]:
        """The explanation for a program."""
        return {
            **vars(self),
            "probability": self.probability,
            "said": [vars(one) for one in self.said],
            "notice": PERSONAL,
        }


def explain(records: Records, model: Model, left: int, right: int, *, together: bool, held: str) -> Explained:
    """Compare two records by their numbers, field by field, with the weights that were learnt."""
    found = _levels(records, model, left, right)
    stored = _stored(records, left, right)
    shares = {one["output_column_name"]: one["comparison_levels"] for one in model.settings["comparisons"]}
    chance = float(model.settings["probability_two_random_records_match"])
    said = []
    for compared, place in zip(model.comparisons, found, strict=True):
        level = compared.levels[place]
        weight = _weight(shares[compared.name][place]) if level.known else 0.0
        rarity = stored.get(f"mw_tf_adj_{compared.name}") or 0.0
        said.append(Said(compared.about, level.words, weight + rarity, rarity))
    before = log2(chance / (1 - chance))
    ids = dict(
        records.connection.execute(f"SELECT record, id FROM {RECORDS} WHERE record IN (?, ?)", [left, right]).fetchall()
    )
    weight = before + sum(one.weight for one in said)
    return Explained(ids[left], ids[right], before, tuple(said), weight, together, held)


def _levels(records: Records, model: Model, left: int, right: int) -> tuple[int, ...]:
    """Which level of each comparison the pair is on, counted from the top."""
    sides = ", ".join(f'{side}."{name}" AS "{name}_{side}"' for side in "lr" for name in records.columns)
    pair = f"SELECT {sides} FROM {RECORDS} AS l, {RECORDS} AS r WHERE l.record = {left} AND r.record = {right}"
    asked = ", ".join(_case(one) for one in model.comparisons)
    [row] = records.connection.execute(f"SELECT {asked} FROM ({pair})").fetchall()
    return tuple(int(place) for place in row)


def _case(one: Comparison) -> str:
    tried = " ".join(
        f"WHEN {level.condition} THEN {place}" for place, level in enumerate(one.levels) if level.condition != ELSE
    )
    return f"CASE {tried} ELSE {len(one.levels) - 1} END"


def _stored(records: Records, left: int, right: int) -> dict[str, float | None]:
    """The row of the pair as it was weighed, or nothing where no rule brought it up."""
    cursor = records.connection.execute(
        f"SELECT * FROM {PAIRS} WHERE (record_l, record_r) IN ((?, ?), (?, ?))",
        [left, right, right, left],
    )
    names, rows = [column[0] for column in cursor.description or ()], cursor.fetchall()
    return dict(zip(names, rows[0], strict=True)) if rows else {}


def _weight(level: dict[str, Any]) -> float:
    """The weight of a level from the shares of matches and of others that are on it."""
    match, other = level.get("m_probability"), level.get("u_probability")
    return log2(match / other) if match and other else 0.0
