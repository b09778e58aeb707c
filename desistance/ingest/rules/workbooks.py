"""An Excel workbook as a feed's file: refused before it is unpacked if it is a trap; the first sheet with our columns is read."""

import posixpath
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import IO, BinaryIO, Final

from desistance.foundation.decisions import Decision, refused
from desistance.foundation.register import Feed
from desistance.foundation.spreadsheets import line_as_it_came
from desistance.ingest.rules.encodings import NOT_READABLE
from desistance.ingest.rules.lines import CANNOT_BE_READ, Heading, Line, heading_may_stand, heading_of
from desistance.ingest.rules.worksheets import (
    Cell,
    SharedText,
    Sheet,
    SheetRow,
    Unreadable,
    elements,
    shapes_in,
)
from desistance.ingest.terms import LONGEST_LINE
from desistance.people.rules.typed_text import plain

STARTS_A_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
MOST_ENTRIES: Final = 2_000
MOST_DIRECTORY: Final = 1024 * 1024
MOST_UNPACKED: Final = 600 * 1024 * 1024
"""What all parts may come to: a sheet of a million rows is about 450 MB of XML."""
MOST_RATIO: Final = 100
"""A part that unpacks to more than so many times its size is no worksheet. Source: Apache POI's default, read 2026."""
RATIO_FROM: Final = 1024 * 1024
MOST_SHEETS: Final = 200
HEADING_WITHIN: Final = 20
"""How many rows with text a sheet may have above and with its heading."""
PIECES_TO_A_HEADING: Final = 64
"""A heading that has not come within 4 MB of a sheet does not come."""

ZIP_TRAP: Final = "The selected file unpacks to far more than a workbook holds. Save it as CSV and select it again"
NO_WORKBOOK: Final = (
    "The selected file must be a CSV or Excel workbook. This is a zip file of something else. "
    "Save it as CSV and select it again"
)
LOCKED: Final = "The selected file has a password. Save it without one, or save it as CSV, and select it again"
NO_ROWS_SHOWN: Final = "The workbook has no sheet with rows"
TOO_MUCH_IN_A_ROW: Final = f"The row holds more than {LONGEST_LINE:,} characters."
NUMBERS: Final = frozenset({"crn", "pnc", "cro", "noms", "postcode"})
NUMBER_ENDINGS: Final = ("_number", "_code", "_id", "_reference")
"""Columns whose digits are a name and not a quantity: a spreadsheet that keeps them as numbers drops the noughts before them."""
OTHER_KINDS: Final = {"xl/workbook.bin": "a binary workbook (.xlsb)", "content.xml": "an OpenDocument file"}


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheet that was chosen: its heading, its rows, and what a reader should be told of the choice."""

    heading: Heading
    rows: Iterator[Line]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Tab:
    """One sheet as the workbook names it."""

    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class _Top:
    """The first rows of a sheet: those above its heading, the heading, those after it that were read already."""

    above: tuple[SheetRow, ...]
    heading: Heading
    stands: Decision
    row: int
    read: tuple[SheetRow, ...]
    rest: Iterator[list[SheetRow]]


def is_packed(first: bytes) -> bool:
    """Whether a file begins like a zip, which every workbook since 2007 is."""
    return first.startswith(STARTS_A_ZIP)


def open_workbook(file: BinaryIO, feed: Feed) -> Workbook | Decision:
    """The rows of the first sheet with this feed's heading; or, as a decision, why there is none.

    Reading the rows later may raise :class:`Unreadable` where the sheet turns out to be damaged.
    """
    try:
        return _opened(_unpacked(file), feed)
    except Unreadable as fault:
        return refused(fault.words)


def _unpacked(file: BinaryIO) -> zipfile.ZipFile:
    """The zip, once its own directory shows that unpacking is safe: its size is looked at before it is read."""
    _demand_small_directory(file)
    try:
        packed = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, OverflowError) as fault:
        raise Unreadable from fault
    parts = packed.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(LOCKED)
    names = [part.filename for part in parts]
    if len(set(names)) != len(names):
        raise Unreadable
    if len(parts) > MOST_ENTRIES or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(ZIP_TRAP)
    if any(part.file_size > max(RATIO_FROM, MOST_RATIO * part.compress_size) for part in parts):
        raise Unreadable(ZIP_TRAP)
    return packed


def _demand_small_directory(file: BinaryIO) -> None:
    """The directory is at the end; listing one of a million names would fill the memory before anything is unpacked."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    last = file.read()
    file.seek(0)
    place = last.rfind(b"PK\x05\x06")
    if place < 0 or len(last) - place < 22:
        raise Unreadable
    _, _, _, _, entries, length, _, _ = struct.unpack("<4s4H2LH", last[place : place + 22])
    if entries > MOST_ENTRIES or length > MOST_DIRECTORY:
        raise Unreadable(ZIP_TRAP)


