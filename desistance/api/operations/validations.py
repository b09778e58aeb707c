"""How well risk scores fitted what became of people: asking for a comparison, and reading its cleared figures."""

from datetime import date, datetime
from typing import Any

from ninja import Schema

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter
from desistance.api.text import Id
from desistance.assessment.terms.scores import Predictor
from desistance.measurement.actions.validations import ask_for_validation
from desistance.measurement.queries import validations as asked

router = RoomRouter(tags=["measures"])


class ValidationTold(Schema):
    """A comparison of one score with the people of one snapshot, and how far it is."""

    id: int
    predictor: str
    snapshot: int
    first_on: date
    last_on: date
    state: str
    asked_at: datetime
    counted_at: datetime | None
    failed_because: str


class FitOfGroup(Schema):
    """One group: people and who reoffended as they may be shown; measures with their interval, null where nothing may be shown.

    ``in_the_large`` is how many more reoffended than was foreseen; each interval is value, low, high at 95%.
    """

    by: str
    group: str
    people: int | str
    reoffended: int | str
    hidden: str
    predicted: float | None
    in_the_large: list[float] | None
    area: list[float] | None
    brier: list[float] | None
    slope: list[float] | None
    intercept: list[float] | None


class FitOfTenth(Schema):
    """One slice of the people in the order of their scores: what was foreseen, and what came, with its interval."""

    predicted: float
    observed: list[float] | None


class ValidationWhole(ValidationTold):
    """A comparison with its figures: everyone first, then each group; slices from the lowest scores up; what to know of them."""

    followed_months: int | None
    groups: list[FitOfGroup]
    slices: list[FitOfTenth]
    notes: list[str]


class Comparing(Schema):
    """Which score, and the counted snapshot whose people it is compared with."""

    predictor: Predictor
    snapshot: Id


@router.asks("/validations", list[ValidationTold], permission="measure.view")
def list_validations(request: Asked) -> Any:
    """List what was compared, newest first."""
    return [_told(one) for one in asked.validations(by=request.by)]


@router.asks("/validations/{int:number}", ValidationWhole, permission="measure.view")
def one_validation(request: Asked, number: int) -> Any:
    """Read one comparison: cleared figures of everyone, by group and by slice."""
    shown = asked.validation_shown(number, by=request.by)
    groups = [*filter(None, [shown.everyone]), *shown.groups]
    months = shown.record.result.get("followed_months")
    figures = {"groups": groups, "slices": shown.slices, "notes": shown.notes, "followed_months": months}
    return {**_told(shown.record), **figures}


@router.does("/validations", permission="measure.count", makes=True)
def ask_to_compare(request: Asked, said: Comparing) -> Done:
    """Ask for a score to be compared with what became of people; it is worked out in the background."""
    snapshot = asked.snapshot_numbered(said.snapshot, by=request.by)
    return done(
        "validation",
        ask_for_validation(snapshot=snapshot, predictor=said.predictor, by=request.by, at=request.at),
    )


def _told(record: Any) -> dict[str, Any]:
    names = ("id", "predictor", "state", "asked_at", "counted_at", "failed_because")
    period = {"snapshot": record.snapshot_id, "first_on": record.snapshot.first_on, "last_on": record.snapshot.last_on}
    return {name: getattr(record, name) for name in names} | period
