"""Whether a file may be received, and the words about one that was received before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO

from desistance.foundation.calendar import LOCAL
from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.foundation.register import Feed
from desistance.ingest.rules.encodings import (
    MUST_BE,
    NOT_READABLE,
    OLD_WORKBOOK,
    may_be_read,
    opening_of,
    text_lines,
)
from desistance.ingest.rules.lines import Heading, Line, heading_may_stand, read_heading, rows_of
from desistance.ingest.rules.workbooks import is_packed, open_workbook
from desistance.ingest.terms import LONGEST_LINE, MOST_BYTES

SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xlsm"})
FIRST_BYTES = 4096
EMPTY = "The selected file is empty"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose heading was read: the heading, its rows one after another, and what a reader should be told of the file.

    The rows of a workbook raise :class:`Unreadable` where its sheet turns out to be damaged.
    """

    heading: Heading
    rows: Iterator[Line]
    notes: tuple[str, ...] = ()


def may_be_received(*, name: str, size: int, first: bytes) -> Decision:
    """Whether a file is a CSV or workbook of a size that can be taken, by its name and its first bytes."""
    most = f"{MOST_BYTES // (1024 * 1024)} MB"
    return all_of(
        allowed()
        if PurePath(name).suffix.lower() in SUFFIXES or is_packed(first) or first.startswith(OLD_WORKBOOK)
        else refused(MUST_BE),
        allowed() if size <= MOST_BYTES else refused(f"The selected file must be smaller than {most}"),
        allowed() if is_packed(first) else may_be_read(first),
    )


def may_send(*, feed: Feed | None, agency_kind: str, sender_kind: str, sender_words: str) -> Decision:
    """Whether the acting agency is of the kind that sends this feed."""
    if feed is None:
        return refused("Choose where the file comes from from the list")
    if agency_kind != sender_kind:
        return refused(f"{feed.words} files are sent by a {sender_words}, and you are not acting for one")
    return allowed()


def open_text(file: BinaryIO, first: bytes, feed: Feed) -> Opened | Decision:
    """The heading and the rows of a file, text or workbook; or, as a decision, why its heading cannot stand.

    A line that only names the separator (``sep=;``) is passed over.
    """
    if is_packed(first):
        book = open_workbook(file, feed)
        return book if isinstance(book, Decision) else Opened(book.heading, book.rows, book.notes)
    text = text_lines(file, opening_of(first))
    number = 0
    for line in text:
        number += 1
        if line.strip() and not line.strip().strip('"').lower().startswith("sep="):
            break
    else:
        return refused(EMPTY)
    if len(line) > LONGEST_LINE:
        return refused(f"The heading is longer than {LONGEST_LINE:,} characters, so a line end is missing")
    if NOT_READABLE in line:
        return refused("The heading of the file cannot be read. Save the file as CSV, UTF-8, and select it again")
    heading = read_heading(line, feed)
    stands = heading_may_stand(heading, feed)
    return Opened(heading, rows_of(text, heading.delimiter, first=number + 1)) if stands else stands


def in_words(at: datetime) -> str:
    """A moment as the messages say it: 13 March 2026 at 3:52pm."""
    local = at.astimezone(LOCAL)
    hour = local.hour % 12 or 12
    return f"{local.day} {local:%B %Y} at {hour}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"


def same_file_words(*, finished_at: datetime | None, received_at: datetime, state_words: str) -> str:
    """What to say when a file comes again: when it was loaded, or where it stands."""
    if finished_at is not None:
        return f"This file was loaded on {in_words(finished_at)}. Nothing has been changed."
    return f"This file was received on {in_words(received_at)} and is here already: {state_words}. Nothing has been changed."
