"""A force's own versions of a scheme's rules: proposed, simulated on what is on record, approved by somebody else."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ninja import Schema
from pydantic import Field

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter
from desistance.api.text import Day, Sentence, Version, Word
from desistance.schemes.actions.rules import (
    approve_rules,
    change_rules,
    propose_rules,
    send_rules,
    send_rules_back,
    withdraw_rules,
)
from desistance.schemes.queries.rules import SERIES, VersionShown, own_version, own_versions
from desistance.schemes.queries.simulations import SIMULATIONS
from desistance.schemes.rules.series import Proposed

router = RoomRouter(tags=["schemes"])
ALL, ONE = "/{scheme}/rules", "/rules/{int:number}"


class Ruled(StrEnum):
    """Schemes of whose rules a partnership may have its own versions."""

    CHECKPOINT = "checkpoint"
    IOM = "iom"


class RulesTold(Schema):
    """One version of the force's own: its values, who proposed and approved it, and where it stands."""

    id: int
    version: int
    scheme: Ruled
    number: int
    state: str
    valid_from: date
    source: str
    criteria: dict[str, dict[str, Any]]
    proposed_at: datetime
    proposed_by: str
    approved_by: str
    note: str


class RulesChanged(Schema):
    """An arrest of last month, or a case of the cohort, whose result the version would change."""

    reference: str
    record: int
    before: str
    after: str


class RulesSimulated(Schema):
    """What the version says of last month's arrests or of the cohort, beside the version in force. Nothing is kept.

    ``weighed``: how many were weighed. ``kept``: of Checkpoint, how many had a check; of IOM, how many there are in all.
    """

    weighed: int
    kept: int
    now: dict[str, int]
    then: dict[str, int]
    changed: list[RulesChanged]


class RulesSaid(Schema):
    """A version: from which day, on whose decision, and which criteria apply with their values.

    A matrix has every item: what is counted with its points from so many on (`{"0": 0, "3": 8}`), an answer with its points.
    """

    valid_from: Day
    source: Sentence
    criteria: dict[Word, dict[Word, int | list[Word]]] = Field(max_length=20)

    def facts(self) -> Proposed:
        """As the rules take it."""
        return Proposed(self.valid_from, self.source, self.criteria)


class RulesNote(Schema):
    """What must change in a version that is sent back."""

    note: Sentence


def _told(one: VersionShown) -> dict[str, Any]:
    names = ("id", "version", "scheme", "number", "state", "valid_from", "source", "criteria", "proposed_at", "note")
    return {
        **{name: getattr(one.row, name) for name in names},
        "proposed_by": one.proposed_by,
        "approved_by": one.approved_by,
    }


def _row(request: Asked, number: int) -> Any:
    return own_version(version=number, by=request.by, at=request.at).row


@router.asks(ALL, list[RulesTold], permission="rules.approve")
def list_rules(request: Asked, scheme: Ruled) -> Any:
    """List the versions of a scheme's rules that the caller's force proposed, newest first."""
    return [_told(one) for one in own_versions(series=SERIES[scheme], by=request.by, at=request.at)]


@router.asks(ONE, RulesTold, permission="rules.approve")
def one_version_of_rules(request: Asked, number: int) -> Any:
    """Read one version of the caller's force."""
    return _told(own_version(version=number, by=request.by, at=request.at))


@router.asks(f"{ONE}/simulation", RulesSimulated, permission="rules.approve")
def simulate_rules(request: Asked, number: int) -> Any:
    """Weigh what is on record by the version in force and by this one, of people whom the caller may open."""
    shown = own_version(version=number, by=request.by, at=request.at)
    found = SIMULATIONS[shown.series.name](rules=shown.rules, by=request.by, at=request.at)
    names = ("reference", "record", "before", "after")
    told = found.simulation
    return {
        "weighed": told.number,
        "kept": found.kept,
        "now": dict(told.now),
        "then": dict(told.then),
        "changed": [{name: getattr(one, name) for name in names} for one in found.changed],
    }


@router.does(ALL, permission="rules.propose", makes=True)
def propose_version(request: Asked, scheme: Ruled, said: RulesSaid) -> Done:
    """Draft a version for a day to come."""
    told: dict[str, Any] = {"series": SERIES[scheme], "facts": said.facts()}
    return done("version of the rules", propose_rules(**told, by=request.by, at=request.at))


@router.does(f"{ONE}/draft", permission="rules.propose", versioned=True)
def change_version(request: Asked, number: int, said: RulesSaid) -> Done:
    """Change a draft."""
    told: dict[str, Any] = {"facts": said.facts(), "read": _read(request), "by": request.by, "at": request.at}
    return done("version of the rules", change_rules(version=_row(request, number), **told))


@router.does(f"{ONE}/send", permission="rules.propose", versioned=True)
def send_version(request: Asked, number: int) -> Done:
    """Send a draft to be approved by somebody else."""
    row = _row(request, number)
    return done("version of the rules", send_rules(version=row, read=_read(request), by=request.by, at=request.at))


@router.does(f"{ONE}/approve", permission="rules.approve", versioned=True)
def approve_version(request: Asked, number: int) -> Done:
    """Approve a version that somebody else proposed: in force from its first day."""
    row = _row(request, number)
    return done("version of the rules", approve_rules(version=row, read=_read(request), by=request.by, at=request.at))


@router.does(f"{ONE}/back", permission="rules.approve", versioned=True)
def return_version(request: Asked, number: int, said: RulesNote) -> Done:
    """Send a version back, with what must change."""
    told: dict[str, Any] = {"note": said.note, "read": _read(request), "by": request.by, "at": request.at}
    return done("version of the rules", send_rules_back(version=_row(request, number), **told))


@router.does(f"{ONE}/withdraw", permission="rules.propose", versioned=True)
def withdraw_version(request: Asked, number: int) -> Done:
    """Withdraw a version before its first day."""
    row = _row(request, number)
    return done("version of the rules", withdraw_rules(version=row, read=_read(request), by=request.by, at=request.at))


def _read(request: Asked) -> Version | None:
    return request.version
