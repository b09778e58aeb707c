"""Stating facts, the keys stored beside them, and joining records: as tables of cases, the awkward ones first."""

from datetime import UTC, date, datetime

import pytest

from desistance.people.rules.facts import (
    NameOnRecord,
    answer_words,
    birth_words,
    is_always_confidential,
    may_state_address,
    may_state_birth_date,
    may_state_equality,
    may_state_name,
    may_state_safety,
    may_withdraw,
    shown_name,
)
from desistance.people.rules.keys import SORT_KEY_LENGTH, ending_key, name_keys, person_sort_key, phone_ending_key
from desistance.people.rules.merging import MergeFacts, may_merge, may_unmerge

ON = date(2026, 3, 13)


def at(day: int) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "family", "allowed"),
    [
        ("", "", False),
        ("-", "'", False),
        ("K", "", True),
        ("", "李", True),
        ("a" * 120, "b" * 120, True),
        ("a" * 121, "b", False),
    ],
)
def test_a_name_has_a_letter_and_an_end(given: str, family: str, allowed: bool) -> None:
    assert bool(may_state_name(given, family)) is allowed


@pytest.mark.parametrize(
    ("born", "precision", "allowed"),
    [
        (date(2026, 3, 13), "day", True),
        (date(2026, 3, 14), "day", False),
        (date(2026, 3, 1), "month", True),
        (date(2026, 4, 1), "month", False),
        (date(1904, 1, 1), "year", True),
        (date(1903, 1, 1), "year", False),
        (date(2000, 2, 29), "day", True),
    ],
)
def test_a_birth_date_is_in_the_past_and_within_a_life(born: date, precision: str, allowed: bool) -> None:
    assert bool(may_state_birth_date(born, precision, ON)) is allowed


@pytest.mark.parametrize(("precision", "words"), [("day", "24 June 1998"), ("month", "June 1998"), ("year", "1998")])
def test_a_birth_date_is_said_as_far_as_it_is_known(precision: str, words: str) -> None:
    assert birth_words(date(1998, 6, 24), precision) == words


@pytest.mark.parametrize(
    ("kind", "lines", "from_on", "until_on", "words"),
    [
        ("main", "14 Bede Street", None, None, ""),
        ("main", "14 Bede Street", ON, ON, ""),
        ("main", "14 Bede Street", ON, date(2026, 3, 12), "same as or after"),
        ("main", " ", None, None, "first line"),
        ("no_fixed", "", ON, None, ""),
        ("no_fixed", "14 Bede Street", ON, None, "Leave the address empty"),
        ("castle", "14 Bede Street", None, None, "from the list"),
        ("main", "a" * 301, None, None, "300 characters"),
    ],
)
def test_addresses(kind: str, lines: str, from_on: date | None, until_on: date | None, words: str) -> None:
    decision = may_state_address(kind, lines, from_on, until_on)
    assert bool(decision) is not bool(words)
    assert words in decision.words


def test_only_a_refuge_is_confidential_by_kind() -> None:
    assert is_always_confidential("refuge")
    assert not is_always_confidential("main")


@pytest.mark.parametrize(
    ("safe", "times", "allowed"),
    [
        ("safe", "", True),
        ("safe_at_times", "", False),
        ("safe_at_times", "9am to midday", True),
        ("perhaps", "", False),
    ],
)
def test_safety_of_contact(safe: str, times: str, allowed: bool) -> None:
    assert bool(may_state_safety(safe, times)) is allowed


@pytest.mark.parametrize(
    ("kind", "value", "allowed", "shown"),
    [
        ("ethnicity", "W1", True, "English, Welsh, Scottish, Northern Irish or British"),
        ("ethnicity", "W0", False, "W0"),
        ("ethnicity", "declined", True, "Did not want to say"),
        ("sex", "female", True, "Female"),
        ("sex", "woman", False, "Woman"),
        ("gender", "Agender", True, "Agender"),
        ("language", "Polish", True, "Polish"),
        ("language", " ", False, " "),
        ("language", "a" * 201, False, "a" * 201),
        ("height", "180", False, "180"),
    ],
)
def test_equality_answers(kind: str, value: str, allowed: bool, shown: str) -> None:
    assert bool(may_state_equality(kind, value)) is allowed
    assert answer_words(kind, value) == shown


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ""),
        ({"is_ours": False}, "Only the agency"),
        ({"is_ours": False, "is_steward": True}, ""),
        ({"stands": False}, "already been withdrawn"),
        ({"is_last_name": True}, "needs a name"),
    ],
)
def test_withdrawing(facts: dict[str, bool], words: str) -> None:
    decision = may_withdraw(**{"is_ours": True, "is_steward": False, "stands": True, "is_last_name": False, **facts})
    assert bool(decision) is not bool(words)
    assert words in decision.words


