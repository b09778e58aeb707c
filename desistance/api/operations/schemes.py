"""Declared schemes: stages, cases, criteria, moves by the scheme's table; and the women's pathway over the same records."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import Sentence, Word
from desistance.schemes.actions.declared import (
    answer_again,
    move_scheme_case,
    open_scheme_case,
    rate_scheme_case,
    settle_scheme_consequence,
    undo_scheme_move,
)
from desistance.schemes.queries.declared import (
    DeclaredCase,
    cases_by_stage,
    declared_case,
    declared_consequence,
    open_declared_case,
    scheme_for,
    schemes_for,
)
from desistance.schemes.queries.pathway import womens_pathway
from desistance.schemes.terms.checks import NOT_KNOWN
from desistance.schemes.terms.declared import OPEN, Declared

router = RoomRouter(tags=["schemes"])
ONE = "/people/{reference}/schemes/cases/{int:number}"
Answers = Annotated[dict[Word, Word], Field(max_length=20)]


class StageTold(Schema):
    """A stage of a scheme; a final one has no moves."""

    name: str
    words: str
    is_final: bool


class MoveTold(Schema):
    """A move: its permission, what must be answered in words, and whether that is the answer of the person."""

    come_from: str
    to: str
    words: str
    permission: str
    asks: str
    is_theirs: bool


class QuestionTold(Schema):
    """A question of the scheme and the answers that it takes; what is not answered is not known."""

    name: str
    words: str
    answers: dict[str, str]


class SchemeTold(Schema):
    """A scheme as it is declared."""

    name: str
    words: str
    data_class: str
    source: str
    stages: list[StageTold]
    moves: list[MoveTold]
    questions: list[QuestionTold]


class SchemeList(Schema):
    """The schemes that the caller's role may see."""

    schemes: list[SchemeTold]


class SchemeCaseRow(Schema):
    """One case at a stage."""

    reference: str
    name: str
    case: int
    since: datetime
    lead: str
    agency: str
    colour: str


class SchemeStages(Schema):
    """A page of one stage, longest there first, and how many stand at each. ``after`` goes on with the next page."""

    stage: str
    counts: dict[str, int]
    rows: list[SchemeCaseRow]
    after: int


class SchemeCriterion(Schema):
    """A criterion: met, not met or cannot tell, with its evidence."""

    criterion: str
    words: str
    answer: str
    evidence: str
    source: str


class SchemeStepTold(Schema):
    """A decision or step; ``reason`` is in the person's words where it is theirs."""

    words: str
    who: str
    reason: str
    is_theirs: bool
    at: datetime


class SchemeAfter(Schema):
    """What a move led to."""

    id: int
    version: int
    kind: str
    words: str
    state: str
    due_at: datetime


class SchemeCaseTold(Schema):
    """A case as it stands, its criteria as they were weighed, and the moves that the caller may make now.

    ``colour``: how it goes, empty where it was never rated; ``proposed`` and ``because``: what the rule says, where it is rated.
    """

    id: int
    version: int
    scheme: str
    state: str
    lead: str
    agency: str
    result: str
    criteria: list[SchemeCriterion]
    answers: dict[str, str]
    moves: list[str]
    colour: str
    proposed: str
    because: list[str]
    after: list[SchemeAfter]
    steps: list[SchemeStepTold]


class WomanOnPathway(Schema):
    """One woman: where she is, her case (0: nobody opened one), what to mind, and when each milestone was reached.

    ``closely``: abuse and sex work, empty where they are not told to the caller.
    """

    reference: str
    name: str
    place: str
    case: int
    state: str
    keyworker: str
    agency: str
    came: str
    comes_next: datetime | None
    answers: dict[str, str]
    safe: list[str]
    closely: list[str]
    milestones: dict[str, date | None]


class WomensPathway(Schema):
    """How many women of all centres are at each stage, or that the number is hidden; and a page of those of the caller."""

    counts: dict[str, str]
    protection: str
    rows: list[WomanOnPathway]
    after: int


