"""ARP, VRP and SVRP: the chance of a proven reoffence within two years, of violence, and of serious violence.

Source: HMPPS ARNS Risk Actuarial API (MIT, Crown copyright), commit 016919c (4 August 2026), model version 1.0. The
static variant needs facts of the record alone; the dynamic one also needs the answers of an assessment.
"""

from decimal import Decimal, localcontext
from typing import NamedTuple

from evidence.predictors import findings as at
from evidence.predictors.answers import Answers
from evidence.predictors.dates import age, months
from evidence.predictors.figures import DECIMALS, contribution, percentage, sigmoid
from evidence.predictors.findings import Check, Finding, Result
from evidence.predictors.published import NOTHING, coefficients, offences
from evidence.predictors.terms import ARP, MOTIVATION, OTHER_DRUGS, SVRP, VRP, Facts, terms

BASE = (at.ASSESSED, at.BORN, at.CONVICTED, at.FIRST, "gender", at.CODE, at.TOTAL)
SITUATION = (
    "suitabilityOfAccommodation",
    "isUnemployed",
    "currentRelationshipWithPartner",
    "evidenceOfDomesticAbuse",
    "currentRelationshipStatus",
    "regularOffendingActivities",
)
DRINK = ("currentAlcoholUseProblems", "excessiveAlcoholUse", "impulsivityProblems")
DRUGS = (
    "hasOtherOpiateUsage",
    "hasCrackCocaineUsage",
    "hasPowderCocaineUsage",
    "hasMisusedPrescriptionDrugUsage",
    "hasBenzodiazepinesUsage",
    "hasCannabisUsage",
    "hasSteroidsUsage",
    *OTHER_DRUGS,
)
CONVICTION = (at.conviction_after_birth, at.conviction_after_first_sanction, at.conviction_near_assessment)
FOLLOWUP = (at.followup_present, at.followup_after_birth, at.followup_age)


class Model(NamedTuple):
    """One predictor: what it needs, in the order in which findings are listed, and the lower bounds of its bands."""

    name: str
    static: tuple[str, ...]
    dynamic: tuple[str, ...]
    checks: tuple[Check, ...]
    drugs: tuple[str, ...]
    medium: Decimal
    high: Decimal
    very_high: Decimal
    may_be_nought: bool


MODELS = {
    ARP: Model(
        ARP,
        BASE,
        (*SITUATION, *DRINK, "proCriminalAttitudes"),
        (*CONVICTION, at.first_sanction_range, at.offence_code, at.sanctions_range, *FOLLOWUP),
        ("hasHeroinUsage", *DRUGS),
        Decimal(50),
        Decimal(75),
        Decimal(90),
        False,
    ),
    VRP: Model(
        VRP,
        (*BASE, at.VIOLENT),
        (*SITUATION, MOTIVATION, *DRINK, "temperControl"),
        (
            at.first_sanction_range,
            at.sanctions_range,
            at.violent_range,
            at.offence_code,
            *CONVICTION,
            *FOLLOWUP,
        ),
        (*DRUGS, "hasMethadoneUsage"),
        Decimal(30),
        Decimal(60),
        Decimal(80),
        False,
    ),
    SVRP: Model(
        SVRP,
        (*BASE, at.VIOLENT),
        (
            "didOffenceInvolveCarryingOrUsingWeapon",
            "suitabilityOfAccommodation",
            "isUnemployed",
            "currentAlcoholUseProblems",
            "temperControl",
            "proCriminalAttitudes",
            "previousConvictions",
        ),
        (at.sanctions_range, at.violent_range, at.offence_code, at.first_sanction_range, *CONVICTION),
        (),
        Decimal(1),
        Decimal(3),
        Decimal("6.9"),
        True,
    ),
}


def band(predictor: str, percent: float) -> str:
    """Give the band of a rounded percentage; ARP and VRP have none for 0.00 and raise `ValueError`."""
    model, score = MODELS[predictor], Decimal(repr(float(percent)))
    if score < 0 or score >= 100 or (score == 0 and not model.may_be_nought):
        raise ValueError(f"{predictor} has no band for {percent} %")
    if score >= model.very_high:
        return "VERY_HIGH"
    if score >= model.high:
        return "HIGH"
    return "MEDIUM" if score >= model.medium else "LOW"


def gather(answers: Answers) -> Facts:
    """Work out what the terms count; raises `ValueError` when a date is not after the date of birth."""
    born, convicted = answers.date(at.BORN), answers.date(at.CONVICTED)
    followed = answers.date(at.FOLLOWED) if answers.has(at.FOLLOWED) else convicted
    counts = {
        "sanctions": answers.whole(at.TOTAL),
        "age": age(born, followed),
        "gap": age(born, convicted) - answers.whole(at.FIRST),
        "months": max(0, months(followed, answers.date(at.ASSESSED))),
    }
    if answers.has(at.VIOLENT):
        counts["violent"] = answers.whole(at.VIOLENT)
    return Facts(answers.text("gender"), offences()[answers.text(at.CODE)].category, counts, answers)


def weigh(predictor: str, is_dynamic: bool, facts: Facts) -> dict[str, Decimal]:
    """Weigh every term, unrounded, and add `totalWeight`."""
    known = coefficients(predictor, "dynamic" if is_dynamic else "static")
    with localcontext(DECIMALS):
        weights = {term.name: term.weigh(known, facts) for term in terms(predictor, is_dynamic)}
        weights["totalWeight"] = sum(weights.values(), NOTHING)
    return weights


def result(kind: str | None, score: float | None, found: list[Finding], given: str | None = None) -> Result:
    """Shape a result without contributions."""
    output: Result = {"band": given, "score": score}
    return {"type": kind, "output": output, "featureValues": {}, "validationErrors": found}


def score_logistic(predictor: str, answers: Answers) -> Result:
    """Score ARP, VRP or SVRP with all findings; `probability` is the unrounded chance."""
    model = MODELS[predictor]
    static = [*at.missing(answers, model.static), *at.apply(answers, model.checks)]
    dynamic = at.missing(answers, model.dynamic, "MISSING_DYNAMIC_INPUT")
    dynamic += at.drug_consistency(answers, model.drugs)
    if static:
        return result(None, None, [*static, *dynamic])
    try:
        weights = weigh(predictor, not dynamic, gather(answers))
        probability = sigmoid(weights["totalWeight"])
        score = percentage(probability)
        scored = result("STATIC" if dynamic else "DYNAMIC", score, dynamic, band(predictor, score))
    except (ArithmeticError, LookupError, ValueError):
        return result(None, None, at.unexpected())
    scored["featureValues"] = {name: contribution(weight) for name, weight in weights.items()}
    scored["probability"] = float(probability)
    return scored
