"""What a worker sees of all rooms: the timeline of a person, the work that is due, and notices."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Query, Schema
from pydantic import Field, StringConstraints

from desistance.api.admission import Asked
from desistance.api.answers import Done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import NO_NUL, Day, Id, Moment, Size, Word
from desistance.desk.actions.notices import read_notices
from desistance.desk.queries.duties import duties_of
from desistance.desk.queries.notices import notices_of
from desistance.desk.queries.timeline import known_entries, timeline_page
from desistance.desk.rules.timeline import LONGEST_WORDS, Filters, may_filter, places_around, read_place
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Refused

router = RoomRouter(tags=["desk"])
Place = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,17}-[0-9]{1,18}-[a-z_]{1,40}\.[A-Za-z]{1,40}$")]
"""A place in the timeline, as an answer gave it."""


class EntryTold(Schema):
    """One entry of the timeline, with who says so and since when it is on record."""

    at: datetime
    holding: str
    id: int
    kind: str
    title: str
    summary: str
    agency: str
    data_class: str
    author: str
    source: str
    source_reference: str
    recorded_at: datetime


class KnownOnlyTold(Schema):
    """Entries that the caller may only know of: how many, whose, and between which weeks."""

    data_class: str
    agency: str
    count: int
    first_on: date
    last_on: date


class TimelineTold(Schema):
    """A page of entries, newest first; ``older`` and ``newer`` are what to send for the next pages, empty where there is none."""

    entries: list[EntryTold]
    known_only: list[KnownOnlyTold]
    newer: str
    older: str


class DutyTold(Schema):
    """One piece of work that is due, and its one next step."""

    duty: str
    record: int
    reference: str
    words: str
    said_by: str
    since: datetime
    due: datetime | None
    group: str
    rank: int
    step: str


class NoticeTold(Schema):
    """What is new; without a duty it has been dealt with, or ``is_taken_back`` with the file that told of it."""

    id: int
    created_at: datetime
    read_at: datetime | None
    group: str
    duty: DutyTold | None
    is_taken_back: bool


class Reading(Schema):
    """One notice, or all of them."""

    notice: Id | None = Field(None, description="Leave out to mark all.")


class Paging(Schema):
    """Which part of the timeline to read."""

    size: Size = 25
    older_than: Place | None = None
    newer_than: Place | None = None
    kind: Word = ""
    agency: Id | None = None
    from_on: Day | None = None
    until_on: Day | None = None
    as_of: Moment | None = None


class PagingByWords(Paging):
    """Words to find in the timeline, in the part of it that is told."""

    words: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_WORDS, pattern=NO_NUL)]


@router.asks("/people/{reference}/timeline", TimelineTold)
def timeline(request: Asked, reference: str, asked: Query[Paging]) -> Any:
    """Read the timeline of a person a page at a time, as it is or as it stood at a moment."""
    return _timeline(request, reference, asked)


@router.asks("/people/{reference}/timeline/find", TimelineTold, method="POST")
def find_in_timeline(request: Asked, reference: str, said: PagingByWords) -> Any:
    """Find entries by their words: all of them, in any order, in what an entry says, its kind, agency or author.

    Every word of a note, a contact or a review of risk counts, also what its entry does not show; of a sensitive note none does.
    """
    return _timeline(request, reference, said, said.words)


def _timeline(request: Asked, reference: str, asked: Paging, words: str = "") -> TimelineTold:
    _, by = opened(request, reference)
    may_filter(asked.from_on, asked.until_on).demand("until_on")
    filters = Filters(agency=asked.agency, kind=asked.kind, from_on=asked.from_on, until_on=asked.until_on, words=words)
    page = timeline_page(
        by=by,
        size=asked.size,
        filters=filters,
        older_than=read_as_place(asked.older_than, "older_than"),
        newer_than=read_as_place(asked.newer_than, "newer_than"),
        as_of=asked.as_of,
    )
    around = places_around(page.entries, has_newer=page.has_newer, has_older=page.has_older)
    known = known_entries(by=by, today=local_date(request.at), filters=filters)
    return TimelineTold(
        entries=[EntryTold.from_orm(entry) for entry in page.entries],
        known_only=[KnownOnlyTold.from_orm(one) for one in known],
        newer=around[0],
        older=around[1],
    )


def read_as_place(text: str | None, field: str) -> Any:
    """A place as an answer gave it. Raises :class:`Refused` for any other text."""
    found = read_place(text) if text else None
    if text and found is None:
        raise Refused("Send a place as an answer gave it", field=field)
    return found


@router.asks("/duties", list[DutyTold])
def duties(request: Asked) -> Any:
    """List the work that is due of the caller, the most urgent first: my day."""
    return list(duties_of(by=request.by))


@router.asks("/notices", list[NoticeTold])
def notices(request: Asked) -> Any:
    """List the caller's notices, newest first."""
    return list(notices_of(by=request.by))


@router.does("/notices/read", permission="desk.keep")
def mark_notices_read(request: Asked, said: Reading) -> Done:
    """Mark one notice as read, or all; the answer's id is how many."""
    count = read_notices(by=request.by, at=request.at, notice=said.notice)
    return Done(record="notices", id=str(count), version=None)
