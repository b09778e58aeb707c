"""The needs of somebody on Checkpoint: whether they were asked since the offer, and what they suggest for the contract."""

from dataclasses import dataclass
from datetime import date

from desistance.assessment.queries.needs import latest_needs
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.schemes.models import SchemeCase
from desistance.schemes.rules.checkpoint.needs import NeedTold, suggested


@dataclass(frozen=True, slots=True)
class CaseNeeds:
    """What stands of needs, what it suggests, and the day since the offer on which the agency of the case last asked."""

    told: tuple[NeedTold, ...]
    suggested: tuple[NeedTold, ...]
    asked_on: date | None


@question
def case_needs(*, case: SchemeCase, by: Pass) -> CaseNeeds:
    """The needs of whoever a case is about, as far as the reader may see them. One statement."""
    rows = latest_needs(case.person_id, by=by)
    told = tuple(
        NeedTold(one.pathway, one.level, one.row.made_on, one.row.own_view, one.row.readiness, one.said_by)
        for one in rows
    )
    since = local_date(case.accepted_at) if case.accepted_at else None
    ours = [one.row.made_on for one in rows if one.row.agency_id == case.agency_id]
    asked_on = max((day for day in ours if since and day >= since), default=None)
    return CaseNeeds(told, suggested(told), asked_on)
