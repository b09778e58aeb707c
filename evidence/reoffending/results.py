"""Rates for cohorts and breakdowns: counted by the engine, protected on the way out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from evidence import disclosure
from evidence.definitions import Period
from evidence.disclosure import HIDDEN, Ratio, Shape
from evidence.reoffending.comparing import Comparison, Published, comparable, compare
from evidence.reoffending.conventions import (
    ALSO_CALLED,
    BREAKDOWNS,
    OF_THE_PERSON,
    PROVEN,
    Cohort,
    Day,
    Definition,
    day_of,
    definition_named,
)
from evidence.reoffending.conventions import cohorts as quarters_of
from evidence.reoffending.counting import SCHEME, cells_sql
from evidence.reoffending.explanation import Explanation, explain
from evidence.reoffending.intervals import interval
from evidence.reoffending.spark import count as count_on_spark
from evidence.results import Count, TableResult, added
from evidence.tables import INVOLVEMENTS, PEOPLE, SANCTIONS, Checked, engine
from evidence.tables.spark import master_of
from evidence.trouble import Trouble

OFFENDERS = "offenders"
COUNTS = (OFFENDERS, "reoffenders", "reoffences")


def shape(by: Sequence[str], asked: Sequence[Cohort] = (), definition: Definition = PROVEN) -> Shape:
    """How the columns of a table of rates hang together, for the gate."""
    around = interval(definition.interval)
    return Shape(
        keys=("cohort", *by),
        counts=COUNTS,
        parts=(("reoffenders", "offenders"),),
        ratios=(
            Ratio("rate", "reoffenders", "offenders", ("rate_low", "rate_high"), around),
            Ratio("reoffences_per_reoffender", "reoffences", "reoffenders"),
            Ratio("reoffences_per_person", "reoffences", "offenders"),
        ),
        remarks=("provisional", "definition"),
        sums=tuple(by),
        at_least=(("reoffenders", "reoffences"),),
        spans={cohort.name: tuple(map(str, cohort.quarters)) for cohort in asked},
    )


@dataclass(frozen=True, repr=False)
class Rates(TableResult):
    """Rates that are counted but not yet cleared: printing them in any way prints what the gate lets through."""

    counted_by: Definition
    cohorts: tuple[Cohort, ...]
    by: tuple[str, ...]
    complete_to: date
    notes: tuple[str, ...]
    _rows: tuple[dict[str, disclosure.gate.Value], ...]
    _sanctions: Checked | None = None

    def plan(
        self,
        protection: disclosure.Protection | None = None,
        *,
        with_totals: bool = False,
        ledger: disclosure.Ledger | None = None,
    ) -> disclosure.Plan:
        """What of the table is hidden and why; `disclosure.plan` says what the options do. Raises `Trouble`.

        A ledger holds figures by their period, not by their lengths: one of other lengths would be taken for an earlier one.
        """
        ours = (self.definition.follow_up_months, self.definition.waiting_months)
        if ledger is not None and ours != (PROVEN.follow_up_months, PROVEN.waiting_months):
            raise Trouble(
                f"A ledger holds releases of {PROVEN.follow_up_months} months of follow-up and {PROVEN.waiting_months} of "
                "waiting only. Leave out --ledger, or --follow-up and --waiting."
            )
        return disclosure.plan(
            self._rows,
            shape(self.by, self.cohorts, self.definition),
            protection,
            known={"cohort": [cohort.name for cohort in self.cohorts]},
            notes=self.notes,
            with_totals=with_totals,
            ledger=ledger,
            title=self.title,
        )

    @cached_property
    def _plan(self) -> disclosure.Plan:
        return self.plan()

    def cleared(self) -> disclosure.Cleared:
        """The table as it may be published."""
        return self._plan.cleared()

    def unprotected(self) -> disclosure.Unprotected:
        """The true counts, marked as such on every print."""
        columns = shape(self.by, self.cohorts, self.definition)
        return disclosure.unprotected(self._rows, columns, notes=self.notes, title=self.title)

    @property
    def n(self) -> Count:
        """People in the cohorts, each once in each, as the totals of the cohorts may be shown."""
        everyone = (disclosure.ALL,) * len(self.by)
        return added([line.shown.get(OFFENDERS, HIDDEN) for line in self._plan.lines if line.keys[1:] == everyone])

    @property
    def definition(self) -> Definition:
        """The definition that they were counted by."""
        return self.counted_by

    @property
    def cohort(self) -> str:
        """Who is counted."""
        return f"people at {self.definition['index'].words}, {self.definition['person'].words}"

    @property
    def period(self) -> Period:
        """The days of the index events."""
        return Period(self.cohorts[0].first, self.cohorts[-1].last)

    @property
    def title(self) -> str:
        """What is counted, of whom and when."""
        by = f" by {', '.join(name.replace('_', ' ') for name in self.by)}" if self.by else ""
        return f"Proven reoffending{by}, {self.period}"

    def explain(self, person: str) -> Explanation:
        """What counted for one person and what did not, and why. About a person: never for publication."""
        if self._sanctions is None:
            raise Trouble("A series keeps no dates of single sanctions to explain. Ask for the rates of its quarter.")
        return explain(self._sanctions, person, self.cohorts, self.definition, self.complete_to)

    def compare(
        self, other: Published, shown: disclosure.Cleared | disclosure.Unprotected | None = None
    ) -> tuple[Comparison, ...]:
        """Every row of the cleared table, or of the one `shown`, beside a published rate, in words that claim no more than
        the interval carries. Raises `Trouble` where that rate has other lengths of follow-up.
        """
        comparable(self.definition, other)
        return tuple(compare(row, ("cohort", *self.by), other) for row in (shown or self.cleared()).rows)


@dataclass(frozen=True)
class Cohorts:
    """The cohorts of a period in one table of sanctions: what `rates` counts."""

    sanctions: Checked
    first: date
    last: date
    every: str
    asked: tuple[Cohort, ...]


def cohorts(sanctions: Checked, first: Day, last: Day, *, every: str = "quarter") -> Cohorts:
    """The cohorts whose index events lie from `first` to `last`, both included; raises `Trouble` for no whole quarters."""
    first, last = day_of(first), day_of(last)
    return Cohorts(sanctions, first, last, every, quarters_of(first, last, every))


def rates(
    sanctions: Checked | Cohorts,
    first: Day | None = None,
    last: Day | None = None,
    *,
    people: Checked | None = None,
    involvements: Checked | None = None,
    by: Sequence[str] = (),
    period: str = "quarter",
    definition: Definition | str = PROVEN,
    complete_to: Day | None = None,
    engine: str = "duckdb",
) -> Rates:
    """Proven reoffending of the cohorts from `first` to `last`, both included, broken down by the columns of `by`.

    Takes checked sanctions with a period, or what `cohorts` selected. `complete_to` is the last day that the data are
    complete for. Where it is given, a cohort that is not over by then is refused and one whose waiting is not over is
    marked provisional; where it is not, the last sanction in the data stands for it and no cohort is refused. `engine` is duckdb,
    or Spark as local[2] or spark://host:port, where the same definition counts. Raises `Trouble`.
    """
    if not isinstance(sanctions, Cohorts):
        if first is None or last is None:
            raise Trouble("Rates need a period: give its first and its last day.")
        sanctions = Cohorts(sanctions, day_of(first), day_of(last), period, ())
    master = master_of(engine)
    definition = definition_named(definition) if isinstance(definition, str) else definition
    chosen, read, by = sanctions, sanctions.sanctions, tuple(ALSO_CALLED.get(name, name) for name in by)
    given = _askable(read, people, involvements, by)
    asked = chosen.asked or quarters_of(chosen.first, chosen.last, chosen.every)
    for checked in given:
        checked.unchanged()
    stated = day_of(complete_to) if complete_to else None
    until = stated or last_date(read)
    _complete_enough(asked, stated)
    sql = cells_sql(definition, chosen.first, chosen.last, by, "pyspark" if master else "duckdb")
    counted = count_on_spark(given, sql, master) if master else _count(given, sql)
    rows = _pooled(counted, asked, by, definition, until)
    notes = _notes(asked, definition, until, stated is not None)
    return Rates(definition, asked, by, until, notes, rows, read)


def rates_from_counts(
    counted: list[tuple[object, ...]],
    asked: tuple[Cohort, ...],
    by: tuple[str, ...],
    definition: Definition,
    until: date,
    *,
    stated: bool,
) -> Rates:
    """Rates from cells that were counted elsewhere by the same definition: (quarter, *by, offenders, reoffenders, reoffences)."""
    if stated:
        _complete_enough(asked, until)
    rows = _pooled(counted, asked, by, definition, until)
    return Rates(definition, asked, by, until, _notes(asked, definition, until, stated), rows)


def _askable(
    sanctions: Checked, people: Checked | None, involvements: Checked | None, by: tuple[str, ...]
) -> list[Checked]:
    """The tables to count from; raises `Trouble` for tables or columns that cannot be counted."""
    expected = ((sanctions, SANCTIONS), (people, PEOPLE), (involvements, INVOLVEMENTS))
    given = [(checked, table) for checked, table in expected if checked is not None]
    if any(checked.table is not table for checked, table in given):
        raise Trouble(
            "Rates are counted from the table sanctions and, for some breakdowns, the tables people and involvements."
        )
    unknown = [name for name in by if name not in BREAKDOWNS]
    if unknown or len(set(by)) < len(by):
        wrong = ", ".join(unknown) or "the same column twice"
        raise Trouble(f"A breakdown by {wrong} is not declared. Use each of {', '.join(BREAKDOWNS)} at most once.")
    personal = [name for name in by if name in OF_THE_PERSON]
    if personal and people is None:
        raise Trouble(f"A breakdown by {', '.join(personal)} needs the table people; give it with --people PEOPLE.")
    if SCHEME in by and involvements is None:
        raise Trouble(
            "A breakdown by scheme needs the table involvements; give it with --involvements INVOLVEMENTS. "
            "`evidence tables involvements` prints its columns."
        )
    return [checked for checked, _table in given]


def last_date(sanctions: Checked) -> date:
    """The last sanction in the data, which stands for the day they are complete to; a release may be one yet to come."""
    asked = "SELECT max(sanction_date) FROM"
    found = engine.cursor().execute(f'{asked} "{sanctions.relation}"').fetchone()
    if found is None or found[0] is None:
        raise Trouble(f"{sanctions.path}: no row can be used, so there is nothing to count.")
    return engine.day(found[0])


def _complete_enough(asked: tuple[Cohort, ...], complete_to: date | None) -> None:
    """Raise `Trouble` for a cohort that is not over on the day the data are complete to."""
    unfinished = [cohort.name for cohort in asked if complete_to and cohort.last > complete_to]
    if unfinished:
        raise Trouble(
            f"The data are complete to {complete_to}, but the cohort {', '.join(unfinished)} was not over then. "
            "Ask for earlier cohorts."
        )


def _count(given: Sequence[Checked], sql: str) -> list[tuple[object, ...]]:
    """Run the counting over the checked files."""
    cursor = engine.cursor()
    try:
        for checked in given:
            cursor.execute(f'CREATE TEMP VIEW {checked.table.name} AS SELECT * FROM "{checked.relation}"')  # noqa: S608
        return cursor.execute(sql).fetchall()
    finally:
        cursor.close()


def _pooled(
    counted: list[tuple[object, ...]],
    asked: tuple[Cohort, ...],
    by: tuple[str, ...],
    definition: Definition,
    until: date,
) -> tuple[dict[str, disclosure.gate.Value], ...]:
    """The counted quarters as rows, the quarters of a cohort added up."""
    named = {quarter: cohort.name for cohort in asked for quarter in cohort.quarters}
    cohort_of = {quarter: named[engine.day(quarter)] for quarter in {quarter for quarter, *_rest in counted}}
    totals: defaultdict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    if not by:
        totals.update({(cohort.name,): [0, 0, 0] for cohort in asked})
    for quarter, *rest in counted:
        total = totals[cohort_of[quarter], *map(str, rest[: len(by)])]
        for place, more in enumerate(rest[len(by) :]):
            total[place] += int(more)  # type: ignore[call-overload]
    immature = {cohort.name for cohort in asked if cohort.final_on(definition) > until}
    return tuple(
        {
            **dict(zip(("cohort", *by), keys, strict=True)),
            **dict(zip(COUNTS, numbers, strict=True)),
            "provisional": keys[0] in immature,
            "definition": definition.stated,
        }
        for keys, numbers in sorted(totals.items())
    )


def _notes(asked: tuple[Cohort, ...], definition: Definition, until: date, stated: bool) -> tuple[str, ...]:
    """What a reader must know beside the numbers: maturity first, then every convention by name."""
    source = "as stated" if stated else "the last sanction in the data"
    notes = [f"Data complete to {until} ({source})."]
    notes += [
        f"PROVISIONAL: the cohort {cohort.name} is final when data to {cohort.final_on(definition)} are in; its rate can rise."
        for cohort in asked
        if cohort.final_on(definition) > until
    ]
    notes.append(f"Definition {definition.name}:")
    return (*notes, *(f"  {one.name}={one.choice}: {one.words}." for one in definition.conventions))
