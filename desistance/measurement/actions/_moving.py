"""Asking, and the moves of whatever an analyst asks of measurement: by the state table of its kind."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final, TypeVar

from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Decision
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Record
from desistance.foundation.states import StateTable
from desistance.measurement.models import BoardCount, Evaluation, SelectionCount, Snapshot, Tracking, Validation
from desistance.measurement.rules.periods import Period, PeriodFacts
from desistance.measurement.terms import (
    BOARD_STATES,
    EVALUATION_STATES,
    SELECTION_STATES,
    SNAPSHOT_STATES,
    TRACKING_STATES,
    VALIDATION_STATES,
)

Asked = TypeVar("Asked", bound=Record)

STATES: Final[Mapping[type[Record], StateTable]] = {
    Snapshot: SNAPSHOT_STATES,
    Validation: VALIDATION_STATES,
    Evaluation: EVALUATION_STATES,
    Tracking: TRACKING_STATES,
    SelectionCount: SELECTION_STATES,
    BoardCount: BOARD_STATES,
}


def ask(kind: type[Asked], *, by: Pass, at: datetime, **values: Any) -> Asked:
    """Write down what is asked, by whose agency and whom, in the first state of its kind."""
    kept = {"agency_id": by.agency, "state": STATES[kind].start, "asked_at": at, "asked_by": by.staff}
    return kind._default_manager.create(**kept, **values, created_at=at, changed_at=at, changed_by=by.staff)


def ask_once(
    kind: type[Asked],
    first_on: date,
    period_from: Callable[[date], Period],
    may: Callable[[PeriodFacts], Decision],
    *,
    by: Pass,
    at: datetime,
) -> Asked:
    """Ask for what is counted once for the period that begins on a day. Raises :class:`Refused` where ``may`` says no: it is
    asked first, since a day that begins none has no period. A count that failed does not stand.
    """
    standing = kind._default_manager.filter(first_on=first_on).exclude(state="failed")
    may(PeriodFacts(first_on, local_date(at), is_there=standing.exists())).demand("first_on")
    return ask(kind, by=by, at=at, first_on=first_on, last_on=period_from(first_on).last)


def move(asked: Any, to: str, *, by: Pass, at: datetime, version: int | None = None, **values: Any) -> None:
    """Move what was asked by the state table of its kind. Raises :class:`Refused` and :class:`Conflict`."""
    STATES[type(asked)].may_move(asked.state, to).demand()
    change(asked, version=version, by=by, at=at, state=to, **values)
