"""What an evaluation found, whatever its design: results by outcome, in words, as JSON and through the gate."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from evidence.disclosure import HIDDEN
from evidence.evaluation.balance import Balance
from evidence.evaluation.cohort import Left
from evidence.evaluation.counts import CLEARED, THRESHOLD, TRUE, face, one_row, through_the_gate
from evidence.evaluation.curves import Curve
from evidence.evaluation.effects import Effect, Estimate
from evidence.evaluation.plans import Outcome, Plan
from evidence.evaluation.sensitivity import Bounds, e_value
from evidence.evaluation.wording import Words, of_difference, refused

DIGITS = 3  # of figures that leave: the digits of a share would give the counts behind it away
LEAST = 30  # people who took part and have a comparison, for a headline (Ministry of Justice, Justice Data Lab)


@dataclass(frozen=True)
class Result:
    """One outcome of one comparison: how many people, how many of them with the outcome, and the effect."""

    outcome: Outcome
    treated: int
    comparison: int
    treated_with: int
    comparison_with: int
    effect: Effect
    words: Words
    bounds: Bounds | None = None
    curves: tuple[Curve, ...] = ()

    @property
    def is_small(self) -> bool:
        """Whether the outcome, or its absence, is of so few people that its figures would tell about them.

        A mean amount does not tell who has none of it.
        """
        sides = ((self.treated, self.treated_with), (self.comparison, self.comparison_with))
        by_absence = self.outcome.kind != "amount"
        return any(min(count, people - count if by_absence else count) < THRESHOLD for people, count in sides)


@dataclass(frozen=True)
class Study:
    """An evaluation that was run."""

    plan: Plan
    attrition: tuple[Left, ...]
    results: tuple[Result, ...]
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    balance: tuple[Balance, ...] = ()
    support: tuple[tuple[float, int, int], ...] = ()
    matching: Mapping[str, object] = field(default_factory=dict)
    per_protocol: tuple[Result, ...] = ()
    lock: Mapping[str, object] = field(default_factory=dict)

    @property
    def headline(self) -> Words:
        """What may be said about the primary outcome; a refusal where there are reasons for one."""
        if self.reasons:
            return refused(self.reasons)
        return self.estimate().words

    def estimate(self, name: str | None = None) -> Result:
        """The result of one outcome, or of the primary; raises `KeyError`."""
        return {one.outcome.name: one for one in self.results}[name or self.plan.primary]

    def as_dict(self, *, protected: bool = True) -> dict[str, object]:
        """Everything by name. Keys stay as they are; counts pass the gate unless `protected` is false."""
        small = protected and not self.reasons and self.estimate().is_small
        words = (
            self.headline
            if not small
            else refused((f"Fewer than {THRESHOLD} people did, or did not, have the outcome.",))
        )
        told: dict[str, object] = {
            "question": self.plan.question,
            "design": self.plan.design,
            "plan_sha256": self.plan.sha256,
            "lock": dict(self.lock),
            "primary": self.plan.primary,
            "headline": {
                "answer": words.answer,
                "sentence": words.sentence,
                "beside": words.beside,
                "refused_because": list(self.reasons),
            },
            "warnings": list(self.warnings),
            "attrition": told_attrition(self.attrition, protected=protected),
            "matching": self._matching(protected),
            "balance": [one.as_dict() for one in self.balance],
            "support": self._support(protected),
            "outcomes": [_told(one, protected) for one in self.results],
            "per_protocol": [_told(one, protected) for one in self.per_protocol],
            "disclosure": CLEARED if protected else TRUE,
            "face": face(protected),
        }
        return _plain(told, DIGITS if protected else None)

    def _matching(self, protected: bool) -> dict[str, object]:
        told = dict(self.matching)
        counts = {name: value for name, value in told.items() if isinstance(value, int) and name.startswith("people_")}
        return told | {name: one_row({name: value}, protected=protected)[name] for name, value in counts.items()}

    def _support(self, protected: bool) -> list[dict[str, object]]:
        rows = [{"from": low, "treated": ours, "comparison": theirs} for low, ours, theirs in self.support]
        shown = through_the_gate(rows, "from", ("treated",), protected=protected)
        other = through_the_gate(rows, "from", ("comparison",), protected=protected)
        return [{**ours, "comparison": theirs["comparison"]} for ours, theirs in zip(shown, other, strict=True)]


def told_attrition(attrition: tuple[Left, ...], *, protected: bool = True) -> list[dict[str, object]]:
    """How many are left on each side after each step; counts pass the gate unless `protected` is false."""
    rows = [{"place": n, "treated": left.treated, "comparison": left.comparison} for n, left in enumerate(attrition)]
    shown = through_the_gate(rows, "place", ("treated",), protected=protected)
    other = through_the_gate(rows, "place", ("comparison",), protected=protected)
    return [
        {"step": left.step, "treated": ours["treated"], "comparison": theirs["comparison"]}
        for left, ours, theirs in zip(attrition, shown, other, strict=True)
    ]


def _told(found: Result, protected: bool) -> dict[str, object]:
    """One outcome for JSON."""
    effect, hidden = found.effect, protected and found.is_small
    counts = {"people_treated": found.treated, "people_comparison": found.comparison}
    told: dict[str, object] = {
        "name": found.outcome.name,
        "kind": found.outcome.kind,
        "words": found.outcome.words,
        "negative_control": found.outcome.control,
        **{name: one_row({name: value}, protected=protected)[name] for name, value in counts.items()},
    }
    figures: dict[str, object] = {
        "mean_treated": effect.treated_mean,
        "mean_comparison": effect.comparison_mean,
        "difference": effect.difference.as_dict(),
        "smallest_detectable": effect.difference.detectable,
        "ratio": _or_none(effect.ratio),
        "doubly_robust": _or_none(effect.doubly_robust),
        "hazard_ratio": _or_none(effect.hazard_ratio),
        "answer": found.words.answer,
        "sentence": found.words.sentence,
        "beside": found.words.beside,
        "e_value": None,
        "rosenbaum": None,
    }
    if effect.ratio and found.outcome.kind == "binary":
        point, end = e_value(effect.ratio)
        figures["e_value"] = {"estimate": point, "interval": end}
    if found.bounds:
        pairs = {"pairs": found.bounds.pairs, "fewer": found.bounds.fewer, "more": found.bounds.more}
        shown = {name: one_row({name: value}, protected=protected)[name] for name, value in pairs.items()}
        figures["rosenbaum"] = {**shown, "gamma": found.bounds.gamma, "words": found.bounds.words}
    told |= dict.fromkeys(figures, HIDDEN) if hidden else figures
    told["curves"] = [] if hidden else [_curve(one, protected) for one in found.curves]
    return told


def _or_none(found: Estimate | None) -> dict[str, object] | None:
    return found.as_dict() if found else None


def _curve(curve: Curve, protected: bool) -> dict[str, object]:
    """A curve as shares by time; counts at risk are left out, because a curve of weights has none that mean people."""
    chosen = curve.thinned(THRESHOLD) if protected else curve
    points = [
        {"time": one.time, "survival": one.survival, "low": one.interval[0], "high": one.interval[1]}
        for one in chosen.points
    ]
    return {"group": curve.group, "points": points}


def _plain(value: object, digits: int | None) -> dict[str, object]:
    """The same with numbers that JSON knows: finite, plain, and with as many digits as may leave."""
    made = _made_plain(value, digits)
    return made if isinstance(made, dict) else {}


def _made_plain(value: object, digits: int | None) -> object:
    if isinstance(value, dict):
        return {str(key): _made_plain(one, digits) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_made_plain(one, digits) for one in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return round(value, digits) if digits else value
    return value


def result_of(
    outcome: Outcome, effect: Effect, sizes: tuple[int, int, int, int], *, randomised: bool, **more: object
) -> Result:
    """A result with its words: sizes are people on both sides, then those of them with the outcome."""
    words = of_difference(effect.difference, outcome, randomised=randomised)
    return Result(outcome, *sizes, effect, words, **more)  # type: ignore[arg-type]
