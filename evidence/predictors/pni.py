"""PNI: the programme needs identifier, which sets need against risk.

Source: HMPPS ARNS Risk Actuarial API (MIT, Crown copyright), August 2026. The legacy generation feeds the same rules
with OGRS3, OVP, OSP and RSR. Kept as the source has it: a person on remand can never reach HIGH, and LOW on SARA is
not the same as missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from evidence.predictors import findings as at
from evidence.predictors.answers import RISK, Answers, InputsRefused, shown
from evidence.predictors.figures import exact, whole_part
from evidence.predictors.findings import Result

INTERESTS, ATTITUDES = "offenceRelatedSexualInterests", "proCriminalAttitudes"
LOW, MEDIUM, HIGH, UNDECIDED = "LOW", "MEDIUM", "HIGH", "UNDECIDED"
SARA = ("saraRiskToPartner", "saraRiskToOthers")
RAISED = (MEDIUM, HIGH)


class Domain(NamedTuple):
    """A domain of need: its items, the sums from which its level is 1 and 2, and the item that alone makes it 2."""

    items: tuple[str, ...]
    one: int
    two: int
    decisive: str | None


SEX = Domain(("sexualPreoccupation", INTERESTS, "emotionalCongruenceWithChildren"), 2, 4, INTERESTS)
THINKING = Domain((ATTITUDES, "hostileOrientation"), 1, 3, ATTITUDES)
RELATIONSHIPS = Domain(
    (
        "currentRelationshipWithFamilyMembers",
        "previousCloseRelationships",
        "easilyInfluencedByCriminalAssociates",
        "controllingOrAggressiveBehaviour",
    ),
    2,
    5,
    None,
)
SELF_MANAGEMENT = Domain(
    ("impulsivityProblems", "temperControl", "problemSolvingSkills", "difficultiesCoping"), 2, 5, None
)
DOMAINS = (SEX, THINKING, RELATIONSHIPS, SELF_MANAGEMENT)


@dataclass(frozen=True)
class Scores:
    """What the other predictors say; None where one is missing. `serious` is CSRP or RSR, as a percentage."""

    general: Decimal | None = None
    violent: Decimal | None = None
    direct_band: str | None = None
    indirect_band: str | None = None
    serious: Decimal | None = None


CONTEXT = {
    "general": ("all_score", "allReoffending", "ogrs3_two_year", "ogrs3TwoYear"),
    "violent": ("violent_score", "ovp_two_year", "ovpTwoYear"),
    "direct_band": ("dc_band", "ospdc_band"),
    "indirect_band": ("iic_band", "ospiic_band"),
    "serious": ("serious_score", "rsr_score"),
}


def read_context(context: Mapping[str, object]) -> Scores:
    """Read the scores that a caller gives; raises `InputsRefused` for a name or answer that cannot be read."""
    unknown = sorted(set(context) - {name for names in CONTEXT.values() for name in names})
    if unknown:
        raise InputsRefused("context", f"has no score named {unknown[0]}; check its spelling")
    given = {key: next((context[n] for n in names if n in context), None) for key, names in CONTEXT.items()}
    bands = {key: given[key] for key in ("direct_band", "indirect_band")}
    for answer in bands.values():
        if answer is not None and answer not in RISK:
            raise InputsRefused("context", f"give a band as one of {', '.join(RISK)}, not {shown(answer)}")
    numbers: dict[str, Decimal | None] = {}
    for key in ("general", "violent", "serious"):
        answer = given[key]
        if answer is not None and (isinstance(answer, bool) or not isinstance(answer, int | float | Decimal)):
            raise InputsRefused("context", f"give a score as a number, not {shown(answer)}")
        numbers[key] = None if answer is None else exact(float(answer))
    direct, indirect = (str(band) if band is not None else None for band in bands.values())
    return Scores(numbers["general"], numbers["violent"], direct, indirect, numbers["serious"])


def level(domain: Domain, answers: Answers, total: int) -> int:
    """Turn the sum of a domain into its level, 0 to 2."""
    if domain.decisive and answers.points_or_none(domain.decisive) == 2:
        return 2
    if total >= domain.two:
        return 2
    return 1 if total >= domain.one else 0


def levels(domain: Domain, answers: Answers) -> tuple[int, int]:
    """Give the level from what is answered, and the level if each missing answer were a significant problem."""
    is_sex = domain is SEX
    if is_sex and not (answers.is_yes("hasEverCommittedSexualOffence") or answers.is_yes("isARiskOfSexualHarm")):
        return 0, 0
    total, absent = sum(answers.points_or_none(name) for name in domain.items), len(answers.missing(domain.items))
    raw = 0 if is_sex and absent and total < 4 else total
    return level(domain, answers, raw), level(domain, answers, total + 2 * absent)


def need_level(total: int) -> str:
    """Give the level of need of the sum of the domains."""
    if total >= 6:
        return HIGH
    return MEDIUM if total >= 3 else LOW


def need(answers: Answers, supervision: str) -> str:
    """Decide the need; `UNDECIDED` where missing answers could change it."""
    both = [levels(domain, answers) for domain in DOMAINS]
    total, projected = sum(raw for raw, _ in both), sum(most for _, most in both)
    found = need_level(total)
    in_community = supervision == "COMMUNITY"
    if found == HIGH or (found == MEDIUM and in_community):
        return found
    gaps = [bool(answers.missing(domain.items)) for domain in DOMAINS]
    if not any(gaps) or found == need_level(projected):
        return found
    raised = sara(answers, *RAISED)
    if (all(gaps) and not in_community) or (found in RAISED and not raised):
        return UNDECIDED
    if raised and not answers.missing(SARA):
        return MEDIUM if in_community else HIGH
    return found


def sara(answers: Answers, *wanted: str) -> bool:
    """Say whether either SARA risk is one of those given."""
    return any(answers.given.get(name) in wanted for name in SARA)


def has_no_band(scores: Scores) -> bool:
    """Say whether neither sexual predictor gives a band."""
    return all(band in (None, "NOT_APPLICABLE") for band in (scores.direct_band, scores.indirect_band))


def is_between(score: Decimal | None, lowest: int, highest: str | None = None) -> bool:
    """Say whether a score that is present lies within bounds, both included."""
    return score is not None and score >= lowest and (highest is None or score <= Decimal(highest))


def is_high_risk(answers: Answers, scores: Scores) -> bool:
    """Say whether any score or SARA makes the risk high."""
    serious = None if scores.serious is None else whole_part(scores.serious)
    return (
        is_between(scores.general, 75)
        or is_between(scores.violent, 60)
        or any(band in (HIGH, "VERY_HIGH") for band in (scores.direct_band, scores.indirect_band))
        or (serious is not None and serious >= 3 and has_no_band(scores))
        or sara(answers, HIGH)
    )


def is_medium_risk(answers: Answers, scores: Scores) -> bool:
    """Say whether any score or SARA makes the risk medium."""
    serious = None if scores.serious is None else whole_part(scores.serious)
    return (
        is_between(scores.general, 50, "74.99")
        or is_between(scores.violent, 30, "59.99")
        or MEDIUM in (scores.direct_band, scores.indirect_band)
        or sara(answers, MEDIUM)
        or (serious in (1, 2) and has_no_band(scores))
    )


def risk(answers: Answers, scores: Scores, is_projected: bool = False) -> str:
    """Give the risk; projected, what is missing of the sexual and serious scores counts as the worst for HIGH."""
    worst = scores
    if is_projected:
        serious = Decimal(100) if scores.serious is None else scores.serious
        direct, indirect = scores.direct_band or "VERY_HIGH", scores.indirect_band or "VERY_HIGH"
        worst = Scores(scores.general, scores.violent, direct, indirect, serious)
    if is_high_risk(answers, worst):
        return HIGH
    return MEDIUM if is_medium_risk(answers, scores) else LOW


def pathway(answers: Answers, scores: Scores, supervision: str, needed: str) -> str:
    """Set need against risk."""
    at_risk = risk(answers, scores)
    general, violent = is_between(scores.general, 75), is_between(scores.violent, 60)
    both_high = needed == HIGH and at_risk == HIGH
    if supervision == "CUSTODY" and ((general and violent) or (general and sara(answers, HIGH)) or both_high):
        return HIGH
    in_community = supervision == "COMMUNITY" and ((general and violent) or both_high)
    mixed = {(MEDIUM, HIGH), (HIGH, MEDIUM), (MEDIUM, MEDIUM)}
    if in_community or sara(answers, *RAISED) or (needed, at_risk) in mixed:
        return "MODERATE"
    return "ALTERNATIVE"


def is_omitted(answers: Answers, scores: Scores, supervision: str, chosen: str) -> bool:
    """Say whether missing answers leave the pathway open."""
    absent = answers.missing(SARA)
    return (
        (chosen == "ALTERNATIVE" and bool(absent))
        or risk(answers, scores, is_projected=True) != risk(answers, scores)
        or (len(absent) == len(SARA) and supervision in ("CUSTODY", "REMAND"))
    )


def score_pni(answers: Answers, scores: Scores) -> Result:
    """Choose the pathway: HIGH, MODERATE, ALTERNATIVE, or OMISSION where it cannot be decided."""
    found = at.missing(answers, ("supervisionStatus",))
    if found:
        return {"pniPathway": "OMISSION", "validationError": found}
    supervision = answers.text("supervisionStatus")
    found = at.missing(answers, [name for domain in DOMAINS for name in domain.items])
    needed = need(answers, supervision)
    chosen = "OMISSION" if needed == UNDECIDED else pathway(answers, scores, supervision, needed)
    if chosen != "OMISSION" and found and is_omitted(answers, scores, supervision, chosen):
        chosen = "OMISSION"
    return {"pniPathway": chosen, "validationError": found}
