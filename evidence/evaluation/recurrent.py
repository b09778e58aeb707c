"""How often something happens again: the mean number of events for each person by each day, with its interval.

The mean cumulative count of W. Nelson (Technometrics 37, 1995) with the robust variance of J. F. Lawless and C. Nadeau
(Technometrics 37, 1995): events of one person may hang together in any way. People leave when watching ends; that end must
have nothing to do with how often they reoffend. Unlike the time to the first event it counts every reoffence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from statistics import NormalDist

import numpy as np

from evidence.evaluation.frames import Data, Frame, frame_of, numbers, yes_no
from evidence.trouble import Trouble

Z = NormalDist().inv_cdf(0.975)
EVERYONE = "everyone"
FEWEST = 10  # people still watched, below which a figure is not given away
ROUNDED = 5


@dataclass(frozen=True)
class Mean:
    """The mean number of events by one day in one group, with its 95% interval on the logarithmic scale."""

    group: str
    by_day: float
    people: int
    watched: int
    events: int
    mean: float
    error: float

    @property
    def interval(self) -> tuple[float, float]:
        """The interval; nought alone where nothing happened."""
        if not self.mean:
            return (0.0, 0.0)
        factor = exp(Z * self.error / self.mean)
        return (self.mean / factor, self.mean * factor)

    @property
    def hidden(self) -> bool:
        """Whether too few people are watched, or too few had an event, for the figure to leave."""
        return self.watched < FEWEST or 0 < self.events < FEWEST

    def as_dict(self, *, protected: bool) -> dict[str, object]:
        """For JSON: protected, counts are rounded and figures of few people hidden."""
        told: dict[str, object] = {"group": self.group, "by_day": self.by_day}
        if protected and self.hidden:
            return told | {"people": "[c]", "mean": "[c]", "low": "[c]", "high": "[c]"}
        people = ROUNDED * round(self.people / ROUNDED) if protected else self.people
        figures = dict(zip(("mean", "low", "high"), (self.mean, *self.interval), strict=True))
        return told | {"people": people} | {name: round(value, 3) for name, value in figures.items()}


@dataclass(frozen=True)
class Difference:
    """The difference of the means of two groups by one day."""

    first: str
    second: str
    by_day: float
    value: float
    error: float
    hidden: bool

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval."""
        return (self.value - Z * self.error, self.value + Z * self.error)

    @property
    def words(self) -> str:
        """The difference in words that claim no more than the interval carries."""
        low, high = (100 * end for end in self.interval)
        days = f"by day {self.by_day:g}"
        if self.hidden:
            return f"Too few people to compare {self.first} with {self.second} {days}."
        if low <= 0 <= high:
            return (
                f"{self.first} and {self.second} are not told apart {days}: between {_told(low)} and {_told(high)} for 100 "
                f"people. A difference of less than about {max(abs(low), abs(high)):.0f} could not be seen."
            )
        more = "more" if self.value > 0 else "fewer"
        ends = sorted((abs(low), abs(high)))
        times = abs(self.value) * 100
        return (
            f"For 100 people {self.first} had {times:.0f} {more} events {days} than {self.second} "
            f"({ends[0]:.0f} to {ends[1]:.0f})."
        )


def _told(value: float) -> str:
    return f"{abs(value):.0f} {'more' if value > 0 else 'fewer'}"


def mean_counts(
    data: Data,
    person: str,
    time: str,
    event: str,
    *,
    by: str = "",
    at: Sequence[float] = (),
) -> list[Mean]:
    """The mean number of events by each day of `at`, in every group of the column `by`.

    The data have a row for each event (1) and one for the end of watching of each person (0). Without `at` it is the last day
    on which ten people are watched. Raises `Trouble` where somebody has no end, two of them, or an event after it.
    """
    frame = frame_of(data).complete([person, time, event, *([by] if by else [])])
    day, happened = numbers(frame, time, "The time"), yes_no(frame, event, "The event").astype(bool)
    people, place = np.unique(frame.data[person].astype(str).to_numpy(), return_inverse=True)
    ends = _ends(frame, people, place, day, happened)
    groups = frame.data[by].astype(str).to_numpy() if by else np.full(len(day), EVERYONE)
    of_person = np.empty(len(people), dtype=object)
    of_person[place] = groups
    mixed = np.flatnonzero(of_person[place] != groups)
    if len(mixed):
        raise Trouble(
            f"{frame.name}: the person {people[place[mixed[0]]]} is in two groups of {by}. Give each person one."
        )
    found = []
    for group in sorted(set(of_person)):
        mine = of_person == group
        days = list(at) or [float(np.sort(ends[mine])[-min(FEWEST, int(mine.sum()))])]
        rows = happened & mine[place]
        found += [_mean(group, limit, ends[mine], np.cumsum(mine)[place[rows]] - 1, day[rows]) for limit in days]
    return found


def _ends(frame: Frame, people: np.ndarray, place: np.ndarray, day: np.ndarray, happened: np.ndarray) -> np.ndarray:
    """The day on which watching ended for each person."""
    times = np.bincount(place[~happened], minlength=len(people))
    if (times != 1).any():
        wrong = people[np.flatnonzero(times != 1)[0]]
        raise Trouble(
            f"{frame.name}: the person {wrong} has {times[times != 1][0]} rows with event 0; give one, the end of watching."
        )
    ends = np.empty(len(people))
    ends[place[~happened]] = day[~happened]
    late = happened & (day > ends[place])
    if late.any() or (day < 0).any():
        place_of = int(np.flatnonzero(late | (day < 0))[0])
        raise Trouble(
            f"{frame.name}, row {frame.data.index[place_of]}: the time is below 0 or after the end of watching."
        )
    return ends


def _mean(group: str, limit: float, ends: np.ndarray, who: np.ndarray, days: np.ndarray) -> Mean:
    """The mean by one day: `who` had an event on `days`; people are watched up to and with their end."""
    inside = days <= limit
    who, days = who[inside], days[inside]
    ordered = np.sort(ends)
    watched = len(ends) - np.searchsorted(ordered, days, side="left")
    mean = float((1 / watched).sum())
    # What each person adds: their own events less what was expected of them while they were watched.
    own = np.bincount(who, weights=1 / watched, minlength=len(ends))
    order = np.argsort(days)
    expected = np.concatenate([[0.0], np.cumsum(1 / watched[order].astype(float) ** 2)])
    share = own - expected[np.searchsorted(days[order], np.minimum(ends, limit), side="right")]
    still = int((ends >= limit).sum())
    return Mean(group, limit, len(ends), still, len(days), mean, float(np.sqrt((share**2).sum())))


def differences(means: Sequence[Mean]) -> list[Difference]:
    """Every later group against the first, day by day."""
    first = means[0].group
    of_first = {one.by_day: one for one in means if one.group == first}
    return [
        Difference(
            one.group,
            first,
            one.by_day,
            one.mean - of_first[one.by_day].mean,
            float(np.hypot(one.error, of_first[one.by_day].error)),
            one.hidden or of_first[one.by_day].hidden,
        )
        for one in means
        if one.group != first and one.by_day in of_first
    ]
