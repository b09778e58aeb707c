"""Adding a document, taking its file out, and withdrawing it. A newer version replaces an older one, which stays readable."""

import shlex
import subprocess
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Q, Sum

from desistance.access.queries.scope import entries_seen
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.casework.models import Document
from desistance.casework.rules.documents import (
    DocumentFacts,
    class_of_document,
    may_be_kept,
    may_change_document,
    may_withdraw,
    rules_on,
    same_document_words,
    troubles_of_document,
)
from desistance.casework.rules.file_kinds import recognise
from desistance.casework.terms import FileKind, VirusCheck
from desistance.foundation.calendar import LOCAL, local_date
from desistance.foundation.decisions import Decision, NotFound, Refused, refused
from desistance.foundation.file_names import tidy_name
from desistance.foundation.passes import Pass
from desistance.foundation.stored_files import Kept, receive
from desistance.foundation.terms import DataClass
from desistance.people.models import Person

FOLDER: Final = "documents"
LABEL: Final = "casework.Document"
LONGEST_SCAN_SECONDS: Final = 60
MIB: Final = 1024 * 1024


@deed("document.add", Category.COLLECTION)
def add_document(
    *,
    person: Person,
    facts: DocumentFacts,
    name: str,
    content: Iterable[bytes],
    by: Pass,
    at: datetime,
    replaces: Document | None = None,
    source: str = "staff",
) -> Document:
    """Keep a file about a person, by what it is and not by its name; ``replaces`` is the version that it takes the place of.

    Raises :class:`Refused` with the field to mend: then nothing is kept. Raises :class:`NotFound` when the pass is not for this
    person, or writes nothing of the class that such a document holds.
    """
    for field, decision in troubles_of_document(facts, local_date(at)):
        decision.demand(field)
    _demand_written(person, facts, by)
    if replaces is not None:
        _demand_ours(replaces, by)
    kept = receive(content, FOLDER, most_bytes=rules_on(local_date(at)).values["file_mb"] * MIB)
    try:
        file_kind = _may_be_added(person, kept, by, at)
        virus_check = _scanned(kept)
        document = Document(
            person=person,
            agency_id=by.agency,
            data_class=class_of_document(facts.kind),
            kind=facts.kind,
            title=facts.title.strip(),
            at=datetime.combine(facts.dated_on, datetime.min.time(), tzinfo=LOCAL),
            file_name=tidy_name(name, 120),
            file_kind=file_kind,
            size=kept.size,
            sha256=kept.sha256,
            kept_as=f"{FOLDER}/{kept.sha256[:2]}/{kept.sha256}-{person.pk}",
            virus_check=virus_check,
            source=source,
            said_at=at,
            recorded_at=at,
            recorded_by=by.staff,
            corrects=replaces,
        )
        document.save()
        kept.settle(document.kept_as)
    finally:
        kept.let_go()
    return document


def _demand_written(person: Person, facts: DocumentFacts, by: Pass) -> None:
    kind = class_of_document(facts.kind)
    by.demand_person(person.pk, DataClass.IDENTITY)
    if kind not in by.writes:
        refused(f"Your role records nothing about {kind.words}. Choose another kind, or ask who can.").demand("kind")
    by.demand_person(person.pk, kind, writing=True)


def _may_be_added(person: Person, kept: Kept, by: Pass, at: datetime) -> FileKind:
    """What the file is, once it may be kept: small enough, of a kind that is taken, and not on record already."""
    rules = rules_on(local_date(at))
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    room = Document.objects.aggregate(
        of_person=Sum("size", filter=Q(person_id=person.pk), default=0),
        of_agency=Sum("size", filter=Q(agency_id=by.agency), default=0),
    )
    may_be_kept(size=kept.size, rules=rules, **room).demand("file")
    found = recognise(kept.path.read_bytes(), rules.values)
    if isinstance(found, Decision):
        raise Refused(found.words, decision=found, field="file")
    same = Document.objects.standing().filter(entries_seen(by, LABEL), person_id=person.pk, sha256=kept.sha256)
    earlier = same.order_by("-id").first()
    if earlier is not None:
        on = local_date(earlier.at)
        refused(same_document_words(earlier.title, f"{on.day} {on:%B %Y}")).demand("file")
    return found.kind


def _scanned(kept: Kept) -> VirusCheck:
    """What the virus scanner says, where there is one: a program that takes a path and ends with 0, or with 1 for a find."""
    if not settings.VIRUS_SCANNER:
        return VirusCheck.NONE
    command = [*shlex.split(settings.VIRUS_SCANNER), str(kept.path)]
    try:
        said = subprocess.run(command, capture_output=True, timeout=LONGEST_SCAN_SECONDS, check=False).returncode
    except (OSError, subprocess.TimeoutExpired):
        said = -1
    if said == 1:
        refused("The file holds a virus, so it was not kept. Tell whoever sent it to you").demand("file")
    if said != 0:
        refused("The file could not be checked for viruses, so it was not kept. Try again later").demand("file")
    return VirusCheck.CLEAN


@deed("document.read", Category.CONSULTATION)
def take_document_out(*, document_id: int, by: Pass, at: datetime) -> Document:
    """A document whose file is to be handed to the reader; each time stands in the trail with the document's number.

    Raises :class:`NotFound` where it is missing, withdrawn or hidden, or not of the person whose record is open.
    """
    found: Document | None = Document.objects.standing().filter(entries_seen(by, LABEL), pk=document_id).first()
    if found is None or found.person_id != by.person:
        raise NotFound()
    return found


@deed("document.change")
def withdraw_document(*, document: Document, reason: str, by: Pass, at: datetime) -> Document:
    """Withdraw a document that should not have been added: its file is handed out no more, and the reason stays with it.

    Raises :class:`Refused`, and :class:`NotFound` for a document that the pass does not cover.
    """
    _demand_ours(document, by)
    may_withdraw(reason).demand("reason")
    told = {"withdrawn_at": at, "withdrawn_by": by.staff, "reason": reason.strip()}
    Document.objects.filter(pk=document.pk).update(**told)
    for field, value in told.items():
        setattr(document, field, value)
    return document


def _demand_ours(document: Document, by: Pass) -> None:
    by.demand_person(document.person_id, DataClass(document.data_class), writing=True)
    standing = Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    newer = Document.objects.standing().filter(corrects_id=document.pk).exists()
    is_standing = standing.withdrawn_at is None and not newer
    may_change_document(is_ours=standing.agency_id == by.agency, is_standing=is_standing).demand()
