"""Who was selected of those nominated: what was counted. Cleared figures; nothing here is about a person."""

from collections.abc import Sequence
from datetime import datetime

from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.measurement.models import SelectionCount
from desistance.measurement.rules.periods import Period
from desistance.measurement.rules.selection import years_over


def selection_counts(*, by: Pass) -> Sequence[SelectionCount]:
    """Every count that was asked for, the newest year first."""
    by.demand("measure.view")
    return list(SelectionCount.objects.order_by("-first_on", "-id"))


def years_to_count(*, by: Pass, at: datetime) -> Sequence[Period]:
    """Years that can be counted and are not, newest first."""
    by.demand("measure.view")
    done = set(SelectionCount.objects.exclude(state="failed").values_list("first_on", flat=True))
    return [one for one in years_over(local_date(at)) if one.first not in done]
