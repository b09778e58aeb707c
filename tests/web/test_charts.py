"""Where everything stands in a drawing; awkward ones first."""

import re
from typing import Any

import pytest

from desistance.web.templatetags import charts
from desistance.web.templatetags.charts import (
    DESK,
    PHONE,
    Bar,
    Line,
    Point,
    drawn_bars,
    drawn_line,
    nice_top,
    whole_people,
)


@pytest.mark.parametrize(
    ("percent", "people"), [(39.5, 40), (0.0, 0), (0.4, 0), (0.5, 1), (99.5, 100), (100.0, 100), (28.2, 28)]
)
def test_a_half_counts_as_one_more_person(percent: float, people: int) -> None:
    assert whole_people(percent) == people
    drawn = charts.people_100(percent, "finding")
    assert drawn.count("<use") == 100
    assert f"{people} of 100 people are filled in." in drawn


@pytest.mark.parametrize(
    ("values", "top"), [([], 20), ([3.0], 20), ([20.0], 30), ([39.5], 40), ([40.0], 50), ([99.9], 100), ([100.0], 100)]
)
def test_the_axis_ends_at_a_ten_above_everything(values: list[float], top: int) -> None:
    assert nice_top(values) == top


def quarter(value: float | None, mark: str = "", around: float | None = 3.0) -> Point:
    low, high = (None, None) if value is None or around is None else (value - around, value + around)
    return Point(("Apr to Jun", "2024"), value, mark, low, high)


@pytest.mark.parametrize(
    ("points", "runs", "bands", "marks"),
    [
        ([], 0, 0, 0),
        ([quarter(None, "[c]")], 0, 0, 1),
        ([quarter(30.0)], 1, 1, 0),
        ([quarter(30.0, around=None)], 1, 0, 0),
        ([quarter(30.0), quarter(None, "[c]"), quarter(31.0), quarter(32.0)], 2, 2, 1),
        ([quarter(None, "[u]"), quarter(30.0), quarter(None, "[c]")], 1, 1, 2),
    ],
)
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_hidden_value_leaves_a_gap_with_its_mark(
    width: int, points: list[Point], runs: int, bands: int, marks: int
) -> None:
    if not points:
        points = [quarter(None)]
    drawn: dict[str, Any] = drawn_line(Line("Here", points), None, width)
    assert (len(drawn["own"]), len(drawn["bands"]), len(drawn["marks"])) == (runs, bands, marks)


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize(("own", "other"), [(28.3, 28.2), (28.2, 28.3), (50.0, 10.0)])
def test_names_at_the_ends_never_stand_on_one_another(width: int, own: float, other: float) -> None:
    drawn: dict[str, Any] = drawn_line(Line("Here", [quarter(own)] * 3), Line("England", [quarter(other)] * 3), width)
    first, second = sorted(end["y"] for end in drawn["ends"])
    assert second - first >= 20


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_bars_start_at_zero_stay_inside_and_keep_their_ratio(width: int) -> None:
    bars = [
        Bar("Darlington", 39.5, is_own=True),
        Bar("England", 29.2, low=28.0, high=30.4),
        Bar("Gateshead", None, "[c]"),
    ]
    rows: list[dict[str, Any]] = drawn_bars(bars, width)["rows"]  # type: ignore[assignment]
    assert float(rows[0]["width"]) / float(rows[1]["width"]) == pytest.approx(39.5 / 29.2, rel=0.01)
    assert rows[0]["x"] + float(rows[0]["width"]) < width
    assert (rows[2]["has_value"], rows[2]["value"]) == (False, "[c]")
    assert rows[0]["range"] is None
    assert rows[1]["range"] is not None


def test_every_drawing_has_its_words_and_no_style_of_its_own() -> None:
    for drawn in (
        charts.people_100(39.5, "finding"),
        charts.area_bars([{"label": "<b>Here</b>", "value": 30.0}], "finding"),
        charts.line_with_range({"name": "Here", "points": [{"label": ("2024",), "value": 30.0}]}, None, "finding"),
        charts.window_drawing(3, 12, 6, "April", "30 June 2025"),
    ):
        assert drawn.count("<svg") == drawn.count("<title") == drawn.count('role="img"')
        assert "style=" not in drawn
        assert "<b>" not in drawn
        ids = re.findall(r' id="([^"]+)"', drawn)
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("reached", "said"), [("", "Treatment 21.0%"), ("20.7%", "Treatment 20.7%")])
def test_the_end_of_a_line_says_what_the_page_says(reached: str, said: str) -> None:
    [end] = drawn_line(Line("Treatment", [quarter(20.0), quarter(21.0)], reached), None, DESK)["ends"]
    assert end["words"] == said
