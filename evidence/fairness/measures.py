"""The measures of one group: from the chance that a score gave each person and whether they reoffended."""

from collections.abc import Sequence
from math import exp, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

Z95 = NormalDist().inv_cdf(0.975)
SMALLEST, STEPS, CLOSE = 1e-6, 50, 1e-10
SLICES = 10


class Interval(NamedTuple):
    """A figure with the ends of its 95% interval."""

    value: float
    low: float
    high: float


class Slice(NamedTuple):
    """One part of the reliability table: people whose chances lie together."""

    people: int
    reoffended: int
    predicted: float
    observed: Interval


class Measures(NamedTuple):
    """What is measured of one group. `slope` and `intercept` are None where no line can be drawn through the chances."""

    people: int
    reoffended: int
    predicted: float
    in_the_large: Interval
    area: Interval
    brier: Interval
    slope: Interval | None
    intercept: Interval | None


def measures(chances: Sequence[float], outcomes: Sequence[bool]) -> Measures:
    """Measure one group; raises `ValueError` unless some of them reoffended and some did not."""
    people, reoffended = len(chances), sum(outcomes)
    if people != len(outcomes) or not 0 < reoffended < people:
        raise ValueError("some must have reoffended and some not")
    predicted = sum(chances) / people
    fitted = fit([logit(chance) for chance in chances], outcomes)
    return Measures(
        people,
        reoffended,
        predicted,
        in_the_large(chances, outcomes),
        area(chances, outcomes),
        brier(chances, outcomes),
        fitted[1] if fitted else None,
        fitted[0] if fitted else None,
    )


def around(value: float, error: float) -> Interval:
    """A figure and 1.96 standard errors on each side."""
    return Interval(value, value - Z95 * error, value + Z95 * error)


def in_the_large(chances: Sequence[float], outcomes: Sequence[bool]) -> Interval:
    """Observed share less the mean chance: above nought more reoffended than the score said."""
    people = len(chances)
    share = sum(outcomes) / people
    return around(share - sum(chances) / people, sqrt(share * (1 - share) / people))


def brier(chances: Sequence[float], outcomes: Sequence[bool]) -> Interval:
    """Mean squared distance of the chance from what happened: 0 is perfect."""
    losses = [(chance - happened) ** 2 for chance, happened in zip(chances, outcomes, strict=True)]
    mean = sum(losses) / len(losses)
    spread = sum((loss - mean) ** 2 for loss in losses) / max(1, len(losses) - 1)
    return around(mean, sqrt(spread / len(losses)))


def midranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1; equal values share the mean of their ranks."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks, start = [0.0] * len(values), 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in range(start, end + 1):
            ranks[order[place]] = (start + end) / 2 + 1
        start = end + 1
    return ranks


def area(chances: Sequence[float], outcomes: Sequence[bool]) -> Interval:
    """How often a person who reoffended has the higher chance of two; DeLong's interval, by midranks, kept within 0 and 1."""
    yes = [chance for chance, happened in zip(chances, outcomes, strict=True) if happened]
    no = [chance for chance, happened in zip(chances, outcomes, strict=True) if not happened]
    together, among_yes, among_no = midranks([*yes, *no]), midranks(yes), midranks(no)
    above = [(together[place] - among_yes[place]) / len(no) for place in range(len(yes))]
    below = [1 - (together[len(yes) + place] - among_no[place]) / len(yes) for place in range(len(no))]
    value = sum(above) / len(yes)
    error = sqrt(_variance(above, value) / len(yes) + _variance(below, value) / len(no))
    found = around(value, error)
    return Interval(value, max(0.0, found.low), min(1.0, found.high))


def _variance(parts: Sequence[float], mean: float) -> float:
    return sum((part - mean) ** 2 for part in parts) / (len(parts) - 1) if len(parts) > 1 else 0.0


def logit(chance: float) -> float:
    """The log odds of a chance, kept away from 0 and 1."""
    kept = min(1 - SMALLEST, max(SMALLEST, chance))
    return log(kept / (1 - kept))


def fit(scores: Sequence[float], outcomes: Sequence[bool]) -> tuple[Interval, Interval] | None:
    """Intercept and slope of the logistic line of outcomes on log odds, by Newton's method; None where there is no one line.

    A slope of 1 is right; under 1 the chances are too extreme. There is none where all chances are alike or they separate
    those who reoffended from the others.
    """
    intercept, slope = 0.0, 1.0
    for _ in range(STEPS):
        step = _newton(scores, outcomes, intercept, slope)
        if step is None:
            return None
        change, (error_of_intercept, error_of_slope) = step
        intercept, slope = intercept + change[0], slope + change[1]
        if abs(slope) > 100 or abs(intercept) > 100:
            return None
        if max(map(abs, change)) < CLOSE:
            return around(intercept, error_of_intercept), around(slope, error_of_slope)
    return None


def _newton(
    scores: Sequence[float], outcomes: Sequence[bool], intercept: float, slope: float
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    gradient, (a, b, c) = [0.0, 0.0], [0.0, 0.0, 0.0]
    for score, happened in zip(scores, outcomes, strict=True):
        chance = 1 / (1 + exp(-max(-500.0, min(500.0, intercept + slope * score))))
        miss, weight = happened - chance, chance * (1 - chance)
        gradient = [gradient[0] + miss, gradient[1] + miss * score]
        a, b, c = a + weight, b + weight * score, c + weight * score * score
    determinant = a * c - b * b
    if determinant < 1e-9 * max(1.0, a * c):
        return None
    change = ((c * gradient[0] - b * gradient[1]) / determinant, (a * gradient[1] - b * gradient[0]) / determinant)
    return change, (sqrt(c / determinant), sqrt(a / determinant))


def wilson(count: int, of: int) -> Interval:
    """A share with Wilson's interval."""
    share, spread = count / of, Z95 * Z95 / of
    middle = (share + spread / 2) / (1 + spread)
    half = Z95 * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


def reliability(chances: Sequence[float], outcomes: Sequence[bool], slices: int = SLICES) -> list[Slice]:
    """People in order of their chance, in parts of about one size; people of one chance are never parted."""
    pairs = sorted(zip(chances, outcomes, strict=True))
    found: list[Slice] = []
    start = 0
    for part in range(1, slices + 1):
        end = max(start, round(len(pairs) * part / slices))
        while 0 < end < len(pairs) and pairs[end][0] == pairs[end - 1][0]:
            end += 1
        taken = pairs[start:end]
        if taken:
            happened = sum(outcome for _, outcome in taken)
            mean = sum(chance for chance, _ in taken) / len(taken)
            found.append(Slice(len(taken), happened, mean, wilson(happened, len(taken))))
        start = end
    return found
