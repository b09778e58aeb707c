"""LDS, MST, OPD and PNI: thresholds, missing answers and the quirks that are kept."""

import pytest

from evidence.predictors import InputsRefused, score
from evidence.predictors.opd import MEN
from evidence.predictors.pni import DOMAINS
from evidence.predictors.screens import LDS_ITEMS, MST_ITEMS
from tests.evidence.predictors.cases import kinds

SOME, MUCH, NONE = "SOME_PROBLEMS", "SIGNIFICANT_PROBLEMS", "NO_PROBLEMS"
LDS = {**dict.fromkeys(LDS_ITEMS[:3], NONE), "professionalOrVocationalQualifications": "ANY_QUALIFICATION"}
MST = {
    "gender": "MALE",
    "dateOfBirth": "2004-02-29",
    "assessmentDate": "2026-01-01",
    "hasPeerGroupInfluences": False,
    **dict.fromkeys(MST_ITEMS, NONE),
    "awarenessOfConsequences": "YES",
}
MAN = {
    "gender": "MALE",
    "overallRiskForAssessment": "HIGH",
    "highestRiskLevelOverAllAssessments": "HIGH",
    "currentOffenceCode": "00101",
    "hasCustodialSentence": True,
    "doesRecogniseImpactOfOffendingOnOthers": True,
}
NEEDS = {name: NONE for domain in DOMAINS for name in domain.items}
SARA_LOW = {"saraRiskToPartner": "LOW", "saraRiskToOthers": "LOW"}
LOW_SCORES = {"all_score": 10.0, "violent_score": 10.0, "dc_band": "LOW", "iic_band": "LOW", "serious_score": 0.5}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, 0),
        ({"workRelatedSkills": MUCH}, 0),
        ({"workRelatedSkills": MUCH, "hasProblemsWithReading": True}, 1),
        ({"workRelatedSkills": MUCH, "learningDifficulties": MUCH}, 1),
        ({"workRelatedSkills": MUCH, "learningDifficulties": MUCH, "hasProblemsWithNumeracy": True}, 2),
        (
            {
                "professionalOrVocationalQualifications": "NO_QUALIFICATIONS",
                "isCurrentlyOfNoFixedAbodeOrTransientAccommodation": True,
            },
            1,
        ),
        ({"workRelatedSkills": None}, 0),
    ],
)
def test_lds_counts_points(change, expected):
    assert score("LDS", {**LDS, **change}) == {"ldsScore": expected, "validationError": []}


def test_lds_says_in_sentences_that_the_main_answer_is_missing_even_beside_a_no():
    result = score(
        "LDS",
        {
            **LDS,
            "problemsWithReadingWritingNumeracy": None,
            "hasProblemsWithReading": False,
            "hasProblemsWithNumeracy": True,
        },
    )
    assert result["validationError"] == [
        {
            "type": "MISSING_MANDATORY_INPUT",
            "fields": [
                "problemsWithReadingWritingNumeracy Field Not Present But hasProblemsWithReading Present",
                "problemsWithReadingWritingNumeracy Field Not Present But hasProblemsWithNumeracy Present",
            ],
        }
    ]


@pytest.mark.parametrize(
    ("change", "score_given", "flag"),
    [
        (dict.fromkeys(MST_ITEMS[:5], MUCH), 10, True),
        ({**dict.fromkeys(MST_ITEMS[:4], MUCH), "hasPeerGroupInfluences": True}, 9, False),
        ({"awarenessOfConsequences": "NO"}, 2, False),
        ({"temperControl": None}, 0, False),
    ],
)
def test_mst_counts_points(change, score_given, flag):
    assert score("MST", {**MST, **change}) == {
        "maturityScore": score_given,
        "maturityFlag": flag,
        "isMstApplicable": True,
        "validationError": [],
    }


@pytest.mark.parametrize(
    ("day", "applies"), [("2022-02-28", False), ("2022-03-01", True), ("2030-02-28", True), ("2030-03-01", False)]
)
def test_mst_applies_from_18_to_25_also_for_a_person_born_on_29_february(day, applies):
    assert score("MST", {**MST, "assessmentDate": day})["isMstApplicable"] is applies


def test_mst_says_nothing_about_women_and_lists_all_answers_when_two_are_missing():
    assert score("MST", {**MST, "gender": "FEMALE"})["isMstApplicable"] is False
    found = score("MST", {**MST, "gender": None, "temperControl": None, "hasPeerGroupInfluences": None})[
        "validationError"
    ]
    assert found == [
        {"type": "MISSING_MANDATORY_INPUT", "fields": ["gender", "hasPeerGroupInfluences", "temperControl"]}
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "SCREEN_OUT"),
        ({"hasSelfHarmOrAttemptedSuicide": True, "hasControlIssues": True}, "SCREEN_IN"),
        ({"currentPsychiatricProblems": SOME, "hasHistoryOfPsychiatricTreatment": True}, "SCREEN_OUT"),
        (
            {"hasSelfHarmOrAttemptedSuicide": True, "hasControlIssues": True, "hasCustodialSentence": False},
            "SCREEN_OUT",
        ),
        (
            {
                "ageAtFirstSanction": 17,
                "didOffenceInvolveExcessiveUseOfViolence": True,
                "doesRecogniseImpactOfOffendingOnOthers": False,
                "manipulativeOrPredatoryBehaviour": SOME,
                "recklessnessAndRiskTakingBehaviour": SOME,
                "impulsivityProblems": SOME,
            },
            "SCREEN_IN",
        ),
        (
            {
                "ageAtFirstSanction": 18,
                "didOffenceInvolveExcessiveUseOfViolence": True,
                "doesRecogniseImpactOfOffendingOnOthers": False,
                "manipulativeOrPredatoryBehaviour": SOME,
                "recklessnessAndRiskTakingBehaviour": SOME,
                "impulsivityProblems": SOME,
            },
            "SCREEN_OUT",
        ),
    ],
)
def test_opd_screens_men_by_personality_or_indicators(change, expected):
    assert score("OPD", {**MAN, **change})["opdResult"] == expected


