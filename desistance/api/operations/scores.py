"""Scores of reoffending predictors: on record with every input, worked out from the record, recorded from outside, taken back."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import NO_NUL, Day, Line, Sentence
from desistance.assessment.actions.scores import record_outside_score, record_score, withdraw_score
from desistance.assessment.queries.scores import ScoreShown, Sheet, score_seen, score_sheet, scores_of
from desistance.assessment.queries.tiers import tier_of
from desistance.assessment.rules.score_facts import Given
from desistance.assessment.rules.score_words import meaning
from desistance.assessment.rules.scores import OutsideFacts, Worked, refuse_unknown
from desistance.assessment.terms.scores import (
    LONGEST_SYSTEM,
    LONGEST_VERSION,
    Band,
    Generation,
    Judgement,
    Predictor,
    Variant,
)
from desistance.foundation.calendar import local_date
from desistance.foundation.rows import Source

router = RoomRouter(tags=["scores"])
System = Annotated[str, StringConstraints(max_length=LONGEST_SYSTEM, pattern=NO_NUL)]
Name = Annotated[str, StringConstraints(max_length=80, pattern=NO_NUL)]
Answer = bool | Annotated[int, Field(ge=0, le=999)] | Line | Annotated[list[Line], Field(max_length=20)] | None
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]


class InputTold(Schema):
    """One input: its value as the predictors take it, in words, who says so and since when, and whether somebody answered it."""

    name: str
    value: Any
    words: str
    source: str
    on: date | None
    kind: str


class TierStepTold(Schema):
    """One thing that the tier was looked up by, and the tier that it alone gives; empty when it gives none."""

    words: str
    tier: str


class TierInputTold(Schema):
    """One fact on record that a tier was worked out from, who says so, of which day, and in which versions it counts."""

    label: str
    words: str
    source: str
    on: date | None
    counts_in: str


class TierTold(Schema):
    """The tier of a case. ``tier`` is empty where it cannot be worked out or no order runs.

    ``version2`` is a range where needs that are not known could raise it; ``missing2`` is what the older version lacks.
    """

    tier: str
    is_provisional: bool
    words: str
    steps: list[TierStepTold]
    missing: list[str]
    version2: str
    version2_words: str
    missing2: list[str]
    rule_source: str
    inputs: list[TierInputTold]


class PartTold(Schema):
    """What one term of the formula does."""

    label: str
    effect: str
    weight: float


class ChangeTold(Schema):
    """What the score would be if one thing were different."""

    words: str
    percent: Decimal


class ScoreTold(Schema):
    """One score. ``system`` names the other system that worked it out; empty for one worked out here from ``inputs``."""

    id: int
    agency: str
    author: str
    source: str
    predictor: Predictor
    title: str
    generation: Generation
    variant: Variant
    model_version: str
    system: str
    scored_on: date
    percent: Decimal | None
    one_year: Decimal | None
    band: Band
    outcome: str
    meaning: str
    inputs: list[InputTold]
    parts: list[PartTold]
    changes: list[ChangeTold]
    problems: list[str]
    rule_source: str
    judgement: Judgement
    judgement_reason: str


class ScoresTold(Schema):
    """Every score that the caller may see, newest first; none is not a low risk."""

    scores: list[ScoreTold]
    not_shared: dict[str, int] = Field(description="Agency -> how many of its scores the caller may only know of.")
    sees_all: bool = Field(description="Whether nothing of this kind can be closed to the caller unsaid.")


class SheetTold(Schema):
    """A score as it would be from the record alone: nothing is recorded. ``asked``: names of what a worker may answer."""

    is_scored: bool
    variant: Variant
    percent: Decimal | None
    one_year: Decimal | None
    band: Band
    outcome: str
    inputs: list[InputTold]
    asked: dict[str, str] = Field(description="The name of an input -> what it is called.")
    missing: list[str]
    problems: list[str]
    parts: list[PartTold]
    changes: list[ChangeTold]


class Judged(Schema):
    """What the worker judges beside the score; where it differs, why."""

    judgement: Judgement = Judgement.NONE
    judgement_reason: Sentence = ""


class NewScore(Judged):
    """A score to work out and keep. ``answers``: the name of an input -> the worker's answer, as the predictors take it."""

    predictor: Predictor
    generation: Generation = Generation.CURRENT
    scored_on: Day | None = None
    answers: dict[Name, Answer] = Field(default={}, max_length=80)


