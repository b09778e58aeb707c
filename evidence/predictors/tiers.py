"""Tiers of probation cases: version 2 (protect and change levels) and version 3 (one tier, A to G).

Source: HMPPS Tier (MIT, Crown copyright), commit affac98 (17 August 2026). Both are calculated side by side; version 2
is marked as deprecated there.
"""

from collections.abc import Callable, Mapping
from datetime import date

from evidence.predictors.answers import InputsRefused, read_date, shown
from evidence.predictors.dates import add_months
from evidence.predictors.registrations import facts_of

Facts = Mapping[str, object]
Result = dict[str, object]

TIERS = "GFEDCBA"
LOWEST, HIGHEST = "G", "A"
# Rows: CSRP from 6.9, 3.0, 1.0, 0.5, 0.0. Columns: ARP from 90, 75, 50, 25, 15, 0.
CSRP_FROM, ARP_FROM = (6.9, 3.0, 1.0, 0.5, 0.0), (90, 75, 50, 25, 15, 0)
REOFFENDING = ("AABBBB", "ABCCCC", "BCDEEE", "CDEEFF", "DDEFFG")
DC_BANDS = {"VERY_HIGH": "A", "HIGH": "B", "LOW": "E"}
DC_KNOWN: dict[str | None, str] = dict.fromkeys((*DC_BANDS, "MEDIUM", "NOT_APPLICABLE", None), "")
# Tested in this order: a HIGH band lowered to MEDIUM by risk reduction, then an unreduced MEDIUM.
DC_MEDIUM = ((3.36, "C"), (2.11, "D"), (1.12, "C"), (0.60, "D"))
ROSH_WITH_MAPPA = {"VERY_HIGH": "A", "HIGH": "C", "MEDIUM": "D", "LOW": "E", None: "E"}
ROSH_ALONE = {"VERY_HIGH": "C", "HIGH": "D"}
ROSH_POINTS = {"VERY_HIGH": 150, "HIGH": 20, "MEDIUM": 10, "LOW": 0, None: 0}
MAPPA_POINTS = {"M3": 150, "M2": 150, "M1": 5, "M0": 0, None: 0}
COMPLEXITY = frozenset(["RMDO", "ALSH", "RVLN", "RCCO", "RCPR", "RCHD", "RPIR", "RVAD", "STRG", "RTAO"])
CUSTODIAL, UNPAID_WORK, IOM = ("NC", "SC"), ("W", "W1"), "IIOM"
SEVERITY = {"NO_NEED": 0, "STANDARD": 1, "SEVERE": 2, None: 0}
NEED_WEIGHTS = {
    "ACCOMMODATION": 1,
    "EDUCATION_TRAINING_AND_EMPLOYABILITY": 1,
    "RELATIONSHIPS": 1,
    "LIFESTYLE_AND_ASSOCIATES": 1,
    "DRUG_MISUSE": 1,
    "ALCOHOL_MISUSE": 1,
    "THINKING_AND_BEHAVIOUR": 2,
    "ATTITUDES": 2,
}
# Standard from and severe from; then the same with the strengths-and-needs indicator.
NEED_FROM = {
    "ACCOMMODATION": (2, 7, 3, 5),
    "EDUCATION_TRAINING_AND_EMPLOYABILITY": (3, 7, 3, 7),
    "RELATIONSHIPS": (2, 5, 2, 5),
    "LIFESTYLE_AND_ASSOCIATES": (2, 5, 2, 5),
    "DRUG_MISUSE": (2, 8, 2, 6),
    "ALCOHOL_MISUSE": (4, 7, 2, 4),
    "THINKING_AND_BEHAVIOUR": (4, 7, 3, 5),
    "ATTITUDES": (2, 7, 1, 5),
}


def number(facts: Facts, name: str) -> float | None:
    """Read a number that may be missing."""
    answer = facts.get(name)
    if answer is not None and (isinstance(answer, bool) or not isinstance(answer, int | float) or answer < 0):
        raise InputsRefused(name, f"give a number of 0 or more, not {shown(answer)}")
    return float(answer) if isinstance(answer, int | float) else None


