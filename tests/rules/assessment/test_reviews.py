"""A review of risk as it may stand: High without a plan, dates one day too late, levels that change in silence."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from desistance.assessment.rules.reviews import (
    ReviewFacts,
    concern_due_on,
    differences,
    is_silent,
    latest_review_on,
    may_answer,
    may_correct,
    may_countersign,
    may_raise,
    may_review,
    most_at_risk,
    needs_countersignature,
    overall_of,
    trend,
)
from desistance.assessment.terms.reviews import REVIEW_RULES, STEPS, Level

ON = date(2026, 3, 13)
MEDIUM = ReviewFacts(
    "review",
    ON,
    {"public_community": "medium", "staff_community": "low"},
    trigger="New partner with children",
    evidence="Police report of 11 March",
    review_on=date(2026, 4, 20),
)
HIGH = replace(
    MEDIUM, levels={"children_community": "high"}, plan="Weekly contact", change_reason="Children in the home"
)
VERY_HIGH = replace(HIGH, levels={"children_community": "very_high"}, review_on=date(2026, 4, 10))
MAPPA = {"mappa_category": "2", "mappa_level": "2", "mappa_review_on": date(2026, 7, 3)}


def refusals(facts: ReviewFacts, was: str = "", after: date | None = None, agency_kind: str = "probation") -> str:
    decision = may_review(facts, on=ON, was=was, after=after, agency_kind=agency_kind)
    return "" if decision.is_allowed else decision.words


@pytest.mark.parametrize(
    ("levels", "overall"),
    [
        ({}, ""),
        ({"public_community": ""}, ""),
        ({"public_community": "low"}, "low"),
        ({"public_community": "low", "prisoners_custody": "very_high"}, "very_high"),
        ({"staff_custody": "medium", "children_community": "high", "public_community": "low"}, "high"),
    ],
)
def test_the_overall_level_is_the_highest_and_not_assessed_is_not_low(levels: dict[str, str], overall: str) -> None:
    assert overall_of(levels) == overall


@pytest.mark.parametrize(
    ("facts", "was", "words"),
    [
        (replace(MEDIUM, levels={}), "", "Choose the level for at least one group. Not assessed does not mean low."),
        (
            replace(MEDIUM, levels={"prisoners_community": "low"}),
            "",
            "is not a group and place that this service knows",
        ),
        (replace(MEDIUM, levels={"public_community": "severe"}), "", "“severe” is not a level"),
        (replace(HIGH, plan="  "), "", "Level is High. Enter how the risk will be managed."),
        (replace(VERY_HIGH, plan=""), "", "Level is Very high. Enter how the risk will be managed."),
        (HIGH, "", ""),
        (VERY_HIGH, "", ""),
        (MEDIUM, "medium", ""),
        (replace(HIGH, change_reason=" "), "medium", "The level is raised from Medium to High. Enter why."),
        (MEDIUM, "high", "The level is lowered from High to Medium. Enter why."),
        (replace(MEDIUM, change_reason="He moved away"), "very_high", ""),
        (replace(MEDIUM, trigger=" "), "", "Enter why the risk is assessed now."),
        (replace(MEDIUM, evidence=""), "", "Enter the evidence for the level."),
        (replace(MEDIUM, evidence="x" * 4001), "", "The evidence must be 4,000 characters or fewer."),
        (replace(MEDIUM, kind="hunch"), "", "“hunch” is not a kind of review"),
        (replace(MEDIUM, imminence="soon"), "", "does not say how soon"),
        (replace(MEDIUM, made_on=date(2026, 3, 14)), "", "Date of the review must be today or in the past."),
    ],
)
def test_a_review_stands_with_levels_evidence_a_plan_for_high_and_a_reason_for_change(
    facts: ReviewFacts, was: str, words: str
) -> None:
    assert words in refusals(facts, was)
    assert bool(words) == bool(refusals(facts, was))


@pytest.mark.parametrize(
    ("facts", "review_on", "words"),
    [
        (MEDIUM, None, "Enter the date of the next review."),
        (MEDIUM, ON, "Review date must be after 13 March 2026."),
        (MEDIUM, date(2026, 6, 11), ""),
        (MEDIUM, date(2026, 6, 12), "Review date must be on or before 11 June 2026."),
        (replace(MEDIUM, made_on=date(2026, 1, 20)), date(2026, 4, 20), ""),
        (
            replace(MEDIUM, made_on=date(2026, 1, 20)),
            date(2026, 4, 21),
            "Review date must be on or before 20 April 2026.",
        ),
        (replace(MEDIUM, levels={"public_custody": "low"}), date(2026, 9, 11), ""),
        (replace(MEDIUM, levels={"public_custody": "low"}), date(2026, 9, 12), "on or before 11 September 2026."),
        (HIGH, date(2026, 5, 8), ""),
        (HIGH, date(2026, 5, 9), "Review date must be on or before 8 May 2026."),
        (VERY_HIGH, date(2026, 4, 11), "Review date must be on or before 10 April 2026."),
        (replace(MEDIUM, kind="end"), None, ""),
        (replace(MEDIUM, kind="end"), date(2026, 4, 1), "at the end of supervision no review follows"),
    ],
)
def test_the_next_review_is_near_enough_for_the_level(facts: ReviewFacts, review_on: date | None, words: str) -> None:
    told = refusals(replace(facts, review_on=review_on))
    assert words in told
    assert bool(words) == bool(told)


@pytest.mark.parametrize("level", list(Level))
def test_the_higher_the_level_the_sooner_the_review(level: Level) -> None:
    lower = [other for other in Level if STEPS[other] < STEPS[level]]
    assert all(latest_review_on(level, ON) < latest_review_on(other, ON) for other in lower)
    assert needs_countersignature(level, ON) == (level in REVIEW_RULES[-1].values["needs_plan"])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (MAPPA, ""),
        ({**MAPPA, "mappa_review_on": date(2026, 7, 4)}, "MAPPA review must be on or before 3 July 2026."),
        ({**MAPPA, "mappa_level": "3"}, "MAPPA review must be on or before 8 May 2026."),
        ({**MAPPA, "mappa_level": ""}, "Enter both the MAPPA category and the level."),
        ({**MAPPA, "mappa_review_on": None}, "Enter the date of the next MAPPA review."),
        ({"mappa_review_on": date(2026, 4, 1)}, "or leave the MAPPA review date empty"),
        ({**MAPPA, "mappa_category": "5"}, "“5” is not a MAPPA category."),
    ],
)
def test_mappa_is_told_whole_and_reviewed_by_its_level(changed: dict[str, object], words: str) -> None:
    told = refusals(replace(MEDIUM, **changed))  # type: ignore[arg-type]
    assert words in told
    assert bool(words) == bool(told)


def test_only_agencies_that_assess_risk_record_a_review_and_not_before_their_last() -> None:
    assert "Raise a concern instead" in refusals(MEDIUM, agency_kind="police")
    assert refusals(MEDIUM, agency_kind="prison") == ""
    assert "on or after 10 March 2026" in refusals(replace(MEDIUM, made_on=date(2026, 3, 9)), after=date(2026, 3, 10))
    assert refusals(replace(MEDIUM, made_on=date(2026, 3, 10)), after=date(2026, 3, 10)) == ""


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, ""),
        ({"is_author": True}, "Someone else must countersign your review."),
        ({"is_ours": False}, "Only the agency that made this review"),
        ({"needs": False}, "needs no countersignature"),
        ({"answer": "signed"}, "already"),
        ({"sends_back": True}, "Enter what must change."),
        ({"sends_back": True, "words": "Say more of the children"}, ""),
        ({"words": "x" * 301}, "300 characters or fewer"),
    ],
)
def test_a_review_is_countersigned_once_by_somebody_else(changed: dict[str, object], words: str) -> None:
    plain = {"needs": True, "answer": "", "is_author": False, "is_ours": True, "words": "", "sends_back": False}
    decision = may_countersign(**{**plain, **changed})  # type: ignore[arg-type]
    assert words in decision.words
    assert decision.is_allowed == (not words)


def test_a_concern_says_what_was_noticed_and_is_answered_by_those_who_assess() -> None:
    assert may_raise(words="A new partner has children", noticed_on=ON, on=ON)
    assert not may_raise(words=" ", noticed_on=ON, on=ON)
    assert not may_raise(words="Tomorrow", noticed_on=date(2026, 3, 14), on=ON)
    assert may_answer(words="Known since January", agency_kind="probation")
    assert not may_answer(words="Known since January", agency_kind="housing")
    assert not may_answer(words="", agency_kind="probation")
    assert may_correct(is_ours=True, is_standing=True, reason="Wrong line")
    assert "corrected already" in may_correct(is_ours=True, is_standing=False, reason="Wrong line").words


@pytest.mark.parametrize(
    ("raised", "due"),
    [
        (date(2026, 3, 13), date(2026, 3, 20)),
        (date(2026, 4, 1), date(2026, 4, 10)),  # Good Friday and Easter Monday between
        (date(2026, 3, 14), date(2026, 3, 20)),
    ],
)
def test_a_concern_is_answered_within_five_working_days(raised: date, due: date) -> None:
    assert concern_due_on(raised) == due


def test_what_changed_between_two_reviews_is_told_group_by_group() -> None:
    before = {"public_community": "medium", "staff_community": "low"}
    now = {"public_community": "medium", "children_community": "high"}
    assert list(differences(before, now)) == [
        "Children in the community: Not assessed to High",
        "Staff in the community: Low to Not assessed",
    ]
    assert most_at_risk(now) == "children in the community"
    assert most_at_risk({}) == ""


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ("", "high", "First on record"),
        ("medium", "high", "Up from Medium"),
        ("very_high", "low", "Down from Very high"),
        ("high", "high", "The same as before"),
    ],
)
def test_the_way_a_level_went_is_told_in_words(was: str, now: str, words: str) -> None:
    assert trend(was, now) == words


@pytest.mark.parametrize(
    ("heard_at", "silent"),
    [
        (None, False),
        (datetime(2026, 3, 10, 15, 40, tzinfo=UTC), False),
        (datetime(2026, 3, 10, 15, 39, tzinfo=UTC), True),
        (datetime(2025, 12, 2, tzinfo=UTC), True),
    ],
)
def test_a_system_is_taken_to_be_down_after_three_days_and_what_workers_enter_never_is(
    heard_at: datetime | None, silent: bool
) -> None:
    assert is_silent(heard_at, datetime(2026, 3, 13, 15, 40, tzinfo=UTC)) is silent
