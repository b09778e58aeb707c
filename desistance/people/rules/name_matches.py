"""Why a name was found: every word that was typed, explained by a word of one of the person's names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Final

from desistance.people.rules.names import (
    PersonName,
    initials,
    is_spelled_like,
    name_words,
    similarity,
    sounds_like,
)
from desistance.people.rules.nicknames import share_a_nickname
from desistance.people.terms import NameKind

# More words than any name has: a pasted paragraph is not compared word by word.
MOST_WORDS: Final = 8


class NameMatch(StrEnum):
    """How a typed word and a name agree; the value is the wording that the reader sees."""

    SAME = "same name"
    PART = "part of the name"
    START = "start of the name"
    NICKNAME = "nickname"
    SOUND = "sounds like"
    SPELLING = "spelling"
    INITIAL = "initial"
    ALIAS = "alias"
    PREVIOUS = "previous name"
    LIKED = "likes to be called"
    SWAPPED = "names swapped"


# From 0 to 100, for ordering only. Sound and spelling gain up to 30 with nearness; a name that is not the current
# one, or given in the other order, ranks below the same agreement on a current name in its order.
_STRENGTHS: Final = {
    NameMatch.SAME: 100,
    NameMatch.PART: 90,
    NameMatch.START: 85,
    NameMatch.NICKNAME: 80,
    NameMatch.SOUND: 62,
    NameMatch.SPELLING: 52,
    NameMatch.INITIAL: 40,
    NameMatch.LIKED: 90,
    NameMatch.ALIAS: 85,
    NameMatch.PREVIOUS: 85,
    NameMatch.SWAPPED: 65,
}
_NEARNESS_WORTH: Final = 30
# Words that we join ourselves must be nearly what they find: "Mac Donald" finds McDonald (0.89). With a single letter
# they must be it: "O Brien" finds O'Brien, but "K Ashcroft" must not find every Ashcroft (also 0.89).
_JOINED_IS_NEAR: Final = 0.85

_OF_KIND: Final = {
    NameKind.ALIAS: NameMatch.ALIAS,
    NameKind.PREVIOUS: NameMatch.PREVIOUS,
    NameKind.MAIDEN: NameMatch.PREVIOUS,
    NameKind.LIKED: NameMatch.LIKED,
}


@dataclass(frozen=True, slots=True)
class NameTerms:
    """The folded name words that someone typed, in their order, and which of them they put as the family name."""

    words: tuple[str, ...] = ()
    family: tuple[str, ...] = ()

    @property
    def given(self) -> tuple[str, ...]:
        """The typed words that were not put as the family name; none when only one word was typed."""
        return tuple(word for word in self.words if word not in self.family) if self.family else ()


@dataclass(frozen=True, slots=True)
class MatchReason:
    """One reason why a name was found: its kind, its strength for ordering, the typed word and the word found."""

    kind: NameMatch
    strength: int
    typed: str
    found: str

    @property
    def words(self) -> str:
        """The reason as the reader sees it."""
        return self.kind.value


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word of a name, or neighbouring words taken as one; `covers` keeps a word from being used twice."""

    text: str
    is_family: bool
    covers: frozenset[int]
    are_initials: bool = False


def name_terms(text: str) -> NameTerms:
    """Typed names as terms: before a comma stands the family name, else the last word of several is taken as it."""
    before, comma, after = text.partition(",")
    if comma and name_words(after) and name_words(before):
        return NameTerms(name_words(before) + name_words(after), name_words(before))
    words = name_words(text)
    return NameTerms(words, words[-1:] if len(words) > 1 else ())


def why_matched(terms: NameTerms, names: Sequence[PersonName]) -> tuple[MatchReason, ...]:
    """The reasons why these names answer what was typed, weakest last; empty when a typed word is unexplained.

    Every typed word must agree with one and the same name, each with another word of it. Of several names the one
    with the best agreement is explained.
    """
    if not terms.words or len(terms.words) > MOST_WORDS:
        return ()
    explained = [_explain(terms, _completed(name, names)) for name in names]
    return max(explained, key=strength_of, default=())


def strength_of(reasons: Sequence[MatchReason]) -> int:
    """One strength from 0 to 100 for ordering people: the mean of the reasons; 0 for none."""
    return round(sum(reason.strength for reason in reasons) / len(reasons)) if reasons else 0


def words_that_explain(reasons: Sequence[MatchReason]) -> tuple[str, ...]:
    """The words to show beside a person: what is not plain to see, or "same name" when all is."""
    telling = tuple(dict.fromkeys(reason.words for reason in reasons if reason.kind is not NameMatch.SAME))
    return telling or tuple(dict.fromkeys(reason.words for reason in reasons))


def match_word(typed: str, found: str) -> tuple[NameMatch, int] | None:
    """How one typed word agrees with one word of a name, and how strongly; None when it does not."""
    if typed == found:
        return NameMatch.SAME, _STRENGTHS[NameMatch.SAME]
    if len(typed) == 1 or len(found) == 1:
        return (NameMatch.INITIAL, _STRENGTHS[NameMatch.INITIAL]) if typed[0] == found[0] else None
    if found.startswith(typed):
        return NameMatch.START, _STRENGTHS[NameMatch.START]
    if share_a_nickname(typed, found):
        return NameMatch.NICKNAME, _STRENGTHS[NameMatch.NICKNAME]
    for kind, agrees in ((NameMatch.SOUND, sounds_like), (NameMatch.SPELLING, is_spelled_like)):
        if agrees(typed, found):
            return kind, _STRENGTHS[kind] + round(_NEARNESS_WORTH * similarity(typed, found))
    return None


