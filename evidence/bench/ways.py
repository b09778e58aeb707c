"""The ways to count one annual cohort by area and age band: the plain scan, SQL by hand, pandas, and the oracle of a sample.

They are written apart from the product. Every one gives the same cells: (area, age band) -> people, of them again, how often.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import duckdb

from evidence.bench.people import National
from evidence.reoffending.conventions import AGE_BANDS, NOT_KNOWN, months_after
from evidence.tables import engine

FIRST, LAST = date(2017, 4, 1), date(2018, 3, 31)
Cells = dict[tuple[str, str], tuple[int, int, int]]

SCAN = """SELECT min(person_id), max(person_id), min(offence_date), max(offence_date), min(sanction_date), max(sanction_date),
  min(sanction_type), max(sanction_type), min(release_date), max(release_date), count(*) FILTER (recordable),
  count(*) FILTER (breach), min(area), max(area) FROM read_parquet('{sanctions}')"""

BY_HAND = """
WITH event AS (
  SELECT person_id, area, date_trunc('quarter', start_on)::DATE AS quarter, start_on,
    row_number() OVER (PARTITION BY person_id, date_trunc('quarter', start_on) ORDER BY start_on, gravity, sanction_id) AS turn
  FROM (
    SELECT person_id, sanction_id, area, sanction_date AS start_on,
      CASE sanction_type WHEN 'non_custodial' THEN 1 ELSE 2 END AS gravity
    FROM read_parquet('{sanctions}')
    WHERE sanction_type <> 'custody' AND recordable AND NOT breach AND sanction_date BETWEEN DATE '{first}' AND DATE '{last}'
    UNION ALL
    SELECT person_id, sanction_id, area, release_date, 0 FROM read_parquet('{sanctions}')
    WHERE sanction_type = 'custody' AND recordable AND NOT breach AND release_date BETWEEN DATE '{first}' AND DATE '{last}')
), once AS (SELECT * FROM event WHERE turn = 1),
again AS (
  SELECT once.person_id, once.quarter, count(*) AS times FROM once JOIN read_parquet('{sanctions}') AS later
  ON later.person_id = once.person_id AND later.recordable AND NOT later.breach AND later.offence_date > once.start_on
    AND later.offence_date < once.start_on + INTERVAL 12 MONTH AND later.sanction_date <= once.start_on + INTERVAL 18 MONTH
  WHERE later.offence_date > DATE '{first}' AND later.offence_date < DATE '{last}' + INTERVAL 12 MONTH
    AND later.sanction_date <= DATE '{last}' + INTERVAL 18 MONTH
  GROUP BY ALL
)
SELECT coalesce(area, '{unknown}'), band, count(*), count(times), coalesce(sum(times), 0) FROM (
  SELECT once.area, times, CASE WHEN age IS NULL OR age < 0 THEN '{unknown}' {bands} ELSE 'under 10' END AS band
  FROM once LEFT JOIN again USING (person_id, quarter) LEFT JOIN read_parquet('{people}') AS known USING (person_id),
    LATERAL (SELECT ((year(start_on) * 10000 + month(start_on) * 100 + day(start_on))
      - (year(date_of_birth) * 10000 + month(date_of_birth) * 100 + day(date_of_birth))) // 10000 AS age)
) GROUP BY ALL
"""


def scan(of: National) -> None:
    """Read the same columns once and do nothing with them: what no way of counting can be expected to beat by much."""
    engine.cursor().execute(SCAN.format(sanctions=of.sanctions)).fetchall()


def by_hand(of: National) -> Cells:
    """The SQL that a careful analyst writes."""
    bands = " ".join(f"WHEN age >= {age} THEN '{name}'" for age, name in reversed(AGE_BANDS))
    texts = {"sanctions": of.sanctions, "people": of.people, "first": FIRST, "last": LAST, "unknown": NOT_KNOWN}
    rows = engine.cursor().execute(BY_HAND.format(bands=bands, **texts)).fetchall()
    return {(area, band): (people, again, int(times)) for area, band, people, again, times in rows}


def with_pandas(of: National) -> Cells:
    """As an analyst writes it: every column, merge, then filter. Raises `ImportError` where pandas is not there."""
    import pandas as pd  # noqa: PLC0415 - measured against, not used
    from pandas.tseries.offsets import DateOffset  # noqa: PLC0415

    rows = pd.read_parquet(of.sanctions)
    for name in ("offence_date", "sanction_date", "release_date"):
        rows[name] = pd.to_datetime(rows[name])
    rows = rows[rows.recordable & ~rows.breach]
    rows["start"] = rows.sanction_date.where(rows.sanction_type != "custody", rows.release_date)
    index = rows[(rows.start >= str(FIRST)) & (rows.start <= str(LAST))].copy()
    index["quarter"] = index.start.dt.to_period("Q")
    index["gravity"] = index.sanction_type.map({"custody": 0, "non_custodial": 1, "caution": 2})
    index = index.sort_values(["start", "gravity", "sanction_id"]).drop_duplicates(["person_id", "quarter"])
    pairs = index.merge(rows, on="person_id", suffixes=("", "_later"))
    pairs = pairs[
        (pairs.offence_date_later > pairs.start)
        & (pairs.offence_date_later < pairs.start + DateOffset(months=12))
        & (pairs.sanction_date_later <= pairs.start + DateOffset(months=18))
    ]
    times = pairs.groupby(["person_id", "quarter"]).size().rename("times").reset_index()
    index = index.merge(times, on=["person_id", "quarter"], how="left").merge(
        pd.read_parquet(of.people), on="person_id", how="left"
    )
    index["times"] = index.times.fillna(0).astype(int)
    born = pd.to_datetime(index.date_of_birth)
    age = (
        (index.start.dt.year * 10000 + index.start.dt.month * 100 + index.start.dt.day)
        - (born.dt.year * 10000 + born.dt.month * 100 + born.dt.day)
    ) // 10000
    edges = [-1, *(first - 1 for first, _name in AGE_BANDS), 1000]
    index["band"] = (
        pd.cut(age, edges, labels=["under 10", *(name for _first, name in AGE_BANDS)]).astype(object).fillna(NOT_KNOWN)
    )
    found = index.groupby([index.area.fillna(NOT_KNOWN), "band"]).times.agg(
        ["size", lambda each: (each > 0).sum(), "sum"]
    )
    return {
        (str(key[0]), str(key[1])): (int(a), int(b), int(c))
        for key, (a, b, c) in zip(found.index, found.to_numpy(), strict=True)
    }


def of_a_sample(of: National, share: int) -> tuple[Cells, str]:
    """The cells of every `share`-th person in plain Python, and the condition by which the sample is taken."""
    taken = f"hash(person_id) % {share} = 0"
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT person_id, sanction_id, offence_date, sanction_date, sanction_type, release_date, area "  # noqa: S608
            f"FROM read_parquet('{of.sanctions}') WHERE recordable AND NOT breach AND {taken}"
        ).fetchall()
        asked = f"SELECT person_id, date_of_birth FROM read_parquet('{of.people}') WHERE {taken}"  # noqa: S608
        born = dict(connection.execute(asked).fetchall())
    mine: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        mine[row[0]].append(row)
    cells: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for person, theirs in mine.items():
        for start, area in _events(theirs):
            times = sum(
                row[2] is not None and start < row[2] < months_after(start, 12) and row[3] <= months_after(start, 18)
                for row in theirs
            )
            cell = cells[area or NOT_KNOWN, _band(born.get(person), start)]
            cells[area or NOT_KNOWN, _band(born.get(person), start)] = [
                cell[0] + 1,
                cell[1] + (times > 0),
                cell[2] + times,
            ]
    return {key: (cell[0], cell[1], cell[2]) for key, cell in cells.items()}, taken


def _events(rows: list[Any]) -> list[tuple[date, str | None]]:
    """The first event of each quarter."""
    dated = [
        (
            row[5] if row[4] == "custody" else row[3],
            ("custody", "non_custodial", "caution").index(row[4]),
            row[1],
            row[6],
        )
        for row in rows
    ]
    found: dict[tuple[int, int], tuple[date, str | None]] = {}
    for start, _gravity, _number, area in sorted(one for one in dated if one[0] and FIRST <= one[0] <= LAST):
        found.setdefault((start.year, (start.month - 1) // 3), (start, area))
    return list(found.values())


def _band(born: date | None, on: date) -> str:
    if born is None or born > on:
        return NOT_KNOWN
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return next((name for first, name in reversed(AGE_BANDS) if age >= first), "under 10")
