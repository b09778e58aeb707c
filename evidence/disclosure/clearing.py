"""Clearing a table for publication: the plan of what is hidden and why, and the rows that come of it.

A plan hides what is small; then it attacks what is left, beside every total and every release in the ledger, and hides the
smallest count near a number that could be worked out, until none can. Where nothing is left to hide, it is blocked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from evidence.disclosure.attacker import Quantity
from evidence.disclosure.gate import ALL, Hidden, Protection, Row, Shape, Value
from evidence.disclosure.knowledge import MOST_PRESUMED, MOST_UNKNOWNS, Knowledge, TooManyUnknowns
from evidence.disclosure.ledger import Entry, Ledger, Release, place_of, release_of
from evidence.disclosure.lines import AWAY, FEW, Keys, Line, cells, order, totals, words
from evidence.disclosure.printing import Cleared
from evidence.trouble import Trouble

TRIED, TRIED_OF_LARGE = 60, 8  # counts near a weak number of which each is tried alone
LARGE = 3000  # unknowns
NAMED = 10  # cells that the words of a refusal name
TOTAL_TELLS = "Total can be used to work out a hidden number. Hide one more cell in this row."
EARLIER_TELLS = "An earlier release can be used to work out a hidden number. Hide one more cell in this row."
NOT_ATTACKED = (
    "Not tested against totals: there are too many combinations. Do not publish this table beside tables of its totals."
)
TOO_MANY = "These tables together have too many combinations to be tested: break down by fewer columns."

Cell = tuple[Keys, str]


class Refused(Trouble):
    """A figure must stay hidden; the words say why and what would help."""


@dataclass(frozen=True)
class Blocked:
    """The answer for a table that cannot be published: which cells could be worked out, and a reason for each."""

    cells: tuple[Hidden, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Each cell with what gives it away."""
        named = ((", ".join(map(str, one.keys.values())), one) for one in self.cells)
        return tuple(f"{keys}, {one.column}: {one.reason}" for keys, one in named)

    @property
    def words(self) -> str:
        """Why it is blocked and what would mend it."""
        return (
            f"Not cleared: with the releases before it, {len(self.cells)} hidden numbers could be worked out "
            f"({'; '.join(self.reasons[:NAMED])}). Publish the earlier figures again, or leave these rows out."
        )

    def __repr__(self) -> str:
        return self.words


class NotCleared(Trouble):
    """A plan cannot be made because its table is `blocked`."""

    def __init__(self, blocked: Blocked) -> None:
        self.blocked = blocked
        super().__init__(blocked.words)


@dataclass(frozen=True)
class _Asked:
    """What a plan was asked to clear, kept so that a changed plan starts from the same."""

    rows: tuple[Row, ...]
    shape: Shape
    protection: Protection
    known: Mapping[str, Sequence[Value]] | None
    notes: tuple[str, ...]
    with_totals: bool
    ledger: Ledger
    title: str


@dataclass(frozen=True)
class Plan:
    """What of a table is hidden and why. `also` are the figures hidden only because of others."""

    asked: _Asked
    lines: tuple[Line, ...]
    also: frozenset[Cell]
    notes: tuple[str, ...]

    @property
    def hidden(self) -> tuple[Hidden, ...]:
        """Every figure that is not shown, with its reason."""
        shape, protection = self.asked.shape, self.asked.protection
        return tuple(one for line in self.lines if line.is_printed for one in line.reasons(shape, protection))

    def hide(self, column: str, **keys: Value) -> Plan:
        """The same plan with one more count hidden; raises `Trouble` where there is no such count."""
        return _decided(self.asked, self.also | {self._cell(column, keys)})

    def keep(self, column: str, **keys: Value) -> Plan:
        """The same plan with one count shown after all; raises `Refused` where a hidden number could then be worked out."""
        cell = self._cell(column, keys)
        why = next(line.why for line in self.lines if line.keys == cell[0]).get(column)
        if why is None:
            return self
        if cell not in self.also:
            raise Refused(f"This number stays hidden: {words(why, self.asked.protection)}.")
        return _decided(self.asked, self.also - {cell})

    def cleared(self) -> Cleared:
        """The rows as they may be published."""
        shape, protection = self.asked.shape, self.asked.protection
        printed = sorted((line for line in self.lines if line.is_printed), key=lambda line: order(line.keys))
        rows = tuple(line.printed(shape, protection) for line in printed)
        face = f"Cleared for publication. {protection.words}"
        return Cleared(shape.columns, rows, face, self.notes, self.asked.title, self.hidden)

    def release(self, name: str) -> Release:
        """What the ledger must hold once this is published."""
        asked = self.asked
        return release_of(name, self.lines, asked.shape, asked.protection, asked.ledger.last())

    def _cell(self, column: str, keys: Mapping[str, Value]) -> Cell:
        """The place of one count."""
        shape = self.asked.shape
        wanted = tuple(keys.get(key, ALL if key in shape.sums else None) for key in shape.keys)
        if column not in shape.counts or not any(line.keys == wanted for line in self.lines if line.is_printed):
            raise Trouble(f"There is no count {column} for {', '.join(map(str, wanted))} in this table.")
        return (wanted, column)


