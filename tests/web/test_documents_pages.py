"""The tab Documents in a worker's hands: adding by content, handing out to save, newer versions, withdrawing, hidden as missing."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from desistance.casework.models import Document
from desistance.foundation import clock
from desistance.foundation.reading import marked, unseen
from tests import factories as make
from tests.casework import files
from tests.cast import Cast
from tests.web.reading import text_of

Visiting = Callable[[str], Client]
TYPED = {
    "kind": "letter",
    "title": "From his landlord",
    "dated_on-day": "2",
    "dated_on-month": "3",
    "dated_on-year": "2026",
}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)
    settings.MEDIA_ROOT = tmp_path


def here(cast: Cast, path: str = "") -> str:
    return f"/people/{cast.kyle.reference}/documents/{path}"


def file(content: bytes, name: str = "letter.pdf") -> io.BytesIO:
    made = io.BytesIO(content)
    made.name = name
    return made


def newest() -> Document:
    with marked("test"), unseen("nightly check"):
        return Document.objects.latest("id")


def test_a_document_is_added_handed_out_replaced_and_withdrawn(cast: Cast, visiting: Visiting) -> None:
    client = visiting("priya")
    assert "No documents yet." in text_of(client.get(here(cast)))
    page = client.post(here(cast, "new/"), {**TYPED, "file": file(files.pdf(), "my.html")}, follow=True)
    assert "Document added." in text_of(page)
    assert "From his landlord Letter or email 2 March 2026. PDF, 85 bytes" in text_of(page)
    answer = client.get(here(cast, f"{newest().pk}/file/"))
    assert answer.content == files.pdf()
    assert {
        name: answer[name]
        for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="my.html.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    assert "no-store" in answer["Cache-Control"]
    first = newest().pk
    page = client.post(here(cast, f"{first}/replace/"), {**TYPED, "file": file(files.word(), "x.docx")}, follow=True)
    assert "Earlier version, 2 Mar 2026" in text_of(page)
    assert client.get(here(cast, f"{first}/replace/")).status_code == 404
    page = client.post(here(cast, f"{newest().pk}/withdraw/"), {"reason": "Of another person."}, follow=True)
    assert "Withdrawn by your agency" in text_of(page)
    assert client.get(here(cast, f"{newest().pk}/file/")).status_code == 404


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (
            {"file": file(b"<script>alert(1)</script>", "letter.pdf")},
            "The file must be a PDF, Word, image or text file",
        ),
        ({"file": file(b"x" * (20 * 1024 * 1024 + 1), "a.txt")}, "The file must be smaller than 20 MB"),
        ({"file": file(b"")}, "The selected file is empty"),
        ({}, "Choose a file"),
        ({"file": file(files.pdf()), "title": ""}, "Enter a title"),
        ({"file": file(files.pdf()), "dated_on-year": "2027"}, "Date of the document must be today or in the past."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    cast: Cast, visiting: Visiting, sent: dict[str, Any], words: str
) -> None:
    answer = visiting("priya").post(here(cast, "new/"), {**TYPED, **sent})
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_another_agency_gets_what_the_policy_shows_and_for_the_rest_no_such_page(
    cast: Cast, visiting: Visiting
) -> None:
    with marked("test"), unseen("nightly check"):
        make.involvement(cast.kyle, cast.agencies["housing"], kind="housing_support", team=cast.teams["tenancy"])
        letter = make.document(cast.kyle, cast.agencies["probation"])
        lease = make.document(cast.kyle, cast.agencies["probation"], data_class="accommodation", title="The lease")
    page = text_of(visiting("dan").get(here(cast)))
    assert ("The lease" in page, "From his landlord" in page) == (True, False)
    found = [
        text_of(visiting("dan").post(here(cast), {"words": words}, follow=True)) for words in ("lease", "landlord")
    ]
    assert ["The lease" in page for page in found] == [True, False]
    assert "No document that you may see has these words." in found[1]
    assert visiting("dan").get(here(cast, f"{letter.pk}/file/")).status_code == 404
    assert visiting("dan").get(here(cast, f"{lease.pk}/withdraw/")).status_code == 404
    assert visiting("uma").get(here(cast, f"{letter.pk}/file/")).status_code == 404
