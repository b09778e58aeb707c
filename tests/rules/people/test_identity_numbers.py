"""Identity numbers: canonical forms, check characters, and words for every number that is not well formed."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desistance.people.rules.identifiers import Identifier, compact, masked, read_identifier, recognise
from desistance.people.terms import IdentifierKind

PNC, CRO, ASN, CRN = IdentifierKind.PNC, IdentifierKind.CRO, IdentifierKind.ASN, IdentifierKind.CRN
NOMS, NHS, CUSTODY, LOCAL = IdentifierKind.NOMS, IdentifierKind.NHS, IdentifierKind.CUSTODY, IdentifierKind.LOCAL

ON = datetime.date(2026, 3, 13)

WELL_FORMED = [
    # The vectors of the field and of this project, then every way in which one is written.
    (PNC, "1999/0123456X", "1999/0123456X"),
    (PNC, "1999/1234567B", "1999/1234567B"),
    (PNC, "2020/0000009N", "2020/0000009N"),
    (PNC, "2019/0000123X", "2019/0000123X"),
    (PNC, "2004/0000712J", "2004/0000712J"),
    (PNC, "99/123456X", "1999/0123456X"),
    (PNC, "20/9N", "2020/0000009N"),
    (PNC, "04/712j", "2004/0000712J"),
    (PNC, "2004/712J", "2004/0000712J"),
    (PNC, "990123456X", "1999/0123456X"),
    (PNC, "19990123456X", "1999/0123456X"),
    (PNC, "209N", "2020/0000009N"),
    (PNC, " pnc: 1999 / 0123456 x ", "1999/0123456X"),
    (PNC, "PNC ID 1999/0123456X", "1999/0123456X"),
    (CRO, "123456/08T", "123456/08T"),
    (CRO, "000007/99C", "000007/99C"),
    (CRO, "7/99c", "000007/99C"),
    (CRO, "SF39/83D", "SF39/83D"),
    (CRO, "sf39 83d", "SF39/83D"),
    (ASN, "2610AB0100000000012E", "2610AB0100000000012E"),
    (ASN, "26/10AB/01/00000000012E", "2610AB0100000000012E"),
    (ASN, "26/10/AB/01/12e", "2610AB0100000000012E"),
    (ASN, "26XXAB0100000000012A", "26XXAB0100000000012A"),
    (CRN, "x482913", "X482913"),
    (CRN, "CRN X 482913", "X482913"),
    (NOMS, "a1234bc", "A1234BC"),
    (NHS, "9434765919", "943 476 5919"),
    (NHS, "943-476-5919", "943 476 5919"),
    (NHS, "401 023 2137", "401 023 2137"),
    (CUSTODY, "dur/cus/26/0412", "DUR/CUS/26/0412"),
    (CUSTODY, "26 0412", "26 0412"),
    (LOCAL, "hc-99", "HC-99"),
]


@pytest.mark.parametrize(("kind", "typed", "value"), WELL_FORMED)
def test_a_well_formed_number_has_one_canonical_form(kind, typed, value):
    assert read_identifier(kind, typed, ON) == Identifier(kind, value, typed, is_well_formed=True)


NOT_WELL_FORMED = [
    (PNC, "1999/0123456Y", "letter at the end does not fit"),
    (PNC, "1998/0123456X", "letter at the end does not fit"),
    (PNC, "1999/0123456", "a year, a slash, up to 7 digits and a letter"),
    (PNC, "1999/12345678B", "a year, a slash, up to 7 digits and a letter"),
    (PNC, "Ashcroft", "a year, a slash, up to 7 digits and a letter"),
    (PNC, "2027/0000009N", "between 1900 and 2026"),
    (PNC, "1899/0123456X", "between 1900 and 2026"),
    (PNC, "99X", "a year, a slash, up to 7 digits and a letter"),
    (PNC, "990123456Y", "letter at the end does not fit"),
    (PNC, "", "Enter the PNC number"),
    (PNC, "PNC ", "Enter|a year, a slash"),
    (CRO, "123456/08U", "letter at the end does not fit"),
    (CRO, "SF39/83E", "letter at the end does not fit"),
    (CRO, "1234567/08T", "up to 6 digits, a slash, a year and a letter"),
    (ASN, "2610AB0100000000012F", "letter at the end does not fit"),
    (ASN, "2610AB01", "11 digits"),
    (CRN, "482913", "a letter and 6 digits"),
    (CRN, "X48291", "a letter and 6 digits"),
    (NOMS, "A1234B", "a letter, 4 digits and 2 letters"),
    (NHS, "943 476 5918", "last digit"),
    (NHS, "943 476 591", "must be 10 digits"),
    (NHS, "1000000010", "last digit"),
    (CUSTODY, "AB", "at least one digit"),
    (LOCAL, "none", "at least one digit"),
]


@pytest.mark.parametrize(("kind", "typed", "words"), NOT_WELL_FORMED)
def test_a_number_that_is_not_well_formed_keeps_its_raw_text_and_says_why(kind, typed, words):
    found = read_identifier(kind, typed, ON)
    assert (found.is_well_formed, found.value, found.raw) == (False, "", typed)
    assert re.search(words, found.why_not)


@pytest.mark.parametrize(("kind", "typed", "words"), NOT_WELL_FORMED)
def test_words_about_a_number_do_not_blame(kind, typed, words):
    why_not = read_identifier(kind, typed, ON).why_not.lower()
    assert not {"please", "invalid", "valid", "sorry"} & set(re.findall(r"[a-z]+", why_not))


@pytest.mark.parametrize(
    ("year", "on", "full"),
    [("26", ON, "2026"), ("27", ON, "1927"), ("00", ON, "2000"), ("27", datetime.date(2027, 1, 1), "2027")],
)
def test_a_two_digit_year_is_never_in_the_future(year, on, full):
    letters = "ZABCDEFGHJKLMNPQRTUVWXY"
    letter = letters[(int(year) * 10**7 + 5) % 23]
    assert read_identifier(PNC, f"{year}/5{letter}", on).value == f"{full}/0000005{letter}"


def test_a_pnc_number_without_its_slash_is_refused_when_it_can_be_read_in_two_ways():
    letters = "ZABCDEFGHJKLMNPQRTUVWXY"
    both = [
        digits + letters[(int(digits[:2]) * 10**7 + int(digits[2:])) % 23]
        for year in range(1900, 2027)
        for digits in (f"{year}{serial}" for serial in (7, 77, 777, 7777))
        if (int(digits[:2]) * 10**7 + int(digits[2:])) % 23 == (int(digits[2:4]) * 10**7 + int(digits[4:])) % 23
    ]
    assert both
    for typed in both:
        assert "Enter the slash after the year" in read_identifier(PNC, typed, ON).why_not


@given(st.integers(1900, 2026), st.integers(0, 9_999_999))
def test_long_and_short_forms_of_a_pnc_number_are_one_number(year, serial):
    letters = "ZABCDEFGHJKLMNPQRTUVWXY"
    letter = letters[(year % 100 * 10**7 + serial) % 23]
    long = read_identifier(PNC, f"{year}/{serial:07d}{letter}", ON)
    assert long.value == f"{year}/{serial:07d}{letter}"
    assert read_identifier(PNC, f"{year}/{serial}{letter}", ON).value == long.value
    assert read_identifier(PNC, long.compact, ON).value == long.value
    if year > 1926:
        assert read_identifier(PNC, f"{year % 100:02d}/{serial}{letter}", ON).value == long.value


@given(st.sampled_from(list(IdentifierKind)), st.text(max_size=45))
def test_any_text_is_read_without_an_error_and_a_canonical_form_reads_as_itself(kind, text):
    found = read_identifier(kind, text, ON)
    assert found.raw == text
    assert bool(found.value) is found.is_well_formed is not bool(found.why_not)
    if found.is_well_formed:
        assert read_identifier(kind, found.value, ON).value == found.value


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("X482913", [(CRN, "X482913")]),
        ("1999/0123456X", [(PNC, "1999/0123456X")]),
        ("990123456X", [(PNC, "1999/0123456X")]),
        ("123456/08T", [(CRO, "123456/08T")]),
        ("SF39/83D", [(CRO, "SF39/83D")]),
        ("A1234BC", [(NOMS, "A1234BC")]),
        ("943 476 5919", [(NHS, "943 476 5919")]),
        ("2610AB0100000000012E", [(ASN, "2610AB0100000000012E")]),
        ("26/10AB/01/12E", [(ASN, "2610AB0100000000012E")]),
        ("CRN: X482913", [(CRN, "X482913")]),
        ("crn:x482913", [(CRN, "X482913")]),
        ("custody DUR/26/0412", [(CUSTODY, "DUR/26/0412")]),
    ],
)
def test_a_whole_number_is_recognised_by_its_shape(typed, expected):
    assert [(found.kind, found.value) for found in recognise(typed, ON)] == expected


def test_a_number_in_the_right_shape_with_a_wrong_letter_is_recognised_and_told():
    (found,) = recognise("1999/0123456Y", ON)
    assert (found.kind, found.is_well_formed, found.is_part) == (PNC, False, False)
    assert "does not fit" in found.why_not


def test_a_labelled_number_in_no_shape_of_its_kind_is_told():
    (found,) = recognise("PNC 1999-ABC", ON)
    assert (found.kind, found.is_well_formed, found.is_part) == (PNC, False, False)


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("913", {CRN, NHS, CUSTODY, LOCAL}),
        ("482913", {CRN, NHS, CUSTODY, LOCAL}),
        ("X4829", {CRN, NOMS, CUSTODY, LOCAL}),
        ("712J", {PNC, CRO, CUSTODY, LOCAL}),
        ("0000712J", {PNC, CRO, ASN, CUSTODY, LOCAL}),
        ("34BC", {NOMS, CUSTODY, LOCAL}),
        ("A1234B", {NOMS, CUSTODY, LOCAL}),
        ("crn 913", {CRN}),
        ("PNC 712J", {PNC}),
    ],
)
def test_part_of_a_number_is_offered_for_every_kind_it_could_belong_to(typed, kinds):
    found = recognise(typed, ON)
    assert {one.kind for one in found} == kinds
    assert all(one.is_part and not one.is_well_formed and one.value for one in found)


def test_a_part_is_found_at_the_end_of_the_compact_form_it_belongs_to():
    whole = read_identifier(PNC, "2004/0000712J", ON)
    part = next(found for found in recognise("712j", ON) if found.kind is PNC)
    assert whole.compact.endswith(part.value)


@pytest.mark.parametrize("typed", ["", "Ashcroft", "4K", "12", "X4", "24 June", "الكاتب"])
def test_names_and_very_short_texts_are_not_numbers(typed):
    assert recognise(typed, ON) == []


@given(st.text(max_size=30))
def test_recognising_never_fails_and_keeps_the_raw_text(text):
    assert all(found.raw == text for found in recognise(text, ON))


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (CRN, "X482913", "CRN X•••913"),
        (PNC, "2010/0012344K", "PNC ••••/...4K"),
        (CRO, "123456/08T", "CRO •••08T"),
        (NOMS, "A1234BC", "Prison number •••4BC"),
        (NHS, "943 476 5919", "NHS number •••919"),
        (LOCAL, "HC-99", "Local number •••"),
        (CRN, "", "CRN •••"),
    ],
)
def test_a_masked_number_tells_two_apart_and_cannot_be_used(kind, value, shown):
    assert masked(kind, value) == shown


@given(st.sampled_from(list(IdentifierKind)), st.text("0123456789ABCXYZ", min_size=5, max_size=20))
def test_a_masked_number_shows_at_most_four_of_its_characters(kind, value):
    label = masked(kind, "")
    shown = masked(kind, value)
    assert sum(character.isalnum() for character in shown) - sum(character.isalnum() for character in label) <= 4


def test_the_compact_form_has_only_capitals_and_digits():
    assert compact(" 1999/0123-456 x ") == "19990123456X"
