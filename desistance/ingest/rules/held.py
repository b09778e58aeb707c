"""Held rows as people read them: the raw line with the bad value marked, and the file that goes back to the sender."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desistance.ingest.terms import FORMULA_STARTS

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


def safe(cell: str) -> str:
    """A cell that no spreadsheet will carry out as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def held_file(columns: Sequence[str], rows: Iterable[HeldRow], delimiter: str) -> str:
    """The held rows as CSV: the sender's own columns, then the row in the file and what is wrong.

    A row with too many cells keeps them together in its last column, so that nothing of it is lost.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*map(safe, columns), ROW, WRONG])
    for row in rows:
        cells = list(next(csv.reader([row.raw], delimiter=delimiter), []))
        last = len(columns) - 1
        if len(cells) > len(columns):
            cells = [*cells[:last], delimiter.join(cells[last:])]
        cells += [""] * (len(columns) - len(cells))
        writer.writerow([*map(safe, cells), row.line, safe(row.words)])
    return out.getvalue()
