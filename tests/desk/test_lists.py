"""Lists of people: tabs, the rooms' columns and filters, what is new, followed, saved and taken away."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.audit.models import AuditEvent
from desistance.desk.actions.lists import export_list, follow, remove_filter, save_filter, unfollow, visit_list
from desistance.desk.queries.caselist import CaseList, case_list, offered_filters
from desistance.desk.queries.lists import last_visits, saved_filters
from desistance.desk.rules.lists import Visits
from desistance.foundation.decisions import NotFound, NotPermitted, Refused
from tests import factories as make
from tests.cast import Cast

DAY = timedelta(days=1)


@pytest.fixture
def listed(cast: Cast, looking: None) -> Cast:
    """Kyle with a review of risk and contacts by probation; Leanne of Priya's, with none; Dean's of Olu's team."""
    probation = cast.agencies["probation"]
    make.risk_review(cast.kyle, probation, overall="high", made_on=date(2026, 1, 20))
    make.contact(cast.kyle, probation, make.NOW - 40 * DAY, state="happened", outcome="attended_complied",
                 outcome_at=make.NOW, outcome_by=1, with_staff=cast.staff["priya"])  # fmt: skip
    make.contact(cast.kyle, probation, make.NOW - 3 * DAY, state="happened", outcome="unacceptable_absence",
                 outcome_at=make.NOW, outcome_by=1, with_staff=cast.staff["priya"])  # fmt: skip
    make.contact(cast.kyle, probation, make.NOW + 3 * DAY, with_staff=cast.staff["priya"])
    make.birth_date(cast.kyle, probation, date(2000, 3, 13))
    leanne = make.person(probation, "Leanne", "Purvis")
    make.involvement(leanne, probation, team=cast.teams["east"], lead=cast.staff["priya"], from_at=make.NOW - DAY)
    make.equality(leanne, probation, kind="sex", value="female")
    dean = make.person(probation, "Dean", "Hartley")
    make.involvement(dean, probation, team=cast.teams["west"], lead=cast.staff["olu"])
    return cast


def of(cast: Cast, who: str = "priya", **asked: object) -> CaseList:
    return case_list(by=cast.entering(who), at=make.NOW, **asked)  # type: ignore[arg-type]


def names(found: CaseList) -> list[str]:
    return [row.person.family for row in found.rows]


def test_rooms_tell_of_each_person_in_columns_with_one_statement_each(listed: Cast) -> None:
    kyle, leanne = of(listed).rows
    assert (kyle.cells["assessment.risk"].words, kyle.cells["assessment.risk"].at) == ("High", date(2026, 1, 20))
    assert kyle.cells["casework.last"].at == make.NOW - 40 * DAY
    assert kyle.cells["casework.next"].at == make.NOW + 3 * DAY
    assert leanne.cells == {}
    with CaptureQueriesContext(connection) as few:
        of(listed)
    for number in range(20):
        person = make.person(listed.agencies["probation"], "Ann", f"Bell{number}")
        make.involvement(person, listed.agencies["probation"], team=listed.teams["east"], lead=listed.staff["priya"])
        make.risk_review(person, listed.agencies["probation"])
    with CaptureQueriesContext(connection) as many:
        assert len(of(listed).rows) == 22
    assert len(few) == len(many)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"risk": "high"}, ["Ashcroft"]),
        ({"risk": "low"}, []),
        ({"risk": "not-recorded"}, ["Purvis"]),
        ({"age": "26-39"}, ["Ashcroft", "Purvis"]),
        ({"age": "18-25"}, []),
        ({"sex": "female"}, ["Purvis"]),
        ({"quiet": "39"}, ["Ashcroft", "Purvis"]),
        ({"quiet": "41"}, ["Purvis"]),
        ({"kind": "supervision"}, ["Ashcroft", "Purvis"]),
        ({"kind": "resettlement"}, []),
        ({"area": "nowhere"}, []),
        ({"risk": "high", "quiet": "39"}, ["Ashcroft"]),
    ],
)
def test_a_list_is_narrowed_by_what_rooms_offer(listed: Cast, filters: dict[str, str], expected: list[str]) -> None:
    assert names(of(listed, filters=filters)) == expected


def test_a_reader_is_offered_and_told_nothing_of_a_class_they_do_not_see(listed: Cast) -> None:
    housing = make.involvement(
        listed.kyle, listed.agencies["housing"], kind="housing_support", lead=listed.staff["dan"]
    )
    assert housing.pk
    told = of(listed, "dan")
    assert names(told) == ["Ashcroft"]
    assert told.rows[0].cells == {}
    assert {column.missing for column in told.columns} == {"None shared with you"}
    assert names(of(listed, "dan", filters={"risk": "high"})) == []
    assert offered_filters(by=listed.entering("ana")) == []


