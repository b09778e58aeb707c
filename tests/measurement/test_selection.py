"""Counting who was selected of those nominated: gathered under the trail, counted once, seen by those who may see measures."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import NotPermitted, Refused
from desistance.measurement import worker
from desistance.measurement.actions.selection import ask_for_selection, gather_decisions
from desistance.measurement.models import SelectionCount
from desistance.measurement.queries.selection import selection_counts, years_to_count
from desistance.measurement.rules.selection import years_over
from tests import factories as make
from tests.cast import Cast

NOW = make.NOW
JULY = datetime(2024, 7, 1, 10, tzinfo=UTC)
YEAR = years_over(NOW.date())[0].first


def nominated(cast: Cast, decision: str, at: datetime = JULY) -> int:
    police = cast.agencies["police"]
    person = make.person(police, "Jo", "Bell")
    case = make.scheme_case(person, police, "selected", scheme="iom", accepted_at=None)
    make.nomination(case, at=at)
    if decision:
        make.case_step(case, "selected", decision=decision, at=at + timedelta(days=9))
    return person.pk


def asked(cast: Cast) -> SelectionCount:
    return ask_for_selection(first_on=YEAR, by=cast.entering("ana"), at=NOW, run_later=False)


def test_a_year_is_gathered_counted_and_cleared_in_the_worker(cast: Cast, looking: None) -> None:
    first = [nominated(cast, "select_flex"), nominated(cast, "not_select")]
    nominated(cast, "")
    nominated(cast, "select_free", JULY - timedelta(days=100))
    count = asked(cast)
    found = worker.count_selection(selection=count.pk, at=NOW)
    assert (found.state, found.result["groups"][0]["nominated"]) == ("counted", "[c]")
    gathered = AuditEvent.objects.get(what="measurement.gather_decisions")
    assert sorted(gathered.subjects) == sorted(first)
    told = gather_decisions(selection=count, by=cast.entering("ana"), at=NOW).found
    assert sorted((one.is_selected, one.on) for one in told) == [(False, JULY.date()), (True, JULY.date())]
    assert [one.pk for one in selection_counts(by=cast.entering("bea"))] == [count.pk]
    assert YEAR not in {one.first for one in years_to_count(by=cast.entering("ana"), at=NOW)}
    with pytest.raises(Refused, match="already"):
        asked(cast)


def test_a_year_without_a_decision_stops_with_words_and_may_be_asked_again(cast: Cast, looking: None) -> None:
    stopped = worker.count_selection(selection=asked(cast).pk, at=NOW)
    assert stopped.state == "failed"
    assert "Nobody who was nominated" in stopped.failed_because
    assert asked(cast).pk != stopped.pk


@pytest.mark.parametrize("day", [date(2024, 4, 2), date(2024, 2, 29)])
def test_a_day_that_begins_no_year_is_refused_in_words(cast: Cast, day: date) -> None:
    with pytest.raises(Refused):
        ask_for_selection(first_on=day, by=cast.entering("ana"), at=NOW)


def test_only_an_analyst_asks_for_a_count(cast: Cast) -> None:
    for who in ("rob", "priya", "tom", "bea"):
        with pytest.raises(NotPermitted):
            ask_for_selection(first_on=YEAR, by=cast.entering(who), at=NOW)
