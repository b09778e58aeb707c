"""Bytes into lines of text: UTF-8 with or without a mark, UTF-16, Windows; anything that is not text is refused in words."""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from desistance.foundation.decisions import Decision, allowed, refused

UTF_8, UTF_16_LITTLE, UTF_16_BIG = "utf-8", "utf-16-le", "utf-16-be"
ENCODING_WORDS: Final = {UTF_8: "UTF-8", UTF_16_LITTLE: "UTF-16", UTF_16_BIG: "UTF-16"}
_MARKS: Final = ((b"\xef\xbb\xbf", UTF_8), (b"\xff\xfe", UTF_16_LITTLE), (b"\xfe\xff", UTF_16_BIG))
_KINDS: Final = (
    (b"PK\x03\x04", "a spreadsheet or zip file"),
    (b"PK\x05\x06", "an empty zip file"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "a document"),
)
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
    for start, words in _KINDS:
        if first.startswith(start):
            return refused(f"The selected file must be a CSV. This is {words}. Save it as CSV and select it again")
    if opening_of(first).encoding == UTF_8 and first.count(b"\x00") > 0:
        return refused("The selected file must be a CSV. This one holds bytes that are not text")
    return allowed()


def opening_of(first: bytes) -> Opening:
    """The encoding: by its mark; without one, UTF-16 when every other byte of the heading is nought; else UTF-8 or Windows."""
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return Opening(encoding, len(mark))
    start = first[:200]
    half = len(start) // 2
    if half and start[1::2].count(0) > half * 0.7:
        return Opening(UTF_16_LITTLE, 0)
    if half and start[0::2].count(0) > half * 0.7:
        return Opening(UTF_16_BIG, 0)
    return Opening(UTF_8, 0)


def text_lines(lines: Iterable[bytes], opening: Opening) -> Iterator[str]:
    """Lines of text with their ends, one physical line each.

    UTF-8 is decoded line by line, and a line that is not UTF-8 is read as Windows text: files pasted together from two
    systems keep their letters. A byte that no reading gives, and a nought, become the mark that the row rules look for.
    """
    if opening.encoding == UTF_8:
        yield from _utf_8(lines, opening.mark)
    else:
        yield from _utf_16(lines, opening)


def _utf_8(lines: Iterable[bytes], mark: int) -> Iterator[str]:
    for line in _without_mark(lines, mark):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            text = line.decode("cp1252", errors="replace")
        yield from _parted(text)


def _utf_16(lines: Iterable[bytes], opening: Opening) -> Iterator[str]:
    # Reading by lines cuts a line end of two bytes in two, so text waits until its whole line is there.
    waiting = ""
    for piece in codecs.iterdecode(_without_mark(lines, opening.mark), opening.encoding, errors="replace"):
        *whole, waiting = list(_parted(waiting + piece)) or [""]
        yield from whole
    if waiting:
        yield waiting


def _without_mark(lines: Iterable[bytes], mark: int) -> Iterator[bytes]:
    for number, line in enumerate(lines):
        yield line[mark:] if number == 0 else line


def _parted(text: str) -> Iterator[str]:
    clean = text.replace("\x00", NOT_READABLE)
    yield from (line for line in _LINE.findall(clean) if line)
