"""Who was selected for IOM of those nominated, by sex, age and ethnicity: cleared figures alone."""

from datetime import date
from typing import Any

from ninja import Schema

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter
from desistance.api.text import Day
from desistance.measurement.actions.selection import ask_for_selection
from desistance.measurement.queries.selection import selection_counts

router = RoomRouter(tags=["insight"])


class SelectedGroup(Schema):
    """One group: counts as shown (``[c]``: hidden), and the share selected with the ends of its 95% interval, or why not."""

    by: str
    group: str
    nominated: int | str
    selected: int | str
    share: list[float] | None
    hidden: str


class SelectionTold(Schema):
    """One year: everyone first, then each group."""

    id: int
    first_on: date
    last_on: date
    state: str
    groups: list[SelectedGroup]
    notes: list[str]
    failed_because: str


class SelectionWanted(Schema):
    """The 1 April on which the year begins."""

    first_on: Day


@router.asks("/selection-counts", list[SelectionTold], permission="measure.view")
def list_selection_counts(request: Asked) -> Any:
    """List the years that were counted, newest first, with the share selected of each group."""
    names = ("id", "first_on", "last_on", "state", "failed_because")
    return [
        {
            **{name: getattr(one, name) for name in names},
            "groups": one.result.get("groups", []),
            "notes": one.result.get("notes", []),
        }
        for one in selection_counts(by=request.by)
    ]


@router.does("/selection-counts", permission="measure.count", makes=True)
def count_selection(request: Asked, said: SelectionWanted) -> Done:
    """Ask for the nominations of a year to be counted, in the background. Each year is counted once."""
    return done("count", ask_for_selection(first_on=said.first_on, by=request.by, at=request.at))
