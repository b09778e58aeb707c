"""What is counted of the quality of a feed, and how each count is defined: the page and the file say the same words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desistance.foundation.register import Feed

MONTHS: Final = 12
EVENT_COLUMNS: Final = (
    "arrested_at",
    "disposed_on",
    "disposal_date",
    "sentenced_on",
    "convicted_on",
    "released_on",
    "release_date",
    "started_on",
)
"""The column that says when what a row tells of happened; the first that a feed has."""
CODE_SHAPE: Final = "^[A-Z]{2}[0-9]{5}[A-Z]?$"
"""Only a code of this shape is shown by itself: anything else in the column may be a name that slipped."""
OTHER_TEXT: Final = "other text"
MOST_CODES_SHOWN: Final = 10

DEFINITIONS: Final = {
    "Rows": "Rows of the files received in the period, without those of imports that were stopped or undone.",
    "Given": "The cell holds something other than a word for not known.",
    "Not known": "The cell holds a word such as “unknown” or “N/K”.",
    "Empty": "The cell is empty. A column that a file does not have counts as empty in each of its rows.",
    "Delay": (
        "Whole days from the event to the day on which the file was received, for rows that are loaded or ready and whose "
        "date is written in figures. The middle is the median; nine in ten rows came within the 90th centile."
    ),
    "Repeated": "Rows whose number an earlier row of the same file has, or that is on record with other facts.",
    "Loaded before": "Rows that say what an earlier file said: they were left out and changed nothing.",
    "Possible matches": "Rows that resembled someone on record, by what a person decided. Those that wait are counted apart.",
    "Codes not known": "Codes of held rows that are not in this service's list.",
}


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are counted, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Completeness:
    """One declared column over all rows that fit their heading: how often it was given, not known in words, or empty."""

    column: str
    is_needed: bool
    rows: int
    given: int
    not_known: int

    @property
    def empty(self) -> int:
        """Rows in which nothing stands there."""
        return self.rows - self.given - self.not_known

    @property
    def percent_given(self) -> float | None:
        """Of all rows, how many in a hundred have it; None without rows."""
        return round(100 * self.given / self.rows, 1) if self.rows else None


@dataclass(frozen=True, slots=True)
class Delay:
    """Days from the event to the receipt: of how many rows, the median and the 90th centile; None when none was measured."""

    column: str
    rows: int = 0
    median: int | None = None
    ninetieth: int | None = None


def period_to(on: date) -> Period:
    """The twelve months that end on a day."""
    try:
        before = on.replace(year=on.year - MONTHS // 12)
    except ValueError:  # 29 February
        before = on.replace(year=on.year - MONTHS // 12, day=28)
    return Period(before + timedelta(days=1), on)


def event_column(feed: Feed) -> str:
    """The column by which a feed's delay is measured; empty when it has none."""
    return next((column for column in EVENT_COLUMNS if column in feed.columns), "")


def code_columns(feed: Feed) -> Sequence[str]:
    """The columns of a feed that hold codes of a list."""
    return [column for column in feed.columns if column.endswith("_code")]
