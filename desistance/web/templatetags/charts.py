"""Charts drawn on the server as SVG: no script, words in the drawing, and a table beside each (the page's matter).

Each chart is drawn twice, for a desk and for a phone, and style shows one: one drawing shrunk to a phone makes letters nobody
can read. Rates start at zero. A value that is hidden leaves a gap with its mark. Pages of both doors load these tags by name.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

DESK, PHONE = 770, 358
CELL_WIDTH, CELL_HEIGHT = 34, 38
LETTER = 8.2  # width of a letter of 15 px, on the wide side
GRID_STEP = 10
ALONE = 5  # half the width of a range that stands alone
MOST_LABELLED = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its rate in percent or the mark in place of it; ``low`` and ``high`` where a range is known."""

    label: str
    value: float | None
    mark: str = ""
    low: float | None = None
    high: float | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One point in time: a label in one or two lines, the rate with its range, or the mark in place of it."""

    label: tuple[str, ...]
    value: float | None
    mark: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Points in their order, and what the line is called at its end; ``reached`` is its last rate in words, where a page says it
    more exactly than the points do.
    """

    name: str
    points: Sequence[Point]
    reached: str = ""


def whole_people(percent: float) -> int:
    """How many of 100 people a rate is, to the nearest; a half counts as one more, so that 39.5 is 40."""
    return math.floor(percent + 0.5)


def nice_top(values: Sequence[float]) -> int:
    """The top of an axis from zero: the next ten above the greatest value, twenty at least, a hundred at most."""
    return min(100, max(20, math.ceil((max(values, default=0) + 0.01) / GRID_STEP) * GRID_STEP))


