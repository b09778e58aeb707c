"""A case of Checkpoint from the decision to its end, and who is at which stage."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from desistance.access.queries.staffing import agency_of, member_of_staff, team_of
from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import Day, Id, Line, Moment, Sentence, Version, Word
from desistance.assessment.terms.needs import Need, Pathway
from desistance.foundation.decisions import Refused
from desistance.restorative.terms import Wish
from desistance.schemes.actions.contracts import draft_contract, sign_contract
from desistance.schemes.actions.deciding import (
    accept_offer,
    ask_supervisor,
    decide_on_check,
    decline_offer,
    withdraw_case,
)
from desistance.schemes.actions.ending import ask_for_decision, decide_case, settle_consequence, undo_step
from desistance.schemes.actions.progress import rate_case, record_progress, settle_condition, take_progress_back
from desistance.schemes.queries.arrests import new_arrests
from desistance.schemes.queries.cases import (
    CaseOpened,
    case_of_arrest,
    check_to_decide,
    open_case,
    own_case,
    own_consequence,
)
from desistance.schemes.queries.contracts import own_condition, own_progress
from desistance.schemes.queries.needs import CaseNeeds, case_needs
from desistance.schemes.queries.pipeline import checkpoint_pipeline
from desistance.schemes.rules.checkpoint.contract import ConditionFacts, ContractFacts
from desistance.schemes.rules.checkpoint.needs import ANSWERED_BY, NeedTold
from desistance.schemes.terms.contracts import (
    CHECKED,
    ConditionKind,
    ConditionUnit,
    ContractPathway,
    Decision,
    HowAgreed,
    VictimWord,
)

router = RoomRouter(tags=["checkpoint"])
ONE = "/people/{reference}/checkpoint/cases/{int:number}"


class StageRow(Schema):
    """One person at a stage: a case, or an arrest that has none yet."""

    reference: str
    name: str
    state: str
    case: int | None
    arrest: int | None
    colour: str
    navigator: str
    ends_on: date | None
    has_new_arrest: bool


class Stages(Schema):
    """A stage, how many stand at each, and how many of the last 12 months got how far. ``after`` goes on with the next page."""

    stage: str
    counts: dict[str, int]
    funnel: dict[str, int]
    rows: list[StageRow]
    after: int


class ConditionTold(Schema):
    """A condition of a signed contract, with how much of it is done."""

    id: int
    version: int
    number: int
    kind: ConditionKind
    words: str
    done_when: str
    state: str
    done: int
    target: int | None
    unit: str


class CaseStepTold(Schema):
    """A decision or move: what, by whom under which rank, why and when."""

    words: str
    who: str
    rank: str
    reason: str
    at: datetime


class ConsequenceTold(Schema):
    """One thing that a decision led to."""

    id: int
    version: int
    kind: str
    what: str
    state: str
    due_at: datetime


class DecisionExplained(Schema):
    """A decision that victim contact explains: by when at the latest, and whether they have dealt with it."""

    what: str
    state: str
    latest_by: datetime


class ServiceTold(Schema):
    """An agency that may help."""

    agency: int
    name: str
    telephone: str


class NeedSuggests(Schema):
    """A need, the pathways of a contract that answer it, and agencies to ring, by their kind alone."""

    need: Pathway
    level: Need
    made_on: date
    pathways: list[ContractPathway]
    services: list[ServiceTold]


class CaseTold(Schema):
    """A case as it stands; ``wish`` is all that crosses of a victim's view. The contract's version is what a signature names."""

    id: int
    version: int
    state: str
    wish: Wish
    navigator: str
    starts_on: date | None
    ends_on: date | None
    contract_version: int | None
    colour: str
    proposed: str
    because: list[str]
    new_arrests: list[int]
    needs_asked_on: date | None
    suggested: list[NeedSuggests]
    time_limit: str
    conditions: list[ConditionTold]
    steps: list[CaseStepTold]
    consequences: list[ConsequenceTold]
    explained: list[DecisionExplained]


class OfferSaid(Schema):
    """A decision on a check.

    ``victim`` says whether somebody was harmed, unless victim contact was asked before. ``team`` works with the person from now
    on; it is needed for an offer.
    """

    offers: bool
    rank: Word
    reason: Sentence = ""
    victim: VictimWord | Literal[""] = ""
    team: Id | None = None


class SupervisorAsked(Schema):
    """What a supervisor is asked to decide, and why."""

    rank: Word
    reason: Sentence
    team: Id


class CaseAgreement(Schema):
    """What the person agreed to, item by item; and who may see health information that the force records."""

    understood: list[Word] = Field(max_length=10)
    navigator: Id | None = None
    shares_health_with: list[Id] = Field(default=[], max_length=20)
    how_given: Literal["spoken", "translated"] = "spoken"
    interpreter: Word = ""


class Because(Schema):
    """A reason."""

    reason: Sentence = ""


class ConditionSaid(Schema):
    """One condition of a draft; the one not to reoffend is added by itself."""

    kind: Literal["restorative", "pathway", "work", "tag"]
    words: Line
    done_when: Line
    pathway: ContractPathway | None = None
    target: int | None = Field(None, ge=1, le=200)
    unit: ConditionUnit | None = None


class DraftSaid(Schema):
    """A draft of the contract. ``replaces`` is the version of the draft that was read, none for the first."""

    starts_on: Day
    conditions: list[ConditionSaid] = Field(max_length=6)
    no_pathway_because: Sentence = ""
    replaces: Version | None = None


class SignatureSaid(Schema):
    """How the person put their name to the draft whose version is sent as ``draft``."""

    how: HowAgreed
    draft: Version
    interpreter: Word = ""


class ProgressSaid(Schema):
    """What was done of a condition."""

    happened_at: Moment
    amount: int = Field(0, ge=0, le=100)
    words: Sentence = ""


class ConditionState(Schema):
    """Whether a condition is done, and what shows it."""

    state: Literal["open", "done", "not_done"]
    words: Sentence = ""


class RatingSaid(Schema):
    """How the contract goes, with a reason where it is not what the rule proposes or changes."""

    colour: Literal["red", "amber", "green"]
    words: Sentence = ""


class DecisionSaid(Schema):
    """A decision on a contract, with the evidence. ``arrest`` is the new arrest that it decides on."""

    decision: Decision
    reason: Sentence
    rank: Word = ""
    arrest: Id | None = None


class ConsequenceSaid(Schema):
    """How something that a decision led to was done; nothing about a victim belongs here."""

    state: Literal["done", "not_needed"]
    words: Sentence


@router.asks("/checkpoint/stages/{stage}", Stages, permission="checkpoint.view")
def checkpoint_stage(request: Asked, stage: str, after: int = 0) -> Any:
    """List who is at a stage of Checkpoint, and count every stage, among people whom the caller may open."""
    found = checkpoint_pipeline(by=request.by, at=request.at, stage=stage, after=after)
    funnel = {name: getattr(found.funnel, name) for name in found.funnel.__slots__}
    rows = [
        {
            "reference": row.reference,
            "name": row.person.listed,
            "state": row.state,
            "case": row.case or None,
            "arrest": row.arrest or None,
            "colour": row.colour,
            "navigator": row.navigator,
            "ends_on": row.ends_on,
            "has_new_arrest": row.has_new_arrest,
        }
        for row in found.rows
    ]
    return {"stage": found.stage, "counts": found.counts, "funnel": funnel, "rows": rows, "after": found.after}


@router.asks(ONE, CaseTold, permission="checkpoint.view")
def checkpoint_case(request: Asked, reference: str, number: int) -> Any:
    """Read a case of Checkpoint: contract, progress, what the rule proposes, new arrests, steps, and what follows."""
    _, by = opened(request, reference)
    found = open_case(case=number, by=by, at=request.at)
    needs = case_needs(case=found.case, by=by)
    return {
        **_told(found),
        "needs_asked_on": needs.asked_on,
        "suggested": [_suggests(one, needs) for one in needs.suggested],
    }


def _suggests(one: NeedTold, needs: CaseNeeds) -> dict[str, Any]:
    answers = {"pathways": list(ANSWERED_BY[one.pathway]), "services": list(needs.helping(one))}
    return {"need": one.pathway, "level": one.level, "made_on": one.made_on, **answers}


def _told(found: CaseOpened) -> dict[str, Any]:
    case, contract, proposal = found.case, found.contract, found.proposal
    return {
        "id": case.pk,
        "version": case.version,
        "state": case.state,
        "wish": found.view.wish if found.view else Wish.NOT_KNOWN,
        "navigator": found.navigator,
        "starts_on": contract.starts_on if contract else None,
        "ends_on": contract.ends_on if contract else None,
        "contract_version": contract.contract.version if contract else None,
        "colour": case.colour,
        "proposed": proposal.colour if proposal else "",
        "because": list(proposal.reasons) if proposal else [],
        "new_arrests": [one.pk for one in found.arrests],
        "time_limit": found.limit.words if found.limit else "",
        "conditions": [_condition(one) for one in contract.conditions] if contract else [],
        "steps": [
            {"words": one.step.words, "who": one.who, "rank": one.rank, "reason": one.step.reason, "at": one.step.at}
            for one in found.steps
        ],
        "consequences": [
            {name: getattr(one.row, name) for name in ("id", "version", "kind", "what", "state", "due_at")}
            for one in found.consequences
        ],
        "explained": [{"what": one.words, "state": one.state.name, "latest_by": one.due_at} for one in found.explained],
    }


def _condition(shown: Any) -> dict[str, Any]:
    names = ("id", "version", "number", "kind", "words", "done_when", "state", "target", "unit")
    return {**{name: getattr(shown.condition, name) for name in names}, "done": shown.done}


@router.does("/people/{reference}/arrests/{int:number}/checkpoint/decision", permission="checkpoint.decide", makes=True)
def decide_on_checkpoint_check(request: Asked, reference: str, number: int, said: OfferSaid) -> Done:
    """Offer Checkpoint or do not, on the check that counts, under the caller's name and rank."""
    _, by = opened(request, reference)
    check = check_to_decide(arrest=number, by=by)
    case = case_of_arrest(arrest=number, by=by)
    made = decide_on_check(
        check=check,
        offers=said.offers,
        rank=said.rank,
        reason=said.reason,
        victim=said.victim,
        team=team_of(team=said.team, agency=by.agency) if said.team else None,
        case=case if case and case.state == CHECKED else None,
        by=by,
        at=request.at,
    )
    return done("checkpoint case", made)


