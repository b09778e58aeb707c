"""Plans of evaluations, awkward ones first, and what an answer may be called."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desistance.measurement.rules import answers
from desistance.measurement.rules.evaluation import (
    Around,
    Choices,
    may_amend,
    may_change,
    may_lock,
    plan_from,
    plan_stands,
    read_plan,
    wrong_with,
)
from desistance.measurement.rules.texts import Figures, filled, text_stands
from desistance.measurement.terms import CATEGORIES, KNOWN_BEFORE, MEASURED_AFTER
from desistance.web.templatetags.comparisons import Fact, Gap, drawn_gap, drawn_love
from tests.factories import found

CHOICES = Choices(
    question="Does it work?",
    logic_model="A contract in place of court.",
    design="matched",
    scheme="checkpoint",
    first_on=date(2023, 4, 1),
    last_on=date(2024, 3, 31),
    pool="sentenced",
    before=("age", "sex"),
    method="radius",
)
AROUND = Around({"checkpoint"}, "counted", date(2025, 9, 30))
TRIAL = {"design": "randomised", "pool": "", "before": (), "method": ""}
WRONG: tuple[tuple[dict[str, Any], Around, str, str], ...] = (
    (
        {"last_on": date(2024, 4, 1)},
        AROUND,
        "last_on",
        "on 1 October 2025, and the records are complete to 30 September",
    ),
    ({"last_on": date(2024, 2, 29), "months": 24}, AROUND, "last_on", "29 August 2026"),
    ({"last_on": date(2023, 3, 31)}, AROUND, "last_on", "before the first"),
    ({"months": 13}, AROUND, "months", "12 or 24 months"),
    ({"question": " "}, AROUND, "question", "Enter the question"),
    ({"logic_model": "x" * 1001}, AROUND, "logic_model", "1,000 characters"),
    ({"scheme": "victim_contact"}, AROUND, "scheme", "Choose a scheme"),
    ({}, replace(AROUND, snapshot_state="frozen"), "snapshot", "not counted yet"),
    ({"before": ()}, AROUND, "before", "at least one fact"),
    ({"before": ("shoe_size",)}, AROUND, "before", "There is no fact shoe_size"),
    ({"pool": "arrested", "before": ("area",)}, AROUND, "before", "not known at an arrest"),
    ({"pool": ""}, AROUND, "pool", "compared with"),
    ({"method": "guess"}, AROUND, "method", "similar people"),
    ({"primary": "happy"}, AROUND, "primary", "headline"),
    ({"design": "feeling"}, AROUND, "design", "compared"),
    (TRIAL, AROUND, "trial", "whose list somebody has opened"),
    (TRIAL, replace(AROUND, is_list_open=False), "trial", "whose list somebody has opened"),
)


@pytest.mark.parametrize(("change", "around", "field", "words"), WRONG)
def test_a_plan_that_cannot_be_asked_for_says_which_field_to_mend(
    change: dict[str, Any], around: Around, field: str, words: str
) -> None:
    [(found_field, decision)] = wrong_with(replace(CHOICES, **change), around)
    assert (found_field, decision.is_allowed) == (field, False)
    assert words in decision.words


@pytest.mark.parametrize(
    "change", [{}, {"scheme": "any"}, {"last_on": date(2023, 4, 1)}, {"months": 24, "last_on": date(2023, 4, 1)}]
)
def test_a_plan_that_can_be_asked_for_is_one_that_evidence_runs(change: dict[str, Any]) -> None:
    choices = replace(CHOICES, **change)
    around = replace(AROUND, complete_to=date(2025, 10, 1))
    assert list(wrong_with(choices, around)) == []
    assert plan_stands(plan_from(choices))


def test_a_trial_needs_neither_pool_nor_facts() -> None:
    choices = replace(CHOICES, **TRIAL)
    assert list(wrong_with(choices, replace(AROUND, is_list_open=True))) == []
    plan = read_plan(plan_from(choices))
    assert (plan.design, plan.matching, plan.trial.strata) == ("randomised", None, ("stratum",))


@pytest.mark.parametrize("name", [*MEASURED_AFTER, "reoffended", "reoffences", "days", "treated"])
def test_nothing_that_comes_after_the_start_can_be_compared_on(name: str) -> None:
    decision = plan_stands(plan_from(replace(CHOICES, before=("age", name))))
    assert not decision
    assert name in decision.words


def test_every_fact_that_is_offered_makes_a_plan_that_stands() -> None:
    plan = plan_from(replace(CHOICES, before=tuple(KNOWN_BEFORE)))
    assert plan_stands(plan)
    assert all(f"C({name})" in plan["match"]["propensity"] for name in CATEGORIES)
    assert plan["match"]["exact"] == ["sex"]


def test_a_plan_is_known_by_what_it_says() -> None:
    first = read_plan(plan_from(CHOICES)).sha256
    assert first == read_plan(plan_from(replace(CHOICES, logic_model="Other words."))).sha256
    assert first != read_plan(plan_from(replace(CHOICES, months=24))).sha256
    assert first != read_plan(plan_from(replace(CHOICES, method="nearest"))).sha256


@pytest.mark.parametrize(
    ("state", "is_locked", "change", "lock", "amend"),
    [
        ("draft", False, "being counted", "not counted yet", "change it instead"),
        ("ready", False, "", "", "change it instead"),
        ("locked", True, "Amend it instead", "locked already", ""),
        ("counted", True, "Amend it instead", "locked already", ""),
        ("failed", False, "", "not counted yet", ""),
        ("failed", True, "Amend it instead", "not counted yet", ""),
    ],
)
def test_what_may_be_done_with_a_plan_where_it_stands(
    state: str, is_locked: bool, change: str, lock: str, amend: str
) -> None:
    for decision, words in (
        (may_change(state, is_locked=is_locked), change),
        (may_lock(state), lock),
        (may_amend(state, "Age was forgotten."), amend),
    ):
        assert decision.is_allowed == (not words)
        assert words in decision.words
    assert not may_amend("locked", " ")


def test_an_answer_claims_no_more_than_its_interval() -> None:
    told = found()
    assert answers.answer_words(told) == "We cannot tell yet"
    assert (
        list(answers.reading_first(told))[-1]
        == "To tell a gap of this size from chance takes about 225 people on each side."
    )
    figures = Figures(
        {}, answers.figure_words(told) | {"question": "Q?", "scheme": "Checkpoint", "locked_on": "4 May 2025"}
    )
    assert "13.0 points" in filled("{difference}", figures)
    assert "35.0% for 100 people of Checkpoint" in filled(answers.summary_for(told), figures)


def test_hidden_figures_are_no_fields_and_their_text_says_so() -> None:
    told = found()
    told["outcomes"][0] |= {"difference": "[c]", "mean_treated": "[c]", "mean_comparison": "[c]"}
    figures = Figures({}, answers.figure_words(told) | {"question": "Q?"})
    assert "cannot be published" in filled(answers.summary_for(told), figures)
    assert "or it is hidden" in text_stands("{difference}", figures).words
    assert answers.result_rows(told)[0]["difference"] == "[c]"
    assert answers.summary_for(found(outcomes=[])).startswith("{question}")


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("C(sex)[T.Male]", "Sex: Male"),
        ("age", "Age at the start"),
        ("C(main_offence)[T.not known]", "Offence: not known"),
    ],
)
def test_terms_of_a_model_are_read_as_facts(term: str, words: str) -> None:
    assert answers.term_words(term) == words


def test_the_terms_of_a_model_are_said_in_words_wherever_they_stand() -> None:
    refused = "C(main_offence)[T.motoring] parts those who took part, and C(sex)[T.Male] does."
    assert answers.in_plain_terms(refused) == "Offence: motoring parts those who took part, and Sex: Male does."


def test_drawings_keep_zero_in_the_middle_and_everything_inside() -> None:
    gap = Gap(-13.0, -26.0, 0.6, "a", "b", "c")
    for width in (770, 358):
        drawn = drawn_gap(gap, width)
        assert float(drawn["zero"]) == width / 2
        assert 0 < float(drawn["low"]) < float(drawn["value"]) < float(drawn["zero"])
        love = drawn_love([Fact("Age", -42.0, 3.0), Fact("Sex", 0.0, 0.0)], width)
        [first, second] = love["rows"]
        assert love["left"] <= float(first["before"]) < float(love["band"]["x"]) < float(first["after"]) <= width
        assert second["before"] == love["zero"]
    assert drawn_gap(Gap(0.0, 0.0, 0.0, "a", "b", "c"), 770)["wide"] == "1.0"
