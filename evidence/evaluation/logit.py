"""The logit of the propensity model: Newton's steps, each one compiled walk over the rows on both cores.

statsmodels fits the same model, and a test holds both to one maximum; on a million rows it copies every column at each step.
A first guess comes from a sample of the rows, so that two or three walks over all of them are enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numba import njit

from evidence.evaluation.walking import side_by_side

SAMPLE = 100_000  # rows from which a first guess is taken
STEPS = 40
# The square of a step, in standard errors of the coefficients. What is left after one so small is smaller still: its square.
SMALL = 1e-8
STILL = 0.1  # of log odds: a fit that moves anybody further has not come to rest


@dataclass(frozen=True)
class Logit:
    """The maximum: the constant, then a coefficient for each standardised column; their errors; the log odds of each row.

    `step` is the last step to it, and `moved` the most by which it moved the log odds of a row.
    """

    coefficients: np.ndarray
    errors: np.ndarray
    log_odds: np.ndarray
    spread: np.ndarray
    step: np.ndarray
    moved: float

    @property
    def has_maximum(self) -> bool:
        """Where a column parts the groups there is none: each step takes the log odds of the parted people about 1 further
        (A. Albert and J. Anderson, Biometrika 71, 1984).
        """
        return bool(np.isfinite(self.errors).all()) and self.moved <= STILL


def fit(matrix: np.ndarray, happened: np.ndarray, centre: np.ndarray, spread: np.ndarray) -> Logit:
    """Fit `happened` on a constant and the columns, standardised by `centre` and `spread`; look at `has_maximum` before use.

    Raises `LinAlgError` where a column says what others say.
    """
    y, coefficients = happened.astype(float), np.zeros(matrix.shape[1] + 1)
    every = len(matrix) // SAMPLE
    if every > 1:
        sample = np.ascontiguousarray(matrix[::every])
        guess = _climb(sample, np.ascontiguousarray(y[::every]), centre, spread, coefficients)
        coefficients = guess.coefficients if guess.has_maximum else coefficients
    return _climb(matrix, y, centre, spread, coefficients)


def _climb(
    matrix: np.ndarray, y: np.ndarray, centre: np.ndarray, spread: np.ndarray, coefficients: np.ndarray
) -> Logit:
    """Newton's steps from some coefficients."""
    for _step in range(STEPS):
        parts = side_by_side(partial(_walk, matrix, y, centre, spread, coefficients), len(y))
        slope, information = sum(part[0] for part in parts), sum(part[1] for part in parts)
        step = np.linalg.solve(information, slope)
        coefficients = coefficients + step
        if step @ slope < SMALL:
            break
    errors = np.sqrt(np.diag(np.linalg.inv(information)))

    def log_odds(of: np.ndarray) -> np.ndarray:
        slopes = of[1:] / spread
        return np.asarray(matrix @ slopes + (of[0] - centre @ slopes))

    return Logit(coefficients, errors, log_odds(coefficients), spread, step, float(np.abs(log_odds(step)).max()))


@njit(nogil=True, cache=True, fastmath={"reassoc", "contract"})
def _walk(matrix, y, centre, spread, coefficients, low, high):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """The slope of the log likelihood over some rows, and the information."""
    many = len(coefficients)
    slope, information, row = np.zeros(many), np.zeros((many, many)), np.ones(many)
    for place in range(low, high):
        odds = coefficients[0]
        for column in range(1, many):
            row[column] = (matrix[place, column - 1] - centre[column - 1]) / spread[column - 1]
            odds += coefficients[column] * row[column]
        chance = 1 / (1 + np.exp(-odds))
        over, weight = y[place] - chance, chance * (1 - chance)
        for column in range(many):
            slope[column] += over * row[column]
            part = weight * row[column]
            for other in range(many):
                information[column, other] += part * row[other]
    return slope, information
