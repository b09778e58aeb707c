"""What a document must say, how much may be kept, and who may withdraw one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desistance.casework.rules.arranging import Trouble
from desistance.casework.terms import (
    CLASS_OF_DOCUMENT,
    DOCUMENT_RULES,
    LONGEST_REASON,
    LONGEST_TITLE,
    DocumentKind,
    FileKind,
)
from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.foundation.rulesets import RuleSet, in_force
from desistance.foundation.terms import DataClass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is told of a document: what it is, its title, and the day it was written, sent or taken."""

    kind: str
    title: str
    dated_on: date


def rules_on(on: date) -> RuleSet:
    """The limits in force on a day."""
    return in_force(DOCUMENT_RULES, on)


def class_of_document(kind: str) -> DataClass:
    """The class of what such a document holds: who may see it follows from that alone."""
    return CLASS_OF_DOCUMENT.get(DocumentKind(kind), DataClass.CASEWORK)


def troubles_of_document(facts: DocumentFacts, on: date) -> Iterator[Trouble]:
    """Each thing that keeps a document from the record, with the field to mend."""
    if facts.kind not in DocumentKind.values:
        yield "kind", refused("Choose what the document is.")
    if not facts.title.strip():
        yield "title", refused("Enter a title.")
    if len(facts.title) > LONGEST_TITLE:
        yield "title", refused(f"Title must be {LONGEST_TITLE} characters or fewer.")
    if facts.dated_on > on:
        yield "dated_on", refused("Date of the document must be today or in the past.")
    if facts.dated_on.year < 1900:
        yield "dated_on", refused("Date of the document must be after 1899.")


def may_be_kept(*, size: int, of_person: int, of_agency: int, rules: RuleSet) -> Decision:
    """Whether a file of ``size`` bytes is small enough, and leaves the person and the agency within what may be kept."""
    most = rules.values
    if size > most["file_mb"] * MIB:
        return refused(f"The file must be smaller than {most['file_mb']} MB", rules.source)
    return all_of(
        _room(of_person + size, most["person_mb"], "Documents of this person", rules),
        _room(of_agency + size, most["agency_mb"], "Documents of your agency", rules),
    )


def _room(total: int, most_mb: int, whose: str, rules: RuleSet) -> Decision:
    if total <= most_mb * MIB:
        return allowed()
    words = f"{whose} take up all the room there is for them, {most_mb:,} MB. Withdrawing frees none: ask your administrator"
    return refused(words, rules.source)


def may_change_document(*, is_ours: bool, is_standing: bool) -> Decision:
    """An agency withdraws or replaces a document of its own that stands."""
    return all_of(
        allowed() if is_ours else refused("Only the agency that added this document can change it."),
        allowed()
        if is_standing
        else refused("This document was withdrawn or replaced before. Open the newest version."),
    )


def may_withdraw(reason: str) -> Decision:
    """A document is withdrawn with a reason."""
    if not reason.strip():
        return refused("Enter why it is withdrawn.")
    if len(reason) > LONGEST_REASON:
        return refused(f"The reason must be {LONGEST_REASON} characters or fewer.")
    return allowed()


def same_document_words(title: str, on: str) -> str:
    """What to say when the same file comes again."""
    return f"This file is on record here already, as '{title}' of {on}. Nothing has been added"


def size_words(size: int) -> str:
    """A size as a page says it: 340 KB, 2.1 MB."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1024:,.0f} KB" if size < MIB else f"{size / MIB:,.1f} MB"


MEDIA_TYPES = {
    FileKind.PDF: ("application/pdf", (".pdf",)),
    FileKind.WORD: ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
    FileKind.PNG: ("image/png", (".png",)),
    FileKind.JPEG: ("image/jpeg", (".jpg", ".jpeg")),
    FileKind.TEXT: ("text/plain; charset=utf-8", (".txt",)),
}


def media_type_of(file_kind: str) -> str:
    """The type under which a file is handed out: by what it is, whatever it was called."""
    return MEDIA_TYPES[FileKind(file_kind)][0]


def name_to_save(file_name: str, file_kind: str) -> str:
    """The name under which a file is handed out: with the ending of what it is, so that no other program opens it."""
    endings = MEDIA_TYPES[FileKind(file_kind)][1]
    return file_name if file_name.lower().endswith(endings) else f"{file_name}{endings[0]}"
