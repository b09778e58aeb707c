"""What a data officer decides of single rows: hold one, or skip one with a reason; and reading them as they came."""

from collections.abc import Sequence
from datetime import datetime

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.decisions import NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.terms import IMPORT_STATES, ROW_STATES, ProblemKind

WAITING = ("held", "possible")
LONGEST_REASON = 300


@deed("import.rows", Category.CONSULTATION, about=lambda _arguments, _result: ())
def read_rows(
    *, imported: Import, by: Pass, at: datetime, after: int = 0, limit: int = 50, problem: str = "", state: str = ""
) -> Sequence[ImportRow]:
    """The rows of the agency's own import that wait, after a line, of one problem or of all: what came, and what is wrong.

    With ``state`` "possible" those that may be about someone known, with "mended" those that were put right and not loaded yet.
    A raw line is about someone, though nobody on record yet; so reading is a deed and leaves its event.
    """
    _demand_ours(imported, by)
    rows = ImportRow.objects.filter(imported=imported, line__gt=after)
    if state == "mended":
        rows = rows.filter(state__in=(*WAITING, "ready")).exclude(mended=[])
    else:
        rows = rows.filter(state__in=[state] if state in WAITING else WAITING)
    rows = rows.filter(state="held", problem=problem) if problem else rows
    return list(rows.order_by("line")[:limit])


@deed("import.rows", Category.CONSULTATION, about=lambda _arguments, _result: ())
def read_row(*, imported: Import, line: int, by: Pass, at: datetime) -> ImportRow:
    """One row that waits, by its line. Raises :class:`NotFound` when none does: what was loaded is read on its person's page."""
    _demand_ours(imported, by)
    row = ImportRow.objects.filter(imported=imported, state__in=WAITING, line=line).select_related("imported").first()
    if row is None:
        raise NotFound()
    return row


@deed("import.rows", Category.CONSULTATION, about=lambda _arguments, _result: ())
def take_held_rows_out(*, imported: Import, by: Pass, at: datetime) -> Sequence[ImportRow]:
    """Every held row of the agency's own import, to be mended by the sender and sent again."""
    _demand_ours(imported, by)
    return list(ImportRow.objects.filter(imported=imported, state="held").order_by("line"))


@deed("import.load")
def hold(*, row: ImportRow, by: Pass, at: datetime, reason: str) -> ImportRow:
    """Hold a row that is ready or possibly someone known, until the sender has been asked."""
    _move(row, "held", reason, by=by, at=at, problem=ProblemKind.ASKED)
    _settle(row.imported, by, at)
    return row


@deed("import.load")
def skip(*, row: ImportRow, by: Pass, at: datetime, reason: str) -> ImportRow:
    """Leave a row out for good, with a reason; when nothing waits any more the import is ready, or done."""
    _move(row, "skipped", reason, by=by, at=at)
    _settle(row.imported, by, at)
    return row


def _demand_ours(imported: Import, by: Pass) -> None:
    """Raise :class:`NotFound` for another agency's import, as for one that is not there."""
    if imported.agency_id != by.agency:
        raise NotFound()


def _move(row: ImportRow, state: str, reason: str, *, by: Pass, at: datetime, problem: str = "") -> None:
    _demand_ours(row.imported, by)
    reason = reason.strip()
    if not reason:
        raise Refused(
            "Enter why you are leaving this row out" if state == "skipped" else "Enter why you hold this row",
            field="reason",
        )
    if len(reason) > LONGEST_REASON:
        raise Refused(f"The reason must be {LONGEST_REASON} characters or fewer", field="reason")
    ROW_STATES.may_move(row.state, state).demand("reason")
    decided = {
        "state": state,
        "reason": reason,
        "decided_at": at,
        "decided_by": by.staff,
        "problem": problem or row.problem,
    }
    if not ImportRow.objects.filter(pk=row.pk, state=row.state).update(**decided):
        raise Refused("Someone else has decided this row. Open the import again to see how.")
    for name, value in decided.items():
        setattr(row, name, value)


def _settle(imported: Import, by: Pass, at: datetime) -> None:
    """Move the import on when the last waiting row is gone, or back when the first one waits."""
    rows = ImportRow.objects.filter(imported=imported)
    waits = rows.filter(state__in=WAITING).exists()
    to = {("needs_you", False): "ready", ("ready", True): "needs_you", ("done_with_held", False): "done"}.get(
        (imported.state, waits)
    )
    if to == "done" and rows.filter(state="ready").exists():
        to = "ready"
    if to:
        IMPORT_STATES.may_move(imported.state, to).demand()
        change(imported, version=None, by=by, at=at, state=to)