@router.does(
    "/people/{reference}/arrests/{int:number}/checkpoint/supervisor", permission="checkpoint.decide", makes=True
)
def ask_checkpoint_supervisor(request: Asked, reference: str, number: int, said: SupervisorAsked) -> Done:
    """Ask a supervisor to decide on the check that counts."""
    _, by = opened(request, reference)
    check, team = check_to_decide(arrest=number, by=by), team_of(team=said.team, agency=by.agency)
    made = ask_supervisor(check=check, rank=said.rank, reason=said.reason, team=team, by=by, at=request.at)
    return done("checkpoint case", made)


@router.does(f"{ONE}/agreement", permission="checkpoint.offer", versioned=True)
def agree_to_checkpoint(request: Asked, reference: str, number: int, said: CaseAgreement) -> Done:
    """Record that the person agrees, item by item; the clock of the first contact starts."""
    _, by = opened(request, reference)
    agencies = [found for pk in said.shares_health_with if (found := agency_of(agency=pk))]
    case = accept_offer(
        case=own_case(case=number, by=by),
        understood=said.understood,
        navigator=member_of_staff(staff=said.navigator) if said.navigator else None,
        shares_with=agencies,
        how_given=said.how_given,
        interpreter=said.interpreter,
        version=request.version,
        by=by,
        at=request.at,
    )
    return done("checkpoint case", case)


