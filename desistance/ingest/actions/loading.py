"""Loading the rows that are ready, batch by batch: the person, what the file says of them, and the event itself."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import connection, transaction

from desistance.access.actions.involvements import open_involvement
from desistance.access.models import Involvement
from desistance.access.terms import LegalGround
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import LOCAL
from desistance.foundation.decisions import Refused, refused
from desistance.foundation.later import later
from desistance.foundation.passes import Pass
from desistance.foundation.reading import unseen
from desistance.foundation.rows import Source
from desistance.history.actions import record_arrest
from desistance.history.rules.arrests import ArrestFacts
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.queries.candidates import Candidates, candidates_for
from desistance.ingest.rules.caseload import Roster
from desistance.ingest.rules.feeds import read_cells
from desistance.ingest.rules.recognition import Recognition, recognise
from desistance.ingest.rules.rows import CaseTold, PersonTold, RowReading
from desistance.ingest.terms import IMPORT_STATES, ROWS_AT_A_TIME, ProblemKind
from desistance.partners.models import Staff, Team
from desistance.people.actions.identity import add_person, state_address, state_birth_date, state_identifier, state_name
from desistance.people.actions.pairs import mark_different
from desistance.people.models import Name, Person
from desistance.people.rules.dates import Precision
from desistance.people.rules.matching import PersonFacts
from desistance.people.terms import AddressKind, NameKind

LOADING_LOCK = 7_104_311
"""One batch is loaded at a time in the whole service, so that two files never both add a person whom neither saw."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch came to: people written about, rows loaded, and rows still ready."""

    people: frozenset[int]
    loaded: int
    left: int


@dataclass(frozen=True, slots=True)
class _Word:
    """Whose word the rows are and when they are taken in."""

    imported: Import
    by: Pass
    at: datetime

    def of(self, row: ImportRow) -> dict[str, Any]:
        """What every action is told: who, when, and from which row of which import."""
        reference = f"Import {self.imported.pk}, row {row.line}"
        return {"by": self.by, "at": self.at, "source": Source.IMPORT.value, "source_reference": reference}


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
    word = _Word(imported, by, at)
    readings = [(row, read_cells(row.cells, imported.feed, at=at, roster=roster)) for row in rows]
    told = [reading.person.facts("") for _, reading in readings if reading.person]
    candidates = candidates_for(told, by=by)
    loaded = [person for row, reading in readings if (person := _load(row, reading, candidates, word)) is not None]
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


def _load(row: ImportRow, reading: RowReading, candidates: Candidates, word: _Word) -> int | None:
    """Load one row, or hold it, or leave it for a person to compare; whom it was loaded for."""
    if reading.person is None or reading.event is None:
        first = reading.problems[0]
        _set_aside(row, "held", first.kind, first.column, " ".join(problem.words for problem in reading.problems))
        return None
    facts = reading.person.facts(f"row {row.line}")
    answer = _recognised(row, facts, candidates)
    if answer.is_possible:
        _set_aside(row, "possible", "", "", f"{answer.reasons[0]}.")
        return None
    try:
        with transaction.atomic():
            person, warnings = _write(row, reading, answer.joins, word)
    except Refused as no:
        _set_aside(row, "held", ProblemKind.REFUSED, no.field, no.words)
        return None
    candidates.learn(facts, str(person.pk), is_told=answer.joins is None)
    resembles = int(answer.resembles) if answer.resembles and int(answer.resembles) != person.pk else None
    warning = " ".join(filter(None, [row.warning, *warnings]))
    ImportRow.objects.filter(pk=row.pk).update(state="loaded", person=person, resembles=resembles, warning=warning)
    return person.pk


def _recognised(row: ImportRow, facts: PersonFacts, candidates: Candidates) -> Recognition:
    """Whom the row is about: as a person decided when they compared it, else by the rules."""
    answer = recognise(facts, *candidates.of(facts), apart=[str(pk) for pk in row.apart_from])
    if row.joins_id is None:
        return answer
    with unseen("match candidates"):
        person = Person.objects.get(pk=row.joins_id)
    return Recognition(joins=str(person.merged_into_id or person.pk), resembles=answer.resembles)


