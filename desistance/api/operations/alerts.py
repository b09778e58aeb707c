"""Alerts: what everyone who works with a person must know before they meet."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import StringConstraints

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import NO_NUL, Day, Sentence
from desistance.casework.actions.alerts import end_alert, raise_alert, review_alert
from desistance.casework.queries.alerts import AlertShown, alerts_of, own_alert
from desistance.casework.rules.alerts import AlertFacts
from desistance.casework.terms import LONGEST_ALERT, AlertKind
from desistance.foundation.rows import Source

router = RoomRouter(tags=["alerts"])
Warning = Annotated[str, StringConstraints(max_length=LONGEST_ALERT, pattern=NO_NUL)]


class AlertTold(Schema):
    """One alert as its agency says it. ``version`` goes into If-Match."""

    id: int
    version: int
    agency: str
    source: str
    kind: AlertKind
    warning: str
    state: str
    starts_on: date
    review_on: date
    is_review_overdue: bool
    raised_by: str
    recorded_at: datetime
    reviewed_at: datetime | None
    review_words: str
    ended_on: date | None
    end_reason: str


class AlertSaid(Schema):
    """What an alert warns of, in words that say what to do, since when, and by when it must be reviewed."""

    kind: AlertKind
    warning: Warning
    starts_on: Day
    review_on: Day


class AlertReview(Schema):
    """Why an alert is still right, in what words, and by when it must be reviewed again."""

    warning: Warning
    because: Sentence
    review_on: Day


class AlertEnd(Schema):
    """Why an alert ends."""

    reason: Sentence


def _told(shown: AlertShown) -> dict[str, Any]:
    names = set(AlertTold.model_fields) - {"agency", "is_review_overdue", "raised_by"}
    return {
        **{name: getattr(shown.alert, name) for name in names},
        "agency": shown.alert.agency.short_name,
        "is_review_overdue": shown.is_late,
        "raised_by": shown.author,
    }


@router.asks("/people/{reference}/alerts", list[AlertTold])
def alerts(request: Asked, reference: str) -> Any:
    """Read a person's alerts: those that stand, the most urgent kind first, then those that ended."""
    person, by = opened(request, reference)
    return [_told(one) for one in alerts_of(person.pk, by=by)]


@router.does("/people/{reference}/alerts", permission="alert.record", makes=True)
def say_alert(request: Asked, reference: str, said: AlertSaid) -> Done:
    """Raise an alert. One of safety is new work for everyone involved."""
    person, by = opened(request, reference)
    facts = AlertFacts(**said.dict())
    return done("alert", raise_alert(person=person, facts=facts, source=Source.API, by=by, at=request.at))


@router.does("/people/{reference}/alerts/{int:number}/review", permission="alert.record", versioned=True)
def keep_alert(request: Asked, reference: str, number: int, said: AlertReview) -> Done:
    """Say that an alert of the agency's own is still right; the one before stays on record."""
    _, by = opened(request, reference)
    alert = own_alert(number, by=by).alert
    return done("alert", review_alert(alert=alert, **said.dict(), version=request.version, by=by, at=request.at))


@router.does("/people/{reference}/alerts/{int:number}/end", permission="alert.record", versioned=True)
def finish_alert(request: Asked, reference: str, number: int, said: AlertEnd) -> Done:
    """End an alert of the agency's own; it stays readable as ended."""
    _, by = opened(request, reference)
    alert = own_alert(number, by=by).alert
    return done("alert", end_alert(alert=alert, reason=said.reason, version=request.version, by=by, at=request.at))
