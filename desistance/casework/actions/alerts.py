"""Raising an alert, saying that it is still right, and ending it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.casework.models import Alert
from desistance.casework.rules.alerts import AlertFacts, may_end_alert, troubles_of_alert, troubles_of_review
from desistance.casework.terms import ALERT_CURRENT, ALERT_ENDED, ALERT_STATES, LONGEST_REASON
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound, refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.people.models import Person


@deed("alert.record", Category.COLLECTION)
def raise_alert(*, person: Person, facts: AlertFacts, by: Pass, at: datetime, source: str = "staff") -> Alert:
    """Put an alert on the person's pages for everyone who works with them. Of safety they are told at once.

    Raises :class:`Refused` with the field to mend; :class:`NotFound` when the pass is not for this person.
    """
    by.demand_person(person.pk, DataClass.SAFETY, writing=True)
    for field, decision in troubles_of_alert(facts, local_date(at)):
        decision.demand(field)
    return Alert.objects.create(
        person=person,
        agency_id=by.agency,
        kind=facts.kind,
        warning=facts.warning.strip(),
        starts_on=facts.starts_on,
        review_on=facts.review_on,
        raised_by=by.staff,
        source=source,
        recorded_at=at,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


@deed("alert.record")
def review_alert(
    *, alert: Alert, warning: str, because: str, review_on: date, by: Pass, at: datetime, version: int | None = None
) -> Alert:
    """Say that an alert of the acting agency is still right, and until when; the warning may be put better.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    _demand_ours(alert, by)
    if alert.state != ALERT_CURRENT:
        refused("This alert has ended. Raise a new one.").demand()
    for field, decision in troubles_of_review(alert.kind, warning, because, review_on, local_date(at)):
        decision.demand(field)
    reviewed: dict[str, Any] = {"reviewed_at": at, "reviewed_by": by.staff, "review_words": because.strip()}
    reason = because.strip()
    told: dict[str, Any] = {"warning": warning.strip(), "review_on": review_on, **reviewed}
    change(alert, version=version, by=by, at=at, reason=reason, **told)
    return alert


@deed("alert.record")
def end_alert(*, alert: Alert, reason: str, by: Pass, at: datetime, version: int | None = None) -> Alert:
    """End an alert of the acting agency, with a reason that everyone can read; it stays readable as ended.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    _demand_ours(alert, by)
    ALERT_STATES.may_move(alert.state, ALERT_ENDED).demand()
    may_end_alert(reason).demand("reason")
    ended: dict[str, Any] = {"ended_on": local_date(at), "ended_by": by.staff, "end_reason": reason.strip()}
    change(alert, version=version, by=by, at=at, state=ALERT_ENDED, reason=reason.strip(), **ended)
    return alert


@deed("alert.record", Category.COLLECTION)
def take_alerts_back(*, rows: Collection[int], reason: str, by: Pass, at: datetime) -> list[Alert]:
    """End alerts that a file said and that is undone: they stay readable as ended. A second call changes nothing.

    Raises :class:`NotFound` for a worker to whom one of the records is not open.
    """
    current = Alert.objects.select_for_update().filter(pk__in=rows, agency_id=by.agency, state=ALERT_CURRENT)
    found = list(current.order_by("pk"))
    because = reason.strip()[:LONGEST_REASON]
    for alert in found:
        _demand_ours(alert, by)
        ended_on = max(local_date(at), alert.starts_on)
        ended: dict[str, Any] = {"ended_on": ended_on, "ended_by": by.staff, "end_reason": because}
        change(alert, version=None, by=by, at=at, state=ALERT_ENDED, reason=because, kind="undo", **ended)
    return found


def _demand_ours(alert: Alert, by: Pass) -> None:
    by.demand_person(alert.person_id, DataClass.SAFETY, writing=True)
    if alert.agency_id != by.agency:
        raise NotFound()
