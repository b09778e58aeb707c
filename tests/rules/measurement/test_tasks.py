"""Where each task of a publication stands, by what is done; and who may approve when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desistance.measurement.rules.approval import (
    may_approve,
    may_be_published_now,
    may_be_set_for,
    reason_stands,
    usual_moment,
)
from desistance.measurement.rules.conventions import CONVENTIONS, opaque, stated
from desistance.measurement.rules.periods import Period
from desistance.measurement.rules.tasks import PublicationFacts, tasks_of
from desistance.measurement.rules.texts import FIELD, names
from desistance.measurement.rules.wording import headline_for, slug_for, summary_for

AT = datetime(2026, 3, 13, 15, 40, tzinfo=UTC)


def facts(state: str, **more: object) -> PublicationFacts:
    given = {
        "is_final": True,
        "is_text_standing": True,
        "tables": 5,
        "hidden": 12,
        "publish_at": None,
        "published_at": None,
    }
    return PublicationFacts(state=state, **{**given, **more})


@pytest.mark.parametrize(
    ("state", "more", "next_step"),
    [
        ("draft", {"tables": 0}, "Freeze and count the data"),
        ("draft", {"is_text_standing": False}, "Write the text"),
        ("draft", {}, "Sign the checks"),
        ("checked", {}, "Ask for approval"),
        ("waiting", {}, "Approval by another person"),
        ("waiting", {"publish_at": AT}, "Approval by another person"),
        ("approved", {}, "Publish"),
        ("published", {"published_at": AT}, None),
        ("withdrawn", {"published_at": AT}, None),
    ],
)
def test_one_task_is_next_and_those_after_it_cannot_start(
    state: str, more: dict[str, object], next_step: str | None
) -> None:
    tasks = tasks_of(facts(state, **more))
    open_ones = [task for task in tasks if not task.is_done]
    assert (open_ones[0].name if open_ones else None) == next_step
    assert {task.standing for task in open_ones[1:]} <= {"Cannot start yet"}


def test_nothing_hidden_is_said() -> None:
    assert tasks_of(facts("draft", hidden=0))[1].words == "No hidden numbers in this table."


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        (datetime(2026, 3, 13, 15, 40, tzinfo=UTC), "2026-03-16T09:30:00+00:00"),
        (datetime(2026, 3, 27, 15, 40, tzinfo=UTC), "2026-03-30T09:30:00+01:00"),
        (datetime(2026, 4, 2, 10, tzinfo=UTC), "2026-04-07T09:30:00+01:00"),
    ],
    ids=["over a weekend", "over the change of clocks", "over Easter"],
)
def test_the_set_time_is_half_past_nine_on_the_next_working_day(at: datetime, moment: str) -> None:
    assert usual_moment(at).isoformat() == moment


@pytest.mark.parametrize(
    ("approver", "submitted", "is_allowed"),
    [(1, None, False), (2, 2, False), (3, 2, True), (3, None, True), (0, 2, False)],
)
def test_the_approver_is_a_person_who_neither_prepared_nor_asked(
    approver: int, submitted: int | None, is_allowed: bool
) -> None:
    found = may_approve(approver=approver, prepared_by=1, submitted_by=submitted, can=("Grace", "Bea"))
    assert found.is_allowed is is_allowed
    assert is_allowed or found.words == "Another person must approve this. Grace or Bea can."


def test_where_nobody_else_can_approve_the_refusal_says_whom_to_ask() -> None:
    assert "ask an administrator" in may_approve(approver=1, prepared_by=1, submitted_by=None, can=()).words


@pytest.mark.parametrize(
    ("moment", "final_from", "words"),
    [
        (AT, None, "still to come"),
        (AT + timedelta(days=93), None, "within three months"),
        (AT + timedelta(days=1), date(2026, 4, 1), "can be published from 1 April 2026"),
        (datetime(2026, 4, 1, 8, 30, tzinfo=UTC), date(2026, 4, 1), ""),
    ],
)
def test_the_time_is_to_come_soon_and_when_the_cohort_is_final(
    moment: datetime, final_from: date | None, words: str
) -> None:
    found = may_be_set_for(moment, at=AT, final_from=final_from)
    assert (words in found.words, found.is_allowed) == (True, not words)


def test_it_is_published_at_its_moment_and_not_before() -> None:
    assert may_be_published_now(publish_at=AT, at=AT)
    assert not may_be_published_now(publish_at=AT, at=AT - timedelta(seconds=1))
    assert not may_be_published_now(publish_at=None, at=AT)


@pytest.mark.parametrize(
    ("words", "is_allowed"), [("", False), ("Late.", False), ("x" * 501, False), ("Results came late.", True)]
)
def test_a_reason_is_a_sentence(words: str, is_allowed: bool) -> None:
    assert reason_stands(words).is_allowed is is_allowed


def test_the_text_that_a_release_starts_from_uses_declared_fields_only() -> None:
    texts = (headline_for(True), headline_for(False), summary_for(True), summary_for(False))
    assert {name for text in texts for name in FIELD.findall(text)} <= set(names())
    assert (
        slug_for("proven_reoffending", Period(date(2023, 4, 1), date(2024, 3, 31)))
        == "proven-reoffending-2023-04-to-2024-03"
    )


def test_a_persons_number_in_a_snapshot_is_of_no_use_in_another() -> None:
    assert opaque("a", 7) == opaque("a", 7)
    assert len({opaque("a", 7), opaque("b", 7), opaque("a", 8)}) == 3


def test_every_convention_of_a_snapshot_is_stated_by_name() -> None:
    assert len({name for name, _, _ in CONVENTIONS}) == len(CONVENTIONS)
    assert all(f"{name}={choice}" in stated("proven-2024") for name, choice, _ in CONVENTIONS)
