"""What counted for one person and what did not, and why; by the same rules that count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import ibis

from evidence.reoffending.conventions import PROVEN, Cohort, Definition, months_after
from evidence.reoffending.counting import (
    COUNTED,
    KEPT_AS_INDEX,
    declared,
    first_reason,
    index_events,
    kept_as_reoffence,
    with_index_date,
)
from evidence.tables import SANCTIONS, Checked, engine
from evidence.trouble import Trouble

PERSONAL = "About one person: for those who may see this record, never for publication."
THE_INDEX = "it is the index event itself"


@dataclass(frozen=True)
class Judged:
    """One sanction and whether it counted: `reason` is `counted` or why not."""

    sanction_id: str
    sanction_type: str
    offence_date: date | None
    sanction_date: date
    release_date: date | None
    reason: str

    @property
    def counts(self) -> bool:
        """Whether it was counted."""
        return self.reason == COUNTED

    @property
    def words(self) -> str:
        """The sanction in one phrase."""
        released = f", released {self.release_date}" if self.release_date else ""
        offence = f"offence {self.offence_date or 'on a day not known'}"
        return f"{self.sanction_id}: {offence}, {self.sanction_type} {self.sanction_date}{released}"


@dataclass(frozen=True)
class FollowUp:
    """One index event and the judgement of every other sanction of the person."""

    cohort: str
    quarter: date
    index: Judged
    start: date
    judged: tuple[Judged, ...]

    @property
    def reoffences(self) -> tuple[Judged, ...]:
        """The sanctions that were counted."""
        return tuple(one for one in self.judged if one.counts)


@dataclass(frozen=True, repr=False)
class Explanation:
    """All follow-ups of one person in the cohorts asked for, and why other sanctions are no index events."""

    person_id: str
    definition: Definition
    follow_ups: tuple[FollowUp, ...]
    not_index: tuple[Judged, ...]
    complete_to: date | None = None

    def ends(self, one: FollowUp) -> tuple[date, date]:
        """The day before which an offence of this follow-up must lie, and the last day of its waiting."""
        of = self.definition
        return months_after(one.start, of.follow_up_months), months_after(one.start, of.months_until_final)

    def is_provisional(self, one: FollowUp) -> bool:
        """Whether the waiting was not over on the day the data are complete to, where that is known."""
        return self.complete_to is not None and self.ends(one)[1] > self.complete_to

    def __repr__(self) -> str:
        return self.table()

    def table(self) -> str:
        """The explanation for a reader."""
        lines = [f"Person {self.person_id}, definition {self.definition.name}. {PERSONAL}", ""]
        for one in self.follow_ups:
            before, last = self.ends(one)
            lines += [f"Cohort {one.cohort}", f"  Index event {one.index.words}; follow-up starts {one.start}."]
            lines += [f"  Offences before {before} count if sanctioned by {last}."]
            if self.is_provisional(one):
                lines += [f"  PROVISIONAL: the data are complete to {self.complete_to}; more may come to count."]
            lines += [f"  {len(one.reoffences)} counted, {len(one.judged) - len(one.reoffences)} not counted."]
            lines += [f"  Counted      {judged.words}." for judged in one.reoffences]
            lines += [f"  Not counted  {judged.words}: {judged.reason}." for judged in one.judged if not judged.counts]
            lines.append("")
        if not self.follow_ups:
            lines += ["No index event in these cohorts.", ""]
        lines += [f"No index event: {judged.words}: {judged.reason}." for judged in self.not_index]
        return "\n".join(lines).rstrip() + "\n"

    def as_dict(self) -> dict[str, Any]:
        """The explanation for a program."""
        return {
            "person_id": self.person_id,
            "definition": self.definition.stated,
            "notice": PERSONAL,
            "follow_ups": [
                {
                    "cohort": one.cohort,
                    "start": str(one.start),
                    "offences_before": str(self.ends(one)[0]),
                    "sanctions_by": str(self.ends(one)[1]),
                    "provisional": self.is_provisional(one),
                    "index": _plain(one.index),
                    "counted": [_plain(judged) for judged in one.reoffences],
                    "rejected": [_plain(judged) for judged in one.judged if not judged.counts],
                }
                for one in self.follow_ups
            ],
            "not_index": [_plain(judged) for judged in self.not_index],
        }

    def rows(self) -> list[dict[str, str]]:
        """The explanation as rows for CSV: each sanction as the index event, judged in a follow-up, or as no index event."""
        found = []
        for one in self.follow_ups:
            found += [_row("index event", one, one.index)]
            found += [_row("counted" if each.counts else "not counted", one, each) for each in one.judged]
        return [*found, *(_row("no index event", None, each) for each in self.not_index)]


def _row(part: str, of: FollowUp | None, judged: Judged) -> dict[str, str]:
    said = {name: value or "" for name, value in _plain(judged).items()}
    if part == "index event":
        said["reason"] = ""
    return {"cohort": of.cohort if of else "", "start": str(of.start) if of else "", "part": part, **said}


def _plain(judged: Judged) -> dict[str, str | None]:
    return {name: None if value is None else str(value) for name, value in vars(judged).items()}


def explain(
    sanctions: Checked,
    person: str,
    asked: tuple[Cohort, ...],
    definition: Definition,
    complete_to: date | None = None,
) -> Explanation:
    """Explain one person's part in the cohorts; raises `Trouble` where no usable row is about that person."""
    sanctions.unchanged()
    first, last = asked[0].first, asked[-1].last
    judging, choosing = _sql(definition, first, last)
    cursor = engine.cursor()
    try:
        mine = f'SELECT * FROM "{sanctions.relation}" WHERE person_id = {engine.literal(person)}'  # noqa: S608
        cursor.execute(f"CREATE TEMP TABLE sanctions AS {mine}")
        pairs, candidates = cursor.execute(judging).fetchall(), cursor.execute(choosing).fetchall()
    finally:
        cursor.close()
    if not candidates:
        raise Trouble(
            f"{sanctions.path}: no usable row is about the person {person}. Look at the rows that are not used."
        )
    return replace(_explanation(person, pairs, candidates, asked, definition), complete_to=complete_to)


