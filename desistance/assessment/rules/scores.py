"""Working out a score from answers with their sources: the result in words, what each answer adds, and what would change it.

The figures come from :mod:`evidence.predictors` alone; this says them. A score is never a decision.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from desistance.assessment.rules.score_facts import Given
from desistance.assessment.rules.score_inputs import FROM_RECORD, words_of_name
from desistance.assessment.rules.score_words import COMPONENTS, PATHWAYS, PROBLEMS, part_words, percent_words
from desistance.assessment.terms.reviews import ASSESSORS, LONGEST_REASON
from desistance.assessment.terms.scores import LONGEST_SYSTEM, OFFERED, Band, Generation, Judgement, Predictor, Variant
from desistance.foundation.decisions import Decision, all_of, allowed, refused
from evidence.predictors import InputsRefused, score
from evidence.predictors import answers as told
from evidence.predictors import findings as at
from evidence.predictors.dates import add_months

RULE_SOURCE: Final = {
    Generation.CURRENT: "HMPPS ARNS Risk Actuarial API (MIT, Crown copyright), commit 016919c, 4 August 2026, model version 1.0",
    Generation.LEGACY: "HMPPS ARNS Risk Actuarial API (MIT, Crown copyright), commit 5e8ac24, 28 May 2026, legacy predictors",
}
BEST: Final[Mapping[str, Any]] = {
    **dict.fromkeys(told.PROBLEM_LEVELS, "NO_PROBLEMS"),
    "motivationToTackleDrugMisuse": "FULL_MOTIVATION",
    "awarenessOfConsequences": "YES",
    "doesRecogniseImpactOfOffendingOnOthers": True,
    **{name: False for name in told.YES_NO if name.endswith("Usage")},
    "isUnemployed": False,
    "isCurrentlyOfNoFixedAbodeOrTransientAccommodation": False,
    "hasCurrentPsychiatricTreatment": False,
}
"""The answer with which a matter that can change adds nothing. What has happened cannot change and is not here."""

POINTS: Final = frozenset({Predictor.DCSRP, Predictor.OSPDC})
NO_PERCENTAGE: Final = frozenset({Predictor.PNI, Predictor.LDS, Predictor.MST, Predictor.OPD})
TWO_YEARS: Final = frozenset({Predictor.OGRS3, Predictor.OGP, Predictor.OVP})


@dataclass(frozen=True, slots=True)
class Part:
    """What one term of the formula adds: in words, and as its weight."""

    label: str
    effect: str
    weight: float


@dataclass(frozen=True, slots=True)
class Change:
    """What the score would be if one thing were different."""

    words: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Worked:
    """A score that was worked out, or why it could not be. ``outcome`` is what a screen found, in words."""

    predictor: str
    generation: str
    variant: str
    percent: Decimal | None
    one_year: Decimal | None
    band: str
    outcome: str
    problems: tuple[str, ...]
    missing: tuple[str, ...]
    parts: tuple[Part, ...]
    changes: tuple[Change, ...]

    @property
    def is_scored(self) -> bool:
        """Whether there is a result to keep."""
        return self.percent is not None or bool(self.outcome)


def work_out(predictor: str, generation: str, given: Mapping[str, Given]) -> Worked:
    """Work out one score from answers. What cannot be is told in words; a wrong answer raises :class:`Refused` by its field."""
    values = {name: one.value for name, one in given.items()}
    found = ask(predictor, values, generation)
    percent, one_year, band = result_of(predictor, found)
    problems, missing = told_problems(found)
    return Worked(
        predictor,
        generation,
        variant_of(predictor, found),
        percent,
        one_year,
        band,
        outcome_of(predictor, found) if predictor in NO_PERCENTAGE else "",
        problems,
        missing,
        parts_of(predictor, found),
        tuple(changes(predictor, generation, values, percent)) if percent is not None else (),
    )


def refuse_unknown(predictor: str, generation: str) -> None:
    """Raise :class:`Refused` for a predictor that its generation does not have."""
    if (generation, predictor) not in OFFERED:
        refused(f"“{predictor}” is not a predictor of this generation.").demand("predictor")


def ask(predictor: str, values: Mapping[str, Any], generation: str) -> dict[str, Any]:
    """Ask the predictors' library. Raises :class:`Refused` with the input that cannot be read."""
    try:
        return score(predictor, values, generation)
    except InputsRefused as wrong:
        words = f"{words_of_name(wrong.field)}: {str(wrong).removeprefix(f'{wrong.field}: ')}."
        refused(words).demand(wrong.field)
        raise


def result_of(predictor: str, found: Mapping[str, Any]) -> tuple[Decimal | None, Decimal | None, str]:
    """The percentage (of two years where there are two), the percentage of one year, and the band."""
    output = found.get("output") or {}
    name = "twoYearScore" if predictor in TWO_YEARS else "overallScore" if "overallScore" in output else "score"
    band = str(output.get("band") or "").lower()
    return _decimal(output.get(name)), _decimal(output.get("oneYearScore")), band


