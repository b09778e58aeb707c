"""What the insight pages ask: what can be published when, the snapshots there are, and one publication with its task list.

Nothing here is about a person: cleared tables, states and dates. The permission is asked all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from desistance.foundation.decisions import NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.measurement.models import Change, Publication, Snapshot
from desistance.measurement.queries.approvers import approvers, seen_early_by
from desistance.measurement.queries.contents import figures_published, tables_published
from desistance.measurement.queries.tables import Table, area_rows, period_of, quarter_rows, tables_of
from desistance.measurement.rules.cited import CitedFigure, benchmark_for
from desistance.measurement.rules.comparison import compared
from desistance.measurement.rules.periods import Maturity, Period, maturity, newest_final, quarter_of
from desistance.measurement.rules.tasks import PublicationFacts, Task, tasks_of
from desistance.measurement.rules.texts import filled, text_stands
from desistance.measurement.terms import PUBLICATION_STATES, REGION, SNAPSHOT_STATES
from desistance.partners.queries import staff_names

QUARTERS_LISTED = 6
TEXTS = ("headline", "summary", "limits")


@dataclass(frozen=True, slots=True)
class QuarterListed:
    """A quarter of the insight list: how far it is, its newest snapshot and its release, where there are any."""

    maturity: Maturity
    snapshot: Snapshot | None
    publication: Publication | None

    @property
    def words(self) -> str:
        """When it can be published, in one sentence."""
        return self.maturity.words


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of a publication's log, with who did it."""

    at: datetime
    name: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class SnapshotShown:
    """A snapshot with its state in words, its maturity, its tables, and what the earlier one of the same length said."""

    record: Snapshot
    state_words: str
    maturity: Maturity
    tables: Mapping[str, Table]
    benchmark: CitedFigure | None
    compared: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PublicationShown:
    """A publication as who prepares or approves it sees it: task list, texts as written and as filled, tables and plan.

    ``previews`` are the texts filled; ``faults`` say by text why one cannot be filled. ``next_step`` is the first open task.
    ``seen_early_by``: who can see it before it is out.
    """

    record: Publication
    state_words: str
    owner: str
    snapshot: SnapshotShown
    tasks: tuple[Task, ...]
    previews: Mapping[str, str]
    faults: Mapping[str, str]
    approvers: tuple[str, ...]
    seen_early_by: tuple[str, ...]
    prepared_by: str
    approved_by: str
    is_own: bool
    fields: tuple[str, ...]
    log: tuple[LogLine, ...]
    editions: tuple[Publication, ...]

    @property
    def next_step(self) -> Task | None:
        """The first task that is not done."""
        return next((task for task in self.tasks if not task.is_done), None)


def quarters(*, by: Pass, on: date, complete_to: date | None = None) -> tuple[QuarterListed, ...]:
    """What can be published when: the next quarters that cannot be yet and the newest that can, newest first."""
    by.demand("measure.view")
    until = complete_to or on - timedelta(days=1)
    newest, found = newest_final(complete_to=until), []
    period = quarter_of(newest.last + timedelta(days=1))
    for _ in range(QUARTERS_LISTED):
        found.append(period)
        period = quarter_of(period.first - timedelta(days=1))
    snapshots = _newest_snapshots()
    of_rates = Publication.objects.filter(evaluation__isnull=True).order_by("edition")
    publications = {one.snapshot_id: one for one in of_rates}
    return tuple(
        QuarterListed(
            maturity(one, complete_to=until),
            snapshot := snapshots.get((one.first, one.last)),
            publications.get(snapshot.pk) if snapshot else None,
        )
        for one in found
    )


def snapshots(*, by: Pass, limit: int = 50) -> Sequence[Snapshot]:
    """The snapshots, newest period first."""
    by.demand("measure.view")
    return list(Snapshot.objects.order_by("-last_on", "first_on", "-id")[:limit])


def publications(*, by: Pass, limit: int = 50) -> Sequence[Publication]:
    """Every edition of every release with its snapshot, those still in work first, then newest period first."""
    by.demand("measure.view")
    found = Publication.objects.select_related("snapshot").order_by("-snapshot__last_on", "slug", "-edition")[:limit]
    return sorted(found, key=lambda one: one.state in ("published", "withdrawn", "corrected"))


def snapshot_shown(number: int, *, by: Pass) -> SnapshotShown:
    """One snapshot. Raises :class:`NotFound`."""
    by.demand("measure.view")
    record = Snapshot.objects.filter(pk=number).first()
    if record is None:
        raise NotFound()
    return _snapshot(record)


