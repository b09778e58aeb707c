"""The pages of data quality: what they say, to whom, and as a file."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast
from tests.ingest.files import as_csv, custody_row
from tests.ingest.office import Office

Visiting = Callable[[str], Client]
PAGE = "/data/quality/police-custody/"


@pytest.fixture
def office(cast: Cast, tmp_path: object, settings: object) -> Office:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return Office.opened(cast)


def test_a_source_without_files_says_so_and_still_says_what_is_counted(office: Office, visiting: Visiting) -> None:
    gita = visiting("gita")
    assert "No files have been loaded from this source." in gita.get("/data/quality/").content.decode()
    page = gita.get(PAGE).content.decode()
    assert "No files have been loaded from this source." in page
    assert "Files received" in page
    assert "The cell holds a word such as “unknown” or “N/K”." in page


def test_the_page_and_the_file_say_the_same_counts(office: Office, visiting: Visiting, looking: None) -> None:
    rows = [custody_row(number, custody_suite="") for number in range(3)]
    office.load(as_csv([*rows, custody_row(4, surname=""), custody_row(5, offence_code="TH68099")]))
    gita = visiting("gita")
    page = " ".join(gita.get(PAGE).content.decode().split())
    assert "<dt>Loaded</dt><dd>3</dd>" in page
    assert "40.0%" in page
    assert "<dt>TH68099</dt><dd>1 row</dd>" in page
    assert "Half the rows came within" in page
    answer = gita.get(f"{PAGE}quality.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="quality-police-custody.csv"'
    lines = {
        (row["measure"], row["item"]): (row["number"], row["of"])
        for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    }
    assert lines["rows", "loaded"] == ("3", "5")
    assert lines["completeness", "custody_suite: empty"] == ("3", "5")
    assert lines["completeness", "surname: given"] == ("4", "5")
    assert lines["codes not known", "TH68099"] == ("1", "")
    assert lines["held rows", "No surname"] == ("1", "2")


@pytest.mark.parametrize("path", ["/data/quality/probation-caseload/", "/data/quality/no-such-feed/quality.csv"])
def test_a_feed_that_the_agency_does_not_send_is_not_there(office: Office, visiting: Visiting, path: str) -> None:
    assert visiting("gita").get(path).status_code == 404


def test_who_may_not_see_imports_sees_no_quality(office: Office, visiting: Visiting) -> None:
    assert visiting("carl").get("/data/quality/").status_code == 403
    assert visiting("carl").get(PAGE).status_code == 403
