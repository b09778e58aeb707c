"""What is published of each predictor: an Algorithmic Transparency Recording Standard record and an ALGO-CARE sheet.

Everything that can be read from the predictor's own tables is: inputs, bands, weights, versions, sources. Standards: Algorithmic
Transparency Recording Standard (Department for Science, Innovation and Technology, open template); ALGO-CARE (Oswald, Grace,
Urwin and Barnes 2018).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from desistance.assessment.rules.score_inputs import FROM_RECORD, asked, inputs_of
from desistance.assessment.rules.score_words import COMPONENTS, part_words, question_of, title_of
from desistance.assessment.rules.scores import RULE_SOURCE
from desistance.assessment.terms.scores import OFFERED, SCORE_NOT_A_DECISION, Band, Generation, Predictor
from evidence.predictors import combined, legacy_general, legacy_serious, sexual
from evidence.predictors.logistic import MODELS, band
from evidence.predictors.published import coefficients, offences, snsv
from evidence.predictors.terms import terms

HUNDREDTHS: Final = tuple(number / 100 for number in range(1, 10_000))
WHOLES: Final = tuple(range(1, 100))
LITERATURE: Final = {
    Predictor.OGRS3: "Howard, Francis, Soothill and Humphreys 2009, Ministry of Justice Research Summary 7/09",
    Predictor.OGP: "Howard 2009; Moore (editor) 2015, compendium of research on OASys",
    Predictor.OVP: "Howard 2009; Moore (editor) 2015, compendium of research on OASys",
    Predictor.SNSV: "Howard 2015",
    Predictor.RSR: "Howard 2015",
}
SUMS: Final = {
    "logistic": "Logistic regression: weights are added, and the sum is turned into a percentage of two years.",
    "points": "Points are added and turned into a percentage of two years, and into a band.",
    "hierarchy": "The first rule that fits a man's counts of sexual sanctions gives the percentage.",
    "sum": "Percentages of three other predictors are added.",
    "screen": "Answers are counted against a threshold; there is no percentage.",
}
KINDS: Final = {
    **dict.fromkeys((Predictor.DCSRP, Predictor.OSPDC, Predictor.OGP, Predictor.OVP), "points"),
    **dict.fromkeys((Predictor.IICSRP, Predictor.OSPIIC), "hierarchy"),
    **dict.fromkeys((Predictor.CSRP, Predictor.RSR), "sum"),
    **dict.fromkeys((Predictor.PNI, Predictor.LDS, Predictor.MST, Predictor.OPD), "screen"),
}
KNOWN_FAULTS: Final = {
    Predictor.IICSRP: "A man who has only sanctions for contact offences against adults scores 0; the legacy "
    "rule gave 0.28%. Kept as the "
    "source has it.",
    Predictor.ARP: "A score of exactly 0.00% has no band and is not given. Kept as the source has it.",
    Predictor.VRP: "A score of exactly 0.00% has no band and is not given. Kept as the source has it.",
    Predictor.SVRP: "Dates of supervision are not checked as for the other predictors. Kept as the source has it.",
    Predictor.CSRP: "A missing answer is reported as a fault of a component even where no component is at "
    "fault. Kept as the source has it.",
    Predictor.PNI: "A person on remand can never reach the high pathway, and the sexual and combined scores are "
    "taken as missing. Kept as "
    "the source has it.",
}
Answers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class InputRow:
    """One input: what it is called, how it is answered, and where its answer comes from."""

    label: str
    answers: str
    origin: str


@dataclass(frozen=True, slots=True)
class WeightRow:
    """One number of the formula, by the name of its term, for the static and the dynamic variant."""

    term: str
    static: str
    dynamic: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is published of one predictor of one generation."""

    key: str
    title: str
    generation: str
    question: str
    record: Answers
    care: Answers
    inputs: tuple[InputRow, ...]
    bands: tuple[tuple[str, str], ...]
    weights: tuple[WeightRow, ...]


def key_of(generation: str, predictor: str) -> str:
    """How a sheet is named in addresses and files: `2026-ARP`."""
    return f"{generation}-{predictor}"


@cache
def sheets() -> dict[str, Sheet]:
    """The sheet of every predictor of each generation, by its key."""
    made = [sheet_of(generation, predictor) for generation, predictor in OFFERED]
    return {one.key: one for one in made}


