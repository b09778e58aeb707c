"""How right a linkage is where the truth is known: precision, recall and F1 of the pairs it makes, with their intervals.

Records of one person hang together, so pairs are no independent trials: the intervals come from drawing whole people again
(a bootstrap over the true people, B. Efron, Annals of Statistics 7, 1979), with a fixed seed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evidence.trouble import Trouble

DRAWS, SEED, LEVEL = 500, 20261122, 0.95
FEWEST_PEOPLE = 10


@dataclass(frozen=True)
class Measure:
    """One figure with its interval."""

    value: float
    low: float
    high: float

    @property
    def words(self) -> str:
        """The figure as text."""
        return f"{self.value:.4f} ({self.low:.4f} to {self.high:.4f})"


@dataclass(frozen=True, repr=False)
class Score:
    """How right a linkage is for some records: of the pairs made, and of the people found whole."""

    group: str
    records: int
    people: int
    pairs_made: int
    pairs_true: int
    precision: Measure
    recall: Measure
    f1: Measure
    found_whole: float

    def __repr__(self) -> str:
        return self.words

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        figures = {name: vars(getattr(self, name)) for name in ("precision", "recall", "f1")}
        return {**{name: value for name, value in vars(self).items() if name not in figures}, **figures}

    @property
    def words(self) -> str:
        """The score as one line."""
        return (
            f"{self.group}: {self.records:,} records of {self.people:,} people. Precision {self.precision.words}, recall "
            f"{self.recall.words}, F1 {self.f1.words}; {self.found_whole:.1%} of the people found whole and alone."
        )


def score(
    clusters: Mapping[str, str], truth: Mapping[str, str], groups: Mapping[str, str] | None = None
) -> list[Score]:
    """Compare clusters with the truth, both by the id of the record; overall and, where given, by group of records.

    Only records whose truth is known count. One without a cluster is alone. Raises `Trouble` where too few are known.
    """
    if len(set(truth.values())) < FEWEST_PEOPLE:
        raise Trouble(f"The labels are about {len(set(truth.values()))} people; give at least {FEWEST_PEOPLE}.")
    found = [_score("all", truth, clusters)]
    by_group: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for record, group in (groups or {}).items():
        if record in truth:
            by_group[group or "not known"][record] = truth[record]
    for group, theirs in sorted(by_group.items()):
        if len(set(theirs.values())) >= FEWEST_PEOPLE:
            found.append(_score(group, theirs, clusters))
    return found


def _score(group: str, truth: Mapping[str, str], clusters: Mapping[str, str]) -> Score:
    """The figures of one group."""
    made, true, right, whole = contributions(truth, clusters)
    weights = np.random.default_rng(SEED).multinomial(len(true), [1 / len(true)] * len(true), size=DRAWS)
    drawn = {name: weights @ each for name, each in (("made", made), ("true", true), ("right", right))}
    figures = _figures(made.sum(), true.sum(), right.sum())
    spread = _figures(drawn["made"], drawn["true"], drawn["right"])
    tail = (1 - LEVEL) / 2
    precision, recall, f1 = (
        Measure(float(value), *map(float, np.quantile(draws, (tail, 1 - tail))))
        for value, draws in zip(figures, spread, strict=True)
    )
    sizes = (len(truth), len(true), round(made.sum()), round(true.sum()))
    return Score(group, *sizes, precision, recall, f1, float(whole.mean()))


def contributions(truth: Mapping[str, str], clusters: Mapping[str, str]) -> tuple[np.ndarray, ...]:
    """For each true person: pairs made (those with somebody else by half), true pairs, right pairs, and whether whole."""
    people = {person: place for place, person in enumerate(sorted(set(truth.values())))}
    cells: defaultdict[tuple[str, int], int] = defaultdict(int)
    for record, person in truth.items():
        cells[clusters.get(record) or f"alone {record}", people[person]] += 1
    in_cluster: defaultdict[str, int] = defaultdict(int)
    of_person = np.zeros(len(people))
    for (cluster, place), count in cells.items():
        in_cluster[cluster] += count
        of_person[place] += count
    made, right, whole = (np.zeros(len(people)) for _ in range(3))
    for (cluster, place), count in cells.items():
        own = count * (count - 1) / 2
        right[place] += own
        made[place] += own + count * (in_cluster[cluster] - count) / 2
        whole[place] += in_cluster[cluster] == count == of_person[place]
    return made, of_person * (of_person - 1) / 2, right, whole


def _figures(made: np.ndarray, true: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Precision, recall and F1; nothing made is nothing wrong."""
    precision = np.where(np.asarray(made) > 0, right / np.maximum(made, 1e-9), 1.0)
    recall = np.where(np.asarray(true) > 0, right / np.maximum(true, 1e-9), 1.0)
    return precision, recall, 2 * right / np.maximum(np.asarray(made) + true, 1e-9)


@dataclass(frozen=True)
class Bounds:
    """A rate as counted, and between what it lies when links that are missed and links that are wrong are allowed for."""

    rate: float
    low: float
    high: float

    @property
    def words(self) -> str:
        """The bounds in words."""
        return (
            f"{self.rate:.1%} as linked; {self.low:.1%} to {self.high:.1%} when every wrong link made a reoffence up and every "
            "missed link hid one. These are bounds and no interval."
        )


def carried(rate: float, of: Score) -> Bounds:
    """A rate of people with a linked reoffence, with the error of linkage: missed links hide reoffences, wrong ones add them."""
    if not 0 <= rate <= 1:
        raise Trouble(f"{rate} is no rate; give a share between 0 and 1.")
    return Bounds(rate, rate * of.precision.low, min(1.0, rate / max(of.recall.low, 1e-9)))
