"""What on record here stands for what the case and assessment systems hold, where a tier is worked out from it."""

from datetime import date
from typing import Final

from desistance.assessment.terms.needs import Need, Pathway
from desistance.assessment.terms.reviews import Level
from desistance.foundation.rulesets import RuleSet

IOM_WORK: Final = "iom"
"""The kind of work that stands for a registration as a nominal of Integrated Offender Management; told by the schemes."""
ABUSE, IMPULSIVITY, TEMPER = "evidenceOfDomesticAbuse", "impulsivityProblems", "temperControl"
ANSWERS: Final = (ABUSE, IMPULSIVITY, TEMPER)
"""Answers given for a score that a tier reads too, by their names in the published request."""

TIER_FACT_RULES: Final = (
    RuleSet(
        "facts for the tier",
        1,
        date(2014, 1, 1),
        None,
        "Own reading, November 2026, of what on record here stands for the registrations of the case system and the need "
        "sections of an assessment that HMPPS Tier (commit affac98) reads: a default of this service, to be confirmed by the "
        "partnership",
        {
            "registers": {"self_harm": "ALSH", "children": "RCHD"},
            "children_from": (Level.MEDIUM, Level.HIGH, Level.VERY_HIGH),
            "stalking_codes": ("00856", "00858", "00865", "00866", "00874", "19512"),
            "severity": {
                Need.STRENGTH: "NO_NEED",
                Need.NONE: "NO_NEED",
                Need.SOME: "STANDARD",
                Need.HIGH: "SEVERE",
            },
            "sections": {
                Pathway.ACCOMMODATION: ("ACCOMMODATION",),
                Pathway.WORK: ("EDUCATION_TRAINING_AND_EMPLOYABILITY",),
                Pathway.FAMILY: ("RELATIONSHIPS",),
                Pathway.SUBSTANCES: ("DRUG_MISUSE", "ALCOHOL_MISUSE"),
                Pathway.THINKING: ("THINKING_AND_BEHAVIOUR", "ATTITUDES"),
            },
        },
    ),
)
"""Which alert or level stands for which register, which convictions for stalking, and which pathway for which need section.

A pathway that stands for two sections says that at least one of them is so deep, and nothing of the other.
"""
SECTIONS: Final = {
    "ACCOMMODATION": "accommodation",
    "EDUCATION_TRAINING_AND_EMPLOYABILITY": "education, training and work",
    "RELATIONSHIPS": "relationships",
    "LIFESTYLE_AND_ASSOCIATES": "lifestyle and associates",
    "DRUG_MISUSE": "drug misuse",
    "ALCOHOL_MISUSE": "alcohol misuse",
    "THINKING_AND_BEHAVIOUR": "thinking and behaviour",
    "ATTITUDES": "attitudes",
}
"""The sections that the older version weighs, in words."""
