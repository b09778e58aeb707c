"""What each victim must be told, made once for each of them, whichever came first: the victim or the decision."""

from collections.abc import Iterable
from datetime import datetime

from desistance.foundation.passes import Pass
from desistance.restorative.models import DecisionToExplain, Telling, Victim
from desistance.restorative.rules import due_by, has_enhanced_rights
from desistance.restorative.terms import DECLINED, DUE, TellingKind, VictimKind, WantsTold


def make_tellings(decision: DecisionToExplain, by: Pass, at: datetime) -> None:
    """The telling of a decision to each victim on record."""
    victims = Victim.objects.filter(view_id=decision.view_id).order_by("pk")
    Telling.objects.bulk_create(_of_decision(one, decision, by, at) for one in victims)


def make_first_tellings(victim: Victim, reported_at: datetime, by: Pass, at: datetime) -> None:
    """What a victim who is recorded now must be told: their rights, and decisions that wait to be explained."""
    waiting = DecisionToExplain.objects.filter(view_id=victim.view_id, state=DUE).order_by("pk")
    kinds: Iterable[str] = (TellingKind.RESTORATIVE, TellingKind.SUPPORT)
    if victim.kind == VictimKind.BUSINESS:
        kinds = (TellingKind.RESTORATIVE,)
    rows = [_telling(victim, kind, reported_at, by, at) for kind in kinds]
    Telling.objects.bulk_create([*rows, *(_of_decision(victim, one, by, at) for one in waiting)])


def _of_decision(victim: Victim, decision: DecisionToExplain, by: Pass, at: datetime) -> Telling:
    row = _telling(victim, TellingKind.DECISION, decision.decided_at, by, at)
    row.decision = decision
    if victim.wants_told == WantsTold.NO:
        row.state, row.said = DECLINED, "They asked not to be told of decisions"
        row.settled_at, row.settled_by = at, by.staff
    return row


def _telling(victim: Victim, kind: str, since: datetime, by: Pass, at: datetime) -> Telling:
    return Telling(
        person_id=victim.person_id,
        agency_id=victim.agency_id,
        victim=victim,
        kind=kind,
        since_at=since,
        due_at=due_by(kind, since, is_enhanced=has_enhanced_rights(victim.kind, victim.enhanced)),
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )
