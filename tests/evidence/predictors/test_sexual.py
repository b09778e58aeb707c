"""DC-SRP, IIC-SRP and CSRP: hierarchy, points, reduction of the band, and what blocks what."""

import pytest

from evidence.predictors import score
from tests.evidence.predictors.cases import SEXUAL, kinds, without

COUNTS = [
    "totalIndecentImageSanctions",
    "totalContactAdultSexualSanctions",
    "totalContactChildSexualSanctions",
    "totalNonContactSexualOffences",
]
WOMAN = {**SEXUAL, "gender": "FEMALE"}


def counts(images=0, adult=0, child=0, other=0):
    return dict(zip(COUNTS, (images, adult, child, other), strict=True))


def test_points_are_added_and_turned_into_a_chance():
    # 5 adult + 10 at the age of 30 + 10 at the last offence + 6 for two sanctions = 31 points.
    result = score("DC-SRP", SEXUAL)
    assert result["featureValues"]["totalWeight"] == result["output"]["pointScore"] == 31
    assert result["output"]["score"] == 2.46
    assert result["type"] == "STATIC"


@pytest.mark.parametrize(("points", "chance"), [(0, 0.0), (28, 0.015388904099572493)])
def test_no_points_no_chance(points, chance):
    assert score("DCSRP", {"score": points}, component="score")["value"] == chance


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (0, "LOW"),
        (21, "LOW"),
        (22, "MEDIUM"),
        (29, "MEDIUM"),
        (30, "HIGH"),
        (35, "HIGH"),
        (36, "VERY_HIGH"),
        (64, "VERY_HIGH"),
    ],
)
def test_bands_of_points(points, expected):
    assert score("DCSRP", {"score": points}, component="band")["value"] == expected


@pytest.mark.parametrize(
    ("age", "expected"), [(10, 14), (18, 14), (20, 14), (21, 13), (56, 2), (57, 1), (59, 1), (60, 0), (150, 0)]
)
def test_points_of_age_fall_every_three_years(age, expected):
    assert score("DCSRP", {"age": age}, component="ageAtStartOfFollowupWeight")["value"] == expected


@pytest.mark.parametrize(
    ("change", "reduced", "band"),
    [
        ({"dateAtStartOfFollowup": "2021-08-04"}, True, "MEDIUM"),
        ({"dateAtStartOfFollowup": "2021-08-05"}, False, "HIGH"),
        ({"dateAtStartOfFollowup": "2021-08-04", "supervisionStatus": "CUSTODY"}, False, "HIGH"),
        ({"dateAtStartOfFollowup": "2021-08-04", "supervisionStatus": "REMAND"}, True, "MEDIUM"),
        ({"dateAtStartOfFollowup": "2021-08-04", "mostRecentOffenceDate": "2021-08-05"}, False, "HIGH"),
        ({"dateAtStartOfFollowup": "2021-08-04", "dateOfMostRecentSexualOffence": "2022-01-01"}, False, "HIGH"),
    ],
)
def test_five_years_free_in_the_community_lower_the_band_by_one_step(change, reduced, band):
    output = score("DCSRP", {**SEXUAL, **change})["output"]
    assert (output["riskBandReductionApplied"], output["band"]) == (reduced, band)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (counts(), ["SEXUAL_REOFFENDING_PREDICTOR_NO_SANCTIONS"]),
        (counts(adult=3), ["TOTAL_NUMBER_OF_SEXUAL_SANCTIONS_OUT_OF_RANGE"]),
        ({COUNTS[0]: None}, ["MISSING_MANDATORY_INPUT"]),
        ({"dateOfMostRecentSexualOffence": None}, ["MISSING_MANDATORY_INPUT"]),
        ({"dateOfMostRecentSexualOffence": "1991-07-17"}, ["DATE_OF_MOST_RECENT_SEXUAL_OFFENCE_BEFORE_DATE_OF_BIRTH"]),
        ({"dateOfMostRecentSexualOffence": "2101-07-17"}, ["DATE_OF_MOST_RECENT_SEXUAL_OFFENCE_OUT_OF_RANGE"]),
        ({"dateAtStartOfFollowup": "2101-07-17"}, ["DATE_OF_START_OF_FOLLOWUP_OUT_OF_RANGE"]),
        ({"dateAtStartOfFollowup": "1991-07-17"}, ["UNEXPECTED_ERROR"]),
        (
            {"totalNumberOfSanctionsForAllOffences": 0},
            ["TOTAL_NUMBER_OF_SANCTIONS_OUT_OF_RANGE", "TOTAL_NUMBER_OF_SEXUAL_SANCTIONS_OUT_OF_RANGE"],
        ),
        ({"hasEverCommittedSexualOffence": False}, ["SEXUAL_REOFFENDING_PREDICTOR_INCONSISTENT_INPUT"]),
        (
            {"hasEverCommittedSexualOffence": None},
            ["MISSING_MANDATORY_INPUT", "SEXUAL_REOFFENDING_PREDICTOR_INCONSISTENT_INPUT"],
        ),
        ({"hasEverCommittedSexualOffence": False, **counts()}, []),
    ],
)
def test_what_does_not_fit_is_found(change, expected):
    assert kinds(score("DCSRP", {**SEXUAL, **change})) == expected


