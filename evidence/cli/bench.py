"""Measure counting and scoring: an annual cohort against the file's scan, SQL by hand and pandas, turn by turn in one run."""

import argparse
import importlib.util
import sys
import time
from pathlib import Path

from evidence.trouble import Trouble

PEOPLE, SMALL = 1_000_000, 2_000
MOST_FOR_PANDAS = 2_000_000  # people: beyond, it wants more memory than is in a machine of 16 GB
# What is asked of the machine it runs on: ratios of one run.
TO_SCAN, TO_PANDAS = 2.0, 20.0


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the size and where the made-up files are kept."""
    parser.add_argument("--small", action="store_true", help=f"{SMALL:,} people, to see that it works; judges no speed")
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"how many people; {PEOPLE:,} without it")
    parser.add_argument(
        "--series", action="store_true", help="instead: 60 quarters in one pass, and a refresh of 1%% late rows"
    )
    parser.add_argument(
        "--linkage", type=Path, metavar="FILE", help="instead: link these labelled records beside Splink's settings"
    )
    parser.add_argument("--turns", type=int, default=5, help="how often each way is run; the best counts")
    parser.add_argument(
        "--data", type=Path, default=Path("var/bench"), help="the folder of the made-up files, made once"
    )


def run(chosen: argparse.Namespace) -> int:
    """Make the files where they are missing, measure, print; 1 where a target is missed."""
    if chosen.linkage:
        return _linkage(chosen)
    if chosen.series:
        return _series(chosen)
    began = time.perf_counter()
    import ibis  # noqa: F401, PLC0415 - to say what loading it costs

    loading = time.perf_counter() - began
    from evidence import bench  # noqa: PLC0415 - a verb loads its part when it runs

    began = time.perf_counter()
    of = bench.made_up(chosen.data, SMALL if chosen.small else chosen.people)
    _say(
        f"made-up files ready after {time.perf_counter() - began:.1f} s in {chosen.data}; loading Ibis took {loading:.2f} s"
    )
    has_pandas = importlib.util.find_spec("pandas") is not None
    if not has_pandas:
        _say("pandas is not installed, so nothing is measured against it.")
    figures, lines = bench.annual_cohort(of, chosen.turns, with_pandas=has_pandas)
    for line in lines:
        _say(line)
    best = {one.way: one.best for one in figures}
    for one in figures:
        peak = "" if chosen.small else f"  {bench.peak_of(one.way, of):7.0f} MB at most, alone"
        _say(
            f"{one.way:12} best {one.best:8.3f} s  first {one.first:8.3f} s  {one.best / best['scan']:7.2f} scans{peak}"
        )
    for line in bench.predictors(2_000 if chosen.small else 200_000):
        _say(line)
    return 0 if chosen.small or _judged(best) else 1


def _series(chosen: argparse.Namespace) -> int:
    """Count the whole series in one pass, and refresh it, beside other ways."""
    from evidence.bench import made_up, series  # noqa: PLC0415 - compiles for seconds the first time

    of = made_up(chosen.data, SMALL if chosen.small else chosen.people)
    has_pandas = importlib.util.find_spec("pandas") is not None
    if has_pandas and of.size > MOST_FOR_PANDAS:
        _say(f"pandas is left out: it cannot hold the rows of more than {MOST_FOR_PANDAS:,} people here.")
    for line in series.whole_series(of, chosen.turns, with_pandas=has_pandas and of.size <= MOST_FOR_PANDAS):
        _say(line)
    for line in [] if chosen.small else series.memory(of):
        _say(line)
    for line in series.late_rows(of, min(chosen.turns, series.REFRESHES)):
        _say(line)
    return 0


def _linkage(chosen: argparse.Namespace) -> int:
    """Link beside Splink's documented settings."""
    from evidence.bench.linking import beside_documented  # noqa: PLC0415 - loads for seconds

    if not chosen.linkage.is_file():
        raise Trouble(f"{chosen.linkage}: there is no such file.")
    for line in beside_documented(chosen.linkage, chosen.turns):
        _say(line)
    return 0


def _judged(best: dict[str, float]) -> bool:
    """Print the ratios that are asked for; whether all are met."""
    met = [_row("evidence to the scan of the same columns", best["evidence"] / best["scan"], TO_SCAN, most=True)]
    if "pandas" in best:
        met.append(
            _row("pandas as an analyst writes it to evidence", best["pandas"] / best["evidence"], TO_PANDAS, most=False)
        )
    _say(f"evidence to SQL by hand: {best['evidence'] / best['sql']:.2f} times")
    return all(met)


def _row(name: str, ratio: float, target: float, *, most: bool) -> bool:
    met = ratio <= target if most else ratio >= target
    _say(f"{name}: {ratio:.2f} times, target {'at most' if most else 'at least'} {target:g}{'' if met else '  MISSED'}")
    return met


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
