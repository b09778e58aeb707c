"""OGRS3, OGP, OVP, SNSV, OSP and RSR: worked examples of the specification, boundaries and findings."""

import pytest

from evidence.predictors import score
from evidence.predictors.answers import Answers
from evidence.predictors.figures import whole_half_up, whole_percentage
from evidence.predictors.legacy_general import OVP_VIOLENT, ogp_points, ovp_percents
from tests.evidence.predictors.cases import ASSESSED, SEXUAL, STATIC, kinds, without

OGRS3 = {**without(STATIC, "dateAtStartOfFollowup"), "dateAtStartOfFollowupCalculated": "2021-12-12"}
OVP = {
    **OGRS3,
    "doesRecogniseImpactOfOffendingOnOthers": False,
    "isCurrentlyOfNoFixedAbodeOrTransientAccommodation": True,
    "isUnemployed": True,
    "currentAlcoholUseProblems": "SIGNIFICANT_PROBLEMS",
    "excessiveAlcoholUse": "SIGNIFICANT_PROBLEMS",
    "hasCurrentPsychiatricTreatment": True,
    "temperControl": "SIGNIFICANT_PROBLEMS",
    "proCriminalAttitudes": "SIGNIFICANT_PROBLEMS",
}
OGP = {
    "isCurrentlyOfNoFixedAbodeOrTransientAccommodation": True,
    "isUnemployed": False,
    "regularOffendingActivities": "SOME_PROBLEMS",
    "currentDrugMisuse": "SIGNIFICANT_PROBLEMS",
    "motivationToTackleDrugMisuse": "FULL_MOTIVATION",
    "problemSolvingSkills": "SOME_PROBLEMS",
    "awarenessOfConsequences": "SOMETIMES",
    "understandsOtherPeoplesViews": "SOME_PROBLEMS",
    "proCriminalAttitudes": "SIGNIFICANT_PROBLEMS",
}
SNSV = {
    **without(ASSESSED, "dateAtStartOfFollowup"),
    "supervisionStatus": "COMMUNITY",
    "dateAtStartOfFollowupUserInput": "2021-12-12",
    "domesticAbuseAgainstPartner": True,
}
OSP = {**without(SEXUAL, "dateAtStartOfFollowup"), **SNSV, "isCurrentOffenceSexuallyMotivated": True}


def legacy(predictor, inputs):
    return score(predictor, inputs, "legacy")


def test_the_worked_example_of_ogrs3():
    result = legacy("OGRS3", OGRS3)
    assert result["output"] == {"band": "LOW", "oneYearScore": 9, "twoYearScore": 17}
    assert result["featureValues"]["offenceGroupParameter"] == -0.0607


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"currentOffenceCode": "08800"}, ["NEED_DETAILS_OF_EXACT_OFFENCE"]),
        ({"currentOffenceCode": "95000"}, ["OFFENCE_CODE_MAPPING_NOT_FOUND"]),
        ({"currentOffenceCode": "ABCDE"}, ["OFFENCE_CODE_MAPPING_NOT_FOUND"]),
        ({"currentOffenceCode": "1161"}, ["OFFENCE_CODE_INCORRECT_FORMAT"]),
        ({"totalNumberOfSanctionsForAllOffences": 0}, ["TOTAL_NUMBER_OF_SANCTIONS_LESS_THAN_ONE"]),
        ({"ageAtFirstSanction": 31}, ["AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION"]),
        (
            {"dateOfCurrentConviction": "2001-07-16", "ageAtFirstSanction": 9},
            ["AGE_AT_CURRENT_CONVICTION_LESS_THAN_TEN"],
        ),
        ({"dateOfCurrentConviction": "2001-07-17", "ageAtFirstSanction": 10}, []),
        ({"dateAtStartOfFollowupCalculated": "2001-07-16"}, ["UNEXPECTED_ERROR"]),
        ({"gender": None}, ["MISSING_MANDATORY_INPUT"]),
    ],
)
def test_what_does_not_fit_ogrs3_is_found(change, expected):
    assert kinds(legacy("OGRS3", {**OGRS3, **change})) == expected


@pytest.mark.parametrize(
    ("age", "men", "women"),
    [(10, 0.0, 0.785), (17, -0.0616, -0.9592), (18, -0.6251, -0.8975), (49, -1.4997, -1.5247), (50, -2.0253, -2.4498)],
)
def test_age_groups_of_ogrs3(age, men, women):
    got = [
        score("OGRS3", {"age": age, "gender": gender}, "legacy", component="ageGenderScore")["value"]
        for gender in ("MALE", "FEMALE")
    ]
    assert got == [men, women]


def test_ogp_rounds_its_parts_half_up_and_needs_ogrs3():
    # 0.6 x 17 = 10.2 gives 10; homeless 5; activities 3; 3.75 x 2 = 7.5 gives 8; 5/6 x 3 = 2.5 gives 3; attitudes 5.
    assert ogp_points(Answers(OGP), 17) == 10 + 5 + 3 + 8 + 3 + 5
    assert legacy("OGP", {**OGRS3, **OGP})["output"] == {
        "band": "LOW",
        "oneYearScore": 17,
        "twoYearScore": 27,
        "pointScore": 34,
    }
    missing = legacy("OGP", {**OGP, "isUnemployed": None})["validationErrors"]
    assert missing == [{"type": "MISSING_MANDATORY_INPUT", "fields": ["isUnemployed", "ogrs3TwoYear"]}]