def explain_everyone(
    sanctions: Checked, asked: tuple[Cohort, ...], definition: Definition = PROVEN
) -> Iterator[Explanation]:
    """Explain everyone who is in one of the cohorts, person by person in the order of their numbers, in one pass each."""
    sanctions.unchanged()
    judging, choosing = _sql(definition, asked[0].first, asked[-1].last)
    cursors = [engine.cursor(), engine.cursor()]
    try:
        for cursor in cursors:
            cursor.execute(f'CREATE TEMP VIEW sanctions AS SELECT * FROM "{sanctions.relation}"')  # noqa: S608
        in_cohorts = f"SELECT DISTINCT person_id FROM ({judging})"  # noqa: S608
        chosen = f"SELECT * FROM ({choosing}) WHERE person_id IN ({in_cohorts})"  # noqa: S608
        streams = [
            groupby(_streamed(cursor, f"{sql} ORDER BY person_id, {order}"), key=itemgetter(0))
            for cursor, sql, order in (
                (cursors[0], f"SELECT * FROM ({judging})", "quarter, sanction_date, sanction_id"),  # noqa: S608
                (cursors[1], chosen, "sanction_date, sanction_id"),
            )
        ]
        for (person, pairs), (_same, candidates) in zip(*streams, strict=True):
            yield _explanation(person, pairs, candidates, asked, definition)
    finally:
        for cursor in cursors:
            cursor.close()


def _streamed(cursor: Any, sql: str) -> Iterator[tuple[Any, ...]]:
    cursor.execute(sql)
    while rows := cursor.fetchmany(1_000):
        yield from rows


def _explanation(
    person: str,
    pairs: Iterable[tuple[Any, ...]],
    candidates: Iterable[tuple[Any, ...]],
    asked: tuple[Cohort, ...],
    definition: Definition,
) -> Explanation:
    """One person's explanation, from their judged sanctions and from those that could have been index events."""
    every = {row[1]: Judged(*row[1:]) for row in candidates}
    by_quarter: dict[tuple[date, date, str], list[Judged]] = {}
    for _person, quarter, start, index_id, *row in pairs:
        by_quarter.setdefault((engine.day(quarter), start, index_id), []).append(Judged(*row))
    cohort_of = {quarter: cohort.name for cohort in asked for quarter in cohort.quarters}
    follow_ups = tuple(
        FollowUp(cohort_of[quarter], quarter, every[index_id], start, tuple(j for j in judged if j.reason != THE_INDEX))
        for (quarter, start, index_id), judged in sorted(by_quarter.items())
    )
    not_index = tuple(judged for judged in every.values() if not judged.counts)
    return Explanation(person, definition, follow_ups, not_index)


@lru_cache(maxsize=64)
def _sql(definition: Definition, first: date, last: date) -> tuple[str, str]:
    """SQL that judges every sanction for every index event, and SQL that says why the others are no index events."""
    sanctions = declared(SANCTIONS)
    events = index_events(sanctions, first, last).select("person_id", "quarter", "index_date", index_id="sanction_id")
    pairs = events.join(sanctions, "person_id")
    rules = kept_as_reoffence(definition)
    reasons = [
        (THE_INDEX, pairs.sanction_id != pairs.index_id),
        *((why, kept(pairs, pairs.index_date)) for why, kept in rules),
    ]
    described = ("sanction_id", "sanction_type", "offence_date", "sanction_date", "release_date")
    judged = pairs.mutate(reason=first_reason(reasons)).order_by("quarter", "sanction_date", "sanction_id")
    every = with_index_date(sanctions)
    chosen = events.select("index_id", chosen_date="index_date")
    every = every.left_join(chosen, every.sanction_id == chosen.index_id)
    inside = every.index_date.between(ibis.literal(first), ibis.literal(last))
    why_not = first_reason(
        [
            *((why, kept(every)) for why, kept in KEPT_AS_INDEX),
            ("it is not in these cohorts", inside),
            ("another event comes first in its quarter", every.index_id.notnull()),
        ]
    )
    every = every.mutate(reason=why_not).order_by("sanction_date", "sanction_id")
    return (
        str(
            ibis.to_sql(
                judged.select("person_id", "quarter", "index_date", "index_id", *described, "reason"), dialect="duckdb"
            )
        ),
        str(ibis.to_sql(every.select("person_id", *described, "reason"), dialect="duckdb")),
    )
