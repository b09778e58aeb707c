"""Whether someone may be rung, as agencies say it, and what is worth knowing of each date before appointments are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desistance.access.queries.scope import entries_seen
from desistance.audit.deeds import question
from desistance.casework.queries.contacts import booked_between
from desistance.casework.rules.arranging import Booked, ContactFacts, clashes, is_bank_holiday
from desistance.casework.rules.safe_contact import SafeFacts, told_of, unsafe_words
from desistance.casework.terms import CALLS
from desistance.foundation.passes import Pass
from desistance.people.models import ContactDetail
from desistance.people.terms import PHONE_KINDS, ContactDetailKind

LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DateShown:
    """One date to arrange: a bank holiday, where else the person is expected then, and why a call may not be safe."""

    starts_at: datetime
    ends_at: datetime
    is_bank_holiday: bool
    clashes: tuple[Booked, ...]
    unsafe: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to say of it."""
        return not (self.is_bank_holiday or self.clashes or self.unsafe)


def _phones(by: Pass) -> list[SafeFacts]:
    seen = ContactDetail.objects.standing().filter(entries_seen(by, "people.ContactDetail"), kind__in=PHONE_KINDS)
    return [
        SafeFacts(f"{ContactDetailKind(row.kind).wording} ending {row.value[-3:]}", row.safe, row.safe_times)
        for row in seen.order_by("-said_at", "id")
    ]


@question
def safe_contact_of(person: int, *, by: Pass) -> Sequence[str]:
    """How it is safe to ring the person whose record is open, a line for each number on record; never the number itself."""
    return [told_of(one) for one in _phones(by)] if by.person == person else []


@question
def dates_shown(*, facts: ContactFacts, starts: Sequence[datetime], by: Pass, but: Any = None) -> Sequence[DateShown]:
    """What is worth knowing of each date before appointments are kept on them. Two statements at most."""
    if not starts:
        return []
    booked = booked_between(first=min(starts) - LONGEST, last=max(starts) + LONGEST, by=by, but=but)
    phones = _phones(by) if facts.kind in CALLS else []
    return [_shown(one, facts, booked, phones) for one in starts]


def _shown(start: datetime, facts: ContactFacts, booked: Sequence[Booked], phones: Sequence[SafeFacts]) -> DateShown:
    ends_at = facts.ends_at(start)
    return DateShown(
        starts_at=start,
        ends_at=ends_at,
        is_bank_holiday=is_bank_holiday(start),
        clashes=tuple(clashes(start, ends_at, booked)),
        unsafe=tuple(unsafe_words(facts.kind, phones, start)),
    )
