"""What is counted once a period: what was asked for, and what can be asked for still."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from desistance.foundation.passes import Pass
from desistance.measurement.models import BoardCount, SelectionCount
from desistance.measurement.rules.periods import Period

Count = TypeVar("Count", BoardCount, SelectionCount)


def counts_of(kind: type[Count], *, by: Pass) -> Sequence[Count]:
    """Every count of a kind that was asked for, the newest period first."""
    by.demand("measure.view")
    return list(kind.objects.order_by("-first_on", "-id"))


def periods_left(kind: type[Count], periods: Iterable[Period], *, by: Pass) -> Sequence[Period]:
    """Those of some periods that are not counted, in their order."""
    by.demand("measure.view")
    done = set(kind.objects.exclude(state="failed").values_list("first_on", flat=True))
    return [one for one in periods if one.first not in done]
