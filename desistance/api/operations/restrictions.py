"""Restricting a record, and keeping the list of workers who may open it."""

from typing import Any

from django.http import HttpResponse
from ninja import Schema

from desistance.access.actions.restrictions import (
    end_restriction,
    list_worker,
    restrict,
    review_restriction,
    unlist_worker,
)
from desistance.access.queries.passes import open_record
from desistance.access.queries.sharing import restriction_shown
from desistance.access.terms import GOVERNANCE_ROLES
from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.operations.involvements import Ending, lead_of
from desistance.api.operations.sharing import RestrictionTold, restriction_told
from desistance.api.text import Day, Id, Sentence
from desistance.foundation.passes import Pass

router = RoomRouter(tags=["restrictions"])


class Restricting(Schema):
    """Why a record is restricted, until when at most before someone looks again, who approves access, and who may open it."""

    reason: Sentence
    review_on: Day
    approver: Id
    listed: list[Id]


class Reviewing(Schema):
    """Why a restriction is still needed, and when to look again."""

    reason: Sentence
    review_on: Day


class RestrictionListing(Schema):
    """A worker."""

    staff: Id


def _managed(request: Asked, number: int) -> tuple[Any, Pass]:
    """The restriction and the pass to manage it with: governance needs no open record, a manager does."""
    shown = restriction_shown(restriction_id=number, by=request.by)
    if request.by.role not in GOVERNANCE_ROLES:
        _, request.by = open_record(reference=shown.row.person.reference, by=request.by)
    return shown.row, request.by


@router.asks("/restrictions/{int:number}", RestrictionTold, permission="restriction.manage")
def restriction(request: Asked, response: HttpResponse, number: int) -> Any:
    """Read one restriction of the caller's agency and its list. Tells no name of the person."""
    shown = restriction_shown(restriction_id=number, by=request.by)
    response["ETag"] = f'"{shown.row.version}"'
    return restriction_told(shown)


@router.does("/people/{reference}/restriction", permission="restriction.manage", makes=True)
def restrict_record(request: Asked, reference: str, said: Restricting) -> Done:
    """Restrict a record to listed workers; from the next request it is closed to everyone else."""
    person, by = opened(request, reference)
    made = restrict(
        person=person,
        reason=said.reason,
        review_on=said.review_on,
        approver=lead_of(said.approver, "approver"),
        listed=[lead_of(staff, "listed") for staff in said.listed[:100]],
        by=by,
        at=request.at,
    )
    return done("restriction", made)


@router.does("/restrictions/{int:number}/review", permission="restriction.manage", versioned=True)
def review_one_restriction(request: Asked, number: int, said: Reviewing) -> Done:
    """Say that a restriction is still needed."""
    row, by = _managed(request, number)
    kept = review_restriction(
        restriction=row, review_on=said.review_on, reason=said.reason, version=request.version, by=by, at=request.at
    )
    return done("restriction", kept)


@router.does("/restrictions/{int:number}/end", permission="restriction.manage", versioned=True)
def finish_restriction(request: Asked, number: int, said: Ending) -> Done:
    """End a restriction: the record is open again to everyone whose ties reach it."""
    row, by = _managed(request, number)
    ended = end_restriction(restriction=row, reason=said.reason, version=request.version, by=by, at=request.at)
    return done("restriction", ended)


@router.does("/restrictions/{int:number}/workers", permission="restriction.manage", makes=True, again=_managed)
def list_one_worker(request: Asked, number: int, said: RestrictionListing) -> Done:
    """Add a worker to the list. Being listed opens nothing without a tie."""
    row, by = _managed(request, number)
    return done("listed worker", list_worker(restriction=row, staff=lead_of(said.staff, "staff"), by=by, at=request.at))


@router.does("/restrictions/{int:number}/workers/remove", permission="restriction.manage")
def unlist_one_worker(request: Asked, number: int, said: RestrictionListing) -> Done:
    """Take a worker off the list."""
    row, by = _managed(request, number)
    staff = lead_of(said.staff, "staff")
    return done("listed worker", unlist_worker(restriction=row, staff=staff, by=by, at=request.at))
