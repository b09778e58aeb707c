"""The slow runs of ingest: check a file, weigh possible matches, load it, undo it. Each goes on where a killed worker left it."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from itertools import dropwhile, islice
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from desistance.access.queries.passes import system_pass
from desistance.foundation.decisions import Decision
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.ingest.actions.checking import check_rows, finish_check, start_check, stop_import
from desistance.ingest.actions.loading import finish_load, load_rows
from desistance.ingest.actions.undoing import call_off_undo, finish_undo, take_rows_back
from desistance.ingest.actions.weighing import gather_pairs, record_likenesses
from desistance.ingest.models import Import
from desistance.ingest.queries.imports import import_shown, last_line_kept
from desistance.ingest.queries.roster import roster_of
from desistance.ingest.queries.undoing import undoing_of
from desistance.ingest.rules.files import FIRST_BYTES, Opened, open_text
from desistance.ingest.rules.undoing import in_a_sentence
from desistance.ingest.rules.worksheets import Unreadable
from desistance.ingest.terms import ROWS_CHECKED_AT_A_TIME

Say = Callable[[str, int], None]
FILE_CHANGED = "The kept file is missing or is not the one that was received. Send the file again."


def _nothing(_step: str, _rows: int) -> None:
    """For runs that nobody watches."""


def check(*, imported: int, at: datetime, say: Say = _nothing) -> Import:
    """Check every row of a received file in batches; then it is ready, waits for someone, or was stopped with words."""
    record = Import.objects.select_related("agency").get(pk=imported)
    if record.state not in ("received", "checking"):
        return record
    by = system_pass(name=f"import {record.pk}", agency=record.agency, at=at)
    if record.state == "received":
        start_check(imported=record, by=by, at=at)
    say("checking", 0)
    path = Path(settings.MEDIA_ROOT) / record.kept_as
    if not _is_as_received(path, record.sha256):
        return stop_import(imported=record, because=FILE_CHANGED, by=by, at=at)
    with path.open("rb") as lines:
        opened = open_text(lines, _first(lines), HOUSE.feeds[record.feed])
        if isinstance(opened, Decision):
            return stop_import(imported=record, because=opened.words, by=by, at=at)
        try:
            _check_all(record, opened, by, at, say)
        except Unreadable as damaged:
            return stop_import(imported=record, because=f"{damaged.words}.", by=by, at=at)
    finish_check(imported=record, by=by, at=at)
    say("checked", record.rows or 0)
    return record


def weigh(*, imported: int, at: datetime) -> int:
    """Weigh the possible matches of a checked file for whoever decides on them; tells how many."""
    from desistance.ingest.worker.weighing import weighed  # noqa: PLC0415 - loads an engine, which no other run needs

    record = Import.objects.select_related("agency").get(pk=imported)
    by = system_pass(name=f"import {record.pk}", agency=record.agency, at=at)
    gathered = gather_pairs(imported=record, by=by, at=at)
    found = weighed(gathered)
    return len(record_likenesses(imported=record, found=found, thresholds=gathered.thresholds, by=by, at=at))


def load(*, imported: int, at: datetime, say: Say = _nothing) -> Import:
    """Load every row that is ready, in batches; then the import is done, or done with rows that wait."""
    record = Import.objects.select_related("agency").get(pk=imported)
    if record.state != "loading":
        return record
    by = system_pass(name=f"import {record.pk}", agency=record.agency, at=at)
    roster, loaded, left = roster_of(by), 0, 1
    while left:
        batch = load_rows(imported=record, roster=roster, by=by, at=at)
        loaded, left = loaded + batch.loaded, batch.left
        say("loading", loaded)
    finish_load(imported=record, by=by, at=at)
    say("loaded", loaded)
    return record


def undo(*, imported: int, at: datetime, say: Say = _nothing) -> Import:
    """Take back what an import added, in batches; or leave it as it is and say why, when something depends on it by now."""
    record = Import.objects.select_related("agency").get(pk=imported)
    if record.state != "undoing":
        return record
    by = system_pass(name=f"import {record.pk}", agency=record.agency, at=at)
    shown = import_shown(record.pk, by=by)
    stops = () if shown.tally.undone else undoing_of(record, by=by).stops
    if stops:
        return call_off_undo(imported=record, because=in_a_sentence(stops), by=by, at=at)
    undone, is_left = 0, True
    while is_left:
        batch = take_rows_back(imported=record, by=by, at=at)
        undone, is_left = undone + batch.undone, batch.is_left
        say("undoing", undone)
    finish_undo(imported=record, by=by, at=at)
    say("undone", undone)
    return record


def _check_all(record: Import, opened: Opened, by: Pass, at: datetime, say: Say) -> None:
    roster, rows = roster_of(by), 0
    last = last_line_kept(record, by=by)
    new = dropwhile(lambda line: line.number <= last, opened.rows)
    while lines := list(islice(new, ROWS_CHECKED_AT_A_TIME)):
        check_rows(imported=record, lines=lines, heading=opened.heading, roster=roster, by=by, at=at)
        rows += len(lines)
        say("checking", rows)


def _is_as_received(path: Path, sha256: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as kept:
        return hashlib.file_digest(kept, "sha256").hexdigest() == sha256


def _first(lines: BinaryIO) -> bytes:
    first = lines.read(FIRST_BYTES)
    lines.seek(0)
    return first
