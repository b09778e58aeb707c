"""A file that was cut off on its way, or replaced while it was sent, leaves nothing behind."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from desistance.ingest.models import Import
from tests.cast import Cast
from tests.ingest.files import as_csv, custody_row
from tests.ingest.office import Office

Visiting = Callable[[str], Client]
UPLOAD = "/data/imports/upload/"


@pytest.fixture
def gita(cast: Cast, tmp_path: object, settings: object, visiting: Visiting) -> Client:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    Office.opened(cast)
    return visiting("gita")


def form(rows: int = 5) -> bytes:
    """The form as a browser sends it: the source, then the file."""
    file = io.BytesIO(as_csv([custody_row(number) for number in range(rows)]).encode())
    file.name = "custody.csv"
    return encode_multipart(BOUNDARY, {"feed": "police-custody", "file": file})


def kept() -> list[Path]:
    return [path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_whole_form_is_taken(gita: Client) -> None:
    assert gita.generic("POST", UPLOAD, form(), MULTIPART_CONTENT).status_code == 302
    assert Import.objects.count() == 1


@pytest.mark.parametrize("left", [0.3, 0.6, 0.95])
def test_a_form_that_ends_before_its_end_is_refused_and_leaves_nothing(gita: Client, left: float) -> None:
    whole = form()
    answer = gita.generic("POST", UPLOAD, whole[: int(len(whole) * left)], MULTIPART_CONTENT)
    assert answer.status_code == 400
    assert not Import.objects.exists()
    assert kept() == []


@pytest.mark.parametrize("missing", [1, 40, 20_000])
def test_a_connection_that_is_cut_before_the_length_that_was_announced_leaves_nothing(
    gita: Client, missing: int
) -> None:
    whole = form(400)
    cut = whole[: len(whole) - missing - 4]
    sent = {"CONTENT_LENGTH": len(whole), "wsgi.input": io.BytesIO(cut)}
    answer = gita.generic("POST", UPLOAD, cut, MULTIPART_CONTENT, **sent)
    assert answer.status_code == 400
    assert not Import.objects.exists()
    assert kept() == []


def test_a_file_larger_than_memory_holds_is_taken_whole_or_not_at_all(gita: Client) -> None:
    whole = form(30_000)
    assert len(whole) > 2_621_440
    assert gita.generic("POST", UPLOAD, whole[:-300], MULTIPART_CONTENT).status_code == 400
    assert kept() == []
    assert gita.generic("POST", UPLOAD, whole, MULTIPART_CONTENT).status_code == 302
    assert [path.stat().st_size for path in kept()] == [Import.objects.get().size]


def test_other_forms_are_not_touched(gita: Client) -> None:
    answer = gita.post(UPLOAD, {"feed": "police-custody"})
    assert answer.status_code == 422
    assert "Select a CSV file or Excel workbook" in answer.content.decode()
