"""How complete, prompt and free of repeats the files of a feed are."""

from datetime import date
from typing import Any

from ninja import Schema

from desistance.api.admission import Asked
from desistance.api.operation import RoomRouter
from desistance.ingest.queries.quality import Quality, feed_quality, feeds_quality

router = RoomRouter(tags=["imports"])


class QualityColumnTold(Schema):
    """One declared column: how many rows have it, say that it is not known, or leave it empty."""

    column: str
    is_needed: bool
    rows: int
    given: int
    not_known: int
    empty: int
    percent_given: float | None


class CountTold(Schema):
    """One thing that was counted."""

    what: str
    rows: int


class DuplicatesTold(Schema):
    """Rows that repeat, and those that resembled someone, by what was decided."""

    repeated: int
    loaded_before: int
    same_person: int
    different_people: int
    waiting: int


class QualityTold(Schema):
    """One feed over the last twelve months. Rows are those of files that stand; the delay is in days."""

    feed: str
    first_day: date
    last_day: date
    files: int
    stopped: int
    rows: int
    loaded: int
    ready: int
    held: int
    possible: int
    skipped: int
    completeness: list[QualityColumnTold]
    delay_column: str
    delay_rows: int
    delay_median: int | None
    delay_90th_centile: int | None
    duplicates: DuplicatesTold
    problems: list[CountTold]
    codes_not_known: list[CountTold]


@router.asks("/imports/quality", list[QualityTold], permission="import.view")
def import_quality(request: Asked) -> Any:
    """Read the quality of the files of every feed that the caller's agency sends, counted over the last twelve months."""
    names = [one.feed.name for one in feeds_quality(by=request.by)]
    return [_told(feed_quality(name, by=request.by)) for name in names]


def _told(one: Quality) -> QualityTold:
    counts = one.counts
    states = {state: counts.of(state) for state in ("loaded", "ready", "held", "possible", "skipped")}
    return QualityTold(
        feed=counts.feed.name,
        first_day=one.period.first,
        last_day=one.period.last,
        files=counts.files,
        stopped=counts.stopped,
        rows=counts.all_rows,
        **states,
        completeness=[QualityColumnTold.from_orm(column) for column in one.completeness],
        delay_column=one.delay.column,
        delay_rows=one.delay.rows,
        delay_median=one.delay.median,
        delay_90th_centile=one.delay.ninetieth,
        duplicates=DuplicatesTold.from_orm(one.duplicates),
        problems=[CountTold(what=words, rows=rows) for words, rows in one.problems],
        codes_not_known=[CountTold(what=code, rows=rows) for code, rows in one.codes],
    )
