"""What a token of the API looks like, and when one may be made. Its text is shown once; only its digest is kept."""

import hashlib
import zlib
from collections.abc import Collection
from dataclasses import dataclass

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.partners.terms import MOST_TOKEN_DAYS

PREFIX = "desist_"
"""So that whoever finds one in a file or a log knows what it is and where to report it."""
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
RANDOM_BYTES = 24
BODY_LENGTH, CHECK_LENGTH = 33, 6
READ = "read"
"""The scope for every question; each other scope is the name of a permission."""


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What is asked for, and what is known of the post that the token would act as."""

    name: str
    scopes: frozenset[str]
    days: int
    permissions: Collection[str]
    post_is_held: bool


def token_text(drawn: bytes) -> str:
    """The text of a token from 24 random bytes: prefix, 33 letters, and 6 that check them."""
    if len(drawn) != RANDOM_BYTES:
        raise ValueError(f"A token is drawn from {RANDOM_BYTES} random bytes")
    body = _letters(int.from_bytes(drawn, "big"), BODY_LENGTH)
    return f"{PREFIX}{body}{_check(body)}"


def is_token(text: str) -> bool:
    """Whether a text could be a token: the right shape, and letters that agree with their check. Needs no database."""
    body, check = text[len(PREFIX) : -CHECK_LENGTH], text[-CHECK_LENGTH:]
    has_shape = text.startswith(PREFIX) and len(body) == BODY_LENGTH and set(body) <= set(LETTERS)
    return has_shape and check == _check(body)


def digest_of(text: str) -> str:
    """What is kept of a token. A plain digest is enough: 192 random bits cannot be tried one by one."""
    return hashlib.sha256(text.encode()).hexdigest()


def may_make(facts: TokenFacts) -> dict[str, Decision]:
    """Whether a token may be made, by the field to mend."""
    beyond = facts.scopes - {READ} - set(facts.permissions)
    return {
        "name": _unless(not facts.name.strip(), "Enter what the token is for, such as the system that will use it"),
        "post": _unless(not facts.post_is_held, "This post has ended, or its account is disabled. Choose another"),
        "scopes": _unless(not facts.scopes, "Choose at least one thing that the token may do")
        if not beyond
        else refused(f"The role of this post does not hold {', '.join(sorted(beyond))}. Choose from what it holds"),
        "days": _unless(not 1 <= facts.days <= MOST_TOKEN_DAYS, f"Days must be between 1 and {MOST_TOKEN_DAYS}"),
    }


def may_revoke(*, is_revoked: bool, reason: str) -> dict[str, Decision]:
    """A token is revoked once, with a reason."""
    return {
        "reason": _unless(is_revoked, "This token has already been revoked")
        if is_revoked
        else _unless(not reason.strip(), "Enter why the token is revoked")
    }


def _unless(stands_against: bool, words: str) -> Decision:
    return refused(words) if stands_against else allowed()


def _letters(number: int, length: int) -> str:
    found = ""
    for _ in range(length):
        number, place = divmod(number, len(LETTERS))
        found = LETTERS[place] + found
    return found


def _check(body: str) -> str:
    return _letters(zlib.crc32(f"{PREFIX}{body}".encode()), CHECK_LENGTH)
