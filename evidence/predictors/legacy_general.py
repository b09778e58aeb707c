"""OGRS3, OGP and OVP: the legacy predictors of any, general and violent reoffending within one and two years.

Sources: Howard, Francis, Soothill and Humphreys 2009 (OGRS3), Howard 2009 and the OASys compendium of 2015 (OGP, OVP);
constants as in the HMPPS ARNS Risk Actuarial API (MIT, Crown copyright), commit 5e8ac24 (28 May 2026).
"""

import math
from decimal import Decimal

from evidence.predictors import findings as at
from evidence.predictors.answers import Answers
from evidence.predictors.dates import age
from evidence.predictors.figures import double_sigmoid, exact, half_up, whole_half_up, whole_percentage
from evidence.predictors.findings import Finding, Result, finding
from evidence.predictors.published import legacy_offences

FOLLOWED = "dateAtStartOfFollowupCalculated"
HOMELESS, ATTITUDES = "isCurrentlyOfNoFixedAbodeOrTransientAccommodation", "proCriminalAttitudes"
OGRS3_REQUIRED = ("gender", at.BORN, at.CONVICTED, FOLLOWED, at.TOTAL, at.FIRST, at.CODE)
OGP_REQUIRED = (
    HOMELESS,
    "isUnemployed",
    "regularOffendingActivities",
    "currentDrugMisuse",
    "motivationToTackleDrugMisuse",
    "problemSolvingSkills",
    "awarenessOfConsequences",
    "understandsOtherPeoplesViews",
    ATTITUDES,
)
OVP_REQUIRED = (
    "gender",
    at.BORN,
    FOLLOWED,
    at.TOTAL,
    at.VIOLENT,
    "doesRecogniseImpactOfOffendingOnOthers",
    HOMELESS,
    "isUnemployed",
    "currentAlcoholUseProblems",
    "excessiveAlcoholUse",
    "hasCurrentPsychiatricTreatment",
    "temperControl",
    ATTITUDES,
)
# From this age on: men, women.
AGE_GENDER = (
    (10, 0.0, 0.785),
    (12, 0.08392, 0.61385),
    (14, 0.07578, 0.66952),
    (16, -0.0616, -0.9592),
    (18, -0.6251, -0.8975),
    (21, -1.0515, -1.0285),
    (25, -1.1667, -1.0528),
    (30, -1.326, -1.1291),
    (35, -1.368, -1.4219),
    (40, -1.4997, -1.5247),
    (50, -2.0253, -2.4498),
)
COPAS, ONE_YEAR, TWO_YEARS, CAREER = 1.25112, 1.40256, 2.1217, 10
FIFTH_DECIMAL = Decimal("0.00001")
OVP_AGE = ((18, 20), (20, 17), (22, 14), (24, 12), (26, 10), (31, 8), (36, 6), (41, 4), (46, 2), (51, 0))
OVP_VIOLENT: tuple[int, ...] = (0, 4, 7, 9, 11, *range(12, 25), 25)
OVP_OTHER = ((0, 0), (3, 2), (5, 3), (11, 4), (21, 5))
SCALE = (0, 3, 5)


def last_from(table: tuple[tuple[int, int], ...], number: int) -> int:
    """Give the value of the last row that starts at or below a number; raises `ValueError` below the first."""
    found = [value for start, value in table if number >= start]
    if not found:
        raise ValueError(f"{number} is below {table[0][0]}")
    return found[-1]


def total_at_least_one(answers: Answers) -> Finding | None:
    """Total sanctions are 1 or more."""
    if answers.has(at.TOTAL) and answers.whole(at.TOTAL) < 1:
        return finding("TOTAL_NUMBER_OF_SANCTIONS_LESS_THAN_ONE", at.TOTAL)
    return None


def code_length(answers: Answers) -> Finding | None:
    """The offence code has five characters."""
    if answers.has(at.CODE) and len(answers.text(at.CODE)) != 5:
        return finding("OFFENCE_CODE_INCORRECT_FORMAT", at.CODE)
    return None


def age_gender(gender: str, years_old: int) -> float:
    """Give the weight of age and gender in OGRS3; raises `ValueError` under 10."""
    found = [men if gender == "MALE" else women for start, men, women in AGE_GENDER if years_old >= start]
    if not found:
        raise ValueError("OGRS3 starts at age 10")
    return found[-1]


def status(sanctions: int) -> float:
    """Give the weight of a first or a further sanction in OGRS3."""
    return 0.12614 if sanctions == 1 else 0.46306


