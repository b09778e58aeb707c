"""Names: how they are folded for finding, put in order, and compared with each other.

A name is stored as the person writes it. Everything here makes keys and judgements beside it. A name may have one
letter or sixty, one word or six, no first name, and any script: no rule here may assume otherwise.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import jellyfish

from desistance.people.rules.typed_text import is_apostrophe
from desistance.people.terms import NameKind

# Letters that Unicode does not take apart into a base letter and a mark.
_FOLDED_LETTERS: Final = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "œ": "oe",
        "æ": "ae",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "\u0131": "i",
        "ħ": "h",
        "ŋ": "n",
        "ŧ": "t",
        "ß": "ss",
        "ẞ": "ss",
    }
)
# How Polish and other Slavic spellings sound to someone who writes them down in English; longest first.
_SLAVIC_SOUNDS: Final = (("szcz", "shch"), ("sz", "sh"), ("cz", "ch"), ("rz", "zh"), ("w", "v"), ("j", "y"))

# Two spaces: below every letter, and no folded name contains them, so "Smith" comes before "Smith Jones".
_SORT_GAP: Final = "  "

# Long enough to tell long names apart, short enough to store beside every name.
PHONETIC_KEY_LENGTH: Final = 16

# A sound key this short fits too many names to mean anything by itself, so the spelling must be near as well.
_NEAR_ENOUGH_TO_SOUND_ALIKE: Final = 0.4
_SHORTEST_TO_SOUND: Final = 3


@dataclass(frozen=True, slots=True)
class PersonName:
    """One name of a person. Either part may be empty: many people have one name only."""

    given: str = ""
    family: str = ""
    kind: NameKind = NameKind.CURRENT

    @property
    def given_words(self) -> tuple[str, ...]:
        """Folded words of the given names."""
        return name_words(self.given)

    @property
    def family_words(self) -> tuple[str, ...]:
        """Folded words of the family name, each part of a double-barrelled one."""
        return name_words(self.family)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A name as a key: no case, accents, apostrophes or punctuation; hyphens and dots become single spaces.

    "O'Brien-Łukasz" gives "obrien lukasz". Letters of other scripts are kept, so the key is empty only for text
    with no letter or digit in it. Folding a key again changes nothing.
    """
    taken_apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(map(_folded_character, taken_apart.translate(_FOLDED_LETTERS))).split())


def name_words(text: str) -> tuple[str, ...]:
    """The folded words of a name; a double-barrelled name gives each of its parts."""
    return tuple(fold(text).split())


def joined(text: str) -> str:
    """A folded name without its spaces, so that "Mc Donald", "McDonald" and "Mc-Donald" are one."""
    return fold(text).replace(" ", "")


def sort_key(family: str, given: str) -> str:
    """The stored key by which people are put in order: by family name, then by given name.

    Ordering is by code point (the database has no language-aware collation). Someone with one name only is
    ordered by it, whichever box it was written in.
    """
    return _SORT_GAP.join(key for key in (fold(family), fold(given)) if key)


def initials(given: str, family: str = "") -> str:
    """First letters of every word, folded: "Kyle John", "Ashcroft-Reid" gives "kjar"."""
    return "".join(word[0] for word in (*name_words(given), *name_words(family)))


@lru_cache(maxsize=8192)
def phonetic_keys(word: str) -> tuple[str, ...]:
    """How a word sounds: one key, or two when a Slavic spelling sounds otherwise; none for other scripts.

    Metaphone rather than Soundex or NYSIIS, because those keep the first letter and so miss Philip and Filip, or
    Catherine and Kathryn; and rather than a Slavic system, because most clerks here write down what an English
    ear hears. The keys are stored, so a change of this rule needs every stored key made again.
    """
    folded = joined(word)
    if not folded.isascii():
        return ()
    heard = folded
    for spelling, sound in _SLAVIC_SOUNDS:
        heard = heard.replace(spelling, sound)
    keys = (jellyfish.metaphone(folded), jellyfish.metaphone(heard))
    return tuple(dict.fromkeys(key[:PHONETIC_KEY_LENGTH] for key in keys if key))


def similarity(first: str, second: str) -> float:
    """Nearness of two folded words from 0 to 1: one less the share of letters added, lost, changed or swapped."""
    longest = max(len(first), len(second))
    return 1.0 if not longest else 1 - jellyfish.damerau_levenshtein_distance(first, second) / longest


def is_spelled_like(first: str, second: str) -> bool:
    """Whether two folded words are one or a few slips apart; the longer the word, the more slips are forgiven."""
    longest = max(len(first), len(second))
    allowed = 0 if longest < 3 else 1 if longest < 6 else 2 if longest < 11 else 3
    return abs(len(first) - len(second)) <= allowed and (
        jellyfish.damerau_levenshtein_distance(first, second) <= allowed
    )


def sounds_like(first: str, second: str) -> bool:
    """Whether two folded words sound alike and are not spelled in wholly different ways.

    Words of one or two letters have hardly a sound of their own, so they never do.
    """
    if min(len(first), len(second)) < _SHORTEST_TO_SOUND or not set(phonetic_keys(first)) & set(phonetic_keys(second)):
        return False
    return similarity(first, second) >= _NEAR_ENOUGH_TO_SOUND_ALIKE


def search_words(name: PersonName) -> Iterator[str]:
    """Every key by which a name should be found: its words, and each part written together."""
    yield from dict.fromkeys(
        key for part in (name.given, name.family) for key in (*name_words(part), joined(part)) if key
    )


def _folded_character(character: str) -> str:
    category = unicodedata.category(character)
    if is_apostrophe(character) or category in ("Mn", "Me", "Cf") or character == "\u0640":
        # U+0640 only stretches an Arabic word; it is not a letter of it.
        return ""
    return character if category[0] in "LMN" else " "
