"""Whether 95 of 100 intervals hold the truth: matched evaluations of made-up people whose effect is known (M8)."""

from __future__ import annotations

import numpy as np

from evidence.bench.targets import Report
from evidence.evaluation.balance import propensity
from evidence.evaluation.effects import difference
from evidence.evaluation.formulas import Design
from evidence.evaluation.matching import find_comparisons

SIZES, EVALUATIONS = (60, 300, 3000), 1000
OTHERS, CALIPER, YEAR, EFFECT = 6, 0.2, 365.0, 0.7
Truth = dict[str, tuple[np.ndarray, float]]


def measure(report: Report, *, evaluations: int = EVALUATIONS, sizes: tuple[int, ...] = SIZES) -> None:
    """Evaluate so often with each number of people who took part, by radius matching as the plan does."""
    shares = []
    for took_part in sizes:
        held = [_held(np.random.default_rng([took_part, number]), took_part) for number in range(evaluations)]
        for outcome in held[0]:
            shares.append(sum(one[outcome] for one in held) / evaluations)
            report.say(
                f"{took_part:5} who took part, {outcome:9} {shares[-1]:.1%} of {evaluations:,} intervals hold the truth"
            )
    report.reached("M8 least", min(shares))
    report.reached("M8 most", max(shares))


def _held(random: np.random.Generator, took_part: int) -> dict[str, bool]:
    """For one made-up study: whether the interval of each outcome holds the effect on those who were matched."""
    matrix, treated = _people(random, took_part)
    chance = propensity(Design(("age", "prior", "woman"), matrix), treated)
    found = find_comparisons(treated, chance.log_odds, chance.caliper(treated, CALIPER))
    used = found.weights > 0
    held = {}
    for name, (values, truth) in _outcomes(random, matrix, treated, used).items():
        low, high = difference(values[used], treated[used], found.weights[used]).interval
        held[name] = bool(low <= truth <= high)
    return held


def _people(random: np.random.Generator, took_part: int) -> tuple[np.ndarray, np.ndarray]:
    """People who took part more often where they are young and have many convictions, which also makes them reoffend."""
    many = took_part * (1 + OTHERS)
    age, prior, woman = random.normal(33, 9, many).clip(18, 70), random.poisson(5, many), random.random(many) < 0.2
    drawn = np.exp(-0.03 * (age - 33) + 0.08 * (prior - 5) + 0.3 * woman)
    treated = np.zeros(many, dtype=bool)
    treated[random.choice(many, took_part, replace=False, p=drawn / drawn.sum())] = True
    return np.column_stack([age, prior, woman]).astype(float), treated


def _outcomes(random: np.random.Generator, matrix: np.ndarray, treated: np.ndarray, used: np.ndarray) -> Truth:
    """Reoffences as they come at a steady rate, which the scheme lowers; for each outcome its values and its true effect."""
    usual = np.exp(-0.7 - 0.02 * (matrix[:, 0] - 33) + 0.06 * (matrix[:, 1] - 5) - 0.2 * matrix[:, 2])
    rate = np.where(treated, EFFECT * usual, usual)
    first = random.exponential(1 / rate)
    again = first < 1
    times = np.where(again, 1 + random.poisson(rate * np.maximum(1 - first, 0)), 0)
    ours = usual[treated & used]
    lower = EFFECT * ours
    return {
        "binary": (again.astype(float), float((np.exp(-ours) - np.exp(-lower)).mean())),
        "frequency": (times.astype(float), float((lower - ours).mean())),
        "time": (
            YEAR * np.minimum(first, 1),
            float(YEAR * ((1 - np.exp(-lower)) / lower - (1 - np.exp(-ours)) / ours).mean()),
        ),
    }