def _decimal(number: Any) -> Decimal | None:
    return None if number is None else Decimal(str(number)).quantize(Decimal("0.01"))


def variant_of(predictor: str, found: Mapping[str, Any]) -> str:
    """Which inputs it was worked out from. A combined score is as static or dynamic as its violent part."""
    if predictor in NO_PERCENTAGE:
        return Variant.SCREEN
    components = (found.get("output") or {}).get("componentScores") or {}
    violent = components.get("seriousViolentPredictorScore") or components.get("seriousViolencePredictorScore") or found
    return str(violent.get("type") or found.get("type") or "").lower()


def outcome_of(predictor: str, found: Mapping[str, Any]) -> str:
    """What a screen found, in words; empty when it found nothing because answers are missing."""
    if predictor == Predictor.PNI:
        return PATHWAYS[str(found["pniPathway"])]
    if predictor == Predictor.LDS:
        return "" if found["ldsScore"] is None else f"Score {found['ldsScore']} of 2; 2 asks for a fuller assessment"
    if predictor == Predictor.MST:
        if found["isMstApplicable"] is False:
            return "Does not apply: it is for men of 18 to 25"
        if found["maturityScore"] is None:
            return ""
        flag = "low maturity is indicated" if found["maturityFlag"] else "low maturity is not indicated"
        return f"{found['maturityScore']} points: {flag}"
    words = {"SCREEN_IN": "Screened in: consider the pathway", "SCREEN_OUT": "Screened out"}
    return words.get(str(found.get("opdResult")), "")


