"""Counting a frozen snapshot: rates by `evidence.reoffending`, cleared by `evidence.disclosure`, and why each person counted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from desistance.measurement.actions.snapshots import CountedRows, MemberFacts
from desistance.measurement.models import Publication, Snapshot
from desistance.measurement.rules.cited import benchmark_for
from desistance.measurement.rules.comparison import compared
from desistance.measurement.rules.conventions import CONVENTIONS, opaque, stated
from desistance.measurement.rules.periods import Period
from desistance.measurement.terms import (
    AREA_ELSEWHERE,
    AREA_NOT_KNOWN,
    AREA_TABLES,
    BREAKDOWN_TABLES,
    QUARTER_BY_AREA,
    REGION,
    REGION_WORDS,
    SHOWN,
    SYMBOLS,
    TABLE_TITLES,
    YEAR_BY_AREA,
)
from desistance.measurement.worker.freezing import PEOPLE_FILE, SANCTIONS_FILE, keep_ledger, ledger_of
from desistance.measurement.worker.quality import quality_of
from desistance.partners.queries import areas
from desistance.people.models import Person
from evidence import tables
from evidence.disclosure import HIDDEN, Cleared, Ledger
from evidence.disclosure.gate import ALL
from evidence.reoffending import PROVEN, Explanation, explain_everyone, rates
from evidence.reoffending.conventions import Cohort, cohorts
from evidence.tables import Checked, engine

MEASURED = (
    "offenders",
    "reoffenders",
    "reoffences",
    "rate",
    "rate_low",
    "rate_high",
    "reoffences_per_reoffender",
    "reoffences_per_person",
)
EVERYONE = "Everyone"
Counted = tuple[list[CountedRows], Iterator[MemberFacts], dict[str, Any]]


def conventions_stated() -> tuple[str, list[dict[str, str]]]:
    """The definition in one line, and every convention by name: those of the counting and those of the snapshot."""
    named = [(one.name, one.choice, one.words) for one in PROVEN.conventions]
    found = [{"name": name, "choice": choice, "words": words} for name, choice, words in (*named, *CONVENTIONS)]
    return stated(PROVEN.stated), found


def count(snapshot: Snapshot, folder: Path) -> Counted:
    """The cleared tables of a frozen snapshot, everyone in its cohorts, and the quality of its data. Raises :class:`Trouble`."""
    sanctions = tables.read(folder / SANCTIONS_FILE, "sanctions")
    people = tables.read(folder / PEOPLE_FILE, "people")
    period = Period(snapshot.first_on, snapshot.last_on)
    counting = _Counting(snapshot, sanctions, people, _published_before(snapshot))
    found = [counting.by_area(QUARTER_BY_AREA, "quarter")]
    if period.is_a_year:
        found.insert(0, counting.by_area(YEAR_BY_AREA, "year"))
    found += [counting.broken_down(name, column) for name, column in BREAKDOWN_TABLES.items()]
    keep_ledger(folder, counting.ledger.releases[counting.earlier :])
    quality = quality_of(folder / SANCTIONS_FILE, folder / PEOPLE_FILE, period.first, period.last)
    return found, _members(snapshot, sanctions, period, folder), quality


class _Counting:
    """The tables of one snapshot, each cleared beside those before it and every release that was published."""

    def __init__(self, snapshot: Snapshot, sanctions: Checked, people: Checked, ledger: Ledger) -> None:
        self.snapshot, self.sanctions, self.people, self.ledger = snapshot, sanctions, people, ledger
        self.earlier = len(ledger.releases)
        self.period = Period(snapshot.first_on, snapshot.last_on)
        self.whole = "year" if self.period.is_a_year else "quarter"
        self.names = {area.slug: area.name for area in areas(on=self.period.last)}
        self.benchmark = benchmark_for(self.period.first, self.period.last)
        lengths = {"quarter", self.whole}
        every = [one for length in lengths for one in cohorts(self.period.first, self.period.last, length)]
        self.provisional = {one.name: one.final_on(PROVEN) > snapshot.complete_to for one in every}

    def cleared(self, name: str, by: str, length: str) -> Cleared:
        """One table with its totals, through the gate."""
        counted = rates(
            self.sanctions,
            self.period.first,
            self.period.last,
            people=self.people,
            by=(by,),
            period=length,
            complete_to=self.snapshot.complete_to,
        )
        plan = counted.plan(with_totals=True, ledger=_beside(name, self.ledger))
        found = plan.cleared()
        self.ledger.record(plan.release(f"snapshot {self.snapshot.pk} {name}"))
        marked = ({**row, "provisional": self.provisional[str(row["cohort"])]} for row in found.rows)
        return replace(found, rows=tuple(marked))

    def by_area(self, name: str, length: str) -> CountedRows:
        """The North East and its twelve authorities, with how each stands to England and Wales."""
        cleared = self.cleared(name, "area", length)
        given = {(row["cohort"], row["area"]): row for row in cleared.rows}
        rows = []
        for cohort in sorted({str(row["cohort"]) for row in cleared.rows}):
            total = given[cohort, ALL]
            rows += [
                self._named(given.get((cohort, slug)) or _nobody(total, slug))
                for slug in (ALL, *self.names, AREA_ELSEWHERE, AREA_NOT_KNOWN)
            ]
        columns = ("cohort", "area", "area_name", *MEASURED, "provisional", "compared")
        return _rows(name, ("cohort", "area"), columns, rows, cleared)

    def broken_down(self, name: str, column: str) -> CountedRows:
        """The whole period by one column, everyone first."""
        cleared = self.cleared(name, column, self.whole)
        first = [{**row, column: EVERYONE} for row in cleared.rows if row[column] == ALL]
        rows = [*first, *(row for row in cleared.rows if row[column] != ALL)]
        return _rows(name, ("cohort", column), ("cohort", column, *MEASURED, "provisional"), rows, cleared)

    def _named(self, row: Mapping[str, Any]) -> dict[str, Any]:
        slug = REGION if row["area"] == ALL else str(row["area"])
        words = {REGION: REGION_WORDS, AREA_ELSEWHERE: "Elsewhere", AREA_NOT_KNOWN: "Area not known"}
        return {
            **row,
            "area": slug,
            "area_name": words.get(slug) or self.names.get(slug, slug),
            "compared": compared(row["rate_low"], row["rate_high"], self.benchmark),
        }


def _nobody(total: Mapping[str, Any], slug: str) -> dict[str, Any]:
    """An area that has no row is a zero, and a missing row would tell so: it is there, hidden."""
    return {**total, "area": slug, **dict.fromkeys(MEASURED, HIDDEN)}


def _rows(
    name: str,
    keys: tuple[str, ...],
    columns: tuple[str, ...],
    rows: Sequence[Mapping[str, Any]],
    cleared: Cleared,
) -> CountedRows:
    """A table as it is kept, each figure that is not shown with its reason; ratios follow the counts they are made of."""
    reasons = {(*map(str, one.keys.values()), one.column): one.reason for one in cleared.hidden}
    totals = {REGION: ALL, EVERYONE: ALL}
    hidden = []
    for row in rows:
        whom = [str(row[key]) for key in keys]
        asked = [totals.get(key, key) for key in whom]
        for column in MEASURED:
            if row[column] in SYMBOLS:
                reason = reasons.get((*asked, column), SYMBOLS[str(row[column])])
                hidden.append({"keys": whom, "column": column, "symbol": row[column], "reason": reason})
    kept = tuple({column: row[column] for column in columns} for row in rows)
    return CountedRows(name, TABLE_TITLES[name], keys, columns, kept, hidden, cleared.face, list(cleared.notes))


def _beside(name: str, ledger: Ledger) -> Ledger:
    """What a table is cleared beside: the tables of its own kind, by area or by its column, and the totals of the others.

    All tables at once would be every combination of their columns, which nobody publishes.
    """
    kept = []
    for release in ledger.releases:
        if _kind(release.name) == _kind(name):
            kept.append(release)
        elif _kind(release.name) in AREA_TABLES:
            kept.append(replace(release, entries=tuple(one for one in release.entries if not one.named)))
    return Ledger(kept)


def _kind(name: str) -> str:
    table = name.rsplit(" ", 1)[-1]
    return AREA_TABLES[0] if table in AREA_TABLES else table


def _published_before(snapshot: Snapshot) -> Ledger:
    """Every figure that was ever published, oldest first: what this snapshot is cleared beside."""
    shown = (
        Publication.objects.filter(state__in=SHOWN, evaluation__isnull=True)
        .exclude(snapshot=snapshot)
        .order_by("published_at", "id")
    )
    numbers = dict.fromkeys(shown.values_list("snapshot_id", flat=True))
    return Ledger([release for number in numbers for release in ledger_of(number)])


def _members(snapshot: Snapshot, sanctions: Checked, period: Period, folder: Path) -> Iterator[MemberFacts]:
    """Everyone in the cohorts, with their own explanation; who they are is worked out here from the snapshot's key."""
    who = {opaque(snapshot.key, person): person for person in _everyone()}
    agencies, indexes = _agencies_and_areas(folder / SANCTIONS_FILE)
    asked: tuple[Cohort, ...] = cohorts(period.first, period.last, "quarter")
    for explained in explain_everyone(sanctions, asked, PROVEN):
        if explained.person_id in who:
            yield from _facts(explained, who[explained.person_id], agencies[explained.person_id], indexes)


