"""Every operation, for every member of the cast and every standing to a person: what must be answered (security goal C2).

Quick by default: each operation for the worker it must work for, and for a handful of others; all of them with
``DESISTANCE_TEST_FULL=1``. A new operation without a row in ``tests/api/world.py`` fails.
"""

import os
import zlib
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from desistance.api import operation
from desistance.api.operation import OPERATIONS, Told
from desistance.api.v1 import api
from desistance.audit.models import AuditEvent
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from tests.api.conftest import Caller
from tests.api.world import EVERYONE, ROWS, STANDING, World, build
from tests.cast import Cast
from tests.ingest.files import CASELOAD_COLUMNS, as_csv, caseload_row

FULL = os.environ.get("DESISTANCE_TEST_FULL") == "1"
ASKED = EVERYONE if FULL else ["priya", "rob", "grace", "uma", "adam"]
EACH = len(ASKED) if FULL else 1
"""By how many of them each operation is asked beside the worker it must work for: one, who differs from one to the next."""
SHARES = 12
"""In how many tests the operations are asked: each builds its world once, and each call is undone."""
NEEDED = {"hold_row": {"import.rows"}, "skip_row": {"import.rows"}, "add_person": {"involvement.open"}}
"""Further permissions that an operation needs beside its own."""


class Undone(Exception):
    """Thrown to put the database back as it was."""


@pytest.fixture
def world(cast: Cast) -> World:
    return build(cast)


class Callers:
    """One token for each worker."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.made: dict[str, Caller] = {}

    def ask(self, who: str, name: str, person: str) -> Any:
        """The answer to one operation; what it did is undone."""
        told, row = OPERATIONS[name], ROWS[name]
        caller = self.made.setdefault(who, Caller(self.world.cast, who))
        cache.clear()
        path, headers = self.world.path(name, person), {"If_Match": '"1"'} if told.needs_version else {}
        answer: Any = None
        try:
            with transaction.atomic():
                if row.body == "file":
                    answer = self._send_file(caller)
                elif row.body == "document":
                    answer = self._send_document(caller, path)
                else:
                    answer = caller.call(told.method, path, self.world.body(name), **headers)
                raise Undone
        except Undone:
            return answer

    @staticmethod
    def _send_file(caller: Caller) -> Any:
        file = SimpleUploadedFile("caseload.csv", as_csv([caseload_row(1)], CASELOAD_COLUMNS).encode())
        headers = {"Authorization": f"Bearer {caller.text}", "Idempotency-Key": "file"}
        return caller.client.post("/api/v1/imports", {"feed": "probation-caseload", "file": file}, headers=headers)

    @staticmethod
    def _send_document(caller: Caller, path: str) -> Any:
        said = {"kind": "letter", "title": "A letter", "dated_on": "2026-03-02"}
        file = SimpleUploadedFile("letter.txt", b"Dear everyone")
        headers = {"Authorization": f"Bearer {caller.text}", "Idempotency-Key": "file"}
        return caller.client.post(f"/api/v1{path}", {**said, "file": file}, headers=headers)


@pytest.fixture
def callers(world: World) -> Callers:
    return Callers(world)


def expected(told: Told, who: str, person: str, role: str) -> str:
    """What a worker must get: by hand from the table of standings and the permissions of the role, never from the gate."""
    row = ROWS[told.name]
    held = HOUSE.permissions_of(role)
    if told.permission and not {told.permission, *NEEDED.get(told.name, set())} <= held:
        return "not-permitted"
    if row.about == "record":
        return "allowed" if who in row.may else "not-found"
    if row.about == "open":
        return "allowed"
    standing = STANDING[person][who]
    if standing == "nothing":
        return "not-found"
    return "only-known" if standing == "know" and row.about == "person" else "allowed"


def came_of(answer: Any) -> str:
    """An answer in the words of the table."""
    if answer.status_code in (401, 403, 404):
        return str(answer.json()["type"].partition("#")[2])
    return "allowed" if answer.status_code < 500 else f"{answer.status_code}"


def test_every_operation_has_a_row_and_every_row_an_operation() -> None:
    assert sorted(ROWS) == sorted(OPERATIONS)


def test_every_operation_is_in_the_description_and_says_its_scope() -> None:
    schema = api.get_openapi_schema(path_prefix="")
    told = {
        described["operationId"]: described for methods in schema["paths"].values() for described in methods.values()
    }
    assert sorted(told) == sorted(OPERATIONS)
    for name, described in told.items():
        scope = "read" if OPERATIONS[name].is_question else OPERATIONS[name].permission
        assert described["x-scope"] == scope
        assert described["security"] == [{"Bearer": []}]
        assert {401, 403, 404, 429, 503} <= set(described["responses"])


def test_permissions_that_operations_name_are_registered() -> None:
    named = {told.permission for told in OPERATIONS.values() if told.permission}
    assert named <= set(HOUSE.permissions)
    assert [told.name for told in OPERATIONS.values() if not told.is_question and not told.permission] == []


@pytest.mark.parametrize("number", range(SHARES))
def test_operations_answer_each_worker_as_the_table_says(callers: Callers, number: int) -> None:
    assert [fault for name in sorted(ROWS)[number::SHARES] for fault in faults(callers, name)] == []


def faults(callers: Callers, name: str, each: int = EACH) -> list[tuple[Any, ...]]:
    """Where one operation answers otherwise than the table says: who asked, about whom, what was wanted, what came."""
    told, row = OPERATIONS[name], ROWS[name]
    answer = callers.ask(row.able, name, row.person)
    if answer.status_code != row.good:
        return [(name, row.able, row.person, row.good, answer.status_code, answer.content[:300])]
    people = STANDING if row.about in ("person", "known") else [row.person]
    wrong = []
    first = zlib.crc32(name.encode())
    for who in {*(ASKED[(first + step) % len(ASKED)] for step in range(each)), row.able}:
        role = callers.world.cast.posts[who].role
        for person in people:
            if person != row.person and row.numbers:
                continue
            answer = callers.ask(who, name, person)
            if came_of(answer) != (wanted := expected(told, who, person, role)) and not (
                wanted == "allowed" and answer.status_code == 404 and _is_anothers(name)
            ):
                wrong.append((name, who, person, wanted, answer.status_code, answer.content[:200]))
    return wrong


def _is_anothers(name: str) -> bool:
    """An operation on one agency's own entry: a worker of another agency does not find it, though the record is open."""
    row = ROWS[name]
    return row.about == "person" and (bool(row.numbers) or not OPERATIONS[name].is_question)


