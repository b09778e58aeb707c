"""The matcher against a slow one that says what is meant, and what must hold whatever the data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from evidence.evaluation.matching import NOBODY, find_comparisons

SCORES = some.lists(some.tuples(some.booleans(), some.integers(0, 12), some.integers(0, 1)), min_size=1, max_size=14)


def slow(treated, score, caliper, method, ratio, replacement, strata):  # type: ignore[no-untyped-def]
    """Pairs by looking at everyone each time, as the docstring of the matcher says it."""
    pairs: list[tuple[int, int]] = []
    ours = sorted((i for i in range(len(score)) if treated[i]), key=lambda i: (-score[i], i))
    for turn in range(ratio if method == "nearest" else 1):
        for one in ours:
            taken = {other for mine, other in pairs if mine == one or not replacement}
            near = [
                j for j in range(len(score))
                if not treated[j] and strata[j] == strata[one] and abs(score[j] - score[one]) <= caliper and j not in taken
            ]  # fmt: skip
            if method == "radius":
                pairs += [(one, j) for j in near]
            elif near and (turn == 0 or any(mine == one for mine, _ in pairs)):
                pairs.append((one, min(near, key=lambda j: (abs(score[j] - score[one]), score[j], j))))
    weights = np.zeros(len(score))
    for one, other in pairs:
        weights[one] = 1
        weights[other] += 1 / sum(mine == one for mine, _ in pairs)
    return weights


@pytest.mark.parametrize(
    ("method", "ratio", "replacement"),
    [("radius", 1, True), ("nearest", 1, False), ("nearest", 2, False), ("nearest", 1, True), ("nearest", 3, True)],
)
@settings(max_examples=40, deadline=None)
@given(rows=SCORES, caliper=some.integers(0, 5))
def test_the_matcher_equals_the_slow_one(
    method: str, ratio: int, replacement: bool, rows: list[tuple[bool, int, int]], caliper: int
) -> None:
    treated, score, strata = (np.array(column) for column in zip(*rows, strict=True))
    found = find_comparisons(
        treated, score.astype(float), float(caliper), method=method, ratio=ratio, replacement=replacement, strata=strata
    )
    assert found.weights == pytest.approx(slow(treated, score, caliper, method, ratio, replacement, strata))
    assert found.weights[~treated].sum() == pytest.approx(found.treated_matched)
    assert found.weights[treated].sum() == found.treated_matched


def test_the_largest_score_chooses_first_and_nobody_serves_twice() -> None:
    treated = np.array([True, True, False, False])
    found = find_comparisons(treated, np.array([1.0, 1.2, 1.3, 0.5]), 1.0, method="nearest", replacement=False)
    assert found.sets.tolist() == [0, 1, 1, 0]


def test_everyone_gets_a_first_comparison_before_anyone_gets_a_second() -> None:
    treated = np.array([True, True, False, False])
    found = find_comparisons(treated, np.array([2.0, 1.9, 2.0, 1.0]), 5.0, method="nearest", ratio=2, replacement=False)
    assert found.comparisons.tolist() == [1, 1, 0, 0]


def test_at_the_caliper_is_within_it_and_beyond_is_nobody() -> None:
    treated = np.array([True, False])
    for method in ("radius", "nearest"):
        assert find_comparisons(treated, np.array([0.0, 0.5]), 0.5, method=method).treated_matched == 1
        beyond = find_comparisons(treated, np.array([0.0, 0.5]), 0.49, method=method, replacement=method == "radius")
        assert (beyond.weights.sum(), beyond.sets.tolist()) == (0, [NOBODY, NOBODY])


def test_strata_are_exact() -> None:
    treated, strata = np.array([True, False, False]), np.array(["F", "M", "F"])
    assert find_comparisons(treated, np.array([0.0, 0.0, 0.3]), 1.0, strata=strata).weights.tolist() == [1, 0, 1]


def test_one_comparison_serves_many_with_replacement() -> None:
    treated = np.array([True, True, True, False])
    assert find_comparisons(treated, np.zeros(4), 1.0, method="nearest", replacement=True).weights.tolist() == [
        1,
        1,
        1,
        3,
    ]


def test_ten_thousand_and_their_comparisons_are_matched_at_once() -> None:
    random = np.random.default_rng(4)
    score, treated = random.normal(size=60_000), np.arange(60_000) < 5_000
    found = find_comparisons(treated, score, 0.01, method="nearest", replacement=False)
    assert found.treated_matched > 4_900
    assert np.bincount(found.sets[found.sets != NOBODY]).max() == 2
