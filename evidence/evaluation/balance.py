"""Whether the two groups are alike: propensity, common support, and the difference in every covariate before and after.

The standardised mean difference is the difference of means over the standard deviation among those who took part before
matching, in per cent; it keeps its denominator, so that weights cannot make it look small. Bands of the Justice Data Lab:
up to 5% green, up to 10% amber, above it red (Ministry of Justice, Justice Data Lab methodology, 2013).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm

from evidence.evaluation.formulas import Design
from evidence.trouble import Trouble

GREEN, AMBER = 5.0, 10.0  # per cent
STILL = 0.1  # of log odds: a fit that moves anybody further has not come to rest


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
    spread, centre = made.matrix.std(axis=0), made.matrix.mean(axis=0)
    columns = sm.add_constant((made.matrix - centre) / spread, has_constant="add")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fitted = sm.GLM(treated.astype(float), columns, family=sm.families.Binomial()).fit()
        except (ValueError, np.linalg.LinAlgError) as error:
            raise Trouble(f"The propensity model has no estimate: {error}.") from error
    values, errors = np.asarray(fitted.params), np.asarray(fitted.bse)
    log_odds = columns @ values
    chance = 1 / (1 + np.exp(-log_odds))
    step = _next_step(columns, treated, chance)
    if not np.isfinite(errors).all() or np.abs(columns @ step).max() > STILL:
        raise Trouble(
            "The propensity model has no finite estimate: "
            f"{made.terms[int(np.argmax(np.abs(step[1:])))]} parts those who took part from everyone else."
        )
    told = zip(made.terms, values[1:] / spread, errors[1:] / spread, strict=True)
    return Propensity(chance, log_odds, tuple((t, float(v), float(e)) for t, v, e in told))


def _next_step(columns: np.ndarray, treated: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """How far one more step of the fit would go. At a maximum it stands still; where a covariate parts the groups there is no
    maximum, and each step takes the log odds of the parted people about 1 further (A. Albert and J. Anderson, Biometrika 71,
    1984).
    """
    information = columns.T @ (columns * (chance * (1 - chance))[:, None])
    step: np.ndarray = np.linalg.lstsq(information, columns.T @ (treated - chance), rcond=None)[0]
    return step


def common_support(found: Propensity, treated: np.ndarray) -> np.ndarray:
    """Who took part and lies within the range of those who did not."""
    others = found.log_odds[~treated]
    inside: np.ndarray = treated & (found.log_odds >= others.min()) & (found.log_odds <= others.max())
    return inside


def balance(made: Design, treated: np.ndarray, weights: np.ndarray) -> tuple[Balance, ...]:
    """The balance of every column of the design."""
    return tuple(_of(term, made.matrix[:, place], treated, weights) for place, term in enumerate(made.terms))


def _of(term: str, values: np.ndarray, treated: np.ndarray, weights: np.ndarray) -> Balance:
    ours, theirs = values[treated], values[~treated]
    spread = ours.std(ddof=1) if len(ours) > 1 and ours.std() > 0 else values.std(ddof=1)
    mean_ours, var_ours = _moments(ours, weights[treated])
    mean_theirs, var_theirs = _moments(theirs, weights[~treated])
    whole = set(np.unique(values)) <= {0.0, 1.0}  # the variance of a yes or no says nothing beside its mean
    return Balance(
        term=term,
        treated=float(ours.mean()),
        comparison=float(theirs.mean()),
        matched_treated=mean_ours,
        matched_comparison=mean_theirs,
        before=float(100 * (ours.mean() - theirs.mean()) / spread),
        after=float(100 * (mean_ours - mean_theirs) / spread),
        ratio_before=None if whole or not theirs.var() else float(ours.var() / theirs.var()),
        ratio_after=None if whole or not var_theirs else float(var_ours / var_theirs),
    )


def _moments(values: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Weighted mean and variance; nothing to average gives no number."""
    if not weights.sum():
        return (float("nan"), float("nan"))
    mean = np.average(values, weights=weights)
    return (float(mean), float(np.average((values - mean) ** 2, weights=weights)))


def effective(weights: np.ndarray) -> float:
    """How many equally weighted people tell as much (Kish)."""
    return float(weights.sum() ** 2 / (weights**2).sum()) if weights.any() else 0.0
