"""The tier of a case from facts on record, in both versions, with what led to it. Source: HMPPS Tier, August 2026."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from desistance.assessment.terms.reviews import Level, MappaCategory
from desistance.assessment.terms.scores import Band, Generation, Predictor
from desistance.sentences.terms import OrderKind, RequirementKind
from evidence.predictors import tier, tiers

NEEDED: Final = (
    (Generation.CURRENT, Predictor.ARP),
    (Generation.CURRENT, Predictor.CSRP),
    (Generation.CURRENT, Predictor.DCSRP),
    (Generation.LEGACY, Predictor.OGRS3),
    (Generation.LEGACY, Predictor.RSR),
)
CUSTODIAL: Final = frozenset({OrderKind.LICENCE, OrderKind.POST_SENTENCE})
RESTRICTIVE: Final = frozenset(
    {
        RequirementKind.CURFEW,
        RequirementKind.EXCLUSION,
        RequirementKind.RESIDENCE,
        RequirementKind.FOREIGN_TRAVEL,
        RequirementKind.PROHIBITED_ACTIVITY,
        RequirementKind.ALCOHOL_ABSTINENCE,
        RequirementKind.ELECTRONIC_MONITORING,
    }
)
"""Requirements that hold a person back and ask for no change. Source: own reading, November 2026; confirm locally."""
NOT_HELD: Final = (
    "Registrations for domestic abuse, stalking, child protection and integrated offender management are not held here as the "
    "case system holds them; each could raise the tier."
)


@dataclass(frozen=True, slots=True)
class ScoreFact:
    """The newest score of one predictor."""

    percent: Decimal
    band: str
    variant: str
    scored_on: date


@dataclass(frozen=True, slots=True)
class TierFacts:
    """What the tier rests on. ``orders``: kind and requirements of each that runs; ``stated``: tiers as sources state them."""

    on: date
    scores: Mapping[tuple[str, str], ScoreFact] = field(default_factory=dict)
    rosh: str = ""
    mappa_category: str = ""
    mappa_level: str = ""
    orders: tuple[tuple[str, tuple[str, ...]], ...] = ()
    is_life: bool = False
    released_on: date | None = None
    has_sexual_offence: bool = False
    is_female: bool = False
    stated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the tier was looked up by, and the tier that it alone gives; empty when it gives none."""

    words: str
    tier: str


@dataclass(frozen=True, slots=True)
class TierTold:
    """The tier in words. ``tier`` is empty where it cannot be worked out or nothing runs; ``missing``: what is not on record."""

    tier: str
    is_provisional: bool
    words: str
    steps: tuple[Step, ...]
    missing: tuple[str, ...]
    version2: str
    version2_words: str


def work_out_tier(facts: TierFacts) -> TierTold:
    """Both versions, from the same facts. A score that is missing is said, never taken as low."""
    found = tier(inputs_of(facts))
    third, second = _mapping(found["version3"]), _mapping(found["version2"])
    letter = str(third["tier"])
    is_found = len(letter) == 1
    told = f"Tier {letter}" if is_found else {"MISSING": "Cannot be worked out", "NOT_SUPERVISED": "No tier"}[letter]
    provisional = bool(third["provisional"])
    words = told if not provisional else f"{told}, provisional: a full assessment could raise it"
    if letter == "NOT_SUPERVISED":
        words = "No tier: no order or licence runs"
    protect, change = _mapping(second["protect"]), _mapping(second["change"])
    return TierTold(
        letter if is_found else "",
        provisional,
        words,
        tuple(steps_of(facts)) if is_found else (),
        tuple(missing_of(facts)),
        str(second["tier"]) if facts.orders else "",
        f"Protect level {protect['level']} ({protect['points']} points), change level {change['level']}",
    )


def _mapping(found: Any) -> Mapping[str, Any]:
    assert isinstance(found, Mapping)
    return found


def inputs_of(facts: TierFacts) -> dict[str, Any]:
    """The facts by the names that the published calculation reads."""
    direct = _score(facts, Generation.CURRENT, Predictor.DCSRP)
    return {
        "today": facts.on,
        "hasActiveEvent": bool(facts.orders),
        "arp": _score(facts, Generation.CURRENT, Predictor.ARP),
        "csrp": _score(facts, Generation.CURRENT, Predictor.CSRP),
        "dcsrp": direct,
        "rosh": facts.rosh.upper() or None,
        "mappaCategory": f"M{facts.mappa_category}" if facts.mappa_category else None,
        "mappaLevel": f"M{facts.mappa_level}" if facts.mappa_level else None,
        "hasLiferIpp": facts.is_life,
        "latestReleaseDate": facts.released_on,
        "everCommittedSexualOffence": facts.has_sexual_offence,
        "isFemale": facts.is_female,
        "rsrScore": (_score(facts, Generation.LEGACY, Predictor.RSR) or {}).get("score"),
        "ogrsScore": (_score(facts, Generation.LEGACY, Predictor.OGRS3) or {}).get("score"),
        "convictions": [_sentence(kind, requirements) for kind, requirements in facts.orders],
        "hasAssessment": False,
    }


def _score(facts: TierFacts, generation: str, predictor: str) -> dict[str, Any] | None:
    found = facts.scores.get((generation, predictor))
    if found is None:
        return None
    kind = found.variant.upper() if found.variant in ("static", "dynamic") else None
    return {"score": float(found.percent), "band": found.band.upper() or None, "type": kind}


def _sentence(kind: str, requirements: Iterable[str]) -> dict[str, Any]:
    told = [
        {
            "mainCategoryTypeCode": "W" if one == RequirementKind.UNPAID_WORK else one,
            "restrictive": one in RESTRICTIVE,
        }
        for one in requirements
    ]
    return {"sentenceTypeCode": "SC" if kind in CUSTODIAL else "SP", "requirements": told}


def steps_of(facts: TierFacts) -> Iterable[Step]:
    """What the tier was looked up by, as in the published table: the highest counts."""
    inputs = inputs_of(facts)
    arp, csrp = (facts.scores[(Generation.CURRENT, name)] for name in (Predictor.ARP, Predictor.CSRP))
    yield Step(
        f"All Reoffending Predictor {arp.percent}% with Combined Serious Reoffending Predictor {csrp.percent}%",
        tiers.cell(float(csrp.percent), float(arp.percent)),
    )
    direct = facts.scores.get((Generation.CURRENT, Predictor.DCSRP))
    if direct is not None:
        words = f"Direct Contact Sexual Reoffending Predictor: {Band(direct.band).label.lower()}"
        yield Step(words, tiers.direct_contact(inputs) or "")
    level = Level(facts.rosh).label if facts.rosh else "not on record"
    mappa = f", {MappaCategory(facts.mappa_category).label}" if facts.mappa_category else ", not under MAPPA"
    yield Step(f"Risk of serious harm: {level}{mappa}", tiers.rosh_step(inputs) or "")
    if facts.is_life:
        yield Step("Life or indeterminate sentence, by the time since release", tiers.lifer(inputs) or "")
    if facts.has_sexual_offence:
        yield Step("Has committed a sexual offence", "E")


def missing_of(facts: TierFacts) -> Iterable[str]:
    """What is not on record and could change the tier."""
    if not facts.orders:
        return
    for name in (Predictor.ARP, Predictor.CSRP):
        if (Generation.CURRENT, name) not in facts.scores:
            yield f"No {name.label} of the current generation is on record."
    if not facts.rosh:
        yield "No level of risk of serious harm is on record."
    yield NOT_HELD
