"""Loading the rows that are ready, batch by batch: one transaction and one event each, in few statements however many rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.decisions import Refused, refused
from desistance.foundation.later import later
from desistance.foundation.passes import Pass
from desistance.ingest.actions._recognising import _Known, _Line, _sort_out, _Sorted
from desistance.ingest.actions._stating import _add_new, _remember_apart, _Said, _state_of
from desistance.ingest.actions._told import _Told, _Word
from desistance.ingest.actions._writers import WRITERS
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.queries.candidates import candidates_for
from desistance.ingest.rules.feed import Roster
from desistance.ingest.rules.feeds import read_cells
from desistance.ingest.terms import IMPORT_STATES, ROWS_AT_A_TIME, ProblemKind
from desistance.people.models import Person

LOADING_LOCK = 7_104_311
"""One batch is loaded at a time in the whole service, so that two files never both add a person whom neither saw."""
WHAT_BECAME = """
UPDATE ingest_importrow AS kept
SET state = told.state, problem = told.problem, "column" = told.at_column, reason = told.reason, warning = told.warning,
    person_id = told.person, resembles_id = told.resembles
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[])
    AS told(row, state, problem, at_column, reason, warning, person, resembles)
WHERE kept.id = told.row
"""
"""One statement for a whole batch: Django's own bulk_update took longer than all else together."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch came to: people written about, rows loaded, and rows still ready."""

    people: frozenset[int]
    loaded: int
    left: int


@deed("import.load")
def start_load(*, imported: Import, by: Pass, at: datetime, run_later: bool = True) -> Import:
    """Say that the rows that are ready may be loaded now; held rows wait and do not stop the rest."""
    if imported.agency_id != by.agency:
        refused("Only the agency that sent this file can load it.").demand()
    IMPORT_STATES.may_move(imported.state, "loading").demand()
    if not ImportRow.objects.filter(imported=imported, state="ready").exists():
        raise Refused("No row of this file is ready to load. Mend the held rows and send them as a new file.")
    change(imported, version=None, by=by, at=at, state="loading", load_from_at=at)
    if run_later:
        later("ingest.load", key=f"import {imported.pk}", imported=imported.pk)
    return imported


def _people_of(_arguments: Mapping[str, Any], batch: Batch) -> Iterable[int]:
    return batch.people


@deed("import.load", Category.COLLECTION, gathers=True, about=_people_of)
def load_rows(*, imported: Import, roster: Roster, by: Pass, at: datetime, limit: int = ROWS_AT_A_TIME) -> Batch:
    """Load the next rows that are ready: one transaction and one audit event for all of them.

    Each row joins the person its numbers name or adds one, then states what the file says. A row that an action refuses is held
    with the words of the refusal, and nothing of it stays. Running this again goes on with the rows that are left.
    """
    _one_at_a_time()
    ready = ImportRow.objects.select_for_update().filter(imported=imported, state="ready").order_by("line")
    rows = list(ready[:limit])
    lines = [_Line(row, read_cells(row.cells, imported.feed, at=at, roster=roster), row.warning) for row in rows]
    told = [line.reading.person.facts("") for line in lines if line.reading.person]
    _load(lines, _Known(candidates_for(told, by=by)), _Word(imported, by, at))
    _keep_what_became(rows)
    loaded = [row.person_id for row in rows if row.person_id is not None]
    return Batch(
        people=frozenset(loaded),
        loaded=len(loaded),
        left=ImportRow.objects.filter(imported=imported, state="ready").count(),
    )


@deed("import.load")
def finish_load(*, imported: Import, by: Pass, at: datetime) -> Import:
    """End the loading once no row is ready any more; done, or done with rows that wait for someone."""
    waiting = ImportRow.objects.filter(imported=imported, state__in=["held", "possible"]).exists()
    state = "done_with_held" if waiting else "done"
    IMPORT_STATES.may_move(imported.state, state).demand()
    change(imported, version=None, by=by, at=at, state=state, finished_at=at)
    return imported


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])


def _keep_what_became(rows: Sequence[ImportRow]) -> None:
    columns = ("pk", "state", "problem", "column", "reason", "warning", "person_id", "resembles_id")
    with connection.cursor() as cursor:
        cursor.execute(WHAT_BECAME, [[getattr(row, column) for row in rows] for column in columns])


def _load(lines: Sequence[_Line], known: _Known, word: _Word) -> None:
    """Write all of these rows under one savepoint. If one is refused, nothing of them stays, and each half is tried alone.

    So a batch without a fault costs one savepoint, and a row that is refused costs a few more: never the rows beside it.
    """
    trying = known.copy()
    try:
        with transaction.atomic():
            _write(lines, trying, word)
    except Refused as no:
        if len(lines) == 1:
            _set_aside(lines[0].row, "held", ProblemKind.REFUSED, no.field, no.words)
            return
        half = len(lines) // 2
        _load(lines[:half], known, word)
        _load(lines[half:], known, word)
    else:
        known.become(trying)


def _write(lines: Sequence[_Line], known: _Known, word: _Word) -> None:
    """The people first, then what is said of them, then what has happened, in the order of the file."""
    for line in lines:
        line.row.warning = line.warning
        if line.reading.person is None:
            first = line.reading.problems[0]
            words = " ".join(problem.words for problem in line.reading.problems)
            _set_aside(line.row, "held", first.kind, first.column, words)
    found = _sort_out(lines, known)
    for line, why in found.possible:
        _set_aside(line.row, "possible", "", "", why)
    people = _people(found, known, word)
    told = [_Told(line.row, people[line.row.pk], line.reading.event) for line in lines if line.row.pk in people]
    for one in told:
        _remember_apart(one.row, one.person, word)
    WRITERS[word.imported.feed].write(told, word)
    for one in told:
        resembles = known.id_of(found.resembles.get(one.row.pk))
        one.row.state, one.row.person = "loaded", one.person
        one.row.resembles_id = resembles if resembles != one.person.pk else None


def _people(found: _Sorted, known: _Known, word: _Word) -> dict[int, Person]:
    """The person of each row, by the row's id, with what the rows say of them on record."""
    added = _add_new([(line.row, line.reading.person) for line in found.new if line.reading.person], word)
    people = {line.row.pk: person for line, person in zip(found.new, added, strict=True)}
    known.added |= {line.key: person for line, person in zip(found.new, added, strict=True)}
    ids = {line.row.pk: known.id_of(key) for line, key in found.joining}
    on_record = Person.objects.in_bulk(list(set(ids.values()))) if ids else {}
    said = _Said.of(on_record, word)
    for line, _ in found.joining:
        person = on_record[ids[line.row.pk]]
        if line.reading.person is not None:
            _state_of(person, line.row, line.reading.person, said, word)
        people[line.row.pk] = person
    return people


def _set_aside(row: ImportRow, state: str, kind: ProblemKind | str, column: str, reason: str) -> None:
    row.state, row.problem, row.column, row.reason = state, str(kind), column, reason
    row.person = None
