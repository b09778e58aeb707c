"""Who was selected of those nominated: what was counted. Cleared figures; nothing here is about a person."""

from collections.abc import Sequence
from datetime import datetime

from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.measurement.models import SelectionCount
from desistance.measurement.queries.once import counts_of, periods_left
from desistance.measurement.rules.periods import Period
from desistance.measurement.rules.selection import years_over


def selection_counts(*, by: Pass) -> Sequence[SelectionCount]:
    """Every count that was asked for, the newest year first."""
    return counts_of(SelectionCount, by=by)


def years_to_count(*, by: Pass, at: datetime) -> Sequence[Period]:
    """Years that can be counted and are not, newest first."""
    return periods_left(SelectionCount, years_over(local_date(at)), by=by)
