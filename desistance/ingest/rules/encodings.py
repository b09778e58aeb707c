"""Bytes into lines of text: UTF-8, UTF-16 and UTF-32 with or without a mark, Windows, Macintosh; what is no text is refused."""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.ingest.terms import LONGEST_LINE

UTF_8, MACINTOSH = "utf-8", "mac-roman"
UTF_16_LITTLE, UTF_16_BIG, UTF_32_LITTLE, UTF_32_BIG = "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"
# The mark of UTF-32, little end first, begins with that of UTF-16, so it is looked for before.
_MARKS: Final = (
    (b"\xef\xbb\xbf", UTF_8),
    (b"\xff\xfe\x00\x00", UTF_32_LITTLE),
    (b"\x00\x00\xfe\xff", UTF_32_BIG),
    (b"\xff\xfe", UTF_16_LITTLE),
    (b"\xfe\xff", UTF_16_BIG),
)
OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
"""The first bytes of an Excel file of before 2007, and of a later one that has a password."""
_KINDS: Final = (
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "a document"),
    (b"<?xml", "an XML file"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
)
PIECE: Final = 64 * 1024
MOST_OF_A_LINE: Final = 4 * LONGEST_LINE
"""A longer line is cut here while it is read: it is told to be too long, and memory does not grow with it."""
MUST_BE: Final = "The selected file must be a CSV or Excel workbook"
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
NOT_READABLE: Final = "\ufffd"


@dataclass(frozen=True, slots=True)
class Opening:
    """How the first bytes of a file say it is written: its encoding and how many bytes its mark takes."""

    encoding: str
    mark: int


def may_be_read(first: bytes) -> Decision:
    """Whether the first few thousand bytes are those of a text file."""
    if not first:
        return refused("The selected file is empty")
    if first.startswith(OLD_WORKBOOK):
        return refused(
            f"{MUST_BE}. This is an old Excel file (.xls) or one with a password. "
            "Open it in Excel, save it without a password as an Excel workbook (.xlsx) or CSV, and select it again"
        )
    for start, words in _KINDS:
        if first.startswith(start):
            return refused(f"{MUST_BE}. This is {words}. Save it as CSV and select it again")
    if opening_of(first).encoding in (UTF_8, MACINTOSH) and first.count(b"\x00") > 0:
        return refused(f"{MUST_BE}. This one holds bytes that are not text")
    return allowed()


def opening_of(first: bytes) -> Opening:
    """The encoding: by its mark; without one, by the noughts between the letters of the heading; else UTF-8 or of one byte.

    Excel's "CSV (Macintosh)" ends lines with a carriage return alone and writes Mac Roman: the ends tell it from Windows text.
    """
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return Opening(encoding, len(mark))
    start = first[:200]
    quarter = len(start) // 4
    if quarter and start.count(0) > quarter * 2.7:
        return Opening(UTF_32_LITTLE if start[0] else UTF_32_BIG, 0)
    half = len(start) // 2
    if half and start[1::2].count(0) > half * 0.7:
        return Opening(UTF_16_LITTLE, 0)
    if half and start[0::2].count(0) > half * 0.7:
        return Opening(UTF_16_BIG, 0)
    return Opening(MACINTOSH if b"\r" in first[:-1] and b"\n" not in first else UTF_8, 0)


def text_lines(file: BinaryIO, opening: Opening) -> Iterator[str]:
    """Lines of text with their ends, one physical line each, from a file that stands at its beginning.

    UTF-8 is decoded line by line, and a line that is not UTF-8 is read as Windows or Macintosh text: files pasted together from
    two systems keep their letters. A byte that no reading gives, and a nought, become the mark that the row rules look for.
    """
    file.read(opening.mark)
    pieces = iter(lambda: file.read(PIECE), b"")
    if opening.encoding in (UTF_8, MACINTOSH):
        other = "cp1252" if opening.encoding == UTF_8 else opening.encoding
        yield from (_decoded(line, other).replace("\x00", NOT_READABLE) for line in _whole_lines(pieces))
    else:
        text = codecs.iterdecode(pieces, opening.encoding, errors="replace")
        yield from (line.replace("\x00", NOT_READABLE) for line in _whole_text_lines(text))


def _decoded(line: bytes, other: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(other, errors="replace")


def _whole_lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    # The end of a piece may be the middle of a line, or of a line end of two bytes, so it waits for the next piece.
    waiting = b""
    for piece in pieces:
        lines = (waiting + piece).splitlines(keepends=True)
        waiting = b"" if lines[-1].endswith(b"\n") else lines.pop()
        yield from lines
        if len(waiting) > MOST_OF_A_LINE:
            waiting = waiting[:MOST_OF_A_LINE] + (b"\r" if waiting.endswith(b"\r") else b"")
    if waiting:
        yield waiting


def _whole_text_lines(pieces: Iterable[str]) -> Iterator[str]:
    waiting = ""
    for piece in pieces:
        lines = [line for line in _LINE.findall(waiting + piece) if line]
        waiting = lines.pop() if lines and not lines[-1].endswith("\n") else ""
        yield from lines
        if len(waiting) > MOST_OF_A_LINE:
            waiting = waiting[:MOST_OF_A_LINE] + ("\r" if waiting.endswith("\r") else "")
    if waiting:
        yield waiting
