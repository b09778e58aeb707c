"""What may be shown of a table of counts of people: the protection, how its columns hang together, and why a figure is hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

HIDDEN = "[c]"
UNRELIABLE = "[u]"
ALL = "all"  # what stands in a key that a total is over

Value = str | int | float | bool | None
Row = Mapping[str, Value]


@dataclass(frozen=True)
class Protection:
    """How numbers are protected: by a threshold, by rounding to a base, and by hiding what would give a hidden one away.

    Threshold 10 and base 5 is what is published unless told otherwise; base 1 shows the other counts as they are.
    """

    threshold: int = 10
    base: int = 5
    rate_from: int = 30

    @property
    def words(self) -> str:
        """The protection in one sentence."""
        rounded = f"rounded to {self.base}, each by itself" if self.base > 1 else "exact"
        return (
            f"Counts under {self.threshold}, zeros too, are {HIDDEN}, and so is a count from which one of them could be "
            f"worked out; other counts are {rounded}; rates are worked out from the counts as shown, and are {UNRELIABLE} "
            f"where the denominator shown is under {self.rate_from}; what everyone in a group did is {HIDDEN}."
        )

    @property
    def enough(self) -> int:
        """How many values a hidden number from one to the threshold must keep: five of nine, three of four."""
        return (self.threshold + 1) // 2

    def rounded(self, count: int) -> int:
        """A count as it is shown where it is not hidden."""
        return (count + self.base // 2) // self.base * self.base

    def behind(self, shown: int) -> tuple[int, int]:
        """The least and the greatest count that is shown so."""
        return (max(shown - self.base // 2, self.threshold), shown + (self.base - 1) // 2)


ROUNDED = Protection()
EXACT = Protection(base=1)


@dataclass(frozen=True)
class Ratio:
    """A figure worked out from counts: `count / per`, and with it its interval where `interval` gives one."""

    name: str
    count: str
    per: str
    bounds: tuple[str, str] | None = None
    interval: Callable[[int, int], tuple[float, float]] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that this fills."""
        return (self.name, *(self.bounds or ()))

    def of(self, counts: Mapping[str, int]) -> dict[str, Value]:
        """The figure from counts that are known; nothing where the denominator is zero."""
        count, per = counts[self.count], counts[self.per]
        if not per:
            return dict.fromkeys(self.names)
        found: dict[str, Value] = {self.name: count / per}
        if self.bounds and self.interval:
            found |= dict(zip(self.bounds, self.interval(count, per), strict=True))
        return found


@dataclass(frozen=True)
class Shape:
    """How the columns of a table hang together.

    `keys` say whom a row is about. `counts` stand in the order in which they follow from each other: where one is hidden,
    so are those after it. `parts` are pairs (part, whole) of counts of people, and `at_least` pairs (fewer, more) of counts of
    which the second is never smaller. `sums` are the keys over which rows add up to a total: a reader is taken to know those
    totals, as they are protected, whether this table shows them or another does. `spans` says for a value of the first key
    which periods it pools; without it the value is one period. `remarks` are columns about the run. `impossible` is true for
    keys that no person can have; only such a zero is not hidden.
    """

    keys: tuple[str, ...]
    counts: tuple[str, ...]
    parts: tuple[tuple[str, str], ...] = ()
    ratios: tuple[Ratio, ...] = ()
    remarks: tuple[str, ...] = ()
    impossible: Callable[[Row], bool] = lambda keys: False
    sums: tuple[str, ...] = ()
    at_least: tuple[tuple[str, str], ...] = ()
    spans: Mapping[Value, tuple[str, ...]] = field(default_factory=dict)

    def periods(self, keys: Sequence[Value]) -> tuple[str, ...]:
        """The periods that a row pools."""
        return self.spans.get(keys[0], (str(keys[0]),)) if keys and self.keys[0] not in self.sums else ("",)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column, in the order in which it is shown."""
        return (*self.keys, *self.counts, *(name for ratio in self.ratios for name in ratio.names), *self.remarks)


@dataclass(frozen=True)
class Hidden:
    """One figure that is not shown, and why: `code` for a program, `reason` for a person."""

    keys: dict[str, Value]
    column: str
    shown_as: str
    code: str
    reason: str

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            "keys": self.keys,
            "column": self.column,
            "shown_as": self.shown_as,
            "code": self.code,
            "reason": self.reason,
        }


def whole(value: Value) -> int:
    """A count; raises `TypeError` for anything else, so that no text or fraction passes as one."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{value!r} is not a count of people")
    return value
