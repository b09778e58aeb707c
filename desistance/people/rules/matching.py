"""Whether two records are about the same person: field by field, in words, and the decision an import may take.

An import may join records by itself only on a strong identity number with something else that fits. All
else is proposed to a person, or is new. What is not given counts neither for nor against.

:func:`decide_match` is the one seam. Exact identifiers are asked first (``_by_numbers``), then the fields are scored
(``_by_facts``). A linkage with learnt weights takes the place of ``_by_facts``: it gets the same comparisons, may only answer
possible or new, and gives its reasons in words; the joining of records, the queue, the pairs told apart and who may be told of
whom lie outside and need no change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final

import jellyfish

from desistance.people.rules.dates import DatePart, Precision
from desistance.people.rules.identifiers import Identifier
from desistance.people.rules.names import (
    PersonName,
    fold,
    is_spelled_like,
    joined,
    name_words,
    similarity,
    sounds_like,
)
from desistance.people.rules.nicknames import share_a_nickname
from desistance.people.terms import STRONG_IDENTIFIER_KINDS, IdentifierKind, Sex

SOURCE: Final = "Matching rules of the people room, version 2, November 2026"

# Some systems store this for "not known".
_PLACEHOLDER_BIRTH_DATES: Final = frozenset({DatePart(1900, 1, 1)})

# Given names nearer than this are one name spelled in two ways; Jade and Jodie (0.6) are not.
_ONE_GIVEN_NAME: Final = 0.75


class Agreement(StrEnum):
    """How two records agree in one field; the value is the wording."""

    SAME = "Same"
    CLOSE = "Close"
    DIFFERENT = "Different"
    NOT_GIVEN = "Not given"


class Field(StrEnum):
    """What is compared; the value is the wording."""

    NUMBERS = "Identity numbers"
    BORN = "Date of birth"
    FAMILY = "Family name"
    GIVEN = "Given name"
    ADDRESS = "Address"
    PHONE = "Phone"
    SEX = "Sex"


class MatchOutcome(StrEnum):
    """What an import does with a record."""

    SAME = "same"
    POSSIBLE = "possible"
    NEW = "new"


_WEIGHTS: Final = {
    Field.NUMBERS: 40,
    Field.BORN: 20,
    Field.FAMILY: 12,
    Field.GIVEN: 12,
    Field.ADDRESS: 8,
    Field.PHONE: 8,
    Field.SEX: 2,
}
_SHARE: Final = {Agreement.SAME: 2, Agreement.CLOSE: 1, Agreement.NOT_GIVEN: 0, Agreement.DIFFERENT: -1}
_FITS: Final = frozenset({Agreement.SAME, Agreement.CLOSE})


@dataclass(frozen=True, slots=True)
class AddressFact:
    """An address to compare: its first line as written, and its canonical postcode if known."""

    first_line: str
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What one record says of a person. `key` names the record: a person's reference, or a source and its row."""

    key: str
    names: tuple[PersonName, ...] = ()
    born: DatePart | None = None
    sex: Sex | None = None
    identifiers: tuple[Identifier, ...] = ()
    addresses: tuple[AddressFact, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """One field of two records: how they agree, and what that rests on."""

    field: Field
    agreement: Agreement
    words: str

    @property
    def weight_words(self) -> str:
        """How much the field counts, in words for the page."""
        if self.agreement is Agreement.NOT_GIVEN:
            return "does not count"
        weight = _WEIGHTS[self.field]
        return "counts a lot" if weight >= 20 else "counts some" if weight >= 8 else "counts little"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A known record that may be the incoming person, with the comparison and its reasons."""

    key: str
    comparisons: tuple[FieldComparison, ...]
    outcome: MatchOutcome
    reasons: tuple[str, ...]

    @property
    def score(self) -> int:
        """For ordering proposals only; no threshold is put on it."""
        return sum(_WEIGHTS[one.field] * _SHARE[one.agreement] for one in self.comparisons)

    def agreement(self, field: Field) -> Agreement:
        """How the two records agree in one field."""
        return next(one.agreement for one in self.comparisons if one.field is field)


@dataclass(frozen=True, slots=True)
class MatchDecision:
    """What to do with an incoming record. `key` is the known record to join, only when the outcome is the same person."""

    outcome: MatchOutcome
    key: str | None
    reasons: tuple[str, ...]
    candidates: tuple[Candidate, ...] = ()
    source: str = SOURCE


def decide_match(
    incoming: PersonFacts,
    candidates: Iterable[PersonFacts],
    different_people: frozenset[frozenset[str]] = frozenset(),
) -> MatchDecision:
    """Same person, possibly the same, or new. `different_people` holds pairs of keys that a person has told apart.

    Such a pair is never proposed again, whatever agrees. When numbers point to more than one known person, nothing is
    joined: all are proposed.
    """
    open_pairs = (known for known in candidates if frozenset({incoming.key, known.key}) not in different_people)
    compared = [_decide_pair(incoming, known) for known in open_pairs]
    proposed = sorted(
        (one for one in compared if one.outcome is not MatchOutcome.NEW),
        key=lambda one: (-one.score, one.key),
    )
    same = [one for one in proposed if one.outcome is MatchOutcome.SAME]
    if len(same) == 1:
        return MatchDecision(MatchOutcome.SAME, same[0].key, same[0].reasons, tuple(proposed))
    if same:
        why = f"The identity numbers fit {len(same)} people who are recorded separately"
        return MatchDecision(MatchOutcome.POSSIBLE, None, (why,), tuple(proposed))
    if proposed:
        return MatchDecision(MatchOutcome.POSSIBLE, None, proposed[0].reasons, tuple(proposed))
    return MatchDecision(MatchOutcome.NEW, None, ("Nobody on record fits",))


def compare_people(one: PersonFacts, other: PersonFacts) -> tuple[FieldComparison, ...]:
    """Every field of two records, in the order of a match page. The order of the two makes no difference."""
    given, family = _compare_names(one.names, other.names)
    return (
        _compare_numbers(one.identifiers, other.identifiers),
        _compare_born(one.born, other.born),
        FieldComparison(Field.FAMILY, *family),
        FieldComparison(Field.GIVEN, *given),
        _compare_addresses(one.addresses, other.addresses),
        _compare_sets(Field.PHONE, set(one.phones), set(other.phones)),
        _compare_sex(one.sex, other.sex),
    )


def _decide_pair(incoming: PersonFacts, known: PersonFacts) -> Candidate:
    comparisons = compare_people(incoming, known)
    found = Candidate(known.key, comparisons, MatchOutcome.NEW, ())
    outcome, why = _by_numbers(found) if found.agreement(Field.NUMBERS) is Agreement.SAME else _by_facts(found)
    reasons = (why, *(f"{one.field.value}: {one.words}" for one in comparisons if one.agreement in _FITS))
    return Candidate(known.key, comparisons, outcome, reasons)


def _by_numbers(pair: Candidate) -> tuple[MatchOutcome, str]:
    """A strong number is shared: the same person if the name or the birth date fits as well."""
    given, family, born = (pair.agreement(field) for field in (Field.GIVEN, Field.FAMILY, Field.BORN))
    if given is Agreement.DIFFERENT and family in _FITS and born in _FITS:
        # Nearly the same birth date is weaker than the same one: a brother's details, given with his number.
        like = "birth date" if born is Agreement.SAME else "nearly the birth date"
        kin = "twins" if born is Agreement.SAME else "brothers or sisters"
        return (
            MatchOutcome.POSSIBLE,
            f"Same number, family name and {like} but another given name: could be {kin}",
        )
    if _name_fits(given, family) or born in _FITS:
        return MatchOutcome.SAME, "Same identity number, and the name or the date of birth fits"
    if Agreement.DIFFERENT in (given, family, born):
        return MatchOutcome.POSSIBLE, "Same identity number, but neither the name nor the date of birth fits"
    return MatchOutcome.POSSIBLE, "Same identity number, with no name or date of birth to check it by"


def _by_facts(pair: Candidate) -> tuple[MatchOutcome, str]:
    """No strong number is shared: at most possible. Another given name is another person (twins), not a match."""
    given, family, born = (pair.agreement(field) for field in (Field.GIVEN, Field.FAMILY, Field.BORN))
    support = any(pair.agreement(field) is Agreement.SAME for field in (Field.ADDRESS, Field.PHONE))
    if given in _FITS and family in _FITS:
        if born in _FITS:
            return MatchOutcome.POSSIBLE, "The name and the date of birth fit"
        if support:
            return (
                MatchOutcome.POSSIBLE,
                "The name and an address or phone fit, the date of birth does not or is not given",
            )
    if given in _FITS and born is Agreement.SAME and (support or family is Agreement.NOT_GIVEN):
        return (
            MatchOutcome.POSSIBLE,
            "The given name and date of birth fit, the family name does not or is not given",
        )
    return MatchOutcome.NEW, "Too little fits"


def _name_fits(given: Agreement, family: Agreement) -> bool:
    """Whether a name fits: one part at least agrees, and the other does not contradict it."""
    return Agreement.DIFFERENT not in (given, family) and bool({given, family} & _FITS)


_Found = tuple[Agreement, str]


def _compare_names(ours: Sequence[PersonName], theirs: Sequence[PersonName]) -> tuple[_Found, _Found]:
    """The best agreement of any name of one with any name of the other: given, then family."""
    pairs = [_compare_two_names(one, other) for one, other in product(ours, theirs)]
    nothing: _Found = (Agreement.NOT_GIVEN, "not given")
    # The words take part so that equal agreements are chosen alike in both directions.
    return max(pairs, key=lambda pair: (sum(_SHARE[part[0]] for part in pair), pair), default=(nothing, nothing))


def _compare_two_names(one: PersonName, other: PersonName) -> tuple[_Found, _Found]:
    given = _compare_given(one.given, other.given)
    family = _compare_family(one.family, other.family)
    if Agreement.DIFFERENT in (given[0], family[0]):
        crossed = (_compare_family(one.given, other.family)[0], _compare_family(one.family, other.given)[0])
        if set(crossed) <= _FITS:
            swapped = (Agreement.CLOSE, "given and family names swapped")
            return swapped, swapped
    return given, family


def _compare_given(one: str, other: str) -> _Found:
    ours, theirs = name_words(one), name_words(other)
    if not ours or not theirs:
        return Agreement.NOT_GIVEN, "not given"
    if joined(one) == joined(other):
        return Agreement.SAME, "same name"
    first, second = ours[0], theirs[0]
    if first == second:
        return Agreement.SAME, "same first name, other middle names"
    if 1 in (len(first), len(second)):
        return (Agreement.CLOSE, "initial") if first[0] == second[0] else (Agreement.DIFFERENT, "another initial")
    if len(ours) != len(theirs):
        # "Anne-Marie" against "Annmarie"; with as many words each, a shared middle name would hide the first.
        first, second = joined(one), joined(other)
    return _compare_first_names(ours[0], theirs[0], similarity(first, second) >= _ONE_GIVEN_NAME)


def _compare_first_names(first: str, second: str, is_near: bool) -> _Found:
    if share_a_nickname(first, second):
        return Agreement.CLOSE, "nickname"
    if is_near:
        return Agreement.CLOSE, "sounds like" if sounds_like(first, second) else "spelling"
    return Agreement.DIFFERENT, "another name"


def _compare_family(one: str, other: str) -> _Found:
    ours, theirs = name_words(one), name_words(other)
    if not ours or not theirs:
        return Agreement.NOT_GIVEN, "not given"
    if joined(one) == joined(other):
        return Agreement.SAME, "same name"
    if set(ours) & set(theirs):
        return Agreement.CLOSE, "part of the name"
    first, second = joined(one), joined(other)
    if sounds_like(first, second):
        return Agreement.CLOSE, "sounds like"
    return (Agreement.CLOSE, "spelling") if is_spelled_like(first, second) else (Agreement.DIFFERENT, "another name")


def _compare_born(one: DatePart | None, other: DatePart | None) -> FieldComparison:
    if one is None or other is None or _PLACEHOLDER_BIRTH_DATES & {one, other}:
        return FieldComparison(Field.BORN, Agreement.NOT_GIVEN, "not given")
    return FieldComparison(Field.BORN, *_compare_dates(one, other))


def _compare_dates(one: DatePart, other: DatePart) -> _Found:
    if one == other and one.precision is Precision.DAY:
        return Agreement.SAME, "same date"
    if one == other:
        # The same year twice is not the same birthday: many people share a year.
        return Agreement.CLOSE, f"both only known as {one.words}"
    if one.agrees_with(other):
        return Agreement.CLOSE, "agrees as far as it is known"
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return Agreement.CLOSE, "day and month swapped"
    if Precision.DAY == one.precision == other.precision and _is_one_slip(one, other):
        return Agreement.CLOSE, "one digit apart"
    return Agreement.DIFFERENT, "another date"


def _is_one_slip(one: DatePart, other: DatePart) -> bool:
    """One digit wrong, or two neighbouring digits exchanged, in the date written as eight digits."""
    first, second = (f"{part.year:04d}{part.month:02d}{part.day:02d}" for part in (one, other))
    return jellyfish.damerau_levenshtein_distance(first, second) == 1


def _compare_numbers(ours: Sequence[Identifier], theirs: Sequence[Identifier]) -> FieldComparison:
    """Strong numbers only, and only well-formed ones. A shared one outweighs others that differ, which are told."""
    first, second = _strong_numbers(ours), _strong_numbers(theirs)
    shared_kinds = [kind for kind in first if kind in second]
    if not shared_kinds:
        return FieldComparison(Field.NUMBERS, Agreement.NOT_GIVEN, "no number of the same kind")
    same = [kind.wording for kind in shared_kinds if first[kind] & second[kind]]
    other = [kind.wording for kind in shared_kinds if not first[kind] & second[kind]]
    words = [f"same {', '.join(same)}"] if same else []
    words += [f"different {', '.join(other)}"] if other else []
    agreement = Agreement.SAME if same else Agreement.DIFFERENT
    return FieldComparison(Field.NUMBERS, agreement, "; ".join(words))


def _strong_numbers(identifiers: Sequence[Identifier]) -> dict[IdentifierKind, set[str]]:
    """Values by kind, in the order of the kinds."""
    usable = [found for found in identifiers if found.is_well_formed and found.kind in STRONG_IDENTIFIER_KINDS]
    return {
        kind: {found.value for found in usable if found.kind is kind}
        for kind in IdentifierKind
        if any(found.kind is kind for found in usable)
    }


def _compare_addresses(ours: Sequence[AddressFact], theirs: Sequence[AddressFact]) -> FieldComparison:
    pairs = [_compare_two_addresses(one, other) for one, other in product(ours, theirs)]
    best = max(pairs, key=lambda pair: _SHARE[pair[0]], default=(Agreement.NOT_GIVEN, "not given"))
    return FieldComparison(Field.ADDRESS, *best)


def _compare_two_addresses(one: AddressFact, other: AddressFact) -> _Found:
    same_line = fold(one.first_line) == fold(other.first_line) != ""
    if not one.postcode or not other.postcode:
        return (Agreement.CLOSE, "same first line") if same_line else (Agreement.NOT_GIVEN, "no postcode to compare")
    if one.postcode != other.postcode:
        return Agreement.DIFFERENT, "another postcode"
    return (Agreement.SAME, "same address") if same_line else (Agreement.CLOSE, "same postcode")


def _compare_sets(field: Field, ours: set[str], theirs: set[str]) -> FieldComparison:
    if not ours or not theirs:
        return FieldComparison(field, Agreement.NOT_GIVEN, "not given")
    if ours & theirs:
        return FieldComparison(field, Agreement.SAME, "same number")
    return FieldComparison(field, Agreement.DIFFERENT, "another number")


def _compare_sex(one: Sex | None, other: Sex | None) -> FieldComparison:
    if one in (None, Sex.NOT_KNOWN) or other in (None, Sex.NOT_KNOWN):
        return FieldComparison(Field.SEX, Agreement.NOT_GIVEN, "not given")
    agreement = Agreement.SAME if one is other else Agreement.DIFFERENT
    return FieldComparison(Field.SEX, agreement, "same" if one is other else "recorded otherwise")
