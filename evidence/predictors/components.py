"""Single components of the predictors: one weight, one band, one step of a calculation, for checks and explanations.

The names are those of the source's own calculation steps (HMPPS ARNS Risk Actuarial API, MIT, Crown copyright), beside
the names under which a contribution is published.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, localcontext

from evidence.predictors import combined, legacy_general, legacy_serious, logistic, sexual
from evidence.predictors import findings as at
from evidence.predictors.answers import DATES, FIELDS, Answers, InputsRefused, read_date
from evidence.predictors.dates import months
from evidence.predictors.figures import DECIMALS, exact, percentage, sigmoid
from evidence.predictors.published import coefficients, offences, snsv
from evidence.predictors.screens import IMMATURE, lds_score
from evidence.predictors.terms import DYNAMIC, STATIC, Facts, Term

Inputs = Mapping[str, object]
Step = Callable[[Inputs], object]

ALIASES = {
    "2YearInterceptWeight": "twoYearInterceptWeight",
    "copasWeight": "copasScore",
    "copasVWeight": "copasScore",
    "copasSquaredWeight": "copasScoreSquared",
    "copasViolentOffencesWeight": "copasViolentOffencesScore",
    "totalSanctionWeight": "totalNumberOfSanctionsForAllOffencesWeight",
    "gapBetweenFirstAndSecondSanctionWeight": "secondSanctionGapWeight",
    "offenceFreeMonthsPolynomialWeight": "offenceFreeMonthsWeight",
    "neverViolentHistoryWeight": "neverViolentWeight",
    "onceViolentHistoryWeight": "onceViolentWeight",
    "totalViolentSanctionsWeight": "totalNumberOfViolentSanctionsWeight",
    "offenceInvolvedCarryingOrUsingWeaponWeight": "offenceInvolveCarryingOrUsingWeaponsWeight",
    "suitabilityOfAccommodationWeight": "suitableAccommodationWeight",
    "chronicDrinkingWeight": "chronicDrinkingProblemsWeight",
    "bingeDrinkingWeight": "bingeDrinkingProblemsWeight",
    "impulsivityWeight": "impulsivityProblemsWeight",
    "proCriminalAttitudeWeight": "proCriminalAttitudesWeight",
    "steroidsUsageWeight": "steroidUsageWeight",
    "otherDrugsUsageWeight": "otherDrugUsageWeight",
}
RENAMED = {
    "temperProblems": "temperControl",
    "carryingOrUsingWeapon": "didOffenceInvolveCarryingOrUsingWeapon",
    "totalNumberOfSanctionsForViolentOffences": at.VIOLENT,
}
BESIDE = {"variant", "actuarialCategory", "ageAtStartOfFollowup", "ageAtCurrentSanction"}


def number(inputs: Inputs, *names: str) -> int:
    """Read a whole number by the first of its names that is given, or the one input there is."""
    answer = next((inputs[name] for name in names if name in inputs), None)
    if answer is None and len(inputs) == 1:
        answer = next(iter(inputs.values()))
    if isinstance(answer, bool) or not isinstance(answer, int):
        raise InputsRefused(names[0], "give a whole number")
    return answer


def measure(inputs: Inputs, *names: str) -> Decimal:
    """Read a number, which may have decimals; nought when it is null."""
    answer = next((inputs[name] for name in names if name in inputs), None)
    if answer is None and len(inputs) == 1:
        answer = next(iter(inputs.values()))
    if answer is None:
        return Decimal(0)
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        raise InputsRefused(names[0], "give a number")
    return exact(float(answer))


def word(inputs: Inputs, name: str) -> str:
    """Read a word."""
    answer = inputs.get(name)
    if not isinstance(answer, str):
        raise InputsRefused(name, "give a word in quotes")
    return answer


def day(inputs: Inputs, name: str) -> date | None:
    """Read a date that may be null."""
    answer = inputs.get(name)
    return None if answer is None else read_date(name, answer)


def facts_of(inputs: Inputs) -> Facts:
    """Gather what a term counts from the few inputs of a component."""
    named = {RENAMED.get(name, name): answer for name, answer in inputs.items()}
    answers = Answers({name: answer for name, answer in named.items() if name in FIELDS or name not in BESIDE})
    counts = {
        key: answers.whole(name)
        for key, name in (("sanctions", at.TOTAL), ("violent", at.VIOLENT))
        if answers.has(name)
    }
    if "ageAtStartOfFollowup" in named:
        counts["age"] = number(named, "ageAtStartOfFollowup")
    if "ageAtCurrentSanction" in named:
        counts["gap"] = number(named, "ageAtCurrentSanction") - answers.whole(at.FIRST)
    followed = next((name for name in sorted(DATES) if name.startswith(at.FOLLOWED) and answers.has(name)), None)
    if followed and answers.has(at.ASSESSED):
        counts["months"] = max(0, months(answers.date(followed), answers.date(at.ASSESSED)))
    category = named.get("actuarialCategory")
    if category is None and answers.has(at.CODE):
        category = offences()[answers.text(at.CODE)].category
    return Facts(str(answers.given.get("gender", "")), str(category or ""), counts, answers)


def term_of(predictor: str, component: str) -> Term | None:
    """Find the term that a component names."""
    name = ALIASES.get(component, component)
    return next((term for term in (*STATIC, *DYNAMIC) if term.name == name and predictor in term.predictors), None)


def weigh_term(predictor: str, term: Term, inputs: Inputs) -> float:
    """Weigh one term, unrounded."""
    variant = str(inputs.get("variant") or ("dynamic" if term.is_dynamic else "static")).lower()
    if variant not in ("static", "dynamic"):
        raise InputsRefused("variant", "give static or dynamic")
    with localcontext(DECIMALS):
        return float(term.weigh(coefficients(predictor, variant), facts_of(inputs))) + 0.0


def dc_is_reduced(inputs: Inputs) -> bool:
    """Say whether the band of DC-SRP is lowered."""
    band, assessed = inputs.get("riskBand"), day(inputs, at.ASSESSED)
    if inputs.get("gender") == "FEMALE" or band is None or assessed is None:
        return False
    since = [day(inputs, name) for name in ("mostRecentOffenceDate", sexual.LATEST, at.FOLLOWED)]
    return sexual.is_reduced(str(band), word(inputs, "supervisionStatus"), assessed, since)


def lowered(inputs: Inputs) -> str:
    """Lower a band by one step where it is reduced."""
    band = word(inputs, "riskBand")
    return sexual.LOWER.get(band, band) if inputs.get("riskReduction") is True else band


def iic_weight(inputs: Inputs) -> float:
    """Give the chance of the hierarchy of IIC-SRP."""
    if inputs.get("gender") == "FEMALE":
        return 0.0
    return float(sexual.hierarchy(*(number(inputs, name) for name in sexual.COUNTS)))


def combined_score(inputs: Inputs) -> float:
    """Add the scores of CSRP or RSR."""
    names = ("seriousViolentScore", "directContactScore", "indirectContactScore")
    return combined.add([float(measure(inputs, name)) for name in names], measure(inputs, "femaleCoefficient"))


def ogrs3_with(inputs: Inputs) -> list[object]:
    """Score OGRS3 with a given weight of the offence."""
    answers = Answers({name: answer for name, answer in inputs.items() if name != "offenceWeight"})
    offence = float(measure(inputs, "offenceWeight"))
    return list(legacy_general.ogrs3_scores(legacy_general.ogrs3_parts(answers, offence)))


def snsv_variant(inputs: Inputs) -> str:
    """Read the variant of SNSV."""
    return str(inputs.get("variant") or "dynamic").lower()


def counted(points: tuple[int, ...]) -> Step:
    """Score a count by a row of points."""
    return lambda inputs: float(sexual.step(points, number(inputs, "count", "input")))


STEPS: dict[tuple[str, str], Step] = {
    ("DCSRP", "totalContactAdultSexualSanctionsWeight"): counted((0, 5, 10, 15)),
    ("DCSRP", "totalContactChildSexualSanctionsWeight"): counted((0, 3, 6, 9)),
    ("DCSRP", "totalNonContactSexualOffencesWeight"): counted((0, 2, 4, 6)),
    ("DCSRP", "ageAtStartOfFollowupWeight"): lambda i: float(sexual.followup_points(number(i, "age"))),
    ("DCSRP", "ageAtLastSanctionForSexualOffenceWeight"): lambda i: float(sexual.latest_points(number(i, "age"))),
    ("DCSRP", "totalNumberOfSanctionsForAllOffencesWeight"): lambda i: 6.0 if number(i, "input") >= 2 else 0.0,
    ("DCSRP", "isCurrentOffenceAgainstVictimStrangerWeight"): lambda i: 4.0 if True in i.values() else 0.0,
    ("DCSRP", "score"): lambda i: sexual.dc_probability(number(i, "score", "points")),
    ("DCSRP", "band"): lambda i: sexual.dc_band(number(i, "score", "points")),
    ("DCSRP", "riskReduction"): dc_is_reduced,
    ("DCSRP", "riskBandReduction"): lowered,
    ("IICSRP", "hierarchyWeight"): iic_weight,
    ("IICSRP", "riskBand"): lambda i: sexual.iic_band(measure(i, "hierarchyWeight")),
    ("CSRP", "score"): combined_score,
    ("CSRP", "riskBand"): lambda i: combined.band(float(measure(i, "score", "percentageScore"))),
    ("RSR", "score"): combined_score,
    ("RSR", "riskBand"): lambda i: legacy_serious.rsr_band(float(measure(i, "score"))),
    ("LDS", "score"): lambda i: lds_score(number(i, "points", "score")),
    ("MST", "maturityFlag"): lambda i: number(i, "maturityScore", "score") >= IMMATURE,
    ("OGRS3", "ageGenderScore"): lambda i: legacy_general.age_gender(word(i, "gender"), number(i, "age")),
    ("OGRS3", "convictionStatusScore"): lambda i: legacy_general.status(number(i, at.TOTAL, "count")),
    ("OGRS3", "COPASScore"): lambda i: legacy_general.copas(
        number(i, at.TOTAL), number(i, "ageAtCurrentConviction"), number(i, at.FIRST)
    ),
    ("OGRS3", "scoreWithOffenceWeight"): ogrs3_with,
    ("OGRS3", "riskBand"): lambda i: legacy_general.ogrs3_band(number(i, "percentage")),
    ("OGP", "oneYearScore"): lambda i: legacy_general.ogp_percents(number(i, "points"))[0],
    ("OGP", "twoYearScore"): lambda i: legacy_general.ogp_percents(number(i, "points"))[1],
    ("OGP", "riskBand"): lambda i: legacy_general.ogp_band(number(i, "percentage")),
    ("OVP", "violentSanctionPoints"): lambda i: legacy_general.ovp_violent(number(i, "count")),
    ("OVP", "nonViolentSanctionPoints"): lambda i: legacy_general.last_from(
        legacy_general.OVP_OTHER, number(i, "count")
    ),
    ("OVP", "agePoints"): lambda i: legacy_general.last_from(legacy_general.OVP_AGE, number(i, "age")),
    ("OVP", "alcoholPoints"): lambda i: legacy_general.ovp_alcohol(Answers(i)),
    ("OVP", "oneYearScore"): lambda i: legacy_general.ovp_percents(number(i, "points"))[0],
    ("OVP", "twoYearScore"): lambda i: legacy_general.ovp_percents(number(i, "points"))[1],
    ("OVP", "riskBand"): lambda i: legacy_general.ovp_band(number(i, "percentage")),
    ("SNSV", "twoYearInterceptWeight"): lambda i: snsv(snsv_variant(i))["two_year_intercept"],
    ("SNSV", "ageGenderPolynomialWeight"): lambda i: legacy_serious.snsv_age(
        snsv_variant(i), word(i, "gender"), number(i, "ageAtStartOfFollowup")
    ),
}
SAME = {"OSPDC": "DCSRP", "OSPIIC": "IICSRP"}
ALSO = {
    "band": "riskBand",
    "riskBand": "band",
    "points": "score",
    "percentageOneYear": "oneYearScore",
    "percentageTwoYears": "twoYearScore",
}


def step_of(predictor: str, component: str) -> Step | None:
    """Find the step that a component names."""
    if predictor in logistic.MODELS:
        term = term_of(predictor, component)
        if term is not None:
            return lambda inputs: weigh_term(predictor, term, inputs)
        if component in ("riskBand", "band"):
            return lambda i: logistic.band(predictor, float(measure(i, "percentageScore", "score")))
        if component in ("percentageScore", "score"):
            return lambda i: percentage(sigmoid(measure(i, "totalWeight")))
    for name in (component, ALSO.get(component, component)):
        found = STEPS.get((predictor, name)) or STEPS.get((SAME.get(predictor, predictor), name))
        if found:
            return found
    return None


def known_components(predictor: str) -> list[str]:
    """Name the components of a predictor."""
    if predictor in logistic.MODELS:
        return [*(t.name for t in (*STATIC, *DYNAMIC) if predictor in t.predictors), "riskBand", "percentageScore"]
    return [name for owner, name in STEPS if owner in (predictor, SAME.get(predictor))]


def component_value(predictor: str, component: str, inputs: Inputs) -> object:
    """Calculate one component; raises `InputsRefused` for an unknown one or inputs that it cannot use."""
    step = step_of(predictor, component)
    if step is None:
        names = ", ".join(known_components(predictor)) or "no components"
        raise InputsRefused("component", f"{predictor} has no {component}; it has {names}")
    try:
        return step(inputs)
    except KeyError as absent:
        raise InputsRefused(str(absent.args[0]), f"the component {component} needs it; add it to the inputs") from None
    except (ArithmeticError, ValueError) as wrong:
        raise InputsRefused("inputs", f"{component} cannot be calculated: {wrong}") from None
