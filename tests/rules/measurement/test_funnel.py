"""Areas beside each other: limits that narrow with more people, and words that keep chance and difference apart."""

import pytest

from desistance.measurement.rules.board import cited_compared, cited_sets
from desistance.measurement.rules.comparison import funnel_limits, in_funnel, limits_at

NATIONAL = 0.282


@pytest.mark.parametrize(
    ("share", "people", "words"),
    [
        (0.282, 500, "Within chance"),
        (limits_at(NATIONAL, 500).near[1], 500, "Within chance"),
        (limits_at(NATIONAL, 500).near[1] + 0.001, 500, "A little above: one in twenty is"),
        (limits_at(NATIONAL, 500).near[0] - 0.001, 500, "A little below: one in twenty is"),
        (limits_at(NATIONAL, 500).far[1] + 0.001, 500, "Well above: hardly chance"),
        (0.40, 40, "Within chance"),
        (0.40, 4000, "Well above: hardly chance"),
        ("[c]", 500, "Too few to say"),
        ("[u]", 20, "Too few to say"),
        (0.3, "[c]", "Too few to say"),
        (0.3, 0, "Too few to say"),
    ],
)
def test_where_an_area_stands_in_the_funnel(share: object, people: object, words: str) -> None:
    assert in_funnel(share, people, NATIONAL) == words


def test_the_limits_narrow_with_more_people_and_the_far_ones_hold_the_near_ones() -> None:
    limits = funnel_limits(NATIONAL, 2_000)
    assert (limits[0].people, limits[-1].people) == (20, 2_000)
    widths = [one.near[1] - one.near[0] for one in limits]
    assert widths == sorted(widths, reverse=True)
    assert all(one.far[0] <= one.near[0] < NATIONAL < one.near[1] <= one.far[1] for one in limits)
    assert [one.people for one in funnel_limits(NATIONAL, 0)] == [20]


def test_figures_of_others_stand_beside_england_of_the_same_source_and_say_that_chance_is_not_known() -> None:
    sets = cited_sets()
    assert list(sets) == ["2018-12-31", "2018-03-31", "2009-12-31"]
    durham, darlington, england = sets["2018-03-31"]
    assert (durham.rate_words, darlington.rate_words, england.rate_words) == ("31.7%", "39.5%", "29.2%")
    beside = sets["2018-03-31"]
    assert cited_compared(darlington, beside).startswith(
        "10.3 points above England (29.2%). How much of that is chance"
    )
    assert cited_compared(sets["2018-12-31"][0], sets["2018-12-31"]).startswith("1 point above England (29%)")
    assert cited_compared(england, beside) == "What the areas stand beside"
    assert cited_compared(durham, [durham]) == "Nothing to compare with"
