"""Whether an offence can have been committed and dealt with as it is told. Each refusal names the field to mend."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desistance.foundation.decisions import Decision, all_of, refused
from desistance.history.rules.arrests import RESPONSIBLE_FROM, age_on
from desistance.history.rules.offence_codes import CodeStanding, read_code_of_either_kind
from desistance.history.terms import (
    AREA_CODE_SHAPE,
    GRAVITY,
    LONGEST_COURT,
    LONGEST_LENGTH,
    LONGEST_NUMBER,
    LONGEST_OFFENCE_WORDS,
    MOST_DISPOSALS,
    DisposalKind,
)

AGE_SOURCE = "Children and Young Persons Act 1933 s.50"
Trouble = tuple[str, Decision]


@dataclass(frozen=True, slots=True)
class DisposalFacts:
    """How an offence was dealt with. An empty text, length or area is not known."""

    kind: str
    given_on: date
    court: str = ""
    length_days: int | None = None
    area: str = ""
    length_words: str = ""


@dataclass(frozen=True, slots=True)
class ConvictionFacts:
    """What is told of an offence and of every way in which it was dealt with."""

    number: str
    offence_code: str = ""
    offence_words: str = ""
    committed_on: date | None = None
    committed_until: date | None = None
    disposals: tuple[DisposalFacts, ...] = ()


def may_record_conviction(facts: ConvictionFacts, on: date, born_on: date | None = None) -> Decision:
    """Whether it can stand on record, with every reason against it. ``born_on`` is the first day of birth that is known."""
    return all_of(*(decision for _, decision in troubles_of_conviction(facts, on, born_on)))


def troubles_of_conviction(facts: ConvictionFacts, on: date, born_on: date | None = None) -> Iterator[Trouble]:
    """Each thing that keeps an offence from the record, with the field to mend."""
    yield from _number_and_words(facts)
    yield from _dates(facts, on)
    if not facts.disposals:
        yield "disposals", refused("Enter how the offence was dealt with.")
    if len(facts.disposals) > MOST_DISPOSALS:
        yield "disposals", refused(f"An offence can have {MOST_DISPOSALS} disposals at most.")
    for disposal in facts.disposals:
        yield from _disposal(disposal, facts, on)
    happened_on = facts.committed_until or facts.committed_on
    happened_on = happened_on or min((disposal.given_on for disposal in facts.disposals), default=None)
    if born_on and happened_on:
        yield from _age(born_on, happened_on)


def _number_and_words(facts: ConvictionFacts) -> Iterator[Trouble]:
    number = facts.number.strip()
    if not number:
        yield "number", refused("Enter the number of the offence in your own system.")
    if len(number) > LONGEST_NUMBER:
        yield "number", refused(f"Number of the offence must be {LONGEST_NUMBER} characters or fewer.")
    if len(facts.offence_words) > LONGEST_OFFENCE_WORDS:
        yield "offence_words", refused(f"Offence must be {LONGEST_OFFENCE_WORDS} characters or fewer.")
    if facts.offence_code:
        reading = read_code_of_either_kind(facts.offence_code)
        if reading.standing is CodeStanding.NOT_A_CODE:
            yield "offence_code", refused(reading.words)
    elif not facts.offence_words.strip():
        yield "offence_code", refused("Enter an offence code or the offence in words.")


def _dates(facts: ConvictionFacts, on: date) -> Iterator[Trouble]:
    first, last = facts.committed_on, facts.committed_until
    if first and first > on:
        yield "committed_on", refused("Date of the offence must be today or in the past.")
    if last and last > on:
        yield "committed_until", refused("Last day of the offence must be today or in the past.")
    if last and not first:
        yield "committed_on", refused("Enter the first day of the offence, or leave out the last.")
    if first and last and last < first:
        yield "committed_until", refused("Last day of the offence must be the same as or after the first.")


def _disposal(disposal: DisposalFacts, facts: ConvictionFacts, on: date) -> Iterator[Trouble]:
    last = facts.committed_until or facts.committed_on
    if disposal.kind not in DisposalKind.values:
        yield "kind", refused(f"“{disposal.kind}” is not a kind of disposal that this service knows.")
    if disposal.given_on > on:
        yield "given_on", refused("Date of the disposal must be today or in the past.")
    if last and last > disposal.given_on:
        yield "given_on", refused("Date of the disposal must be the same as or after the date of the offence.")
    if len(disposal.court) > LONGEST_COURT:
        yield "court", refused(f"Court must be {LONGEST_COURT} characters or fewer.")
    if disposal.length_days is not None and disposal.length_days < 1:
        yield "length_days", refused("Length in days must be 1 or more.")
    if len(disposal.length_words) > LONGEST_LENGTH:
        yield "length_words", refused(f"Length in words must be {LONGEST_LENGTH} characters or fewer.")
    if disposal.area and not re.fullmatch(AREA_CODE_SHAPE, disposal.area):
        yield "area", refused(f"“{disposal.area}” is not the code of a local authority. A code is like E06000047.")


def _age(born_on: date, happened_on: date) -> Iterator[Trouble]:
    years = age_on(born_on, happened_on)
    if years < 0:
        yield "committed_on", refused("The offence is before the date of birth.")
    elif years < RESPONSIBLE_FROM:
        words = f"The person would be {years} at the offence, and nobody under {RESPONSIBLE_FROM} can commit one."
        yield "committed_on", refused(words, AGE_SOURCE)


def main_disposal(disposals: tuple[DisposalFacts, ...]) -> int:
    """Which disposal is the main one: the gravest, and of equals the first told."""
    order = [GRAVITY.index(DisposalKind(disposal.kind)) for disposal in disposals]
    return order.index(min(order))
