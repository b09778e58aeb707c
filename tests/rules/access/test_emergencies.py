"""Emergency access: reason, end, renewal, review (security goal C9)."""

from datetime import UTC, datetime, timedelta

import pytest

from desistance.access.rules.emergencies import (
    EmergencyFacts,
    clock_for,
    is_running,
    may_acknowledge,
    may_end,
    may_explain,
    may_renew,
    may_review,
    may_start,
    reason_is_enough,
)
from desistance.access.terms import CLOCKS, EMERGENCY_REASONS, REVIEW_STATES
from desistance.foundation.rulesets import problems

AT = datetime(2026, 3, 13, 18, 5, tzinfo=UTC)
GOOD = {
    "kind": "safeguarding",
    "reason": "School has rung: two children not collected",
    "understands": True,
    "is_confirmed": True,
    "may_open_already": False,
    "at": AT,
}
TOO_SHORT = "Enter why you need to see this record now, in at least 20 characters."


def facts(**more: object) -> EmergencyFacts:
    return EmergencyFacts(**{**GOOD, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reason": ""}, TOO_SHORT),
        ({"reason": "need it now!"}, TOO_SHORT),
        ({"reason": "x" * 19}, TOO_SHORT),
        ({"reason": "a" + " " * 40 + "b"}, TOO_SHORT),
        ({"kind": ""}, "Choose what the emergency is."),
        ({"kind": "curious"}, "Choose what the emergency is."),
        ({"understands": False}, "Tick the box to show that you know who is told."),
        ({"is_confirmed": False}, "Enter the code from your app, or your password."),
        ({"may_open_already": True}, "You can already open this record."),
    ],
)
def test_a_start_is_refused_with_what_to_mend(wrong: dict[str, object], words: str) -> None:
    decision = may_start(facts(**wrong))
    assert not decision
    assert decision.words == words


@pytest.mark.parametrize("kind", EMERGENCY_REASONS)
def test_each_kind_of_emergency_starts_with_a_reason_of_exactly_twenty_characters(kind: str) -> None:
    assert may_start(facts(kind=kind, reason="x" * 20))


@pytest.mark.parametrize(
    ("reason", "is_enough"), [("ż" * 20, True), ("\n" * 30, False), ("one two three four five", True)]
)
def test_characters_are_counted_as_people_read_them(reason: str, is_enough: bool) -> None:
    assert bool(reason_is_enough(reason, AT)) is is_enough


def test_it_never_lasts_longer_than_sixty_minutes_and_its_review_is_due_within_two_working_days() -> None:
    clock = clock_for(AT)
    assert clock.minutes <= 60
    assert clock.until == AT + timedelta(minutes=clock.minutes)
    assert clock.review_due == datetime(2026, 3, 17, 17, 0, tzinfo=UTC)


def test_the_review_of_a_friday_before_a_bank_holiday_skips_both() -> None:
    assert clock_for(datetime(2026, 4, 2, 9, 0, tzinfo=UTC)).review_due == datetime(2026, 4, 8, 16, 0, tzinfo=UTC)


def test_the_dated_values_have_a_source_and_no_gap() -> None:
    assert problems(CLOCKS) == []
    assert REVIEW_STATES.problems() == []


UNTIL = AT + timedelta(minutes=60)


@pytest.mark.parametrize(
    ("at", "ended_at", "runs"),
    [
        (UNTIL, None, False),
        (UNTIL - timedelta(microseconds=1), None, True),
        (AT, None, True),
        (AT - timedelta(microseconds=1), None, False),
        (AT + timedelta(minutes=10), AT + timedelta(minutes=10), False),
        (AT + timedelta(minutes=9), AT + timedelta(minutes=10), True),
        (UNTIL, UNTIL + timedelta(hours=9), False),
    ],
)
def test_it_runs_from_its_start_until_before_its_end(at: datetime, ended_at: datetime | None, runs: bool) -> None:
    assert is_running(from_at=AT, until_at=UNTIL, ended_at=ended_at, at=at) is runs


@pytest.mark.parametrize(
    ("more", "is_own", "runs", "is_allowed"),
    [
        ({}, True, True, True),
        ({}, False, True, False),
        ({}, True, False, False),
        ({"reason": "still"}, True, True, False),
        ({"is_confirmed": False}, True, True, False),
        ({"understands": False}, True, True, False),
    ],
)
def test_renewal_asks_again_for_everything_and_only_while_it_runs(
    more: dict[str, object], is_own: bool, runs: bool, is_allowed: bool
) -> None:
    assert bool(may_renew(facts(**more), is_own=is_own, runs=runs)) is is_allowed


@pytest.mark.parametrize(
    ("is_own", "runs", "is_allowed"), [(True, True, True), (False, True, False), (True, False, False)]
)
def test_only_its_worker_ends_it_and_only_once(is_own: bool, runs: bool, is_allowed: bool) -> None:
    assert bool(may_end(is_own=is_own, runs=runs)) is is_allowed


@pytest.mark.parametrize(
    ("state", "verdict", "note", "is_own", "is_allowed"),
    [
        ("due", "justified", "", True, False),
        ("due", "justified", "", False, True),
        ("due", "", "", False, False),
        ("due", "not_justified", "", False, False),
        ("due", "not_justified", "Not your case", False, True),
        ("due", "more_needed", " ", False, False),
        ("due", "more_needed", "Who rang?", False, True),
        ("more_needed", "justified", "", False, True),
        ("more_needed", "more_needed", "And?", False, False),
        ("justified", "not_justified", "Changed my mind", False, False),
        ("not_justified", "justified", "", False, False),
    ],
)
def test_a_review_is_by_someone_else_once_and_says_why_where_the_worker_must_learn(
    state: str, verdict: str, note: str, is_own: bool, is_allowed: bool
) -> None:
    assert bool(may_review(state=state, verdict=verdict, note=note, is_own=is_own)) is is_allowed


@pytest.mark.parametrize(
    ("state", "is_own", "words", "is_allowed"),
    [
        ("more_needed", True, "The head teacher", True),
        ("more_needed", True, " ", False),
        ("due", True, "x", False),
        ("more_needed", False, "x", False),
    ],
)
def test_a_worker_answers_only_a_reviewer_who_asked(state: str, is_own: bool, words: str, is_allowed: bool) -> None:
    assert bool(may_explain(state=state, is_own=is_own, words=words)) is is_allowed


@pytest.mark.parametrize(
    ("is_owner", "is_own", "is_seen", "is_allowed"),
    [(True, False, False, True), (False, False, False, False), (True, True, False, False), (True, False, True, False)],
)
def test_an_alert_is_marked_as_seen_by_the_agency_that_holds_the_record(
    is_owner: bool, is_own: bool, is_seen: bool, is_allowed: bool
) -> None:
    assert bool(may_acknowledge(is_owner=is_owner, is_own=is_own, is_seen=is_seen)) is is_allowed
