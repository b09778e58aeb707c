"""What a token looks like, and when one may be made."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desistance.partners.rules.tokens import (
    BODY_LENGTH,
    CHECK_LENGTH,
    LETTERS,
    PREFIX,
    RANDOM_BYTES,
    TokenFacts,
    digest_of,
    is_token,
    may_make,
    may_revoke,
    token_text,
)

DRAWN = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)


@given(DRAWN)
def test_what_is_drawn_is_a_token(drawn: bytes) -> None:
    text = token_text(drawn)
    assert is_token(text)
    assert len(text) == len(PREFIX) + BODY_LENGTH + CHECK_LENGTH
    assert set(text.removeprefix(PREFIX)) <= set(LETTERS)


@given(DRAWN, DRAWN)
def test_two_draws_are_two_tokens_with_two_digests(one: bytes, other: bytes) -> None:
    assert (one == other) == (digest_of(token_text(one)) == digest_of(token_text(other)))


@given(DRAWN, st.integers(len(PREFIX), len(PREFIX) + BODY_LENGTH + CHECK_LENGTH - 1), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_noticed_without_a_database(drawn: bytes, place: int, letter: str) -> None:
    text = token_text(drawn)
    wrong = text[:place] + letter + text[place + 1 :]
    assert is_token(wrong) == (wrong == text)


@pytest.mark.parametrize(
    "text", ["", "desist_", "desist_" + "0" * 39, "x" * 46, " " + token_text(b"1" * 24), "desist_é" * 8]
)
def test_what_is_no_token(text: str) -> None:
    assert not is_token(text)


@pytest.mark.parametrize("drawn", [b"", b"1" * 23, b"1" * 25])
def test_too_little_or_too_much_chance_is_a_fault_of_ours(drawn: bytes) -> None:
    with pytest.raises(ValueError, match="24 random bytes"):
        token_text(drawn)


SOUND = TokenFacts(
    name="Case system",
    scopes=frozenset({"read", "person.change"}),
    days=90,
    permissions=frozenset({"person.change", "person.add"}),
    post_is_held=True,
)


@pytest.mark.parametrize(
    ("facts", "against"),
    [
        (SOUND, []),
        (replace(SOUND, scopes=frozenset({"read"})), []),
        (replace(SOUND, scopes=frozenset({"person.add"}), days=1), []),
        (replace(SOUND, days=91), ["days"]),
        (replace(SOUND, days=0), ["days"]),
        (replace(SOUND, days=-1), ["days"]),
        (replace(SOUND, scopes=frozenset()), ["scopes"]),
        (replace(SOUND, scopes=frozenset({"read", "staff.manage"})), ["scopes"]),
        (replace(SOUND, permissions=frozenset()), ["scopes"]),
        (replace(SOUND, post_is_held=False), ["post"]),
        (replace(SOUND, name="  "), ["name"]),
    ],
)
def test_a_token_is_made_within_its_post_and_for_a_time(facts: TokenFacts, against: list[str]) -> None:
    assert [field for field, decision in may_make(facts).items() if not decision] == against


@pytest.mark.parametrize(
    ("is_revoked", "reason", "allowed"), [(False, "Lost", True), (False, " ", False), (True, "Lost", False)]
)
def test_a_token_is_revoked_once_and_with_a_reason(is_revoked: bool, reason: str, allowed: bool) -> None:
    assert bool(may_revoke(is_revoked=is_revoked, reason=reason)["reason"]) == allowed
