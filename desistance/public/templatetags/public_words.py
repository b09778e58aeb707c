"""Words and charts that only the public pages use."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template

from desistance.measurement.queries.published import AreaRelease, Release
from desistance.measurement.queries.readers import NOT_THERE, cell_words, range_words
from desistance.measurement.queries.tables import period_of_row
from desistance.measurement.rules.cited import CitedFigure
from desistance.measurement.rules.comparison import per_cent
from desistance.measurement.rules.periods import day_words, maturity, quarter_of
from desistance.measurement.rules.texts import figure
from desistance.measurement.terms import SYMBOLS
from desistance.public import figures
from desistance.public.figures import CitedPicture

register = template.Library()


@register.filter
def of_100(rate: str | float) -> int:
    """`{{ figure.rate|of_100 }}`: a rate in per cent as whole people of 100."""
    return figures.of_100(float(rate))


@register.filter
def rest_of_100(people: int) -> int:
    """How many of 100 people are left."""
    return 100 - people


@register.filter
def percent(rate: str) -> float:
    """A rate as its source prints it, as a number for a picture."""
    return float(rate)


@register.filter
def as_percent(share: float) -> float:
    """A share of one in per cent, as a number for a picture."""
    return 100 * share


@register.filter
def share_words(share: float) -> str:
    """A share of one in words: 35.0%."""
    return per_cent(share)


@register.filter
def rate_percent(found: AreaRelease) -> float:
    """A rate that was counted here, in per cent."""
    return float(found.row["rate"]) * 100


@register.filter
def reversed_list(items: Sequence[Any]) -> list[Any]:
    """The same the other way round: newest first of what is kept oldest first."""
    return list(items)[::-1]


@register.filter
def beside(picture: CitedPicture) -> list[CitedFigure]:
    """The area's own figure, then what the same source says of others, England last."""
    return [picture.own, *sorted(picture.others, key=lambda one: one.slug == figures.ENGLAND)]


@register.filter
def cited_bars(picture: CitedPicture) -> list[dict[str, Any]]:
    """The same figures as bars. None has a range, so none is drawn with one."""
    return [{"label": one.area, "value": float(one.rate), "is_own": one is picture.own} for one in beside(picture)]


@register.filter
def national_line(series: Sequence[CitedFigure]) -> dict[str, Any]:
    """England and Wales year by year: everyone is counted, so there is no range."""
    return {"name": "England and Wales", "points": [_year_point(one) for one in series]}


def _year_point(one: CitedFigure) -> dict[str, Any]:
    assert one.cohort_from is not None  # the national series is of whole years
    years = f"{one.cohort_from.year}/{one.cohort_to.year % 100:02d}"
    return {"label": (years,), "value": float(one.rate)}


@register.filter
def computed_line(found: AreaRelease) -> dict[str, Any]:
    """An area quarter by quarter, with its range; what is hidden leaves a gap with its mark."""
    return {"name": str(found.row["area_name"]), "points": [quarter_point(row) for row in found.quarters]}


def quarter_point(row: Mapping[str, Any]) -> dict[str, Any]:
    """A quarter as a point of a line with its range; the symbol of what is hidden in its place."""
    period = period_of_row(row)
    label = (f"{period.first:%b} to {period.last:%b}", f"{period.last.year}")
    if not isinstance(row["rate"], float):
        return {"label": label, "value": None, "mark": str(row["rate"])}
    low, high = (row[name] * 100 if isinstance(row[name], float) else None for name in ("rate_low", "rate_high"))
    return {"label": label, "value": row["rate"] * 100, "low": low, "high": high}


@register.filter
def computed_rows(found: AreaRelease) -> list[dict[str, str]]:
    """The whole period first, then its quarters, newest first, every cell in words or with its symbol."""
    rows = [(found.listed.period, found.row)]
    if len(found.quarters) > 1:
        rows += [(period_of_row(row).words, row) for row in reversed(found.quarters)]
    return [_row(period, row) for period, row in rows]


def _row(period: str, row: Mapping[str, Any]) -> dict[str, str]:
    cells = {name: cell_words(figure(name, row[name])) for name in ("offenders", "reoffenders", "rate")}
    return {
        "period": period,
        "people": cells["offenders"],
        "reoffenders": cells["reoffenders"],
        "rate": cells["rate"],
        "range": range_words(row),
    }


@register.filter
def symbols_of(rows: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """The symbols that stand in a table, with their words."""
    used = {cell for row in rows for cell in row.values()}
    return [(symbol, words) for symbol, words in SYMBOLS.items() if symbol in used]


@register.filter
def all_symbols(_: object) -> list[tuple[str, str]]:
    """Every symbol with its words."""
    return [*SYMBOLS.items(), (NOT_THERE, "does not apply")]


@register.filter
def next_release(found: Release, today: date) -> str:
    """When the next quarter may come; one whose wait is over is being prepared."""
    following = quarter_of(found.listed.last_on.replace(day=1)).last
    quarter = quarter_of(date(following.year + following.month // 12, following.month % 12 + 1, 1))
    from_on = maturity(quarter, complete_to=found.complete_to).can_be_published_from
    if from_on <= today:
        return f"Next: {quarter.words}. Its wait is over, and its day is not set yet."
    return f"Next: {quarter.words}. It can be published from {day_words(from_on)}."
