"""Tiers of versions 2 and 3: tables, boundaries, the provisional flag."""

import pytest

from evidence.predictors import InputsRefused, tier

V3 = {
    "today": "2026-08-17",
    "hasActiveEvent": True,
    "arp": {"score": 0.0, "type": "DYNAMIC"},
    "csrp": {"score": 0.0, "type": "DYNAMIC"},
    "rosh": "LOW",
}


def v3(**change):
    return tier({**V3, **change}, "tier_v3")


def scores(arp, csrp, arp_type="DYNAMIC", csrp_type="DYNAMIC"):
    return {"arp": {"score": arp, "type": arp_type}, "csrp": {"score": csrp, "type": csrp_type}}


@pytest.mark.parametrize(
    ("csrp", "expected"),
    [
        (6.9, "AABBBB"),
        (6.89, "ABCCCC"),
        (3.0, "ABCCCC"),
        (2.99, "BCDEEE"),
        (1.0, "BCDEEE"),
        (0.5, "CDEEFF"),
        (0.49, "DDEFFG"),
    ],
)
def test_the_table_of_reoffending_includes_its_lower_bounds(csrp, expected):
    assert "".join(v3(**scores(arp, csrp))["tier"] for arp in (90, 75, 50, 25, 15, 0)) == expected
    assert "".join(v3(**scores(arp, csrp))["tier"] for arp in (99.99, 89.99, 74.99, 49.99, 24.99, 14.99)) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"hasActiveEvent": False}, "NOT_SUPERVISED"),
        ({"arp": None}, "MISSING"),
        ({"csrp": {"score": None, "type": "STATIC"}}, "MISSING"),
        ({"dcsrp": {"score": 5.0, "band": "VERY_HIGH"}}, "A"),
        ({"dcsrp": {"score": 0.0, "band": "VERY_HIGH"}}, "G"),
        ({"dcsrp": {"score": 5.0, "band": "NOT_APPLICABLE"}}, "G"),
        ({"dcsrp": {"score": 3.36, "band": "MEDIUM"}}, "C"),
        ({"dcsrp": {"score": 3.35, "band": "MEDIUM"}}, "D"),
        ({"dcsrp": {"score": 2.10, "band": "MEDIUM"}}, "C"),
        ({"dcsrp": {"score": 1.11, "band": "MEDIUM"}}, "D"),
        ({"rosh": "VERY_HIGH", "mappaCategory": "M1"}, "A"),
        ({"rosh": "HIGH", "mappaCategory": "M1"}, "C"),
        ({"rosh": "LOW", "mappaCategory": "M4"}, "E"),
        ({"rosh": "HIGH"}, "D"),
        ({"rosh": "MEDIUM"}, "G"),
        ({"hasLiferIpp": True}, "G"),
        ({"hasLiferIpp": True, "latestReleaseDate": "2025-08-17"}, "B"),
        ({"hasLiferIpp": True, "latestReleaseDate": "2025-08-16"}, "D"),
        ({"hasLiferIpp": True, "latestReleaseDate": "2027-01-01"}, "B"),
        ({"hasLiferIpp": True, "latestReleaseDate": "2021-08-17"}, "D"),
        ({"hasLiferIpp": True, "latestReleaseDate": "2021-08-16"}, "E"),
        ({"hasLiferIpp": True, "latestReleaseDate": "2027-02-28", "today": "2028-02-29"}, "B"),
        ({"hasDomesticAbuse": True}, "E"),
        ({"hasStalking": True}, "F"),
        ({"hasChildProtection": True, "everCommittedSexualOffence": True}, "E"),
    ],
)
def test_the_highest_step_is_the_tier(change, expected):
    assert v3(**change)["tier"] == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, False),
        (scores(0, 0, "STATIC", "STATIC"), True),
        ({**scores(0, 0, "STATIC", "STATIC"), "dcsrp": {"score": 5.0, "band": "VERY_HIGH"}}, False),
        ({**scores(0, 0.5, "STATIC"), "rosh": "MEDIUM", "mappaCategory": "M1"}, True),
        ({**scores(0, 0.5, "STATIC"), "rosh": "HIGH", "mappaCategory": "M1"}, False),
        ({"rosh": None}, True),
        ({"rosh": None, **scores(90, 0.5)}, False),
        ({"rosh": None, "mappaCategory": "M1", **scores(90, 0.5)}, True),
        ({"rosh": None, "mappaCategory": "M1", **scores(90, 6.9)}, False),
        ({"hasActiveEvent": False, "rosh": None}, False),
    ],
)
def test_a_tier_is_provisional_while_an_assessment_could_raise_it(change, expected):
    assert v3(**change)["provisional"] is expected


