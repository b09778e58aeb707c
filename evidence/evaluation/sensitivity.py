"""How strong something not measured would have to be to explain a difference away, and how many people a study needs.

E-value: T. J. VanderWeele and P. Ding, Annals of Internal Medicine 167, 2017. Bounds: P. R. Rosenbaum, Observational Studies,
2002, section 4.3.2, for matched pairs with a yes or no outcome.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import binom_test, proportion_effectsize

from evidence.evaluation.effects import Estimate
from evidence.trouble import Trouble

SIGNIFICANT = 0.05
LARGEST_GAMMA = 10.0


def e_value(ratio: Estimate) -> tuple[float, float]:
    """E-values of a risk ratio and of the end of its interval nearest to 1; 1 where the interval holds 1."""
    low, high = ratio.interval
    nearest = 1.0 if low <= 1 <= high else high if high < 1 else low
    return (_e(ratio.shown), _e(nearest))


def _e(ratio: float) -> float:
    ratio = 1 / ratio if 0 < ratio < 1 else ratio
    return ratio + math.sqrt(ratio * (ratio - 1)) if ratio >= 1 else math.inf


@dataclass(frozen=True)
class Bounds:
    """Of matched pairs in which one of the two reoffended: how many, and the hidden bias that the result withstands."""

    pairs: int
    fewer: int
    more: int
    gamma: float | None

    @property
    def words(self) -> str:
        """What the bound says."""
        if self.gamma is None:
            return "The pairs show no significant difference, so there is no bias to withstand."
        at = "at least" if self.gamma >= LARGEST_GAMMA else "up to"
        return (
            f"Of two people who look alike here, something not measured could make one {at} {self.gamma:.2f} times as likely "
            "as the other to take part, and the difference would still be significant."
        )


def rosenbaum(took_part: np.ndarray, comparison: np.ndarray) -> Bounds:
    """Bounds for pairs: the outcome (0 or 1) of each person who took part beside that of their comparison."""
    fewer, more = int(((took_part == 0) & (comparison == 1)).sum()), int(((took_part == 1) & (comparison == 0)).sum())
    found = None
    if fewer != more:
        low, high = 1.0, LARGEST_GAMMA
        if bound(max(fewer, more), fewer + more, low) <= SIGNIFICANT:
            while high - low > 1e-4:
                middle = (low + high) / 2
                low, high = (
                    (middle, high) if bound(max(fewer, more), fewer + more, middle) <= SIGNIFICANT else (low, middle)
                )
            found = low
    return Bounds(len(took_part), fewer, more, found)


def bound(larger: int, discordant: int, gamma: float) -> float:
    """The largest two-sided p value that a hidden bias of `gamma` allows; raises nothing."""
    return min(1.0, 2 * float(binom_test(larger, discordant, gamma / (1 + gamma), alternative="larger")))


def people_needed(rate: float, fewer: float, *, power: float = 0.8, ratio: float = 1.0, level: float = 0.05) -> int:
    """How many must take part (and `ratio` times as many not) to find `fewer` for each 100 with this power.

    By Cohen's arcsine difference, as most calculators do; raises `Trouble` for rates that cannot be.
    """
    lower = rate - fewer / 100
    if not (0 < rate < 1 and 0 < lower < 1 and fewer):
        raise Trouble(f"A rate of {rate:g} less {fewer:g} for each 100 is not a rate between 0 and 1.")
    if not (0.5 <= power < 1 and ratio > 0):
        raise Trouble("The power is at least 0.5 and under 1, and the ratio of the groups is more than 0.")
    size = abs(proportion_effectsize(rate, lower))
    return int(np.ceil(NormalIndPower().solve_power(size, alpha=level, power=power, ratio=ratio)))