def sheet_of(generation: str, predictor: str) -> Sheet:
    """The sheet of one predictor."""
    inputs = tuple(input_rows(generation, predictor))
    bands = tuple(bands_of(predictor))
    return Sheet(
        key_of(generation, predictor),
        title_of(predictor),
        Generation(generation).label,
        question_of(predictor),
        record_of(generation, predictor, inputs, bands),
        care_of(generation, predictor, inputs, bands),
        inputs,
        bands,
        tuple(weights_of(generation, predictor)),
    )


def input_rows(generation: str, predictor: str) -> Iterable[InputRow]:
    """Every input, once by its words."""
    seen = set()
    for name in inputs_of(predictor, generation):
        one = asked(name)
        if one.label in seen:
            continue
        seen.add(one.label)
        answers = ", ".join(one.options.values()) or {"date": "A date", "whole": "A whole number"}.get(
            one.kind, "A code"
        )
        yield InputRow(one.label, answers, "Recorded facts" if name in FROM_RECORD else "The worker's answer")


def bands_of(predictor: str) -> Iterable[tuple[str, str]]:
    """Each band with the lowest result that has it, found by asking the predictor's own function."""
    band_of, values, unit = _banding(predictor)
    before = ""
    for value in values:
        found = band_of(value)
        if found != before:
            yield Band(found.lower()).label, f"from {value:g}{unit}"
            before = found


def _banding(predictor: str) -> tuple[Callable[..., str], Sequence[float], str]:
    whole = {
        Predictor.OGRS3: legacy_general.ogrs3_band,
        Predictor.OGP: legacy_general.ogp_band,
        Predictor.OVP: legacy_general.ovp_band,
    }
    if predictor in MODELS:
        return (lambda value: band(predictor, value)), HUNDREDTHS, "%"
    if predictor in whole:
        return whole[Predictor(predictor)], WHOLES, "%"
    if predictor in (Predictor.DCSRP, Predictor.OSPDC):
        return sexual.dc_band, tuple(range(65)), " points"
    if predictor in (Predictor.CSRP, Predictor.RSR):
        return (combined.band if predictor == Predictor.CSRP else legacy_serious.rsr_band), HUNDREDTHS, "%"
    return (lambda _value: ""), (), ""


def weights_of(generation: str, predictor: str) -> Iterable[WeightRow]:
    """The numbers of a logistic formula as its tables have them."""
    if generation == Generation.CURRENT and predictor in MODELS:
        known = [coefficients(predictor, variant) for variant in ("static", "dynamic")]
        for feature in dict.fromkeys((*known[0].values, *known[1].values)):
            yield WeightRow(feature.replace("_", " "), *(str(one.values.get(feature, "")) for one in known))
        for category in known[0].categories:
            label = f"offence: {category.replace('_', ' ').lower()}"
            yield WeightRow(label, *(str(one.categories[category]) for one in known))
    elif predictor in (Predictor.SNSV,):
        both = [snsv(variant) for variant in ("static", "dynamic")]
        for feature in dict.fromkeys((*both[0], *both[1])):
            yield WeightRow(feature.replace("_", " "), *(str(one.get(feature, "")) for one in both))


def kind_of_sum(predictor: str) -> str:
    """How the formula works, in a sentence."""
    return SUMS[KINDS.get(Predictor(predictor), "logistic")]


def what_counts(generation: str, predictor: str) -> str:
    """The terms of the formula in words."""
    if generation == Generation.CURRENT and predictor in MODELS:
        return "; ".join(dict.fromkeys(part_words(term.name) for term in terms(predictor, True)))
    if predictor in (Predictor.CSRP, Predictor.RSR):
        return "; ".join(dict.fromkeys(COMPONENTS.values()))
    return "; ".join(row.label for row in input_rows(generation, predictor))


