"""What a row comes to once its cells are read: repeated, loaded before, possibly someone known, or ready."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desistance.foundation.passes import Pass
from desistance.ingest.actions._writers import WRITERS
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.queries.candidates import candidates_for
from desistance.ingest.rules.feeds import FEEDS
from desistance.ingest.rules.files import in_words
from desistance.ingest.rules.recognition import recognise
from desistance.ingest.rules.rows import RowReading
from desistance.ingest.terms import ProblemKind


@dataclass(slots=True)
class _Checked:
    """What was read of one line, and the row that will be written."""

    reading: RowReading
    row: ImportRow

    def set_aside(self, state: str, kind: ProblemKind | str, column: str, reason: str, suggestion: str = "") -> None:
        """Give the row a state other than ready, and say why."""
        self.row.state, self.row.problem, self.row.column = state, str(kind), column
        self.row.reason, self.row.suggestion = reason, suggestion


def _take_reading(row: ImportRow, reading: RowReading, cells: Mapping[str, str]) -> _Checked:
    """Put what was read into the row: ready, or held with every problem in words."""
    row.cells, row.key, row.warning = dict(cells), reading.key[:60], " ".join(reading.warnings)
    row.resembles_id = None
    checked = _Checked(reading, row)
    checked.set_aside("ready", "", "", "")
    row.suggested = ""
    if reading.problems:
        first = reading.problems[0]
        words = " ".join(problem.words for problem in reading.problems)
        asked = " ".join(problem.suggestion for problem in reading.problems if problem.suggestion)
        checked.set_aside("held", first.kind, first.column, words, asked)
        row.suggested = next((problem.suggested for problem in reading.problems if problem.suggested), "")
    return checked


def _weigh(imported: Import, checked: Sequence[_Checked], by: Pass) -> None:
    """Compare rows that were read with the rows of the file, with earlier files and with people on record."""
    _find_repeats(imported, checked)
    _find_loaded_before(imported, checked, by)
    _find_people(checked, by)


def _find_repeats(imported: Import, checked: Iterable[_Checked]) -> None:
    """Hold a row whose number an earlier row of the file has. A row that is held for something else keeps its own reason."""
    feed, batch = FEEDS[imported.feed], list(checked)
    keys = [one.row.key for one in batch if one.row.key]
    again = [one.row.pk for one in batch if one.row.pk]
    rows = ImportRow.objects.filter(imported=imported, key__in=keys).exclude(pk__in=again)
    rows = rows.exclude(state="skipped") if again else rows
    earlier: dict[str, int] = {}
    for key, line in rows.order_by("line").values_list("key", "line"):
        earlier.setdefault(key, line)
    for one in batch:
        if not one.row.key:
            continue
        first = earlier.setdefault(one.row.key, one.row.line)
        if first != one.row.line and one.row.state == "ready":
            reason = f"Row {one.row.line} repeats row {first}: {feed.key_words} {one.row.key} is used twice."
            one.set_aside("held", ProblemKind.REPEATED, feed.key, reason, feed.repeated)


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
    feed, writer = FEEDS[imported.feed], WRITERS[imported.feed]
    waiting = [key for key, one in ready.items() if one.row.state == "ready"]
    for key in writer.on_record(waiting, by):
        reason = f"{feed.key_words} {key} is already on record with other facts."
        ready[key].set_aside("held", ProblemKind.RECORDED, feed.key, reason, writer.correct)


def _find_people(checked: Iterable[_Checked], by: Pass) -> None:
    ready = [one for one in checked if one.row.state == "ready" and one.reading.person]
    facts = {one.row.line: one.reading.person.facts(f"row {one.row.line}") for one in ready if one.reading.person}
    candidates = candidates_for(list(facts.values()), by=by)
    for one in ready:
        apart = [str(pk) for pk in one.row.apart_from]
        answer = recognise(facts[one.row.line], *candidates.of(facts[one.row.line]), apart=apart)
        if answer.is_possible:
            one.set_aside("possible", "", "", f"{answer.reasons[0]}.")
        one.row.resembles_id = int(answer.resembles) if answer.resembles else None
