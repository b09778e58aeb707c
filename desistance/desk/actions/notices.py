"""Telling readers what is new, and noting that they read it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.desk.models import Notice, NoticeChoice
from desistance.desk.rules.duties import DutyRow
from desistance.desk.rules.notices import may_choose
from desistance.desk.rules.places import about_nobody
from desistance.desk.terms import SNOOZE_RULES
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.foundation.rulesets import in_force


@deed("notice.send", Category.ADMINISTRATION, about=about_nobody)
def tell(
    *, reader: Pass, new: Sequence[DutyRow], gone: Iterable[tuple[str, int]], by: Pass, at: datetime
) -> Sequence[int]:
    """Tell a reader of duties that are new to them, and mark notices whose duty is gone. Telling twice changes nothing.

    A duty that comes back after it was dealt with is new again. Two statements, however many.
    """
    notices = [
        Notice(
            staff_id=reader.staff,
            agency_id=reader.agency,
            person_id=row.person,
            duty=row.duty,
            record=row.record,
            created_at=at,
        )
        for row in new
    ]
    made = Notice.objects.bulk_create(
        notices,
        update_conflicts=True,
        unique_fields=["staff", "agency", "duty", "record"],
        update_fields=["created_at", "read_at", "gone_at", "is_taken_back"],
    )
    finished = Q(pk__in=[])
    for duty, record in gone:
        finished |= Q(duty=duty, record=record)
    if finished != Q(pk__in=[]):
        mine = Notice.objects.filter(staff_id=reader.staff, agency_id=reader.agency, gone_at__isnull=True)
        mine.filter(finished).update(gone_at=at)
    return [notice.pk for notice in made]


@deed("notice.send", Category.ADMINISTRATION, about=about_nobody)
def note_email(*, staff: int, agency: int, by: Pass, at: datetime) -> None:
    """Note that a reader was sent an email now: the next comes no sooner than their choice says."""
    NoticeChoice.objects.update_or_create(staff_id=staff, agency_id=agency, defaults={"emailed_at": at})


@deed("desk.keep", Category.ADMINISTRATION, about=about_nobody)
def choose_notices(*, email: str, muted: Sequence[str], by: Pass, at: datetime) -> NoticeChoice:
    """Choose how to be told: by email at once, once a day or never, and of which kinds of work not at all.

    Raises :class:`Refused` for a choice that is none (``email``), and for muting safety or a legal deadline (``muted``).
    """
    values = in_force(SNOOZE_RULES, local_date(at)).values
    ranks = {name: duty.rank for name, duty in HOUSE.duties.items()}
    may_choose(email=email, muted=muted, ranks=ranks, values=values).demand("muted")
    kept, _ = NoticeChoice.objects.update_or_create(
        staff_id=by.staff, agency_id=by.agency, defaults={"email": email, "muted": sorted(set(muted))}
    )
    return kept


@deed("desk.keep", Category.ADMINISTRATION, about=about_nobody)
def read_notices(*, by: Pass, at: datetime, notice: int | None = None) -> int:
    """Mark one of the reader's notices as read, or all of them; answers how many."""
    mine = Notice.objects.filter(staff_id=by.staff, agency_id=by.agency, read_at__isnull=True)
    return (mine if notice is None else mine.filter(pk=notice)).update(read_at=at)
