"""Questions about notes: those that stand, a page at a time, and who else sees what is written here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from desistance.access.models import Involvement
from desistance.access.queries.scope import entries_known, entries_seen
from desistance.audit.deeds import question
from desistance.casework.models import Note
from desistance.casework.queries.alerts import name_of
from desistance.casework.rules.notes import may_take_note_back
from desistance.casework.terms import NoteKind
from desistance.desk.queries.words import with_words
from desistance.desk.rules.timeline import Place
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass

LABEL = "casework.Note"
PAGE = 25


@dataclass(frozen=True, slots=True)
class NoteShown:
    """One note with who wrote it. ``may_take_back``: for a few minutes, by its author."""

    note: Any
    author: str
    is_ours: bool
    may_take_back: bool

    @property
    def id(self) -> int:
        """The note's id."""
        return int(self.note.pk)

    @property
    def kind_words(self) -> str:
        """What it is of."""
        return NoteKind(self.note.kind).label


@dataclass(frozen=True, slots=True)
class Notes:
    """A page of notes, newest first, and how many are not shared, by agency."""

    notes: tuple[NoteShown, ...]
    has_older: bool
    not_shared: Mapping[str, int]


def _seen(by: Pass) -> QuerySet[Any, Any]:
    rows = Note.objects.standing().filter(entries_seen(by, LABEL)).select_related("agency")
    named: QuerySet[Any, Any] = rows.annotate(author=name_of("recorded_by"))
    return named


def _shown(row: Any, by: Pass) -> NoteShown:
    told = {"recorded_at": row.recorded_at, "recorded_by": row.recorded_by or 0}
    is_ours = row.agency_id == by.agency
    return NoteShown(row, row.author, is_ours, is_ours and bool(may_take_note_back(**told, staff=by.staff, at=by.at)))


@question
def notes_of(
    person: int, *, by: Pass, kind: str = "", words: str = "", older_than: Place | None = None, size: int = PAGE
) -> Notes:
    """Notes on the person whose record is open, of all agencies, as far as the reader may see. Two statements.

    ``words`` are looked for in the text, the author, the agency and what the note is of.
    """
    if by.person != person:
        raise NotFound()
    rows = _seen(by).filter(with_words(words, ("text", "author", "agency__short_name"), (("kind", NoteKind),)))
    rows = rows.filter(kind=kind) if kind else rows
    if older_than is not None:
        rows = rows.filter(Q(at__lt=older_than.at) | Q(at=older_than.at, id__lt=older_than.id))
    found = [_shown(row, by) for row in rows.order_by("-at", "-id")[: size + 1]]
    known = Note.objects.standing().filter(entries_known(by, LABEL)).order_by().values_list("agency__short_name")
    return Notes(tuple(found[:size]), len(found) > size, dict(known.annotate(count=Count("pk"))))


@question
def own_note(note: int, *, by: Pass) -> NoteShown:
    """A note by the reader's own agency on the person whose record is open, that stands or that was corrected.

    Raises :class:`NotFound` for any other.
    """
    rows = Note.objects.filter(entries_seen(by, LABEL), pk=note, agency_id=by.agency).select_related("agency")
    found = rows.annotate(author=name_of("recorded_by")).first()
    if found is None:
        raise NotFound()
    return _shown(found, by)


@question
def who_reads(person: int, *, by: Pass) -> Sequence[str]:
    """Agencies that work with the person and have an agreement with the reader's for contacts and notes, by name."""
    if by.person != person:
        return []
    agreed = by.agreed.get(DataClass.CASEWORK, frozenset())
    works = Involvement.objects.filter(entries_seen(by, "access.Involvement"), state="open", agency_id__in=agreed)
    others = works.exclude(agency_id=by.agency).select_related("agency")
    return sorted({row.agency.short_name for row in others})
