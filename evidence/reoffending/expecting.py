"""Expected rates: what a score given before the start expected of the very people of a cohort, and the rate adjusted by it.

The expected rate is the mean score; the adjusted rate is the rate, plus the baseline's mean score less the cohort's, as the
Ministry of Justice adjusts its rates by OGRS. Only people who have a score are in either, so that both are of the same people. It
takes out what the score knows and nothing else: a rate below the expected one is no effect of a scheme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

import ibis
from ibis import _

from evidence import disclosure
from evidence.definitions import Period
from evidence.disclosure import UNRELIABLE, Ratio, Shape
from evidence.disclosure.gate import Value
from evidence.reoffending.conventions import PROVEN, Cohort, Day, Definition, cohorts, day_of
from evidence.reoffending.counting import declared, followed, index_events, reachable
from evidence.reoffending.intervals import interval
from evidence.reoffending.lag import adjusted
from evidence.results import Count, TableResult, added, count_in
from evidence.tables import SANCTIONS, SCORES, Checked, engine
from evidence.trouble import Trouble

NEWEST_WITHIN = 12  # months
FEWEST = 30
DIGITS = 3
Table = TypeVar("Table", disclosure.Cleared, disclosure.Unprotected)
SCORED = "scored"
COUNTS = (SCORED, "reoffenders")
STEP = 5  # per cent, in which it is told how many of a cohort have a score
CONVENTION = (
    f"The score of a person is the newest given on or before the start of the follow-up, no older than {NEWEST_WITHIN} months; "
    "who has none is in neither rate. Reoffenders are those among the scored."
)


@dataclass(frozen=True, repr=False)
class Expecting(TableResult):
    """Cohorts with the scores of their people: printed as `cleared` gives them."""

    counted_by: Definition
    cohorts: tuple[Cohort, ...]
    baseline: float | None
    rows: tuple[dict[str, Value], ...]
    notes: tuple[str, ...]

    def cleared(self) -> disclosure.Cleared:
        """A row for each cohort: rate, expected rate and, where a baseline is given, the rate adjusted to it."""
        shown = disclosure.protect(self.rows, _shape(self.definition), notes=self.notes, title=self.title)
        return _with_adjusted(shown, self.baseline)

    def unprotected(self) -> disclosure.Unprotected:
        """The same with true counts, for work that is not published."""
        shown = disclosure.unprotected(self.rows, _shape(self.definition), notes=self.notes, title=self.title)
        return _with_adjusted(shown, self.baseline)

    @property
    def title(self) -> str:
        """What is told, of when."""
        return f"Expected reoffending, {self.period}"

    @property
    def n(self) -> Count:
        """People who have a score, each once in each cohort."""
        return added([count_in(row, SCORED) for row in self.cleared().rows])

    @property
    def definition(self) -> Definition:
        """The definition of the reoffending that was scored for."""
        return self.counted_by

    @property
    def cohort(self) -> str:
        """Who is counted."""
        return f"people at {self.definition['index'].words} who have a score"

    @property
    def period(self) -> Period:
        """The days of the index events."""
        return Period(self.cohorts[0].first, self.cohorts[-1].last)


def expected(
    sanctions: Checked,
    scores: Checked,
    first: Day,
    last: Day,
    *,
    every: str = "quarter",
    baseline: float | None = None,
    definition: Definition = PROVEN,
) -> Expecting:
    """What scores expected of the cohorts from `first` to `last`; `baseline` is the mean score to adjust to. Raises `Trouble`."""
    if sanctions.table is not SANCTIONS or scores.table is not SCORES:
        raise Trouble("Expected rates are worked out from the tables sanctions and scores.")
    if baseline is not None and not 0 < baseline < 1:
        raise Trouble(f"A baseline of {baseline:g} is no mean score: give a share between 0 and 1, such as 0.284.")
    first, last = day_of(first), day_of(last)
    asked = cohorts(first, last, every)
    cursor = engine.cursor()
    try:
        for checked in (sanctions, scores):
            checked.unchanged()
            cursor.execute(f'CREATE TEMP VIEW {checked.table.name} AS SELECT * FROM "{checked.relation}"')  # noqa: S608
        counted = {
            engine.day(quarter): rest for quarter, *rest in cursor.execute(_sql(definition, first, last)).fetchall()
        }
    finally:
        cursor.close()
    rows = tuple(_row(cohort, [counted[one] for one in cohort.quarters if one in counted]) for cohort in asked)
    told = [] if baseline is None else [f"Adjusted to a baseline of {baseline:.1%}."]
    return Expecting(definition, asked, baseline, rows, (CONVENTION, *told, f"Definition {definition.stated}."))


def _row(cohort: Cohort, quarters: Sequence[Sequence[Any]]) -> dict[str, Value]:
    people, scored, reoffenders = (sum(int(one[place]) for one in quarters) for place in range(3))
    total = sum(float(one[-1] or 0) for one in quarters)
    told: dict[str, Value] = {"have_a_score": UNRELIABLE, "expected": UNRELIABLE}
    if scored >= FEWEST:
        share = 100 * scored // people // STEP * STEP
        told = {
            "have_a_score": f"{share}% or more" if share < 100 else "all",
            "expected": round(total / scored, DIGITS),
        }
    return {"cohort": cohort.name, "scored": scored, "reoffenders": reoffenders, **told}


def _shape(definition: Definition) -> Shape:
    rate = Ratio("rate", "reoffenders", "scored", ("rate_low", "rate_high"), interval(definition.interval))
    remarks = ("have_a_score", "expected")
    return Shape(keys=("cohort",), counts=COUNTS, parts=(("reoffenders", "scored"),), ratios=(rate,), remarks=remarks)


def _with_adjusted(shown: Table, baseline: float | None) -> Table:
    """The expected rate only beside a rate that is shown, and the adjusted rate from the two as they are shown."""
    rows = []
    for row in shown.rows:
        rate, mean = row["rate"], row["expected"]
        beside: dict[str, Value] = {"expected": UNRELIABLE, "adjusted": UNRELIABLE}
        if isinstance(rate, float) and isinstance(mean, float):
            beside = {"expected": mean, "adjusted": round(adjusted(rate, mean, baseline or mean), DIGITS)}
        rows.append({**row, **beside})
    columns = shown.columns if baseline is None else (*shown.columns, "adjusted")
    return replace(shown, columns=columns, rows=tuple({name: row[name] for name in columns} for row in rows))


@lru_cache(maxsize=64)
def _sql(definition: Definition, first: date, last: date) -> str:
    sanctions, scores = declared(SANCTIONS), declared(SCORES)
    events = index_events(sanctions, first, last).select("person_id", "quarter", "index_date", "sanction_id")
    facts = followed(events, reachable(sanctions, definition, first, last), definition)
    given = [
        facts.person_id == scores.person_id,
        scores.scored_on <= facts.index_date,
        scores.scored_on > facts.index_date - ibis.interval(months=NEWEST_WITHIN),
    ]
    pairs = facts.join(scores, given)
    pairs = pairs.select(event=facts.sanction_id, score=scores.score, on=scores.scored_on, score_id=scores.score_id)
    turn = ibis.row_number().over(group_by="event", order_by=[pairs.on.desc(), pairs.score_id.desc()])
    newest = pairs.mutate(turn=turn).filter(_.turn == 0).select("event", "score")
    each = facts.left_join(newest, facts.sanction_id == newest.event)
    has = each.score.notnull()
    told = each.group_by("quarter").agg(
        offenders=each.count(),
        scored=has.sum(),
        reoffenders=(has & (each.reoffences > 0)).sum(),
        total=each.score.sum(),
    )
    return str(ibis.to_sql(told, dialect="duckdb"))
