"""Starting, finding and stopping the server of one home."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from desistance.foundation.postgres.account import (
    Account,
    Binaries,
    account_for_server,
    find_binaries,
    held,
    home_for,
)
from desistance.foundation.postgres.cluster import (
    explain,
    make_cluster,
    refuse_other_durability,
    refuse_other_major,
    repair_passwords,
    write_settings,
)
from desistance.foundation.postgres.home import DATABASE, PORT, Home, PostgresRefused, Role, read_passwords
from desistance.foundation.postgres.wire import Answer, ask

RECOVERY_SECONDS = 120  # replaying 1 GB of log after an abrupt stop was seen to take well over 10 s
STOP_SECONDS = 60
ORPHAN_SECONDS = 10
WORDS_AFTER_SECONDS = 1.5
LOG_BYTES = 10_000_000
ENDED = ("Z", "X")  # a dead process that its parent has not collected; PostgreSQL takes its number for alive


@dataclass(frozen=True)
class Server:
    """A server that takes connections. `is_new` says that this call started it, so that whoever asked may stop it."""

    home: Home
    passwords: dict[str, str]
    is_new: bool = False

    def url(self, role: Role, database: str = DATABASE) -> str:
        """The address for `role`, with its password: never to be printed, logged or put on a command line."""
        folder = quote(str(self.home.socket_folder), safe="")
        return f"postgresql://desistance_{role}:{self.passwords[role]}@/{database}?host={folder}&port={PORT}"

    def __repr__(self) -> str:
        return f"Server({str(self.home.root)!r})"


def start(data: Path, *, durable: bool = True, say: Callable[[str], None] = print) -> Server:
    """Start the bundled server of `data`, or find it running; return once a connection proves that it is ready.

    Makes what is missing. `durable=False` is for tests: it marks a new home as one for tests, which is fast and
    may lose everything in a crash, and refuses a home that keeps data. Raises `PostgresRefused` with a sentence
    for a person where it cannot be done.
    """
    account = account_for_server(say)
    home = home_for(Path(data).absolute(), account, say)
    refuse_other_durability(home, durable=durable)
    already = found(home)
    if already:
        return already
    with held(home.lock_file, waiting=lambda: say("Another start is under way; waiting for it.")):
        already = found(home)
        if already:
            return already
        binaries = find_binaries(account)
        if home.cluster.exists():
            refuse_other_major(home, binaries)
        else:
            make_cluster(home, account, binaries, say)
        is_running = clear_stale_pid(home, account, say)
        if not is_running:
            repair_passwords(home, account, binaries, say)
            write_settings(home, account)
            launch(home, account, binaries, say)
        wait_for_connection(home, say)
    return Server(home, read_passwords(home) or {}, is_new=not is_running)


def running(data: Path) -> Server | None:
    """The server of `data` if it takes connections now; starts and changes nothing."""
    return found(Home((Path(data).absolute() / "postgres").resolve()))


def is_ready(data: Path) -> bool:
    """Whether the bundled server of `data` takes connections, proved by beginning one."""
    return running(data) is not None


def stop(data: Path, *, say: Callable[[str], None] = print) -> bool:
    """Stop the bundled server of `data`, ending its connections; returns whether one was running.

    Raises `PostgresRefused` where it does not end within a minute.
    """
    if not (Path(data).absolute() / "postgres").exists():
        return False
    account = account_for_server(say)
    home = home_for(Path(data).absolute(), account, say)
    with held(home.lock_file, waiting=lambda: say("Another start is under way; waiting for it.")):
        pid = postmaster(home)
        if pid is None:
            return False
        os.kill(
            pid, signal.SIGINT
        )  # "fast": ends connections, then writes a checkpoint (manual, "Shutting Down the Server")
        if not gone(home, STOP_SECONDS):
            raise PostgresRefused(
                f"PostgreSQL (process {pid}) did not stop within {STOP_SECONDS} seconds. It goes on stopping."
            )
    return True


def found(home: Home) -> Server | None:
    """The server of `home` when it takes connections now."""
    passwords = read_passwords(home)
    return Server(home, passwords) if passwords and answer(home) is Answer.READY else None


def answer(home: Home) -> Answer:
    """What the server of `home` answers now."""
    return ask(home.socket, user="desistance_app", database=DATABASE)


def launch(home: Home, account: Account, binaries: Binaries, say: Callable[[str], None]) -> None:
    """Start the server and wait with words until it answers, at most two minutes of recovery."""
    if home.log.exists() and home.log.stat().st_size > LOG_BYTES:
        home.log.replace(home.log.with_suffix(".old"))
    before = home.log.stat().st_size if home.log.exists() else 0
    command = [
        binaries.program("pg_ctl"),
        "start",
        "-s",
        "-w",
        "-t",
        str(RECOVERY_SECONDS),
        "-D",
        str(home.cluster),
    ]
    with account.begin([*command, "-l", str(home.log)]) as starting:
        since, has_said = time.monotonic(), False
        while starting.poll() is None:
            if not has_said and time.monotonic() - since > WORDS_AFTER_SECONDS and answer(home) is Answer.NOT_YET:
                say("The database is recovering from an abrupt stop. This can take up to two minutes.")
                has_said = True
            time.sleep(0.02)
    if starting.returncode and answer(home) not in (Answer.READY, Answer.NOT_YET):
        with home.log.open(encoding="utf-8", errors="replace") as log:
            log.seek(before)
            raise PostgresRefused(f"The database did not start. {explain(log.read(), home)} The log is {home.log}.")


def wait_for_connection(home: Home, say: Callable[[str], None]) -> None:
    """Return once a connection is answered; raise where nobody answers, or recovery is longer than two minutes."""
    since, has_said = time.monotonic(), False
    while (now := answer(home)) is not Answer.READY:
        waited = time.monotonic() - since
        if now is Answer.REFUSES:
            raise PostgresRefused(f"The database in {home.root} does not know its own roles. Restore it from a backup.")
        if waited > RECOVERY_SECONDS or (
            now is Answer.NOBODY and waited > WORDS_AFTER_SECONDS and postmaster(home) is None
        ):
            raise PostgresRefused(
                f"The database did not take connections within {waited:.0f} seconds and "
                f"{now.value}. Start again to go on waiting; the log is {home.log}."
            )
        if not has_said and waited > WORDS_AFTER_SECONDS:
            say("The database is still recovering.")
            has_said = True
        time.sleep(0.05)


def clear_stale_pid(home: Home, account: Account, say: Callable[[str], None]) -> bool:
    """Deal with what an abrupt stop left behind; returns whether the server is in fact running (so: wait for it).

    PostgreSQL itself removes the pid files of a dead process, but refuses to start where their number now belongs
    to another program of the same account, or to a dead process that nobody collected. They are removed here only
    when that is certain: nobody answers on the socket, the process named works elsewhere, and none at all works in
    the cluster.
    """
    if answer(home) is Answer.NOT_YET or postmaster(home) is not None:
        return True
    if not gone(home, ORPHAN_SECONDS):
        raise PostgresRefused(
            f"Processes of an earlier run still work in {home.cluster} ({at_work(home)}). End them, then start again."
        )
    for file in (home.pid_file, home.socket_lock_file):
        pid = named_pid(file)
        if pid is None:
            file.unlink(missing_ok=True)  # a disk that was full leaves an empty one, which PostgreSQL refuses
            continue
        if state_of(pid) is None:
            continue
        if may_be_ours(pid, account):
            raise PostgresRefused(
                f"{file} names process {pid}, which is alive and may be PostgreSQL. "
                "If it is another program, remove that file and start again."
            )
        file.unlink()
        if state_of(pid) not in ENDED and file == home.pid_file:
            say(
                f"The database was stopped abruptly; process {pid}, once its own, is another program's and is left alone."
            )
    return False


def may_be_ours(pid: int, account: Account) -> bool:
    """Whether a process cannot be told from the server: alive, of the same account, and not to be looked at."""
    if not Path("/proc/self/cwd").exists():
        return True
    return state_of(pid) not in ENDED and owner_of(pid) == account.uid and working_folder(pid) is None


def named_pid(file: Path) -> int | None:
    """The process that a pid file names, whoever it is now; nothing where the file is missing or names none."""
    try:
        number = int(file.read_text(encoding="utf-8").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return number if number > 0 else None


def postmaster(home: Home) -> int | None:
    """The process of the server, if the one that the pid file names really works in this cluster."""
    pid = named_pid(home.pid_file)
    return pid if pid is not None and working_folder(pid) == home.cluster else None


def at_work(home: Home) -> list[int]:
    """Every process whose working folder is the cluster: the server and all its children."""
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return sorted(pid for pid in pids if working_folder(pid) == home.cluster)


def gone(home: Home, seconds: float) -> bool:
    """Wait until no process works in the cluster; returns whether that came true in time."""
    until = time.monotonic() + seconds
    while at_work(home):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def working_folder(pid: int) -> Path | None:
    """The folder that a process works in; nothing where it ended, or is not ours to look at."""
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd"))
    except OSError:
        return None


def owner_of(pid: int) -> int | None:
    """The account of a process."""
    try:
        return Path(f"/proc/{pid}").stat().st_uid
    except OSError:
        return None


def state_of(pid: int) -> str | None:
    """The state letter of a process (proc(5)); nothing where there is none."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return text.rpartition(")")[2].split()[0]
