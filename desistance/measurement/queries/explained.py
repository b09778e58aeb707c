"""How one person counted in a cohort: for those who may see everything that the answer rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desistance.access.queries.scope import entries_seen
from desistance.audit.deeds import question
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.measurement.models import CohortMember
from desistance.measurement.rules.periods import Period, quarter_of


@dataclass(frozen=True, slots=True)
class Explained:
    """One quarter's cohort that the person was counted in: index event, what counted, and what did not and why."""

    snapshot: int
    period: Period
    index_on: date
    index_kind: str
    area: str
    reoffences: int
    index: Mapping[str, Any]
    counted: Sequence[Mapping[str, Any]]
    rejected: Sequence[Mapping[str, Any]]

    @property
    def reoffended(self) -> bool:
        """Whether the person counts as having reoffended."""
        return self.reoffences > 0


@question
def explained(person: int, snapshot: int | None = None, *, by: Pass) -> Sequence[Explained]:
    """The cohorts that a person was counted in, of one snapshot or all, newest first.

    Empty for who may not see the offending entries of every agency that the outcome rests on: less would tell what they hold.
    """
    if by.person != person:
        return []
    seen = sorted(by.sees.get(DataClass.OFFENDING, frozenset()))
    rows = CohortMember.objects.filter(entries_seen(by, "measurement.CohortMember"), rests_on__contained_by=seen)
    if snapshot is not None:
        rows = rows.filter(snapshot_id=snapshot)
    return [
        Explained(
            snapshot=row.snapshot_id,
            period=quarter_of(row.quarter),
            index_on=row.index_on,
            index_kind=row.index_kind,
            area=row.area,
            reoffences=row.reoffences,
            index=row.explanation["index"],
            counted=row.explanation["counted"],
            rejected=row.explanation["rejected"],
        )
        for row in rows.order_by("-quarter", "-snapshot_id")
    ]
