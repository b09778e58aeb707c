"""Kaplan and Meier's curve, by statsmodels, with pointwise 95% intervals on the log-minus-log scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
from statsmodels.duration.survfunc import SurvfuncRight

EVERYONE = "everyone"
Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Point:
    """One step of a curve: how many are still free of the event just after `time`, as a share."""

    time: float
    at_risk: int
    events: int
    survival: float
    standard_error: float

    @property
    def interval(self) -> tuple[float, float]:
        """The pointwise interval; the whole range where the share is 0, a point where it is 1."""
        if not 0 < self.survival < 1:
            return (self.survival, 1.0) if self.survival else (0.0, 1.0)
        log = np.log(self.survival)
        half = Z * self.standard_error / abs(self.survival * log)
        return (float(self.survival ** np.exp(half)), float(self.survival ** np.exp(-half)))

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        low, high = self.interval
        return {
            "time": self.time,
            "at_risk": self.at_risk,
            "events": self.events,
            "survival": self.survival,
            "standard_error": self.standard_error,
            "low": low,
            "high": high,
        }


@dataclass(frozen=True)
class Curve:
    """The curve of one group."""

    group: str
    points: tuple[Point, ...]

    @property
    def median(self) -> float | None:
        """The first time by which half had the event; nothing where fewer than half had it."""
        return next((point.time for point in self.points if point.survival <= 0.5), None)

    def thinned(self, threshold: int) -> Curve:
        """The curve at times between which at least `threshold` events lie, with as many at risk: nobody stands alone.

        What is left after the last such time goes with it, so that the curve ends where it ends.
        """
        return Curve(self.group, tuple(self._apart(threshold)))

    def _apart(self, threshold: int) -> Iterator[Point]:
        gathered, waiting = 0, None
        for point in self.points:
            gathered += point.events
            enough_stay = point.at_risk - point.events >= threshold
            if waiting and enough_stay and gathered >= threshold:
                yield waiting
            if enough_stay and gathered >= threshold:
                waiting, gathered = replace(point, events=gathered), 0
            elif waiting and enough_stay and point is self.points[-1]:
                waiting = replace(point, events=waiting.events + gathered)
        if waiting:
            yield waiting


def kaplan_meier(
    enters: np.ndarray, leaves: np.ndarray, happened: np.ndarray, groups: np.ndarray | None = None
) -> tuple[Curve, ...]:
    """The curve of each group, or of everyone."""
    if groups is None:
        return (_curve(EVERYONE, enters, leaves, happened),)
    return tuple(
        _curve(str(one), *(part[groups == one] for part in (enters, leaves, happened))) for one in np.unique(groups)
    )


def _curve(group: str, enters: np.ndarray, leaves: np.ndarray, happened: np.ndarray) -> Curve:
    if not happened.any():
        return Curve(group, ())
    with np.errstate(divide="ignore", invalid="ignore"):
        found = SurvfuncRight(leaves, happened, entry=enters if enters.any() else None)
    steps = zip(found.surv_times, found.n_risk, found.n_events, found.surv_prob, found.surv_prob_se, strict=True)
    return Curve(
        group,
        tuple(
            Point(float(time), round(at_risk), round(events), float(share), float(error) if np.isfinite(error) else 0.0)
            for time, at_risk, events, share, error in steps
            if events
        ),
    )


def weighted_curve(group: str, leaves: np.ndarray, happened: np.ndarray, weights: np.ndarray) -> Curve:
    """The curve of people with weights; its error takes the effective number of people for their number (Kish)."""
    if not happened.any():
        return Curve(group, ())
    scale = weights.sum() / (weights**2).sum()
    found = SurvfuncRight(leaves, happened, freq_weights=weights * scale)
    people = {time: int(((leaves == time) & (happened > 0)).sum()) for time in np.unique(leaves[happened > 0])}
    points = []
    for time, share, risk, events in zip(found.surv_times, found.surv_prob, found.n_risk, found.n_events, strict=True):
        if events:
            points.append((float(time), float(share), float(risk), float(events)))
    variance, told = 0.0, []
    for time, share, risk, events in points:
        variance += events / (risk * (risk - events)) if risk > events else 0.0
        at_risk = int((leaves >= time).sum())
        told.append(Point(time, at_risk, people[time], share, share * float(np.sqrt(variance))))
    return Curve(group, tuple(told))
