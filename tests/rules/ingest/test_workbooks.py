"""Workbooks into rows: what a spreadsheet does to dates, numbers, formulas, headings and sheets; and the traps in a zip."""

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from desistance.foundation.decisions import Decision
from desistance.ingest.rules.feed import Roster
from desistance.ingest.rules.feeds import POLICE_CUSTODY, read_row
from desistance.ingest.rules.files import Opened, may_be_received, open_text
from desistance.ingest.rules.lines import Line, fit
from desistance.ingest.rules.serials import Look, shape_of, shown_iso, shown_number
from desistance.ingest.rules.worksheets import Unreadable, unescaped
from tests import factories as make
from tests.ingest.files import CUSTODY_COLUMNS, as_csv, custody_row
from tests.ingest.workbooks import WORKBOOK, as_workbook, by_hand, inline, packed, saved

AT = datetime.fromisoformat("2026-03-12T14:20")
HEADING = inline(*CUSTODY_COLUMNS)
GOOD = inline(*custody_row(1).values())


def opened(data: bytes) -> Opened:
    """A custody workbook that can be read."""
    found = open_text(io.BytesIO(data), data[:4096], POLICE_CUSTODY)
    assert isinstance(found, Opened), found
    return found


def refusal(data: bytes) -> str:
    """Why a file cannot be read as custody rows, in words."""
    found = open_text(io.BytesIO(data), data[:4096], POLICE_CUSTODY)
    assert isinstance(found, Decision)
    return found.words


def cells(data: bytes) -> list[dict[str, str]]:
    """The rows of a custody workbook by column."""
    found = opened(data)
    return [fit(line, found.heading) for line in found.rows]  # type: ignore[misc]


def problems(line: Line, heading: Any) -> list[tuple[str, str, str]]:
    """What is wrong with a row."""
    reading, _ = read_row(line, heading, POLICE_CUSTODY.name, at=make.NOW, roster=Roster({}, {}))
    return [(str(problem.kind), problem.column, problem.words) for problem in reading.problems]


def changed(change: Callable[[Worksheet], object], rows: int = 2) -> bytes:
    return as_workbook([custody_row(number) for number in range(rows)], change=change)


def test_a_workbook_and_the_csv_saved_from_it_give_the_same_rows() -> None:
    rows = [
        custody_row(1, surname="O\u2019Brien"),
        custody_row(2, surname="Wiśniewski"),
        custody_row(3, forenames='A "B", C'),
    ]
    text = as_csv(rows).encode()
    from_text = open_text(io.BytesIO(text), text, POLICE_CUSTODY)
    assert isinstance(from_text, Opened)
    assert cells(as_workbook(rows)) == [fit(line, from_text.heading) for line in from_text.rows]


def test_the_line_that_is_kept_of_a_row_is_csv_and_is_read_back_as_the_same_cells() -> None:
    book = opened(as_workbook([custody_row(1, surname='Bell, "B"\nsecond line')]))
    line = next(book.rows)
    assert line.number == 2
    again = open_text(io.BytesIO(f"{','.join(CUSTODY_COLUMNS)}\n{line.raw}".encode()), b"custody", POLICE_CUSTODY)
    assert isinstance(again, Opened)
    assert fit(next(again.rows), again.heading) == fit(line, book.heading)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (AT, "dd/mm/yyyy hh:mm", "12/03/2026 14:20"),
        (AT, "mm/dd/yy h:mm AM/PM", "12/03/2026 14:20"),
        (AT, "dd/mm/yyyy", "12/03/2026"),
        (AT.replace(second=5), "[$-809]dd mmmm yyyy hh:mm:ss;@", "12/03/2026 14:20:05"),
        (date(2026, 3, 12), "yyyy-mm-dd", "12/03/2026"),
        (time(14, 20), "h:mm", "14:20"),
        (46093, "General", "46093"),
        (46093, '0 "days"', "46093"),
        (7, "00000", "00007"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567890123456, "0", "1234567890123456"),
        (True, "General", "TRUE"),
        (-5, "dd/mm/yyyy", "-5"),
    ],
)
@pytest.mark.parametrize("is_1904", [False, True])
def test_a_value_is_read_as_people_see_it_in_the_sheet(value: object, code: str, shown: str, is_1904: bool) -> None:
    book = Workbook()
    if is_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(list(CUSTODY_COLUMNS))
    sheet.append(["x"])
    sheet["C2"] = value
    sheet["C2"].number_format = code
    assert cells(saved(book))[0]["surname"] == shown


