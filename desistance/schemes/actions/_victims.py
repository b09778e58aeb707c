"""What a case asks of victim contact: the view before an offer, and decisions to explain. Nothing about a victim comes back."""

from datetime import datetime

from desistance.foundation.passes import Pass
from desistance.history.models import Arrest
from desistance.restorative.actions.asking import ask_for_view, hand_decision_over
from desistance.restorative.models import DecisionToExplain, VictimView
from desistance.restorative.queries.crossing import contact_team
from desistance.restorative.terms import Wish
from desistance.schemes.models import SchemeCase
from desistance.schemes.terms.contracts import VictimWord


def view_of(arrest: int | None, by: Pass) -> VictimView | None:
    """The view of a matter, as far as it was asked for by the acting agency."""
    return VictimView.objects.filter(arrest_id=arrest, agency_id=by.agency).first() if arrest else None


def wish_now(case: SchemeCase, by: Pass) -> Wish:
    """What crosses of the view now."""
    view = view_of(case.arrest_id, by)
    return Wish(view.wish) if view else Wish.NOT_KNOWN


def hear_of_victim(arrest: Arrest, word: str, by: Pass, at: datetime) -> Wish:
    """What an officer says of the victim when they decide; what crosses of the view then."""
    if word in VictimWord.values:
        return Wish(ask_for_view(arrest=arrest, has_victim=word == VictimWord.ASK, by=by, at=at).wish)
    view = view_of(arrest.pk, by)
    return Wish(view.wish) if view else Wish.NOT_KNOWN


def explain(case: SchemeCase, what: str, by: Pass, at: datetime, *, is_last: bool = True) -> DecisionToExplain | None:
    """Hand a decision to victim contact, whom nobody may have asked so far; None where nobody is to be told."""
    view = view_of(case.arrest_id, by)
    if view is None:
        if case.runs_from is None or case.arrest is None or contact_team(agency=by.agency, at=at) is None:
            return None
        view = ask_for_view(arrest=case.arrest, by=by, at=at)
    return hand_decision_over(view=view, what=what, is_last=is_last, by=by, at=at)
