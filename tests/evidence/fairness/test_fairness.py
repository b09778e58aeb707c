"""Fairness measures against independent implementations, the awkward groups, and what the gate hides."""

import random
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm

from evidence import cli
from evidence.disclosure import EXACT, HIDDEN
from evidence.fairness import Person, measures, reliability, report


def made(number: int, seed: int, *, coarse: bool = False) -> tuple[list[float], list[bool]]:
    """People whose chances are right, with many ties when coarse."""
    chance = random.Random(seed)
    chances = [round(chance.betavariate(2, 3), 1 if coarse else 4) for _ in range(number)]
    return chances, [chance.random() < one for one in chances]


@pytest.mark.parametrize(("number", "seed", "coarse"), [(60, 1, False), (200, 2, True), (500, 3, False), (90, 4, True)])
def test_area_and_its_interval_equal_delongs_by_every_pair(number: int, seed: int, coarse: bool) -> None:
    chances, outcomes = made(number, seed, coarse=coarse)
    x = np.array([one for one, happened in zip(chances, outcomes, strict=True) if happened])
    y = np.array([one for one, happened in zip(chances, outcomes, strict=True) if not happened])
    wins = (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])
    variance = wins.mean(axis=1).var(ddof=1) / len(x) + wins.mean(axis=0).var(ddof=1) / len(y)
    found = measures(chances, outcomes).area
    assert found.value == pytest.approx(wins.mean())
    assert found.high == pytest.approx(min(1, wins.mean() + 1.959964 * np.sqrt(variance)), abs=1e-6)
    assert found.low == pytest.approx(max(0, wins.mean() - 1.959964 * np.sqrt(variance)), abs=1e-6)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_slope_and_intercept_equal_those_of_an_independent_fit(seed: int) -> None:
    chances, outcomes = made(400, seed)
    scores = np.log(np.array(chances) / (1 - np.array(chances)))
    fitted = sm.Logit(np.array(outcomes, dtype=float), sm.add_constant(scores)).fit(disp=0)
    found = measures(chances, outcomes)
    assert found.slope is not None
    assert found.intercept is not None
    assert (found.intercept.value, found.slope.value) == pytest.approx(tuple(fitted.params), abs=1e-6)
    bounds = fitted.conf_int()
    assert (found.slope.low, found.slope.high) == pytest.approx(tuple(bounds[1]), abs=1e-5)
    assert (found.intercept.low, found.intercept.high) == pytest.approx(tuple(bounds[0]), abs=1e-5)


def test_brier_and_calibration_in_the_large_are_the_plain_means() -> None:
    chances, outcomes = [0.2, 0.4, 0.6, 0.8], [False, False, True, True]
    found = measures(chances, outcomes)
    assert found.brier.value == pytest.approx(np.mean((np.array(chances) - np.array(outcomes)) ** 2))
    assert found.in_the_large.value == pytest.approx(0)
    assert found.area.value == 1


@pytest.mark.parametrize(
    ("chances", "outcomes"),
    [([0.3] * 6, [True, False] * 3), ([0.1, 0.2, 0.8, 0.9], [False, False, True, True])],
    ids=["all alike", "separated"],
)
def test_no_line_is_drawn_where_there_is_no_one_line(chances: list[float], outcomes: list[bool]) -> None:
    assert measures(chances, outcomes).slope is None


@pytest.mark.parametrize("outcomes", [[], [True], [False, False], [True, True]])
def test_a_group_that_all_did_the_same_cannot_be_measured(outcomes: list[bool]) -> None:
    with pytest.raises(ValueError, match="some must have reoffended"):
        measures([0.5] * len(outcomes), outcomes)


def test_a_chance_of_nought_or_one_is_measured_too() -> None:
    found = measures([0.0, 1.0, 0.0, 1.0, 0.5], [False, True, True, True, False])
    assert 0 <= found.area.low <= found.area.value <= found.area.high <= 1


def test_a_chance_that_is_too_high_for_everyone_shows_in_the_large() -> None:
    chances, outcomes = made(2_000, 5)
    shifted = [min(1.0, one + 0.2) for one in chances]
    assert measures(shifted, outcomes).in_the_large.high < 0


def test_people_of_one_chance_are_never_parted_in_the_reliability_table() -> None:
    chances, outcomes = made(300, 6, coarse=True)
    found = reliability(chances, outcomes)
    assert sum(one.people for one in found) == 300
    assert len({one.predicted for one in found}) == len(found)
    assert all(one.observed.low <= one.observed.value <= one.observed.high for one in found)


