"""What a reader was told is new, read with the duties themselves: a notice holds no words of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from desistance.audit.deeds import question
from desistance.desk.models import Notice, NoticeChoice
from desistance.desk.queries.duties import duties_of
from desistance.desk.rules.duties import DutyRow
from desistance.desk.rules.handing import may_be_put_off
from desistance.desk.terms import BADGE_STOP, DAY_MOST, EMAIL_NO_SOONER_THAN, SNOOZE_RULES, EmailChoice
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, unseen
from desistance.foundation.register import HOUSE
from desistance.foundation.rulesets import in_force

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
    return len(rows_of(_unread, by=by))


def _unread(by: Pass) -> QuerySet[Any, Any]:
    new = Notice.objects.filter(staff_id=by.staff, agency_id=by.agency, read_at__isnull=True, gone_at__isnull=True)
    return new.exclude(person_id__in=by.excluded).values_list("pk")[:BADGE_STOP]


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


@dataclass(frozen=True, slots=True)
class Choice:
    """How a worker wants to be told; without a choice at once, and of everything."""

    email: str = EmailChoice.EACH.value
    muted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToEmail:
    """Who is sent an email, and how many notices are new to them."""

    staff: int
    agency: int
    email: str
    count: int


@question
def own_choice(*, by: Pass) -> Choice:
    """How the reader wants to be told."""
    rows = NoticeChoice.objects.filter(staff_id=by.staff, agency_id=by.agency)
    row = rows.values_list("email", "muted").first()
    return Choice(row[0], tuple(row[1])) if row else Choice()


def notice_choices() -> Mapping[tuple[int, int], Choice]:
    """Every worker's choice, by worker and agency: for the job."""
    rows = NoticeChoice.objects.values_list("staff_id", "agency_id", "email", "muted")
    return {(staff, agency): Choice(email, tuple(muted)) for staff, agency, email, muted in rows}


def to_email(choice: EmailChoice, at: datetime) -> Sequence[ToEmail]:
    """Workers who chose this, have notices newer than their last email, and had none within the hour: two statements."""
    known = {(one.staff_id, one.agency_id): one for one in NoticeChoice.objects.all()}
    with marked("desk.to_email"), unseen("nightly check"):
        unread = Notice.objects.filter(read_at__isnull=True, gone_at__isnull=True, staff__is_active=True)
        rows = list(unread.values_list("staff_id", "agency_id", "staff__email", "created_at"))
    found: dict[tuple[int, int, str], int] = {}
    for staff, agency, email, created_at in rows:
        kept = known.get((staff, agency))
        last = kept.emailed_at if kept else None
        is_theirs = (kept.email if kept else EmailChoice.EACH) == choice
        if is_theirs and (last is None or (created_at > last and at - last >= EMAIL_NO_SOONER_THAN)):
            found[staff, agency, email] = found.get((staff, agency, email), 0) + 1
    return [ToEmail(staff, agency, email, count) for (staff, agency, email), count in found.items()]


def mutable_duties(by: Pass) -> list[tuple[str, str]]:
    """Kinds of work of the reader's role that may come without a notice, in words: all but safety and legal deadlines."""
    values = in_force(SNOOZE_RULES, local_date(by.at)).values
    offered = [one for one in HOUSE.duties.values() if by.holds(one.permission) and may_be_put_off(one.rank, values)]
    offered.sort(key=lambda one: (one.rank, one.name))
    return [(one.name, f"{one.group}: {one.step.lower()}") for one in offered]
