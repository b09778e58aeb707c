"""Files that an agency sends: send one, and see what became of its rows."""

from datetime import datetime
from typing import Any

from ninja import Form, Schema, UploadedFile

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter
from desistance.api.operations.involvements import Ending
from desistance.api.text import FileLine, Id, Size, Word
from desistance.ingest.actions.comparing import compare_row
from desistance.ingest.actions.deciding import hold, read_row, read_rows, skip
from desistance.ingest.actions.loading import start_load
from desistance.ingest.actions.receiving import receive_file
from desistance.ingest.actions.undoing import start_undo
from desistance.ingest.queries.imports import import_shown, imports_of, problem_groups
from desistance.ingest.queries.undoing import undoing_of

router = RoomRouter(tags=["imports"])


class TallyTold(Schema):
    """How many rows stand in each state."""

    ready: int
    held: int
    possible: int
    loaded: int
    skipped: int
    undone: int


class ImportTold(Schema):
    """One file, its state and its tally."""

    id: int
    version: int
    feed: str
    state: str
    file_name: str
    received_at: datetime
    rows: int | None
    stopped_because: str
    finished_at: datetime | None
    tally: TallyTold


class ProblemGroupTold(Schema):
    """Held rows with one problem."""

    kind: str
    words: str
    rows: int
    first_line: int
    last_line: int


class RowTold(Schema):
    """One row as it came, and what became of it."""

    line: int
    raw: str
    cells: dict[str, Any]
    state: str
    problem: str
    column: str
    reason: str
    suggestion: str
    warning: str


class FieldSaid(Schema):
    """What one field says of a row and somebody on record, and for how much."""

    about: str
    words: str
    weight: float


class ResembledTold(Schema):
    """Somebody on record whom a row resembles, with the model's weight and band where it weighed the two; it decides nothing."""

    reference: str
    weight: float | None = None
    band: str = ""
    said: list[FieldSaid] = []
    model: str = ""
    thresholds: int | None = None


class StopTold(Schema):
    """One kind of thing that stops an import from being undone; ``people`` are some of those the caller may open."""

    count: int
    words: str
    way: str
    people: list[str]
    imports: list[int]


class UndoingTold(Schema):
    """What undoing would do: rows that go by kind of entry, people closed, people who stay, and what stops it."""

    goes: dict[str, int]
    people_closed: int
    people_used_since: int
    people_told_of_again: int
    stops: list[StopTold]


def _told(shown: Any) -> ImportTold:
    row = shown.record
    return ImportTold(
        id=row.pk,
        version=row.version,
        feed=row.feed,
        state=row.state,
        file_name=row.file_name,
        received_at=row.received_at,
        rows=row.rows,
        stopped_because=row.stopped_because,
        finished_at=row.finished_at,
        tally=TallyTold.from_orm(shown.tally),
    )


@router.does("/imports", permission="import.load", makes=True)
def send_file(request: Asked, file: UploadedFile, feed: Form[Word]) -> Done:
    """Send a file by one of the feeds; it is checked in the background. The same file again is refused."""
    received = receive_file(feed=feed, name=file.name or "", content=file.chunks(), by=request.by, at=request.at)
    return done("import", received)


@router.asks("/imports", list[ImportTold], permission="import.view")
def list_imports(request: Asked, before: Id | None = None) -> Any:
    """List the files that the caller's agency sent, newest first, after the id ``before``."""
    return [_told(shown) for shown in imports_of(by=request.by, before=before)]


@router.asks("/imports/{int:number}", ImportTold, permission="import.view")
def one_import(request: Asked, number: int) -> Any:
    """Read one import of the caller's agency."""
    return _told(import_shown(number, by=request.by))


@router.asks("/imports/{int:number}/problems", list[ProblemGroupTold], permission="import.view")
def import_problems(request: Asked, number: int) -> Any:
    """Read what is wrong with the held rows, the commonest problem first."""
    return list(problem_groups(import_shown(number, by=request.by).record, by=request.by))


@router.asks("/imports/{int:number}/rows/{int:line}/resembled", list[ResembledTold], permission="import.rows")
def row_resembled(request: Asked, number: int, line: FileLine) -> Any:
    """Read whom a row that waits may be about, of those the caller may open, with what a model of linkage says of the two."""
    record = import_shown(number, by=request.by).record
    alike = compare_row(imported=record, line=line, by=request.by, at=request.at)
    names = ("weight", "band", "said", "model", "thresholds")
    return [
        ResembledTold(
            reference=one.person.reference,
            **({name: getattr(one.likeness, name) for name in names} if one.likeness else {}),
        )
        for one in alike.people
    ]


@router.does("/imports/{int:number}/load", permission="import.load")
def load_import(request: Asked, number: int) -> Done:
    """Load the rows that are ready, in the background; held rows wait and do not stop the rest."""
    record = import_shown(number, by=request.by).record
    return done("import", start_load(imported=record, by=request.by, at=request.at))


@router.asks("/imports/{int:number}/undo", UndoingTold, permission="import.load")
def undo_preview(request: Asked, number: int) -> Any:
    """See what undoing an import would take back, who would stay, and what stops it."""
    told = undoing_of(import_shown(number, by=request.by).record, by=request.by)
    return UndoingTold(
        goes=dict(told.goes),
        people_closed=told.closed,
        people_used_since=told.used,
        people_told_of_again=told.said_again,
        stops=[StopTold.from_orm(stop) for stop in told.stops],
    )


@router.does("/imports/{int:number}/undo", permission="import.load")
def undo_import(request: Asked, number: int) -> Done:
    """Undo an import, in the background, within 14 days of its loading and unless something depends on it."""
    record = import_shown(number, by=request.by).record
    return done("import", start_undo(imported=record, by=request.by, at=request.at))


@router.asks("/imports/{int:number}/rows", list[RowTold], permission="import.rows")
def import_rows(request: Asked, number: int, after: FileLine = 0, size: Size = 50) -> Any:
    """Read the rows that wait, after a line: what came, and what is wrong with it."""
    record = import_shown(number, by=request.by).record
    return list(read_rows(imported=record, after=after, limit=size, by=request.by, at=request.at))


@router.does("/imports/{int:number}/rows/{int:line}/hold", permission="import.load")
def hold_row(request: Asked, number: int, line: int, said: Ending) -> Done:
    """Hold a row until the sender has been asked. The token needs the scope import.rows as well."""
    row = _row(request, number, line)
    return done("import row", hold(row=row, reason=said.reason, by=request.by, at=request.at))


@router.does("/imports/{int:number}/rows/{int:line}/skip", permission="import.load")
def skip_row(request: Asked, number: int, line: int, said: Ending) -> Done:
    """Leave a row out for good. The token needs the scope import.rows as well."""
    row = _row(request, number, line)
    return done("import row", skip(row=row, reason=said.reason, by=request.by, at=request.at))


def _row(request: Asked, number: int, line: int) -> Any:
    record = import_shown(number, by=request.by).record
    return read_row(imported=record, line=line, by=request.by, at=request.at)
