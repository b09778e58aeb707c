"""A table that went through the gate, and how it prints: text and HTML for a reader, CSV, JSON, ODS and Parquet for a program.

Nothing else has these ways to print: rows of true counts leave as `Cleared`, which the gate alone makes, or as `Unprotected`,
which says on every print that it is not for publication.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from evidence import pages
from evidence.disclosure.gate import HIDDEN, UNRELIABLE, Hidden, Row, Shape, Value, whole
from evidence.disclosure.opendocument import Sheet, workbook

STARTS_A_FORMULA = "=+-@"
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
PROTECTION = "disclosure"
MARKS = (HIDDEN, UNRELIABLE)
SHARES = ("rate", "rate_low", "rate_high")
DEFINITION = "definition"
Written = TypeVar("Written", str, bytes)


@dataclass(frozen=True, repr=False)
class Printed:
    """Rows that went through the gate; `face` says how they are protected. Each way to print can be given a file to write."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Value], ...]
    face: str
    notes: tuple[str, ...] = ()
    title: str = "Figures"

    kind: ClassVar[str]

    def table(self, *, without: tuple[str, ...] = (DEFINITION,)) -> str:
        """Columns for a reader, with the face above them and the notes below; `without` leaves columns out."""
        names = [name for name in self.columns if name not in without]
        lines = [names, *([_figure(row[name]) for name in names] for row in self.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(names))]
        numeric = [all(not isinstance(row[name], str) or row[name] in MARKS for row in self.rows) for name in names]
        printed = [
            "  ".join(
                cell.rjust(width) if right else cell.ljust(width)
                for cell, width, right in zip(line, widths, numeric, strict=True)
            ).rstrip()
            for line in lines
        ]
        return "\n".join([self.face, "", *printed, "", *self.notes]).rstrip() + "\n"

    def to_json(self, path: str | Path | None = None) -> str:
        """A list of rows; each says in `disclosure` whether it is cleared."""
        rows = [{**row, PROTECTION: self.kind} for row in self.rows]
        return _written(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", path)

    def to_csv(self, path: str | Path | None = None) -> str:
        """Rows under headings. Text that a spreadsheet would run as a formula gets an apostrophe before it."""
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow([*self.columns, PROTECTION])
        writer.writerows([*(_cell(row[name]) for name in self.columns), self.kind] for row in self.rows)
        return _written(lines.getvalue(), path)

    def to_ods(self, path: str | Path | None = None) -> bytes:
        """An OpenDocument spreadsheet: a cover with what to know, and the table on a sheet of its own."""
        shares = frozenset(place for place, name in enumerate(self.columns) if name in SHARES)
        rows = [[row[name] for name in self.columns] for row in self.rows]
        about = (
            self.face,
            "This sheet holds one table. Marks: [c] confidential, [u] too few people for a reliable figure.",
        )
        sheet = Sheet("Table", self.title, about, self.columns, rows, shares)
        return _written(workbook(self.title, [self.face, *self.notes], [sheet]), path)

    def to_html(self, path: str | Path | None = None) -> str:
        """A page that stands alone."""
        return _written(pages.page(self.title, self.parts()), path)

    def to_parquet(self, path: str | Path | None = None) -> bytes:
        """The bytes of a Parquet file: columns of figures are numbers, null where a figure is hidden.

        `hidden` names what is hidden in a row, each with its mark: `reoffenders=[c] rate=[u]`.
        """
        import pyarrow as pa  # noqa: PLC0415 - only those who ask for Parquet load it
        import pyarrow.parquet as pq  # noqa: PLC0415

        columns: dict[str, Any] = {
            name: pa.array(*_as_column([row[name] for row in self.rows])) for name in self.columns
        }
        columns["hidden"] = pa.array(
            [" ".join(f"{name}={row[name]}" for name in self.columns if row[name] in MARKS) for row in self.rows],
            pa.string(),
        )
        columns[PROTECTION] = pa.array([self.kind] * len(self.rows), pa.string())
        written = pa.BufferOutputStream()
        about = {"face": self.face, "notes": "\n".join(self.notes)}
        pq.write_table(pa.table(columns).replace_schema_metadata(about), written)
        return _written(bytes(written.getvalue().to_pybytes()), path)

    def as_dict(self) -> dict[str, object]:
        """The rows with what a reader must know beside them; the definition stands once, beside the table."""
        return {"disclosure": self.kind, "face": self.face, "notes": list(self.notes), "rows": self._bare()}

    def parts(self) -> list[str]:
        """The parts of a page: what protects the figures, the table, and the notes."""
        names = [name for name in self.columns if name != DEFINITION]
        shown = pages.table(self.title, names, self._bare())
        return [pages.paragraphs([self.face]), shown, pages.paragraphs(self.notes)]

    def _bare(self) -> list[dict[str, Value]]:
        """The rows without the definition, which is the same in each."""
        return [{name: value for name, value in row.items() if name != DEFINITION} for row in self.rows]

    def __repr__(self) -> str:
        return self.table()

    def _repr_html_(self) -> str:
        return "".join(self.parts())


@dataclass(frozen=True, repr=False)
class Cleared(Printed):
    """A table that may be published; made by `clear` and by plans only. `hidden` has a reason for every figure not shown."""

    hidden: tuple[Hidden, ...] = ()

    kind = "cleared"


@dataclass(frozen=True, repr=False)
class Unprotected(Printed):
    """A table of true counts, which says so on every print; made by `unprotected` only."""

    kind = "not protected: true counts, not for publication"


def unprotected(
    rows: Iterable[Row], shape: Shape, *, notes: Sequence[str] = (), title: str = Printed.title
) -> Unprotected:
    """The same table with true counts, for work that is not published."""
    face = "NOT PROTECTED: true counts, not for publication."
    shown = []
    for row in rows:
        counts = {name: whole(row[name]) for name in shape.counts}
        figures = {name: value for ratio in shape.ratios for name, value in ratio.of(counts).items()}
        values = {**row, **figures}
        shown.append({name: values[name] for name in shape.columns})
    return Unprotected(shape.columns, tuple(shown), face, tuple(notes), title)


def _written(content: Written, path: str | Path | None) -> Written:
    """What was printed, also in a file where one is named."""
    if path is not None:
        Path(path).write_bytes(content.encode() if isinstance(content, str) else content)
    return content


def _as_column(values: Sequence[Value]) -> tuple[list[Value], Any]:
    """A column as Parquet holds it: marks are null where the others are figures."""
    import pyarrow as pa  # noqa: PLC0415

    figures = [one for one in values if one not in MARKS and one is not None]
    if figures and any(isinstance(one, str) for one in figures):
        return [None if one is None else str(one) for one in values], pa.string()
    if figures and all(isinstance(one, bool) for one in figures):
        return list(values), pa.bool_()
    is_whole = bool(figures) and all(isinstance(one, int) for one in figures)
    return [None if one in MARKS else one for one in values], pa.int64() if is_whole else pa.float64()


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
