"""The IOM cohort: its board and register, a nomination, and a case from the panel to the end of each agency's part."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema

from desistance.access.queries.staffing import agency_of, member_of_staff
from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import Day, Id, Line, Sentence, Word
from desistance.foundation.decisions import NotFound
from desistance.schemes.actions.iom.deciding import (
    act_on_panel,
    leave_case,
    propose_deselection,
    settle_iom_consequence,
)
from desistance.schemes.actions.iom.managing import (
    ActionSaid,
    EarlierSpell,
    answer_ask,
    ask_about_case,
    change_spell,
    look_at_arrest,
    name_manager,
    rate_iom_case,
    record_earlier_spell,
)
from desistance.schemes.actions.iom.nominating import NominationSaid, nominate, take_nomination_back
from desistance.schemes.queries.iom.board import iom_board
from desistance.schemes.queries.iom.cases import (
    IomOpened,
    asked_of,
    iom_cases_of,
    new_arrest_of,
    open_iom_case,
    seen_iom_case,
    seen_iom_consequence,
)
from desistance.schemes.queries.iom.cohort import cohort_register
from desistance.schemes.rules.iom.cohort import REGRESSION
from desistance.schemes.rules.iom.costs import PRICES, SOURCE
from desistance.schemes.rules.iom.panel import Proposing
from desistance.schemes.terms.iom import DEFERRED, EndReason, Intensity, Part

router = RoomRouter(tags=["iom"])
OnePart = Literal["", "fixed", "flex", "free"]
OneTerm = Literal["", "fixed", "flex", "free", "ppo_catch", "ppo_resettle", "dyo"]
OneColour = Literal["", "red", "amber", "green"]
ONE = "/people/{reference}/iom/cases/{int:number}"


class CohortRow(Schema):
    """One person in the cohort."""

    reference: str
    name: str
    case: int
    part: str
    colour: str
    where: str
    arrests_28_days: int
    lead: str
    review_on: date | None


class CohortBoard(Schema):
    """A page of the cohort, Red first, with how many there are of each colour and part. ``after`` goes on with the next page."""

    rows: list[CohortRow]
    colours: dict[str, int]
    parts: dict[str, int]
    waiting: int
    after: int


class SpellTold(Schema):
    """Days in one part at one intensity."""

    reference: str
    part: Part
    intensity: Intensity
    began_on: date
    ended_on: date | None
    end_reason: str
    why: str


class MeasuredTold(Schema):
    """One window: people with a day in it, days at liberty, arrests and proven offences, and what those with a cost cost."""

    window: str
    people: int
    free_days: int
    custody_days: int
    arrests: int
    offences: int
    pounds: int
    costed: int
    not_costed: int


class FlowTold(Schema):
    """One quarter of the cohort: in at its start, joined, left, in at its end."""

    since: date
    at_start: int
    joined: int
    left: int
    at_end: int


class CohortRegister(Schema):
    """Spells, flow by quarter, and before, during and after with the note that must be read with them."""

    spells: list[SpellTold]
    measured: list[MeasuredTold]
    flow: list[FlowTold]
    note: str
    cost_source: str
    after: int


class ScoreItem(Schema):
    """An item of the matrix: its points (null: not known), the least and most that it could be, and why."""

    item: str
    points: int | None
    low: int
    high: int
    why: str
    source: str


class IomCriterion(Schema):
    """A criterion: met, not met or cannot tell, with its evidence."""

    criterion: str
    answer: str
    evidence: str
    source: str


class IomStepTold(Schema):
    """A decision or step of the case."""

    words: str
    who: str
    reason: str
    at: datetime


class IomCase(Schema):
    """A case as it stands."""

    id: int
    version: int
    state: str
    part: str
    intensity: str
    colour: str
    proposed: str
    because: list[str]
    where: str
    score: str
    items: list[ScoreItem]
    criteria: list[IomCriterion]
    managers: list[str]
    new_arrests: list[int]
    review_on: date | None
    steps: list[IomStepTold]


class NominationGiven(Schema):
    """A nomination; what is not answered is not known, and widens the range of the score."""

    part: Literal["fixed", "flex", "free"]
    reason: Sentence
    support: Sentence = ""
    comment: Sentence = ""
    substances: Word = "not_known"
    engagement: Word = "not_known"
    home: Word = "not_known"


class PanelActedOn(Schema):
    """The meeting's decision that is acted on, and by when the person is told."""

    decision: Id
    tell_by: Day | None = None


