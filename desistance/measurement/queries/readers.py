"""A cleared table as people read it: whom, when, how many, the rate with its range. The file has every column."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desistance.measurement.queries.tables import HEADINGS, Table, key_words, period_of_row
from desistance.measurement.rules.cited import CitedFigure
from desistance.measurement.rules.comparison import standing
from desistance.measurement.rules.texts import figure

NOT_THERE = "[z]"
"""What does not apply; a bare dash would say nothing."""
NUMBERS = ("offenders", "reoffenders", "rate")


@dataclass(frozen=True, slots=True)
class ReadersTable:
    """Headings, which of them stand over numbers, and the rows in words or symbols."""

    headings: tuple[str, ...]
    first_number: int
    rows: tuple[tuple[str, ...], ...]


def cell_words(words: str) -> str:
    """A cell as it is, or that it does not apply."""
    return NOT_THERE if words in ("-", "") else words


def range_words(row: Mapping[str, Any]) -> str:
    """`29.4% to 33.4%`, or the symbol of the rate where that is hidden."""
    if not isinstance(row["rate_low"], float):
        return cell_words(figure("rate", row["rate"]))
    return f"{figure('rate_low', row['rate_low'])} to {figure('rate_high', row['rate_high'])}"


def readers_table(table: Table, benchmark: CitedFigure | None = None) -> ReadersTable:
    """The table for a page: the period only where there are several, areas by their names.

    With a ``benchmark`` each row says in words how it stands to it.
    """
    if "rate" not in table.columns:
        first = next((place for place, name in enumerate(table.columns) if name not in table.keys), 1)
        return ReadersTable(table.headings, first, table.printed)
    several = len({row.get("cohort") for row in table.rows}) > 1
    keys = [name for name in table.keys if name != "cohort"]
    named = ["area_name" if name == "area" else name for name in keys]
    headings = [*("Area" if name == "area_name" else HEADINGS.get(name, name) for name in named)]
    headings += ["Period"] if several else []
    rows = []
    for row in table.rows:
        whom = [key_words(name, str(row.get(name, row.get("area", "")))) for name in named]
        when = [period_of_row(row).words] if several else []
        numbers = [cell_words(figure(name, row[name])) for name in NUMBERS]
        beside = [standing(row["rate_low"], row["rate_high"], benchmark)] if benchmark else []
        rows.append((*whom, *when, *numbers, range_words(row), *beside))
    over = [*(HEADINGS[name] for name in NUMBERS), "Likely range", *([f"Beside {benchmark.area}"] if benchmark else [])]
    return ReadersTable((*headings, *over), len(headings), tuple(rows))