def copas(sanctions: int, at_conviction: int, at_first: int) -> float:
    """Give the weight of the rate of sanctions in OGRS3."""
    return COPAS * math.log(sanctions / (CAREER + at_conviction - at_first))


def ogrs3_percent(total: float, constant: float) -> int:
    """Turn the sum of OGRS3 into a percentage, by way of five decimals."""
    return whole_percentage(float(half_up(exact(double_sigmoid(constant + total)), FIFTH_DECIMAL)))


def ogrs3_band(percent: int) -> str:
    """Give the band of OGRS3 from the two-year percentage."""
    if percent >= 90:
        return "VERY_HIGH"
    if percent >= 75:
        return "HIGH"
    return "MEDIUM" if percent >= 50 else "LOW"


def ogrs3_parts(answers: Answers, offence: float) -> dict[str, float]:
    """Weigh the four parts of OGRS3."""
    born, sanctions = answers.date(at.BORN), answers.whole(at.TOTAL)
    followed = age(born, answers.date(FOLLOWED))
    return {
        "ageGenderScore": age_gender(answers.text("gender"), followed),
        "convictionStatusScore": status(sanctions),
        "COPASScore": copas(sanctions, age(born, answers.date(at.CONVICTED)), answers.whole(at.FIRST)),
        "offenceGroupParameter": offence,
    }


def ogrs3_scores(parts: dict[str, float]) -> tuple[int, int, str]:
    """Give the one-year and two-year percentages and the band of OGRS3."""
    total = sum(parts.values())
    one, two = ogrs3_percent(total, ONE_YEAR), ogrs3_percent(total, TWO_YEARS)
    return one, two, ogrs3_band(two)


def ogrs3_findings(answers: Answers) -> list[Finding]:
    """Say what is missing; when nothing is, what does not fit."""
    found = [*at.missing(answers, OGRS3_REQUIRED), *at.apply(answers, (total_at_least_one, code_length))]
    if found:
        return found
    born, convicted = answers.date(at.BORN), answers.date(at.CONVICTED)
    at_conviction = age(born, convicted) if convicted > born else 0
    if at_conviction < 10:
        found.append(finding("AGE_AT_CURRENT_CONVICTION_LESS_THAN_TEN", at.BORN, at.CONVICTED))
    if answers.whole(at.FIRST) > at_conviction:
        kind = "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION"
        found.append(finding(kind, at.BORN, at.CONVICTED, at.FIRST))
    known = legacy_offences().get(answers.text(at.CODE))
    if known is None or known.ogrs3 is None:
        reason = known.ogrs3_error if known else ""
        found.append(finding(reason or "OFFENCE_CODE_MAPPING_NOT_FOUND", at.CODE))
    return found


def one_and_two(band: str | None, one: int | None, two: int | None) -> Result:
    """Shape the output of a predictor of one and two years."""
    return {"band": band, "oneYearScore": one, "twoYearScore": two}


def score_ogrs3(answers: Answers) -> Result:
    """Score OGRS3 with all findings."""
    found = ogrs3_findings(answers)
    scored: Result = {
        "type": "STATIC",
        "output": one_and_two(None, None, None),
        "featureValues": {},
        "validationErrors": found,
    }
    if found:
        return scored
    try:
        parts = ogrs3_parts(answers, legacy_offences()[answers.text(at.CODE)].ogrs3 or 0.0)
        one, two, band = ogrs3_scores(parts)
    except (ArithmeticError, LookupError, ValueError):
        scored["validationErrors"] = at.unexpected()
        return scored
    scored["output"] = one_and_two(band, one, two)
    scored["featureValues"] = parts
    return scored


def two_year(scored: Result) -> int | None:
    """Read the two-year percentage of a result."""
    output = scored["output"]
    assert isinstance(output, dict)
    found = output["twoYearScore"]
    return found if isinstance(found, int) else None


def ogp_points(answers: Answers, ogrs3: int) -> int:
    """Add up the points of OGP."""
    drugs = answers.points("currentDrugMisuse") + answers.points("motivationToTackleDrugMisuse")
    thinking = sum(answers.points(name) for name in OGP_REQUIRED[5:8])
    return (
        whole_half_up(ogrs3 * 6 / 10)
        + 5 * answers.is_yes(HOMELESS)
        + 5 * answers.is_yes("isUnemployed")
        + SCALE[answers.points("regularOffendingActivities")]
        + whole_half_up(3.75 * drugs)
        + whole_half_up(thinking * 5 / 6)
        + SCALE[answers.points(ATTITUDES)]
    )