@router.does(f"{ONE}/decline", permission="checkpoint.offer", versioned=True)
def decline_checkpoint(request: Asked, reference: str, number: int, said: Because) -> Done:
    """Record that the person does not agree."""
    _, by = opened(request, reference)
    case = own_case(case=number, by=by)
    declined = decline_offer(case=case, reason=said.reason, version=request.version, by=by, at=request.at)
    return done("checkpoint case", declined)


@router.does(f"{ONE}/withdraw", permission="checkpoint.offer", versioned=True)
def withdraw_checkpoint(request: Asked, reference: str, number: int, said: Because) -> Done:
    """Take an offer back, or end a case before its contract."""
    _, by = opened(request, reference)
    case = own_case(case=number, by=by)
    ended = withdraw_case(case=case, reason=said.reason, version=request.version, by=by, at=request.at)
    return done("checkpoint case", ended)


@router.does(f"{ONE}/contract", permission="checkpoint.navigate", makes=True)
def draft_checkpoint_contract(request: Asked, reference: str, number: int, said: DraftSaid) -> Done:
    """Keep a draft of the contract, up to five conditions, each with what shows that it is done."""
    _, by = opened(request, reference)
    conditions = tuple(
        ConditionFacts(one.kind, one.words, one.done_when, one.pathway or "", one.target, one.unit or "")
        for one in said.conditions
    )
    facts = ContractFacts(said.starts_on, conditions, said.no_pathway_because)
    case = own_case(case=number, by=by)
    draft = draft_contract(case=case, facts=facts, version=said.replaces, by=by, at=request.at)
    return done("checkpoint contract", draft)


