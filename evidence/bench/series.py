"""The whole series in one pass, beside the scan of the same columns, SQL and pandas (M1, M2); a refresh beside a build anew."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from evidence import reoffending, tables
from evidence.bench.peaks import peak_of
from evidence.bench.people import National
from evidence.bench.targets import Report
from evidence.bench.turns import in_turns
from evidence.reoffending.conventions import NOT_KNOWN
from evidence.reoffending.stores import Refreshed, Series
from evidence.reoffending.stores.onepass import count
from evidence.reoffending.stores.storing import rows_of
from evidence.tables import engine
from evidence.trouble import Trouble

FIRST, LAST = date(2008, 1, 1), date(2022, 12, 31)  # 60 quarters
LATE = 100  # one row of so many comes late
Cells = dict[tuple[date, str], tuple[int, int, int]]

BY_PERSON = """COPY (SELECT * FROM read_parquet('{sanctions}') ORDER BY person_id, sanction_id)
TO '{part}' (FORMAT parquet, COMPRESSION zstd)"""
SCAN = """SELECT min(person_id), max(person_id), min(offence_date), max(offence_date), min(sanction_date), max(sanction_date),
  min(sanction_type), max(sanction_type), min(release_date), max(release_date), count(*) FILTER (recordable),
  count(*) FILTER (breach), min(area), max(area) FROM read_parquet('{sanctions}')"""
BY_HAND = """
WITH kept AS (
  SELECT person_id, sanction_id, coalesce(area, '{unknown}') AS area, offence_date, sanction_date,
    CASE sanction_type WHEN 'custody' THEN release_date ELSE sanction_date END AS start_on,
    CASE sanction_type WHEN 'custody' THEN 0 WHEN 'non_custodial' THEN 1 ELSE 2 END AS gravity
  FROM read_parquet('{sanctions}') WHERE recordable AND NOT breach
), event AS (
  SELECT *, date_trunc('quarter', start_on)::DATE AS quarter FROM kept WHERE start_on BETWEEN DATE '{first}' AND DATE '{last}'
  QUALIFY row_number() OVER (PARTITION BY person_id, quarter ORDER BY start_on, gravity, sanction_id) = 1
), again AS (
  SELECT event.person_id, quarter, count(*) AS times FROM event JOIN kept USING (person_id)
  WHERE kept.offence_date > event.start_on AND kept.offence_date < event.start_on + INTERVAL 12 MONTH
    AND kept.sanction_date <= event.start_on + INTERVAL 18 MONTH GROUP BY ALL
)
SELECT quarter, area, count(*), count(times), coalesce(sum(times), 0)
FROM event LEFT JOIN again USING (person_id, quarter) GROUP BY ALL"""


def ordered(of: National) -> Path:
    """The sanctions in the order of persons."""
    return of.sanctions.with_name(f"by-person-{of.size}.parquet")


def store_of(of: National) -> Path:
    """The store of the whole series."""
    return of.sanctions.with_name(f"store-{of.size}")


def measure(report: Report, of: National, turns: int, *, with_pandas: bool) -> None:
    """Time the ways of counting 60 quarters; raises `Trouble` where any cell differs."""
    by_person = ordered(of)
    report.say(_order(of, by_person))
    began = time.perf_counter()
    checked = tables.read(by_person, "sanctions")
    reading = time.perf_counter() - began
    began = time.perf_counter()
    kept = reoffending.series(store_of(of), checked, FIRST, LAST)
    building = time.perf_counter() - began
    report.say(f"checking the file {reading:.2f} s; making the store with its first count {building:.2f} s, once")
    ways: dict[str, Callable[[], object]] = {
        "one pass": lambda: one_pass(kept),
        "scan": lambda: engine.cursor().execute(SCAN.format(sanctions=by_person)).fetchall(),
        "sql": lambda: by_hand(by_person),
    }
    if with_pandas:
        ways["pandas"] = lambda: _pandas(by_person)
    taken = in_turns(ways, turns, {"pandas": 1})
    mine = _cells(kept)
    for way in ("sql", "pandas"):
        if way in taken and taken[way].answer != mine:
            raise Trouble(f"The cells of {way} are not those of the one pass: do not trust these times.")
    others = ", ".join(sorted(set(taken) - {"scan", "one pass"}))
    report.say(f"60 quarters by area: {len(mine):,} cells with people; every cell equal in {others} and the one pass")
    best = {way: one.best for way, one in taken.items()}
    for way, one in taken.items():
        report.say(f"{way:14} {one.words}  {one.best / best['scan']:8.2f} scans")
    report.reached("M1 scan", best["one pass"] / best["scan"])
    report.reached("M1 sql", best["sql"] / best["one pass"])
    if with_pandas:
        report.reached("M2 pandas", best["pandas"] / best["one pass"])
    else:
        report.left_out("pandas is not installed, or cannot hold so many rows", "M2 pandas")
    if report.judged:
        peak = {way: peak_of(way, of) for way in ("one pass", "series by sql")}
        report.say(
            "".join(f"{way} {most:,.0f} MB at most, alone; " for way, most in peak.items()) + "mapped pages counted in"
        )
        report.reached("M1 memory", peak["one pass"] / peak["series by sql"])


def late_rows(report: Report, of: National, turns: int) -> None:
    """Make a store without one row in a hundred, add them late, and compare with making it anew, turn by turn (M5).

    On both sides: checking the file, sorting by person and counting, as for a file in the order of its dates, as it comes.
    """
    parts = {"early": f"hash(sanction_id) % {LATE} > 0", "late": f"hash(sanction_id) % {LATE} = 0"}
    paths = {name: of.sanctions.with_name(f"{name}-{of.size}.parquet") for name in parts}
    for name, condition in parts.items():
        if not paths[name].exists():
            with duckdb.connect() as connection:
                chosen = f"SELECT * FROM read_parquet('{of.sanctions}') WHERE {condition}"  # noqa: S608
                connection.execute(f"COPY ({chosen}) TO '{paths[name]}'")
    early, store, whole = (of.sanctions.with_name(f"{name}-{of.size}") for name in ("early", "late", "anew"))
    reoffending.series(early, tables.read(paths["early"], "sanctions"), FIRST, LAST)

    def refreshed() -> Series:
        kept = reoffending.series(store)
        told.append(kept.refresh(tables.read(paths["late"], "sanctions")))
        return kept

    def anew() -> Series:
        return reoffending.series(whole, tables.read(of.sanctions, "sanctions"), FIRST, LAST)

    def ready() -> None:
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(early, store)

    told: list[Refreshed] = []
    taken = in_turns({"refresh": refreshed, "made anew": anew}, turns, ready=ready)
    if _cells(taken["refresh"].answer) != _cells(taken["made anew"].answer):
        raise Trouble("The cells after a refresh are not those of a store made anew: do not trust these times.")
    for made in (early, store, whole):
        shutil.rmtree(made)
    report.say(
        f"{told[-1].rows:,} late rows of {told[-1].people:,} people; each with the checking of its file; every cell equal"
    )
    for way, one in taken.items():
        report.say(f"{way:14} {one.words}")
    report.reached("M5 refresh", taken["refresh"].best / taken["made anew"].best)


def _order(of: National, by_person: Path) -> str:
    """Write the file in the order of persons where it is missing, and say what that took."""
    if by_person.exists():
        return f"{of.rows:,} rows, ordered by person beforehand"
    began = time.perf_counter()
    part = by_person.with_suffix(".part")
    with duckdb.connect() as connection:
        connection.execute(BY_PERSON.format(sanctions=of.sanctions, part=part))
    part.replace(by_person)
    return f"{of.rows:,} rows; ordering the file by person took {time.perf_counter() - began:.1f} s, once"


def one_pass(kept: Series) -> None:
    """Count every quarter of a store again."""
    kept.cells = count(rows_of(kept.folder), kept.calendar, len(kept.about.groups))


def _cells(kept: Series) -> Cells:
    return {
        (cohort.first, kept.about.groups[group][0]): (int(found[0]), int(found[1]), int(found[2]))
        for place, cohort in enumerate(kept.quarters)
        for group, found in enumerate(kept.cells[place])
        if found[0]
    }


def by_hand(sanctions: Path) -> Cells:
    """Every quarter by the SQL that a careful analyst writes."""
    asked = BY_HAND.format(sanctions=sanctions, first=FIRST, last=LAST, unknown=NOT_KNOWN)
    rows = engine.cursor().execute(asked).fetchall()
    return {(engine.day(quarter), area): (people, again, int(times)) for quarter, area, people, again, times in rows}


def _pandas(ordered: Path) -> Cells:
    """As a careful analyst writes it: only the columns needed, one merge, then a filter."""
    import pandas as pd  # noqa: PLC0415 - measured against, not used
    from pandas.tseries.offsets import DateOffset  # noqa: PLC0415

    names = [
        "person_id",
        "sanction_id",
        "offence_date",
        "sanction_date",
        "sanction_type",
        "release_date",
        "recordable",
        "breach",
        "area",
    ]
    rows = pd.read_parquet(ordered, columns=names)
    rows = rows[rows.recordable & ~rows.breach].drop(columns=["recordable", "breach"])
    for name in ("offence_date", "sanction_date", "release_date"):
        rows[name] = pd.to_datetime(rows[name])
    rows["person"] = pd.factorize(rows.person_id)[0]
    rows["start"] = rows.sanction_date.where(rows.sanction_type != "custody", rows.release_date)
    index = rows[(rows.start >= str(FIRST)) & (rows.start <= str(LAST))].copy()
    index["quarter"] = index.start.dt.to_period("Q")
    index["gravity"] = index.sanction_type.map({"custody": 0, "non_custodial": 1, "caution": 2})
    index = index.sort_values(["start", "gravity", "sanction_id"]).drop_duplicates(["person", "quarter"])
    index = index[["person", "quarter", "start", "area"]].assign(event=range(len(index)))
    days = index.start.drop_duplicates()
    ends = pd.DataFrame({"start": days, "before": days + DateOffset(months=12), "until": days + DateOffset(months=18)})
    index = index.merge(ends, on="start")
    later = rows.loc[rows.offence_date.notna(), ["person", "offence_date", "sanction_date"]]
    times = pd.Series(0, index=index.event)
    for part in range(0, len(index), 1_000_000):  # whole, the merge would not fit into memory
        pairs = index.iloc[part : part + 1_000_000].merge(later, on="person")
        good = pairs[
            (pairs.offence_date > pairs.start)
            & (pairs.offence_date < pairs.before)
            & (pairs.sanction_date <= pairs.until)
        ]
        times = times.add(good.groupby("event").size(), fill_value=0)
    index["times"] = index.event.map(times)
    found = index.groupby([index.quarter, index.area.fillna(NOT_KNOWN)]).times.agg(
        ["size", lambda each: (each > 0).sum(), "sum"]
    )
    return {
        (key[0].start_time.date(), str(key[1])): (int(a), int(b), int(c))
        for key, (a, b, c) in zip(found.index, found.to_numpy(), strict=True)
    }
