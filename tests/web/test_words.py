"""Dates, times, ages, counts and due words, as the content style asks; awkward ones first."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desistance.web.templatetags import desistance as words

TODAY = dt.date(2026, 3, 13)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("full_date", dt.date(2026, 1, 4), "4 January 2026"),
        ("full_date", None, ""),
        ("full_date", dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC), "1 July 2026"),
        ("day_date", TODAY, "Friday 13 March 2026"),
        ("short_date", dt.date(2026, 3, 3), "3 Mar 2026"),
        ("clock", dt.time(12, 0), "midday"),
        ("clock", dt.time(0, 0), "midnight"),
        ("clock", dt.time(0, 5), "12:05am"),
        ("clock", dt.time(12, 30), "12:30pm"),
        ("clock", dt.time(9, 0), "9am"),
        ("clock", dt.time(9, 30), "9:30am"),
        ("clock", dt.time(17, 5), "5:05pm"),
        ("clock", dt.datetime(2026, 7, 1, 11, 0, tzinfo=dt.UTC), "midday"),
        ("clock", None, ""),
        ("moment", dt.datetime(2026, 3, 13, 15, 20, tzinfo=dt.UTC), "13 March 2026, 3:20pm"),
        ("short_moment", dt.datetime(2026, 3, 13, 15, 20, tzinfo=dt.UTC), "13 Mar 2026, 3:20pm"),
        ("badge", 0, ""),
        ("badge", 99, "99"),
        ("badge", 100, "99+"),
        ("badge", None, "?"),
        ("thousands", 1214, "1,214"),
        ("working_days_left", 2, "2 working days left"),
        ("working_days_left", 1, "1 working day left"),
        ("working_days_left", 0, "due today"),
        ("working_days_left", -1, "overdue by 1 working day"),
        ("days_left", -3, "overdue by 3 days"),
        ("days_left", 5, "5 days left"),
        ("duration", 260, "4 hours 20 minutes"),
        ("duration", 60, "1 hour"),
        ("duration", 0, "0 minutes"),
        ("duration", 61, "1 hour 1 minute"),
        ("time_left", 25, "25 minutes left"),
        ("time_left", 0, "due now"),
        ("time_left", -80, "overdue by 1 hour 20 minutes"),
        ("listed", [], ""),
        ("listed", ["police"], "police"),
        ("listed", ["police", "probation"], "police and probation"),
        ("listed", ["police", "probation", "housing"], "police, probation and housing"),
        ("first_sentence", "Outcome saved. 4 agencies can see it.", "Outcome saved."),
        ("first_sentence", "Version 1.2 loaded", "Version 1.2 loaded"),
        ("after_first_sentence", "Outcome saved. 4 agencies can see it.", "4 agencies can see it."),
        ("after_first_sentence", "Saved", ""),
        ("masked", None, ""),
        ("masked", "4K12", "••••"),
        ("masked", "07700 900321", "••••••••321"),
    ],
)
def test_words(name: str, value: Any, said: str) -> None:
    assert getattr(words, name)(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (dt.date(2026, 1, 20), "52 days ago"),
        (dt.date(2026, 3, 12), "yesterday"),
        (TODAY, "today"),
        (dt.date(2026, 3, 14), "tomorrow"),
        (dt.date(2026, 3, 17), "in 4 days"),
        (dt.date(2020, 3, 13), "2,191 days ago"),
        (None, ""),
        (dt.datetime(2026, 3, 12, 23, 59, tzinfo=dt.UTC), "yesterday"),
    ],
)
def test_how_long_ago_is_counted_in_days(value: dt.date | None, said: str) -> None:
    assert words.ago(value, TODAY) == said


@pytest.mark.parametrize(
    ("born_on", "said"),
    [
        (dt.date(1998, 6, 24), "27 years"),
        (dt.date(2008, 3, 13), "18 years"),
        (dt.date(2008, 3, 14), "17 years 11 months"),
        (dt.date(2008, 4, 10), "17 years 11 months"),
        (dt.date(2014, 2, 13), "12 years 1 month"),
        (dt.date(2025, 3, 14), "0 years 11 months"),
        (dt.date(2004, 2, 29), "22 years"),
        (None, ""),
        (dt.date(2027, 1, 1), "not born on that day"),
    ],
)
def test_age_is_in_years_and_for_children_in_months_too(born_on: dt.date | None, said: str) -> None:
    assert words.age(born_on, TODAY) == said


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        ("X482913", "crn", "X•••913"),
        ("2014/1234564K", "pnc", "••••/...4K"),
        ("X48291", "crn", "••••••"),
        ("", "pnc", ""),
    ],
)
def test_numbers_stay_covered(value: str, kind: str, said: str) -> None:
    assert words.masked(value, kind) == said


@given(some.text(min_size=1, max_size=20), some.sampled_from(["", "crn", "phone"]))
def test_a_covered_number_never_shows_more_than_four_of_its_characters(value: str, kind: str) -> None:
    shown = words.masked(value, kind).replace(words.BULLET, "")
    assert len(shown) <= 4


def test_a_span_of_time_and_a_count() -> None:
    assert words.clock_to(dt.time(17, 30), dt.time(19, 0)) == "5:30pm to 7pm"
    assert words.counted(1, "row,rows") == "1 row"
    assert words.counted(0, "row,rows") == "0 rows"


def test_words_that_differ_are_marked_on_both_sides() -> None:
    theirs, mine = words.differing_pieces("13 April 2026", "20 April 2026")
    assert theirs == [{"text": "13", "is_marked": True}, {"text": " April 2026", "is_marked": False}]
    assert mine[0] == {"text": "20", "is_marked": True}


def test_neighbouring_different_words_are_one_mark_and_spaces_stay_outside() -> None:
    _, mine = words.differing_pieces("Rang his mum.", "Rang his mum. She will drive.")
    assert mine == [{"text": "Rang his mum. ", "is_marked": False}, {"text": "She will drive.", "is_marked": True}]


@given(some.text(max_size=60), some.text(max_size=60))
def test_pieces_joined_give_both_texts_back(one: str, other: str) -> None:
    left, right = words.differing_pieces(one, other)
    assert "".join(piece["text"] for piece in left) == one
    assert "".join(piece["text"] for piece in right) == other


@given(some.text(max_size=60))
def test_equal_texts_have_no_mark(one: str) -> None:
    assert not any(piece["is_marked"] for piece in words.differing_pieces(one, one)[0])


def test_a_state_wears_the_colour_of_the_one_vocabulary_whatever_its_capitals() -> None:
    assert "app-tag--amber" in words.tag("waiting list")
    assert "app-tag--green" in words.tag("Attended and complied")
    assert words.tag("Something new") == '<span class="app-tag">Something new</span>'


@pytest.mark.parametrize(("level", "filled"), [(1, 1), (2, 2), (3, 3), (4, 4)])
def test_steps_of_risk_are_filled_to_the_level(level: int, filled: int) -> None:
    html = words.meter(level, "word")
    assert html.count("<rect") == 4
    assert html.count("app-meter__empty") == 4 - filled
