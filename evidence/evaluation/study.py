"""What an evaluation found, whatever its design: results by outcome, in words, as JSON and through the gate."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from evidence import pages
from evidence.definitions import Method, Period
from evidence.disclosure import HIDDEN
from evidence.evaluation import charts, report
from evidence.evaluation.balance import Balance
from evidence.evaluation.charts import Picture
from evidence.evaluation.cohort import Left
from evidence.evaluation.counts import CLEARED, THRESHOLD, TRUE, face, one_row, through_the_gate
from evidence.evaluation.curves import Curve
from evidence.evaluation.effects import Effect, Estimate
from evidence.evaluation.frames import Exclusion
from evidence.evaluation.plans import Outcome, Plan
from evidence.evaluation.sensitivity import Bounds, e_value
from evidence.evaluation.wording import Words, of_difference, refused
from evidence.results import Count, Result, added, count_in
from evidence.trouble import Trouble

DIGITS = 3  # of figures that leave: the digits of a share would give the counts behind it away
FEW = f"Fewer than {THRESHOLD} people did, or did not, have the outcome."
LEAST = 30  # people who took part and have a comparison, for a headline (Ministry of Justice, Justice Data Lab)


@dataclass(frozen=True)
class Answer:
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
class Sensitivity:
    """How much it would take to overturn a finding: by something not measured (E-value and Rosenbaum's bounds), by chance."""

    e_value: tuple[float, float] | None
    rosenbaum: Bounds | None
    smallest_detectable: float


@dataclass(frozen=True, repr=False)
class Study(Result):
    """An evaluation that was run."""

    plan: Plan
    attrition: tuple[Left, ...]
    answers: tuple[Answer, ...]
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    balance: tuple[Balance, ...] = ()
    support: tuple[tuple[float, int, int], ...] = ()
    matching: Mapping[str, object] = field(default_factory=dict)
    per_protocol: tuple[Answer, ...] = ()
    lock: Mapping[str, object] = field(default_factory=dict)
    starts: Period | None = None
    excluded: tuple[Exclusion, ...] = ()
    protected: bool = True

    @property
    def headline(self) -> Words:
        """What may be said about the primary outcome; a refusal where there are reasons for one."""
        return refused(self.reasons) if self.reasons else self.answer().words

    def estimate(self, outcome: str | None = None) -> Finding:
        """What was found for one outcome by its name, or for the primary; raises `Trouble` where there is none."""
        return Finding(self, self.answer(outcome))

    def answer(self, outcome: str | None = None) -> Answer:
        """The figures of one outcome, or of the primary, as they were worked out; raises `Trouble` where there are none."""
        wanted, found = outcome or self.plan.primary, {one.outcome.name: one for one in self.answers}
        if wanted not in found:
            named = f"the outcomes are {', '.join(found)}." if found else " ".join(self.reasons)
            raise Trouble(f"There is no estimate of {wanted}: {named}")
        return found[wanted]

    @property
    def title(self) -> str:
        """The question of the plan."""
        return self.plan.question

    @property
    def n(self) -> Count:
        """People compared, on both sides, as the last step of the attrition may be shown."""
        last = told_attrition(self.attrition, protected=self.protected)[-1]
        return added([count_in(last, side) for side in ("treated", "comparison")])

    @property
    def definition(self) -> Method:
        """The design with every choice of the plan."""
        made, plan = self.plan.matching, self.plan.sha256[:12]
        if made is None:
            trial = self.plan.trial
            return Method.of("intention to treat", plan=plan, strata=", ".join(trial.strata), received=trial.received)
        return Method.of(
            f"{made.method} matching",
            plan=plan,
            propensity=made.propensity,
            exact=", ".join(made.exact),
            caliper=f"{made.caliper:g} standard deviations",
            ratio=made.ratio if made.method == "nearest" else None,
            replacement=made.replacement,
        )

    @property
    def cohort(self) -> str:
        """The steps by which people came into it."""
        return "; ".join(left.step for left in self.attrition)

    @property
    def period(self) -> Period | None:
        """The months in which people started, where the plan names the column of that day."""
        return self.starts

    @property
    def love_plot(self) -> Picture:
        """How unlike the groups are in each covariate, before and after matching, as a picture."""
        return Picture(charts.love([one.as_dict() for one in self.balance]))

    def table(self) -> str:
        """The headline, the steps, the balance and each outcome, for a reader."""
        return report.as_text(self.as_dict())

    def parts(self) -> list[str]:
        """The parts of the report."""
        return report.parts_of(self.about(), self.as_dict())

    def unprotected(self) -> Study:
        """The same with true counts, marked as such on every print."""
        return replace(self, protected=False)

    def as_dict(self) -> dict[str, object]:
        """Everything by name. Keys stay as they are; counts pass the gate unless it is `unprotected`."""
        protected, words = self.protected, self.headline if self.reasons else self.estimate().words
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
            "excluded": [one.as_dict(protected=protected) for one in self.excluded],
            "matching": self._matching(protected),
            "balance": [one.as_dict() for one in self.balance],
            "support": self._support(protected),
            "outcomes": [_told(one, protected) for one in self.answers],
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


@dataclass(frozen=True, repr=False)
class Finding(Result):
    """What a study found for one outcome: the effect with its interval, the words for it, and what would overturn it."""

    study: Study
    answer: Answer

    @property
    def effect(self) -> Effect:
        """Means, difference, ratios and the doubly robust figure, as they were worked out."""
        return self.answer.effect

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval of the difference."""
        return self.effect.difference.interval

    @property
    def words(self) -> Words:
        """What may be said: refused, with the reasons, where the study has no headline or people are few."""
        if self.study.reasons:
            return refused(self.study.reasons)
        return refused((FEW,)) if self.study.protected and self.answer.is_small else self.answer.words

    @property
    def sensitivity(self) -> Sensitivity:
        """What would overturn it."""
        ratio, binary = self.effect.ratio, self.answer.outcome.kind == "binary"
        strength = e_value(ratio) if ratio and binary else None
        return Sensitivity(strength, self.answer.bounds, self.effect.difference.detectable)

    @property
    def title(self) -> str:
        """The outcome in words."""
        return self.answer.outcome.words

    @property
    def n(self) -> Count:
        """People compared."""
        told = _told(self.answer, self.study.protected)
        return added([count_in(told, f"people_{side}") for side in ("treated", "comparison")])

    @property
    def definition(self) -> Method:
        """The design with every choice of the plan."""
        return self.study.definition

    @property
    def cohort(self) -> str:
        """The steps by which people came into it."""
        return self.study.cohort

    @property
    def period(self) -> Period | None:
        """The months in which people started, where they are known."""
        return self.study.period

    def as_dict(self) -> dict[str, object]:
        """The outcome by name, as it stands among the outcomes of the study, with the words that may be said."""
        protected = self.study.protected
        said = {"headline": {"answer": self.words.answer, "sentence": self.words.sentence, "beside": self.words.beside}}
        marked = {"disclosure": CLEARED if protected else TRUE, "face": face(protected)}
        return _plain(said | _told(self.answer, protected) | marked, DIGITS if protected else None)

    def table(self) -> str:
        """The words, then each figure with its interval."""
        return report.outcome_as_text(self.as_dict())

    def parts(self) -> list[str]:
        """The words and the outcome, as in the report of the study."""
        told = self.as_dict()
        return [*report.words_of(told), pages.facts({"n": self.n}), report.outcome_parts(told, "outcome")]

    def unprotected(self) -> Finding:
        """The same with true counts, marked as such on every print."""
        return replace(self, study=self.study.unprotected())


def told_attrition(attrition: tuple[Left, ...], *, protected: bool = True) -> list[dict[str, object]]:
    """How many are left on each side after each step; counts pass the gate unless `protected` is false."""
    rows = [{"place": n, "treated": left.treated, "comparison": left.comparison} for n, left in enumerate(attrition)]
    shown = through_the_gate(rows, "place", ("treated",), protected=protected)
    other = through_the_gate(rows, "place", ("comparison",), protected=protected)
    return [
        {"step": left.step, "treated": ours["treated"], "comparison": theirs["comparison"]}
        for left, ours, theirs in zip(attrition, shown, other, strict=True)
    ]


def _told(found: Answer, protected: bool) -> dict[str, object]:
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


def answer_of(
    outcome: Outcome, effect: Effect, sizes: tuple[int, int, int, int], *, randomised: bool, **more: object
) -> Answer:
    """An answer with its words: sizes are people on both sides, then those of them with the outcome."""
    words = of_difference(effect.difference, outcome, randomised=randomised)
    return Answer(outcome, *sizes, effect, words, **more)  # type: ignore[arg-type]
