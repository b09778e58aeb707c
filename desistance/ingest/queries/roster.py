"""The sender's own teams and workers, by which a caseload names them."""

from collections import defaultdict

from django.db.models import Q

from desistance.foundation.passes import Pass
from desistance.ingest.rules.feed import Roster
from desistance.partners.models import Post
from desistance.partners.queries import teams_of
from desistance.people.rules.names import fold


def roster_of(by: Pass) -> Roster:
    """The acting agency's teams by name and short name in addresses, and its live workers by email address and name."""
    teams = teams_of(agency=by.agency)
    workers: dict[str, set[int]] = defaultdict(set)
    live = Q(from_at__lte=by.at) & (Q(until_at__isnull=True) | Q(until_at__gt=by.at))
    for post in Post.objects.filter(live, agency_id=by.agency, staff__is_active=True).select_related("staff"):
        workers[post.staff.email.casefold()].add(post.staff_id)
        workers[fold(post.staff.name)].add(post.staff_id)
    return Roster(
        teams={key: team.pk for team in teams for key in (fold(team.name), fold(team.slug))},
        workers={key: tuple(sorted(ids)) for key, ids in workers.items()},
        team_names=tuple(team.name for team in teams),
    )
