"""What a reader was told is new, read with the duties themselves: a notice holds no words of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desistance.audit.deeds import question
from desistance.desk.models import Notice
from desistance.desk.queries.duties import duties_of
from desistance.desk.rules.duties import DutyRow
from desistance.desk.terms import BADGE_STOP, DAY_MOST
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE

LAST = 99


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """A notice with the duty it is of; without one the work has been dealt with, by whomever, or ``is_taken_back``.

    The file that told of it was undone then.
    """

    id: int
    created_at: datetime
    read_at: datetime | None
    group: str
    duty: DutyRow | None
    is_taken_back: bool = False


@question
def unread_notices(*, by: Pass) -> int:
    """How many notices are new, for the badge; counting stops at a hundred. None of a person the reader is excluded from."""
    new = Notice.objects.filter(staff_id=by.staff, agency_id=by.agency, read_at__isnull=True, gone_at__isnull=True)
    return len(new.exclude(person_id__in=by.excluded).values_list("pk")[:BADGE_STOP])


@question
def notices_of(*, by: Pass) -> Sequence[NoticeShown]:
    """The reader's notices, newest first, and by rank those told at once.

    What is no longer theirs to see is told as dealt with, without a name.
    """
    due = {row.key: row for row in duties_of(by=by)}
    mine = Notice.objects.filter(staff_id=by.staff, agency_id=by.agency).order_by("-created_at", "-id")
    rows = mine.values_list("pk", "created_at", "read_at", "duty", "record", "is_taken_back")[:DAY_MOST]
    found = [
        NoticeShown(pk, created_at, read_at, _group(duty), due.get((duty, record)), is_taken_back)
        for pk, created_at, read_at, duty, record, is_taken_back in rows
    ]
    by_rank = sorted(found, key=lambda one: one.duty.rank if one.duty else LAST)
    return sorted(by_rank, key=lambda one: one.created_at, reverse=True)


def _group(duty: str) -> str:
    offered = HOUSE.duties.get(duty)
    return offered.group if offered else "Work"


@question
def told_before(*, by: Pass) -> Mapping[tuple[str, int], bool]:
    """What the reader was told before, by duty and record, and whether it is gone since: for the job that tells what is new."""
    rows = Notice.objects.filter(staff_id=by.staff, agency_id=by.agency)
    return {(duty, record): gone is not None for duty, record, gone in rows.values_list("duty", "record", "gone_at")}
