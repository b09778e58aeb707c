"""Check an installation: database, roles, migrations, static files, clock, disk, worker, backups. Changes nothing."""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from desistance.commands.prepare import APP_MAY_NOT_CHANGE, READER_MAY_NOT_READ
from desistance.foundation.decisions import Refused
from desistance.foundation.terms import Queue

OLDEST_POSTGRES = 150000
EXTENSIONS = ("btree_gist", "pg_trgm")
CLOCK_SECONDS = 5
DISK_BYTES = 1_000_000_000
WORKER_SECONDS = 120
BACKUP_HOURS = 26


class Mark(StrEnum):
    """How one check came out."""

    GOOD = "good"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table."""

    check: str
    mark: Mark
    words: str


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """What the database says of the role that the app signs in as."""

    name: str
    is_superuser: bool
    may_make_roles: bool
    owns_tables: bool
    may_change_audit: bool
    has_audit_triggers: bool


def describe(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(_chosen: argparse.Namespace) -> int:
    """Print a line for each check; 0 when none is bad, 1 otherwise."""
    findings = list(examine())
    width = max(len(finding.check) for finding in findings)
    for finding in findings:
        sys.stdout.write(f"{finding.mark.upper():<4}  {finding.check:<{width}}  {finding.words}\n")
    bad = sum(finding.mark is Mark.BAD for finding in findings)
    sys.stdout.write(f"{len(findings)} checks, {bad} bad.\n")
    return 1 if bad else 0


def examine() -> Iterator[Finding]:
    """Every check in turn; one that fails to run is bad and says why, and the others go on."""
    yield _settings()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as failure:
        yield Finding("database", Mark.BAD, f"does not answer: {str(failure).splitlines()[0]}")
    else:
        yield from _of_database()
    yield _static_files()
    yield _disk()
    yield _backup()


def _of_database() -> Iterator[Finding]:
    checks: dict[str, Callable[[Any], Finding]] = {
        "database": _version,
        "app role": _app_role,
        "reader role": _reader_role,
        "extensions": _extensions,
        "migrations": _migrations,
        "clock": _clock,
        "worker": _worker,
    }
    for name, check in checks.items():
        try:
            with connection.cursor() as cursor:
                yield check(cursor)
        except DatabaseError as failure:
            yield Finding(name, Mark.BAD, f"could not be checked: {str(failure).splitlines()[0]}")


def _settings() -> Finding:
    faults = settings.SETTING_FAULTS
    if settings.PRODUCTION or not faults:
        return Finding("settings", Mark.GOOD, "nothing stands against real people's records")
    mode = "a demonstration" if settings.DEMONSTRATION else "development"
    return Finding(
        "settings", Mark.LOOK, f"{mode}, not production; {len(faults)} settings would stop a production start"
    )


def _version(cursor: Any) -> Finding:
    number = _one(cursor, "SELECT current_setting('server_version_num')::int")
    is_new_enough = number >= OLDEST_POSTGRES
    words = f"PostgreSQL {number // 10000}.{number % 10000}"
    return Finding(
        "database", Mark.GOOD if is_new_enough else Mark.BAD, words if is_new_enough else f"{words}; needs 15 or later"
    )


def role_facts(cursor: Any) -> RoleFacts:
    """The facts about the role that this connection signed in as."""
    cursor.execute(
        """SELECT rolname, rolsuper, rolcreaterole OR rolbypassrls,
           EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND pg_has_role(current_user, tableowner, 'USAGE')),
           (SELECT bool_or(has_table_privilege(current_user, quote_ident(t), 'UPDATE, DELETE, TRUNCATE'))
              FROM unnest(%s::text[]) t WHERE to_regclass(t) IS NOT NULL),
           (SELECT count(*) = 2 FROM pg_trigger WHERE tgrelid = to_regclass('audit_auditevent')
              AND tgname LIKE 'audit_refuse%%' AND tgenabled IN ('O', 'A'))
           FROM pg_roles WHERE rolname = current_user""",
        [list(APP_MAY_NOT_CHANGE)],
    )
    name, is_super, may_make, owns, may_change, has_triggers = cursor.fetchone()
    return RoleFacts(name, is_super, may_make, owns, bool(may_change), bool(has_triggers))


def faults_of(role: RoleFacts) -> list[str]:
    """Why a role must not serve pages, one sentence each."""
    faults = {
        f"The database role {role.name} is a superuser: it could rewrite the audit trail. Use the app role.": role.is_superuser,
        f"The database role {role.name} may make roles or pass row security. Use the app role.": role.may_make_roles,
        f"The database role {role.name} owns the tables: it could drop the audit trail. Use the app role.": role.owns_tables,
        f"The database role {role.name} may change or delete audit events. Run: desistance prepare": role.may_change_audit,
        "The audit table has lost a trigger that refuses changes. Restore it from a backup or run: desistance prepare": (
            not role.has_audit_triggers
        ),
    }
    return [words for words, is_so in faults.items() if is_so]


def refuse_unsafe_role() -> None:
    """Raise :class:`Refused` in production where the app's database role could change the audit trail."""
    if not settings.PRODUCTION:
        return
    try:
        with connection.cursor() as cursor:
            faults = faults_of(role_facts(cursor))
        connection.close()
    except DatabaseError as failure:
        raise Refused(
            f"Desistance does not start. The database does not answer: {str(failure).splitlines()[0]}"
        ) from None
    if faults:
        raise Refused("Desistance does not start. " + " ".join(faults))


