"""What a list of people is asked for: which tab, which filters, and what of an address is not understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desistance.desk.terms import VISIT_ENDS_AFTER


@dataclass(frozen=True, slots=True)
class FilterFacts:
    """What a filter takes: its key, its words, and either its choices or the largest number."""

    key: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    most: int = 0

    def words_of(self, value: str) -> str:
        """`Risk: High`, `No contact for 30 days`, as a filter that is on is named."""
        if self.most:
            return f"{self.label}: {value}"
        return f"{self.label}: {dict(self.choices).get(value, value)}"


def understood(asked: Mapping[str, str], offered: Sequence[FilterFacts]) -> dict[str, str]:
    """The filters of an address that this reader is offered, with a value that each takes; all else is as if not asked."""
    return {one.key: asked[one.key].strip() for one in offered if takes(one, asked.get(one.key, ""))}


def takes(filter_: FilterFacts, value: str) -> bool:
    """Whether a filter takes a value: one of its choices, or a whole number from 1 to the largest."""
    value = value.strip()
    if filter_.most:
        return value.isascii() and value.isdigit() and len(value) < 6 and 1 <= int(value) <= filter_.most
    return value in dict(filter_.choices)


@dataclass(frozen=True, slots=True)
class Visits:
    """When a reader was on a list: in the visit that runs, and in the one before it (none: this is the first)."""

    visited_at: datetime
    before_at: datetime | None


def next_visit(known: Visits | None, at: datetime) -> Visits:
    """The visit that a look belongs to: the running one, or after half an hour away a new one."""
    if known is None:
        return Visits(at, None)
    if at - known.visited_at < VISIT_ENDS_AFTER:
        return known
    return Visits(at, known.visited_at)


def is_new(since: datetime | None, visits: Visits | None) -> bool:
    """Whether somebody came on a list after the reader's visit before this one; on a first visit nobody is new."""
    return bool(since and visits and visits.before_at and since > visits.before_at)
