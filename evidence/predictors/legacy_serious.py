"""SNSV, OSP/DC, OSP/IIC and RSR: the legacy predictors of serious harm.

Source: Howard 2015 (RSR); constants as in the HMPPS ARNS Risk Actuarial API (MIT, Crown copyright), commit 5e8ac24
(28 May 2026), in double precision.
"""

import math
from decimal import Decimal

from evidence.predictors import findings as at
from evidence.predictors import sexual
from evidence.predictors.answers import Answers
from evidence.predictors.combined import add, addition, blocks, component, output_of
from evidence.predictors.combined import shape as combined_shape
from evidence.predictors.dates import age, months
from evidence.predictors.figures import double_sigmoid, exact, half_up, percentage
from evidence.predictors.findings import Finding, Result, finding
from evidence.predictors.legacy_general import code_length, total_at_least_one
from evidence.predictors.published import legacy_offences, snsv
from evidence.predictors.sexual import ADULT, CHILD, HISTORY, IMAGES, NON_CONTACT, NOT_APPLICABLE

FOLLOWED = "dateAtStartOfFollowupUserInput"
ABUSE, PARTNER, MOTIVATED = (
    "evidenceOfDomesticAbuse",
    "domesticAbuseAgainstPartner",
    "isCurrentOffenceSexuallyMotivated",
)
SNSV_STATIC = (
    "gender",
    at.BORN,
    at.CONVICTED,
    at.CODE,
    at.TOTAL,
    at.FIRST,
    "supervisionStatus",
    FOLLOWED,
    at.VIOLENT,
)
SNSV_DYNAMIC = (
    "didOffenceInvolveCarryingOrUsingWeapon",
    "suitabilityOfAccommodation",
    "isUnemployed",
    "currentRelationshipWithPartner",
    "currentAlcoholUseProblems",
    "excessiveAlcoholUse",
    "impulsivityProblems",
    "temperControl",
    "proCriminalAttitudes",
    "previousConvictions",
    ABUSE,
)
SNSV_POINTS = (
    ("suitabilityOfAccommodationWeight", "accommodation_per_point", "suitabilityOfAccommodation"),
    ("currentRelationshipWithPartner", "partner_relationship_per_point", "currentRelationshipWithPartner"),
    ("chronicDrinkingProblemsWeight", "chronic_drinking_per_point", "currentAlcoholUseProblems"),
    ("bingeDrinkingProblemsWeight", "binge_drinking_per_point", "excessiveAlcoholUse"),
    ("impulsivityProblemsWeight", "impulsivity_per_point", "impulsivityProblems"),
    ("temperControlWeight", "temper_per_point", "temperControl"),
    ("proCriminalAttitudesWeight", "pro_criminal_attitudes_per_point", "proCriminalAttitudes"),
)
OSP_COUNTS = (ADULT, CHILD, NON_CONTACT, IMAGES)
OSP_ALL_NOUGHT = (ADULT, CHILD, IMAGES, NON_CONTACT)
DC_REQUIRED = ("gender", HISTORY, at.BORN, FOLLOWED, at.TOTAL, "supervisionStatus")
SIXTEENTH = Decimal("1e-16")


def violent_not_more(answers: Answers) -> Finding | None:
    """Violent sanctions are not more than the total."""
    if answers.missing((at.TOTAL, at.VIOLENT)) or answers.whole(at.VIOLENT) <= answers.whole(at.TOTAL):
        return None
    return finding("VIOLENT_SANCTION_GREATER_THAN_TOTAL_SANCTIONS", at.VIOLENT, at.TOTAL)


def followup_not_earlier(answers: Answers) -> Finding | None:
    """The follow-up does not start before the current conviction."""
    if answers.missing((FOLLOWED, at.CONVICTED)) or answers.date(FOLLOWED) >= answers.date(at.CONVICTED):
        return None
    return finding("FOLLOW_UP_DATE_BEFORE_CONVICTION_DATE", FOLLOWED, at.CONVICTED)


def first_not_later(answers: Answers) -> Finding | None:
    """The person was not younger at the current conviction than at the first sanction."""
    if answers.missing((at.BORN, at.CONVICTED, at.FIRST)):
        return None
    born, convicted = answers.date(at.BORN), answers.date(at.CONVICTED)
    if answers.whole(at.FIRST) <= (age(born, convicted) if convicted > born else 0):
        return None
    return finding("AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION", at.FIRST, at.BORN, at.CONVICTED)


def code_weighed(answers: Answers) -> Finding | None:
    """The offence code has a weight."""
    if not answers.has(at.CODE) or code_length(answers):
        return None
    known = legacy_offences().get(answers.text(at.CODE))
    return finding("OFFENCE_CODE_MAPPING_NOT_FOUND", at.CODE) if known is None or known.snsv is None else None


SNSV_CHECKS = (total_at_least_one, code_length, violent_not_more, followup_not_earlier, first_not_later)


