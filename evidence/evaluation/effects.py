"""What the difference is and how sure: estimates by statsmodels with errors for weights and matched sets.

A difference is a weighted least squares with the sandwich (Huber and White), grouped by matched set where sets do not overlap.
A comparison who serves several people stands once, with a larger weight, so that its reuse is in the variance. The matched
estimate is of the effect on those who took part. Beside it stands one that is right if either model is (doubly robust).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import statsmodels.api as sm
from scipy.stats import t as student
from statsmodels.tools.sm_exceptions import SpecificationWarning

LEVEL = 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
POWER_Z = NormalDist().inv_cdf(0.8)


@dataclass(frozen=True)
class Estimate:
    """One number with its error, interval and two-sided p value. A `ratio` is estimated, and tested, as its log."""

    value: float
    standard_error: float
    ratio: bool = False
    freedom: float | None = None

    @property
    def _reach(self) -> float:
        """How many errors the interval reaches to either side: Student's with `freedom`, else the normal curve's."""
        return float(student.ppf((1 + LEVEL) / 2, self.freedom)) if self.freedom else Z

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval."""
        low, high = self.value - self._reach * self.standard_error, self.value + self._reach * self.standard_error
        return (float(np.exp(low)), float(np.exp(high))) if self.ratio else (low, high)

    @property
    def shown(self) -> float:
        """The number as it is read: a ratio as a ratio."""
        return float(np.exp(self.value)) if self.ratio else self.value

    @property
    def p(self) -> float:
        """The two-sided p value."""
        if not self.standard_error:
            return 1.0
        errors = abs(self.value / self.standard_error)
        return float(2 * student.sf(errors, self.freedom)) if self.freedom else 2 * NormalDist().cdf(-errors)

    @property
    def detectable(self) -> float:
        """The smallest true difference that such a study finds four times out of five."""
        return (self._reach + POWER_Z) * self.standard_error

    def as_dict(self) -> dict[str, object]:
        """For JSON; the error of a ratio is that of its log."""
        low, high = self.interval
        name = "standard_error_of_log" if self.ratio else "standard_error"
        return {"estimate": self.shown, name: self.standard_error, "low": low, "high": high, "p": self.p}


@dataclass(frozen=True)
class Effect:
    """The effect on one outcome: both means, their difference, a ratio, and the doubly robust difference."""

    treated_mean: float
    comparison_mean: float
    difference: Estimate
    ratio: Estimate | None
    doubly_robust: Estimate | None
    hazard_ratio: Estimate | None = None


def difference(
    outcome: np.ndarray,
    treated: np.ndarray,
    weights: np.ndarray | None = None,
    sets: np.ndarray | None = None,
    strata: np.ndarray | None = None,
) -> Estimate:
    """Mean of those who took part less the mean of the others, weighted, within strata where there are some."""
    used, columns = _ones(weights, outcome), _columns(treated, strata)
    fitted = sm.WLS(outcome, columns, weights=used).fit(**_errors(sets, "HC2"))
    sizes = [float(used[side].sum() ** 2 / (used[side] ** 2).sum()) for side in (treated, ~treated)]
    freedom = (
        len(np.unique(sets)) - 1
        if sets is not None
        else min(sizes) - 1
        if weights is not None
        else len(used) - columns.shape[1]
    )
    return Estimate(float(fitted.params[1]), float(fitted.bse[1]), freedom=freedom)


def rate_ratio(
    outcome: np.ndarray,
    treated: np.ndarray,
    weights: np.ndarray | None = None,
    sets: np.ndarray | None = None,
    strata: np.ndarray | None = None,
) -> Estimate | None:
    """Ratio of means by a Poisson model with the sandwich, which needs no Poisson variance; nothing where a mean is 0 or
    an amount is below 0.
    """
    used = _ones(weights, outcome)
    if (outcome < 0).any() or not all((used * outcome)[side].sum() for side in (treated, ~treated)):
        return None
    model = sm.GLM(outcome, _columns(treated, strata), family=sm.families.Poisson(), var_weights=used)
    with warnings.catch_warnings():
        # It warns of weights under the sandwich; for these it is exact, and a test holds it to the formula.
        warnings.simplefilter("ignore", SpecificationWarning)
        fitted = model.fit(**_errors(sets))
    return Estimate(float(fitted.params[1]), float(fitted.bse[1]), ratio=True)


