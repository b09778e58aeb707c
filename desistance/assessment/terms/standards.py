"""Contact standards, significant events, tiers, and what a case weighs by them."""

from datetime import date
from typing import Final

from desistance.assessment.terms.reviews import Level
from desistance.foundation.rulesets import RuleSet

WORKLOAD_RULES: Final = (
    RuleSet(
        "workload by risk of serious harm",
        1,
        date(2013, 1, 1),
        None,
        "Points for each person by level, after the workload measurement of the probation service: a default of this service, "
        "to be confirmed by the partnership",
        {Level.LOW: 0, Level.MEDIUM: 1, Level.HIGH: 3, Level.VERY_HIGH: 5},
    ),
)
"""Points that one person weighs by their level, beside those for the kind of work."""
NO_TIER: Final = "none"
TIER_BANDS: Final = {**{letter: f"tier {letter}" for letter in "ABCDEFG"}, NO_TIER: "not worked out"}
"""The tiers of HMPPS Tier, August 2026, and an order that runs while no tier can be worked out."""
TIER_WORKLOAD_RULES: Final = (
    RuleSet(
        "workload by tier",
        1,
        date(2013, 1, 1),
        None,
        "Points for each person under an order by the tier of the case, beside those for risk: a default of this service, to be "
        "confirmed by the partnership",
        {"A": 3, "B": 2, "C": 2, "D": 1, "E": 1, "F": 0, "G": 0, NO_TIER: 0},
    ),
)
"""Points that one person weighs by the tier of their case."""
CONTACT_STANDARDS: Final = (
    RuleSet(
        "contact standards",
        1,
        date(2014, 1, 1),
        None,
        "Weekly at first and while the level is High or Very high, every two weeks at Medium, every four weeks at Low: a default "
        "of this service, to be confirmed by the partnership",
        {
            "most_days": {"": 7, Level.LOW: 28, Level.MEDIUM: 14, Level.HIGH: 7, Level.VERY_HIGH: 7},
            "asked_ahead_days": 7,
        },
    ),
)
"""Longest time without contact by level of risk of serious harm; empty: no level is on record."""
EVENT_RULES: Final = (
    RuleSet(
        "review after a significant event",
        1,
        date(2014, 1, 1),
        None,
        "HMPPS practice: review at a significant event (new arrest, new conviction, recall). The days are a default of this "
        "service, to be confirmed by the partnership",
        {"days": 5, "looked_back_days": 90},
    ),
)
TIER_SOURCE: Final = "HMPPS Tier (MIT, Crown copyright), commit affac98, 17 August 2026: versions 2 and 3"
