"""Undoing an import, batch by batch: exactly what it added goes, and what it took the place of stands again."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.desk.models import Notice
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound, Refused
from desistance.foundation.later import later
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE, Holding
from desistance.foundation.rows import Event, Fact
from desistance.ingest.actions.loading import LOADING_LOCK
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.queries.undoing import (
    added_people,
    displaced,
    events_first,
    is_said,
    loaded,
    said_again,
    standing_of,
    undoing_of,
    used_people,
)
from desistance.ingest.rules.undoing import in_a_sentence, may_undo
from desistance.ingest.terms import IMPORT_STATES, NOT_STANDING, ROWS_AT_A_TIME
from desistance.people.actions.taking_back import order_again, take_people_back
from desistance.people.models import Name

IMPORT_OF = re.compile(r"^Import (\d+), row ")


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What one batch came to: people whose rows were taken back, rows undone, and whether others still stand."""

    people: frozenset[int]
    undone: int
    is_left: bool


@dataclass(frozen=True, slots=True)
class _Undo:
    """Which import is undone, who does it and when."""

    imported: Import
    by: Pass
    at: datetime

    @property
    def reason(self) -> str:
        return f"Import {self.imported.pk} was undone"


@deed("import.load")
def start_undo(*, imported: Import, by: Pass, at: datetime, run_later: bool = True) -> Import:
    """Say that an import is to be undone, if it may be and nothing depends on it; the job does it.

    Raises :class:`NotFound` for another agency's import, and :class:`Refused` with everything that stops it.
    """
    if imported.agency_id != by.agency:
        raise NotFound()
    loaded_on = local_date(imported.finished_at) if imported.finished_at else None
    rows = loaded(imported).count()
    may_undo(state=imported.state, loaded_on=loaded_on, rows_loaded=rows, on=local_date(at)).demand()
    IMPORT_STATES.may_move(imported.state, "undoing").demand()
    stops = undoing_of(imported, by=by).stops
    if stops:
        raise Refused(f"Something depends on this import. {in_a_sentence(stops)}")
    change(imported, version=None, by=by, at=at, state="undoing", not_undone_because="")
    if run_later:
        later("ingest.undo", key=f"import {imported.pk}", imported=imported.pk)
    return imported


@deed("import.load")
def call_off_undo(*, imported: Import, because: str, by: Pass, at: datetime) -> Import:
    """Leave an import as it is, because something came to depend on it before its undoing began; the page says what."""
    states = set(ImportRow.objects.filter(imported=imported).values_list("state", flat=True).distinct())
    is_ready = "ready" in states
    state = {
        (True, True): "needs_you",
        (True, False): "ready",
        (False, True): "done_with_held",
        (False, False): "done",
    }[is_ready, bool(states & {"held", "possible"})]
    IMPORT_STATES.may_move(imported.state, state).demand()
    change(imported, version=None, by=by, at=at, state=state, not_undone_because=because)
    return imported


def _people_of(_arguments: Mapping[str, Any], batch: TakenBack) -> Collection[int]:
    return batch.people


