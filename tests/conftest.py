"""One real PostgreSQL for all tests, cloned from a migrated template for each worker; tests run as the app role.

``db`` wraps a test in a transaction. ``own_database`` gives a test a clone to itself, for anything that must really commit.
"""

import fcntl
import gc
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections

from desistance.foundation import postgres, reading

ROOT = Path(__file__).resolve().parent.parent
pytest_plugins = ["tests.cast"]


def _template_name() -> str:
    digest = hashlib.sha256()
    made_by = (ROOT / "desistance/commands/prepare.py", ROOT / "desistance/foundation/migrating.py")
    for path in sorted([*ROOT.glob("desistance/*/migrations/*.py"), *made_by]):
        digest.update(path.read_bytes())
    return f"template_{digest.hexdigest()[:12]}"


@contextmanager
def _owner(server: postgres.Server, database: str = "postgres") -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.url("owner", database), autocommit=True) as connection:
        yield connection


def _environment(server: postgres.Server, database: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": server.url("app", database),
        "DESISTANCE_OWNER_URL": server.url("owner", database),
        "PYTHONPATH": str(ROOT),
    }


def clone(server: postgres.Server, name: str, template: str) -> None:
    """Make ``name`` a fresh copy of ``template``."""
    with _owner(server) as owner:
        owner.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        owner.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(server: postgres.Server, name: str) -> None:
    """Remove a database, whoever is still connected to it."""
    with _owner(server) as owner:
        owner.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def pytest_configure() -> None:
    """Hash passwords as the service does, but with no more work than one must: tests sign in hundreds of times.

    And look for rubbish seldom: a sixth of the processor's time went into it (pages and casework, measured in pairs).
    """
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1
    gc.set_threshold(100_000, 50, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without ``--full``, leave out what is tested beneath as well."""
    if os.environ.get("DESISTANCE_TEST_FULL") != "1":
        left_out = [item for item in items if item.get_closest_marker("full")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(scope="session")
def server() -> postgres.Server:
    """The test server, not durable; left running for the next run."""
    return postgres.start(postgres.data_folder(ROOT, "test-data"), durable=False, say=lambda words: None)


@pytest.fixture(scope="session")
def template(server: postgres.Server) -> str:
    """The migrated database that every test database is cloned from; made once for each state of the migrations."""
    name = _template_name()
    lock = postgres.data_folder(ROOT, "test-data") / "template.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with _owner(server) as owner:
            if owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return name
            owner.execute(f'CREATE DATABASE "{name}_making"')
        subprocess.run(
            [sys.executable, "-m", "desistance", "prepare"],
            check=True,
            cwd=ROOT,
            env=_environment(server, f"{name}_making"),
        )
        with _owner(server) as owner:
            owner.execute(f'ALTER DATABASE "{name}_making" RENAME TO "{name}"')
    return name


def _point(server: postgres.Server, database: str) -> None:
    from desistance.settings import _database

    connections["default"].close()
    fresh = _database(server.url("app", database))
    connections["default"].settings_dict.update({key: value for key, value in fresh.items() if key != "OPTIONS"})
    django_settings.DATABASES["default"]["NAME"] = database


@pytest.fixture(scope="session")
def django_db_setup(server: postgres.Server, template: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """The worker's database: a clone of the template, reached as the app role."""
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    clone(server, name, template)
    with django_db_blocker.unblock():
        _point(server, name)
        yield name
        connections["default"].close()
    drop(server, name)


@pytest.fixture
def own_database(
    server: postgres.Server, template: str, django_db_setup: str, django_db_blocker: pytest.FixtureRequest
) -> Iterator[str]:
    """A database for one test alone, in which everything really commits; threads and other processes may join it."""
    name = f"{django_db_setup}_own"
    clone(server, name, template)
    with django_db_blocker.unblock():
        _point(server, name)
        try:
            yield name
        finally:
            connections.close_all()
            _point(server, django_db_setup)
    drop(server, name)


@pytest.fixture(autouse=True)
def statement_guard(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test that has a database runs under the statement guard (security goal C6)."""
    if not {"db", "own_database"} & set(request.fixturenames):
        yield
        return
    with connections["default"].execute_wrapper(reading.guard):
        yield


@pytest.fixture
def looking() -> Iterator[None]:
    """For a test that reads protected tables itself, to see what was written."""
    with reading.marked("test"), reading.unseen("nightly check"):
        yield


@pytest.fixture
def plain_static_files(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Pages name their static files without the manifest that a build makes."""
    root = tmp_path_factory.getbasetemp() / "static"
    root.mkdir(exist_ok=True)
    settings.STATIC_ROOT = root
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
