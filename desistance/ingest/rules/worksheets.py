"""The parts of an Excel workbook read as a stream: its shared text, its number formats, and the rows of one sheet.

Source of the format: ECMA-376, Office Open XML, part 1, 18.2 to 18.8. Only the standard library reads it: expat is given pieces,
document types are refused, and a row is handed on as soon as it has ended, so that a sheet of any length needs the same memory.
"""

import re
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any, Final
from xml.parsers import expat

from desistance.ingest.rules.encodings import NOT_READABLE
from desistance.ingest.rules.lines import NOT_CALCULATED
from desistance.ingest.rules.serials import PLAIN, Shape, shape_of, shown_iso, shown_number
from desistance.ingest.terms import LONGEST_LINE

PIECE: Final = 64 * 1024
MOST_SHARED_TEXT: Final = 100 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""The limits of a sheet. Source: Microsoft, Excel specifications and limits, read 2026."""
MOST_STYLES: Final = 100_000
DAMAGED: Final = "The workbook is damaged. Open it in Excel, save it again and select it again"

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_TEXT: Final = re.compile("[\x00\ud800-\udfff]")
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BROKEN_XML = (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)
Named = tuple[str, Mapping[str, str]]


class Unreadable(Exception):
    """A workbook, or one of its parts, cannot be read; ``words`` say why and how to mend it."""

    def __init__(self, words: str = DAMAGED) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as text. ``is_number`` is set when the workbook keeps it as a plain number."""

    column: int
    text: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with its cells that are not empty, from left to right. ``is_cut`` when it has more text than a row may have."""

    number: int
    cells: tuple[Cell, ...]
    is_hidden: bool
    is_cut: bool


@lru_cache(maxsize=256)
def bare(tag: str) -> str:
    """The name of an element or attribute without the prefix of its namespace."""
    return tag.rpartition(":")[2]


def parsed(part: IO[bytes], start: Callable[..., None], end: Callable[..., None], text: Callable[..., None]) -> Any:
    """Give a part to handlers piece by piece; each step of the iteration is one piece. Raises :class:`Unreadable`."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = _no_document_type
    try:
        while piece := part.read(PIECE):
            parser.Parse(piece, False)
            yield
        parser.Parse(b"", True)
    except _BROKEN_XML as fault:
        raise Unreadable from fault
    yield


def _no_document_type(*_: object) -> None:
    raise Unreadable


def elements(part: IO[bytes]) -> Iterator[Named]:
    """The elements of a small part, each as it begins, with its attributes."""
    found: list[Named] = []
    pieces = parsed(part, lambda tag, values: found.append((bare(tag), values)), lambda _: None, lambda _: None)
    for _ in pieces:
        yield from found
        found.clear()


def unescaped(text: str) -> str:
    """Text without the escapes of control characters; one that no text may hold becomes the mark that the row rules look for."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return _NOT_TEXT.sub(NOT_READABLE, text)


class SharedText:
    """The texts that the cells of all sheets point to, read as far as they are asked for and kept as one run of bytes."""

    def __init__(self, part: IO[bytes] | None) -> None:
        self._bytes, self._ends = bytearray(), array("L")
        self._text: list[str] = []
        self._length, self._is_text, self._phonetic = 0, False, 0
        self._pieces = parsed(part, self._start, self._end, self._take) if part else iter(())

    def __getitem__(self, place: int) -> str:
        while place >= len(self._ends):
            if next(self._pieces, self) is self:
                raise Unreadable
        begin = self._ends[place - 1] if place else 0
        return self._bytes[begin : self._ends[place]].decode("utf-8", "surrogatepass")

    def _start(self, tag: str, _: Mapping[str, str]) -> None:
        tag = bare(tag)
        if tag == "t":
            self._is_text = not self._phonetic
        elif tag == "rPh":
            self._phonetic += 1

    def _take(self, text: str) -> None:
        if self._is_text and self._length <= LONGEST_LINE:
            self._text.append(text)
            self._length += len(text)

    def _end(self, tag: str) -> None:
        tag = bare(tag)
        if tag == "t":
            self._is_text = False
        elif tag == "rPh":
            self._phonetic -= 1
        elif tag == "si":
            self._bytes += "".join(self._text).encode("utf-8", "surrogatepass")
            self._ends.append(len(self._bytes))
            self._text, self._length = [], 0
            if len(self._bytes) + 8 * len(self._ends) > MOST_SHARED_TEXT:
                raise Unreadable("The workbook holds too much text to read. Save it as CSV and select it again")


def shapes_in(part: IO[bytes] | None) -> list[Shape]:
    """How the cells of each style show a number: the number formats of a workbook, by the style's place."""
    codes: dict[int, str] = {}
    shapes: list[Shape] = []
    within = False
    for tag, values in elements(part) if part else ():
        if tag == "numFmt":
            codes[_whole(values.get("numFmtId"))] = values.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyles"):
            within = tag == "cellXfs"
        elif tag == "xf" and within and len(shapes) < MOST_STYLES:
            number = _whole(values.get("numFmtId"))
            shapes.append(shape_of(number, codes.get(number, "")))
    return shapes


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 9 else 0


