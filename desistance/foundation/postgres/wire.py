"""Asking a PostgreSQL server whether it takes connections, by beginning one.

A pid file proves nothing: the pid may belong to another program, and a server in recovery has one too. The first
answer to a start-up message tells it before any password is sent (PostgreSQL 18 manual, "Message Formats" and
"PostgreSQL Error Codes").
"""

from __future__ import annotations

import enum
import socket
import struct
from pathlib import Path

PROTOCOL_3_0 = 196608
CANNOT_CONNECT_NOW = b"C57P03"
TOO_MANY_CONNECTIONS = b"C53300"
SECONDS_TO_ANSWER = 5.0


class Answer(enum.Enum):
    """What the first answer means."""

    READY = "takes connections"
    NOT_YET = "is starting, recovering or stopping"
    REFUSES = "refuses this role or database"
    NOBODY = "nobody answers"


def ask(path: Path, *, user: str, database: str) -> Answer:
    """Begin a connection to the socket `path` and say what the first answer means; a dead server is an answer too."""
    words = b"".join(word.encode() + b"\0" for word in ("user", user, "database", database)) + b"\0"
    message = struct.pack("!ii", len(words) + 8, PROTOCOL_3_0) + words
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(SECONDS_TO_ANSWER)
            line.connect(str(path))
            line.sendall(message)
            return meaning(line.recv(4096))
    except OSError:
        return Answer.NOBODY


def meaning(reply: bytes) -> Answer:
    """The meaning of a first answer: `R` asks for a password, `E` is an error whose code is the field after `C`."""
    if reply[:1] == b"R":
        return Answer.READY
    if reply[:1] != b"E":
        return Answer.NOBODY
    fields = reply[5:].split(b"\0")
    if CANNOT_CONNECT_NOW in fields:
        return Answer.NOT_YET
    return Answer.READY if TOO_MANY_CONNECTIONS in fields else Answer.REFUSES
