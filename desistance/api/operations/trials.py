"""Trials of a scheme: opened, approved by somebody else, stopped, unblinded; and allocating the person of one check."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from desistance.access.queries.staffing import agency_of
from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import Day, Id, Line, Sentence
from desistance.foundation.decisions import NotFound
from desistance.schemes.actions.trials import (
    allocate_in_trial,
    approve_trial,
    open_trial,
    stop_trial,
    unblind_trial,
)
from desistance.schemes.queries.cases import check_to_decide
from desistance.schemes.queries.trials import TrialShown, open_trial_page, trials
from desistance.schemes.rules.trials import TrialFacts
from desistance.schemes.terms.trials import Arm, Factor

router = RoomRouter(tags=["trials"])


class TrialCell(Schema):
    """How many of a stratum are in an arm: rounded, or `[c]`."""

    stratum: str
    arm: str
    people: str


class TrialLine(Schema):
    """One allocation of an unblinded trial, without a person."""

    stratum: str
    number: int
    arm: str
    month: str


class TrialTold(Schema):
    """A trial, its numbers as far as they may be shown, and its list and seed once it is unblinded."""

    id: int
    version: int
    name: str
    source: str
    agency: str
    state: str
    starts_on: date
    factors: list[str]
    digest: str
    opened_at: datetime
    opened_by: str
    approved_by: str
    stopped_because: str
    unblinded_because: str
    people: list[TrialCell]
    protection: str
    seed: str
    blocks: list[int]
    list: list[TrialLine]
    follows_from_seed: bool | None


class TrialSaid(Schema):
    """A trial as it is opened. The seed is drawn by the service."""

    agency: Id
    name: Line
    source: Sentence
    starts_on: Day
    factors: list[Factor] = Field(max_length=3)
    blocks: list[Literal[2, 4, 6, 8]] = Field(max_length=4)


class TrialReason(Schema):
    """Why a trial is stopped or its list opened."""

    reason: Sentence


class ArmTold(Done):
    """An allocation with its arm."""

    arm: Arm


def _told(shown: TrialShown) -> dict[str, Any]:
    names = ("id", "version", "name", "source", "state", "starts_on", "factors", "digest", "opened_at")
    row = {name: getattr(shown.trial, name) for name in (*names, "stopped_because", "unblinded_because")}
    cells = [{"stratum": one.stratum, "arm": one.arm, "people": one.shown} for one in shown.cells]
    lines = [{name: getattr(one, name) for name in ("stratum", "number", "arm", "month")} for one in shown.lines]
    more = {"agency": shown.agency, "opened_by": shown.opened_by, "approved_by": shown.approved_by, "people": cells}
    opened_list = {"seed": shown.seed, "blocks": shown.blocks, "list": lines, "follows_from_seed": shown.is_whole}
    return {**row, **more, "protection": shown.protection, **opened_list}


@router.asks("/trials", list[TrialTold], permission="trial.view")
def list_trials(request: Asked) -> Any:
    """List every trial, newest first, without numbers."""
    return [_told(one) for one in trials(by=request.by)]


@router.asks("/trials/{int:number}", TrialTold, permission="trial.view")
def trial(request: Asked, number: int) -> Any:
    """Read one trial with how many are in each arm and stratum, as far as it may be shown."""
    return _told(open_trial_page(trial=number, by=request.by))


@router.does("/trials", permission="trial.open", makes=True)
def send_trial(request: Asked, said: TrialSaid) -> Done:
    """Open a trial for a force; somebody else approves it before its first day."""
    agency = agency_of(agency=said.agency)
    if agency is None:
        raise NotFound()
    facts = TrialFacts(said.name, said.source, said.starts_on, tuple(said.factors), tuple(said.blocks))
    return done("trial", open_trial(agency=agency, facts=facts, by=request.by, at=request.at))


@router.does("/trials/{int:number}/approve", permission="trial.approve", versioned=True)
def approve_one_trial(request: Asked, number: int) -> Done:
    """Approve a trial that somebody else opened."""
    row = open_trial_page(trial=number, by=request.by).trial
    return done("trial", approve_trial(trial=row, version=request.version, by=request.by, at=request.at))


@router.does("/trials/{int:number}/stop", permission="trial.approve", versioned=True)
def stop_one_trial(request: Asked, number: int, said: TrialReason) -> Done:
    """Stop a trial, or withdraw one that waits, with the reason."""
    row = open_trial_page(trial=number, by=request.by).trial
    told: dict[str, Any] = {"reason": said.reason, "version": request.version, "by": request.by, "at": request.at}
    return done("trial", stop_trial(trial=row, **told))


@router.does("/trials/{int:number}/unblind", permission="trial.approve", versioned=True)
def unblind_one_trial(request: Asked, number: int, said: TrialReason) -> Done:
    """Open the list and the seed of a trial that stopped, by somebody other than who opened it."""
    row = open_trial_page(trial=number, by=request.by).trial
    told: dict[str, Any] = {"reason": said.reason, "version": request.version, "by": request.by, "at": request.at}
    return done("trial", unblind_trial(trial=row, **told))


@router.does(
    "/people/{reference}/arrests/{int:number}/checkpoint/allocation",
    permission="checkpoint.decide",
    answer=ArmTold,
    makes=True,
)
def allocate_checkpoint(request: Asked, reference: str, number: int) -> ArmTold:
    """Lock the check that counts and allocate its person by the trial that runs."""
    _, by = opened(request, reference)
    made = allocate_in_trial(check=check_to_decide(arrest=number, by=by), by=by, at=request.at)
    return ArmTold(record="allocation", id=str(made.pk), version=None, arm=Arm(made.arm))
