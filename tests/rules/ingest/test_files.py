"""Bytes into rows: encodings, delimiters, quotation marks, headings; and that nothing of a file is ever lost or crashes."""

import csv
import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desistance.foundation.decisions import Decision
from desistance.foundation.file_names import tidy_name
from desistance.foundation.spreadsheets import csv_text, is_carried_out
from desistance.ingest.rules.encodings import opening_of, text_lines
from desistance.ingest.rules.feeds import POLICE_CUSTODY
from desistance.ingest.rules.files import Opened, in_words, may_be_received, open_text
from desistance.ingest.rules.held import HeldRow, held_cells, held_columns, pieces
from desistance.ingest.rules.lines import cell_text, column_name, fit, rows_of
from desistance.ingest.terms import MOST_BYTES
from tests import factories as make
from tests.ingest.files import CUSTODY_COLUMNS, as_csv, custody_row


def read(data: bytes) -> list[dict[str, str] | str]:
    """Every row of a custody file: its cells by column, or what is wrong with its shape."""
    opened = open_text(io.BytesIO(data), data[:4096], POLICE_CUSTODY)
    assert isinstance(opened, Opened), opened
    return [fit(line, opened.heading) for line in opened.rows]  # type: ignore[misc]


AWKWARD = [
    custody_row(1, surname="O\u2019Brien", forenames='Anne "Annie"'),
    custody_row(2, surname="Wiśniewski", custody_suite="Durham City, west wing"),
    custody_row(3, surname="Smith", custody_suite="two\nlines"),
]


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_every_encoding_delimiter_and_line_end_gives_the_same_rows(encoding: str, delimiter: str, ends: str) -> None:
    text = as_csv(AWKWARD, delimiter=delimiter).replace("two\nlines", "two  lines").replace("\r\n", ends)
    rows = read(text.encode(encoding))
    assert [row["surname"] for row in rows if not isinstance(row, str)] == ["O'Brien", "Wiśniewski", "Smith"]
    assert [row["custody_suite"] for row in rows if not isinstance(row, str)][1:] == [
        "Durham City, west wing",
        "two lines",
    ]


def test_a_cell_of_two_lines_is_one_row_and_the_next_row_keeps_its_own_line() -> None:
    data = as_csv([AWKWARD[2], custody_row(4)]).encode()
    opened = open_text(io.BytesIO(data), data, POLICE_CUSTODY)
    assert isinstance(opened, Opened)
    assert [line.number for line in opened.rows] == [2, 4]


def test_a_file_pasted_together_from_two_systems_keeps_its_letters() -> None:
    lines = as_csv([custody_row(1, surname="Wiśniewski"), custody_row(2, surname="Zoë")]).splitlines(keepends=True)
    data = lines[0].encode() + lines[1].encode("utf-8") + lines[2].encode("cp1252")
    assert [row["surname"] for row in read(data) if not isinstance(row, str)] == ["Wiśniewski", "Zoë"]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac-roman"])
def test_letters_of_one_byte_are_read_as_the_system_that_wrote_them_meant(encoding: str) -> None:
    # Excel's "CSV (Macintosh)" ends lines with a carriage return alone.
    ends = "\r" if encoding == "mac-roman" else "\r\n"
    text = as_csv([custody_row(1, surname="Zoë Müller"), custody_row(2, forenames="André")]).replace("\r\n", ends)
    first, second = read(text.encode(encoding))
    assert (first["surname"], second["forenames"]) == ("Zoë Müller", "André")  # type: ignore[index]