def yes(facts: Facts, name: str, unless_given: bool = False) -> bool:
    """Read a yes or no that may be missing."""
    answer = facts.get(name)
    if answer is not None and not isinstance(answer, bool):
        raise InputsRefused(name, f"give true or false without quotes, not {shown(answer)}")
    return unless_given if answer is None else bool(answer)


def pick(facts: Facts, name: str, known: Mapping[str | None, object]) -> str | None:
    """Read one of some words, which may be missing."""
    answer = facts.get(name)
    if answer is not None and (not isinstance(answer, str) or answer not in known):
        raise InputsRefused(name, f"give one of {', '.join(str(word) for word in known if word)}, not {shown(answer)}")
    return str(answer) if answer is not None else None


def part(facts: Facts, name: str) -> Facts:
    """Read a group of facts, empty when it is missing."""
    answer = facts.get(name)
    if answer is not None and not isinstance(answer, Mapping):
        raise InputsRefused(name, f"give facts by name, not {shown(answer)}")
    return answer if isinstance(answer, Mapping) else {}


def listed(facts: Facts, name: str) -> list[object]:
    """Read a list, empty when it is missing."""
    answer = facts.get(name)
    if answer is not None and not isinstance(answer, list | tuple):
        raise InputsRefused(name, f"give a list, not {shown(answer)}")
    return list(answer) if isinstance(answer, list | tuple) else []


def groups(facts: Facts, name: str) -> list[Facts]:
    """Read a list of groups of facts."""
    found = [each for each in listed(facts, name) if isinstance(each, Mapping)]
    if len(found) < len(listed(facts, name)):
        raise InputsRefused(name, "each item of the list needs facts by name")
    return found


def cell(csrp: float, arp: float) -> str:
    """Read the table of reoffending; the lower bounds are included."""
    row = next(place for place, bound in enumerate(CSRP_FROM) if csrp >= bound)
    column = next(place for place, bound in enumerate(ARP_FROM) if arp >= bound)
    return REOFFENDING[row][column]


def direct_contact(facts: Facts) -> str | None:
    """Give the tier of DC-SRP; a MEDIUM band below 0.60 does not exist and is refused."""
    dcsrp = part(facts, "dcsrp")
    score = number(dcsrp, "score") or 0.0
    band = pick(dcsrp, "band", DC_KNOWN)
    if score <= 0 or band in (None, "NOT_APPLICABLE"):
        return None
    if band != "MEDIUM":
        return DC_BANDS[band or ""]
    for bound, given in DC_MEDIUM:
        if score >= bound:
            return given
    raise InputsRefused("dcsrp", f"a MEDIUM band starts at 0.60 %, not at {score}; check score and band")


def rosh_step(facts: Facts) -> str | None:
    """Give the tier of risk of serious harm, beside MAPPA or alone."""
    rosh = pick(facts, "rosh", ROSH_WITH_MAPPA)
    if facts.get("mappaCategory") is not None:
        return ROSH_WITH_MAPPA[rosh]
    return ROSH_ALONE.get(rosh or "")


def lifer(facts: Facts) -> str | None:
    """Give the tier of a person on a life or IPP sentence who has been released."""
    released = facts.get("latestReleaseDate")
    if not yes(facts, "hasLiferIpp") or released is None:
        return None
    day, today = read_date("latestReleaseDate", released), today_of(facts)
    if day >= add_months(today, -12):
        return "B"
    return "D" if day >= add_months(today, -60) else "E"


def today_of(facts: Facts) -> date:
    """Read the day of the calculation."""
    if facts.get("today") is None:
        raise InputsRefused("today", "give the day of the calculation, which a release is measured from")
    return read_date("today", facts["today"])


