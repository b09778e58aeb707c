"""A worker that is really killed, at each step in turn, and started again: nothing is lost and nothing is there twice."""

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connections

from desistance.access.queries.passes import system_pass
from desistance.audit import deeds
from desistance.audit.models import AuditEvent
from desistance.foundation import postgres
from desistance.foundation.reading import marked, unseen
from desistance.foundation.register import HOUSE
from desistance.ingest import worker
from desistance.ingest.actions.loading import start_load
from desistance.ingest.actions.receiving import receive_file
from desistance.ingest.actions.undoing import start_undo
from desistance.ingest.models import Import, ImportRow
from tests import factories as make
from tests.conftest import clone
from tests.ingest.files import as_csv, custody_row

ROWS = 100
Step = tuple[str, str, int]
"""``in``: in the transaction of the deed's k-th run, just before it commits; ``after``: after the k-th word of progress."""
CHECKS: tuple[Step, ...] = (
    ("in", "ingest.start_check", 1),
    ("after", "checking", 1),
    ("in", "ingest.check_rows", 1),
    ("in", "ingest.check_rows", 2),
    ("after", "checking", 3),
    ("in", "ingest.finish_check", 1),
)
LOADS: tuple[Step, ...] = (
    ("in", "ingest.load_rows", 1),
    ("in", "ingest.load_rows", 2),
    ("after", "loading", 1),
    ("in", "ingest.finish_load", 1),
)
UNDOES: tuple[Step, ...] = (
    ("in", "ingest.take_rows_back", 1),
    ("in", "ingest.take_rows_back", 2),
    ("after", "undoing", 1),
    ("in", "ingest.finish_undo", 1),
)
LAST_LOOKS = ("ingest.load_rows", "ingest.take_rows_back")
"""A worker that is started again after the last batch looks for another and finds none: an event about nobody."""
OF_OUR_OWN = frozenset({"id", "reference", "record_id", "involvement", "values"})
"""Columns that the database or chance fills, and copies of such."""


def killed(run: Callable[..., Any], record: int, step: Step) -> None:
    """Carry a job out in a process of its own that is killed at a step; it must have been."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            _die_at(step)
            run(imported=record, at=make.NOW, say=_dying_after(step))
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"{step}: the job ended before it was killed"
    assert os.WTERMSIG(status) == signal.SIGKILL


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_at(step: Step) -> None:
    kind, name, count = step
    write, seen = deeds.write, Counter[str]()

    def dying(category: Any, deed: str, **more: Any) -> Any:
        seen[deed] += 1
        event = write(category, deed, **more)
        if kind == "in" and deed == name and seen[deed] == count:
            _die()
        return event

    deeds.write = dying


def _dying_after(step: Step) -> Callable[[str, int], None]:
    kind, name, count = step
    seen = Counter[str]()

    def say(told: str, _rows: int) -> None:
        seen[told] += 1
        if kind == "after" and told == name and seen[told] == count:
            _die()

    return say


def state_of_things() -> dict[str, Any]:
    """Every row about people, holding by holding, with people called by the lines that told of them; and the events by name."""
    with marked("test"), unseen("nightly check"):
        lines: dict[int, list[int]] = {}
        for person, line in ImportRow.objects.exclude(person=None).order_by("line").values_list("person_id", "line"):
            lines.setdefault(person, []).append(line)
        found: dict[str, Any] = {label: _rows(holding, lines) for label, holding in HOUSE.holdings.items()}
        found["imports"] = list(Import.objects.values_list("state", "rows", "version"))
        events = AuditEvent.objects.exclude(what__in=LAST_LOOKS, subjects=[])
        found["events"] = Counter(events.values_list("what", flat=True))
    return found


def _rows(holding: Any, lines: dict[int, list[int]]) -> list[str]:
    model = holding.model_class()
    fields = [field for field in model._meta.concrete_fields if field.name not in OF_OUR_OWN]
    people = {field.attname for field in fields if getattr(field.related_model, "__name__", "") == "Person"}
    people.add(holding.person)
    told = []
    for row in model._default_manager.values(*(field.attname for field in model._meta.concrete_fields)):
        kept = {field.attname: row[field.attname] for field in fields}
        kept |= {name: lines.get(row[name], row[name]) for name in people & set(row)}
        told.append(str(sorted(kept.items(), key=str)))
    return sorted(told)


def carry_out(kill: bool) -> Iterator[dict[str, Any]]:
    """Receive, check, load and undo one file; what there is after the load, and after the undo."""
    police = make.agency("police")
    by = system_pass(name="test", agency=police, at=make.NOW)
    rows = [custody_row(number, surname="" if number == 7 else f"Abbot{number}") for number in range(ROWS)]
    content = as_csv(rows).encode()
    record = receive_file(feed="police-custody", name="a.csv", content=[content], by=by, at=make.NOW, run_later=False)
    _through(worker.check, record.pk, CHECKS if kill else ())
    start_load(imported=Import.objects.get(), by=by, at=make.NOW, run_later=False)
    _through(worker.load, record.pk, LOADS if kill else ())
    yield state_of_things()
    start_undo(imported=Import.objects.get(), by=by, at=make.NOW, run_later=False)
    _through(worker.undo, record.pk, UNDOES if kill else ())
    yield state_of_things()


def _through(run: Callable[..., Any], record: int, steps: tuple[Step, ...]) -> None:
    for step in steps:
        killed(run, record, step)
    run(imported=record, at=make.NOW)


@pytest.mark.full
def test_a_worker_killed_at_each_step_leaves_what_an_unbroken_run_leaves(
    own_database: str,
    server: postgres.Server,
    template: str,
    settings: Any,
    tmp_path: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(worker, "ROWS_CHECKED_AT_A_TIME", 40)
    monkeypatch.setattr(worker, "load_rows", partial(worker.load_rows, limit=40))
    monkeypatch.setattr(worker, "take_rows_back", partial(worker.take_rows_back, limit=40))
    unbroken = list(carry_out(kill=False))
    connections.close_all()
    clone(server, own_database, template)
    broken = list(carry_out(kill=True))
    for before, after in zip(unbroken, broken, strict=True):
        assert {label: after[label] for label in after if after[label] != before[label]} == {}
    loaded, undone = broken
    assert len(loaded["history.Arrest"]) == ROWS - 1
    assert [state for state, *_ in undone["imports"]] == ["undone"]
