"""The definition, written once, in Ibis: it compiles for DuckDB and, unchanged, for other engines.

`KEPT_AS_INDEX` and `KEPT_AS_REOFFENCE` are the rules, each with the reason for which a row that fails it does not count.
Counting uses the rules as filters and the explanation of one person uses the same rules as reasons, so that the two
cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

import ibis
from ibis import _

from evidence.reoffending.conventions import AGE_BANDS, NO_SCHEME, NOT_KNOWN, OF_THE_PERSON, PREVIOUS_BANDS, Definition
from evidence.tables import INVOLVEMENTS, PEOPLE, SANCTIONS, Table

KINDS = {"text": "string", "date": "date", "yes_no": "boolean", "choice": "string", "share": "float64"}
COUNTED = "counted"
PREVIOUS, SCHEME = "previous_offences", "scheme"


def declared(table: Table) -> Any:
    """A declared table as Ibis sees it, not yet bound to data."""
    return ibis.table({column.name: KINDS[column.kind] for column in table.columns}, name=table.name)


Rule = tuple[str, Callable[..., Any]]

OF_ITS_KIND: tuple[Rule, ...] = (
    ("the offence is the breach of an order or a licence", lambda row: ~row.breach),
    ("the offence is not recordable", lambda row: row.recordable),
)

KEPT_AS_INDEX: tuple[Rule, ...] = (
    *OF_ITS_KIND,
    ("the person had not been released from this custody", lambda row: row.index_date.notnull()),
)


def kept_as_reoffence(definition: Definition) -> tuple[Rule, ...]:
    """The rules of a reoffence, on a sanction and the start of the follow-up."""
    follow_up = ibis.interval(months=definition.follow_up_months)
    waiting = ibis.interval(months=definition.months_until_final)
    return (
        *((reason, lambda row, start, kept=kept: kept(row)) for reason, kept in OF_ITS_KIND),
        ("the date of the offence is not known", lambda row, start: row.offence_date.notnull()),
        ("the offence is not after the start of the follow-up", lambda row, start: row.offence_date > start),
        ("the offence is after the follow-up", lambda row, start: row.offence_date < start + follow_up),
        ("the sanction is after the waiting period", lambda row, start: row.sanction_date <= start + waiting),
    )


def first_reason(reasons: list[tuple[str, Any]]) -> Any:
    """The reason of the first rule that a row fails, or that it counts."""
    return ibis.cases(*((~kept, reason) for reason, kept in reasons), else_=COUNTED)


def with_index_date(sanctions: Any) -> Any:
    """Sanctions with the day on which a follow-up from them would start."""
    released = sanctions.sanction_type == "custody"
    return sanctions.mutate(index_date=ibis.ifelse(released, sanctions.release_date, sanctions.sanction_date))


def index_events(sanctions: Any, first: date, last: date) -> Any:
    """One row for each person and quarter: the first index event of that person in it."""
    dated = with_index_date(sanctions)
    released = dated.sanction_type == "custody"
    # Each half asks for one column, so that the engine can skip parts of a file that is in the order of its dates.
    events = ibis.union(
        dated.filter(~released, dated.sanction_date.between(ibis.literal(first), ibis.literal(last))),
        dated.filter(released, dated.release_date.between(ibis.literal(first), ibis.literal(last))),
    )
    events = events.filter([kept(events) for _reason, kept in KEPT_AS_INDEX])
    events = events.mutate(
        quarter=events.index_date.truncate("Q").cast("date"),
        gravity=ibis.cases((_.sanction_type == "custody", 0), (_.sanction_type == "non_custodial", 1), else_=2),
    )
    order = ["index_date", "gravity", "sanction_id"]
    turn = ibis.row_number().over(group_by=["person_id", "quarter"], order_by=order)
    return events.mutate(turn=turn).filter(_.turn == 0).drop("turn", "gravity")


def reachable(sanctions: Any, definition: Definition, first: date, last: date) -> Any:
    """The sanctions that some event of the period could need: lets the engine skip parts of the file before it joins."""
    return sanctions.filter(
        sanctions.offence_date > ibis.literal(first),
        sanctions.offence_date < ibis.literal(last) + ibis.interval(months=definition.follow_up_months),
        sanctions.sanction_date <= ibis.literal(last) + ibis.interval(months=definition.months_until_final),
    ).select("person_id", "offence_date", "sanction_date", "recordable", "breach")


def followed(events: Any, sanctions: Any, definition: Definition) -> Any:
    """One row for each index event, with `reoffences`."""
    later = sanctions.view()
    counts = [kept(later, events.index_date) for _reason, kept in kept_as_reoffence(definition)]
    pairs = events.left_join(later, [events.person_id == later.person_id, *counts])
    pairs = pairs.select(*(events[name] for name in events.columns), reoffence=later.offence_date)
    # Person and quarter are the key of the events: whatever else stands in a group is the same in all of it.
    key = ("person_id", "quarter")
    the_same = {name: pairs[name].arbitrary() for name in events.columns if name not in key}
    return pairs.group_by(*key).agg(**the_same, reoffences=pairs.reoffence.count())


def first_proven(definition: Definition, first: date, last: date) -> Any:
    """How many index events of each day were first proven on each day; blank where they were not."""
    sanctions = declared(SANCTIONS)
    events = index_events(sanctions, first, last).select("person_id", "quarter", "index_date")
    later = sanctions.view()
    counts = [kept(later, events.index_date) for _reason, kept in kept_as_reoffence(definition)]
    pairs = events.left_join(later, [events.person_id == later.person_id, *counts])
    pairs = pairs.select(*(events[name] for name in events.columns), proven=later.sanction_date)
    each = pairs.group_by("person_id", "quarter", "index_date").agg(proven_on=pairs.proven.min())
    return each.group_by("quarter", "index_date", "proven_on").agg(people=each.count())


def age_band(born: Any, on: Any) -> Any:
    """The age band on a day; a birth date that is blank or after the day gives not known."""
    # As numbers such as 20170401, two dates differ by ten thousand for each birthday between them.
    age = (_as_number(on) - _as_number(born)).floordiv(10_000)
    # Looked up by the age and not compared band by band: engines work the age out anew for each comparison.
    named = [NOT_KNOWN, *(_band_of(age) for age in range(AGE_BANDS[-1][0] + 1))]
    # An age that is not known becomes -1 first: on Spark the lesser of nothing and a number is the number.
    return ibis.array(named)[age.fill_null(-1).clip(-1, AGE_BANDS[-1][0]).cast("int32") + 1]


def _band_of(age: int) -> str:
    under = f"under {AGE_BANDS[0][0]}"
    return next((name for youngest, name in reversed(AGE_BANDS) if age >= youngest), under)


def with_previous_offences(events: Any, sanctions: Any) -> Any:
    """Index events with `previous_offences`: the band of how many offences of this kind were sanctioned before them."""
    earlier = sanctions.view()
    before = [earlier.person_id == events.person_id, earlier.sanction_date < events.sanction_date]
    pairs = events.left_join(earlier, [*before, *(kept(earlier) for _reason, kept in OF_ITS_KIND)])
    pairs = pairs.select(*(events[name] for name in events.columns), earlier_id=earlier.sanction_id)
    counted = pairs.group_by(*events.columns).agg(earlier=pairs.earlier_id.count())
    bands = [(counted.earlier >= least, name) for least, name in reversed(PREVIOUS_BANDS)]
    return counted.mutate(previous_offences=ibis.cases(*bands, else_=NOT_KNOWN)).drop("earlier")


def with_scheme(events: Any, involvements: Any) -> Any:
    """Index events with `scheme`: the one that the person was in on the day of the start, of several the one begun last."""
    pairs = events.join(
        involvements,
        [
            events.person_id == involvements.person_id,
            involvements.from_date <= events.index_date,
            involvements.to_date.isnull() | (involvements.to_date >= events.index_date),
        ],
    )
    pairs = pairs.select(event=events.sanction_id, scheme=involvements.scheme, begun=involvements.from_date)
    turn = ibis.row_number().over(group_by="event", order_by=[pairs.begun.desc(), pairs.scheme])
    latest = pairs.mutate(turn=turn).filter(_.turn == 0).select("event", SCHEME)
    found = events.left_join(latest, events.sanction_id == latest.event).drop("event")
    return found.mutate(scheme=found.scheme.fill_null(NO_SCHEME))


def _as_number(day: Any) -> Any:
    return day.year() * 10_000 + day.month() * 100 + day.day()


def cells(definition: Definition, first: date, last: date, by: tuple[str, ...]) -> Any:
    """The counts of every quarter and breakdown: offenders, reoffenders and reoffences."""
    sanctions, people = declared(SANCTIONS), declared(PEOPLE)
    of_the_event = [name for name in by if name not in OF_THE_PERSON]
    needed = ["person_id", "quarter", "index_date", *of_the_event]
    events = index_events(sanctions, first, last)
    if SCHEME in by:
        events = with_scheme(events, declared(INVOLVEMENTS))
    if PREVIOUS in by:
        wanted = [name for name in needed if name != PREVIOUS]
        events = with_previous_offences(events.select(*wanted, "sanction_date"), sanctions)
    events = events.select(*needed)
    facts = followed(events, reachable(sanctions, definition, first, last), definition)
    if OF_THE_PERSON & set(by):
        facts = facts.left_join(people, "person_id").drop("person_id_right")
        facts = facts.mutate(age_band=age_band(facts.date_of_birth, facts.index_date))
    facts = facts.mutate(**{name: facts[name].fill_null(NOT_KNOWN) for name in by})
    return facts.group_by("quarter", *by).agg(
        offenders=facts.count(),
        reoffenders=(facts.reoffences > 0).sum(),
        reoffences=facts.reoffences.sum(),
    )


@lru_cache(maxsize=256)
def cells_sql(definition: Definition, first: date, last: date, by: tuple[str, ...], dialect: str = "duckdb") -> str:
    """The counting as SQL of one engine; compiled once for each definition, period and breakdown."""
    return str(ibis.to_sql(cells(definition, first, last, by), dialect=dialect))
