"""What keeps an installation safe: settings that refuse to start, the doctor, backup and restore, each with planted faults."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command

from desistance.commands.backup import program
from desistance.commands.doctor import RoleFacts, faults_of
from desistance.foundation import postgres
from desistance.foundation.decisions import Refused
from desistance.settings import DEVELOPMENT_KEY, refusals
from tests.conftest import ROOT, drop

SAFE = {
    "DESISTANCE_SECRET_KEY": "k3Yq9-Zt7_Wb1xRf5Lm8Pc2Vd6Ns4Hj0Ga-Ue_Oi3Ty7Qw5Xz1Bn9Mv",
    "DESISTANCE_TRUSTED_PROXIES": "1",
    "DESISTANCE_HOSTS": "desistance.agency.example",
    "DATABASE_URL": "postgresql://desistance_app:x@db.agency.example:5432/desistance",
}
APP = RoleFacts(
    name="desistance_app",
    is_superuser=False,
    may_make_roles=False,
    owns_tables=False,
    may_change_audit=False,
    has_audit_triggers=True,
)
Run = Callable[..., subprocess.CompletedProcess[str]]


# --- settings


def test_a_safe_environment_is_not_refused() -> None:
    assert refusals(SAFE) == []
    assert refusals({**SAFE, "DESISTANCE_TRUSTED_PROXIES": "none"}) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"DESISTANCE_DEBUG": "1"}, "DESISTANCE_DEBUG is 1"),
        ({"DESISTANCE_SECRET_KEY": ""}, "missing or is the development key"),
        ({"DESISTANCE_SECRET_KEY": DEVELOPMENT_KEY}, "missing or is the development key"),
        ({"DESISTANCE_SECRET_KEY": "k3Yq9-Zt7_Wb1xRf5Lm8"}, "too short"),
        ({"DESISTANCE_SECRET_KEY": "ab" * 40}, "too plain"),
        ({"DESISTANCE_TRUSTED_PROXIES": ""}, "how many proxies"),
        ({"DESISTANCE_TRUSTED_PROXIES": "all"}, "how many proxies"),
        ({"DESISTANCE_TRUSTED_PROXIES": "0"}, "how many proxies"),
        ({"DESISTANCE_HOSTS": ""}, "DESISTANCE_HOSTS is missing"),
        ({"DESISTANCE_HOSTS": "desistance.agency.example, *"}, "DESISTANCE_HOSTS holds *"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is missing"),
        ({"DATABASE_URL": "postgresql://postgres:x@db.agency.example/desistance"}, "superuser postgres"),
        ({"DATABASE_URL": "postgresql://desistance_owner:x@db.agency.example/desistance"}, "owner of the tables"),
        (
            {
                "DATABASE_URL": "postgresql://chief:x@db.agency.example/desistance",
                "DESISTANCE_OWNER_URL": "postgresql://chief:x@db.agency.example/desistance",
            },
            "owner of the tables",
        ),
        ({"DESISTANCE_CLOCK": "2026-03-13T15:40:00+00:00@2026-11-21T00:00:00+00:00"}, "DESISTANCE_CLOCK is set"),
    ],
)
def test_each_unsafe_setting_is_refused_by_its_own_sentence(changed: dict[str, str], words: str) -> None:
    [said] = refusals({**SAFE, **changed})
    assert words in said


def test_the_bundled_database_is_known_by_its_socket(server: postgres.Server) -> None:
    [said] = refusals({**SAFE, "DATABASE_URL": server.url("app")})
    assert "bundled database" in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"DESISTANCE_DEBUG": "1"}, "DESISTANCE_DEBUG is 1"),
        ({"DATABASE_URL": "postgresql://postgres:secret-word@db.agency.example/d"}, "superuser postgres"),
    ],
)
def test_a_production_start_ends_with_1_and_the_sentence_and_no_secret(changed: dict[str, str], words: str) -> None:
    environment = {**os.environ, **SAFE, "DESISTANCE_MODE": "production", "PYTHONPATH": str(ROOT), **changed}
    environment.pop("DESISTANCE_OWNER_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "desistance", "serve"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret-word" not in done.stderr


@pytest.mark.slow
def test_production_settings_pass_django_s_own_deployment_checks() -> None:
    environment = {**os.environ, **SAFE, "DESISTANCE_MODE": "production", "PYTHONPATH": str(ROOT)}
    environment.pop("DESISTANCE_OWNER_URL", None)
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    environment["DJANGO_SETTINGS_MODULE"] = "desistance.settings"
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"is_superuser": True}, "is a superuser"),
        ({"may_make_roles": True}, "may make roles"),
        ({"owns_tables": True}, "owns the tables"),
        ({"may_change_audit": True}, "may change or delete audit events"),
        ({"has_audit_triggers": False}, "has lost a trigger"),
    ],
)
def test_a_role_that_could_change_the_trail_is_refused(changed: dict[str, bool], words: str) -> None:
    [said] = faults_of(replace(APP, **changed))
    assert words in said


def test_the_app_role_is_not_refused() -> None:
    assert faults_of(APP) == []


# --- the doctor


@pytest.fixture
def run(server: postgres.Server, own_database: str, tmp_path: Path) -> Run:
    """A command in a process of its own, on this test's database or another."""

    def start(*words: str, database: str = own_database, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "DATABASE_URL": server.url("app", database),
            "DESISTANCE_OWNER_URL": server.url("owner", database),
            "DESISTANCE_DATA": str(tmp_path / "data"),
            "PYTHONPATH": str(ROOT),
            **more,
        }
        environment = {name: value for name, value in environment.items() if value}
        command = [sys.executable, "-m", "desistance", *words]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    return start


