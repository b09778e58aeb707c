"""CSV that leaves: nothing in it is carried out by a spreadsheet, and what it says is read again as it was."""

import csv
import io

import pytest

from desistance.foundation.spreadsheets import csv_text, is_carried_out, line_as_it_came, meant, safe

CARRIED_OUT = [
    "=1+1",
    "+44 191 496 0000",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\ttext",
    " =1+1",
    "\u00a0=1",
    "\u3000=1",
    "\ufeff=1",
    "\u200b=1",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff201",
    "\ufe661",
    '=HYPERLINK("x","y")',
]
NOT_CARRIED_OUT = ["", " ", "Bell", "a=1", "12/03/2026", "0191 496 0000", "'=1", "2004/0000712J", "\u2014", "<b>"]


@pytest.mark.parametrize("cell", CARRIED_OUT)
def test_a_cell_that_a_spreadsheet_carries_out_is_made_text_and_read_back_as_it_was(cell: str) -> None:
    assert is_carried_out(cell)
    assert safe(cell) == f"'{cell}"
    assert meant(safe(cell)) == cell


@pytest.mark.parametrize("cell", NOT_CARRIED_OUT)
def test_any_other_cell_is_left_alone(cell: str) -> None:
    assert safe(cell) == cell


def test_numbers_are_written_as_numbers_so_that_a_negative_one_stays_one() -> None:
    text = csv_text(["=n", "words"], [[-0.25, "-0.25"], [-3, "+44"], [None, "a;=1"]])
    assert text == '"\'=n","words"\r\n-0.25,"\'-0.25"\r\n-3,"\'+44"\r\n"","a;=1"\r\n'
    assert [[meant(cell) for cell in row] for row in csv.reader(io.StringIO(text))] == [
        ["=n", "words"],
        ["-0.25", "-0.25"],
        ["-3", "+44"],
        ["", "a;=1"],
    ]


def test_a_line_kept_as_it_came_is_not_changed() -> None:
    assert line_as_it_came(["=1", "a,b", 'c"d', "e\nf"]) == '=1,"a,b","c""d","e\nf"'
