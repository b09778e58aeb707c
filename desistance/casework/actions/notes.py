"""Writing a note, correcting it with the original kept, and taking it back within minutes."""

from datetime import datetime

from desistance.access.models import Involvement
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.casework.models import Note
from desistance.casework.rules.arranging import may_end
from desistance.casework.rules.notes import NoteFacts, may_take_note_back, troubles_of_note
from desistance.foundation.decisions import Conflict, NotFound, Versions
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.people.models import Person


@deed("note.record", Category.COLLECTION)
def write_note(
    *,
    person: Person,
    facts: NoteFacts,
    by: Pass,
    at: datetime,
    involvement: Involvement | None = None,
    source: str = "staff",
) -> Note:
    """Write a note about a person whose record is open. Towards health work it is health information.

    Raises :class:`Refused` with the field to mend, and :class:`NotFound` when the pass is not for this person.
    """
    data_class = DataClass.CASEWORK
    if involvement is not None and involvement.data_class == DataClass.HEALTH:
        data_class = DataClass.HEALTH
    by.demand_person(person.pk, data_class, writing=True)
    if involvement is not None and (involvement.person_id, involvement.agency_id) != (person.pk, by.agency):
        raise NotFound()
    for field, decision in troubles_of_note(facts, at):
        decision.demand(field)
    note = _new(facts, by, at)
    note.person, note.involvement, note.data_class, note.source = person, involvement, data_class, source
    note.save()
    return note


@deed("note.record")
def correct_note(*, note: Note, facts: NoteFacts, reason: str, by: Pass, at: datetime) -> Note:
    """Put a corrected note in place of one of the acting agency's own, which is withdrawn and stays readable.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict` with both texts where someone else corrected it first.
    """
    _demand_ours(note, by)
    for field, decision in troubles_of_note(facts, at):
        decision.demand(field)
    may_end(reason).demand("reason")
    _withdraw(note, by, at, mine=facts.text)
    corrected = _new(facts, by, at)
    corrected.corrects, corrected.reason, corrected.source = note, reason.strip(), note.source
    corrected.person_id, corrected.involvement_id, corrected.data_class = (
        note.person_id,
        note.involvement_id,
        note.data_class,
    )
    corrected.save()
    return corrected


@deed("note.record")
def take_note_back(*, note: Note, by: Pass, at: datetime) -> Note:
    """Take a note back, within 10 minutes and by whoever wrote it. Raises :class:`Refused`."""
    _demand_ours(note, by)
    written_by = note.recorded_by or 0
    may_take_note_back(recorded_at=note.recorded_at, recorded_by=written_by, staff=by.staff, at=at).demand()
    _withdraw(note, by, at, mine="")
    return note


def _demand_ours(note: Note, by: Pass) -> None:
    by.demand_person(note.person_id, DataClass(note.data_class), writing=True)
    if note.agency_id != by.agency:
        raise NotFound()


def _withdraw(note: Note, by: Pass, at: datetime, *, mine: str) -> None:
    """Withdraw a note once, however many try: the second is told what stands now."""
    standing = Note.objects.filter(pk=note.pk, withdrawn_at__isnull=True)
    if standing.update(withdrawn_at=at, withdrawn_by=by.staff):
        note.withdrawn_at, note.withdrawn_by = at, by.staff
        return
    newer = Note.objects.filter(corrects=note).first()
    theirs = {"text": newer.text if newer else ""}
    versions = Versions(base={"text": note.text}, theirs=theirs, mine={"text": mine}, version=newer.pk if newer else 0)
    raise Conflict("Someone else corrected this note first. You have not lost anything: both are below.", versions)


def _new(facts: NoteFacts, by: Pass, at: datetime) -> Note:
    return Note(
        agency_id=by.agency,
        kind=facts.kind,
        text=facts.text.strip(),
        at=facts.happened_at,
        is_sensitive=facts.is_sensitive,
        said_at=at,
        recorded_at=at,
        recorded_by=by.staff,
    )
