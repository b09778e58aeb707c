"""How a person complies with each work of each agency, and the ledger of hours."""

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from desistance.access.queries.involved import own_involvement
from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.operations.contacts import ComplianceTold
from desistance.api.text import Day, Sentence
from desistance.casework.actions.hours import correct_hours, credit_hours, withdraw_hours
from desistance.casework.queries.compliance import WorkShown, compliance_by_work, demanded_minutes
from desistance.casework.queries.hours import LineShown, ledger_of, own_line
from desistance.casework.rules.hours import HoursFacts, Ledger
from desistance.casework.terms import LONGEST_ADJUSTMENT, HoursKind
from desistance.foundation.rows import Source

router = RoomRouter(tags=["compliance"])


class WeekTold(Schema):
    """One week from its Monday, by the worst that happened in it."""

    monday: date
    letter: str
    words: str


class FailureTold(Schema):
    """One failure to comply of the last year and what was decided on it."""

    contact: int
    on: date
    words: str
    decided: str
    decided_on: date | None


class DemandTold(Schema):
    """One thing that is demanded of the person."""

    words: str
    minutes: int | None
    due_on: date | None
    breach: str


class LedgerTold(Schema):
    """What a ledger adds up to in minutes. ``ordered`` and ``remaining`` are null where nobody says how much must be done."""

    ordered: int | None
    credited: int
    remaining: int | None
    not_counted: int
    pace: str


class WorkTold(Schema):
    """How the person complies with one work; ``involvement`` is null for contacts that count towards none."""

    involvement: int | None
    agency: str
    work: str
    compliance: ComplianceTold
    weeks: list[WeekTold]
    failures: list[FailureTold]
    demands: list[DemandTold]
    hours: LedgerTold | None


class LineTold(Schema):
    """One line of a ledger."""

    id: int
    kind: HoursKind
    minutes: int
    worked_on: date
    reason: str
    author: str
    source: str
    recorded_at: datetime
    corrects: int | None


class HoursTold(Schema):
    """A ledger with its lines that stand, newest first."""

    ledger: LedgerTold
    lines: list[LineTold]


class HoursSaid(Schema):
    """A line: minutes, fewer than none for time taken off; why, for time taken off and for an adjustment."""

    kind: HoursKind = HoursKind.CREDITED
    minutes: int = Field(ge=-LONGEST_ADJUSTMENT, le=LONGEST_ADJUSTMENT)
    worked_on: Day
    reason: Sentence = ""


class HoursCorrection(HoursSaid):
    """The line as it should stand, and why it did not."""

    because: Sentence


def _ledger(told: Ledger | None) -> dict[str, Any] | None:
    return {name: getattr(told, name) for name in LedgerTold.model_fields} if told else None


def _work(shown: WorkShown) -> dict[str, Any]:
    names = ("agency", "compliance", "weeks", "failures", "demands")
    return {
        **{name: getattr(shown, name) for name in names},
        "involvement": shown.work.id if shown.work else None,
        "work": shown.title,
        "hours": _ledger(shown.hours),
    }


def _line(shown: LineShown) -> dict[str, Any]:
    names = ("id", "kind", "minutes", "worked_on", "reason", "source", "recorded_at")
    told = {name: getattr(shown.line, name) for name in names}
    return {**told, "author": shown.author, "corrects": shown.line.corrects_id}


@router.asks("/people/{reference}/compliance", list[WorkTold])
def compliance(request: Asked, reference: str) -> Any:
    """Read how a person complies with each work: the last 12 and 26 weeks, failures, what is demanded, hours."""
    person, by = opened(request, reference)
    return [_work(one) for one in compliance_by_work(person.pk, by=by)]


@router.asks("/people/{reference}/involvements/{int:number}/hours", HoursTold)
def hours(request: Asked, reference: str, number: int) -> Any:
    """Read the hours ledger of the agency's own work with a person."""
    _, by = opened(request, reference)
    work = own_involvement(involvement_id=number, by=by)
    ordered, due_on = demanded_minutes(work, by=by)
    found = ledger_of(work, by=by, ordered=ordered, due_on=due_on)
    return {"ledger": _ledger(found.ledger), "lines": [_line(one) for one in found.lines]}


@router.does("/people/{reference}/involvements/{int:number}/hours", permission="hours.record", makes=True)
def say_hours(request: Asked, reference: str, number: int, said: HoursSaid) -> Done:
    """Write a line into the ledger of the agency's own work."""
    _, by = opened(request, reference)
    work = own_involvement(involvement_id=number, by=by)
    line = credit_hours(involvement=work, facts=HoursFacts(**said.dict()), source=Source.API, by=by, at=request.at)
    return done("hours", line)


@router.does("/people/{reference}/hours/{int:number}/correct", permission="hours.record", makes=True)
def put_hours_right(request: Asked, reference: str, number: int, said: HoursCorrection) -> Done:
    """Put a corrected line in place of one of the agency's own."""
    _, by = opened(request, reference)
    line, facts = own_line(number, by=by).line, HoursFacts(**said.dict(exclude={"because"}))
    return done("hours", correct_hours(line=line, facts=facts, because=said.because, by=by, at=request.at))


@router.does("/people/{reference}/hours/{int:number}/withdraw", permission="hours.record")
def take_back_hours(request: Asked, reference: str, number: int) -> Done:
    """Take back a line of the agency's own that should not have been written."""
    _, by = opened(request, reference)
    return done("hours", withdraw_hours(line=own_line(number, by=by).line, by=by, at=request.at))
