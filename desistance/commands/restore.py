"""Restore a backup into an empty database, after its checksum and before anyone can sign in."""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from desistance import __version__
from desistance.audit.actions import write
from desistance.audit.terms import Category
from desistance.commands._backup_files import refuse_unless_whole, unpack
from desistance.commands.backup import (
    applied,
    environment_of,
    fingerprint,
    manifest_of,
    owner_database,
    program,
    sha256_of,
)
from desistance.commands.prepare import migrate
from desistance.foundation.decisions import Refused

ENDED_BY_RESTORE = ("web_session", "django_session", "web_cache")


def describe(parser: argparse.ArgumentParser) -> None:
    """Which."""
    parser.add_argument("file", type=Path, help="a file that desistance backup made, with its manifest beside it")


def run(chosen: argparse.Namespace) -> int:
    """Refuse a file that changed or a database that holds anything; restore; compare every table; bring up to date."""
    file: Path = chosen.file.absolute()
    manifest = _read_manifest(file)
    owner = owner_database()
    with connections["owner"].cursor() as cursor:
        major = _refuse_full(cursor, owner)
        connections["owner"].commit()
    refuse_unless_whole(file, manifest)
    _fill(file, owner, major=major)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        _compare(manifest, fingerprint(cursor), applied(cursor))
        for table in ENDED_BY_RESTORE:
            if table in manifest["tables"]:
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
    files = unpack(file, manifest)
    migrate()
    write(Category.ADMINISTRATION, "backup restored", by=None, sha256=manifest["sha256"], made_at=manifest["made_at"])
    rows = sum(count for count, _ in manifest["tables"].values())
    sys.stdout.write(
        f"Restored {rows:,} rows of {len(manifest['tables'])} tables; each has the rows and contents that were backed up. "
        f"{files:,} stored files are back. Nobody is signed in.\n"
    )
    return 0


def _read_manifest(file: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(manifest_of(file).read_text(encoding="utf-8"))
        expected, unknown = manifest["sha256"], set(manifest["migrations"]) - _known_migrations()
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused(f"{manifest_of(file)} is missing or not whole, so the backup cannot be checked.") from None
    if not file.exists() or sha256_of(file) != expected:
        raise Refused(
            f"{file} is missing or is not the file that was backed up: its checksum differs. Nothing was restored."
        )
    if unknown:
        raise Refused(
            f"This backup was made by version {manifest['app']}, which is newer than this one ({__version__}). "
            "Install that version, then restore."
        )
    return manifest


def _known_migrations() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}


def _refuse_full(cursor: Any, owner: dict[str, Any]) -> int:
    cursor.execute(
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')"
    )
    tables: int = cursor.fetchone()[0]
    if tables:
        raise Refused(
            f"The database {owner['NAME']} holds {tables} tables. A restore needs an empty database, so that nothing is lost: "
            "make a new one and name it in DESISTANCE_OWNER_URL and DATABASE_URL."
        )
    cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
    major: int = cursor.fetchone()[0]
    return major


def _fill(file: Path, owner: dict[str, Any], *, major: int) -> None:
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments"]
    done = subprocess.run(
        [program("pg_restore", major=major), *options, f"--dbname={owner['NAME']}", str(file)],
        env=environment_of(owner),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise Refused(f"Nothing was restored. pg_restore said: {' / '.join(said[-3:])}")


def _compare(manifest: dict[str, Any], tables: dict[str, tuple[int, int]], migrations: list[str]) -> None:
    wanted = {name: tuple(pair) for name, pair in manifest["tables"].items()}
    differing = sorted(name for name in wanted.keys() | tables.keys() if wanted.get(name) != tables.get(name))
    if differing or migrations != manifest["migrations"]:
        raise Refused(
            f"What was restored differs from what was backed up, in {', '.join(differing) or 'its migrations'}. "
            "Do not use this database: drop it, and restore an older backup."
        )
