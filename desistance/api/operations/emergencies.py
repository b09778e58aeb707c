"""Emergency access: started with a reason and the worker's own code, renewed, ended, explained and reviewed."""

from datetime import datetime
from typing import Any, Literal

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from desistance.access.actions.emergencies import (
    acknowledge_emergency,
    end_emergency,
    explain_emergency,
    renew_emergency,
    review_emergency,
    start_emergency,
)
from desistance.access.queries.emergencies import (
    EmergencyShown,
    emergencies_to_review,
    emergency_shown,
    own_emergencies,
)
from desistance.access.queries.known import known_person
from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, written
from desistance.api.operations.sharing import StaffTold
from desistance.api.text import Text, Word

router = RoomRouter(tags=["emergency access"])
CODES_A_MINUTE = 5
"""A worker has few tries: six numbers must not be tried one by one."""


class PageTold(Schema):
    """One thing that was opened or done, and when."""

    at: datetime
    words: str


class EmergencyTold(Schema):
    """One emergency access. ``name`` is empty where the caller may not see who the person is."""

    id: int
    version: int
    reference: str
    name: str
    worker: StaffTold
    owner: str
    kind: str
    reason: str
    from_at: datetime
    until_at: datetime
    ended_at: datetime | None
    state: str
    review_due_at: datetime
    review_note: str
    explanation: str
    minutes: int
    runs: bool
    seen: list[PageTold]


class Starting(Schema):
    """Why a record must be opened at once. ``code`` is the worker's own, from their app: a system alone has no emergency."""

    kind: Word
    reason: Text
    understands: bool = Field(description="The worker understands that this is seen at once and will be reviewed.")
    code: Word


class Verdict(Schema):
    """What a reviewer decided."""

    verdict: Literal["justified", "not_justified", "more_needed"]
    note: Text = ""


class Explaining(Schema):
    """What the worker answers."""

    words: Text


def _is_confirmed(staff: int, code: str) -> bool:
    """Whether the worker who acts has just given a code of their own second factor. One without an app cannot."""
    factor = Authenticator.objects.filter(user_id=staff, type=Authenticator.Type.TOTP).first()
    return factor is not None and bool(TOTP(factor).validate_code(code))


def _told(shown: EmergencyShown) -> EmergencyTold:
    row = shown.row
    return EmergencyTold(
        id=row.pk,
        version=row.version,
        reference=shown.reference,
        name=shown.name,
        worker=StaffTold.from_orm(shown.worker),
        owner=shown.owner,
        kind=row.kind,
        reason=row.reason,
        from_at=row.from_at,
        until_at=row.until_at,
        ended_at=row.ended_at,
        state=row.state,
        review_due_at=row.review_due_at,
        review_note=row.review_note,
        explanation=row.explanation,
        minutes=shown.minutes,
        runs=shown.runs,
        seen=[PageTold.from_orm(page) for page in shown.seen],
    )


@router.does("/people/{reference}/emergencies", permission="access.emergency", makes=True, most_a_minute=CODES_A_MINUTE)
def begin_emergency(request: Asked, reference: str, said: Starting) -> Done:
    """Open a record at once, for an hour. The agency that holds it is told at once; a person reviews it."""
    started = start_emergency(
        person=known_person(reference=written(reference), by=request.by),
        kind=said.kind,
        reason=said.reason,
        understands=said.understands,
        is_confirmed=_is_confirmed(request.by.staff, said.code),
        by=request.by,
        at=request.at,
    )
    return done("emergency access", started)


def _readable(request: Asked, number: int) -> EmergencyShown:
    return emergency_shown(emergency_id=number, by=request.by)


@router.does(
    "/emergencies/{int:number}/renew",
    permission="access.emergency",
    makes=True,
    most_a_minute=CODES_A_MINUTE,
    again=_readable,
)
def go_on_with_emergency(request: Asked, number: int, said: Starting) -> Done:
    """Renew emergency access while it runs, with a new reason and a new code."""
    renewed = renew_emergency(
        emergency=emergency_shown(emergency_id=number, by=request.by).row,
        kind=said.kind,
        reason=said.reason,
        understands=said.understands,
        is_confirmed=_is_confirmed(request.by.staff, said.code),
        by=request.by,
        at=request.at,
    )
    return done("emergency access", renewed)


@router.does("/emergencies/{int:number}/end", permission="access.emergency")
def finish_emergency(request: Asked, number: int) -> Done:
    """End one's own emergency access before its time."""
    row = emergency_shown(emergency_id=number, by=request.by).row
    return done("emergency access", end_emergency(emergency=row, by=request.by, at=request.at))


@router.does("/emergencies/{int:number}/explain", permission="access.emergency", versioned=True)
def explain_one_emergency(request: Asked, number: int, said: Explaining) -> Done:
    """Answer a reviewer who asked for more."""
    row = emergency_shown(emergency_id=number, by=request.by).row
    told = explain_emergency(emergency=row, words=said.words, version=request.version, by=request.by, at=request.at)
    return done("emergency access", told)


@router.does("/emergencies/{int:number}/acknowledge", permission="access.acknowledge")
def mark_emergency_seen(request: Asked, number: int) -> Done:
    """Say, for the agency that holds the record, that the alert has been seen."""
    row = emergency_shown(emergency_id=number, by=request.by).row
    return done("emergency access", acknowledge_emergency(emergency=row, by=request.by, at=request.at))


@router.does("/emergencies/{int:number}/review", permission="access.review", versioned=True)
def review_one_emergency(request: Asked, number: int, said: Verdict) -> Done:
    """Decide whether an emergency access was justified, or ask for more. Never by the worker who used it."""
    reviewed = review_emergency(
        emergency=emergency_shown(emergency_id=number, by=request.by).row,
        verdict=said.verdict,
        note=said.note,
        version=request.version,
        by=request.by,
        at=request.at,
    )
    return done("emergency access", reviewed)


@router.asks("/emergencies/to-review", list[EmergencyTold], permission="access.review")
def emergencies_due(request: Asked) -> Any:
    """List the emergency accesses that wait for a decision."""
    return [_told(shown) for shown in emergencies_to_review(by=request.by)]


@router.asks("/emergencies/mine", list[EmergencyTold])
def my_emergencies(request: Asked) -> Any:
    """List the caller's own emergency accesses, newest first."""
    return [_told(shown) for shown in own_emergencies(by=request.by)]


@router.asks("/emergencies/{int:number}", EmergencyTold)
def emergency(request: Asked, response: HttpResponse, number: int) -> Any:
    """Read one emergency access with what was opened under it."""
    shown = emergency_shown(emergency_id=number, by=request.by)
    response["ETag"] = f'"{shown.row.version}"'
    return _told(shown)
