"""`run.py demo`: from a bare checkout to a demonstration partnership in the browser, and away again without a trace."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import hashlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from desistance.foundation import postgres
from ground.assets import build_assets
from ground.environment import DEMO_SETS, Checkout, child_environment, set_up
from ground.words import FAILED, PORT_TAKEN, Stopwatch, Trouble, last_lines, room_on_disk, say

DEMONSTRATION_BEGINS = "2026-03-13T15:40:00+00:00"  # the moment of the demonstration partnership
READY_SECONDS = 60
STOP_SECONDS = 10
LOOK_SECONDS = 0.5
DATA_BYTES_WANTED = 400_000_000
BYTES_EACH_PERSON = 12_000  # rows and indexes of one synthetic person, generously


@dataclass
class Demonstration:
    """One demonstration: its data folder, the port it serves and the programs it started."""

    checkout: Checkout
    data: Path
    port: int
    people: int | None
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def brings_database(self) -> bool:
        """Whether the bundled database is used, because the environment names no other."""
        return "DATABASE_URL" not in os.environ

    @property
    def stamp(self) -> Path:
        """What is loaded and when its clock began; with the bundled database, so that it goes when that goes."""
        if self.brings_database:
            return self.data / "postgres" / "demonstration.json"
        name = hashlib.sha256(os.environ["DATABASE_URL"].encode()).hexdigest()[:12]
        return self.data / f"demonstration-{name}.json"

    def environment(self, *, as_owner: bool = False) -> dict[str, str]:
        """The environment of a program of the demonstration; only what prepares and loads may act as the owner."""
        values = child_environment(self.checkout, DESISTANCE_MODE="demonstration", DESISTANCE_DATA=str(self.data))
        values["DESISTANCE_CLOCK"] = str(read_stamp(self).get("clock", ""))
        owner = values.pop("DESISTANCE_OWNER_URL", "")
        server = postgres.running(self.data) if self.brings_database else None
        if server:
            owner = server.url("owner")
            values |= {"DATABASE_URL": server.url("app"), "DESISTANCE_READER_URL": server.url("reader")}
        return values | ({"DESISTANCE_OWNER_URL": owner} if as_owner and owner else {})

    def log(self, name: str) -> Path:
        """Where the program `name` writes what it says."""
        return self.data / "log" / f"{name}.log"


def demo(checkout: Checkout, *, data: Path, port: int, people: int | None) -> int:
    """Run the demonstration until Ctrl-C; returns the exit code. Raises `Trouble` for what a person can mend."""
    began = Stopwatch()
    make_data_folder(data)
    shown = Demonstration(checkout, data, port, people)
    with only_one(shown) as is_first:
        if not is_first:
            return 0
        refuse_taken_port(port)
        room_on_disk(data, DATA_BYTES_WANTED + BYTES_EACH_PERSON * (people or 0))
        set_up(checkout, DEMO_SETS)
        build_assets(checkout)
        try:
            start_database(shown)
            signins = load(shown)
            serve(shown)
            say_where(shown, signins, began)
            return watch(shown)
        finally:
            stop(shown)


def make_data_folder(data: Path) -> None:
    """Make the data folder for us alone; as root other accounts may pass through, because the database's must."""
    data.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
    (data / "log").mkdir(exist_ok=True, mode=0o700)