@router.does(f"{ONE}/signature", permission="checkpoint.navigate", makes=True)
def sign_checkpoint_contract(request: Asked, reference: str, number: int, said: SignatureSaid) -> Done:
    """Record how the person put their name to a draft: the contract runs."""
    _, by = opened(request, reference)
    case = own_case(case=number, by=by)
    told: dict[str, Any] = {"how": said.how, "interpreter": said.interpreter, "version": said.draft}
    return done("checkpoint contract", sign_contract(case=case, by=by, at=request.at, **told))


@router.does(
    "/people/{reference}/checkpoint/conditions/{int:number}/progress", permission="checkpoint.navigate", makes=True
)
def say_checkpoint_progress(request: Asked, reference: str, number: int, said: ProgressSaid) -> Done:
    """Record what was done of a condition."""
    _, by = opened(request, reference)
    condition = own_condition(condition=number, by=by)
    return done("progress", record_progress(condition=condition, **said.dict(), by=by, at=request.at))


@router.does("/people/{reference}/checkpoint/progress/{int:number}/withdraw", permission="checkpoint.navigate")
def take_back_checkpoint_progress(request: Asked, reference: str, number: int) -> Done:
    """Take back what was recorded of a condition by mistake."""
    _, by = opened(request, reference)
    taken = take_progress_back(progress=own_progress(progress=number, by=by), by=by, at=request.at)
    return done("progress", taken)


@router.does(
    "/people/{reference}/checkpoint/conditions/{int:number}/state", permission="checkpoint.navigate", versioned=True
)
def settle_checkpoint_condition(request: Asked, reference: str, number: int, said: ConditionState) -> Done:
    """Say whether a condition is done, with what shows it; or open it again."""
    _, by = opened(request, reference)
    condition = own_condition(condition=number, by=by)
    told: dict[str, Any] = {"state": said.state, "words": said.words, "version": request.version}
    return done("condition", settle_condition(condition=condition, by=by, at=request.at, **told))


@router.does(f"{ONE}/rating", permission="checkpoint.navigate", versioned=True)
def rate_checkpoint_case(request: Asked, reference: str, number: int, said: RatingSaid) -> Done:
    """Confirm how the contract goes: what the rule proposes is kept beside it."""
    _, by = opened(request, reference)
    told: dict[str, Any] = {"colour": said.colour, "words": said.words, "version": request.version}
    return done("rating", rate_case(case=own_case(case=number, by=by), by=by, at=request.at, **told))


@router.does(f"{ONE}/request-decision", permission="checkpoint.navigate", versioned=True)
def request_checkpoint_decision(request: Asked, reference: str, number: int, said: DecisionSaid) -> Done:
    """Ask a supervisor to decide on the contract."""
    _, by = opened(request, reference)
    told: dict[str, Any] = {"decision": said.decision, "reason": said.reason, "version": request.version}
    asked = ask_for_decision(case=own_case(case=number, by=by), by=by, at=request.at, **told)
    return done("checkpoint case", asked)


@router.does(f"{ONE}/decision", permission="checkpoint.supervise", versioned=True)
def decide_checkpoint_case(request: Asked, reference: str, number: int, said: DecisionSaid) -> Done:
    """Decide on the contract under the caller's name and rank; an ending opens what follows, each with its clock."""
    _, by = opened(request, reference)
    case = own_case(case=number, by=by)
    arrest = next((one for one in new_arrests(case=case, by=by) if one.pk == said.arrest), None)
    if said.arrest and arrest is None:
        raise Refused("This arrest was decided on already, or is not one of this contract.", field="arrest")
    told: dict[str, Any] = {"decision": said.decision, "rank": said.rank, "reason": said.reason}
    decided = decide_case(case=case, arrest=arrest, version=request.version, by=by, at=request.at, **told)
    return done("checkpoint case", decided)


@router.does("/people/{reference}/checkpoint/consequences/{int:number}", permission="checkpoint.after", versioned=True)
def settle_checkpoint_consequence(request: Asked, reference: str, number: int, said: ConsequenceSaid) -> Done:
    """Say how something that a decision led to was done, or why it is not needed."""
    _, by = opened(request, reference)
    row = own_consequence(consequence=number, by=by)
    settled = settle_consequence(consequence=row, **said.dict(), version=request.version, by=by, at=request.at)
    return done("consequence", settled)


@router.does(f"{ONE}/undo", permission="checkpoint.offer", versioned=True)
def undo_checkpoint_decision(request: Asked, reference: str, number: int) -> Done:
    """Take the last decision on a case back, within 10 minutes and by whoever made it."""
    _, by = opened(request, reference)
    case = undo_step(case=own_case(case=number, by=by), version=request.version, by=by, at=request.at)
    return done("checkpoint case", case)
