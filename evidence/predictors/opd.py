"""OPD: the screen for the offender personality disorder pathway (its official title).

Source: HMPPS ARNS Risk Actuarial API (MIT, Crown copyright), August 2026. Both generations use the same items; they
differ in the check of the offence code.
"""

from evidence.predictors import findings as at
from evidence.predictors.answers import Answers
from evidence.predictors.findings import Finding, Result, finding
from evidence.predictors.published import legacy_offences, offences

ABUSE, PARTNER, FAMILY = "evidenceOfDomesticAbuse", "domesticAbuseAgainstPartner", "domesticAbuseAgainstFamily"
RISK, MAPPA, CUSTODIAL = "overallRiskForAssessment", "isEligibleForMappa", "hasCustodialSentence"
REQUIRED = ("gender", RISK, "highestRiskLevelOverAllAssessments", at.CODE, CUSTODIAL)
VIOLENCE, EXCESSIVE = "didOffenceInvolveViolenceOrThreatOfViolence", "didOffenceInvolveExcessiveUseOfViolence"
IMPACT, CHILDHOOD = "doesRecogniseImpactOfOffendingOnOthers", "isEvidenceOfChildhoodBehaviouralProblems"
EARLY_LIFE, SELF_HARM = "experienceOfChildhood", "hasSelfHarmOrAttemptedSuicide"
PERSONALITY = (
    "overRelianceOnOthersForFinancialSupport",
    "manipulativeOrPredatoryBehaviour",
    "recklessnessAndRiskTakingBehaviour",
    CHILDHOOD,
    "impulsivityProblems",
    "controllingOrAggressiveBehaviour",
)
MENTAL_HEALTH = (
    "currentPsychologicalProblems",
    "currentPsychiatricProblems",
    "hasHistoryOfPsychiatricTreatment",
    "hasBeenOnMedicationForMentalHealthProblems",
    "hasEverBeenInSpecialHospitalOrRegionalSecureUnit",
    "hasCurrentPsychiatricTreatment",
    "hasDisplayedObsessiveBehaviourLinkedToOffending",
)
CHALLENGING = (
    "attitudeTowardsSupervisionOrLicence",
    "hasAssaultedOrThreatenedStaff",
    "hasEscapedOrAbsconded",
    "hasControlIssues",
)
MEN = (at.FIRST, VIOLENCE, EXCESSIVE, IMPACT, *PERSONALITY, EARLY_LIFE, *MENTAL_HEALTH, SELF_HARM, *CHALLENGING)
WOMEN_FIRST = (
    "didOffenceInvolveCarryingOrUsingWeapon",
    VIOLENCE,
    EXCESSIVE,
    "didOffenceInvolveArson",
    "offenceMotivationEmotionalState",
    "isAnalysisOfOffenceIssuesLinkedToRisk",
    "hasAccommodationIssuesLinkedToRisk",
    EARLY_LIFE,
    ABUSE,
    "relationshipIssuesLinkedToRisk",
)
WOMEN_SCORED = (
    *(name for name in WOMEN_FIRST if name not in (EXCESSIVE, ABUSE)),
    "difficultiesCoping",
    "currentPsychologicalProblems",
    SELF_HARM,
    "areEmotionalIssuesLinkedToRisk",
    "areThinkingAndBehaviourIssuesLinkedToRisk",
)
MEN_PERSONALITY, MEN_INDICATORS, WOMEN_POINTS, CHILD = 7, 2, 10, 17


def item(answers: Answers, name: str) -> int:
    """Score one item: a yes or any problem is 1, anything else and a missing answer 0."""
    answer = answers.given.get(name)
    return int(answer is True or answer in ("SOME_PROBLEMS", "SIGNIFICANT_PROBLEMS"))


def excessive(answers: Answers) -> int:
    """Score excessive violence: 1 beside violence, 2 where violence itself was not recorded."""
    if not answers.is_yes(EXCESSIVE):
        return 0
    return 1 if answers.is_yes(VIOLENCE) else 2


