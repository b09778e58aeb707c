"""A release as one accessible spreadsheet: a cover, a table on each sheet, and how everything was counted on the last."""

import itertools

from desistance.measurement.queries.published import Release
from desistance.measurement.queries.tables import Table
from desistance.measurement.rules.periods import day_words
from evidence.disclosure.opendocument import Sheet, workbook

SHARES = frozenset({"rate", "rate_low", "rate_high"})


def release_workbook(found: Release) -> bytes:
    """Every table of a release, to the last digit as on its page, as an OpenDocument spreadsheet."""
    listed = found.listed
    about = [
        f"{listed.measure}. {listed.period}. Edition {listed.edition}, published on {day_words(listed.published_at.date())}.",
        *(["Provisional: the figures can still rise."] if listed.is_provisional else []),
        found.headline,
        *found.limits.splitlines(),
        "Numbers of people are rounded, and small ones are hidden, so that nobody can be recognised. "
        "Rates are worked out from the rounded numbers.",
        f"Records were complete to {day_words(found.complete_to)}.",
        f"Definition: {found.definition.split(';')[0]}. The sheet Notes says how everything is counted.",
    ]
    sheets = [_sheet(f"Table {number}", table) for number, table in enumerate(found.tables.values(), start=1)]
    told = [(one["name"], one["choice"], one["words"]) for one in found.conventions]
    counted = Sheet(
        "Notes", "How it is counted", ("This sheet holds one table.",), ("Name", "Choice", "In words"), told
    )
    return workbook(listed.title, [line for line in about if line.strip()], [*sheets, counted])


def _sheet(name: str, table: Table) -> Sheet:
    marks = tuple(f"{symbol} means {words}." for symbol, words in table.symbols.items())
    notes = tuple(itertools.takewhile(lambda note: not note.startswith("Definition "), table.notes))
    return Sheet(
        name,
        table.title,
        ("This sheet holds one table.", *marks, *notes),
        table.headings,
        [[row.get(column) for column in table.columns] for row in table.rows],
        frozenset(place for place, column in enumerate(table.columns) if column in SHARES),
    )
