"""How needs went: a row for each pathway, a block for each judgement, as high as the need is deep. Drawn for desk and phone."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from desistance.assessment.terms.needs import DEPTHS, Need
from desistance.web.templatetags.charts import DESK, PHONE
from desistance.web.templatetags.desistance import short_date

register = template.Library()
ROW, LABEL, STEP, FOOT = 82, 22, 10, 34
BLOCKS = {
    Need.HIGH: "",
    Need.SOME: "app-chart__range",
    Need.NONE: "app-chart__wait",
    Need.STRENGTH: "app-chart__outline",
    Need.UNKNOWN: "app-chart__compare",
}
"""A filled block for a high need, grey for some, an outline for none and for a strength, dashes where it is not known."""


@register.simple_tag
def needs_course(
    courses: Sequence[Mapping[str, Any]], until: date, finding: str, identity: str = "needs-course"
) -> SafeString:
    """Courses ``{name, course: [(day, level)], now}`` up to a day. ``finding`` says it in words for those who cannot see it."""
    drawings = [drawn_course(courses, until, DESK), drawn_course(courses, until, PHONE)]
    return render_to_string("parts/charts/needs.html", {"id": identity, "finding": finding, "drawings": drawings})


def drawn_course(courses: Sequence[Mapping[str, Any]], until: date, width: int) -> dict[str, Any]:
    """Where everything stands in a drawing of a width; the days are to scale, the same for every pathway."""
    first = min(one["course"][0][0] for one in courses)
    days = max((until - first).days, 1)

    def across(day: date) -> int:
        place: int = (day - first).days * width // days
        return place

    return {
        "width": width,
        "height": ROW * len(courses) + FOOT,
        "rows": [_row(one, place, until, across) for place, one in enumerate(courses)],
        "ticks": [
            {"x": 0, "anchor": "start", "words": short_date(first)},
            {"x": width, "anchor": "end", "words": short_date(until)},
        ],
        "is_phone": width == PHONE,
    }


def _row(one: Mapping[str, Any], place: int, until: date, across: Any) -> dict[str, Any]:
    top, course = ROW * place, one["course"]
    base = top + LABEL + STEP * 4
    ends = [day for day, _ in course[1:]] + [until]
    blocks = []
    for (day, level), end in zip(course, ends, strict=True):
        high = STEP * DEPTHS.get(level, 1)
        left, right = across(day), across(end)
        if right > left or end == until:
            left = min(left, right - 4) if right <= left else left
            blocks.append(
                {
                    "x": left + 1,
                    "y": base - high,
                    "width": max(right - left - 2, 2),
                    "height": high,
                    "kind": BLOCKS[level],
                }
            )
    return {"name": one["name"], "now": one["now"], "text_y": top + 14, "base": base, "blocks": blocks}
