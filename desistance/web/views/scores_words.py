"""Scores as the page's parts take them: results with their day and origin, inputs with their source, what each adds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from desistance.assessment.queries.scores import ScoreShown, ScoresShown, Sheet
from desistance.assessment.rules.score_facts import Given
from desistance.assessment.rules.score_inputs import inputs_of, words_of_name
from desistance.assessment.rules.score_words import QUESTIONS, meaning, percent_words, question_of, title_of
from desistance.assessment.rules.scores import Worked
from desistance.assessment.rules.tiers import TierTold
from desistance.assessment.terms.reviews import ASSESSORS
from desistance.assessment.terms.scores import OFFERED, Band, Generation, Variant
from desistance.assessment.terms.standards import TIER_SOURCE
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.web.templatetags.desistance import full_date, short_date

EMPTY = {
    "strong": "No score has been recorded in this service.",
    "sentence": "That does not mean a low risk.",
    "small": "Probation and prisons work out scores here, or record those of another system.",
}
PARTIAL = {
    "strong": "No score is shown to your agency here.",
    "sentence": "That does not mean a low risk.",
    "small": "Ask the lead worker what you need to know to work safely.",
}
COLUMNS = [
    {"label": "Question"},
    {"label": "Score"},
    {"label": "Result"},
    {"label": "Day", "is_short": True},
    {"label": "Where it was worked out"},
]
INPUT_COLUMNS = [{"label": "What is counted"}, {"label": "Answer"}, {"label": "Who says so"}, {"label": "Since when"}]
PART_COLUMNS = [{"label": "What counts"}, {"label": "What it does"}, {"label": "Weight", "is_number": True}]
CHANGE_COLUMNS = [{"label": "What would be different"}, {"label": "The score would be", "is_number": True}]
CHOICE_COLUMNS = [{"label": "Question"}, {"label": "Score"}, {"label": "Generation"}]


def may_work_out(by: Pass) -> bool:
    """Whether the reader works out or records scores: by role, and by what their agency does."""
    return by.holds("score.record") and by.agency_kind in ASSESSORS and DataClass.RISK in by.writes


def empty_of(shown: ScoresShown) -> dict[str, str]:
    """What is said where no score is shown: none on record only where nothing is closed to the reader."""
    return EMPTY if shown.sees_all else PARTIAL


def result_words(percent: Any, band: str, outcome: str = "") -> str:
    """`24.20%, Low`, or what a screen found."""
    return ", ".join(part for part in (percent_words(percent) or outcome, Band(band).label if band else "") if part)


def score_rows(scores: Iterable[ScoreShown], here: str) -> list[list[dict[str, Any]]]:
    """Scores as a table, those that answer one question together: both generations, worked out here and outside."""
    order = {name: place for place, (_, _, names) in enumerate(QUESTIONS) for name in names}
    ranked = sorted(scores, key=lambda one: order[one.score.predictor])
    return [_row(one, here) for one in ranked]


def history_rows(scores: Iterable[ScoreShown], here: str) -> list[list[dict[str, Any]]]:
    """Every score, newest first."""
    return [_row(one, here) for one in scores]


def _row(one: ScoreShown, here: str) -> list[dict[str, Any]]:
    url = f"{here}{one.id}/"
    judged = f"Judged beside it: {one.judgement_words}" if one.judgement_words else ""
    result = result_words(one.score.percent, one.score.band, one.score.outcome)
    return [
        {"words": question_of(one.score.predictor)},
        {"words": one.title, "note": f"{one.generation_words}. {one.variant_words}"},
        {"words": result, "url": url, "about": f"for the {one.title}", "note": judged},
        {"words": full_date(one.score.scored_on)},
        {"words": one.origin, "note": said_by(one)},
    ]


def said_by(one: ScoreShown) -> str:
    """Who recorded it: the worker and the agency."""
    return ", ".join(part for part in (one.author, one.score.agency.short_name) if part)


def choice_rows() -> list[list[dict[str, Any]]]:
    """Every score that can be worked out, as links."""
    return [
        [
            {"words": question_of(predictor)},
            {"words": title_of(predictor), "url": f"?predictor={generation}-{predictor}"},
            {"words": Generation(generation).label},
        ]
        for generation, predictor in OFFERED
    ]


def recorded_rows(sheet: Sheet, predictor: str, generation: str) -> list[list[dict[str, Any]]]:
    """What the record answers of what this score asks, and what it does not: gaps stand in their place."""
    asked = {one.name for one in sheet.asked}
    rows, seen = [], set()
    for name in inputs_of(predictor, generation):
        label = words_of_name(name)
        if name in asked or label in seen:
            continue
        seen.add(label)
        one = sheet.gathered.given.get(name)
        rows.append(given_row(one) if one else [{"words": label}, {"missing": "Not on record"}, {}, {}])
    return rows


def given_row(one: Given) -> list[dict[str, Any]]:
    """One answer with where it comes from."""
    day = {"words": full_date(one.on)} if one.on else {}
    return [
        {"words": words_of_name(one.name)},
        {"words": one.words},
        {"words": one.source[:1].upper() + one.source[1:]},
        day,
    ]


def stored_rows(inputs: Iterable[Mapping[str, Any]]) -> list[list[dict[str, Any]]]:
    """The inputs that a score was kept with; one fact that goes by several names stands once."""
    told: dict[str, list[dict[str, Any]]] = {}
    for one in inputs:
        day = date.fromisoformat(one["on"]) if one["on"] else None
        told.setdefault(words_of_name(one["name"]), given_row(Given(**{**one, "on": day})))
    return list(told.values())


def part_rows(parts: Iterable[Mapping[str, Any]]) -> list[list[dict[str, Any]]]:
    """What each term adds."""
    return [[{"words": one["label"]}, {"words": one["effect"]}, {"words": f"{one['weight']:+.2f}"}] for one in parts]


def change_rows(changes: Iterable[Mapping[str, Any]]) -> list[list[dict[str, Any]]]:
    """What would change the score."""
    return [[{"words": one["words"]}, {"words": f"{one['percent']}%"}] for one in changes]


def result_of(worked: Worked) -> dict[str, Any]:
    """What a score comes to, or why it cannot be worked out."""
    return {
        "is_scored": worked.is_scored,
        "words": result_words(worked.percent, worked.band, worked.outcome),
        "meaning": meaning(worked.predictor, worked.percent),
        "variant": Variant(worked.variant).label,
        "problems": worked.problems,
        "parts": part_rows({"label": one.label, "effect": one.effect, "weight": one.weight} for one in worked.parts),
        "changes": change_rows({"words": one.words, "percent": one.percent} for one in worked.changes),
    }


TIER_INPUT_COLUMNS: Sequence[Mapping[str, Any]] = [
    {"label": "Fact"},
    {"label": "On record"},
    {"label": "Who says so"},
    {"label": "Of", "is_short": True},
    {"label": "Counts in", "is_short": True},
]


def tier_shown(told: TierTold) -> dict[str, Any]:
    """The tier with what led to it and what is missing."""
    return {
        "words": told.words,
        "columns": [{"label": "What the tier is looked up by"}, {"label": "It gives"}],
        "rows": [
            [{"words": one.words}, {"words": f"Tier {one.tier}"} if one.tier else {"missing": "No tier of its own"}]
            for one in told.steps
        ],
        "missing": told.missing,
        "version2": told.version2,
        "version2_words": told.version2_words,
        "missing2": told.missing2,
        "input_columns": TIER_INPUT_COLUMNS,
        "inputs": [
            [
                {"words": one.label},
                {"words": one.words},
                {"words": one.source} if one.source else {"missing": "Not known"},
                {"words": short_date(one.on)} if one.on else {"missing": "Not known"},
                {"words": one.counts_in},
            ]
            for one in told.inputs
        ],
        "source": TIER_SOURCE,
        "local": told.rule_source,
    }


def shown_score(one: ScoreShown) -> dict[str, Any]:
    """A score on record for its own page."""
    row = one.score
    told: Sequence[tuple[str, str]] = (
        ("Day of the score", full_date(row.scored_on)),
        ("Where it was worked out", one.origin),
        ("Recorded by", said_by(one)),
        ("Generation", one.generation_words),
        ("Worked out from", one.variant_words),
        ("Version", row.model_version),
        ("Percentage for one year", percent_words(row.one_year)),
        ("Judged beside it", one.judgement_words),
        ("Source of the formula", row.rule_source),
    )
    return {
        "words": result_words(row.percent, row.band, row.outcome),
        "meaning": meaning(row.predictor, row.percent),
        "details": [{"label": label, "value": value} for label, value in told if value],
        "inputs": stored_rows(row.inputs),
        "parts": part_rows(row.parts),
        "changes": change_rows(row.changes),
        "problems": row.problems,
        "is_outside": one.is_outside,
    }
