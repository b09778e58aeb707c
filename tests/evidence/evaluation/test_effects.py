"""Estimates against independent formulas and published examples."""

import math
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.hazard_regression import PHReg

from evidence.evaluation.balance import propensity
from evidence.evaluation.curves import kaplan_meier, weighted_curve
from evidence.evaluation.effects import Estimate, difference, doubly_robust, rate_ratio, weighted_hazard_ratio
from evidence.evaluation.formulas import Design
from evidence.evaluation.sensitivity import bound, e_value, people_needed, rosenbaum
from evidence.trouble import Trouble

RANDOM = np.random.default_rng(11)
TREATED = RANDOM.random(400) < 0.3
OUTCOME = (RANDOM.random(400) < 0.4 - 0.1 * TREATED).astype(float)
WEIGHTS = np.where(TREATED, 1.0, RANDOM.integers(1, 4, 400))


@pytest.fixture
def random() -> np.random.Generator:
    """The same draws for a test in whatever order the tests run."""
    return np.random.default_rng(2)


def test_a_weighted_difference_has_the_sandwich_of_weighted_means() -> None:
    found = difference(OUTCOME, TREATED, WEIGHTS)
    variance, mean = 0.0, {}
    for side in (True, False):
        w, y = WEIGHTS[side == TREATED], OUTCOME[side == TREATED]
        mean[side] = (w * y).sum() / w.sum()
        variance += (w**2 * (y - mean[side]) ** 2 / (1 - w / w.sum())).sum() / w.sum() ** 2
    assert found.value == pytest.approx(mean[True] - mean[False])
    assert found.standard_error == pytest.approx(math.sqrt(variance))
    plain = difference(OUTCOME, TREATED)
    reach = 1.965942 * plain.standard_error  # Student's t on 398 degrees of freedom
    assert plain.interval == pytest.approx((plain.value - reach, plain.value + reach), abs=1e-6)
    assert (plain.freedom, found.freedom) == (398, pytest.approx(TREATED.sum() - 1))  # of weights: the smaller side


def test_pairs_have_the_error_of_a_paired_difference(random: np.random.Generator) -> None:
    ours, theirs = random.normal(size=80), random.normal(size=80)
    shared = random.normal(size=80)
    y, sets = np.concatenate([ours + shared, theirs + shared]), np.tile(np.arange(80), 2)
    found = difference(y, np.arange(160) < 80, np.ones(160), sets)
    paired = (ours - theirs).std(ddof=0) / math.sqrt(80) * math.sqrt(80 / 79 * 159 / 158)
    assert found.standard_error == pytest.approx(paired, rel=1e-9)


def test_a_rate_ratio_is_the_ratio_of_weighted_means(random: np.random.Generator) -> None:
    counts = random.poisson(2, 400).astype(float)
    found = rate_ratio(counts, TREATED, WEIGHTS)
    assert found is not None
    means = [np.average(counts[side], weights=WEIGHTS[side]) for side in (TREATED, ~TREATED)]
    assert found.shown == pytest.approx(means[0] / means[1])
    parts = np.where(TREATED, 1, -1) * WEIGHTS * (counts / np.where(TREATED, *means) - 1)
    parts /= np.where(TREATED, WEIGHTS[TREATED].sum(), WEIGHTS[~TREATED].sum())
    assert found.standard_error == pytest.approx(math.sqrt((parts**2).sum()))
    sets = random.integers(0, 150, 400)
    grouped = rate_ratio(counts, TREATED, WEIGHTS, sets)
    assert grouped is not None
    assert grouped.standard_error == pytest.approx(math.sqrt((np.bincount(sets, parts) ** 2).sum()), rel=0.01)
    assert rate_ratio(np.zeros(400), TREATED) is None


def test_weights_of_cox_count_as_rows_repeated(random: np.random.Generator) -> None:
    leaves = random.permutation(400).astype(float) + 1
    weights = WEIGHTS.astype(int)
    found = weighted_hazard_ratio(leaves, OUTCOME, TREATED, WEIGHTS)
    again = np.repeat(np.arange(400), weights)
    fitted = PHReg(leaves[again], TREATED[again].astype(float)[:, None], status=OUTCOME[again], ties="breslow").fit(
        groups=again
    )
    assert found is not None
    assert found.value == pytest.approx(fitted.params[0], rel=1e-6)
    assert found.standard_error == pytest.approx(fitted.bse[0], rel=1e-6)
    grouped = weighted_hazard_ratio(leaves[again], OUTCOME[again], TREATED[again], np.ones(len(again)), again)
    assert grouped is not None
    assert grouped.standard_error == pytest.approx(found.standard_error, rel=1e-9)
    assert weighted_hazard_ratio(leaves, OUTCOME * ~TREATED, TREATED, WEIGHTS) is None


def test_a_weighted_curve_is_the_curve_of_rows_repeated(random: np.random.Generator) -> None:
    leaves, again = random.integers(1, 60, 400).astype(float), np.repeat(np.arange(400), WEIGHTS.astype(int))
    [plain] = kaplan_meier(np.zeros(len(again)), leaves[again], OUTCOME[again])
    weighted = weighted_curve("all", leaves, OUTCOME, WEIGHTS)
    assert [one.survival for one in weighted.points] == pytest.approx([one.survival for one in plain.points])
    assert weighted.points[0].standard_error > plain.points[0].standard_error


