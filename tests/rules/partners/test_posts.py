"""Rules about posts: who may give, end and confirm them, and when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desistance.partners.rules.posts import (
    PostFacts,
    is_to_recertify,
    may_end,
    may_give,
    may_recertify,
    recertify_after,
)
from desistance.partners.terms import ROLES

NOW = datetime(2026, 3, 13, 15, 40, tzinfo=UTC)
FINE = PostFacts(
    role="practitioner",
    giver=1,
    receiver=2,
    receiver_is_active=True,
    agency_is_open=True,
    team_is_theirs=True,
    holds_it_already=False,
    from_at=NOW,
    until_at=None,
)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"receiver": 1}, "role", "cannot give yourself"),
        ({"role": "king"}, "role", "from the list"),
        ({"role": ""}, "role", "from the list"),
        ({"receiver_is_active": False}, "role", "disabled"),
        ({"holds_it_already": True}, "role", "already hold"),
        ({"agency_is_open": False}, "agency", "ended"),
        ({"team_is_theirs": False}, "team", "team of the agency"),
        ({"until_at": NOW}, "until_on", "after the start"),
        ({"until_at": NOW - timedelta(days=1)}, "until_on", "after the start"),
    ],
)
def test_a_role_is_refused_in_the_field_that_stands_in_the_way(changed: dict[str, Any], field: str, words: str) -> None:
    answers = may_give(replace(FINE, **changed))
    assert words in answers[field].words
    assert [name for name, answer in answers.items() if not answer] == [field]


@pytest.mark.parametrize("role", ROLES)
def test_every_role_may_be_given_to_someone_else(role: str) -> None:
    assert all(may_give(replace(FINE, role=role)).values())


def test_a_new_account_has_no_number_yet_and_is_not_the_giver() -> None:
    assert may_give(replace(FINE, receiver=None))["role"]


def test_a_last_day_one_second_after_the_start_is_enough() -> None:
    assert may_give(replace(FINE, until_at=NOW + timedelta(seconds=1)))["until_on"]


@pytest.mark.parametrize(
    ("from_days", "until_days", "ends_days", "is_allowed"),
    [
        (-400, None, 0, True),
        (-400, None, 30, True),
        (-400, 90, 30, True),
        (-400, -1, 0, False),
        (-400, 0, 0, False),
        (-400, None, -1, False),
        (10, None, 0, False),
        (10, None, 10, True),
    ],
)
def test_a_post_ends_once_and_never_in_the_past(
    from_days: int, until_days: int | None, ends_days: int, is_allowed: bool
) -> None:
    until_at = None if until_days is None else NOW + timedelta(days=until_days)
    answer = may_end(
        from_at=NOW + timedelta(days=from_days), until_at=until_at, ends_at=NOW + timedelta(days=ends_days), at=NOW
    )
    assert bool(answer) is is_allowed


def test_nobody_confirms_their_own_access() -> None:
    assert not may_recertify(actor=7, subject=7, is_live=True)
    assert may_recertify(actor=7, subject=8, is_live=True)


def test_a_post_that_has_ended_is_not_confirmed() -> None:
    assert "ended" in may_recertify(actor=7, subject=8, is_live=False).words


@pytest.mark.parametrize(
    ("on", "then"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 3, 31), date(2026, 9, 30)),
        (date(2026, 3, 13), date(2026, 9, 13)),
        (date(2026, 12, 1), date(2027, 6, 1)),
        (date(2026, 6, 30), date(2026, 12, 30)),
    ],
)
def test_six_months_later_is_the_same_day_or_the_last_of_the_month(on: date, then: date) -> None:
    assert recertify_after(on) == then


@pytest.mark.parametrize(("days", "is_due"), [(-30, True), (0, True), (14, True), (15, False)])
def test_confirming_becomes_work_a_fortnight_before_its_date(days: int, is_due: bool) -> None:
    today = NOW.date()
    assert is_to_recertify(recertify_on=today + timedelta(days=days), on=today) is is_due
