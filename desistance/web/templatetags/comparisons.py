"""Charts of an evaluation as SVG from the server: the difference with its range, and how alike two groups are.

Drawn twice as other charts are, for a desk and for a phone; no colour carries meaning alone, and a table stands beside each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from desistance.web.templatetags.charts import DESK, LETTER, PHONE

register = template.Library()

CLOSE, NEARLY = 5, 10  # percent of a standard deviation (Ministry of Justice, Justice Data Lab methodology, 2013)
ROW, PHONE_ROW = 36, 52
AIR = 1.15  # room beyond the furthest value
ENDS = 70  # half the width of the words under an end


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference with its range: numbers for the drawing, words for whoever reads them; ``better`` is the side of zero."""

    value: float
    low: float
    high: float
    words: str
    low_words: str
    high_words: str
    less: str = "Fewer reoffend"
    more: str = "More reoffend"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the balance: its differences before and after matching, with their signs, in percent of a deviation."""

    label: str
    before: float
    after: float


@register.simple_tag
def gap_with_range(gap: Gap | Mapping[str, Any], finding: str, identity: str = "gap") -> SafeString:
    """The difference of two groups on its axis, with the line of no difference."""
    drawn = gap if isinstance(gap, Gap) else Gap(**gap)
    drawings = [drawn_gap(drawn, DESK), drawn_gap(drawn, PHONE)]
    return render_to_string("parts/charts/gap.html", {"id": identity, "finding": finding, "drawings": drawings})


def drawn_gap(gap: Gap, width: int) -> dict[str, Any]:
    """Where everything stands: zero in the middle, so that neither side looks nearer."""
    most = max(abs(gap.low), abs(gap.high), abs(gap.value)) * AIR or 1.0
    zero, scale = width / 2, (width / 2 - 8) / most

    def x(value: float) -> float:
        return zero + value * scale

    def kept(value: float, room: float) -> str:
        return f"{min(max(x(value), room), width - room):.1f}"

    return {
        "width": width,
        "is_phone": width == PHONE,
        "zero": f"{zero:.1f}",
        "low": f"{x(gap.low):.1f}",
        "wide": f"{max(x(gap.high) - x(gap.low), 1):.1f}",
        "value": f"{x(gap.value):.1f}",
        "value_x": kept(gap.value, len(gap.words) * LETTER / 2),
        "low_x": kept(gap.low, ENDS),
        "high_x": kept(gap.high, ENDS),
        "gap": gap,
    }


@register.simple_tag
def love_plot(facts: Sequence[Fact | Mapping[str, Any]], finding: str, identity: str = "love") -> SafeString:
    """How far two groups stood apart on each fact before matching (circle) and stand after it (square)."""
    drawn = [one if isinstance(one, Fact) else Fact(**one) for one in facts]
    drawings = [drawn_love(drawn, DESK), drawn_love(drawn, PHONE)]
    return render_to_string("parts/charts/love.html", {"id": identity, "finding": finding, "drawings": drawings})


def drawn_love(facts: Sequence[Fact], width: int) -> dict[str, Any]:
    """Labels left on a desk and over their line on a phone; the band of those that are close enough behind all."""
    is_phone = width == PHONE
    left = 0.0 if is_phone else min(300.0, max([110.0, *(len(one.label) * LETTER + 16 for one in facts)]))
    pitch, over = (PHONE_ROW, 30) if is_phone else (ROW, 0)
    most = max([15.0, *(abs(size) for one in facts for size in (one.before, one.after))]) * AIR
    zero = left + (width - left) / 2
    scale = (width - left) / 2 / most

    def x(value: float) -> str:
        return f"{zero + value * scale:.1f}"

    base = 30 + len(facts) * pitch + 6
    rows = [
        {
            "label": one.label,
            "label_y": 30 + place * pitch + (18 if is_phone else 23),
            "y": 30 + place * pitch + over + (6 if is_phone else 18),
            "before": x(one.before),
            "after": x(one.after),
            "square": f"{zero + one.after * scale - 6:.1f}",
        }
        for place, one in enumerate(facts)
    ]
    step = 10 if most < 40 else 20 if most < 80 else 50
    marks = [value for value in range(-step * 3, step * 3 + 1, step) if abs(value) < most * 0.9]
    return {
        "width": width,
        "height": base + 30,
        "is_phone": is_phone,
        "left": left,
        "zero": x(0),
        "base": base,
        "band": {"x": x(-NEARLY), "width": f"{2 * NEARLY * scale:.1f}", "inner_x": x(-CLOSE), "inner_end": x(CLOSE)},
        "rows": rows,
        "marks": [{"x": x(value), "words": f"{value:+d}" if value else "0"} for value in marks],
    }
