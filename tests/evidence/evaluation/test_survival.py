"""`evidence survival`: published values, robust errors against a definition, curves, refusals and what leaves the gate."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evidence import cli
from evidence.evaluation import survival
from evidence.evaluation.columns import columns_of
from evidence.evaluation.curves import Point, kaplan_meier
from evidence.trouble import Trouble

HERE = Path(__file__).parent
ROSSI, HEART = HERE / "rossi.csv", HERE / "stanford_heart.csv"
WHOLE = "fin + age + race + wexp + mar + paro + prio"
Run = Callable[..., tuple[int, str, str]]

# J. Fox and S. Weisberg, Cox Proportional-Hazards Regression for Survival Data, 2011: coefficient, error, z, p.
PUBLISHED = [
    ("fin", -0.3794, 0.1914, -1.983, 0.0474),
    ("age", -0.0574, 0.0220, -2.611, 0.0090),
    ("race", 0.3139, 0.3080, 1.019, 0.3081),
    ("wexp", -0.1498, 0.2122, -0.706, 0.4803),
    ("mar", -0.4337, 0.3819, -1.136, 0.2561),
    ("paro", -0.0849, 0.1958, -0.434, 0.6646),
    ("prio", 0.0915, 0.0286, 3.194, 0.0014),
]
# J. Kalbfleisch and R. Prentice's model of the Stanford data, as R's survival prints it: covariates that change.
CHANGING = [
    ("age", 0.02717, 0.01371),
    ("year", -0.14635, 0.07047),
    ("surgery", -0.63721, 0.36723),
    ("transplant", -0.01025, 0.31375),
]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def at_the_terminal(*words: object) -> tuple[int, str, str]:
        code = cli.main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return at_the_terminal


@pytest.fixture(scope="module")
def rossi() -> pd.DataFrame:
    return pd.read_csv(ROSSI)


def asked(
    path: object = ROSSI, duration: str = "week", event: str = "arrest", formula: str = "fin + age"
) -> list[object]:
    return ["survival", path, "--duration", duration, "--event", event, "--formula", formula]


def test_the_published_model_of_rossi_to_four_decimals(run: Run) -> None:
    code, out, _err = run(*asked(formula=WHOLE), "--format", "json", "--no-disclosure")
    told = json.loads(out)
    assert code == 0
    assert (told["n"], told["events"], told["ties"], told["standard_errors"]) == (432, 114, "efron", "model")
    found = [
        (one["term"], one["coefficient"], one["standard_error"], one["z"], one["p"]) for one in told["coefficients"]
    ]
    assert [
        (term, *(round(n, 4) for n in (b, se)), round(z, 3), round(p, 4)) for term, b, se, z, p in found
    ] == PUBLISHED
    fin = told["coefficients"][0]
    assert (fin["hazard_ratio"], fin["hazard_ratio_low"], fin["hazard_ratio_high"]) == pytest.approx(
        (0.6843, 0.4702, 0.9957), abs=5e-5
    )
    assert (fin["low"], fin["high"]) == pytest.approx((-0.7545, -0.0043), abs=5e-5)


def test_covariates_that_change_are_watched_after_their_entry() -> None:
    found = survival(HEART, "stop", "event", "age + year + surgery + transplant", entry="start")
    assert [(one.term, round(one.coefficient, 5), round(one.standard_error, 5)) for one in found.coefficients] == [
        (term, pytest.approx(value, abs=1.1e-5), pytest.approx(error, abs=1.1e-5)) for term, value, error in CHANGING
    ]


def slow_robust(data: pd.DataFrame, names: list[str], values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """The grouped sandwich by its definition: how the estimate moves as one group's weight does, person by person."""
    x, t, d = data[names].to_numpy(float), data["week"].to_numpy(), data["arrest"].to_numpy()
    hazard = np.exp(x @ values)
    information, score = np.zeros((len(names), len(names))), np.zeros_like(x)
    for moment in sorted(set(t[d == 1])):
        dead = [i for i in range(len(t)) if t[i] == moment and d[i]]
        risk = [i for i in range(len(t)) if t[i] >= moment]
        for turn in range(len(dead)):
            weight = {i: hazard[i] * (1 - turn / len(dead) if i in dead else 1) for i in risk}
            total = sum(weight.values())
            mean = sum(weight[i] * x[i] for i in risk) / total
            information += sum(weight[i] * np.outer(x[i] - mean, x[i] - mean) for i in risk) / total
            for i in risk:
                score[i] -= weight[i] / total * (x[i] - mean)
            for i in dead:
                score[i] += (x[i] - mean) / len(dead)
    together = np.array([score[groups == one].sum(axis=0) for one in sorted(set(groups))])
    inverse = np.linalg.inv(information)
    return np.sqrt(np.diag(inverse @ together.T @ together @ inverse))


