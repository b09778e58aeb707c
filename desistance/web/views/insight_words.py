"""Measures, snapshots and publications in the words of their pages: a number never without its range, a symbol never alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from desistance.measurement.queries.insight import QuarterListed
from desistance.measurement.queries.published import AreaRelease, Release
from desistance.measurement.queries.readers import cell_words, range_words, readers_table
from desistance.measurement.queries.tables import Hidden, Table, period_of_row
from desistance.measurement.rules.cited import CitedFigure, benchmark_for
from desistance.measurement.rules.comparison import changed
from desistance.measurement.rules.periods import Period, day_words, maturity
from desistance.measurement.rules.texts import figure
from desistance.measurement.terms import PUBLICATION_STATES, SNAPSHOT_STATES, SYMBOLS
from desistance.web.templatetags.desistance import moment

QUALITY = {
    "people": "People with a sanction or release in the period",
    "people_matched": "of them, with a national identity number",
    "birth_date_not_known": "Date of birth not known",
    "sex_not_known": "Sex not known",
    "area_not_known": "Area not known",
    "cannot_be_followed": "Cannot be followed: no release on record",
}
"""What each count of the data's quality says."""


def line_of_quarter(one: QuarterListed) -> dict[str, Any]:
    """A quarter in the list: its period, when it can be published, and the next step."""
    found = one.maturity
    kind, _, rest = found.words.partition(": ")
    return {
        "period": kind,
        "words": rest,
        "first": found.period.first,
        "is_final": found.is_final,
        "hint": f"Can be published from {day_words(found.can_be_published_from)}."
        if not found.is_final
        else "The wait is over for everyone.",
        "snapshot": one.snapshot.pk if one.snapshot else None,
        "publication": one.publication.pk if one.publication else None,
        "state": PUBLICATION_STATES[one.publication.state].wording
        if one.publication
        else SNAPSHOT_STATES[one.snapshot.state].wording
        if one.snapshot
        else "Not started",
    }


def line_of_publication(record: Any) -> dict[str, Any]:
    """One edition of a release in the list."""
    when = record.published_at or record.publish_at
    state = PUBLICATION_STATES[record.state]
    return {
        "title": record.title,
        "url": reverse("publication", args=[record.pk]),
        "edition": record.edition,
        "state": state.wording,
        "when": moment(when) if when else "No time set",
    }


def line_of_snapshot(record: Any) -> dict[str, Any]:
    """One snapshot in the list."""
    return {
        "period": Period(record.first_on, record.last_on).words,
        "url": reverse("snapshot", args=[record.pk]),
        "state": SNAPSHOT_STATES[record.state].wording,
        "asked": moment(record.asked_at),
        "is_provisional": record.is_provisional,
        "because": record.failed_because,
    }


def quality_facts(record: Any) -> list[dict[str, str]]:
    """What a reader must know of the data: each count cleared like every other."""
    facts = [
        {"label": words, "value": cell_words(figure("people", record.quality.get(name)))}
        for name, words in QUALITY.items()
        if name in record.quality
    ]
    share = record.quality.get("share_matched")
    if isinstance(share, float):
        facts.insert(0, {"label": "Match rate", "value": f"{share * 100:.1f}%"})
    return facts


def table_shown(table: Table, benchmark: CitedFigure | None = None) -> dict[str, Any]:
    """A cleared table with its cells in words, its symbols explained, and why each hidden cell is hidden.

    With a ``benchmark``, each row stands beside it in words.
    """
    return {
        "name": table.name,
        "title": table.title,
        "read": readers_table(table, benchmark),
        "symbols": list(table.symbols.items()),
        "notes": table.notes,
        "hidden": why_hidden(table.hidden),
        "face": table.face,
    }


def why_hidden(cells: Sequence[Hidden]) -> list[dict[str, Any]]:
    """A line for the hidden cells of a row that have one reason, with their columns: what a person can read through and sign."""
    lines: dict[tuple[str, str, str], list[str]] = {}
    for cell in cells:
        lines.setdefault((cell.row, cell.symbol, cell.reason), []).append(cell.column)
    return [
        {"row": row, "symbol": symbol, "reason": reason, "columns": [columns[0], *(one.lower() for one in columns[1:])]}
        for (row, symbol, reason), columns in lines.items()
    ]


