"""Possible matches: a steward's question, never stored, gone when it is answered; and the records side by side."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.access.queries.matches import clash_of, duplicate_numbers, matches_decided, matches_waiting
from desistance.access.queries.passes import open_record
from desistance.access.queries.search import Outcome, before_adding
from desistance.foundation.decisions import NotFound, NotPermitted, Refused
from desistance.foundation.register import DUTY_COLUMNS
from desistance.people.actions.merge import merge
from desistance.people.actions.pairs import mark_different, withdraw_pair
from desistance.people.models import Identifier, Person
from desistance.people.queries.matches import compare, merges_of
from desistance.people.rules.dates import DatePart, exact
from desistance.people.rules.matching import Agreement, Field
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("looking")
BORN = date(1998, 6, 24)


@pytest.fixture
def kile(cast: Cast) -> Person:
    """Kyle again, as police know him: the same PNC number, another spelling."""
    police = cast.agencies["police"]
    person = make.person(police, "Kile", "Ashcroft", BORN)
    make.involvement(person, police, kind="police_management", lead=cast.staff["rob"])
    for one in (cast.kyle, person):
        make.identifier(one, police, "pnc", "2004/0000712J")
    return person


def waiting(cast: Cast) -> list[tuple[str, str, str]]:
    return [(row.one, row.other, row.why) for row in matches_waiting(by=cast.entering("grace"))]


def duties(cast: Cast) -> list[dict]:
    return list(duplicate_numbers(cast.entering("grace")))


def test_a_shared_number_is_one_question_for_governance(cast: Cast, kile: Person) -> None:
    assert waiting(cast) == [(cast.kyle.reference, kile.reference, "Same PNC number")]
    (duty,) = duties(cast)
    assert tuple(duty) == DUTY_COLUMNS
    assert duty["reference"] == kile.reference
    assert clash_of(identifier_id=duty["record"], by=cast.entering("grace")) == (cast.kyle.reference, kile.reference)
    with pytest.raises(NotPermitted):
        matches_waiting(by=cast.entering("priya"))


@pytest.mark.parametrize(
    "change",
    [{"kind": "custody", "value": "D1"}, {"value": "2004/0000713K"}, {"withdrawn_at": make.NOW, "withdrawn_by": 1}],
)
def test_weak_other_or_withdrawn_numbers_are_no_question(cast: Cast, kile: Person, change: dict) -> None:
    Identifier.objects.filter(person=kile).update(**change)
    assert waiting(cast) == []
    assert duties(cast) == []


def test_a_number_that_is_not_well_formed_is_no_question(cast: Cast) -> None:
    for person in (cast.kyle, make.person(cast.agencies["police"], "Paul", "Whitfield")):
        bad = {"is_well_formed": False, "why_not": "Wrong letter", "raw": "2004/1Z"}
        make.identifier(person, cast.agencies["police"], "pnc", "", **bad)
    assert duties(cast) == []


def test_the_same_name_and_birth_date_is_a_question_and_twins_are_not(cast: Cast) -> None:
    again = make.person(cast.agencies["police"], "KYLE", "Ashcroft", BORN)
    make.person(cast.agencies["police"], "Kyle", "Ashcroft", date(1998, 6, 25))
    make.person(cast.agencies["police"], "Jodie", "Ashcroft", BORN)
    assert waiting(cast) == [(cast.kyle.reference, again.reference, "Same name and date of birth")]


def test_what_was_told_apart_is_never_proposed_again_until_that_is_withdrawn(cast: Cast, kile: Person) -> None:
    by = cast.opening("grace", kile)
    said = mark_different(one=kile, other=cast.kyle, reason="Fingerprints", by=by, at=make.NOW)
    assert (waiting(cast), duties(cast)) == ([], [])
    with pytest.raises(NotFound):
        clash_of(identifier_id=make.identifier(kile, cast.agencies["police"]).pk, by=cast.entering("grace"))
    withdraw_pair(pair=said, by=by, at=make.NOW)
    assert len(waiting(cast)) == len(duties(cast)) == 1


def test_a_third_record_with_the_number_is_still_asked_about_when_two_are_told_apart(cast: Cast, kile: Person) -> None:
    third = make.person(cast.agencies["health"], "Ky", "Ashcroft")
    make.identifier(third, cast.agencies["health"], "pnc", "2004/0000712J")
    mark_different(one=third, other=cast.kyle, reason="No", by=cast.opening("grace", third), at=make.NOW)
    assert (kile.reference, third.reference, "Same PNC number") in waiting(cast)


def test_a_match_with_someone_hidden_from_the_steward_is_not_told(cast: Cast, kile: Person) -> None:
    make.restriction(kile, cast.agencies["police"], cast.staff["rob"])
    assert (waiting(cast), duties(cast)) == ([], [])


def test_a_joined_pair_is_no_question_any_more(cast: Cast, kile: Person) -> None:
    by, beside = (open_record(reference=one.reference, by=cast.entering("grace"))[1] for one in (cast.kyle, kile))
    merge(kept=cast.kyle, lost=kile, reason="Same PNC", by=by, beside=beside, at=make.NOW)
    assert (waiting(cast), duties(cast)) == ([], [])
    (row,) = merges_of(person=cast.kyle, by=by)
    assert (row.lost_reference, row.rows > 0) == (kile.reference, True)


def test_the_queue_takes_as_many_statements_for_many_pairs_as_for_one(cast: Cast, kile: Person) -> None:
    def statements() -> int:
        by = cast.entering("grace")
        with CaptureQueriesContext(connection) as ran:
            matches_waiting(by=by)
        return len(ran)

    one = statements()
    for number in range(5):
        for _ in range(2):
            make.identifier(make.person(cast.agencies["police"]), cast.agencies["police"], "crn", f"X48291{number}")
    assert statements() == one == 5


def test_two_records_stand_side_by_side_with_a_column_for_each_agency(cast: Cast, kile: Person) -> None:
    police, housing = cast.agencies["police"], cast.agencies["housing"]
    make.name(kile, housing, "Kyle", "Ashcroft-Reid", kind="current")
    make.address(kile, housing, "14 Bede Street", postcode="DL14 7AB")
    make.address(kile, police, "Hidden place", data_class="confidential_address")
    by, beside = (open_record(reference=one.reference, by=cast.entering("grace"))[1] for one in (cast.kyle, kile))
    found = compare(one=cast.kyle, other=kile, by=by, beside=beside)
    assert [(column.reference, column.agency_id, column.names) for column in found.columns] == [
        (cast.kyle.reference, cast.agencies["probation"].pk, ("Kyle Ashcroft",)),
        (cast.kyle.reference, police.pk, ()),
        (kile.reference, police.pk, ("Kile Ashcroft",)),
        (kile.reference, housing.pk, ("Kyle Ashcroft-Reid",)),
    ]
    agreements = {one.field: one.agreement for one in found.fields}
    assert (agreements[Field.NUMBERS], agreements[Field.BORN]) == (Agreement.SAME, Agreement.SAME)
    assert {agreements[Field.GIVEN], agreements[Field.FAMILY]} == {Agreement.SAME, Agreement.CLOSE}
    assert {agreements[Field.PHONE], agreements[Field.SEX]} == {Agreement.NOT_GIVEN}
    assert "Hidden place" not in str(found.columns)


def asked(cast: Cast, who: str = "carl", **typed: object):
    values = {"given": "", "family": "", **typed}
    return before_adding(by=cast.entering(who), at=make.NOW, **values)


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ({"given": "Zygmunt", "family": "Bexwoodby"}, Outcome.NO_MATCH),
        ({"given": "Kile", "family": "Ashcroft", "born": exact(BORN)}, Outcome.POSSIBLE),
        ({"given": "Kyle", "family": "Ashcroft", "born": DatePart(1998)}, Outcome.POSSIBLE),
        ({"given": "Kyle", "family": "Ashcroft", "born": exact(date(1970, 1, 2))}, Outcome.NO_MATCH),
        ({"given": "Anyone", "family": "", "number": "X482913"}, Outcome.ALREADY_KNOWN),
        ({"given": "Anyone", "family": "", "number": "X48291"}, Outcome.NO_MATCH),
    ],
)
def test_before_adding_the_outcome_has_a_name(cast: Cast, typed: dict, outcome: Outcome) -> None:
    make.identifier(cast.kyle, cast.agencies["probation"])
    assert asked(cast, **typed).outcome is outcome


def test_before_adding_too_many_asks_for_a_detail_and_restricted_says_so(cast: Cast) -> None:
    make.involvement(cast.kyle, cast.agencies["police"], kind="custody_check")
    make.restriction(cast.kyle, cast.agencies["probation"], cast.staff["tom"])
    found = asked(cast, given="Kyle", family="Ashcroft")
    assert found.outcome is Outcome.RESTRICTED
    assert [hit.name for hit in found.hits] == [""]
    for _ in range(26):
        make.involvement(make.person(cast.agencies["probation"], "Ann", "Bell"), cast.agencies["probation"])
    assert asked(cast, given="Ann", family="Bell").outcome is Outcome.TOO_MANY


@pytest.mark.parametrize("hidden_by", ["restriction", "no tie", "exclusion"])
def test_adding_someone_whom_a_hidden_record_matches_is_no_match_by_the_same_statements(
    cast: Cast, hidden_by: str
) -> None:
    def answer() -> tuple[object, list[str]]:
        by = cast.entering("carl")
        with CaptureQueriesContext(connection) as ran:
            found = before_adding(
                by=by, at=make.NOW, given="Zygmunt", family="Bexwoodby", born=exact(BORN), number="Q777777"
            )
        return found, [query["sql"].split(" ", 2)[0] for query in ran]

    without = answer()
    agency = cast.agencies["probation" if hidden_by == "restriction" else "charity"]
    person = make.person(agency, "Zygmunt", "Bexwoodby", BORN)
    make.identifier(person, agency, "crn", "Q777777")
    make.involvement(person, agency)
    if hidden_by == "restriction":
        make.restriction(person, agency, cast.staff["tom"])
    if hidden_by == "exclusion":
        make.involvement(person, cast.agencies["police"], kind="custody_check")
        make.exclusion(person, cast.agencies["police"], cast.staff["carl"])
    assert answer() == without
    assert without[0].outcome is Outcome.NO_MATCH  # type: ignore[attr-defined]


def test_a_number_that_comes_later_is_new_evidence_and_can_be_answered_again(cast: Cast, looking: None) -> None:
    police, later = cast.agencies["police"], make.NOW + timedelta(days=1)
    twin = make.person(police, "Karl", "Ashcroft", BORN)
    make.involvement(twin, police, kind="police_management", lead=cast.staff["rob"])
    said = mark_different(one=cast.kyle, other=twin, reason="Twins", by=cast.opening("grace"), at=make.NOW)
    assert waiting(cast) == []
    for one in (cast.kyle, twin):
        make.identifier(one, police, "pnc", "2004/0000712J", recorded_at=later)
    assert waiting(cast) == [(cast.kyle.reference, twin.reference, "Same PNC number")]
    again = later + timedelta(hours=1)
    mark_different(one=cast.kyle, other=twin, reason="The number was the brother's", by=cast.opening("grace"), at=again)
    said.refresh_from_db()
    assert (waiting(cast), said.withdrawn_at) == ([], again)
    with pytest.raises(Refused, match="on record already"):
        mark_different(one=twin, other=cast.kyle, reason="Again", by=cast.opening("grace", twin), at=again)


def test_decisions_of_the_readers_own_agency_are_counted_and_nothing_of_records_they_may_not_open(
    cast: Cast, kile: Person
) -> None:
    grace = cast.entering("grace")
    assert matches_decided(by=grace).percent_same is None
    mark_different(one=cast.kyle, other=kile, reason="Twins", by=cast.opening("grace"), at=make.NOW)
    assert (matches_decided(by=grace).different, matches_decided(by=grace).percent_same) == (1, 0)
    Person.objects.filter(pk=kile.pk).update(restricted=True)
    assert matches_decided(by=grace).decided == 0
