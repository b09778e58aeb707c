"""Documents of a person: what is on record, a file in or out, a newer version, and withdrawing one."""

from base64 import b64encode
from datetime import datetime
from typing import Any

from ninja import Form, Schema, UploadedFile

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.operations.involvements import Ending
from desistance.api.text import Day, Line, Size
from desistance.casework.actions.documents import add_document, take_document_out, withdraw_document
from desistance.casework.queries.documents import DocumentShown, documents_of, own_document
from desistance.casework.rules.documents import DocumentFacts, media_type_of, name_to_save
from desistance.casework.terms import DocumentKind, FileKind, VirusCheck
from desistance.foundation.rows import Source
from desistance.foundation.stored_files import contents

router = RoomRouter(tags=["documents"])


class DocumentTold(Schema):
    """One document: what it is, who added it when, and the versions that it replaced."""

    id: int
    agency: str
    author: str
    source: Source
    kind: DocumentKind
    title: str
    dated_at: datetime
    file_name: str
    file_kind: FileKind
    size: int
    sha256: str
    virus_check: VirusCheck
    recorded_at: datetime
    earlier: list[int]


class DocumentSaid(Schema):
    """What a document is, its title, and when it was written, sent or taken."""

    kind: DocumentKind
    title: Line
    dated_on: Day


class FileTold(Schema):
    """A document's file: its name, its type by content, and its bytes in Base64."""

    file_name: str
    media_type: str
    sha256: str
    content_base64: str


def _told(shown: DocumentShown) -> dict[str, Any]:
    row = shown.document
    columns = (
        "id",
        "source",
        "kind",
        "title",
        "file_name",
        "file_kind",
        "size",
        "sha256",
        "virus_check",
        "recorded_at",
    )
    return {
        **{name: getattr(row, name) for name in columns},
        "agency": row.agency.short_name,
        "author": shown.author,
        "dated_at": row.at,
        "earlier": [one.document.pk for one in shown.earlier],
    }


@router.asks("/people/{reference}/documents", list[DocumentTold])
def documents(request: Asked, reference: str, size: Size = 50) -> Any:
    """List a person's documents that the caller may see, newest first."""
    person, by = opened(request, reference)
    return [_told(shown) for shown in documents_of(person.pk, by=by, size=size).standing]


@router.asks("/people/{reference}/documents/{int:number}/file", FileTold, permission="document.read")
def document_file(request: Asked, reference: str, number: int) -> Any:
    """Take the file of a document out; each time stands in the audit trail."""
    _, by = opened(request, reference)
    document = take_document_out(document_id=number, by=by, at=request.at)
    return FileTold(
        file_name=name_to_save(document.file_name, document.file_kind),
        media_type=media_type_of(document.file_kind),
        sha256=document.sha256,
        content_base64=b64encode(contents(document.kept_as, document.sha256)).decode(),
    )


@router.does("/people/{reference}/documents", permission="document.add", makes=True)
def send_document(request: Asked, reference: str, file: UploadedFile, said: Form[DocumentSaid]) -> Done:
    """Add a document of the caller's agency: a PDF, Word, image or text file, known by its content."""
    person, by = opened(request, reference)
    facts = DocumentFacts(said.kind, said.title, said.dated_on)
    made = add_document(
        person=person, facts=facts, name=file.name or "", content=file.chunks(), by=by, at=request.at, source=Source.API
    )
    return done("document", made)


@router.does("/people/{reference}/documents/{int:number}/withdraw", permission="document.change")
def take_document_back(request: Asked, reference: str, number: int, said: Ending) -> Done:
    """Withdraw a document of the caller's agency: its file is handed out no more."""
    _, by = opened(request, reference)
    document = own_document(number, by=by).document
    return done("document", withdraw_document(document=document, reason=said.reason, by=by, at=request.at))
