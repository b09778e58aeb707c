"""What of a typed table may be published, cell by cell, and why each other cell is hidden. Nothing is kept.

The gate of `evidence.disclosure` decides; a person may hide more, and may ask for a number back, which it refuses where
a hidden number could then be worked out (service design J8, step 4). Totals are taken to be known to a reader, whether the
table shows them or not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from desistance.foundation.decisions import Refused
from desistance.measurement.rules.typed_tables import FIELD, TypedTable
from evidence import disclosure
from evidence.disclosure import ALL, HIDDEN

PROTECTIONS: Final = {"rounded": disclosure.ROUNDED, "exact": disclosure.EXACT}
PEOPLE: Final = "people"
BLOCKED: Final = (
    "This table cannot be published: a hidden number could be worked out, whatever else is hidden. Put groups together, or "
    "choose rounded numbers."
)
SYMBOL_WORDS: Final = f"{HIDDEN} hidden to protect people"

Verb = Literal["hide", "keep"]
Place = int | None
"""Which row or column, counted from 0; None is its total."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided of one cell: to hide it too, or to show it after all."""

    verb: Verb
    row: Place
    column: Place


@dataclass(frozen=True, slots=True)
class CheckedCell:
    """One cell as it may be published. ``reason`` says why it is hidden; ``is_for_another`` that it is so for another's sake."""

    row: Place
    column: Place
    shown: str
    reason: str = ""
    is_for_another: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether a symbol stands for the number."""
        return bool(self.reason)


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A table that went through the gate: headings, labelled rows of cells, and the notes that must stand under it."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[CheckedCell, ...]], ...]
    notes: tuple[str, ...]

    @property
    def hidden(self) -> tuple[tuple[str, str, CheckedCell], ...]:
        """Every hidden cell with the labels of its row and column."""
        return tuple(each for each in self._labelled() if each[2].is_hidden)

    @property
    def shown(self) -> tuple[tuple[str, str, CheckedCell], ...]:
        """Every cell that shows a number, with the labels of its row and column."""
        return tuple(each for each in self._labelled() if not each[2].is_hidden)

    @property
    def as_rows(self) -> list[list[str | int]]:
        """The table and its notes as the lines of a file."""
        table: list[list[str | int]] = [
            [label, *(cell.shown if cell.is_hidden else int(cell.shown) for cell in cells)]
            for label, cells in self.rows
        ]
        return table + [[note] for note in self.notes]

    def _labelled(self) -> Iterable[tuple[str, str, CheckedCell]]:
        for label, cells in self.rows:
            for heading, cell in zip(self.headings[1:], cells, strict=True):
                yield label, heading, cell


def check_table(table: TypedTable, protection: str, decided: Sequence[Decided] = ()) -> CheckedTable:
    """The table as it may be published under one of PROTECTIONS, with what a person decided on top of it.

    Raises :class:`Refused` where a decision would let a hidden number be worked out, and where nothing that is hidden would help.
    """
    try:
        plan = disclosure.plan(
            _rows(table),
            _shape(table),
            PROTECTIONS[protection],
            with_totals=bool(table.row_total or table.column_total),
        )
        for one in decided:
            change = plan.hide if one.verb == "hide" else plan.keep
            plan = change(PEOPLE, line=_key(one.row), place=_key(one.column))
    except disclosure.NotCleared:
        raise Refused(BLOCKED, field=FIELD) from None
    except disclosure.Refused as refused:
        raise Refused(str(refused)) from None
    return _checked(table, plan, PROTECTIONS[protection])


def _shape(table: TypedTable) -> disclosure.Shape:
    lines, places = len(table.rows) > 1 or table.column_total, len(table.columns) > 1 or table.row_total
    sums = tuple(key for key, is_summed in (("line", lines), ("place", places)) if is_summed)
    return disclosure.Shape(keys=("line", "place"), counts=(PEOPLE,), sums=sums)


def _rows(table: TypedTable) -> list[dict[str, str | int]]:
    return [
        {"line": _key(row), "place": _key(column), PEOPLE: count}
        for row, counts in enumerate(table.counts)
        for column, count in enumerate(counts)
    ]


def _key(place: Place) -> str:
    """A key that sorts in the order of the table, whatever the labels are."""
    return ALL if place is None else f"{place:03}"


def _checked(table: TypedTable, plan: disclosure.Plan, protection: disclosure.Protection) -> CheckedTable:
    cleared = plan.cleared()
    shown = {(row["line"], row["place"]): row[PEOPLE] for row in cleared.rows}
    why = {(one.keys["line"], one.keys["place"]): one for one in cleared.hidden}
    columns: list[Place] = [*range(len(table.columns)), *([None] if table.row_total else [])]
    rows: list[Place] = [*range(len(table.rows)), *([None] if table.column_total else [])]

    def cell(row: Place, column: Place) -> CheckedCell:
        place = (_key(row), _key(column))
        reason = why.get(place)
        words = f"{HIDDEN} {reason.reason}" if reason else ""
        return CheckedCell(row, column, str(shown[place]), words, bool(reason and reason.code == "gives_away"))

    labels = [*table.rows, *([table.column_total] if table.column_total else [])]
    headings = (table.corner, *table.columns, *([table.row_total] if table.row_total else []))
    printed = tuple((label, tuple(cell(row, one) for one in columns)) for label, row in zip(labels, rows, strict=True))
    notes = (SYMBOL_WORDS, _words_of(protection), *cleared.notes)
    return CheckedTable(headings, printed, notes if why else notes[1:])


def _words_of(protection: disclosure.Protection) -> str:
    rounded = f"rounded to {protection.base}, so they may not add up" if protection.base > 1 else "exact"
    return f"Numbers under {protection.threshold} are hidden, zeros too; the others are {rounded}."
