"""Asking, and the moves of whatever an analyst asks of measurement: by the state table of its kind."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from desistance.foundation.actions import change
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Record
from desistance.foundation.states import StateTable
from desistance.measurement.models import BoardCount, Evaluation, SelectionCount, Snapshot, Tracking, Validation
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


def move(asked: Any, to: str, *, by: Pass, at: datetime, version: int | None = None, **values: Any) -> None:
    """Move what was asked by the state table of its kind. Raises :class:`Refused` and :class:`Conflict`."""
    STATES[type(asked)].may_move(asked.state, to).demand()
    change(asked, version=version, by=by, at=at, state=to, **values)
