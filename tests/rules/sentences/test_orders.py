"""Orders under the law of their day: awkward dates first, and the last and first day of each version of a law."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desistance.sentences.rules.dates import months_after, reset_on
from desistance.sentences.rules.orders import (
    OrderFacts,
    RequirementFacts,
    may_breach,
    may_end_order,
    may_recall,
    may_record_order,
)

ON = date(2026, 3, 13)
ORDER = OrderFacts("community_order", date(2026, 1, 5), date(2026, 1, 5), date(2027, 1, 4), "Durham Crown Court", "B2")


def refusals(facts: OrderFacts, on: date = ON, agency_kind: str = "probation") -> str:
    decision = may_record_order(facts, on, agency_kind)
    return "" if decision.is_allowed else decision.words


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 2, 28), 12, date(2024, 2, 28)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
        (date(2025, 3, 30), 0, date(2025, 3, 30)),
    ],
)
def test_a_month_ends_on_the_corresponding_day_or_the_last_of_the_month(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, ""),
        ({"ends_on": None}, ""),
        ({"kind": "borstal"}, "“borstal” is not a kind of order"),
        ({"made_on": date(2026, 3, 14), "starts_on": date(2026, 3, 14)}, "must be today or in the past"),
        ({"made_on": ON, "starts_on": date(2026, 3, 20)}, ""),
        ({"starts_on": date(2026, 1, 4)}, "same as or after the day it was made"),
        ({"ends_on": date(2026, 1, 4)}, "same as or after the day it starts"),
        ({"ends_on": date(2029, 1, 5)}, ""),
        ({"ends_on": date(2029, 1, 6)}, "3 years after it was made at the latest"),
        ({"kind": "licence", "ends_on": date(2039, 1, 6)}, ""),
        ({"court": "x" * 121}, "Court must be 120 characters or fewer"),
        ({"tier": "x" * 21}, "Tier must be 20 characters or fewer"),
        ({"requirements": (RequirementFacts("programme"),) * 16}, "15 requirements at most"),
        ({"made_on": date(1999, 1, 5), "starts_on": date(1999, 1, 5), "ends_on": date(2005, 1, 5)}, ""),
    ],
)
def test_an_order_can_have_been_made_so_or_says_why_not(changed: dict[str, object], words: str) -> None:
    said = refusals(replace(ORDER, **changed))  # type: ignore[arg-type]
    assert words in said
    assert bool(words) == bool(said)


def test_an_order_made_on_29_february_ends_3_years_later_on_28_february() -> None:
    leap = replace(ORDER, made_on=date(2024, 2, 29), starts_on=date(2024, 2, 29), ends_on=date(2027, 2, 28))
    assert refusals(leap) == ""
    assert "3 years" in refusals(replace(leap, ends_on=date(2027, 3, 1)))


def test_only_probation_records_orders() -> None:
    assert "Only a probation service" in refusals(ORDER, agency_kind="police")


@pytest.mark.parametrize(
    ("kind", "made_on", "changed", "words"),
    [
        ("unpaid_work", ON, {"amount": 40, "unit": "hours"}, ""),
        ("unpaid_work", ON, {"amount": 300, "unit": "hours"}, ""),
        ("unpaid_work", ON, {"amount": 39, "unit": "hours"}, "Unpaid work must be 40 to 300 hours"),
        ("unpaid_work", ON, {"amount": 301, "unit": "hours"}, "Unpaid work must be 40 to 300 hours"),
        ("unpaid_work", ON, {"amount": 301, "unit": "hours", "kind_of_order": "licence"}, ""),
        ("curfew", date(2022, 6, 27), {"amount": 16, "unit": "hours_a_day"}, ""),
        (
            "curfew",
            date(2022, 6, 27),
            {"amount": 17, "unit": "hours_a_day"},
            "2 to 16 hours a day under the law of that day",
        ),
        ("curfew", date(2022, 6, 28), {"amount": 20, "unit": "hours_a_day"}, ""),
        ("curfew", date(2022, 6, 28), {"amount": 21, "unit": "hours_a_day"}, "2 to 20 hours a day"),
        ("curfew", date(2012, 12, 2), {"amount": 13, "unit": "hours_a_day"}, "2 to 12 hours a day"),
        ("curfew", date(2012, 12, 3), {"amount": 13, "unit": "hours_a_day"}, ""),
        ("curfew", date(2022, 6, 27), {"until_on": date(2023, 6, 27)}, ""),
        ("curfew", date(2022, 6, 27), {"until_on": date(2023, 6, 28)}, "must end within 12 months"),
        ("curfew", date(2024, 2, 29), {"until_on": date(2026, 2, 28)}, ""),
        ("curfew", date(2024, 2, 29), {"until_on": date(2026, 3, 1)}, "must end within 24 months"),
        ("curfew", ON, {"amount": 1, "unit": "hours_a_day"}, "2 to 20 hours a day"),
        ("attendance_centre", ON, {"amount": 37, "unit": "hours"}, "12 to 36 hours"),
        ("alcohol_abstinence", ON, {"amount": 120, "unit": "days"}, ""),
        ("alcohol_abstinence", ON, {"amount": 121, "unit": "days"}, "120 days or fewer"),
        ("rehabilitation_activity", ON, {"amount": 0, "unit": "days"}, "must be 1 or more"),
        ("rehabilitation_activity", ON, {"amount": 60, "unit": "days"}, ""),
        ("programme", ON, {"unit": "weeks"}, "not something that a requirement is counted in"),
        ("programme", ON, {"from_on": date(2026, 4, 2), "until_on": date(2026, 4, 1)}, "ends before it begins"),
        ("programme", ON, {"from_on": date(2026, 3, 12)}, "begins before the order was made"),
        ("gardening", ON, {}, "“gardening” is not a kind of requirement"),
        ("curfew", date(2001, 1, 1), {"amount": 23, "unit": "hours_a_day"}, ""),
    ],
)
def test_a_requirement_is_held_to_the_law_of_the_day_it_was_made(
    kind: str, made_on: date, changed: dict[str, object], words: str
) -> None:
    order = str(changed.pop("kind_of_order", "community_order"))
    told = RequirementFacts(kind, **changed)  # type: ignore[arg-type]
    said = refusals(OrderFacts(order, made_on, made_on, None, requirements=(told,)))
    assert words in said
    assert bool(words) == bool(said)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        (date(2015, 1, 31), None, "There was no post-sentence supervision"),
        (date(2015, 2, 1), date(2016, 2, 1), ""),
        (date(2015, 2, 1), date(2016, 2, 2), "within 12 months of release"),
        (date(2024, 2, 29), date(2025, 2, 28), ""),
        (date(2024, 2, 29), date(2025, 3, 1), "within 12 months of release"),
    ],
)
def test_post_sentence_supervision_exists_from_its_day_for_12_months(
    starts_on: date, ends_on: date | None, words: str
) -> None:
    said = refusals(OrderFacts("post_sentence", date(2014, 6, 2), starts_on, ends_on))
    assert words in said
    assert bool(words) == bool(said)


RAR = frozenset({"rehabilitation_activity"})


@pytest.mark.parametrize(
    ("kind", "starts_on", "ends_on", "requirements", "expected"),
    [
        ("licence", date(2025, 1, 1), date(2025, 12, 31), frozenset(), date(2025, 9, 1)),
        ("licence", date(2025, 1, 1), date(2025, 1, 4), frozenset(), date(2025, 1, 3)),
        ("licence", date(2025, 1, 1), date(2025, 1, 3), frozenset(), date(2025, 1, 3)),
        ("licence", date(2024, 2, 29), date(2025, 2, 28), frozenset(), date(2024, 10, 30)),
        ("licence", date(2023, 6, 7), date(2024, 9, 7), frozenset(), date(2024, 6, 7)),
        ("licence", date(2023, 6, 7), date(2024, 6, 7), frozenset(), date(2024, 6, 7)),
        ("licence", date(2023, 6, 7), date(2024, 6, 6), frozenset(), None),
        ("licence", date(2025, 1, 1), None, frozenset(), None),
        ("community_order", date(2025, 1, 1), date(2025, 12, 31), RAR, date(2025, 9, 1)),
        ("suspended_sentence", date(2025, 1, 1), date(2025, 12, 31), RAR, date(2025, 9, 1)),
        ("community_order", date(2025, 1, 1), date(2025, 12, 31), frozenset({"unpaid_work"}), None),
        ("youth_order", date(2025, 1, 1), date(2025, 12, 31), RAR, None),
        ("post_sentence", date(2025, 3, 1), date(2025, 12, 1), frozenset(), date(2025, 3, 1)),
        ("post_sentence", date(2024, 3, 1), date(2024, 12, 1), frozenset(), date(2024, 6, 7)),
    ],
)
def test_active_contact_stops_after_two_thirds_and_never_before_the_policy_began(
    kind: str, starts_on: date, ends_on: date | None, requirements: frozenset[str], expected: date | None
) -> None:
    told = {"kind": kind, "starts_on": starts_on, "ends_on": ends_on, "requirements": requirements}
    assert reset_on(**told, exempt=False) == expected  # type: ignore[arg-type]
    assert reset_on(**told, exempt=True) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("days", range(1, 400, 7))
def test_contact_lasts_at_least_two_thirds_and_less_than_a_day_longer(days: int) -> None:
    starts_on = date(2025, 2, 27)
    stops = reset_on(
        kind="licence",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=days),
        requirements=frozenset(),
        exempt=False,
    )
    assert stops is not None
    assert 0 <= 3 * (stops - starts_on).days - 2 * days < 3


@pytest.mark.parametrize(
    ("recalled_on", "fixed_days", "is_allowed"),
    [
        (date(2026, 3, 13), None, True),
        (date(2026, 3, 13), 14, True),
        (date(2026, 3, 13), 28, True),
        (date(2026, 3, 13), 56, False),
        (date(2026, 3, 30), 56, False),
        (date(2026, 3, 31), 56, True),
        (date(2026, 3, 31), 28, True),
        (date(2015, 1, 31), 14, False),
        (date(2015, 2, 1), 14, True),
        (date(2008, 7, 13), 28, False),
        (date(2026, 3, 31), 30, False),
    ],
)
def test_a_recall_of_fixed_length_is_of_a_length_that_its_day_knew(
    recalled_on: date, fixed_days: int | None, is_allowed: bool
) -> None:
    told = {"kind": "licence", "state": "active", "starts_on": date(2005, 5, 1), "on": date(2026, 4, 30)}
    decision = may_recall(**told, recalled_on=recalled_on, fixed_days=fixed_days)  # type: ignore[arg-type]
    assert decision.is_allowed is is_allowed


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "community_order"}, "Only someone on licence is recalled"),
        ({"state": "recalled"}, "Only a licence that is active"),
        ({"recalled_on": date(2024, 12, 31)}, "between the start of the licence and today"),
        ({"recalled_on": date(2026, 3, 14)}, "between the start of the licence and today"),
    ],
)
def test_a_recall_that_cannot_have_been_is_refused_in_words(changed: dict[str, object], words: str) -> None:
    told = {"kind": "licence", "state": "active", "starts_on": date(2025, 1, 1), "recalled_on": ON, "on": ON}
    assert words in may_recall(**{**told, **changed}, fixed_days=None).words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, ""),
        ({"kind": "licence"}, "Record a recall instead"),
        ({"state": "ended"}, "Only an order that is active"),
        ({"happened_on": date(2024, 12, 31)}, "between the start"),
        ({"happened_on": date(2026, 3, 14)}, "between the start"),
        ({"words": " "}, "Enter what happened"),
    ],
)
def test_a_breach_is_of_an_order_that_runs(changed: dict[str, object], words: str) -> None:
    told = {"kind": "community_order", "state": "active", "starts_on": date(2025, 1, 1), "happened_on": ON, "on": ON}
    said = may_breach(**{**told, "words": "Missed 3 sessions", **changed}).words  # type: ignore[arg-type]
    assert words in said
    assert bool(words) == bool(said)


@pytest.mark.parametrize(
    ("ended_on", "reason", "words"),
    [
        (ON, "Completed", ""),
        (date(2025, 1, 1), "Completed", ""),
        (date(2024, 12, 31), "Completed", "after the day it started"),
        (date(2026, 3, 14), "Completed", "today or in the past"),
        (ON, "", "Enter why it ended"),
    ],
)
def test_an_order_ends_on_a_day_that_has_come(ended_on: date, reason: str, words: str) -> None:
    said = may_end_order(ended_on=ended_on, starts_on=date(2025, 1, 1), on=ON, reason=reason).words
    assert words in said
    assert bool(words) == bool(said)


def test_a_requirement_reads_as_a_worker_says_it() -> None:
    told = RequirementFacts("curfew", 12, "hours_a_day", words="7pm to 7am")
    assert told.in_words == "Curfew, 12 hours a day, 7pm to 7am"
    assert RequirementFacts("programme").in_words == "Programme"