def record_of(generation: str, predictor: str, inputs: Sequence[InputRow], bands: Sequence[tuple[str, str]]) -> Answers:
    """The record under the transparency standard, by its headings."""
    recorded = sum(row.origin == "Recorded facts" for row in inputs)
    shown = "; ".join(f"{label.lower()} {start}" for label, start in bands) or "none: this one has no bands of "
    "its own"
    faults = KNOWN_FAULTS.get(Predictor(predictor), "None known to this service.")
    return (
        ("Name", title_of(predictor)),
        ("What it is for", f"{question_of(predictor)}. {SCORE_NOT_A_DECISION}"),
        ("Who is responsible", "The agency whose worker records the score. The formula is His Majesty's Prison "
        "and Probation Service's."),
        ("Where the formula comes from", _source(generation, predictor)),
        ("How it works", f"{kind_of_sum(predictor)} It does not learn and is the same for everyone until a new "
        "version is adopted."),
        ("What counts", f"{what_counts(generation, predictor)}."),
        ("Inputs", f"{len(inputs)}: {recorded} from recorded facts, {len(inputs) - recorded} answered by a "
        "worker. Listed below."),
        ("Bands", f"{shown[:1].upper()}{shown[1:]}."),
        ("When it is used", "When a worker works it out on a person's Risk tab. Nothing works it out by itself."),
        ("Part in decisions", "Advice beside a worker's own judgement, which is recorded with its reason where "
        "the two differ. No page, duty, "
         "list or access rule follows from a score; a tier, which says how much work a case needs, is looked up "
         "from some of them."),
        ("How a person can ask for it again", "They ask the agency that recorded it. The worker corrects the "
        "record or the answers, works it "
         "out again, or takes it back; what was said before stays readable."),
        ("Data it was made from", "Convictions and OASys assessments of people in England and Wales, by the "
        "formula's authors. Not held here."),
        ("Data it is fed here", "What agencies recorded of the person and may share for this purpose, each with "
        "its source and day. What is not "
         "shared with the worker is not counted, and the page says so."),
        ("Known faults and limits", f"{faults} It knows only what is on record here. Sanctions that nobody "
        "recorded are not counted."),
        ("Risks and what is done", "A score read as a fact about one person: told as a count of 1,000 people. "
        "Old answers: shown with their day. "
         "Missing facts: said, never guessed. Unequal accuracy between groups: measured by sex, age and "
         "ethnicity, under Insight: How well risk scores fit."),
        ("Impact assessment", "To be made by each agency before use; this service holds none."),
    )  # fmt: skip


def care_of(generation: str, predictor: str, inputs: Sequence[InputRow], bands: Sequence[tuple[str, str]]) -> Answers:
    """The ALGO-CARE sheet, letter by letter."""
    number = len(tuple(weights_of(generation, predictor)))
    numbers = f"All {number} numbers of the formula stand below. " if number else ""
    return (
        ("Advisory", f"{SCORE_NOT_A_DECISION} The worker sees the result before anything is recorded, and may "
        "judge otherwise."),
        ("Lawful", "Each agency must name its ground: assessing and managing people under its supervision. "
        "Facts come only from agreements that "
         "cover them. Especially sensitive results stand on their own page alone."),
        ("Granularity", f"{len(inputs)} inputs, {len(bands) or 'no'} bands, percentages to two places. It is "
        "about groups of people with the "
         "same answers, not about one person. Postcode, name and ethnicity are not inputs."),
        ("Ownership", f"{_source(generation, predictor)} The agency can read, check and stop using it; nothing "
        "of it is secret."),
        ("Challengeable", "Every input is shown with who said it and when; what each answer does and what would "
        "change the score stand beside "
         "it. A wrong fact is corrected at its source and the score worked out again."),
        ("Accuracy", "Checked here against published examples of the source. How well it fits people here is "
        "measured on loaded data: "
         "calibration, discrimination and their intervals by sex, age and ethnicity."),
        ("Responsible", "Sex and age count in most formulas; what follows from that for a group is measured, "
        "not assumed away."),
        ("Explainable", f"{kind_of_sum(predictor)} {numbers}The page of each score says in words what every "
        "term did."),
    )  # fmt: skip


def _source(generation: str, predictor: str) -> str:
    paper = LITERATURE.get(Predictor(predictor)) if generation == Generation.LEGACY else None
    return f"{RULE_SOURCE[Generation(generation)]}{f'; {paper}' if paper else ''}."


def offence_categories() -> dict[str, int]:
    """How many Home Office codes each actuarial category has."""
    counted: dict[str, int] = {}
    for one in offences().values():
        counted[one.category] = counted.get(one.category, 0) + 1
    return dict(sorted(counted.items()))
