"""What a file is by its content, what is refused and in which words, how much may be kept, and under which name it goes out."""

from datetime import date

import pytest

from desistance.casework.rules.documents import (
    MIB,
    DocumentFacts,
    class_of_document,
    may_be_kept,
    may_change_document,
    may_withdraw,
    media_type_of,
    name_to_save,
    rules_on,
    size_words,
    troubles_of_document,
)
from desistance.casework.rules.file_kinds import (
    CUT_OFF,
    EMPTY,
    LOCKED,
    MACROS,
    MUST_BE,
    OLD_WORD,
    TWO_THINGS,
    UNPACKS,
    Recognised,
    recognise,
)
from desistance.casework.terms import DOCUMENT_RULES, DocumentKind, FileKind
from desistance.foundation.decisions import Decision
from desistance.foundation.rulesets import problems
from desistance.foundation.terms import DataClass
from tests.casework import files

TODAY = date(2026, 3, 13)
RULES = rules_on(TODAY)
SMALL = {**RULES.values, "unpacked_mb": 1, "packed_files": 4, "picture_megapixels": 1}
LOCKED_WORD = bytearray(files.word())
LOCKED_WORD[LOCKED_WORD.index(b"PK\x01\x02") + 8] |= 1


@pytest.mark.parametrize(
    ("case", "content", "kind"),
    [
        ("a PDF", files.pdf(), FileKind.PDF),
        ("a PDF with nothing but line ends after its end", files.pdf() + b"\r\n\x00", FileKind.PDF),
        ("a Word file", files.word(), FileKind.WORD),
        ("a Word file that holds pictures and links", files.word(word__media__photo=files.jpeg()), FileKind.WORD),
        ("a PNG", files.png(), FileKind.PNG),
        ("a JPEG", files.jpeg(), FileKind.JPEG),
        ("a JPEG with the maker's notes after its end", files.jpeg() + b"SEFHd\x00\x00\x00SEFT", FileKind.JPEG),
        ("text", "Łódź, 5 o'clock\r\n\tand on".encode(), FileKind.TEXT),
        ("text with the mark of UTF-8", "\ufeffKyle rang".encode(), FileKind.TEXT),
        ("text from Windows, in its own letters", "caf\xe9 \u2013 10\xa3".encode("cp1252"), FileKind.TEXT),
        ("text as Notepad saves Unicode", "Kyle rang".encode("utf-16"), FileKind.TEXT),
        ("text that begins with an angle", b"<kyle@example.org> wrote on Friday", FileKind.TEXT),
        ("text that speaks of PDF files", b"The letter is a PDF-file; see %PDF", FileKind.TEXT),
    ],
)
def test_a_file_is_known_by_its_content(case: str, content: bytes, kind: FileKind) -> None:
    found = recognise(content, RULES.values)
    assert isinstance(found, Recognised), f"{case}: {found}"
    assert found.kind == kind