def test_a_file_of_two_encodings_of_other_widths_loses_no_row() -> None:
    first = as_csv([custody_row(1), custody_row(2)]).encode()
    rows = read(first + as_csv([custody_row(3)]).encode("utf-16-le"))
    assert [isinstance(row, dict) for row in rows[:2]] == [True, True]
    assert all("character that cannot be read" in row for row in rows[2:])
    assert len(rows) >= 3


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_a_line_end_that_falls_between_two_pieces_of_a_file_is_one_line_end(encoding: str, ends: str) -> None:
    rows = [custody_row(number) for number in range(900)]
    for filler in range(4):
        text = as_csv([custody_row(1, custody_suite="x" * filler), *rows]).replace("\r\n", ends)
        data = text.encode(encoding)
        lines = list(text_lines(io.BytesIO(data), opening_of(data[:4096])))
        assert len(lines) == 902
        assert {line[-len(ends) :] for line in lines} == {ends}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_line_of_many_megabytes_holds_its_own_row_and_does_not_fill_the_memory(encoding: str) -> None:
    lines = as_csv([custody_row(1), custody_row(2)]).splitlines(keepends=True)
    data = "".join([lines[0], "x" * 3_000_000 + "\r\n", lines[2]]).encode(encoding)
    tracemalloc.start()
    rows = read(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows[0] == "The line is longer than 20,000 characters, so a line end is missing."
    assert isinstance(rows[1], dict)
    assert most < 2_000_000


def test_a_byte_that_no_encoding_knows_holds_its_own_row_only() -> None:
    lines = as_csv([custody_row(1), custody_row(2)]).encode().splitlines(keepends=True)
    rows = read(lines[0] + lines[1].replace(b"Beth", b"B\x81\xffth") + lines[2])
    assert rows[0] == "The line holds a character that cannot be read. Type the row again, or save the file as UTF-8."
    assert isinstance(rows[1], dict)


def test_a_quotation_mark_that_never_closes_spoils_its_own_row_only() -> None:
    lines = as_csv([custody_row(number) for number in range(40)]).splitlines(keepends=True)
    lines[5] = lines[5].replace("Elstob", '"Elstob')
    rows = read("".join(lines).encode())
    assert [number for number, row in enumerate(rows) if isinstance(row, str)] == [4]
    assert rows[4] == "A quotation mark opens on this line and does not close. Close it, or take it out."
    assert len(rows) == 40


def test_marks_in_the_middle_of_cells_do_not_join_lines_that_stand_alone() -> None:
    lines = as_csv([custody_row(1), custody_row(2), custody_row(3)]).splitlines(keepends=True)
    rows = read(
        "".join([lines[0], lines[1].replace("Beth", 'Be"th'), lines[2].replace("Colin", 'Co"lin'), lines[3]]).encode()
    )
    assert [isinstance(row, str) for row in rows] == [True, True, False]
    assert rows[0] == "A quotation mark opens on this line and does not close. Close it, or take it out."
    assert held_cells(["a", "b"], HeldRow(2, 'x"\n,y"', "Why"), ",") == ['x"\n,y"', "", 2, "Why"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "DC/26/1,12/3/2026,Bell",
            "The row has 3 cells and the heading has 9. Check for a missing or extra separator.",
        ),
        ("a,b,c,d,e,f,g,h,i,j", "The row has 10 cells and the heading has 9. Check for a missing or extra separator."),
        ("x" * 20_001, "The line is longer than 20,000 characters, so a line end is missing."),
    ],
)
def test_a_row_that_does_not_fit_says_how(line: str, words: str) -> None:
    assert read(f"{','.join(CUSTODY_COLUMNS)}\n{line}\n".encode()) == [words]


def test_empty_cells_at_the_end_and_empty_lines_do_not_count() -> None:
    good = as_csv([custody_row(1)]).splitlines()
    assert len(read(f"{good[0]}\n\n{good[1]},,,\n  \n".encode())) == 1


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("Date of birth ", "date_of_birth"),
        ("\ufeffSURNAME", "surname"),
        ("D.O.B.", "d_o_b"),
        ("First-Name", "forenames"),
        ("Custody No", "custody_number"),
    ],
)
def test_headings_are_read_as_people_write_them(written: str, column: str) -> None:
    assert column_name(written) == column


def test_a_separator_line_of_a_spreadsheet_is_passed_over() -> None:
    text = "sep=;\r\n" + as_csv([custody_row(1)], delimiter=";")
    opened = open_text(io.BytesIO(text.encode()), text.encode(), POLICE_CUSTODY)
    assert isinstance(opened, Opened)
    assert [line.number for line in opened.rows] == [3]


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        (
            "custody_number,arrested_at,forenames,date_of_birth,offence_code",
            "The file has no column called surname. "
            "Columns found: custody_number, arrested_at, forenames, date_of_birth, offence_code.",
        ),
        (
            "a,b",
            "The file has no columns called custody_number, arrested_at, surname, forenames, date_of_birth and offence_code. "
            "Columns found: a, b.",
        ),
        (
            ",".join([*CUSTODY_COLUMNS, "Last name"]),
            f"The file has the column surname twice. Columns found: {', '.join(CUSTODY_COLUMNS)}, Last name.",
        ),
        (" \n \n", "The selected file is empty"),
    ],
)
def test_a_heading_that_cannot_stand_names_the_columns_found(heading: str, words: str) -> None:
    refused = open_text(io.BytesIO(heading.encode()), heading.encode(), POLICE_CUSTODY)
    assert isinstance(refused, Decision)
    assert refused.words == words