def highest(steps: list[str | None]) -> str:
    """Give the highest tier of some steps, the lowest there is when none applies."""
    return max((step for step in steps if step), key=TIERS.index, default=LOWEST)


def reaches(given: str, wanted: str) -> bool:
    """Say whether a tier is as high as another."""
    return TIERS.index(given) >= TIERS.index(wanted)


def is_static(facts: Facts, name: str) -> bool:
    """Say whether a score comes from the static variant."""
    return pick(part(facts, name), "type", {"STATIC": "", "DYNAMIC": "", "COMBINED": ""}) == "STATIC"


def is_provisional(facts: Facts, steps: dict[str, str | None], csrp: float, arp: float) -> bool:
    """Say whether an assessment could still raise the tier: static scores, or no risk of serious harm on record."""
    others = highest([step for name, step in steps.items() if name != "reoffending"])
    arp_static, csrp_static = is_static(facts, "arp"), is_static(facts, "csrp")
    best = cell(CSRP_FROM[0] if csrp_static else csrp, ARP_FROM[0] if arp_static else arp)
    wanted = HIGHEST if arp_static and csrp_static else best
    if (arp_static or csrp_static) and not reaches(others, wanted):
        return True
    if facts.get("rosh") is not None:
        return False
    left_out = {"rosh"} | ({"reoffending"} if arp_static or csrp_static else set())
    without = highest([step for name, step in steps.items() if name not in left_out])
    return not reaches(without, HIGHEST if facts.get("mappaCategory") is not None else "C")


def tier_v3(facts: Facts) -> Result:
    """Give the tier of version 3 and whether it is provisional."""
    if "hasActiveEvent" not in facts:
        raise InputsRefused("hasActiveEvent", "say true or false: only a person with an active event has a tier")
    if not yes(facts, "hasActiveEvent"):
        return {"tier": "NOT_SUPERVISED", "provisional": False}
    arp, csrp = number(part(facts, "arp"), "score"), number(part(facts, "csrp"), "score")
    if arp is None or csrp is None:
        return {"tier": "MISSING", "provisional": False}
    steps = {
        "reoffending": cell(csrp, arp),
        "direct contact": direct_contact(facts),
        "rosh": rosh_step(facts),
        "lifer": lifer(facts),
        "domestic abuse": "E" if yes(facts, "hasDomesticAbuse") else None,
        "stalking": "F" if yes(facts, "hasStalking") else None,
        "child protection": "F" if yes(facts, "hasChildProtection") else None,
        "sexual offence": "E" if yes(facts, "everCommittedSexualOffence") else None,
    }
    return {"tier": highest(list(steps.values())), "provisional": is_provisional(facts, steps, csrp, arp)}


def women_points(facts: Facts) -> int:
    """Give the points of the factors that count for women alone."""
    if not yes(facts, "isFemale"):
        return 0
    factors = part(facts, "womenFactors")
    parenting = str(factors.get("PARENTING_RESPONSIBILITIES", "")).upper() in ("YES", "Y", "TRUE")
    problem = any(str(factors.get(name, "")) in ("1", "2") for name in ("IMPULSIVITY", "TEMPER_CONTROL"))
    return 2 * (parenting + problem) + 2 * yes(facts, "previousEnforcementActivity")


def rsr_points(score: float) -> int:
    """Give the points of RSR; its bounds are those of a score of two decimals."""
    if 7.00 <= score <= 99.99:
        return 20
    return 10 if 3.00 <= score <= 6.99 else 0


def protect_v2(facts: Facts) -> Result:
    """Give the protect level of version 2 and its points; of RSR and risk of serious harm only the higher counts."""
    rsr = rsr_points(number(facts, "rsrScore") or 0.0)
    rosh = ROSH_POINTS[pick(facts, "rosh", ROSH_POINTS)]
    mappa = MAPPA_POINTS[pick(facts, "mappaLevel", MAPPA_POINTS)]
    factors = len({str(code) for code in listed(facts, "registrationCodes")} & COMPLEXITY)
    points = max(rsr, rosh) + mappa + 2 * factors + women_points(facts)
    level = "A" if points >= 150 else "B" if points >= 20 else "C" if points >= 10 else "D"
    return {"level": level, "points": points}


