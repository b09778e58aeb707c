"""ARP, VRP and SVRP: the worked example of the specification, boundaries, findings and properties."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.predictors import InputsRefused, score
from evidence.predictors.answers import PROBLEM_LEVELS, PROBLEMS
from evidence.predictors.dates import add_months, age, months, years
from evidence.predictors.logistic import MODELS, band
from evidence.predictors.published import coefficients, offences
from tests.evidence.predictors.cases import ANSWERS, ASSESSED, STATIC, kinds, without

WORKED = {
    "twoYearInterceptWeight": 3.83654148692014,
    "ageGenderPolynomialWeight": -2.45659058400843,
    "offenceGroupWeight": 0.097115717952529,
    "secondSanctionWeight": -2.60344581288004,
    "totalNumberOfSanctionsForAllOffencesWeight": -0.006052575129361,
    "secondSanctionGapWeight": -0.287752525840889,
    "offenceFreeMonthsWeight": -1.384101060516432,
    "multiplicativeRelationshipWeight": 0.141655261924428,
    "drugMotivationWeight": 0.08615424993393,
    "heroinUsageWeight": 0.0,
    "totalWeight": -2.337088200349772,
}


def test_the_worked_example_of_the_specification():
    result = score("ARP", ASSESSED)
    assert result["type"] == "DYNAMIC"
    assert result["output"] == {"band": "LOW", "score": 8.81}
    assert result["validationErrors"] == []
    assert {name: result["featureValues"][name] for name in WORKED} == WORKED


def plain_double_arp_static(inputs):
    """A second way to the static ARP of a man with three sanctions or more, in plain doubles."""
    c = {name: float(value) for name, value in coefficients("ARP", "static").values.items()}
    born, convicted = (date.fromisoformat(inputs[name]) for name in ("dateOfBirth", "dateOfCurrentConviction"))
    followed, assessed = (date.fromisoformat(inputs[name]) for name in ("dateAtStartOfFollowup", "assessmentDate"))
    a, n = age(born, followed), inputs["totalNumberOfSanctionsForAllOffences"]
    m = min(36, max(0, months(followed, assessed)))
    rate = math.log(n / (age(born, convicted) - inputs["ageAtFirstSanction"] + 26))
    names = ("", "_quadratic", "_cubic", "_quartic")
    x = c["two_year_constant"] + sum(c[f"aai{name}_male"] * a**k for k, name in enumerate(names, 1))
    x += float(coefficients("ARP", "static").categories[offences()[inputs["currentOffenceCode"]].category])
    x += c["sanction_occasions"] * n + sum(c[f"offence_free_months{name}"] * m**k for k, name in enumerate(names, 1))
    x += c["three_plus_sanctions_copas_g_male"] * rate + c["three_plus_sanctions_copas_squared_male"] * rate**2
    return 1 / (1 + math.exp(-x))


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(1950, 1, 1), date(1995, 12, 31)),
    st.dates(date(2015, 1, 1), date(2026, 1, 1)),
    st.integers(0, 2000),
    st.integers(3, 300),
    st.sampled_from(["11618", "00406", "05912"]),
)
def test_decimals_and_plain_doubles_agree(born, convicted, days, sanctions, code):
    inputs = {
        **STATIC,
        "dateOfBirth": born.isoformat(),
        "dateOfCurrentConviction": convicted.isoformat(),
        "dateAtStartOfFollowup": (convicted + timedelta(days)).isoformat(),
        "assessmentDate": "2026-01-01",
        "ageAtFirstSanction": 15,
        "totalNumberOfSanctionsForAllOffences": sanctions,
    }
    assert score("ARP", inputs)["probability"] == pytest.approx(plain_double_arp_static(inputs), rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["ARP", "VRP", "SVRP"]), st.sampled_from(sorted(set(ANSWERS) & PROBLEM_LEVELS)))
def test_a_worse_answer_never_lowers_the_chance(predictor, name):
    # Problems with a partner count the same way: both of their coefficients are positive.
    chances = [score(predictor, {**ASSESSED, name: level})["probability"] for level in PROBLEMS]
    assert chances == sorted(chances)
    assert len(set(chances)) in (1, 3)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 80))
def test_static_chances_fall_with_every_month_free_of_offences_up_to_three_years(free):
    on = add_months(date(2021, 12, 12), free)
    now, later = (
        score("ARP", {**STATIC, "assessmentDate": day.isoformat()})["probability"] for day in (on, add_months(on, 1))
    )
    assert later < now if free < 36 else later == now


@pytest.mark.parametrize(
    ("predictor", "percent", "expected"),
    [
        ("ARP", 0.01, "LOW"),
        ("ARP", 49.99, "LOW"),
        ("ARP", 50.0, "MEDIUM"),
        ("ARP", 74.99, "MEDIUM"),
        ("ARP", 75, "HIGH"),
        ("ARP", 90.0, "VERY_HIGH"),
        ("VRP", 29.99, "LOW"),
        ("VRP", 30.0, "MEDIUM"),
        ("VRP", 59.99, "MEDIUM"),
        ("VRP", 80.0, "VERY_HIGH"),
        ("SVRP", 0.0, "LOW"),
        ("SVRP", 0.99, "LOW"),
        ("SVRP", 1.0, "MEDIUM"),
        ("SVRP", 6.89, "HIGH"),
        ("SVRP", 6.9, "VERY_HIGH"),
        ("SVRP", 99.99, "VERY_HIGH"),
    ],
)
def test_lower_bounds_of_bands_are_included(predictor, percent, expected):
    assert band(predictor, percent) == expected


@pytest.mark.parametrize("predictor", ["ARP", "VRP"])
def test_general_and_violent_scores_of_nought_have_no_band(predictor):
    with pytest.raises(ValueError, match="no band"):
        band(predictor, 0.0)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"dateOfCurrentConviction": "1991-07-17"}, ["DATE_OF_CURRENT_CONVICTION_BEFORE_DATE_OF_BIRTH"]),
        ({"ageAtFirstSanction": 30}, []),
        ({"ageAtFirstSanction": 31}, ["AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION"]),
        ({"ageAtFirstSanction": -1}, ["AGE_AT_FIRST_SANCTION_OUT_OF_RANGE"]),
        ({"dateOfCurrentConviction": "2026-11-04"}, []),
        (
            {"dateOfCurrentConviction": "2026-11-05"},
            ["DATE_OF_CURRENT_CONVICTION_WITHIN_THREE_MONTHS_OF_ASSESSMENT_DATE"],
        ),
        ({"currentOffenceCode": "1161"}, ["OFFENCE_CODE_INCORRECT_FORMAT"]),
        ({"currentOffenceCode": "1161a"}, ["OFFENCE_CODE_INCORRECT_FORMAT"]),
        ({"currentOffenceCode": "١١٦١٨"}, ["OFFENCE_CODE_INCORRECT_FORMAT"]),
        ({"currentOffenceCode": "99998"}, ["OFFENCE_CODE_MAPPING_NOT_FOUND"]),
        ({"currentOffenceCode": "00001"}, ["OFFENCE_CODE_MAPPING_NOT_FOUND"]),
        ({"totalNumberOfSanctionsForAllOffences": 0}, ["TOTAL_NUMBER_OF_SANCTIONS_OUT_OF_RANGE"]),
        ({"totalNumberOfSanctionsForAllOffences": 999}, []),
        ({"totalNumberOfSanctionsForAllOffences": 1000}, ["TOTAL_NUMBER_OF_SANCTIONS_OUT_OF_RANGE"]),
        ({"dateAtStartOfFollowup": "1991-07-17"}, ["DATE_OF_START_OF_FOLLOWUP_BEFORE_DATE_OF_BIRTH"]),
        ({"dateAtStartOfFollowup": "2101-07-16"}, []),
        ({"dateAtStartOfFollowup": "2101-07-17"}, ["DATE_OF_START_OF_FOLLOWUP_OUT_OF_RANGE"]),
        ({"dateAtStartOfFollowup": None}, []),
        (
            {"currentOffenceCode": None, "ageAtFirstSanction": 111},
            [
                "MISSING_MANDATORY_INPUT",
                "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION",
                "AGE_AT_FIRST_SANCTION_OUT_OF_RANGE",
            ],
        ),
        ({"isUnemployed": None}, ["MISSING_DYNAMIC_INPUT"]),
        ({"motivationToTackleDrugMisuse": None}, []),
        (
            {"motivationToTackleDrugMisuse": None, "hasSolventsUsage": True, "hasHeroinUsage": True},
            ["MOTIVATION_TO_TACKLE_DRUG_MISUSE_INCONSISTENT"],
        ),
        ({"motivationToTackleDrugMisuse": None, "hasMethadoneUsage": True}, []),
    ],
)
def test_what_does_not_fit_is_found_in_the_published_order(change, expected):
    result = score("ARP", {**ASSESSED, **change})
    assert kinds(result) == expected
    static = [kind for kind in expected if "DYNAMIC" not in kind and "MOTIVATION" not in kind]
    assert result["type"] == (None if static else "STATIC" if expected else "DYNAMIC")


def test_the_drugs_that_are_used_are_named_in_the_order_of_the_predictor():
    used = {"motivationToTackleDrugMisuse": None, "hasSolventsUsage": True, "hasHeroinUsage": True}
    assert score("ARP", {**ASSESSED, **used})["validationErrors"][0]["fields"] == ["hasHeroinUsage", "hasSolventsUsage"]
    assert score("VRP", {**ASSESSED, **used})["validationErrors"][1]["fields"] == ["hasSolventsUsage"]


def test_a_missing_follow_up_is_the_current_conviction():
    stated = {**ASSESSED, "dateAtStartOfFollowup": ASSESSED["dateOfCurrentConviction"]}
    for predictor in MODELS:
        assert score(predictor, without(ASSESSED, "dateAtStartOfFollowup")) == score(predictor, stated)


def test_svrp_has_no_check_of_the_follow_up_and_fails_unexpectedly():
    result = score("SVRP", {**ASSESSED, "dateAtStartOfFollowup": "1991-07-17"})
    assert kinds(result) == ["UNEXPECTED_ERROR"]
    assert result["output"] == {"band": None, "score": None}


def test_a_future_follow_up_counts_the_age_then_and_no_months():
    result = score("ARP", {**STATIC, "dateAtStartOfFollowup": "2036-01-01"})
    assert result["featureValues"]["offenceFreeMonthsWeight"] == 0.0
    assert result["featureValues"]["ageGenderPolynomialWeight"] == pytest.approx(
        score(
            "ARP",
            {"variant": "static", "gender": "MALE", "ageAtStartOfFollowup": 44},
            component="ageGenderPolynomialWeight",
        )["value"]
    )


def test_a_previous_conviction_listed_twice_counts_once():
    once, twice = (score("SVRP", {**ASSESSED, "previousConvictions": ["ARSON"] * times}) for times in (1, 2))
    assert once == twice
    assert once["probability"] > score("SVRP", ASSESSED)["probability"]


@pytest.mark.parametrize(
    ("earlier", "later", "expected_years", "expected_months"),
    [
        ("2000-02-29", "2001-02-28", 0, 11),
        ("2000-02-29", "2001-03-01", 1, 12),
        ("2000-02-29", "2004-02-28", 3, 47),
        ("2000-02-29", "2004-02-29", 4, 48),
        ("2021-01-31", "2021-02-28", 0, 0),
        ("2021-01-31", "2021-03-30", 0, 1),
        ("2021-03-30", "2021-01-31", 0, -1),
    ],
)
def test_whole_years_and_months(earlier, later, expected_years, expected_months):
    first, second = date.fromisoformat(earlier), date.fromisoformat(later)
    assert (years(first, second), months(first, second)) == (expected_years, expected_months)


@pytest.mark.parametrize(
    ("start", "expected"), [("2026-11-30", "2027-02-28"), ("2027-11-30", "2028-02-29"), ("9999-12-01", "9999-12-31")]
)
def test_added_months_are_clipped(start, expected):
    assert add_months(date.fromisoformat(start), 3) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"isUnemployed": 1}, "isUnemployed"),
        ({"isUnemployed": "true"}, "isUnemployed"),
        ({"ageAtFirstSanction": True}, "ageAtFirstSanction"),
        ({"ageAtFirstSanction": 21.0}, "ageAtFirstSanction"),
        ({"gender": "OTHER"}, "gender"),
        ({"temperControl": 1}, "temperControl"),
        ({"currentOffenceCode": 11618}, "currentOffenceCode"),
        ({"dateOfBirth": "17/07/1991"}, "dateOfBirth"),
        ({"dateOfBirth": "1991-02-29"}, "dateOfBirth"),
        ({"previousConvictions": "ARSON"}, "previousConvictions"),
        ({"shoeSize": 9}, "shoeSize"),
        ({"shoeSize": None}, "shoeSize"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_refused_by_name(change, field):
    with pytest.raises(InputsRefused) as refused:
        score("ARP", {**ASSESSED, **change})
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("predictor", "generation"), [("OGRS3", "2026"), ("ARP", "legacy"), ("ARP", "2025"), ("XYZ", "2026")]
)
def test_an_unknown_predictor_or_generation_is_refused(predictor, generation):
    with pytest.raises(InputsRefused):
        score(predictor, ASSESSED, generation)


def test_the_day_of_assessment_is_a_parameter():
    inputs = without(ASSESSED, "assessmentDate")
    assert score("ARP", inputs, on=date(2026, 8, 4)) == score("ARP", ASSESSED)
