"""Areas in a funnel, drawn on the server: each rate by how many people stand behind it, between the limits of chance."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from desistance.measurement.rules.comparison import Limits
from desistance.web.templatetags.charts import DESK, GRID_STEP, PHONE, nice_top

register = template.Library()
AIR = 1.06
LEFT, RIGHT, TOP, BOTTOM = 46, 16, 24, 46


@register.simple_tag
def area_funnel(
    points: Sequence[Mapping[str, Any]], limits: Sequence[Limits], rate: float, finding: str, identity: str = "funnel"
) -> SafeString:
    """Areas with their ranges in percent, over limits worked out for each number of people; ``rate`` is the national share."""
    drawings = [drawn_funnel(points, limits, rate, width) for width in (DESK, PHONE)]
    return render_to_string("parts/charts/funnel.html", {"id": identity, "finding": finding, "drawings": drawings})


def drawn_funnel(
    points: Sequence[Mapping[str, Any]], limits: Sequence[Limits], rate: float, width: int
) -> dict[str, Any]:
    """Where everything stands: the near limits as a band, the far ones dashed, each area a dot on its range."""
    height = 300 if width == PHONE else 360
    most = max((one["people"] for one in points), default=1) * AIR
    top = nice_top([one["high"] for one in points])

    def x(people: float) -> str:
        return f"{LEFT + people / most * (width - LEFT - RIGHT):.1f}"

    def y(percent: float) -> str:
        return f"{height - BOTTOM - min(percent, top) / top * (height - BOTTOM - TOP):.1f}"

    def edge(kind: str, side: int) -> list[str]:
        return [f"{x(one.people)},{y(getattr(one, kind)[side] * 100)}" for one in limits]

    return {
        "width": width,
        "height": height,
        "is_phone": width == PHONE,
        "left": LEFT,
        "right": width - RIGHT,
        "base": y(0),
        "grid": [{"value": value, "y": y(value)} for value in range(0, top + 1, GRID_STEP)],
        "band": " ".join([*edge("near", 1), *reversed(edge("near", 0))]),
        "far": [" ".join(edge("far", side)) for side in (0, 1)],
        "national": y(rate * 100),
        "ticks": [{"x": x(part * most / AIR), "words": f"{round(part * most / AIR):,}"} for part in (0.5, 1)],
        "dots": [
            {
                "x": x(one["people"]),
                "y": y(one["value"]),
                "low": y(one["low"]),
                "high": y(one["high"]),
                "is_own": one["is_own"],
                "label": one["label"] if one["is_own"] else "",
                "anchor": "end" if one["people"] > most / 2 else "start",
            }
            for one in sorted(points, key=lambda one: bool(one["is_own"]))
        ],
    }
