"""The score of a nomination: each item's points and why; what is not known counts for nothing and widens the range."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desistance.foundation.rulesets import RuleSet
from desistance.schemes.terms.iom_scoring import ANSWERS, ITEMS, NOT_KNOWN, answer_words


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something is on record. ``at_least`` is certain; ``may_be_more`` when entries are closed, uncoded or undated.

    ``is_known``: whether anything of the kind was ever recorded here, so that none found means none.
    """

    at_least: int = 0
    may_be_more: bool = False
    is_known: bool = True
    source: str = ""
    dated: date | None = None
    evidence: str = ""


NEVER = Counted(is_known=False)
"""Nothing of the kind was ever recorded: not known, which is not none."""


@dataclass(frozen=True, slots=True)
class Predicted:
    """The predictor that counts: its percentage, what it is, whose, and of which day and version."""

    percent: float
    words: str
    source: str
    dated: date


@dataclass(frozen=True, slots=True)
class ScoreFacts:
    """What a nomination is scored on: counts from the record by item, the predictor, and the nominator's answers by item."""

    on: date
    counted: Mapping[str, Counted]
    predicted: Predicted | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """One item: its points (none while it is not known), the fewest and most that it could be, and why."""

    item: str
    points: int | None
    low: int
    high: int
    why: str
    source: str = ""
    dated: date | None = None

    @property
    def words(self) -> str:
        """The item by name."""
        return ITEMS[self.item].words

    @property
    def settle(self) -> str:
        """What would settle it."""
        return ITEMS[self.item].settle


@dataclass(frozen=True, slots=True)
class Score:
    """All items in order. ``total`` counts what is known; the score could be anything from ``low`` to ``high``."""

    items: tuple[Scored, ...]
    version: int
    consider: int

    @property
    def total(self) -> int:
        """Points of the items that are known."""
        return sum(one.points or 0 for one in self.items)

    @property
    def low(self) -> int:
        """The least that it could be."""
        return sum(one.low for one in self.items)

    @property
    def high(self) -> int:
        """The most that it could be."""
        return sum(one.high for one in self.items)

    @property
    def unknown(self) -> tuple[Scored, ...]:
        """Items that are not known, or not fully."""
        return tuple(one for one in self.items if one.low != one.high)

    @property
    def words(self) -> str:
        """`37 (could be 31 to 44)`, or the number alone when all is known."""
        return f"{self.total} (could be {self.low} to {self.high})" if self.unknown else str(self.total)

    @property
    def sentence(self) -> str:
        """How many items are not known, and what that means for the score."""
        number = len(self.unknown)
        if not number:
            return f"All {len(self.items)} items are known."
        verb = "item is" if number == 1 else "items are"
        return f"{number} of {len(self.items)} {verb} not known: the score could be {self.low} to {self.high}."


def score(facts: ScoreFacts, rules: RuleSet) -> Score:
    """Score every item of the matrix by a version of it."""
    told = tuple(_one(item, facts, rules.values) for item in ITEMS)
    return Score(told, rules.version, rules.values["consider"])


def _one(item: str, facts: ScoreFacts, values: Mapping[str, Any]) -> Scored:
    if item in ANSWERS:
        return _answered(item, facts, values[item])
    if item == "predictor":
        return _predicted(facts.predicted, values[item])
    return _counted(item, facts.counted.get(item, Counted(is_known=False)), values[item])


def points_for(number: float, steps: Sequence[tuple[int, int]]) -> int:
    """The points of the highest step that a number reaches."""
    return next(points for least, points in reversed(steps) if number >= least)


def _counted(item: str, told: Counted, steps: Sequence[tuple[int, int]]) -> Scored:
    most = max(points for _, points in steps)
    floor = points_for(told.at_least, steps)
    if not told.is_known and not told.at_least:
        return Scored(item, None, 0, most, told.evidence or "Nothing of this kind was ever recorded here", told.source)
    high = most if told.may_be_more else floor
    more = "; there may be more that you cannot see or that has no code or day" if told.may_be_more else ""
    return Scored(item, floor, floor, high, f"{told.evidence}{more}", told.source, told.dated)


def _predicted(told: Predicted | None, steps: Sequence[tuple[int, int]]) -> Scored:
    most = max(points for _, points in steps)
    if told is None:
        return Scored("predictor", None, 0, most, "No score is on record")
    points = points_for(told.percent, steps)
    return Scored("predictor", points, points, points, told.words, told.source, told.dated)


def _answered(item: str, facts: ScoreFacts, values: Mapping[str, int]) -> Scored:
    answer = facts.answers.get(item, NOT_KNOWN)
    if answer == NOT_KNOWN:
        return Scored(item, None, min(0, *values.values()), max(values.values()), "Not known yet")
    points = values[answer]
    return Scored(item, points, points, points, answer_words(item, answer), facts.said_by, facts.on)


def stored(told: Score) -> list[dict[str, Any]]:
    """The items as a nomination keeps them."""
    return [
        {
            "item": one.item, "points": one.points, "low": one.low, "high": one.high, "why": one.why, "source": one.source,
            "dated": one.dated.isoformat() if one.dated else None,
        }
        for one in told.items
    ]  # fmt: skip


def kept_facts(facts: ScoreFacts, rules: RuleSet) -> dict[str, Any]:
    """What a nomination keeps so that another matrix can score it: counts, the predictor, and when the panel looks closely."""
    counted = {
        item: {"at_least": one.at_least, "may_be_more": one.may_be_more, "is_known": one.is_known}
        for item, one in facts.counted.items()
    }
    percent = facts.predicted.percent if facts.predicted else None
    return {"counted": counted, "predicted": percent, "consider": rules.values["consider"]}


def facts_kept(kept: Mapping[str, Any], answers: Mapping[str, str], on: date) -> ScoreFacts:
    """The same read back."""
    percent = kept["predicted"]
    predicted = None if percent is None else Predicted(percent, "", "", on)
    return ScoreFacts(on, {item: Counted(**one) for item, one in kept["counted"].items()}, predicted, answers)


def from_stored(items: Sequence[Mapping[str, Any]], version: int, consider: int) -> Score:
    """A score as it was kept, whatever the matrix says today."""
    rows = (Scored(**{**kept, "dated": date.fromisoformat(kept["dated"]) if kept["dated"] else None}) for kept in items)
    return Score(tuple(rows), version, consider)
