"""The one place where CSV is written to leave this service: no cell of it is carried out by a spreadsheet as a formula.

Text that a spreadsheet would carry out gets an apostrophe before it, which our own import takes off again; numbers are written
as numbers, so that a negative one stays one. Source: OWASP, CSV injection, read 2026; the full-width forms are what Excel and
LibreOffice fold to the plain ones.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

Value = str | int | float | None
STARTS: Final = "=+-@"
_UNSEEN: Final = ("Cc", "Cf", "Zs", "Zl", "Zp")


def is_carried_out(cell: str) -> bool:
    """Whether a spreadsheet may carry a cell out: what begins, after spaces and unseen marks, with = + - @ in any width.

    A cell that begins with a tab or a line end counts too: a spreadsheet drops those and reads what follows.
    """
    if cell[:1] in ("\t", "\r", "\n"):
        return bool(cell)
    for character in cell:
        if unicodedata.category(character) not in _UNSEEN:
            return unicodedata.normalize("NFKC", character).lstrip()[:1] in tuple(STARTS)
    return False


def safe(cell: str) -> str:
    """A cell that no spreadsheet will carry out."""
    return f"'{cell}" if is_carried_out(cell) else cell


def meant(cell: str) -> str:
    """A cell as it was meant, without the apostrophe that :func:`safe` put before it."""
    return cell[1:] if cell[:1] == "'" and is_carried_out(cell[1:]) else cell


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """A heading and rows as CSV, every text quoted: what follows a semicolon in a text does not become a cell of its own."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([safe(column) for column in columns])
    writer.writerows([_written(value) for value in row] for row in rows)
    return out.getvalue()


def line_as_it_came(cells: Sequence[str]) -> str:
    """Cells as one line of CSV, unchanged: for keeping what was received, never for a file that leaves."""
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().removesuffix("\r\n")


def _written(value: Value) -> Value:
    if value is None:
        return ""
    return safe(value) if isinstance(value, str) else value
