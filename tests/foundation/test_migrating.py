"""Migrating lightly makes what Django makes: every column, index, constraint, trigger and function."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.db.migrations.state import ProjectState

from desistance.foundation import postgres
from desistance.foundation.migrating import light_states
from tests.conftest import ROOT, _environment, _owner, clone, drop

MADE = """
SELECT format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT format('%s %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
"""


def made(server: postgres.Server, database: str) -> set[str]:
    with psycopg.connect(server.url("owner", database)) as owner:
        return {row[0] for row in owner.execute(MADE).fetchall()}


@pytest.mark.full
def test_a_database_prepared_lightly_is_the_one_that_django_makes(server: postgres.Server, template: str) -> None:
    name = f"django_s_own_{os.getpid()}"
    clone(server, name, "template1")
    try:
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--database=owner", "--verbosity=0"],
            check=True, cwd=ROOT, env=_environment(server, name) | {"DJANGO_SETTINGS_MODULE": "desistance.settings"},
        )  # fmt: skip
        found = made(server, name)
        cached = {row for row in made(server, template) - found if "web_cache" in row}
        assert found == made(server, template) - cached
        assert len(found) > 2_000
        with _owner(server, name) as owner:
            owner.execute("ALTER TABLE people_name DROP COLUMN family CASCADE")
        assert made(server, name) != found
    finally:
        drop(server, name)


def test_migrations_are_django_s_own_again_afterwards() -> None:
    before = {name: getattr(ProjectState, name) for name in ("add_model", "add_index", "add_constraint")}
    with light_states():
        assert all(getattr(ProjectState, name) is not method for name, method in before.items())
    assert all(getattr(ProjectState, name) is method for name, method in before.items())