def test_of_somebody_without_a_tie_a_list_tells_no_column_and_no_filter(listed: Cast) -> None:
    person = make.person(listed.agencies["police"], "Marek", "Dudek")
    make.involvement(person, listed.agencies["police"], kind="police_management", lead=listed.staff["rob"])
    make.risk_review(person, listed.agencies["probation"], overall="high")
    request = make.access_request(
        person, listed.agencies["probation"], listed.staff["priya"], approver=listed.staff["rob"],
        owner=listed.agencies["police"], state="given", answered_at=make.NOW, answered_by=1, until_at=make.NOW + DAY,
    )  # fmt: skip
    make.tie(person, listed.agencies["probation"], None, kind="granted", request=request, staff=listed.staff["priya"])  # type: ignore[arg-type]
    follow(people=[person.pk, listed.kyle.pk], by=listed.entering("priya"), at=make.NOW)
    found = {row.person.family: row for row in of(listed, whose="following").rows}
    assert found["Dudek"].cells == {}
    assert found["Ashcroft"].cells["assessment.risk"].words == "High"
    assert names(of(listed, whose="following", filters={"risk": "high"})) == ["Ashcroft"]


def test_following_is_for_those_who_may_open_the_record_and_ends(listed: Cast) -> None:
    by = listed.entering("priya")
    hidden = make.person(listed.agencies["charity"], "Nobody", "Hidden")
    assert follow(people=[hidden.pk, listed.kyle.pk], by=by, at=make.NOW) == 1
    assert names(of(listed, whose="following")) == ["Ashcroft"]
    assert of(listed).rows[0].is_followed
    assert unfollow(people=[listed.kyle.pk], by=by, at=make.NOW) == 1
    assert names(of(listed, whose="following")) == []


def test_work_that_ended_and_people_opened_have_tabs_of_their_own(listed: Cast) -> None:
    probation = listed.agencies["probation"]
    ended = make.person(probation, "Callum", "Bell")
    make.involvement(ended, probation, kind="resettlement", lead=listed.staff["priya"], state="ended",
                     until_at=make.NOW, end_reason="Moved")  # fmt: skip
    assert names(of(listed, whose="ended")) == []
    make.involvement(ended, probation, team=listed.teams["east"], lead=listed.staff["tom"])
    assert names(of(listed, whose="ended")) == []
    assert names(of(listed, whose="recent")) == []
    make.look(listed.kyle, listed.staff["priya"], probation)
    assert names(of(listed, whose="recent")) == ["Ashcroft"]


def test_who_came_since_the_last_visit_is_marked_as_new(listed: Cast) -> None:
    by = listed.entering("priya")
    first = visit_list(name="mine", known=None, by=by, at=make.NOW - 2 * DAY)
    assert not any(row.is_new for row in of(listed, visits=first).rows)
    second = visit_list(name="mine", known=last_visits(name="mine", by=by), by=by, at=make.NOW)
    assert second == Visits(make.NOW, make.NOW - 2 * DAY)
    assert [row.person.family for row in of(listed, visits=second).rows if row.is_new] == ["Purvis"]


def test_filters_are_kept_for_oneself_or_shared_with_the_team_and_removed_by_their_owner(listed: Cast) -> None:
    priya, tom, olu = (listed.entering(who) for who in ("priya", "tom", "olu"))
    kept = save_filter(name="High", whose="mine", values={"risk": "high"}, is_shared=True, by=priya, at=make.NOW)
    with pytest.raises(Refused):
        save_filter(name="High", whose="mine", values={"risk": "low"}, is_shared=False, by=priya, at=make.NOW)
    assert [one.is_own for one in saved_filters(by=priya)] == [True]
    assert [(one.name, one.is_own, one.owner) for one in saved_filters(by=tom)] == [("High", False, "Priya")]
    assert saved_filters(by=olu) == []
    with pytest.raises(NotFound):
        remove_filter(saved=kept.pk, by=tom, at=make.NOW)
    remove_filter(saved=kept.pk, by=priya, at=make.NOW)
    assert saved_filters(by=tom) == []


def test_a_list_that_leaves_as_a_file_is_on_the_record_with_everyone_in_it(listed: Cast) -> None:
    for number in range(50):
        person = make.person(listed.agencies["probation"], "Ann", f"Bell{number}")
        make.involvement(person, listed.agencies["probation"], team=listed.teams["east"], lead=listed.staff["priya"])
    asked = {"whose": "mine", "filters": {}, "by": listed.entering("priya"), "at": make.NOW}
    with pytest.raises(Refused, match="Enter why you need 52 people"):
        export_list(reason="", **asked)  # type: ignore[arg-type]
    assert len(export_list(reason="Sample for the quality audit", **asked).rows) == 52  # type: ignore[arg-type]
    event = AuditEvent.objects.latest("id")
    assert (event.what, json.loads(event.entry)["justification"]) == (
        "desk.export_list",
        "Sample for the quality audit",
    )
    assert len(event.subjects) == 52
    with pytest.raises(NotPermitted):
        export_list(whose="mine", filters={}, reason="", by=listed.entering("dan"), at=make.NOW)
