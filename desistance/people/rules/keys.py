"""The keys that are stored beside a fact so that it can be found and put in order.

Every writer of names, numbers and contact details makes its keys here: a change of any of these rules needs every
stored key made again (``desistance prepare`` does not do it by itself).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desistance.people.rules.identifiers import compact
from desistance.people.rules.names import PersonName, phonetic_keys, search_words, sort_key
from desistance.people.rules.phones import phone_key

# Folding can make two letters of one, and a B-tree takes at most some 2,700 bytes.
SORT_KEY_LENGTH: Final = 400


@dataclass(frozen=True, slots=True)
class NameKeys:
    """What is stored beside a name: its words folded, and how each of them sounds."""

    folded: str
    sounds: tuple[str, ...]


def name_keys(given: str, family: str) -> NameKeys:
    """The keys of one name, whichever of its parts are given."""
    words = tuple(search_words(PersonName(given, family)))
    sounds = dict.fromkeys(key for word in words for key in phonetic_keys(word))
    return NameKeys(" ".join(words), tuple(sounds))


def person_sort_key(given: str, family: str) -> str:
    """The key by which a person with this shown name stands in lists."""
    return sort_key(family, given)[:SORT_KEY_LENGTH]


def ending_key(number: str) -> str:
    """An identity number backwards, letters and digits only: its ending is then a beginning, which an index finds."""
    return compact(number)[::-1]


def phone_ending_key(text: str) -> str:
    """A telephone number's digits backwards, country code and all; empty for what is no telephone number."""
    found = phone_key(text)
    return found[:0:-1] if found else ""
