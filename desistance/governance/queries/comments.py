"""What was said of each measure by whoever answers for it, and what it said before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desistance.audit.deeds import question
from desistance.foundation.models import Revision
from desistance.foundation.passes import Pass
from desistance.governance.models import MeasureComment
from desistance.measurement.rules.board import ANSWERS, ON_THE_BOARD
from desistance.measurement.rules.periods import Period
from desistance.partners.queries import staff_names


@dataclass(frozen=True, slots=True)
class CommentShown:
    """A comment of one period, who said it when and from which post, and its earlier words with their days, newest first."""

    comment: MeasureComment
    period: str
    said_by: str
    earlier: tuple[tuple[str, datetime], ...]


@question
def comments(*, by: Pass, measure: str = "") -> Sequence[CommentShown]:
    """Every comment, or those on one measure, the newest period first."""
    by.demand("measure.view")
    found = MeasureComment.objects.select_related("agency").order_by("-last_on", "measure")
    rows = list(found.filter(measure=measure) if measure else found)
    names = staff_names([one.said_by for one in rows])
    earlier = _earlier([one.pk for one in rows])
    return [
        CommentShown(
            comment=one,
            period=Period(one.first_on, one.last_on).words,
            said_by=", ".join(part for part in (names.get(one.said_by), one.title, one.agency.short_name) if part),
            earlier=earlier.get(one.pk, ()),
        )
        for one in rows
    ]


def answers_for(measure: str, *, by: Pass) -> bool:
    """Whether the reader may comment on a measure: their agency answers for it, and so does their role."""
    return by.holds("measure.comment") and measure in ON_THE_BOARD and by.agency_kind == ANSWERS[measure]


def comment_on(measure: str, first_on: date, last_on: date, *, by: Pass) -> MeasureComment | None:
    """The comment on one measure and period, to act on."""
    by.demand("measure.comment")
    told: dict[str, Any] = {"measure": measure, "first_on": first_on, "last_on": last_on}
    return MeasureComment.objects.select_related("agency").filter(**told).first()


def _earlier(ids: Sequence[int]) -> Mapping[int, tuple[tuple[str, datetime], ...]]:
    kept = Revision.objects.filter(holding="governance.MeasureComment", record_id__in=ids).order_by("-version")
    found: dict[int, tuple[tuple[str, datetime], ...]] = {}
    for one in kept:
        said = (str(one.values["words"]), datetime.fromisoformat(one.values["said_at"]))
        found[one.record_id] = (*found.get(one.record_id, ()), said)
    return found
