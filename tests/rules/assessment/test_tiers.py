"""The tier from facts on record: what counts, what is missing, and what is never guessed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desistance.assessment.rules.tiers import NOT_HELD, ScoreFact, TierFacts, work_out_tier

ON = date(2026, 3, 13)


def fact(percent: str, variant: str = "dynamic", band: str = "low") -> ScoreFact:
    return ScoreFact(Decimal(percent), band, variant, ON)


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
        NOT_HELD,
    )


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