def publication_shown(number: int, *, by: Pass, at: datetime) -> PublicationShown:
    """One publication with its task list, tables and disclosure plan. Raises :class:`NotFound`."""
    by.demand("measure.view")
    record = (
        Publication.objects.select_related("snapshot", "corrects", "evaluation__snapshot").filter(pk=number).first()
    )
    if record is None:
        raise NotFound()
    snapshot = _snapshot(record.snapshot)
    if record.evaluation:
        snapshot = replace(snapshot, tables=tables_published(record), benchmark=None, compared={})
    previews, faults = _texts(record, snapshot)
    log = list(Change.objects.filter(publication=record).order_by("at", "id"))
    named = staff_names([record.prepared_by, record.approved_by or 0, *(line.by_staff for line in log)])
    state = PUBLICATION_STATES[record.state]
    return PublicationShown(
        record=record,
        state_words=state.wording,
        owner=state.owner,
        snapshot=snapshot,
        tasks=tasks_of(_facts(record, snapshot, not faults)),
        previews=previews,
        faults=faults,
        approvers=approvers(record, at=at),
        seen_early_by=seen_early_by(record, at=at),
        prepared_by=named.get(record.prepared_by, "the service"),
        approved_by=named.get(record.approved_by or 0, ""),
        fields=tuple(figures_published(record, {}).words) if record.evaluation else (),
        is_own=by.staff in (record.prepared_by, record.submitted_by),
        log=tuple(
            LogLine(
                line.at, named.get(line.by_staff, "the service"), PUBLICATION_STATES[line.to_state].wording, line.words
            )
            for line in log
        ),
        editions=tuple(Publication.objects.filter(slug=record.slug).order_by("-edition")),
    )


def publication_numbered(number: int, *, by: Pass) -> Publication:
    """One publication to act on; the action then asks for its own permission. Raises :class:`NotFound`."""
    _may_act_or_view(by)
    record = Publication.objects.select_related("snapshot", "evaluation__snapshot").filter(pk=number).first()
    if record is None:
        raise NotFound()
    return record


def series(*, by: Pass, slug: str = REGION) -> tuple[Mapping[str, object], ...]:
    """The quarters of every published release for one area, oldest first, one row a quarter: what a chart over time draws."""
    by.demand("measure.view")
    rows: dict[str, Mapping[str, object]] = {}
    published = Publication.objects.filter(state="published", evaluation__isnull=True).select_related("snapshot")
    published = published.order_by("published_at")
    for one in published:
        rows |= {str(row["cohort"]): row for row in quarter_rows(tables_of(one.snapshot), slug)}
    return tuple(rows[name] for name in sorted(rows))


def published_before(first_on: date, last_on: date, *, by: Pass, slug: str = REGION) -> Mapping[str, object] | None:
    """An area's row of the newest published release that ends before ``first_on`` and is as long; None where there is none."""
    by.demand("measure.view")
    is_a_year = Period(first_on, last_on).is_a_year
    earlier = Publication.objects.filter(state="published", evaluation__isnull=True, snapshot__last_on__lt=first_on)
    earlier = earlier.select_related("snapshot")
    for one in earlier.order_by("-snapshot__last_on"):
        if period_of(one.snapshot).is_a_year == is_a_year:
            return area_rows(tables_of(one.snapshot)).get(slug)
    return None


def _may_act_or_view(by: Pass) -> None:
    """Raise :class:`NotPermitted` unless the reader may see measures, or act on a publication as a token of the API may."""
    if not any(by.holds(f"publication.{act}") for act in ("prepare", "approve", "withdraw")):
        by.demand("measure.view")


def _newest_snapshots() -> dict[tuple[date, date], Snapshot]:
    records = Snapshot.objects.exclude(state="failed").order_by("id")
    return {(one.first_on, one.last_on): one for one in records}


def _snapshot(record: Snapshot) -> SnapshotShown:
    tables = tables_of(record)
    period = period_of(record)
    benchmark = benchmark_for(period.first, period.last)
    return SnapshotShown(
        record=record,
        state_words=SNAPSHOT_STATES[record.state].wording,
        maturity=maturity(period, complete_to=record.complete_to),
        tables=tables,
        benchmark=benchmark,
        compared={
            slug: compared(row["rate_low"], row["rate_high"], benchmark) for slug, row in area_rows(tables).items()
        },
    )


def _texts(record: Publication, snapshot: SnapshotShown) -> tuple[dict[str, str], dict[str, str]]:
    figures = figures_published(record, snapshot.tables)
    previews, faults = {}, {}
    for name in TEXTS:
        text = getattr(record, name)
        standing = text_stands(text, figures)
        if standing:
            previews[name] = filled(text, figures)
        else:
            faults[name] = standing.words
    return previews, faults


def _facts(record: Publication, snapshot: SnapshotShown, is_text_standing: bool) -> PublicationFacts:
    return PublicationFacts(
        state=record.state,
        is_final=snapshot.maturity.is_final or record.evaluation is not None,
        is_text_standing=is_text_standing,
        tables=len(snapshot.tables),
        hidden=sum(len(table.hidden) for table in snapshot.tables.values()),
        publish_at=record.publish_at,
        published_at=record.published_at,
    )


def download(number: int, name: str, *, by: Pass) -> Table:
    """One table of a publication, to be sent as a file. Raises :class:`NotFound` for a name that it has not."""
    by.demand("measure.view")
    table = tables_published(publication_numbered(number, by=by)).get(name)
    if table is None:
        raise NotFound()
    return table


def snapshot_to_publish(number: int, *, by: Pass) -> Snapshot:
    """A counted snapshot to prepare a publication from. Raises :class:`NotFound`, and :class:`Refused` before it is counted."""
    _may_act_or_view(by)
    record = Snapshot.objects.filter(pk=number).first()
    if record is None:
        raise NotFound()
    if record.state != "counted":
        raise Refused("This snapshot is not counted yet, so nothing can be published from it.", field="snapshot")
    return record
