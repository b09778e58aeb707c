"""Whether a contact may be arranged or recorded as it is told, and what is worth knowing before it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desistance.casework.terms import (
    FURTHEST_AHEAD,
    HEALTH_KINDS,
    LONGEST_MINUTES,
    LONGEST_PLACE,
    LONGEST_PURPOSE,
    LONGEST_REASON,
    MOST_REPEATS,
    SHORTEST_MINUTES,
    ContactKind,
)
from desistance.foundation.calendar import bank_holidays, local_date
from desistance.foundation.decisions import Decision, all_of, allowed, refused
from desistance.foundation.terms import DataClass

Trouble = tuple[str, Decision]


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What is told of a contact: what kind, for what, how long, where. ``is_treatment``: it is part of health care."""

    kind: str
    purpose: str = ""
    minutes: int = 30
    place: str = ""
    is_treatment: bool = False

    @property
    def data_class(self) -> DataClass:
        """The class under which it is shared: tests, treatment and all contacts of health care are health information."""
        is_health = self.is_treatment or self.kind in HEALTH_KINDS
        return DataClass.HEALTH if is_health else DataClass.CASEWORK

    def ends_at(self, starts_at: datetime) -> datetime:
        """When one that starts at a moment is over."""
        return starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Booked:
    """Time that the person is already expected elsewhere. ``words`` and ``agency`` are empty where it is not shared."""

    starts_at: datetime
    ends_at: datetime
    words: str = ""
    agency: str = ""


def troubles_of_contact(facts: ContactFacts) -> Iterator[Trouble]:
    """Each thing about a contact itself that keeps it from the diary, with the field to mend."""
    if facts.kind not in ContactKind.values:
        yield "kind", refused("Choose what kind of contact it is.")
    if not SHORTEST_MINUTES <= facts.minutes <= LONGEST_MINUTES:
        yield "minutes", refused(f"How long must be {SHORTEST_MINUTES} to {LONGEST_MINUTES} minutes.")
    for field, label, most in (("purpose", "Purpose", LONGEST_PURPOSE), ("place", "Place", LONGEST_PLACE)):
        if len(getattr(facts, field)) > most:
            yield field, refused(f"{label} must be {most} characters or fewer.")


def troubles_of_arranging(facts: ContactFacts, starts: Sequence[datetime], at: datetime) -> Iterator[Trouble]:
    """What keeps appointments from being arranged: they are to come, not too far ahead, and not too many."""
    yield from troubles_of_contact(facts)
    if not starts:
        yield "day", refused("Keep at least 1 date.")
    elif min(starts) <= at:
        yield "day", refused("Appointment must be after now. Record one that has happened as a contact instead.")
    elif max(starts) > at + FURTHEST_AHEAD:
        yield "day", refused("Appointment must be within the next 2 years.")
    if len(starts) > MOST_REPEATS:
        yield "times", refused(f"At most {MOST_REPEATS} appointments can be arranged at once.")


def troubles_of_recording(facts: ContactFacts, starts_at: datetime, at: datetime) -> Iterator[Trouble]:
    """What keeps a contact that has happened from the diary: it cannot be to come."""
    yield from troubles_of_contact(facts)
    if starts_at > at:
        yield "day", refused("A contact that has happened must be in the past. Arrange an appointment instead.")


def may_end(reason: str) -> Decision:
    """A contact is cancelled or moved with a reason that others can read."""
    return all_of(
        allowed() if reason.strip() else refused("Enter the reason."),
        allowed()
        if len(reason) <= LONGEST_REASON
        else refused(f"The reason must be {LONGEST_REASON} characters or fewer."),
    )


def is_bank_holiday(at: datetime) -> bool:
    """Whether a moment falls on a bank holiday in England and Wales."""
    return local_date(at) in bank_holidays()


def clashes(starts_at: datetime, ends_at: datetime, booked: Iterable[Booked]) -> list[Booked]:
    """What overlaps: one that ends as the other begins does not."""
    return [one for one in booked if one.starts_at < ends_at and starts_at < one.ends_at]
