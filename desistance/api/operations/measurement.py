"""Measures: ask for snapshots, and carry a publication from draft to published figure."""

from datetime import date, datetime
from typing import Any

from ninja import Schema

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter
from desistance.api.text import Day, Id, Moment, Sentence
from desistance.measurement.actions import publications as acts
from desistance.measurement.actions.snapshots import ask_for_snapshot
from desistance.measurement.queries import insight

router = RoomRouter(tags=["measures"])


class SnapshotTold(Schema):
    """A snapshot: what it counts, on which data, and how far it is."""

    id: int
    state: str
    first_on: date
    last_on: date
    complete_to: date
    is_provisional: bool
    frozen_at: datetime | None
    failed_because: str


class PublicationTold(Schema):
    """One edition of a release, and where it stands."""

    id: int
    version: int
    snapshot_id: int
    slug: str
    edition: int
    state: str
    title: str
    publish_at: datetime | None
    published_at: datetime | None


class PublicationWhole(PublicationTold):
    """An edition with its texts as they read, the texts that cannot be filled and why, and the names of its tables."""

    previews: dict[str, str]
    faults: dict[str, str]
    tables: list[str]
    next_step: str


class HiddenCellTold(Schema):
    """A hidden cell and why it is hidden."""

    row: str
    column: str
    symbol: str
    reason: str


class TableTold(Schema):
    """A cleared table: its rows, the same as CSV, and why each hidden cell is hidden."""

    name: str
    title: str
    rows: list[dict[str, Any]]
    csv: str
    hidden: list[HiddenCellTold]
    notes: list[str]


class Wanted(Schema):
    """The cohorts to count, and the day that the data are complete to."""

    first_on: Day
    last_on: Day
    complete_to: Day
    provisional: bool = False


class Preparing(Schema):
    """The counted snapshot to publish from."""

    snapshot: Id


class Submitting(Schema):
    """When to publish; 9:30am on the next working day where it is not given."""

    publish_at: Moment | None = None


class PublicationBecause(Schema):
    """Why: everyone will read it."""

    because: Sentence


class Correcting(Schema):
    """The snapshot to count from, what changed and why."""

    snapshot: Id
    what_changed: Sentence
    why_changed: Sentence


@router.asks("/snapshots", list[SnapshotTold], permission="measure.view")
def list_snapshots(request: Asked) -> Any:
    """List the snapshots, newest period first."""
    return list(insight.snapshots(by=request.by))


@router.does("/snapshots", permission="measure.count", makes=True)
def want_snapshot(request: Asked, said: Wanted) -> Done:
    """Ask for a snapshot; it is frozen and counted in the background. Refused before the cohort is final."""
    return done("snapshot", ask_for_snapshot(**said.dict(), by=request.by, at=request.at))


@router.asks("/publications", list[PublicationTold], permission="measure.view")
def list_publications(request: Asked) -> Any:
    """List every edition of every release, those in work first."""
    return list(insight.publications(by=request.by))


@router.asks("/publications/{int:number}", PublicationWhole, permission="measure.view")
def one_publication(request: Asked, number: int) -> Any:
    """Read one edition: texts as they read, tables, and the next step."""
    shown = insight.publication_shown(number, by=request.by, at=request.at)
    told = PublicationTold.from_orm(shown.record).dict()
    return PublicationWhole(
        **told,
        previews=dict(shown.previews),
        faults=dict(shown.faults),
        tables=list(shown.snapshot.tables),
        next_step=shown.next_step.name if shown.next_step else "",
    )


@router.asks("/publications/{int:number}/tables/{table}", TableTold, permission="measure.view")
def publication_table(request: Asked, number: int, table: str) -> Any:
    """Read one cleared table, as rows and as CSV, with the reason for each hidden cell."""
    found = insight.download(number, table, by=request.by)
    return TableTold(
        name=found.name,
        title=found.title,
        rows=[dict(row) for row in found.rows],
        csv=found.as_csv(),
        hidden=[HiddenCellTold.from_orm(cell) for cell in found.hidden],
        notes=list(found.notes),
    )


@router.does("/publications", permission="publication.prepare", makes=True)
def prepare_release(request: Asked, said: Preparing) -> Done:
    """Prepare the first edition of a release."""
    snapshot = insight.snapshot_to_publish(said.snapshot, by=request.by)
    return done("publication", acts.prepare_publication(snapshot=snapshot, by=request.by, at=request.at))


@router.does("/publications/{int:number}/check", permission="publication.prepare", versioned=True)
def sign_release(request: Asked, number: int) -> Done:
    """Sign that data, hidden cells and text were checked."""
    return _carried(acts.sign_checks, request, number)


@router.does("/publications/{int:number}/submit", permission="publication.prepare", versioned=True)
def submit_release(request: Asked, number: int, said: Submitting) -> Done:
    """Ask another person to approve it for a moment."""
    return _carried(acts.ask_for_approval, request, number, publish_at=said.publish_at)


@router.does("/publications/{int:number}/approve", permission="publication.approve", versioned=True)
def approve_release(request: Asked, number: int) -> Done:
    """Approve what another person prepared."""
    return _carried(acts.approve, request, number)


@router.does("/publications/{int:number}/send-back", permission="publication.approve", versioned=True)
def send_release_back(request: Asked, number: int, said: PublicationBecause) -> Done:
    """Send back what waits, or stop what is approved and not out."""
    return _carried(acts.send_back, request, number, because=said.because)


@router.does("/publications/{int:number}/publish", permission="publication.prepare")
def publish_release(request: Asked, number: int) -> Done:
    """Publish what was approved, once its moment has come; the service does so by itself within a minute."""
    found = insight.publication_numbered(number, by=request.by)
    return done("publication", acts.publish(publication=found, by=request.by, at=request.at))


@router.does("/publications/{int:number}/withdraw", permission="publication.withdraw", versioned=True)
def withdraw_release(request: Asked, number: int, said: PublicationBecause) -> Done:
    """Withdraw a published figure; its address says so and why."""
    return _carried(acts.withdraw, request, number, because=said.because)


@router.does("/publications/{int:number}/correct", permission="publication.prepare", makes=True)
def correct_release(request: Asked, number: int, said: Correcting) -> Done:
    """Start the next edition, which says what changed and why."""
    made = acts.correct(
        publication=insight.publication_numbered(number, by=request.by),
        snapshot=insight.snapshot_to_publish(said.snapshot, by=request.by),
        what_changed=said.what_changed,
        why_changed=said.why_changed,
        by=request.by,
        at=request.at,
    )
    return done("publication", made)


def _carried(act: Any, request: Asked, number: int, **said: Any) -> Done:
    """Carry one action out on the publication of a number, under the version that was read."""
    found = insight.publication_numbered(number, by=request.by)
    return done("publication", act(publication=found, version=request.version, by=request.by, at=request.at, **said))
