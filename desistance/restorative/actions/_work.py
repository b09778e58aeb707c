"""The work of victim contact with a matter, which opens what stands behind the wall, and what crosses of the view."""

from datetime import datetime

from desistance.access.actions.involvements import end_involvement, open_involvement
from desistance.access.models import Involvement
from desistance.access.terms import LegalGround
from desistance.foundation.actions import change
from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass
from desistance.restorative.models import DecisionToExplain, VictimView
from desistance.restorative.queries.crossing import contact_team
from desistance.restorative.terms import DUE, VIEW_STATES, WORK, Wish

NOBODY = "Nobody at your agency works with victims. Ask your administrator to give a team the role of victim contact."


def open_work(view: VictimView, by: Pass, at: datetime) -> None:
    """The work of victim contact: of a team, with no lead worker, so that no name of one stands anywhere."""
    if view.involvement is not None and view.involvement.state == "open":
        return
    team = contact_team(agency=by.agency, at=at)
    if team is None:
        raise Refused(NOBODY, field="victim")
    work = Involvement.objects.filter(person_id=view.person_id, agency_id=by.agency, kind=WORK, state="open").first()
    if work is None:
        ground = LegalGround.PUBLIC_TASK
        work = open_involvement(person=view.person, kind=WORK, legal_ground=ground, team=team, by=by, at=at)
    change(view, version=None, by=by, at=at, involvement=work)


def end_work(view: VictimView, by: Pass, at: datetime) -> None:
    """End the work of victim contact with the person, unless another of their matters goes on."""
    work = view.involvement
    if work is None or work.state != "open":
        return
    others = VictimView.objects.filter(involvement=work).exclude(pk=view.pk)
    settled = DecisionToExplain.objects.filter(is_last=True).exclude(state=DUE).values("view")
    if not others.exclude(wish=Wish.NO_VICTIM).exclude(pk__in=settled).exists():
        end_involvement(involvement=work, reason="All that was to be told has been told", by=by, at=at)


def settle_view(view: VictimView, wish: str, by: Pass, at: datetime) -> None:
    """Say across what the view is now, where that changed."""
    if view.wish != wish:
        VIEW_STATES.may_move(view.wish, wish).demand("restorative")
        change(view, version=None, by=by, at=at, wish=wish)
