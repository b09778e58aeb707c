"""Measure everything that is promised of speed and rightness, beside other ways of doing it, in one run: targets M1 to M9."""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from evidence.trouble import Trouble

EXAMPLE = "evidence bench --small"
PEOPLE = 1_000_000
FAMILIES = ("series", "counting", "refresh", "linkage", "matching", "coverage", "published", "scoring")


def describe(parser: argparse.ArgumentParser) -> None:
    """Declare the sizes and where files are."""
    parser.add_argument(
        "--small", action="store_true", help="little of everything, to see that it works; judges no speed"
    )
    parser.add_argument(
        "--people", type=int, default=PEOPLE, help=f"how many people, with ten sanctions each; {PEOPLE:,} without it"
    )
    parser.add_argument("--turns", type=int, default=5, help="how often each way is run; the best counts")
    parser.add_argument(
        "--only", nargs="+", choices=FAMILIES, default=(), metavar="PART", help=f"some of {', '.join(FAMILIES)}"
    )
    parser.add_argument(
        "--linkage", type=Path, metavar="FILE", help="labelled records, linked beside Splink's documented settings"
    )
    parser.add_argument(
        "--data", type=Path, default=Path("var/bench"), help="the folder of the made-up files, made once"
    )


def run(chosen: argparse.Namespace) -> int:
    """Measure, print the table of targets; 1 where one is missed."""
    from evidence import bench  # noqa: PLC0415 - compiles and loads for seconds

    if chosen.linkage and not chosen.linkage.is_file():
        raise Trouble(f"{chosen.linkage}: there is no such file.")
    report = bench.Report(_say, judged=not chosen.small)
    size = bench.Size(chosen.data, chosen.people, chosen.turns, chosen.small, chosen.linkage)
    _say(f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    bench.run(report, size, chosen.only)
    _say(f"\nload {os.getloadavg()[0]:.1f} at the end")
    for line in report.table():
        _say(line)
    if chosen.small:
        _say("Small: it works; no speed is judged.")
    return 1 if report.missed else 0


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
