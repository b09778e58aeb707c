"""Groups, and those who completed, beside a headline: too few say so, and no hidden group can be worked out from another."""

import random
from datetime import date

import pandas as pd
import pytest

from desistance.measurement.rules.evaluation import Choices, plan_from, read_plan
from desistance.measurement.worker.parts import completers_told, groups_told

PLAN = read_plan(
    plan_from(
        Choices(
            question="Does it?",
            logic_model="It should.",
            design="matched",
            scheme="checkpoint",
            first_on=date(2023, 4, 1),
            last_on=date(2024, 3, 31),
            pool="sentenced",
            before=("age", "sex"),
            method="radius",
        )
    )
)


def people(women: int = 60, men: int = 60, completed: int = 80) -> pd.DataFrame:
    """As many on each side; fewer of those who took part reoffended, and of those who completed fewer still."""
    chance, rows = random.Random(5), []
    for number in range(2 * (women + men)):
        treated, finished = number % 2, number // 2 < completed
        rows.append(
            {
                "person_id": str(number),
                "treated": treated,
                "sex": "Female" if number < 2 * women else "Male",
                "age": 20 + number % 24,
                "led": 1,
                "main_offence": "violence",
                "of_a_kind": 1,
                "between": 0,
                "followed": 1,
                "completed": (1 if finished else 0) if treated else -1,
                "reoffended": int(chance.random() < (0.25 if treated and finished else 0.5)),
            }
        )
    return pd.DataFrame(rows)


def answers(frame: pd.DataFrame) -> dict[str, str]:
    return {one["group"]: one["answer"] if "difference" not in one else "shown" for one in groups_told(PLAN, frame)}


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (people(), {"Women": "shown", "Men": "shown"}),
        (people(women=29, men=70), {"Women": "too_few", "Men": "withheld"}),
        (people(women=0), {"Women": "too_few", "Men": "withheld"}),
        (people(men=12), {"Women": "withheld", "Men": "too_few"}),
    ],
)
def test_a_group_of_too_few_people_says_so_and_hides_the_other(frame: pd.DataFrame, told: dict[str, str]) -> None:
    assert {group: answer for group, answer in answers(frame).items() if group in told} == told


def test_only_differences_of_groups_leave() -> None:
    [women, *_] = groups_told(PLAN, people())
    assert set(women) == {"group", "name", "kind", "answer", "sentence", "beside", "difference"}


def test_those_who_completed_look_better_than_everyone() -> None:
    found = completers_told(PLAN, people())
    assert found is not None
    assert found["difference"]["estimate"] < -0.1


@pytest.mark.parametrize("completed", [9, 0, 111, 120])
def test_nothing_is_told_where_who_completed_or_did_not_are_too_few(completed: int) -> None:
    assert completers_told(PLAN, people(completed=completed)) is None


def test_an_evaluation_frozen_before_completion_was_asked_is_worked_out() -> None:
    assert completers_told(PLAN, people().drop(columns="completed")) is None
