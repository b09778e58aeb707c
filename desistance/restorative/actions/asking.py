"""Deeds of those who work with the person who caused harm: asking for a view, and handing over what victims are to be told.

None of them shows or answers anything about a victim.
"""

from datetime import datetime

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.decisions import Refused, refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.restorative.actions._tellings import make_tellings
from desistance.restorative.actions._work import open_work
from desistance.restorative.models import DecisionToExplain, Telling, VictimView
from desistance.restorative.rules import latest_by, view_due
from desistance.restorative.terms import DUE, EXPLAINED_STATES, UNDONE, Explained, Wish

TOLD_ALREADY = "Victim contact has acted on this decision already, so it cannot be undone."


@deed("victim.ask", Category.COLLECTION)
def ask_for_view(*, arrest: Arrest, by: Pass, at: datetime, has_victim: bool = True) -> VictimView:
    """Ask victim contact for the view of whoever was harmed, or record that nobody was. Asking again changes nothing.

    Raises :class:`Refused` (field ``victim``) where nobody at the agency works with victims, or a view is on record.
    """
    by.demand_person(arrest.person_id, DataClass.OFFENDING, writing=True)
    view = VictimView.objects.select_for_update().filter(arrest=arrest, agency_id=by.agency).first()
    if not has_victim:
        return _nobody_harmed(arrest, view, by, at)
    if view is None:
        view = _new_view(arrest, Wish.NOT_KNOWN, by, at)
    elif view.wish == Wish.NO_VICTIM:
        change(
            view, version=None, by=by, at=at, wish=Wish.NOT_KNOWN, asked_at=at, asked_by=by.staff, due_at=view_due(at)
        )
    open_work(view, by, at)
    return view


def _nobody_harmed(arrest: Arrest, view: VictimView | None, by: Pass, at: datetime) -> VictimView:
    if view is None:
        return _new_view(arrest, Wish.NO_VICTIM, by, at)
    if view.wish != Wish.NO_VICTIM:
        refused("Victim contact was asked already. Only they can say that nobody was harmed.").demand("victim")
    return view


def _new_view(arrest: Arrest, wish: str, by: Pass, at: datetime) -> VictimView:
    made = {"created_at": at, "changed_at": at, "changed_by": by.staff}
    return VictimView.objects.create(
        person_id=arrest.person_id,
        agency_id=by.agency,
        arrest=arrest,
        wish=wish,
        asked_at=at,
        asked_by=by.staff,
        due_at=view_due(at),
        **made,
    )


@deed("victim.ask", Category.COLLECTION)
def hand_decision_over(
    *, view: VictimView, what: str, by: Pass, at: datetime, is_last: bool = False
) -> DecisionToExplain | None:
    """Give victim contact a decision to explain; each victim on record gets their own clock. None where nobody was harmed."""
    by.demand_person(view.person_id, DataClass.OFFENDING, writing=True)
    standing = VictimView.objects.select_for_update().get(pk=view.pk)
    if standing.wish == Wish.NO_VICTIM:
        return None
    open_work(standing, by, at)
    row = DecisionToExplain.objects.create(
        person_id=standing.person_id,
        agency_id=standing.agency_id,
        view=standing,
        what=Explained(what),
        decided_at=at,
        due_at=latest_by(at),
        is_last=is_last,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )
    make_tellings(row, by, at)
    return row


@deed("victim.ask")
def take_decision_back(*, decision: DecisionToExplain, by: Pass, at: datetime) -> DecisionToExplain:
    """Take back a decision that was undone. Raises :class:`Refused` once victim contact has acted on it."""
    by.demand_person(decision.person_id, DataClass.OFFENDING, writing=True)
    row = DecisionToExplain.objects.select_for_update().get(pk=decision.pk)
    tellings = list(Telling.objects.select_for_update().filter(decision=row))
    if row.state != DUE or any(one.state not in {DUE, "declined"} for one in tellings):
        raise Refused(TOLD_ALREADY)
    for one in tellings:
        if one.state == DUE:
            change(one, version=None, by=by, at=at, state=UNDONE, settled_at=at, settled_by=by.staff)
    EXPLAINED_STATES.may_move(row.state, UNDONE).demand()
    change(row, version=None, by=by, at=at, state=UNDONE)
    return row