def _part(packed: zipfile.ZipFile, name: str) -> IO[bytes] | None:
    """A part to read from. The zip module gives no more of it than its declared size, which was looked at before."""
    try:
        return packed.open(name)
    except KeyError:
        return None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError) as fault:
        raise Unreadable from fault


def _opened(packed: zipfile.ZipFile, feed: Feed) -> Workbook | Decision:
    tabs, is_1904, links = _tabs(packed)
    shared = SharedText(_part(packed, _target(links, "sharedStrings", "xl/sharedStrings.xml")))
    shapes = shapes_in(_part(packed, _target(links, "styles", "xl/styles.xml")))
    first: Decision | None = None
    for tab in tabs:
        part = None if tab.is_hidden else _part(packed, tab.part)
        if part is None:
            continue
        top = _top(Sheet(part, shared, shapes, is_1904=is_1904).batches(), feed)
        if top is not None and top.stands:
            return Workbook(top.heading, _rows(top), _notes(tabs, tab, top))
        if first is None and top is not None:
            first = top.stands
    return _nothing_shown(tabs) if first is None else first


def _nothing_shown(tabs: Sequence[_Tab]) -> Decision:
    hidden = [tab.name for tab in tabs if tab.is_hidden]
    if not hidden:
        return refused(NO_ROWS_SHOWN)
    return refused(f"{NO_ROWS_SHOWN} that is not hidden. Hidden: {_quoted(hidden)}. Show it and select the file again")


def _tabs(packed: zipfile.ZipFile) -> tuple[list[_Tab], bool, Mapping[str, tuple[str, str]]]:
    """The worksheets in their order, whether days are counted from 1904, and the workbook's links to its parts."""
    root = _target(_links(packed, ""), "officeDocument", "xl/workbook.xml")
    part = _part(packed, root)
    if part is None:
        names = set(packed.namelist())
        kind = next((words for name, words in OTHER_KINDS.items() if name in names), "a zip file of something else")
        raise Unreadable(NO_WORKBOOK.replace("a zip file of something else", kind))
    links = _links(packed, root)
    tabs: list[_Tab] = []
    is_1904 = False
    for tag, values in elements(part):
        if tag == "workbookPr":
            is_1904 = values.get("date1904") in ("1", "true")
        elif tag == "sheet" and len(tabs) < MOST_SHEETS:
            link = next((text for name, text in values.items() if name.endswith(":id")), "")
            kind, target = links.get(link, ("", ""))
            if kind == "worksheet":
                hidden = values.get("state") in ("hidden", "veryHidden")
                tabs.append(_Tab(plain(values.get("name", ""))[:31], target, hidden))
    return tabs, is_1904, links


def _links(packed: zipfile.ZipFile, of: str) -> Mapping[str, tuple[str, str]]:
    """The links of a part by their id: what each leads to (the last word of its type), and the part's name."""
    folder, name = posixpath.split(of)
    part = _part(packed, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, tuple[str, str]] = {}
    for tag, values in elements(part) if part else ():
        target = values.get("Target", "")
        if tag == "Relationship" and len(found) < MOST_ENTRIES:
            whole = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[values.get("Id", "")] = (values.get("Type", "").rpartition("/")[2], whole)
    return found