def test_women_and_people_without_a_history_are_not_scored():
    woman, man = (
        score("DCSRP", WOMAN)["output"],
        score("DCSRP", {**SEXUAL, "hasEverCommittedSexualOffence": False, **counts()})["output"],
    )
    assert (woman["band"], woman["score"], woman["femaleVersion"], woman["hasSexualOffenceHistory"]) == (
        "NOT_APPLICABLE",
        0.0,
        True,
        True,
    )
    assert (man["band"], man["pointScore"], man["femaleVersion"], man["hasSexualOffenceHistory"]) == (
        "NOT_APPLICABLE",
        None,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (counts(images=2), (10.31, "HIGH")),
        (counts(images=1, child=1), (3.33, "MEDIUM")),
        (counts(child=2), (0.93, "LOW")),
        (counts(child=1), (0.63, "LOW")),
        (counts(adult=1, other=1), (0.28, "LOW")),
        (counts(adult=1), (0.0, "LOW")),
        (counts(other=2), (0.0, "LOW")),
    ],
)
def test_the_first_rule_that_matches_gives_the_chance(given, expected):
    output = score("IIC-SRP", {**SEXUAL, **given})["output"]
    assert (output["score"], output["band"]) == expected


def test_a_woman_with_a_history_scores_nought_and_fails_without_counts():
    assert score("IICSRP", WOMAN)["output"] == {
        "band": "LOW",
        "score": 0.0,
        "femaleVersion": True,
        "hasSexualOffenceHistory": True,
    }
    assert kinds(score("IICSRP", without(WOMAN, *COUNTS))) == ["UNEXPECTED_ERROR"]


def test_csrp_adds_the_rounded_percentages():
    output = score("CSRP", SEXUAL)["output"]
    parts = output["componentScores"]
    assert output["overallScore"] == pytest.approx(sum(part["output"]["score"] for part in parts.values()), abs=1e-9)
    assert output["band"] == "MEDIUM"


def test_csrp_adds_a_fixed_share_for_a_woman_with_a_history():
    with_history, without_history = (
        score("CSRP", {**WOMAN, "hasEverCommittedSexualOffence": has})["output"]["overallScore"]
        for has in (True, False)
    )
    assert with_history - without_history == pytest.approx(0.38)


def test_csrp_names_what_blocks_it_but_not_a_missing_assessment():
    assert score("CSRP", without(SEXUAL, "temperControl"))["validationErrors"] == []
    blocked = score("CSRP", {**SEXUAL, "currentOffenceCode": "1"})
    assert blocked["validationErrors"] == [
        {"type": "COMPONENT_VALIDATION_ERROR", "fields": ["SERIOUS_VIOLENT_REOFFENDING_PREDICTOR"]}
    ]
    assert blocked["output"]["overallScore"] is None
    assert kinds(score("CSRP", {})) == ["COMPONENT_VALIDATION_ERROR", "MISSING_MANDATORY_INPUT"]


@pytest.mark.parametrize(
    ("percent", "expected"),
    [(0.99, "LOW"), (1.0, "MEDIUM"), (2.99, "MEDIUM"), (3.0, "HIGH"), (6.89, "HIGH"), (6.9, "VERY_HIGH")],
)
def test_bands_of_csrp(percent, expected):
    assert score("CSRP", {"score": percent}, component="riskBand")["value"] == expected