class Sheet:
    """The rows of one sheet, as its part is read."""

    def __init__(self, part: IO[bytes], shared: SharedText, shapes: list[Shape], *, is_1904: bool) -> None:
        self._shared, self._shapes, self._is_1904 = shared, shapes, is_1904
        self._pieces = parsed(part, self._start, self._end, self._take)
        self._rows: list[SheetRow] = []
        self._cells: list[Cell] = []
        self._number = self._length = self._phonetic = 0
        self._column = -1
        self._is_hidden = self._is_value = self._has_formula = self._in_row = False
        self._kind, self._style = "n", 0
        self._text: list[str] = []

    def batches(self) -> Iterator[list[SheetRow]]:
        """The rows that ended in each piece of the part; the list may be empty."""
        for _ in self._pieces:
            rows, self._rows = self._rows, []
            yield rows

    def _start(self, tag: str, values: Mapping[str, str]) -> None:
        tag = bare(tag)
        if tag == "c":
            self._begin_cell(values)
        elif tag == "v" or (tag == "t" and not self._phonetic):
            self._is_value = True
        elif tag == "f":
            self._has_formula = True
        elif tag == "row":
            self._begin_row(values)
        elif tag == "rPh":
            self._phonetic += 1

    def _begin_row(self, values: Mapping[str, str]) -> None:
        number = _whole(values["r"]) if "r" in values else self._number + 1
        if not self._number < number <= MOST_ROWS:
            raise Unreadable
        self._number, self._column, self._length, self._cells = number, -1, 0, []
        self._is_hidden, self._in_row = values.get("hidden") in ("1", "true"), True

    def _begin_cell(self, values: Mapping[str, str]) -> None:
        column = _place(values["r"]) if "r" in values else self._column + 1
        if not (self._in_row and self._column < column < MOST_COLUMNS):
            raise Unreadable
        self._column, self._kind, self._style = column, values.get("t", "n"), _whole(values.get("s"))
        self._text, self._has_formula = [], False

    def _take(self, text: str) -> None:
        if self._is_value and self._length <= LONGEST_LINE:
            self._text.append(text)
            self._length += len(text)

    def _end(self, tag: str) -> None:
        tag = bare(tag)
        if tag in ("v", "t"):
            self._is_value = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self._in_row = False
            is_cut = self._length > LONGEST_LINE
            self._rows.append(SheetRow(self._number, tuple(self._cells), self._is_hidden, is_cut))
        elif tag == "rPh":
            self._phonetic -= 1

    def _end_cell(self) -> None:
        raw = "".join(self._text)
        if not raw:
            if self._has_formula and self._kind != "str":
                self._cells.append(Cell(self._column, NOT_CALCULATED))
            return
        if self._kind == "s":
            raw = self._of_shared(raw)
        shape = self._shapes[self._style] if self._style < len(self._shapes) else PLAIN
        if self._kind == "n":
            shown, is_number = shown_number(raw, shape, is_1904=self._is_1904)
            self._cells.append(Cell(self._column, shown, is_number))
        elif text := unescaped(_worded(self._kind, raw)):
            self._cells.append(Cell(self._column, text))

    def _of_shared(self, raw: str) -> str:
        if not raw.strip().isdecimal() or len(raw) > 9:
            raise Unreadable
        text = self._shared[int(raw)]
        self._length += len(text)
        return text


def _worded(kind: str, raw: str) -> str:
    if kind == "b":
        return "TRUE" if raw.strip() == "1" else "FALSE"
    return shown_iso(raw) if kind == "d" else raw


def _place(place: str) -> int:
    found = _PLACE.fullmatch(place)
    if not found:
        raise Unreadable
    return _column(found[1])


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1
