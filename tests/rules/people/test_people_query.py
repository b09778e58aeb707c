"""One search box: what each thing typed is taken to mean."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desistance.people.rules.dates import DatePart
from desistance.people.rules.query import LONGEST_QUERY, read_query
from desistance.people.terms import IdentifierKind

ON = datetime.date(2026, 3, 13)
KYLE = DatePart(1998, 6, 24)


def words(text):
    return read_query(text, ON).name.words


@pytest.mark.parametrize(
    ("typed", "names", "dates"),
    [
        ("leane purvis 1997", ("leane", "purvis"), (DatePart(1997),)),
        ("kyle 24/6/98", ("kyle",), (KYLE,)),
        ("24.06.1998 kyle", ("kyle",), (KYLE,)),
        ("1998-06-24", (), (KYLE,)),
        ("kyle 24 6 1998", ("kyle",), (KYLE,)),
        ("Ashcroft, Kyle, 24 June 1998", ("ashcroft", "kyle"), (KYLE,)),
        ("kyle ashcroft june 1998", ("kyle", "ashcroft"), (DatePart(1998, 6),)),
        ("kyle 24 june", ("kyle",), (DatePart(None, 6, 24),)),
        ("kyle June 24 1998", ("kyle",), (KYLE,)),
        ("kyle 24/06", ("kyle",), (DatePart(None, 6, 24),)),
        ("kyle 6/1998", ("kyle",), (DatePart(1998, 6),)),
        ("kyle 1998/06", ("kyle",), (DatePart(1998, 6),)),
        ("kyle 240698", ("kyle",), (KYLE,)),
        ("kyle 24061998", ("kyle",), (KYLE,)),
        ("kyle dob 24/6/98", ("kyle",), (KYLE,)),
        ("kyle d.o.b: 24/6/98", ("kyle",), (KYLE,)),
        ("kyle born in 1998", ("kyle",), (DatePart(1998),)),
        ("5/6/1998", (), (DatePart(1998, 6, 5), DatePart(1998, 5, 6))),
        ("June Smith", ("june", "smith"), ()),
        ("april may", ("april", "may"), ()),
        ("tim march", ("tim", "march"), ()),
        ("marchant 1990", ("marchant",), (DatePart(1990),)),
        ("O'Brien-Łukasz", ("obrien", "lukasz"), ()),
        ("محمد 1990", ("محمد",), (DatePart(1990),)),
        ("k", ("k",), ()),
        ("x" * 60, ("x" * 60,), ()),
    ],
)
def test_names_and_dates_are_told_apart(typed, names, dates):
    query = read_query(typed, ON)
    assert query.name.words == names
    assert query.dates == dates
    assert query.problems == ()


def test_a_comma_says_which_name_is_the_family_name():
    assert read_query("Ashcroft, Kyle", ON).name.family == ("ashcroft",)
    assert read_query("Ashcroft, Kyle 1998", ON).name.family == ("ashcroft",)


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("X482913", IdentifierKind.CRN, "X482913"),
        ("crn x482913", IdentifierKind.CRN, "X482913"),
        ("99/123456X", IdentifierKind.PNC, "1999/0123456X"),
        ("pnc 1999/0123456X", IdentifierKind.PNC, "1999/0123456X"),
        ("SF39/83D", IdentifierKind.CRO, "SF39/83D"),
        ("123456/08T", IdentifierKind.CRO, "123456/08T"),
        ("A1234BC", IdentifierKind.NOMS, "A1234BC"),
        ("943 476 5919", IdentifierKind.NHS, "943 476 5919"),
        ("nhs number: 943 476 5919", IdentifierKind.NHS, "943 476 5919"),
        ("2610AB0100000000012E", IdentifierKind.ASN, "2610AB0100000000012E"),
        ("26/10AB/01/00000000012E", IdentifierKind.ASN, "2610AB0100000000012E"),
    ],
)
def test_a_whole_identity_number_alone_opens_the_record(typed, kind, value):
    query = read_query(typed, ON)
    assert [(found.kind, found.value) for found in query.identifiers] == [(kind, value)]
    assert query.exact == query.parts[0]
    assert query.name.words == ()


@pytest.mark.parametrize("typed", ["P-7K3M-Q2", "p7k3mq2", "p 7k3m q2"])
def test_a_reference_alone_opens_the_record(typed):
    query = read_query(typed, ON)
    assert query.references == ("P-7K3M-Q2",)
    assert query.exact is not None


def test_a_mistyped_reference_is_not_taken_for_one():
    assert read_query("P-7K3M-Q3", ON).references == ()


def test_a_number_with_a_name_narrows_and_does_not_open():
    query = read_query("ashcroft X482913", ON)
    assert query.name.words == ("ashcroft",)
    assert query.exact is None
    assert read_query("kyle", ON).exact is None
    assert read_query("1998", ON).exact is None


@pytest.mark.parametrize("typed", ["321", "****321", "...321", "•••321"])
def test_three_digits_may_end_a_phone_number_or_an_identity_number(typed):
    query = read_query(typed, ON)
    assert query.phones == ("321",)
    assert IdentifierKind.CRN in {found.kind for found in query.identifiers}
    assert all(found.is_part for found in query.identifiers)


def test_a_phone_ending_with_a_name():
    query = read_query("ashcroft 0321", ON)
    assert (query.name.words, query.phones) == (("ashcroft",), ("0321",))


def test_four_digits_that_can_be_a_year_are_a_year_or_a_phone_ending():
    query = read_query("1997", ON)
    assert (query.dates, query.phones, query.identifiers) == ((DatePart(1997),), ("1997",), ())


@pytest.mark.parametrize(
    "typed", ["07700 900321", "+44 7700 900321", "(07700) 900 321", "0044 7700 900321", "07700900321"]
)
def test_a_whole_phone_number_in_any_spacing(typed):
    assert read_query(typed, ON).phones == ("447700900321",)


def test_part_of_an_identity_number_from_a_masked_one():
    query = read_query("712J", ON)
    assert {IdentifierKind.PNC, IdentifierKind.CRO} <= {found.kind for found in query.identifiers}


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [("DL14 7", "DL14 7"), ("dl147ab", "DL14 7AB"), ("DL14 7AB", "DL14 7AB"), ("dl14", "DL14"), ("S1 2", "S1 2")],
)
def test_a_postcode_or_its_first_part(typed, postcode):
    query = read_query(typed, ON)
    assert query.postcodes == (postcode,)
    assert query.name.words == ()


def test_a_postcode_with_a_name():
    query = read_query("robson dl14 7", ON)
    assert (query.name.words, query.postcodes) == (("robson",), ("DL14 7",))


def test_everything_at_once():
    query = read_query("Ashcroft, Kyle 24/6/98 X482913 DL14 7AB 07700 900321 P-7K3M-Q2", ON)
    assert query.name.words == ("ashcroft", "kyle")
    assert query.dates == (KYLE,)
    assert [found.value for found in query.identifiers] == ["X482913"]
    assert (query.postcodes, query.phones) == (("DL14 7AB",), ("447700900321",))
    assert query.references == ("P-7K3M-Q2",)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "Enter a name, date of birth or number"),
        ("  ,  ", "Enter a name, date of birth or number"),
        ("kyle 31/4/1998", "April 1998 has no day 31"),
        ("kyle 06/24/1998", "Enter the day first"),
        ("1999/0123456Y", "does not fit the digits"),
        ("kyle 12", "at least 3 characters"),
        ("943 476 5918", "last digit"),
        ("k" * 300, "first 200 characters"),
    ],
)
def test_what_could_not_be_read_is_told_in_words(typed, problem):
    query = read_query(typed, ON)
    assert any(problem in words for words in query.problems)


def test_a_month_first_date_is_told_and_still_searched_by_the_only_date_it_can_be():
    query = read_query("kyle 06/24/1998", ON)
    assert query.dates == (KYLE,)


def test_an_unreadable_date_does_not_stop_the_name_from_being_searched():
    query = read_query("kyle 31/4/1998", ON)
    assert (query.name.words, query.parts, query.is_empty) == (("kyle",), (), False)


def test_a_query_of_nothing_is_empty():
    assert read_query("", ON).is_empty
    assert not read_query("kyle", ON).is_empty


@given(st.text(max_size=LONGEST_QUERY + 20))
def test_any_text_is_read_without_an_error_and_an_empty_answer_is_explained(text):
    query = read_query(text, ON)
    assert query.raw == text
    assert query.problems or not query.is_empty


@given(st.dates(datetime.date(1930, 1, 1), ON))
def test_a_name_and_any_date_of_birth_are_told_apart(date):
    query = read_query(f"purvis {date.day}/{date.month}/{date.year}", ON)
    assert query.name.words == ("purvis",)
    assert query.dates[0].as_date == date
