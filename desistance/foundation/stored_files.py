"""Files outside the database: written whole under a name of our own, readable by this service's account alone."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from desistance.foundation.decisions import Refused

UNFINISHED: Final = "receiving-"
"""How the name of a file begins while it is being received; one that was left so by a crash is in no record."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it was written down: where, how long, its hash and its first bytes."""

    path: Path
    sha256: str
    size: int
    first: bytes

    def settle(self, kept_as: str) -> None:
        """Give the file its lasting name (``folder/name``). A file of that name is the same one, by its hash."""
        target = at_rest(kept_as)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.replace(self.path, target)

    def let_go(self) -> None:
        """Remove what was received and not settled."""
        self.path.unlink(missing_ok=True)


def at_rest(kept_as: str) -> Path:
    """Where a settled file stands on disk."""
    return Path(settings.MEDIA_ROOT) / kept_as


def contents(kept_as: str, sha256: str) -> bytes:
    """The bytes of a settled file. Raises :class:`Refused` where what is on disk is not what was kept."""
    try:
        content = at_rest(kept_as).read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refused("The file on disk is missing or is not the one that was added. Tell your administrator.")
    return content


def receive(content: Iterable[bytes], folder: str, *, most_bytes: int, first_bytes: int = 4096) -> Kept:
    """Write the bytes down as they come; stop soon after the size limit, so that ``size`` is then above it."""
    there = Path(settings.MEDIA_ROOT) / folder
    there.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = there / f"{UNFINISHED}{os.getpid()}-{os.urandom(8).hex()}"
    digest, size, first = hashlib.sha256(), 0, b""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        for chunk in content:
            digest.update(chunk)
            size += len(chunk)
            first += chunk[: max(0, first_bytes - len(first))]
            kept.write(chunk)
            if size > most_bytes:
                break
        kept.flush()
        os.fsync(kept.fileno())
    return Kept(path, digest.hexdigest(), size, first)
