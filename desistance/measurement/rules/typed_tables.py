"""A small table of counts as somebody typed or pasted it: read strictly, so that no slip of the hand passes as a count.

Commas, semicolons or tabs part the cells: what a spreadsheet puts on the clipboard can be pasted. Limits are the partnership's
own, 2026: a table that a person looks through cell by cell, and that is checked while they wait.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desistance.foundation.decisions import Refused

MOST_TEXT: Final = 20_000
MOST_ROWS: Final = 40
MOST_COLUMNS: Final = 20
MOST_CELLS: Final = 400
MOST_COUNT: Final = 10_000_000
LONGEST_LABEL: Final = 80
TOTALS: Final = ("total", "totals", "all", "everyone")
FIELD: Final = "table"
PARTED: Final = ("\t", ";", ",")
COUNT: Final = re.compile(r"\d{1,3}(,\d{3})+|\d+")


@dataclass(frozen=True, slots=True)
class TypedTable:
    """Counts of people without their totals. ``row_total`` and ``column_total`` are the labels of the totals that were given."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    row_total: str = ""
    column_total: str = ""


def read_table(text: str) -> TypedTable:
    """A heading row, then a row for each group with its label first.

    Totals may stand in the last column and in the last row; they must add up. Raises :class:`Refused` with the place of what
    is wrong and how to mend it.
    """
    lines = _lines(text)
    (_, (corner, *columns)), body = lines[0], lines[1:]
    _labels_stand(columns, "columns")
    _labels_stand([cells[0] for _, cells in body], "rows")
    counts = [[_count(cell, number, columns[place]) for place, cell in enumerate(cells[1:])] for number, cells in body]
    row_total = columns.pop() if _is_total(columns[-1]) and len(columns) > 1 else ""
    column_total = body.pop()[1][0] if _is_total(body[-1][1][0]) and len(body) > 1 else ""
    if row_total:
        counts = [_without_total(told, number) for told, (number, _) in zip(counts, lines[1:], strict=True)]
    if column_total:
        counts = _without_last(counts, columns)
    _size_stands(counts)
    rows = tuple(cells[0] for _, cells in body)
    return TypedTable(corner, tuple(columns), rows, tuple(map(tuple, counts)), row_total, column_total)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """The lines that hold anything, with their numbers, each as long as the heading row."""
    if len(text) > MOST_TEXT:
        raise Refused(f"This is longer than {MOST_TEXT:,} characters. Check a part of it at a time.", field=FIELD)
    written = text.lstrip("\ufeff")
    first = next((line for line in written.splitlines() if line.strip()), "")
    between = next((mark for mark in PARTED if mark in first), ",")
    try:
        read = list(csv.reader(written.splitlines(), delimiter=between, strict=True))
    except csv.Error:
        raise Refused("A quotation mark is opened and not closed. Close it, or take it out.", field=FIELD) from None
    lines = [
        (number, [cell.strip() for cell in cells]) for number, cells in enumerate(read, 1) if any(map(str.strip, cells))
    ]
    if len(lines) < 2 or len(lines[0][1]) < 2:
        raise Refused("Enter a heading row, and under it at least one row with a label and a number.", field=FIELD)
    wide = len(lines[0][1])
    for number, cells in lines:
        if len(cells) != wide:
            raise Refused(
                f"Line {number} has {len(cells)} cells and the heading row has {wide}. Give every line the same number.",
                field=FIELD,
            )
    return lines


def _labels_stand(labels: Sequence[str], what: str) -> None:
    """Each row and column has a name of its own; a total stands last."""
    for place, label in enumerate(labels):
        if not label or len(label) > LONGEST_LABEL:
            raise Refused(f"Give each of the {what} a name of 1 to {LONGEST_LABEL} characters.", field=FIELD)
        if label in labels[:place]:
            raise Refused(f'Two {what} are called "{label}". Give each a name of its own.', field=FIELD)
        if _is_total(label) and place < len(labels) - 1:
            raise Refused(f'"{label}" is read as a total. Put it last, or give it another name.', field=FIELD)


def _is_total(label: str) -> bool:
    return label.casefold() in TOTALS


def _count(cell: str, line: int, column: str) -> int:
    if not cell.isascii() or not COUNT.fullmatch(cell):
        raise Refused(
            f'Line {line}, {column}: "{cell[:LONGEST_LABEL]}" is not a count of people. Enter a whole number, 0 or more.',
            field=FIELD,
        )
    digits = cell.replace(",", "").lstrip("0") or "0"
    if len(digits) > len(str(MOST_COUNT)) or int(digits) > MOST_COUNT:
        raise Refused(f"Line {line}, {column}: the number is larger than {MOST_COUNT:,}. Correct it.", field=FIELD)
    return int(digits)


def _without_total(told: list[int], line: int) -> list[int]:
    *counts, total = told
    if sum(counts) != total:
        raise Refused(
            f"Line {line}: the total is {total} and its numbers add up to {sum(counts)}. Correct one of them.",
            field=FIELD,
        )
    return counts


def _without_last(counts: list[list[int]], columns: Sequence[str]) -> list[list[int]]:
    *rows, totals = counts
    for place, column in enumerate(columns):
        added = sum(row[place] for row in rows)
        if added != totals[place]:
            raise Refused(
                f"{column}: the total is {totals[place]} and its numbers add up to {added}. Correct one of them.",
                field=FIELD,
            )
    return rows


def _size_stands(counts: Sequence[Sequence[int]]) -> None:
    rows, columns = len(counts), len(counts[0])
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise Refused(
            f"This table has {rows} rows and {columns} columns. Check at most {MOST_ROWS} rows, {MOST_COLUMNS} columns and "
            f"{MOST_CELLS} numbers at a time.",
            field=FIELD,
        )