class OutsideScore(Judged):
    """A score that another system worked out."""

    predictor: Predictor
    generation: Generation
    system: System
    scored_on: Day
    percent: Percent | None = None
    one_year: Percent | None = None
    band: Band = Band.NONE
    variant: Variant = Variant.NOT_KNOWN
    model_version: Annotated[str, StringConstraints(max_length=LONGEST_VERSION, pattern=NO_NUL)] = ""
    outcome: Sentence = ""
    source_reference: Line = ""


class WhyBack(Schema):
    """Why a score is taken back."""

    reason: Sentence


STORED = (
    "source",
    "predictor",
    "generation",
    "variant",
    "model_version",
    "system",
    "scored_on",
    "percent",
    "one_year",
    "band",
    "outcome",
    "inputs",
    "parts",
    "changes",
    "problems",
    "rule_source",
    "judgement",
    "judgement_reason",
)


def _told(shown: ScoreShown) -> dict[str, Any]:
    return {
        **{name: getattr(shown.score, name) for name in STORED},
        "id": shown.id,
        "agency": shown.score.agency.short_name,
        "author": shown.author,
        "title": shown.title,
        "meaning": meaning(shown.score.predictor, shown.score.percent),
    }


def _sheet_told(sheet: Sheet) -> dict[str, Any]:
    worked: Worked = sheet.worked
    names = ("variant", "percent", "one_year", "band", "outcome", "missing", "parts", "changes", "is_scored")
    given: list[Given] = list(sheet.given.values())
    return {
        **{name: getattr(worked, name) for name in names},
        "problems": [*worked.problems, *sheet.gathered.notes],
        "inputs": given,
        "asked": {one.name: one.label for one in sheet.asked},
    }


@router.asks("/people/{reference}/scores", ScoresTold)
def scores(request: Asked, reference: str) -> Any:
    """The scores of a person that the caller may see, newest first, each with what it was fed."""
    person, by = opened(request, reference)
    shown = scores_of(person.pk, by=by)
    told = [_told(one) for one in shown.scores]
    return {"scores": told, "not_shared": shown.not_shared, "sees_all": shown.sees_all}


@router.asks("/people/{reference}/tier", TierTold)
def tier(request: Asked, reference: str) -> Any:
    """Work out the tier of a person's case, both versions, with each fact on record that was read and what is missing."""
    person, by = opened(request, reference)
    return TierTold.from_orm(tier_of(person.pk, by=by))


@router.asks("/people/{reference}/scores/sheets/{generation}/{predictor}", SheetTold, permission="score.record")
def score_from_record(
    request: Asked, reference: str, generation: Generation, predictor: Predictor, as_of: Day | None = None
) -> Any:
    """What the record answers of a score as of a day, what it lacks, and what it comes to so far. Nothing is recorded."""
    person, by = opened(request, reference)
    refuse_unknown(predictor, generation)
    told = {"predictor": predictor, "generation": generation}
    on = as_of or local_date(request.at)
    return _sheet_told(score_sheet(person.pk, **told, scored_on=on, answers={}, by=by))


@router.does("/people/{reference}/scores", permission="score.record", makes=True)
def say_score(request: Asked, reference: str, said: NewScore) -> Done:
    """Work out a score from the record and the worker's answers, and keep it with every input."""
    person, by = opened(request, reference)
    told = said.dict() | {"scored_on": said.scored_on or local_date(request.at)}
    return done("score", record_score(person=person, **told, by=by, at=request.at, source=Source.API))


@router.does("/people/{reference}/scores/outside", permission="score.record", makes=True)
def say_outside_score(request: Asked, reference: str, said: OutsideScore) -> Done:
    """Record a score that another system worked out; it says so."""
    person, by = opened(request, reference)
    told = said.dict(exclude={"judgement", "judgement_reason", "source_reference"})
    kept = record_outside_score(
        person=person,
        facts=OutsideFacts(**told),
        judgement=said.judgement,
        judgement_reason=said.judgement_reason,
        source=Source.API,
        source_reference=said.source_reference,
        by=by,
        at=request.at,
    )
    return done("score", kept)


@router.does("/people/{reference}/scores/{int:number}/withdraw", permission="score.record")
def take_back_score(request: Asked, reference: str, number: int, said: WhyBack) -> Done:
    """Take back a score that the agency recorded by mistake."""
    _, by = opened(request, reference)
    score = score_seen(number, by=by).score
    return done("score", withdraw_score(score=score, reason=said.reason, by=by, at=request.at))
