"""A plan as it may stand: a goal without a step is not agreed, who did not agree says why, and nothing is done in silence."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desistance.assessment.rules.plans import (
    AgreementFacts,
    GoalFacts,
    PlannedGoal,
    StepFacts,
    agree_by,
    latest_plan_review,
    may_agree,
    may_end_goal,
    may_end_plan,
    may_put_as_task,
    may_set_goal,
    may_set_step,
)
from desistance.assessment.terms.plans import GOAL_STATES, OPEN_STEPS, PLAN_STATES, STEP_STATES, Agreement
from desistance.foundation.decisions import Decision

ON = date(2026, 3, 13)
GOAL = GoalFacts("Find a flat", "accommodation")
STEP = StepFacts("Ring the council", due_on=date(2026, 3, 20))
AGREED = AgreementFacts("agreed", ON, review_on=date(2026, 6, 12))
FLAT = PlannedGoal("Find a flat", "now", 1)


def said(decision: Decision) -> str:
    return "" if decision.is_allowed else decision.words


@pytest.mark.parametrize(
    ("facts", "goals", "words"),
    [
        (GOAL, 0, ""),
        (GOAL, 19, ""),
        (GOAL, 20, "A plan has 20 goals at most. Remove one first."),
        (replace(GOAL, what=" "), 0, "Enter the goal, in the person's words where you can."),
        (replace(GOAL, what="x" * 201), 0, "The goal must be 200 characters or fewer."),
        (replace(GOAL, pathway=""), 0, "Choose what the goal is about."),
        (replace(GOAL, state="future"), 0, ""),
        (replace(GOAL, state="achieved"), 0, "Choose whether it is for now or for later."),
    ],
)
def test_a_goal_says_what_the_person_wants_and_what_it_is_about(facts: GoalFacts, goals: int, words: str) -> None:
    assert said(may_set_goal(facts, goals=goals)) == words


@pytest.mark.parametrize(
    ("facts", "is_new", "words"),
    [
        (STEP, True, ""),
        (replace(STEP, due_on=ON), True, ""),
        (replace(STEP, due_on=date(2026, 3, 12)), True, "The day by which it is to be done must be today or later."),
        (replace(STEP, due_on=date(2026, 3, 12)), False, ""),
        (replace(STEP, due_on=None), True, "Enter by when it is to be done."),
        (replace(STEP, due_on=None), False, ""),
        (replace(STEP, what=" "), True, "Enter what is to be done."),
        (replace(STEP, what="x" * 201), True, "The step must be 200 characters or fewer."),
        (replace(STEP, taker="worker"), True, "Choose the worker who takes the step."),
        (replace(STEP, taker="worker", staff=7), True, ""),
        (replace(STEP, taker="agency"), True, "Choose the agency that takes the step."),
        (replace(STEP, taker="agency", taking_agency=7), True, ""),
        (replace(STEP, taker="nobody"), True, "Choose who takes the step."),
        (replace(STEP, state="done"), False, "Enter what came of it."),
        (replace(STEP, state="done", came_of="Viewed two flats"), False, ""),
        (replace(STEP, state="not_needed", came_of=" "), False, "Enter what came of it."),
        (replace(STEP, state="waiting"), False, "Enter what it waits for."),
        (
            replace(STEP, state="in_progress", came_of="x" * 301),
            False,
            "What came of it must be 300 characters or fewer.",
        ),
    ],
)
def test_a_step_says_who_does_what_by_when_and_what_came_of_it(facts: StepFacts, is_new: bool, words: str) -> None:
    assert said(may_set_step(facts, on=ON, is_new=is_new)) == words


def test_a_goal_has_20_steps_at_most() -> None:
    assert said(may_set_step(STEP, on=ON, steps=20)) == "A goal has 20 steps at most."


@pytest.mark.parametrize(
    ("facts", "goals", "words"),
    [
        (AGREED, [FLAT], ""),
        (AGREED, [], "Add at least one goal to work on now before you agree the plan."),
        (AGREED, [replace(FLAT, state="future")], "Add at least one goal to work on now"),
        (AGREED, [replace(FLAT, steps=0)], "Add at least one step to 'Find a flat' before you agree the plan."),
        (AGREED, [FLAT, PlannedGoal("Later", "future", 0), PlannedGoal("Gone", "removed", 0)], ""),
        (replace(AGREED, outcome="perhaps"), [FLAT], "Choose what the person said to the plan."),
        (replace(AGREED, outcome="not_agreed"), [FLAT], "Enter why the person did not agree."),
        (replace(AGREED, outcome="could_not"), [FLAT], "Enter why the person could not say."),
        (replace(AGREED, outcome="could_not", why="In hospital"), [FLAT], ""),
        (replace(AGREED, outcome="not_agreed", why="x" * 301), [FLAT], "The reason must be 300 characters or fewer."),
        (replace(AGREED, own_words="x" * 501), [FLAT], "The person's words must be 500 characters or fewer."),
        (replace(AGREED, agreed_on=date(2026, 3, 14)), [FLAT], "The day must be today or in the past."),
        (replace(AGREED, review_on=None), [FLAT], "Enter when the plan is looked at again."),
        (replace(AGREED, review_on=ON), [FLAT], "Review date must be after 13 March 2026."),
        (replace(AGREED, review_on=date(2026, 9, 11)), [FLAT], ""),
        (replace(AGREED, review_on=date(2026, 9, 12)), [FLAT], "Review date must be on or before 11 September 2026."),
    ],
)
def test_a_plan_is_agreed_when_every_goal_for_now_has_a_step(
    facts: AgreementFacts, goals: list[PlannedGoal], words: str
) -> None:
    told = said(may_agree(facts, goals, on=ON))
    assert words in told
    assert bool(words) == bool(told)


@pytest.mark.parametrize(
    ("state", "why", "words"),
    [
        ("achieved", " ", "Enter what was achieved."),
        ("removed", "", "Enter why the goal is removed."),
        ("achieved", "Signed the tenancy", ""),
        ("removed", "x" * 301, "The reason must be 300 characters or fewer."),
    ],
)
def test_a_goal_ends_with_words(state: str, why: str, words: str) -> None:
    assert said(may_end_goal(state=state, why=why)) == words


@pytest.mark.parametrize(("reason", "ends"), [("", False), ("Order ended", True), ("x" * 301, False)])
def test_a_plan_ends_with_a_reason(reason: str, ends: bool) -> None:
    assert may_end_plan(reason=reason).is_allowed is ends


def test_a_plan_is_agreed_within_15_working_days_over_easter_and_reviewed_within_half_a_year() -> None:
    assert agree_by(ON) == date(2026, 4, 7)  # Good Friday and Easter Monday are no working days
    assert latest_plan_review(ON) == date(2026, 9, 11)


def test_every_answer_to_a_plan_is_a_state_of_it_and_only_an_end_is_final() -> None:
    assert set(Agreement.values) <= {state.name for state in PLAN_STATES.states}
    assert [state.name for state in PLAN_STATES.states if state.is_final] == ["ended"]
    assert not PLAN_STATES.may_move("draft", "changed")
    assert set(OPEN_STEPS) == {state.name for state in STEP_STATES.states} - {"done", "not_needed"}
    assert GOAL_STATES.may_move("removed", "now")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, ""),
        ({"taker": "worker", "due_on": ON}, ""),
        ({"taker": "person"}, "The person takes this step."),
        ({"is_open": False}, "This step is over."),
        ({"due_on": None}, "Say first by when the step is due"),
        ({"due_on": date(2026, 3, 12)}, "Say first by when the step is due"),
        ({"is_asked": True}, "This step is a task already."),
        ({"is_held_closely": True}, "A step about health"),
    ],
)
def test_whoever_takes_a_step_is_asked_for_it_once_by_a_day_to_come(told: dict[str, Any], words: str) -> None:
    facts = {
        "taker": "agency",
        "is_open": True,
        "due_on": date(2026, 3, 20),
        "is_asked": False,
        "is_held_closely": False,
    }
    decision = may_put_as_task(**{**facts, **told}, on=ON)
    assert said(decision).startswith(words)
    assert decision.is_allowed == (not words)
