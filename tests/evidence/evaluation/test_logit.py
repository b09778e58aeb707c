"""The propensity model by compiled walks: the maximum that statsmodels finds, and moments that numpy finds."""

import numpy as np
import pytest
import statsmodels.api as sm

from evidence.evaluation import logit
from evidence.evaluation.balance import balance, propensity
from evidence.evaluation.formulas import Design
from evidence.evaluation.walking import ALONE, moments
from evidence.trouble import Trouble


def drawn(rows: int, columns: int = 4, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Columns of quite different sizes, and who took part: few, and more often where the first column is large."""
    random = np.random.default_rng(seed)
    matrix = random.normal(size=(rows, columns)) * 10.0 ** np.arange(columns) + 2015
    matrix[:, -1] = random.random(rows) < 0.3
    return matrix, random.random(rows) < 1 / (1 + np.exp(3 - (matrix[:, 0] - 2015)))


@pytest.mark.parametrize("rows", [60, 5_000, logit.SAMPLE * 2 + 7])
def test_the_maximum_and_its_errors_are_those_of_statsmodels(rows: int) -> None:
    matrix, treated = drawn(rows)
    centre, spread = matrix.mean(axis=0), matrix.std(axis=0)
    found = logit.fit(matrix, treated, centre, spread)
    columns = sm.add_constant((matrix - centre) / spread)
    theirs = sm.GLM(treated.astype(float), columns, family=sm.families.Binomial()).fit(tol=1e-14)
    assert found.coefficients == pytest.approx(theirs.params, abs=1e-9)
    assert found.errors == pytest.approx(theirs.bse, rel=1e-4)
    assert found.log_odds == pytest.approx(columns @ theirs.params, abs=1e-7)


def test_a_first_guess_that_runs_away_is_not_used() -> None:
    matrix, treated = drawn(logit.SAMPLE * 2)
    treated[::2] = matrix[::2, 0] > 2015  # in the sample of every second row the first column parts the groups
    centre, spread = matrix.mean(axis=0), matrix.std(axis=0)
    found = logit.fit(matrix, treated, centre, spread)
    assert found.has_maximum
    slope = np.column_stack([np.ones(len(matrix)), (matrix - centre) / spread]).T @ (
        treated - 1 / (1 + np.exp(-found.log_odds))
    )
    assert np.abs(slope).max() < 1e-6 * len(matrix)


def test_a_column_that_parts_the_groups_is_refused_by_its_name() -> None:
    matrix, _treated = drawn(400)
    with pytest.raises(Trouble, match="x1 parts those who took part from everyone else"):
        propensity(Design(("x0", "x1", "x2", "x3"), matrix), matrix[:, 1] > 2015)


@pytest.mark.parametrize("rows", [3, 500, ALONE + 1])
def test_moments_are_the_weighted_means_and_variances(rows: int) -> None:
    matrix, _treated = drawn(rows)
    weights = np.random.default_rng(2).choice([0, 0.5, 2], rows) + (np.arange(rows) == 0)
    found = moments(matrix, weights, matrix[0])
    mean = np.average(matrix, axis=0, weights=weights)
    assert found.mean == pytest.approx(mean)
    assert found.variance == pytest.approx(np.average((matrix - mean) ** 2, axis=0, weights=weights))


def test_what_does_not_vary_among_the_others_has_no_ratio_and_a_yes_or_no_neither() -> None:
    matrix, _treated = drawn(300)
    treated = np.arange(300) < 50
    matrix[~treated, 1] = 0.1
    found = balance(Design(("x0", "x1", "x2", "yes"), matrix), treated, np.ones(300))
    assert [one.ratio_before is None for one in found] == [False, True, False, True]
    assert found[0].before == pytest.approx(
        100 * (matrix[treated, 0].mean() - matrix[~treated, 0].mean()) / matrix[treated, 0].std(ddof=1)
    )


def test_nobody_to_average_is_no_number() -> None:
    matrix, _treated = drawn(10)
    assert np.isnan(moments(matrix, np.zeros(10), matrix[0]).mean).all()
