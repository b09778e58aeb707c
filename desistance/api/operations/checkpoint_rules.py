"""A force's own versions of Checkpoint's rules: proposed, simulated on last month's arrests, approved by somebody else."""

from datetime import date, datetime
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
from desistance.schemes.queries.rules import VersionShown, own_version, own_versions, simulate_last_month
from desistance.schemes.rules.checkpoint.proposals import Proposed

router = RoomRouter(tags=["checkpoint"])
ONE = "/checkpoint/rules/{int:number}"


class RulesTold(Schema):
    """One version of the force's own: its values, who proposed and approved it, and where it stands."""

    id: int
    version: int
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
    """An arrest of last month whose result the version would change."""

    reference: str
    arrest: int
    before: str
    after: str


class RulesSimulated(Schema):
    """What the version would have said of last month's arrests, beside the version in force. Nothing is kept."""

    arrests: int
    checked: int
    now: dict[str, int]
    then: dict[str, int]
    changed: list[RulesChanged]


class RulesSaid(Schema):
    """A version: from which day, on whose decision, and which criteria apply with their values."""

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
    names = ("id", "version", "number", "state", "valid_from", "source", "criteria", "proposed_at", "note")
    return {
        **{name: getattr(one.row, name) for name in names},
        "proposed_by": one.proposed_by,
        "approved_by": one.approved_by,
    }


def _row(request: Asked, number: int) -> Any:
    return own_version(version=number, by=request.by, at=request.at).row


@router.asks("/checkpoint/rules", list[RulesTold], permission="rules.approve")
def list_checkpoint_rules(request: Asked) -> Any:
    """List the versions that the caller's force proposed, newest first."""
    return [_told(one) for one in own_versions(by=request.by, at=request.at)]


@router.asks(ONE, RulesTold, permission="rules.approve")
def checkpoint_rules(request: Asked, number: int) -> Any:
    """Read one version of the caller's force."""
    return _told(own_version(version=number, by=request.by, at=request.at))


@router.asks(f"{ONE}/simulation", RulesSimulated, permission="rules.approve")
def simulate_checkpoint_rules(request: Asked, number: int) -> Any:
    """Weigh last month's arrests by the version in force and by this one, of people whom the caller may open."""
    shown = own_version(version=number, by=request.by, at=request.at)
    found = simulate_last_month(rules=shown.rules, by=request.by, at=request.at)
    changed = [
        {"reference": one.reference, "arrest": one.arrest, "before": one.before.words, "after": one.after.words}
        for one in found.changed
    ]
    told = found.simulation
    return {
        "arrests": told.arrests,
        "checked": found.checked,
        "now": dict(told.now),
        "then": dict(told.then),
        "changed": changed,
    }


@router.does("/checkpoint/rules", permission="rules.propose", makes=True)
def propose_checkpoint_rules(request: Asked, said: RulesSaid) -> Done:
    """Draft a version for a day to come."""
    return done("version of the rules", propose_rules(facts=said.facts(), by=request.by, at=request.at))


@router.does(f"{ONE}/draft", permission="rules.propose", versioned=True)
def change_checkpoint_rules(request: Asked, number: int, said: RulesSaid) -> Done:
    """Change a draft."""
    told: dict[str, Any] = {"facts": said.facts(), "read": _read(request), "by": request.by, "at": request.at}
    return done("version of the rules", change_rules(version=_row(request, number), **told))


@router.does(f"{ONE}/send", permission="rules.propose", versioned=True)
def send_checkpoint_rules(request: Asked, number: int) -> Done:
    """Send a draft to be approved by somebody else."""
    row = _row(request, number)
    return done("version of the rules", send_rules(version=row, read=_read(request), by=request.by, at=request.at))


@router.does(f"{ONE}/approve", permission="rules.approve", versioned=True)
def approve_checkpoint_rules(request: Asked, number: int) -> Done:
    """Approve a version that somebody else proposed: in force from its first day."""
    row = _row(request, number)
    return done("version of the rules", approve_rules(version=row, read=_read(request), by=request.by, at=request.at))


@router.does(f"{ONE}/back", permission="rules.approve", versioned=True)
def return_checkpoint_rules(request: Asked, number: int, said: RulesNote) -> Done:
    """Send a version back, with what must change."""
    told: dict[str, Any] = {"note": said.note, "read": _read(request), "by": request.by, "at": request.at}
    return done("version of the rules", send_rules_back(version=_row(request, number), **told))


@router.does(f"{ONE}/withdraw", permission="rules.propose", versioned=True)
def withdraw_checkpoint_rules(request: Asked, number: int) -> Done:
    """Withdraw a version before its first day."""
    row = _row(request, number)
    return done("version of the rules", withdraw_rules(version=row, read=_read(request), by=request.by, at=request.at))


def _read(request: Asked) -> Version | None:
    return request.version