class ManagerNamed(Schema):
    """Who manages the person for the caller's agency."""

    staff: Id
    leads: bool = False


class IomRating(Schema):
    """How it goes; with an action that is agreed with it, which has an owner and a day."""

    colour: Literal["red", "amber", "green"]
    words: Sentence = ""
    action: Sentence = ""
    owner: Id | None = None
    due_on: Day | None = None


class SpellGiven(Schema):
    """Another part or intensity from today."""

    part: Literal["fixed", "flex", "free"]
    intensity: Intensity
    reason: Sentence


class DeselectionGiven(Schema):
    """A proposal that somebody leaves the cohort, and who goes on with what."""

    why: Literal["reduced", "mappa", "custody", "order_ended", "criteria", "died"]
    reason: Sentence
    exit_plan: Sentence = ""


class IomAsk(Schema):
    """What is asked of another area, or of somebody senior by name."""

    kind: Literal["transfer", "escalation"]
    agency: Id
    staff: Id | None = None
    words: Sentence


class IomAnswer(Schema):
    """The answer; who takes a case over names its manager."""

    accepts: bool
    answer: Sentence
    manager: Id | None = None


class InWords(Schema):
    """Something in words."""

    words: Sentence


class IomFollowed(Schema):
    """How something that a decision led to was done."""

    state: Literal["done", "not_needed"]
    words: Sentence


class EarlierGiven(Schema):
    """Days in a scheme before this service, and where they are written."""

    part: Part
    began_on: Day
    ended_on: Day
    end_reason: EndReason
    why: Sentence
    source: Line


@router.asks("/iom/board", CohortBoard, permission="iom.view")
def iom_cohort(request: Asked, part: OnePart = "", colour: OneColour = "", after: int = 0) -> Any:
    """List everyone in the cohort whom the caller works with, Red first, and count colours and parts."""
    found = iom_board(by=request.by, at=request.at, part=part, colour=colour, after=after)
    rows = [
        {
            "reference": row.reference,
            "name": row.person.listed,
            "case": row.case,
            "part": row.part,
            "colour": row.colour,
            "where": row.where.words,
            "arrests_28_days": row.arrests,
            "lead": row.lead,
            "review_on": row.review_on,
        }
        for row in found.rows
    ]
    return {
        "rows": rows,
        "colours": found.colours,
        "parts": found.parts,
        "waiting": found.waiting,
        "after": found.after,
    }


@router.asks("/iom/register", CohortRegister, permission="iom.view")
def iom_register(request: Asked, part: OneTerm = "", after: int = 0) -> Any:
    """List who was in the cohort, when, why and how closely; and measure before, during and after with its note."""
    found = cohort_register(by=request.by, at=request.at, part=part, after=after)
    names = ("part", "intensity", "began_on", "ended_on", "end_reason", "why")
    counts = ("people", "free_days", "custody_days", "arrests", "offences")
    money = ("pounds", "costed", "not_costed")
    measured = [
        {
            "window": name,
            **{count: getattr(one, count) for count in counts},
            **{kind: getattr(found.costs[name], kind) for kind in money},
        }
        for name, one in found.measured.items()
    ]
    return {
        "spells": [
            {"reference": one.reference, **{name: getattr(one.row, name) for name in names}} for one in found.rows
        ],
        "measured": measured,
        "flow": list(found.flow),
        "note": REGRESSION,
        "cost_source": f"{SOURCE}, {PRICES}",
        "after": found.after,
    }


@router.asks(ONE, IomCase, permission="iom.view")
def iom_case(request: Asked, reference: str, number: int) -> Any:
    """Read a case: its score, what the rule proposes, criteria for leaving, managers, new arrests, and every step."""
    _, by = opened(request, reference)
    return _told(open_iom_case(case=number, by=by, at=request.at))


