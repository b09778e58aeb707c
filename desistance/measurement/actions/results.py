"""By the worker: keeping what was found of what was asked, or why nothing could be; by the state table of its kind."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.passes import Pass
from desistance.measurement.actions._moving import move
from desistance.measurement.models import BoardCount, Evaluation, SelectionCount, Snapshot, Tracking, Validation

Found = TypeVar("Found", Validation, Evaluation, Tracking, SelectionCount, BoardCount)
Asked = TypeVar("Asked", Snapshot, Validation, Evaluation, Tracking, SelectionCount, BoardCount)


@deed("measure.count", Category.ADMINISTRATION)
def record_result(*, asked: Found, result: Mapping[str, Any], by: Pass, at: datetime) -> Found:
    """Keep what passed the gate."""
    move(asked, "counted", by=by, at=at, counted_at=at, result=dict(result))
    return asked


@deed("measure.count", Category.ADMINISTRATION)
def stop_counting(*, asked: Asked, because: str, by: Pass, at: datetime) -> Asked:
    """Stop what cannot be counted or worked out, with words that say what to do. Nothing of it is used."""
    move(asked, "failed", by=by, at=at, failed_because=because)
    return asked