def polynomial(known: dict[str, float], feature: str, number: int) -> float:
    """Add coefficient k times the number to the power k, k = 1 to 4, by Horner's method as the source does."""
    total = 0.0
    for power in (4, 3, 2, 1):
        total = total * number + known[f"{feature}_power_{power}"]
    return total * number


def snsv_age(variant: str, gender: str, years_old: int) -> float:
    """Weigh the age at the start of follow-up; raises `ValueError` under 10."""
    if years_old < 10:
        raise ValueError("SNSV starts at age 10")
    return polynomial(snsv(variant), f"age_{gender.lower()}", years_old)


def snsv_static(variant: str, answers: Answers) -> dict[str, float]:
    """Weigh what both variants count, with the coefficients of one."""
    known, offence = snsv(variant), legacy_offences()[answers.text(at.CODE)]
    born, gender = answers.date(at.BORN), answers.text("gender")
    sex, n, v = gender.lower(), answers.whole(at.TOTAL), answers.whole(at.VIOLENT)
    gap = age(born, answers.date(at.CONVICTED)) - answers.whole(at.FIRST)
    followed, assessed = answers.date(FOLLOWED), answers.date(at.ASSESSED)
    free = 0 if followed >= assessed else min(36, months(followed, assessed))
    never_or_once = known[f"never_violent_{sex}"] if v == 0 else known["once_violent"] if v == 1 else 0.0
    violence = known["violent_log_rate"] * math.log(v / (gap + 30)) if v >= 1 else 0.0
    weight = (offence.snsv or {})[variant]
    return {
        "twoYearInterceptWeight": known["two_year_intercept"],
        "genderWeight": known["female"] if gender == "FEMALE" else 0.0,
        "ageGenderPolynomialWeight": snsv_age(variant, gender, age(born, followed)),
        "SNSVWeighting": weight,
        "secondSanctionCasesOnlyWeight": known[f"second_sanction_gap_years_{sex}"] * gap + 0.0 if n == 2 else 0.0,
        "monthsSinceLastSanctionWeight": polynomial(known, "offence_free_months", free) + 0.0,
        "threePlusSanctionWeight": known[f"three_plus_log_rate_{sex}"] * math.log(n / (gap + 12)) if n >= 3 else 0.0,
        "violentHistoryWeight": never_or_once,
        "violentSanctionsWeight": known["per_violent_sanction"] * v,
        "violenceRateWeight": float(half_up(exact(violence), SIXTEENTH)),
        "SNSVVATPWeight": offence.violence[variant],
        "totalNumberOfSanctionsForAllOffencesWeight": known["per_sanction"] * n,
        "numberOfSanctionsWeight": known["first_sanction"] if n == 1 else known["second_sanction"] if n == 2 else 0.0,
    }


def snsv_dynamic(answers: Answers) -> dict[str, float]:
    """Weigh what the dynamic variant adds."""
    known = snsv("dynamic")
    armed, abused = answers.is_yes(SNSV_DYNAMIC[0]), answers.is_yes(ABUSE) and answers.is_yes(PARTNER)
    return {
        "offenceInvolveCarryingOrUsingWeaponsWeight": known["weapon_in_current_offence"] if armed else 0.0,
        "unemployedWeight": 2 * known["unemployed_per_point_item_is_2"] if answers.is_yes("isUnemployed") else 0.0,
        **{name: known[feature] * answers.points(item) for name, feature, item in SNSV_POINTS},
        "domesticViolenceWeight": known["domestic_abuse_perpetrator"] if abused else 0.0,
        "previousConvictionsWeight": sum((known[f"past_{kind.lower()}"] for kind in answers.convictions()), 0.0),
    }


def snsv_result(kind: str | None, score: float | None, found: list[Finding]) -> Result:
    """Shape a result of SNSV; it has no band of its own."""
    output = {"band": None, "score": score}
    return {"type": kind, "output": output, "featureValues": {}, "validationErrors": found}


def score_snsv(answers: Answers) -> Result:
    """Score SNSV with all findings, in the variant that is asked for or that the answers allow."""
    forced = answers.given.get("snsvStaticOrDynamic")
    wanted = (*SNSV_DYNAMIC, *((PARTNER,) if answers.is_yes(ABUSE) else ()))
    dynamic = [] if forced == "STATIC" else at.missing(answers, wanted, "MISSING_DYNAMIC_INPUT")
    blocking = [*at.missing(answers, SNSV_STATIC), *(dynamic if forced == "DYNAMIC" else [])]
    blocking += at.apply(answers, SNSV_CHECKS)
    blocking = blocking or at.apply(answers, (code_weighed,))
    if blocking:
        return snsv_result(None, None, blocking)
    is_dynamic = forced != "STATIC" and not dynamic
    variant = "dynamic" if is_dynamic else "static"
    try:
        weights = {**snsv_static(variant, answers), **(snsv_dynamic(answers) if is_dynamic else {})}
        probability = half_up(exact(double_sigmoid(sum(weights.values()))), SIXTEENTH)
    except (ArithmeticError, LookupError, ValueError):
        return snsv_result(None, None, at.unexpected())
    scored = snsv_result(variant.upper(), percentage(probability), dynamic)
    scored["featureValues"] = weights
    scored["probability"] = float(probability)
    return scored


