"""Workbooks as partners send them, written by another library or, where it would write none so broken, part by part."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.ingest.files import CUSTODY_COLUMNS, Row

CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
INLINE = '<c t="inlineStr"><is><t>{}</t></is></c>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORKBOOK = f'<workbook xmlns:r="{OFFICE}"><workbookPr/><sheets><sheet name="March" sheetId="1" r:id="rId1"/></sheets></workbook>'
LINKS = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)


def as_workbook(
    rows: Iterable[Row], columns: Sequence[str] = CUSTODY_COLUMNS, change: Callable[[Worksheet], object] | None = None
) -> bytes:
    """Rows of text as a workbook of one sheet; ``change`` does to the sheet what a person might."""
    book = Workbook()
    sheet = book.active
    sheet.title = "March"
    sheet.append(list(columns))
    for row in rows:
        sheet.append([row.get(column, "") for column in columns])
    if change:
        change(sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """A workbook as bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Parts as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as book:
        for name, content in parts.items():
            book.writestr(
                zipfile.ZipInfo(name), content, method
            )  # the moment of ZipInfo: the same parts, the same bytes
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def by_hand(rows: str, more: Mapping[str, str | bytes] | None = None, **changed: Any) -> bytes:
    """A workbook whose sheet holds these rows of XML."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": LINKS,
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
    }
    return packed({**parts, **(more or {})}, **changed)


def inline(*texts: str) -> str:
    """One row of XML whose cells hold their text themselves."""
    return f"<row>{''.join(INLINE.format(text) for text in texts)}</row>"