@pytest.fixture
def owner(server: postgres.Server, own_database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.url("owner", own_database), autocommit=True) as connection:
        yield connection


def line(said: subprocess.CompletedProcess[str], check: str) -> str:
    return next((row for row in said.stdout.splitlines() if f"  {check}  " in row), said.stdout + said.stderr)


@pytest.mark.slow
def test_the_doctor_finds_a_prepared_installation_good(run: Run) -> None:
    said = run("doctor")
    assert said.returncode == 0, said.stdout + said.stderr
    for check in ("database", "app role", "reader role", "extensions", "migrations", "clock", "disk"):
        assert line(said, check).startswith("GOOD"), said.stdout
    assert line(said, "worker").startswith("LOOK")
    assert "0 everyday and 0 analysis jobs wait" in line(said, "worker")
    assert "0 bad." in said.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "check", "words"),
    [
        ("GRANT UPDATE ON audit_auditevent TO desistance_app", "app role", "may change or delete audit events"),
        pytest.param(
            *("ALTER TABLE audit_auditevent DISABLE TRIGGER audit_refuse", "app role", "has lost a trigger"),
            marks=pytest.mark.full,
        ),
        pytest.param(
            *("GRANT SELECT ON partners_staff TO desistance_reader", "reader role", "may read partners_staff"),
            marks=pytest.mark.full,
        ),
        ("DELETE FROM django_migrations WHERE app = 'web'", "migrations", "1 not applied"),
        pytest.param(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('web', '9999_later', now())",
            "migrations",
            "newer",
            marks=pytest.mark.full,
        ),
    ],
)
def test_the_doctor_finds_each_planted_fault(
    run: Run, owner: psycopg.Connection, fault: str, check: str, words: str
) -> None:
    owner.execute(fault)
    said = run("doctor")
    assert said.returncode == 1
    assert line(said, check).startswith("BAD")
    assert words in line(said, check)


@pytest.mark.slow
def test_the_doctor_refuses_the_owner_as_app_and_says_when_nothing_answers(
    run: Run, server: postgres.Server, own_database: str
) -> None:
    as_owner = run("doctor", DATABASE_URL=server.url("owner", own_database))
    assert as_owner.returncode == 1
    assert "owns the tables" in line(as_owner, "app role")
    nobody = run("doctor", database="no_such_database")
    assert nobody.returncode == 1
    assert "does not answer" in line(nobody, "database")
    assert "disk" in nobody.stdout


