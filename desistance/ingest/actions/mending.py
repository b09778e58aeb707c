"""Putting held rows right: cell by cell, or once for all rows with one kind of suggestion; and putting a row back as it came."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.decisions import NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.ingest.actions._weighing import _Checked, _take_reading, _weigh
from desistance.ingest.actions.deciding import _demand_ours, _settle
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.queries.roster import roster_of
from desistance.ingest.rules.deciding import columns_to_mend, may_decide_rows, may_mend
from desistance.ingest.rules.feeds import read_cells, read_row
from desistance.ingest.rules.lines import heading_of, rows_of
from desistance.ingest.rules.rows import RowReading
from desistance.ingest.terms import MOST_ROWS_FIXED_AT_ONCE, ROWS_AT_A_TIME, SuggestionKind

READ_AGAIN = (
    "cells",
    "key",
    "warning",
    "resembles",
    "state",
    "problem",
    "column",
    "reason",
    "suggestion",
    "suggested",
    "mended",
    "joins",
    "apart_from",
    "decided_at",
    "decided_by",
)
Answer = tuple[RowReading, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Mended:
    """What one answer for all came to: rows changed, those of them that are still held, and rows left for another press."""

    changed: int
    still_held: int
    left: int


@deed("import.rows", Category.CONSULTATION, about=lambda _arguments, _result: ())
def cells_to_mend(*, row: ImportRow, by: Pass, at: datetime) -> Mapping[str, tuple[str, str]]:
    """The columns of a held row that are to be put right, each with its value now and what is wrong with it."""
    _demand_ours(row.imported, by)
    may_mend(row.problem, row.cells, {}).demand()
    reading = read_cells(row.cells, row.imported.feed, at=at, roster=roster_of(by))
    wrong = {problem.column: f"{problem.words} {problem.suggestion}".strip() for problem in reading.problems}
    wrong.setdefault(row.column, f"{row.reason} {row.suggestion}".strip())
    columns = columns_to_mend(reading, row.column, row.cells)
    return {column: (row.cells.get(column, ""), wrong.get(column, "")) for column in columns}


@deed("import.load")
def mend_row(*, imported: Import, line: int, cells: Mapping[str, str], by: Pass, at: datetime) -> ImportRow:
    """Put cells of a held row right and read it again by the rules of the check. The line stays as it came.

    Raises :class:`Refused` with the column as its field when the row still cannot be read: then nothing has changed.
    """
    imported = _open(imported, by)
    row = _rows(imported, "held").filter(line=line).first()
    if row is None:
        raise Refused("Someone else has decided this row. Open the import again to see how.")
    changed = {column: text.strip() for column, text in cells.items()}
    may_mend(row.problem, row.cells, changed).demand()
    checked = _again(imported, [row], lambda one: _mended(one, changed, by, at), by, at)[0]
    if row.state == "held":
        problem = next(iter(checked.reading.problems), None)
        words = f"{problem.words} {problem.suggestion}" if problem else f"{row.reason} {row.suggestion}"
        raise Refused(words.strip(), field=row.column)
    _settle(imported, by, at)
    return row


@deed("import.load", about=lambda _arguments, _result: ())
def mend_alike(*, imported: Import, kind: str, by: Pass, at: datetime, line: int | None = None) -> Mended:
    """Take what is suggested in every held row whose suggestion is of one kind, or in the row of one ``line`` only.

    A row that has other problems is put right in this and stays held for those.
    """
    imported = _open(imported, by)
    if kind not in dict(SuggestionKind.choices()):
        raise NotFound()
    alike = _rows(imported, "held").filter(suggested=kind)
    rows = list((alike if line is None else alike.filter(line=line))[:MOST_ROWS_FIXED_AT_ONCE])
    if not rows:
        raise Refused("No row of this file has that suggestion any more.")
    for first in range(0, len(rows), ROWS_AT_A_TIME):
        batch = rows[first : first + ROWS_AT_A_TIME]
        _again(imported, batch, lambda one: _mended(one, _suggested(one, kind, by, at), by, at), by, at)
    _settle(imported, by, at)
    still_held = sum(row.state == "held" for row in rows)
    left = 0 if line is not None else ImportRow.objects.filter(imported=imported, state="held", suggested=kind).count()
    return Mended(len(rows), still_held, left)


@deed("import.load")
def put_back(*, imported: Import, line: int, by: Pass, at: datetime) -> ImportRow:
    """Read a row that was put right again from its line as it came: what was typed since is taken back."""
    imported = _open(imported, by)
    row = _rows(imported, "held", "possible", "ready").filter(line=line).exclude(mended=[]).first()
    if row is None:
        raise Refused("This row was not put right here, or was loaded since.")
    heading = heading_of(imported.columns_found, imported.delimiter, HOUSE.feeds[imported.feed])
    came = next(rows_of(row.raw.splitlines(keepends=True), imported.delimiter, row.line))
    row.mended = []
    _again(imported, [row], lambda _: read_row(came, heading, imported.feed, at=at, roster=roster_of(by)), by, at)
    _settle(imported, by, at)
    return row


def _open(imported: Import, by: Pass) -> Import:
    """The import, kept from being loaded meanwhile, if its rows can be decided."""
    _demand_ours(imported, by)
    held = Import.objects.select_for_update().get(pk=imported.pk)
    may_decide_rows(held.state).demand()
    return held


def _rows(imported: Import, *states: str) -> QuerySet[ImportRow]:
    return ImportRow.objects.select_for_update().filter(imported=imported, state__in=states).order_by("line")


def _mended(row: ImportRow, changed: Mapping[str, str], by: Pass, at: datetime) -> Answer:
    cells = {**row.cells, **changed}
    row.mended = sorted({*row.mended, *(column for column in changed if changed[column] != row.cells[column])})
    return read_cells(cells, row.imported.feed, at=at, roster=roster_of(by)), cells


def _suggested(row: ImportRow, kind: str, by: Pass, at: datetime) -> Mapping[str, str]:
    reading = read_cells(row.cells, row.imported.feed, at=at, roster=roster_of(by))
    return {problem.column: problem.value for problem in reading.problems if problem.suggested == kind}


def _again(
    imported: Import, rows: Sequence[ImportRow], read: Callable[[ImportRow], Answer], by: Pass, at: datetime
) -> list[_Checked]:
    """Read rows again, weigh them as the check did, and keep what they came to."""
    checked = []
    for row in rows:
        row.imported = imported
        row.joins_id, row.apart_from = None, []
        row.decided_at, row.decided_by = at, by.staff
        checked.append(_take_reading(row, *read(row)))
    _weigh(imported, checked, by)
    ImportRow.objects.bulk_update(rows, READ_AGAIN)
    return checked
