"""A worker's appointments as an iCalendar file that names nobody (RFC 5545, read 2026)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

TITLE = "Appointment"
LONGEST_LINE = 75
"""Octets in a line without its end (RFC 5545 section 3.1)."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One appointment for the calendar. ``place`` is empty unless the worker chose to show it."""

    id: int
    version: int
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    is_cancelled: bool
    place: str = ""


def calendar_text(slots: Iterable[Slot]) -> str:
    """The file: one event each, the same UID for the same appointment always, cancelled ones said to be so."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Desistance//Appointments//EN", "METHOD:PUBLISH"]
    lines += ["CALSCALE:GREGORIAN", "X-WR-CALNAME:Appointments", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"]
    for slot in slots:
        lines += _event(slot)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(slot: Slot) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(NAMESPACE_URL, f'desistance contact {slot.id}')}"
    yield f"SEQUENCE:{slot.version - 1}"
    yield f"DTSTAMP:{_moment(slot.changed_at)}"
    yield f"DTSTART:{_moment(slot.starts_at)}"
    yield f"DTEND:{_moment(slot.ends_at)}"
    yield f"SUMMARY:{TITLE}"
    yield f"STATUS:{'CANCELLED' if slot.is_cancelled else 'CONFIRMED'}"
    yield "CLASS:PRIVATE"
    if slot.place:
        yield f"LOCATION:{_escaped(slot.place)}"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Text as a value: what would end or split it is escaped, and what no calendar shows is left out."""
    told = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    told = told.replace("\r\n", "\\n").replace("\n", "\\n")
    return "".join(letter for letter in told if letter.isprintable())


def _folded(line: str) -> str:
    """A long line cut between letters, each further piece behind a space."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST_LINE:
            pieces.append(piece)
            piece, size = "", 1
        piece, size = piece + letter, size + octets
    return "\r\n ".join([*pieces, piece])
