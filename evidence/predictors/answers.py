"""The inputs of the predictors: which names there are, which answers each may have, and how each is read.

Source: request of the HMPPS ARNS Risk Actuarial API (MIT, Crown copyright), August 2026 and, for the legacy generation,
May 2026. A missing input is absent or null. An answer of the wrong kind is refused, as the service refuses it with
HTTP 400: a yes or no must be a real true or false, an answer of a scale must be its name and never a number.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from evidence.trouble import Trouble

PROBLEMS = {"NO_PROBLEMS": 0, "SOME_PROBLEMS": 1, "SIGNIFICANT_PROBLEMS": 2}
MOTIVATION = {"FULL_MOTIVATION": 0, "PARTIAL_MOTIVATION": 1, "NO_MOTIVATION": 2}
YES_SOMETIMES_NO = {"YES": 0, "SOMETIMES": 1, "NO": 2}
QUALIFICATIONS = {"ANY_QUALIFICATION": 0, "NO_QUALIFICATIONS": 2}
RELATIONSHIP = dict.fromkeys(
    ("NOT_IN_RELATIONSHIP", "IN_RELATIONSHIP_LIVING_TOGETHER", "IN_RELATIONSHIP_NOT_LIVING_TOGETHER"), 0
)
GENDER = dict.fromkeys(("MALE", "FEMALE"), 0)
SUPERVISION = dict.fromkeys(("CUSTODY", "COMMUNITY", "REMAND"), 0)
RISK = dict.fromkeys(("LOW", "MEDIUM", "HIGH", "VERY_HIGH", "NOT_APPLICABLE"), 0)
VARIANT = dict.fromkeys(("STATIC", "DYNAMIC"), 0)
CONVICTIONS = (
    "HOMICIDE",
    "WOUNDING_GBH",
    "KIDNAPPING",
    "FIREARMS",
    "ROBBERY",
    "AGGRAVATED_BURGLARY",
    "WEAPON",
    "CRIMINAL_DAMAGE",
    "ARSON",
)

DATES = frozenset(
    [
        "assessmentDate",
        "dateOfBirth",
        "dateOfCurrentConviction",
        "dateAtStartOfFollowup",
        "dateAtStartOfFollowupCalculated",
        "dateAtStartOfFollowupUserInput",
        "dateOfMostRecentSexualOffence",
        "mostRecentOffenceDate",
    ]
)
WHOLE = frozenset(
    [
        "ageAtFirstSanction",
        "totalNumberOfSanctionsForAllOffences",
        "totalNumberOfViolentSanctions",
        "totalContactAdultSexualSanctions",
        "totalContactChildSexualSanctions",
        "totalIndecentImageSanctions",
        "totalNonContactSexualOffences",
    ]
)
YES_NO = frozenset(
    [
        "isUnemployed",
        "evidenceOfDomesticAbuse",
        "domesticAbuseAgainstPartner",
        "domesticAbuseAgainstFamily",
        "didOffenceInvolveCarryingOrUsingWeapon",
        "didOffenceInvolveViolenceOrThreatOfViolence",
        "didOffenceInvolveExcessiveUseOfViolence",
        "didOffenceInvolveArson",
        "offenceMotivationEmotionalState",
        "hasHeroinUsage",
        "hasMethadoneUsage",
        "hasOtherOpiateUsage",
        "hasCrackCocaineUsage",
        "hasPowderCocaineUsage",
        "hasMisusedPrescriptionDrugUsage",
        "hasBenzodiazepinesUsage",
        "hasCannabisUsage",
        "hasSteroidsUsage",
        "hasOtherDrugsUsage",
        "hasKetamineUsage",
        "hasSpiceUsage",
        "hasHallucinogensUsage",
        "hasSolventsUsage",
        "hasAmphetaminesUsage",
        "hasEcstasyUsage",
        "hasEverCommittedSexualOffence",
        "isCurrentOffenceSexuallyMotivated",
        "isCurrentOffenceAgainstVictimStranger",
        "isARiskOfSexualHarm",
        "isCurrentlyOfNoFixedAbodeOrTransientAccommodation",
        "hasProblemsWithReading",
        "hasProblemsWithNumeracy",
        "hasPeerGroupInfluences",
        "hasCustodialSentence",
        "isEligibleForMappa",
        "applyOPDOverride",
        "doesRecogniseImpactOfOffendingOnOthers",
        "isEvidenceOfChildhoodBehaviouralProblems",
        "hasHistoryOfPsychiatricTreatment",
        "hasBeenOnMedicationForMentalHealthProblems",
        "hasEverBeenInSpecialHospitalOrRegionalSecureUnit",
        "hasCurrentPsychiatricTreatment",
        "hasDisplayedObsessiveBehaviourLinkedToOffending",
        "hasSelfHarmOrAttemptedSuicide",
        "hasAssaultedOrThreatenedStaff",
        "hasEscapedOrAbsconded",
        "hasControlIssues",
        "isAnalysisOfOffenceIssuesLinkedToRisk",
        "hasAccommodationIssuesLinkedToRisk",
        "relationshipIssuesLinkedToRisk",
        "areEmotionalIssuesLinkedToRisk",
        "areThinkingAndBehaviourIssuesLinkedToRisk",
    ]
)
PROBLEM_LEVELS = frozenset(
    [
        "suitabilityOfAccommodation",
        "currentRelationshipWithPartner",
        "regularOffendingActivities",
        "currentAlcoholUseProblems",
        "excessiveAlcoholUse",
        "impulsivityProblems",
        "proCriminalAttitudes",
        "temperControl",
        "workRelatedSkills",
        "problemsWithReadingWritingNumeracy",
        "learningDifficulties",
        "influenceFromCriminalAssociates",
        "recklessnessAndRiskTakingBehaviour",
        "difficultiesCoping",
        "attitudesTowardsSelf",
        "problemSolvingSkills",
        "understandsOtherPeoplesViews",
        "overRelianceOnOthersForFinancialSupport",
        "manipulativeOrPredatoryBehaviour",
        "controllingOrAggressiveBehaviour",
        "experienceOfChildhood",
        "currentPsychologicalProblems",
        "currentPsychiatricProblems",
        "attitudeTowardsSupervisionOrLicence",
        "sexualPreoccupation",
        "offenceRelatedSexualInterests",
        "emotionalCongruenceWithChildren",
        "hostileOrientation",
        "currentRelationshipWithFamilyMembers",
        "previousCloseRelationships",
        "easilyInfluencedByCriminalAssociates",
        "currentDrugMisuse",
    ]
)
SCALES: Mapping[str, Mapping[str, int]] = {
    **dict.fromkeys(PROBLEM_LEVELS, PROBLEMS),
    "motivationToTackleDrugMisuse": MOTIVATION,
    "awarenessOfConsequences": YES_SOMETIMES_NO,
    "professionalOrVocationalQualifications": QUALIFICATIONS,
    "currentRelationshipStatus": RELATIONSHIP,
    "gender": GENDER,
    "supervisionStatus": SUPERVISION,
    **dict.fromkeys(
        ("overallRiskForAssessment", "highestRiskLevelOverAllAssessments", "saraRiskToPartner", "saraRiskToOthers"),
        RISK,
    ),
    "snsvStaticOrDynamic": VARIANT,
}
FIELDS = DATES | WHOLE | YES_NO | frozenset(SCALES) | {"currentOffenceCode", "previousConvictions", "version"}
WRITTEN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class InputsRefused(Trouble):
    """The inputs cannot be read; `field` names the input, the words say what is wrong and how to mend it."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(f"{field}: {words}")
        self.field = field


