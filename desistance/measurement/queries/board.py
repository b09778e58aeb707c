"""The board's measures as they were counted. Cleared figures; nothing here is about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.measurement.models import BoardCount, Publication
from desistance.measurement.queries.once import counts_of, periods_left
from desistance.measurement.rules.board import BOARD_MEASURES, QUARTERS_BACK, MeasureShown, over_time, quarters_over
from desistance.measurement.rules.periods import Period
from desistance.measurement.terms import PROVEN_REOFFENDING


@dataclass(frozen=True, slots=True)
class BoardShown:
    """The newest quarter that was counted, its measures with up to seven quarters before it, and what is on its way.

    Where an earlier quarter was asked for, it is that one. ``counted`` are all that can be chosen, newest first.
    """

    newest: BoardCount | None
    measures: tuple[MeasureShown, ...]
    waiting: tuple[BoardCount, ...]
    counted: tuple[BoardCount, ...]


def board_counts(*, by: Pass) -> Sequence[BoardCount]:
    """Every quarter that was asked for, the newest first."""
    return counts_of(BoardCount, by=by)


def board_shown(*, by: Pass, first_on: date | None = None) -> BoardShown:
    """What the board's page shows, of the newest quarter or of the one that begins on a day where that one is counted."""
    found = board_counts(by=by)
    counted = tuple(one for one in found if one.state == "counted")
    place = next((place for place, one in enumerate(counted) if one.first_on == first_on), 0)
    shown = counted[place : place + QUARTERS_BACK]
    measures = tuple(over_time(one, [each.result for each in shown]) for one in BOARD_MEASURES) if shown else ()
    waiting = tuple(one for one in found if one.state == "asked")
    return BoardShown(shown[0] if shown else None, measures, waiting, counted)


def quarters_to_count(*, by: Pass, at: datetime) -> Sequence[Period]:
    """Quarters that can be counted and are not, newest first."""
    return periods_left(BoardCount, quarters_over(local_date(at)), by=by)


def has_figure(measure: str, first_on: date, last_on: date, *, by: Pass) -> bool:
    """Whether a measure of the board has a figure of a period: counted; published, where it is one that is published."""
    by.demand("measure.view")
    if measure == PROVEN_REOFFENDING:
        shown = Publication.objects.filter(state="published", evaluation__isnull=True, snapshot__measure=measure)
        return shown.filter(snapshot__first_on=first_on, snapshot__last_on=last_on).exists()
    return BoardCount.objects.filter(first_on=first_on, last_on=last_on, state="counted").exists()
