"""What may be shown of a table of counts of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from evidence.trouble import Trouble

HIDDEN = "[c]"
UNRELIABLE = "[u]"
MOST_CELLS = 1_000_000

Value = str | int | float | bool | None
Row = Mapping[str, Value]


@dataclass(frozen=True)
class Protection:
    """How numbers are protected. Threshold 10 and rounding to 5 hide each count among at least five possible ones."""

    threshold: int = 10
    base: int = 5
    rate_from: int = 30

    @property
    def words(self) -> str:
        """The protection in one sentence."""
        return (
            f"Counts under {self.threshold}, zeros too, are {HIDDEN}; other counts are rounded to {self.base}, each by itself; "
            f"rates are worked out from rounded counts, and are {UNRELIABLE} where the rounded denominator is under "
            f"{self.rate_from}; what everyone in a group did is {HIDDEN}."
        )


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
    so are those after it. `parts` are pairs (part, whole) of counts of people. `remarks` are columns about the run.
    `impossible` is true for keys that no person can have; only such a zero is not hidden.
    """

    keys: tuple[str, ...]
    counts: tuple[str, ...]
    parts: tuple[tuple[str, str], ...] = ()
    ratios: tuple[Ratio, ...] = ()
    remarks: tuple[str, ...] = ()
    impossible: Callable[[Row], bool] = lambda keys: False

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column, in the order in which it is shown."""
        return (*self.keys, *self.counts, *(name for ratio in self.ratios for name in ratio.names), *self.remarks)


@dataclass(frozen=True)
class Cleared:
    """A table that may be published; made by `clear` only."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Value], ...]
    face: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unprotected:
    """A table of true counts, which says so on its face; made by `unprotected` only."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Value], ...]
    face: str
    notes: tuple[str, ...] = ()


def clear(
    rows: Iterable[Row],
    shape: Shape,
    protection: Protection | None = None,
    *,
    known: Mapping[str, Sequence[Value]] | None = None,
    notes: Sequence[str] = (),
) -> Cleared:
    """Protect a table of true counts, so that it may be published.

    A combination of keys that has no row is a zero, and a missing row would tell so: it is added, hidden. `known` has
    the values of a key that are there beside those of the rows. Raises `Trouble` where there are more combinations than
    can be shown.
    """
    protection = protection or Protection()
    given = {tuple(row[key] for key in shape.keys): row for row in rows}
    seen = [
        list(dict.fromkeys([*(known or {}).get(key, ()), *(keys[place] for keys in given)]))
        for place, key in enumerate(shape.keys)
    ]
    if prod(len(values) for values in seen) > MOST_CELLS:
        raise Trouble(f"More than {MOST_CELLS:,} combinations of {', '.join(shape.keys)}: break down by fewer columns.")
    about = {keys[0]: {name: row[name] for name in shape.remarks} for keys, row in given.items()}
    shown = []
    for keys in sorted(product(*seen), key=_order):
        named = dict(zip(shape.keys, keys, strict=True))
        if keys not in given and shape.impossible(named):
            continue
        row = given.get(keys, {**named, **dict.fromkeys(shape.counts, 0), **about.get(keys[0], {})})
        shown.append(_protected(row, shape, protection))
    return Cleared(shape.columns, tuple(shown), f"Cleared for publication. {protection.words}", tuple(notes))


def _order(keys: tuple[Value, ...]) -> tuple[tuple[bool, str], ...]:
    return tuple((key is None, str(key)) for key in keys)


def _protected(row: Row, shape: Shape, protection: Protection) -> dict[str, Value]:
    """One row with what must be hidden hidden and the rest rounded."""
    true = {name: _whole(row[name]) for name in shape.counts}
    shown: dict[str, int] = {}
    for name in shape.counts:
        rounded = (true[name] + protection.base // 2) // protection.base * protection.base
        whole = next((whole for part, whole in shape.parts if part == name), None)
        everyone = whole is not None and (true[name] == true[whole] or rounded == shown.get(whole))
        if true[name] < protection.threshold or everyone:
            break
        shown[name] = rounded
    protected: dict[str, Value] = {key: row[key] for key in shape.keys}
    protected |= {name: shown.get(name, HIDDEN) for name in shape.counts}
    for ratio in shape.ratios:
        if ratio.count not in shown or ratio.per not in shown:
            protected |= dict.fromkeys(ratio.names, HIDDEN)
        elif shown[ratio.per] < protection.rate_from:
            protected |= dict.fromkeys(ratio.names, UNRELIABLE)
        else:
            protected |= ratio.of(shown)
    return protected | {name: row.get(name) for name in shape.remarks}


def unprotected(rows: Iterable[Row], shape: Shape, *, notes: Sequence[str] = ()) -> Unprotected:
    """The same table with true counts, for work that is not published."""
    face = "NOT PROTECTED: true counts, not for publication."
    shown = []
    for row in rows:
        counts = {name: _whole(row[name]) for name in shape.counts}
        figures = {name: value for ratio in shape.ratios for name, value in ratio.of(counts).items()}
        values = {**row, **figures}
        shown.append({name: values[name] for name in shape.columns})
    return Unprotected(shape.columns, tuple(shown), face, tuple(notes))


def _whole(value: Value) -> int:
    """A count; raises `TypeError` for anything else, so that no text or fraction passes as one."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{value!r} is not a count of people")
    return value
