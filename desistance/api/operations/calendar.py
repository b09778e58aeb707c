"""What leaves the service in small: the caller's own calendar link, and the reminder of one appointment that was sent by hand."""

import secrets
from datetime import datetime
from typing import Any

from django.urls import reverse
from ninja import Schema
from pydantic import Field

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import Id
from desistance.casework.actions.calendar import make_calendar_link, record_reminder, revoke_calendar_link
from desistance.casework.queries.calendar import own_link, reminder_for
from desistance.casework.queries.contacts import own_contact

router = RoomRouter(tags=["contacts"])


class CalendarLinkTold(Schema):
    """Whether the caller's post has a calendar link. Its address is told once, when it is made."""

    made_at: datetime | None
    shows_place: bool


class CalendarLinkSaid(Schema):
    """What the calendar shows beside the time."""

    shows_place: bool = Field(False, description="Show the place of each appointment, never of a home visit.")


class CalendarLinkMade(Done):
    """The link that was made. ``address`` is secret, and is not told again."""

    address: str


class NumberTold(Schema):
    """One telephone number by its last digits, and why no text may go there now; empty where one may."""

    id: int
    words: str
    why_not: str


class ReminderTold(Schema):
    """The exact text, the numbers on record that the caller may see, and when one was sent before."""

    text: str
    why_not: str = Field(description="Why nobody is to be reminded of this appointment; empty where somebody may be.")
    numbers: list[NumberTold]
    sent_before: list[datetime]


class ReminderSent(Schema):
    """To which of the numbers the text was sent by hand."""

    detail: Id


@router.asks("/calendar-link", CalendarLinkTold, permission="calendar.feed")
def calendar_link(request: Asked) -> Any:
    """Say whether the caller's post has a calendar link, and what it shows."""
    link = own_link(by=request.by)
    return {"made_at": link.created_at if link else None, "shows_place": link is not None and link.shows_place}


@router.does("/calendar-link", permission="calendar.feed", answer=CalendarLinkMade)
def make_link(request: Asked, said: CalendarLinkSaid) -> CalendarLinkMade:
    """Make a calendar link for the caller's post and tell its address, once.

    The link before ends at once, so there is never more than one: a call whose answer was lost is sent again, without a key.
    """
    secret = secrets.token_urlsafe(32)
    told: dict[str, Any] = {"shows_place": said.shows_place, "by": request.by, "at": request.at}
    made = done("calendar link", make_calendar_link(post=request.token.post, secret=secret, **told))
    address = request.build_absolute_uri(reverse("calendar-file", args=[secret]))
    return CalendarLinkMade(**made.dict(), address=address)


@router.does("/calendar-link/end", permission="calendar.feed")
def end_link(request: Asked) -> Done:
    """End the caller's calendar link: from now on its address is not there."""
    return done("calendar link", revoke_calendar_link(by=request.by, at=request.at))


@router.asks("/people/{reference}/contacts/{int:number}/reminder", ReminderTold, permission="contact.remind")
def reminder(request: Asked, reference: str, number: int) -> Any:
    """Compose the text that reminds of an appointment of the agency's own; the service sends none."""
    _, by = opened(request, reference)
    composed = reminder_for(number, by=by)
    return {
        "text": composed.text,
        "why_not": composed.decision.words,
        "numbers": [{"id": one.id, "words": one.words, "why_not": one.decision.words} for one in composed.numbers],
        "sent_before": list(composed.sent_before),
    }


@router.does("/people/{reference}/contacts/{int:number}/reminder", permission="contact.remind", makes=True)
def say_reminder(request: Asked, reference: str, number: int, said: ReminderSent) -> Done:
    """Record that the caller sent the reminder by hand, and to which number."""
    _, by = opened(request, reference)
    contact = own_contact(number, by=by).contact
    return done("reminder", record_reminder(contact=contact, detail=said.detail, by=by, at=request.at))
