"""A worker's calendar address: made and revoked by whoever it is of. A reminder: recorded once it was sent by hand."""

from datetime import datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.casework.actions._writing import demand_ours
from desistance.casework.models import CalendarLink, Contact, Reminder
from desistance.casework.queries.calendar import digest_of_link, own_link, reminder_for
from desistance.foundation.actions import change
from desistance.foundation.decisions import NotFound, refused
from desistance.foundation.passes import Pass


@deed("calendar.feed", Category.ADMINISTRATION)
def make_calendar_link(*, post: Any, secret: str, shows_place: bool, by: Pass, at: datetime) -> CalendarLink:
    """Make a new secret address for the reader's own post; one that was there before ends at once.

    ``secret`` was drawn by the door, which shows it once; here only its digest is kept.
    """
    if post.staff_id != by.staff or post.agency_id != by.agency:
        raise NotFound()
    before = own_link(by=by)
    if before is not None:
        change(before, version=None, by=by, at=at, revoked_at=at, revoked_by=by.staff)
    told = {"digest": digest_of_link(secret), "shows_place": shows_place}
    return CalendarLink.objects.create(post=post, created_at=at, changed_at=at, changed_by=by.staff, **told)


@deed("calendar.feed", Category.ADMINISTRATION)
def revoke_calendar_link(*, by: Pass, at: datetime) -> CalendarLink:
    """End the reader's own address: from now on it is not there. Raises :class:`Refused` when there is none."""
    found = own_link(by=by)
    if found is None:
        refused("There is no calendar link to end.").demand()
        raise NotFound()
    change(found, version=None, by=by, at=at, revoked_at=at, revoked_by=by.staff)
    return found


@deed("contact.remind", Category.COLLECTION)
def record_reminder(*, contact: Contact, detail: int, by: Pass, at: datetime) -> Reminder:
    """Record that the reader sent the reminder by hand: the very text, to which number, when. Nothing is sent by the service.

    Raises :class:`Refused` where the number may not be texted now, or the appointment is not to come.
    """
    demand_ours(contact, by)
    composed = reminder_for(contact.pk, by=by)
    composed.decision.demand()
    number = next((one for one in composed.numbers if one.id == detail), None)
    if number is None:
        refused("Choose the number that you texted.").demand("detail")
        raise NotFound()
    number.decision.demand("detail")
    return Reminder.objects.create(
        person_id=contact.person_id,
        contact=contact,
        agency_id=by.agency,
        data_class=contact.data_class,
        detail=number.id,
        text=composed.text,
        at=at,
        said_at=at,
        recorded_at=at,
        recorded_by=by.staff,
    )
