"""Changes of whole areas: an interrupted time series, and a difference in differences.

For schemes that begin everywhere at once, so that nobody in the area is left to compare with. Interrupted series: J. Lopez
Bernal, S. Cummins and A. Gasparrini, International Journal of Epidemiology 46, 2017. Errors of differences in differences
are grouped by area (M. Bertrand, E. Duflo and S. Mullainathan, Quarterly Journal of Economics 119, 2004). Models by statsmodels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from scipy.stats import t as student

from evidence.evaluation.frames import Data, frame_of, numbers, texts, yes_no
from evidence.trouble import Trouble

LEVEL = 0.95
LEAST_PERIODS = 8  # on each side of the start: fewer cannot tell a trend from noise
LEAST_AREAS = 8  # fewer groups make errors by area too small


@dataclass(frozen=True)
class Change:
    """One change with its error and a 95% interval on `freedom` degrees of freedom."""

    value: float
    standard_error: float
    freedom: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval, by Student's t."""
        half = float(student.ppf((1 + LEVEL) / 2, self.freedom)) * self.standard_error
        return (self.value - half, self.value + half)

    @property
    def p(self) -> float:
        """The two-sided p value."""
        return (
            float(2 * student.sf(abs(self.value / self.standard_error), self.freedom)) if self.standard_error else 1.0
        )

    @property
    def answer(self) -> str:
        """Lower, higher or inconclusive; never no effect."""
        low, high = self.interval
        return "inconclusive" if low <= 0 <= high else "lower" if high < 0 else "higher"

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        low, high = self.interval
        return {
            "estimate": self.value,
            "standard_error": self.standard_error,
            "low": low,
            "high": high,
            "p": self.p,
            "answer": self.answer,
        }


@dataclass(frozen=True)
class Series:
    """An interrupted series: the trend before, the step at the start, and the change of the trend after it."""

    periods: int
    trend_before: Change
    step: Change
    change_of_trend: Change
    lags: int

    @property
    def beside(self) -> str:
        """What such a series cannot tell."""
        return "Whatever else changed in the area at that time would look the same. Compare with an area without the scheme."


def interrupted_series(data: Data, outcome: str, time: str, start: float, *, season: str | None = None) -> Series:
    """Fit a straight line before and after `start`, a value of `time`; `season` takes out a calendar pattern.

    Errors allow for neighbouring periods that go together (Newey and West, Econometrica 55, 1987). Raises `Trouble` for
    fewer than eight periods on a side, or for a period that stands twice.
    """
    frame = frame_of(data).complete([outcome, time, *([season] if season else [])])
    when, values = numbers(frame, time, "a period"), numbers(frame, outcome, "an outcome")
    if len(set(when)) < len(when):
        raise Trouble(f"{frame.name}: a period stands in several rows; add them up first.")
    after = when >= start
    if min(int(after.sum()), int((~after).sum())) < LEAST_PERIODS:
        raise Trouble(
            f"{frame.name}: {int((~after).sum())} periods before {start:g} and {int(after.sum())} from it; "
            f"at least {LEAST_PERIODS} are needed on each side."
        )
    order = np.argsort(when)
    when, values, after = when[order], values[order], after[order]
    columns = [np.ones(len(when)), when - start, after.astype(float), np.where(after, when - start, 0.0)]
    if season:
        seasons = texts(frame, [season])[order]
        columns += [(seasons == one).astype(float) for one in np.unique(seasons)[1:]]
    lags = math.floor(4 * (len(when) / 100) ** (2 / 9))
    fitted = sm.OLS(values, np.column_stack(columns)).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}
    )
    freedom = len(when) - len(columns)
    trend, step, change = (Change(float(fitted.params[n]), float(fitted.bse[n]), freedom) for n in (1, 2, 3))
    return Series(len(when), trend, step, change, lags)


@dataclass(frozen=True)
class Differences:
    """A difference in differences, and the same asked of the time before, where the scheme cannot have been the cause."""

    areas: int
    treated_areas: int
    effect: Change
    before: Change | None

    @property
    def warnings(self) -> tuple[str, ...]:
        """Why the answer may not be trusted."""
        if self.before is None:
            return ("There is only one period before the start, so whether the areas moved alike cannot be seen.",)
        if self.before.answer != "inconclusive":
            return ("The areas did not move alike before the start: the difference afterwards may have another cause.",)
        return ()


def difference_in_differences(
    data: Data, outcome: str, *, area: str, time: str, treated: str, start: float
) -> Differences:
    """How much more areas with the scheme changed at `start` than the others, with a level for each area and each period.

    `treated` is 1 in every row of an area that has the scheme. Raises `Trouble` for fewer than eight areas, an area that
    is both, or one that stands twice in a period.
    """
    frame = frame_of(data).complete([outcome, area, time, treated])
    when, has = numbers(frame, time, "a period"), yes_no(frame, treated, "whether an area has the scheme")
    places, values = texts(frame, [area]), numbers(frame, outcome, "an outcome")
    both = [one for one in np.unique(places) if len(set(has[places == one])) > 1]
    if both:
        raise Trouble(f"{frame.name}: {both[0]} has the scheme in some rows and not in others; say 1 in all its rows.")
    if len({*zip(places, when, strict=True)}) < len(when):
        raise Trouble(f"{frame.name}: an area stands several times in one period; add the rows up first.")
    ours = len(set(places[has == 1]))
    if len(set(places)) < LEAST_AREAS or not 0 < ours < len(set(places)) - 1:
        raise Trouble(
            f"{frame.name}: {ours} areas of {len(set(places))} have the scheme; "
            f"at least {LEAST_AREAS} areas, two without, are needed."
        )
    if not (when < start).any() or not (when >= start).any():
        raise Trouble(f"{frame.name}: periods are needed before {start:g} and from it.")
    effect = _fixed(values, places, when, has * (when >= start))
    early = when < start
    moments = np.unique(when[early])
    middle = moments[len(moments) // 2] if len(moments) > 1 else None
    before = (
        _fixed(values[early], places[early], when[early], (has * (when >= middle))[early])
        if middle is not None
        else None
    )
    return Differences(len(set(places)), ours, effect, before)


def _fixed(values: np.ndarray, places: np.ndarray, when: np.ndarray, exposed: np.ndarray) -> Change:
    """The coefficient of `exposed` beside a level for each area and period, with errors by area."""
    columns = [exposed, np.ones(len(values))]
    columns += [(places == one).astype(float) for one in np.unique(places)[1:]]
    columns += [(when == one).astype(float) for one in np.unique(when)[1:]]
    groups = np.unique(places, return_inverse=True)[1]
    fitted = sm.OLS(values, np.column_stack(columns)).fit(cov_type="cluster", cov_kwds={"groups": groups})
    return Change(float(fitted.params[0]), float(fitted.bse[0]), int(groups.max()))
