"""A whole series of cohorts kept in a store: counted in one pass, refreshed by the people who have new rows.

`series` makes or opens a store; `rates` gives cleared tables as `evidence.reoffending.rates` does. The store belongs to one
definition, period and breakdown: ask for another and it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from evidence.reoffending.conventions import PROVEN, Cohort, Day, Definition, cohorts, day_of, proven
from evidence.reoffending.results import Rates, rates_from_counts
from evidence.reoffending.stores.onepass import Calendar, Numbers, calendar_of, count
from evidence.reoffending.stores.refreshing import Refreshed, refresh
from evidence.reoffending.stores.storing import MEMORY, About, Asked, Progress, build, opened, rows_of
from evidence.tables import SANCTIONS, Checked
from evidence.trouble import Trouble

__all__ = ["Refreshed", "Series", "series"]


@dataclass
class Series:
    """A store and its cells: offenders, reoffenders and reoffences by quarter and group."""

    folder: Path
    about: About
    definition: Definition
    quarters: tuple[Cohort, ...]
    cells: Numbers

    @property
    def calendar(self) -> Calendar:
        """The days of the period and where their follow-up ends."""
        return calendar_of(self.quarters, self.definition)

    def refresh(self, new_sanctions: Checked) -> Refreshed:
        """Count late rows in: only people with new rows are counted again. Raises `Trouble` for a changed sanction."""
        if new_sanctions.table is not SANCTIONS:
            raise Trouble("A series is refreshed with rows of the table sanctions.")
        self.about, self.cells, told = refresh(self.folder, self.about, self.cells, new_sanctions, self.calendar)
        self._keep()
        return told

    def rates(self, *, every: str = "quarter", complete_to: date | None = None) -> Rates:
        """The series as rates, to be cleared like any others; `complete_to` as in `evidence.reoffending.rates`."""
        first, last = self.quarters[0].first, self.quarters[-1].last
        counted = [
            (cohort.first, *self.about.groups[group], *(int(number) for number in self.cells[place, group]))
            for place, cohort in enumerate(self.quarters)
            for group in np.flatnonzero(self.cells[place, :, 0])
        ]
        stated = complete_to or date.fromisoformat(self.about.last_sanction)
        asked = cohorts(first, last, every)
        return rates_from_counts(
            counted, asked, tuple(self.about.by), self.definition, stated, stated=complete_to is not None
        )

    def _keep(self) -> None:
        """Write the cells, then what the store is of: a store that was cut short is as it was before."""
        np.save(self.folder / f"cells-{self.about.refreshes:04}.npy", self.cells)
        self.about.written(self.folder)
        for old in self.folder.glob("cells-*.npy"):
            if old.name != f"cells-{self.about.refreshes:04}.npy":
                old.unlink()


def series(
    store: str | Path,
    sanctions: Checked | None = None,
    first: Day | None = None,
    last: Day | None = None,
    *,
    by: tuple[str, ...] | list[str] = ("area",),
    definition: Definition = PROVEN,
    memory: str = MEMORY,
    progress: Progress = lambda *_told: None,
) -> Series:
    """Open a store, or make one from sanctions for the quarters from `first` to `last`; `memory` bounds the sort, `progress` is
    told what is being done, with the rows done and in all.

    Raises `Trouble` where there is no store, or one of another definition, period or breakdown is asked for.
    """
    folder = Path(store)
    if sanctions is None:
        return _open(folder)
    if first is None or last is None:
        raise Trouble("A series needs a period: give its first and its last day.")
    if sanctions.table is not SANCTIONS:
        raise Trouble("A series is made from the table sanctions.")
    first, last = day_of(first), day_of(last)
    quarters = cohorts(first, last)
    about = build(sanctions, folder, Asked(definition, first, last, tuple(by)), memory, progress)
    cells = count(rows_of(folder), calendar_of(quarters, definition), len(about.groups))
    made = Series(folder, about, definition, quarters, cells)
    made._keep()
    return made


def _open(folder: Path) -> Series:
    about = opened(folder)
    told = about.definition
    definition = proven(told["follow_up_months"], told["waiting_months"], told["interval"])
    if definition.name != told["name"]:
        raise Trouble(
            f"{folder}: was made by {told['name']}, this program counts by {definition.name}. Make the store anew."
        )
    quarters = cohorts(date.fromisoformat(about.first), date.fromisoformat(about.last))
    return Series(folder, about, definition, quarters, np.load(folder / f"cells-{about.refreshes:04}.npy"))
