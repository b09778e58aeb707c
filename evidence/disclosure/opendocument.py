"""A spreadsheet that everyone can use, with assistive software too: OpenDocument, written with what Python has.

Follows the Analysis Function's guidance, Releasing statistics in spreadsheets (Government Analysis Function, read 2026): a cover
with what the file holds and links to it, one table on a sheet, its title in the first cell, sentences about it each in a cell of
its own, then the headings marked as such, no empty row within, no cell merged, no figure told by colour alone. The format is
OASIS Open Document Format 1.3, parts 2 and 3. Text stays text: no cell is carried out as a formula.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

Cell = str | int | float | bool | None
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{path}"
    for name, path in {
        "office": "office:1.0",
        "table": "table:1.0",
        "text": "text:1.0",
        "style": "style:1.0",
        "fo": "xsl-fo-compatible:1.0",
        "number": "datastyle:1.0",
        "manifest": "manifest:1.0",
        "meta": "meta:1.0",
    }.items()
} | {"dc": "http://purl.org/dc/elements/1.1/", "xlink": "http://www.w3.org/1999/xlink"}
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NOT_IN_A_NAME = re.compile(r"[\[\]*?:/\\']")
LONGEST_NAME = 31  # that Excel opens
FORMAT, LANGUAGE, COUNTRY = "1.3", "en", "GB"
MADE_AT = (1980, 1, 1, 0, 0, 0)  # so that the same figures make the same file
for _name, _space in SPACES.items():
    ET.register_namespace(_name, _space)


@dataclass(frozen=True)
class Sheet:
    """One table on a sheet: sentences about it, then headings and rows. `percent` are the places of columns that hold shares."""

    name: str
    title: str
    about: tuple[str, ...]
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    percent: frozenset[int] = field(default_factory=frozenset)


def workbook(title: str, about: Sequence[str], sheets: Sequence[Sheet]) -> bytes:
    """The bytes of a spreadsheet: a cover with `about` and a link to each sheet, then the sheets."""
    names = _names(sheets)
    content = _element("office:document-content", {"office:version": FORMAT})
    _styles(content)
    inside = _under(_under(content, "office:body"), "office:spreadsheet")
    _cover(inside, title, about, [*zip(names, sheets, strict=True)])
    for name, sheet in zip(names, sheets, strict=True):
        _table(inside, name, sheet)
    ranges = _under(inside, "table:database-ranges")
    for number, (name, sheet) in enumerate(zip(names, sheets, strict=True), start=1):
        first, last = len(sheet.about) + 2, len(sheet.about) + 2 + len(sheet.rows)
        where = f"'{name}'.A{first}:'{name}'.{_letters(len(sheet.columns))}{last}"
        marked = {"table:name": f"table_{number}", "table:target-range-address": where, "table:contains-header": "true"}
        _under(ranges, "table:database-range", marked)
    meta = _element("office:document-meta", {"office:version": FORMAT})
    told = _under(meta, "office:meta")
    _under(told, "dc:title").text = _plain(title)
    _under(told, "dc:language").text = f"{LANGUAGE}-{COUNTRY}"
    return _zipped({"content.xml": content, "styles.xml": _defaults(), "meta.xml": meta})


def _cover(inside: ET.Element, title: str, about: Sequence[str], sheets: Sequence[tuple[str, Sheet]]) -> None:
    cover = _sheet(inside, "Cover", 1)
    _line(cover, title, "title")
    for sentence in about:
        _line(cover, sentence)
    _line(cover, "What this file holds", "heading")
    for name, sheet in sheets:
        cell = _under(_under(cover, "table:table-row"), "table:table-cell", {"office:value-type": "string"})
        link = {"xlink:type": "simple", "xlink:href": f"#'{name}'.A1"}
        _under(_under(cell, "text:p"), "text:a", link).text = _plain(f"{name}: {sheet.title}")


def _table(inside: ET.Element, name: str, sheet: Sheet) -> None:
    table = _sheet(inside, name, len(sheet.columns))
    _line(table, sheet.title, "title")
    for sentence in sheet.about:
        _line(table, sentence)
    headings = _under(_under(table, "table:table-header-rows"), "table:table-row")
    for heading in sheet.columns:
        _cell(headings, heading, "heading")
    for values in sheet.rows:
        row = _under(table, "table:table-row")
        for place, value in enumerate(values):
            _cell(row, value, "percent" if place in sheet.percent else "")


def _sheet(inside: ET.Element, name: str, columns: int) -> ET.Element:
    table = _under(inside, "table:table", {"table:name": name})
    _under(table, "table:table-column", {"table:style-name": "wide"})
    if columns > 1:
        more = {"table:style-name": "narrow", "table:number-columns-repeated": str(columns - 1)}
        _under(table, "table:table-column", more)
    return table


def _line(table: ET.Element, text: str, style: str = "line") -> None:
    _cell(_under(table, "table:table-row"), text, style)


def _cell(row: ET.Element, value: Cell, style: str = "") -> None:
    """A number as a number, a share as a percentage where the column holds shares, anything else as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        kind = "percentage" if style == "percent" else "float"
        cell = _under(row, "table:table-cell", {"office:value-type": kind, "office:value": repr(value)})
        shown = f"{value:.1%}" if kind == "percentage" else f"{value}"
    else:
        cell = _under(row, "table:table-cell", {"office:value-type": "string"})
        shown = {True: "yes", False: "no"}[value] if isinstance(value, bool) else _plain(value or "")
    if style:
        cell.set(_full("table:style-name"), style)
    _under(cell, "text:p").text = shown


