"""The move of whatever an analyst asks of measurement: by the state table of its kind, at the version that was read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

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

STATES: Final[Mapping[type[Record], StateTable]] = {
    Snapshot: SNAPSHOT_STATES,
    Validation: VALIDATION_STATES,
    Evaluation: EVALUATION_STATES,
    Tracking: TRACKING_STATES,
    SelectionCount: SELECTION_STATES,
    BoardCount: BOARD_STATES,
}


def move(asked: Any, to: str, *, by: Pass, at: datetime, version: int | None = None, **values: Any) -> None:
    """Move what was asked by the state table of its kind. Raises :class:`Refused` and :class:`Conflict`."""
    STATES[type(asked)].may_move(asked.state, to).demand()
    change(asked, version=version, by=by, at=at, state=to, **values)