def test_robust_errors_are_the_sandwich_with_efrons_residuals(rossi: pd.DataFrame) -> None:
    data = rossi.assign(office=[f"office {row % 30}" for row in range(len(rossi))])
    found = survival(data, "week", "arrest", "fin + prio", cluster="office")
    values = np.array([one.coefficient for one in found.coefficients])
    errors = slow_robust(data, ["fin", "prio"], values, data["office"].to_numpy())
    assert [one.standard_error for one in found.coefficients] == pytest.approx(errors, rel=1e-6)
    assert found.clusters == 30
    assert [one.standard_error for one in survival(data, "week", "arrest", "fin + prio").coefficients] != pytest.approx(
        errors, rel=0.01
    )


def test_the_order_of_rows_changes_nothing(rossi: pd.DataFrame) -> None:
    mixed = rossi.sample(frac=1, random_state=7)
    one, other = (survival(data, "week", "arrest", WHOLE, cluster="age") for data in (rossi, mixed))
    for before, after in zip(one.coefficients, other.coefficients, strict=True):
        assert (after.coefficient, after.standard_error) == pytest.approx(
            (before.coefficient, before.standard_error), rel=1e-9
        )
    assert one.curves == other.curves


# E. L. Kaplan and P. Meier's own example (JASA 53, 1958, section 2): deaths at .8, 3.1, 5.4, 9.2; losses at 1.0, 2.7, 7.0, 12.1.
def test_the_curve_of_kaplan_and_meiers_example() -> None:
    times = np.array([0.8, 3.1, 5.4, 9.2, 1.0, 2.7, 7.0, 12.1])
    happened = np.array([1.0, 1, 1, 1, 0, 0, 0, 0])
    [curve] = kaplan_meier(np.zeros(8), times, happened)
    assert [(p.time, p.at_risk, round(p.survival, 4)) for p in curve.points] == [
        (0.8, 8, 0.875), (3.1, 5, 0.7), (5.4, 4, 0.525), (9.2, 2, 0.2625),
    ]  # fmt: skip
    assert curve.median == 9.2


def test_the_interval_of_a_curve_stays_between_none_and_all() -> None:
    assert Point(1, 8, 1, 0.875, 0.1169).interval == pytest.approx((0.3870, 0.9814), abs=2e-4)
    assert Point(9, 1, 1, 0.0, 0.0).interval == (0.0, 1.0)


def test_counts_pass_the_gate_and_no_step_of_a_curve_shows_few_people(run: Run) -> None:
    told = json.loads(run(*asked(), "--by", "mar", "--format", "json")[1])
    assert (told["n"], told["events"], told["disclosure"]) == (430, 115, "cleared")
    married = next(curve for curve in told["kaplan_meier"] if curve["group"] == "1")
    assert married["points"] == []  # eight of 53 married men were arrested
    single = next(curve for curve in told["kaplan_meier"] if curve["group"] == "0")
    assert all(point["events"] >= 10 and point["at_risk"] % 5 == 0 for point in single["points"])
    assert all(point["survival"] == round(point["survival"], 3) for point in single["points"])
    true = json.loads(run(*asked(), "--by", "mar", "--format", "json", "--no-disclosure")[1])
    assert sum(point["events"] for curve in true["kaplan_meier"] for point in curve["points"]) == 114
    assert true["disclosure"].startswith("not protected")


def test_a_model_of_few_people_is_not_for_publication(run: Run, rossi: pd.DataFrame, tmp_path: Path) -> None:
    rossi.head(11).to_csv(tmp_path / "few.csv", index=False)
    code, _out, err = run(*asked(tmp_path / "few.csv", formula="age + prio"))
    assert (code, "Fewer than 10 rows more than the 2 terms" in err) == (1, True)
    assert run(*asked(tmp_path / "few.csv", formula="age + prio"), "--no-disclosure")[0] == 0


def test_text_for_a_reader_with_robust_errors(run: Run) -> None:
    out = run(*asked(formula="fin + C(race) + log(age)"), "--cluster", "age")[1]
    assert "430 rows, 115 events; ties Efron; errors robust, 30 groups of age." in out
    assert "C(race)[T.1]" in out
    assert "log(age)" in out