def _styles(content: ET.Element) -> None:
    """How wide a column is, and what stands bold: nothing is told by it alone."""
    styles = _under(content, "office:automatic-styles")
    for name, width in (("wide", "9cm"), ("narrow", "3.5cm")):
        column = _under(styles, "style:style", {"style:name": name, "style:family": "table-column"})
        _under(column, "style:table-column-properties", {"style:column-width": width})
    share = _under(styles, "number:percentage-style", {"style:name": "share"})
    _under(share, "number:number", {"number:decimal-places": "1", "number:min-integer-digits": "1"})
    _under(share, "number:text").text = "%"
    for name, bold, more in (
        ("title", "14pt", {}),
        ("heading", "11pt", {}),
        ("line", "", {}),
        ("percent", "", {"style:data-style-name": "share"}),
    ):
        style = _under(styles, "style:style", {"style:name": name, "style:family": "table-cell", **more})
        if name == "heading":
            _under(style, "style:table-cell-properties", {"fo:wrap-option": "wrap"})
        if bold:
            _under(style, "style:text-properties", {"fo:font-weight": "bold", "fo:font-size": bold})


def _defaults() -> ET.Element:
    styles = _element("office:document-styles", {"office:version": FORMAT})
    default = _under(_under(styles, "office:styles"), "style:default-style", {"style:family": "table-cell"})
    _under(default, "style:text-properties", {"fo:language": LANGUAGE, "fo:country": COUNTRY, "fo:font-size": "11pt"})
    return styles


def _zipped(parts: dict[str, ET.Element]) -> bytes:
    manifest = _element("manifest:manifest", {"manifest:version": FORMAT})
    for path, kind in {"/": MIMETYPE, **dict.fromkeys(parts, "text/xml")}.items():
        _under(manifest, "manifest:file-entry", {"manifest:full-path": path, "manifest:media-type": kind})
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.writestr(zipfile.ZipInfo("mimetype", MADE_AT), MIMETYPE)  # first and not compressed, as the format asks
        for name, element in {**parts, "META-INF/manifest.xml": manifest}.items():
            text = ET.tostring(element, encoding="utf-8", xml_declaration=True)
            file.writestr(zipfile.ZipInfo(name, MADE_AT), text, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """The sheets' names as a spreadsheet takes them, no two alike."""
    found: list[str] = []
    for number, sheet in enumerate(sheets, start=1):
        name = NOT_IN_A_NAME.sub(" ", _plain(sheet.name)).strip()[:LONGEST_NAME] or f"Table {number}"
        found.append(f"{name[: LONGEST_NAME - 4]} {number}" if name in {*found, "Cover"} else name)
    return found


def _letters(column: int) -> str:
    """The letters of a column, counted from one."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _plain(text: str) -> str:
    return NOT_IN_XML.sub("", text)


def _full(name: str) -> str:
    space, short = name.split(":")
    return f"{{{SPACES[space]}}}{short}"


def _element(name: str, more: dict[str, str] | None = None) -> ET.Element:
    return ET.Element(_full(name), {_full(key): value for key, value in (more or {}).items()})


def _under(parent: ET.Element, name: str, more: dict[str, str] | None = None) -> ET.Element:
    child = _element(name, more)
    parent.append(child)
    return child
