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

SAMPLE = 50_000  # people who did not take part, from whom a first guess is taken
STEPS = 40
TOGETHER = 64  # rows that are summed up at once, so that the sums stay where the processor reckons
# Each step squares what is still wrong: after one this small, in coefficients or in standard errors, nothing is left to gain.
SMALL, VERY_SMALL = 3e-5, 1e-4
STILL = 0.1  # of log odds: a fit that moves anybody further has not come to rest


@dataclass(frozen=True)
class Logit:
    """The maximum: the constant, then a coefficient for each standardised column; their errors; the log odds of each row.

    `step` is the last step to it, and `moved` the most by which it moved the log odds of a row, where it was not small itself.
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
    every = int((~happened).sum()) // SAMPLE
    if every > 1 and happened.sum() <= SAMPLE:
        some = happened.copy()
        some[np.flatnonzero(~happened)[::every]] = True
        guess = _climb(matrix[some], y[some], centre, spread, coefficients)
        if guess.has_maximum:
            coefficients = guess.coefficients
            coefficients[0] -= np.log(every)  # fewer of the others change the constant alone, by so much
    return _climb(matrix, y, centre, spread, coefficients)


def _climb(
    matrix: np.ndarray, y: np.ndarray, centre: np.ndarray, spread: np.ndarray, coefficients: np.ndarray
) -> Logit:
    """Newton's steps from some coefficients."""
    for _step in range(STEPS):
        parts = side_by_side(partial(_walk, matrix, y, centre, 1 / spread, coefficients), len(y))
        slope, information = sum(part[0] for part in parts), sum(part[1] for part in parts)
        step = np.linalg.solve(information, slope)
        coefficients = coefficients + step
        if np.abs(step).max() < SMALL or step @ slope < VERY_SMALL**2:
            break
    errors = np.sqrt(np.diag(np.linalg.inv(information)))

    def log_odds(of: np.ndarray) -> np.ndarray:
        slopes = of[1:] / spread
        return np.asarray(matrix @ slopes + (of[0] - centre @ slopes))

    small = np.abs(step).max() < SMALL
    moved = SMALL if small else float(np.abs(log_odds(step)).max())
    return Logit(coefficients, errors, log_odds(coefficients), spread, step, moved)


@njit(nogil=True, cache=True, fastmath={"reassoc", "contract"})
def _walk(matrix, y, centre, scale, coefficients, low, high):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """The slope of the log likelihood over some rows, and the information."""
    many = len(coefficients)
    slope, information = np.zeros(many), np.zeros((many, many))
    columns, over, weighed, weight = (
        np.ones((many, TOGETHER)),
        np.zeros(TOGETHER),
        np.zeros(TOGETHER),
        np.zeros(TOGETHER),
    )
    for begin in range(low, high, TOGETHER):
        rows = min(TOGETHER, high - begin)
        for place in range(rows):
            odds = coefficients[0]
            for column in range(1, many):
                value = (matrix[begin + place, column - 1] - centre[column - 1]) * scale[column - 1]
                columns[column, place] = value
                odds += coefficients[column] * value
            chance = 1 / (1 + np.exp(-odds))
            over[place], weight[place] = y[begin + place] - chance, chance * (1 - chance)
        for column in range(many):
            for place in range(rows):
                weighed[place] = weight[place] * columns[column, place]
            total = 0.0
            for place in range(rows):
                total += over[place] * columns[column, place]
            slope[column] += total
            for other in range(column + 1):
                total = 0.0
                for place in range(rows):
                    total += weighed[place] * columns[other, place]
                information[column, other] += total
    for column in range(many):
        for other in range(column):
            information[other, column] = information[column, other]
    return slope, information
