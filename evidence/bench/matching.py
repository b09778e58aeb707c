"""A matched evaluation of a million people, beside scikit-learn's logit and nearest neighbours, and statsmodels' fit (M7)."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from evidence.bench.targets import Report
from evidence.bench.turns import in_turns
from evidence.evaluation.balance import balance, propensity
from evidence.evaluation.effects import Estimate, difference
from evidence.evaluation.formulas import Design
from evidence.evaluation.matching import find_comparisons
from evidence.trouble import Trouble

TREATED, CONTROLS, COVARIATES, EFFECT = 10_000, 1_000_000, 12, -0.06
CALIPER = 0.2
FITS = 2  # by statsmodels: each takes many seconds


@dataclass(frozen=True)
class Studied:
    """Made-up people: their covariates, who took part and who reoffended."""

    matrix: np.ndarray
    treated: np.ndarray
    outcome: np.ndarray

    @property
    def design(self) -> Design:
        """The covariates as a propensity model reads them."""
        return Design(tuple(f"x{place}" for place in range(self.matrix.shape[1])), self.matrix)


def made_up(treated: int = TREATED, controls: int = CONTROLS, seed: int = 1) -> Studied:
    """People who took part differ in every covariate, which also makes them reoffend; the effect is `EFFECT`."""
    random = np.random.default_rng(seed)
    took_part = random.permutation(treated + controls) < treated
    matrix = random.normal(size=(treated + controls, COVARIATES))
    matrix += took_part[:, None] * np.linspace(0.4, -0.2, COVARIATES)
    matrix[:, :4] = matrix[:, :4] > 0.5
    rate = 0.35 + 0.02 * matrix[:, 4:8].sum(axis=1) + 0.05 * matrix[:, 0] + EFFECT * took_part
    return Studied(matrix, took_part, (random.random(len(rate)) < rate).astype(float))


def ours(of: Studied) -> tuple[np.ndarray, Estimate]:
    """Fit, match one to one with replacement, check the balance and give the effect; raises `Trouble` for poor balance."""
    chance = propensity(of.design, of.treated)
    width = chance.caliper(of.treated, CALIPER)
    found = find_comparisons(of.treated, chance.log_odds, width, method="nearest")
    if any(one.band == "red" for one in balance(of.design, of.treated, found.weights)):
        raise Trouble("The matched groups are not alike: do not trust these times.")
    used = found.weights > 0
    effect = difference(of.outcome[used], of.treated[used], found.weights[used])
    return np.array([value for _term, value, _error in chance.coefficients]), effect


def plainly(of: Studied, coefficients: np.ndarray) -> float:
    """The effect by matching on other coefficients: of the two neighbours of each in the order of log odds, the nearer."""
    log_odds = of.matrix @ coefficients
    width = CALIPER * np.sqrt((log_odds[of.treated].var(ddof=1) + log_odds[~of.treated].var(ddof=1)) / 2)
    theirs = np.flatnonzero(~of.treated)
    theirs, ours = theirs[np.argsort(log_odds[theirs])], np.flatnonzero(of.treated)
    above = np.searchsorted(log_odds[theirs], log_odds[ours]).clip(1, len(theirs) - 1)
    either = theirs[np.stack([above - 1, above])]
    far = np.abs(log_odds[either] - log_odds[ours])
    nearest = np.where(far[0] <= far[1], either[0], either[1])
    near = far.min(axis=0) <= width
    return float((of.outcome[ours[near]] - of.outcome[nearest[near]]).mean())


def by_scikit_learn(of: Studied) -> tuple[np.ndarray, Estimate]:
    """As an analyst does it: its fit, and its nearest neighbours on the log odds."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - measured against, not used
    from sklearn.neighbors import NearestNeighbors  # noqa: PLC0415

    fitted = LogisticRegression(C=np.inf, solver="newton-cholesky").fit(of.matrix, of.treated)
    log_odds = fitted.decision_function(of.matrix)
    theirs = np.flatnonzero(~of.treated)
    tree = NearestNeighbors(n_neighbors=1).fit(log_odds[theirs][:, None])
    far, nearest = tree.kneighbors(log_odds[of.treated][:, None])
    width = CALIPER * np.sqrt((log_odds[of.treated].var(ddof=1) + log_odds[~of.treated].var(ddof=1)) / 2)
    near = far[:, 0] <= width
    over = of.outcome[of.treated][near] - of.outcome[theirs[nearest[near, 0]]]
    return fitted.coef_[0], Estimate(float(over.mean()), float(over.std(ddof=1) / np.sqrt(len(over))))


def by_statsmodels(of: Studied) -> tuple[np.ndarray, None]:
    """The fit alone."""
    import statsmodels.api as sm  # noqa: PLC0415 - loads for a second

    fitted = sm.GLM(of.treated.astype(float), sm.add_constant(of.matrix), family=sm.families.Binomial()).fit(tol=1e-12)
    return np.asarray(fitted.params)[1:], None


def measure(report: Report, turns: int, of: Studied | None = None) -> None:
    """Time the ways, and hold coefficients to statsmodels' and the effect to scikit-learn's."""
    people = of or made_up()
    ways: dict[str, Callable[[], tuple[np.ndarray, Estimate | None]]] = {
        "evidence": lambda: ours(people),
        "statsmodels": lambda: by_statsmodels(people),
    }
    if importlib.util.find_spec("sklearn"):
        ways["scikit-learn"] = lambda: by_scikit_learn(people)
    else:
        report.left_out("scikit-learn is not installed (requirements/bench.txt)", "M7 neighbours")
    taken = in_turns(ways, turns, {"statsmodels": FITS})
    report.say(f"matching {people.treated.sum():,} people to {(~people.treated).sum():,} on {COVARIATES} covariates")
    for way, one in taken.items():
        report.say(f"{way:14} {one.words}")
    coefficients, effect = taken["evidence"].answer
    report.reached("M7 maximum", float(np.abs(coefficients - taken["statsmodels"].answer[0]).max()))
    report.reached("M7 statsmodels", taken["evidence"].best / taken["statsmodels"].best)
    if effect:
        report.reached(
            "M7 effect", abs(effect.value - plainly(people, taken["statsmodels"].answer[0])) / effect.standard_error
        )
    if "scikit-learn" in taken:
        report.reached("M7 neighbours", taken["evidence"].best / taken["scikit-learn"].best)