def test_opd_overrides_a_man_who_was_scored_and_screened_out_but_not_one_who_was_not_eligible():
    assert score("OPD", {**MAN, "applyOPDOverride": True})["opdOverride"] is True
    assert score("OPD", {**MAN, "overallRiskForAssessment": "LOW", "applyOPDOverride": True})["opdOverride"] is None


def test_opd_is_not_checked_when_no_question_is_answered():
    nothing = {name: answer for name, answer in MAN.items() if name not in MEN}
    assert score("OPD", nothing) == {"opdCheck": False, "opdOverride": None, "opdResult": None, "validationError": []}


def test_opd_finds_domestic_abuse_that_contradicts_itself_and_missing_targets():
    assert kinds(score("OPD", {**MAN, "domesticAbuseAgainstFamily": False})) == ["DOMESTIC_ABUSE_INCONSISTENT_INPUT"]
    missing = score("OPD", {**MAN, "gender": "FEMALE", "evidenceOfDomesticAbuse": True})["validationError"]
    assert missing[0]["fields"] == ["isEligibleForMappa", "domesticAbuseAgainstPartner", "domesticAbuseAgainstFamily"]


def pni(needs=None, status="COMMUNITY", sara=None, **scores):
    inputs = {**NEEDS, **(needs or {}), "supervisionStatus": status, **(SARA_LOW if sara is None else sara)}
    return score("PNI", {**inputs, "context": {**LOW_SCORES, **scores}})["pniPathway"]


HIGH_NEED = {
    **NEEDS,
    "proCriminalAttitudes": MUCH,
    **dict.fromkeys(DOMAINS[2].items, MUCH),
    **dict.fromkeys(DOMAINS[3].items, MUCH),
}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "ALTERNATIVE"),
        ({"needs": HIGH_NEED, "status": "CUSTODY", "all_score": 75.0}, "HIGH"),
        ({"needs": HIGH_NEED, "status": "COMMUNITY", "all_score": 75.0}, "MODERATE"),
        ({"needs": HIGH_NEED, "status": "REMAND", "all_score": 75.0}, "ALTERNATIVE"),
        ({"needs": HIGH_NEED, "status": "REMAND", "all_score": 74.99}, "MODERATE"),
        ({"needs": HIGH_NEED}, "ALTERNATIVE"),
        ({"status": "CUSTODY", "all_score": 75.0, "violent_score": 60.0}, "HIGH"),
        ({"status": "CUSTODY", "all_score": 75.0, "violent_score": 59.99}, "ALTERNATIVE"),
        ({"sara": {"saraRiskToPartner": "MEDIUM", "saraRiskToOthers": "LOW"}}, "MODERATE"),
        (
            {
                "needs": HIGH_NEED,
                "status": "CUSTODY",
                "dc_band": None,
                "iic_band": "NOT_APPLICABLE",
                "serious_score": 3.0,
            },
            "HIGH",
        ),
        (
            {
                "needs": HIGH_NEED,
                "status": "CUSTODY",
                "dc_band": None,
                "iic_band": "NOT_APPLICABLE",
                "serious_score": 2.99,
            },
            "MODERATE",
        ),
        ({"needs": {"temperControl": None}, "sara": {}}, "OMISSION"),
        ({"needs": {"temperControl": None}}, "ALTERNATIVE"),
        ({"needs": {"temperControl": None}, "dc_band": None}, "OMISSION"),
        ({"dc_band": None}, "ALTERNATIVE"),
    ],
)
def test_pni_sets_need_against_risk(given, expected):
    assert pni(**given) == expected


def test_pni_needs_the_supervision_status_and_lists_missing_answers_of_every_domain():
    assert score("PNI", NEEDS) == {
        "pniPathway": "OMISSION",
        "validationError": [{"type": "MISSING_MANDATORY_INPUT", "fields": ["supervisionStatus"]}],
    }
    found = score("PNI", {"supervisionStatus": "CUSTODY"})["validationError"]
    assert found[0]["fields"] == [name for domain in DOMAINS for name in domain.items]


@pytest.mark.parametrize("context", [{"all_scores": 1}, {"all_score": "75"}, {"dc_band": "high"}])
def test_pni_refuses_scores_that_it_cannot_read(context):
    with pytest.raises(InputsRefused, match="context"):
        score("PNI", {**NEEDS, "supervisionStatus": "CUSTODY", "context": context})