def test_no_operation_answers_anything_without_a_token(callers: Callers) -> None:
    assert [name for name in sorted(ROWS) if not _asks_for_a_token(callers, name)] == []


def _asks_for_a_token(callers: Callers, name: str) -> bool:
    """Whether a call without one is refused, and leaves nothing in the trail."""
    caller = callers.made.setdefault("priya", Caller(callers.world.cast, "priya"))
    before = AuditEvent.objects.count()
    cache.clear()
    answer = caller.call(OPERATIONS[name].method, callers.world.path(name, ROWS[name].person), {}, Authorization="")
    return answer.status_code == 401 and AuditEvent.objects.count() == before


def test_hidden_and_missing_are_the_same_answer_byte_for_byte(callers: Callers) -> None:
    callers.world.references["nobody"] = "P-XXXX-XX"
    for name, row in ROWS.items():
        if row.about in ("person", "known") and not row.numbers:
            told = OPERATIONS[name]
            who = next(who for who in ("rob", "tom", "grace") if not told.permission or _holds(callers, who, told))
            hidden, missing = callers.ask(who, name, "rhys"), callers.ask(who, name, "nobody")
            assert (hidden.status_code, hidden.content) == (404, missing.content), name
            assert [*hidden.headers] == [*missing.headers], name


def _holds(callers: Callers, who: str, told: Told) -> bool:
    return told.permission in HOUSE.permissions_of(callers.world.cast.posts[who].role)


def test_a_planted_operation_that_goes_past_the_gate_is_caught(
    callers: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An operation that opens every record as Priya would, whoever calls, fails its row."""
    gate = operation.open_record

    def ajar(*, reference: str, by: Pass) -> Any:
        return gate(reference=reference, by=callers.world.cast.entering("priya"))

    monkeypatch.setattr(operation, "open_record", ajar)
    assert faults(callers, "involvements", each=len(ASKED))


def test_a_planted_operation_without_a_token_is_caught(callers: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate of these tests itself: take the token away from one operation, and the row of that operation fails."""
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            for one in view.operations:
                if one.operation_id == "list_agencies":
                    monkeypatch.setattr(one, "auth_callbacks", [])
    with pytest.raises((AssertionError, AttributeError)):
        assert _asks_for_a_token(callers, "list_agencies")
