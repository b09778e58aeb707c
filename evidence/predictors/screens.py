"""LDS and MST: screens for learning disability and challenges, and for maturity.

Source: HMPPS ARNS Risk Actuarial API (MIT, Crown copyright), August 2026; unchanged from the legacy generation.
"""

from evidence.predictors import findings as at
from evidence.predictors.answers import Answers
from evidence.predictors.dates import years
from evidence.predictors.findings import Finding, Result, finding

READING = "problemsWithReadingWritingNumeracy"
LDS_FLAGS = (
    "isCurrentlyOfNoFixedAbodeOrTransientAccommodation",
    "hasProblemsWithReading",
    "hasProblemsWithNumeracy",
)
LDS_ITEMS = ("workRelatedSkills", READING, "learningDifficulties", "professionalOrVocationalQualifications")
MST_PEERS = "hasPeerGroupInfluences"
MST_ITEMS = (
    "influenceFromCriminalAssociates",
    "recklessnessAndRiskTakingBehaviour",
    "difficultiesCoping",
    "attitudesTowardsSelf",
    "impulsivityProblems",
    "temperControl",
    "problemSolvingSkills",
    "awarenessOfConsequences",
    "understandsOtherPeoplesViews",
)
YOUNGEST, OLDEST, IMMATURE = 18, 25, 10


def lds_findings(answers: Answers) -> list[Finding]:
    """Say what is missing for LDS."""
    found = []
    if not answers.has(READING):
        sentences = [f"{READING} Field Not Present But {flag} Present" for flag in LDS_FLAGS[1:] if answers.has(flag)]
        if sentences:
            found.append(finding("MISSING_MANDATORY_INPUT", *sentences))
    if len(answers.missing(LDS_ITEMS)) > 1:
        found.append(finding("LDS_NOT_ENOUGH_FIELDS_PRESENT", *LDS_ITEMS))
    return found


def lds_score(points: int) -> int:
    """Turn the sum of LDS into its score."""
    if points >= 5:
        return 2
    return 1 if points >= 3 else 0


def score_lds(answers: Answers) -> Result:
    """Score the learning disability and challenges screen."""
    found = lds_findings(answers)
    if found:
        return {"ldsScore": None, "validationError": found}
    points = sum(answers.is_yes(flag) for flag in LDS_FLAGS) + sum(answers.points_or_none(item) for item in LDS_ITEMS)
    return {"ldsScore": lds_score(points), "validationError": []}


def mst_result(score: int | None, flag: bool | None, applies: bool | None, found: list[Finding]) -> Result:
    """Shape a result of MST."""
    return {"maturityScore": score, "maturityFlag": flag, "isMstApplicable": applies, "validationError": found}


def score_mst(answers: Answers) -> Result:
    """Score the maturity screen: for men of 18 to 25; low maturity is indicated from 10 points."""
    if answers.has(at.BORN) and not YOUNGEST <= years(answers.date(at.BORN), answers.date(at.ASSESSED)) <= OLDEST:
        return mst_result(None, False, False, [])
    absent = answers.missing((MST_PEERS, *MST_ITEMS))
    required = ("gender", at.BORN, *(absent if len(absent) > 1 else ()))
    found = at.missing(answers, required)
    if found:
        return mst_result(None, None, None, found)
    if answers.text("gender") == "FEMALE":
        return mst_result(None, False, False, [])
    points = int(answers.is_yes(MST_PEERS)) + sum(answers.points_or_none(item) for item in MST_ITEMS)
    return mst_result(points, points >= IMMATURE, True, [])
