"""A table typed by hand, read strictly, and what of it may be published (J8-1, J8-2)."""

import subprocess
import sys

import pytest

from desistance.foundation.decisions import Refused
from desistance.measurement.rules.checked_tables import Decided, check_table
from desistance.measurement.rules.typed_tables import TypedTable, read_table

HOUSING = "Area,Home,Hostel,Friends,Total\nNorth,12,3,25,40"
FEW = "[c] fewer than 10 people"
AWAY = "[c] hidden so that another number cannot be worked out"


def shown(table: str, protection: str = "exact", *decided: Decided) -> list[list[str]]:
    checked = check_table(read_table(table), protection, decided)
    return [[cell.shown for cell in cells] for _, cells in checked.rows]


def test_twelve_three_and_twenty_five_of_forty_are_hidden_hidden_and_shown_each_with_its_reason() -> None:
    checked = check_table(read_table(HOUSING), "exact")
    [(label, cells)] = checked.rows
    assert (label, checked.headings) == ("North", ("Area", "Home", "Hostel", "Friends", "Total"))
    assert [cell.shown for cell in cells] == ["[c]", "[c]", "25", "40"]
    assert [cell.reason for cell in cells] == [AWAY, FEW, "", ""]
    assert [cell.is_for_another for cell in cells] == [True, False, False, False]
    assert checked.as_rows[0] == ["North", "[c]", "[c]", 25, 40]
    assert checked.notes[0] == "[c] hidden to protect people"


def test_the_twelve_is_not_shown_again_until_another_of_its_row_is_hidden() -> None:
    keep, hide = Decided("keep", 0, 0), Decided("hide", 0, 2)
    with pytest.raises(Refused) as refused:
        shown(HOUSING, "exact", keep)
    assert refused.value.words == ("Total can be used to work out a hidden number. Hide one more cell in this row.")
    assert shown(HOUSING, "exact", hide, keep) == [["12", "[c]", "[c]", "40"]]


def test_a_small_number_is_never_shown() -> None:
    with pytest.raises(Refused, match="This number stays hidden: fewer than 10 people"):
        shown(HOUSING, "exact", Decided("keep", 0, 1))


@pytest.mark.parametrize(
    ("table", "protection", "expected"),
    [
        (HOUSING, "rounded", [["10", "[c]", "25", "40"]]),
        ("Area,Home,Hostel,Friends\nNorth,12,3,25", "exact", [["[c]", "[c]", "25"]]),  # totals are known all the same
        ("Area,Home\nNorth,12", "exact", [["12"]]),
        ("Area,Home\nNorth,9", "exact", [["[c]"]]),
        ("Area,Home\nNorth,0", "rounded", [["[c]"]]),
        ("Area,Home\nNorth,3\nSouth,30\nTotal,33", "exact", [["[c]"], ["[c]"], ["33"]]),
        ('Area\tHome\tHostel\nNorth\t"1,234"\t50', "exact", [["1234", "50"]]),
        ("\tHome\tHostel\nall of it\t20\t50", "rounded", [["20", "50"]]),
    ],
)
def test_each_table_is_shown_as_far_as_it_may(table: str, protection: str, expected: list[list[str]]) -> None:
    assert shown(table, protection) == expected


def test_rows_and_columns_hide_each_other() -> None:
    text = "Area,A,B,C,Total\nNorth,3,40,50,93\nSouth,30,40,50,120\nEast,35,45,55,135\nTotal,68,125,155,348"
    told = shown(text)
    assert told[0][0] == "[c]"
    assert sum(cell == "[c]" for cell in told[0]) >= 2, "its row would give it away"
    assert sum(row[0] == "[c]" for row in told) >= 2, "its column would give it away"


def test_labels_stand_as_they_were_typed() -> None:
    read = read_table("\ufeffAge;Men;Women;All\n\n 18 to 20 ;11;12;23\n21 and over;20;30;50\nTotal;31;42;73\n")
    assert read == TypedTable(
        "Age", ("Men", "Women"), ("18 to 20", "21 and over"), ((11, 12), (20, 30)), "All", "Total"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Enter a heading row, and under it"),
        ("  \n\t\n", "Enter a heading row, and under it"),
        ("Area,Home", "Enter a heading row, and under it"),
        ("Area\nNorth", "Enter a heading row, and under it"),
        ("Area,Home\nNorth,12,3", "Line 2 has 3 cells and the heading row has 2."),
        ("Area,Home\n\nNorth,twelve", 'Line 3, Home: "twelve" is not a count of people.'),
        ("Area,Home\nNorth,-3", 'Line 2, Home: "-3" is not a count of people.'),
        ("Area,Home\nNorth,3.5", 'Line 2, Home: "3.5" is not a count of people.'),
        ("Area,Home\nNorth,", 'Line 2, Home: "" is not a count of people.'),
        ("Area,Home\nNorth,[c]", 'Line 2, Home: "[c]" is not a count of people.'),
        ("Area,Home\nNorth,\u0663", "is not a count of people."),
        ("Area,Home\nNorth," + "9" * 5000, "the number is larger than 10,000,000."),
        ("Area,Home,Home\nNorth,1,2", 'Two columns are called "Home".'),
        ("Area,Home\nNorth,1\nNorth,2", 'Two rows are called "North".'),
        ("Area,Home,\nNorth,1,2", "Give each of the columns a name"),
        ("Area,Total,Home\nNorth,1,2", '"Total" is read as a total. Put it last'),
        ("Area,Home,Hostel,Total\nNorth,12,3,16", "Line 2: the total is 16 and its numbers add up to 15."),
        ("Area,Home\nNorth,12\nSouth,13\nTotal,24", "Home: the total is 24 and its numbers add up to 25."),
        ('Area,Home\n"North,12', "A quotation mark is opened and not closed."),
        ("x" * 20_001, "longer than 20,000 characters"),
        ("Area,Home\n" + "".join(f"R{row},20\n" for row in range(41)), "This table has 41 rows and 1 columns."),
    ],
)
def test_each_slip_is_told_with_its_place_and_how_to_mend_it(text: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_table(text)
    assert words in refused.value.words
    assert refused.value.field == "table"


def test_to_read_the_page_loads_no_solver_and_to_check_a_table_loads_no_engine() -> None:
    program = (
        "import sys, desistance.measurement.rules.checked_tables as checked\n"
        "from desistance.measurement.rules.typed_tables import read_table\n"
        "assert not {'numpy', 'highspy'} & set(sys.modules)\n"
        f"checked.check_table(read_table({HOUSING!r}), 'exact')\n"
        "assert 'highspy' in sys.modules\n"
        "assert not {'duckdb', 'ibis', 'pandas', 'polars'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