def _completed(name: PersonName, names: Sequence[PersonName]) -> PersonName:
    """An alias or liked name of one part, with the other part from the current name: people search for both."""
    current = next((other for other in names if other.kind is NameKind.CURRENT), name)
    if name.kind in (NameKind.CURRENT, NameKind.PREVIOUS):
        return name
    return replace(name, given=name.given or current.given, family=name.family or current.family)


def _explain(terms: NameTerms, name: PersonName) -> tuple[MatchReason, ...]:
    pieces = _pieces(name)
    ways = ((way, _assign(way.words, pieces), nearness) for way, nearness in _ways_to_read(terms))
    stands = ((way, found) for way, found, nearness in ways if _stands(found, terms, nearness))
    read_as, assigned = next(stands, (terms, ()))
    if not assigned:
        return ()
    reasons = [_as_part(reason, piece, assigned, name) for reason, piece in assigned]
    if _is_swapped(read_as, assigned):
        reasons.append(_whole_name_reason(NameMatch.SWAPPED, terms, name))
    if name.kind in _OF_KIND:
        reasons.append(_whole_name_reason(_OF_KIND[name.kind], terms, name))
    return tuple(sorted(reasons, key=lambda reason: -reason.strength))


_Assigned = tuple[tuple[MatchReason, _Piece], ...]


def _assign(words: tuple[str, ...], pieces: list[_Piece]) -> _Assigned:
    """Each typed word with its own piece, the strongest agreements first; empty when a word is left over."""
    possible = sorted(
        (
            (reason, index, piece)
            for index, word in enumerate(words)
            for piece in pieces
            if (reason := _reason(word, piece)) is not None
        ),
        key=lambda option: -option[0].strength,
    )
    taken: dict[int, tuple[MatchReason, _Piece]] = {}
    used: frozenset[int] = frozenset()
    for reason, index, piece in possible:
        if index not in taken and not used & piece.covers:
            taken[index] = (reason, piece)
            used |= piece.covers
    return tuple(taken[index] for index in sorted(taken)) if len(taken) == len(words) else ()


def _reason(word: str, piece: _Piece) -> MatchReason | None:
    if piece.are_initials:
        matched = (NameMatch.INITIAL, _STRENGTHS[NameMatch.INITIAL]) if word == piece.text else None
    else:
        matched = match_word(word, piece.text)
    return MatchReason(*matched, word, piece.text) if matched else None


def _pieces(name: PersonName) -> list[_Piece]:
    """The words of a name; neighbours of one part joined; and the initials of the given names taken together."""
    given, family = name.given_words, name.family_words
    pieces = [*_side(given, 0, is_family=False), *_side(family, len(given), is_family=True)]
    if len(given) > 1:
        pieces.append(_Piece(initials(name.given), False, frozenset(range(len(given))), are_initials=True))
    return pieces


def _side(words: tuple[str, ...], offset: int, *, is_family: bool) -> Iterator[_Piece]:
    for index, word in enumerate(words):
        yield _Piece(word, is_family, frozenset({offset + index}))
    for index, (word, following) in enumerate(pairwise(words)):
        yield _Piece(word + following, is_family, frozenset({offset + index, offset + index + 1}))


def _ways_to_read(terms: NameTerms) -> Iterator[tuple[NameTerms, float]]:
    """The words as typed, then with one pair of neighbours joined; and how near a joined word must be."""
    yield terms, 0.0
    for index, (word, following) in enumerate(pairwise(terms.words)):
        together = word + following
        words = (*terms.words[:index], together, *terms.words[index + 2 :])
        rest = tuple(other for other in terms.family if other not in (word, following))
        family = rest if len(rest) == len(terms.family) else (*rest, together)
        yield NameTerms(words, family), 1.0 if 1 in (len(word), len(following)) else _JOINED_IS_NEAR


def _stands(assigned: _Assigned, terms: NameTerms, nearness: float) -> bool:
    """Whether a way of reading explains all, and words that we joined ourselves are near what they found."""
    joined_by_us = (reason for reason, _ in assigned if reason.typed not in terms.words)
    return bool(assigned) and all(similarity(one.typed, one.found) >= nearness for one in joined_by_us)


def _as_part(reason: MatchReason, piece: _Piece, assigned: _Assigned, name: PersonName) -> MatchReason:
    """A word that is only one part of a double-barrelled family name says so."""
    covered = frozenset[int]().union(*(other.covers for _, other in assigned if other.is_family))
    if reason.kind is not NameMatch.SAME or not piece.is_family or len(covered) == len(name.family_words):
        return reason
    return replace(reason, kind=NameMatch.PART, strength=_STRENGTHS[NameMatch.PART])


def _is_swapped(terms: NameTerms, assigned: _Assigned) -> bool:
    """Whether the words typed as family name are all given names here, and the other way round."""
    sides = {reason.typed: piece.is_family for reason, piece in assigned}
    given = [sides[word] for word in terms.given if word in sides]
    family = [sides[word] for word in terms.family if word in sides]
    return bool(given and family) and all(given) and not any(family)


def _whole_name_reason(kind: NameMatch, terms: NameTerms, name: PersonName) -> MatchReason:
    return MatchReason(kind, _STRENGTHS[kind], " ".join(terms.words), f"{name.given} {name.family}".strip())
