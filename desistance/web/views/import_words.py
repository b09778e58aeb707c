"""An import in the words of its pages."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.urls import reverse

from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.ingest.queries.imports import ImportShown, ProblemGroup
from desistance.ingest.rules.deciding import OPEN_STATES
from desistance.ingest.rules.held import pieces
from desistance.ingest.terms import IMPORT_STATES, ROW_STATES
from desistance.web.templatetags.desistance import clock, counted, full_date, short_moment

STEPS = ("Received", "Checked", "Needs you", "Load", "Done")
PLACES = {
    "received": 0,
    "checking": 1,
    "needs_you": 2,
    "ready": 2,
    "loading": 3,
    "done": 4,
    "done_with_held": 4,
    "stopped": 4,
    "undone": 4,
}
BUSY = ("received", "checking", "loading")


class Row(Protocol):
    """A row of a file, as the room gives it."""

    imported_id: int
    line: int
    raw: str
    cells: dict[str, str]
    column: str
    state: str
    reason: str
    suggestion: str


def line_of_list(one: ImportShown) -> dict[str, Any]:
    """One file as a row of the list."""
    record, tally = one.record, one.tally
    return {
        "record": record,
        "source": HOUSE.feeds[record.feed].words,
        "state": IMPORT_STATES[record.state].wording,
        "tally": tally,
        "who": record.uploader.name if record.uploader else "the command line",
        "when": short_moment(record.received_at),
    }


def result_of(one: ImportShown, groups: Sequence[ProblemGroup], by: Pass) -> dict[str, Any]:
    """Everything that the page of one import shows."""
    record, tally = one.record, one.tally
    may_read = by.holds("import.rows")
    return {
        "title": "Import",
        "record": record,
        "source": HOUSE.feeds[record.feed],
        "state": IMPORT_STATES[record.state].wording,
        "who": record.uploader.name if record.uploader else "the command line",
        "when": f"{full_date(record.received_at)}, {clock(record.received_at)}",
        "steps": _steps(record.state),
        "counts": _counts(one),
        "sum": _sum(one),
        "progress": _progress(one),
        "is_busy": record.state in BUSY,
        "is_stopped": record.state == "stopped",
        "problems": [_problem(record.pk, group, may_read=may_read) for group in groups],
        "problems_note": f"{counted(len(groups), 'problem,problems')}, {counted(tally.held, 'row,rows')}",
        "tally": tally,
        "may_read": may_read,
        "load": _load(one, by),
        "waiting": tally.held + tally.possible,
        "compare": _compare(one, by),
    }


def _steps(state: str) -> list[dict[str, str]]:
    now = PLACES[state]
    labels = list(STEPS)
    labels[2] = "Ready" if state == "ready" else labels[2]
    labels[1] = "Checking" if state == "checking" else labels[1]
    labels[3] = "Loading" if state == "loading" else labels[3]
    labels[4] = IMPORT_STATES[state].wording if now == 4 else labels[4]
    return [
        {"label": label, "state": "past" if place < now else "current" if place == now else "next"}
        for place, label in enumerate(labels)
    ]


def _parts(one: ImportShown) -> list[tuple[str, int]]:
    tally = one.tally
    has_loaded = one.record.load_from_at is not None
    parts = [("Loaded", tally.loaded)] if has_loaded else []
    parts += [("Ready to load", tally.ready)] if tally.ready or not has_loaded else []
    parts += [("Held, to fix", tally.held), ("May already be known", tally.possible)]
    return parts + ([("Skipped", tally.skipped)] if tally.skipped else [])


def _counts(one: ImportShown) -> list[dict[str, Any]]:
    parts = [("Rows in the file", one.tally.rows), *_parts(one)]
    return [{"label": label, "number": number} for label, number in parts]


def _sum(one: ImportShown) -> str:
    numbers = " + ".join(f"{number:,}" for _, number in _parts(one))
    words = "" if one.record.load_from_at else " Nothing has been loaded yet."
    return f"{numbers} = {one.tally.rows:,}.{words}"


def _progress(one: ImportShown) -> dict[str, Any] | None:
    tally, state = one.tally, one.record.state
    if state == "loading":
        percent = round(100 * tally.loaded / tally.to_load) if tally.to_load else 0
        words = f"Loading {tally.loaded:,} of {tally.to_load:,}"
    elif state in ("received", "checking"):
        percent, words = 0, f"Checking: {counted(tally.rows, 'row,rows')} so far"
    else:
        return None
    note = "You can leave this page and come back."
    here = {"label": "Refresh this page", "url": reverse("import", args=[one.record.pk])}
    return {"strong": words, "percent": percent, "note": note, "links": [here], "is_live": True}


def _problem(number: int, group: ProblemGroup, *, may_read: bool) -> dict[str, Any]:
    lines = (
        f"Row {group.first_line}" if group.rows == 1 else f"First row {group.first_line}, last row {group.last_line}"
    )
    url = f"{reverse('import-rows', args=[number])}?problem={group.kind}"
    rows = {"label": "See the rows" if group.rows > 1 else "See the row", "url": url, "about": f"of “{group.words}”"}
    return {"number": group.rows, "problem": group.words, "example": lines, "action": rows if may_read else None}


def _load(one: ImportShown, by: Pass) -> dict[str, Any] | None:
    is_open = one.record.state in OPEN_STATES and one.tally.ready
    if not is_open or not by.holds("import.load"):
        return None
    label = f"Load {counted(one.tally.ready, 'row,rows')}"
    return {"label": label, "url": reverse("import-load", args=[one.record.pk]), "method": "post", "kind": "main"}


def _compare(one: ImportShown, by: Pass) -> dict[str, Any] | None:
    if not (one.tally.possible and by.holds("import.rows") and one.record.state in OPEN_STATES):
        return None
    url = f"{reverse('import-rows', args=[one.record.pk])}?state=possible"
    return {"label": f"Compare {counted(one.tally.possible, 'person,people')}", "url": url}


def row_shown(row: Row, *, may_decide: bool) -> dict[str, Any]:
    """A row that waits: what came, what is wrong, and the ways out."""
    where = [row.imported_id, row.line]
    leave = {"label": "Leave this row out", "url": reverse("import-row-skip", args=where), "about": f"row {row.line}"}
    ask = {
        "label": "Hold and ask the sender",
        "url": reverse("import-row-hold", args=where),
        "about": f"row {row.line}",
    }
    compare = {"label": "Compare", "url": reverse("import-row-compare", args=where), "about": f"row {row.line}"}
    ways = [leave] if row.state == "held" else [ask, leave]
    return {
        "label": f"Row {row.line}",
        "tag": ROW_STATES[row.state].wording,
        "reason": row.reason,
        "raw": [{"text": piece.text, "is_marked": piece.is_marked} for piece in pieces(row.raw, _value(row))],
        "question": row.suggestion,
        "actions": [compare] if may_decide and row.state == "possible" else [],
        "more": ways if may_decide else [],
    }


def _value(row: Row) -> str:
    return row.cells.get(row.column, "") if row.column else ""