def plan(
    rows: Iterable[Row],
    shape: Shape,
    protection: Protection | None = None,
    *,
    known: Mapping[str, Sequence[Value]] | None = None,
    notes: Sequence[str] = (),
    with_totals: bool = False,
    ledger: Ledger | None = None,
    title: str = Cleared.title,
) -> Plan:
    """Decide what of a table of true counts is hidden.

    `with_totals` adds a row for each total over the keys in `shape.sums`. With a `ledger`, the table is cleared beside every
    release in it; a row in which one to `threshold - 1` people changed keeps its earlier figure. Raises `NotCleared` where no
    more can be hidden and a number could still be worked out, and `Trouble` for a table that cannot be shown at all.
    """
    shielded = protection or Protection()
    asked = _Asked(tuple(rows), shape, shielded, known, tuple(notes), with_totals, ledger or Ledger(), title)
    lines, also, more = _lines(asked), set[Cell](), list[str]()
    for block in _blocks(lines, shape, asked.ledger):
        try:
            also |= _hide_what_tells(block, asked)
        except TooManyUnknowns:
            if asked.ledger.releases or asked.with_totals:
                raise Trouble(
                    "These tables together have too many combinations to be tested: break down by fewer columns."
                ) from None
            more = [NOT_ATTACKED]
    return Plan(asked, tuple(lines), frozenset(also), (*asked.notes, *_kept_words(lines, asked.protection), *more))


class Counted(Protocol):
    """A result that knows the shape of its table, such as rates."""

    def plan(
        self, protection: Protection | None = None, *, with_totals: bool = False, ledger: Ledger | None = None
    ) -> Plan:
        """What of the table is hidden and why."""


def clear(
    result: Counted,
    *,
    protection: Protection | None = None,
    with_totals: bool = False,
    ledger: Ledger | str | Path | None = None,
    release: str | None = None,
) -> Cleared | Blocked:
    """Whether a result may be published: the table that may, or which of its cells could be worked out.

    `ledger` is one, or its folder: the table is cleared beside every release in it, and with `release` it is entered there under
    that name, once it is cleared. Raises `Trouble` for a table that cannot be shown at all.
    """
    opened = Ledger.at(ledger) if isinstance(ledger, str | Path) else ledger
    if release and opened is None:
        raise Trouble("A release is entered in a ledger: name its folder.")
    try:
        made = result.plan(protection, with_totals=with_totals, ledger=opened)
    except NotCleared as refused:
        return refused.blocked
    if release and opened is not None:
        opened.record(made.release(release))
    return made.cleared()


def protect(
    rows: Iterable[Row],
    shape: Shape,
    protection: Protection | None = None,
    *,
    known: Mapping[str, Sequence[Value]] | None = None,
    notes: Sequence[str] = (),
    with_totals: bool = False,
    title: str = Cleared.title,
) -> Cleared:
    """Rows of true counts as they may be published: `plan`, and the rows that come of it. Raises `NotCleared`.

    A combination of keys that has no row is a zero, and a missing row would tell so: it is added, hidden. `known` has
    the values of a key that are there beside those of the rows.
    """
    return plan(rows, shape, protection, known=known, notes=notes, with_totals=with_totals, title=title).cleared()


def _lines(asked: _Asked, also: frozenset[Cell] = frozenset()) -> list[Line]:
    """The rows with what is small hidden, the totals, and the figures that stand from an earlier release."""
    shape, protection = asked.shape, asked.protection
    lines = cells(asked.rows, shape, asked.known)
    if any(ALL in (line.keys[shape.keys.index(key)] for line in lines) for key in shape.sums):
        raise Trouble(f"A value of {', '.join(shape.sums)} is {ALL!r}, which is the word for a total. Rename it.")
    lines += totals(lines, shape, printed=asked.with_totals)
    last = asked.ledger.last()
    for line in lines:
        hidden = frozenset(column for keys, column in also if keys == line.keys)
        line.protect(shape, protection, hidden)
        earlier = last.get(place_of(line, shape)) if line.is_printed else None
        if earlier and _few_changed(earlier.behind, line.true, protection):
            line.is_kept, line.shown, line.why = True, dict(earlier.shown), dict(earlier.why)
    return lines


def _few_changed(before: Mapping[str, int], now: Mapping[str, int], protection: Protection) -> bool:
    """Whether a figure would change for fewer people than may be shown."""
    changes = {abs(now[name] - before[name]) for name in now}
    return changes != {0} and any(0 < change < protection.threshold for change in changes)


def _kept_words(lines: Sequence[Line], protection: Protection) -> list[str]:
    kept = sum(line.is_kept for line in lines)
    few = f"because fewer than {protection.threshold} people changed in them since"
    return [f"{kept} rows show the figures of the last release, {few}."] if kept else []


def _blocks(lines: Sequence[Line], shape: Shape, ledger: Ledger) -> list[list[Line]]:
    """Rows that hang together: those of one cohort, and those of cohorts that some table pools."""
    pooled = {entry.periods for release in ledger.releases for entry in release.entries}
    pooled |= {shape.periods(line.keys) for line in lines}
    home: dict[str, str] = {}

    def root(period: str) -> str:
        while home.setdefault(period, period) != period:
            period = home[period]
        return period

    for first, *others in pooled:
        for other in others:
            home[root(other)] = root(first)
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(root(shape.periods(line.keys)[0]), []).append(line)
    return list(found.values())


def _hide_what_tells(lines: list[Line], asked: _Asked) -> set[Cell]:
    """Hide counts until no hidden number of a block can be worked out; gives what was hidden for that."""
    shape, protection, ledger = asked.shape, asked.protection, asked.ledger
    also: set[Cell] = set()
    alone = sum(not line.is_total for line in lines) == 1 or not shape.sums
    if alone and protection.base > 1 and not ledger.releases:
        return also  # what is shown of one row leaves enough open by its threshold and rounding
    must = asked.with_totals or protection.base == 1 or bool(ledger.releases)
    knowledge = Knowledge(shape, lines, ledger, protection, MOST_UNKNOWNS if must else MOST_PRESUMED)
    weak = knowledge.attacker.weak(knowledge.quantities)
    for place, one in enumerate(weak):
        while not knowledge.attacker.leaves_enough(one, weak[place:]):
            chosen = _choose(one, lines, knowledge)
            if chosen is None:
                raise NotCleared(Blocked(tuple(_named(each, asked) for each in weak[place:] if not each.is_safe)))
            line, name = chosen
            _hide(line, name, shape)
            also.add((line.keys, name))
            knowledge.relax(line)
    return also


def _choose(one: Quantity, lines: Sequence[Line], knowledge: Knowledge) -> tuple[Line, str] | None:
    """The count to hide for a weak number: the first of those nearest that suffices alone, else the one that helps most."""
    found: list[tuple[int, int]] = []
    near = _candidates(one, lines, knowledge.shape)[: TRIED if knowledge.size < LARGE else TRIED_OF_LARGE]
    for place, (line, name) in enumerate(near):
        before = (dict(line.shown), dict(line.why))
        _hide(line, name, knowledge.shape)
        knowledge.relax(line)
        trial = replace(one)
        suffices = knowledge.attacker.leaves_enough(trial)
        line.shown, line.why = before
        knowledge.relax(line)
        if suffices:
            return (line, name)
        found.append((trial.least - trial.greatest, place))
    return near[min(found)[1]] if found else None


def _candidates(one: Quantity, lines: Sequence[Line], shape: Shape) -> list[tuple[Line, str]]:
    """The counts that could be hidden: cells, then totals, then totals of other tables; the nearest first, then the smallest."""
    of, name = one.label if isinstance(one.label, tuple) else (None, "")
    wholes = {name, *(whole for part, whole in shape.parts if part == name)}
    place = of.place if isinstance(of, Entry) else place_of(of, shape) if isinstance(of, Line) else ((), ())
    about = dict(place[0])

    def distance(line: Line) -> int:
        named, periods = place_of(line, shape)
        apart = sum(key in about and about[key] != value for key, value in named)
        return apart + (not set(periods) & set(place[1]))

    found = [(line, column) for line in lines if not line.is_kept for column in shape.counts if column in line.shown]
    return sorted(
        found,
        key=lambda each: (
            (
                not each[0].is_printed,
                each[0].is_total,
            ),  # a total that others may show is hidden there for the same reason
            each[1] not in wholes,
            each[1] != name,
            distance(each[0]),
            each[0].true[each[1]],
            order(each[0].keys),
        ),
    )


def _hide(line: Line, name: str, shape: Shape) -> None:
    """Hide one count of a line and what follows from it."""
    for column in shape.counts[shape.counts.index(name) :]:
        if column in line.shown:
            del line.shown[column]
            line.why[column] = AWAY


def _named(one: Quantity, asked: _Asked) -> Hidden:
    """A number that could be worked out, for the person who wanted to publish it."""
    of, name = one.label if isinstance(one.label, tuple) else (None, "")
    if isinstance(of, Line):
        keys: dict[str, Value] = dict(zip(asked.shape.keys, of.keys, strict=True))
    else:
        keys = dict(of.named) | {"period": ", ".join(of.periods)} if of else {}
    return Hidden(keys, name, "", FEW, f"only the values {one.least} to {one.greatest} remain possible")


def _decided(asked: _Asked, also: frozenset[Cell]) -> Plan:
    """A plan that hides exactly what a person decided; raises `Refused` where a hidden number could be worked out."""
    lines = _lines(asked, also)
    for block in _blocks(lines, asked.shape, asked.ledger):
        if _weak(block, asked, asked.ledger):
            alone = _weak(block, asked, Ledger())
            raise Refused(TOTAL_TELLS if alone else EARLIER_TELLS)
    return Plan(asked, tuple(lines), also, (*asked.notes, *_kept_words(lines, asked.protection)))


def _weak(lines: list[Line], asked: _Asked, ledger: Ledger) -> bool:
    """Whether any hidden number of a block could be worked out."""
    knowledge = Knowledge(asked.shape, lines, ledger, asked.protection)
    return bool(knowledge.attacker.weak(knowledge.quantities))
