"""The rows of the board's page and the page of one measure, in words: each figure with its range, its data and its comparison."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from desistance.foundation.passes import Pass
from desistance.measurement.queries.board import BoardShown
from desistance.measurement.queries.insight import published_before
from desistance.measurement.queries.published import area_release, release
from desistance.measurement.rules.board import MeasureShown, cited_compared
from desistance.measurement.rules.cited import CitedFigure
from desistance.measurement.rules.comparison import changed, per_cent
from desistance.measurement.rules.periods import Period
from desistance.web.views.insight_words import apart, compared_words

Row = dict[str, Any]
ONLY_HERE = "Only counted here"
OTHER_METHODS = "Not compared over time: figures of other years are counted in other ways"
NOT_KEPT = "On record: not kept for this quarter"


def published_row(by: Pass) -> Row:
    """Proven reoffending as everyone can read it; that nothing is published yet, where nothing is."""
    row: Row
    newest, row = area_release(), {"words": "Proven reoffending within a year", "url": reverse("measure")}
    if newest is None:
        return {**row, "figure": "[x]", "hidden": "Not published yet."}
    before = published_before(newest.listed.first_on, newest.listed.last_on, by=by)
    ranges = [one.get(key) for one in (newest.row, before or {}) for key in ("rate_low", "rate_high")]
    row["trend"] = apart(changed(*ranges) if before else "The first that was published")
    about = f"People cautioned, sentenced or released, {newest.listed.period}. Lower is better."
    matched = release(newest.listed.slug).quality.get("share_matched")
    row |= {
        "about": about,
        "figure": newest.rate,
        "compared": compared_words(newest.compared),
        "table": f"{row['url']}#numbers",
    }
    row["recorded"] = f"Matched to a number: {per_cent(matched)}" if isinstance(matched, float) else ""
    if newest.is_hidden:
        return {**row, "hidden": newest.why_hidden}
    drawn = {
        name: newest.row[key] * 100 for name, key in (("low", "rate_low"), ("value", "rate"), ("high", "rate_high"))
    }
    return {**row, "counts": f"{newest.reoffenders} of {newest.people}", "drawn": drawn, "range": newest.interval}


def measure_row(one: MeasureShown) -> Row:
    """One measure of the quarter, with the quarters before it as a line."""
    url = reverse("board-measure", args=[one.measure.name])
    row = {
        "words": one.measure.words,
        "url": url,
        "table": f"{url}#numbers",
        "about": f"{one.measure.about} Higher is better.",
        "compared": {"words": ONLY_HERE},
        "trend": apart(one.trend),
    }
    if one.newest["share"] is None:
        return {**row, "figure": _counted(one.newest), "hidden": one.newest["hidden"]}
    value, low, high = one.newest["share"]
    past = [figure["share"][0] * 100 if figure["share"] else None for figure in (one.newest, *one.before)]
    return {
        **row,
        "figure": f"{value:.0%}",
        "counts": _of(one.newest, "done", "of"),
        "recorded": recorded(one.newest),
        "drawn": {"low": low * 100, "value": value * 100, "high": high * 100},
        "range": f"{low:.0%} to {high:.0%}",
        "past": past[::-1],
    }


def cited_row(one: CitedFigure, beside: Sequence[CitedFigure]) -> Row:
    """A figure that others published: with its cohort, and with what its source does not give said in words."""
    is_national = one.slug.startswith("england")
    return {
        "words": f"Proven reoffending, {one.area}",
        "about": f"People followed {one.period}. Lower is better.",
        "figure": one.rate_words,
        "counts": f"{one.offenders:,} people" if one.offenders else "Number of people not given",
        "hidden": one.interval_words,
        "compared": {"words": cited_compared(one, beside)},
        "trend": apart(OTHER_METHODS),
        "table": reverse("public-statistics") if is_national else reverse("public-area", args=[one.slug]),
    }


def recorded(figure: Mapping[str, Any]) -> str:
    """Of how much that was due it is on record what came of it."""
    found = figure.get("on_record")
    if found is None:
        return NOT_KEPT
    if found["share"] is None:
        return "On record: [c]"
    return f"On record: {found['share'][0]:.0%} of {found['due']:,}"


def measure_page(one: MeasureShown, found: BoardShown, by: Pass) -> dict[str, Any]:
    """The page of one measure over the quarters that were counted: facts, line, table, and where the work is."""
    figures = (one.newest, *one.before)
    periods = [Period(count.first_on, count.last_on) for count in found.counted[: len(figures)]]
    lines = [_line(period, figure) for period, figure in zip(periods, figures, strict=True)]
    points = [line["point"] for line in reversed(lines)]
    row = measure_row(one)
    leads_on = one.measure.page and by.holds(one.measure.permission)
    return {
        "row": row,
        "period": periods[0].words,
        "change": row["trend"],
        "line": {"name": "All agencies", "points": points} if len(points) > 1 else None,
        "finding": f"{one.measure.words}: {row['trend']['words'].lower()}",
        "lines": lines,
        "missing": (one.newest.get("on_record") or {}).get("hidden") or "",
        "work_url": reverse(one.measure.page) if leads_on else "",
        "notes": found.newest.result["notes"] if found.newest else [],
    }


def _line(period: Period, figure: Mapping[str, Any]) -> dict[str, Any]:
    """A quarter as a line of the table and as a point of the chart."""
    share, label = figure["share"], (f"{period.first:%b} to {period.last:%b}", str(period.last.year))
    value, low, high = (part * 100 for part in share) if share else (None, None, None)
    return {
        "period": period.words,
        "of": _number(figure["of"]),
        "done": _number(figure["done"]),
        "share": f"{value:.0f}%" if share else _mark(figure),
        "range": f"{low:.0f}% to {high:.0f}%" if share else _mark(figure),
        "recorded": _share(figure.get("on_record")),
        "point": {"label": label, "value": value, "low": low, "high": high, "mark": "" if share else _mark(figure)},
    }


def _mark(figure: Mapping[str, Any]) -> str:
    return "[c]" if figure["of"] == "[c]" else "[u]"


def _share(on_record: Mapping[str, Any] | None) -> str:
    if on_record is None:
        return "[x]"
    return f"{on_record['share'][0]:.0%}" if on_record["share"] else "[c]"


def _number(count: int | str) -> str:
    return count if isinstance(count, str) else f"{count:,}"


def _of(figure: Mapping[str, Any], part: str, whole: str) -> str:
    return f"{_number(figure[part])} of {_number(figure[whole])}"


def _counted(figure: Mapping[str, Any]) -> str:
    return "[c]" if figure["of"] == "[c]" else _of(figure, "done", "of")