# --- backup and restore


@pytest.fixture
def empty(server: postgres.Server, own_database: str) -> Iterator[str]:
    name = f"{own_database}_empty"
    drop(server, name)
    with psycopg.connect(server.url("owner", "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield name
    drop(server, name)


def fill(owner: psycopg.Connection) -> None:
    """Rows of several kinds, with letters, moments, arrays and JSON that a dump must carry."""
    for number in range(50):
        owner.execute(
            "INSERT INTO partners_staff (email, name, telephone, password, is_active, created_at, sign_in_number, uses_keys, "
            "working_days) VALUES (%s, %s, '', '!', true, now(), 1, true, '{1,2,3,4,5}')",
            [f"w{number}@example.org", f"Worker Wiśniewski {number}"],
        )
        owner.execute(
            "INSERT INTO audit_auditevent (category, what, subjects, recipient, request_id, entry) "
            "VALUES ('consultation', 'test', ARRAY[1, 2], '', '', '{\"what\":\"test\"}')"
        )
    owner.execute(
        "INSERT INTO web_session (session_key, session_data, expire_date, browser) VALUES ('k', 'x', now(), '')"
    )


def value(server: postgres.Server, database: str, statement: str) -> Any:
    with psycopg.connect(server.url("owner", database)) as connection:
        found = connection.execute(statement).fetchone()
    return found[0] if found else None


@pytest.mark.slow
def test_a_backup_made_while_others_write_is_restored_whole(
    run: Run, owner: psycopg.Connection, server: postgres.Server, own_database: str, empty: str, tmp_path: Path
) -> None:
    fill(owner)
    letter = tmp_path / "data" / "files" / "documents" / "ab" / "abc-7"
    letter.parent.mkdir(parents=True)
    letter.write_bytes(b"%PDF-1.7 a letter")
    (letter.parent / "receiving-1-half").write_bytes(b"%PD")
    file, stop = tmp_path / "night.dump", threading.Event()

    def write() -> None:
        with psycopg.connect(server.url("app", own_database), autocommit=True) as connection:
            while not stop.is_set():
                connection.execute(
                    "INSERT INTO audit_auditevent (category, what, subjects, recipient, request_id, entry) "
                    "VALUES ('consultation', 'meanwhile', ARRAY[]::bigint[], '', '', '{\"what\":\"meanwhile\"}')"
                )

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = run("backup", str(file))
    finally:
        stop.set()
        writer.join()
    assert made.returncode == 0, made.stderr
    assert file.stat().st_mode & 0o077 == 0
    manifest = json.loads((tmp_path / "night.dump.manifest.json").read_text())
    elsewhere = tmp_path / "elsewhere"
    done = run("restore", str(file), database=empty, DESISTANCE_FILES=str(elsewhere))
    assert done.returncode == 0, done.stderr
    assert "1 stored files are back. Nobody is signed in." in done.stdout
    assert (elsewhere / "documents" / "ab" / "abc-7").read_bytes() == letter.read_bytes()
    assert [path.name for path in elsewhere.rglob("*") if path.is_file()] == ["abc-7"]
    kept = manifest["tables"]["audit_auditevent"][0]
    restored = "SELECT count(*) FROM audit_auditevent WHERE what <> 'backup restored'"
    assert value(server, empty, restored) == kept >= 50
    assert value(server, empty, "SELECT count(*) FROM partners_staff WHERE name LIKE '%Wiśniewski%'") == 50
    assert value(server, empty, "SELECT count(*) FROM web_session") == 0
    examined = run("doctor", database=empty)
    assert examined.returncode == 0, examined.stdout
    assert line(examined, "app role").startswith("GOOD")
    assert line(run("doctor"), "backup").startswith("GOOD")
    with psycopg.connect(server.url("app", empty)) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("DELETE FROM audit_auditevent")


@pytest.mark.slow
def test_a_backup_that_changed_or_does_not_fit_is_refused_and_the_database_stays_empty(
    run: Run, owner: psycopg.Connection, server: postgres.Server, empty: str, tmp_path: Path
) -> None:
    fill(owner)
    file, beside = tmp_path / "night.dump", tmp_path / "night.dump.manifest.json"
    letter, archive = tmp_path / "data" / "files" / "letter", tmp_path / "night.dump.files.tar"
    letter.parent.mkdir(parents=True)
    letter.write_bytes(b"a letter")
    assert run("backup", str(file)).returncode == 0
    whole, manifest = file.read_bytes(), json.loads(beside.read_text())

    def refused(words: str) -> None:
        said = run("restore", str(file), database=empty)
        assert said.returncode == 1
        assert words in said.stderr, said.stderr
        assert "Traceback" not in said.stderr
        assert value(server, empty, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0

    packed = archive.read_bytes()
    archive.write_bytes(packed.replace(b"a letter", b"another!"))
    refused("is not what was backed up: its files differ")
    archive.write_bytes(packed)
    letter.write_bytes(b"a newer letter")
    refused("holds another letter. Name an empty folder in DESISTANCE_FILES")
    letter.unlink()
    middle = len(whole) // 2
    file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    refused("its checksum differs")
    file.write_bytes(whole[:-100])
    refused("its checksum differs")
    file.unlink()
    refused("is missing")
    file.write_bytes(whole)
    beside.write_text(json.dumps({**manifest, "app": "9.0", "migrations": [*manifest["migrations"], "web.9999_later"]}))
    refused("made by version 9.0, which is newer")
    beside.write_text(beside.read_text()[:-20])
    refused("missing or not whole")
    beside.unlink()
    refused("missing or not whole")


@pytest.mark.full
def test_contents_that_differ_after_restoring_are_found(
    run: Run, owner: psycopg.Connection, empty: str, tmp_path: Path
) -> None:
    fill(owner)
    file, beside = tmp_path / "night.dump", tmp_path / "night.dump.manifest.json"
    run("backup", str(file))
    manifest = json.loads(beside.read_text())
    rows, contents = manifest["tables"]["partners_staff"]
    manifest["tables"]["partners_staff"] = [rows, contents ^ 1]
    beside.write_text(json.dumps(manifest))
    said = run("restore", str(file), database=empty)
    assert said.returncode == 1
    assert "differs from what was backed up, in partners_staff" in said.stderr


@pytest.mark.slow
def test_a_restore_never_touches_a_database_that_holds_anything(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "night.dump"
    assert run("backup", str(file)).returncode == 0
    again = run("backup", str(file))
    assert again.returncode == 1
    assert "exist already. Name a new file" in again.stderr
    said = run("restore", str(file))
    assert said.returncode == 1
    assert "needs an empty database" in said.stderr


@pytest.mark.slow
def test_backing_up_needs_the_owner_and_a_folder_and_shows_no_password(run: Run, tmp_path: Path) -> None:
    without = run("backup", str(tmp_path / "a"), DESISTANCE_OWNER_URL="")
    assert without.returncode == 1
    assert "Set DESISTANCE_OWNER_URL" in without.stderr
    nowhere = run("backup", str(tmp_path / "no" / "such" / "a"))
    assert nowhere.returncode == 1
    assert "There is no folder" in nowhere.stderr


def test_a_program_older_than_the_server_is_refused() -> None:
    assert program("pg_dump", major=15).endswith("pg_dump")
    with pytest.raises(Refused, match="PostgreSQL 99 or later is needed"):
        program("pg_dump", major=99)


# --- the first administrator


@pytest.mark.slow
def test_a_new_installation_gets_one_first_administrator(run: Run) -> None:
    words = ("--name", "Ada", "--email", "ada@example.org", "--agency", "Durham Police", "--kind", "police")
    made = run("first-administrator", *words)
    assert made.returncode == 0, made.stderr
    assert "/sign-in/first/" in made.stdout
    again = run("first-administrator", *words)
    assert again.returncode == 1
    assert "has an administrator" in again.stderr


def test_the_command_to_check_for_missing_migrations_finds_none(db: None) -> None:
    call_command("makemigrations", "partners", "web", check=True, dry_run=True, verbosity=0)