def read(name: str, answer: object) -> object:
    """Check and convert one answer that is present; raises `InputsRefused`."""
    if name in DATES:
        return read_date(name, answer)
    if name in WHOLE:
        if isinstance(answer, bool) or not isinstance(answer, int):
            raise InputsRefused(name, f"give a whole number without quotes, not {shown(answer)}")
        return answer
    if name in YES_NO:
        if not isinstance(answer, bool):
            raise InputsRefused(name, f"give true or false without quotes, not {shown(answer)}")
        return answer
    if name in SCALES:
        if not isinstance(answer, str) or answer not in SCALES[name]:
            raise InputsRefused(name, f"give one of {', '.join(SCALES[name])}, not {shown(answer)}")
        return answer
    if name == "previousConvictions":
        return read_convictions(answer)
    if name in FIELDS:
        if not isinstance(answer, str):
            raise InputsRefused(name, f"give text in quotes, so that leading noughts stay, not {shown(answer)}")
        return answer
    raise InputsRefused(name, "no predictor has an input of this name; check its spelling")


def shown(answer: object) -> str:
    """Show an answer in a message, cut short."""
    text = repr(answer)
    return text if len(text) <= 40 else text[:37] + "..."


def read_date(name: str, answer: object) -> date:
    """Read a date of the calendar, written YYYY-MM-DD."""
    if isinstance(answer, date) and not isinstance(answer, datetime):
        return answer
    if isinstance(answer, str) and WRITTEN_DATE.fullmatch(answer):
        try:
            return date.fromisoformat(answer)
        except ValueError:
            raise InputsRefused(name, f"{answer} is not a day of the calendar") from None
    raise InputsRefused(name, f"write the date as YYYY-MM-DD, not {shown(answer)}")


