"""The demonstration as a browser meets it: a database made once for each state of the code, cloned, and a real server on it."""

import fcntl
import hashlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from desistance.foundation import postgres
from tests.conftest import _environment, _owner, clone, drop

ROOT = Path(__file__).resolve().parents[2]
STARTS_AT = datetime(2026, 3, 13, 15, 40, tzinfo=UTC)  # the moment of the demonstration partnership
READY_SECONDS = 60
NOT_LOADED = ("web", "api", "jobs")  # rooms of the house that have no part in loading the demonstration


def template_name(prefix: str, *more: Path) -> str:
    """A name for what the code that loads the demonstration would make."""
    digest = hashlib.sha256()
    for path in sorted([*(ROOT / "desistance").rglob("*.py"), *more]):
        if path.relative_to(ROOT).parts[1] not in NOT_LOADED or "migrations" in path.parts:
            digest.update(path.read_bytes())
    return f"{prefix}_{digest.hexdigest()[:12]}"


class World:
    """Where databases, files and static files of the browser tests are, and the programs of the house that run on them."""

    def __init__(self, server: postgres.Server, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)

    def environment(self, database: str, *, later: timedelta = timedelta()) -> dict[str, str]:
        """A program's environment: the demonstration, with its clock at Appendix A's moment or ``later``."""
        clock = f"{(STARTS_AT + later).isoformat()}@{datetime.now(UTC).isoformat()}"
        return _environment(self.server, database) | {
            "DESISTANCE_MODE": "demonstration",
            "DESISTANCE_CLOCK": clock,
            "DESISTANCE_DATA": str(self.folder / "data"),
            "DESISTANCE_STATIC": str(self.folder / "static"),
        }

    def run(self, database: str, *words: str, later: timedelta = timedelta()) -> str:
        """Run ``python -m WORDS`` to its end on a database; its words when it fails are the error."""
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=self.environment(database, later=later),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"python -m {' '.join(words)} ended with {done.returncode}:\n{done.stderr[-3000:]}")
        return done.stdout

    def template(self, name: str, steps: Sequence[Sequence[str]], *, onto: str = "") -> str:
        """The database ``name``: made by the steps if it is not there, from nothing or from a copy of ``onto``."""
        kind = name.rsplit("_", 1)[0]
        lock = Path(f"/tmp/desistance-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]}-{kind}.lock")
        with lock.open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            with _owner(self.server) as owner:
                there = {row[0] for row in owner.execute("SELECT datname FROM pg_database").fetchall()}
            if name in there:
                return name
            for old in there:
                if old.startswith(f"{kind}_"):
                    drop(self.server, old)
            making = f"{kind}_making"
            clone(self.server, making, onto or "template1")
            for step in steps:
                self.run(making, *step)
            with _owner(self.server) as owner:
                owner.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
        return name


class Service:
    """A real server (`python -m desistance serve`) on a clone of a template; ``renew`` gives it a fresh clone while it runs."""

    def __init__(self, world: World, template: str, name: str) -> None:
        self.world, self.source, self.database = world, template, f"browser_{name}_{os.getpid()}"
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.renewals = 0
        self.log = world.folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.later = timedelta()
        self.renew()

    def renew(self) -> None:
        """A fresh copy of the template, so that a test finds nothing that another did."""
        self.renewals += 1
        clone(self.world.server, self.database, self.source)

    def start(self, *, later: timedelta = timedelta()) -> None:
        """Serve, with the clock ``later`` than the demonstration's moment; ready when this returns."""
        self.stop()
        self.later = later
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "desistance", "serve", f"--port={self.port}", "--workers=1"],
                cwd=ROOT,
                env=self.world.environment(self.database, later=later),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + READY_SECONDS
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"The server did not start: {self.log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """End the server."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def close(self) -> None:
        """End the server and remove its database."""
        self.stop()
        drop(self.world.server, self.database)

    def work(self) -> None:
        """Carry out the everyday work that was put off, as its worker would; what repeats is not waited for."""
        words = ("work", "--only=everyday", "--without-timetable", "--until-idle")
        self.world.run(self.database, "desistance", *words, later=self.later)

    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of the database as its owner reads them: what a journey left behind."""
        with psycopg.connect(self.world.server.url("owner", self.database), autocommit=True) as owner:
            found = owner.execute(statement, values)
            return found.fetchall() if found.description else []

    def grow_sessions_older(self, **seconds: float) -> None:
        """Everyone's session was used (``last_seen``) or began (``began``) that long ago."""
        from desistance.web.sessions import SessionStore

        now = datetime.now(UTC).timestamp()
        sealing = SessionStore()
        for key, sealed in self.ask("SELECT session_key, session_data FROM web_session WHERE staff IS NOT NULL"):
            data = sealing.decode(sealed) | {name: now - value for name, value in seconds.items()}
            self.ask("UPDATE web_session SET session_data = %s WHERE session_key = %s", [sealing.encode(data), key])

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health/ready", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
