"""Who works for an agency today, and who among them could answer for a person. Staff are not people in the record's sense."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from desistance.partners.models import Agency, Post, Staff, Team
from desistance.partners.terms import ROLES


@dataclass(frozen=True, slots=True)
class Worker:
    """A member of staff with the title of one post, and the agency and team it is held in."""

    staff: int
    name: str
    title: str
    agency_id: int
    agency: str
    team: str = ""

    @property
    def words(self) -> str:
        """`Priya Shah, Probation practitioner, East`."""
        return ", ".join(part for part in (self.name, self.title, self.team) if part)


def holding_posts(at: datetime) -> Q:
    """Posts that are held at a moment by someone whose account is open."""
    return Q(from_at__lte=at, staff__is_active=True) & (Q(until_at__isnull=True) | Q(until_at__gt=at))


def workers_of(*, agency: int, at: datetime) -> Sequence[Worker]:
    """Everyone who holds a post in the agency at a moment, once each, by name."""
    posts = Post.objects.filter(holding_posts(at), agency_id=agency).select_related("staff", "agency", "team")
    found: dict[int, Worker] = {}
    for post in posts.order_by("staff__name", "id"):
        found.setdefault(post.staff_id, _worker(post))
    return list(found.values())


def works_for(*, staff: int, agency: int, at: datetime) -> bool:
    """Whether somebody holds a post in the agency at a moment."""
    return Post.objects.filter(holding_posts(at), staff_id=staff, agency_id=agency).exists()


def working_for(*, staff: Collection[int], agency: int, at: datetime) -> frozenset[int]:
    """Which of these hold a post in the agency at a moment."""
    posts = Post.objects.filter(holding_posts(at), staff_id__in=staff, agency_id=agency)
    return frozenset(posts.values_list("staff_id", flat=True))


def is_here(*, staff: int, at: datetime) -> bool:
    """Whether somebody holds a post anywhere at a moment: whoever does not has left."""
    return Post.objects.filter(holding_posts(at), staff_id=staff).exists()


def staff_by_id(*, ids: Sequence[int]) -> Mapping[int, Worker]:
    """Names, titles and agencies of staff by id, whether or not they still work here; the newest post tells title and agency."""
    posts = Post.objects.filter(staff_id__in=ids).select_related("staff", "agency", "team").order_by("from_at", "id")
    found = {post.staff_id: _worker(post) for post in posts}
    missing = Staff.objects.filter(pk__in=set(ids) - set(found)).values_list("id", "name")
    return {**{pk: Worker(pk, name, "", 0, "") for pk, name in missing}, **found}


def member_of_staff(*, staff: int) -> Staff | None:
    """One member of staff, to hand to an action."""
    return Staff.objects.filter(pk=staff).first()


def team_of(*, team: int, agency: int) -> Team | None:
    """One team of the agency, to hand to an action."""
    return Team.objects.filter(pk=team, agency_id=agency).first()


def other_agencies(*, agency: int) -> Sequence[tuple[int, str]]:
    """Agencies other than one's own, by name, to choose from."""
    return list(
        Agency.objects.exclude(pk=agency).filter(until_on__isnull=True).order_by("name").values_list("id", "name")
    )


def agency_of(*, agency: int) -> Agency | None:
    """One agency, to hand to an action."""
    return Agency.objects.filter(pk=agency).first()


def _worker(post: Post) -> Worker:
    return Worker(
        staff=post.staff_id,
        name=post.staff.name,
        title=ROLES[post.role].title,
        agency_id=post.agency_id,
        agency=post.agency.short_name,
        team=post.team.name if post.team else "",
    )
