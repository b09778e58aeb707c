"""The timeline: one statement over all rooms, the same as reading the holdings one by one; pages, hints, as it stood."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.access.models import Involvement
from desistance.desk.queries.timeline import entry, known_entries, timeline_page
from desistance.desk.rules.timeline import Filters, Place
from desistance.foundation import reading
from desistance.foundation.actions import change
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import noting
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DataClass
from tests import factories as make
from tests.cast import Cast

ALL = 1000
TODAY = make.NOW.date()


def plain_reading(cast: Cast, by: Pass) -> set[tuple[str, int]]:
    """The same answer in plain Python: every row of every holding, kept if its class and owner are open to the reader."""
    found = set()
    for label, holding in HOUSE.holdings.items():
        for row in holding.model_class()._default_manager.filter(person=cast.kyle):
            kind = holding.data_class if isinstance(holding.data_class, DataClass) else DataClass(row.data_class)
            if row.agency_id in by.sees[kind] and getattr(row, "withdrawn_at", None) is None:
                found.add((label, row.pk))
    return found


@pytest.mark.parametrize("who", ["priya", "tom", "grace"])
def test_the_union_equals_a_plain_reading_of_the_holdings(busy: Cast, who: str) -> None:
    by = busy.opening(who)
    page = timeline_page(by=by, size=ALL)
    assert {(one.holding, one.id) for one in page.entries} == plain_reading(busy, by)
    assert len(page.entries) > 5


def test_entries_carry_who_says_so_and_when_it_came_on_record(busy: Cast) -> None:
    newest = timeline_page(by=busy.opening("priya"), size=1).entries[0]
    assert (newest.title, newest.kind, newest.agency) == ("0 High Street", "Address", "Durham probation")
    assert newest.author == "Rob"
    assert newest.recorded_at == make.NOW + timedelta(minutes=5)


def test_work_with_a_person_is_titled_in_the_words_of_its_kind(busy: Cast) -> None:
    entries = timeline_page(by=busy.opening("priya"), size=ALL).entries
    assert [one.title for one in entries if one.holding == "access.Involvement"] == ["Probation supervision"]


@pytest.mark.parametrize("size", [1, 3, 7, 50])
def test_pages_forth_and_back_show_every_entry_once(busy: Cast, size: int) -> None:
    by = busy.opening("priya")
    everything = timeline_page(by=by, size=ALL).entries
    page, forth = timeline_page(by=by, size=size), []
    while True:
        forth += page.entries
        if not page.has_older:
            break
        page = timeline_page(by=by, size=size, older_than=page.entries[-1].place)
    back = list(page.entries)
    while page.has_newer:
        page = timeline_page(by=by, size=size, newer_than=page.entries[0].place)
        back = [*page.entries, *back]
    assert forth == list(everything)
    assert back[-len(everything) :] == list(everything)


def test_entries_of_one_moment_in_several_holdings_are_paged_without_loss(busy: Cast) -> None:
    at = make.NOW - timedelta(days=3)
    for number in range(4):
        make.address(
            busy.kyle, busy.agencies["probation"], kind="temporary", lines=f"{number} Moor", said_at=at, recorded_at=at
        )
        make.equality(busy.kyle, busy.agencies["probation"], value=f"V{number}", said_at=at, recorded_at=at)
    by = busy.opening("priya")
    everything = timeline_page(by=by, size=ALL).entries
    found, place = [], None
    while True:
        page = timeline_page(by=by, size=3, older_than=place)
        found += page.entries
        if not page.has_older:
            break
        place = page.entries[-1].place
    assert found == list(everything)


def test_a_page_costs_one_statement_with_ten_entries_or_five_hundred(busy: Cast) -> None:
    by = busy.opening("priya")
    with CaptureQueriesContext(connection) as few:
        timeline_page(by=by, size=20)
    for number in range(500):
        make.equality(busy.kyle, busy.agencies["probation"], value=f"More {number}")
    with CaptureQueriesContext(connection) as many:
        timeline_page(by=by, size=20)
    assert len(few) == len(many) == 1


def test_reading_entries_is_noted_by_person_and_class(busy: Cast) -> None:
    by = busy.opening("priya")
    with noting(by) as notes:
        token = reading._unseen.set("")
        timeline_page(by=by, size=ALL)
        reading._unseen.reset(token)
    assert notes.subjects == {busy.kyle.pk}
    assert {"equality", "contact_details", "involvement"} <= notes.classes


def shown_letters(one: Any) -> set[str]:
    """Which of the words looked for stand in what the timeline shows of an entry."""
    told = f"{one.title} {one.summary} {one.kind} {one.agency} {one.author}".casefold()
    return {word for word in ("1", "language") if word in told}


FILTERS = [
    ({"kind": "Address"}, lambda one: one.kind == "Address"),
    ({"words": "1 LANGUAGE"}, lambda one: {"1", "language"} <= shown_letters(one)),
    ({"words": "durham Address"}, lambda one: one.kind == "Address" and one.agency.startswith("Durham")),
    ({"from_on": date(2026, 1, 1)}, lambda one: one.at.date() >= date(2026, 1, 1)),
    ({"until_on": date(2025, 6, 30)}, lambda one: one.at.date() <= date(2025, 6, 30)),
    ({"words": "%"}, lambda one: "%" in one.title),
]


@pytest.mark.parametrize(("filters", "keeps"), FILTERS)
def test_filters_keep_what_they_say(busy: Cast, filters: dict[str, Any], keeps: Any) -> None:
    by = busy.opening("priya")
    everything = timeline_page(by=by, size=ALL).entries
    kept = timeline_page(by=by, size=ALL, filters=Filters(**filters)).entries
    assert list(kept) == [one for one in everything if keeps(one)]


def test_an_agency_filter_keeps_that_agency_alone(busy: Cast) -> None:
    housing = busy.agencies["housing"]
    kept = timeline_page(by=busy.opening("priya"), size=ALL, filters=Filters(agency=housing.pk)).entries
    assert {one.agency for one in kept} == {"Durham housing"}


def test_a_hidden_entry_is_neither_seen_nor_known(busy: Cast) -> None:
    by = busy.opening("priya")
    gone = next(one for one in timeline_page(by=by, size=ALL).entries if one.agency == "Durham housing")
    row = HOUSE.holdings[gone.holding].model_class()._default_manager.get(pk=gone.id)
    make.hidden_entry(busy.kyle, row, busy.agencies["probation"], holding=gone.holding)
    by = busy.opening("priya")
    before = sum(one.count for one in known_entries(by=by, today=TODAY))
    assert gone not in timeline_page(by=by, size=ALL).entries
    with pytest.raises(NotFound):
        entry(by=by, holding=gone.holding, record=gone.id)
    assert sum(one.count for one in known_entries(by=by, today=TODAY)) == before


def test_what_is_only_known_is_counted_by_class_and_agency_within_whole_weeks(busy: Cast) -> None:
    known = known_entries(by=busy.opening("priya"), today=TODAY)
    assert {(one.data_class, one.agency) for one in known} == {("contact_details", "Durham charity")}
    for one in known:
        assert one.first_on.weekday() == 0
        assert one.last_on.weekday() == 6 or one.last_on == TODAY


def test_no_hint_is_given_of_a_confidential_address(busy: Cast) -> None:
    make.address(
        busy.kyle, busy.agencies["housing"], kind="refuge", lines="Somewhere safe", data_class="confidential_address"
    )
    by = busy.opening("priya")
    assert "Somewhere safe" not in {one.title for one in timeline_page(by=by, size=ALL).entries}
    assert not any(one.data_class == "confidential_address" for one in known_entries(by=by, today=TODAY))


def test_kind_and_words_tell_nothing_of_what_is_only_known(busy: Cast) -> None:
    by = busy.opening("priya")
    assert known_entries(by=by, today=TODAY, filters=Filters(words="High")) == ()
    assert known_entries(by=by, today=TODAY, filters=Filters(kind="Address")) == ()


def test_what_was_on_record_on_a_date_counts_what_was_withdrawn_since(busy: Cast) -> None:
    by = busy.opening("priya")
    two_days_ago = make.NOW - timedelta(days=2)
    then = {one.title for one in timeline_page(by=by, size=ALL, as_of=two_days_ago).entries}
    now = {one.title for one in timeline_page(by=by, size=ALL).entries}
    assert "religion: Taken back" in then - now
    assert "0 High Street" in now - then


def test_a_record_stands_as_it_was_before_it_was_edited(busy: Cast) -> None:
    by = busy.opening("priya")
    work = Involvement.objects.get(person=busy.kyle)
    change(work, version=None, by=by, at=make.NOW, from_at=make.LONG_AGO + timedelta(days=9))
    before = timeline_page(by=by, size=ALL, as_of=make.NOW - timedelta(days=1)).entries
    stood = [one for one in before if one.holding == "access.Involvement"]
    assert [(one.title, one.at) for one in stood] == [("Probation supervision", make.LONG_AGO)]
    assert stood[0].agency == "Durham probation"
    today = [one for one in timeline_page(by=by, size=ALL).entries if one.holding == "access.Involvement"]
    assert [(one.title, one.at) for one in today] == [("Probation supervision", make.LONG_AGO + timedelta(days=9))]


def test_nothing_was_on_record_before_it_was_recorded(busy: Cast) -> None:
    by = busy.opening("priya")
    assert timeline_page(by=by, size=ALL, as_of=make.NOW - timedelta(days=5000)).entries == ()


def test_as_of_never_shows_what_the_reader_may_not_see_today(busy: Cast) -> None:
    by = busy.opening("priya")
    shown = timeline_page(by=by, size=ALL, as_of=make.NOW).entries
    assert {one.data_class for one in shown if one.agency == "Durham charity"} <= {"involvement"}


def test_one_entry_with_what_became_of_it_is_found_only_where_it_is_seen(busy: Cast) -> None:
    by = busy.opening("priya")
    first = timeline_page(by=by, size=1).entries[0]
    assert entry(by=by, holding=first.holding, record=first.id).entry == first
    for holding, record in [("access.Tie", 1), ("no.Such", 1), (first.holding, 999_999)]:
        with pytest.raises(NotFound):
            entry(by=by, holding=holding, record=record)


def test_a_reader_with_no_entries_gets_an_empty_page(cast: Cast, told: None, looking: None) -> None:
    by = cast.opening("priya")
    none = Filters(agency=999_999)
    assert timeline_page(by=by, size=5, filters=none).entries == ()
    assert timeline_page(by=by, size=5, older_than=Place(make.LONG_AGO, "access.Involvement", 0)).entries == ()
