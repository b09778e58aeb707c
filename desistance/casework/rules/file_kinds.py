"""What a file is, told from its content alone; what is two things at once, or unpacks to far more, is refused.

Sources: ISO 32000-2 (PDF), the PNG specification (third edition), ITU-T T.81 (JPEG), ECMA-376 part 2 (Word packages), APPNOTE 6.3
(zip); traps from OWASP ASVS 5.0 chapter 5, read 2026.
"""

import io
import itertools
import re
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from desistance.casework.terms import FileKind
from desistance.foundation.decisions import Decision, refused

MUST_BE: Final = "The file must be a PDF, Word, image or text file"
TWO_THINGS: Final = "The file is two kinds of file in one. Save it again from the program it was made with"
CUT_OFF: Final = "The file is damaged: its end is missing. Save it again and choose the new one"
OLD_WORD: Final = "The file is an old Word file or is locked with a password. Save it as .docx without a password"
MACROS: Final = "The Word file holds macros. Save it as .docx, which holds none"
UNPACKS: Final = "The file unpacks to far more than it is. Save it again from the program it was made with"
LOCKED: Final = "The Word file is locked with a password. Save it without one"
EMPTY: Final = "The selected file is empty"
MIB: Final = 1024 * 1024

PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
OLE_BEGINS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = re.compile(r"\s*(?:<(?:!doctype|!--|html|head|body|script|svg|iframe|\?)|\{\\rtf|%!PS|#!)", re.IGNORECASE)
FOREIGN = re.compile(
    rb"%PDF-|PK\x03\x04|Rar!\x1a|7z\xbc\xaf|\x7fELF|<\?php|<(?:script|html|svg|!doctype)", re.IGNORECASE
)
HEAD = 1024
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the file is, and for a picture how many pixels it has."""

    kind: FileKind
    pixels: int = 0


def recognise(content: bytes, limits: Mapping[str, Any]) -> Recognised | Decision:
    """What a file is; or, as a decision, why it is not taken. ``limits`` are the values of the rule set in force."""
    if not content or content.startswith(OLE_BEGINS):
        return refused(OLD_WORD if content else EMPTY)
    if content.startswith(b"PK\x03\x04"):
        return _word(content, limits)
    if zipfile.is_zipfile(io.BytesIO(content)):
        return refused(TWO_THINGS)
    return _plain(content, limits)


def _plain(content: bytes, limits: Mapping[str, Any]) -> Recognised | Decision:
    """What a file is that holds no others."""
    if content.startswith((b"%PDF-1.", b"%PDF-2.")):
        return _pdf(content)
    if content.startswith(PNG_BEGINS):
        return _picture(FileKind.PNG, content, _png(content), limits)
    if content.startswith(b"\xff\xd8\xff"):
        return _picture(FileKind.JPEG, content, _jpeg(content), limits)
    return _text(content)


def _pdf(content: bytes) -> Recognised | Decision:
    end = content.rfind(b"%%EOF")
    if end < 0:
        return refused(CUT_OFF)
    after = content[end + 5 :]
    if after.strip(b"\r\n \t\x00"):
        return refused(TWO_THINGS if FOREIGN.search(after) else CUT_OFF)
    return Recognised(FileKind.PDF)


def _picture(
    kind: FileKind, content: bytes, read: tuple[int, bytes] | None, limits: Mapping[str, Any]
) -> Recognised | Decision:
    """``read``: the pixels and what follows the picture's own end; None where it has none."""
    if read is None:
        return refused(CUT_OFF)
    pixels, after = read
    if FOREIGN.search(after) or b"%PDF-" in content[:HEAD]:
        return refused(TWO_THINGS)
    most = limits["picture_megapixels"]
    if pixels > most * 1_000_000:
        return refused(f"The picture must have fewer than {most} million pixels")
    return Recognised(kind, pixels)


def _png(content: bytes) -> tuple[int, bytes] | None:
    place, pixels = len(PNG_BEGINS), 0
    while place + 12 <= len(content):
        size, name = struct.unpack(">I4s", content[place : place + 8])
        if name == b"IHDR" and size == 13:
            width, height = struct.unpack(">II", content[place + 8 : place + 16])
            pixels = width * height
        place += 12 + size
        if name == b"IEND":
            return (pixels, content[place:]) if pixels and place <= len(content) else None
    return None


FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


def _jpeg(content: bytes) -> tuple[int, bytes] | None:
    place, pixels = 2, 0
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker, size = content[place + 1], struct.unpack(">H", content[place + 2 : place + 4])[0]
        if marker in FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            pixels = width * height
        if marker == 0xDA:
            end = content.rfind(b"\xff\xd9")
            return (pixels, content[end + 2 :]) if pixels and end > place else None
        place += 2 + size
    return None


def _text(content: bytes) -> Recognised | Decision:
    words = _decoded(content)
    if words is None or CONTROL.search(words) or MARKUP.match(words):
        return refused(MUST_BE)
    if b"%PDF-" in content[:HEAD]:
        return refused(TWO_THINGS)
    return Recognised(FileKind.TEXT)


def _decoded(content: bytes) -> str | None:
    """The text in the encodings that word processors save: UTF-8, UTF-16 with its mark, and that of Windows."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _word(content: bytes, limits: Mapping[str, Any]) -> Recognised | Decision:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            why_not = _package(package, content, limits)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, struct.error, ValueError):
        return refused(CUT_OFF)
    return Recognised(FileKind.WORD) if why_not is None else why_not


def _package(package: zipfile.ZipFile, content: bytes, limits: Mapping[str, Any]) -> Decision | None:
    """Why a package is not a Word file that is taken; None when it is one."""
    parts = package.infolist()
    names = {part.filename.lower() for part in parts}
    if not {"[content_types].xml", "word/document.xml"} <= names:
        return refused(MUST_BE)
    if any(name.endswith("vbaproject.bin") for name in names):
        return refused(MACROS)
    if any(part.flag_bits & 1 for part in parts):
        return refused(LOCKED)
    if package.comment or _ends(content) or any(".." in name or name.startswith("/") for name in names):
        return refused(TWO_THINGS)
    if len(parts) > limits["packed_files"] or _overlap(parts) or _unpacks_too_far(package, parts, limits):
        return refused(UNPACKS)
    types = package.read("[Content_Types].xml")
    return refused(MACROS) if b"macroEnabled" in types else None


def _ends(content: bytes) -> bool:
    """Whether something follows the package's own end, or stands before its first part."""
    end = content.rfind(b"PK\x05\x06")
    return end + 22 != len(content)


def _overlap(parts: list[zipfile.ZipInfo]) -> bool:
    """Whether two parts share the same bytes: how a small file unpacks to a vast one."""
    places = sorted((part.header_offset, part.compress_size) for part in parts)
    return any(start + size > after for (start, size), (after, _) in itertools.pairwise(places))


def _unpacks_too_far(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo], limits: Mapping[str, Any]) -> bool:
    most, found = limits["unpacked_mb"] * MIB, 0
    if sum(part.file_size for part in parts) > most:
        return True
    for part in parts:
        with package.open(part) as unpacked:
            while piece := unpacked.read(MIB):
                found += len(piece)
                if found > most:
                    return True
    return False