@pytest.mark.parametrize(
    ("facts", "level", "points"),
    [
        ({}, "D", 0),
        ({"rsrScore": 2.99}, "D", 0),
        ({"rsrScore": 2.995}, "D", 0),
        ({"rsrScore": 3.0}, "C", 10),
        ({"rsrScore": 6.995}, "D", 0),
        ({"rsrScore": 100}, "D", 0),
        ({"rsrScore": 99.99, "rosh": "HIGH"}, "B", 20),
        ({"rosh": "VERY_HIGH", "rsrScore": 99}, "A", 150),
        ({"mappaLevel": "M2"}, "A", 150),
        ({"registrationCodes": ["RCPR", "RCPR", "HREG", "RTAO"]}, "D", 4),
        (
            {
                "isFemale": True,
                "previousEnforcementActivity": True,
                "womenFactors": {"IMPULSIVITY": "2", "TEMPER_CONTROL": "1", "PARENTING_RESPONSIBILITIES": "YES"},
            },
            "D",
            6,
        ),
        ({"isFemale": False, "womenFactors": {"IMPULSIVITY": "2"}}, "D", 0),
    ],
)
def test_protect_levels(facts, level, points):
    assert tier(facts, "protect_v2") == {"level": level, "points": points}


@pytest.mark.parametrize(
    ("facts", "level", "points"),
    [
        ({"convictions": []}, 0, 0),
        ({"hasAssessment": False}, 2, 0),
        ({"ogrsScore": 99}, 1, 9),
        ({"ogrsScore": 100}, 2, 10),
        ({"needs": {"THINKING_AND_BEHAVIOUR": "SEVERE", "ATTITUDES": "STANDARD", "FINANCE": "SEVERE"}}, 1, 6),
        ({"registrationCodes": ["IIOM"], "ogrsScore": 80}, 2, 10),
        (
            {
                "needs": dict.fromkeys(
                    ["ACCOMMODATION", "RELATIONSHIPS", "DRUG_MISUSE", "THINKING_AND_BEHAVIOUR", "ATTITUDES"], "SEVERE"
                ),
                "ogrsScore": 60,
            },
            3,
            20,
        ),
    ],
)
def test_change_levels(facts, level, points):
    assert tier(facts, "change_v2") == {"level": level, "points": points}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ({"sentenceTypeCode": "NC"}, True),
        ({"sentenceTypeCode": "NC", "terminationDate": "2026-01-01"}, False),
        ({"sentenceTypeCode": "SP", "requirements": [{"mainCategoryTypeCode": "W1", "restrictive": False}]}, False),
        ({"sentenceTypeCode": "SP", "requirements": [{"mainCategoryTypeCode": "F", "restrictive": True}]}, False),
        ({"sentenceTypeCode": "SP", "requirements": [{"mainCategoryTypeCode": "F", "restrictive": False}]}, True),
    ],
)
def test_who_has_a_mandate_for_change(sentence, expected):
    assert tier({"convictions": [sentence]}, "mandate_v2") == {"hasMandate": expected}


@pytest.mark.parametrize(
    ("section", "score", "san", "expected"),
    [
        ("ACCOMMODATION", 1, False, "NO_NEED"),
        ("ACCOMMODATION", 2, False, "STANDARD"),
        ("ACCOMMODATION", 2, True, "NO_NEED"),
        ("ATTITUDES", 1, True, "STANDARD"),
        ("DRUG_MISUSE", 8, False, "SEVERE"),
        ("ALCOHOL_MISUSE", None, False, None),
    ],
)
def test_severity_of_needs(section, score, san, expected):
    assert tier({"section": section, "score": score, "san": san}, "need_severity_v2") == {"severity": expected}


def test_both_versions_are_calculated_side_by_side():
    both = tier({**V3, "rsrScore": 7.1, "ogrsScore": 100})
    assert both["version2"]["tier"] == "B2"
    assert both["version3"] == {"tier": "G", "provisional": False}


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {**V3, "rosh": "SEVERE"},
        {**V3, "arp": {"score": "90"}},
        {**V3, "dcsrp": {"score": 0.59, "band": "MEDIUM"}},
        {**V3, "arp": {"score": -1}},
        {**V3, "hasLiferIpp": True, "latestReleaseDate": "2026-02-30"},
    ],
)
def test_facts_that_cannot_be_read_are_refused(facts):
    with pytest.raises(InputsRefused):
        tier(facts, "tier_v3")


def test_registrations_are_read_newest_first_without_the_ignored_code():
    given = [
        {"code": "RMRH", "startDate": "2020-01-01"},
        {"code": "RHRH", "startDate": "2025-01-01"},
        {"code": "HREG", "startDate": "2026-01-01"},
        {"code": "MAPP", "level": "M2", "category": "M1", "startDate": "2024-01-01"},
        {"code": "MAPP", "level": "M3", "category": "M4", "startDate": "2023-01-01"},
        {"code": "RTAO"},
    ]
    assert tier({"registrations": given}, "protect_v2") == {"level": "A", "points": 20 + 150 + 2}
    assert v3(rosh="HIGH", registrations=given)["tier"] == "C"
    assert tier({**{k: v for k, v in V3.items() if k != "rosh"}, "registrations": given}, "tier_v3")["tier"] == "C"
    assert tier({"registrations": [{"code": "IIOM"}], "ogrsScore": 80}, "change_v2")["points"] == 10


def test_a_registration_without_a_code_is_refused():
    with pytest.raises(InputsRefused, match="registrations"):
        tier({"registrations": [{"level": "M1"}]}, "protect_v2")
