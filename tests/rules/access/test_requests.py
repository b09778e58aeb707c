"""Who is asked, who may answer, and until when: spec tables, the awkward cases first."""

from datetime import UTC, datetime

import pytest

from desistance.access.rules.requests import (
    PARTS,
    AnswerFacts,
    Candidate,
    RequestFacts,
    access_until,
    choose_approver,
    may_answer,
    may_end_granted,
    may_request,
    may_withdraw_request,
)

ASKER = 9


@pytest.mark.parametrize(
    ("candidates", "chosen"),
    [
        pytest.param([], None, id="nobody at all"),
        pytest.param([Candidate(1, "lead worker", holds_post=False)], None, id="the only one has left"),
        pytest.param([Candidate(ASKER, "lead worker")], None, id="never the asker"),
        pytest.param([Candidate(1, "friend")], None, id="a part that is not on the list"),
        pytest.param(
            [Candidate(1, "lead worker", is_excluded=True), Candidate(2, "team manager")],
            2,
            id="an excluded lead is passed",
        ),
        pytest.param(
            [
                Candidate(1, "lead worker", holds_post=False),
                Candidate(2, "agency manager"),
                Candidate(3, "team manager"),
            ],
            3,
            id="a lead who left: the tied team's manager before the agency's",
        ),
        pytest.param(
            [Candidate(1, "lead worker", may_answer=False), Candidate(4, "governance officer")],
            4,
            id="a lead without the permission: governance",
        ),
        pytest.param([Candidate(5, "lead worker"), Candidate(6, "lead worker")], 5, id="two leads: the first given"),
        pytest.param(
            [Candidate(1, "lead worker"), Candidate(7, "restriction approver")], 7, id="a restriction names its own"
        ),
    ],
)
def test_the_approver_is_the_first_who_still_can_answer(candidates: list[Candidate], chosen: int | None) -> None:
    found = choose_approver(candidates, asker=ASKER)
    assert (found.staff if found else None) == chosen


def test_every_part_is_asked_before_the_next() -> None:
    everyone = [Candidate(place, part) for place, part in enumerate(PARTS, start=1)]
    while everyone:
        found = choose_approver(list(reversed(everyone)), asker=ASKER)
        assert found == everyone[0]
        everyone.pop(0)


GOOD = {
    "reason": "Joint home visit next Tuesday",
    "days": 7,
    "least_characters": 20,
    "may_open_already": False,
    "has_asked_already": False,
    "has_approver": True,
}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reason": " " * 40}, "Enter why you need this record, in at least 20 characters."),
        ({"reason": "x" * 19}, "Enter why you need this record, in at least 20 characters."),
        ({"days": 0}, "Choose how long you need it for."),
        ({"days": 365}, "Choose how long you need it for."),
        ({"may_open_already": True}, "You can already open this record."),
        ({"has_asked_already": True}, "You have already asked. The answer will be on your requests page."),
        ({"has_approver": False}, "Nobody can answer a request for this record today. Ring the team that holds it."),
    ],
)
def test_a_request_is_refused_with_what_to_do(wrong: dict[str, object], words: str) -> None:
    decision = may_request(RequestFacts(**{**GOOD, **wrong}))  # type: ignore[arg-type]
    assert not decision
    assert decision.words == words


@pytest.mark.parametrize("days", [1, 7, 28])
def test_a_request_of_each_length_is_allowed_at_the_least_length_of_reason(days: int) -> None:
    assert may_request(RequestFacts(**{**GOOD, "days": days, "reason": "x" * 20}))  # type: ignore[arg-type]


ANSWER = {
    "state": "asked",
    "answer": "given",
    "words": "",
    "is_asker": False,
    "is_approver": True,
    "is_owner_manager": False,
    "approver_has_left": False,
}


@pytest.mark.parametrize(
    ("change", "is_allowed"),
    [
        pytest.param({}, True, id="the approver gives"),
        pytest.param({"is_asker": True}, False, id="never one's own, even as approver"),
        pytest.param({"is_approver": False}, False, id="not the approver"),
        pytest.param(
            {"is_approver": False, "is_owner_manager": True}, False, id="a manager while the approver is here"
        ),
        pytest.param(
            {"is_approver": False, "approver_has_left": True}, False, id="someone else when the approver left"
        ),
        pytest.param(
            {"is_approver": False, "is_owner_manager": True, "approver_has_left": True}, True, id="a manager stands in"
        ),
        pytest.param(
            {"is_approver": False, "is_owner_manager": True, "approver_has_left": True, "is_asker": True},
            False,
            id="a manager who asked does not stand in for themself",
        ),
        pytest.param({"answer": "refused"}, False, id="a refusal needs words"),
        pytest.param({"answer": "refused", "words": "  "}, False, id="spaces are not words"),
        pytest.param({"answer": "refused", "words": "Not involved"}, True, id="a refusal with words"),
        pytest.param({"answer": "perhaps"}, False, id="no such answer"),
        pytest.param({"state": "given"}, False, id="answered already"),
        pytest.param({"state": "withdrawn"}, False, id="withdrawn"),
        pytest.param({"state": "refused", "answer": "refused", "words": "Again"}, False, id="refused already"),
    ],
)
def test_who_may_answer(change: dict[str, object], is_allowed: bool) -> None:
    assert bool(may_answer(AnswerFacts(**{**ANSWER, **change}))) is is_allowed  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "is_asker", "is_allowed"),
    [("asked", True, True), ("asked", False, False), ("given", True, False), ("lapsed", True, False)],
)
def test_only_the_asker_withdraws_and_only_while_nobody_has_answered(
    state: str, is_asker: bool, is_allowed: bool
) -> None:
    assert bool(may_withdraw_request(state, is_asker=is_asker)) is is_allowed


@pytest.mark.parametrize(
    ("state", "is_asker", "answers", "is_allowed"),
    [
        ("given", True, False, True),
        ("given", False, True, True),
        ("given", False, False, False),
        ("asked", True, False, False),
        ("lapsed", True, True, False),
    ],
)
def test_access_that_was_given_is_ended_by_either_side(
    state: str, is_asker: bool, answers: bool, is_allowed: bool
) -> None:
    assert bool(may_end_granted(state, is_asker=is_asker, may_answer_it=answers)) is is_allowed


@pytest.mark.parametrize(
    ("at", "days", "until"),
    [
        pytest.param(
            datetime(2026, 3, 13, 15, 40, tzinfo=UTC),
            7,
            datetime(2026, 3, 21, 0, 0, tzinfo=UTC),
            id="to the end of 20 March",
        ),
        pytest.param(
            datetime(2026, 3, 28, 12, 0, tzinfo=UTC),
            1,
            datetime(2026, 3, 29, 23, 0, tzinfo=UTC),
            id="the clocks go forward",
        ),
        pytest.param(
            datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
            1,
            datetime(2026, 7, 3, 23, 0, tzinfo=UTC),
            id="after local midnight",
        ),
    ],
)
def test_access_ends_with_the_local_day(at: datetime, days: int, until: datetime) -> None:
    assert access_until(at, days) == until