@pytest.mark.parametrize(
    ("case", "content", "words"),
    [
        ("nothing at all", b"", EMPTY),
        ("a page for a browser", b"  <!DOCTYPE html><script>alert(1)</script>", MUST_BE),
        ("a drawing that can hold scripts", b"<svg xmlns='x'/>", MUST_BE),
        ("the same, with the mark of UTF-8 before it", "\ufeff<html>".encode(), MUST_BE),
        ("the same, in UTF-16", "<html>".encode("utf-16"), MUST_BE),
        ("rich text, which can hold programs", b"{\\rtf1 hello}", MUST_BE),
        ("a script", b"#!/bin/sh\nrm -r /", MUST_BE),
        ("a program of Windows", b"MZ\x90\x00\x03\x00\x00\x00", MUST_BE),
        ("a program of Linux", b"\x7fELF\x02\x01\x01\x00", MUST_BE),
        ("a GIF, which is not taken", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", MUST_BE),
        ("a zip that is no Word file", files.packed(virus="MZ"), MUST_BE),
        ("a workbook", files.packed(**{"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}), MUST_BE),
        ("an old Word file, or one with a password", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, OLD_WORD),
        ("a Word file with macros", files.word(word__vbaProject_DOT_bin="x"), MACROS),
        ("a Word file with locked parts", bytes(LOCKED_WORD), LOCKED),
        ("a Word file that was cut off", files.word()[:-40], CUT_OFF),
        ("a Word file whose parts share bytes", files.overlapping(), UNPACKS),
        ("a Word file with a part outside it", files.word(**{"..__evil": "x"}), TWO_THINGS),
        ("a Word file with a PDF after its end", files.word() + files.pdf(), TWO_THINGS),
        ("a PDF that was cut off", files.pdf()[:-8], CUT_OFF),
        ("a PDF with a page after its end", files.pdf() + b"<html><script>x</script>", TWO_THINGS),
        ("a PDF with a zip after its end", files.pdf() + files.packed(a="b"), TWO_THINGS),
        (
            "a PDF that ends in a zip whose remark is its end",
            files.pdf()[:-6] + files.packed(a="b")[:-2] + b"\x05\x00%%EOF",
            TWO_THINGS,
        ),
        ("a zip and a PDF behind it", files.packed(a="b") + files.pdf(), MUST_BE),
        ("a picture with a zip after its end", files.png() + files.packed(a="b"), TWO_THINGS),
        ("a picture with a page after its end", files.jpeg() + b"<script>x</script>", TWO_THINGS),
        (
            "a picture with a PDF near its beginning",
            files.jpeg().replace(b"ab", b"%PDF-")[:40] + files.jpeg()[20:],
            CUT_OFF,
        ),
        ("a PNG without its end", files.png()[:-12], CUT_OFF),
        ("a PNG with no size", files.png(0, 2), CUT_OFF),
        ("a JPEG without its end", files.jpeg()[:-2], CUT_OFF),
        ("text with a PDF in it", b"hello\n%PDF-1.7 and on\n%%EOF", TWO_THINGS),
    ],
)
def test_what_is_not_taken_is_refused_with_what_to_do(case: str, content: bytes, words: str) -> None:
    found = recognise(content, RULES.values)
    assert isinstance(found, Decision), f"{case}: taken as {found}"
    assert found.words == words, case


def test_a_comment_in_a_picture_cannot_make_it_a_pdf_too() -> None:
    two = files.jpeg().replace(b"\xff\xe0\x00\x04ab", b"\xff\xfe\x00\x0b%PDF-1.7\n")
    found = recognise(two, RULES.values)
    assert isinstance(found, Decision)
    assert found.words == TWO_THINGS


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("a megabyte of nothing and a little more", files.word(word__blank="0" * (MIB + 1))),
        ("many parts", files.word(a="", b="", c="")),
    ],
)
def test_a_package_that_unpacks_too_far_is_refused(case: str, content: bytes) -> None:
    assert len(content) < 10_000
    found = recognise(content, SMALL)
    assert isinstance(found, Decision), case
    assert found.words == UNPACKS


def test_a_package_that_lies_about_its_size_is_refused() -> None:
    whole = bytearray(files.word(word__blank="0" * (MIB + 1)))
    size = (MIB + 1).to_bytes(4, "little")
    while size in whole:
        place = whole.index(size)
        whole[place : place + 4] = b"\x01\x00\x00\x00"
    assert isinstance(recognise(bytes(whole), SMALL), Decision)


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    found = recognise(files.png(1001, 1000), SMALL)
    assert isinstance(found, Decision)
    assert found.words == "The picture must have fewer than 1 million pixels"
    assert recognise(files.jpeg(1000, 1000), SMALL) == Recognised(FileKind.JPEG, 1_000_000)


@pytest.mark.parametrize(
    ("size", "of_person", "of_agency", "words"),
    [
        (20 * MIB, 0, 0, ""),
        (20 * MIB + 1, 0, 0, "The file must be smaller than 20 MB"),
        (1, 500 * MIB - 1, 0, ""),
        (2, 500 * MIB - 1, 0, "Documents of this person take up all the room there is for them, 500 MB."),
        (1, 0, 500_000 * MIB, "Documents of your agency take up all the room there is for them, 500,000 MB."),
    ],
)
def test_how_much_may_be_kept(size: int, of_person: int, of_agency: int, words: str) -> None:
    decision = may_be_kept(size=size, of_person=of_person, of_agency=of_agency, rules=RULES)
    assert bool(decision) is (not words)
    assert decision.words.startswith(words)


FACTS = DocumentFacts("letter", "From his landlord", TODAY)


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        (FACTS, []),
        (DocumentFacts("song", "x", TODAY), ["kind"]),
        (DocumentFacts("letter", "  ", TODAY), ["title"]),
        (DocumentFacts("letter", "x" * 121, TODAY), ["title"]),
        (DocumentFacts("letter", "x", date(2026, 3, 14)), ["dated_on"]),
        (DocumentFacts("letter", "x", date(1899, 12, 31)), ["dated_on"]),
    ],
)
def test_what_a_document_must_say(facts: DocumentFacts, fields: list[str]) -> None:
    assert [field for field, _ in troubles_of_document(facts, TODAY)] == fields


@pytest.mark.parametrize(
    ("kind", "data_class"),
    [
        ("health", DataClass.HEALTH),
        ("court", DataClass.OFFENDING),
        ("letter", DataClass.CASEWORK),
        ("photograph", DataClass.CASEWORK),
    ],
)
def test_who_may_see_a_document_follows_from_its_kind(kind: str, data_class: DataClass) -> None:
    assert class_of_document(kind) == data_class
    assert {class_of_document(one) for one in DocumentKind.values} <= set(DataClass)


@pytest.mark.parametrize(
    ("given", "kind", "out"),
    [
        ("letter.pdf", "pdf", "letter.pdf"),
        ("LETTER.PDF", "pdf", "LETTER.PDF"),
        ("letter.pdf.exe", "pdf", "letter.pdf.exe.pdf"),
        ("photo.jpeg", "jpeg", "photo.jpeg"),
        ("photo", "png", "photo.png"),
        ("page.html", "text", "page.html.txt"),
    ],
)
def test_a_file_goes_out_with_the_ending_of_what_it_is(given: str, kind: str, out: str) -> None:
    assert name_to_save(given, kind) == out
    assert media_type_of(kind)


def test_only_ours_that_stand_are_changed_and_with_a_reason() -> None:
    assert may_change_document(is_ours=True, is_standing=True)
    assert "Only the agency" in may_change_document(is_ours=False, is_standing=True).words
    assert "newest version" in may_change_document(is_ours=True, is_standing=False).words
    assert may_withdraw(" ").words == "Enter why it is withdrawn."
    assert not may_withdraw("x" * 301)
    assert may_withdraw("Wrong person")


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 bytes"), (2048, "2 KB"), (MIB - 1, "1,024 KB"), (2_200_000, "2.1 MB")]
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert size_words(size) == words


def test_the_limits_are_a_rule_set_with_a_source() -> None:
    assert problems(DOCUMENT_RULES) == []
