"""Whether a time in custody can have been as it is told, and what a later word about it changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.history.rules.arrests import RESPONSIBLE_FROM, age_on
from desistance.history.rules.convictions import AGE_SOURCE, Trouble
from desistance.history.terms import CustodyKind, ReleaseKind

LONGEST_PRISON = 80


@dataclass(frozen=True, slots=True)
class CustodyFacts:
    """What is told of a time in custody. Without a release it goes on; an empty text or date is not known."""

    kind: str
    from_on: date
    until_on: date | None = None
    prison: str = ""
    planned_release_on: date | None = None
    release_kind: str = ""
    sentenced_on: date | None = None


def may_record_custody(facts: CustodyFacts, on: date, born_on: date | None = None) -> Decision:
    """Whether it can stand on record, with every reason against it. ``born_on`` is the first day of birth that is known."""
    return all_of(*(decision for _, decision in troubles_of_custody(facts, on, born_on)))


def troubles_of_custody(facts: CustodyFacts, on: date, born_on: date | None = None) -> Iterator[Trouble]:
    """Each thing that keeps a time in custody from the record, with the field to mend."""
    if facts.kind not in CustodyKind.values:
        yield "kind", refused(f"“{facts.kind}” is not a kind of custody that this service knows.")
    if facts.from_on > on:
        yield "from_on", refused("Date of reception must be today or in the past.")
    if len(facts.prison) > LONGEST_PRISON:
        yield "prison", refused(f"Prison must be {LONGEST_PRISON} characters or fewer.")
    if facts.sentenced_on and facts.sentenced_on > on:
        yield "sentenced_on", refused("Date of the sentence must be today or in the past.")
    if facts.planned_release_on and facts.planned_release_on < facts.from_on:
        yield "planned_release_on", refused("Planned release must be the same as or after the date of reception.")
    yield from _release(facts, on)
    if born_on and age_on(born_on, facts.from_on) < RESPONSIBLE_FROM:
        words = f"The person would be under {RESPONSIBLE_FROM} at reception, and nobody so young can be in custody."
        yield "from_on", refused(words, AGE_SOURCE)


def _release(facts: CustodyFacts, on: date) -> Iterator[Trouble]:
    if facts.release_kind and facts.release_kind not in ReleaseKind.values:
        yield "release_kind", refused(f"“{facts.release_kind}” is not a kind of release that this service knows.")
    if facts.until_on is None:
        if facts.release_kind:
            yield "until_on", refused("Enter the date of release, or leave out how it ended.")
        return
    if facts.until_on > on:
        words = "Date of release must be today or in the past. Enter a date ahead as the planned release."
        yield "until_on", refused(words)
    if facts.until_on < facts.from_on:
        yield "until_on", refused("Date of release must be the same as or after the date of reception.")
    if facts.sentenced_on and facts.until_on < facts.sentenced_on:
        yield "until_on", refused("Date of release must be the same as or after the date of the sentence.")


def told_anew(standing: CustodyFacts, told: CustodyFacts) -> CustodyFacts:
    """A later word about the same time in custody: what it leaves empty stays as it was known."""
    known = {field.name: getattr(told, field.name) or getattr(standing, field.name) for field in fields(CustodyFacts)}
    return CustodyFacts(**known)


def may_tell_anew(standing: CustodyFacts, told: CustodyFacts) -> Decision:
    """A standing time in custody is told anew only while it goes on, and only when the later word says something new."""
    if told_anew(standing, told) == standing:
        return refused("This time in custody is already on record.")
    if standing.until_on:
        return refused(
            f"This time in custody is on record as ended on {_in_words(standing.until_on)}. Withdraw it first."
        )
    return allowed()


def may_begin(told: CustodyFacts, others: Iterable[CustodyFacts]) -> Decision:
    """Two times in custody of one kind do not overlap: the earlier one ends first."""
    for other in others:
        if other.kind != told.kind or other.from_on == told.from_on:
            continue
        is_apart = (told.until_on is not None and told.until_on <= other.from_on) or (
            other.until_on is not None and other.until_on <= told.from_on
        )
        if not is_apart:
            words = f"It overlaps a time in custody from {_in_words(other.from_on)}. Record that release first."
            return refused(words)
    return allowed()


def _in_words(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def facts_of(row: Any) -> CustodyFacts:
    """The facts of a spell on record."""
    return CustodyFacts(**{field.name: getattr(row, field.name) for field in fields(CustodyFacts)})
