"""What an address may ask of a list, when somebody is new on it, and what may be kept or taken away."""

from datetime import timedelta

import pytest

from desistance.desk.rules.filters import may_export, may_save
from desistance.desk.rules.lists import FilterFacts, Visits, is_new, next_visit, takes, understood
from tests.factories import NOW

RISK = FilterFacts("risk", "Risk", (("high", "High"), ("low", "Low")))
QUIET = FilterFacts("quiet", "Days without contact", most=365)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("filter_", "value", "answer"),
    [
        (RISK, "high", True),
        (RISK, " high ", True),
        (RISK, "High", False),
        (RISK, "", False),
        (RISK, "high' OR 1=1", False),
        (QUIET, "30", True),
        (QUIET, "0", False),
        (QUIET, "366", False),
        (QUIET, "-3", False),
        (QUIET, "٣", False),
        (QUIET, "1e2", False),
        (QUIET, "9" * 40, False),
        (QUIET, "", False),
    ],
)
def test_a_filter_takes_its_choices_or_a_number_in_range(filter_: FilterFacts, value: str, answer: bool) -> None:
    assert takes(filter_, value) is answer


def test_what_is_not_offered_or_not_understood_is_as_if_it_were_not_asked() -> None:
    asked = {"risk": "high", "quiet": "many", "name": "Ashcroft", "whose": "mine"}
    assert understood(asked, [RISK, QUIET]) == {"risk": "high"}
    assert RISK.words_of("high") == "Risk: High"
    assert QUIET.words_of("30") == "Days without contact: 30"


@pytest.mark.parametrize(
    ("known", "then"),
    [
        (None, Visits(NOW, None)),
        (Visits(NOW - timedelta(minutes=29), None), Visits(NOW - timedelta(minutes=29), None)),
        (Visits(NOW - timedelta(minutes=30), NOW - HOUR * 9), Visits(NOW, NOW - timedelta(minutes=30))),
    ],
)
def test_half_an_hour_away_begins_a_new_visit(known: Visits | None, then: Visits) -> None:
    assert next_visit(known, NOW) == then


@pytest.mark.parametrize(
    ("since", "visits", "answer"),
    [
        (NOW, None, False),
        (NOW, Visits(NOW, None), False),
        (None, Visits(NOW, NOW - HOUR), False),
        (NOW - HOUR, Visits(NOW, NOW - HOUR), False),
        (NOW - HOUR / 2, Visits(NOW, NOW - HOUR), True),
    ],
)
def test_somebody_is_new_who_came_after_the_visit_before(since: object, visits: Visits | None, answer: bool) -> None:
    assert is_new(since, visits) is answer  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "reason", "words"),
    [
        (50, "", ""),
        (51, "", "Enter why you need 51 people"),
        (51, "  too short ", "Enter why you need 51 people"),
        (51, "Audit of contacts", ""),
        (5001, "Audit of contacts", "more than 5,000 people"),
    ],
)
def test_more_than_fifty_people_leave_only_with_a_reason(number: int, reason: str, words: str) -> None:
    answer = may_export(number, reason)
    assert answer.is_allowed is not bool(words)
    assert words in answer.words


GOOD = {
    "name": "High",
    "values": {"risk": "high"},
    "has_team": True,
    "is_shared": False,
    "is_taken": False,
    "number": 3,
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, ""),
        ({"name": "  "}, "Enter a name"),
        ({"name": "x" * 61}, "60 characters or fewer"),
        ({"is_taken": True}, "already have filters of this name"),
        ({"values": {}}, "Choose at least one filter"),
        ({"is_shared": True}, ""),
        ({"is_shared": True, "has_team": False}, "no team"),
        ({"number": 30}, "Remove one first"),
    ],
)
def test_filters_are_kept_under_a_name_of_their_own(change: dict[str, object], words: str) -> None:
    facts = {**GOOD, **change}
    answer = may_save(facts.pop("name"), facts.pop("values"), **facts)  # type: ignore[arg-type]
    assert answer.is_allowed is not bool(words)
    assert words in answer.words
