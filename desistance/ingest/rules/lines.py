"""Lines of text into a heading and rows: delimiter, quotation marks, and what the heading must have."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.foundation.register import Feed
from desistance.foundation.spreadsheets import meant
from desistance.ingest.rules.encodings import NOT_READABLE
from desistance.ingest.terms import (
    DELIMITERS,
    LONGEST_LINE,
    MOST_LINES_IN_A_ROW,
    OTHER_NAMES_OF_COLUMNS,
)
from desistance.people.rules.typed_text import plain

SHOWN_COLUMNS: Final = 30
MOST_COLUMNS: Final = 1_000
NEVER_CLOSES: Final = "A quotation mark opens on this line and does not close. Close it, or take it out."
TOO_LONG: Final = f"The line is longer than {LONGEST_LINE:,} characters, so a line end is missing."
CANNOT_BE_READ: Final = "The line holds a character that cannot be read. Type the row again, or save the file as UTF-8."


NOT_CALCULATED: Final = "#NOT CALCULATED!"
"""What stands in a formula's cell when a workbook was saved without the formula's value."""
_ERROR: Final = re.compile(
    r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|GETTING_DATA)"
)
"""What a spreadsheet shows where a formula failed. Source: Microsoft, ERROR.TYPE function, read 2026."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file as it came: the line it starts on (the heading is line 1), its text, and its cells or what is wrong."""

    number: int
    raw: str
    cells: tuple[str, ...] = ()
    fault: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading as read: the column of each cell (empty: not one of ours), and the columns as they were written."""

    columns: tuple[str, ...]
    found: tuple[str, ...]
    delimiter: str

    @property
    def unused(self) -> tuple[str, ...]:
        """Columns of the file that this feed does not use."""
        return tuple(found for found, column in zip(self.found, self.columns, strict=True) if not column and found)


def column_name(written: str) -> str:
    """A heading cell as a column name: "Date of birth " gives date_of_birth."""
    name = re.sub(r"[^0-9a-z]+", "_", plain(written).casefold()).strip("_")
    return OTHER_NAMES_OF_COLUMNS.get(name, name)


def read_heading(line: str, feed: Feed) -> Heading:
    """The heading of a file of this feed, with the delimiter that makes most of its columns known."""
    readings = [_heading_by(line, delimiter, feed) for delimiter in DELIMITERS]
    return max(readings, key=lambda heading: (sum(map(bool, heading.columns)), len(heading.columns)))


def _heading_by(line: str, delimiter: str, feed: Feed) -> Heading:
    found = tuple(plain(cell) for cell in _cells(line, delimiter) or ())
    return heading_of(found, delimiter, feed)


def heading_of(found: Sequence[str], delimiter: str, feed: Feed) -> Heading:
    """The heading of a file whose columns are written so."""
    names = tuple(column_name(cell) for cell in found)
    return Heading(tuple(name if name in feed.columns else "" for name in names), tuple(found), delimiter)


def heading_may_stand(heading: Heading, feed: Feed) -> Decision:
    """Every needed column is there, none is there twice, and there are not too many. A refusal names the columns found."""
    if len(heading.columns) > MOST_COLUMNS:
        return refused(f"The heading has {len(heading.columns):,} columns and may have {MOST_COLUMNS:,}")
    missing = [column for column in feed.columns if column in feed.needed and column not in heading.columns]
    if missing:
        which = f"column called {missing[0]}" if len(missing) == 1 else f"columns called {_listed(missing)}"
        return refused(f"The file has no {which}. Columns found: {_shown(heading.found)}.")
    twice = sorted({column for column in heading.columns if column and heading.columns.count(column) > 1})
    if twice:
        return refused(f"The file has the column {twice[0]} twice. Columns found: {_shown(heading.found)}.")
    return allowed()


def _shown(found: Sequence[str]) -> str:
    named = [cell[:40] for cell in found if cell]
    more = f" and {len(named) - SHOWN_COLUMNS} more" if len(named) > SHOWN_COLUMNS else ""
    return (", ".join(named[:SHOWN_COLUMNS]) + more) if named else "none"


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def rows_of(lines: Iterable[str], delimiter: str, first: int = 1) -> Iterator[Line]:
    """Rows with their first line's number. Empty lines are no rows; a mark that never closes spoils only its own line."""
    waiting: list[str] = []
    number = first
    source = iter(lines)
    while True:
        line = waiting.pop(0) if waiting else next(source, None)
        if line is None:
            return
        taken, raw = 1, line
        while raw.count('"') % 2 and taken < MOST_LINES_IN_A_ROW and len(raw) <= LONGEST_LINE:
            following = waiting.pop(0) if waiting else next(source, None)
            if following is None:
                break
            raw += following
            taken += 1
        if taken > 1 and (raw.count('"') % 2 or _cells(raw, delimiter) is None):
            waiting = raw[len(line) :].splitlines(keepends=True) + waiting
            taken, raw = 1, line
        if raw.strip():
            yield _line(number, raw, delimiter)
        number += taken


def _line(number: int, raw: str, delimiter: str) -> Line:
    shown = raw.rstrip("\r\n")[:LONGEST_LINE]
    if len(raw) > LONGEST_LINE:
        return Line(number, shown, fault=TOO_LONG)
    if NOT_READABLE in raw:
        return Line(number, shown, fault=CANNOT_BE_READ)
    cells = None if raw.count('"') % 2 else _cells(raw, delimiter)
    return Line(number, shown, fault=NEVER_CLOSES) if cells is None else Line(number, shown, cells)


def _cells(raw: str, delimiter: str) -> tuple[str, ...] | None:
    """The cells of a row; None when a line ends outside quotation marks: then the row was joined from lines that are none."""
    try:
        return tuple(next(csv.reader([raw], delimiter=delimiter), []))
    except csv.Error:
        return None


def fit(line: Line, heading: Heading) -> Mapping[str, str] | str:
    """The cells by column, or what is wrong with the row's shape. Empty cells beyond the heading do not count."""
    if line.fault:
        return line.fault
    cells = list(line.cells)
    while len(cells) > len(heading.columns) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(heading.columns):
        return (
            f"The row has {len(cells)} cells and the heading has {len(heading.columns)}. "
            "Check for a missing or extra separator."
        )
    return {column: cell_text(cell) for column, cell in zip(heading.columns, cells, strict=True) if column}


def cell_text(cell: str) -> str:
    """A cell as plain text, without the apostrophe by which a safe file keeps a spreadsheet from carrying it out."""
    return plain(meant(plain(meant(cell))))


def failed_formulas(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The columns in which a spreadsheet says that a formula failed, each with what to do; a CSV saved from one says so too."""
    for column, cell in cells.items():
        if cell == NOT_CALCULATED:
            yield (
                column,
                f"{column} is a formula without its value. Open the workbook in Excel, save it and send it again.",
            )
        elif _ERROR.fullmatch(cell.upper()):
            yield (
                column,
                f"{column} is {cell}: a formula failed there. Mend the formula, or type the value in its place.",
            )