@pytest.mark.parametrize(
    ("serial", "shown"),
    [
        ("1", "01/01/1900"),
        ("59", "28/02/1900"),
        ("60", "29/02/1900"),
        ("61", "01/03/1900"),
        ("2958465", "31/12/9999"),
        ("2958466", "2958466"),
        ("0", "0"),
        ("-1", "-1"),
        ("1e400", "inf"),
        ("12x", "12x"),
        ("٣", "٣"),
    ],
)
def test_days_are_counted_as_excel_counts_them_and_what_is_no_day_stays_a_number(serial: str, shown: str) -> None:
    assert shown_number(serial, shape_of(14, ""), is_1904=False)[0] == shown


def test_the_first_day_of_the_system_of_1904_is_a_day() -> None:
    assert shown_number("0", shape_of(14, ""), is_1904=True)[0] == "01/01/1904"


@pytest.mark.parametrize(
    ("number", "code", "look"),
    [
        (14, "", Look.DATE),
        (22, "", Look.MOMENT),
        (20, "", Look.TIME),
        (0, "", Look.PLAIN),
        (164, "General", Look.PLAIN),
        (164, "[Red]0.00;[Blue]-0.00", Look.PLAIN),
        (164, '"Year" 0', Look.PLAIN),
        (164, "0.00E+00", Look.PLAIN),
        (164, "mmm-yy", Look.DATE),
        (164, "mm:ss", Look.TIME),
        (164, r"d\ mmmm\ yyyy", Look.DATE),
        (164, "000-00", Look.PLAIN),
    ],
)
def test_a_number_format_says_whether_a_number_is_a_day(number: int, code: str, look: Look) -> None:
    assert shape_of(number, code).look is look


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2026-03-12T14:20:00", "12/03/2026 14:20"), ("2026-03-12", "12/03/2026"), ("next week", "next week")],
)
def test_a_date_kept_as_iso_text_is_told_day_first(text: str, shown: str) -> None:
    assert shown_iso(text) == shown


def test_a_number_in_a_column_of_numbers_that_are_names_is_warned_of_and_a_quantity_is_not() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["A2"], sheet["G2"] = 4117, 712
        sheet["D2"] = 5

    line = next(opened(changed(change)).rows)
    assert line.warnings == (
        "custody_number 4117 is a number in the workbook, so noughts at its start may be lost.",
        "pnc 712 is a number in the workbook, so noughts at its start may be lost.",
    )
    reading, _ = read_row(
        line, opened(changed(change)).heading, POLICE_CUSTODY.name, at=make.NOW, roster=Roster({}, {})
    )
    assert reading.warnings[:2] == line.warnings


def test_a_formula_gives_the_value_that_was_saved_with_it() -> None:
    row = '<row><c t="str"><f>A1&amp;"x"</f><v>DC/26/1</v></c><c><f>1+1</f><v>2</v></c></row>'
    first = cells(by_hand(HEADING + row))[0]
    assert (first["custody_number"], first["arrested_at"]) == ("DC/26/1", "2")


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('<c t="e"><f>B9</f><v>#REF!</v></c>', "surname is #REF!: a formula failed there."),
        ('<c t="e"><v>#N/A</v></c>', "surname is #N/A: a formula failed there."),
        ("<c><f>A1</f></c>", "surname is a formula without its value."),
    ],
)
def test_a_formula_that_failed_or_was_not_worked_out_holds_its_row(cell: str, words: str) -> None:
    book = opened(by_hand(HEADING + inline("DC/26/1", "12/03/2026").replace("</row>", f"{cell}</row>")))
    found = problems(next(book.rows), book.heading)
    assert found[0][:2] == ("formula", "surname")
    assert found[0][2].startswith(words)
    assert [column for _, column, _ in found].count("surname") == 1


def test_hidden_rows_are_loaded_and_named_and_hidden_sheets_are_named_and_not_read() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        book = sheet.parent
        book.create_sheet("Cover", 0).append(["Custody report"])
        lists = book.create_sheet("Lists")
        lists.append(["TH68010"])
        lists.sheet_state = "veryHidden"

    book = opened(changed(change))
    assert [line.warnings for line in book.rows] == [(), ("This row is hidden in the workbook.",)]
    assert book.notes == (
        "Rows were read from the sheet “March”.",
        "Not read: “Cover”.",
        "Hidden and not read: “Lists”.",
    )


