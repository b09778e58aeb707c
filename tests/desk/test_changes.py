"""What changed since the reader last looked: others' doing only, with what was taken back and corrected."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.access.models import Involvement
from desistance.desk.actions.places import clear_recent, mark_all_seen, mark_seen, note_place
from desistance.desk.models import Look
from desistance.desk.queries.changes import changes_on_my_people, changes_since
from desistance.desk.queries.places import last_look, recently_viewed, shown_names
from desistance.foundation.actions import change
from tests import factories as make
from tests.cast import Cast

HOUR = timedelta(hours=1)
LAST = make.NOW - timedelta(days=10)
ALL = 100


def facts(cast: Cast, who: str, at, **more):
    return make.equality(
        cast.kyle, cast.agencies["probation"], recorded_at=at, recorded_by=cast.staff[who].pk, said_at=at, **more
    )


@pytest.fixture
def kyles(cast: Cast, told: None, looking: None) -> Cast:
    return cast


def titles(cast: Cast, who: str = "priya") -> list[tuple[str, str]]:
    by = cast.opening(who)
    return [(one.what, one.entry.title) for one in changes_since(by=by, since=LAST, most=ALL)]


def test_what_others_added_since_is_told_newest_first_and_what_was_there_is_not(kyles: Cast) -> None:
    facts(kyles, "tom", LAST + HOUR, value="Polish")
    facts(kyles, "tom", LAST + 2 * HOUR, value="Welsh")
    facts(kyles, "tom", LAST - HOUR, value="Known long ago")
    assert titles(kyles) == [("Added", "language: Welsh"), ("Added", "language: Polish")]


def test_my_own_doing_is_not_news_to_me_but_to_tom(kyles: Cast) -> None:
    facts(kyles, "priya", LAST + HOUR, value="Mine")
    assert titles(kyles) == []
    assert titles(kyles, "tom") == [("Added", "language: Mine")]


def test_what_a_machine_brought_in_is_news(kyles: Cast) -> None:
    make.equality(kyles.kyle, kyles.agencies["probation"], value="Imported", recorded_at=LAST + HOUR, source="import")
    assert titles(kyles) == [("Added", "language: Imported")]


def test_what_was_taken_back_is_told_unless_i_never_saw_it_or_did_it_myself(kyles: Cast) -> None:
    gone = {"withdrawn_at": LAST + 2 * HOUR, "withdrawn_by": kyles.staff["tom"].pk}
    facts(kyles, "tom", LAST - HOUR, value="Seen and gone", **gone)
    facts(kyles, "tom", LAST + HOUR, value="Came and went", **gone)
    facts(kyles, "tom", LAST - HOUR, value="My own", **{**gone, "withdrawn_by": kyles.staff["priya"].pk})
    assert titles(kyles) == [("Removed", "language: Seen and gone")]


def test_an_edit_of_a_record_is_told_as_changed(kyles: Cast) -> None:
    work = Involvement.objects.get(person=kyles.kyle)
    change(work, version=None, by=kyles.opening("tom"), at=LAST + HOUR, from_at=make.LONG_AGO + HOUR)
    assert titles(kyles) == [("Changed", "Probation supervision")]
    assert titles(kyles, "tom") == []


def test_what_the_reader_may_not_see_is_not_news(kyles: Cast) -> None:
    make.address(
        kyles.kyle,
        kyles.agencies["housing"],
        kind="refuge",
        lines="Safe house",
        data_class="confidential_address",
        recorded_at=LAST + HOUR,
    )
    assert titles(kyles) == []


def test_changes_cost_one_statement(kyles: Cast) -> None:
    for number in range(30):
        facts(kyles, "tom", LAST + number * HOUR + HOUR, value=str(number))
    by = kyles.opening("priya")
    with CaptureQueriesContext(connection) as asked:
        assert len(changes_since(by=by, since=LAST, most=5)) == 5
    assert len(asked) == 1


def test_a_place_is_remembered_and_the_news_is_counted_from_the_first_look_until_marked(kyles: Cast) -> None:
    by = kyles.opening("priya")
    assert last_look(by=by) is None
    note_place(person=kyles.kyle, by=by, at=LAST)
    note_place(person=kyles.kyle, by=by, at=LAST + HOUR)
    assert (last_look(by=by).opened_at, last_look(by=by).seen_at) == (LAST + HOUR, LAST)
    mark_seen(person=kyles.kyle, by=by, at=LAST + 2 * HOUR)
    assert last_look(by=by).seen_at == LAST + 2 * HOUR
    assert last_look(by=kyles.opening("tom")) is None


def test_recently_viewed_is_newest_first_clearable_and_leaves_out_who_is_hidden_since(kyles: Cast) -> None:
    agency, team = kyles.agencies["probation"], kyles.teams["east"]
    leanne = make.person(agency, "Leanne", "Purvis")
    make.involvement(leanne, agency, team=team)
    by = kyles.entering("priya")
    note_place(person=kyles.kyle, by=by, at=LAST)
    note_place(person=leanne, by=by, at=LAST + HOUR)
    assert [one.name for one in recently_viewed(by=by)] == ["Leanne Purvis", "Kyle Ashcroft"]
    make.exclusion(kyles.kyle, agency, kyles.staff["priya"])
    by = kyles.entering("priya")
    assert [one.name for one in recently_viewed(by=by)] == ["Leanne Purvis"]
    clear_recent(by=by, at=make.NOW)
    assert recently_viewed(by=by) == []
    assert Look.objects.filter(staff=kyles.staff["priya"]).count() == 2


def test_names_are_told_only_of_people_the_reader_may_open(kyles: Cast) -> None:
    stranger = make.person(kyles.agencies["charity"], "Hidden", "Person")
    wanted = [kyles.kyle.pk, stranger.pk]
    assert shown_names(people=wanted, by=kyles.entering("priya")) == {kyles.kyle.pk: "Kyle Ashcroft"}
    assert shown_names(people=wanted, by=kyles.entering("uma")) == {}


def test_a_chosen_name_is_the_one_shown(kyles: Cast) -> None:
    other = make.name(kyles.kyle, kyles.agencies["housing"], "Kyle", "Ashcroft-Reid")
    make.choice(kyles.kyle, other)
    assert shown_names(people=[kyles.kyle.pk], by=kyles.entering("priya")) == {kyles.kyle.pk: "Kyle Ashcroft-Reid"}


def test_changes_on_my_people_count_from_each_own_look_and_cost_the_same_for_one_or_many(kyles: Cast) -> None:
    agency, team = kyles.agencies["probation"], kyles.teams["east"]
    by = kyles.entering("priya")
    note_place(person=kyles.kyle, by=by, at=LAST)
    facts(kyles, "tom", LAST + HOUR, value="News")
    facts(kyles, "priya", LAST + HOUR, value="Mine")
    with CaptureQueriesContext(connection) as one:
        found = changes_on_my_people(by=by, most=ALL)
    assert [(each.entry.title, each.reference) for each in found] == [("language: News", kyles.kyle.reference)]
    for number in range(30):
        person = make.person(agency, f"P{number}")
        make.involvement(person, agency, team=team)
        note_place(person=person, by=by, at=LAST)
        make.equality(person, agency, value=f"N{number}", recorded_at=LAST + HOUR)
    with CaptureQueriesContext(connection) as many:
        assert len(changes_on_my_people(by=by, most=ALL)) == 31
    assert len(one) == len(many)
    mark_all_seen(by=by, at=make.NOW)
    assert changes_on_my_people(by=by, most=ALL) == []


def test_changes_on_my_people_agree_with_each_person_read_alone(busy: Cast) -> None:
    for who in ("priya", "tom"):
        by = busy.opening(who)
        note_place(person=busy.kyle, by=by, at=make.NOW - timedelta(days=200))
        alone = changes_since(by=by, since=make.NOW - timedelta(days=200), most=ALL)
        together = changes_on_my_people(by=busy.entering(who), most=ALL)
        assert [one.entry for one in together] == [one.entry for one in alone]
        assert alone
