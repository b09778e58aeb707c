"""DC-SRP and IIC-SRP: the chance of a contact sexual reoffence, and of one by images or indirect contact.

Source: HMPPS ARNS Risk Actuarial API (MIT, Crown copyright), commit 016919c (4 August 2026), model version 1.0. Both
are static. Kept as the source has it, though we suspect a defect: a man who has only adult contact sanctions scores 0
on IIC-SRP; the legacy rule gave 0.28 %.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from evidence.predictors import findings as at
from evidence.predictors.answers import Answers
from evidence.predictors.dates import age, years
from evidence.predictors.figures import double_sigmoid, exact, percentage
from evidence.predictors.findings import Finding, Result, finding

IMAGES, ADULT = "totalIndecentImageSanctions", "totalContactAdultSexualSanctions"
CHILD, NON_CONTACT = "totalContactChildSexualSanctions", "totalNonContactSexualOffences"
COUNTS = (IMAGES, ADULT, CHILD, NON_CONTACT)
HISTORY, LATEST, STRANGER = (
    "hasEverCommittedSexualOffence",
    "dateOfMostRecentSexualOffence",
    "isCurrentOffenceAgainstVictimStranger",
)
DC_REQUIRED = ("gender", "supervisionStatus", HISTORY, at.BORN, at.FOLLOWED, at.TOTAL)
NOT_APPLICABLE = "NOT_APPLICABLE"
LOWER = {"VERY_HIGH": "HIGH", "HIGH": "MEDIUM", "MEDIUM": "LOW"}
YEARS_FREE = 5


def is_skipped(answers: Answers) -> bool:
    """Say whether counts do not matter: a woman, or nobody who committed a sexual offence."""
    return answers.given.get("gender") == "FEMALE" or answers.is_no(HISTORY)


def counts_present(answers: Answers) -> Finding | None:
    """All four counts are given."""
    absent = [] if is_skipped(answers) else answers.missing(COUNTS)
    return finding("MISSING_MANDATORY_INPUT", *absent) if absent else None


def counts_fit(answers: Answers) -> Finding | None:
    """At least one count is not nought, and together they are not more than the total."""
    if is_skipped(answers) or answers.missing(COUNTS):
        return None
    counts = [answers.whole(name) for name in COUNTS]
    if not any(counts):
        return finding("SEXUAL_REOFFENDING_PREDICTOR_NO_SANCTIONS", *COUNTS)
    if answers.has(at.TOTAL) and sum(counts) > answers.whole(at.TOTAL):
        return finding("TOTAL_NUMBER_OF_SEXUAL_SANCTIONS_OUT_OF_RANGE", *COUNTS)
    return None


def counts_consistent(answers: Answers) -> Finding | None:
    """Where no sexual offence is on record, no count is above nought."""
    if answers.given.get("gender") == "FEMALE" or answers.is_yes(HISTORY):
        return None
    wrong = [name for name in COUNTS if answers.has(name) and answers.whole(name) != 0]
    return finding("SEXUAL_REOFFENDING_PREDICTOR_INCONSISTENT_INPUT", HISTORY, *wrong) if wrong else None


def sanctions_when_relevant(answers: Answers) -> Finding | None:
    """Total sanctions are 1 to 999, where they matter."""
    return None if is_skipped(answers) else at.sanctions_range(answers)


def latest_offence(answers: Answers) -> Finding | None:
    """The most recent sexual offence of a man with a history is given, after birth and before he was 110."""
    if answers.given.get("gender") != "MALE" or not answers.is_yes(HISTORY):
        return None
    if not answers.has(LATEST):
        return finding("MISSING_MANDATORY_INPUT", LATEST)
    if not answers.has(at.BORN):
        return None
    if answers.date(LATEST) <= answers.date(at.BORN):
        return finding("DATE_OF_MOST_RECENT_SEXUAL_OFFENCE_BEFORE_DATE_OF_BIRTH", LATEST)
    if age(answers.date(at.BORN), answers.date(LATEST)) > at.OLDEST:
        return finding("DATE_OF_MOST_RECENT_SEXUAL_OFFENCE_OUT_OF_RANGE", LATEST)
    return None


def followup_when_relevant(answers: Answers) -> Finding | None:
    """The person is at most 109 at the start of follow-up, where it matters."""
    return None if is_skipped(answers) else at.followup_age(answers)


DC_CHECKS = (
    counts_present,
    sanctions_when_relevant,
    counts_fit,
    latest_offence,
    followup_when_relevant,
    counts_consistent,
)
IIC_CHECKS = (counts_present, counts_fit, counts_consistent)


def step(points: tuple[int, ...], count: int) -> int:
    """Give the points of a count; the last stands for any higher count, a negative one scores nothing."""
    return points[min(count, len(points) - 1)] if count > 0 else 0


def followup_points(years_old: int) -> int:
    """Give the points of the age at the start of follow-up: 14 up to 20, then one less every three years, 0 from 60."""
    return 0 if years_old >= 60 else 14 - max(0, (years_old - 18) // 3)


def latest_points(years_old: int) -> int:
    """Give the points of the age at the most recent sexual offence."""
    if years_old >= 18:
        return 10
    return 5 if years_old >= 16 else 0


def dc_probability(points: int) -> float:
    """Turn points into the unrounded chance of a contact sexual reoffence; no points, no chance."""
    return double_sigmoid(-8.633 + 0.1598 * points) if points else 0.0


def dc_band(points: int) -> str:
    """Give the band of 0 to 64 points; raises `ValueError` outside them."""
    if not 0 <= points <= 64:
        raise ValueError(f"{points} points are outside 0 to 64")
    if points >= 36:
        return "VERY_HIGH"
    if points >= 30:
        return "HIGH"
    return "MEDIUM" if points >= 22 else "LOW"


def is_reduced(band: str | None, supervision: str, assessed: date, since: Iterable[date | None]) -> bool:
    """Say whether five years free of offences in the community lower the band by one step."""
    if supervision == "CUSTODY" or band in (None, "LOW", NOT_APPLICABLE):
        return False
    return all(day is None or years(day, assessed) >= YEARS_FREE for day in since)


def dc_points(answers: Answers, followed: str = at.FOLLOWED) -> dict[str, int]:
    """Give the points of each term of DC-SRP (and of the legacy OSP/DC, whose most recent offence may be missing)."""
    born = answers.date(at.BORN)
    return {
        "totalContactAdultSexualSanctionsWeight": step((0, 5, 10, 15), answers.whole(ADULT)),
        "totalContactChildSexualSanctionsWeight": step((0, 3, 6, 9), answers.whole(CHILD)),
        "totalNonContactSexualOffencesWeight": step((0, 2, 4, 6), answers.whole(NON_CONTACT)),
        "ageAtStartOfFollowUpWeight": followup_points(age(born, answers.date(followed))),
        "ageAtLastSanctionForSexualOffenceWeight": latest_points(age(born, answers.date(LATEST)))
        if answers.has(LATEST)
        else 0,
        "totalNumberOfSanctionsForAllOffencesWeight": 6 if answers.whole(at.TOTAL) >= 2 else 0,
        "currentOffenceAgainstVictimStrangerWeight": 4 if answers.is_yes(STRANGER) else 0,
    }


def dc_result(band: str | None, points: int | None, score: float | None, **more: object) -> Result:
    """Shape a result of DC-SRP or OSP/DC."""
    output = {
        "band": band,
        "pointScore": points,
        "score": score,
        "femaleVersion": more.get("female"),
        "hasSexualOffenceHistory": more.get("history"),
        "riskBandReductionApplied": more.get("reduced"),
    }
    return {
        "type": "STATIC",
        "output": output,
        "featureValues": more.get("features", {}),
        "validationErrors": more.get("found", []),
    }


def dc_calculate(answers: Answers, followed: str = at.FOLLOWED) -> Result:
    """Score a man with a history; raises `ValueError` when a date is not after the date of birth."""
    weights = dc_points(answers, followed)
    points = sum(weights.values())
    probability = dc_probability(points)
    band = dc_band(points)
    since = [answers.date(n) if answers.has(n) else None for n in ("mostRecentOffenceDate", LATEST, followed)]
    reduced = is_reduced(band, answers.text("supervisionStatus"), answers.date(at.ASSESSED), since)
    scored = dc_result(
        LOWER.get(band, band) if reduced else band,
        points,
        percentage(exact(probability)),
        female=False,
        history=True,
        reduced=reduced if points > 0 else None,
        features={**{name: float(weight) for name, weight in weights.items()}, "totalWeight": float(points)},
    )
    scored["probability"] = probability
    return scored


def score_dcsrp(answers: Answers) -> Result:
    """Score DC-SRP with all findings."""
    found = [*at.missing(answers, DC_REQUIRED), *at.apply(answers, DC_CHECKS)]
    if found:
        return dc_result(None, None, None, found=found)
    if is_skipped(answers):
        is_female = answers.text("gender") == "FEMALE"
        return dc_result(NOT_APPLICABLE, None, 0.0, female=is_female, history=answers.is_yes(HISTORY))
    try:
        return dc_calculate(answers)
    except (LookupError, ValueError):
        return dc_result(None, None, None, found=at.unexpected())


def hierarchy(images: int, adult: int, child: int, non_contact: int) -> Decimal:
    """Give the chance of the first rule that matches a man's counts."""
    if images >= 2:
        return Decimal("0.10310")
    if images == 1:
        return Decimal("0.03328")
    if child >= 2:
        return Decimal("0.00926")
    if child == 1:
        return Decimal("0.00634")
    return Decimal("0.00281") if non_contact != 0 and adult != 0 else Decimal(0)


