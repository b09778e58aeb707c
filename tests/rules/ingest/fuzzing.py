"""Files as no partner means to send them: good ones that were changed, and others made from nothing."""

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desistance.foundation.decisions import Decision
from desistance.ingest.rules.feed import Roster
from desistance.ingest.rules.feeds import POLICE_CUSTODY, read_row
from desistance.ingest.rules.files import FIRST_BYTES, Opened, may_be_received, open_text
from desistance.ingest.rules.worksheets import Unreadable
from tests import factories as make
from tests.ingest.files import CUSTODY_COLUMNS, as_csv, custody_row
from tests.ingest.workbooks import as_workbook, by_hand, inline, packed, unpacked

BAD_TEXT: Final = (
    "=HYPERLINK(1)", "+44 191", "-1", "@SUM(A1)", "\t=1", "\uff1d1", " =1", "\x00", "\ufeff", "\u202e", '"', '""', "'", ",", ";",
    "\r", "\n", "\r\n", "../../etc/passwd", "x" * 30_000, "31/02/2026", "99/99/9999", "#REF!", "\ufffd", "\U0001f600", "<b>", "%s",
)  # fmt: skip
BAD_BYTES: Final = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x81",
    b"\xed\xa0\x80",
    b"\r",
    b"\n\n",
    b'"',
    b"PK\x03\x04",
    b"\x1a",
)
SHEET: Final = "xl/worksheets/sheet1.xml"
Maker = Callable[[random.Random], bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: refused or stopped in words, or rows of which each is good or held with a reason."""

    words: str = ""
    rows: int = 0
    good: int = 0
    held: int = 0


def outcome_of(data: bytes, name: str = "custody.csv") -> Outcome:
    """Receive and read a file as the service does, up to the database."""
    received = may_be_received(name=name, size=len(data), first=data[:FIRST_BYTES])
    if not received:
        return Outcome(received.words)
    opened = open_text(io.BytesIO(data), data[:FIRST_BYTES], POLICE_CUSTODY)
    if isinstance(opened, Decision):
        return Outcome(opened.words)
    try:
        return _rows(opened)
    except Unreadable as damaged:
        return Outcome(damaged.words)


def _rows(opened: Opened) -> Outcome:
    rows = good = held = 0
    last = 0
    for line in opened.rows:
        assert line.number > last, "a row's place is its own"
        assert "\x00" not in line.raw
        line.raw.encode()
        last, rows = line.number, rows + 1
        reading, cells = read_row(line, opened.heading, POLICE_CUSTODY.name, at=make.NOW, roster=Roster({}, {}))
        "".join(cells.values()).encode()
        if reading.is_good:
            assert reading.person is not None
            good += 1
        else:
            assert all(problem.words for problem in reading.problems)
            held += 1
    return Outcome("", rows, good, held)


def csv_changed(chance: random.Random) -> bytes:
    """A good CSV in some encoding, with cells, lines or bytes changed."""
    rows = [custody_row(chance.randrange(5_000)) for _ in range(chance.randrange(12))]
    for row in rows:
        if chance.random() < 0.5:
            row[chance.choice(CUSTODY_COLUMNS)] = chance.choice(BAD_TEXT)
    text = as_csv(rows, delimiter=chance.choice(",;\t|")).replace("\r\n", chance.choice(("\r\n", "\n", "\r")))
    encoding = chance.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "mac-roman"))
    return _struck(text.encode(encoding, "replace"), chance)


def csv_joined(chance: random.Random) -> bytes:
    """Two halves in different encodings, as files pasted together are."""
    return csv_changed(chance) + csv_changed(chance)


def heading_of_nonsense(chance: random.Random) -> bytes:
    """A heading of other columns, very many of them, or none."""
    columns = [chance.choice((*CUSTODY_COLUMNS, "", "x", "=1")) for _ in range(chance.choice((0, 1, 9, 2_000, 20_000)))]
    return (",".join(columns) + "\n" + ",".join("1" for _ in columns) + "\n").encode()


def noise(chance: random.Random) -> bytes:
    """Bytes from nothing, some after a good heading."""
    start = chance.choice((b"", ",".join(CUSTODY_COLUMNS).encode() + b"\n", b"PK\x03\x04", b"\xff\xfe\x00\x00"))
    return start + chance.randbytes(chance.randrange(3_000))


def workbook_changed(chance: random.Random) -> bytes:
    """A workbook written part by part, its rows and marks changed."""
    cells = [
        [custody_row(chance.randrange(5_000))[column] for column in CUSTODY_COLUMNS] for _ in range(chance.randrange(6))
    ]
    rows = "".join(inline(*(one if chance.random() < 0.9 else _bad_cell(chance) for one in row)) for row in cells)
    rows = inline(*CUSTODY_COLUMNS) + rows
    if chance.random() < 0.5:
        place = chance.randrange(len(rows))
        rows = (
            rows[:place]
            + chance.choice(("<", ">", "&", "</row>", "<row>", '<c r="ZZZ9">', "&#0;", "<!--", ""))
            + rows[place + 1 :]
        )
    return by_hand(rows)


def _bad_cell(chance: random.Random) -> str:
    return chance.choice(("=1", "_x0000_", "_xD800_", "x" * 25_000, "&amp;", "&lt;b&gt;", "#N/A", ""))


def workbook_struck(chance: random.Random) -> bytes:
    """A real workbook with bytes of the zip changed, or cut short."""
    return _struck(_WORKBOOK, chance)


def zip_of_traps(chance: random.Random) -> bytes:
    """Zips with names that lead outside, parts that grow, sheets that are no XML."""
    parts: dict[str, str | bytes] = {chance.choice(("../../x", "/etc/passwd", "a/../b", "C:\\x", "x" * 200)): "x"}
    if chance.random() < 0.5:
        return by_hand(
            inline(*CUSTODY_COLUMNS),
            {**parts, SHEET: chance.choice((b"", b"\x00" * 2_000_000, b"<a>" * 50_000, b"no"))},
        )
    return packed(parts, chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)))


def long_lines(chance: random.Random) -> bytes:
    """A cell of a megabyte, or a quotation mark that never closes over many lines."""
    good = as_csv([custody_row(1)]).encode()
    return (
        good + chance.choice((b"x" * 1_000_000, b'"' + b"a,b\n" * 5_000, b"," * 200_000, b'"' * 99_999)) + b"\n" + good
    )


def _struck(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((0, 0, 1, 3, 20))):
        place = chance.randrange(len(changed) + 1)
        changed[place : place + chance.randrange(3)] = chance.choice(BAD_BYTES)
    return bytes(changed[: chance.randrange(len(changed) + 1)]) if chance.random() < 0.1 else bytes(changed)


_WORKBOOK: Final = packed(
    {**unpacked(as_workbook([custody_row(number) for number in range(3)])), "docProps/core.xml": "<coreProperties/>"}
)
"""Written by another library, without the moment of writing: the same bytes each time."""
MAKERS: Final[tuple[Maker, ...]] = (
    csv_changed, csv_joined, heading_of_nonsense, noise, workbook_changed, workbook_struck, zip_of_traps, long_lines,
)  # fmt: skip
WEIGHTS: Final = (6, 2, 1, 2, 5, 5, 2, 0.3)


def made_by(number: int) -> bytes:
    """The file of a number: always the same, so that one that fails can be made again."""
    chance = random.Random(number)
    return chance.choices(MAKERS, WEIGHTS)[0](chance)
