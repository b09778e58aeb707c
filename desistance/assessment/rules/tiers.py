"""The tier of a case from facts on record, in both versions, with what led to it. Source: HMPPS Tier, August 2026."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from desistance.assessment.rules.tier_needs import sections_of
from desistance.assessment.terms.reviews import Level, MappaCategory
from desistance.assessment.terms.scores import Band, Generation, Predictor
from desistance.assessment.terms.tiers import TIER_FACT_RULES
from desistance.foundation.rulesets import in_force
from desistance.sentences.terms import OrderKind, RequirementKind
from evidence.predictors import tier, tiers

BOTH, THIRD, SECOND = "Both", "Version 3", "Version 2"
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
COULD_RAISE: Final = (
    ("abuse", "domestic abuse", "E"),
    ("stalking", "stalking", "F"),
    ("child protection", "child protection", "F"),
)
"""Registrations that give a tier of their own: the fact that stands for each here, its words and the tier it gives."""
NOT_HELD: Final = (
    "The older version also counts registrations that are not held here, such as mental health, vulnerability or gangs, at 2 "
    "points each."
)
NOT_HELD_OF_WOMEN: Final = "Of women it counts responsibility for children too, which is not held here: 2 points."


@dataclass(frozen=True, slots=True)
class Recorded:
    """One fact that a tier rests on: its value for the calculation, in words, who says so, and of which day it is."""

    value: Any
    words: str
    source: str
    on: date | None


@dataclass(frozen=True, slots=True)
class ScoreFact:
    """The newest score of one predictor, and where it was worked out."""

    percent: Decimal
    band: str
    variant: str
    scored_on: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class TierFacts:
    """What the tier rests on. ``orders``: kind and requirements of each that runs; ``stated``: tiers as sources state them.

    ``recorded``: facts by name with who says so, see :data:`LABELS`; ``needs``: levels by pathway, none where not assessed.
    """

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
    recorded: Mapping[str, Recorded] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """What a recorded fact says; None where it is not on record."""
        return self.recorded[name].value if name in self.recorded else None


@dataclass(frozen=True, slots=True)
class InputTold:
    """One fact that was read, who says so and of which day, and in which versions it counts."""

    label: str
    words: str
    source: str
    on: date | None
    counts_in: str


LABELS: Final = {
    "orders": ("Under an order or licence", BOTH),
    "rosh": ("Risk of serious harm", BOTH),
    "mappa": ("MAPPA", BOTH),
    "life": ("Life or indeterminate sentence", THIRD),
    "released": ("Last release from custody", THIRD),
    "sexual": ("Sexual offence", THIRD),
    "abuse": ("Domestic abuse, as answered for a score", THIRD),
    "stalking": ("Stalking, by conviction", THIRD),
    "sex": ("Sex on record", SECOND),
    "enforced": ("Breach or recall", SECOND),
    "impulsivity": ("Impulsivity, as answered for a score", SECOND),
    "temper": ("Temper control, as answered for a score", SECOND),
    "ALSH": ("Alert: self-harm", SECOND),
    "RCHD": ("Risk to children", SECOND),
    "needs": ("Needs and strengths", SECOND),
    "iom": ("Integrated Offender Management", SECOND),
}
"""What each recorded fact is called, in the order in which they are told, and which versions read it."""
REGISTERS: Final = ("ALSH", "RCHD")
FOR_WOMEN: Final = ("enforced", "impulsivity", "temper")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the tier was looked up by, and the tier that it alone gives; empty when it gives none."""

    words: str
    tier: str


@dataclass(frozen=True, slots=True)
class TierTold:
    """The tier in words. ``tier`` is empty where it cannot be worked out or nothing runs; ``missing``: what is not on record.

    ``version2`` is a range where needs that are not known could raise its change level; ``missing2`` is what it lacks.
    """

    tier: str
    is_provisional: bool
    words: str
    steps: tuple[Step, ...]
    missing: tuple[str, ...]
    version2: str
    version2_words: str
    missing2: tuple[str, ...]
    rule_source: str
    inputs: tuple[InputTold, ...]


