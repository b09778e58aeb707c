"""Checking a file, batch by batch: each row is read, compared with the rows before it, and matched; nothing is loaded."""

from collections.abc import Sequence
from datetime import datetime

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.later import later
from desistance.foundation.passes import Pass
from desistance.ingest.actions._copying import _copy_in
from desistance.ingest.actions._weighing import _take_reading, _weigh
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.rules.feed import Roster
from desistance.ingest.rules.feeds import read_row
from desistance.ingest.rules.lines import Heading, Line
from desistance.ingest.terms import IMPORT_STATES


@deed("import.load")
def start_check(*, imported: Import, by: Pass, at: datetime) -> Import:
    """Begin to check a file that was received. A check that was broken off goes on where it stopped."""
    if imported.state != "checking":
        IMPORT_STATES.may_move(imported.state, "checking").demand()
        change(imported, version=None, by=by, at=at, state="checking")
    return imported


@deed("import.load", Category.COLLECTION, gathers=True)
def check_rows(
    *, imported: Import, lines: Sequence[Line], heading: Heading, roster: Roster, by: Pass, at: datetime
) -> int:
    """Read and keep one batch of rows, each ready, held, possibly someone known, or loaded before; how many were new.

    Lines that are kept already are passed over, so that a batch may be given twice.
    """
    known = set(
        ImportRow.objects.filter(imported=imported, line__in=[line.number for line in lines]).values_list(
            "line", flat=True
        )
    )
    checked = []
    for line in lines:
        if line.number not in known:
            row = ImportRow(imported=imported, line=line.number, raw=line.raw)
            checked.append(_take_reading(row, *read_row(line, heading, imported.feed, at=at, roster=roster)))
    _weigh(imported, checked, by)
    _copy_in(one.row for one in checked)
    return len(checked)


@deed("import.load")
def finish_check(*, imported: Import, by: Pass, at: datetime) -> Import:
    """End the check: ready to load, or waiting for someone to look at rows that are held or possibly known."""
    rows = ImportRow.objects.filter(imported=imported)
    state = "needs_you" if rows.filter(state__in=["held", "possible"]).exists() else "ready"
    IMPORT_STATES.may_move(imported.state, state).demand()
    change(imported, version=None, by=by, at=at, state=state, rows=rows.count())
    if rows.filter(state="possible").exists():
        later("ingest.weigh", key=f"weigh import {imported.pk}", imported=imported.pk)
    return imported


@deed("import.load")
def stop_import(*, imported: Import, because: str, by: Pass, at: datetime) -> Import:
    """Stop an import before anything of it is loaded, and say why; the same file may then be sent again."""
    IMPORT_STATES.may_move(imported.state, "stopped").demand()
    change(imported, version=None, by=by, at=at, state="stopped", stopped_because=because)
    return imported
