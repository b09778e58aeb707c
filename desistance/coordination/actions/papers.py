"""Taking the minutes or the pack of a meeting out as a file: on the record with everyone in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.coordination.queries.minutes import PAPERS, Minutes
from desistance.coordination.terms.meetings import Paper
from desistance.foundation.passes import Pass


def _those_told(_arguments: Any, told: Minutes) -> Iterable[int]:
    return [one.row.case.person_id for one in told.cases if one.row.case]


@deed("panel.take_part", Category.CONSULTATION, about=_those_told)
def take_out(*, meeting: int, paper: Paper, by: Pass, at: datetime) -> Minutes:
    """The minutes or the pack for a file, of what the reader may see; whoever is told of stands in the trail.

    Raises :class:`NotFound`, and :class:`Refused` for a pack that is not frozen.
    """
    return PAPERS[paper](meeting, by=by)
