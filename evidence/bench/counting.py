"""One annual cohort by area and age band: the product, warm, beside the scan, SQL by hand and pandas (M3)."""

from __future__ import annotations

import time
from collections.abc import Callable

from evidence import reoffending, tables
from evidence.bench import ways
from evidence.bench.peaks import peak_of
from evidence.bench.people import National
from evidence.bench.targets import Report
from evidence.bench.turns import in_turns
from evidence.reoffending.results import Rates
from evidence.trouble import Trouble

BY = ("area", "age_band")
SAMPLE = 50  # one person of so many is counted in plain Python
WITH_PANDAS = 1  # turns: each takes many seconds


def measure(report: Report, of: National, turns: int, *, with_pandas: bool) -> None:
    """Time every way of counting one year; raises `Trouble` where any cell differs."""
    began = time.perf_counter()
    sanctions, people = tables.read(of.sanctions, "sanctions"), tables.read(of.people, "people")
    report.say(f"checking the files, once: {time.perf_counter() - began:.2f} s")
    runs: dict[str, Callable[[], object]] = {
        "evidence": lambda: reoffending.rates(sanctions, ways.FIRST, ways.LAST, people=people, by=BY, period="year"),
        "scan": lambda: ways.scan(of),
        "sql": lambda: ways.by_hand(of),
    }
    if with_pandas:
        runs["pandas"] = lambda: ways.with_pandas(of)
    taken = in_turns(runs, turns, {"pandas": WITH_PANDAS})
    found = taken["evidence"].answer
    cells = cells_of(found) if isinstance(found, Rates) else {}
    for way in ("sql", "pandas"):
        if way in taken and taken[way].answer != cells:
            raise Trouble(f"The cells of {way} are not those of evidence: do not trust these times.")
    others = ", ".join(way for way in taken if way != "scan")
    report.say(
        f"one year of {of.rows:,} sanctions of {of.size:,} people; {len(cells):,} cells, every cell equal in {others}"
    )
    report.say(of_the_sample(of))
    best = {way: one.best for way, one in taken.items()}
    for way, one in taken.items():
        peak = f"  {peak_of(way, of):7.0f} MB at most, alone" if report.judged else ""
        report.say(f"{way:14} {one.words}  {one.best / best['scan']:8.2f} scans{peak}")
    report.reached("M3 sql", best["evidence"] / best["sql"])
    report.reached("M3 scan", best["evidence"] / best["scan"])


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
