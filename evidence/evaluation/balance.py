"""Whether the two groups are alike: propensity, common support, and the difference in every covariate before and after.

The standardised mean difference is the difference of means over the standard deviation among those who took part before
matching, in per cent; it keeps its denominator, so that weights cannot make it look small. Bands of the Justice Data Lab:
up to 5% green, up to 10% amber, above it red (Ministry of Justice, Justice Data Lab methodology, 2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evidence.evaluation import logit
from evidence.evaluation.formulas import Design
from evidence.evaluation.walking import Moments, moments
from evidence.trouble import Trouble

GREEN, AMBER = 5.0, 10.0  # per cent


@dataclass(frozen=True)
class Propensity:
    """The modelled chance of taking part, the same as log odds, and the coefficients of the model."""

    chance: np.ndarray
    log_odds: np.ndarray
    coefficients: tuple[tuple[str, float, float], ...]

    def caliper(self, treated: np.ndarray, share: float) -> float:
        """A share of the pooled standard deviation of the log odds (P. C. Austin, Pharmaceutical Statistics 10, 2011)."""
        within = (self.log_odds[treated].var(ddof=1) + self.log_odds[~treated].var(ddof=1)) / 2
        return float(share * np.sqrt(within))


@dataclass(frozen=True)
class Balance:
    """How one covariate differs, before and after matching."""

    term: str
    treated: float
    comparison: float
    matched_treated: float
    matched_comparison: float
    before: float
    after: float
    ratio_before: float | None
    ratio_after: float | None

    @property
    def band(self) -> str:
        """Green, amber or red by the difference after matching."""
        size = abs(self.after)
        return "green" if size <= GREEN else "amber" if size <= AMBER else "red"

    def as_dict(self) -> dict[str, object]:
        """For JSON. Differences are in per cent of a standard deviation."""
        return {
            "term": self.term,
            "mean_treated": self.treated,
            "mean_comparison": self.comparison,
            "mean_treated_matched": self.matched_treated,
            "mean_comparison_matched": self.matched_comparison,
            "difference_before": self.before,
            "difference_after": self.after,
            "variance_ratio_before": self.ratio_before,
            "variance_ratio_after": self.ratio_after,
            "band": self.band,
        }


def propensity(made: Design, treated: np.ndarray) -> Propensity:
    """Fit the logit; raises `Trouble` where a covariate parts the groups, so that nobody is comparable."""
    matrix = np.ascontiguousarray(made.matrix)
    among_all = _among_all(matrix)
    try:
        fitted = logit.fit(matrix, treated, among_all.mean, np.sqrt(among_all.variance))
    except np.linalg.LinAlgError as error:
        raise Trouble(f"The propensity model has no estimate: {error}.") from error
    if not fitted.has_maximum:
        raise Trouble(
            "The propensity model has no finite estimate: "
            f"{made.terms[int(np.argmax(np.abs(fitted.step[1:])))]} parts those who took part from everyone else."
        )
    values, errors = fitted.coefficients[1:] / fitted.spread, fitted.errors[1:] / fitted.spread
    told = zip(made.terms, values, errors, strict=True)
    chance = 1 / (1 + np.exp(-fitted.log_odds))
    return Propensity(chance, fitted.log_odds, tuple((t, float(v), float(e)) for t, v, e in told))


def common_support(found: Propensity, treated: np.ndarray) -> np.ndarray:
    """Who took part and lies within the range of those who did not."""
    others = found.log_odds[~treated]
    inside: np.ndarray = treated & (found.log_odds >= others.min()) & (found.log_odds <= others.max())
    return inside


def balance(made: Design, treated: np.ndarray, weights: np.ndarray) -> tuple[Balance, ...]:
    """The balance of every column of the design."""
    matrix = np.ascontiguousarray(made.matrix)
    among_all = _among_all(matrix)
    sides = [treated.astype(float), (~treated).astype(float)]
    before = [moments(matrix, side, among_all.mean) for side in sides]
    used = [moments(matrix, side * weights, among_all.mean) for side in sides]
    spread = _spread(before[0].variance, among_all.variance, int(treated.sum()), len(treated))
    # The variance of a yes or no says nothing beside its mean.
    whole = [_yes_or_no(column) for column in matrix.T]
    return tuple(
        Balance(
            term=term,
            treated=float(before[0].mean[place]),
            comparison=float(before[1].mean[place]),
            matched_treated=float(used[0].mean[place]),
            matched_comparison=float(used[1].mean[place]),
            before=float(100 * (before[0].mean[place] - before[1].mean[place]) / spread[place]),
            after=float(100 * (used[0].mean[place] - used[1].mean[place]) / spread[place]),
            ratio_before=None if whole[place] else _ratio(before, place),
            ratio_after=None if whole[place] else _ratio(used, place),
        )
        for place, term in enumerate(made.terms)
    )


def _among_all(matrix: np.ndarray) -> Moments:
    """The moments of each column over all rows."""
    return moments(matrix, np.ones(len(matrix)), matrix[0])


def _spread(ours: np.ndarray, among_all: np.ndarray, people: int, rows: int) -> np.ndarray:
    """The standard deviation of each column among those who took part; among all, where they are all alike."""
    found = ours * people / max(people - 1, 1)
    return np.asarray(np.sqrt(np.where(found > 0, found, among_all * rows / (rows - 1))))


def _yes_or_no(column: np.ndarray) -> bool:
    """Whether a column holds nothing but 0 and 1; most others show in their first rows."""
    return all(bool(((some == 0) | (some == 1)).all()) for some in (column[:100], column))


def _ratio(sides: list[Moments], place: int) -> float | None:
    """The variance of a column on one side over that on the other."""
    ours, theirs = (side.variance[place] for side in sides)
    return float(ours / theirs) if theirs else None


def effective(weights: np.ndarray) -> float:
    """How many equally weighted people tell as much (Kish)."""
    return float(weights.sum() ** 2 / (weights**2).sum()) if weights.any() else 0.0
