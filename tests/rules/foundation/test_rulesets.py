"""Dated rule sets: the version in force on a day, and findings that keep not known apart from no."""

from datetime import date

import pytest

from desistance.foundation.rulesets import Answer, Finding, NoRuleInForce, RuleSet, assess, in_force, problems

FIRST = RuleSet("months", 1, date(2014, 4, 1), date(2025, 4, 1), "Leaflet 2014", {"months": 4})
SECOND = RuleSet("months", 2, date(2025, 4, 1), None, "Leaflet 2025", {"months": 3})


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2014, 4, 1), 1),
        (date(2025, 3, 31), 1),
        (date(2025, 4, 1), 2),
        (date(2099, 1, 1), 2),
    ],
    ids=["first day", "last day of the old", "first day of the new", "long after"],
)
def test_the_version_in_force(on: date, version: int) -> None:
    assert in_force((FIRST, SECOND), on).version == version


def test_before_the_first_version_no_rule_is_in_force() -> None:
    with pytest.raises(NoRuleInForce, match="31 March 2014"):
        in_force((FIRST, SECOND), date(2014, 3, 31))


def adult(facts: int | None, values: dict[str, int]) -> Finding:
    answer = Answer.CANNOT_TELL if facts is None else Answer.MET if facts >= values["age"] else Answer.NOT_MET
    return Finding("adult", "Is an adult", answer)


@pytest.mark.parametrize(("age", "answer"), [(None, "cannot_tell"), (18, "met"), (17, "not_met")])
def test_a_criterion_that_cannot_be_told_is_not_a_no(age: int | None, answer: str) -> None:
    rules = RuleSet("adult", 1, date(2020, 1, 1), None, "Test", {}, (("adult", {"age": 18}),))
    assert [finding.answer for finding in assess(rules, {"adult": adult}, age)] == [answer]


def test_a_criterion_that_no_code_knows_is_a_problem() -> None:
    rules = RuleSet("adult", 1, date(2020, 1, 1), None, "Test", {}, (("grown up", {}),))
    assert problems((rules,), {"adult": adult}) == ["adult 1: no criterion called grown up"]