def _app_role(cursor: Any) -> Finding:
    role = role_facts(cursor)
    faults = faults_of(role)
    return Finding(
        "app role", Mark.BAD if faults else Mark.GOOD, " ".join(faults) or f"{role.name} cannot change audit events"
    )


def _reader_role(cursor: Any) -> Finding:
    if not _one(cursor, "SELECT count(*) FROM pg_roles WHERE rolname = 'desistance_reader'"):
        return Finding("reader role", Mark.LOOK, "desistance_reader does not exist: analytics cannot read")
    cursor.execute(
        "SELECT t FROM unnest(%s::text[]) t WHERE to_regclass(t) IS NOT NULL "
        "AND has_table_privilege('desistance_reader', quote_ident(t), 'SELECT')",
        [list(READER_MAY_NOT_READ)],
    )
    open_tables = [row[0] for row in cursor.fetchall()]
    if open_tables:
        return Finding("reader role", Mark.BAD, f"may read {', '.join(open_tables)}. Run: desistance prepare")
    return Finding("reader role", Mark.GOOD, "reads no sign-ins, sessions or audit events")


def _extensions(cursor: Any) -> Finding:
    cursor.execute("SELECT extname FROM pg_extension")
    missing = sorted(set(EXTENSIONS) - {row[0] for row in cursor.fetchall()})
    if missing:
        return Finding("extensions", Mark.BAD, f"{', '.join(missing)} missing. Run: desistance prepare")
    return Finding("extensions", Mark.GOOD, ", ".join(EXTENSIONS))


def _migrations(_cursor: Any) -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    if unknown:
        return Finding(
            "migrations", Mark.BAD, "the database is newer than this version of Desistance. Install the newer one"
        )
    if waiting:
        return Finding("migrations", Mark.BAD, f"{len(waiting)} not applied. Run: desistance prepare")
    return Finding("migrations", Mark.GOOD, f"all {len(executor.loader.applied_migrations)} applied")


def _clock(cursor: Any) -> Finding:
    seconds = abs((_one(cursor, "SELECT clock_timestamp()") - datetime.now(UTC)).total_seconds())
    if seconds > CLOCK_SECONDS:
        return Finding("clock", Mark.BAD, f"{seconds:.0f} seconds apart from the database's. Set both by a time server")
    return Finding("clock", Mark.GOOD, "this machine and the database agree")


def _worker(cursor: Any) -> Finding:
    if not _one(cursor, "SELECT to_regclass('procrastinate_workers') IS NOT NULL"):
        return Finding("worker", Mark.BAD, "its tables are missing. Run: desistance prepare")
    seconds = _one(
        cursor, "SELECT extract(epoch FROM clock_timestamp() - max(last_heartbeat)) FROM procrastinate_workers"
    )
    waiting = _waiting(cursor)
    if seconds is None or seconds > WORKER_SECONDS:
        mark = Mark.BAD if settings.PRODUCTION else Mark.LOOK
        return Finding("worker", mark, f"none is alive, {waiting}. Start one: desistance work")
    return Finding("worker", Mark.GOOD, f"alive {seconds:.0f} seconds ago, {waiting}")


def _waiting(cursor: Any) -> str:
    cursor.execute(
        "SELECT queue_name, count(*) FROM procrastinate_jobs "
        "WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now() GROUP BY queue_name"
    )
    counts = dict(cursor.fetchall())
    return " and ".join(f"{counts.get(queue.value, 0)} {queue.value}" for queue in Queue) + " jobs wait"


def _static_files() -> Finding:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    try:
        count = len(json.loads(manifest.read_text(encoding="utf-8"))["paths"])
    except (OSError, ValueError, KeyError):
        mark = Mark.BAD if settings.PRODUCTION else Mark.LOOK
        return Finding("static files", mark, f"not gathered in {settings.STATIC_ROOT}. desistance serve gathers them")
    return Finding("static files", Mark.GOOD, f"{count} gathered")


def _disk() -> Finding:
    folder = Path(settings.DATA)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    words = f"{free / 1e9:.1f} GB free at {folder}"
    return Finding("disk", Mark.GOOD if free >= DISK_BYTES else Mark.BAD, words)


def _backup() -> Finding:
    mark = Mark.BAD if settings.PRODUCTION else Mark.LOOK
    try:
        last = json.loads((Path(settings.DATA) / "last-backup.json").read_text(encoding="utf-8"))
        made_at = datetime.fromisoformat(last["made_at"])
    except (OSError, ValueError, KeyError):
        return Finding("backup", mark, "none was made from here. Run: desistance backup FILE")
    hours = (datetime.now(UTC) - made_at).total_seconds() / 3600
    if hours > BACKUP_HOURS:
        return Finding("backup", mark, f"has not run for {hours:.0f} hours")
    return Finding("backup", Mark.GOOD, f"made {hours:.0f} hours ago")


def _one(cursor: Any, statement: str) -> Any:
    cursor.execute(statement)
    return cursor.fetchone()[0]
