"""Wilson's interval against published values and against its own equation."""

from math import isclose

import pytest

from evidence.reoffending import wilson

# R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]


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
    for count, of in ((0, 0), (3, 2), (-1, 4)):
        with pytest.raises(ValueError, match="not a proportion"):
            wilson(count, of)
