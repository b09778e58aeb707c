"""Put records together that are about one person, from the surest pair down, and hold back where a guard speaks against it.

Two groups become one when a pair between them weighs enough and, over all pairs between them, the mean weight is high
enough: so a single good pair in a chain cannot draw two people together. A pair that no blocking rule brought up counts as
`NOT_LOOKED_AT`. People's decisions stand above every weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

NOT_LOOKED_AT = -3.0
KEPT_APART = -1e6

PERSON_SAID_APART = "a person decided that they are two"
OTHER_NUMBER = "their groups have different numbers of the same kind"
TOO_MANY = "the group would be larger than the limit"
OTHERS_AGAINST = "other records of their groups speak against it"

Pair = tuple[int, int]


@dataclass(frozen=True)
class Guards:
    """What holds a machine back from putting two groups together."""

    join: float
    together: float
    most: int


@dataclass
class Groups:
    """Which records are together: records are numbered from 0, and `held` says why a pair was not put together."""

    of: list[int]
    held: dict[Pair, str] = field(default_factory=dict)
    contradicted: list[Pair] = field(default_factory=list)


class _Growing:
    """Groups while they grow: the sum and the number of the weights between each two of them, and the numbers in each."""

    def __init__(
        self, records: int, pairs: Iterable[tuple[int, int, float]], numbers: Sequence[dict[str, str]]
    ) -> None:
        self.parent = list(range(records))
        self.size = [1] * records
        self.between: list[dict[int, tuple[float, int]]] = [{} for _ in range(records)]
        for left, right, weight in pairs:
            self.between[left][right] = self.between[right][left] = (weight, 1)
        self.numbers = {
            record: {kind: {value} for kind, value in known.items()} for record, known in enumerate(numbers) if known
        }

    def find(self, record: int) -> int:
        """The group that a record is in."""
        while self.parent[record] != record:
            self.parent[record] = self.parent[self.parent[record]]
            record = self.parent[record]
        return record

    def mean(self, one: int, other: int) -> float:
        """The mean weight over all pairs between two groups."""
        total, looked_at = self.between[one].get(other, (0.0, 0))
        cells = self.size[one] * self.size[other]
        return (total + NOT_LOOKED_AT * (cells - looked_at)) / cells

    def differ(self, one: int, other: int) -> bool:
        """Whether both groups have a number of one kind and none in common."""
        mine, theirs = self.numbers.get(one, {}), self.numbers.get(other, {})
        return any(mine[kind].isdisjoint(theirs[kind]) for kind in mine.keys() & theirs.keys())

    def put_together(self, one: int, other: int) -> None:
        """Make two groups one."""
        if self.size[one] < self.size[other]:
            one, other = other, one
        self.parent[other] = one
        self.size[one] += self.size[other]
        mine = self.between[one]
        mine.pop(other, None)
        for group, (total, looked_at) in self.between[other].items():
            if group != one:
                have, had = mine.get(group, (0.0, 0))
                mine[group] = (have + total, had + looked_at)
                self.between[group].pop(other, None)
                self.between[group][one] = mine[group]
        self.between[other] = {}
        for kind, values in self.numbers.pop(other, {}).items():
            self.numbers.setdefault(one, {}).setdefault(kind, set()).update(values)


def put_together(
    records: int,
    pairs: Sequence[tuple[int, int, float]],
    guards: Guards,
    *,
    numbers: Sequence[dict[str, str]] = (),
    same: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
) -> Groups:
    """Group `records` by weighted `pairs`, surest first; `same` and `apart` are what people decided.

    A decision `same` joins whatever the weights say; where it runs against a decision `apart` it is left out and listed.
    """
    kept = {tuple(sorted(pair)) for pair in apart}
    weighted = [pair for pair in pairs if tuple(sorted(pair[:2])) not in kept]
    weighted.sort(key=lambda pair: (-pair[2], pair[0], pair[1]))
    growing = _Growing(records, [*weighted, *((one, other, KEPT_APART) for one, other in kept)], numbers)
    groups = Groups([])
    for one, other in same:
        mine, theirs = growing.find(one), growing.find(other)
        if mine != theirs and growing.between[mine].get(theirs, (0.0, 0))[0] <= KEPT_APART / 2:
            groups.contradicted.append((one, other))
        elif mine != theirs:
            growing.put_together(mine, theirs)
    _grow(growing, [pair for pair in weighted if pair[2] >= guards.join], guards)
    for one, other, _weight in weighted:
        if _weight < guards.join:
            break
        mine, theirs = growing.find(one), growing.find(other)
        if mine != theirs:
            groups.held[one, other] = _why(growing, mine, theirs, guards)
    groups.of = [growing.find(record) for record in range(records)]
    return groups


def _grow(growing: _Growing, pairs: list[tuple[int, int, float]], guards: Guards) -> None:
    """Go through the pairs until nothing more comes together: what a group gained can speak for the next."""
    grown = True
    while grown:
        grown, apart = False, []
        for pair in pairs:
            mine, theirs = growing.find(pair[0]), growing.find(pair[1])
            if mine == theirs:
                continue
            if _why(growing, mine, theirs, guards):
                apart.append(pair)
            else:
                growing.put_together(mine, theirs)
                grown = True
        pairs = apart


def _why(growing: _Growing, one: int, other: int, guards: Guards) -> str:
    """What speaks against making two groups one, or nothing."""
    mean = growing.mean(one, other)
    if mean < guards.together:
        apart = growing.between[one].get(other, (0.0, 0))[0] <= KEPT_APART / 2
        return PERSON_SAID_APART if apart else OTHERS_AGAINST
    if growing.size[one] + growing.size[other] > guards.most:
        return TOO_MANY
    return OTHER_NUMBER if growing.differ(one, other) else ""
