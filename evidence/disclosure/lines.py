"""One row of a table on its way through the gate: its true counts, what is shown of them, and why the rest is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from math import prod

from evidence.disclosure.gate import ALL, HIDDEN, UNRELIABLE, Hidden, Protection, Row, Shape, Value, whole
from evidence.trouble import Trouble

MOST_CELLS = 1_000_000
FEW, AWAY, EVERYONE, UNSTEADY = "few", "gives_away", "everyone", "unreliable"

Keys = tuple[Value, ...]


@dataclass
class Line:
    """One row. `shown` are the counts that are shown and `why` has a code for each that is not.

    `is_total` tells a total from a cell and `is_printed` a row of this table from a total that only others may show. A
    line is `kept` where the figure of an earlier release stands because too few people changed since.
    """

    keys: Keys
    true: dict[str, int]
    row: Row
    is_total: bool = False
    is_printed: bool = True
    is_kept: bool = False
    shown: dict[str, int] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    def protect(self, shape: Shape, protection: Protection, also: frozenset[str] = frozenset()) -> None:
        """Hide what is small, what everyone did and what `also` names, with what follows from it; round the rest."""
        self.shown, self.why = {}, {}
        for name in shape.counts:
            rounded = protection.rounded(self.true[name])
            of = next((whole for part, whole in shape.parts if part == name), None)
            everyone = of is not None and (self.true[name] == self.true[of] or rounded == self.shown.get(of))
            if self.true[name] < protection.threshold:
                self.why[name] = FEW
            elif everyone:
                self.why[name] = EVERYONE
            elif name in also or self.why:
                self.why[name] = AWAY
            else:
                self.shown[name] = rounded

    def bounds(self, name: str, protection: Protection, most: int) -> tuple[int, int]:
        """What the figure says of the true count, to a reader who is even told which are hidden for being few."""
        if name in self.shown:
            return protection.behind(self.shown[name])
        if self.why[name] == FEW:
            return (0, protection.threshold - 1)
        return (protection.threshold if self.why[name] == AWAY and self.true[name] >= protection.threshold else 0, most)

    def printed(self, shape: Shape, protection: Protection) -> dict[str, Value]:
        """The row as it is published."""
        printed: dict[str, Value] = dict(zip(shape.keys, self.keys, strict=True))
        printed |= {name: self.shown.get(name, HIDDEN) for name in shape.counts}
        for ratio in shape.ratios:
            if ratio.count not in self.shown or ratio.per not in self.shown:
                printed |= dict.fromkeys(ratio.names, HIDDEN)
            elif self.shown[ratio.per] < protection.rate_from:
                printed |= dict.fromkeys(ratio.names, UNRELIABLE)
            else:
                printed |= ratio.of(self.shown)
        return printed | {name: self.row.get(name) for name in shape.remarks}

    def reasons(self, shape: Shape, protection: Protection) -> list[Hidden]:
        """Why each figure of the row is not shown."""
        keys = dict(zip(shape.keys, self.keys, strict=True))
        found = [Hidden(keys, name, HIDDEN, code, words(code, protection)) for name, code in self.why.items()]
        for ratio in shape.ratios:
            code = self.why.get(ratio.count) or self.why.get(ratio.per)
            if code is None and self.shown[ratio.per] < protection.rate_from:
                code = UNSTEADY
            if code:
                mark = UNRELIABLE if code == UNSTEADY else HIDDEN
                found += [Hidden(keys, name, mark, code, words(code, protection)) for name in ratio.names]
        return found


def words(code: str, protection: Protection) -> str:
    """A reason as it is read."""
    return {
        FEW: f"fewer than {protection.threshold} people",
        AWAY: "hidden so that another number cannot be worked out",
        EVERYONE: "everyone in the group did",
        UNSTEADY: f"{UNRELIABLE} fewer than {protection.rate_from}",
    }[code]


def cells(rows: Iterable[Row], shape: Shape, known: Mapping[str, Sequence[Value]] | None) -> list[Line]:
    """A line for every combination of keys: one that has no row is a zero, and a missing row would tell so."""
    given = {tuple(row[key] for key in shape.keys): row for row in rows}
    seen = [
        list(dict.fromkeys([*(known or {}).get(key, ()), *(keys[place] for keys in given)]))
        for place, key in enumerate(shape.keys)
    ]
    if prod(len(values) for values in seen) > MOST_CELLS:
        raise Trouble(f"More than {MOST_CELLS:,} combinations of {', '.join(shape.keys)}: break down by fewer columns.")
    about = {keys[0]: {name: row[name] for name in shape.remarks} for keys, row in given.items()}
    lines = []
    for keys in sorted(product(*seen), key=order):
        named = dict(zip(shape.keys, keys, strict=True))
        if keys not in given and shape.impossible(named):
            continue
        row = given.get(keys, {**named, **dict.fromkeys(shape.counts, 0), **about.get(keys[0], {})})
        lines.append(Line(keys, {name: whole(row[name]) for name in shape.counts}, row))
    return lines


def totals(lines: Sequence[Line], shape: Shape, *, printed: bool) -> list[Line]:
    """A line for every total over one, several or all of the keys in `sums`."""
    places = [place for place, key in enumerate(shape.keys) if key in shape.sums]
    found: dict[Keys, Line] = {}
    summed: defaultdict[Keys, dict[str, int]] = defaultdict(lambda: dict.fromkeys(shape.counts, 0))
    for size in range(1, len(places) + 1):
        for over in combinations(places, size):
            for line in lines:
                keys = tuple(ALL if place in over else key for place, key in enumerate(line.keys))
                for name in shape.counts:
                    summed[keys][name] += line.true[name]
                found.setdefault(keys, Line(keys, summed[keys], line.row, is_total=True, is_printed=printed))
    return list(found.values())


def order(keys: Keys) -> tuple[tuple[int, str], ...]:
    """The order of rows: by the text of the keys, a total after what it is over, and no value last."""
    return tuple((2 if key is None else int(key == ALL), str(key)) for key in keys)
