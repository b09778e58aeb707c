"""The pages of imports: sending a file, its result, the rows that wait, and who may see what of it."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desistance.audit.models import AuditEvent
from desistance.ingest import worker
from desistance.ingest.models import Import, ImportRow
from tests import factories as make
from tests.cast import Cast
from tests.ingest.files import KNOWN, as_csv, custody_row, j11_file, pnc
from tests.ingest.office import HIDDEN, Office

Visiting = Callable[[str], Client]


def upload(client: Client, content: bytes, name: str = "custody-2026-03-13.csv") -> object:
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    return client.post("/data/imports/upload/", {"feed": "police-custody", "file": file})


@pytest.fixture
def office(cast: Cast, tmp_path: object, settings: object) -> Office:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return Office.opened(cast)


@pytest.fixture
def gita(office: Office, visiting: Visiting) -> Client:
    return visiting("gita")


@pytest.fixture
def sent(office: Office, gita: Client, looking: None) -> Import:
    for given, family, born in KNOWN:
        office.known(given, family, born)
    upload(gita, j11_file())
    return worker.check(imported=Import.objects.get().pk, at=make.NOW)


def test_no_file_and_no_source_are_asked_for_beside_their_fields(gita: Client) -> None:
    answer = gita.post("/data/imports/upload/", {})
    assert answer.status_code == 422
    assert answer.content.decode().count("Select a CSV file or Excel workbook") == 2
    assert "Error: Load a file" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("custody.docx", b"some text", "The selected file must be a CSV or Excel workbook"),
        ("custody.xlsx", b"PK\x03\x04aaaa", "The workbook is damaged. Open it in Excel, save it again"),
        ("custody.xls", b"\xd0\xcf\x11\xe0aaaa", "This is an old Excel file (.xls) or one with a password."),
        ("custody.csv", b"%PDF-1.7 and so on", "The selected file must be a CSV or Excel workbook. This is a PDF"),
        ("custody.csv", b"a,b\nc,\x00\n", "This one holds bytes that are not text"),
        ("custody.csv", b"custody_number,name\nDC/26/1,Bell\n", "Columns found: custody_number, name."),
        ("custody.csv", as_csv([]).encode(), "The file has a heading and no rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words_and_keeps_nothing(
    gita: Client, name: str, content: bytes, words: str
) -> None:
    answer = upload(gita, content, name)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Import.objects.exists()


def test_a_file_without_a_surname_column_is_told_which_columns_it_has(gita: Client) -> None:
    rows = as_csv([custody_row(1)], ("custody_number", "arrested_at", "forenames", "date_of_birth", "offence_code"))
    answer = upload(gita, rows.encode())
    assert (
        "The file has no column called surname. "
        "Columns found: custody_number, arrested_at, forenames, date_of_birth, offence_code."
    ) in answer.content.decode()


def test_the_result_counts_add_up_and_nothing_is_loaded_yet(sent: Import, gita: Client) -> None:
    page = gita.get(f"/data/imports/{sent.pk}/").content.decode()
    assert "201 + 8 + 5 = 214. Nothing has been loaded yet." in page
    assert "Load 201 rows" in page
    for words in (
        "Date of birth or arrest not understood",
        "No surname",
        "Offence code not in the list",
        "Number used twice",
    ):
        assert words in page


def test_pressing_load_twice_loads_once_and_progress_reads_as_words(sent: Import, gita: Client, looking: None) -> None:
    for _ in range(2):
        assert gita.post(f"/data/imports/{sent.pk}/load/").status_code == 302
    page = gita.get(f"/data/imports/{sent.pk}/").content.decode()
    assert "Loading 0 of 201" in page
    assert "Refresh this page" in page
    worker.load(imported=sent.pk, at=make.NOW)
    page = gita.get(f"/data/imports/{sent.pk}/").content.decode()
    assert "201 + 8 + 5 = 214." in page
    assert "Done with held rows" in page
    assert "Nothing has been loaded yet" not in page


def test_the_same_file_again_leads_to_the_first_and_says_that_nothing_changed(sent: Import, gita: Client) -> None:
    gita.post(f"/data/imports/{sent.pk}/load/")
    worker.load(imported=sent.pk, at=make.NOW)
    answer = upload(gita, j11_file())
    assert answer.headers["Location"] == f"/data/imports/{sent.pk}/"
    page = gita.get(answer.headers["Location"]).content.decode()
    assert "This file was loaded on 13 March 2026 at 3:40pm." in page
    assert "Nothing has been changed." in page
    assert Import.objects.count() == 1


def test_held_rows_show_the_raw_line_with_the_bad_value_marked(sent: Import, gita: Client) -> None:
    page = gita.get(f"/data/imports/{sent.pk}/rows/").content.decode()
    assert "Date of arrest 02/28/2026 is written month first." in page
    assert "<mark>02/28/2026</mark>" in page
    assert "02/28/2026 looks like 28 February 2026." in page


def test_the_rows_of_one_problem_are_shown_by_themselves(sent: Import, gita: Client) -> None:
    page = gita.get(f"/data/imports/{sent.pk}/rows/?problem=surname").content.decode()
    assert page.count("Surname is not given.") == 2
    assert "<h1>No surname</h1>" in page
    assert "month first" not in page


def test_no_file_name_stands_in_a_title(sent: Import, gita: Client) -> None:
    for path in ("", "rows/", "rows/38/skip/"):
        page = gita.get(f"/data/imports/{sent.pk}/{path}").content.decode()
        assert "custody-2026" not in page[page.index("<title>") : page.index("</title>")]


def test_reading_the_rows_and_taking_them_out_are_in_the_trail(sent: Import, gita: Client) -> None:
    gita.get(f"/data/imports/{sent.pk}/rows/")
    gita.get(f"/data/imports/{sent.pk}/rows/held.csv")
    whats = set(AuditEvent.objects.filter(category="consultation").values_list("what", flat=True))
    assert {"ingest.read_rows", "ingest.take_held_rows_out"} <= whats


def test_held_rows_come_back_as_csv_with_the_reason_and_no_formula(office: Office, gita: Client, looking: None) -> None:
    upload(gita, as_csv([custody_row(1, surname="", custody_suite="=HYPERLINK(1)"), custody_row(2)]).encode())
    record = worker.check(imported=Import.objects.get().pk, at=make.NOW)
    answer = gita.get(f"/data/imports/{record.pk}/rows/held.csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="import-{record.pk}-held-rows.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["custody_number"] for row in rows] == ["DC/26/04001"]
    assert rows[0]["custody_suite"] == "'=HYPERLINK(1)"
    assert rows[0]["row in the file"] == "2"
    assert rows[0]["what is wrong"].startswith("Surname is not given.")


def test_a_cell_that_looks_like_a_formula_or_markup_is_shown_as_text(office: Office, gita: Client) -> None:
    upload(gita, as_csv([custody_row(1, surname="", forenames="<b>=1+1")]).encode())
    record = worker.check(imported=Import.objects.get().pk, at=make.NOW)
    page = gita.get(f"/data/imports/{record.pk}/rows/").content.decode()
    assert "&lt;b&gt;=1+1" in page


def test_leaving_a_row_out_asks_why_and_then_counts_it(sent: Import, gita: Client, looking: None) -> None:
    row = ImportRow.objects.filter(imported=sent, problem="repeated").get()
    path = f"/data/imports/{sent.pk}/rows/{row.line}/skip/"
    assert gita.get(path).status_code == 200
    assert "Enter why you are leaving this row out" in gita.post(path, {"reason": " "}).content.decode()
    assert gita.post(path, {"reason": "The same arrest twice"}).status_code == 302
    assert "201 + 7 + 5 + 1 = 214." in gita.get(f"/data/imports/{sent.pk}/").content.decode()


def test_a_possible_match_can_be_held_to_ask_the_sender(sent: Import, gita: Client, looking: None) -> None:
    row = ImportRow.objects.filter(imported=sent, state="possible").order_by("line")[0]
    gita.post(f"/data/imports/{sent.pk}/rows/{row.line}/hold/", {"reason": "Asked custody for the PNC number"})
    assert "201 + 9 + 4 = 214." in gita.get(f"/data/imports/{sent.pk}/").content.decode()


@pytest.mark.parametrize("who", ["priya", "rob", "carl", "bea", "tom"])
def test_roles_without_the_permission_are_told_so(office: Office, visiting: Visiting, who: str) -> None:
    for path in ("/data/imports/", "/data/imports/upload/"):
        assert visiting(who).get(path).status_code == 403


@pytest.mark.parametrize("path", ["", "rows/", "rows/held.csv", "rows/38/skip/"])
def test_another_agencys_import_is_not_there(sent: Import, visiting: Visiting, path: str) -> None:
    assert visiting("grace").get(f"/data/imports/{sent.pk}/{path}").status_code == 404


def test_an_administrator_sees_counts_and_no_rows(sent: Import, office: Office, visiting: Visiting) -> None:
    office.cast.hire("ada", "police", "administrator")
    ada = visiting("ada")
    page = ada.get(f"/data/imports/{sent.pk}/").content.decode()
    assert "201 + 8 + 5 = 214." in page
    assert "held.csv" not in page
    assert ada.get(f"/data/imports/{sent.pk}/rows/").status_code == 403
    assert ada.get(f"/data/imports/{sent.pk}/rows/held.csv").status_code == 403


def test_the_list_shows_each_file_with_its_counts(sent: Import, gita: Client) -> None:
    page = gita.get("/data/imports/").content.decode()
    assert "custody-2026-03-13.csv" in page
    assert "Needs you" in page
    assert 'data-label="Waiting" class="app-number"><div>13<' in page


def test_an_empty_list_says_what_comes_here(gita: Client) -> None:
    assert "No files have been loaded from this source." in gita.get("/data/imports/").content.decode()


KYLE = custody_row(1, surname="Ashcroft", forenames="Kyle", date_of_birth="24/06/1998", pnc=pnc(7))


@pytest.mark.parametrize("why", HIDDEN)
def test_every_page_and_the_csv_are_the_same_for_hidden_and_new(
    office: Office, visiting: Visiting, looking: None, why: str
) -> None:
    office.without_kyle().hide(why, number=pnc(7))
    gita = visiting("gita")
    pages = []
    for row in (KYLE, custody_row(1, surname="Nobody", custody_number="DC/26/09999", pnc=pnc(9))):
        record = office.load(as_csv([row]))
        for path in ("", "rows/", "rows/held.csv"):
            answer = gita.get(f"/data/imports/{record.pk}/{path}").content.decode()
            answer = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer)
            pages.append(answer.replace(f"/{record.pk}/", "/N/").replace(f"import-{record.pk}-", "import-N-"))
    assert pages[:3] == pages[3:]


def possible_row(record: Import, given: str) -> int:
    return ImportRow.objects.get(imported=record, state="possible", cells__forenames=given).line


def test_a_possible_match_is_shown_side_by_side_and_decided(sent: Import, gita: Client, looking: None) -> None:
    assert "Compare 5 people" in gita.get(f"/data/imports/{sent.pk}/").content.decode()
    path = f"/data/imports/{sent.pk}/rows/{possible_row(sent, 'Dean')}/compare/"
    assert path in gita.get(f"/data/imports/{sent.pk}/rows/?state=possible").content.decode()
    page = gita.get(path).content.decode()
    reference = re.search(r"Same person as (\S+?)<", page)
    assert reference is not None
    for words in (
        "Date of birth",
        "How they compare",
        "1 February 1990",
        "Different people",
        "Not sure, ask the sender",
    ):
        assert words in page
    assert "Choose whether this is one person" in gita.post(path, {}).content.decode()
    assert "Say how you know" in gita.post(path, {"decision": "different"}).content.decode()
    assert gita.post(path, {"decision": reference[1].strip()}).status_code == 302
    page = gita.get(f"/data/imports/{sent.pk}/").content.decode()
    assert "202 + 8 + 4 = 214." in page
    assert "Load 202 rows" in page


def test_not_sure_holds_the_row_with_what_is_to_be_asked(sent: Import, gita: Client, looking: None) -> None:
    line = possible_row(sent, "Jade")
    path = f"/data/imports/{sent.pk}/rows/{line}/compare/"
    assert "Say why you are not sure" in gita.post(path, {"decision": "unsure"}).content.decode()
    gita.post(path, {"decision": "unsure", "reason": "Ask for the PNC number"})
    row = ImportRow.objects.get(imported=sent, line=line)
    assert (row.state, row.reason) == ("held", "Ask for the PNC number")


def test_rows_decided_after_the_load_are_loaded_with_the_rest_counted(
    sent: Import, gita: Client, looking: None
) -> None:
    gita.post(f"/data/imports/{sent.pk}/load/")
    worker.load(imported=sent.pk, at=make.NOW)
    path = f"/data/imports/{sent.pk}/rows/{possible_row(sent, 'Dean')}/compare/"
    gita.post(path, {"decision": "different", "reason": "A namesake"})
    assert "Load 1 row" in gita.get(f"/data/imports/{sent.pk}/").content.decode()
    gita.post(f"/data/imports/{sent.pk}/load/")
    assert "Loading 201 of 202" in gita.get(f"/data/imports/{sent.pk}/").content.decode()


def test_one_press_puts_both_month_first_dates_right_and_says_so(sent: Import, gita: Client, looking: None) -> None:
    page = gita.get(f"/data/imports/{sent.pk}/rows/").content.decode()
    assert "Use for both rows" in page
    answer = gita.post(f"/data/imports/{sent.pk}/suggested/month_first/", follow=True).content.decode()
    assert "2 rows changed." in answer
    assert "Use for both rows" not in answer
    mended = gita.get(f"/data/imports/{sent.pk}/rows/?state=mended").content.decode()
    assert mended.count("Put back as it came") == 2
    line = ImportRow.objects.filter(imported=sent).exclude(mended=[])[0].line
    assert "is as it came" in gita.post(f"/data/imports/{sent.pk}/rows/{line}/put-back/", follow=True).content.decode()


def test_a_row_without_a_surname_is_fixed_on_its_page(sent: Import, gita: Client, looking: None) -> None:
    line = ImportRow.objects.filter(imported=sent, problem="surname").order_by("line")[0].line
    path = f"/data/imports/{sent.pk}/rows/{line}/fix/"
    assert "Surname is not given." in gita.get(path).content.decode()
    answer = gita.post(path, {"surname": " "})
    assert answer.status_code == 422
    assert gita.post(path, {"surname": "Bell"}).status_code == 302
    assert ImportRow.objects.get(imported=sent, line=line).cells["surname"] == "Bell"
