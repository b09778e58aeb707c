"""Questions about meetings: what they decided of a person, for the rooms that act on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from desistance.access.queries.scope import entries_seen
from desistance.audit.deeds import question
from desistance.coordination.models import PanelDecision
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass

DECISION = "coordination.PanelDecision"


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """What a meeting decided of one person. ``dissent``: (agency, its words); ``here``: the agencies at the table."""

    id: int
    person: int
    meeting: int
    forum: str
    forum_kind: str
    agency: int
    decided_at: datetime
    purpose: str
    outcome: str
    words: str
    reasons: str
    dissent: tuple[tuple[str, str], ...]
    here: tuple[str, ...]


@question
def decision_of(decision: int, *, by: Pass) -> DecisionTold:
    """A decision that stands, of the person whose record is open: a later one of the same case takes its place.

    Raises :class:`NotFound` for any other as for one that is not there.
    """
    found = _standing(by).filter(pk=decision).first()
    if found is None:
        raise NotFound()
    return _told(found)


@question
def decisions_for(person: int, *, by: Pass) -> Sequence[DecisionTold]:
    """What meetings decided of the person whose record is open, the newest first. One statement."""
    if by.person != person or not person:
        return []
    return [_told(one) for one in _standing(by).order_by("-at", "-id")]


def told_of(case: int, by: Pass) -> Sequence[DecisionTold]:
    """What was decided of one case of the open record, for use inside a question."""
    return [_told(one) for one in _standing(by).filter(case_id=case).order_by("-at", "-id")]


def _standing(by: Pass) -> QuerySet[Any, Any]:
    corrected = PanelDecision.objects.standing().filter(entries_seen(by, DECISION), corrects__isnull=False)
    rows = PanelDecision.objects.standing().filter(entries_seen(by, DECISION))
    return rows.exclude(pk__in=corrected.values("corrects")).select_related("case__meeting__forum")


def _told(row: Any) -> DecisionTold:
    meeting = row.case.meeting
    return DecisionTold(
        id=row.pk,
        person=row.person_id,
        meeting=meeting.pk,
        forum=meeting.forum.name,
        forum_kind=meeting.forum.kind,
        agency=row.agency_id,
        decided_at=row.at,
        purpose=row.purpose,
        outcome=row.outcome,
        words=row.words,
        reasons=row.reasons,
        dissent=tuple((one["name"], one["words"]) for one in row.dissent),
        here=tuple(row.here),
    )
