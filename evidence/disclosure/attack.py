"""What an attacker can work out from one release: a two-way table of rounded and hidden counts with its totals.

Every count that is shown stands for the true counts that round to it, every hidden one for those under the threshold.
The true counts add up. A hidden count is weak where fewer than five values of it agree with all of that. Because the
table is two-way, the question whether a set of true counts exists is one of flow in a network, and its answer is exact in
whole numbers; no solver of linear programmes is needed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evidence.disclosure.gate import HIDDEN, Protection, Value

WITHHELD = "[x]"
ENOUGH = 5  # possible values that a hidden count must keep

Interval = tuple[int, int]


@dataclass(frozen=True)
class Release:
    """What is known of a two-way table: an interval for each cell, each total of a row and of a column, and for all."""

    cells: tuple[tuple[Interval, ...], ...]
    rows: tuple[Interval, ...]
    columns: tuple[Interval, ...]
    everyone: Interval

    def with_cell(self, row: int, column: int, value: int) -> Release:
        """The same release, had one cell this value."""
        cells = [list(line) for line in self.cells]
        cells[row][column] = (value, value)
        return replace(self, cells=tuple(tuple(line) for line in cells))


def interval(shown: Value, most: int, protection: Protection | None = None) -> Interval:
    """The true counts that a shown count can stand for; `most` is a bound that everybody knows."""
    protection = protection or Protection()
    if shown == HIDDEN:
        return (0, protection.threshold - 1)
    if not isinstance(shown, int):
        return (0, most)
    below, above = protection.base // 2, (protection.base - 1) // 2
    return (max(shown - below, protection.threshold), shown + above)


def release(
    cells: Sequence[Sequence[Value]],
    rows: Sequence[Value],
    columns: Sequence[Value],
    everyone: Value,
    protection: Protection | None = None,
) -> Release:
    """A two-way table as it was published, as intervals."""
    most = 10**9
    return Release(
        tuple(tuple(interval(cell, most, protection) for cell in line) for line in cells),
        tuple(interval(total, most, protection) for total in rows),
        tuple(interval(total, most, protection) for total in columns),
        interval(everyone, most, protection),
    )


def possible_values(known: Release, row: int, column: int) -> list[int]:
    """Every value that one cell can have."""
    low, high = known.cells[row][column]
    return [value for value in range(low, high + 1) if agrees(known.with_cell(row, column, value))]


def weak_cells(known: Release, hidden: Sequence[tuple[int, int]], enough: int = ENOUGH) -> list[tuple[int, int]]:
    """The hidden cells that keep fewer than `enough` possible values: a release with one of them must not go out."""
    return [place for place in hidden if len(possible_values(known, *place)) < enough]


@dataclass(frozen=True)
class Published:
    """A two-way table with its totals as it is published; a total that would give a cell away is `[x]`."""

    cells: tuple[tuple[Value, ...], ...]
    rows: tuple[Value, ...]
    columns: tuple[Value, ...]
    everyone: Value

    def hidden(self) -> list[tuple[int, int]]:
        """Where the hidden cells are."""
        return [(r, c) for r, line in enumerate(self.cells) for c, cell in enumerate(line) if cell == HIDDEN]

    def known(self, protection: Protection | None = None) -> Release:
        """What an attacker knows from it."""
        return release(self.cells, self.rows, self.columns, self.everyone, protection)


def withhold(table: Published, protection: Protection | None = None) -> Published:
    """Withhold totals until no hidden cell is weak: of the totals over a weak cell the smallest goes first.

    A total of 10 to 12 over a cell of 10 to 12 leaves at most two for the others: threshold and rounding alone do not
    prevent that. Cells without totals cannot be weak, so this ends.
    """
    while weak := weak_cells(table.known(protection), table.hidden()):
        row, column = weak[0]
        shown = [(table.rows[row], "rows", row), (table.columns[column], "columns", column)]
        counts = [(value, name, place) for value, name, place in shown if isinstance(value, int)]
        if not counts:
            table = _all_totals_withheld(table)
            continue
        _value, name, place = min(counts)
        if name == "rows":
            table = replace(table, rows=_withheld(table.rows, place))
        else:
            table = replace(table, columns=_withheld(table.columns, place))
    return table


def _withheld(totals: tuple[Value, ...], place: int) -> tuple[Value, ...]:
    return (*totals[:place], WITHHELD, *totals[place + 1 :])


def _all_totals_withheld(table: Published) -> Published:
    return replace(
        table, rows=(WITHHELD,) * len(table.rows), columns=(WITHHELD,) * len(table.columns), everyone=WITHHELD
    )


def agrees(known: Release) -> bool:
    """Whether any true counts agree with all that is known: a circulation within bounds exists (Hoffman 1960)."""
    rows, columns = len(known.rows), len(known.columns)
    start, end = rows + columns, rows + columns + 1
    arcs = [(start, row, *known.rows[row]) for row in range(rows)]
    arcs += [(row, rows + col, *known.cells[row][col]) for row in range(rows) for col in range(columns)]
    arcs += [(rows + col, end, *known.columns[col]) for col in range(columns)]
    arcs.append((end, start, *known.everyone))
    source, sink = end + 1, end + 2
    room: dict[int, dict[int, int]] = {node: {} for node in range(sink + 1)}
    needed = 0
    for tail, head, low, high in arcs:
        if low > high:
            return False
        for one, other, much in ((tail, head, high - low), (source, head, low), (tail, sink, low)):
            room[one][other] = room[one].get(other, 0) + much
            room[other].setdefault(one, 0)
        needed += low
    return _most_flow(room, source, sink) == needed


def _most_flow(room: dict[int, dict[int, int]], source: int, sink: int) -> int:
    """The greatest flow from source to sink, by shortest ways first (Edmonds and Karp 1972)."""
    total = 0
    while way := _way(room, source, sink):
        much = min(room[one][other] for one, other in way)
        for one, other in way:
            room[one][other] -= much
            room[other][one] += much
        total += much
    return total


def _way(room: dict[int, dict[int, int]], source: int, sink: int) -> list[tuple[int, int]]:
    """The shortest way with room left, as its steps; nothing where there is none."""
    came = {source: source}
    waiting = deque([source])
    while waiting and sink not in came:
        node = waiting.popleft()
        for other, left in room[node].items():
            if left and other not in came:
                came[other] = node
                waiting.append(other)
    if sink not in came:
        return []
    steps, node = [], sink
    while node != source:
        steps.append((came[node], node))
        node = came[node]
    return steps
