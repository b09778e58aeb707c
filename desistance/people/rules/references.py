"""A person's reference in this service, like `P-7K3M-Q2`: short enough to say, hard to mistype.

Four symbols, one more, and a check symbol, from 31 symbols: digits, and letters that are not vowels, so that no
reference spells a word or mixes O with 0 and I with 1. The number 31 is prime; with different weights at
neighbouring places, a weighted sum that must be 0 modulo 31 catches every single wrong symbol and every
swap of two neighbours. `tests/rules/people/test_person_references.py` proves both by trying them.
"""

from __future__ import annotations

import re
from typing import Final

from desistance.people.rules.typed_text import plain

# A symbol's value is its place in this string. The order was searched for once, so that the references printed
# in the demonstration's documents are well formed; nothing else depends on it, and it must never change.
_ORDER: Final = "FXYT8RGCP2V5QJ4S9W1LDZM6NK7HB30"
_VALUES: Final = {symbol: value for value, symbol in enumerate(_ORDER)}
_MODULUS: Final = len(_ORDER)
_WEIGHTS: Final = (6, 5, 4, 3, 2, 1)
_PAYLOAD_LENGTH: Final = len(_WEIGHTS) - 1

REFERENCE_SYMBOLS: Final = "".join(sorted(_ORDER))
REFERENCES_POSSIBLE: Final = _MODULUS**_PAYLOAD_LENGTH

_MEANT: Final = str.maketrans({"O": "0", "I": "1"})
_SEPARATORS: Final = re.compile(r"[\s\-_./]+")


def make_reference(random_number: int) -> str:
    """The reference for a number that the caller drew at random from `range(REFERENCES_POSSIBLE)`.

    A reference says nothing about the person, so it must not count upwards. Two numbers never share one.
    Raises `ValueError` for a number outside the range.
    """
    if not 0 <= random_number < REFERENCES_POSSIBLE:
        raise ValueError(f"A reference is made from a number from 0 to {REFERENCES_POSSIBLE - 1}")
    payload = ""
    for _ in range(_PAYLOAD_LENGTH):
        random_number, value = divmod(random_number, _MODULUS)
        payload += _ORDER[value]
    return _written(payload + _ORDER[-_weighted_sum(payload) % _MODULUS])


def read_reference(text: str) -> str | None:
    """The reference that someone typed, in its one written form; None when it is not well formed.

    Forgives case, spaces, other or missing dashes, and the letters O and I for 0 and 1.
    """
    symbols = _SEPARATORS.sub("", plain(text)).upper().translate(_MEANT)
    if len(symbols) != len(_WEIGHTS) + 1 or not symbols.startswith("P"):
        return None
    body = symbols[1:]
    if any(symbol not in _VALUES for symbol in body) or _weighted_sum(body) % _MODULUS:
        return None
    return _written(body)


def _weighted_sum(body: str) -> int:
    return sum(weight * _VALUES[symbol] for weight, symbol in zip(_WEIGHTS, body, strict=False))


def _written(body: str) -> str:
    return f"P-{body[:4]}-{body[4:]}"
