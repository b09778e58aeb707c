"""Postcodes and districts to the authorities they lie in; awkward ones first."""

import csv

import pytest

from desistance.partners.rules.postcode_districts import DISTRICTS, POSTCODE_AREAS, Finding, areas_of, districts, find

AUTHORITIES = {
    "county-durham",
    "darlington",
    "gateshead",
    "hartlepool",
    "middlesbrough",
    "newcastle-upon-tyne",
    "north-tyneside",
    "northumberland",
    "redcar-and-cleveland",
    "south-tyneside",
    "stockton-on-tees",
    "sunderland",
}

SPEC = [
    # text, what it is, district, areas
    ("DL15AB", Finding.COVERED, "DL1", ("darlington",)),  # run together: DL1 5AB, never DL15 and a rest
    ("DL15 5AB", Finding.COVERED, "DL15", ("county-durham",)),
    ("DL15", Finding.COVERED, "DL15", ("county-durham",)),  # alone: the district DL15, not the sector DL1 5
    ("DL1 5", Finding.COVERED, "DL1", ("darlington",)),
    ("dl1", Finding.COVERED, "DL1", ("darlington",)),
    (" d l 1  5 a b ", Finding.COVERED, "DL1", ("darlington",)),
    ("DL1\u00a05AB", Finding.COVERED, "DL1", ("darlington",)),
    ("D.L.1 5AB.", Finding.COVERED, "DL1", ("darlington",)),
    ("TS21 3AA", Finding.COVERED, "TS21", ("stockton-on-tees", "county-durham", "darlington")),
    ("DH4", Finding.COVERED, "DH4", ("sunderland", "county-durham")),
    ("DL2", Finding.COVERED, "DL2", ("darlington", "county-durham")),
    ("TD15 1AA", Finding.COVERED, "TD15", ("northumberland",)),
    ("CA8", Finding.COVERED, "CA8", ("northumberland",)),
    ("NE1 4ST", Finding.COVERED, "NE1", ("newcastle-upon-tyne",)),
    ("NE14 1AA", Finding.OUTSIDE, "NE14", ()),  # a number that the area does not use
    ("NE99 1AA", Finding.OUTSIDE, "NE99", ()),  # an organisation's, without a place
    ("DL6 1AA", Finding.OUTSIDE, "DL6", ()),
    ("TD1", Finding.OUTSIDE, "TD1", ()),
    ("SW1A 1AA", Finding.OUTSIDE, "SW1A", ()),
    ("M1 1AA", Finding.OUTSIDE, "M1", ()),
    ("EC1A", Finding.OUTSIDE, "EC1A", ()),
    ("ZZ1 1AA", Finding.NOT_A_POSTCODE, "", ()),  # no area of the United Kingdom
    ("DL1 5CV", Finding.NOT_A_POSTCODE, "", ()),  # letters that never stand at the end
    ("DL1 5A", Finding.NOT_A_POSTCODE, "", ()),
    ("DL", Finding.NOT_A_POSTCODE, "", ()),
    ("", Finding.NOT_A_POSTCODE, "", ()),
    ("   ", Finding.NOT_A_POSTCODE, "", ()),
    ("12345", Finding.NOT_A_POSTCODE, "", ()),
    ("Darlington", Finding.NOT_A_POSTCODE, "", ()),
    ("DL1 5AB; drop", Finding.NOT_A_POSTCODE, "", ()),
    ("DL\u0661", Finding.NOT_A_POSTCODE, "", ()),  # a digit of another script
    ("D" * 10_000, Finding.NOT_A_POSTCODE, "", ()),
]


@pytest.mark.parametrize(("text", "finding", "district", "areas"), SPEC)
def test_what_a_text_is_found_to_be(text: str, finding: Finding, district: str, areas: tuple[str, ...]) -> None:
    found = find(text)
    assert (found.finding, found.district, found.areas) == (finding, district, areas)
    assert areas_of(text) == areas


@pytest.mark.parametrize(("text", "expected"), [("TD15", True), ("TS9", True), ("DL2 1AA", True), ("DL1", False)])
def test_a_district_that_crosses_the_edge_says_so(text: str, expected: bool) -> None:
    assert find(text).has_part_outside is expected


def test_every_district_is_named_once_and_lies_in_authorities_that_are_there() -> None:
    lines = [line for line in DISTRICTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    names = [row["district"] for row in csv.DictReader(lines)]
    assert len(names) == len(set(names)) == len(districts())
    assert {slug for one in districts().values() for slug in one.areas} == AUTHORITIES
    assert all(len(set(one.areas)) == len(one.areas) for one in districts().values())


def test_every_district_can_be_found_by_itself_and_with_a_unit() -> None:
    for name, district in districts().items():
        assert find(name).areas == find(f"{name} 1AA").areas == find(f"{name}1aa").areas == district.areas


def test_every_area_of_the_table_is_an_area_of_the_country() -> None:
    assert {name.rstrip("0123456789") for name in districts()} <= POSTCODE_AREAS


def test_the_table_says_how_it_was_made_its_version_and_its_licence() -> None:
    head = "".join(line for line in DISTRICTS.read_text(encoding="utf-8").splitlines() if line.startswith("#"))
    for words in ("general knowledge", "not a boundary", "Version: 1", "Licence: MIT"):
        assert words in head
