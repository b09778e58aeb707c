"""Places, days, hints and filters of the timeline, by table."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desistance.desk.rules.timeline import (
    Entry,
    Filters,
    Known,
    Place,
    group_by_day,
    known_range,
    may_filter,
    places_around,
    read_place,
)

MOMENT = datetime(2026, 3, 12, 15, 20, 0, 123456, tzinfo=UTC)
TODAY = date(2026, 3, 13)


def an_entry(at: datetime, id: int = 1, holding: str = "history.Arrest") -> Entry:
    return Entry(at, holding, id, "Arrest", "Theft", "", 1, "Police", "offending", "", "import", "", at, None, 7)


def hint(first: date, last: date, agency: int = 3) -> Known:
    return Known("health", agency, "NHS", 2, first, last)


@pytest.mark.parametrize(
    "place",
    [
        Place(MOMENT, "access.Involvement", 12),
        Place(datetime(1969, 7, 20, tzinfo=UTC) + timedelta(days=365), "history.Arrest", 1),
        Place(datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), "a.B", 2**60),
    ],
)
def test_a_place_survives_its_address_to_the_microsecond(place: Place) -> None:
    assert read_place(str(place)) == place


@pytest.mark.parametrize(
    "text",
    ["", "x", "12", "12-3", "12-3-", "-1-3-a.B", "1.5-3-a.B", "99999999999999999999999-1-a.B", "12-x-a.B", "¹-1-a.B"],
)
def test_what_is_no_place_shows_the_newest_entries(text: str) -> None:
    assert read_place(text) is None


def test_entries_are_grouped_by_local_day_across_midnight_and_the_change_of_the_clocks() -> None:
    before = an_entry(datetime(2026, 3, 28, 23, 59, tzinfo=UTC), 1)
    after = an_entry(datetime(2026, 3, 29, 23, 30, tzinfo=UTC), 2)
    days = group_by_day([before, after])
    assert [(day.on, [one.id for one in day.entries]) for day in days] == [
        (date(2026, 3, 30), [2]),
        (date(2026, 3, 28), [1]),
    ]


def test_entries_of_one_moment_stand_in_the_order_of_their_places() -> None:
    same = [an_entry(MOMENT, 1, "a.A"), an_entry(MOMENT, 2, "a.A"), an_entry(MOMENT, 1, "b.B")]
    assert [(one.holding, one.id) for one in group_by_day(same)[0].entries] == [("b.B", 1), ("a.A", 2), ("a.A", 1)]


MAR = {day: date(2026, 3, day) for day in range(1, 32)}
WEEK = (date(2026, 3, 2), date(2026, 3, 8))
HINTS = [
    # days of the page, above, has_older -> the day under which a hint of the week 2 to 8 March stands
    ([MAR[8]], None, False, MAR[8]),
    ([MAR[12], MAR[5]], None, False, MAR[12]),
    ([MAR[12], MAR[9], MAR[5]], None, False, MAR[9]),
    ([MAR[12], MAR[8], MAR[5]], None, False, MAR[8]),
    ([MAR[5], MAR[4]], None, False, MAR[5]),
    ([MAR[12], MAR[10]], None, False, MAR[10]),
    ([MAR[12], MAR[10]], None, True, None),
    ([MAR[12], MAR[8]], None, True, MAR[8]),
    ([MAR[5]], MAR[8], False, None),
    ([MAR[5]], MAR[9], False, MAR[5]),
    ([], None, False, MAR[8]),
]


@pytest.mark.parametrize(("entry_days", "above", "has_older", "stands"), HINTS)
def test_a_hint_stands_where_its_last_day_comes_in_the_order(
    entry_days: list[date], above: date | None, has_older: bool, stands: date | None
) -> None:
    entries = [an_entry(datetime(on.year, on.month, on.day, 12, tzinfo=UTC)) for on in entry_days]
    grouped = group_by_day(entries, [hint(*WEEK)], above=above, has_older=has_older)
    assert [day.on for day in grouped if day.known] == ([stands] if stands else [])


@pytest.mark.parametrize("size", [1, 2, 3])
def test_of_several_pages_each_hint_stands_on_one(size: int) -> None:
    days = [MAR[day] for day in (31, 30, 30, 12, 12, 9, 4, 2, 2)]
    entries = [an_entry(datetime(on.year, on.month, on.day, 12, tzinfo=UTC), -place) for place, on in enumerate(days)]
    hints = [hint(MAR[1], MAR[day], agency=day) for day in range(1, 32)]
    shown: list[int] = []
    for first in range(0, len(entries), size):
        above = entries[first - 1].at.date() if first else None
        page = group_by_day(entries[first : first + size], hints, above=above, has_older=first + size < len(entries))
        shown += [one.agency_id for day in page for one in day.known]
    assert sorted(shown) == list(range(1, 32))


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2026, 3, 4), date(2026, 3, 4), (date(2026, 3, 2), date(2026, 3, 8))),
        (date(2026, 3, 2), date(2026, 3, 8), (date(2026, 3, 2), date(2026, 3, 8))),
        (date(2025, 12, 31), date(2026, 1, 1), (date(2025, 12, 29), date(2026, 1, 4))),
        (date(2026, 3, 12), date(2026, 3, 12), (date(2026, 3, 9), date(2026, 3, 13))),
        (date(2026, 3, 20), date(2026, 3, 20), (date(2026, 3, 16), date(2026, 3, 20))),
    ],
)
def test_what_is_only_known_is_told_in_whole_weeks_and_never_ahead(
    first: date, last: date, told: tuple[date, date]
) -> None:
    assert known_range(first, last, today=TODAY) == told


@pytest.mark.parametrize(
    ("filters", "keeps"),
    [
        (Filters(), True),
        (Filters(agency=3), True),
        (Filters(agency=4), False),
        (Filters(from_on=date(2026, 3, 8)), True),
        (Filters(from_on=date(2026, 3, 9)), False),
        (Filters(until_on=date(2026, 3, 2)), True),
        (Filters(until_on=date(2026, 3, 1)), False),
    ],
)
def test_a_date_filter_tells_no_more_of_a_hint_than_its_weeks(filters: Filters, keeps: bool) -> None:
    assert filters.keeps_known(hint(date(2026, 3, 2), date(2026, 3, 8))) is keeps


@pytest.mark.parametrize(
    ("filters", "hides"), [(Filters(), False), (Filters(words="x"), True), (Filters(kind="x"), True)]
)
def test_words_and_kinds_hide_the_hints(filters: Filters, hides: bool) -> None:
    assert filters.hides_known is hides


@pytest.mark.parametrize(
    ("first", "last", "is_allowed"),
    [
        (None, None, True),
        (TODAY, None, True),
        (None, TODAY, True),
        (TODAY, TODAY, True),
        (TODAY, TODAY - timedelta(days=1), False),
    ],
)
def test_the_ends_of_a_range_must_make_one(first: date | None, last: date | None, is_allowed: bool) -> None:
    decision = may_filter(first, last)
    assert bool(decision) is is_allowed
    assert is_allowed or decision.words == "Date to (latest) must be after date from (earliest)"


def test_pages_say_where_they_go_on() -> None:
    entries = [an_entry(MOMENT, 2), an_entry(MOMENT, 1)]
    assert places_around([], has_newer=True, has_older=True) == ("", "")
    assert places_around(entries, has_newer=False, has_older=True) == ("", str(entries[1].place))
    assert places_around(entries, has_newer=True, has_older=False) == (str(entries[0].place), "")
