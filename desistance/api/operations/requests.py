"""Asking for access to a person, and answering."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Schema

from desistance.access.actions.requests import answer_request, end_granted, request_access, withdraw_request
from desistance.access.queries.known import known_person
from desistance.access.queries.requests import RequestShown, request_shown, requests_made, requests_waiting
from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, written
from desistance.api.operations.sharing import StaffTold
from desistance.api.text import Sentence, Text

router = RoomRouter(tags=["access requests"])
Days = Literal[1, 7, 28]


class RequestTold(Schema):
    """One request. ``name`` is empty where the caller may not see who the person is."""

    id: int
    version: int
    reference: str
    name: str
    asker: StaffTold
    approver: StaffTold
    owner: str
    state: str
    reason: str
    days: int
    asked_at: datetime
    due_at: datetime
    answer: str
    until_at: datetime | None
    may_answer: bool


class Asking(Schema):
    """Why access is needed, and for how many days."""

    reason: Text
    days: Days


class Answering(Schema):
    """The answer, in words where access is not given; ``days`` where it is given for another time than was asked."""

    answer: Literal["given", "refused"]
    words: Sentence = ""
    days: Days | None = None


def _told(shown: RequestShown) -> RequestTold:
    row = shown.row
    return RequestTold(
        id=row.pk,
        version=row.version,
        reference=shown.reference,
        name=shown.name,
        asker=StaffTold.from_orm(shown.asker),
        approver=StaffTold.from_orm(shown.approver),
        owner=shown.owner,
        state=row.state,
        reason=row.reason,
        days=row.days,
        asked_at=row.asked_at,
        due_at=row.due_at,
        answer=row.answer,
        until_at=row.until_at,
        may_answer=shown.may_answer,
    )


@router.does("/people/{reference}/access-requests", permission="access.request", makes=True)
def ask_for_access(request: Asked, reference: str, said: Asking) -> Done:
    """Ask for access to a person of whom the caller may only know. The approver is chosen by rule."""
    person = known_person(reference=written(reference), by=request.by)
    asked = request_access(person=person, reason=said.reason, days=said.days, by=request.by, at=request.at)
    return done("access request", asked)


@router.asks("/access-requests/mine", list[RequestTold])
def my_requests(request: Asked) -> Any:
    """List the requests that the caller made, newest first."""
    return [_told(shown) for shown in requests_made(by=request.by)]


@router.asks("/access-requests/waiting", list[RequestTold])
def waiting_requests(request: Asked) -> Any:
    """List the requests that wait for the caller's answer, soonest due first."""
    return [_told(shown) for shown in requests_waiting(by=request.by)]


@router.asks("/access-requests/{int:number}", RequestTold)
def access_request(request: Asked, response: HttpResponse, number: int) -> Any:
    """Read one request, as its asker, its approver or who stands in."""
    shown = request_shown(request_id=number, by=request.by)
    response["ETag"] = f'"{shown.row.version}"'
    return _told(shown)


@router.does("/access-requests/{int:number}/answer", permission="access.answer", versioned=True)
def answer_one_request(request: Asked, number: int, said: Answering) -> Done:
    """Give access for a time, or refuse it with words."""
    answered = answer_request(
        request=request_shown(request_id=number, by=request.by).row,
        answer=said.answer,
        words=said.words,
        days=said.days,
        version=request.version,
        by=request.by,
        at=request.at,
    )
    return done("access request", answered)


@router.does("/access-requests/{int:number}/withdraw", permission="access.request", versioned=True)
def take_back_request(request: Asked, number: int) -> Done:
    """Take back a request that nobody has answered."""
    row = request_shown(request_id=number, by=request.by).row
    taken = withdraw_request(request=row, version=request.version, by=request.by, at=request.at)
    return done("access request", taken)


@router.does("/access-requests/{int:number}/end", permission="access.answer", versioned=True)
def finish_granted_access(request: Asked, number: int) -> Done:
    """End access that was given before its time."""
    row = request_shown(request_id=number, by=request.by).row
    return done("access request", end_granted(request=row, version=request.version, by=request.by, at=request.at))