def _ones(weights: np.ndarray | None, outcome: np.ndarray) -> np.ndarray:
    return np.ones(len(outcome)) if weights is None else weights


def _columns(treated: np.ndarray, strata: np.ndarray | None) -> np.ndarray:
    """A constant, who took part, and one column for each stratum but the first."""
    columns = [np.ones(len(treated)), treated.astype(float)]
    if strata is not None:
        columns += [(strata == one).astype(float) for one in np.unique(strata)[1:]]
    return np.column_stack(columns)


def _errors(sets: np.ndarray | None, alone: str = "HC1") -> dict[str, object]:
    """The sandwich. HC2 is without bias where groups are compared (J. MacKinnon and H. White, 1985)."""
    if sets is None:
        return {"cov_type": alone}
    return {"cov_type": "cluster", "cov_kwds": {"groups": np.unique(sets, return_inverse=True)[1]}}


def doubly_robust(
    outcome: np.ndarray, treated: np.ndarray, chance: np.ndarray, matrix: np.ndarray, kind: str
) -> Estimate | None:
    """The effect on those who took part, by outcome model and propensity together (J. Hahn, Econometrica 66, 1998).

    The error is that of the influence function. Nothing where the outcome model of those who did not take part has no estimate.
    """
    spread = matrix.std(axis=0)
    columns = sm.add_constant((matrix - matrix.mean(axis=0)) / np.where(spread > 0, spread, 1), has_constant="add")
    families = {"binary": sm.families.Binomial(), "count": sm.families.Poisson()}
    family = families.get(kind, sm.families.Gaussian())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fitted = sm.GLM(outcome[~treated], columns[~treated], family=family).fit()
        except (ValueError, np.linalg.LinAlgError):
            return None
        expected = np.asarray(fitted.predict(columns))
    if not np.isfinite(expected).all():
        return None
    share, over = treated.mean(), outcome - expected
    parts = np.where(treated, over, -chance / (1 - chance) * over)
    value = parts.mean() / share
    influence = (parts - treated * value) / share
    return Estimate(float(value), float(influence.std(ddof=1) / np.sqrt(len(outcome))), freedom=int(treated.sum()) - 1)


def weighted_hazard_ratio(
    leaves: np.ndarray, happened: np.ndarray, treated: np.ndarray, weights: np.ndarray, sets: np.ndarray | None = None
) -> Estimate | None:
    """Cox's ratio for taking part with weights and Lin and Wei's errors; statsmodels fits Cox's model without weights only.

    Breslow's ties. Nothing where one group has no event. Tested against statsmodels on rows repeated as often as they weigh.
    """
    if not (happened[treated] * weights[treated]).any() or not (happened[~treated] * weights[~treated]).any():
        return None
    order = np.argsort(leaves, kind="stable")
    time, event, x, w = leaves[order], happened[order] * weights[order], treated[order].astype(float), weights[order]
    first = np.searchsorted(time, time, side="left")  # everyone from here on is at risk at this row's time
    last = np.searchsorted(time, time, side="right") - 1
    value = 0.0
    for _ in range(50):
        hazard = w * np.exp(value * x)
        total, share = _from_here(hazard)[first], (_from_here(hazard * x) / _from_here(hazard))[first]
        step = float((event * (x - share)).sum() / (event * share * (1 - share)).sum())
        value += step
        if abs(step) < 1e-10:
            break
    information = float((event * share * (1 - share)).sum())
    faced, faced_share = np.cumsum(event / total)[last], np.cumsum(event * share / total)[last]
    residual = event * (x - share) - hazard * (x * faced - faced_share)
    groups = np.arange(len(x)) if sets is None else np.unique(sets[order], return_inverse=True)[1]
    error = np.sqrt((np.bincount(groups, residual) ** 2).sum()) / information
    return Estimate(value, float(error), ratio=True)


def _from_here(values: np.ndarray) -> np.ndarray:
    """The sum of each value and all after it."""
    return np.cumsum(values[::-1])[::-1]
