"""Dates and parts of dates as people type them."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desistance.people.rules.dates import (
    MONTH_NAMES,
    DatePart,
    Precision,
    birth_date_problem,
    dates_to_try,
    exact,
    read_date,
)

ON = datetime.date(2026, 3, 13)
KYLE = DatePart(1998, 6, 24)


@pytest.mark.parametrize(
    "typed",
    [
        "24 June 1998",
        "24 june 98",
        "24 Jun 1998",
        "24th of June, 1998",
        "24-Jun-1998",
        "June 24 1998",
        "1998 June 24",
        "24June1998".replace("June", " June "),
        "24/6/98",
        "24/06/1998",
        "24.06.1998",
        "24,6,1998",
        "24 6 1998",
        "24-6-98",
        "1998-06-24",
        "1998/6/24",
        "24061998",
        "19980624",
        "240698",
        "1998-06-24 00:00:00",
        "1998-06-24T00:00:00.000Z",
        " 24\u00a0June\u00a01998 ",
        "٢٤/٠٦/١٩٩٨",
        "24\u20116\u20111998",
    ],
)
def test_one_date_in_every_common_form(typed):
    assert read_date(typed, ON).part == KYLE


@pytest.mark.parametrize(
    ("typed", "part", "precision"),
    [
        ("june 1998", DatePart(1998, 6), Precision.MONTH),
        ("Jun 98", DatePart(1998, 6), Precision.MONTH),
        ("1998 June", DatePart(1998, 6), Precision.MONTH),
        ("june 05", DatePart(2005, 6), Precision.MONTH),
        ("sept 1998", DatePart(1998, 9), Precision.MONTH),
        ("06/1998", DatePart(1998, 6), Precision.MONTH),
        ("6/98", DatePart(1998, 6), Precision.MONTH),
        ("1998-06", DatePart(1998, 6), Precision.MONTH),
        ("1998", DatePart(1998), Precision.YEAR),
        ("24/06", DatePart(None, 6, 24), Precision.DAY_AND_MONTH),
        ("24 june", DatePart(None, 6, 24), Precision.DAY_AND_MONTH),
        ("june 24", DatePart(None, 6, 24), Precision.DAY_AND_MONTH),
        ("11/12", DatePart(None, 12, 11), Precision.DAY_AND_MONTH),
        ("29/2", DatePart(None, 2, 29), Precision.DAY_AND_MONTH),
        ("29 2 2004", DatePart(2004, 2, 29), Precision.DAY),
    ],
)
def test_part_of_a_date_keeps_its_precision(typed, part, precision):
    found = read_date(typed, ON).part
    assert found == part
    assert found.precision is precision


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("13/3/26", 2026),
        ("14/3/26", 1926),
        ("1/4/26", 1926),
        ("12/3/26", 2026),
        ("march 26", None),
        ("1 1 27", 1927),
        ("24/6/98", 1998),
        ("april 08", 2008),
        ("31/12/00", 2000),
    ],
)
def test_a_two_digit_year_is_the_latest_that_is_not_in_the_future(typed, year):
    assert read_date(typed, ON).part.year == year


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("06/24/1998", "There is no month 24. Enter the day first, like 24 June 1998"),
        ("1998-24-06", "There is no month 24"),
        ("06/24", "Enter the day first, like 24/06"),
        ("31/04/1998", "April 1998 has no day 31. Day must be between 1 and 30"),
        ("29/02/2001", "February 2001 has no day 29. Day must be between 1 and 28"),
        ("30 feb", "February has no day 30. Day must be between 1 and 29"),
        ("0/6/1998", "June 1998 has no day 0"),
        ("40/13/1998", "There is no month 13. Month must be between 1 and 12"),
        ("13/1998", "There is no month 13"),
        ("1/0/1998", "There is no month 0"),
        ("24/6/998", "Year must be 4 digits"),
        ("24/6/0998", "Year must be between 1880"),
        ("9999", "Year must be between 1880"),
        ("98", "Enter the year in full"),
        ("0", "Enter the year in full"),
        ("", "Enter a date"),
        ("soon", "must be like 24 6 1998"),
        ("1 2 3 4", "must be like 24 6 1998"),
        ("june", "must be like 24 June 1998"),
        ("1 2 june 1998", "must be like 24 June 1998"),
        ("june july 1998", "must be like 24 6 1998"),
        ("1/" + "9" * 5000, "must be like 24 6 1998"),
        ("1 june " + "9" * 5000, "must be like 24 6 1998"),
        ("9" * 5000, "Enter the year in full"),
        ("24 june x", "must be like 24 6 1998"),
        ("²4/6/1998x", "must be like 24 6 1998"),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_words(typed, words):
    reading = read_date(typed, ON)
    assert reading.part is None
    assert words in reading.why_not
    assert reading.raw == typed


def test_month_first_is_never_guessed_but_search_may_try_it():
    reading = read_date("06/24/1998", ON)
    assert reading.part is None
    assert dates_to_try(reading) == (KYLE,)


def test_a_date_that_is_one_both_ways_is_read_day_first_and_searched_both_ways():
    assert dates_to_try(read_date("5/6/1998", ON)) == (DatePart(1998, 6, 5), DatePart(1998, 5, 6))
    assert dates_to_try(read_date("06/24", ON)) == (DatePart(None, 6, 24),)


def test_a_date_with_one_reading_is_searched_once():
    assert dates_to_try(read_date("24/6/1998", ON)) == (KYLE,)
    assert dates_to_try(read_date("6/6/1998", ON)) == (DatePart(1998, 6, 6),)
    assert dates_to_try(read_date("never", ON)) == ()


@given(st.dates(datetime.date(1880, 1, 1), datetime.date(2199, 12, 31)), st.sampled_from("/.- "))
def test_every_date_reads_back_in_every_form(date, mark):
    forms = (
        f"{date.day}{mark}{date.month}{mark}{date.year}",
        f"{date.year}{mark}{date.month:02d}{mark}{date.day:02d}",
        f"{date.day} {MONTH_NAMES[date.month - 1]} {date.year}",
        f"{date:%d%m%Y}",
        f"{date:%Y%m%d}",
        exact(date).words,
    )
    assert [read_date(form, ON).part for form in forms] == [exact(date)] * len(forms)


@given(st.dates(datetime.date(1927, 1, 1), ON))
def test_a_two_digit_year_of_the_last_99_years_reads_back(date):
    part = read_date(f"{date.day}/{date.month}/{date:%y}", ON).part
    if date > datetime.date(1926, 3, 13):
        assert part == exact(date)


@given(st.text(max_size=25))
def test_any_text_gives_a_date_or_words(text):
    reading = read_date(text, ON)
    assert (reading.part is None) is bool(reading.why_not)


@pytest.mark.parametrize(
    ("part", "words", "earliest", "latest", "as_date"),
    [
        (KYLE, "24 June 1998", "1998-06-24", "1998-06-24", datetime.date(1998, 6, 24)),
        (DatePart(2004, 2), "February 2004", "2004-02-01", "2004-02-29", None),
        (DatePart(1998), "1998", "1998-01-01", "1998-12-31", None),
        (DatePart(None, 6, 24), "24 June", "None", "None", None),
    ],
)
def test_a_part_of_a_date_knows_the_days_it_can_mean(part, words, earliest, latest, as_date):
    assert (part.words, str(part.earliest), str(part.latest), part.as_date) == (words, earliest, latest, as_date)


@pytest.mark.parametrize(
    ("one", "other", "agrees"),
    [
        (KYLE, KYLE, True),
        (KYLE, DatePart(1998), True),
        (DatePart(1998, 6), DatePart(None, 6, 24), True),
        (KYLE, DatePart(1998, 7), False),
        (KYLE, DatePart(1997), False),
        (KYLE, DatePart(1998, 6, 25), False),
    ],
)
def test_two_parts_agree_when_nothing_both_know_differs(one, other, agrees):
    assert one.agrees_with(other) is other.agrees_with(one) is agrees


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (KYLE, ""),
        (exact(ON), ""),
        (DatePart(2026), ""),
        (DatePart(2026, 3, 14), "must be in the past"),
        (DatePart(2027), "must be in the past"),
        (DatePart(1903, 1, 1), "less than 122 years"),
        (DatePart(None, 6, 24), "must include a year"),
    ],
)
def test_a_date_of_birth_is_past_and_within_a_lifetime(part, words):
    problem = birth_date_problem(part, ON)
    assert bool(problem) is bool(words)
    assert re.search(words, problem)
