"""Raising a concern about risk, which any agency involved may, and answering it without a review."""

from datetime import date, datetime
from typing import Any

from desistance.assessment.models import RiskConcern
from desistance.assessment.rules.reviews import concern_due_on, may_answer, may_raise
from desistance.assessment.terms.reviews import CONCERN_STATES
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.people.models import Person


@deed("risk.concern", Category.COLLECTION)
def raise_concern(*, person: Person, noticed: str, noticed_on: date, by: Pass, at: datetime) -> RiskConcern:
    """Tell the lead worker what was noticed: they review the risk, or say why not, within 5 working days.

    Raises :class:`Refused` with the field to mend; :class:`NotFound` when the pass is not for this person.
    """
    by.demand_person(person.pk, DataClass.RISK, writing=True)
    on = local_date(at)
    may_raise(words=noticed, noticed_on=noticed_on, on=on).demand("noticed_on" if noticed_on > on else "noticed")
    return RiskConcern.objects.create(
        person=person,
        agency_id=by.agency,
        noticed=noticed.strip(),
        noticed_on=noticed_on,
        raised_at=at,
        raised_by=by.staff,
        due_on=concern_due_on(on),
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


@deed("risk.review")
def answer_concern(
    *, concern: RiskConcern, words: str, by: Pass, at: datetime, version: int | None = None
) -> RiskConcern:
    """Say why a concern leads to no review now; whoever raised it reads the answer. A review answers it by itself.

    Raises :class:`Refused` when it is answered already, :class:`Conflict`, and :class:`NotFound` when it may not be seen.
    """
    by.demand_person(concern.person_id, DataClass.RISK, writing=True)
    if not by.may_see(DataClass.RISK, concern.agency_id):
        raise NotFound()
    CONCERN_STATES.may_move(concern.state, "answered").demand("words")
    may_answer(words=words, agency_kind=by.agency_kind).demand("words")
    told: dict[str, Any] = {"answer": words.strip(), "answered_at": at, "answered_by": by.staff}
    change(concern, version=version, by=by, at=at, state="answered", **told)
    return concern
