"""The trail is insert-only, stamped by the database, and holds no content."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from desistance.audit.actions import write
from desistance.audit.models import AuditEvent
from desistance.audit.queries import looks_at
from desistance.audit.terms import Category
from tests import factories as make
from tests.cast import Cast


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET what = 'nothing'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent",
        "DROP TABLE audit_auditevent",
        "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL",
    ],
)
def test_the_app_cannot_change_the_trail(statement: str) -> None:
    make.audit_event()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db
def test_tests_run_as_the_app_and_the_app_is_no_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("desistance_app", False, False, False)


@pytest.mark.django_db
def test_the_database_stamps_the_time_and_the_entry_keeps_the_exact_text() -> None:
    event = write(Category.CONSULTATION, "people.test", by=None, subjects=[3, 1, 3], classes=["identity"])
    event.refresh_from_db()
    entry = json.loads(event.entry)
    assert entry["at"] == event.at.isoformat().replace("+00:00", "Z")
    assert (entry["subjects"], entry["category"], event.subjects) == ([1, 3], "consultation", [1, 3])


@pytest.mark.django_db
@pytest.mark.parametrize(("category", "recipient"), [(Category.DISCLOSURE, ""), (Category.CONSULTATION, "the court")])
def test_a_recipient_stands_with_a_disclosure_and_only_there(category: Category, recipient: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        write(category, "people.test", by=None, recipient=recipient)


def test_an_event_says_who_for_whom_and_why_and_no_name(cast: Cast) -> None:
    by = cast.opening("priya")
    event = write(Category.ALTERATION, "people.test", by=by, subjects=[cast.kyle.pk])
    entry = json.loads(AuditEvent.objects.get(pk=event.pk).entry)
    assert (entry["staff"], entry["role"], entry["purpose"], entry["rule"]) == (
        by.staff,
        "practitioner",
        "supervision",
        "A2",
    )
    assert entry["regime"] == "dpa_part_3"
    assert not {"Kyle", "Ashcroft", "Priya", cast.kyle.reference} & set(event.entry.replace('"', " ").split())


def test_looks_at_a_person_come_newest_first_by_keyset(cast: Cast) -> None:
    ids = [write(Category.CONSULTATION, f"page {number}", by=None, subjects=[cast.kyle.pk]).pk for number in range(5)]
    write(Category.CONSULTATION, "another", by=None, subjects=[cast.kyle.pk + 1])
    first = looks_at(cast.kyle.pk, limit=3)
    rest = looks_at(cast.kyle.pk, before=first[-1].pk, limit=3)
    assert [event.pk for event in (*first, *rest)] == ids[::-1]


def test_looks_at_a_record_that_was_joined_are_among_them(cast: Cast) -> None:
    kept, lost = cast.kyle.pk, cast.kyle.pk + 1
    ids = [write(Category.CONSULTATION, "a page", by=None, subjects=[person]).pk for person in (kept, lost)]
    assert [event.pk for event in looks_at(kept, lost)] == ids[::-1]
    assert [event.pk for event in looks_at(kept)] == ids[:1]
