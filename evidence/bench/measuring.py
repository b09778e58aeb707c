"""Measure in one run, turn by turn, the best of several; only ratios of one run mean anything."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from evidence import reoffending, tables
from evidence.bench import ways
from evidence.bench.people import National
from evidence.reoffending.results import Rates
from evidence.trouble import Trouble

BY = ("area", "age_band")
WAYS = ("evidence", "scan", "sql", "pandas")
SAMPLE = 50  # one person of so many is counted in plain Python


@dataclass(frozen=True)
class Figure:
    """One line of the report: a way, its best and its first time in seconds."""

    way: str
    best: float
    first: float


def annual_cohort(of: National, turns: int, *, with_pandas: bool) -> tuple[list[Figure], list[str]]:
    """Time every way of counting one year by area and age band; raises `Trouble` where any cell differs."""
    began = time.perf_counter()
    sanctions, people = tables.read(of.sanctions, "sanctions"), tables.read(of.people, "people")
    checked = time.perf_counter() - began

    def counted() -> ways.Cells:
        found = reoffending.rates(sanctions, ways.FIRST, ways.LAST, people=people, by=BY, period="year")
        return cells_of(found)

    runs: dict[str, Callable[[], object]] = {
        "evidence": counted,
        "scan": lambda: ways.scan(of),
        "sql": lambda: ways.by_hand(of),
    }
    if with_pandas:
        runs["pandas"] = lambda: ways.with_pandas(of)
    seconds: dict[str, list[float]] = {way: [] for way in runs}
    cells: dict[str, object] = {}
    for turn in range(turns):
        for way, run in runs.items():
            if way != "pandas" or turn < 2:
                began = time.perf_counter()
                cells[way] = run()
                seconds[way].append(time.perf_counter() - began)
    for way in ("sql", "pandas"):
        if way in cells and cells[way] != cells["evidence"]:
            raise Trouble(f"The cells of {way} are not those of evidence: do not trust these times.")
    others = ", ".join(sorted(set(cells) - {"scan"}))
    lines = [
        f"{of.rows:,} sanctions of {of.size:,} people; {len(counted())} cells; every cell equal in {others}",
        f"{'checking the file, once':32}{checked:9.3f} s",
        f"{of_the_sample(of)}",
    ]
    return [Figure(way, min(taken), taken[0]) for way, taken in seconds.items()], lines


def cells_of(found: Rates) -> ways.Cells:
    """The true counts by area and age band."""
    return {
        (str(row["area"]), str(row["age_band"])): (
            int(str(row["offenders"])),
            int(str(row["reoffenders"])),
            int(str(row["reoffences"])),
        )
        for row in found.unprotected().rows
    }


def of_the_sample(of: National) -> str:
    """Compare the product with plain Python on a sample of people; raises `Trouble` where a cell differs."""
    import duckdb  # noqa: PLC0415 - only to cut the sample

    expected, taken = ways.of_a_sample(of, SAMPLE)
    cut = {}
    for path, name in ((of.sanctions, "sanctions"), (of.people, "people")):
        cut[name] = path.with_suffix(".sample.parquet")
        with duckdb.connect() as connection:
            connection.execute(f"COPY (SELECT * FROM read_parquet('{path}') WHERE {taken}) TO '{cut[name]}'")  # noqa: S608
    sanctions, people = (tables.read(cut[name], name) for name in ("sanctions", "people"))
    found = reoffending.rates(sanctions, ways.FIRST, ways.LAST, people=people, by=BY, period="year")
    if cells_of(found) != expected:
        raise Trouble("The cells of a sample are not those of plain Python: do not trust these times.")
    for path in cut.values():
        path.unlink()
    return f"every one of {len(expected)} cells of a sample of 1 in {SAMPLE} people is equal to plain Python"


def peak_of(way: str, of: National) -> float:
    """The most memory in MB of a process that does nothing but count one way."""
    command = [sys.executable, "-m", "evidence.bench.alone", way, str(of.sanctions), str(of.people), str(of.size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})
    if done.returncode:
        raise Trouble(f"The count with {way} alone did not end well: {done.stderr[-300:]}")
    return float(done.stdout.split()[-1])


def predictors(rows: int) -> list[str]:
    """How many people ARP, VRP and SVRP are scored for in a second: as columns, and one at a time."""
    import polars as pl  # noqa: PLC0415

    from evidence.predictors import score  # noqa: PLC0415
    from evidence.predictors.table import COLUMNS, score_table  # noqa: PLC0415

    on = date(2026, 1, 1)
    one = {
        "gender": "MALE",
        "dateOfBirth": date(1990, 5, 1),
        "currentOffenceCode": "11618",
        "dateOfCurrentConviction": date(2025, 6, 1),
        "dateAtStartOfFollowup": date(2025, 9, 1),
        "ageAtFirstSanction": 17,
        "totalNumberOfSanctionsForAllOffences": 6,
        "totalNumberOfViolentSanctions": 1,
    }
    known = {name: value for name, value in one.items() if name in COLUMNS}
    frame = pl.DataFrame([known]).select(pl.all().repeat_by(rows).explode())
    frame = frame.with_columns(totalNumberOfSanctionsForAllOffences=(pl.int_range(rows) % 40 + 1).cast(pl.Int64))
    few = max(rows // 500, 20)
    lines = []
    for predictor in ("ARP", "VRP", "SVRP"):
        began = time.perf_counter()
        scored = score_table(predictor, frame, on)
        columns = rows / (time.perf_counter() - began)
        began = time.perf_counter()
        alone: list[Any] = [score(predictor, inputs, on=on)["output"] for inputs in frame.head(few).to_dicts()]
        each = few / (time.perf_counter() - began)
        if [row["score"] for row in alone] != scored["score"].head(few).to_list():
            raise Trouble(f"{predictor} as columns is not {predictor} one at a time: do not trust these rates.")
        more = f"{columns / each:,.0f} times as many; {few} scores equal"
        lines.append(f"{predictor} as columns {columns:,.0f} a second, one at a time {each:,.0f}: {more}")
    return lines
