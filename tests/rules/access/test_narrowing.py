"""Consent, restriction, exclusion, hidden entries and allocation: what each rule allows and what it says otherwise."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desistance.access.rules.consents import ConsentFacts, consentable, may_give, may_withdraw
from desistance.access.rules.involvements import may_allocate, may_name_worker
from desistance.access.rules.policy import policy
from desistance.access.rules.restrictions import (
    RestrictionFacts,
    may_end_exclusion,
    may_end_restriction,
    may_exclude,
    may_hide,
    may_list,
    may_restrict,
    may_unlist,
)
from desistance.access.terms import Owner
from desistance.foundation.terms import DataClass

AT = datetime(2026, 3, 13, 15, 40, tzinfo=UTC)
TODAY = date(2026, 3, 13)
CONSENT = {
    "data_class": "health",
    "is_to_another_agency": True,
    "is_given_already": False,
    "is_written": False,
    "has_proof": False,
    "given_at": AT,
    "at": AT,
}


@pytest.mark.parametrize(
    ("change", "is_allowed"),
    [
        ({"given_at": AT + timedelta(seconds=1)}, False),
        ({"is_written": True}, False),
        ({"is_written": True, "has_proof": True}, True),
        ({"data_class": "victim"}, False),
        ({"data_class": "casework"}, False),
        ({"data_class": "no such class"}, False),
        ({"is_to_another_agency": False}, False),
        ({"is_given_already": True}, False),
        ({}, True),
        ({"given_at": AT - timedelta(days=400)}, True),
    ],
)
def test_consent(change: dict[str, object], is_allowed: bool) -> None:
    assert bool(may_give(ConsentFacts(**{**CONSENT, **change}))) is is_allowed  # type: ignore[arg-type]


def test_consent_is_offered_only_for_classes_that_the_policy_opens_by_consent() -> None:
    assert consentable() == (DataClass.HEALTH,)
    without = tuple(row for row in policy() if row.owner != Owner.CONSENTED)
    assert consentable(without) == ()


@pytest.mark.parametrize(
    ("is_withdrawn", "is_ours", "is_allowed"), [(True, True, False), (False, False, False), (False, True, True)]
)
def test_only_the_agency_that_recorded_a_consent_withdraws_it_and_once(
    is_withdrawn: bool, is_ours: bool, is_allowed: bool
) -> None:
    assert bool(may_withdraw(is_withdrawn=is_withdrawn, is_ours=is_ours)) is is_allowed


RESTRICTION = {
    "is_restricted_already": False,
    "reason": "Related to a member of staff",
    "review_on": TODAY + timedelta(days=90),
    "on": TODAY,
    "listed": 1,
    "approver_is_ours": True,
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"listed": 0}, "Choose at least one worker who can still open the record."),
        ({"review_on": TODAY}, "The review must be after today."),
        ({"reason": "\t"}, "Enter why this record must be restricted."),
        ({"approver_is_ours": False}, "Choose an approver who works for your agency now."),
        ({"is_restricted_already": True}, "This record is already restricted."),
    ],
)
def test_a_restriction_is_refused_with_what_to_mend(change: dict[str, object], words: str) -> None:
    decision = may_restrict(RestrictionFacts(**{**RESTRICTION, **change}))  # type: ignore[arg-type]
    assert not decision
    assert decision.words == words


def test_a_restriction_with_everything_is_allowed() -> None:
    assert may_restrict(RestrictionFacts(**RESTRICTION))  # type: ignore[arg-type]


def test_a_restriction_ends_once_and_with_a_reason() -> None:
    assert may_end_restriction(is_ended=False, reason="The worker has left")
    assert not may_end_restriction(is_ended=False, reason=" ")
    assert not may_end_restriction(is_ended=True, reason="Again")


@pytest.mark.parametrize(
    ("change", "is_allowed"),
    [
        ({}, True),
        ({"is_ended": True}, False),
        ({"is_listed": True}, False),
        ({"holds_post": False}, False),
        ({"is_excluded": True}, False),
    ],
)
def test_who_joins_the_list(change: dict[str, bool], is_allowed: bool) -> None:
    facts = {"is_ended": False, "is_listed": False, "holds_post": True, "is_excluded": False, **change}
    assert bool(may_list(**facts)) is is_allowed


@pytest.mark.parametrize(("is_listed", "others", "is_allowed"), [(True, 0, False), (False, 3, False), (True, 1, True)])
def test_the_last_worker_stays_on_the_list(is_listed: bool, others: int, is_allowed: bool) -> None:
    assert bool(may_unlist(is_listed=is_listed, others_listed=others)) is is_allowed


@pytest.mark.parametrize(
    ("change", "is_allowed"),
    [
        ({"is_self": True}, False),
        ({"is_excluded": True}, False),
        ({"is_ours": False}, False),
        ({"reason": ""}, False),
        ({}, True),
    ],
)
def test_a_worker_is_excluded_by_somebody_else_once_with_a_reason(change: dict[str, object], is_allowed: bool) -> None:
    facts = {"is_self": False, "is_excluded": False, "is_ours": True, "reason": "Neighbours", **change}
    assert bool(may_exclude(**facts)) is is_allowed  # type: ignore[arg-type]


def test_nobody_ends_their_own_exclusion() -> None:
    assert may_end_exclusion(is_ended=False, is_own=False)
    assert not may_end_exclusion(is_ended=False, is_own=True)
    assert not may_end_exclusion(is_ended=True, is_own=False)


@pytest.mark.parametrize(
    ("change", "is_allowed"),
    [
        ({"is_ours": False}, False),
        ({"is_from_another": False}, False),
        ({"is_hidden": True}, False),
        ({"reason": " "}, False),
        ({}, True),
    ],
)
def test_an_agency_hides_its_own_entry_from_another_once_with_a_reason(
    change: dict[str, object], is_allowed: bool
) -> None:
    facts = {"is_ours": True, "is_from_another": True, "is_hidden": False, "reason": "Safety of a child", **change}
    assert bool(may_hide(**facts)) is is_allowed  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "is_allowed"),
    [
        ({"state": "ended"}, False),
        ({"is_ours": False}, False),
        ({"team_is_ours": False}, False),
        ({"lead_is_ours": False}, False),
        ({"changes_something": False}, False),
        ({}, True),
    ],
)
def test_open_work_is_given_to_one_s_own_team_and_workers(change: dict[str, object], is_allowed: bool) -> None:
    facts = {
        "state": "open",
        "is_ours": True,
        "team_is_ours": True,
        "lead_is_ours": True,
        "changes_something": True,
        **change,
    }
    assert bool(may_allocate(**facts)) is is_allowed  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "is_allowed"),
    [
        ({"state": "ended"}, False),
        ({"works_here": False}, False),
        ({"is_named_already": True}, False),
        ({"part": " "}, False),
        ({}, True),
    ],
)
def test_a_worker_of_the_agency_is_named_once_on_open_work(change: dict[str, object], is_allowed: bool) -> None:
    facts = {"state": "open", "works_here": True, "is_named_already": False, "part": "Support worker", **change}
    assert bool(may_name_worker(**facts)) is is_allowed  # type: ignore[arg-type]
