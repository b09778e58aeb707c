"""Charts as SVG in the page: a title and a description for who cannot see them, and no colour that carries meaning alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

WIDTH, LEFT, RIGHT = 640, 220, 20
INK, PALE, OURS, THEIRS = "#0b0c0c", "#b1b4b6", "#003078", "#a33c00"
Row = Mapping[str, Any]


class Picture(str):
    """A drawing as SVG; a notebook draws it."""

    __slots__ = ()

    def _repr_svg_(self) -> str:
        return str(self)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _frame(name: str, title: str, description: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:g}" role="img" aria-labelledby="{name}-title {name}-words" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="13" fill="{INK}">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-words">{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def love(rows: Sequence[Row]) -> str:
    """The Love plot: the size of each difference before and after matching, with the bands at 5% and 10%."""
    sizes = [abs(_number(row[key]) or 0.0) for row in rows for key in ("difference_before", "difference_after")]
    most = max(15.0, *sizes)
    height = 26 * len(rows) + 60

    def x(value: float) -> float:
        return LEFT + value / most * (WIDTH - LEFT - RIGHT)

    parts = []
    for band in (5, 10):
        parts.append(
            f'<line x1="{x(band):.1f}" x2="{x(band):.1f}" y1="10" y2="{height - 40}" stroke="{INK}" '
            f'stroke-dasharray="{band - 3} 3"/>'
        )
        parts.append(f'<text x="{x(band):.1f}" y="{height - 24}" text-anchor="middle">{band}%</text>')
    for place, row in enumerate(rows):
        y = 26 * place + 26
        before, after = (abs(_number(row[key]) or 0.0) for key in ("difference_before", "difference_after"))
        parts += [
            f'<text x="{LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(str(row["term"])[:30])}</text>',
            f'<line x1="{x(0):.1f}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}" stroke="{PALE}"/>',
            f'<circle cx="{x(before):.1f}" cy="{y}" r="5" fill="none" stroke="{THEIRS}" stroke-width="2"/>',
            f'<circle cx="{x(after):.1f}" cy="{y}" r="5" fill="{OURS}"/>',
        ]
    parts.append(
        f'<text x="{LEFT}" y="{height - 6}">Hollow: before matching. Filled: after. In % of a standard deviation.</text>'
    )
    return _frame(
        "love",
        "Balance before and after matching",
        "Each row is a covariate; the table below has every value.",
        height,
        parts,
    )


def forest(rows: Sequence[Row]) -> str:
    """The difference in each outcome that is a share, with its interval, for each 100 people."""
    shown = [row for row in rows if row["kind"] == "binary" and isinstance(row["difference"], Mapping)]
    if not shown:
        return ""
    keys = ("estimate", "low", "high")
    told = [(str(row["name"]), [100 * (_number(row["difference"][key]) or 0.0) for key in keys]) for row in shown]
    most = max(5.0, *(abs(value) for _, values in told for value in values))
    height = 30 * len(told) + 60

    def x(value: float) -> float:
        return LEFT + (value + most) / (2 * most) * (WIDTH - LEFT - RIGHT)

    parts = [f'<line x1="{x(0):.1f}" x2="{x(0):.1f}" y1="8" y2="{height - 40}" stroke="{INK}"/>']
    for place, (name, (value, low, high)) in enumerate(told):
        y = 30 * place + 26
        parts += [
            f'<text x="{LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(name[:30])}</text>',
            f'<line x1="{x(low):.1f}" x2="{x(high):.1f}" y1="{y}" y2="{y}" stroke="{OURS}" stroke-width="3"/>',
            f'<circle cx="{x(value):.1f}" cy="{y}" r="6" fill="{OURS}"/>',
        ]
    parts += [
        f'<text x="{x(-most):.1f}" y="{height - 20}">{most:.0f} fewer in 100</text>',
        f'<text x="{x(most):.1f}" y="{height - 20}" text-anchor="end">{most:.0f} more in 100</text>',
        f'<text x="{x(0):.1f}" y="{height - 4}" text-anchor="middle">no difference</text>',
    ]
    return _frame(
        "forest",
        "Difference in each outcome",
        "A point for each outcome with its 95% interval; the table has the values.",
        height,
        parts,
    )


def support(rows: Sequence[Row]) -> str:
    """How many on each side have each propensity; a hidden count has no bar."""
    most = max([1.0, *(_number(row[key]) or 0.0 for row in rows for key in ("treated", "comparison"))])
    height, base, step = 240, 190, (WIDTH - 60) / max(len(rows), 1)
    parts = [f'<line x1="40" x2="{WIDTH - 20}" y1="{base}" y2="{base}" stroke="{INK}"/>']
    for place, row in enumerate(rows):
        for turn, (key, colour) in enumerate((("treated", OURS), ("comparison", THEIRS))):
            count = _number(row[key])
            x = 40 + place * step + turn * step * 0.42
            if count is None:
                parts.append(f'<text x="{x:.1f}" y="{base - 4}" font-size="10">[c]</text>')
                continue
            tall = count / most * 160
            pattern = f'fill="{colour}"' if turn == 0 else f'fill="none" stroke="{colour}" stroke-width="2"'
            parts.append(
                f'<rect x="{x:.1f}" y="{base - tall:.1f}" width="{step * 0.38:.1f}" height="{tall:.1f}" {pattern}/>'
            )
        parts.append(f'<text x="{40 + place * step:.1f}" y="{base + 16}">{_number(row["from"]) or 0.0:.1f}</text>')
    parts.append(
        f'<text x="40" y="{height - 10}">Modelled chance of taking part. Filled: took part. Hollow: did not.</text>'
    )
    return _frame(
        "support", "Common support", "How many on each side have each modelled chance of taking part.", height, parts
    )


def curves(name: str, groups: Sequence[Row]) -> str:
    """Curves of those still free of the event, as steps."""
    drawn = [(str(one["group"]), one["points"]) for one in groups if isinstance(one["points"], list) and one["points"]]
    if not drawn:
        return ""
    last = max(float(point["time"]) for _, points in drawn for point in points)
    height, base, tall = 300, 240, 220

    def x(value: float) -> float:
        return 50 + value / last * (WIDTH - 70)

    parts = [
        f'<line x1="50" x2="{WIDTH - 20}" y1="{base}" y2="{base}" stroke="{INK}"/>',
        f'<line x1="50" x2="50" y1="20" y2="{base}" stroke="{INK}"/>',
    ]
    for share in (0, 25, 50, 75, 100):
        parts.append(f'<text x="44" y="{base - share / 100 * tall + 4:.0f}" text-anchor="end">{share}%</text>')
    for place, (group, points) in enumerate(drawn):
        way, y = [f"M {x(0):.1f} {base - tall}"], float(base - tall)
        for point in points:
            way.append(f"L {x(float(point['time'])):.1f} {y:.1f}")
            y = base - float(point["survival"]) * tall
            way.append(f"L {x(float(point['time'])):.1f} {y:.1f}")
        colour, dash = ((OURS, ""), (THEIRS, ' stroke-dasharray="6 4"'))[place % 2]
        parts.append(f'<path d="{" ".join(way)}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        parts.append(
            f'<text x="{60 + 270 * place}" y="{height - 10}" fill="{colour}">'
            f"{'Dashed' if dash else 'Solid'}: {escape(group)}</text>"
        )
    parts.append(f'<text x="{WIDTH - 20}" y="{base + 18}" text-anchor="end">{last:g} days</text>')
    return _frame(
        name,
        "How many were still free of the event",
        "A curve for each group; the table has the values.",
        height,
        parts,
    )
