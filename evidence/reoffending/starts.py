"""Follow-ups from days that are given: when people entered a scheme or were allocated, in place of index events.

What counts as a reoffence is `counting`'s, unchanged. What was known before the start is asked apart, so that a plan can be
drawn up, and locked, while no outcome has been worked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import ibis

from evidence.reoffending.conventions import PROVEN, Definition
from evidence.reoffending.counting import KEPT_AS_INDEX, OF_ITS_KIND, declared, kept_as_reoffence, with_index_date
from evidence.tables import SANCTIONS, Checked, engine

YEAR = 12  # months
NO = ibis.literal(value=False)
KINDS = {"place": "int64", "person_id": "string", "since": "date", "start": "date"}


@dataclass(frozen=True)
class Start:
    """A day from which somebody is followed. `since` is the event that led to it, such as an arrest; by default the same day."""

    person_id: str
    on: date
    since: date | None = None


@dataclass(frozen=True)
class IndexDay:
    """A caution, a non-custodial conviction or a release from custody, as it could start a follow-up."""

    person_id: str
    on: date
    offence_group: str | None
    area: str | None


@dataclass(frozen=True)
class History:
    """What the sanctions before the day of a start say, by offences of the kind that counts.

    `previous`: offences sanctioned before it; `year_before` and `second_year_before`: those of them committed in that year;
    `between`: offences after `since` up to the day of the start, whenever they were sanctioned.
    """

    previous: int
    year_before: int
    second_year_before: int
    custody_before: bool
    between: int


@dataclass(frozen=True)
class Followed:
    """What came after a start: how many reoffences were proven, and the day of the first."""

    reoffences: int
    first_on: date | None


def index_days(sanctions: Checked, first: date, last: date) -> list[IndexDay]:
    """Every event between two days, both included, that could start a follow-up, in the order of persons and days."""
    sql = str(ibis.to_sql(_index_days(first, last), dialect="duckdb"))
    return [IndexDay(*row) for row in _asked(sanctions, (), sql)]


def history(sanctions: Checked, starts: Sequence[Start]) -> list[History]:
    """What was known before each start, in their order. No outcome is worked out."""
    return [History(*row[1:]) for row in _asked(sanctions, starts, _history_sql())]


def follow(sanctions: Checked, starts: Sequence[Start], definition: Definition = PROVEN) -> list[Followed]:
    """What came after each start, in their order, by the rules of a reoffence."""
    return [Followed(*row[1:]) for row in _asked(sanctions, starts, _follow_sql(definition))]


def _asked(sanctions: Checked, starts: Sequence[Start], sql: str) -> Iterator[tuple[Any, ...]]:
    sanctions.unchanged()
    cursor = engine.cursor()
    try:
        cursor.execute(f'CREATE TEMP VIEW sanctions AS SELECT * FROM "{sanctions.relation}"')  # noqa: S608
        cursor.execute("CREATE TEMP TABLE starts (place BIGINT, person_id VARCHAR, since DATE, start DATE)")
        if starts:
            columns = zip(
                *((n, one.person_id, one.since or one.on, one.on) for n, one in enumerate(starts)), strict=True
            )
            cursor.execute(
                "INSERT INTO starts SELECT unnest(?), unnest(?), unnest(?), unnest(?)", [list(one) for one in columns]
            )
        yield from cursor.execute(sql).fetchall()
    finally:
        cursor.close()


def _index_days(first: date, last: date) -> Any:
    events = with_index_date(declared(SANCTIONS))
    inside = events.index_date.between(ibis.literal(first), ibis.literal(last))
    events = events.filter(inside, *(kept(events) for _reason, kept in KEPT_AS_INDEX))
    ordered = events.order_by("person_id", "index_date", "sanction_id")
    return ordered.select("person_id", "index_date", "offence_group", "area")


def _pairs() -> Any:
    """Each start beside every sanction of its person, or beside nothing."""
    starts, sanctions = ibis.table(KINDS, name="starts"), declared(SANCTIONS)
    return starts.left_join(sanctions, "person_id").drop("person_id_right")


def _of_its_kind(pairs: Any) -> Any:
    return _all(kept(pairs) for _reason, kept in OF_ITS_KIND)


def _all(conditions: Iterator[Any]) -> Any:
    """True where every condition is; not where one is blank, as where somebody has no sanction at all."""
    found = ibis.literal(value=True)
    for condition in conditions:
        found = found & condition.fill_null(NO)
    return found


@lru_cache(maxsize=1)
def _history_sql() -> str:
    pairs = _pairs()
    kind, before = _of_its_kind(pairs), (pairs.sanction_date < pairs.start).fill_null(NO)
    year, second = (pairs.start - ibis.interval(months=YEAR * turn) for turn in (1, 2))

    def committed(from_on: Any, before_on: Any) -> Any:
        return kind & before & pairs.offence_date.between(from_on, before_on - ibis.interval(days=1)).fill_null(NO)

    after = ((pairs.offence_date > pairs.since) & (pairs.offence_date <= pairs.start)).fill_null(NO)
    told = pairs.group_by("place").agg(
        previous=(kind & before).sum(),
        year_before=committed(year, pairs.start).sum(),
        second_year_before=committed(second, year).sum(),
        custody_before=(before & (pairs.sanction_type == "custody").fill_null(NO)).any(),
        between=(kind & after).sum(),
    )
    return str(ibis.to_sql(told.order_by("place"), dialect="duckdb"))


@lru_cache(maxsize=64)
def _follow_sql(definition: Definition) -> str:
    pairs = _pairs()
    counts = _all(kept(pairs, pairs.start) for _reason, kept in kept_as_reoffence(definition))
    told = pairs.group_by("place").agg(reoffences=counts.sum(), first_on=pairs.offence_date.min(where=counts))
    return str(ibis.to_sql(told.order_by("place"), dialect="duckdb"))
