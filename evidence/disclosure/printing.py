"""Print a table that went through the gate: text for a reader, CSV and JSON for a program. Anything else is refused."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from typing import Any

from evidence.disclosure.gate import HIDDEN, UNRELIABLE, Cleared, Unprotected, Value
from evidence.disclosure.opendocument import Sheet, workbook

STARTS_A_FORMULA = "=+-@"
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
PROTECTION = "disclosure"
MARKS = (HIDDEN, UNRELIABLE)
SHARES = ("rate", "rate_low", "rate_high")


def _through_the_gate(table: object) -> Cleared | Unprotected:
    if not isinstance(table, Cleared | Unprotected):
        raise TypeError(
            f"a {type(table).__name__} did not go through the gate: pass what evidence.disclosure.clear gives, or, "
            "for work that is not published, what evidence.disclosure.unprotected gives"
        )
    return table


def as_json(table: Cleared | Unprotected) -> str:
    """A list of rows; each says in `disclosure` whether it is cleared."""
    table = _through_the_gate(table)
    return json.dumps([{**row, PROTECTION: _kind(table)} for row in table.rows], indent=1, ensure_ascii=False) + "\n"


def as_csv(table: Cleared | Unprotected) -> str:
    """Rows under headings. Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    table = _through_the_gate(table)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([*table.columns, PROTECTION])
    writer.writerows([*(_cell(row[name]) for name in table.columns), _kind(table)] for row in table.rows)
    return written.getvalue()


def as_parquet(table: Cleared | Unprotected) -> bytes:
    """The bytes of a Parquet file: columns of figures are numbers, null where a figure is hidden.

    `hidden` names what is hidden in a row, each with its mark: `reoffenders=[c] rate=[u]`.
    """
    import pyarrow as pa  # noqa: PLC0415 - only those who ask for Parquet load it
    import pyarrow.parquet as pq  # noqa: PLC0415

    table = _through_the_gate(table)
    columns: dict[str, Any] = {}
    for name in table.columns:
        values = [row[name] for row in table.rows]
        figures = [one for one in values if one not in MARKS and one is not None]
        if figures and any(isinstance(one, str) for one in figures):
            columns[name] = pa.array([None if one is None else str(one) for one in values], pa.string())
        elif figures and all(isinstance(one, bool) for one in figures):
            columns[name] = pa.array(values, pa.bool_())
        else:
            whole = bool(figures) and all(isinstance(one, int) for one in figures)
            columns[name] = pa.array(
                [None if one in MARKS else one for one in values], pa.int64() if whole else pa.float64()
            )
    marked = [" ".join(f"{name}={row[name]}" for name in table.columns if row[name] in MARKS) for row in table.rows]
    columns["hidden"] = pa.array(marked, pa.string())
    columns[PROTECTION] = pa.array([_kind(table)] * len(table.rows), pa.string())
    written = pa.BufferOutputStream()
    pq.write_table(
        pa.table(columns).replace_schema_metadata({"face": table.face, "notes": "\n".join(table.notes)}), written
    )
    return bytes(written.getvalue().to_pybytes())


def as_ods(table: Cleared | Unprotected, title: str) -> bytes:
    """The bytes of an OpenDocument spreadsheet: a cover with what to know, and the table on a sheet of its own."""
    table = _through_the_gate(table)
    shares = frozenset(place for place, name in enumerate(table.columns) if name in SHARES)
    rows = [[row[name] for name in table.columns] for row in table.rows]
    about = (
        table.face,
        "This sheet holds one table. Marks: [c] confidential, [u] too few people for a reliable figure.",
    )
    return workbook(title, [table.face, *table.notes], [Sheet("Table", title, about, table.columns, rows, shares)])


def as_text(table: Cleared | Unprotected, *, without: tuple[str, ...] = ()) -> str:
    """Columns for a reader, with the face above them and the notes below; `without` leaves columns out."""
    table = _through_the_gate(table)
    names = [name for name in table.columns if name not in without]
    lines = [names, *([_figure(row[name]) for name in names] for row in table.rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(names))]
    numeric = [
        all(not isinstance(row[name], str) or row[name] in ("[c]", "[u]") for row in table.rows) for name in names
    ]
    printed = [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in lines
    ]
    return "\n".join([table.face, "", *printed, "", *table.notes]).rstrip() + "\n"


def _kind(table: Cleared | Unprotected) -> str:
    return "cleared" if isinstance(table, Cleared) else "not protected: true counts, not for publication"


def _cell(value: Value) -> str:
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if isinstance(value, str) and _is_carried_out(text) else text


def _is_carried_out(text: str) -> bool:
    """Whether a spreadsheet may carry a cell out: what begins, after spaces and unseen marks, with = + - @ in any width.

    Source: OWASP, CSV injection, read 2026; spreadsheets fold the full-width forms to the plain ones.
    """
    if text[:1] in ("\t", "\r", "\n"):
        return bool(text)
    for character in text:
        if unicodedata.category(character) not in UNSEEN:
            return unicodedata.normalize("NFKC", character).lstrip()[:1] in tuple(STARTS_A_FORMULA)
    return False


def _figure(value: Value) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else value
