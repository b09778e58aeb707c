"""The board's measures of each quarter: cleared figures alone."""

from datetime import date
from typing import Any

from ninja import Schema

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter
from desistance.api.text import Day
from desistance.measurement.actions.board import ask_for_board
from desistance.measurement.queries.board import board_counts
from desistance.measurement.rules.board import BOARD_MEASURES

router = RoomRouter(tags=["insight"])


class BoardRecorded(Schema):
    """Of how much that was due it is on record what came of it, or why that is hidden."""

    due: int | str
    known: int | str
    share: list[float] | None
    hidden: str


class BoardFigure(Schema):
    """One measure: what was due and done as shown (``[c]``: hidden), and the share with its 95% interval, or why not.

    ``on_record`` is not there for a quarter that was counted before it was kept.
    """

    measure: str
    words: str
    about: str
    of: int | str
    done: int | str
    share: list[float] | None
    hidden: str
    on_record: BoardRecorded | None = None


class BoardTold(Schema):
    """One quarter."""

    id: int
    first_on: date
    last_on: date
    state: str
    measures: list[BoardFigure]
    notes: list[str]
    failed_because: str


class BoardWanted(Schema):
    """The first day of the quarter."""

    first_on: Day


@router.asks("/board-counts", list[BoardTold], permission="measure.view")
def list_board_counts(request: Asked) -> Any:
    """List the quarters that were counted, newest first, with every measure of the board."""
    names = ("id", "first_on", "last_on", "state", "failed_because")
    return [
        {
            **{name: getattr(one, name) for name in names},
            "measures": [
                {
                    "measure": shown.name,
                    "words": shown.words,
                    "about": shown.about,
                    **one.result["measures"][shown.name],
                }
                for shown in BOARD_MEASURES
                if one.result
            ],
            "notes": one.result.get("notes", []),
        }
        for one in board_counts(by=request.by)
    ]


@router.does("/board-counts", permission="measure.count", makes=True)
def count_board(request: Asked, said: BoardWanted) -> Done:
    """Ask for the board's measures of a quarter to be counted, in the background. Each quarter is counted once."""
    return done("count", ask_for_board(first_on=said.first_on, by=request.by, at=request.at))
