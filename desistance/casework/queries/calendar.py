"""A worker's calendar address and what it answers; the numbers that a reminder may go to."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desistance.access.queries.scope import entries_seen, people_seen, unhidden
from desistance.audit.deeds import question
from desistance.casework.models import CalendarLink, Contact, Reminder
from desistance.casework.queries.contacts import own_contact
from desistance.casework.rules.calendar import Slot
from desistance.casework.rules.reminders import may_be_texted, may_remind, reminder_text
from desistance.casework.rules.safe_contact import SafeFacts
from desistance.casework.terms import CANCELLED, RESCHEDULED, SCHEDULED, ContactKind
from desistance.foundation.decisions import Decision, NotFound
from desistance.foundation.passes import Pass
from desistance.partners.models import Post, Staff
from desistance.people.models import ContactDetail, Person
from desistance.people.terms import ContactDetailKind

BEHIND, AHEAD = timedelta(days=31), timedelta(days=366)
MOST_SLOTS = 2_000


def digest_of_link(secret: str) -> str:
    """What is kept of a calendar address. A plain digest is enough: 256 random bits cannot be tried one by one."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link_with(secret: str, *, at: datetime) -> CalendarLink:
    """The link that a secret address names, whose post is held. Raises :class:`NotFound`, also when it was revoked."""
    rows = CalendarLink.objects.filter(
        digest=digest_of_link(secret), revoked_at__isnull=True, post__staff__is_active=True
    )
    found: CalendarLink | None = rows.select_related("post__agency", "post__team", "post__staff").first()
    if found is None or found.post.from_at > at or (found.post.until_at is not None and found.post.until_at <= at):
        raise NotFound()
    return found


def own_link(*, by: Pass) -> CalendarLink | None:
    """The reader's own address for the post they act in, if they made one."""
    return CalendarLink.objects.filter(post__in=_posts(by), revoked_at__isnull=True).first()


def _posts(by: Pass) -> Sequence[Post]:
    return list(Post.objects.filter(staff_id=by.staff, agency_id=by.agency, role=by.role, from_at__lte=by.at)[:5])


@question
def slots_of(*, by: Pass, shows_place: bool) -> Sequence[Slot]:
    """The reader's appointments of a month back and a year ahead, with people whose record they may open. One statement.

    A place is told only where the reader chose so, and never of a home visit.
    """
    open_to_reader = Person.objects.filter(people_seen(by))
    rows = Contact.objects.filter(
        unhidden(by, "casework.Contact"),
        with_staff_id=by.staff,
        agency_id=by.agency,
        starts_at__gte=by.at - BEHIND,
        starts_at__lt=by.at + AHEAD,
        person__in=open_to_reader,
    )
    return [
        Slot(
            id=row.pk,
            version=row.version,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            changed_at=row.changed_at,
            is_cancelled=row.state in (CANCELLED, RESCHEDULED),
            place=row.place if shows_place and row.kind != ContactKind.HOME else "",
        )
        for row in rows.order_by("starts_at", "id")[:MOST_SLOTS]
    ]


@dataclass(frozen=True, slots=True)
class NumberToText:
    """One telephone number on record: how it is known (never the number itself), and whether a text may go there now."""

    id: int
    words: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Composed:
    """A reminder before it is sent: the exact text, the numbers, when one was sent before, and whether one may be sent at all."""

    text: str
    numbers: tuple[NumberToText, ...]
    sent_before: tuple[datetime, ...]
    decision: Decision


@question
def reminder_for(contact: int, *, by: Pass) -> Composed:
    """The exact text for an appointment of the reader's agency, and each number that they may see. Raises :class:`NotFound`."""
    row = own_contact(contact, by=by).contact
    ring = Staff.objects.filter(pk=by.staff).values_list("telephone", flat=True).first() or ""
    seen = ContactDetail.objects.standing().filter(entries_seen(by, "people.ContactDetail"))
    phones = seen.exclude(kind=ContactDetailKind.EMAIL).order_by("kind", "id")
    sent = Reminder.objects.standing().filter(entries_seen(by, "casework.Reminder"), contact=row)
    return Composed(
        text=reminder_text(row.starts_at, ring),
        numbers=tuple(_number(phone, by) for phone in phones),
        sent_before=tuple(one.at for one in sent.order_by("at")),
        decision=may_remind(is_scheduled=row.state == SCHEDULED, starts_at=row.starts_at, at=by.at),
    )


def _number(phone: ContactDetail, by: Pass) -> NumberToText:
    facts = SafeFacts(
        f"{ContactDetailKind(phone.kind).wording} ending {phone.value[-3:]}", phone.safe, phone.safe_times
    )
    return NumberToText(phone.pk, facts.words, may_be_texted(facts, by.at))
