"""Counting who was selected: which years, what the gate hides, and the interval beside a share."""

from datetime import date, timedelta
from typing import Any

import pytest

from desistance.measurement.actions.selection import Decided
from desistance.measurement.rules.periods import PeriodFacts
from desistance.measurement.rules.selection import may_count, years_over
from desistance.measurement.worker.selecting import selected_by_group

ON = date(2026, 3, 13)


@pytest.mark.parametrize(
    ("first_on", "on", "is_there", "words"),
    [
        (date(2024, 4, 1), ON, False, ""),
        (date(2024, 4, 1), date(2025, 5, 30), False, ""),
        (date(2024, 4, 1), date(2025, 5, 29), False, "can be counted from 30 May 2025"),
        (date(2025, 4, 1), ON, False, "can be counted from 30 May 2026"),
        (date(2024, 4, 1), ON, True, "counted, or asked for, already"),
        (date(2024, 4, 2), ON, False, "begins on 1 April"),
        (date(2024, 1, 1), ON, False, "begins on 1 April"),
    ],
)
def test_a_year_is_counted_once_and_after_panels_decided(first_on: date, on: date, is_there: bool, words: str) -> None:
    told = may_count(PeriodFacts(first_on, on, is_there))
    assert bool(told) == (not words)
    assert words in told.words


def test_years_that_can_be_counted_are_whole_and_do_not_overlap() -> None:
    years = years_over(ON)
    assert years[0].first == date(2024, 4, 1)
    assert all(newer.first == older.last + timedelta(days=1) for older, newer in zip(years[1:], years, strict=False))


def people(sex: str, selected: int, others: int, **more: Any) -> list[Decided]:
    facts: dict[str, Any] = {"born_on": date(1990, 5, 1), "sex": sex, "ethnicity": "White", **more}
    return [Decided(ON, place < selected, **facts) for place in range(selected + others)]


def groups(found: Any) -> dict[tuple[str, str], dict[str, Any]]:
    return {(one["by"], one["group"]): one for one in found["groups"]}


def test_shares_are_of_the_counts_shown_with_their_interval() -> None:
    told = groups(selected_by_group([*people("Male", 62, 61), *people("Female", 41, 43)]))
    male = told["sex", "Male"]
    assert (male["nominated"], male["selected"]) == (125, 60)
    assert male["share"][0] == pytest.approx(60 / 125, abs=0.001)
    assert male["share"][1] < 0.48 < male["share"][2]
    assert told["age", "35 to 49"]["nominated"] == 205


@pytest.mark.parametrize(("selected", "others"), [(4, 43), (43, 4), (2, 3), (0, 60)])
def test_a_group_with_few_either_way_is_hidden_with_the_reason(selected: int, others: int) -> None:
    told = groups(selected_by_group([*people("Male", 62, 61), *people("Female", selected, others)]))
    female = told["sex", "Female"]
    assert (female["nominated"], female["selected"], female["share"]) == ("[c]", "[c]", None)
    assert "Fewer than 10" in female["hidden"]


def test_a_group_of_whom_all_were_selected_is_hidden() -> None:
    told = groups(selected_by_group([*people("Male", 60, 60), *people("Female", 40, 0)]))
    assert told["sex", "Female"]["selected"] == "[c]"


def test_nobody_decided_on_is_no_count_and_what_is_not_recorded_is_a_group() -> None:
    assert selected_by_group([]) is None
    told = groups(selected_by_group([*people("Male", 60, 60), *people("", 40, 40, born_on=None, ethnicity="")]))
    assert {("sex", "not recorded"), ("age", "not recorded"), ("ethnicity", "not recorded")} <= set(told)
