"""Questions about who we are. Nothing here is about a person, so no pass is needed to read it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from desistance.partners.models import Agency, Agreement, Post, Team


def live_posts(*, staff: int, at: datetime) -> Sequence[Post]:
    """The posts that a member of staff holds at a moment, oldest first; none when their account is disabled."""
    live = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    posts = Post.objects.filter(live, staff_id=staff, staff__is_active=True).select_related("agency", "team", "staff")
    return list(posts.order_by("from_at", "id"))


def agreements_between(*, agency: int, on: date) -> Sequence[Agreement]:
    """Live agreements that the agency is party to, with their parties fetched."""
    live = Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    return list(Agreement.objects.filter(live, parties=agency).prefetch_related("parties").order_by("id"))


def agency_names() -> dict[int, str]:
    """Every agency's short name by id, for pages that show who said what."""
    return dict(Agency.objects.values_list("id", "short_name"))


def teams_of(*, agency: int) -> Sequence[Team]:
    """An agency's teams by name."""
    return list(Team.objects.filter(agency_id=agency).order_by("name"))
