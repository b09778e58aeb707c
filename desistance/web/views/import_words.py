"""An import in the words of its pages."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.urls import reverse

from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.ingest.queries.imports import ImportShown, ProblemGroup
from desistance.ingest.rules.deciding import OPEN_STATES
from desistance.ingest.rules.held import pieces
from desistance.ingest.rules.undoing import undo_until
from desistance.ingest.terms import IMPORT_STATES, ROW_STATES, SuggestionKind
from desistance.web.templatetags.desistance import clock, counted, full_date, short_moment
from desistance.web.views.import_undoing import undo_offered

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
    "undoing": 4,
    "undone": 4,
}
SUGGESTIONS = dict(SuggestionKind.choices())
WRITTEN = {"month_first": "written month first", "two_figures": "with a year of two figures"}
BUSY = ("received", "checking", "loading", "undoing")


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
    suggested: str
    mended: list[str]


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


def result_of(one: ImportShown, groups: Sequence[ProblemGroup], alike: Mapping[str, int], by: Pass) -> dict[str, Any]:
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
        "problems": [_problem(record.pk, group, alike, may_read=may_read) for group in groups],
        "problems_note": f"{counted(len(groups), 'problem,problems')}, {counted(tally.held, 'row,rows')}",
        "tally": tally,
        "may_read": may_read,
        "load": _load(one, by),
        "waiting": tally.held + tally.possible,
        "compare": _compare(one, by),
        "undo_last": full_date(undo_until(local_date(by.at))),
        **undo_offered(one, by),
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
    parts += [("Skipped", tally.skipped)] if tally.skipped else []
    return parts + ([("Undone", tally.undone)] if tally.undone else [])


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
    elif state == "undoing":
        whole = tally.loaded + tally.undone
        percent = round(100 * tally.undone / whole) if whole else 0
        words = f"Undoing {tally.undone:,} of {whole:,}"
    else:
        return None
    note = "You can leave this page and come back."
    here = {"label": "Refresh this page", "url": reverse("import", args=[one.record.pk])}
    return {"strong": words, "percent": percent, "note": note, "links": [here], "is_live": True}


def _problem(number: int, group: ProblemGroup, alike: Mapping[str, int], *, may_read: bool) -> dict[str, Any]:
    lines = (
        f"Row {group.first_line}" if group.rows == 1 else f"First row {group.first_line}, last row {group.last_line}"
    )
    url = f"{reverse('import-rows', args=[number])}?problem={group.kind}"
    rows = {"label": "See the rows" if group.rows > 1 else "See the row", "url": url, "about": f"of “{group.words}”"}
    example = f"{_written(alike)}. {lines}" if group.kind == "date" and alike else lines
    return {"number": group.rows, "problem": group.words, "example": example, "action": rows if may_read else None}


def _written(alike: Mapping[str, int]) -> str:
    """`2 written month first, 1 with a year of two figures`: what the dates of a group have in common."""
    return ", ".join(f"{alike[kind]:,} {words}" for kind, words in WRITTEN.items() if kind in alike)


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


def row_shown(row: Row, *, may_decide: bool, alike: Mapping[str, int] | None = None) -> dict[str, Any]:
    """A row that waits: what came, what is wrong, and the ways out. ``alike``: how many rows have each kind of suggestion."""
    where = [row.imported_id, row.line]
    leave = {"label": "Leave this row out", "url": reverse("import-row-skip", args=where), "about": f"row {row.line}"}
    ask = {
        "label": "Hold and ask the sender",
        "url": reverse("import-row-hold", args=where),
        "about": f"row {row.line}",
    }
    compare = {"label": "Compare", "url": reverse("import-row-compare", args=where), "about": f"row {row.line}"}
    fix = {"label": "Fix this row", "url": reverse("import-row-fix", args=where), "about": f"row {row.line}"}
    ways = [fix, leave] if row.state == "held" else [ask, leave]
    if row.mended:
        back = {"label": "Put back as it came", "url": reverse("import-row-put-back", args=where), "method": "post"}
        ways.append({**back, "about": f"row {row.line}"})
    actions = [compare] if row.state == "possible" else _suggested(row, alike or {})
    return {
        "label": f"Row {row.line}",
        "tag": ROW_STATES[row.state].wording,
        "reason": row.reason or _put_right(row),
        "raw": [{"text": piece.text, "is_marked": piece.is_marked} for piece in pieces(row.raw, _value(row))],
        "question": row.suggestion,
        "actions": actions if may_decide else [],
        "more": ways if may_decide else [],
    }


def _put_right(row: Row) -> str:
    return "; ".join(f"{column} is now “{row.cells.get(column, '')}”" for column in row.mended)


def _suggested(row: Row, alike: Mapping[str, int]) -> list[dict[str, Any]]:
    """Take the suggestion, for every row that has the same kind or for this one."""
    if row.state != "held" or not row.suggested:
        return []
    of_all = reverse("import-suggested", args=[row.imported_id, row.suggested])
    of_one = reverse("import-suggested-row", args=[row.imported_id, row.suggested, row.line])
    count = alike.get(row.suggested, 1)
    one = {"label": "This row only" if count > 1 else "Use it", "url": of_one, "method": "post"}
    both = {
        "label": "Use for both rows" if count == 2 else f"Use for all {count:,} rows",
        "url": of_all,
        "method": "post",
    }
    about = f"with {SUGGESTIONS[row.suggested].lower()}"
    return [*([{**both, "about": about}] if count > 1 else []), {**one, "about": f"row {row.line}"}]


def _value(row: Row) -> str:
    return row.cells.get(row.column, "") if row.column else ""
