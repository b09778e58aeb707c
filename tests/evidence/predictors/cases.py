"""The same few made-up people for every test of the predictors."""

from typing import Any

STATIC: dict[str, Any] = {
    "gender": "MALE",
    "dateOfBirth": "1991-07-17",
    "dateOfCurrentConviction": "2021-08-05",
    "dateAtStartOfFollowup": "2021-12-12",
    "assessmentDate": "2026-08-04",
    "totalNumberOfSanctionsForAllOffences": 2,
    "totalNumberOfViolentSanctions": 1,
    "ageAtFirstSanction": 21,
    "currentOffenceCode": "11618",
}
ANSWERS: dict[str, Any] = {
    "suitabilityOfAccommodation": "SOME_PROBLEMS",
    "isUnemployed": False,
    "currentRelationshipWithPartner": "SOME_PROBLEMS",
    "evidenceOfDomesticAbuse": True,
    "currentRelationshipStatus": "IN_RELATIONSHIP_LIVING_TOGETHER",
    "regularOffendingActivities": "SOME_PROBLEMS",
    "motivationToTackleDrugMisuse": "PARTIAL_MOTIVATION",
    "currentAlcoholUseProblems": "SOME_PROBLEMS",
    "excessiveAlcoholUse": "SOME_PROBLEMS",
    "impulsivityProblems": "SOME_PROBLEMS",
    "proCriminalAttitudes": "SOME_PROBLEMS",
    "temperControl": "SOME_PROBLEMS",
    "didOffenceInvolveCarryingOrUsingWeapon": False,
    "previousConvictions": [],
}
ASSESSED = {**STATIC, **ANSWERS}
SEXUAL: dict[str, Any] = {
    **ASSESSED,
    "supervisionStatus": "COMMUNITY",
    "hasEverCommittedSexualOffence": True,
    "totalIndecentImageSanctions": 0,
    "totalContactAdultSexualSanctions": 1,
    "totalContactChildSexualSanctions": 0,
    "totalNonContactSexualOffences": 0,
    "dateOfMostRecentSexualOffence": "2015-01-01",
}


def without(inputs: dict[str, Any], *names: str) -> dict[str, Any]:
    """Leave inputs out."""
    return {name: answer for name, answer in inputs.items() if name not in names}


def kinds(result: dict[str, Any]) -> list[str]:
    """Name the types of the findings."""
    return [each["type"] for each in result.get("validationErrors", result.get("validationError"))]
