"""Where the parts of one bundled database lie on disk, and the passwords of its three roles."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

Role = Literal["owner", "app", "reader"]
ROLES: tuple[Role, ...] = get_args(Role)
DATABASE = "desistance"
PORT = 5432

# A unix socket's path holds at most 107 bytes on Linux (unix(7), sun_path); ".s.PGSQL.5432.lock" is 18 of them.
SOCKET_FOLDER_BYTES = 107 - len("/.s.PGSQL.5432.lock")
SHORT = Path("/tmp")  # noqa: S108 - the folder made in it is ours alone, or is refused
LONGEST_RUNTIME_FOLDER = 60
PLAIN_PATH = re.compile(r"[A-Za-z0-9_./-]+")


class PostgresRefused(Exception):
    """The bundled database cannot start or stop; the message says what happened, where, and what mends it."""


@dataclass(frozen=True)
class Home:
    """The folder of one bundled database: `root` is ours alone, everything else lies in it (but a long socket path)."""

    root: Path

    @property
    def cluster(self) -> Path:
        """The folder that PostgreSQL itself calls its data directory."""
        return self.root / "cluster"

    @property
    def unfinished(self) -> Path:
        """Where a new cluster is made; it becomes `cluster` in one rename, so a half-made one is never started."""
        return self.root / "cluster.unfinished"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.root / "log" / "postgres.log"

    @property
    def passwords_file(self) -> Path:
        """The passwords of the roles, readable by the account that starts the server."""
        return self.root / "passwords.json"

    @property
    def lock_file(self) -> Path:
        """Held while a start or a stop is under way."""
        return self.root / "lock"

    @property
    def for_tests_file(self) -> Path:
        """Marks a home that was made for tests: fast, and a crash may lose everything in it."""
        return self.root / "for-tests-only"

    @property
    def pid_file(self) -> Path:
        """Where PostgreSQL writes its process number; it proves nothing by itself."""
        return self.cluster / "postmaster.pid"

    @property
    def socket_folder(self) -> Path:
        """Beside the cluster; a short folder named after the path where that would be too long or needs quoting."""
        beside = self.root / "run"
        if len(os.fsencode(beside)) <= SOCKET_FOLDER_BYTES and PLAIN_PATH.fullmatch(str(beside)):
            return beside
        name = f"desistance-{hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]}"
        runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or SHORT)
        usable = os.geteuid() != 0 and runtime.is_dir() and runtime.stat().st_uid == os.geteuid()
        return (runtime if usable and len(os.fsencode(runtime)) < LONGEST_RUNTIME_FOLDER else SHORT) / name

    @property
    def socket_lock_file(self) -> Path:
        """PostgreSQL's second pid file, beside the socket."""
        return self.socket.with_name(f"{self.socket.name}.lock")

    @property
    def socket(self) -> Path:
        """The socket that the server listens on, and nothing else."""
        return self.socket_folder / f".s.PGSQL.{PORT}"


def own_folder(path: Path, *, uid: int, gid: int, mode: int = 0o700) -> None:
    """Make `path` as a folder of `uid` alone, or prove that the one that stands there already is ours.

    Raises `PostgresRefused` where something else stands there: a link, a file, or a folder of another account
    (anybody may write to /tmp). Group and permissions change only on a folder that this call made, or that `uid` owns.
    """
    try:
        path.mkdir(mode=0o700)
        os.chown(path, uid, gid)
    except FileExistsError:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid:
            raise PostgresRefused(
                f"{path} is in the way: it is not a folder of the account that runs the database. "
                "Move it away, then start again."
            ) from None
        os.chown(path, -1, gid)
    os.chmod(path, mode)


def write_private(path: Path, text: str, *, uid: int, gid: int) -> None:
    """Write `text` so that only `uid` reads it and no reader ever sees half of it."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.chown(beside, uid, gid)
    os.replace(beside, path)


def read_passwords(home: Home) -> dict[str, str] | None:
    """The passwords of the roles by role, or nothing where the file is missing or not whole."""
    try:
        found = json.loads(home.passwords_file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return found if isinstance(found, dict) and set(ROLES) <= set(found) else None


def new_passwords(home: Home) -> dict[str, str]:
    """Make passwords that nobody chose, keep them in a file that only this account reads, and return them."""
    made: dict[str, str] = {role: secrets.token_hex(24) for role in ROLES}
    write_private(home.passwords_file, json.dumps(made, indent=1) + "\n", uid=os.geteuid(), gid=os.getegid())
    return made