def has_mandate(facts: Facts) -> bool:
    """Say whether a current sentence asks for change: custody, or a requirement that is neither restrictive nor unpaid work."""
    for sentence in groups(facts, "convictions"):
        if sentence.get("terminationDate") is not None:
            continue
        if sentence.get("sentenceTypeCode") in CUSTODIAL:
            return True
        for requirement in groups(sentence, "requirements"):
            if not yes(requirement, "restrictive") and requirement.get("mainCategoryTypeCode") not in UNPAID_WORK:
                return True
    return False


def need_severity(facts: Facts) -> str | None:
    """Give the severity of a need section from the total of its answers; none when nothing was answered."""
    section, total = str(facts.get("section")), number(facts, "score")
    if section not in NEED_FROM:
        raise InputsRefused("section", f"give one of {', '.join(NEED_FROM)}, not {section}")
    if total is None:
        return None
    standard, severe = NEED_FROM[section][2:] if yes(facts, "san") else NEED_FROM[section][:2]
    return "SEVERE" if total >= severe else "STANDARD" if total >= standard else "NO_NEED"


def needs_points(facts: Facts) -> int:
    """Add weight times severity over the sections; finance and emotional wellbeing weigh nothing."""
    needs = part(facts, "needs")
    return sum(NEED_WEIGHTS.get(section, 0) * SEVERITY[pick(needs, section, SEVERITY)] for section in needs)


def is_iom(facts: Facts) -> bool:
    """Say whether the person is an IOM nominal."""
    named = any(yes(facts, name) for name in ("hasIomNominal", "isIomNominal", "iomNominal"))
    return named or IOM in listed(facts, "registrationCodes")


def change_v2(facts: Facts) -> Result:
    """Give the change level of version 2 and its points.

    Without `convictions` a mandate is taken to exist, without `hasAssessment` an assessment.
    """
    if facts.get("convictions") is not None and not has_mandate(facts):
        return {"level": 0, "points": 0}
    if not yes(facts, "hasAssessment", unless_given=True):
        return {"level": 2, "points": 0}
    points = needs_points(facts) + int((number(facts, "ogrsScore") or 0.0) // 10) + 2 * is_iom(facts)
    return {"level": 3 if points >= 20 else 2 if points >= 10 else 1, "points": points}


CALCULATORS: dict[str, Callable[[Facts], Result]] = {
    "tier_v3": tier_v3,
    "protect_v2": protect_v2,
    "change_v2": change_v2,
    "women_factors_v2": lambda facts: {"points": women_points(facts)},
    "mandate_v2": lambda facts: {"hasMandate": has_mandate(facts)},
    "need_severity_v2": lambda facts: {"severity": need_severity(facts)},
}


def tier(facts: Facts, calculator: str | None = None) -> Result:
    """Calculate the tier of one case in both versions, or one step of it.

    Without `calculator`: `{"version2": {"tier": "B2", "protect": ..., "change": ...}, "version3": {"tier": ...,
    "provisional": ...}}`. `registrations` may stand for the facts
    that are read from them. With one of `CALCULATORS`, its answer alone. Raises `InputsRefused`.
    """
    if facts.get("registrations") is not None:
        facts = {**facts_of(groups(facts, "registrations")), **facts}
    if calculator is not None:
        if calculator not in CALCULATORS:
            raise InputsRefused("calculator", f"give one of {', '.join(CALCULATORS)}, not {calculator!r}")
        return CALCULATORS[calculator](facts)
    protect, change = protect_v2(facts), change_v2(facts)
    both = {"tier": f"{protect['level']}{change['level']}", "protect": protect, "change": change}
    return {"version2": both, "version3": tier_v3(facts)}
