"""What the page of a measure says beside its figures: formula, quality, every area in a funnel, how to cite."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from desistance.measurement.queries.published import AreaRelease, Release
from desistance.measurement.queries.readers import cell_words, range_words
from desistance.measurement.queries.tables import area_rows
from desistance.measurement.rules.comparison import funnel_limits, in_funnel
from desistance.measurement.rules.periods import day_words
from desistance.measurement.rules.texts import figure
from desistance.measurement.terms import AREA_ELSEWHERE, AREA_NOT_KNOWN, REGION
from desistance.web.views.insight_words import quality_facts

NO_AREA = frozenset({REGION, AREA_ELSEWHERE, AREA_NOT_KNOWN})


def beside(newest: AreaRelease | None, whole: Release | None) -> dict[str, Any]:
    """All of it, for one area of the newest release; nothing before there is one."""
    if newest is None or whole is None:
        return {}
    return {
        "formula": "" if newest.is_hidden else f"{newest.reoffenders} / {newest.people} = {newest.rate}",
        "quality": quality_facts(whole),
        "funnel": _funnel(whole, newest.slug),
        "cite": _cite(whole),
    }


def _funnel(whole: Release, slug: str) -> dict[str, Any] | None:
    """Every area of the release beside England and Wales: for the drawing, and as the rows of its table."""
    rows = [row for area, row in area_rows(whole.tables).items() if area not in NO_AREA]
    if whole.benchmark is None or not rows:
        return None
    rate, points = whole.benchmark.share, [_point(row, slug) for row in rows if _can_be_drawn(row)]
    return {
        "points": points,
        "limits": funnel_limits(rate, max((one["people"] for one in points), default=0)),
        "national": whole.benchmark,
        "rows": [_line(row, rate) for row in sorted(rows, key=lambda row: str(row["area_name"]))],
    }


def _can_be_drawn(row: Mapping[str, Any]) -> bool:
    return isinstance(row["offenders"], int) and all(
        isinstance(row[name], float) for name in ("rate", "rate_low", "rate_high")
    )


def _point(row: Mapping[str, Any], slug: str) -> dict[str, Any]:
    shares = {key: row[name] * 100 for key, name in (("value", "rate"), ("low", "rate_low"), ("high", "rate_high"))}
    return {"label": str(row["area_name"]), "people": row["offenders"], "is_own": row["area"] == slug, **shares}


def _line(row: Mapping[str, Any], rate: float) -> dict[str, str]:
    return {
        "area": str(row["area_name"]),
        "offenders": cell_words(figure("offenders", row["offenders"])),
        "rate": cell_words(figure("rate", row["rate"])),
        "range": range_words(row),
        "words": in_funnel(row["rate"], row["offenders"], rate),
    }


def _cite(whole: Release) -> dict[str, str]:
    """How to cite the release: each edition has an address that stays."""
    listed = whole.listed
    words = f"{listed.title}, edition {listed.edition}, published {day_words(listed.published_at.date())}."
    return {"words": words, "url": reverse("public-edition", args=[listed.slug, listed.edition])}
