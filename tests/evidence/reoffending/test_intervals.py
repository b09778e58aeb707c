"""Intervals against published values and against their own equations, and the limits of a funnel."""

from math import isclose

import pytest

from evidence.reoffending import exact, funnel, wilson

# R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]


# The same table, method 5.
CLOPPER_PEARSON = [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)]


@pytest.mark.parametrize(("count", "of", "low", "high"), CLOPPER_PEARSON)
def test_published_exact_intervals(count: int, of: int, low: float, high: float) -> None:
    assert exact(count, of) == pytest.approx((low, high), abs=5e-5)


def test_the_limits_of_a_funnel_narrow_with_the_number_of_people_and_stay_shares() -> None:
    assert funnel(0.282, 1000) == pytest.approx((0.25411, 0.30989), abs=1e-5)
    assert funnel(0.282, 1000, 0.998) == pytest.approx((0.23803, 0.32597), abs=1e-5)
    assert funnel(0.05, 10)[0] == 0


@pytest.mark.parametrize(("count", "of", "low", "high"), NEWCOMBE)
def test_published_intervals(count: int, of: int, low: float, high: float) -> None:
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("count", "of"), [(1, 3), (30, 100), (299, 300), (50_000, 170_000)])
def test_each_end_is_a_rate_from_which_the_count_is_just_not_surprising(count: int, of: int) -> None:
    for end in wilson(count, of):
        assert isclose(abs(count / of - end), 1.959963984540054 * (end * (1 - end) / of) ** 0.5, rel_tol=1e-9)


def test_nobody_and_everybody() -> None:
    assert wilson(0, 5)[0] == 0
    assert wilson(5, 5)[1] == 1
    assert (exact(0, 5)[0], exact(5, 5)[1]) == (0, 1)
    for count, of in ((0, 0), (3, 2), (-1, 4)):
        for interval in (wilson, exact):
            with pytest.raises(ValueError, match="not a proportion"):
                interval(count, of)
