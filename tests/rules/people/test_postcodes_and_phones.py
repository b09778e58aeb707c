"""Postcodes, phone numbers, and plain text from spreadsheets and phones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desistance.people.rules.phones import phone_ending, phone_key
from desistance.people.rules.postcodes import POSTCODE_AREAS, read_postcode, read_postcode_part
from desistance.people.rules.typed_text import _SPACES, _plain_character, plain


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("DL14 7AB", "DL14 7AB"),
        ("dl147ab", "DL14 7AB"),
        (" dl 14 7 ab ", "DL14 7AB"),
        ("DL1 4AB", "DL1 4AB"),
        ("dl14ab", "DL1 4AB"),
        ("S1 1AA", "S1 1AA"),
        ("s11aa", "S1 1AA"),
        ("W1A 0AX", "W1A 0AX"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("ne99\u00a01sb", "NE99 1SB"),
    ],
)
def test_a_whole_postcode_has_one_written_form(typed, value):
    found = read_postcode(typed)
    assert (found.value, found.is_whole, found.is_well_formed, found.raw) == (value, True, True, typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("DL14 7", "DL14 7 is only the first part"),
        ("DL14", "DL14 is only the first part"),
        ("QX1 1AA", "No postcode begins with QX"),
        ("DL14 7CK", "No postcode ends with 7CK"),
        ("Durham", "must be like DL14 7AB"),
        ("", "must be like DL14 7AB"),
        ("DL145 7AB", "must be like DL14 7AB"),
    ],
)
def test_a_postcode_that_cannot_be_is_refused_with_words(typed, words):
    found = read_postcode(typed)
    assert words in found.why_not
    assert (found.value, found.is_well_formed) == ("", False)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("dl14", "DL14"), ("dl14 7", "DL14 7"), ("dl147", "DL14 7"), ("dl1 4", "DL1 4"), ("w1a", "W1A")],
)
def test_the_first_part_of_a_postcode_is_enough_for_search(typed, value):
    found = read_postcode_part(typed)
    assert (found.value, found.is_whole) == (value, False)


def test_there_are_124_postcode_areas_and_those_of_the_north_east_are_among_them():
    assert len(POSTCODE_AREAS) == 124
    assert {"DH", "DL", "NE", "SR", "TD", "TS"} <= POSTCODE_AREAS


@given(
    st.sampled_from(sorted(POSTCODE_AREAS)),
    st.integers(0, 99),
    st.integers(0, 9),
    st.text("ABDEFGHJLNPQRSTUWXYZ", min_size=2, max_size=2),
)
def test_a_postcode_reads_the_same_with_and_without_its_space(area, district, sector, unit):
    written = f"{area}{district} {sector}{unit}"
    assert read_postcode(written).value == read_postcode(written.replace(" ", "").lower()).value == written


@given(st.text(max_size=12))
def test_any_text_is_a_postcode_or_has_words(text):
    found = read_postcode_part(text)
    assert bool(found.value) is not bool(found.why_not)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("07700 900321", "+447700900321"),
        ("+44 (0)7700 900 321", "+447700900321"),
        ("0044 7700 900321", "+447700900321"),
        ("0191 498 0321", "+441914980321"),
        ("01388 60321", "+44138860321"),
        ("+48 601 234 567", "+48601234567"),
        ("321", None),
        ("7700900321", None),
        ("", None),
        ("ring the hostel", None),
        ("+44", None),
        ("07700 900321 ext 4", None),
    ],
)
def test_a_phone_number_has_one_key(typed, key):
    assert phone_key(typed) == key


@pytest.mark.parametrize(
    ("typed", "ending"),
    [
        ("321", "321"),
        ("0321", "0321"),
        ("07700 900321", "447700900321"),
        ("21", None),
        ("1234567890", None),
        ("kyle", None),
    ],
)
def test_the_end_of_a_phone_number_is_enough_for_search(typed, ending):
    assert phone_ending(typed) == ending


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("\u00a0O\u2019Brien\u2013Reid\u200e ", "O'Brien-Reid"),
        ("a\tb\r\nc", "a b c"),
        ("٣٢١", "321"),
        ("\ufeffKyle", "Kyle"),
        ("5\u22123", "5-3"),
        ("\uff21\uff11", "A1"),
        ("a\x00b", "a b"),
    ],
)
def test_text_from_spreadsheets_and_phones_becomes_plain(typed, read):
    assert plain(typed) == read


@given(st.text(max_size=40))
def test_plain_text_stays_plain(text):
    assert plain(plain(text)) == plain(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_the_short_way_for_plain_letters_says_what_the_long_way_says(text):
    by_character = "".join(map(_plain_character, text))
    assert plain(text) == _SPACES.sub(" ", by_character).strip()
