"""What crosses to those who work with the person who caused harm: the view in a word, and where each decision stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desistance.access.queries.scope import entries_seen
from desistance.access.queries.staffing import holding_posts
from desistance.audit.deeds import question
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.states import State
from desistance.history.models import Arrest
from desistance.partners.models import Post, Team
from desistance.restorative.models import DecisionToExplain, VictimView
from desistance.restorative.terms import DUE, EXPLAINED_STATES, UNDONE, Explained, Wish

VIEWS, DECISIONS = "restorative.VictimView", "restorative.DecisionToExplain"
CONTACT_ROLES = ("victim_contact", "rj_coordinator")


def contact_team(*, agency: int, at: datetime) -> Team | None:
    """The team of an agency that works with victims: where somebody holds the role, the first by name."""
    posts = Post.objects.filter(holding_posts(at), agency_id=agency, role__in=CONTACT_ROLES, team__isnull=False)
    found = posts.select_related("team").order_by("team__name", "pk").first()
    return found.team if found else None


@question
def views_of(*, by: Pass) -> Mapping[int, VictimView]:
    """The views that were asked for in the matters of the person whose record is open, by the id of the arrest."""
    rows = VictimView.objects.filter(entries_seen(by, VIEWS))
    return {row.arrest_id: row for row in rows}


def wish_of(*, arrest: int | None, by: Pass) -> Wish:
    """What crosses of the view in one matter; not known where it was not asked for."""
    view = views_of(by=by).get(arrest) if arrest is not None else None
    return Wish(view.wish) if view else Wish.NOT_KNOWN


def wish_words(view: VictimView | None) -> str:
    """The same in words."""
    return Wish(view.wish).label if view else "Not asked for yet"


@question
def own_matter(*, arrest: int, by: Pass) -> Arrest:
    """An arrest by the reader's agency of the person whose record is open, to ask for a view of. Raises :class:`NotFound`."""
    rows = Arrest.objects.standing().filter(entries_seen(by, "history.Arrest"), pk=arrest, agency_id=by.agency)
    found: Arrest | None = rows.first()
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True, slots=True)
class ExplainedShown:
    """A decision that victims are told of, as the other side sees it: by when at the latest, and whether it is dealt with."""

    id: int
    words: str
    state: State
    due_at: datetime
    is_late: bool


@question
def decisions_explained(*, arrest: int | None, by: Pass, at: datetime) -> Sequence[ExplainedShown]:
    """Decisions of one matter that victims are told of, the newest first."""
    rows = DecisionToExplain.objects.filter(entries_seen(by, DECISIONS), view__arrest_id=arrest or 0)
    return [
        ExplainedShown(
            id=row.pk,
            words=Explained(row.what).label,
            state=EXPLAINED_STATES[row.state],
            due_at=row.due_at,
            is_late=row.state == DUE and row.due_at < at,
        )
        for row in rows.exclude(state=UNDONE).order_by("-decided_at", "-pk")
    ]