def test_blank_cells_are_left_out_counted_and_listed(run: Run, rossi: pd.DataFrame, tmp_path: Path) -> None:
    data = rossi.astype({"age": object, "mar": object})
    data.loc[[0, 4], "age"] = ""
    data.loc[1, "mar"] = ""  # not in the formula: the row is used
    data.to_csv(tmp_path / "gaps.csv", index=False)
    _code, out, err = run(*asked(tmp_path / "gaps.csv"), "--format", "json", "--no-disclosure")
    assert json.loads(out)["n"] == 430
    assert "gaps.csv, rows 2, 6, column age: blank; 2 rows not used." in err


REFUSED = [
    (
        {"duration": "wek"},
        "there is no column wek; the columns there are week, arrest, fin, age, race, wexp, mar, paro, prio. Did you mean week?",
    ),
    ({"formula": "fin + hight"}, "there is no column hight"),
    ({"event": "age"}, "row 2, column age (27): an event is 0 or 1"),
    ({"duration": "fin"}, "row 2, column fin (0): a duration is more than 0"),
    ({"formula": "fin +"}, "'fin +' cannot be read."),
    ({"formula": "week ~ fin"}, "write what stands right of ~ only"),
    ({"formula": "1"}, "it names no column"),
    ({"formula": "fin + open('x')"}, "open('x') is not allowed"),
    ({"formula": "fin.real"}, "fin.real is not allowed"),
    ({"formula": "[fin][0]"}, "[fin][0] is not allowed"),
    ({"formula": "log(fin)"}, "log(fin) has values that are no numbers"),
    ({"formula": "fin + I(1 - fin)"}, "I(1 - fin) says what the terms before it say already"),
    ({"path": "nowhere.csv"}, "nowhere.csv: there is no such file."),
]


@pytest.mark.parametrize(("wrong", "why"), REFUSED)
def test_what_cannot_be_modelled_is_refused_with_why(run: Run, wrong: dict[str, str], why: str) -> None:
    code, out, err = run(*asked(**wrong))
    assert (code, out) == (1, "")
    assert why in err


CHANGED = [
    ({"arrest": 0}, "no row has an event in the column arrest, so there is nothing to model. Is 1 the event?"),
    ({"week": "soon"}, "row 2, column week (soon): a duration is a number"),
    ({"fin": 1}, "fin is the same in every row"),
]


@pytest.mark.parametrize(("change", "why"), CHANGED)
def test_data_that_cannot_be_modelled_are_refused(
    run: Run, rossi: pd.DataFrame, tmp_path: Path, change: dict[str, object], why: str
) -> None:
    rossi.assign(**change).to_csv(tmp_path / "d.csv", index=False)
    code, _out, err = run(*asked(tmp_path / "d.csv"))
    assert code == 1
    assert why in err


def test_a_term_that_parts_the_groups_is_refused(rossi: pd.DataFrame) -> None:
    with pytest.raises(Trouble, match="has no finite estimate"):
        survival(rossi.assign(told=rossi["arrest"]), "week", "arrest", "told")


def test_too_few_groups_for_robust_errors_are_refused(rossi: pd.DataFrame) -> None:
    with pytest.raises(Trouble, match="fin has 2 groups; robust errors for 2 terms need more"):
        survival(rossi, "week", "arrest", "age + prio", cluster="fin")


def test_rows_out_of_their_time_are_refused(rossi: pd.DataFrame) -> None:
    with pytest.raises(Trouble, match="an entry is before the duration ends"):
        survival(rossi.assign(since=rossi["week"]), "week", "arrest", "age", entry="since")


def test_a_comparison_is_a_column_of_yes_and_no(rossi: pd.DataFrame) -> None:
    told = survival(rossi, "week", "arrest", "age + I(prio == 0)", cluster=None)
    by_hand = survival(
        rossi.assign(none=(rossi["prio"] == 0).astype(int)), "week", "arrest", "age + none", cluster=None
    )
    found = [sorted(one.coefficient for one in model.coefficients) for model in (told, by_hand)]
    assert found[0] == pytest.approx(found[1])
    assert columns_of("I(prio >= 3) + I(area == 'north')") == ("prio", "area")


def test_a_formula_names_its_columns_once() -> None:
    assert columns_of("age + I(age**2) + C(sex, Treatment(reference='M')):log(prior) + Q('last area')") == (
        "age",
        "sex",
        "prior",
        "last area",
    )