def crowd(number: int, seed: int, **groups: str) -> list[Person]:
    return [Person(one, happened, groups) for one, happened in zip(*made(number, seed), strict=True)]


def test_a_small_group_is_named_with_its_reason_and_nothing_else() -> None:
    found = report(
        [*crowd(400, 1, sex="male"), *crowd(300, 2, sex="female"), *crowd(6, 3, sex="indeterminate")], ["sex"]
    )
    small = next(one for one in found.groups if one.group == "indeterminate")
    assert (small.people, small.reoffended, small.measured) == (HIDDEN, HIDDEN, None)
    assert small.hidden
    measured = [one for one in found.groups if one.measured]
    assert measured
    assert all(int(str(one.people)) % 5 == 0 for one in measured)
    # Were only the small group hidden, it could be worked out from the total: another stands hidden beside it, or counts are rounded.
    assert found.everyone.measured is not None


def test_measures_that_leave_tell_no_more_than_the_counts_beside_them() -> None:
    some = [*crowd(403, 1, sex="male"), *crowd(302, 2, sex="female"), *crowd(27, 4, sex="unknown")]
    found = report(some, ["sex"])
    for one in (found.everyone, *found.groups):
        if one.measured:
            told = one.measured
            assert (told.people, told.reoffended) == (one.people, one.reoffended)
            assert told.people % 5 == told.reoffended % 5 == 0
            assert told.in_the_large.value == pytest.approx(told.reoffended / told.people - told.predicted, abs=6e-4)
            figures = [told.predicted, *told.in_the_large, *told.area, *told.brier, *(told.slope or ())]
            assert figures == [round(figure, 3) for figure in figures]
    assert found.slices
    for part in found.slices:
        assert part.people % 5 == part.reoffended % 5 == 0
        assert part.observed.value == round(part.reoffended / part.people, 3)


def test_a_group_shown_with_fewer_than_thirty_has_no_measures() -> None:
    chances, outcomes = [0.5] * 26, [True] * 13 + [False] * 13
    few = [Person(one, happened, {"sex": "female"}) for one, happened in zip(chances, outcomes, strict=True)]
    found = report([*crowd(400, 1, sex="male"), *few], ["sex"])
    female = next(one for one in found.groups if one.group == "female")
    assert (female.people, female.measured) == (25, None)
    assert female.hidden == "Fewer than 30 people: too few for measures."


def test_what_is_not_recorded_is_a_group_of_its_own_and_never_left_out() -> None:
    found = report([*crowd(300, 1, sex="male"), *crowd(300, 2)], ["sex"], EXACT)
    assert {one.group for one in found.groups} == {"male", "not recorded"}


def test_nobody_at_all_is_hidden_and_not_a_fault() -> None:
    found = report([], ["sex"])
    assert (found.everyone.measured, found.groups, found.slices) == (None, (), ())


def written(folder: Path, lines: list[str]) -> str:
    path = folder / "scores.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_the_command_measures_a_file_by_sex_age_and_ethnicity(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["percent,reoffended,sex,age,ethnicity"]
    for place, (chance, happened) in enumerate(zip(*made(600, 9), strict=True)):
        told = f"{'Male' if place % 3 else 'female'},{20 + place % 40},{'White' if place % 2 else 'Asian'}"
        rows.append(f"{chance * 100:.2f},{'yes' if happened else 'no'},{told}")
    assert cli.main(["fairness", written(tmp_path, rows)]) == 0
    said = capsys.readouterr().out
    for group in ('everyone,"all"', 'sex,"female"', 'sex,"male"', 'age,"18 to 24"', 'ethnicity,"Asian"'):
        assert group in said
    assert "# Counts under 10" in said


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("x,yes,male,30,", "Line 2: percent is a number from 0 to 100, not 'x'"),
        ("nan,yes,male,30,", "Line 2: percent is a number from 0 to 100, not 'nan'"),
        ("101,yes,male,30,", "Line 2: percent is a number from 0 to 100, not '101'"),
        ("50,maybe,male,30,", "Line 2: reoffended is yes or no, not 'maybe'"),
        ("50,yes,male,-3,", "Line 2: age is a whole number of years, not '-3'"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_by_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, why: str
) -> None:
    assert cli.main(["fairness", written(tmp_path, ["percent,reoffended,sex,age,ethnicity", line])]) == 1
    assert why in capsys.readouterr().err


def test_a_file_without_its_columns_says_which(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fairness", written(tmp_path, ["percent,sex", "1,male"])]) == 1
    assert "no column reoffended" in capsys.readouterr().err