def test_points_of_ovp():
    # 5 + 4 (one violent) + 0 (one other) + 10 (age 30) + 5 (man) + 4 + 4 + 4 + 10 + 4 + 6 + 6.
    assert legacy("OVP", OVP)["output"]["pointScore"] == 62
    assert ovp_percents(82) == (80, 89)
    assert (OVP_VIOLENT[5], OVP_VIOLENT[17], OVP_VIOLENT[18], len(OVP_VIOLENT)) == (12, 24, 25, 19)


@pytest.mark.parametrize(
    "change", [{"totalNumberOfViolentSanctions": 3}, {"dateAtStartOfFollowupCalculated": "2009-07-16"}]
)
def test_ovp_fails_for_more_violence_than_sanctions_and_under_18(change):
    assert kinds(legacy("OVP", {**OVP, **change})) == ["UNEXPECTED_ERROR"]


@pytest.mark.parametrize(
    ("change", "kind", "expected"),
    [
        ({}, "DYNAMIC", []),
        ({"temperControl": None}, "STATIC", ["MISSING_DYNAMIC_INPUT"]),
        ({"temperControl": None, "snsvStaticOrDynamic": "STATIC"}, "STATIC", []),
        ({"temperControl": None, "snsvStaticOrDynamic": "DYNAMIC"}, None, ["MISSING_DYNAMIC_INPUT"]),
        ({"snsvStaticOrDynamic": "STATIC"}, "STATIC", []),
        ({"domesticAbuseAgainstPartner": None}, "STATIC", ["MISSING_DYNAMIC_INPUT"]),
        ({"dateAtStartOfFollowupUserInput": "2021-08-04"}, None, ["FOLLOW_UP_DATE_BEFORE_CONVICTION_DATE"]),
        ({"totalNumberOfViolentSanctions": 3}, None, ["VIOLENT_SANCTION_GREATER_THAN_TOTAL_SANCTIONS"]),
        ({"currentOffenceCode": "99998"}, None, ["OFFENCE_CODE_MAPPING_NOT_FOUND"]),
    ],
)
def test_the_variant_of_snsv_follows_what_is_asked_and_what_is_answered(change, kind, expected):
    result = legacy("SNSV", {**SNSV, **change})
    assert (result["type"], kinds(result)) == (kind, expected)


def test_past_convictions_count_every_time_they_are_listed_in_snsv():
    once, twice = (
        legacy("SNSV", {**SNSV, "previousConvictions": ["ARSON"] * times})["featureValues"]["previousConvictionsWeight"]
        for times in (1, 2)
    )
    assert twice == 2 * once > 0


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, (0.28, "LOW")),
        ({"totalNonContactSexualOffences": 1, "totalContactAdultSexualSanctions": 0}, (0.28, "LOW")),
        ({"totalContactChildSexualSanctions": 1}, (0.63, "LOW")),
        ({"totalIndecentImageSanctions": 2}, (10.31, "HIGH")),
        ({"gender": "FEMALE"}, (0.0, "NOT_APPLICABLE")),
    ],
)
def test_osp_iic_gave_every_man_with_a_history_a_chance(change, expected):
    output = legacy("OSP/IIC", {**OSP, **change})["output"]
    assert (output["score"], output["band"]) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"isCurrentOffenceSexuallyMotivated": None}, ["MISSING_MANDATORY_INPUT"]),
        ({"totalContactAdultSexualSanctions": 0}, ["SEXUAL_OFFENDING_MISSING_COUNTS"]),
        ({"totalIndecentImageSanctions": None}, ["SEXUAL_OFFENDING_MISSING_COUNTS"]),
        ({"hasEverCommittedSexualOffence": False}, ["SEXUAL_OFFENDING_INCONSISTENT_INPUT"]),
        ({"dateOfMostRecentSexualOffence": None}, []),
        ({"dateOfMostRecentSexualOffence": "2001-07-16"}, ["UNEXPECTED_ERROR"]),
    ],
)
def test_what_does_not_fit_osp_dc_is_found(change, expected):
    assert kinds(legacy("OSP/DC", {**OSP, **change})) == expected


def test_rsr_adds_its_parts_and_has_three_bands():
    output = legacy("RSR", OSP)["output"]
    parts = [part["output"]["score"] for part in output["componentScores"].values()]
    assert output["overallScore"] == pytest.approx(sum(parts), abs=1e-9)
    assert [score("RSR", {"score": s}, "legacy", component="riskBand")["value"] for s in (2.99, 3.0, 6.89, 6.9)] == [
        "LOW",
        "MEDIUM",
        "MEDIUM",
        "HIGH",
    ]
    assert legacy("RSR", {**OSP, "currentOffenceCode": "99998"})["validationErrors"] == [
        {"type": "COMPONENT_VALIDATION_ERROR", "fields": ["SNSV"]}
    ]


@pytest.mark.parametrize(("chance", "percent"), [(0.0001, 1), (0.995, 99), (0.125, 13), (0.105, 11), (0.5049, 50)])
def test_whole_percentages_are_half_up_and_never_0_or_100(chance, percent):
    assert whole_percentage(chance) == percent


def test_halves_go_away_from_nought():
    assert [whole_half_up(n) for n in (2.5, 3.5, -2.5, 2.4999)] == [3, 4, -3, 2]
