"""Changes of whole areas: known changes are found, what cannot be told is refused or said."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evidence import cli
from evidence.evaluation.areas import difference_in_differences, interrupted_series
from evidence.trouble import Trouble

NAMED = {"area": "area", "time": "year", "treated": "scheme"}


def series(step: float = -5.0, slope: float = -0.5, periods: int = 40, seed: int = 1) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    when = np.arange(periods)
    after = when >= periods // 2
    values = 60 + 0.2 * when + step * after + slope * after * (when - periods // 2) + 3 * (when % 4 == 3)
    return pd.DataFrame({"quarter": when, "rate": values + random.normal(0, 1, periods), "season": when % 4})


def areas(effect: float = -4.0, count: int = 20, drift: float = 0.0, seed: int = 1) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    rows = [(f"A{place}", year, int(place < count // 2)) for place in range(count) for year in range(8)]
    data = pd.DataFrame(rows, columns=["area", "year", "scheme"])
    level = {name: random.normal(50, 8) for name in data["area"].unique()}
    exposed = data["scheme"] * (data["year"] >= 4)
    return data.assign(
        rate=data["area"].map(level)
        + data["year"]
        + effect * exposed
        + drift * data["scheme"] * data["year"]
        + random.normal(0, 1.5, len(data))
    )


def test_a_series_finds_the_step_and_the_change_of_trend() -> None:
    found = interrupted_series(series(), "rate", "quarter", 20, season="season")
    assert (found.step.value, found.change_of_trend.value, found.trend_before.value) == pytest.approx(
        (-5, -0.5, 0.2), abs=1.2
    )
    assert (found.step.answer, found.change_of_trend.answer, found.periods, found.lags) == ("lower", "lower", 40, 3)
    assert found.step.interval[0] < -5 < found.step.interval[1]
    assert "Whatever else changed" in found.beside
    mixed = interrupted_series(series().sample(frac=1, random_state=2), "rate", "quarter", 20, season="season")
    assert mixed.step.value == pytest.approx(found.step.value)


def test_a_series_without_a_change_is_inconclusive_in_most_runs() -> None:
    answers = [
        interrupted_series(series(0, 0, seed=seed), "rate", "quarter", 20, season="season").step.answer
        for seed in range(20)
    ]
    assert answers.count("inconclusive") >= 16


def test_differences_in_differences_are_the_four_means_of_a_balanced_table() -> None:
    data = areas()
    found = difference_in_differences(data, "rate", **NAMED, start=4)
    means = data.assign(after=data["year"] >= 4).groupby(["scheme", "after"])["rate"].mean()
    assert found.effect.value == pytest.approx((means[1, True] - means[1, False]) - (means[0, True] - means[0, False]))
    assert found.effect.interval[0] < -4 < found.effect.interval[1]
    assert (found.areas, found.treated_areas, found.effect.freedom, found.effect.answer, found.warnings) == (
        20,
        10,
        19,
        "lower",
        (),
    )
    assert set(found.effect.as_dict()) == {"estimate", "standard_error", "low", "high", "p", "answer"}


def test_areas_that_did_not_move_alike_before_are_a_warning() -> None:
    found = difference_in_differences(areas(effect=0, drift=2), "rate", **NAMED, start=4)
    assert "did not move alike before the start" in found.warnings[0]
    short = areas().query("year >= 3")
    assert "only one period before" in difference_in_differences(short, "rate", **NAMED, start=4).warnings[0]


REFUSED = [
    (
        lambda: interrupted_series(series(periods=14), "rate", "quarter", 7),
        "7 periods before 7 and 7 from it; at least 8 are needed on each side",
    ),
    (
        lambda: interrupted_series(pd.concat([series(), series()]), "rate", "quarter", 20),
        "a period stands in several rows",
    ),
    (
        lambda: difference_in_differences(areas(count=6), "rate", **NAMED, start=4),
        "3 areas of 6 have the scheme; at least 8 areas",
    ),
    (
        lambda: difference_in_differences(areas().assign(scheme=1), "rate", **NAMED, start=4),
        "20 areas of 20 have the scheme",
    ),
    (
        lambda: difference_in_differences(areas(), "rate", **NAMED, start=40),
        "periods are needed before 40 and from it",
    ),
    (
        lambda: difference_in_differences(pd.concat([areas(), areas()]), "rate", **NAMED, start=4),
        "an area stands several times",
    ),
    (
        lambda: difference_in_differences(areas().assign(scheme=lambda d: d["year"] % 2), "rate", **NAMED, start=4),
        "A0 has the scheme in some rows and not in others",
    ),
]


@pytest.mark.parametrize(("asked", "why"), REFUSED, ids=[why for _, why in REFUSED])
def test_what_cannot_be_told_is_refused(asked: object, why: str) -> None:
    with pytest.raises(Trouble) as refused:
        asked()  # type: ignore[operator]
    assert why in str(refused.value)


def at_the_terminal(folder: Path, plan: str, data: pd.DataFrame, *words: str) -> int:
    (folder / "plan.toml").write_text(plan, encoding="utf-8")
    data.to_csv(folder / "data.csv", index=False)
    return cli.main(["evaluate", str(folder / "plan.toml"), str(folder / "data.csv"), *words])


SERIES_PLAN = """question = "Did the rate fall?"
design = "series"
outcome = "rate"
words = "reoffences for 1,000 people"
time = "quarter"
start = 20
season = "season"
"""
AREAS_PLAN = """question = "Did the rate fall where the scheme began?"
design = "differences"
outcome = "rate"
words = "the rate"
time = "year"
area = "area"
treated = "scheme"
start = 4
"""


def test_a_plan_of_areas_says_what_the_function_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert at_the_terminal(tmp_path, SERIES_PLAN, series(), "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    found = interrupted_series(series(), "rate", "quarter", 20, season="season")
    assert told["figures"]["step"]["estimate"] == pytest.approx(found.step.value, abs=6e-4)
    assert (told["headline"]["answer"], told["periods"]) == ("lower", 40)
    assert at_the_terminal(tmp_path, AREAS_PLAN, areas(drift=3.0)) == 0
    out = capsys.readouterr().out
    assert "Warning. The areas did not move alike before the start" in out
    assert at_the_terminal(tmp_path, AREAS_PLAN, areas(effect=0.0)) == 0
    out = capsys.readouterr().out
    assert "Inconclusive: the rate" in out
    assert "does not mean that the scheme fails, nor that it works" in out


@pytest.mark.parametrize(
    ("plan", "words", "why"),
    [
        (SERIES_PLAN.replace("start = 20", ""), [], "start is needed, as a number"),
        (SERIES_PLAN + 'area = "x"\n', [], "area is not known"),
        (AREAS_PLAN.replace('treated = "scheme"', ""), [], "treated is needed, as text"),
        (AREAS_PLAN, ["--lock"], "are for plans about people"),
    ],
)
def test_a_plan_of_areas_that_cannot_be_run_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], plan: str, words: list[str], why: str
) -> None:
    assert at_the_terminal(tmp_path, plan, areas(), *words) == 1
    assert why in capsys.readouterr().err