def name(number: int, kind: str = "current", day: int = 1) -> NameOnRecord:
    return NameOnRecord(number, kind, f"Given{number}", "Family", at(day))


@pytest.mark.parametrize(
    ("names", "chosen", "shown"),
    [
        ([], [], None),
        ([name(1), name(2, day=2)], [], 2),
        ([name(1), name(2, day=2)], [1], 1),
        ([name(1), name(2)], [], 2),
        ([name(1), name(2, "alias", 2)], [], 1),
        ([name(1), name(2, "alias", 2)], [2], 1),
        ([name(1, "alias"), name(2, "previous", 2)], [], 2),
        ([name(1, "alias"), name(2, "previous", 2)], [1], 1),
        ([name(1), name(2, day=2)], [99], 2),
    ],
)
def test_the_shown_name_is_the_chosen_current_one_else_the_newest_word(
    names: list, chosen: list, shown: int | None
) -> None:
    found = shown_name(names, chosen)
    assert (found and found.id) == shown


@pytest.mark.parametrize(
    ("given", "family", "folded"),
    [
        ("Kyle", "Ashcroft-Reid", "kyle ashcroft reid ashcroftreid"),
        ("Tomasz", "Wiśniewski", "tomasz wisniewski"),
        ("", "O'Brien", "obrien"),
        ("محمد", "", "محمد"),
    ],
)
def test_names_are_found_by_their_words_and_by_their_parts_written_together(
    given: str, family: str, folded: str
) -> None:
    assert name_keys(given, family).folded == folded


def test_names_that_sound_alike_share_a_key_and_other_scripts_have_none() -> None:
    assert set(name_keys("Kile", "").sounds) & set(name_keys("Kyle", "").sounds)
    assert name_keys("محمد", "").sounds == ()


def test_a_sort_key_fits_its_column_however_much_folding_adds() -> None:
    assert len(person_sort_key("ﷺ" * 120, "ﬃ" * 120)) == SORT_KEY_LENGTH


@pytest.mark.parametrize(
    ("number", "key"),
    [("2004/0000712J", "J21700004002"), ("943 476 5919", "9195674349"), ("x482913", "319284X"), ("", "")],
)
def test_numbers_are_kept_backwards(number: str, key: str) -> None:
    assert ending_key(number) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [("07700 900321", "123009007744"), ("+44 (0)7700 900321", "123009007744"), ("ring mum", ""), ("", "")],
)
def test_telephone_numbers_are_kept_backwards(text: str, key: str) -> None:
    assert phone_ending_key(text) == key


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ""),
        ({"are_two": False}, "this is one"),
        ({"is_either_joined_already": True}, "joined with another"),
        ({"are_marked_different": True}, "different people"),
        ({"are_kept_apart": True}, "kept apart"),
        ({"reason": " "}, "how you know"),
    ],
)
def test_joining(facts: dict, words: str) -> None:
    usual = {
        "are_two": True, "is_either_joined_already": False, "are_marked_different": False, "are_kept_apart": False,
        "reason": "Same PNC",
    }  # fmt: skip
    decision = may_merge(MergeFacts(**{**usual, **facts}))
    assert bool(decision) is not bool(words)
    assert words in decision.words


@pytest.mark.parametrize(
    ("is_undone", "is_joined_on", "later", "allowed"),
    [(False, False, 0, True), (True, False, 0, False), (False, True, 0, False), (False, False, 1, False)],
)
def test_parting(is_undone: bool, is_joined_on: bool, later: int, allowed: bool) -> None:
    assert bool(may_unmerge(is_undone=is_undone, is_joined_on=is_joined_on, later_joins=later)) is allowed
