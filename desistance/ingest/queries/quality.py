"""How good the files of a feed are: counts over the last twelve months, worked out by the database and never row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet

from desistance.audit.deeds import question
from desistance.foundation.calendar import LOCAL, local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE, Feed
from desistance.ingest.models import Import, ImportRow
from desistance.ingest.rules.feeds import SENDERS
from desistance.ingest.rules.quality import (
    CODE_SHAPE,
    MOST_CODES_SHOWN,
    OTHER_TEXT,
    Completeness,
    Delay,
    Period,
    code_columns,
    event_column,
    period_to,
)
from desistance.ingest.terms import NOT_KNOWN_WORDS, NOT_STANDING, ProblemKind

FILES_SHOWN: Final = 12
OF_THE_FEED: Final = """
    FROM ingest_importrow AS told JOIN ingest_import AS file ON file.id = told.imported_id
    WHERE file.agency_id = %(agency)s AND file.feed = %(feed)s AND NOT file.state = ANY(%(not_standing)s)
    AND file.received_at >= %(first)s AND file.received_at < %(after)s
"""
COMPLETENESS: Final = f"""
    SELECT cell.key, count(*) FILTER (WHERE cell.value <> '' AND NOT lower(cell.value) = ANY(%(not_known)s)),
        count(*) FILTER (WHERE lower(cell.value) = ANY(%(not_known)s))
    FROM (SELECT told.cells {OF_THE_FEED} AND told.cells <> '{{}}'::jsonb) AS told
    CROSS JOIN LATERAL jsonb_each_text(told.cells) AS cell GROUP BY cell.key
"""  # noqa: S608 - constants only; every value is a parameter
# A date is turned to ISO by its figures and only read as one if there is such a day: no cell makes the statement fail.
DELAY: Final = f"""
    WITH told AS (
        SELECT file.received_at AT TIME ZONE 'Europe/London' AS received,
            regexp_match(told.cells ->> %(column)s, '^(\\d{{1,2}})[/.-](\\d{{1,2}})[/.-](\\d{{4}})(?!\\d)') AS day_first,
            substring(told.cells ->> %(column)s FROM '^\\d{{4}}-\\d{{2}}-\\d{{2}}(?!\\d)') AS year_first
        {OF_THE_FEED} AND told.state IN ('loaded', 'ready')
    ), written AS (
        SELECT received, coalesce(day_first[3] || '-' || day_first[2] || '-' || day_first[1], year_first) AS iso FROM told
    ), days AS (
        SELECT received::date - CASE WHEN pg_input_is_valid(iso, 'date') THEN iso::date END AS delay FROM written
    )
    SELECT count(delay), percentile_disc(0.5) WITHIN GROUP (ORDER BY delay),
        percentile_disc(0.9) WITHIN GROUP (ORDER BY delay) FROM days
"""  # noqa: S608 - constants only; every value is a parameter
CODES: Final = f"""
    SELECT CASE WHEN told.cells ->> told.column ~ %(shape)s THEN told.cells ->> told.column ELSE %(other)s END AS code,
        count(*) {OF_THE_FEED} AND told.problem = 'offence_code' AND told.column = ANY(%(columns)s)
    GROUP BY code ORDER BY count(*) DESC, code LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class FeedCounts:
    """One feed of the agency in the period: its files, and how many of their rows stand where."""

    feed: Feed
    files: int = 0
    stopped: int = 0
    last_at: datetime | None = None
    rows: Mapping[str, int] | None = None

    def of(self, state: str) -> int:
        """How many rows stand in a state."""
        return (self.rows or {}).get(state, 0)

    @property
    def all_rows(self) -> int:
        """All rows of the files that stand."""
        return sum((self.rows or {}).values())


@dataclass(frozen=True, slots=True)
class FileCounts:
    """One file of the feed and its rows by state."""

    number: int
    received_at: datetime
    state: str
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Rows that repeat: in their file or on record, loaded before, and those that resembled someone, by what was decided."""

    repeated: int
    loaded_before: int
    same_person: int
    different_people: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Quality:
    """All that is counted of one feed."""

    period: Period
    counts: FeedCounts
    files: Sequence[FileCounts]
    completeness: Sequence[Completeness]
    delay: Delay
    duplicates: Duplicates
    problems: Sequence[tuple[str, int]]
    mended: int
    warned: int
    codes: Sequence[tuple[str, int]]


@question
def feeds_quality(*, by: Pass) -> Sequence[FeedCounts]:
    """The feeds that the reader's own agency sends or has sent, each with its files and rows of the last twelve months."""
    by.demand("import.view")
    files = {
        row["feed"]: row
        for row in _files(by)
        .values("feed")
        .annotate(files=Count("id"), last_at=Max("received_at"), stopped=Count("id", Q(state__in=NOT_STANDING)))
    }
    rows: dict[str, dict[str, int]] = {}
    counted = _rows(by).values_list("imported__feed", "state").annotate(Count("id"))
    for feed, state, count in counted:
        rows.setdefault(feed, {})[state] = count
    able = [name for name, (kind, _) in SENDERS.items() if kind == by.agency_kind]
    return [_counts(name, files, rows) for name in HOUSE.feeds if name in able or name in files]