def read_convictions(answer: object) -> tuple[str, ...]:
    """Read the list of kinds of previous conviction."""
    if not isinstance(answer, list | tuple) or any(item not in CONVICTIONS for item in answer):
        raise InputsRefused("previousConvictions", f"give a list of any of {', '.join(CONVICTIONS)}")
    return tuple(answer)


class Answers:
    """The inputs of one person, checked; asking for a missing answer raises `KeyError` with its name."""

    def __init__(self, inputs: Mapping[str, object]) -> None:
        self.given = {name: read(name, answer) for name, answer in inputs.items() if answer is not None}
        unknown = sorted(set(inputs) - FIELDS)
        if unknown:
            raise InputsRefused(unknown[0], "no predictor has an input of this name; check its spelling")

    def has(self, name: str) -> bool:
        """Say whether the input is present."""
        return name in self.given

    def missing(self, names: Iterable[str]) -> list[str]:
        """Name the inputs that are not present, in the given order."""
        return [name for name in names if name not in self.given]

    def date(self, name: str) -> date:
        """Give a date."""
        answer = self.given[name]
        assert isinstance(answer, date)
        return answer

    def whole(self, name: str) -> int:
        """Give a whole number."""
        answer = self.given[name]
        assert isinstance(answer, int)
        return answer

    def text(self, name: str) -> str:
        """Give an answer by its name."""
        answer = self.given[name]
        assert isinstance(answer, str)
        return answer

    def points(self, name: str) -> int:
        """Give the points of an answer on its scale."""
        return SCALES[name][self.text(name)]

    def points_or_none(self, name: str) -> int:
        """Give the points of an answer on its scale, 0 when it is missing."""
        return self.points(name) if self.has(name) else 0

    def is_yes(self, name: str) -> bool:
        """Say whether the answer is yes; a missing answer is not."""
        return self.given.get(name) is True

    def is_no(self, name: str) -> bool:
        """Say whether the answer is no; a missing answer is not."""
        return self.given.get(name) is False

    def convictions(self) -> tuple[str, ...]:
        """Give the kinds of previous conviction as they are listed."""
        answer = self.given["previousConvictions"]
        assert isinstance(answer, tuple)
        return answer
