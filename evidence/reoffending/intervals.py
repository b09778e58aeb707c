"""Intervals around a rate, and the limits between which chance alone would put one."""

from collections.abc import Callable
from math import sqrt
from statistics import NormalDist

LEVEL = 0.95


def wilson(count: int, of: int, level: float = LEVEL) -> tuple[float, float]:
    """Wilson's score interval for a proportion (E. B. Wilson, JASA 22, 1927); raises `ValueError` for nobody."""
    if not 0 <= count <= of or of == 0:
        raise ValueError(f"{count} of {of} is not a proportion")
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, spread = count / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return (0.0 if count == 0 else middle - half, 1.0 if count == of else middle + half)


def exact(count: int, of: int, level: float = LEVEL) -> tuple[float, float]:
    """The exact interval for a proportion (C. J. Clopper and E. S. Pearson, Biometrika 26, 1934); raises `ValueError`.

    It never covers less than it says, and is wider than Wilson's.
    """
    from scipy.special import betaincinv  # noqa: PLC0415 - only those who ask for it load it

    if not 0 <= count <= of or of == 0:
        raise ValueError(f"{count} of {of} is not a proportion")
    tail = (1 - level) / 2
    low = float(betaincinv(count, of - count + 1, tail)) if count else 0.0
    high = float(betaincinv(count + 1, of - count, 1 - tail)) if count < of else 1.0
    return (low, high)


def interval(name: str) -> Callable[[int, int], tuple[float, float]]:
    """The interval of that name."""
    return {"wilson": wilson, "exact": exact}[name]


def funnel(rate: float, of: int, level: float = LEVEL) -> tuple[float, float]:
    """The limits between which chance alone would put the share of `of` people, were theirs truly `rate`.

    D. J. Spiegelhalter, Statistics in Medicine 24, 2005, with the normal approximation, kept within 0 and 1.
    """
    half = NormalDist().inv_cdf((1 + level) / 2) * sqrt(rate * (1 - rate) / of)
    return (max(0.0, rate - half), min(1.0, rate + half))