def _told(found: IomOpened) -> dict[str, Any]:
    case, spell, nomination = found.case, found.spell, found.nomination
    items = ("item", "points", "low", "high", "why", "source")
    return {
        "id": case.pk,
        "version": case.version,
        "state": case.state,
        "part": spell.part if spell else "",
        "intensity": spell.intensity if spell else "",
        "colour": case.colour,
        "proposed": found.proposal.colour,
        "because": list(found.proposal.reasons),
        "where": found.where.words,
        "score": nomination.score.words if nomination else "",
        "items": [{name: getattr(one, name) for name in items} for one in nomination.score.items] if nomination else [],
        "criteria": [
            {"criterion": one.criterion, "answer": one.answer.value, "evidence": one.evidence, "source": one.source}
            for one in (found.review.findings if found.review else ())
        ],
        "managers": [one.staff.name for one in found.managers if one.until_at is None],
        "new_arrests": [one.pk for one in found.arrests],
        "review_on": case.ends_on,
        "steps": [
            {"words": one.row.words, "who": one.who, "reason": one.row.reason, "at": one.row.at} for one in found.steps
        ],
    }


@router.does("/people/{reference}/iom/nominations", permission="iom.nominate", makes=True)
def nominate_for_iom(request: Asked, reference: str, said: NominationGiven) -> Done:
    """Nominate somebody for the cohort, or again the case that the panel deferred."""
    person, by = opened(request, reference)
    answers = {"substances": said.substances, "engagement": said.engagement, "home": said.home}
    facts = NominationSaid(said.part, said.reason, said.support, said.comment, answers)
    cases, _ = iom_cases_of(person=person.pk, by=by)
    waiting = next((one for one in cases if one.state == DEFERRED), None)
    return done("IOM case", nominate(person=person, said=facts, case=waiting, by=by, at=request.at))


@router.does(f"{ONE}/panel", permission="iom.decide", versioned=True)
def act_on_iom_panel(request: Asked, reference: str, number: int, said: PanelActedOn) -> Done:
    """Act on what a meeting decided of the case, with everything that follows from it."""
    _, by = opened(request, reference)
    told: dict[str, Any] = {"decision": said.decision, "tell_by": said.tell_by, "version": request.version}
    return done("IOM case", act_on_panel(case=seen_iom_case(case=number, by=by), by=by, at=request.at, **told))


@router.does(f"{ONE}/managers", permission="iom.manage", makes=True)
def name_iom_manager(request: Asked, reference: str, number: int, said: ManagerNamed) -> Done:
    """Name who manages the person for the caller's agency; its work opens with it."""
    _, by = opened(request, reference)
    staff = member_of_staff(staff=said.staff)
    if staff is None:
        raise NotFound()
    case = seen_iom_case(case=number, by=by)
    return done("manager", name_manager(case=case, staff=staff, is_lead=said.leads, by=by, at=request.at))


@router.does(f"{ONE}/rating", permission="iom.manage", versioned=True)
def rate_iom(request: Asked, reference: str, number: int, said: IomRating) -> Done:
    """Confirm how it goes; Red needs at least one action with an owner."""
    _, by = opened(request, reference)
    owner = member_of_staff(staff=said.owner) if said.owner else None
    action = ActionSaid(said.action, said.due_on, owner) if said.action and said.due_on and owner else None
    told: dict[str, Any] = {"colour": said.colour, "words": said.words, "action": action, "version": request.version}
    return done("rating", rate_iom_case(case=seen_iom_case(case=number, by=by), by=by, at=request.at, **told))


@router.does(f"{ONE}/spell", permission="iom.manage", versioned=True)
def change_iom_spell(request: Asked, reference: str, number: int, said: SpellGiven) -> Done:
    """Move the person to another part or manage them more or less closely, from today."""
    _, by = opened(request, reference)
    case = seen_iom_case(case=number, by=by)
    return done("spell", change_spell(case=case, version=request.version, by=by, at=request.at, **said.dict()))


