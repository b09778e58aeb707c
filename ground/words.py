"""What a person at the terminal reads, and how a foreseeable failure ends."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path
from typing import NoReturn

FAILED = 1  # a gate or a test failed, or something stopped that should have run
MACHINE = 3  # the machine lacks something: a package, the network, disk space
PORT_TAKEN = 4
INTERRUPTED = 130  # 128 + SIGINT, as shells count

FREE_BYTES_WANTED = 600_000_000  # the environment with analytics takes about 550 MB


class Trouble(Exception):
    """A foreseeable failure: what happened, where, and what mends it, in a sentence for a person."""

    def __init__(self, sentence: str, code: int = MACHINE) -> None:
        """Keep the sentence and the exit code."""
        super().__init__(sentence)
        self.code = code


def say(sentence: str) -> None:
    """Print one line now, also where the output goes to a file."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def last_lines(text: str, count: int = 4) -> str:
    """The last lines that say something, for a failure whose words are another program's."""
    return " / ".join([line.strip() for line in text.splitlines() if line.strip()][-count:]) or "nothing"


def room_on_disk(folder: Path, wanted: int = FREE_BYTES_WANTED) -> None:
    """Raise `Trouble` where the disk under `folder` has less than `wanted` bytes free."""
    while not folder.exists():
        folder = folder.parent
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize
    if free < wanted:
        raise Trouble(
            f"The disk that holds {folder} has {free // 1_000_000} MB free and {wanted // 1_000_000} MB are needed. "
            "Free some space, then run the same command again; nothing is lost."
        )


def from_system(failure: OSError) -> Trouble:
    """A failure that the operating system reports, as a sentence."""
    where = failure.filename or "a file"
    if failure.errno in (errno.ENOSPC, errno.EDQUOT):
        return Trouble("The disk is full. Free some space, then run the same command again; nothing is lost.")
    if failure.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble(f"{where} cannot be written by this account. Use a checkout and a --data folder of your own.")
    return Trouble(f"{where}: {failure.strerror}.")


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        """Begin."""
        self.began = time.monotonic()

    def __str__(self) -> str:
        return f"{time.monotonic() - self.began:.1f} s"


def interrupted(*_: object) -> NoReturn:
    """What SIGTERM and SIGHUP do: the same as Ctrl-C."""
    raise KeyboardInterrupt
