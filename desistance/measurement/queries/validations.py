"""How well predictors fitted: what was worked out, and what it says in words. Cleared figures; nothing here is about a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.measurement.models import Snapshot, Validation
from desistance.measurement.rules.validation import may_validate_period
from desistance.measurement.terms import FOLLOWED_BY_PREDICTOR

Kept = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ValidationShown:
    """One validation with its groups as the gate let them out: everyone first."""

    record: Validation
    everyone: Kept | None
    groups: Sequence[Kept]
    slices: Sequence[Kept]
    notes: Sequence[str]


def validations(*, by: Pass, limit: int = 50) -> Sequence[Validation]:
    """Every validation with its snapshot, newest first."""
    by.demand("measure.view")
    return list(Validation.objects.select_related("snapshot").order_by("-id")[:limit])


def validation_shown(number: int, *, by: Pass) -> ValidationShown:
    """One validation. Raises :class:`NotFound`."""
    by.demand("measure.view")
    record = Validation.objects.select_related("snapshot").filter(pk=number).first()
    if record is None:
        raise NotFound()
    groups = record.result.get("groups", [])
    return ValidationShown(
        record,
        groups[0] if groups else None,
        groups[1:],
        record.result.get("slices", []),
        record.result.get("notes", []),
    )


def snapshots_to_validate(*, by: Pass) -> Sequence[Snapshot]:
    """Counted snapshots whose people were followed long enough for one predictor at least, newest period first."""
    by.demand("measure.view")
    counted = Snapshot.objects.filter(state="counted").order_by("-last_on", "first_on", "-id")
    return [
        one
        for one in counted
        if any(may_validate_period(name, one.last_on, one.complete_to) for name in FOLLOWED_BY_PREDICTOR)
    ]


def snapshot_numbered(number: int, *, by: Pass) -> Snapshot:
    """One snapshot to ask a validation of. Raises :class:`NotFound`."""
    by.demand("measure.count")
    found = Snapshot.objects.filter(pk=number).first()
    if found is None:
        raise NotFound()
    return found
