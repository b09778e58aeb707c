"""The needs of somebody on Checkpoint: whether they were asked since the offer, and what they suggest for the contract."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from desistance.assessment.queries.needs import latest_needs
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.partners.queries import Service, services_near
from desistance.schemes.models import SchemeCase
from desistance.schemes.rules.checkpoint.needs import NeedTold, suggested
from desistance.schemes.terms.contracts import SERVICE_RULES


@dataclass(frozen=True, slots=True)
class CaseNeeds:
    """What stands of needs, what it suggests, and the day since the offer on which the agency of the case last asked.

    ``services``: by kind, the agencies that work where the agency of the case does.
    """

    told: tuple[NeedTold, ...]
    suggested: tuple[NeedTold, ...]
    asked_on: date | None
    services: Mapping[str, Sequence[Service]] = field(default_factory=dict)

    def helping(self, need: NeedTold) -> tuple[Service, ...]:
        """Whom the navigator may ring about a need, in order of name."""
        kinds = in_force(SERVICE_RULES, need.made_on).values[need.pathway]
        return tuple(one for kind in kinds for one in self.services.get(kind, ()))


@question
def case_needs(*, case: SchemeCase, by: Pass) -> CaseNeeds:
    """The needs of whoever a case is about, as far as the reader may see them. One statement, and two where a need stands out."""
    rows = latest_needs(case.person_id, by=by)
    told = tuple(
        NeedTold(one.pathway, one.level, one.row.made_on, one.row.own_view, one.row.readiness, one.said_by)
        for one in rows
    )
    since = local_date(case.accepted_at) if case.accepted_at else None
    ours = [one.row.made_on for one in rows if one.row.agency_id == case.agency_id]
    asked_on = max((day for day in ours if since and day >= since), default=None)
    found = suggested(told)
    services = services_near(agency=case.agency_id, on=local_date(by.at)) if found else {}
    return CaseNeeds(told, found, asked_on, services)