@router.does(f"{ONE}/deselection", permission="iom.manage", versioned=True)
def propose_iom_deselection(request: Asked, reference: str, number: int, said: DeselectionGiven) -> Done:
    """Propose to the panel that the person leaves the cohort."""
    _, by = opened(request, reference)
    facts, case = Proposing(said.why, said.reason, said.exit_plan), seen_iom_case(case=number, by=by)
    asked = propose_deselection(case=case, facts=facts, version=request.version, by=by, at=request.at)
    return done("IOM case", asked)


@router.does(f"{ONE}/asks", permission="iom.manage", makes=True)
def ask_about_iom_case(request: Asked, reference: str, number: int, said: IomAsk) -> Done:
    """Ask another area to take the case over, or somebody senior to settle a disagreement."""
    _, by = opened(request, reference)
    agency = agency_of(agency=said.agency)
    if agency is None:
        raise NotFound()
    told: dict[str, Any] = {"kind": said.kind, "to_agency": agency, "words": said.words}
    staff = member_of_staff(staff=said.staff) if said.staff else None
    case = seen_iom_case(case=number, by=by)
    return done("request", ask_about_case(case=case, to_staff=staff, by=by, at=request.at, **told))


@router.does("/iom/asks/{int:number}", permission="iom.manage", versioned=True)
def answer_iom_ask(request: Asked, number: int, said: IomAnswer) -> Done:
    """Answer what another agency asked of the caller's; taking a case over opens the record to the manager who is named."""
    row = asked_of(ask=number, by=request.by)
    manager = member_of_staff(staff=said.manager) if said.manager else None
    told: dict[str, Any] = {"accepts": said.accepts, "answer": said.answer, "manager": manager}
    return done("request", answer_ask(ask=row, version=request.version, by=request.by, at=request.at, **told))


@router.does(f"{ONE}/arrests/{{int:arrest}}", permission="iom.manage", makes=True)
def discuss_iom_arrest(request: Asked, reference: str, number: int, arrest: int, said: InWords) -> Done:
    """Say what a new arrest means for the plan; it is dealt with once."""
    _, by = opened(request, reference)
    case = seen_iom_case(case=number, by=by)
    found = new_arrest_of(case=case, arrest=arrest, by=by)
    return done("step", look_at_arrest(case=case, arrest=found, words=said.words, by=by, at=request.at))


@router.does("/people/{reference}/iom/consequences/{int:number}", permission="iom.manage", versioned=True)
def settle_iom_follow_up(request: Asked, reference: str, number: int, said: IomFollowed) -> Done:
    """Say how something that a panel's decision led to was done, or why it is not needed."""
    _, by = opened(request, reference)
    row = seen_iom_consequence(consequence=number, by=by)
    told = settle_iom_consequence(consequence=row, version=request.version, by=by, at=request.at, **said.dict())
    return done("consequence", told)


@router.does(f"{ONE}/take-back", permission="iom.nominate", versioned=True)
def take_iom_nomination_back(request: Asked, reference: str, number: int, said: InWords) -> Done:
    """Take a nomination back before the panel decides on it."""
    _, by = opened(request, reference)
    case = seen_iom_case(case=number, by=by)
    told: dict[str, Any] = {"reason": said.words, "version": request.version}
    return done("IOM case", take_nomination_back(case=case, by=by, at=request.at, **told))


@router.does(f"{ONE}/leave", permission="iom.manage")
def leave_iom_case(request: Asked, reference: str, number: int) -> Done:
    """End the caller's agency's part in a case that has ended."""
    _, by = opened(request, reference)
    return done("IOM case", leave_case(case=seen_iom_case(case=number, by=by), by=by, at=request.at))


@router.does("/people/{reference}/iom/earlier", permission="iom.manage", makes=True)
def record_earlier_cohort(request: Asked, reference: str, said: EarlierGiven) -> Done:
    """Record days in PPO, DYO or the cohort from before this service."""
    person, by = opened(request, reference)
    return done("spell", record_earlier_spell(person=person, facts=EarlierSpell(**said.dict()), by=by, at=request.at))
