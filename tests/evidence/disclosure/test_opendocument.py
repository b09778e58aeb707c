"""Spreadsheets: read back from their XML as any reader would, with what the guidance on accessible ones asks."""

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest

from evidence.disclosure.opendocument import MIMETYPE, SPACES, Sheet, workbook

ABOUT = ("Cleared for publication.", "Records complete to 31 March 2026.")
RATES = Sheet(
    "Table 1",
    "Rates by area",
    ("This sheet holds one table.", "[c] means confidential."),
    ("Area", "People", "Rate", "Provisional"),
    [("Durham & Tees <east>", 645, 0.31, False), ("=SUM(A1)", "[c]", "[c]", True), ("\x00odd", None, 0.2, False)],
    frozenset({2}),
)


def opened(content: bytes, name: str = "content.xml") -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return ET.fromstring(file.read(name))


def read(content: bytes) -> dict[str, list[list[str]]]:
    """Every sheet as rows of what a reader sees."""
    return {
        table.get(f"{{{SPACES['table']}}}name", ""): [
            ["".join(cell.itertext()) for cell in row.iterfind("table:table-cell", SPACES)]
            for row in table.iter(f"{{{SPACES['table']}}}table-row")
        ]
        for table in opened(content).iter(f"{{{SPACES['table']}}}table")
    }


def test_a_cover_leads_to_each_table_and_each_sheet_holds_one_below_its_title() -> None:
    found = read(workbook("Proven reoffending", ABOUT, [RATES]))
    assert [line for [line] in found["Cover"]] == [
        "Proven reoffending", *ABOUT, "What this file holds", "Table 1: Rates by area"
    ]  # fmt: skip
    assert found["Table 1"] == [
        ["Rates by area"],
        ["This sheet holds one table."],
        ["[c] means confidential."],
        ["Area", "People", "Rate", "Provisional"],
        ["Durham & Tees <east>", "645", "31.0%", "no"],
        ["=SUM(A1)", "[c]", "[c]", "yes"],
        ["odd", "", "20.0%", "no"],
    ]


def test_the_headings_are_marked_nothing_is_merged_and_nothing_is_a_formula() -> None:
    content = workbook("Proven reoffending", ABOUT, [RATES])
    inside = opened(content)
    [headings] = inside.iterfind(".//table:table-header-rows/table:table-row", SPACES)
    assert [cell.findtext("text:p", "", SPACES) for cell in headings] == list(RATES.columns)
    [marked] = inside.iterfind(".//table:database-range", SPACES)
    assert marked.get(f"{{{SPACES['table']}}}target-range-address") == "'Table 1'.A4:'Table 1'.D7"
    written = ET.tostring(inside, encoding="unicode")
    assert "spanned" not in written
    assert "formula" not in written
    numbers = [cell.get(f"{{{SPACES['office']}}}value") for cell in inside.iter(f"{{{SPACES['table']}}}table-cell")]
    assert [one for one in numbers if one] == ["645", "0.31", "0.2"]
    [link] = inside.iterfind(".//text:a", SPACES)
    assert link.get(f"{{{SPACES['xlink']}}}href") == "#'Table 1'.A1"
    assert opened(content, "meta.xml").findtext(".//dc:language", "", SPACES) == "en-GB"


def test_the_same_figures_make_the_same_file_which_says_first_what_it_is() -> None:
    content = workbook("Proven reoffending", ABOUT, [RATES])
    assert content == workbook("Proven reoffending", ABOUT, [RATES])
    assert content[30 : 38 + len(MIMETYPE)] == b"mimetype" + MIMETYPE.encode()


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("A", "A"), ["A", "A 2"]),
        (("Cover", "By [area]: all/any?"), ["Cover 1", "By  area   all any"]),
        (("", "x" * 40, "x" * 40), ["Table 1", "x" * 31, "x" * 27 + " 3"]),
    ],
)
def test_each_sheet_has_a_name_that_a_spreadsheet_takes_and_no_other_has(names: tuple, expected: list[str]) -> None:
    sheets = [Sheet(name, "T", (), ("A",), []) for name in names]
    assert list(read(workbook("T", (), sheets)))[1:] == expected