@question
def feed_quality(feed: str, *, by: Pass) -> Quality:
    """What is counted of one feed of the reader's own agency. Raises :class:`NotFound` for a feed that it does not send."""
    one = next((one for one in feeds_quality(by=by) if one.feed.name == feed), None)
    if one is None:
        raise NotFound()
    totals = _totals(by, feed)
    return Quality(
        period=period_to(local_date(by.at)),
        counts=one,
        files=_newest_files(by, feed),
        completeness=_completeness(by, one.feed, totals["fitting"]),
        delay=_delay(by, one.feed),
        duplicates=Duplicates(**{name: totals[name] for name in Duplicates.__slots__}),
        problems=_problems(by, feed),
        mended=totals["mended"],
        warned=totals["warned"],
        codes=_codes(by, one.feed),
    )


def _bounds(by: Pass) -> tuple[datetime, datetime]:
    period = period_to(local_date(by.at))
    first = datetime.combine(period.first, time(tzinfo=LOCAL))
    return first, datetime.combine(period.last + timedelta(days=1), time(tzinfo=LOCAL))


def _files(by: Pass) -> QuerySet[Import]:
    first, after = _bounds(by)
    return Import.objects.filter(agency_id=by.agency, received_at__gte=first, received_at__lt=after)


def _rows(by: Pass, feed: str = "") -> QuerySet[ImportRow]:
    first, after = _bounds(by)
    rows = ImportRow.objects.filter(
        imported__agency_id=by.agency, imported__received_at__gte=first, imported__received_at__lt=after
    ).exclude(imported__state__in=NOT_STANDING)
    return rows.filter(imported__feed=feed) if feed else rows


def _counts(name: str, files: Mapping[str, Any], rows: Mapping[str, Mapping[str, int]]) -> FeedCounts:
    counted = files.get(name, {"files": 0, "stopped": 0, "last_at": None})
    standing = counted["files"] - counted["stopped"]
    return FeedCounts(HOUSE.feeds[name], standing, counted["stopped"], counted["last_at"], rows.get(name, {}))


def _newest_files(by: Pass, feed: str) -> Sequence[FileCounts]:
    """The newest files, each with its rows by state; also those of which nothing was read."""
    newest = list(_files(by).filter(feed=feed).order_by("-id").values_list("pk", "received_at", "state")[:FILES_SHOWN])
    counted: dict[int, dict[str, int]] = {}
    rows = ImportRow.objects.filter(imported__in=[number for number, *_ in newest])
    for number, state, count in rows.values_list("imported", "state").annotate(Count("id")):
        counted.setdefault(number, {})[state] = count
    return [FileCounts(number, received_at, state, counted.get(number, {})) for number, received_at, state in newest]


def _totals(by: Pass, feed: str) -> Mapping[str, int]:
    """Every count of a row as a whole, in one pass over the rows."""
    repeated = Q(problem__in=[ProblemKind.REPEATED, ProblemKind.RECORDED])
    totals: Mapping[str, int] = _rows(by, feed).aggregate(
        fitting=Count("pk", ~Q(cells={})),
        repeated=Count("pk", repeated),
        loaded_before=Count("pk", Q(state="skipped", problem="", decided_at__isnull=True)),
        same_person=Count("pk", Q(joins__isnull=False)),
        different_people=Count("pk", ~Q(apart_from=[])),
        waiting=Count("pk", Q(state="possible")),
        mended=Count("pk", ~Q(mended=[])),
        warned=Count("pk", ~Q(warning="")),
    )
    return totals


def _problems(by: Pass, feed: str) -> Sequence[tuple[str, int]]:
    held = (
        _rows(by, feed)
        .filter(state="held")
        .values_list("problem")
        .annotate(rows=Count("pk"))
        .order_by("-rows", "problem")
    )
    return [(ProblemKind(problem).wording, rows) for problem, rows in held]


def _completeness(by: Pass, feed: Feed, rows: int) -> Sequence[Completeness]:
    counted = {column: counts for column, *counts in _told(COMPLETENESS, by, feed, not_known=sorted(NOT_KNOWN_WORDS))}
    return [Completeness(column, column in feed.needed, rows, *counted.get(column, (0, 0))) for column in feed.columns]


def _delay(by: Pass, feed: Feed) -> Delay:
    column = event_column(feed)
    return Delay(column, *_told(DELAY, by, feed, column=column)[0]) if column else Delay("")


def _codes(by: Pass, feed: Feed) -> Sequence[tuple[str, int]]:
    columns = list(code_columns(feed))
    more = {"columns": columns, "shape": CODE_SHAPE, "other": OTHER_TEXT, "most": MOST_CODES_SHOWN}
    return [(code, rows) for code, rows in _told(CODES, by, feed, **more)] if columns else []


def _told(statement: str, by: Pass, feed: Feed, **more: Any) -> list[tuple[Any, ...]]:
    """Run one counting statement over the rows of a feed in the period."""
    first, after = _bounds(by)
    values: dict[str, Any] = {
        "agency": by.agency,
        "feed": feed.name,
        "not_standing": list(NOT_STANDING),
        "first": first,
        "after": after,
    }
    values |= more
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
