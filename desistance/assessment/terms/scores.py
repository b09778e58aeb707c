"""The actuarial predictors, their generations, variants and bands, and what a worker judges beside a score."""

from datetime import date
from typing import Final

from django.db import models

from desistance.foundation.rulesets import RuleSet


class Generation(models.TextChoices):
    """Which family of published formulas. HMPPS moves from the second to the first; data from before carries legacy scores."""

    CURRENT = "2026", "Current (2026)"
    LEGACY = "legacy", "Legacy (2009 to 2026)"


class Predictor(models.TextChoices):
    """The actuarial predictors and screens by their official names. Source: HMPPS ARNS Risk Actuarial API, August 2026."""

    ARP = "ARP", "All Reoffending Predictor"
    VRP = "VRP", "Violent Reoffending Predictor"
    SVRP = "SVRP", "Serious Violent Reoffending Predictor"
    DCSRP = "DCSRP", "Direct Contact Sexual Reoffending Predictor"
    IICSRP = "IICSRP", "Images and Indirect Contact Sexual Reoffending Predictor"
    CSRP = "CSRP", "Combined Serious Reoffending Predictor"
    OGRS3 = "OGRS3", "Offender Group Reconviction Scale, version 3"
    OGP = "OGP", "OASys General Reoffending Predictor"
    OVP = "OVP", "OASys Violence Predictor"
    SNSV = "SNSV", "Serious Non-Sexual Violence predictor"
    OSPDC = "OSPDC", "OASys Sexual Reoffending Predictor, direct contact"
    OSPIIC = "OSPIIC", "OASys Sexual Reoffending Predictor, images and indirect contact"
    RSR = "RSR", "Risk of Serious Recidivism"
    PNI = "PNI", "Programme Needs Identifier"
    LDS = "LDS", "Learning Disability and challenges Screening"
    MST = "MST", "Maturity Screening Tool"
    OPD = "OPD", "Offender Personality Disorder pathway screen"


OFFERED: Final = tuple(
    (generation, predictor)
    for generation, names in (
        (Generation.CURRENT, "ARP VRP SVRP DCSRP IICSRP CSRP PNI LDS MST OPD"),
        (Generation.LEGACY, "OGRS3 OGP OVP SNSV OSPDC OSPIIC RSR PNI LDS MST OPD"),
    )
    for predictor in map(Predictor, names.split())
)
"""Every predictor of each generation, in the order in which they are listed."""


class Variant(models.TextChoices):
    """Which inputs a score was worked out from."""

    STATIC = "static", "Static: the record alone"
    DYNAMIC = "dynamic", "Dynamic: the record and answers about the person's life now"
    COMBINED = "combined", "Combined from other scores"
    SCREEN = "screen", "A screen without a percentage"
    NOT_KNOWN = "", "Not known"


class Band(models.TextChoices):
    """The bands in words."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    VERY_HIGH = "very_high", "Very high"
    NOT_APPLICABLE = "not_applicable", "Does not apply"
    NONE = "", "No band"


class Judgement(models.TextChoices):
    """What a worker judges beside a score. A score never decides; where the two differ the worker says why."""

    NONE = "", "Not judged beside it"
    AGREES = "agrees", "About the same as the score"
    HIGHER = "higher", "Higher than the score"
    LOWER = "lower", "Lower than the score"


PERSONALITY_OR_SEXUAL: Final = frozenset(
    {Predictor.DCSRP, Predictor.IICSRP, Predictor.OSPDC, Predictor.OSPIIC, Predictor.OPD}
)
"""Especially sensitive results: shown on their own page, never on the overview."""
SCORE_NOT_A_DECISION: Final = (
    "A score says how often people with the same answers were reconvicted. It cannot say what this person will do, and it "
    "decides nothing: people decide, and say why."
)
SCORE_OFFENCES: Final = (
    RuleSet(
        "offence codes for the predictors",
        1,
        date(2000, 1, 1),
        None,
        "Own reading, November 2026, of Acts and titles beside the actuarial mapping of 3,039 Home Office codes (HMPPS ARNS "
        "Risk Actuarial API, commit 016919c): a default of this service, to be confirmed by the partnership",
        {"file": "score_offences.csv"},
    ),
)
"""Which file says what Home Office code stands for a Criminal Justice System code, by the day on which it is asked."""
LONGEST_SYSTEM: Final = 60
LONGEST_VERSION: Final = 40
