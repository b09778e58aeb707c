"""A data folder for a real bundled server, and the ways that tests look at it and break it."""

import contextlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from desistance.foundation import postgres
from desistance.foundation.postgres import server as inside


@pytest.fixture
def data() -> Iterator[Path]:
    """A folder that the account of the database can enter; the server in it is stopped and all of it removed."""
    yield from _folder()


@pytest.fixture(scope="module")
def shared_data() -> Iterator[Path]:
    """The same for all tests of a file that only look."""
    yield from _folder()


@pytest.fixture
def said() -> list[str]:
    """What the person at the terminal was told."""
    return []


def _folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="desistance-test-"))
    made.chmod(0o711)
    folder = made / "data"
    try:
        yield folder
    finally:
        with contextlib.suppress(postgres.PostgresRefused):
            postgres.stop(folder, say=lambda words: None)
        remove(folder)
        shutil.rmtree(made)


def remove(folder: Path) -> None:
    """Remove what a server kept outside its data folder: a linked home, a short socket folder."""
    place = folder / "postgres"
    home = inside.Home(place.resolve())
    if home.socket_folder.parent != home.root:
        shutil.rmtree(home.socket_folder, ignore_errors=True)
    if place.is_symlink():
        shutil.rmtree(place.resolve())


def ask(server: postgres.Server, statement: str, role: postgres.Role = "owner") -> object:
    """The first value that a statement answers."""
    with psycopg.connect(server.url(role), autocommit=True) as connection:
        row = connection.execute(statement).fetchone()
    return row[0] if row else None


def kill(server: postgres.Server) -> None:
    """Kill -9 the server and everything of it, as a power cut would."""
    for pid in inside.at_work(server.home):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 10
    while inside.at_work(server.home) and time.monotonic() < until:
        time.sleep(0.01)
