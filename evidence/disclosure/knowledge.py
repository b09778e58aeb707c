"""All that was ever published about some periods, as statements for the attacker.

The unknowns are the counts of the smallest groups: one for each combination of every key that any table breaks down by. A
row of a table is a sum of them. Where a correction changed a row, its periods have other unknowns from then on, and every
row that did not change ties the new ones to the old: the attacker is taken to know who changed and who did not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import prod

from evidence.disclosure.attacker import MOST, Attacker, Quantity
from evidence.disclosure.gate import Protection, Shape, Value
from evidence.disclosure.ledger import Entry, Ledger, Place, place_of
from evidence.disclosure.lines import Line

MOST_UNKNOWNS = 40_000  # a release with totals or beside others; half a minute
MOST_PRESUMED = 6_000  # a table alone, of which only others could show the totals; about two seconds
Versions = Mapping[str, int]
Label = tuple[Line | Entry, str]


class TooManyUnknowns(Exception):
    """The tables together have more combinations than can be attacked."""


class Knowledge:
    """What is known about the periods of one block of rows that hang together."""

    def __init__(
        self, shape: Shape, lines: Sequence[Line], ledger: Ledger, protection: Protection, most: int = MOST_UNKNOWNS
    ) -> None:
        self.shape, self.protection, self._most = shape, protection, most
        self.attacker = Attacker()
        self.versions: dict[str, int] = {}
        self.quantities: list[Quantity] = []
        self.statements: dict[tuple[int, str], int] = {}
        self._atoms: dict[tuple[str, int], list[tuple[dict[str, Value], dict[str, int]]]] = {}
        self._found: dict[tuple[str, int, tuple[str, ...]], dict[tuple[Value, ...], list[dict[str, int]]]] = {}
        self.size = 0
        entries = [entry for release in ledger.releases for entry in release.entries]
        self._values = _values(shape, lines, entries)
        self._true: dict[Place, dict[str, int]] = {}
        periods = {period for line in lines for period in shape.periods(line.keys)}
        while more := {p for entry in entries if periods & set(entry.periods) for p in entry.periods} - periods:
            periods |= more
        for release in ledger.releases:
            about = [entry for entry in release.entries if periods & set(entry.periods)]
            self._correct({entry.place: entry.true for entry in about})
            for entry in about:
                if not entry.is_kept:
                    self._entry(entry, release.protection)
        self._correct({place_of(line, shape): line.true for line in lines})
        for line in lines:
            self._line(line)

    def relax(self, line: Line) -> None:
        """Take back what a line no longer shows."""
        for name in self.shape.counts:
            if (statement := self.statements.get((id(line), name))) is not None:
                self.attacker.restate(statement, *line.bounds(name, self.protection, MOST))

    def _line(self, line: Line) -> None:
        """State a row of the new table and say what of it must stay hidden."""
        place = place_of(line, self.shape)
        sums = {name: self._sum(place, name) for name in self.shape.counts}
        if not line.is_kept:
            for name in self.shape.counts:
                bounds = line.bounds(name, self.protection, MOST)
                self.statements[id(line), name] = self.attacker.state(sums[name], *bounds)
        self._hidden(line, line.true, sums)

    def _entry(self, entry: Entry, protection: Protection) -> None:
        """State a row of an earlier release."""
        old = Line((), entry.true, {}, shown=entry.shown, why=entry.why)
        sums = {name: self._sum(entry.place, name) for name in self.shape.counts}
        for name in self.shape.counts:
            self.attacker.state(sums[name], *old.bounds(name, protection, MOST))
        self._hidden(entry, entry.true, sums)

    def _hidden(self, of: Line | Entry, true: Mapping[str, int], sums: Mapping[str, Mapping[int, int]]) -> None:
        """Note every number under the threshold: the counts, and how many of a whole are not in the part."""
        small = self.protection.threshold
        for name in self.shape.counts:
            if true[name] < small:
                self._note(sums[name], true[name], (of, name))
        for part, whole in self.shape.parts:
            rest = true[whole] - true[part]
            if true[whole] and rest < small:
                parts = dict(sums[whole])
                for unknown, times in sums[part].items():
                    parts[unknown] = parts.get(unknown, 0) - times
                self._note(parts, rest, (of, part))

    def _note(self, parts: Mapping[int, int], truth: int, label: Label) -> None:
        """A zero must not be certain; one to nine must keep enough values."""
        enough = self.protection.enough if truth else 2
        self.quantities.append(Quantity(parts, truth, enough, label))

    def _sum(self, place: Place, name: str, versions: Versions | None = None) -> dict[int, int]:
        """A row as a sum of unknowns."""
        named, periods = place
        versions = self.versions if versions is None else versions
        keys, values = tuple(key for key, _value in named), tuple(value for _key, value in named)
        return {
            unknowns[name]: 1
            for period in periods
            for unknowns in self._by(period, versions.get(period, 0), keys).get(values, ())
        }

    def _by(self, period: str, version: int, keys: tuple[str, ...]) -> dict[tuple[Value, ...], list[dict[str, int]]]:
        """The smallest groups of a period by some of their keys."""
        if (period, version, keys) not in self._found:
            by = self._found[period, version, keys] = {}
            for values, unknowns in self._group(period, version):
                by.setdefault(tuple(values[key] for key in keys), []).append(unknowns)
        return self._found[period, version, keys]

    def _group(self, period: str, version: int) -> list[tuple[dict[str, Value], dict[str, int]]]:
        """The unknowns of one period, made when they are first needed."""
        if (period, version) not in self._atoms:
            self.size += prod(len(values) for values in self._values.values()) * len(self.shape.counts)
            if self.size > self._most:
                raise TooManyUnknowns
            self._atoms[period, version] = [
                (dict(zip(self._values, values, strict=True)), self._unknowns())
                for values in product(*self._values.values())
            ]
        return self._atoms[period, version]

    def _unknowns(self) -> dict[str, int]:
        """The unknown counts of one smallest group: a part is no more than its whole."""
        unknowns = {name: self.attacker.unknown() for name in self.shape.counts}
        for fewer, more in (*self.shape.parts, *self.shape.at_least):
            self.attacker.state({unknowns[more]: 1, unknowns[fewer]: -1}, 0, MOST)
        return unknowns

    def _correct(self, rows: Mapping[Place, dict[str, int]]) -> None:
        """Give periods in which a count changed new unknowns, tied to the old ones by what did not change."""
        same, changed = [], set()
        for place, true in rows.items():
            old = self._known(place)
            if old is not None and old != true:
                changed |= set(place[1])
            elif old is not None:
                same.append(place)
        for (named, periods), true in self._true.items():
            parts = [rows.get((named, (period,))) for period in periods]
            if len(periods) > 1 and all(parts) and _added(parts) != true:
                changed |= set(periods)
        before = dict(self.versions)
        for period in changed:
            self.versions[period] = self.versions.get(period, 0) + 1
        for place in same:
            if changed & set(place[1]):
                for name in self.shape.counts:
                    tie = self._sum(place, name)
                    for unknown in self._sum(place, name, before):
                        tie[unknown] = tie.get(unknown, 0) - 1
                    self.attacker.state({unknown: times for unknown, times in tie.items() if times}, 0, 0)
        self._true |= rows

    def _known(self, place: Place) -> dict[str, int] | None:
        """The counts of a row in the releases so far, its own or those of its periods added up."""
        if place in self._true or len(place[1]) == 1:
            return self._true.get(place)
        parts = [self._true.get((place[0], (period,))) for period in place[1]]
        return _added(parts) if all(parts) else None


def _added(parts: Iterable[Mapping[str, int] | None]) -> dict[str, int]:
    """Counts added up."""
    total: dict[str, int] = {}
    for part in parts:
        for name, count in (part or {}).items():
            total[name] = total.get(name, 0) + count
    return total


def _values(shape: Shape, lines: Iterable[Line], entries: Iterable[Entry]) -> dict[str, list[Value]]:
    """Every value of every key that any row names."""
    found: dict[str, dict[Value, None]] = {}
    for named in (*(place_of(line, shape)[0] for line in lines), *(entry.named for entry in entries)):
        for key, value in named:
            found.setdefault(key, {})[value] = None
    return {key: list(values) for key, values in found.items()}
