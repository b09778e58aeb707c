"""Plans: what can be run, what is refused and with which words, and the lock."""

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evidence import evaluation
from evidence.evaluation.lock import kept, lock
from evidence.evaluation.plans import hash_of, plan
from evidence.trouble import Trouble
from tests.evidence.evaluation.people import PLAN, TRIAL, people

ON = date(2026, 3, 13)


def changed(change: Callable[[Any], object], of: dict[str, object] = PLAN) -> dict[str, Any]:
    given = copy.deepcopy(of)
    change(given)
    return given


def test_a_plan_says_what_it_was_given() -> None:
    made = plan(PLAN)
    assert made.matching is not None
    assert (made.matching.method, made.matching.caliper, made.matching.replacement) == ("radius", 0.2, True)
    assert made.matching.columns == ("age", "sex", "prior", "year")
    assert (made.main.name, made.outcomes[2].horizon, made.outcomes[3].control) == ("reoffended", 365.0, True)
    assert made.cohort[0].least == 365


REFUSED: list[tuple[Callable[[Any], object], str]] = [
    (lambda p: p.update(quesiton="?"), "plan: quesiton is not known; the keys here are question"),
    (lambda p: p.pop("question"), "plan: question is needed, as text."),
    (lambda p: p.update(design="guess"), "design is 'guess'; it can be matched, randomised."),
    (lambda p: p.update(primary="days_off"), "primary is 'days_off'; it can be reoffended, reoffences, days."),
    (lambda p: p.update(primary="year_before"), "primary is 'year_before'"),
    (lambda p: p.update(outcomes={}), "at least one outcome is needed"),
    (
        lambda p: p["match"].update(propensity="age + reoffended"),
        "reoffended is measured after the start (outcome reoffended); leave it out.",
    ),
    (
        lambda p: p["match"].update(propensity="age + treated"),
        "treated says who took part; people cannot be compared on it.",
    ),
    (
        lambda p: p.update(after=["prior"]),
        "prior is measured after the start; comparing on it would hide what the scheme did.",
    ),
    (
        lambda p: p.update(before=["age", "sex", "year"]),
        "prior is not in `before`: say that it was known before the start",
    ),
    (lambda p: p["match"].update(propensity="age +"), "'age +' cannot be read"),
    (lambda p: p["match"].update(caliper=0), "plan, match: caliper is a number more than 0, not 0."),
    (lambda p: p["match"].update(caliper=True), "caliper is a number"),
    (lambda p: p["match"].update(ratio=1.5), "ratio is a whole number."),
    (lambda p: p["match"].update(method="psmatch"), "method is 'psmatch'; it can be radius, nearest."),
    (lambda p: p["match"].update(replacement=False), "radius matching uses everyone within the caliper"),
    (lambda p: p["match"].update(exact="year"), "exact is a list of names of columns."),
    (lambda p: p["outcomes"]["days"].pop("horizon"), "plan, outcomes.days: duration and horizon belong to kind 'time'"),
    (lambda p: p["outcomes"]["reoffended"].update(kind="yes"), "kind is 'yes'; it can be binary, count, amount, time."),
    (lambda p: p["outcomes"]["reoffences"].update(kind="amount"), "outcomes.reoffences: unit belongs to kind 'amount'"),
    (lambda p: p["outcomes"]["reoffended"].update(unit="days"), "outcomes.reoffended: unit belongs to kind 'amount'"),
    (lambda p: p["match"].update(propensity="age + (prior == 0)"), "prior == 0 is not allowed"),
    (lambda p: p["match"].update(propensity="I(0 < prior < 3)"), "0 < prior < 3 is not allowed"),
    (lambda p: p["outcomes"]["reoffended"].update(control="no"), "control is true or false."),
    (lambda p: p.update(cohort={"name": "x"}), "write each step of the cohort under a heading [[cohort]]."),
    (lambda p: p["cohort"][0].update(at_least=3), "plan, step 1 of cohort: at_least is not known"),
    (lambda p: p["cohort"][0].update(among=3), "among is a list of values."),
    (lambda p: p.update(start={"age": "assessed_on"}), "plan, start: on is needed"),
    (lambda p: p.update(match=3), "plan, match: a table of keys is needed here."),
]


@pytest.mark.parametrize(("change", "why"), REFUSED, ids=[why for _, why in REFUSED])
def test_a_plan_that_cannot_be_run_is_refused_with_where_and_why(change: Callable[[Any], object], why: str) -> None:
    with pytest.raises(Trouble) as refused:
        plan(changed(change))
    assert why in str(refused.value)


def test_strata_of_a_trial_are_not_outcomes() -> None:
    with pytest.raises(Trouble, match="days is measured after the start"):
        plan(changed(lambda p: p["trial"].update(strata=["days"]), TRIAL))


def test_a_file_that_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text("question = ")
    for path, why in (
        (tmp_path / "none.toml", "there is no such file"),
        (tmp_path / "p.toml", "cannot be read as TOML"),
    ):
        with pytest.raises(Trouble, match=why):
            plan(path)


def test_the_hash_is_of_what_the_plan_says() -> None:
    other_order = dict(reversed(list(PLAN.items())))
    assert hash_of(PLAN) == hash_of(other_order) != hash_of(changed(lambda p: p["match"].update(caliper=0.3)))


def test_a_locked_plan_is_kept_and_a_changed_one_refused(tmp_path: Path) -> None:
    path, trial_plan = tmp_path / "plan.toml", plan(TRIAL)
    assert kept(trial_plan, path) is None
    baseline = tmp_path / "baseline.csv"
    people(40, 40).drop(columns=["reoffended", "reoffences", "days"]).to_csv(baseline, index=False)
    made = lock(trial_plan, path, ON, baseline)
    assert (made.locked_on, made.rows, kept(trial_plan, path)) == ("2026-03-13", 80, made)
    with pytest.raises(Trouble, match="is locked already"):
        lock(trial_plan, path, ON)
    with pytest.raises(Trouble, match="not the one that was locked on 2026-03-13"):
        kept(plan(changed(lambda p: p.update(question="Another?"), TRIAL)), path)
    (tmp_path / "plan.toml.lock.json").write_text(json.dumps({"a": 1}))
    with pytest.raises(Trouble, match="this is no lock"):
        kept(trial_plan, path)


def test_a_plan_is_not_locked_beside_outcomes(tmp_path: Path) -> None:
    people(40, 40).to_csv(tmp_path / "all.csv", index=False)
    with pytest.raises(Trouble, match=r"the outcome reoffended is in it\. A plan is locked before outcomes are seen"):
        lock(plan(TRIAL), tmp_path / "plan.toml", ON, tmp_path / "all.csv")
    assert not (tmp_path / "plan.toml.lock.json").exists()


def test_each_design_has_its_call_and_names_the_other(tmp_path: Path) -> None:
    data = people(40, 200)
    assert evaluation.trial(TRIAL, data).plan.design == "randomised"
    for call, given, why in (
        (evaluation.match, TRIAL, r"of design randomised; run it by `ev.evaluation.trial`"),
        (evaluation.trial, PLAN, r"of design matched; run it by `ev.evaluation.match`"),
        (evaluation.plan, {"design": "series"}, r"about whole areas: .* `ev.evaluation.interrupted_series`"),
    ):
        with pytest.raises(Trouble, match=why):
            call(given, data) if call is not evaluation.plan else call(given)  # type: ignore[operator]
