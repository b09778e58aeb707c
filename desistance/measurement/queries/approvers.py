"""Who can approve a publication, and who can see one before it is out: the names that pages and refusals give."""

from collections.abc import Collection
from datetime import datetime

from desistance.foundation.register import HOUSE
from desistance.measurement.models import Publication
from desistance.partners.queries import posts_held
from desistance.partners.terms import ROLES

MOST_NAMED = 3


def approvers(publication: Publication, *, at: datetime) -> tuple[str, ...]:
    """Up to three members of staff who can approve it, with their roles; not who prepared it or asked for approval."""
    own = (publication.prepared_by, publication.submitted_by)
    return _who_may("publication.approve", at, but=own)[:MOST_NAMED]


def seen_early_by(publication: Publication, *, at: datetime) -> tuple[str, ...]:
    """Everyone whose role sees it before everybody does, with their roles: the pre-release list. Nobody once it is out."""
    return () if publication.published_at else _who_may("measure.view", at)


def _who_may(permission: str, at: datetime, *, but: Collection[int | None] = ()) -> tuple[str, ...]:
    roles = HOUSE.permissions[permission].roles
    found: dict[int, str] = {}
    for post in posts_held(at=at):
        if post.role in roles and post.staff_id not in but:
            found.setdefault(post.staff_id, f"{post.staff.name} ({ROLES[post.role].title.lower()})")
    return tuple(found.values())
