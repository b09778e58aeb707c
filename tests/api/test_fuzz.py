"""The API against its own description, with whatever can be sent: no fault of ours, and nothing that is not described (F2).

At most a minute in the usual suite; a hundred times the cases with ``DESISTANCE_TEST_FULL=1``.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as searching
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from desistance.commands.describe_api import text
from tests.api.conftest import Caller
from tests.api.world import OPERATIONS, ROWS, World, build
from tests.cast import Cast

FULL = os.environ.get("DESISTANCE_TEST_FULL") == "1"
ABLE = "whoever it must work for"
PERSONAS = (ABLE, "priya", "rob", "grace", "adam") if FULL else (ABLE,)
CASES = 100 if FULL else 1
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""Whether well-formed input is accepted is not asked here: rules refuse much of it, in the described shape."""


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Requests stay inside the test's transaction, as Django's own test client has it."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.fixture
def world(cast: Cast) -> World:
    return build(cast)


def _schema() -> Any:
    import json

    return schemathesis.openapi.from_dict(json.loads(text()))


@pytest.mark.slow
@pytest.mark.parametrize("who", PERSONAS)
def test_nothing_that_is_sent_makes_a_fault_or_an_answer_that_is_not_described(
    world: World, who: str, settings: Any
) -> None:
    settings.API_CALLS_A_MINUTE = 10**9
    callers: dict[str, Caller] = {}
    schema, app = _schema(), WSGIHandler()
    operations = {
        one.definition.raw["operationId"]: one for one in (found.ok() for found in schema.get_all_operations())
    }
    assert operations.keys() == OPERATIONS.keys()
    for name, operation in operations.items():
        asks = ROWS[name].able if who == ABLE else who
        caller = callers.setdefault(asks, Caller(world.cast, asks))
        _try(operation, app, caller, world)


def _try(operation: Any, app: Any, caller: Caller, world: World) -> None:
    """Cases of one operation: half of them reach records that are there."""

    @searching(
        max_examples=CASES,
        deadline=None,
        derandomize=not FULL,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), reference=_references(world))
    def one(case: Any, reference: str | None) -> None:
        if reference and "reference" in (case.path_parameters or {}):
            case.path_parameters["reference"] = reference
        cache.clear()
        with transaction.atomic():
            answer = case.call(app=app, headers={"Authorization": f"Bearer {caller.text}"})
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    one()


def _references(world: World) -> Any:
    from hypothesis import strategies

    return strategies.sampled_from([None, *world.references.values()])
