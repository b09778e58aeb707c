"""Small whole files of each kind, made here; and ways to spoil them."""

import io
import struct
import zipfile
import zlib

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)


def pdf(words: str = "Letter") -> bytes:
    return f"%PDF-1.7\n1 0 obj <</Type/Catalog/Note({words})>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n".encode()


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int = 2, height: int = 2) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00\x00\x00" * 2)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 8, 8, height, width, 0)
    return b"\xff\xd8\xff\xe0\x00\x04ab" + frame + b"\xff\xda\x00\x02pixels and more pixels\xff\xd9"


def word(**parts: str | bytes) -> bytes:
    """A Word package; ``parts`` are more parts, with ``__`` for a slash."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("word/document.xml", "<w:document/>")
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return made.getvalue()


def packed(**parts: str | bytes) -> bytes:
    """A zip that is no Word file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def overlapping() -> bytes:
    """A Word package whose directory names the same bytes again under another name."""
    whole = word()
    directory = whole.index(b"PK\x01\x02")
    second = whole.index(b"PK\x01\x02", directory + 4)
    entry = whole[second : whole.index(b"PK\x05\x06")].replace(b"word/document.xml", b"word/doc_again.xml"[:17])
    body = whole[: whole.index(b"PK\x05\x06")] + entry
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 3, 3, len(body) - directory, directory, 0)
    return body + end
