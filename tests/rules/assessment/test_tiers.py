"""The tier from facts on record: what counts, what is missing, and what is never guessed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desistance.assessment.rules.tiers import NOT_HELD, Recorded, ScoreFact, Step, TierFacts, work_out_tier

ON = date(2026, 3, 13)


def fact(percent: str, variant: str = "dynamic", band: str = "low") -> ScoreFact:
    return ScoreFact(Decimal(percent), band, variant, ON, "Durham probation, from OASys")


def said(value: Any) -> Recorded:
    return Recorded(value, str(value), "Durham probation", ON)


ARP, CSRP, DCSRP = ("2026", "ARP"), ("2026", "CSRP"), ("2026", "DCSRP")
COMMUNITY = (("community_order", ("unpaid_work",)),)
FACTS = TierFacts(ON, {ARP: fact("40.40"), CSRP: fact("0.55")}, rosh="medium", orders=COMMUNITY)


@pytest.mark.parametrize(
    ("changed", "tier", "provisional"),
    [
        ({}, "E", False),
        ({"orders": ()}, "", False),
        ({"scores": {ARP: fact("40.40")}}, "", False),
        ({"scores": {CSRP: fact("0.55")}}, "", False),
        ({"scores": {ARP: fact("90"), CSRP: fact("6.9")}}, "A", False),
        ({"scores": {ARP: fact("89.99"), CSRP: fact("6.89")}}, "B", False),
        ({"scores": {ARP: fact("40.40", "static"), CSRP: fact("0.55", "static")}}, "E", True),
        ({"rosh": ""}, "E", True),
        ({"rosh": "high"}, "D", False),
        ({"rosh": "high", "mappa_category": "2", "mappa_level": "1"}, "C", False),
        ({"rosh": "very_high"}, "C", False),
        ({"is_life": True, "released_on": date(2025, 3, 13)}, "B", False),
        ({"is_life": True, "released_on": date(2025, 3, 12)}, "D", False),
        ({"is_life": True, "released_on": date(2021, 3, 12)}, "E", False),
        ({"is_life": True, "released_on": None}, "E", False),
        ({"has_sexual_offence": True, "scores": {ARP: fact("0"), CSRP: fact("0.4")}}, "E", False),
        ({"scores": {ARP: fact("0"), CSRP: fact("0"), DCSRP: fact("4.57", band="very_high")}}, "A", False),
        ({"scores": {ARP: fact("0"), CSRP: fact("0"), DCSRP: fact("0", band="not_applicable")}}, "G", False),
    ],
)
def test_the_highest_step_counts(changed: dict[str, Any], tier: str, provisional: bool) -> None:
    told = work_out_tier(replace(FACTS, **changed))
    assert (told.tier, told.is_provisional) == (tier, provisional)
    assert not told.tier or told.tier == min((one.tier for one in told.steps if one.tier), default="")


def test_what_is_missing_is_said_and_never_taken_as_low() -> None:
    told = work_out_tier(replace(FACTS, scores={}, rosh=""))
    assert told.words == "Cannot be worked out"
    assert told.missing == (
        "No All Reoffending Predictor of the current generation is on record.",
        "No Combined Serious Reoffending Predictor of the current generation is on record.",
        "No level of risk of serious harm is on record.",
        "Whether there is a registration for domestic abuse is not held here. With one the tier is at least E.",
        "Whether there is a registration for stalking is not held here. With one the tier is at least F.",
        "Whether there is a registration for child protection is not held here. With one the tier is at least F.",
    )
    assert told.missing2 == (
        "No Offender Group Reconviction Scale, version 3 is on record: the older version adds nothing for it.",
        "No Risk of Serious Recidivism is on record: the older version adds nothing for it.",
        "Needs have not been assessed here: the older version then takes change level 2, unless nothing asks for change.",
        NOT_HELD,
    )


def test_a_registration_is_asked_about_only_where_it_could_raise_the_tier() -> None:
    assert work_out_tier(FACTS).missing == ()
    lower = replace(FACTS, rosh="low", scores={ARP: fact("0"), CSRP: fact("0.5")})
    assert [words.split(" for ")[1].split(" is ")[0] for words in work_out_tier(lower).missing] == ["domestic abuse"]
    known = replace(lower, recorded={"abuse": said(True), "sex": said("female")})
    assert (work_out_tier(lower).tier, work_out_tier(known).tier, work_out_tier(known).missing) == ("F", "E", ())
    assert work_out_tier(known).steps[-1] == Step("Domestic abuse", "E")
    denied = work_out_tier(replace(lower, recorded={"abuse": said(False)}))
    assert (denied.tier, len(denied.missing)) == ("F", 1)


REHABILITATION = (("community_order", ("rehabilitation_activity",)),)
NOTHING = {"accommodation": "none", "work": "strength", "family": "none", "substances": "none", "thinking": "none"}
OGRS = {("legacy", "OGRS3"): fact("89")}


@pytest.mark.parametrize(
    ("needs", "scores", "change"),
    [
        ({}, {}, "2"),  # nobody assessed them: the calculation takes level 2
        ({"accommodation": "unknown"}, {}, "1 to C3"),  # assessed, and nothing is known: never taken as no need
        (NOTHING, {}, "1"),  # the whole of lifestyle would add 2 points: still below 10
        (NOTHING, OGRS, "1 to C2"),  # 8 points, and lifestyle is not known
        ({**NOTHING, "accommodation": "high"}, OGRS, "2"),  # 10, at most 12
        ({**NOTHING, "substances": "some"}, OGRS, "1 to C2"),  # 9: drugs or alcohol; with both and lifestyle 12
        ({**NOTHING, "thinking": "high", "work": "high", "family": "high", "accommodation": "high"}, OGRS, "2 to C3"),
        (dict.fromkeys(NOTHING, "high"), {("legacy", "OGRS3"): fact("99")}, "3"),
    ],
)
def test_needs_give_one_change_level_or_say_from_which_to_which(
    needs: dict[str, str], scores: dict[Any, Any], change: str
) -> None:
    told = work_out_tier(replace(FACTS, orders=REHABILITATION, needs=needs, scores={**FACTS.scores, **scores}))
    assert told.version2 == f"C{change}"
    is_open = any(words.startswith("Not known for certain of needs") for words in told.missing2)
    assert is_open == (" to " in change)


@pytest.mark.parametrize(
    ("recorded", "points"),
    [
        ({}, 10),
        ({"ALSH": True, "RCHD": True}, 14),
        ({"enforced": True, "temper": "2"}, 10),  # of men these add nothing
        ({"sex": "female", "enforced": True}, 12),
        ({"sex": "female", "impulsivity": "1", "temper": "2"}, 12),
        ({"sex": "female", "impulsivity": "0"}, 10),
    ],
)
def test_what_stands_for_registrations_adds_to_the_protect_level(recorded: dict[str, Any], points: int) -> None:
    given = {name: said(value) for name, value in recorded.items()}
    told = work_out_tier(replace(FACTS, recorded=given, is_female="sex" in given))
    assert f"({points} points)" in told.version2_words
    labels = {one.label for one in told.inputs}
    assert ("Breach or recall" in labels) == ("enforced" in given and "sex" in given)


def test_each_input_says_who_says_so_and_of_which_day() -> None:
    told = work_out_tier(replace(FACTS, recorded={"rosh": said("medium")}))
    assert [(one.label, one.words, one.source, one.on, one.counts_in) for one in told.inputs] == [
        ("All Reoffending Predictor", "40.40%, dynamic", "Durham probation, from OASys", ON, "Version 3"),
        ("Combined Serious Reoffending Predictor", "0.55%, dynamic", "Durham probation, from OASys", ON, "Version 3"),
        ("Risk of serious harm", "medium", "Durham probation", ON, "Both"),
    ]


def test_nothing_is_missing_where_no_order_runs() -> None:
    told = work_out_tier(replace(FACTS, orders=()))
    assert (told.words, told.missing, told.version2) == ("No tier: no order or licence runs", (), "")


@pytest.mark.parametrize(
    ("changed", "version2"),
    [
        ({}, "C0"),  # unpaid work alone asks for no change
        ({"orders": (("community_order", ("rehabilitation_activity",)),)}, "C2"),
        ({"orders": (("community_order", ("curfew",)),)}, "C0"),
        ({"orders": (("licence", ()),)}, "C2"),
        ({"rosh": "very_high"}, "A0"),
        ({"scores": {("legacy", "RSR"): fact("7.00")}, "rosh": ""}, "B0"),
        ({"scores": {("legacy", "RSR"): fact("6.99")}, "rosh": ""}, "C0"),
        ({"mappa_category": "2", "mappa_level": "2"}, "A0"),
    ],
)
def test_the_older_version_stands_beside(changed: dict[str, Any], version2: str) -> None:
    assert work_out_tier(replace(FACTS, **changed)).version2 == version2
