"""Compiled walks over the rows of a matrix, on both cores: sums that numpy would make copies for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numba import njit

THREADS, ALONE = 2, 20_000  # so few rows are walked at once
NOTHING = 1e-13  # of a square: the variance of a column that does not vary, as floats leave it
Part = TypeVar("Part")


@dataclass(frozen=True)
class Moments:
    """The weighted mean and variance of each column; nothing to average gives no number."""

    mean: np.ndarray
    variance: np.ndarray


def side_by_side(walk: Callable[[int, int], Part], rows: int) -> list[Part]:
    """What `walk` gives from one row to before another, for parts that are all rows together."""
    if rows <= ALONE:
        return [walk(0, rows)]
    middle = rows // THREADS
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(walk, (0, middle), (middle, rows)))


def moments(matrix: np.ndarray, weights: np.ndarray, about: np.ndarray) -> Moments:
    """Mean and variance by `weights`; `about` is somewhere near the means, so that no digits are lost."""
    parts = side_by_side(lambda low, high: _sums(matrix, weights, about, low, high), len(matrix))
    total, first, second = (sum(part[place] for part in parts) for place in range(3))
    with np.errstate(invalid="ignore"):
        shift, square = first / total, second / total
        variance = square - shift**2
        return Moments(about + shift, np.where(variance > NOTHING * square, variance, variance * 0))


@njit(nogil=True, cache=True)
def _sums(matrix, weights, about, low, high):  # type: ignore[no-untyped-def]
    """The sum of the weights, and of each column and its square less `about`, by the weights."""
    many = matrix.shape[1]
    total, first, second = 0.0, np.zeros(many), np.zeros(many)
    for place in range(low, high):
        weight = weights[place]
        if weight:
            total += weight
            for column in range(many):
                value = matrix[place, column] - about[column]
                first[column] += weight * value
                second[column] += weight * value * value
    return total, first, second
