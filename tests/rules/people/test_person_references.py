"""References like P-7K3M-Q2: what is well formed, what is forgiven, and that no ordinary slip goes unseen."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desistance.people.rules.references import (
    REFERENCE_SYMBOLS,
    REFERENCES_POSSIBLE,
    make_reference,
    read_reference,
)

DEMONSTRATION = [
    "P-7K3M-Q2",
    "P-4TRD-W8",
    "P-9HXC-B3",
    "P-2VNG-L6",
    "P-6DWF-K9",
    "P-3JQR-M7",
    "P-8BKT-H4",
    "P-8BKT-J5",
    "P-5XLP-T2",
    "P-1GZW-C6",
    "P-0RHN-V3",
]

numbers = st.integers(min_value=0, max_value=REFERENCES_POSSIBLE - 1)


@pytest.mark.parametrize("reference", DEMONSTRATION)
def test_every_demonstration_reference_is_well_formed(reference):
    assert read_reference(reference) == reference


@pytest.mark.parametrize("reference", DEMONSTRATION)
def test_every_single_wrong_symbol_is_caught(reference):
    places = [index for index, symbol in enumerate(reference) if index and symbol != "-"]
    for place, symbol in itertools.product(places, REFERENCE_SYMBOLS):
        wrong = reference[:place] + symbol + reference[place + 1 :]
        assert (read_reference(wrong) is None) is (symbol != reference[place])


def test_every_swap_of_two_neighbours_is_caught_whatever_they_are():
    """All pairs of symbols at all neighbouring places: only the two places enter the sum, so this is all cases."""
    for place, first, second in itertools.product(range(5), REFERENCE_SYMBOLS, REFERENCE_SYMBOLS):
        if first == second:
            continue
        body = _with_pair_at(place, first, second)
        swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
        assert read_reference(f"P-{body[:4]}-{body[4:]}") is not None
        assert read_reference(f"P-{swapped[:4]}-{swapped[4:]}") is None


def _with_pair_at(place, first, second):
    """A well-formed body with two given symbols side by side, by trying what the other places can be."""
    free = [index for index in range(6) if index not in (place, place + 1)][:1]
    for filler in REFERENCE_SYMBOLS:
        symbols = ["0"] * 6
        symbols[place], symbols[place + 1] = first, second
        symbols[free[0]] = filler
        body = "".join(symbols)
        if read_reference(f"P{body}"):
            return body
    raise AssertionError("31 is prime, so one filler always fits")


@given(numbers)
def test_a_made_reference_reads_back_as_itself(number):
    reference = make_reference(number)
    assert read_reference(reference) == reference
    assert len(reference) == 9
    assert not set(reference[1:]) & set("AEIOU")


@given(numbers, numbers)
def test_two_numbers_never_share_a_reference(one, other):
    assert (make_reference(one) == make_reference(other)) is (one == other)


@given(numbers, st.data())
def test_any_reference_with_one_symbol_changed_or_two_neighbours_swapped_is_refused(number, data):
    body = make_reference(number).replace("-", "")[1:]
    place = data.draw(st.integers(0, 5))
    symbol = data.draw(st.sampled_from([s for s in REFERENCE_SYMBOLS if s != body[place]]))
    assert read_reference("P" + body[:place] + symbol + body[place + 1 :]) is None
    place = data.draw(st.integers(0, 4))
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    assert (read_reference("P" + swapped) is None) is (swapped != body)


@pytest.mark.parametrize("number", [-1, REFERENCES_POSSIBLE])
def test_a_number_outside_the_range_makes_no_reference(number):
    with pytest.raises(ValueError, match="from 0 to"):
        make_reference(number)


@pytest.mark.parametrize(
    "typed",
    [
        "p-7k3m-q2",
        "P7K3MQ2",
        " p 7k3m q2 ",
        "P-7K3MQ2",
        "P\u20137K3M\u2013Q2",
        "P.7K3M/Q2",
        "\u200eP-7K3M-Q2\u00a0",
        "\uff30-7K3M-Q2",
        "p - 7 k 3 m - q 2",
    ],
)
def test_case_spaces_and_dashes_are_forgiven(typed):
    assert read_reference(typed) == "P-7K3M-Q2"


def test_letters_o_and_i_are_read_as_nought_and_one():
    assert read_reference("P-ORHN-V3") == "P-0RHN-V3"
    assert read_reference("p-igzw-c6") == "P-1GZW-C6"


@pytest.mark.parametrize(
    "typed", ["", "P", "P-7K3M", "7K3M-Q2", "P-7K3M-Q23", "P-7E3M-Q2", "Q-7K3M-Q2", "P-7K3M-Q3", "P-عKمM-Q2"]
)
def test_what_is_not_a_reference_is_refused(typed):
    assert read_reference(typed) is None