@contextlib.contextmanager
def only_one(shown: Demonstration) -> Iterator[bool]:
    """Hold the data folder; yields whether nobody else held it, and says where the one that runs is to be found."""
    with (shown.data / "demonstration.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            say(f"The demonstration of {shown.data} is already running: {lock.read().strip() or 'it is starting'}")
            yield False
            return
        lock.truncate(0)
        lock.write(shown.address)
        lock.flush()
        yield True


def refuse_taken_port(port: int) -> None:
    """Raise where another program listens on the port, naming the option that chooses another."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except PermissionError:
            sentence = (
                f"This account may not serve on port {port}. Choose one from 1024: python3 run.py demo --port 8000"
            )
            raise Trouble(sentence, PORT_TAKEN) from None
        except OSError:
            sentence = f"Another program uses port {port}. Choose another: python3 run.py demo --port {port + 1}"
            raise Trouble(sentence, PORT_TAKEN) from None


def start_database(shown: Demonstration) -> None:
    """Start the bundled PostgreSQL, unless the environment names a server."""
    if shown.brings_database:
        command = [str(shown.checkout.python), "-m", "desistance.foundation.postgres", "start", str(shown.data)]
        finish(shown, command, "The database did not start")
    elif not os.environ.get("DESISTANCE_OWNER_URL"):
        raise Trouble(
            "DATABASE_URL names a server of your own. Name the role that owns the tables too, in DESISTANCE_OWNER_URL; "
            "docs/adr/0001-postgresql-bundled-or-yours.md lists the three roles."
        )


def load(shown: Demonstration) -> str:
    """Migrate and load the demonstration where that has not been done; returns the text about signing in.

    What is loaded is kept step by step, so that a run that was killed goes on where it was. The clock begins once,
    at the moment of Appendix A, when loading begins; a server that is not ours is prepared at every start.
    """
    known = read_stamp(shown)
    if known.get("is_loaded") and shown.people not in (None, known.get("people")):
        raise Trouble(
            f"{shown.data} holds another demonstration. Name another folder for this one: "
            f"python3 run.py demo --people {shown.people} --data FOLDER"
        )
    code = code_fingerprint(shown.checkout)
    if shown.brings_database and known.get("code") == code and known.get("is_loaded"):
        return str(known["signins"])
    known.setdefault("clock", f"{DEMONSTRATION_BEGINS}@{datetime.now(UTC).isoformat()}")
    write_stamp(shown, known)
    say("Preparing the database.")
    finish(shown, shown.checkout.house("prepare"), "The database could not be prepared", as_owner=True)
    if not (known.get("is_loaded") and shown.brings_database):
        say("Loading the demonstration partnership.")
        known["people"] = shown.people
        people = ["--people", str(shown.people)] if shown.people is not None else []
        failed = "The demonstration was not loaded; run the same command again to go on"
        finish(shown, shown.checkout.house("demo-load", *people), failed, as_owner=True)
        write_stamp(shown, known | {"is_loaded": True})
    signins = finish(shown, shown.checkout.house("demo-signins"), "The sign-ins could not be read", quiet=True)
    write_stamp(shown, known | {"is_loaded": True, "code": code, "signins": signins})
    return signins


def read_stamp(shown: Demonstration) -> dict[str, object]:
    """What is known about the database; nothing where that was never written."""
    try:
        found = json.loads(shown.stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_stamp(shown: Demonstration, known: dict[str, object]) -> None:
    """Keep what is known about the database, whole or not at all."""
    beside = shown.stamp.with_suffix(".new")
    beside.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    beside.replace(shown.stamp)


def code_fingerprint(checkout: Checkout) -> str:
    """What decides whether the database must be prepared again: the code of the house and its packages."""
    parts = [checkout.stamp.read_text(encoding="utf-8")]
    for path in sorted((checkout.root / "desistance").rglob("*.py")):
        found = path.stat()
        parts.append(f"{path} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def finish(
    shown: Demonstration, command: list[str], failure: str, *, quiet: bool = False, as_owner: bool = False
) -> str:
    """Run a command of the house to its end, showing what it says; `Trouble` with its last words if it fails."""
    heard: list[str] = []
    with begin(shown, command, subprocess.PIPE, as_owner=as_owner) as process:
        shown.children["now"] = process
        for line in process.stdout or ():
            heard.append(line.decode(errors="replace").rstrip())
            if not quiet:
                say(f"  {heard[-1]}")
    del shown.children["now"]
    if process.returncode:
        raise Trouble(f"{failure}: {last_lines(chr(10).join(heard), 2)}" if quiet else f"{failure}.", FAILED)
    return "\n".join(heard)


def begin(shown: Demonstration, command: list[str], output: int, *, as_owner: bool = False) -> subprocess.Popen[bytes]:
    """Begin a program that ends when we do, however we end, and that the terminal's Ctrl-C does not reach."""
    return subprocess.Popen(
        command,
        cwd=shown.checkout.root,
        env=shown.environment(as_owner=as_owner),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=end_with_parent,  # noqa: PLW1509 - this program has no threads
    )


def end_with_parent() -> None:
    """Ask Linux to end this process when its parent dies (prctl(2), PR_SET_PDEATHSIG), so that kill -9 leaves none."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def serve(shown: Demonstration) -> None:
    """Start the web server, and the job worker once the web server says that it is ready: it needs both cores first."""
    launch(shown, "web", "serve", "--port", str(shown.port))
    until = time.monotonic() + READY_SECONDS
    while not is_ready(shown):
        refuse_ended(shown)
        if time.monotonic() > until:
            heard = last_lines(shown.log("web").read_text(encoding="utf-8", errors="replace"), 2)
            late = f"The web server was not ready within {READY_SECONDS} seconds: {heard}"
            raise Trouble(f"{late}   (all of it: {shown.log('web')})", FAILED)
        time.sleep(0.05)
    launch(shown, "jobs", "work")


def launch(shown: Demonstration, name: str, *words: str) -> None:
    """Start a command of the house that stays, with a log of its own."""
    with shown.log(name).open("wb") as log:
        shown.children[name] = begin(shown, shown.checkout.house(*words), log.fileno())


def is_ready(shown: Demonstration) -> bool:
    """Whether the web server answers that it and its database are ready."""
    try:
        with urllib.request.urlopen(f"{shown.address}health/ready", timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def refuse_ended(shown: Demonstration) -> None:
    """Raise where a program that should run has ended, with its last words."""
    for name, process in shown.children.items():
        if process.poll() is not None:
            heard = shown.log(name).read_text(encoding="utf-8", errors="replace")
            raise Trouble(
                f"The program '{name}' stopped: {last_lines(heard, 2)}   (all of it: {shown.log(name)})", FAILED
            )


def say_where(shown: Demonstration, signins: str, began: Stopwatch) -> None:
    """Print the address, the sign-ins and how to stop."""
    say(f"\nDesistance is running at {shown.address}   (ready in {began})\n")
    say(f"{signins}\n\nData: {shown.data}\nStop with Ctrl-C.")


def watch(shown: Demonstration) -> int:
    """Stay until Ctrl-C, which ends well; raises where a program stops by itself.

    Signals are waited for, not raised: an exception in the middle of `Popen.poll` would leave its lock held.
    """
    ends = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    try:
        while signal.sigtimedwait(ends, LOOK_SECONDS) is None:
            refuse_ended(shown)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    say("\nStopping.")
    return 0


def stop(shown: Demonstration) -> None:
    """End every program we started and the bundled database, also where Ctrl-C is pressed again."""
    old = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for process in shown.children.values():
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for process in shown.children.values():
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(1)
        if shown.brings_database:
            postgres.stop(shown.data, say=say)
    finally:
        signal.signal(signal.SIGINT, old)
