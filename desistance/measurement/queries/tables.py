"""The counted tables of a snapshot as they may be shown, and as files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desistance.foundation.spreadsheets import Value, csv_text
from desistance.history.terms import OffenceGroup
from desistance.measurement.models import CountedTable, Snapshot
from desistance.measurement.rules.cited import benchmark_for
from desistance.measurement.rules.periods import Period, day_words
from desistance.measurement.rules.texts import Figures, figure
from desistance.measurement.terms import QUARTER_BY_AREA, SYMBOLS, YEAR_BY_AREA

Row = Mapping[str, Any]
GROUPS: Mapping[str, str] = dict(OffenceGroup.choices)
HEADINGS = {
    "cohort": "Period",
    "area": "Area",
    "area_name": "Area name",
    "age_band": "Age at the start",
    "sex": "Sex",
    "offence_group": "Main offence",
    "offenders": "People",
    "reoffenders": "Reoffended",
    "reoffences": "Reoffences",
    "rate": "Rate",
    "rate_low": "Range from",
    "rate_high": "Range to",
    "reoffences_per_reoffender": "Reoffences for each person who reoffended",
    "reoffences_per_person": "Reoffences for each person",
    "provisional": "Provisional",
    "compared": "Compared",
    "outcome": "Outcome",
    "step": "Step",
    "group": "Group",
    "fact": "Fact",
    "treated": "Took part",
    "compared_with": "To compare with",
    "level_treated": "For those who took part",
    "level_comparison": "For the others",
    "difference": "Difference",
    "likely_range": "Likely range",
    "before": "Before matching",
    "after": "After matching",
    "band": "How alike",
}


@dataclass(frozen=True, slots=True)
class Hidden:
    """One hidden cell: the row in words, the column, and why."""

    row: str
    column: str
    symbol: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """One cleared table: every number in it may be published. ``hidden`` says why each other cell is hidden."""

    name: str
    title: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    hidden: tuple[Hidden, ...]
    face: str
    notes: tuple[str, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands over each column."""
        return tuple(HEADINGS.get(name, name) for name in self.columns)

    @property
    def printed(self) -> tuple[tuple[str, ...], ...]:
        """Every row in words, in the order of the columns."""
        return tuple(tuple(_printed(name, row.get(name)) for name in self.columns) for row in self.rows)

    @property
    def symbols(self) -> Mapping[str, str]:
        """The symbols that stand in it, with their words."""
        used = {str(value) for row in self.rows for value in row.values()}
        return {symbol: words for symbol, words in SYMBOLS.items() if symbol in used}

    def as_csv(self) -> str:
        """The table as CSV: numbers as they are, symbols as they stand; text that a spreadsheet would run is quoted with '."""
        return csv_text(self.columns, [[_cell(row.get(name)) for name in self.columns] for row in self.rows])

    def as_json(self) -> str:
        """The rows as JSON."""
        return json.dumps(list(self.rows), ensure_ascii=False, indent=1) + "\n"

    def row_of(self, **keys: str) -> Row | None:
        """The row with these keys."""
        return next((row for row in self.rows if all(row.get(name) == value for name, value in keys.items())), None)


def tables_of(snapshot: Snapshot) -> dict[str, Table]:
    """The tables of a snapshot by name, in the order in which they were counted."""
    return {table.name: _table(table) for table in CountedTable.objects.filter(snapshot=snapshot).order_by("id")}


def period_of(snapshot: Snapshot) -> Period:
    """The cohorts that a snapshot counts."""
    return Period(snapshot.first_on, snapshot.last_on)


def area_rows(tables: Mapping[str, Table]) -> dict[str, Row]:
    """The row of each area for the whole period of the snapshot: the year where there is one, else the quarter."""
    table = tables.get(YEAR_BY_AREA) or tables.get(QUARTER_BY_AREA)
    return {str(row["area"]): row for row in table.rows} if table else {}


def quarter_rows(tables: Mapping[str, Table], slug: str) -> tuple[Row, ...]:
    """An area's rows quarter by quarter, oldest first."""
    table = tables.get(QUARTER_BY_AREA)
    return tuple(row for row in table.rows if row["area"] == slug) if table else ()


def figures_of(snapshot: Snapshot, tables: Mapping[str, Table]) -> Figures:
    """What the fields of a text are filled from."""
    period = period_of(snapshot)
    benchmark = benchmark_for(period.first, period.last)
    words = {"period": period.words, "complete_to": day_words(snapshot.complete_to)}
    if benchmark:
        words |= {"england_rate": benchmark.rate_words, "england_period": benchmark.period}
    return Figures(area_rows(tables), words)


def period_of_row(row: Row) -> Period:
    """The cohort that a row counts."""
    first, _, last = str(row["cohort"]).partition(" to ")
    return Period(date.fromisoformat(first), date.fromisoformat(last))


def key_words(name: str, key: str) -> str:
    """Whom a row is about, as a person says it: `Drugs and alcohol`, `Not known`."""
    words = GROUPS.get(key, key) if name == "offence_group" else key
    return words[:1].upper() + words[1:]


def _table(kept: CountedTable) -> Table:
    names = {str(row["area"]): str(row["area_name"]) for row in kept.rows if "area_name" in row}
    several = len({row.get("cohort") for row in kept.rows}) > 1
    return Table(
        name=kept.name,
        title=kept.title,
        keys=tuple(kept.keys),
        columns=tuple(kept.columns),
        rows=tuple(kept.rows),
        hidden=tuple(_hidden(kept.keys, cell, names, several=several) for cell in kept.hidden),
        face=kept.face,
        notes=tuple(kept.notes),
    )


def _hidden(keys: list[str], cell: Mapping[str, Any], names: Mapping[str, str], *, several: bool) -> Hidden:
    """A hidden cell by the words of its table; its cohort only where the table has several."""
    row = dict(zip(keys, cell["keys"], strict=True))
    whom = [names.get(key) or key_words(name, key) for name, key in row.items() if name != "cohort"]
    when = [period_of_row(row).words] if several else []
    reason = cell["reason"].removeprefix(f"{cell['symbol']} ")
    return Hidden(", ".join(whom + when), HEADINGS.get(cell["column"], cell["column"]), cell["symbol"], reason)


def _printed(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return figure(name, value)


def _cell(value: object) -> Value:
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None or isinstance(value, int | float) else str(value)
