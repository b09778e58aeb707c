"""What a data officer decides of a row that may be about someone on record: the same person, or different people."""

from dataclasses import dataclass
from datetime import datetime

from desistance.access.queries.passes import open_record
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.decisions import NotFound, OnlyKnown, Refused
from desistance.foundation.passes import Pass
from desistance.ingest.actions.deciding import LONGEST_REASON, _demand_ours, _settle
from desistance.ingest.models import Import, ImportRow, Likeness
from desistance.ingest.queries.resembling import resembling
from desistance.ingest.queries.roster import roster_of
from desistance.ingest.rules.deciding import may_decide_rows, may_say_different
from desistance.ingest.rules.feeds import read_cells
from desistance.ingest.rules.rows import PersonTold
from desistance.ingest.terms import ROW_STATES
from desistance.people.models import Person


@dataclass(frozen=True, slots=True)
class Resembled:
    """Someone on record whom a row resembles, with the reader's pass for them, and what the model says of the two."""

    person: Person
    own: Pass
    likeness: Likeness | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """A row that waits, the person it tells of, those whose records the reader may open, and how many others there are."""

    row: ImportRow
    told: PersonTold
    people: tuple[Resembled, ...]
    closed: int


@deed("import.rows", Category.CONSULTATION, about=lambda _arguments, alike: [one.person.pk for one in alike.people])
def compare_row(*, imported: Import, line: int, by: Pass, at: datetime) -> Alike:
    """A row that may be about someone known, and the people it resembles.

    Raises :class:`NotFound` when no such row waits for this.
    """
    _demand_ours(imported, by)
    row = ImportRow.objects.filter(imported=imported, line=line, state="possible").select_related("imported").first()
    if row is None:
        raise NotFound()
    return _alike(row, by, at)


@deed("import.load")
def same_person(*, row: ImportRow, reference: str, by: Pass, at: datetime) -> ImportRow:
    """Say that a row is about someone on record: it is loaded for them. Only for a person whom the reader may open."""
    _decidable(row, by)
    chosen = next((one for one in _alike(row, by, at).people if one.person.reference == reference), None)
    if chosen is None:
        raise Refused("Choose one of the people shown, or say that they are different people", field="decision")
    return _decide(row, by, at, joins_id=chosen.person.pk, apart_from=[], reason="")


@deed("import.load")
def different_people(*, row: ImportRow, reason: str, by: Pass, at: datetime) -> ImportRow:
    """Say that a row is about none of those it resembles: it is loaded as someone new, and none of them is proposed again."""
    _decidable(row, by)
    reason = reason.strip()
    if not reason:
        raise Refused("Enter how you know that these are different people", field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"The reason must be {LONGEST_REASON} characters or fewer", field="reason")
    alike = _alike(row, by, at)
    people = [one.person.pk for one in alike.people]
    may_say_different(people, alike.closed).demand("decision")
    return _decide(row, by, at, joins_id=None, apart_from=sorted({*row.apart_from, *people}), reason=reason)


def _alike(row: ImportRow, by: Pass, at: datetime) -> Alike:
    told = read_cells(row.cells, row.imported.feed, at=at, roster=roster_of(by)).person
    if told is None:
        raise Refused("This row cannot be read any more. Hold it, or leave it out.")
    found, closed = [], 0
    weighed = {one.person_id: one for one in Likeness.objects.filter(row=row)}
    for person, reference in resembling(row, told, by=by):
        try:
            found.append(Resembled(*open_record(reference=reference, by=by), weighed.get(person)))
        except (OnlyKnown, NotFound):
            closed += 1
    return Alike(row, told, tuple(found), closed)


def _decidable(row: ImportRow, by: Pass) -> None:
    _demand_ours(row.imported, by)
    row.imported = Import.objects.select_for_update().get(pk=row.imported_id)
    may_decide_rows(row.imported.state).demand("decision")
    ROW_STATES.may_move(row.state, "ready").demand("decision")


def _decide(row: ImportRow, by: Pass, at: datetime, **decided: object) -> ImportRow:
    values = {**decided, "state": "ready", "resembles_id": None, "decided_at": at, "decided_by": by.staff}
    if not ImportRow.objects.filter(pk=row.pk, state="possible").update(**values):
        raise Refused("Someone else has decided this row. Open the import again to see how.")
    for name, value in values.items():
        setattr(row, name, value)
    _settle(row.imported, by, at)
    return row