def _remember_apart(row: ImportRow, person: Person, word: _Word) -> None:
    """Those whom the row was told apart from are never proposed as one with its person again."""
    for other in Person.objects.filter(pk__in=row.apart_from, merged_into__isnull=True).exclude(pk=person.pk):
        with suppress(Refused):
            mark_different(one=person, other=other, reason=row.reason, by=word.by, at=word.at)


def _set_aside(row: ImportRow, state: str, kind: ProblemKind | str, column: str, reason: str) -> None:
    ImportRow.objects.filter(pk=row.pk).update(
        state=state, problem=str(kind), column=column, reason=reason, person=None
    )


def _write(row: ImportRow, reading: RowReading, joins: str | None, word: _Word) -> tuple[Person, list[str]]:
    told, event = reading.person, reading.event
    if told is None or event is None:
        raise ValueError("Only a row without problems is written.")
    person = Person.objects.get(pk=int(joins)) if joins else _add(row, told, word)
    if joins:
        _state_who(person, row, told, word)
    for number in told.numbers:
        state_identifier(person=person, kind=number.kind, text=number.raw, **word.of(row))
    _remember_apart(row, person, word)
    warnings = _state_where(person, row, told, word)
    if isinstance(event, ArrestFacts):
        _arrest(person, row, event, word)
    else:
        _supervise(person, row, event, word)
    return person, warnings


def _add(row: ImportRow, told: PersonTold, word: _Word) -> Person:
    born = told.born
    return add_person(
        given=told.given,
        family=told.family,
        born_on=born.earliest if born else None,
        precision=(born.precision if born else Precision.DAY).value,
        **word.of(row),
    )


def _state_who(person: Person, row: ImportRow, told: PersonTold, word: _Word) -> None:
    """What the sender says of someone on record: a name beside others, never in place of one; its newest date of birth."""
    if not _says_already(Name, person, word, given=told.given, family=told.family):
        has_name = Name.objects.standing().filter(person=person, agency_id=word.by.agency).exists()
        kind = NameKind.ALIAS if has_name else NameKind.CURRENT
        state_name(person=person, kind=kind, given=told.given, family=told.family, **word.of(row))
    if told.born and told.born.earliest:
        precision = told.born.precision.value
        state_birth_date(person=person, born_on=told.born.earliest, precision=precision, **word.of(row))


def _says_already(model: Any, person: Person, word: _Word, **values: Any) -> bool:
    return bool(model.objects.standing().filter(person=person, agency_id=word.by.agency, **values).exists())


def _state_where(person: Person, row: ImportRow, told: PersonTold, word: _Word) -> list[str]:
    """The address, if any. One that is refused is warned of: it must not keep an arrest out."""
    if not told.address and not told.postcode:
        return []
    try:
        with transaction.atomic():
            state_address(
                person=person, kind=AddressKind.MAIN, lines=told.address, postcode=told.postcode, **word.of(row)
            )
    except Refused as no:
        return [f"The address was not taken. {no.words}."]
    return []


def _arrest(person: Person, row: ImportRow, facts: ArrestFacts, word: _Word) -> None:
    """The arrest, and the force's work with the person, by which its officers find them."""
    record_arrest(person=person, facts=facts, **word.of(row))
    _open(person, row, word, kind="custody_check", ground=LegalGround.PREVENTION)


def _supervise(person: Person, row: ImportRow, case: CaseTold, word: _Word) -> None:
    """Supervision by the team and practitioner that the file names; the case number is among the person's numbers."""
    midnight = time(tzinfo=LOCAL)
    begins = datetime.combine(case.started_on, midnight) if case.started_on else None
    team = Team.objects.get(pk=case.team) if case.team else None
    lead = Staff.objects.get(pk=case.practitioner) if case.practitioner else None
    _open(person, row, word, kind="supervision", ground=LegalGround.COURT_ORDER, team=team, lead=lead, from_at=begins)


def _open(person: Person, row: ImportRow, word: _Word, *, kind: str, ground: LegalGround, **more: Any) -> None:
    """Open the agency's work of this kind, unless it is open: a new file repeats what it said last week."""
    if Involvement.objects.filter(person=person, agency_id=word.by.agency, kind=kind, state="open").exists():
        return
    open_involvement(person=person, kind=kind, legal_ground=ground, **more, **word.of(row))
