"""Measure lists, search and pages at the size of a region: 240,000 people, 600,000 involvements, 5 million contacts.

Figures are this machine's and this run's; what is compared (a person page with a bare page) is measured side by side in it.
"""

import argparse
import statistics
import sys
from collections.abc import Iterable

from desistance.commands import demo_load, prepare
from desistance.commands.bench import contacts, imports, pages, queries
from desistance.foundation import clock

PEOPLE, CONTACTS = 240_000, 5_000_000


def describe(parser: argparse.ArgumentParser) -> None:
    """How large."""
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--contacts", type=int, default=CONTACTS)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument(
        "--rows", type=int, default=0, help="measure the import of a custody file of so many rows instead"
    )
    parser.add_argument("--load", type=int, default=5_000, help="how many of those rows to load")


def run(chosen: argparse.Namespace) -> int:
    """Load what is missing, measure, print one row a figure; 1 when a target is missed."""
    prepare.migrate()
    if queries.people_on_record() < chosen.people:
        demo_load.run(argparse.Namespace(people=chosen.people))
    contacts.add(chosen.contacts, clock.now(), _tell)
    readers = queries.readers(clock.now())
    if chosen.rows:
        return 1 if imports.measure(chosen.rows, min(chosen.load, chosen.rows), readers[0], _tell) else 0
    rows: list[tuple[str, list[float], float]] = []
    for reader in readers:
        rows += queries.measure(reader, chosen.rounds)
    missed = [_row(name, times, target) for name, times, target in rows]
    missed.append(pages.measure(readers[0], _tell))
    return 1 if any(missed) else 0


def percentile(times: Iterable[float], share: float) -> float:
    """The value below which ``share`` of the times lie."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _row(name: str, times: list[float], target: float) -> bool:
    p50, p95 = statistics.median(times), percentile(times, 0.95)
    missed = p95 > target
    figures = f"p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  target {target:5.0f} ms{'  MISSED' if missed else ''}"
    _tell(f"{name:<72} n {len(times):>4}  {figures}")
    return missed


def _tell(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