def measure_of(
    newest: AreaRelease | None,
    rows: Sequence[Mapping[str, Any]],
    whole: Release | None,
    area: str,
    before: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The page of a measure for one area: facts, chart, table, breakdowns, who and when, limits."""
    if newest is None or whole is None:
        return {"newest": None}
    period = Period(newest.listed.first_on, newest.listed.last_on)
    found = maturity(period, complete_to=newest.complete_to)
    lines = [_quarter(row) for row in rows]
    breakdowns = [table for name, table in whole.tables.items() if not name.endswith("-by-area")]
    return {
        "newest": newest,
        "release": whole,
        "change": _change(newest.row, before) if before else _change_of(rows),
        "compared": compared_words(newest.compared),
        "finding": _finding(newest, area),
        "line": {"name": area, "points": [line["point"] for line in lines]} if len(lines) > 1 else None,
        "national": _national(lines),
        "lines": lines[::-1] or [_whole(newest)],
        "symbols": _symbols(lines, newest),
        "breakdowns": [table_shown(table, whole.benchmark) for table in breakdowns],
        "window": {
            "begins": period.words,
            "closes": day_words(found.window_closed_on),
            "final": day_words(found.wait_ends_on),
            "months": 12 if period.is_a_year else 3,
        },
        "quality": whole.quality,
        "downloads": [(table.title, name) for name, table in whole.tables.items()],
    }


def _finding(newest: AreaRelease, area: str) -> str:
    """The chart's finding: compared only by the range, and hidden where the rate is."""
    if newest.is_hidden:
        return f"The newest figure for {area} cannot be shown"
    return f"{newest.compared.split(' (')[0].split(',')[0]}, {newest.listed.period}"


def compared_words(words: str) -> dict[str, str]:
    """`Similar to England and Wales`, and under it the rate, its year, and where it lies."""
    said, _, rest = words.partition(" (")
    return {"words": said, "small": rest.replace("), which", ", which") if rest else ""}


def apart(said: str) -> dict[str, str]:
    """`No clear change`, and under it `The ranges overlap`."""
    words, _, small = said.partition(": ")
    return {"words": words, "small": small.capitalize()}


def _change_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The newest quarter beside the one before it, where no earlier release of the same length is published."""
    if len(rows) < 2:
        return {"since": "earlier", "words": "Nothing to compare with", "small": "This is the first published figure"}
    found = _change(rows[-1], rows[-2])
    return {**found, "small": f"{found['small']}, in {period_of_row(rows[-1]).words}"}


def _change(row: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, str]:
    """A figure beside the one published before it: the period of that one, and what can be said of the change."""
    said = changed(row["rate_low"], row["rate_high"], before["rate_low"], before["rate_high"])
    return {"since": period_of_row(before).words, **apart(said)}


def _quarter(row: Mapping[str, Any]) -> dict[str, Any]:
    """A quarter as a line of the table and as a point of the chart."""
    period = period_of_row(row)
    benchmark = benchmark_for(period.first, period.last)
    return {
        "period": period.words,
        **_cells(row),
        "england": _rate_of(benchmark),
        "benchmark": benchmark,
        "point": _point(period, row),
    }


def _whole(newest: AreaRelease) -> dict[str, Any]:
    return {"period": newest.listed.period, **_cells(newest.row), "england": _rate_of(newest.benchmark)}


def _rate_of(benchmark: CitedFigure | None) -> str:
    return benchmark.rate_words if benchmark else "[x]"


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    cells = {name: cell_words(figure(name, row[name])) for name in ("offenders", "reoffenders", "rate")}
    return {**cells, "range": range_words(row)}


def _point(period: Period, row: Mapping[str, Any]) -> dict[str, Any]:
    label = (f"{period.first:%b} to {period.last:%b}", str(period.last.year))
    if not isinstance(row["rate"], float):
        return {"label": label, "value": None, "mark": str(row["rate"])}
    low, high = (row[name] * 100 if isinstance(row[name], float) else None for name in ("rate_low", "rate_high"))
    return {"label": label, "value": row["rate"] * 100, "low": low, "high": high}


def _national(lines: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """England and Wales beside the quarters: the year that each lies in."""
    if not all(line["benchmark"] for line in lines) or len(lines) < 2:
        return None
    points = [{"label": line["point"]["label"], "value": float(line["benchmark"].rate)} for line in lines]
    return {"name": "England and Wales", "points": points}


def _symbols(lines: Sequence[Mapping[str, Any]], newest: AreaRelease) -> list[tuple[str, str]]:
    used = {value for line in lines for value in line.values() if isinstance(value, str)} | set(
        _cells(newest.row).values()
    )
    return [(symbol, words) for symbol, words in SYMBOLS.items() if symbol in used]