def ogp_band(percent: int) -> str:
    """Give the band of OGP from the two-year percentage."""
    if percent >= 85:
        return "VERY_HIGH"
    if percent >= 67:
        return "HIGH"
    return "MEDIUM" if percent >= 34 else "LOW"


def ogp_percents(points: int) -> tuple[int, int]:
    """Turn points of OGP into the one-year and two-year percentages."""
    one, two = (double_sigmoid(0.0616 * points - constant) for constant in (3.6832, 3.0795))
    return whole_percentage(one), whole_percentage(two)


def score_ogp(answers: Answers, ogrs3: int | None = None) -> Result:
    """Score OGP; without a two-year OGRS3 percentage, OGRS3 is worked out from the same inputs."""
    ogrs3 = two_year(score_ogrs3(answers)) if ogrs3 is None else ogrs3
    absent = [*answers.missing(OGP_REQUIRED), *([] if ogrs3 is not None else ["ogrs3TwoYear"])]
    found = [finding("MISSING_MANDATORY_INPUT", *absent)] if absent else []
    points = None if found or ogrs3 is None else ogp_points(answers, ogrs3)
    one, two = (None, None) if points is None else ogp_percents(points)
    return pointed(points, one, two, None if two is None else ogp_band(two), found)


def pointed(points: int | None, one: int | None, two: int | None, band: str | None, found: list[Finding]) -> Result:
    """Shape a result of OGP or OVP."""
    output = {**one_and_two(band, one, two), "pointScore": points}
    return {"type": "DYNAMIC", "output": output, "featureValues": {}, "validationErrors": found}


def ovp_violent(count: int) -> int:
    """Give the points of violent sanctions in OVP; raises `ValueError` for a negative count."""
    if count < 0:
        raise ValueError(f"{count} violent sanctions")
    return OVP_VIOLENT[min(count, len(OVP_VIOLENT) - 1)]


def ovp_alcohol(answers: Answers) -> int:
    """Give the points of alcohol in OVP."""
    return math.ceil(2.5 * (answers.points("currentAlcoholUseProblems") + answers.points("excessiveAlcoholUse")))


def ovp_points(answers: Answers) -> int:
    """Add up the points of OVP; raises `ValueError` under 18 and for more violent sanctions than sanctions."""
    total, violent = answers.whole(at.TOTAL), answers.whole(at.VIOLENT)
    points: int = (
        (5 if total >= 1 else 0)
        + ovp_violent(violent)
        + last_from(OVP_OTHER, total - violent)
        + last_from(OVP_AGE, age(answers.date(at.BORN), answers.date(FOLLOWED)))
        + (5 if answers.text("gender") == "MALE" else 0)
        + 4 * answers.is_no("doesRecogniseImpactOfOffendingOnOthers")
        + 4 * answers.is_yes(HOMELESS)
        + 4 * answers.is_yes("isUnemployed")
        + ovp_alcohol(answers)
        + 4 * answers.is_yes("hasCurrentPsychiatricTreatment")
        + 3 * answers.points("temperControl")
        + 3 * answers.points(ATTITUDES)
    )
    return points


def ovp_percents(points: int) -> tuple[int, int]:
    """Turn points of OVP into the one-year and two-year percentages."""
    one, two = (double_sigmoid(0.0722 * points - constant) for constant in (4.5215, 3.8773))
    return whole_percentage(one), whole_percentage(two)


def ovp_band(percent: int) -> str:
    """Give the band of OVP from the two-year percentage; raises `ValueError` outside 1 to 99."""
    if not 1 <= percent <= 99:
        raise ValueError(f"OVP has no band for {percent} %")
    if percent >= 80:
        return "VERY_HIGH"
    if percent >= 60:
        return "HIGH"
    return "MEDIUM" if percent >= 30 else "LOW"


def score_ovp(answers: Answers) -> Result:
    """Score OVP with all findings."""
    found = [*at.missing(answers, OVP_REQUIRED), *at.apply(answers, (total_at_least_one,))]
    if found:
        return pointed(None, None, None, None, found)
    try:
        points = ovp_points(answers)
    except (LookupError, ValueError):
        return pointed(None, None, None, None, at.unexpected())
    one, two = ovp_percents(points)
    return pointed(points, one, two, ovp_band(two), [])
