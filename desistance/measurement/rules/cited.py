"""Figures that others published, quoted with their source beside ours and never mixed with them."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

ENGLAND_AND_WALES = "england-and-wales"
EVERYONE = "all"


@dataclass(frozen=True, slots=True)
class CitedFigure:
    """One figure of somebody else: whom and when it is about, who published it, and what it cannot say.

    ``rate`` and ``reoffences_per_reoffender`` are printed as the source prints them, the rate in per cent. None where the
    source does not give a number. ``group`` is "all", or the part of the people it is about.
    """

    slug: str
    area: str
    group: str
    period: str
    cohort_from: date | None
    cohort_to: date
    offenders: int | None
    reoffenders: int | None
    reoffences: int | None
    rate: str
    reoffences_per_reoffender: str
    definition: str
    source: str
    read: str
    licence: str
    cannot_say: str

    @property
    def share(self) -> float:
        """The rate as a share of one."""
        return float(self.rate) / 100

    @property
    def rate_words(self) -> str:
        """The rate as a reader meets it."""
        return f"{self.rate}%"

    @property
    def interval_words(self) -> str:
        """That a figure of others comes without a range, or whom it counts."""
        return "Counts everyone" if self.offenders else "Not available for this source"

    @property
    def source_line(self) -> str:
        """The source, as a line under the figure."""
        return f"Source: {self.source}. {self.period}. {self.licence}."


@cache
def cited_figures() -> tuple[CitedFigure, ...]:
    """Every cited figure, in the order of the file: national series, national groups, areas. Read once."""
    with (files("desistance.measurement") / "data" / "cited_figures.csv").open(encoding="utf-8") as lines:
        return tuple(_figure(row) for row in csv.DictReader(line for line in lines if not line.startswith("#")))


def national_series() -> tuple[CitedFigure, ...]:
    """England and Wales by year, oldest first, by the definition of today: the benchmark series."""
    found = (
        one for one in cited_figures() if one.slug == ENGLAND_AND_WALES and one.group == EVERYONE and one.offenders
    )
    return tuple(sorted(found, key=lambda one: one.cohort_to))


def benchmark_for(first: date, last: date) -> CitedFigure | None:
    """The national year that a cohort lies in; the newest before it where that year is not published yet."""
    series = [one for one in national_series() if one.cohort_from and one.cohort_from <= first]
    same = [one for one in series if last <= one.cohort_to]
    found = same or series
    return found[-1] if found else None


def cited_for(slug: str) -> tuple[CitedFigure, ...]:
    """What others published of one area, newest first."""
    return tuple(
        sorted((one for one in cited_figures() if one.slug == slug), key=lambda one: one.cohort_to, reverse=True)
    )


def _figure(row: dict[str, str]) -> CitedFigure:
    def day(name: str) -> date | None:
        return date.fromisoformat(row[name]) if row[name] else None

    def number(name: str) -> int | None:
        return int(row[name]) if row[name] else None

    return CitedFigure(
        slug=row["slug"],
        area=row["area"],
        group=row["group"],
        period=row["period"],
        cohort_from=day("cohort_from"),
        cohort_to=date.fromisoformat(row["cohort_to"]),
        offenders=number("offenders"),
        reoffenders=number("reoffenders"),
        reoffences=number("reoffences"),
        rate=row["rate"],
        reoffences_per_reoffender=row["reoffences_per_reoffender"],
        definition=row["definition"],
        source=row["source"],
        read=row["read"],
        licence=row["licence"],
        cannot_say=row["cannot_say"],
    )
