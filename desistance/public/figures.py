"""Published figures as the public pages tell them: in words first, with what they cannot say, and never two kinds mixed.

A cited figure is somebody else's and comes without a range, so it is never called higher or lower. A computed one was counted
here, went through the gate, and is compared by its range.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from desistance.measurement.queries.published import AreaRelease, cited_figures, cited_figures_of
from desistance.measurement.rules.cited import CitedFigure, national_series

EVERYONE = "all"
ENGLAND = "england"
OLD_AFTER_YEARS = 3
"""A figure whose people were followed longer ago than this is called old (partnership default, 2026)."""
NO_RANGE = "[x]"


@dataclass(frozen=True, slots=True)
class CitedPicture:
    """The newest figure of others for an area, with what the same source says of other areas and of England."""

    own: CitedFigure
    others: tuple[CitedFigure, ...]
    older: tuple[CitedFigure, ...]

    @property
    def rate(self) -> float:
        """In per cent."""
        return float(self.own.rate)

    @property
    def of_100(self) -> int:
        """How many of 100 people, to the nearest."""
        return of_100(self.rate)

    @property
    def england(self) -> CitedFigure | None:
        """England by the same source and for the same time; None where the source does not give it."""
        return next((one for one in self.others if one.slug == ENGLAND), None)

    @property
    def sentence(self) -> str:
        """The figure beside those of its source: J15."""
        beside = " ".join(
            f"{one.area}: {one.rate_words}." for one in sorted(self.others, key=lambda one: one.slug != ENGLAND)
        )
        return (
            f"In the figures published {_when(self.own)}, {self.own.rate_words} of people in {self.own.area} who had offended "
            f"did so again. {beside}"
        ).strip()

    def is_old(self, on: date) -> bool:
        """Whether the people it counts were followed so long ago that a reader must be told."""
        return self.own.cohort_to.replace(year=self.own.cohort_to.year + OLD_AFTER_YEARS) < on


def of_100(percent: float) -> int:
    """A rate in per cent as whole people of 100; a half counts as one more."""
    return int(percent + 0.5)


def cited_picture(slug: str) -> CitedPicture | None:
    """The newest cited figure about everyone in an area; None where nobody published one that we could quote.

    A figure with one decimal goes before a later one in whole per cent of the same year, as the more exact.
    """
    about_all = [one for one in cited_figures_of(slug) if one.group == EVERYONE]
    if not about_all:
        return None
    own = next(
        (one for one in about_all if "." in one.rate and one.cohort_to.year == about_all[0].cohort_to.year),
        about_all[0],
    )
    same = [
        one for one in cited_figures() if one.group == EVERYONE and (one.source, one.period) == (own.source, own.period)
    ]
    others = tuple(one for one in same if one.slug != slug)
    older = tuple(one for one in cited_figures_of(slug) if one is not own)
    return CitedPicture(own, others, older)


def latest_national() -> CitedFigure:
    """England and Wales, the newest year."""
    return national_series()[-1]


def _when(figure: CitedFigure) -> str:
    return figure.period if figure.period.startswith("up to") else f"for {figure.period}"


CSV_COLUMNS = (
    "kind",
    "area",
    "group",
    "period",
    "people",
    "reoffended",
    "rate_percent",
    "range_from_percent",
    "range_to_percent",
    "source",
    "limits",
)


def cited_rows(figures: Iterable[CitedFigure]) -> list[list[str]]:
    """Cited figures as rows of a file; [x] stands for what the source does not give."""
    return [
        [
            "published elsewhere",
            one.area,
            "everyone" if one.group == EVERYONE else one.group,
            one.period,
            _number(one.offenders),
            _number(one.reoffenders),
            one.rate,
            NO_RANGE,
            NO_RANGE,
            one.source,
            one.cannot_say,
        ]
        for one in figures
    ]


def computed_rows(found: AreaRelease | None) -> list[list[str]]:
    """The newest figure counted here as a row of the same file."""
    if found is None:
        return []
    row = found.row
    return [
        [
            "counted by the partnership",
            str(row["area_name"]),
            "everyone",
            found.listed.period,
            str(row["offenders"]),
            str(row["reoffenders"]),
            *(_percent(row[name]) for name in ("rate", "rate_low", "rate_high")),
            f"{found.listed.title}, edition {found.listed.edition}",
            found.caution,
        ]
    ]


def _percent(value: object) -> str:
    return f"{value * 100:.1f}" if isinstance(value, float) else str(value)


def _number(value: int | None) -> str:
    return NO_RANGE if value is None else str(value)


def symbols_in(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a symbol stands anywhere in a table, so that its meaning must stand under it."""
    return any(cell.startswith("[") for row in rows for cell in row)