class CaseOpening(Schema):
    """Answers to the scheme's questions by name; the reason is needed where the criteria do not say eligible."""

    answers: Answers = {}
    reason: Sentence = ""


class CaseMove(Schema):
    """The stage to move to, and the answer in words that the move asks for."""

    to: Word
    reason: Sentence = ""


class CaseRating(Schema):
    """How a case goes; a reason is needed where the colour changes or is not the one that the rule proposes."""

    colour: Word
    words: Sentence = ""


class CaseAnswers(Schema):
    """Answers to the scheme's questions by name."""

    answers: Answers


class SchemeFollowed(Schema):
    """How something that a move led to was done."""

    state: Literal["done", "not_needed"]
    words: Sentence


@router.asks("/womens-pathway", WomensPathway, permission="whole_system.count")
def read_womens_pathway(request: Asked, stage: str = "", after: int = 0) -> Any:
    """Count women at each stage of the system, small numbers hidden; and list those whom the caller works with."""
    found = womens_pathway(by=request.by, at=request.at, place=stage, after=after)
    return {
        "counts": dict(found.counts),
        "protection": found.protection,
        "rows": [
            {
                **{name: getattr(one, name) for name in ("reference", "place", "case", "keyworker", "agency", "came")},
                **{name: getattr(one, name) for name in ("comes_next", "safe", "closely")},
                "name": one.person.listed,
                "state": one.state.name if one.state else "",
                "answers": dict(one.answers),
                "milestones": {step.words: step.on for step in one.milestones},
            }
            for one in found.rows
        ],
        "after": found.after,
    }


@router.asks("/schemes", SchemeList, permission="scheme.view")
def list_schemes(request: Asked) -> Any:
    """List the declared schemes that the caller may see: stages, moves and questions."""
    return {"schemes": [_scheme(one) for one in schemes_for(request.by)]}


def _scheme(scheme: Declared) -> dict[str, Any]:
    moves = [
        {
            "words": one.verb,
            "permission": scheme.permission(one.permission),
            **{name: getattr(one, name) for name in ("come_from", "to", "asks", "is_theirs")},
        }
        for one in scheme.moves
    ]
    return {
        **{name: getattr(scheme, name) for name in ("name", "words", "data_class", "source")},
        "stages": [{"name": one.name, "words": one.wording, "is_final": one.is_final} for one in scheme.stages],
        "moves": moves,
        "questions": [{"name": one.name, "words": one.words, "answers": dict(one.answers)} for one in scheme.questions],
    }


@router.asks("/schemes/{scheme}/cases", SchemeStages, permission="scheme.view")
def list_scheme_cases(request: Asked, scheme: str, stage: str = "", after: int = 0) -> Any:
    """List the cases at a stage of people whom the caller works with, and count every stage."""
    found = cases_by_stage(scheme=scheme_for(scheme, request.by), by=request.by, stage=stage, after=after)
    rows = [
        {
            "name": row.person.listed,
            **{name: getattr(row, name) for name in ("reference", "case", "since", "lead", "agency", "colour")},
        }
        for row in found.rows
    ]
    return {"stage": found.stage, "counts": dict(found.counts), "rows": rows, "after": found.after}


@router.does("/people/{reference}/schemes/{scheme}/cases", permission="scheme.work", makes=True)
def open_case_in_scheme(request: Asked, reference: str, scheme: str, said: CaseOpening) -> Done:
    """Open a case on the scheme's criteria as they are answered now."""
    person, by = opened(request, reference)
    declared = scheme_for(scheme, by, OPEN)
    return done("scheme case", open_scheme_case(scheme=declared, person=person, by=by, at=request.at, **said.dict()))


@router.asks(ONE, SchemeCaseTold, permission="scheme.view")
def scheme_case(request: Asked, reference: str, number: int) -> Any:
    """Read a case of a declared scheme."""
    _, by = opened(request, reference)
    return _case(open_declared_case(case=number, by=by, at=request.at))