def told_problems(found: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Everything that the library found missing or not to fit, in sentences; and the names of what is missing."""
    listed = list(found.get("validationErrors") or found.get("validationError") or ())
    for part in (found.get("output") or {}).get("componentScores", {}).values():
        listed += [one for one in part["validationErrors"] if one not in listed]
    sentences, missing = [], []
    for one in listed:
        names = [name for name in one["fields"] if " " not in name]
        if one["type"].startswith("MISSING"):
            missing += names
        if one["type"] == "MISSING_MANDATORY_INPUT":
            sentences += missing_words(names)
        else:
            told_as = PROBLEMS.get(one["type"], "It does not fit: {fields}.")
            sentences.append(told_as.format(fields=labels_of(names)))
    if any(one["type"] == "MISSING_DYNAMIC_INPUT" for one in listed) and variant_of("", found) == Variant.STATIC:
        sentences.append("The score is worked out from the record alone until these are answered.")
    return tuple(dict.fromkeys(sentences)), tuple(dict.fromkeys(missing))


def labels_of(names: Iterable[str]) -> str:
    """Inputs in words, in a list within a sentence."""
    spoken = (words_of_name(name).rstrip("?") for name in names)
    return ", ".join(one if one.startswith(("Home Office", "MAPPA")) else one[:1].lower() + one[1:] for one in spoken)


def missing_words(names: Iterable[str]) -> list[str]:
    """What is missing: told apart by who could say it, the record or the worker."""
    asked = list(names)
    on_record = [name for name in asked if name in FROM_RECORD]
    answered = [name for name in asked if name not in FROM_RECORD]
    found = [f"Not on record: {labels_of(on_record)}."] if on_record else []
    return found + ([f"Not answered: {labels_of(answered)}."] if answered else [])


def parts_of(predictor: str, found: Mapping[str, Any]) -> tuple[Part, ...]:
    """What each term adds, the strongest first; a term that adds nothing is left out."""
    components = (found.get("output") or {}).get("componentScores")
    if components:
        return tuple(component_part(name, part["output"]["score"]) for name, part in components.items())
    weights = found.get("featureValues") or {}
    counted = [(name, float(weight)) for name, weight in weights.items() if weight and name != "totalWeight"]
    ranked = sorted(counted, key=lambda one: (one[0] != "twoYearInterceptWeight", -abs(one[1])))
    return tuple(Part(part_words(name), effect_of(predictor, name, weight), weight) for name, weight in ranked)


def component_part(name: str, percent: float | None) -> Part:
    """One of the scores that a combined score adds up."""
    told = "It cannot be worked out" if percent is None else f"Adds {percent_words(_decimal(percent))}"
    return Part(COMPONENTS[name], told, percent or 0.0)


def effect_of(predictor: str, name: str, weight: float) -> str:
    """What a weight does to the score, in words. The steps are 0.1 and 0.5 of the log odds: about 10% and 65% of the odds."""
    if predictor in POINTS:
        return f"{weight:g} points"
    if name == "imagesAndIndirectContactWeight":
        return f"Gives {percent_words(_decimal(round(weight * 100, 2)))}"
    if name == "twoYearInterceptWeight":
        return "The starting point"
    strength = "a lot" if abs(weight) >= 0.5 else "somewhat" if abs(weight) >= 0.1 else "a little"
    return f"{'Raises' if weight > 0 else 'Lowers'} the score {strength}"


def changes(predictor: str, generation: str, values: Mapping[str, Any], percent: Decimal) -> Iterable[Change]:
    """What the score would be if one answer that can change were better, the largest first; and after a year without offences."""
    found = []
    for name, best in BEST.items():
        if name in values and values[name] != best:
            now = result_of(predictor, ask(predictor, {**values, name: best}, generation))[0]
            if now is not None and now != percent:
                words = f"If “{words_of_name(name)}” were {_said(name, best)}"
                found.append(Change(words, now))
    yield from sorted(found, key=lambda one: (one.percent, one.words))[:5]
    later = add_months(date.fromisoformat(values[at.ASSESSED]), 12)
    now = result_of(predictor, ask(predictor, {**values, at.ASSESSED: later}, generation))[0]
    if now is not None and now != percent:
        yield Change("After 12 more months without an offence, all else the same", now)


def _said(name: str, answer: Any) -> str:
    if isinstance(answer, bool):
        return "answered yes" if answer else "answered no"
    return f"“{str(answer).replace('_', ' ').capitalize()}”"


@dataclass(frozen=True, slots=True)
class OutsideFacts:
    """A score that another system worked out, as somebody tells it."""

    predictor: str
    generation: str
    variant: str
    model_version: str
    system: str
    scored_on: date
    percent: Decimal | None
    one_year: Decimal | None
    band: str
    outcome: str = ""


def may_score(*, predictor: str, generation: str, scored_on: date, on: date, agency_kind: str) -> Decision:
    """Who works out or records a score, of what, and for which day."""
    return _all(
        (agency_kind in ASSESSORS, "Only a probation service or a prison works out a score."),
        ((generation, predictor) in OFFERED, f"“{predictor}” is not a predictor of this generation."),
        (scored_on <= on, "The day of the score must be today or in the past."),
    )


def may_judge(*, judgement: str, reason: str) -> Decision:
    """What is judged beside a score; where it differs from the score, with the reason."""
    return _all(
        (judgement in Judgement.values, f"“{judgement}” is not a judgement that this service knows."),
        (
            judgement not in (Judgement.HIGHER, Judgement.LOWER) or bool(reason.strip()),
            "Enter why you judge it differently.",
        ),
        (len(reason) <= LONGEST_REASON, f"The reason must be {LONGEST_REASON} characters or fewer."),
    )


def troubles_of_outside(facts: OutsideFacts) -> Iterable[tuple[str, Decision]]:
    """Each thing that keeps a score from outside off the record, with the field to mend."""
    screen = facts.predictor in NO_PERCENTAGE
    yield (
        "system",
        _all(
            (bool(facts.system.strip()), "Enter which system worked it out, for example OASys."),
            (len(facts.system) <= LONGEST_SYSTEM, f"The system must be {LONGEST_SYSTEM} characters or fewer."),
        ),
    )
    yield (
        "percent",
        _all(
            (screen or facts.percent is not None, "Enter the percentage, or what was found if it has none."),
            (facts.percent is None or 0 <= facts.percent < 100, "The percentage must be 0 to 99.99."),
            (not screen or facts.percent is None, "This screen has no percentage. Enter what it found."),
        ),
    )
    yield "outcome", _all((not screen or bool(facts.outcome.strip()), "Enter what the screen found."))
    yield "band", _all((facts.band in Band.values, f"“{facts.band}” is not a band that this service knows."))
    yield "variant", _all((facts.variant in Variant.values, f"“{facts.variant}” is not a variant."))
    yield (
        "one_year",
        _all(
            (
                facts.one_year is None or facts.predictor in TWO_YEARS,
                "Only OGRS3, OGP and OVP have a percentage for one year. Leave it empty.",
            ),
            (facts.one_year is None or 0 <= facts.one_year < 100, "The percentage must be 0 to 99.99."),
        ),
    )


def may_withdraw(*, is_ours: bool, is_standing: bool, reason: str) -> Decision:
    """A score is taken back by the agency that recorded it, once, and with a reason."""
    return _all(
        (is_ours, "Only the agency that recorded this score takes it back."),
        (is_standing, "This score has been taken back already."),
        (bool(reason.strip()), "Enter why it is taken back."),
        (len(reason) <= LONGEST_REASON, f"The reason must be {LONGEST_REASON} characters or fewer."),
    )


def _all(*checks: tuple[bool, str]) -> Decision:
    return all_of(*(allowed() if holds else refused(words) for holds, words in checks))
