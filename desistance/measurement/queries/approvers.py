"""Who can approve a publication: the names a refusal gives."""

from datetime import datetime

from desistance.foundation.register import HOUSE
from desistance.measurement.models import Publication
from desistance.partners.queries import posts_held
from desistance.partners.terms import ROLES

MOST_NAMED = 3


def approvers(publication: Publication, *, at: datetime) -> tuple[str, ...]:
    """Up to three members of staff who can approve it, with their roles; not who prepared it or asked for approval."""
    roles = HOUSE.permissions["publication.approve"].roles
    found: dict[int, str] = {}
    for post in posts_held(at=at):
        if post.role in roles and post.staff_id not in (publication.prepared_by, publication.submitted_by):
            found.setdefault(post.staff_id, f"{post.staff.name} ({ROLES[post.role].title.lower()})")
    return tuple(found.values())[:MOST_NAMED]