def work_out_tier(facts: TierFacts) -> TierTold:
    """Both versions, from the same facts. A score that is missing is said, never taken as low."""
    sections = sections_of(facts.needs, facts.on)
    found = tier(inputs_of(facts, sections.least))
    third, second = _mapping(found["version3"]), _mapping(found["version2"])
    letter = str(third["tier"])
    is_found = len(letter) == 1
    told = f"Tier {letter}" if is_found else {"MISSING": "Cannot be worked out", "NOT_SUPERVISED": "No tier"}[letter]
    provisional = bool(third["provisional"])
    words = told if not provisional else f"{told}, provisional: a full assessment could raise it"
    if letter == "NOT_SUPERVISED":
        words = "No tier: no order or licence runs"
    protect, least = _mapping(second["protect"]), _mapping(second["change"])
    most = _mapping(_mapping(tier(inputs_of(facts, sections.most))["version2"])["change"])
    version2, version2_words = _older(protect, least["level"], most["level"])
    is_open = least["level"] != most["level"]
    return TierTold(
        letter if is_found else "",
        provisional,
        words,
        tuple(steps_of(facts)) if is_found else (),
        tuple(missing_of(facts, letter if is_found else tiers.LOWEST)),
        version2 if facts.orders else "",
        version2_words,
        tuple(missing_of_older(facts, sections.not_known, is_open)),
        in_force(TIER_FACT_RULES, facts.on).source,
        tuple(told_inputs(facts)),
    )


def _older(protect: Mapping[str, Any], least: int, most: int) -> tuple[str, str]:
    """The tier of the older version and its words: one change level, or from which to which."""
    level = protect["level"]
    words = f"Protect level {level} ({protect['points']} points), change level {least}"
    if least == most:
        return f"{level}{least}", words
    return f"{level}{least} to {level}{most}", f"{words} to {most}, by what is not known"


def _mapping(found: Any) -> Mapping[str, Any]:
    assert isinstance(found, Mapping)
    return found


def inputs_of(facts: TierFacts, needs: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The facts by the names that the published calculation reads; ``needs``: severity by section."""
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
        "hasDomesticAbuse": facts.value("abuse"),
        "hasStalking": facts.value("stalking"),
        "hasIomNominal": facts.value("iom"),
        "previousEnforcementActivity": facts.value("enforced"),
        "womenFactors": {"IMPULSIVITY": facts.value("impulsivity"), "TEMPER_CONTROL": facts.value("temper")},
        "registrationCodes": [code for code in REGISTERS if code in facts.recorded],
        "hasAssessment": bool(facts.needs),
        "needs": dict(needs or {}),
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
    for fact, told, given in COULD_RAISE:
        if facts.value(fact):
            yield Step(told.capitalize(), given)


def missing_of(facts: TierFacts, letter: str) -> Iterable[str]:
    """What is not on record and could raise the tier above ``letter``."""
    if not facts.orders:
        return
    for name in (Predictor.ARP, Predictor.CSRP):
        if (Generation.CURRENT, name) not in facts.scores:
            yield f"No {name.label} of the current generation is on record."
    if not facts.rosh:
        yield "No level of risk of serious harm is on record."
    for fact, words, given in COULD_RAISE:
        if not facts.value(fact) and tiers.reaches(given, letter) and given != letter:
            yield f"Whether there is a registration for {words} is not held here. With one the tier is at least {given}."


def missing_of_older(facts: TierFacts, not_known: Sequence[str], is_open: bool) -> Iterable[str]:
    """What is not on record and could raise the older version."""
    if not facts.orders:
        return
    for name in (Predictor.OGRS3, Predictor.RSR):
        if (Generation.LEGACY, name) not in facts.scores:
            yield f"No {name.label} is on record: the older version adds nothing for it."
    if not facts.needs:
        yield "Needs have not been assessed here: the older version then takes change level 2, unless nothing asks for change."
    elif is_open:
        yield f"Not known for certain of needs, with which the change level is higher: {', '.join(not_known)}."
    yield NOT_HELD
    if facts.is_female:
        yield NOT_HELD_OF_WOMEN


def told_inputs(facts: TierFacts) -> Iterable[InputTold]:
    """Each fact on record that was read, the scores first: what it says, who says so and of which day."""
    for generation, predictor in NEEDED:
        score = facts.scores.get((generation, predictor))
        if score is not None:
            variant = f", {score.variant}" if score.variant else ""
            counts_in = THIRD if generation == Generation.CURRENT else SECOND
            yield InputTold(predictor.label, f"{score.percent}%{variant}", score.source, score.scored_on, counts_in)
    for name, (label, counts_in) in LABELS.items():
        if name in facts.recorded and (facts.is_female or name not in FOR_WOMEN):
            one = facts.recorded[name]
            yield InputTold(label, one.words, one.source, one.on, counts_in)
