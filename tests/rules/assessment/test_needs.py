"""An assessment of needs as it may stand: not known is never no need, and a need without words is refused."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desistance.assessment.rules.needs import (
    Answer,
    Kept,
    NeedsFacts,
    asked_of,
    class_of,
    headline_of,
    is_unchanged,
    may_assess,
    may_correct_needs,
    shown_of,
    standing_answers,
    travelled,
)
from desistance.assessment.terms.needs import CLOSELY_HELD, FOR_WOMEN, Need, Pathway
from desistance.foundation.terms import DataClass

ON, BEFORE = date(2026, 3, 13), date(2025, 11, 17)
HIGH = Answer("high", "Two weeks of notice left on the room")
FACTS = NeedsFacts(ON, {"accommodation": HIGH, "family": Answer("strength", "His sister helps")})


def refusals(facts: NeedsFacts, after: date | None = None) -> str:
    decision = may_assess(facts, on=ON, after=after)
    return "" if decision.is_allowed else decision.words


def only(**answers: Answer) -> NeedsFacts:
    return replace(FACTS, answers=answers)


@pytest.mark.parametrize(
    ("facts", "after", "words"),
    [
        (FACTS, None, ""),
        (FACTS, ON, ""),
        (only(), None, "Choose a level for at least one pathway. Not known does not mean no need."),
        (only(money=Answer()), None, "Not known does not mean no need."),
        (only(money=Answer(words="Not asked today")), None, "Not known does not mean no need."),
        (only(money=Answer("none")), None, ""),
        (only(money=Answer("some")), None, "You chose Some need for Finance, benefits and debt. Enter why."),
        (only(money=Answer("high", "  ")), None, "You chose High need for Finance, benefits and debt. Enter why."),
        (only(family=Answer("strength")), None, "You chose Strength for Children and family. Enter why."),
        (only(money=Answer("severe", "x")), None, "“severe” is not an answer that this service knows"),
        (only(money=Answer("none", readiness="soon")), None, "“soon” is not an answer"),
        (only(money=Answer("none", own_view="bad")), None, "“bad” is not an answer"),
        (only(gambling=HIGH), None, "“gambling” is not a pathway that this service knows."),
        (only(money=replace(HIGH, words="x" * 501)), None, "What is known of Finance, benefits and debt must be 500"),
        (
            only(money=replace(HIGH, own_words="x" * 501)),
            None,
            "The person's words on Finance, benefits and debt must be",
        ),
        (
            only(money=replace(HIGH, helps="x" * 501)),
            None,
            "What would help with Finance, benefits and debt must be 500",
        ),
        (replace(FACTS, made_on=date(2026, 3, 14)), None, "Date of the assessment must be today or in the past."),
        (replace(FACTS, made_on=date(2026, 3, 12)), ON, "must be on or after 13 March 2026, the day of the last one"),
        (replace(FACTS, with_person=False), None, "Enter why it was made without the person."),
        (replace(FACTS, with_person=False, why_without="x" * 301), None, "must be 300 characters or fewer"),
        (replace(FACTS, with_person=False, why_without="In hospital"), None, ""),
        (
            replace(only(money=replace(HIGH, own_view="help")), with_person=False, why_without="In hospital"),
            None,
            "Leave the person's view of Finance, benefits and debt at Not asked",
        ),
    ],
)
def test_an_assessment_stands_with_a_level_and_words_for_what_matters(
    facts: NeedsFacts, after: date | None, words: str
) -> None:
    told = refusals(facts, after)
    assert words in told
    assert bool(words) == bool(told)


@pytest.mark.parametrize(
    ("answer", "before", "kept"),
    [
        (HIGH, None, ON),
        (HIGH, HIGH, BEFORE),
        (replace(HIGH, words="One week left"), HIGH, BEFORE),
        (Answer("some", "Notice taken back"), HIGH, ON),
        (Answer(), None, None),
        (Answer(), Answer(), None),
        (Answer(), HIGH, ON),
        (Answer(own_words="I'd rather not say"), None, ON),
    ],
)
def test_a_level_that_stays_keeps_its_day_and_what_was_never_known_leaves_no_row(
    answer: Answer, before: Answer | None, kept: date | None
) -> None:
    earlier = {"accommodation": Kept(before, BEFORE, BEFORE)} if before else {}
    found = standing_answers(only(accommodation=answer), earlier)
    assert found == ({"accommodation": (answer, kept)} if kept else {})
    assert is_unchanged(answer, earlier.get("accommodation")) == (before == answer)


@pytest.mark.parametrize(
    ("first", "now", "words"),
    [
        ("high", "some", "Less need"),
        ("some", "strength", "Less need"),
        ("none", "strength", "Less need"),
        ("some", "high", "More need"),
        ("strength", "none", "More need"),
        ("high", "high", "The same"),
        ("unknown", "high", "Cannot be compared"),
        ("", "none", "Cannot be compared"),
        ("high", "unknown", "Cannot be compared"),
    ],
)
def test_how_far_someone_came_is_told_only_between_known_levels(first: str, now: str, words: str) -> None:
    assert travelled(first, now) == words


@given(some.sampled_from(Need), some.sampled_from(Need))
def test_the_way_back_is_the_other_way(one: Need, other: Need) -> None:
    there, back = travelled(one, other), travelled(other, one)
    assert {there, back} in ({"Less need", "More need"}, {"The same"}, {"Cannot be compared"})


def test_health_and_abuse_are_closely_held_and_all_else_is_plan() -> None:
    assert {one for one in Pathway if class_of(one) is DataClass.HEALTH} == set(CLOSELY_HELD)
    assert class_of("accommodation") is DataClass.PLAN


@pytest.mark.parametrize(
    ("is_man", "answered", "left_out"),
    [(False, (), ()), (True, (), FOR_WOMEN), (True, ("abuse",), ("sex_work",))],
)
def test_the_two_pathways_for_women_are_left_out_for_a_man_unless_something_is_on_record(
    is_man: bool, answered: tuple[str, ...], left_out: tuple[str, ...]
) -> None:
    assert [one for one in Pathway if one not in asked_of(is_man=is_man, answered=answered)] == list(left_out)


@pytest.mark.parametrize(
    ("is_woman", "answered", "left_out"),
    [(True, (), ()), (False, (), FOR_WOMEN), (False, ("sex_work",), ("abuse",))],
)
def test_they_are_shown_for_a_woman_or_once_something_is_on_record(
    is_woman: bool, answered: tuple[str, ...], left_out: tuple[str, ...]
) -> None:
    assert [one for one in Pathway if one not in shown_of(is_woman=is_woman, answered=answered)] == list(left_out)


def test_the_timeline_says_nothing_of_what_is_closely_held() -> None:
    answers = {
        "accommodation": HIGH,
        "health": HIGH,
        "abuse": HIGH,
        "family": Answer("strength", "x"),
        "work": Answer(),
    }
    assert headline_of(answers) == "High need: accommodation. Strength: children and family"
    assert headline_of({"health": HIGH}) == ""


@pytest.mark.parametrize(
    ("is_standing", "reason", "words"),
    [
        (True, "The wrong person's notes", ""),
        (True, " ", "Enter why this is being corrected."),
        (True, "x" * 301, "The reason must be 300 characters or fewer."),
        (False, "Again", "This assessment has been corrected already."),
    ],
)
def test_an_assessment_is_corrected_once_and_with_a_reason(is_standing: bool, reason: str, words: str) -> None:
    decision = may_correct_needs(is_standing=is_standing, reason=reason)
    assert (decision.is_allowed, words in decision.words) == (not words, True)
