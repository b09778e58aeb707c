"""Keeping and throwing away drafts."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.desk.models import Draft
from desistance.desk.rules.drafts import expiry, may_keep
from desistance.desk.rules.places import about_nobody
from desistance.foundation.passes import Pass
from desistance.people.models import Person


@deed("desk.keep", Category.ADMINISTRATION, about=about_nobody)
def save_draft(
    *,
    form: str,
    subject: str,
    path: str,
    values: Mapping[str, Sequence[str]],
    by: Pass,
    at: datetime,
    person: Person | None = None,
) -> Draft:
    """Keep what was typed into a form, in place of what was kept before. Raises :class:`Refused` when it is empty or too long."""
    may_keep(values, path).demand()
    kept, _ = Draft.objects.update_or_create(
        staff_id=by.staff,
        agency_id=by.agency,
        form=form[:60],
        subject=subject[:60],
        defaults={
            "path": path[:200],
            "values": dict(values),
            "person": person,
            "saved_at": at,
            "expires_at": expiry(at),
        },
    )
    return kept


@deed("desk.keep", Category.ADMINISTRATION, about=about_nobody)
def discard_draft(*, form: str, subject: str, by: Pass, at: datetime) -> int:
    """Throw the reader's draft of a form away: it was sent, or is not wanted."""
    return Draft.objects.filter(staff_id=by.staff, agency_id=by.agency, form=form, subject=subject).delete()[0]


@deed("draft.expire", Category.ADMINISTRATION, about=about_nobody)
def throw_away_old_drafts(*, by: Pass, at: datetime) -> int:
    """Throw away every draft whose time is over."""
    return Draft.objects.filter(expires_at__lte=at).delete()[0]
