"""Working days around weekends, bank holidays, Easter, the turn of the year and the change of clocks."""

from datetime import UTC, date, datetime

import pytest

from desistance.foundation.calendar import (
    end_of_working_day_after,
    is_working_day,
    local_date,
    working_days_after,
    working_days_between,
)


@pytest.mark.parametrize(
    ("on", "days", "due"),
    [
        (date(2026, 3, 13), 2, date(2026, 3, 17)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 3, 14), 0, date(2026, 3, 14)),
        (date(2026, 3, 14), 1, date(2026, 3, 16)),
        (date(2026, 3, 31), 5, date(2026, 4, 9)),
    ],
    ids=[
        "over a weekend",
        "over Easter",
        "over Christmas",
        "no days",
        "from a Saturday",
        "a restorative justice answer",
    ],
)
def test_working_days_after(on: date, days: int, due: date) -> None:
    assert working_days_after(on, days) == due
    assert working_days_between(on, due) == days


def test_days_between_are_negative_when_overdue() -> None:
    assert working_days_between(date(2026, 3, 17), date(2026, 3, 13)) == -2


@pytest.mark.parametrize(
    "on", [date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31), date(2027, 1, 1)]
)
def test_bank_holidays_are_not_working_days(on: date) -> None:
    assert not is_working_day(on)


def test_the_deadline_is_five_in_the_afternoon_whatever_the_clocks_do() -> None:
    before = datetime(2026, 3, 27, 15, tzinfo=UTC)
    assert end_of_working_day_after(before, 1).isoformat() == "2026-03-30T17:00:00+01:00"


def test_half_past_eleven_at_night_in_summer_utc_is_tomorrow_here() -> None:
    assert local_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
