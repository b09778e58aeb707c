"""Matched and randomised evaluations of made-up people whose effect is known, and what may be said about them."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from evidence import cli, evaluation
from evidence.evaluation import plans
from evidence.evaluation.frames import frame_of
from evidence.evaluation.running import evaluate
from evidence.trouble import Trouble
from tests.evidence.evaluation.people import HARM, PLAN, TRIAL, people

Run = Callable[..., tuple[int, str, str]]
NO_EFFECT = re.compile(r"no effect|did not work|no difference was|made no difference", re.I)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def at_the_terminal(*words: object) -> tuple[int, str, str]:
        code = cli.main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return at_the_terminal


def toml(given: dict[str, object]) -> str:
    """A plan as TOML: lists and texts are written as in JSON."""
    lines = [
        f"{key} = {json.dumps(value)}"
        for key, value in given.items()
        if key not in ("cohort", "match", "outcomes", "trial")
    ]
    for step in given.get("cohort", []):  # type: ignore[attr-defined]
        lines += ["[[cohort]]", *(f"{key} = {json.dumps(value)}" for key, value in step.items())]
    for name in ("match", "trial"):
        if name in given:
            lines += [f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in given[name].items())]  # type: ignore[attr-defined]
    for name, one in given["outcomes"].items():  # type: ignore[attr-defined]
        lines += [f"[outcomes.{name}]", *(f"{key} = {json.dumps(value)}" for key, value in one.items())]
    return "\n".join(lines) + "\n"


METHODS = [{}, {"method": "nearest", "replacement": False}, {"method": "nearest", "ratio": 3, "replacement": True}]


@pytest.mark.parametrize("method", METHODS, ids=["radius", "pairs", "three with replacement"])
def test_the_known_effect_lies_in_the_interval_at_about_the_nominal_rate(method: dict[str, object]) -> None:
    plan = plans.plan(
        PLAN | {"match": PLAN["match"] | method, "outcomes": {"reoffended": PLAN["outcomes"]["reoffended"]}}
    )  # type: ignore[operator, index]
    inside, values = [], []
    for seed in range(12):
        found = evaluate(plan, people(100, 900, seed=seed)).estimate().effect.difference
        low, high = found.interval
        inside.append(low <= -0.12 <= high)
        values.append(found.value)
    assert sum(inside) >= 10  # of 12 at 95%, fewer than 10 has a chance of 2%
    assert np.mean(values) == pytest.approx(-0.12, abs=0.03)


def test_a_matched_evaluation_says_how_many_fewer_and_for_whom() -> None:
    study = evaluate(plans.plan(PLAN), people(300, 3000))
    assert study.reasons == ()
    assert study.headline.answer == "reduction"
    assert "For 100 typical people who took part, " in study.headline.sentence
    assert "fewer people (95% interval" in study.headline.sentence
    assert "not allocated by chance" in study.headline.sentence
    assert [left.step for left in study.attrition] == [
        "in the file",
        "followed for a year",
        "every value known",
        "matched",
    ]
    assert {one.band for one in study.balance} == {"green"}
    assert max(abs(one.before) for one in study.balance) > 10
    assert study.matching["sum_of_weights"] == pytest.approx(study.attrition[-1].treated)
    effect = study.estimate("reoffended").effect
    assert effect.doubly_robust is not None
    assert effect.doubly_robust.value == pytest.approx(effect.difference.value, abs=0.03)
    assert study.estimate("days").words.answer == "longer"
    assert study.estimate("reoffences").effect.ratio is not None
    assert study.estimate("days").effect.hazard_ratio is not None
    assert study.estimate("reoffended").sensitivity.rosenbaum is not None


def test_the_order_of_rows_and_the_names_of_people_change_nothing() -> None:
    plan, data = plans.plan(PLAN), people(80, 500)
    told = evaluate(plan, data).unprotected().as_dict()
    assert evaluate(plan, data.sample(frac=1, random_state=5)).unprotected().as_dict() == told


def test_an_amount_is_said_for_each_person_in_its_unit() -> None:
    plan, data = plans.plan(PLAN | {"primary": "harm", "outcomes": {"harm": HARM}}), people(300, 3000)
    data["harm"] = data["reoffended"] * 100.5 - 20 * data["treated"]
    study = evaluate(plan, data)
    effect = study.estimate().effect
    binary = evaluate(plans.plan(PLAN), data).estimate("reoffended").effect
    assert effect.difference.value == pytest.approx(100.5 * binary.difference.value - 20)
    assert effect.difference.standard_error == pytest.approx(100.5 * binary.difference.standard_error)
    assert effect.ratio is None  # some amounts are below 0
    assert study.headline.answer == "reduction"
    assert re.search(r"^Harm .* each person who took part, \d+\.\d fewer days of harm", study.headline.sentence)
    none = data.assign(harm=data["reoffended"] * 100.5 * (data["treated"] == 0))
    assert evaluate(plan, none).answer().is_small  # nobody who took part has any of it
    assert not evaluate(plan, data.assign(harm=data["harm"] + 300)).answer().is_small  # everybody has some


def test_nothing_is_called_no_effect() -> None:
    answers = []
    for seed in range(8):
        told = evaluate(plans.plan(PLAN), people(60, 500, effect=0.0, seed=seed)).unprotected().as_dict()
        assert not NO_EFFECT.search(json.dumps(told))
        answers += [one["answer"] for one in told["outcomes"] if one["name"] == "reoffended"]  # type: ignore[attr-defined, index]
        for one in told["outcomes"]:  # type: ignore[attr-defined]
            low, high = one["difference"]["low"], one["difference"]["high"]
            assert (one["answer"] == "inconclusive") == (low <= 0 <= high)
            assert ("This does not mean that the scheme fails" in one["sentence"]) == (low <= 0 <= high)
            assert "would be found four times out of five" in one["beside"]
    assert answers.count("inconclusive") >= 6


def test_few_people_or_groups_that_differ_have_no_headline() -> None:
    few = evaluate(plans.plan(PLAN), people(29, 600))
    assert few.headline.answer == "refused"
    assert "Fewer than 30 people who took part have a comparison." in few.headline.sentence
    alone = PLAN | {"match": {"propensity": "prior", "caliper": 50, "exact": ["year"]}}
    apart = evaluate(plans.plan(alone), people(150, 900))
    assert apart.headline.answer == "refused"
    assert "prior differ by more than 10% of a standard deviation" in apart.headline.sentence
    assert next(one for one in apart.balance if one.term == "prior").band == "red"


def test_powers_of_a_covariate_are_no_parting_of_the_groups() -> None:
    powers = "age + I(age**2) + I(age**3) + I(age**4)"  # coefficients beyond 15 and errors beyond 50, and yet a maximum
    match = {"propensity": powers, "caliper": 0.2}
    told = evaluate(plans.plan(PLAN | {"match": match}), people(60, 900)).unprotected().as_dict()["matching"]
    assert len(told["propensity_coefficients"]) == 4  # type: ignore[index]


def test_nobody_matched_is_a_refusal_and_no_number() -> None:
    data = people(60, 300).assign(year=lambda d: np.where(d["treated"] == 1, 2021, 2022))
    told = evaluate(plans.plan(PLAN), data).as_dict()
    assert told["headline"]["answer"] == "refused"  # type: ignore[index]
    assert (told["outcomes"], told["balance"][0]["difference_after"]) == ([], None)  # type: ignore[index]


def test_a_difference_where_there_can_be_none_is_a_warning() -> None:
    data = people(200, 1500)
    data["offended_before"] = np.where(data["treated"] == 1, 1, data["offended_before"])
    [warning] = evaluate(plans.plan(PLAN), data).warnings
    assert "differ on year_before, which the scheme cannot have changed" in warning


def test_people_beyond_the_caliper_are_counted_and_said() -> None:
    data = people(100, 600)
    data.loc[data["treated"] == 1, "prior"] = data.loc[data["treated"] == 1, "prior"] + 7
    study = evaluate(plans.plan(PLAN | {"match": {"propensity": "prior", "caliper": 0.05}}), data)
    assert study.attrition[-1].treated < 80
    assert any("have a comparison; the result is about them alone" in one for one in study.warnings)


def test_a_trial_is_analysed_as_it_was_randomised() -> None:
    data = people(400, 400, by_chance=True, effect=-0.15)
    study = evaluate(plans.plan(TRIAL), data)
    assert study.headline.answer == "reduction"
    assert "allocated by chance, so that taking part explains" in study.headline.sentence
    assert [one.outcome.name for one in study.answers] == ["reoffended", "reoffences", "days"]
    found = study.estimate().effect.difference
    shares = [
        (
            len(part),
            part["reoffended"][part["treated"] == 1].mean() - part["reoffended"][part["treated"] == 0].mean(),
            part["treated"].mean(),
        )
        for _, part in data.groupby("sex")
    ]
    weight = [size * taken * (1 - taken) for size, _, taken in shares]
    assert found.value == pytest.approx(np.average([one[1] for one in shares], weights=weight))
    assert study.per_protocol[0].treated < study.answers[0].treated
    assert (
        "not allocated by chance" in study.per_protocol[0].words.sentence
        or study.per_protocol[0].words.answer == "inconclusive"
    )
    hazard = study.estimate("days").effect.hazard_ratio
    assert hazard is not None
    assert hazard.shown < 1
    assert [curve.group for curve in study.answer("days").curves] == [
        "allocated to the comparison",
        "allocated to the scheme",
    ]


def test_a_trial_that_lost_people_on_one_side_says_so() -> None:
    data = people(300, 300, by_chance=True)
    data.loc[data.index[data["treated"] == 1][:60], "reoffended"] = None
    study = evaluate(plans.plan(TRIAL), data)
    assert "chance no longer protects it fully" in study.warnings[0]


BAD_DATA = [
    (lambda d: d.assign(person_id="P1"), "people are on both sides of the comparison, such as P1"),
    (lambda d: d.drop(columns="prior"), "there is no column prior"),
    (lambda d: d.assign(treated=2), "who took part is 0 or 1"),
    (lambda d: d.assign(reoffences=-1), "a count is a whole number of 0 or more"),
    (
        lambda d: d.assign(days=np.where(d["reoffended"] == 0, 100, d["days"])),
        "were not followed for 365 days and had no event by then",
    ),
    (lambda d: d.assign(followed="long"), "the step 'followed for a year' compares followed with a number"),
    (lambda d: d.assign(followed=10), "nobody who took part is left after the steps of the cohort"),
    (lambda d: d.assign(prior=d["treated"] * 100 + d["age"]), "prior parts those who took part from everyone else"),
    (
        lambda d: d.assign(person_id=np.where(d["treated"] == 1, "P1", d["person_id"])),
        "row 11, column person_id (P1): stands in several rows; keep one start for each. 1 people do.",
    ),
]


@pytest.mark.parametrize(("change", "why"), BAD_DATA, ids=[why for _, why in BAD_DATA])
def test_data_that_cannot_be_evaluated_are_refused_with_why(change: Callable[..., object], why: str) -> None:
    with pytest.raises(Trouble) as refused:
        evaluate(plans.plan(PLAN), change(people(60, 300)))  # type: ignore[arg-type]
    assert why in str(refused.value)


def test_a_covariate_measured_after_the_start_is_refused_by_its_date() -> None:
    data = people(60, 300).assign(began="2024-05-01", assessed="2024-04-01")
    plan = plans.plan(PLAN | {"start": {"on": "began", "prior": "assessed"}})
    assert evaluate(plan, data).answers
    with pytest.raises(Trouble, match=r"row 8: prior was measured \(assessed\) after the start \(began\); 1 such rows"):
        evaluate(plan, data.assign(followed=400, assessed=np.where(data.index == 7, "2024-06-01", "2024-04-01")))


def test_blank_values_are_a_step_and_not_silent() -> None:
    data = people(100, 500).astype({"prior": object})
    data.loc[data.index[:25], "prior"] = None
    before, after = evaluate(plans.plan(PLAN), data).attrition[1:3]
    assert (before.treated + before.comparison) - (after.treated + after.comparison) >= 20


def test_the_command_line_gives_text_json_and_a_report_that_stands_alone(run: Run, tmp_path: Path) -> None:
    plan, data, report = tmp_path / "plan.toml", tmp_path / "data.csv", tmp_path / "report.html"
    plan.write_text(toml(PLAN))
    people(200, 1500).to_csv(data, index=False)
    code, out, _err = run("evaluate", plan, data, "--format", "json", "--report", report)
    told = json.loads(out)
    assert code == 0
    assert told["headline"]["answer"] == "reduction"
    assert told["disclosure"] == "cleared"
    assert all(row["treated"] % 5 == 0 for row in told["attrition"])
    assert [row["treated"] for row in told["support"]].count("[c]") >= 5
    page = report.read_text()
    assert not re.search(r"(src|href)=|<script|url\(|@import", page)
    assert page.count("<svg") == page.count("<title id=") == page.count("<desc id=") == 4
    assert page.count("<table>") >= 8
    known = set(re.findall(r"-?\d+(?:\.\d+)?", json.dumps(told))) | {"10", "30", "5"}
    cells = re.findall(r"<td[^>]*>(-?\d+(?:\.\d+)?)</td>", page)
    assert cells
    assert set(cells) <= known
    assert told["headline"]["sentence"] in page
    assert "People who reoffended" in run("evaluate", plan, data)[1]
    assert (
        json.loads(run("evaluate", plan, data, "--format", "json", "--no-disclosure")[1])["attrition"][0]["treated"]
        == 200
    )


def test_figures_of_a_few_people_do_not_leave(run: Run, tmp_path: Path) -> None:
    plan, data = tmp_path / "plan.toml", people(40, 600)
    plan.write_text(toml(PLAN))
    data.loc[data["treated"] == 1, "reoffended"] = [1] * 4 + [0] * 36
    data["days"] = np.where(data["reoffended"] == 1, data["days"].clip(upper=300), 365)
    data.to_csv(tmp_path / "d.csv", index=False)
    told = json.loads(run("evaluate", plan, tmp_path / "d.csv", "--format", "json")[1])
    [main] = [one for one in told["outcomes"] if one["name"] == "reoffended"]
    assert (told["headline"]["answer"], main["mean_treated"], main["difference"], main["sentence"]) == (
        "refused",
        "[c]",
        "[c]",
        "[c]",
    )
    assert "[c]" in run("evaluate", plan, tmp_path / "d.csv", "--format", "html")[1]


def test_a_plan_is_locked_and_then_run_under_its_lock(run: Run, tmp_path: Path) -> None:
    plan, data = tmp_path / "trial.toml", tmp_path / "data.csv"
    plan.write_text(toml(TRIAL))
    people(200, 200, by_chance=True).to_csv(data, index=False)
    assert run("evaluate", plan)[0] == cli.REFUSED
    code, out, _err = run("evaluate", plan, "--lock")
    assert (code, "Locked on " in out) == (0, True)
    told = json.loads(run("evaluate", plan, data, "--format", "json")[1])
    assert told["lock"]["plan_sha256"] == told["plan_sha256"]
    plan.write_text(toml(TRIAL | {"primary": "days"}))
    code, _out, err = run("evaluate", plan, data)
    assert (code, "not the one that was locked" in err) == (1, True)


def test_the_plan_printed_in_the_docs_is_the_one_that_runs() -> None:
    page = (Path(__file__).parents[3] / "docs" / "evidence" / "evaluation.md").read_text(encoding="utf-8")
    printed = tomllib.loads(page.split("```toml\n")[1].split("```")[0])
    outcomes = printed["outcomes"]
    assert printed | {"outcomes": {}} == PLAN | {"match": printed["match"], "outcomes": {}}
    assert set(outcomes) == {*PLAN["outcomes"], "harm"}  # type: ignore[call-overload]
    assert evaluate(plans.plan(printed), people(150, 900)).answers


def test_the_power_of_a_study_is_one_sentence(run: Run) -> None:
    code, out, _err = run("power", "--rate", "0.35", "--fewer", "5")
    assert (
        code,
        out.startswith("1,376 people with the scheme and 1,376 without: a fall from 35% by 5 for each 100"),
    ) == (0, True)
    assert run("power", "--rate", "0.03", "--fewer", "5")[0] == cli.REFUSED


def test_a_frame_of_a_notebook_is_read_as_a_file_is() -> None:
    data = people(60, 300)
    assert list(frame_of(data).data["age"]) == list(data["age"])


SWALLOWED = [
    ("C1,0,1,40", "C1,0,1,40,x", "row 4: has 5 values under 4 headings"),
    ("C1,0,1,40", 'C1,0,1,"40', "row 4: a quotation mark is not closed"),
    ("C1,0,1,40\nC2,1,0,30", 'C1,0,1,"40\nC2,1,0,30"', "row 4, column age: the value holds whole lines"),
    (
        "C1,0,1,40",
        "C1,none,1,40",
        r"row 4, column treated \(none\): the other rows hold numbers; 1 hold something else",
    ),
]


@pytest.mark.parametrize(("old", "new", "why"), SWALLOWED)
def test_a_broken_line_of_any_file_is_named(tmp_path: Path, old: str, new: str, why: str) -> None:
    lines = "person,treated,event,age\nA,1,1,33\nB,0,0,34\nC1,0,1,40\nC2,1,0,30\nC3,0,0,29\n"
    (tmp_path / "d.csv").write_text(lines.replace(old, new))
    with pytest.raises(Trouble, match=why):
        evaluation.survival(tmp_path / "d.csv", "age", "event", "treated + age")


def test_a_row_of_which_it_is_not_known_who_took_part_is_listed(run: Run, tmp_path: Path) -> None:
    data = people(60, 300).astype({"treated": object, "age": object})
    data.loc[data.index[[3, 9]], ["treated", "age"]] = [[None, 33.0], [0, None]]
    (tmp_path / "plan.toml").write_text(toml(PLAN))
    data.to_csv(tmp_path / "d.csv", index=False)
    _code, out, err = run("evaluate", tmp_path / "plan.toml", tmp_path / "d.csv", "--format", "json", "--no-disclosure")
    assert "d.csv, row 5, column treated: blank; 1 row not used." in err
    assert "row 11, column age: blank; 1 row not used." in err
    assert [(one["column"], one["rows"]) for one in json.loads(out)["excluded"]] == [("treated", 1), ("age", 1)]