def osp_findings(answers: Answers, required: tuple[str, ...]) -> list[Finding]:
    """Say what is missing or does not fit for OSP; counts matter for men alone."""
    found = at.missing(answers, required)
    if HISTORY in required:
        found += at.apply(answers, (total_at_least_one,))
    if answers.given.get("gender") != "MALE":
        return found
    if answers.is_no(HISTORY):
        given = [name for name in OSP_COUNTS if answers.has(name)]
        return [*found, finding("SEXUAL_OFFENDING_INCONSISTENT_INPUT", *given)] if given else found
    if not answers.is_yes(HISTORY):
        return found if HISTORY in required else [*found, finding("MISSING_MANDATORY_INPUT", HISTORY)]
    found += at.missing(answers, (MOTIVATED,))
    absent = answers.missing(OSP_COUNTS)
    if absent:
        found.append(finding("SEXUAL_OFFENDING_MISSING_COUNTS", *absent))
    elif not any(answers.whole(name) for name in OSP_COUNTS):
        found.append(finding("SEXUAL_OFFENDING_MISSING_COUNTS", *OSP_ALL_NOUGHT))
    return found


def score_ospdc(answers: Answers) -> Result:
    """Score OSP/DC with all findings: the points of DC-SRP, with the follow-up that the assessor entered."""
    found = osp_findings(answers, DC_REQUIRED)
    if found:
        return sexual.dc_result(None, None, None, found=found)
    if sexual.is_skipped(answers):
        is_female = answers.text("gender") == "FEMALE"
        return sexual.dc_result(NOT_APPLICABLE, None, 0.0, female=is_female, history=False)
    try:
        if answers.has(sexual.LATEST) and age(answers.date(at.BORN), answers.date(sexual.LATEST)) < 10:
            return sexual.dc_result(None, None, None, found=at.unexpected())
        return sexual.dc_calculate(answers, FOLLOWED)
    except (LookupError, ValueError):
        return sexual.dc_result(None, None, None, found=at.unexpected())


def osp_hierarchy(images: int, adult: int, child: int, non_contact: int) -> Decimal:
    """Give the chance of the first rule of OSP/IIC that matches a man's counts."""
    if images >= 1 or child >= 1:
        return sexual.hierarchy(images, adult, child, non_contact)
    return Decimal("0.00281") if adult or non_contact or images or child else Decimal("0.00062")


def score_ospiic(answers: Answers) -> Result:
    """Score OSP/IIC with all findings."""
    found = osp_findings(answers, ("gender",))
    if found:
        return sexual.iic_result(None, None, found=found)
    is_female, has_history = answers.text("gender") == "FEMALE", answers.is_yes(HISTORY)
    if is_female or not has_history:
        return sexual.iic_result(NOT_APPLICABLE, 0.0, female=is_female, history=has_history)
    weight = osp_hierarchy(*(answers.whole(name) for name in sexual.COUNTS))
    return sexual.iic_result(sexual.iic_band(weight), percentage(weight), female=False, history=True)


def rsr_band(score: float) -> str:
    """Give the band of RSR: three bands, where CSRP has four."""
    if score >= 6.9:
        return "HIGH"
    return "MEDIUM" if score >= 3 else "LOW"


def score_rsr(answers: Answers) -> Result:
    """Score RSR with its three components."""
    dc, iic, violent = score_ospdc(answers), score_ospiic(answers), score_snsv(answers)
    parts: Result = {
        "directContactSexualPredictorScore": component(dc),
        "indirectContactSexualPredictorScore": component(iic),
        "seriousViolencePredictorScore": component(violent),
    }
    named = (("OSPDC", blocks(dc)), ("OSPIIC", blocks(iic)), ("SNSV", blocks(violent, {"MISSING_DYNAMIC_INPUT"})))
    blocking = [name for name, is_blocking in named if is_blocking]
    scores = [output_of(part)["score"] for part in (violent, dc, iic)]
    numbers = [score for score in scores if isinstance(score, float)]
    scored: Result = {"type": "COMBINED", "output": None, "featureValues": {}, "validationErrors": []}
    if blocking or len(numbers) < len(scores):
        scored["output"] = combined_shape(None, None, (None, None), parts)
        scored["validationErrors"] = [finding("COMPONENT_VALIDATION_ERROR", *blocking)]
        return scored
    is_female, has_history = answers.text("gender") == "FEMALE", answers.is_yes(HISTORY)
    total = add(numbers, addition(is_female, has_history))
    scored["output"] = combined_shape(total, rsr_band(total), (is_female, has_history), parts)
    return scored
