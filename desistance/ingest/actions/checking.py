"""Checking a file, batch by batch: each row is read, compared with the rows before it, and matched; nothing is loaded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.passes import Pass
from desistance.history.queries import custody_numbers_on_record
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.queries.candidates import candidates_for
from desistance.ingest.rules.caseload import Roster
from desistance.ingest.rules.feeds import POLICE_CUSTODY, read_row
from desistance.ingest.rules.files import in_words
from desistance.ingest.rules.lines import Heading, Line
from desistance.ingest.rules.recognition import recognise
from desistance.ingest.rules.rows import RowReading
from desistance.ingest.terms import IMPORT_STATES, ProblemKind

KEY_WORDS = {"police-custody": ("custody_number", "Custody number"), "probation-caseload": ("crn", "CRN")}


@dataclass(slots=True)
class _Checked:
    """One line with what was read of it and the row that will be written."""

    line: Line
    reading: RowReading
    row: ImportRow

    def set_aside(self, state: str, kind: ProblemKind | str, column: str, reason: str, suggestion: str = "") -> None:
        """Give the row a state other than ready, and say why."""
        self.row.state, self.row.problem, self.row.column = state, str(kind), column
        self.row.reason, self.row.suggestion = reason, suggestion


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
    checked = [_read(imported, line, heading, roster, at) for line in lines if line.number not in known]
    _find_repeats(imported, checked)
    _find_loaded_before(imported, checked, by)
    _find_people(checked, by)
    ImportRow.objects.bulk_create([one.row for one in checked])
    return len(checked)


@deed("import.load")
def finish_check(*, imported: Import, by: Pass, at: datetime) -> Import:
    """End the check: ready to load, or waiting for someone to look at rows that are held or possibly known."""
    rows = ImportRow.objects.filter(imported=imported)
    state = "needs_you" if rows.filter(state__in=["held", "possible"]).exists() else "ready"
    IMPORT_STATES.may_move(imported.state, state).demand()
    change(imported, version=None, by=by, at=at, state=state, rows=rows.count())
    return imported


@deed("import.load")
def stop_import(*, imported: Import, because: str, by: Pass, at: datetime) -> Import:
    """Stop an import before anything of it is loaded, and say why; the same file may then be sent again."""
    IMPORT_STATES.may_move(imported.state, "stopped").demand()
    change(imported, version=None, by=by, at=at, state="stopped", stopped_because=because)
    return imported


def _read(imported: Import, line: Line, heading: Heading, roster: Roster, at: datetime) -> _Checked:
    reading, cells = read_row(line, heading, imported.feed, at=at, roster=roster)
    row = ImportRow(
        imported=imported,
        line=line.number,
        raw=line.raw,
        cells=dict(cells),
        key=reading.key[:60],
        warning=" ".join(reading.warnings),
    )
    checked = _Checked(line, reading, row)
    if reading.problems:
        first = reading.problems[0]
        words = " ".join(problem.words for problem in reading.problems)
        asked = " ".join(problem.suggestion for problem in reading.problems if problem.suggestion)
        checked.set_aside("held", first.kind, first.column, words, asked)
    return checked


def _find_repeats(imported: Import, checked: Iterable[_Checked]) -> None:
    """Hold a row whose number an earlier row of the file has. A row that is held for something else keeps its own reason."""
    column, words = KEY_WORDS[imported.feed]
    batch = list(checked)
    keys = [one.row.key for one in batch if one.row.key]
    rows = ImportRow.objects.filter(imported=imported, key__in=keys)
    earlier: dict[str, int] = {}
    for key, line in rows.order_by("line").values_list("key", "line"):
        earlier.setdefault(key, line)
    for one in batch:
        if not one.row.key:
            continue
        first = earlier.setdefault(one.row.key, one.row.line)
        if first != one.row.line and one.row.state == "ready":
            reason = f"Row {one.row.line} repeats row {first}: {words} {one.row.key} is used twice."
            one.set_aside("held", ProblemKind.REPEATED, column, reason, "Skip this row if both are the same arrest.")


def _find_loaded_before(imported: Import, checked: Sequence[_Checked], by: Pass) -> None:
    """Skip a row that was loaded from an earlier file and has not changed; hold one whose number has other facts on record."""
    ready = {one.row.key: one for one in checked if one.row.state == "ready"}
    loaded = ImportRow.objects.filter(
        key__in=list(ready), imported__agency_id=imported.agency_id, imported__feed=imported.feed, state="loaded"
    )
    for earlier in loaded.select_related("imported").order_by("id"):
        if earlier.cells == ready[earlier.key].row.cells:
            words = f"This row was loaded on {in_words(earlier.imported.load_from_at or earlier.imported.received_at)}."
            ready[earlier.key].set_aside("skipped", "", "", words)
    if imported.feed != POLICE_CUSTODY.name:
        return
    column, words = KEY_WORDS[imported.feed]
    waiting = [key for key, one in ready.items() if one.row.state == "ready"]
    for key in custody_numbers_on_record(waiting, by=by):
        reason = f"{words} {key} is already on record with other facts."
        ready[key].set_aside(
            "held", ProblemKind.RECORDED, column, reason, "Correct the arrest on the person's page, then skip this row."
        )


def _find_people(checked: Iterable[_Checked], by: Pass) -> None:
    ready = [one for one in checked if one.row.state == "ready" and one.reading.person]
    facts = {one.row.line: one.reading.person.facts(f"row {one.row.line}") for one in ready if one.reading.person}
    candidates = candidates_for(list(facts.values()), by=by)
    for one in ready:
        answer = recognise(facts[one.row.line], *candidates.of(facts[one.row.line]))
        if answer.is_possible:
            one.set_aside("possible", "", "", f"{answer.reasons[0]}.")
        one.row.resembles_id = int(answer.resembles) if answer.resembles else None