def test_a_workbook_whose_only_rows_are_hidden_says_which_sheet_to_show() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.parent.create_sheet("Blank")
        sheet.sheet_state = "hidden"

    assert refusal(changed(change)) == (
        "The workbook has no sheet with rows that is not hidden. Hidden: “March”. Show it and select the file again"
    )


def test_a_title_merged_over_the_heading_and_blank_rows_are_passed_over_and_said() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(1, 3)
        sheet["A1"] = "Custody report, March 2026"
        sheet.merge_cells("A1:I1")
        sheet["A2"] = "Printed by the custody office"

    book = opened(changed(change))
    assert [line.number for line in book.rows] == [5, 6]
    assert book.notes == ("Rows 1 to 2 are above the heading and not read. The heading is row 4.",)


def test_a_heading_that_lacks_a_column_is_told_as_for_a_csv() -> None:
    columns = [column for column in CUSTODY_COLUMNS if column != "surname"]
    data = as_workbook([custody_row(1)], columns)
    assert refusal(data) == (
        "The file has no column called surname. Columns found: custody_number, arrested_at, forenames, date_of_birth, "
        "sex, pnc, offence_code, custody_suite."
    )


def test_a_heading_that_does_not_begin_in_the_first_column_and_a_cell_beyond_it() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.insert_cols(1)
        sheet["M3"] = "a note"

    book = opened(changed(change))
    first, second = [fit(line, book.heading) for line in book.rows]
    assert isinstance(first, dict)
    assert first["custody_number"] == "DC/26/04000"
    assert second == "The row has 11 cells and the heading has 10. Check for a missing or extra separator."


def test_rows_without_text_are_no_rows_and_the_others_keep_their_numbers() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(3, 2)
        sheet["A3"] = "  "

    assert [line.number for line in opened(changed(change)).rows] == [2, 5]


def test_rows_and_cells_without_places_follow_each_other() -> None:
    book = opened(by_hand(HEADING + GOOD))
    assert [(line.number, line.cells) for line in book.rows] == [(2, tuple(custody_row(1).values()))]


@pytest.mark.parametrize(
    ("text", "read"),
    [("a_x000D_b", "a\rb"), ("_x0000_", "\ufffd"), ("_xD800_", "\ufffd"), ("_x5F_", "_x5F_"), ("Zoë", "Zoë")],
)
def test_escapes_of_characters_become_those_characters_or_the_mark_of_none(text: str, read: str) -> None:
    assert unescaped(text) == read


def test_shared_text_leaves_the_reading_aid_of_east_asian_names_out() -> None:
    shared = "<sst><si><r><t>Be</t></r><r><t>ll</t></r><rPh sb='0' eb='1'><t>ベル</t></rPh></si></sst>"
    data = by_hand(HEADING + '<row><c r="C2" t="s"><v>0</v></c></row>', {"xl/sharedStrings.xml": shared})
    assert cells(data)[0]["surname"] == "Bell"


ROW_OF_ONE = '<row><c t="s"><v>5</v></c></row>'
DAMAGED_SHEETS = {
    "cut short": (HEADING + GOOD)[:-40],
    "rows out of order": HEADING + '<row r="9"/><row r="3"/>',
    "a row beyond the last": HEADING + '<row r="1048577"/>',
    "a cell beyond the last column": HEADING + '<row><c r="XFE2"><v>1</v></c></row>',
    "a cell twice": HEADING + '<row><c r="A2"><v>1</v></c><c r="A2"><v>1</v></c></row>',
    "a cell in no row": HEADING + "<c><v>1</v></c>",
    "a place that is none": HEADING + '<row><c r="2A"><v>1</v></c></row>',
    "shared text that is not there": HEADING + ROW_OF_ONE,
}


@pytest.mark.parametrize("rows", DAMAGED_SHEETS.values(), ids=DAMAGED_SHEETS)
def test_a_damaged_sheet_is_refused_or_stops_in_words(rows: str) -> None:
    data = by_hand(rows)
    found = open_text(io.BytesIO(data), data[:4096], POLICE_CUSTODY)
    if isinstance(found, Decision):
        assert found.words == "The workbook is damaged. Open it in Excel, save it again and select it again"
        return
    with pytest.raises(Unreadable, match=r"^The workbook is damaged\."):
        list(found.rows)


