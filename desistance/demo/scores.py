"""Scores of the story's person: one worked out here from his record and his worker's answers, one told by another system."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desistance.access.queries.passes import enter, open_record
from desistance.assessment.actions.scores import record_outside_score, record_score
from desistance.assessment.rules.scores import OutsideFacts
from desistance.foundation.calendar import LOCAL
from desistance.partners.queries import live_posts
from desistance.people.actions.identity import state_equality

KYLE, WORKER = "P-7K3M-Q2", "Alison Nixon"
TOLD_AT, WORKED_AT = datetime(2025, 11, 17, 14, 20, tzinfo=LOCAL), datetime(2026, 1, 20, 11, 40, tzinfo=LOCAL)
OUTSIDE = OutsideFacts(
    "OGRS3", "legacy", "static", "", "OASys", date(2025, 11, 17), Decimal(43), Decimal(27), "low"
)  # fmt: skip
ANSWERS = {
    "suitabilityOfAccommodation": "SOME_PROBLEMS",
    "isUnemployed": True,
    "currentRelationshipWithPartner": "NO_PROBLEMS",
    "evidenceOfDomesticAbuse": False,
    "currentRelationshipStatus": "IN_RELATIONSHIP_NOT_LIVING_TOGETHER",
    "regularOffendingActivities": "SOME_PROBLEMS",
    "currentAlcoholUseProblems": "SOME_PROBLEMS",
    "excessiveAlcoholUse": "SOME_PROBLEMS",
    "impulsivityProblems": "SOME_PROBLEMS",
    "proCriminalAttitudes": "NO_PROBLEMS",
    "motivationToTackleDrugMisuse": "FULL_MOTIVATION",
    "hasCannabisUsage": True,
}


def record_scores(people: Mapping[str, Any], staff: Mapping[str, Any]) -> None:
    """Record it as the worker did, each at its moment, through the rooms' own actions."""
    person, worker = people[KYLE], staff[WORKER]
    by = _opening(worker, TOLD_AT)
    state_equality(person=person, kind="sex", value="male", by=by, at=TOLD_AT)
    record_outside_score(person=person, facts=OUTSIDE, by=by, at=TOLD_AT)
    record_score(
        person=person,
        predictor="ARP",
        generation="2026",
        scored_on=WORKED_AT.date(),
        answers=ANSWERS,
        by=_opening(worker, WORKED_AT),
        at=WORKED_AT,
        judgement="agrees",
    )


def _opening(worker: Any, at: datetime) -> Any:
    """The worker's pass for the person at a moment."""
    return open_record(reference=KYLE, by=enter(post=live_posts(staff=worker.pk, at=at)[0], at=at))[1]
