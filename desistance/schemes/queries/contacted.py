"""Contacts lately with somebody whose record is open, for ratings and reviews of any scheme."""

from datetime import date, timedelta
from typing import Any

from desistance.access.queries.scope import entries_seen
from desistance.casework.models import Contact
from desistance.casework.queries.lists import SAW
from desistance.casework.terms import HAPPENED, Outcome
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.terms import DataClass


def kept_and_missed(by: Pass, weeks: int, **only: Any) -> tuple[int, int]:
    """How many contacts of the last weeks were kept, and missed without an acceptable reason, as far as the reader sees."""
    rows = Contact.objects.filter(entries_seen(by, "casework.Contact"), state=HAPPENED, **only)
    since = by.at - timedelta(weeks=weeks)
    told = list(rows.filter(starts_at__gt=since, starts_at__lte=by.at).values_list("outcome", flat=True))
    note_all([by.person] if told else [], DataClass.CASEWORK)
    return sum(one in SAW for one in told), sum(one == Outcome.UNACCEPTABLE for one in told)


def spoken_on(by: Pass, **only: Any) -> date | None:
    """The day on which somebody last spoke with them, as far as the reader sees."""
    rows = Contact.objects.filter(entries_seen(by, "casework.Contact"), state=HAPPENED, outcome__in=SAW, **only)
    last = rows.order_by("-starts_at").values_list("starts_at", flat=True).first()
    note_all([by.person] if last else [], DataClass.CASEWORK)
    return local_date(last) if last else None
