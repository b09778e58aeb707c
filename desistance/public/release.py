"""One release as its page draws it."""

from collections.abc import Sequence
from typing import Any

from desistance.measurement.queries.published import Release, ReleaseListed
from desistance.measurement.queries.readers import readers_table
from desistance.measurement.queries.tables import Table


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
        "others": [one for one in others if one.slug != found.listed.slug],
    }


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
