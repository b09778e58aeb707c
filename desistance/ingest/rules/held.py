"""Held rows as people read them: the raw line with the bad value marked, and the file that goes back to the sender."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from desistance.foundation.spreadsheets import Value

WRONG = "what is wrong"
ROW = "row in the file"


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One held row: its line in the file, its text as it came, and what is wrong with it in words."""

    line: int
    raw: str
    words: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a raw line; the bad value is marked."""

    text: str
    is_marked: bool = False


def pieces(raw: str, value: str) -> tuple[Piece, ...]:
    """The raw line with the first place of the bad value marked; without a value, the line as it is."""
    before, found, after = raw.partition(value) if value else (raw, "", "")
    if not found:
        return (Piece(raw),)
    return tuple(piece for piece in (Piece(before), Piece(found, True), Piece(after)) if piece.text)


def held_columns(columns: Sequence[str]) -> list[str]:
    """The heading of the file of held rows: the sender's own columns, then the row in the file and what is wrong.

    A file that was itself made of held rows has those two already: they are not said twice.
    """
    return [*(column for column in columns if column not in (ROW, WRONG)), ROW, WRONG]


def held_cells(columns: Sequence[str], row: HeldRow, delimiter: str) -> list[Value]:
    """A held row under :func:`held_columns`. With too many cells it keeps them together in its last column: nothing is lost."""
    try:
        cells = list(next(csv.reader([row.raw], delimiter=delimiter), []))
    except csv.Error:  # lines that were joined because a quotation mark did not close
        cells = [row.raw]
    last = len(columns) - 1
    if len(cells) > len(columns):
        cells = [*cells[:last], delimiter.join(cells[last:])]
    cells += [""] * (len(columns) - len(cells))
    kept = [cell for cell, column in zip(cells, columns, strict=True) if column not in (ROW, WRONG)]
    return [*kept, row.line, row.words]
