"""What may be stated of a person, in words for the form; and which of several standing facts is shown."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.people.rules.dates import DatePart, Precision, birth_date_problem
from desistance.people.rules.names import fold
from desistance.people.terms import (
    ADDRESS_KINDS_WITHOUT_LINES,
    AddressKind,
    EqualityKind,
    Ethnicity,
    Gender,
    NameKind,
    NotGiven,
    SafeContact,
    Sex,
    Worded,
)

LONGEST_NAME: Final = 120
LONGEST_NUMBER: Final = 120
LONGEST_ADDRESS: Final = 300
LONGEST_ANSWER: Final = 200

# An agency has one answer at a time to these; of the others a person may have several (two languages, two adjustments).
ONE_ANSWER: Final = frozenset(
    {
        EqualityKind.SEX,
        EqualityKind.GENDER,
        EqualityKind.ETHNICITY,
        EqualityKind.INTERPRETER,
        EqualityKind.RELIGION,
        EqualityKind.ORIENTATION,
    }
)
_LISTED: Final[dict[EqualityKind, type[Worded]]] = {EqualityKind.SEX: Sex, EqualityKind.ETHNICITY: Ethnicity}
_ALWAYS_CONFIDENTIAL: Final = frozenset({AddressKind.REFUGE})


@dataclass(frozen=True, slots=True)
class NameOnRecord:
    """One standing name, as far as choosing the shown one needs it. ``said_at`` and ``id`` tell which word is newest."""

    id: int
    kind: str
    given: str
    family: str
    said_at: datetime.datetime

    @property
    def full(self) -> str:
        """The name as text: given name first."""
        return f"{self.given} {self.family}".strip()


def may_state_name(given: str, family: str) -> Decision:
    """A name has at least one part with a letter in it, and neither part is longer than a name can be."""
    return all_of(
        _told(bool(fold(given) or fold(family)), "Enter a first name or a last name"),
        _told(len(given) <= LONGEST_NAME, f"First name must be {LONGEST_NAME} characters or fewer"),
        _told(len(family) <= LONGEST_NAME, f"Last name must be {LONGEST_NAME} characters or fewer"),
    )


def may_state_birth_date(born_on: datetime.date, precision: str, on: datetime.date) -> Decision:
    """A date of birth is in the past and not before the oldest person living was born."""
    problem = birth_date_problem(birth_part(born_on, precision), on)
    return refused(problem) if problem else allowed()


def birth_part(born_on: datetime.date, precision: str) -> DatePart:
    """A stored date of birth as the date part that is known."""
    return DatePart(
        born_on.year,
        None if precision == Precision.YEAR else born_on.month,
        born_on.day if precision == Precision.DAY else None,
    )


def birth_words(born_on: datetime.date, precision: str) -> str:
    """A stored date of birth in words, as far as it is known: "24 June 1998", "June 1998", "1998"."""
    return birth_part(born_on, precision).words


def may_state_address(kind: str, lines: str, from_on: datetime.date | None, until_on: datetime.date | None) -> Decision:
    """An address has lines, no fixed address has none; it ends no earlier than it began."""
    has_place = kind not in ADDRESS_KINDS_WITHOUT_LINES
    ends = until_on is None or from_on is None or until_on >= from_on
    return all_of(
        _told(kind in set(AddressKind), "Choose the kind of address from the list"),
        _told(bool(lines.strip()) or not has_place, "Enter the first line of the address, or choose no fixed address"),
        _told(not lines.strip() or has_place, "Leave the address empty, or choose another kind of address"),
        _told(len(lines) <= LONGEST_ADDRESS, f"Address must be {LONGEST_ADDRESS} characters or fewer"),
        _told(ends, "Date to must be the same as or after date from"),
    )


def is_always_confidential(kind: str) -> bool:
    """Whether an address of this kind is kept confidential whatever was ticked."""
    return kind in _ALWAYS_CONFIDENTIAL


def may_state_safety(safe: str, safe_times: str) -> Decision:
    """Times belong to an answer that speaks of times."""
    needs_times = safe == SafeContact.SAFE_AT_TIMES
    return all_of(
        _told(safe in set(SafeContact), "Choose whether it is safe to use"),
        _told(bool(safe_times.strip()) or not needs_times, "Enter the times when it is safe"),
    )


def may_state_equality(kind: str, value: str) -> Decision:
    """A listed question takes a listed answer, or why there is none; the others take the person's own words."""
    if kind not in set(EqualityKind):
        return refused("Choose what this is about from the list")
    listed = _LISTED.get(EqualityKind(kind))
    if listed is not None and value not in dict([*listed.choices(), *NotGiven.choices()]):
        return refused(f"Choose {EqualityKind(kind).wording.lower()} from the list")
    return all_of(
        _told(bool(value.strip()), f"Enter {EqualityKind(kind).wording.lower()}"),
        _told(
            len(value) <= LONGEST_ANSWER, f"{EqualityKind(kind).wording} must be {LONGEST_ANSWER} characters or fewer"
        ),
    )


def answer_words(kind: str, value: str) -> str:
    """An answer as people read it: a listed value in its words, own words as they are."""
    lists: tuple[type[Worded], ...] = (NotGiven, Gender)
    if kind in set(_LISTED):
        lists = (_LISTED[EqualityKind(kind)], *lists)
    return next((wording for listed in lists for stored, wording in listed.choices() if stored == value), value)


def may_withdraw(*, is_ours: bool, is_steward: bool, stands: bool, is_last_name: bool) -> Decision:
    """A fact is withdrawn once, by the agency that said so or by information governance; the last name stays."""
    return all_of(
        _told(stands, "This has already been withdrawn"),
        _told(is_ours or is_steward, "Only the agency that said this can withdraw it. Ask information governance"),
        _told(not is_last_name, "Add the right name first: a person needs a name"),
    )


def shown_name(names: Sequence[NameOnRecord], chosen: Collection[int] = ()) -> NameOnRecord | None:
    """The name to show: of current names the chosen one, else the newest word; without a current name, of the others."""
    newest = sorted(names, key=lambda name: (name.said_at, name.id), reverse=True)
    return _first((name for name in newest if name.kind == NameKind.CURRENT), chosen) or _first(newest, chosen)


def _first(names: Iterable[NameOnRecord], chosen: Collection[int]) -> NameOnRecord | None:
    ranked = list(names)
    return next((name for name in ranked if name.id in chosen), ranked[0] if ranked else None)


def _told(holds: bool, words: str) -> Decision:
    return allowed() if holds else refused(words)