def test_doubly_robust_is_the_difference_of_means_where_nothing_is_modelled() -> None:
    share = np.full(400, TREATED.mean())
    found = doubly_robust(OUTCOME, TREATED, share, np.zeros((400, 1)), "time")
    plain = difference(OUTCOME, TREATED)
    assert found is not None
    assert (found.value, found.standard_error) == (
        pytest.approx(plain.value),
        pytest.approx(plain.standard_error, rel=0.01),
    )


def test_doubly_robust_equals_the_formula_of_its_two_parts(random: np.random.Generator) -> None:
    """An independent way: what was seen less what was expected, then the same of the others with odds as weights."""
    x = random.normal(size=400)
    chance = 1 / (1 + np.exp(-(x - 1)))
    treated = random.random(400) < chance
    y = 2 * x + treated * 1.5 + random.normal(size=400)
    found = doubly_robust(y, treated, chance, x[:, None], "time")
    slope, constant = np.polyfit(x[~treated], y[~treated], 1)
    left = y - (constant + slope * x)
    odds = chance[~treated] / (1 - chance[~treated])
    assert found is not None
    assert found.value == pytest.approx(left[treated].mean() - (odds * left[~treated]).sum() / treated.sum())


@pytest.mark.skipif(find_spec("doubleml") is None, reason="DoubleML is not installed; install requirements/bench.txt")
def test_doubly_robust_is_what_doubleml_finds_by_cross_fitting(random: np.random.Generator) -> None:
    """Somebody else's library on the same people: the effect on those who took part, five folds, five times."""
    from doubleml import DoubleMLData, DoubleMLIRM
    from sklearn.linear_model import LinearRegression, LogisticRegression

    x = random.normal(size=(4000, 3))
    treated = random.random(4000) < 1 / (1 + np.exp(-(0.5 * x[:, 0] - 0.4 * x[:, 1] - 1)))
    y = 0.4 + 0.3 * x[:, 0] - 0.2 * x[:, 2] - 0.12 * treated + 0.5 * random.normal(size=4000)
    chance = propensity(Design(("a", "b", "c"), x), treated).chance
    ours = doubly_robust(y, treated, chance, x, "amount")
    data = DoubleMLData.from_arrays(x, y, treated.astype(float))
    theirs = DoubleMLIRM(
        data, LinearRegression(), LogisticRegression(C=1e6, max_iter=1000), score="ATTE", n_folds=5, n_rep=5
    ).fit()
    assert ours is not None
    assert ours.value == pytest.approx(theirs.coef[0], abs=0.1 * theirs.se[0])
    assert ours.standard_error == pytest.approx(theirs.se[0], rel=0.02)


# T. VanderWeele and P. Ding, 2017: breastfeeding and respiratory death, risk ratio 3.9 (1.8 to 8.7): 7.26 and 3.00.
def test_the_published_e_value() -> None:
    published = Estimate(math.log(3.9), (math.log(3.9) - math.log(1.8)) / 1.959964, ratio=True)
    assert e_value(published)[0] == pytest.approx(7.26, abs=0.005)
    assert e_value(published)[1] == pytest.approx(3.0, abs=0.005)
    assert e_value(Estimate(-math.log(3.9), 0.01, ratio=True))[0] == pytest.approx(7.26, abs=0.005)
    assert e_value(Estimate(0.01, 1.0, ratio=True))[1] == 1.0


# P. Rosenbaum, Observational Studies, 2002, table 4.1: smoking and lung cancer, 110 of 122 pairs; one-sided, normal curve.
@pytest.mark.parametrize(("gamma", "one_sided"), [(4, 0.0036), (5, 0.03), (6, 0.1)])
def test_the_published_bounds(gamma: float, one_sided: float) -> None:
    chance = gamma / (1 + gamma)
    exact = sum(math.comb(122, n) * chance**n * (1 - chance) ** (122 - n) for n in range(110, 123))
    assert bound(110, 122, gamma) / 2 == pytest.approx(exact)
    assert exact == pytest.approx(one_sided, abs=0.01)


def test_bounds_of_pairs() -> None:
    ours, theirs = np.array([0] * 40 + [1] * 10 + [0] * 50), np.array([1] * 40 + [0] * 10 + [0] * 50)
    found = rosenbaum(ours, theirs)
    assert (found.pairs, found.fewer, found.more) == (100, 40, 10)
    assert found.gamma is not None
    assert bound(40, 50, found.gamma) <= 0.05 < bound(40, 50, found.gamma + 0.001)
    assert "still be significant" in found.words
    assert rosenbaum(np.array([0, 1]), np.array([1, 0])).gamma is None


def test_how_many_people_a_study_needs() -> None:
    size = 2 * math.asin(math.sqrt(0.35)) - 2 * math.asin(math.sqrt(0.30))
    assert people_needed(0.35, 5) == math.ceil(2 * (1.959964 + 0.841621) ** 2 / size**2)
    assert people_needed(0.35, 5, ratio=3) < people_needed(0.35, 5) < people_needed(0.35, 5, power=0.9)
    for rate, fewer in ((0.35, 0), (0.03, 5), (1.2, 5)):
        with pytest.raises(Trouble, match="is not a rate between 0 and 1"):
            people_needed(rate, fewer)


def test_a_detectable_difference_is_found_four_times_out_of_five() -> None:
    error = 0.05
    draws = np.random.default_rng(3).normal(Estimate(0, error).detectable, error, 20_000)
    assert (np.abs(draws / error) > 1.959964).mean() == pytest.approx(0.8, abs=0.01)


def test_an_estimate_as_numbers() -> None:
    told = pd.Series(Estimate(math.log(2), 0.1, ratio=True).as_dict())
    assert (told["estimate"], told["low"], told["high"]) == pytest.approx((2, 1.644, 2.433), abs=1e-3)