def personality(answers: Answers) -> int:
    """Score the personality items of men."""
    young = answers.has(at.FIRST) and 0 <= answers.whole(at.FIRST) <= CHILD
    items = sum(item(answers, name) for name in (VIOLENCE, *PERSONALITY))
    return int(young) + items + excessive(answers) + int(not answers.is_yes(IMPACT))


def indicators(answers: Answers) -> int:
    """Score the four indicators of men: childhood, mental health, self-harm, challenging behaviour."""
    groups = ((EARLY_LIFE, CHILDHOOD), MENTAL_HEALTH, (SELF_HARM,), CHALLENGING)
    return sum(any(item(answers, name) for name in group) for group in groups)


def women_points(answers: Answers) -> int:
    """Score the items of women."""
    abused = answers.is_yes(ABUSE) and (answers.is_yes(PARTNER) or answers.is_yes(FAMILY))
    return sum(item(answers, name) for name in WOMEN_SCORED) + excessive(answers) + int(abused)


def code_finding(answers: Answers, is_legacy: bool) -> Finding | None:
    """Check the offence code as the generation does."""
    if not is_legacy:
        return at.offence_code(answers)
    if not answers.has(at.CODE):
        return None
    if len(answers.text(at.CODE)) != 5:
        return finding("OFFENCE_CODE_INCORRECT_FORMAT", at.CODE)
    if answers.text(at.CODE) not in legacy_offences():
        return finding("OFFENCE_CODE_MAPPING_NOT_FOUND", at.CODE)
    return None


def opd_findings(answers: Answers, is_legacy: bool) -> list[Finding]:
    """Say what is missing or does not fit."""
    required = [*REQUIRED]
    if answers.given.get("gender") == "FEMALE":
        required.append(MAPPA)
    if answers.is_yes(ABUSE):
        required += [PARTNER, FAMILY]
    found = at.missing(answers, required)
    if not answers.is_yes(ABUSE) and (answers.has(PARTNER) or answers.has(FAMILY)):
        found.append(finding("DOMESTIC_ABUSE_INCONSISTENT_INPUT", ABUSE, FAMILY, PARTNER))
    wrong = code_finding(answers, is_legacy)
    return [*found, wrong] if wrong else found


def is_eligible(answers: Answers, is_legacy: bool) -> bool:
    """Say whether the person is to be screened at all."""
    high = answers.text(RISK) in ("HIGH", "VERY_HIGH")
    if answers.text("gender") == "FEMALE":
        return high or answers.is_yes(MAPPA)
    known = (legacy_offences() if is_legacy else offences())[answers.text(at.CODE)]
    return high and known.is_violence_or_sex and answers.is_yes(CUSTODIAL)


def is_screened_in(answers: Answers) -> bool:
    """Say whether the items reach the threshold of the gender."""
    if answers.text("gender") == "FEMALE":
        return women_points(answers) >= WOMEN_POINTS
    return personality(answers) >= MEN_PERSONALITY or indicators(answers) >= MEN_INDICATORS


def shape(checked: bool, override: bool | None, outcome: str | None, found: list[Finding]) -> Result:
    """Shape a result of OPD."""
    return {"opdCheck": checked, "opdOverride": override, "opdResult": outcome, "validationError": found}


def score_opd(answers: Answers, is_legacy: bool = False) -> Result:
    """Screen for the pathway, with all findings."""
    found = opd_findings(answers, is_legacy)
    if found:
        return shape(False, None, None, found)
    questions = WOMEN_FIRST if answers.text("gender") == "FEMALE" else MEN
    if len(answers.missing(questions)) == len(questions):
        return shape(False, None, None, [])
    if not is_eligible(answers, is_legacy):
        return shape(True, None, "SCREEN_OUT", [])
    if is_screened_in(answers):
        return shape(True, None, "SCREEN_IN", [])
    return shape(True, answers.is_yes("applyOPDOverride"), "SCREEN_OUT", [])