def _facts(
    explained: Explanation, person: int, agencies: tuple[int, ...], indexes: Mapping[str, tuple[int, str]]
) -> Iterator[MemberFacts]:
    told = explained.as_dict()["follow_ups"]
    for one, words in zip(explained.follow_ups, told, strict=True):
        agency, area = indexes[one.index.sanction_id]
        yield MemberFacts(
            person=person,
            agency=agency,
            quarter=engine.day(one.quarter),
            index_on=one.start,
            index_kind=one.index.sanction_type,
            area=area,
            reoffences=len(one.reoffences),
            rests_on=agencies,
            explanation={"index": words["index"], "counted": words["counted"], "rejected": words["rejected"]},
        )


def _everyone() -> Iterator[int]:
    """The number of everyone on record who was not found to be someone else."""
    return Person.objects.filter(merged_into__isnull=True).values_list("pk", flat=True).iterator()


def _agencies_and_areas(path: Path) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, str]]]:
    """The agencies that each person's rows come from, and the agency and area of each sanction."""
    cursor = engine.cursor()
    scan = f"read_parquet({engine.literal(str(path))})"
    asked = f"SELECT person_id, list_sort(list(DISTINCT CAST(agency AS BIGINT))) FROM {scan} GROUP BY 1"  # noqa: S608
    agencies = {person: tuple(ids) for person, ids in cursor.execute(asked).fetchall()}
    asked = f"SELECT sanction_id, CAST(agency AS BIGINT), coalesce(area, '{AREA_NOT_KNOWN}') FROM {scan}"  # noqa: S608
    indexes = {sanction: (agency, area) for sanction, agency, area in cursor.execute(asked).fetchall()}
    return agencies, indexes
