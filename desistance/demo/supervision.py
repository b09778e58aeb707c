"""What probation's workers recorded of the story's people: reviews of risk, and the diary. All of it is made up."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from desistance.access.queries.involved import own_involvement, who_is_involved
from desistance.access.queries.passes import enter, open_record
from desistance.assessment.actions.reviews import record_review
from desistance.assessment.rules.reviews import ReviewFacts
from desistance.casework.actions.arranging import arrange_contacts
from desistance.casework.actions.outcomes import record_contact
from desistance.casework.rules.arranging import ContactFacts
from desistance.casework.rules.outcomes import OutcomeFacts
from desistance.foundation.calendar import LOCAL
from desistance.foundation.passes import Pass
from desistance.partners.queries import live_posts

KYLE, WORKER = "P-7K3M-Q2", "Alison Nixon"
MEDIUM = {
    "public_community": "medium",
    "known_adult_community": "low",
    "children_community": "low",
    "staff_community": "low",
}
REVIEWS = (
    ("2025-11-17T14:10", ReviewFacts(
        "initial", date(2025, 11, 17), MEDIUM, "Community order made on 3 November 2025",
        "Entered a dwelling at night while the people who live there were asleep. Says he thought it was empty. No weapon.",
        protective="In touch with his sister. Wants to keep the tenancy he has applied for.",
        review_on=date(2026, 2, 13),
    )),
    ("2026-01-20T11:25", ReviewFacts(
        "review", date(2026, 1, 20), MEDIUM, "New relationship, and a room in shared housing from February",
        "No new arrest. Drinks at weekends, less than in November. Other people will live in the house he moves to.",
        protective="Kept every appointment since November. Started a course through the Jobcentre.",
        review_on=date(2026, 4, 20),
    )),
)  # fmt: skip
"""Moment and what was recorded. The second keeps the level: it was looked at again because where he lives was changing."""
OFFICE = "Probation office, Bishop Auckland"
CONTACTS = (
    ("2026-01-20T10:30", "office", "Supervision and review of risk", 45, OutcomeFacts("attended_complied")),
    ("2026-02-02T14:00", "home", "First visit to the new address", 40, OutcomeFacts("attended_complied")),
    ("2026-02-16T09:30", "office", "Supervision", 30, OutcomeFacts(
        "acceptable_absence", "At hospital with his sister. The ward's letter was seen."
    )),
    ("2026-03-02T09:30", "office", "Supervision", 30, OutcomeFacts("attended_complied")),
)  # fmt: skip
NEXT = ("2026-03-02T10:05", ("2026-03-16T09:30", "2026-03-30T09:30"))
"""When the next appointments were arranged, and for when."""


def record_supervision(people: Mapping[str, Any], staff: Mapping[str, Any]) -> None:
    """Record it as the worker did, each at its moment, through the rooms' own actions."""
    person, worker = people[KYLE], staff[WORKER]
    for moment, review in REVIEWS:
        at = _local(moment)
        record_review(person=person, facts=review, by=_opening(worker, at), at=at)
    for moment, kind, purpose, minutes, outcome in CONTACTS:
        at = _local(moment)
        facts = ContactFacts(kind, purpose, minutes, OFFICE if kind == "office" else "")
        told = _counted(_opening(worker, at), worker)
        record_contact(person=person, facts=facts, outcome=outcome, starts_at=at, at=at, **told)
    moment, starts = NEXT
    at = _local(moment)
    facts = ContactFacts("office", "Supervision", 30, OFFICE)
    told = _counted(_opening(worker, at), worker)
    arrange_contacts(person=person, facts=facts, starts=[_local(one) for one in starts], at=at, **told)


def _counted(by: Pass, worker: Any) -> dict[str, Any]:
    """Under whose pass, with whom, and the work that contacts count towards: the agency's own with the person."""
    ours = next(one for one in who_is_involved(by=by).open if one.is_ours)
    return {"by": by, "with_staff": worker, "involvement": own_involvement(involvement_id=ours.id, by=by)}


def _opening(worker: Any, at: datetime) -> Pass:
    """The worker's pass for Kyle at a moment."""
    return open_record(reference=KYLE, by=enter(post=live_posts(staff=worker.pk, at=at)[0], at=at))[1]


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=LOCAL)