def test_a_row_with_more_text_than_a_row_may_have_is_held_and_cut() -> None:
    book = opened(by_hand(HEADING + inline("x" * 1_000_000) + GOOD))
    first, second = book.rows
    assert first.fault == "The row holds more than 20,000 characters."
    assert len(first.raw) == 20_000
    assert second.fault == ""


def test_a_heading_of_very_many_columns_is_refused() -> None:
    data = by_hand(inline(*CUSTODY_COLUMNS, *(f"c{number}" for number in range(1_100))) + GOOD)
    assert refusal(data) == "The heading has 1,109 columns and may have 1,000"
    wide = ",".join([*CUSTODY_COLUMNS, *(f"c{number}" for number in range(100_000))]).encode()
    assert refusal(wide) == "The heading is longer than 20,000 characters, so a line end is missing"


def test_a_document_type_is_refused_so_that_no_entity_can_grow() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        content = WORKBOOK if "workbook" in part else f"<worksheet><sheetData>{HEADING}{GOOD}</sheetData></worksheet>"
        assert refusal(by_hand(HEADING, {part: bomb + content})).startswith("The workbook is damaged.")


def with_flags(data: bytes, flags: int) -> bytes:
    """A zip whose directory gives every part these flags."""
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data = data[: place + 8] + struct.pack("<H", flags) + data[place + 10 :]
        place = data.find(b"PK\x01\x02", place + 4)
    return data


def declaring(data: bytes, size: int) -> bytes:
    """A zip whose directory says that its last part unpacks to this size."""
    place = data.rfind(b"PK\x01\x02")
    return data[: place + 24] + struct.pack("<L", size) + data[place + 28 :]


def named_twice(data: bytes) -> bytes:
    """A workbook with its sheet in the zip twice."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as book, pytest.warns(UserWarning, match="Duplicate name"):
        book.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    return out.getvalue()


TRAP = "The selected file unpacks to far more than a workbook holds. Save it as CSV and select it again"
DAMAGED = "The workbook is damaged. Open it in Excel, save it again and select it again"
TRAPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a part of noughts": (lambda: by_hand(HEADING + GOOD + " " * 30_000_000), TRAP),
    "a size that is declared": (lambda: declaring(by_hand(HEADING + GOOD), 2**31), TRAP),
    "very many parts": (lambda: by_hand(HEADING, {f"x/{number}": "" for number in range(2_100)}), TRAP),
    "a part that says it is smaller": (lambda: declaring(by_hand(HEADING + GOOD), 300), DAMAGED),
    "a password": (
        lambda: with_flags(by_hand(HEADING + GOOD), 1),
        "The selected file has a password. Save it without one,",
    ),
    "a part that is there twice": (lambda: named_twice(by_hand(HEADING + GOOD)), DAMAGED),
    "no directory": (lambda: by_hand(HEADING + GOOD)[:-30], DAMAGED),
    "a zip of something else": (lambda: packed({"letter.docx": "x"}), "This is a zip file of something else."),
    "an OpenDocument file": (lambda: packed({"content.xml": "<x/>"}), "This is an OpenDocument file."),
    "a binary workbook": (lambda: packed({"xl/workbook.bin": "x"}), "This is a binary workbook (.xlsb)."),
    "an empty zip": (lambda: packed({}), "This is a zip file of something else."),
    "names outside": (
        lambda: packed({"../../etc/passwd": "x", "/root/x": "y"}),
        "This is a zip file of something else.",
    ),
    "links that leave": (
        lambda: by_hand(
            HEADING,
            {"xl/_rels/workbook.xml.rels": "<R><Relationship Id='rId1' Type='worksheet' Target='../../../x'/></R>"},
        ),
        "The workbook has no sheet with rows",
    ),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_refused_before_it_is_unpacked(name: str) -> None:
    make_it, words = TRAPS[name]
    assert words in refusal(make_it())


@pytest.mark.parametrize(
    ("name", "first", "words"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "This is an old Excel file (.xls) or one with a password."),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", "save it without a password as an Excel workbook (.xlsx) or CSV"),
        ("a.docx", b"text", "The selected file must be a CSV or Excel workbook"),
    ],
)
def test_an_old_or_locked_workbook_is_refused_with_how_to_mend_it(name: str, first: bytes, words: str) -> None:
    assert words in may_be_received(name=name, size=10, first=first).words


@pytest.mark.parametrize("name", ["a.xlsx", "a.XLSX", "a.xlsm", "export"])
def test_a_workbook_of_any_name_is_taken(name: str) -> None:
    assert may_be_received(name=name, size=10, first=b"PK\x03\x04")
