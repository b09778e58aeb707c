"""One run: which measurements there are, and how large each is."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from evidence.bench import counting, coverage, linking, matching, predictors, published, series
from evidence.bench.people import National, made_up
from evidence.bench.targets import Report

PEOPLE, SMALL = 1_000_000, 2_000
MOST_FOR_PANDAS = 2_000_000  # people: beyond, it wants more memory than is in a machine of 16 GB


@dataclass(frozen=True)
class Size:
    """How much is measured, how often, and where the files are."""

    data: Path
    people: int = PEOPLE
    turns: int = 5
    small: bool = False
    linkage: Path | None = None

    @property
    def national(self) -> National:
        """The made-up table, made where it is not there yet."""
        return made_up(self.data, SMALL if self.small else self.people)

    @property
    def with_pandas(self) -> bool:
        """Whether pandas is there and can hold the rows."""
        return importlib.util.find_spec("pandas") is not None and self.people <= MOST_FOR_PANDAS


def _series(report: Report, size: Size) -> None:
    series.measure(report, size.national, size.turns, with_pandas=size.with_pandas)


def _counting(report: Report, size: Size) -> None:
    counting.measure(report, size.national, size.turns, with_pandas=size.with_pandas)


def _late_rows(report: Report, size: Size) -> None:
    series.late_rows(report, size.national, size.turns)


def _linking(report: Report, size: Size) -> None:
    linking.measure(report, size.linkage, size.turns)
    report.left_out("FEBRL is not part of this bench yet", "M6 FEBRL")


def _matching(report: Report, size: Size) -> None:
    matching.measure(report, size.turns, matching.made_up(400, 4_000) if size.small else None)


def _coverage(report: Report, size: Size) -> None:
    if size.small:
        coverage.measure(report, evaluations=5, sizes=(60,))
    else:
        coverage.measure(report)


def _published(report: Report, _size: Size) -> None:
    published.measure(report)


def _scoring(report: Report, size: Size) -> None:
    for line in predictors.rates_of_scoring(2_000 if size.small else 200_000):
        report.say(line)


FAMILIES: dict[str, Callable[[Report, Size], None]] = {
    "series": _series,  # M1, M2
    "counting": _counting,  # M3
    "refresh": _late_rows,  # M5
    "linkage": _linking,  # M6
    "matching": _matching,  # M7
    "coverage": _coverage,  # M8
    "published": _published,  # M9
    "scoring": _scoring,
}


def run(report: Report, size: Size, only: Iterable[str] = ()) -> None:
    """Measure every family, or those named; raises `Trouble` where answers differ."""
    for name in only or FAMILIES:
        report.say(f"\n{name}")
        began = time.perf_counter()
        FAMILIES[name](report, size)
        report.say(f"{name} took {time.perf_counter() - began:.0f} s in all")