def iic_band(weight: Decimal) -> str:
    """Give the band of a chance of the hierarchy."""
    if weight >= Decimal("0.10310"):
        return "HIGH"
    return "MEDIUM" if weight >= Decimal("0.03328") else "LOW"


def iic_result(band: str | None, score: float | None, **more: object) -> Result:
    """Shape a result of IIC-SRP or OSP/IIC."""
    output = {
        "band": band,
        "score": score,
        "femaleVersion": more.get("female"),
        "hasSexualOffenceHistory": more.get("history"),
    }
    return {
        "type": "STATIC",
        "output": output,
        "featureValues": more.get("features", {}),
        "validationErrors": more.get("found", []),
    }


def score_iicsrp(answers: Answers) -> Result:
    """Score IIC-SRP with all findings."""
    found = [*at.missing(answers, ("gender", HISTORY)), *at.apply(answers, IIC_CHECKS)]
    if found:
        return iic_result(None, None, found=found)
    is_female = answers.text("gender") == "FEMALE"
    if not answers.is_yes(HISTORY):
        return iic_result(NOT_APPLICABLE, 0.0, female=is_female, history=False)
    try:
        images, adult, child, non_contact = (answers.whole(name) for name in COUNTS)
    except LookupError:
        return iic_result(None, None, found=at.unexpected())
    weight = Decimal(0) if is_female else hierarchy(images, adult, child, non_contact)
    return iic_result(
        iic_band(weight),
        percentage(weight),
        female=is_female,
        history=True,
        features={"imagesAndIndirectContactWeight": float(weight)},
    )