def _case(found: DeclaredCase) -> dict[str, Any]:
    case, said = found.case, found.check.facts.get("answers", {}) if found.check else {}
    return {
        "id": case.pk,
        "version": case.version,
        "scheme": case.scheme,
        "state": case.state,
        "lead": found.lead,
        "agency": case.agency.short_name,
        "result": found.weighing.result.value if found.weighing else "",
        "criteria": [
            {
                "words": one.wording,
                "answer": one.answer.value,
                **{name: getattr(one, name) for name in ("criterion", "evidence", "source")},
            }
            for one in (found.weighing.findings if found.weighing else ())
        ],
        "answers": {one.name: said.get(one.name, NOT_KNOWN) for one in found.scheme.questions},
        "moves": [one.to for one in found.moves],
        "colour": case.colour,
        "proposed": found.proposal.colour if found.proposal else "",
        "because": list(found.proposal.reasons) if found.proposal else [],
        "after": [
            {
                "words": one.row.what,
                **{name: getattr(one.row, name) for name in ("id", "version", "kind", "state", "due_at")},
            }
            for one in found.after
        ],
        "steps": [
            {
                "who": one.who,
                "is_theirs": bool(one.step.told.get("is_theirs")),
                **{name: getattr(one.step, name) for name in ("words", "reason", "at")},
            }
            for one in found.steps
        ],
    }


@router.does(f"{ONE}/moves", permission="scheme.work", versioned=True)
def move_case_in_scheme(request: Asked, reference: str, number: int, said: CaseMove) -> Done:
    """Move a case as its scheme declares, and keep what follows from it."""
    _, by = opened(request, reference)
    told: dict[str, Any] = {"version": request.version, "by": by, "at": request.at, **said.dict()}
    return done("scheme case", move_scheme_case(case=declared_case(case=number, by=by), **told))


@router.does(f"{ONE}/rating", permission="scheme.work", versioned=True)
def rate_case_in_scheme(request: Asked, reference: str, number: int, said: CaseRating) -> Done:
    """Confirm how a case goes, at a stage at which its scheme rates cases; what the rule proposes is kept beside it."""
    _, by = opened(request, reference)
    told: dict[str, Any] = {"version": request.version, "by": by, "at": request.at, **said.dict()}
    return done("rating", rate_scheme_case(case=declared_case(case=number, by=by), **told))


@router.does(f"{ONE}/undo", permission="scheme.work", versioned=True)
def undo_move_in_scheme(request: Asked, reference: str, number: int) -> Done:
    """Take the last move back, within 10 minutes and by whoever made it."""
    _, by = opened(request, reference)
    case = declared_case(case=number, by=by)
    return done("scheme case", undo_scheme_move(case=case, version=request.version, by=by, at=request.at))


@router.does(f"{ONE}/answers", permission="scheme.work", versioned=True)
def answer_scheme_questions(request: Asked, reference: str, number: int, said: CaseAnswers) -> Done:
    """Answer the scheme's questions again; the criteria are weighed anew and the check before is kept."""
    _, by = opened(request, reference)
    told: dict[str, Any] = {"answers": said.answers, "version": request.version, "by": by, "at": request.at}
    return done("scheme case", answer_again(case=declared_case(case=number, by=by), **told))


@router.does("/people/{reference}/schemes/consequences/{int:number}", permission="scheme.work", versioned=True)
def settle_scheme_follow_up(request: Asked, reference: str, number: int, said: SchemeFollowed) -> Done:
    """Say how something that a move led to was done, or why it is not needed."""
    _, by = opened(request, reference)
    row = declared_consequence(consequence=number, by=by)
    told: dict[str, Any] = {"version": request.version, "by": by, "at": request.at, **said.dict()}
    return done("consequence", settle_scheme_consequence(consequence=row, **told))
