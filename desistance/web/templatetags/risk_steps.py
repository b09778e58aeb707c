"""The step chart of risk: a level stands until the next review, so the line runs level and jumps. Drawn for desk and phone."""

from collections.abc import Sequence
from datetime import date

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from desistance.assessment.terms.reviews import STEPS
from desistance.web.templatetags.charts import DESK, PHONE
from desistance.web.templatetags.desistance import short_date

register = template.Library()
LEFT, RIGHT, TOP, ROW, FOOT = 96, 16, 20, 44, 44


@register.simple_tag
def risk_steps(
    steps: Sequence[tuple[date, int]], until: date, finding: str, identity: str = "risk-steps"
) -> SafeString:
    """Levels of reviews, oldest first, as steps up to a day. ``finding`` says it in words for those who cannot see it."""
    drawings = [drawn_steps(steps, until, DESK), drawn_steps(steps, until, PHONE)]
    return render_to_string("parts/charts/steps.html", {"id": identity, "finding": finding, "drawings": drawings})


def drawn_steps(steps: Sequence[tuple[date, int]], until: date, width: int) -> dict[str, object]:
    """Where everything stands in a drawing of a width; the days are to scale."""
    first = steps[0][0]
    days, right = max((until - first).days, 1), width - RIGHT
    dots = [
        {"x": round(LEFT + (day - first).days * (right - LEFT) / days), "y": _height_of(step)} for day, step in steps
    ]
    points = []
    for place, dot in enumerate(dots):
        if place:
            points.append(f"{dot['x']},{dots[place - 1]['y']}")
        points.append(f"{dot['x']},{dot['y']}")
    points.append(f"{right},{dots[-1]['y']}")
    return {
        "width": width,
        "height": TOP + ROW * 3 + FOOT,
        "left": LEFT,
        "right": right,
        "grid": [{"y": _height_of(step), "word": level.label} for level, step in STEPS.items()],
        "points": " ".join(points),
        "dots": dots,
        "ticks": [
            {"x": LEFT, "anchor": "start", "words": short_date(first)},
            {"x": right, "anchor": "end", "words": short_date(until)},
        ],
        "is_phone": width == PHONE,
    }


def _height_of(step: int) -> int:
    return TOP + ROW * (4 - step)