@register.simple_tag
def people_100(percent: float, finding: str, identity: str = "people") -> SafeString:
    """The picture of 100 people: ``percent`` of them filled. ``finding`` says it in words for those who cannot see it."""
    filled = whole_people(percent)
    people = [{"x": place % 10 * CELL_WIDTH, "y": place // 10 * CELL_HEIGHT} for place in range(100)]
    return render_to_string(
        "parts/charts/people.html",
        {"id": identity, "finding": finding, "filled": people[:filled], "rest": people[filled:], "number": filled},
    )


@register.simple_tag
def area_bars(bars: Sequence[Bar | Mapping[str, Any]], finding: str, identity: str = "bars") -> SafeString:
    """Rates of areas as bars from zero, each with its value at its end. A bar may come as a mapping with a bar's names."""
    drawn = [bar if isinstance(bar, Bar) else Bar(**bar) for bar in bars]
    drawings = [drawn_bars(drawn, DESK), drawn_bars(drawn, PHONE)]
    return render_to_string("parts/charts/bars.html", {"id": identity, "finding": finding, "drawings": drawings})


def drawn_bars(bars: Sequence[Bar], width: int) -> dict[str, object]:
    """Where everything stands in a drawing of a width: labels left on a desk, over the bars on a phone."""
    is_phone = width == PHONE
    left = 0.0 if is_phone else max([110.0, *(len(bar.label) * LETTER + 20 for bar in bars)])
    pitch, thick, over = (58, 24, 26) if is_phone else (50, 30, 8)
    top_value = nice_top([value for bar in bars for value in (bar.value, bar.high) if value is not None])
    scale = (width - left - 80) / top_value
    rows = [
        _bar_row(bar, y=place * pitch + over, thick=thick, left=left, scale=scale, is_phone=is_phone)
        for place, bar in enumerate(bars)
    ]
    return {"width": width, "height": len(bars) * pitch + 8, "left": left, "rows": rows, "is_phone": is_phone}


def _bar_row(bar: Bar, *, y: int, thick: int, left: float, scale: float, is_phone: bool) -> dict[str, object]:
    end = left + (bar.value or 0) * scale
    has_range = bar.low is not None and bar.high is not None
    low, high = left + (bar.low or 0) * scale, left + (bar.high or 0) * scale
    return {
        "label": bar.label,
        "label_y": y - 8 if is_phone else y + thick / 2 + 5,
        "is_own": bar.is_own,
        "has_value": bar.value is not None,
        "x": left,
        "y": y,
        "width": f"{end - left:.1f}",
        "height": thick,
        "value": bar.mark if bar.value is None else f"{bar.value:.1f}%",
        "value_x": f"{max(end, high if has_range else 0) + 10:.1f}",
        "value_y": y + thick / 2 + 5,
        "range": {"low": f"{low:.1f}", "high": f"{high:.1f}", "y": y + thick / 2} if has_range else None,
    }


@register.simple_tag
def line_with_range(
    own: Line | Mapping[str, Any], other: Line | Mapping[str, Any] | None, finding: str, identity: str = "line"
) -> SafeString:
    """A rate over time with its range as a band, and another line to compare with, dashed. A line may come as a mapping."""
    line, compared = as_line(own), as_line(other) if other else None
    drawings = [drawn_line(line, compared, DESK), drawn_line(line, compared, PHONE)]
    return render_to_string("parts/charts/line.html", {"id": identity, "finding": finding, "drawings": drawings})


def as_line(line: Line | Mapping[str, Any]) -> Line:
    """A line from a mapping with its names."""
    return line if isinstance(line, Line) else Line(line["name"], [Point(**point) for point in line["points"]])


def drawn_line(own: Line, other: Line | None, width: int) -> dict[str, object]:
    """Where everything stands: the band first, the comparison second, our line last."""
    is_phone = width == PHONE
    lines = [own, *([other] if other else [])]
    beside = max(len(line.name) for line in lines) * LETTER + 80
    left, right, top, bottom = (34, 12, 34, 46) if is_phone else (46, beside, 12, 46)
    height = 300 if is_phone else 340
    values = [v for line in lines for point in line.points for v in (point.value, point.high) if v is not None]
    top_value = nice_top(values)
    count = max(len(line.points) for line in lines)
    step = (width - left - right) / max(count - 1, 1)
    xs = [left + place * step if count > 1 else left + (width - left - right) / 2 for place in range(count)]
    plane = _Plane(xs, height - bottom, (height - bottom - top) / top_value)
    return {
        "width": width,
        "height": height,
        "is_phone": is_phone,
        "left": left,
        "right": width - right,
        "base": plane.base,
        "grid": [{"value": value, "y": f"{plane.y(value):.1f}"} for value in range(0, top_value + 1, GRID_STEP)],
        "bands": [" ".join(_band(run, plane)) for run in _runs(own.points, has_range=True)],
        "own": [_path(run, plane) for run in _runs(own.points)],
        "dots": [
            {"x": f"{plane.xs[place]:.1f}", "y": f"{plane.y(point.value):.1f}", "r": 6 if place == count - 1 else 3.5}
            for place, point in enumerate(own.points)
            if point.value is not None
        ],
        "marks": [
            {"x": f"{max(plane.xs[place], left + LETTER):.1f}", "y": f"{plane.base - 8:.1f}", "mark": point.mark}
            for place, point in enumerate(own.points)
            if point.value is None and point.mark
        ],
        "other": [_path(run, plane) for run in _runs(other.points)] if other else [],
        "ticks": list(_ticks(own.points, plane, is_phone)),
        "ends": _ends(own, other, plane, is_phone),
    }


@dataclass(frozen=True, slots=True)
class _Plane:
    """The drawing's ground: where each point in time stands, the base line, and the height of one percent."""

    xs: list[float]
    base: float
    scale: float

    def y(self, value: float) -> float:
        """How far down a rate stands."""
        return self.base - value * self.scale


def _runs(points: Sequence[Point], *, has_range: bool = False) -> Iterator[list[tuple[int, Point]]]:
    """Neighbours that have a value, so that a hidden one leaves a gap."""
    run: list[tuple[int, Point]] = []
    for place, point in enumerate(points):
        if point.value is not None and (not has_range or (point.low is not None and point.high is not None)):
            run.append((place, point))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _path(run: list[tuple[int, Point]], plane: _Plane) -> str:
    return " ".join(f"{plane.xs[place]:.1f},{plane.y(point.value or 0):.1f}" for place, point in run)


def _band(run: list[tuple[int, Point]], plane: _Plane) -> Iterator[str]:
    aside = ALONE if len(run) == 1 else 0
    for place, point in run:
        yield f"{plane.xs[place] - aside:.1f},{plane.y(point.high or 0):.1f}"
    for place, point in reversed(run):
        yield f"{plane.xs[place] - aside:.1f},{plane.y(point.low or 0):.1f}"
    if aside:
        place, point = run[0]
        yield f"{plane.xs[place] + aside:.1f},{plane.y(point.low or 0):.1f}"
        yield f"{plane.xs[place] + aside:.1f},{plane.y(point.high or 0):.1f}"


def _ticks(points: Sequence[Point], plane: _Plane, is_phone: bool) -> Iterator[dict[str, object]]:
    last = len(points) - 1
    every = range(last + 1) if last < MOST_LABELLED else (0, last // 2, last)
    places = sorted({0, last}) if is_phone else sorted(set(every))
    for place in places:
        at_edge = last > 0 and (is_phone or place == 0)
        anchor = ("start" if place == 0 else "end") if at_edge else "middle"
        yield {"x": f"{plane.xs[place]:.1f}", "y": plane.base, "anchor": anchor, "lines": points[place].label}


def _ends(own: Line, other: Line | None, plane: _Plane, is_phone: bool) -> list[dict[str, object]]:
    """What each line is called, at its last value: to the right on a desk, over or under the end on a phone."""
    found = []
    for line, is_own in ((own, True), *(((other, False),) if other else ())):
        last = next(
            ((place, p.value) for place, p in reversed(list(enumerate(line.points))) if p.value is not None), None
        )
        if last is not None:
            place, value = last
            found.append(
                {
                    "words": f"{line.name} {line.reached or f'{value:.1f}%'}",
                    "x": plane.xs[place] if is_phone else plane.xs[place] + 14,
                    "y": plane.y(value),
                    "is_own": is_own,
                    "anchor": "end" if is_phone else "start",
                }
            )
    return _apart(found, is_phone)


def _apart(ends: list[dict[str, object]], is_phone: bool) -> list[dict[str, object]]:
    """Labels of two ends never stand on one another: the upper goes up, the lower down."""
    ordered = sorted(ends, key=lambda end: float(str(end["y"])))
    upper, lower = (-16, 26) if is_phone else (5, 5)
    gap = 20
    placed: list[dict[str, object]] = []
    for place, end in enumerate(ordered):
        shift = upper if place == 0 else lower
        y = float(str(end["y"])) + shift
        if placed and y - float(str(placed[-1]["y"])) < gap:
            y = float(str(placed[-1]["y"])) + gap
        placed.append({**end, "y": round(y, 1), "x": round(float(str(end["x"])), 1)})
    return placed


@register.simple_tag
def window_drawing(months: int, followed: int, waiting: int, begins: str, closes: str) -> SafeString:
    """Who and when: a block for the start, one for the time followed, one for the wait, to scale."""
    width, gap = 310, 3
    scale = (width - 2 * gap) / (months + followed + waiting)
    blocks = [months * scale, followed * scale, waiting * scale]
    context = {
        "width": width,
        "start": round(blocks[0], 1),
        "followed_x": round(blocks[0] + gap, 1),
        "followed": round(blocks[1], 1),
        "wait_x": round(blocks[0] + blocks[1] + 2 * gap, 1),
        "wait": round(blocks[2], 1),
        "months": months,
        "followed_months": followed,
        "waiting_months": waiting,
        "begins": begins,
        "closes": closes,
    }
    return render_to_string("parts/charts/window.html", context)


@register.inclusion_tag("parts/charts/range.html")
def range_bar(drawn: Mapping[str, float]) -> dict[str, object]:
    """A share with its likely range on a line from nothing to everyone: ``low``, ``value`` and ``high`` in percent."""
    low, value, high = (round(drawn[name] * 2, 1) for name in ("low", "value", "high"))
    return {"low": low, "value": value, "wide": round(max(high - low, 1), 1)}


@register.inclusion_tag("parts/charts/spark.html")
def spark(values: Sequence[float | None]) -> dict[str, object]:
    """Shares in percent, oldest first, as a small line; one that is hidden leaves a gap. The table's words say what it means."""
    points = [Point(("",), value) for value in values]
    plane = _Plane([4 + place * 112 / max(len(values) - 1, 1) for place in range(len(values))], 22, 0.18)
    return {"runs": [_path(run, plane) for run in _runs(points)], "last": _last_dot(points, plane)}


def _last_dot(points: Sequence[Point], plane: _Plane) -> dict[str, str] | None:
    value = points[-1].value if points else None
    return None if value is None else {"x": f"{plane.xs[-1]:.1f}", "y": f"{plane.y(value):.1f}"}
