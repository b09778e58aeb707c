"""My day: order and words of what is due, by table; and what may be kept as a draft."""

from datetime import UTC, datetime, timedelta

import pytest

from desistance.desk.rules.drafts import expiry, kept_values, may_keep
from desistance.desk.rules.duties import DueWords, DutyRow, capped, due_words, grouped, in_order, is_whole_day

AT = datetime(2026, 3, 13, 15, 40, tzinfo=UTC)
LATER = AT + timedelta(days=3)


def duty(record: int, rank: int = 5, due: datetime | None = None, since: datetime = AT, group: str = "") -> DutyRow:
    return DutyRow("a.b", record, 7, "P-7K3M-Q2", "x", "y", since, due, group or f"G{rank}", rank, "Do", "x", False)


def test_rank_comes_before_any_deadline_and_no_deadline_comes_last() -> None:
    rows = [
        duty(1, rank=2),
        duty(2, rank=1, due=LATER),
        duty(3, rank=2, due=AT),
        duty(4, rank=2, since=AT - timedelta(days=9)),
        duty(5, rank=1, due=AT),
    ]
    assert [row.record for row in in_order(rows)] == [5, 2, 3, 4, 1]


def test_groups_stand_in_the_order_of_consequence_and_keep_their_rows_together() -> None:
    rows = [
        duty(1, 8, group="Requests"),
        duty(2, 1, group="Safety"),
        duty(3, 8, group="Asked"),
        duty(4, 8, group="Requests"),
    ]
    assert [(group.name, [row.record for row in group.rows]) for group in grouped(rows)] == [
        ("Safety", [2]),
        ("Asked", [3]),
        ("Requests", [1, 4]),
    ]


WORDS = [
    (None, "", False),
    (AT + timedelta(minutes=25), "25 minutes left", False),
    (AT + timedelta(seconds=1), "1 minute left", False),
    (AT + timedelta(hours=1, minutes=20), "1 hour 20 minutes left", False),
    (AT + timedelta(hours=2), "2 hours left", False),
    (AT, "1 minute left", False),
    (AT - timedelta(minutes=1), "overdue by 1 minute", True),
    (AT - timedelta(hours=3), "overdue by 3 hours", True),
    (AT - timedelta(days=1), "overdue by 1 day", True),
    (AT - timedelta(days=30), "overdue by 30 days", True),
    (AT + timedelta(days=1), "1 day left", False),
    (AT + timedelta(days=4), "2 working days left", False),
    (AT + timedelta(days=3), "1 working day left", False),
    (datetime(2026, 4, 7, 16, tzinfo=UTC), "15 working days left", False),
    (datetime(2026, 3, 13, 0, 0, tzinfo=UTC), "due today", False),
    (datetime(2026, 3, 12, 0, 0, tzinfo=UTC), "overdue by 1 day", True),
]


@pytest.mark.parametrize(("due", "words", "is_late"), WORDS)
def test_a_deadline_is_told_in_minutes_on_its_day_and_in_working_days_before(
    due: datetime | None, words: str, is_late: bool
) -> None:
    assert due_words(due, AT) == DueWords(words, is_late)


@pytest.mark.parametrize(
    ("due", "is_whole"),
    [
        (datetime(2026, 6, 1, 0, 0, tzinfo=UTC), True),
        (datetime(2026, 5, 31, 23, 0, tzinfo=UTC), True),
        (datetime(2026, 6, 1, 0, 1, tzinfo=UTC), False),
        (datetime(2026, 6, 1, 16, 0, tzinfo=UTC), False),
    ],
)
def test_a_deadline_without_a_time_is_a_whole_day(due: datetime, is_whole: bool) -> None:
    assert is_whole_day(due) is is_whole


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (1, "1"), (99, "99"), (100, "99+"), (200, "99+")])
def test_counting_stops_at_a_hundred(count: int, words: str) -> None:
    assert capped(count, 100) == words


def test_a_draft_holds_what_was_typed_and_no_secret() -> None:
    typed = {
        "reason": ["Rang his mum."],
        "needs": ["drugs", "money"],
        "empty": [" "],
        "password": ["secret"],
        "code": ["123456"],
        "csrfmiddlewaretoken": ["x"],
        "once": ["y"],
        "draft-form": ["involvement"],
    }
    assert kept_values(typed) == {"reason": ["Rang his mum."], "needs": ["drugs", "money"]}


@pytest.mark.parametrize(
    ("values", "path", "words"),
    [
        ({"a": ["x"]}, "/people/new/", ""),
        ({}, "/people/new/", "There is nothing to keep yet: the form is empty."),
        ({"a": ["x" * 60_000]}, "/a/", ""),
        (
            {"a": ["x" * 60_000], "b": ["y"]},
            "/a/",
            "A draft can hold 60,000 characters. Copy some of the text elsewhere first.",
        ),
        ({"a": ["x"]}, "//elsewhere/", "A draft belongs to a page of this service."),
        ({"a": ["x"]}, "https://elsewhere/", "A draft belongs to a page of this service."),
        ({"a": ["x"]}, "/\\elsewhere/", "A draft belongs to a page of this service."),
    ],
)
def test_what_may_be_kept(values: dict[str, list[str]], path: str, words: str) -> None:
    assert may_keep(values, path).words == words


def test_a_draft_is_kept_for_fourteen_days() -> None:
    assert expiry(AT) == AT + timedelta(days=14)
