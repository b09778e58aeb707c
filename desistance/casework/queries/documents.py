"""Questions about the documents of one person: those that stand, with their earlier versions; and one of the reader's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from desistance.access.queries.scope import entries_known, entries_seen
from desistance.audit.deeds import question
from desistance.casework.models import Document
from desistance.casework.rules.documents import size_words
from desistance.casework.terms import DocumentKind, FileKind, VirusCheck
from desistance.desk.queries.words import with_words
from desistance.desk.rules.timeline import Place
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.partners.models import Staff

LABEL = "casework.Document"
PAGE = 25
MOST_EARLIER = 200


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """One document as the reader may see it, with the versions that it replaced, newest first."""

    document: Any
    author: str
    is_ours: bool
    earlier: tuple["DocumentShown", ...] = ()

    @property
    def kind_words(self) -> str:
        """What it is."""
        return DocumentKind(self.document.kind).label

    @property
    def file_words(self) -> str:
        """What its file is, and how large."""
        return f"{FileKind(self.document.file_kind).label}, {size_words(self.document.size)}"

    @property
    def virus_words(self) -> str:
        """Whether it was checked for viruses."""
        return VirusCheck(self.document.virus_check).label

    @property
    def class_words(self) -> str:
        """The class of what it holds, by which it is shared."""
        return DataClass(self.document.data_class).words


@dataclass(frozen=True, slots=True)
class Documents:
    """One page of documents, newest first; those that the reader's agency withdrew; how many are not shared, by agency."""

    standing: tuple[DocumentShown, ...]
    has_older: bool
    withdrawn: tuple[DocumentShown, ...]
    not_shared: Mapping[str, int]


def _seen(by: Pass) -> Any:
    author = Staff.objects.filter(pk=OuterRef("recorded_by")).values("name")[:1]
    return Document.objects.filter(entries_seen(by, LABEL)).select_related("agency").annotate(author=author)


def _replaced() -> Exists:
    return Exists(Document.objects.standing().filter(corrects=OuterRef("pk")))


def _shown(row: Any, by: Pass, earlier: tuple[DocumentShown, ...] = ()) -> DocumentShown:
    return DocumentShown(row, row.author or "", row.agency_id == by.agency, earlier)


@question
def documents_of(
    person: int, *, by: Pass, words: str = "", older_than: Place | None = None, size: int = PAGE
) -> Documents:
    """The documents of the person whose record is open, of all agencies, as far as the reader may see. Three statements.

    ``words`` are looked for in title, file name, author, agency and what the document is: of those that stand, not of what was
    withdrawn. What a file says is not read.
    """
    if by.person != person:
        raise NotFound()
    found_in = with_words(words, ("title", "file_name", "author", "agency__short_name"), (("kind", DocumentKind),))
    rows = _seen(by).filter(found_in, ~_replaced(), withdrawn_at__isnull=True)
    if older_than is not None:
        rows = rows.filter(Q(at__lt=older_than.at) | Q(at=older_than.at, id__lt=older_than.id))
    page = list(rows.order_by("-at", "-id")[: size + 1])
    over = Q(withdrawn_at__isnull=True) & _replaced() | Q(withdrawn_at__isnull=False, agency_id=by.agency)
    past = list(_seen(by).filter(over).order_by("-recorded_at", "-id")[:MOST_EARLIER])
    known = Document.objects.filter(entries_known(by, LABEL), ~_replaced(), withdrawn_at__isnull=True)
    counted = known.order_by().values_list("agency__short_name").annotate(count=Count("pk"))
    replaced = {row.pk: row for row in past if row.withdrawn_at is None}
    return Documents(
        standing=tuple(_shown(row, by, _chain(row, replaced, by)) for row in page[:size]),
        has_older=len(page) > size,
        withdrawn=tuple(_shown(row, by) for row in past if row.withdrawn_at is not None and not words),
        not_shared=dict(counted),
    )


def _chain(row: Any, replaced: Mapping[int, Any], by: Pass) -> tuple[DocumentShown, ...]:
    found = []
    while (row := replaced.get(row.corrects_id)) is not None:
        found.append(_shown(row, by))
    return tuple(found)


@question
def own_document(document: int, *, by: Pass) -> DocumentShown:
    """A document of the reader's own agency that stands. Raises :class:`NotFound` for any other."""
    rows = _seen(by).filter(~_replaced(), pk=document, agency_id=by.agency, withdrawn_at__isnull=True)
    found = rows.first()
    if found is None or found.person_id != by.person:
        raise NotFound()
    return _shown(found, by)
