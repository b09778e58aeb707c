"""Where the reader has been: written for the reader, about no one (each look itself is noted by the audit trail)."""

from datetime import datetime

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.desk.models import Look
from desistance.desk.rules.places import about_nobody
from desistance.foundation.passes import Pass
from desistance.people.models import Person


@deed("desk.keep", Category.ADMINISTRATION, about=about_nobody)
def note_place(*, person: Person, by: Pass, at: datetime, is_seen: bool = False) -> None:
    """Remember that the reader opened the person now; with ``is_seen``, that there was nothing new to see. One statement."""
    Look.objects.bulk_create(
        [Look(staff_id=by.staff, agency_id=by.agency, person=person, opened_at=at, seen_at=at)],
        update_conflicts=True,
        unique_fields=["staff", "agency", "person"],
        update_fields=["opened_at", "seen_at"] if is_seen else ["opened_at"],
    )


@deed("desk.keep", Category.ADMINISTRATION, about=about_nobody)
def mark_seen(*, person: Person, by: Pass, at: datetime) -> None:
    """The reader has seen what changed on this person up to now."""
    Look.objects.filter(staff_id=by.staff, agency_id=by.agency, person=person).update(seen_at=at)


@deed("desk.keep", Category.ADMINISTRATION, about=about_nobody)
def mark_all_seen(*, by: Pass, at: datetime) -> int:
    """The reader has seen what changed on everyone they follow; answers how many people that is."""
    return Look.objects.filter(staff_id=by.staff, agency_id=by.agency).update(seen_at=at)


@deed("desk.keep", Category.ADMINISTRATION, about=about_nobody)
def clear_recent(*, by: Pass, at: datetime) -> int:
    """Empty the reader's list of people viewed; what changed since is still counted from their last look."""
    return Look.objects.filter(staff_id=by.staff, agency_id=by.agency).update(opened_at=None)
