"""Hours and compliance as tables: what a line may be, what a ledger adds up to, whether it is done in time, week by week."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desistance.casework.rules.compliance import weeks_of
from desistance.casework.rules.hours import HoursFacts, duration, ledger, troubles_of_hours
from desistance.casework.terms import HoursKind, Outcome

FROM, TODAY = date(2025, 11, 3), date(2026, 3, 13)


@pytest.mark.parametrize(
    ("kind", "minutes", "day", "reason", "fields"),
    [
        ("holiday", 60, TODAY, "", ["kind"]),
        ("credited", 0, TODAY, "", ["minutes"]),
        ("credited", -60, TODAY, "", ["minutes"]),
        ("credited", 1441, TODAY, "", ["minutes"]),
        ("penalty", 60, TODAY, "Late", ["minutes"]),
        ("penalty", -60, TODAY, " ", ["reason"]),
        ("adjustment", 60, TODAY, "", ["reason"]),
        ("adjustment", 300 * 60 + 1, TODAY, "Transfer", ["minutes"]),
        ("credited", 60, date(2026, 3, 14), "", ["worked_on"]),
        ("credited", 60, date(2025, 11, 2), "", ["worked_on"]),  # before the work began
        ("credited", 60, TODAY, "x" * 301, ["reason"]),
        ("credited", 60, FROM, "", []),
        ("penalty", -15, TODAY, "Came late", []),
        ("adjustment", -300 * 60, TODAY, "Credited twice", []),
        ("travel", 1440, TODAY, "", []),
    ],
)
def test_what_may_be_a_line_of_the_ledger(kind: str, minutes: int, day: date, reason: str, fields: list[str]) -> None:
    facts = HoursFacts(kind, minutes, day, reason)
    assert [field for field, one in troubles_of_hours(facts, from_on=FROM, on=TODAY) if not one] == fields


@pytest.mark.parametrize(
    ("lines", "ordered", "due_on", "words", "pace"),
    [
        ([], None, None, "0 minutes credited", ""),
        ([("credited", 90)], None, date(2026, 11, 2), "1 hour 30 minutes credited", ""),
        ([], 0, date(2026, 11, 2), "0 minutes of 0 minutes (100%), 0 minutes left", "All hours are done"),
        ([], 6000, None, "0 minutes of 100 hours (0%), 100 hours left", ""),
        ([], 6000, date(2026, 11, 2), "0 minutes of 100 hours (0%), 100 hours left", "Nothing done in 130 days"),
        ([("penalty", -60)], 6000, None, "0 minutes of 100 hours (0%), 100 hours left", ""),  # never less than none
        (
            [("credited", 3720)],
            6000,
            date(2026, 5, 20),
            "62 hours of 100 hours (62%), 38 hours left",
            "On track to finish 12 days late",
        ),
        (
            [("credited", 3000)],
            6000,
            date(2026, 7, 21),
            "50 hours of 100 hours (50%), 50 hours left",
            "On track to finish on the day",
        ),
        (
            [("credited", 3000)],
            6000,
            date(2026, 7, 22),
            "50 hours of 100 hours (50%), 50 hours left",
            "On track to finish 1 day early",
        ),
        (
            [("credited", 3000)],
            6000,
            date(2026, 3, 12),
            "50 hours of 100 hours (50%), 50 hours left",
            "1 day past the day by which they were due",
        ),
        ([("credited", 5999)], 6000, None, "99 hours 59 minutes of 100 hours (99%), 1 minute left", ""),
        (
            [("credited", 7000)],
            6000,
            date(2026, 1, 1),
            "116 hours 40 minutes of 100 hours (100%), 0 minutes left",
            "All hours are done",
        ),
        # online learning counts up to 30% of what was ordered
        ([("online", 2400)], 6000, None, "30 hours of 100 hours (30%), 70 hours left", ""),
        (
            [("credited", 60), ("travel", 30), ("online", 60), ("penalty", -15), ("adjustment", 5)],
            6000,
            None,
            "2 hours 20 minutes of 100 hours (2%), 97 hours 40 minutes left",
            "",
        ),
    ],
)
def test_a_ledger_adds_up_to_the_minute(
    lines: list[tuple[str, int]], ordered: int | None, due_on: date | None, words: str, pace: str
) -> None:
    told = ledger(lines, ordered=ordered, from_on=FROM, due_on=due_on, on=TODAY)
    assert (told.words, told.pace) == (words, pace)


def test_in_the_first_weeks_nothing_is_said_of_the_pace() -> None:
    told = ledger(
        [("credited", 60)], ordered=600, from_on=TODAY - timedelta(days=27), due_on=date(2027, 1, 1), on=TODAY
    )
    assert told.pace == "Too early to say whether they will be done in time"


@given(
    some.lists(some.tuples(some.sampled_from(HoursKind.values), some.integers(-600, 600)), max_size=12),
    some.integers(1, 18_000),
)
def test_credited_and_remaining_make_what_was_ordered(lines: list[tuple[str, int]], ordered: int) -> None:
    told = ledger(lines, ordered=ordered, from_on=FROM, due_on=date(2026, 11, 2), on=TODAY)
    assert told.credited >= 0
    assert told.remaining == max(0, ordered - told.credited)
    assert 0 <= (told.percent or 0) <= 100


def test_durations_are_said_in_hours_and_minutes() -> None:
    assert [duration(one) for one in (0, 1, 60, 61, -90)] == [
        "0 minutes",
        "1 minute",
        "1 hour",
        "1 hour 1 minute",
        "minus 1 hour 30 minutes",
    ]


def test_a_week_has_the_letter_of_the_worst_that_happened_in_it() -> None:
    told = [
        (date(2026, 3, 9), "attended_complied"),
        (date(2026, 3, 13), "acceptable_absence"),
        (date(2026, 3, 8), "unacceptable_absence"),  # the Sunday of the week before
        (date(2026, 3, 2), "attended_not_complied"),
        (date(2026, 2, 23), "attended_complied"),
        (date(2025, 9, 14), "unacceptable_absence"),  # a week too long ago
        (date(2026, 3, 10), "unheard_of"),
    ]
    weeks = weeks_of(told, TODAY)
    assert (len(weeks), weeks[0].monday, weeks[-1].monday) == (26, date(2025, 9, 15), date(2026, 3, 9))
    assert "".join(week.letter for week in weeks) == "-" * 23 + "AUE"
    assert weeks[-2].counts == (("Attended, did not comply", 1), ("Unacceptable absence", 1))
    assert weeks[-2].words == Outcome.UNACCEPTABLE.label
    assert weeks[0].words == "No contact"
