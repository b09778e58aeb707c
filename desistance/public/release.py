"""One release as its page draws it."""

from collections.abc import Sequence
from typing import Any

from desistance.measurement.queries.published import Release, ReleaseListed
from desistance.measurement.queries.readers import readers_table


def release_shown(found: Release, *, others: Sequence[ReleaseListed]) -> dict[str, Any]:
    """The release, its tables with their columns and cells in words, and the other releases."""
    return {
        "release": found,
        "tables": [
            {
                "name": table.name,
                "title": table.title,
                "read": readers_table(table),
                "notes": table.notes,
                "symbols": table.symbols,
                "hidden": len(table.hidden),
            }
            for table in found.tables.values()
        ],
        "others": [one for one in others if one.slug != found.listed.slug],
    }
