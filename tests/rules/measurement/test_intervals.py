"""Rates with their likely range, as pages print them (J8-3, J8-4): Wilson's interval, one decimal."""

import pytest

from desistance.measurement.rules.comparison import per_cent
from evidence.reoffending import wilson


@pytest.mark.parametrize(
    ("reoffended", "people", "printed"),
    [
        (0, 20, "0.0% (0.0% to 16.1%)"),
        (3, 12, "25.0% (8.9% to 53.2%)"),
        (35, 100, "35.0% (26.4% to 44.7%)"),
        (48, 100, "48.0% (38.5% to 57.7%)"),
        (20, 20, "100.0% (83.9% to 100.0%)"),
    ],
)
def test_a_rate_is_printed_with_its_likely_range(reoffended: int, people: int, printed: str) -> None:
    low, high = wilson(reoffended, people)
    assert f"{per_cent(reoffended / people)} ({per_cent(low)} to {per_cent(high)})" == printed