def _target(links: Mapping[str, tuple[str, str]], kind: str, usual: str) -> str:
    return next((target for one, target in links.values() if one == kind), usual)


def _top(batches: Iterator[list[SheetRow]], feed: Feed) -> _Top | None:
    """The heading among the first rows: the first that has every needed column, else the one that has most of ours."""
    rows: list[SheetRow] = []
    for pieces, batch in enumerate(batches, 1):
        rows += [row for row in batch if any(cell.text.strip() for cell in row.cells)]
        if len(rows) >= HEADING_WITHIN or pieces >= PIECES_TO_A_HEADING:
            break
    best: _Top | None = None
    for place, row in enumerate(rows[:HEADING_WITHIN]):
        heading = heading_of([plain(text) for text in _texts(row.cells)], ",", feed)
        stands = heading_may_stand(heading, feed)
        top = _Top(tuple(rows[:place]), heading, stands, row.number, tuple(rows[place + 1 :]), batches)
        if stands:
            return top
        if best is None or sum(map(bool, heading.columns)) > sum(map(bool, best.heading.columns)):
            best = top
    return best


def _texts(cells: Sequence[Cell]) -> list[str]:
    texts = [""] * (cells[-1].column + 1 if cells else 0)
    for cell in cells:
        texts[cell.column] = cell.text
    return texts


def _rows(top: _Top) -> Iterator[Line]:
    for row in chain(top.read, chain.from_iterable(top.rest)):
        if any(cell.text.strip() for cell in row.cells):
            yield _line(row, top.heading)


def _line(row: SheetRow, heading: Heading) -> Line:
    """A row with as many cells as the heading; cells that stand beyond it come after, so that the row is told not to fit."""
    width = len(heading.columns)
    texts = [""] * width
    for cell in row.cells:
        if cell.column < width:
            texts[cell.column] = cell.text
        elif cell.text.strip():
            texts.append(cell.text)
    raw = line_as_it_came(texts)
    if row.is_cut or len(raw) > LONGEST_LINE:
        return Line(row.number, raw[:LONGEST_LINE], fault=TOO_MUCH_IN_A_ROW)
    if NOT_READABLE in raw:
        return Line(row.number, raw, fault=CANNOT_BE_READ)
    return Line(row.number, raw, tuple(texts), warnings=tuple(_warnings(row, heading)))


def _warnings(row: SheetRow, heading: Heading) -> Iterator[str]:
    if row.is_hidden:
        yield "This row is hidden in the workbook."
    for cell in row.cells:
        column = heading.columns[cell.column] if cell.column < len(heading.columns) else ""
        if cell.is_number and (column in NUMBERS or column.endswith(NUMBER_ENDINGS)):
            yield f"{column} {cell.text} is a number in the workbook, so noughts at its start may be lost."


def _notes(tabs: Sequence[_Tab], chosen: _Tab, top: _Top) -> tuple[str, ...]:
    others = [tab.name for tab in tabs if tab is not chosen and not tab.is_hidden]
    hidden = [tab.name for tab in tabs if tab.is_hidden]
    notes = [f"Rows were read from the sheet {_quoted([chosen.name])}."] if others or hidden else []
    notes += [f"Not read: {_quoted(others)}."] if others else []
    notes += [f"Hidden and not read: {_quoted(hidden)}."] if hidden else []
    if top.above:
        rows = [row.number for row in top.above]
        which = f"Row {rows[0]} is" if len(rows) == 1 else f"Rows {rows[0]} to {rows[-1]} are"
        notes.append(f"{which} above the heading and not read. The heading is row {top.row}.")
    return tuple(notes)


def _quoted(names: Sequence[str]) -> str:
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return ", ".join(f"“{name}”" for name in names[:10]) + more
