"""The matcher: who among those who did not take part is compared with whom, and with what weight.

Semantics of MatchIt (D. E. Ho, K. Imai, G. King and E. A. Stuart, Journal of Statistical Software 42(8), 2011): greedy, those
who took part with the largest distance measure first; several comparisons for each in rounds, so that everyone gets a first
before anyone gets a second; strata are exact; nobody is matched beyond the caliper. Radius matching takes everyone within
it. The weight of one person who took part is shared equally by the comparisons found, so that weights on both sides
sum to the number who were matched. Ties go to the comparison that stands first.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

NOBODY = -1


@dataclass(frozen=True)
class Comparisons:
    """Weights of every row (0 where not used), the matched set of each row and how many comparisons each had.

    `sets` numbers matched sets where a comparison belongs to one; it is -1 where sets overlap or a row is not used.
    """

    weights: np.ndarray
    sets: np.ndarray
    comparisons: np.ndarray

    @property
    def treated_matched(self) -> int:
        """How many who took part have a comparison."""
        return int((self.comparisons > 0).sum())


@dataclass(frozen=True)
class _Sides:
    """The rows of one stratum that took part, and the others by their score."""

    score: np.ndarray
    ours: np.ndarray
    theirs: np.ndarray
    caliper: float


def find_comparisons(
    treated: np.ndarray,
    score: np.ndarray,
    caliper: float,
    *,
    method: str = "radius",
    ratio: int = 1,
    replacement: bool = True,
    strata: np.ndarray | None = None,
) -> Comparisons:
    """Match rows by `score` within `strata`; `caliper` is in units of the score. Equal scores at the caliper are matched."""
    weights = np.zeros(len(score))
    sets = np.full(len(score), NOBODY)
    comparisons = np.zeros(len(score), dtype=int)
    groups = np.zeros(len(score), dtype=int) if strata is None else np.unique(strata, return_inverse=True)[1]
    for group in np.unique(groups[treated]):
        inside = groups == group
        ours, theirs = np.flatnonzero(inside & treated), np.flatnonzero(inside & ~treated)
        theirs = theirs[_in_order(score[theirs])]
        if method == "radius":
            _radius(_Sides(score, ours, theirs, caliper), weights, comparisons)
        else:
            pairs = _nearest(_Sides(score, ours, theirs, caliper), ratio, replacement)
            _weigh(pairs, weights, sets, comparisons, apart=not replacement)
    weights[treated] = comparisons[treated] > 0
    return Comparisons(weights, sets, comparisons)


def _in_order(score: np.ndarray) -> np.ndarray:
    """The places from the lowest score to the highest, equal ones as they stand; the faster sort, where none are equal."""
    places = np.argsort(score)
    ordered = score[places]
    return np.argsort(score, kind="stable") if (ordered[1:] == ordered[:-1]).any() else places


def _radius(sides: _Sides, weights: np.ndarray, comparisons: np.ndarray) -> None:
    """Everyone within the caliper, by one pass: shares are added where a window begins and taken off where it ends."""
    score, ours, theirs, caliper = sides.score, sides.ours, sides.theirs, sides.caliper
    values = score[theirs]
    first = np.searchsorted(values, score[ours] - caliper, side="left")
    last = np.searchsorted(values, score[ours] + caliper, side="right")
    found = last - first
    share = np.divide(1.0, found, out=np.zeros(len(ours)), where=found > 0)
    change = np.bincount(first, share, len(theirs) + 1) - np.bincount(last, share, len(theirs) + 1)
    used = np.bincount(first, found > 0, len(theirs) + 1) - np.bincount(last, found > 0, len(theirs) + 1)
    # A weight of nobody is exactly 0, whatever the sums of fractions left over.
    weights[theirs] = np.where(np.cumsum(used)[:-1] > 0, np.cumsum(change)[:-1], 0.0)
    comparisons[ours] = found


def _nearest(sides: _Sides, ratio: int, replacement: bool) -> list[tuple[int, int]]:
    """Pairs of (took part, comparison), nearest first within each; greedy from the largest score."""
    if replacement and ratio == 1:
        return _nearest_of_all(sides)
    score, ours, theirs, caliper = sides.score, sides.ours, sides.theirs, sides.caliper
    values = score[theirs].tolist()
    order = ours[np.argsort(-score[ours], kind="stable")]
    free = _Free(len(theirs))
    pairs, own = [], {int(one): _Free(len(theirs)) for one in order} if replacement and ratio > 1 else {}
    for _ in range(ratio):
        for one in order.tolist():
            mine = own.get(one, _ALL if replacement else free)
            place = _closest(values, float(score[one]), mine)
            if place is None or abs(values[place] - score[one]) > caliper:
                continue
            pairs.append((one, int(theirs[place])))
            mine.take(place)
    return pairs


def _nearest_of_all(sides: _Sides) -> list[tuple[int, int]]:
    """One comparison for each, where nobody takes one from another: all at once."""
    values, wanted = sides.score[sides.theirs], sides.score[sides.ours]
    if not len(values):
        return []
    after = np.searchsorted(values, wanted)
    before = np.maximum(after - 1, 0)
    before = np.searchsorted(values, values[before])  # among equals the one that stands first
    after = np.minimum(after, len(values) - 1)
    nearest = np.where(np.abs(wanted - values[before]) <= np.abs(values[after] - wanted), before, after)
    near = np.abs(values[nearest] - wanted) <= sides.caliper
    return list(zip(sides.ours[near].tolist(), sides.theirs[nearest[near]].tolist(), strict=True))


class _Free:
    """Which places are not taken, with the next free one on either side found by halving the way each time."""

    def __init__(self, size: int) -> None:
        self.left: dict[int, int] = {}
        self.right: dict[int, int] = {}
        self.size = size

    def take(self, place: int) -> None:
        """Take a place."""
        self.left[place], self.right[place] = place - 1, place + 1

    def at_or_before(self, place: int) -> int:
        """The last free place up to `place`, or -1."""
        return self._find(self.left, place)

    def at_or_after(self, place: int) -> int:
        """The first free place from `place`, or one past the end."""
        return self._find(self.right, place)

    @staticmethod
    def _find(way: dict[int, int], place: int) -> int:
        end = place
        while end in way:
            end = way[end]
        while place in way:
            way[place], place = end, way[place]
        return end


class _Always(_Free):
    """Places that are never taken: matching with replacement."""

    def take(self, place: int) -> None:
        """Leave it free."""


_ALL = _Always(0)


def _closest(values: list[float], score: float, free: _Free) -> int | None:
    """The free place whose value is nearest to the score; the first of equals."""
    middle = bisect_left(values, score)
    before, after = free.at_or_before(middle - 1), free.at_or_after(middle)
    if before >= 0:
        # Among equal values below, the one that stands first.
        before = free.at_or_after(bisect_left(values, values[before]))
    if after >= len(values):
        return before if before >= 0 else None
    if before < 0:
        return after
    return before if score - values[before] <= values[after] - score else after


def _weigh(
    pairs: list[tuple[int, int]], weights: np.ndarray, sets: np.ndarray, comparisons: np.ndarray, *, apart: bool
) -> None:
    """Share out the weight of each who took part; number the sets where they cannot overlap."""
    for one, _ in pairs:
        comparisons[one] += 1
    for one, other in pairs:
        weights[other] += 1 / comparisons[one]
        if apart:
            sets[one] = sets[other] = one
