"""CSRP: the chance of serious harm, added up from SVRP, DC-SRP and IIC-SRP.

Source: HMPPS ARNS Risk Actuarial API (MIT, Crown copyright), commit 016919c (4 August 2026), model version 1.0. Kept as
the source has it: a missing field lists COMPONENT_VALIDATION_ERROR even when no component blocks.
"""

from decimal import Decimal

from evidence.predictors import findings as at
from evidence.predictors.answers import Answers
from evidence.predictors.figures import HUNDREDTH, bounded, exact, half_up
from evidence.predictors.findings import Result, finding
from evidence.predictors.logistic import score_logistic
from evidence.predictors.sexual import HISTORY, score_dcsrp, score_iicsrp

FEMALE_HISTORY = Decimal("0.0038314176245211")
WITHOUT_ANSWERS = {"MISSING_DYNAMIC_INPUT"}


def add(scores: list[float], addition: Decimal = Decimal(0)) -> float:
    """Add rounded percentages and a chance, round half up to two decimals and keep within 0.00 and 99.99."""
    extra = half_up(addition * 100, HUNDREDTH)
    return float(bounded(half_up(sum((exact(float(score)) for score in scores), extra), HUNDREDTH)))


def band(score: float) -> str:
    """Give the band of CSRP."""
    if score >= 6.9:
        return "VERY_HIGH"
    if score >= 3:
        return "HIGH"
    return "MEDIUM" if score >= 1 else "LOW"


def blocks(scored: Result, allowed: set[str] | None = None) -> bool:
    """Say whether a component has findings other than those allowed."""
    found = scored["validationErrors"]
    assert isinstance(found, list)
    return any(each["type"] not in (allowed or set()) for each in found)


def output_of(scored: Result) -> Result:
    """Give the output of a component."""
    output = scored["output"]
    assert isinstance(output, dict)
    return output


def component(scored: Result) -> Result:
    """Keep what is published of a component."""
    return {key: scored[key] for key in ("type", "output", "featureValues", "validationErrors")}


def shape(score: float | None, given: str | None, flags: tuple[object, object], parts: Result) -> Result:
    """Shape the output of a combined predictor."""
    return {
        "band": given,
        "overallScore": score,
        "femaleVersion": flags[0],
        "hasSexualOffenceHistory": flags[1],
        "componentScores": parts,
    }


def score_csrp(answers: Answers) -> Result:
    """Score CSRP with its three components."""
    dc, iic, violent = score_dcsrp(answers), score_iicsrp(answers), score_logistic("SVRP", answers)
    parts: Result = {
        "directContactSexualPredictorScore": component(dc),
        "indirectContactSexualPredictorScore": component(iic),
        "seriousViolentPredictorScore": component(violent),
    }
    blocking = [
        name
        for name, is_blocking in (
            ("DIRECT_CONTACT_SEXUAL_REOFFENDING_PREDICTOR", blocks(dc)),
            ("IMAGES_AND_INDIRECT_CONTACT_SEXUAL_REOFFENDING_PREDICTOR", blocks(iic)),
            ("SERIOUS_VIOLENT_REOFFENDING_PREDICTOR", blocks(violent, WITHOUT_ANSWERS)),
        )
        if is_blocking
    ]
    absent = at.missing(answers, ("gender", HISTORY))
    scored: Result = {"type": "COMBINED", "output": None, "featureValues": {}, "validationErrors": []}
    if blocking or absent:
        scored["output"] = shape(None, None, (None, None), parts)
        scored["validationErrors"] = [finding("COMPONENT_VALIDATION_ERROR", *blocking), *absent]
        return scored
    is_female, has_history = answers.text("gender") == "FEMALE", answers.is_yes(HISTORY)
    scores = [output_of(part)["score"] for part in (violent, dc, iic)]
    total = add([score for score in scores if isinstance(score, float)], addition(is_female, has_history))
    scored["output"] = shape(total, band(total), (is_female, has_history), parts)
    return scored


def addition(is_female: bool, has_history: bool) -> Decimal:
    """Give what a woman with a sexual offence history has added."""
    return FEMALE_HISTORY if is_female and has_history else Decimal(0)
