"""Documents in the database and on disk: kept whole and once, gated by class, handed out behind the trail, replaced, withdrawn."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desistance.audit.models import AuditEvent
from desistance.casework.actions.documents import add_document, take_document_out, withdraw_document
from desistance.casework.models import Document
from desistance.casework.queries.documents import documents_of, own_document
from desistance.casework.rules.documents import DocumentFacts
from desistance.desk.queries.timeline import timeline_page
from desistance.foundation.decisions import NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.stored_files import at_rest, contents
from desistance.foundation.terms import DataClass
from tests import factories as make
from tests.casework import files
from tests.cast import Cast

LETTER = DocumentFacts("letter", "From his landlord", date(2026, 3, 2))
SCRIPT = DocumentFacts("health", "Prescription", date(2026, 3, 3))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any, looking: None) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def add(cast: Cast, by: Pass, facts: DocumentFacts = LETTER, content: bytes = b"", **more: Any) -> Document:
    told = {"person": cast.kyle, "facts": facts, "name": "../a letter.pdf", "by": by, "at": make.NOW, **more}
    return add_document(content=[content or files.pdf()], **told)


def on_disk(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_document_is_found_by_title_kind_and_author(cast: Cast) -> None:
    by = cast.opening("priya")
    letter, other = add(cast, by), add(cast, by, replace(LETTER, title="Summons", kind="court"), files.pdf("2"))

    def found(words: str) -> list[int]:
        return [one.document.pk for one in documents_of(cast.kyle.pk, by=by, words=words).standing]

    assert (found("LANDLORD"), found("summons priya"), found("landlord summons")) == ([letter.pk], [other.pk], [])
    assert found("court") == [other.pk]


def test_a_document_is_kept_under_its_hash_and_read_by_all_who_may(cast: Cast, folder: Path) -> None:
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management")
    made = add(cast, cast.opening("priya"))
    assert (made.file_name, made.file_kind, made.data_class, made.virus_check) == (
        "a letter.pdf",
        "pdf",
        "casework",
        "none",
    )
    assert on_disk(folder) == [f"documents/{made.sha256[:2]}/{made.sha256}-{cast.kyle.pk}"]
    assert (at_rest(made.kept_as).stat().st_mode & 0o777, contents(made.kept_as, made.sha256)) == (0o600, files.pdf())
    by = cast.opening("rob")
    assert [one.document.pk for one in documents_of(cast.kyle.pk, by=by).standing] == [made.pk]
    assert take_document_out(document_id=made.pk, by=by, at=make.NOW).pk == made.pk
    event = AuditEvent.objects.get(what="casework.take_document_out")
    assert (event.staff, event.subjects, f'"record":{made.pk}' in event.entry) == (
        cast.staff["rob"].pk,
        [cast.kyle.pk],
        True,
    )
    assert [
        (entry.kind, entry.title) for entry in timeline_page(by=by, size=10).entries if entry.kind == "Document"
    ] == [("Document", "From his landlord")]


def test_what_is_not_seen_is_not_there(cast: Cast) -> None:
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management")
    make.involvement(cast.kyle, cast.agencies["health"], kind="treatment", team=cast.teams["treatment"])
    make.agreement(cast.agencies["probation"], cast.agencies["health"], classes=("health",))
    script = add(cast, cast.opening("nia"), SCRIPT)
    letter = add(cast, cast.opening("priya"), content=files.png())
    for who, number in (("rob", script.pk), ("nia", letter.pk), ("priya", letter.pk + 1000)):
        with pytest.raises(NotFound):
            take_document_out(document_id=number, by=cast.opening(who), at=make.NOW)
    found = documents_of(cast.kyle.pk, by=cast.opening("priya"))
    assert [one.document.pk for one in found.standing] == [letter.pk]
    assert found.not_shared == {"Durham health": 1}
    make.hidden_entry(cast.kyle, letter, cast.agencies["police"], holding="casework.Document")
    with pytest.raises(NotFound):
        take_document_out(document_id=letter.pk, by=cast.opening("rob"), at=make.NOW)
    with pytest.raises(NotFound):
        own_document(letter.pk, by=cast.opening("rob"))


def test_the_same_file_is_kept_once_and_said_to_be_there_only_to_those_who_see_it(cast: Cast, folder: Path) -> None:
    make.involvement(cast.kyle, cast.agencies["health"], kind="treatment", team=cast.teams["treatment"])
    add(cast, cast.opening("priya"))
    with pytest.raises(Refused, match="on record here already, as 'From his landlord' of 2 March 2026"):
        add(cast, cast.opening("priya"))
    assert add(cast, cast.opening("nia"), SCRIPT)
    assert len(on_disk(folder)) == 1
    assert Document.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "content", "field", "words"),
    [
        (LETTER, b"<html>", "file", "The file must be a PDF, Word, image or text file"),
        (LETTER, b"%PDF-1.7" + b"0" * 20 * 1024 * 1024, "file", "The file must be smaller than 20 MB"),
        (DocumentFacts("letter", "", date(2026, 3, 2)), b"", "title", "Enter a title."),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    cast: Cast, folder: Path, facts: DocumentFacts, content: bytes, field: str, words: str
) -> None:
    with pytest.raises(Refused) as why:
        add(cast, cast.opening("priya"), facts, content)
    assert (why.value.field, why.value.words) == (field, words)
    assert on_disk(folder) == []
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("scanner", "words"),
    [
        ("true", None),
        ("false", "The file holds a virus, so it was not kept. Tell whoever sent it to you"),
        ("no-such-scanner", "The file could not be checked for viruses, so it was not kept. Try again later"),
    ],
)
def test_a_scanner_is_asked_where_there_is_one(cast: Cast, settings: Any, scanner: str, words: str | None) -> None:
    settings.VIRUS_SCANNER = scanner
    if words is None:
        assert add(cast, cast.opening("priya")).virus_check == "clean"
        return
    with pytest.raises(Refused) as why:
        add(cast, cast.opening("priya"))
    assert why.value.words == words


def test_a_newer_version_stands_and_the_older_one_stays_readable(cast: Cast) -> None:
    by = cast.opening("priya")
    old = add(cast, by)
    new = add(cast, by, content=files.word(), replaces=old)
    found = documents_of(cast.kyle.pk, by=by)
    assert [(one.document.pk, [before.document.pk for before in one.earlier]) for one in found.standing] == [
        (new.pk, [old.pk])
    ]
    assert take_document_out(document_id=old.pk, by=by, at=make.NOW).pk == old.pk
    with pytest.raises(Refused, match="newest version"):
        add(cast, by, content=files.png(), replaces=old)
    with pytest.raises(NotFound):
        withdraw_document(document=new, reason="Not ours", by=cast.entering("olu"), at=make.NOW)


def test_a_withdrawn_document_goes_out_no_more_and_its_reason_stays(cast: Cast) -> None:
    by = cast.opening("priya")
    made = add(cast, by)
    with pytest.raises(Refused, match="Enter why"):
        withdraw_document(document=made, reason=" ", by=by, at=make.NOW)
    withdraw_document(document=made, reason="Of another person", by=by, at=make.NOW)
    with pytest.raises(NotFound):
        take_document_out(document_id=made.pk, by=by, at=make.NOW)
    found = documents_of(cast.kyle.pk, by=by)
    assert (found.standing, [one.document.reason for one in found.withdrawn]) == ((), ["Of another person"])
    assert add(cast, by).pk != made.pk


def test_a_file_that_changed_on_disk_is_not_handed_out(cast: Cast) -> None:
    made = add(cast, cast.opening("priya"))
    at_rest(made.kept_as).write_bytes(b"something else")
    with pytest.raises(Refused, match="not the one that was added"):
        contents(made.kept_as, made.sha256)


def test_nobody_records_what_their_role_records_nothing_of(cast: Cast) -> None:
    by = cast.opening("priya")
    with pytest.raises(Refused, match="records nothing about health"):
        add(cast, replace(by, writes=by.writes - {DataClass.HEALTH}), SCRIPT)