@pytest.mark.parametrize(
    ("name", "size", "first", "words"),
    [
        ("a.csv", 0, b"", "The selected file is empty"),
        ("a.csv", MOST_BYTES + 1, b"a,b", "The selected file must be smaller than 200 MB"),
        ("a.exe", 10, b"MZ", "The selected file must be a CSV or Excel workbook"),
        (
            "a.csv",
            10,
            b"abc\x00def",
            "The selected file must be a CSV or Excel workbook. This one holds bytes that are not text",
        ),
        (
            "a.csv",
            10,
            b"Rar!",
            "The selected file must be a CSV or Excel workbook. This is a compressed file. Save it as CSV and select it again",
        ),
    ],
)
def test_a_file_that_is_no_csv_is_refused(name: str, size: int, first: bytes, words: str) -> None:
    assert may_be_received(name=name, size=size, first=first).words == words


@pytest.mark.parametrize("name", ["custody.csv", "CUSTODY.CSV", "custody.txt", "custody.tsv"])
def test_a_text_file_of_any_ending_is_taken(name: str) -> None:
    assert may_be_received(name=name, size=10, first="surname,ł".encode())


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\files\\march.csv", "march.csv"),
        ("\x00\n", "file.csv"),
        ("m" * 200 + ".csv", "m" * 116 + ".csv"),
    ],
)
def test_a_files_name_is_kept_without_folders(given_name: str, kept: str) -> None:
    assert tidy_name(given_name, 120, otherwise="file.csv") == kept


def test_moments_are_told_as_the_content_style_says() -> None:
    assert in_words(make.NOW) == "13 March 2026 at 3:40pm"


def test_the_bad_value_is_marked_where_it_first_stands() -> None:
    marked = pieces("DC/26/1,02/28/2026,Bell", "02/28/2026")
    assert [(piece.text, piece.is_marked) for piece in marked] == [
        ("DC/26/1,", False),
        ("02/28/2026", True),
        (",Bell", False),
    ]
    assert [piece.text for piece in pieces("DC/26/1", "")] == ["DC/26/1"]


def test_a_row_with_too_many_cells_loses_nothing_in_the_held_file() -> None:
    assert held_cells(["a", "b"], HeldRow(2, "1,2,3,4", "Too many"), ",") == ["1", "2,3,4", 2, "Too many"]
    assert held_columns(["a", "b"]) == ["a", "b", "row in the file", "what is wrong"]


def test_a_file_made_of_held_rows_does_not_say_twice_what_is_wrong() -> None:
    columns = ["a", "row in the file", "what is wrong"]
    assert held_columns(columns) == columns
    assert held_cells(columns, HeldRow(5, "1,2,No surname", "No date"), ",") == ["1", 5, "No date"]


cell = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=20)
start = st.sampled_from(
    ["", "=", "+", "-", "@", "\t", "\r", "\n=", " =", "\u3000@", "\uff1d", "\uff0b44", "'", "'=", "\ufeff="]
)
dangerous = st.builds(str.__add__, start, cell)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(dangerous, min_size=9, max_size=9), max_size=6), st.sampled_from([",", ";", "\t", "|"]))
def test_no_cell_of_a_held_file_is_carried_out_and_each_is_read_again_as_it_was(
    rows: list[list[str]], delimiter: str
) -> None:
    held = [HeldRow(number, raw(row, delimiter), "What is wrong") for number, row in enumerate(rows)]
    text = csv_text(held_columns(CUSTODY_COLUMNS), [held_cells(CUSTODY_COLUMNS, row, delimiter) for row in held])
    for out in csv.reader(io.StringIO(text, newline="")):
        assert not any(is_carried_out(one) for one in out)
    for row, out in zip(rows, list(csv.reader(io.StringIO(text, newline="")))[1:], strict=True):
        assert [cell_text(one) for one in out[:9]] == [cell_text(one) for one in row]


def raw(row: list[str], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerow(row)
    return out.getvalue()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_after_a_heading_give_rows_or_faults_and_never_a_crash(data: bytes) -> None:
    whole = ",".join(CUSTODY_COLUMNS).encode() + b"\n" + data
    opened = open_text(io.BytesIO(whole), whole[:4096], POLICE_CUSTODY)
    if isinstance(opened, Decision):
        assert opened.words
        return
    for line in opened.rows:
        cells = fit(line, opened.heading)
        assert isinstance(cells, str) or set(cells) == set(CUSTODY_COLUMNS)
        assert "\x00" not in line.raw


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=200))
def test_no_letter_of_the_text_is_lost_between_the_file_and_its_rows(text: str) -> None:
    data = text.encode()
    lines = list(text_lines(io.BytesIO(data), opening_of(b"a")))
    assert "".join(lines) == text
    kept = "".join(line.raw for line in rows_of(lines, ","))
    assert sorted(kept.replace("\n", "").replace("\r", "").split()) == sorted(
        "".join(line for line in lines if line.strip()).replace("\n", "").replace("\r", "").split()
    ) or any(line.strip() == "" for line in lines)
