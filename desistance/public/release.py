"""One release as its page draws it."""

from collections.abc import Sequence
from typing import Any

from desistance.measurement.queries.published import Release, ReleaseListed
from desistance.measurement.queries.readers import NUMBERS, cell_words, range_words, readers_table
from desistance.measurement.queries.tables import HEADINGS, Table, area_rows, quarter_rows
from desistance.measurement.rules.texts import figure
from desistance.measurement.terms import REGION, REGION_WORDS
from desistance.public.templatetags.public_words import quarter_point


def release_shown(found: Release, *, others: Sequence[ReleaseListed]) -> dict[str, Any]:
    """The release, its tables with their columns and cells in words, and the other releases.

    What stands under every table of it is told once (``notes``), and only what belongs to one table under that.
    """
    tables = list(found.tables.values())
    shared = [note for note in tables[0].notes if all(note in one.notes for one in tables)] if tables else []
    return {
        "release": found,
        "tables": [_table(one, shared) for one in tables],
        "notes": shared,
        "facts": _facts(found),
        "line": _line(found),
        "others": [one for one in others if one.slug != found.listed.slug],
    }


def _facts(found: Release) -> list[dict[str, str]]:
    """The region's own row as headline facts; none where the release has no such row, as that of an evaluation."""
    row = area_rows(found.tables).get(REGION)
    if row is None:
        return []
    cells = [(HEADINGS[name], cell_words(figure(name, row[name]))) for name in NUMBERS]
    beside = [(found.benchmark.area, found.benchmark.rate_words)] if found.benchmark else []
    return [{"label": label, "value": value} for label, value in (*cells, ("Likely range", range_words(row)), *beside)]


def _line(found: Release) -> dict[str, Any] | None:
    """The region quarter by quarter, where the release has several."""
    rows = quarter_rows(found.tables, REGION)
    return {"name": REGION_WORDS, "points": [quarter_point(row) for row in rows]} if len(rows) > 1 else None


def _table(table: Table, shared: Sequence[str]) -> dict[str, Any]:
    read = readers_table(table)
    used = {cell for row in read.rows for cell in row}
    return {
        "name": table.name,
        "title": table.title,
        "read": read,
        "notes": [note for note in table.notes if note not in shared],
        "symbols": {symbol: words for symbol, words in table.symbols.items() if symbol in used},
    }