@deed("import.load", Category.ERASURE, gathers=True, about=_people_of)
def take_rows_back(*, imported: Import, by: Pass, at: datetime, limit: int = ROWS_AT_A_TIME) -> TakenBack:
    """Take back what the import added about the next people: one transaction and one audit event for all of them.

    Events and facts are withdrawn and what they took the place of stands again, work that was opened ends, and people whom
    nothing else tells of are closed. Running this again goes on with the rows that are left.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])
    first = loaded(imported).order_by("line").values_list("person_id", flat=True)[:limit]
    people = {person for person in first if person is not None}
    rows = loaded(imported).filter(person__in=people)
    added = added_people(imported, people)
    new, used, again = (
        set(added.values_list("pk", flat=True)),
        used_people(imported, added),
        said_again(imported, people),
    )
    closing = new - used - again
    keep_facts = again | _nameless_without(imported, new & used)
    undo = _Undo(imported, by, at)
    for holding in events_first():
        staying = _staying(holding, again, keep_facts)
        taken = _take_back(holding, people - staying, undo)
        _withdraw_notices(holding, taken, undo)
    take_people_back(people=closing, reason=undo.reason, by=by, at=at)
    order_again(people=people - closing - keep_facts, by=by, at=at)
    undone = rows.update(state="undone", resembles=None)
    return TakenBack(frozenset(people), undone, is_left=loaded(imported).exists())


@deed("import.load")
def finish_undo(*, imported: Import, by: Pass, at: datetime) -> Import:
    """End the undoing once no row of the import stands any more; the same file may then be sent again."""
    IMPORT_STATES.may_move(imported.state, "undone").demand()
    change(imported, version=None, by=by, at=at, state="undone", undone_at=at)
    return imported


def _staying(holding: Holding, again: frozenset[int], keep_facts: frozenset[int]) -> frozenset[int]:
    """Of whom nothing is taken back from a holding: of what happened nobody, of work and facts those who are told of again."""
    model = holding.model_class()
    if issubclass(model, Event):
        return frozenset()
    return keep_facts if issubclass(model, Fact) else again


def _nameless_without(imported: Import, used: Collection[int]) -> set[int]:
    """People who are used since and have no name but the import's: what identifies them stays."""
    others = Name.objects.standing().exclude(source_reference__startswith=f"Import {imported.pk}, row ")
    return set(used) - set(others.filter(person__in=used).values_list("person_id", flat=True))


def _take_back(holding: Holding, people: Collection[int], undo: _Undo) -> list[int]:
    """Withdraw or end what the import added to a holding; ids of the rows that were."""
    rows = list(standing_of(holding, undo.imported, people).order_by("pk").values_list("pk", holding.person))
    ids = [row for row, _ in rows]
    if not rows:
        return []
    if not is_said(holding):
        if holding.take_back is None:
            raise LookupError(f"{holding.model} names its source but not how it is taken back.")
        holding.take_back(rows=ids, reason=undo.reason, by=undo.by, at=undo.at)
        return ids
    whose = {person for _, person in rows}
    if _restore(holding, ids, whose, undo):
        return ids
    by_person = {person: [row for row, of in rows if of == person] for person in whose}
    return [row for person, own in by_person.items() if _restore(holding, own, {person}, undo) for row in own]


def _restore(holding: Holding, ids: Collection[int], whose: Collection[int], undo: _Undo) -> bool:
    """Withdraw rows and let those stand again of which they took the place; not at all where a newer word stands in the way."""
    model = holding.model_class()
    rows: Any = model._default_manager
    found = displaced(holding, undo.imported, whose).values_list("pk", "source", "source_reference")
    before = [row for row, source, reference in found if not _is_of_undone(source, reference)]
    withdrawn = {
        "withdrawn_at": Greatest(undo.at, F("recorded_at")),
        "withdrawn_by": undo.by.staff,
        **_reason(model, undo.reason),
    }
    try:
        with transaction.atomic():
            rows.filter(pk__in=ids).update(**withdrawn)
            rows.filter(pk__in=before).update(withdrawn_at=None, withdrawn_by=None)
    except IntegrityError:
        return False
    return True


def _reason(model: Any, reason: str) -> dict[str, Any]:
    """Where rows say why they were withdrawn, they say it."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    if "reason" not in fields or not fields["reason"].blank:
        return {}
    return {"reason": Case(When(reason="", then=Value(reason)), default=F("reason"))}


def _is_of_undone(source: str, reference: str) -> bool:
    found = IMPORT_OF.match(reference) if source == "import" else None
    return found is not None and Import.objects.filter(pk=int(found[1]), state__in=NOT_STANDING).exists()


def _withdraw_notices(holding: Holding, taken: Collection[int], undo: _Undo) -> None:
    """Whoever was told of work that this made is told that it was withdrawn, not that somebody dealt with it."""
    model = holding.model_class()
    duties = [name for name, duty in HOUSE.duties.items() if duty.ask(undo.by).model is model] if taken else []
    if duties:
        told = Notice.objects.filter(duty__in=duties, record__in=taken)
        told.update(is_taken_back=True, gone_at=Greatest(undo.at, F("created_at")))
