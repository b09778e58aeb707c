"""What may be put off and handed over, who may cover, how a workload is summed, what may be muted: each case with its answer."""

from dataclasses import replace
from datetime import date

import pytest

from desistance.desk.rules.handing import HandFacts, may_answer, may_be_put_off, may_hand_over, may_snooze
from desistance.desk.rules.notices import may_choose
from desistance.desk.rules.workload import lines_of
from desistance.desk.terms import HANDOVER_STATES, SNOOZE_RULES
from desistance.foundation.rulesets import NoRuleInForce, RuleSet, problems
from desistance.partners.rules.cover import CoverFacts, days_problem, may_set_cover

TODAY = date(2026, 3, 13)
VALUES = SNOOZE_RULES[0].values
SNOOZE = {"rank": 6, "until": date(2026, 3, 16), "today": TODAY, "reason": "In court", "number": 0, "values": VALUES}


@pytest.mark.parametrize(("rank", "answer"), [(1, False), (2, False), (3, False), (4, True), (12, True)])
def test_safety_legal_deadlines_and_releases_tonight_are_never_put_off(rank: int, answer: bool) -> None:
    assert may_be_put_off(rank, VALUES) is answer
    refused = may_snooze(**{**SNOOZE, "rank": rank})  # type: ignore[arg-type]
    assert all(refused.values()) is answer


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({}, "", ""),
        ({"until": TODAY}, "until", "after today"),
        ({"until": date(2026, 3, 12)}, "until", "after today"),
        ({"until": date(2026, 3, 27)}, "until", ""),
        ({"until": date(2026, 3, 28)}, "until", "within 14 days"),
        ({"reason": "    "}, "reason", "why it can wait"),
        ({"reason": "x" * 301}, "reason", "300 characters or fewer"),
        ({"number": 49}, "", ""),
        ({"number": 50}, "", "put off 50 things"),
    ],
)
def test_the_rest_comes_back_within_a_fortnight_with_a_reason(
    change: dict[str, object], field: str, words: str
) -> None:
    answers = may_snooze(**{**SNOOZE, **change})  # type: ignore[arg-type]
    assert answers[field].is_allowed is not bool(words)
    assert words in answers[field].words
    assert [name for name, answer in answers.items() if not answer] == ([field] if words else [])


HAND = HandFacts("Ring before ten in the morning", False, True, True, "Sam")


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({}, "", ""),
        ({"is_oneself": True, "may_open": False}, "receiver", "not yourself"),
        ({"works_here": False, "may_open": False}, "receiver", "holds a post"),
        ({"may_open": False}, "receiver", "Sam cannot open this record"),
        ({"note": "ok"}, "note", "handover note"),
        ({"note": "x" * 1001}, "note", "1,000 characters"),
        ({"is_handed_already": True}, "", "handed over already"),
    ],
)
def test_a_duty_goes_to_a_colleague_who_can_open_the_record(change: dict[str, object], field: str, words: str) -> None:
    answers = may_hand_over(replace(HAND, **change))  # type: ignore[arg-type]
    assert words in answers[field].words
    assert [name for name, answer in answers.items() if not answer] == ([field] if words else [])
    assert answers[field].words.count(".") <= 1


@pytest.mark.parametrize(
    ("state", "to", "is_of_work", "answer", "allowed"),
    [
        ("handed", "read", True, "", True),
        ("handed", "taken", True, "", False),
        ("read", "read", True, "", False),
        ("handed", "read", False, "", False),
        ("handed", "taken", False, "", True),
        ("handed", "given_back", False, "", False),
        ("handed", "given_back", False, "I am away", True),
        ("taken", "done", False, "", True),
        ("done", "given_back", False, "I am away", False),
    ],
)
def test_work_is_read_and_a_duty_taken_done_or_given_back(
    state: str, to: str, is_of_work: bool, answer: str, allowed: bool
) -> None:
    assert bool(may_answer(state, to, is_of_work=is_of_work, answer=answer)) is allowed
    assert state in {one.name for one in HANDOVER_STATES.states}


COVER = CoverFacts(True, False, False, True, True, TODAY, date(2026, 3, 20), TODAY)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, ""),
        ({"is_own": False}, "Only the worker, or a manager"),
        ({"is_own": False, "manages_team": True}, ""),
        ({"is_oneself": True}, "nobody covers for themselves"),
        ({"works_here": False}, "holds a post"),
        ({"coverer_sees_people": False}, "works with people"),
        ({"from_on": date(2026, 3, 12)}, "today or in the future"),
        ({"until_on": TODAY}, ""),
        ({"until_on": date(2026, 3, 12)}, "End date of cover must be after start date"),
        ({"until_on": date(2026, 6, 12)}, ""),
        ({"until_on": date(2026, 6, 13)}, "92 days"),
    ],
)
def test_a_colleague_who_works_with_people_covers_for_three_months_at_most(
    change: dict[str, object], words: str
) -> None:
    answer = may_set_cover(replace(COVER, **change))  # type: ignore[arg-type]
    assert answer.is_allowed is not bool(words)
    assert words in answer.words


@pytest.mark.parametrize(
    ("days", "allowed"), [([1, 2, 3], True), ([7], True), ([], False), ([0], False), ([8], False), ([1, 1], False)]
)
def test_working_days_are_days_of_the_week_each_once(days: list[int], allowed: bool) -> None:
    assert bool(days_problem(days)) is allowed


RULES = (
    RuleSet("w", 1, date(2020, 1, 1), date(2026, 1, 1), "A source", {"low": 0, "high": 3}),
    RuleSet("w", 2, date(2026, 1, 1), None, "A source", {"low": 1, "high": 5}),
)
WORDS = {"low": "Low", "high": "High"}


@pytest.mark.parametrize(
    ("counted", "on", "expected"),
    [
        ({}, TODAY, []),
        ({"high": 2, "low": 1}, TODAY, ["Risk, Low: 1 person × 1 = 1", "Risk, High: 2 people × 5 = 10"]),
        ({"high": 2}, date(2025, 12, 31), ["Risk, High: 2 people × 3 = 6"]),
        ({"odd": 4, "high": 0}, TODAY, ["Risk, odd: 4 people × 0 = 0"]),
    ],
)
def test_a_workload_is_a_sum_whose_every_line_is_told(counted: dict[str, int], on: date, expected: list[str]) -> None:
    lines = lines_of("Risk", WORDS, RULES, counted, on)
    assert [line.words for line in lines] == expected


def test_a_day_without_a_rule_has_no_sum() -> None:
    with pytest.raises(NoRuleInForce):
        lines_of("Risk", WORDS, RULES, {"low": 1}, date(2019, 1, 1))
    assert problems(SNOOZE_RULES) == []


@pytest.mark.parametrize(
    ("email", "muted", "words"),
    [
        ("each", [], ""),
        ("never", ["a.change"], ""),
        ("hourly", [], "how often"),
        ("daily", ["a.safety"], "always come with a notice"),
        ("daily", ["nothing.known"], "from the list"),
    ],
)
def test_safety_is_never_muted(email: str, muted: list[str], words: str) -> None:
    answer = may_choose(email=email, muted=muted, ranks={"a.safety": 1, "a.change": 11}, values=VALUES)
    assert answer.is_allowed is not bool(words)
    assert words in answer.words
