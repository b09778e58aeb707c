"""Bring the database up to date: migrate as its owner, then give the app and the reader only what each needs."""

import argparse

from django.core.management import call_command
from django.db import connections

from desistance.foundation.migrating import light_states

APP_MAY_NOT_CHANGE = ("audit_auditevent",)
READER_MAY_NOT_READ = (
    "audit_auditevent",
    "account_emailaddress",
    "desk_draft",
    "django_session",
    "mfa_authenticator",
    "partners_staff",
    "partners_token",
    "web_cache",
    "web_session",
)
GRANTS = """
GRANT USAGE ON SCHEMA public TO desistance_app, desistance_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO desistance_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO desistance_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO desistance_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO desistance_reader;
"""


def describe(parser: argparse.ArgumentParser) -> None:
    """No options: it always brings everything up to date."""


def run(_chosen: argparse.Namespace) -> int:
    """Migrate and grant; running it again changes nothing."""
    migrate()
    return 0


def migrate(using: str = "owner") -> None:
    """Migrate through the owner's connection and set the other roles' privileges."""
    with light_states():
        call_command("migrate", database=using, interactive=False, verbosity=0)
    call_command("createcachetable", database=using, verbosity=0)
    with connections[using].cursor() as cursor:
        cursor.execute(GRANTS)
        for table in APP_MAY_NOT_CHANGE:
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM desistance_app")
        for table in READER_MAY_NOT_READ:
            cursor.execute(f"REVOKE ALL ON {table} FROM desistance_reader")
