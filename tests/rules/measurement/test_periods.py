"""When a cohort is final: the spec table of maturity, awkward dates first."""

from datetime import date

import pytest

from desistance.measurement.rules.periods import (
    Period,
    maturity,
    may_be_asked_for,
    may_be_counted,
    newest_final,
    quarter_of,
    year_to,
)

TODAY = date(2026, 3, 13)


def a_period(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


MATURITY = {
    "the wait of a quarter that ends on 31 August's month of 28 days": (
        "2022-07-01",
        "2022-09-30",
        "2023-09-30",
        "2024-03-31",
    ),
    "follow-up over 29 February 2024": ("2023-01-01", "2023-03-31", "2024-03-31", "2024-09-30"),
    "July to September 2024: the wait ends with March, not on the 30th": (
        "2024-07-01",
        "2024-09-30",
        "2025-09-30",
        "2026-03-31",
    ),
    "April to June 2024: the wait ends with the year": ("2024-04-01", "2024-06-30", "2025-06-30", "2025-12-31"),
    "October to December 2015, as in the Ministry's guide": ("2015-10-01", "2015-12-31", "2016-12-31", "2017-06-30"),
    "a year is as old as its last quarter": ("2023-04-01", "2024-03-31", "2025-03-31", "2025-09-30"),
}


@pytest.mark.parametrize(("first", "last", "window", "wait"), MATURITY.values(), ids=MATURITY)
def test_a_cohort_is_final_on_the_day_its_wait_ends_and_not_the_day_before(
    first: str, last: str, window: str, wait: str
) -> None:
    period, over = a_period(first, last), date.fromisoformat(wait)
    found = maturity(period, complete_to=over)
    assert (str(found.window_closed_on), str(found.wait_ends_on), found.is_final) == (window, wait, True)
    assert not maturity(period, complete_to=date.fromordinal(over.toordinal() - 1)).is_final
    assert found.can_be_published_from == date.fromordinal(over.toordinal() + 1)


def test_the_insight_page_tells_when_a_quarter_can_be_published() -> None:
    assert maturity(a_period("2024-07-01", "2024-09-30"), complete_to=date(2026, 3, 12)).words == (
        "July to September 2024: 12-month window closed 30 September 2025, 6-month wait ends 31 March 2026, can be published "
        "from 1 April 2026"
    )


COUNTED = {
    "final": ("2024-04-01", "2024-06-30", "2026-03-12", False, True, ""),
    "final on the very day": ("2024-04-01", "2024-06-30", "2025-12-31", False, True, ""),
    "a day short": ("2024-04-01", "2024-06-30", "2025-12-30", False, False, "ask for a provisional figure"),
    "a day short, asked for as provisional": ("2024-04-01", "2024-06-30", "2025-12-30", True, True, "Provisional"),
    "not even followed, asked for as provisional": (
        "2025-04-01",
        "2025-06-30",
        "2026-03-12",
        True,
        False,
        "not over for",
    ),
    "complete to today": ("2024-04-01", "2024-06-30", "2026-03-13", False, False, "not over"),
    "complete to tomorrow": ("2024-04-01", "2024-06-30", "2026-03-14", True, False, "not over"),
}


@pytest.mark.parametrize(
    ("first", "last", "complete_to", "provisional", "is_allowed", "words"), COUNTED.values(), ids=COUNTED
)
def test_before_it_is_final_a_cohort_is_refused_or_marked(
    first: str, last: str, complete_to: str, provisional: bool, is_allowed: bool, words: str
) -> None:
    found = may_be_counted(
        a_period(first, last), complete_to=date.fromisoformat(complete_to), today=TODAY, provisional=provisional
    )
    assert found.is_allowed is is_allowed
    assert words in found.words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-02-29", "2024-05-31", "calendar quarters"),
        ("2024-04-01", "2024-06-29", "calendar quarters"),
        ("2024-04-01", "2024-05-31", "calendar quarters"),
        ("2024-04-01", "2024-03-31", "one quarter"),
        ("2024-01-01", "2024-06-30", "one quarter"),
        ("2023-01-01", "2024-12-31", "one quarter"),
        ("2024-01-01", "2024-03-31", ""),
        ("2023-04-01", "2024-03-31", ""),
    ],
)
def test_a_period_is_one_quarter_or_four(first: str, last: str, words: str) -> None:
    found = may_be_asked_for(date.fromisoformat(first), date.fromisoformat(last))
    assert words in found.words
    assert found.is_allowed is (not words)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2024-02-29", "2024-01-01", "2024-03-31"),
        ("2024-12-31", "2024-10-01", "2024-12-31"),
        ("2025-01-01", "2025-01-01", "2025-03-31"),
    ],
)
def test_a_day_lies_in_its_calendar_quarter(day: str, first: str, last: str) -> None:
    assert quarter_of(date.fromisoformat(day)) == a_period(first, last)


@pytest.mark.parametrize(
    ("complete_to", "first"),
    [
        ("2026-03-12", "2024-04-01"),
        ("2026-03-30", "2024-04-01"),
        ("2026-03-31", "2024-07-01"),
        ("2025-12-31", "2024-04-01"),
    ],
)
def test_the_newest_final_quarter(complete_to: str, first: str) -> None:
    assert newest_final(complete_to=date.fromisoformat(complete_to)).first == date.fromisoformat(first)


def test_a_year_ends_with_its_quarter_and_pools_four() -> None:
    year = year_to(quarter_of(date(2024, 6, 30)))
    assert year == a_period("2023-07-01", "2024-06-30")
    assert (year.is_a_year, [one.first.month for one in year.quarters]) == (True, [7, 10, 1, 4])
    assert (year.words, year.slug) == ("July 2023 to June 2024", "2023-07-to-2024-06")
