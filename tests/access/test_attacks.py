"""Ways round the gate that were tried, each with what must come of it: the reader learns nothing more than the page says."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from desistance.access.actions.emergencies import renew_emergency, start_emergency
from desistance.access.models import Involvement
from desistance.access.queries.duties import emergencies_to_explain, new_involvements, restrictions_to_review
from desistance.access.queries.emergencies import emergency_shown, own_emergencies
from desistance.access.queries.involved import who_is_involved
from desistance.access.queries.known import may_only_know
from desistance.access.queries.looks import who_has_looked
from desistance.access.queries.matches import matches_waiting
from desistance.access.queries.requests import request_shown, requests_made
from desistance.access.queries.search import search
from desistance.access.queries.sharing import own_exclusion, restriction_shown
from desistance.desk.queries.caselist import case_list
from desistance.desk.queries.changes import changes_on_my_people, changes_since
from desistance.desk.queries.places import shown_names
from desistance.foundation.decisions import NotFound
from desistance.ingest.queries.candidates import candidates_for
from desistance.people.actions.facts import choose_fact, withdraw_fact
from desistance.people.models import Name, Person
from desistance.people.queries.matches import compare
from desistance.people.rules.matching import PersonFacts
from desistance.people.rules.names import PersonName
from desistance.people.terms import NameKind
from tests import factories as make
from tests.access.conftest import REASON, Restricted
from tests.cast import Cast

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.usefixtures("looking")


def start(cast: Cast, person: Person, who: str = "rob") -> object:
    return start_emergency(
        person=person,
        kind="safeguarding",
        reason=REASON,
        understands=True,
        is_confirmed=True,
        by=cast.entering(who),
        at=make.NOW,
    )


def restrict_kyle(cast: Cast) -> None:
    """Kyle is restricted to Priya and Tom; whoever has no tie to him is told nothing any more."""
    restriction = make.restriction(cast.kyle, cast.agencies["probation"], cast.staff["tom"])
    for who in ("priya", "tom"):
        make.listed_worker(restriction, cast.staff[who])


def hide(cast: Cast, row: object, holding: str, agency: str) -> None:
    make.hidden_entry(
        row.person,  # type: ignore[attr-defined]
        row,  # type: ignore[arg-type]
        cast.agencies[agency],
        holding=holding,
    )


# Emergency access


def test_my_day_tells_no_more_in_an_emergency_than_the_record_does(cast: Cast, paul: Restricted) -> None:
    police, rob = cast.agencies["police"], cast.staff["rob"]
    make.look(paul.person, rob, police)
    make.address(paul.person, police, "1 Refuge Lane", data_class="confidential_address", recorded_at=make.NOW)
    start(cast, paul.person)
    at = make.NOW + MINUTE
    on_the_record = changes_since(by=cast.opening("rob", paul.person, at=at), since=make.LONG_AGO, most=100)
    in_my_day = changes_on_my_people(by=cast.entering("rob", at=at), most=100)
    assert "1 Refuge Lane" not in {one.entry.title for one in on_the_record}
    assert {one.entry.title for one in in_my_day} <= {one.entry.title for one in on_the_record}


def test_emergency_access_is_not_renewed_once_the_person_may_not_be_known(cast: Cast) -> None:
    emergency = start(cast, cast.kyle)
    restrict_kyle(cast)  # from now on Rob, who has no tie to Kyle, would be told nothing
    at = make.NOW + MINUTE
    by = cast.opening("rob", at=at)
    words = {"kind": "safeguarding", "reason": REASON, "understands": True, "is_confirmed": True}
    with pytest.raises(NotFound):
        renew_emergency(emergency=emergency, by=by, at=at, **words)  # type: ignore[arg-type]


def test_emergency_access_shows_no_restriction_s_list(cast: Cast, paul: Restricted) -> None:
    cast.hire("vera", "probation", "team_manager", "west")
    make.involvement(paul.person, cast.agencies["probation"], team=cast.teams["west"], kind="resettlement")
    start(cast, paul.person, "vera")
    by = cast.entering("vera", at=make.NOW + MINUTE)
    with pytest.raises(NotFound):
        restriction_shown(restriction_id=paul.restriction.pk, by=by)
    paul.restriction.__class__.objects.update(review_on=make.NOW.date())
    assert not list(restrictions_to_review(by))


# Restricted since


def test_a_manager_who_is_listed_and_has_no_tie_finds_no_restriction(cast: Cast, paul: Restricted) -> None:
    cast.hire("vera", "probation", "team_manager", "west")
    make.listed_worker(paul.restriction, cast.staff["vera"])
    with pytest.raises(NotFound):
        restriction_shown(restriction_id=paul.restriction.pk, by=cast.entering("vera"))


def test_a_request_about_someone_hidden_since_is_as_if_it_had_never_been(cast: Cast) -> None:
    probation, police = cast.agencies["probation"], cast.agencies["police"]
    made = make.access_request(cast.kyle, police, cast.staff["rob"], cast.staff["priya"], probation)
    assert requests_made(by=cast.entering("rob"))
    restrict_kyle(cast)
    assert requests_made(by=cast.entering("rob")) == []
    with pytest.raises(NotFound):
        request_shown(request_id=made.pk, by=cast.entering("rob"))
    assert request_shown(request_id=made.pk, by=cast.entering("priya")).may_answer


def test_an_emergency_about_someone_hidden_since_is_as_if_it_had_never_been(cast: Cast) -> None:
    ended = {"until_at": make.NOW - 2 * MINUTE, "from_at": make.LONG_AGO, "ended_at": None}
    used = make.emergency_access(
        cast.kyle,
        cast.agencies["police"],
        cast.staff["rob"],
        state="more_needed",
        reviewed_at=make.NOW,
        reviewed_by=1,
        **ended,
    )
    assert own_emergencies(by=cast.entering("rob"))
    restrict_kyle(cast)
    by = cast.entering("rob")
    assert own_emergencies(by=by) == []
    assert not list(emergencies_to_explain(by))
    with pytest.raises(NotFound):
        emergency_shown(emergency_id=used.pk, by=by)


# Entries hidden from an agency


@pytest.fixture
def secret_work(cast: Cast) -> Involvement:
    """Housing works with Kyle, as police do, and hides that from the police."""
    police = cast.agencies["police"]
    make.involvement(cast.kyle, police, kind="police_management", lead=cast.staff["rob"])
    work = make.involvement(cast.kyle, cast.agencies["housing"], kind="housing_support", recorded_at=make.NOW)
    hide(cast, work, "access.Involvement", "police")
    return work


def test_hidden_work_names_no_agency_in_search_and_lists(cast: Cast, secret_work: Involvement) -> None:
    [hit] = search(by=cast.entering("rob"), text="Kyle Ashcroft", at=make.NOW).hits
    assert "Durham housing" not in hit.holders
    [row] = case_list(by=cast.entering("rob"), at=make.NOW, whose="agency").rows
    assert not [words for words in row.work if "housing" in words.lower()]


def test_hidden_work_is_nobody_s_news(cast: Cast, secret_work: Involvement) -> None:
    assert not list(new_involvements(cast.entering("rob")))
    assert list(new_involvements(cast.entering("priya")))


def test_hidden_work_is_not_told_on_the_page_that_asks_for_access(cast: Cast, secret_work: Involvement) -> None:
    Involvement.objects.filter(agency=cast.agencies["police"]).update(
        state="ended", until_at=make.NOW, end_reason="Done"
    )
    from desistance.access.models import Tie

    Tie.objects.filter(agency=cast.agencies["police"]).update(until_at=make.NOW - MINUTE)
    known = may_only_know(reference=cast.kyle.reference, by=cast.entering("rob"))
    assert [holder.name for holder in known.holders] == ["Durham probation"]


def test_hidden_treatment_is_not_even_counted(cast: Cast) -> None:
    health = {"kind": "treatment", "data_class": "health", "team": cast.teams["treatment"]}
    work = make.involvement(cast.kyle, cast.agencies["health"], **health)
    make.agreement(cast.agencies["probation"], cast.agencies["health"], classes=("health",))
    assert who_is_involved(by=cast.opening("priya")).known_only == {"Durham health": 1}
    hide(cast, work, "access.Involvement", "probation")
    assert who_is_involved(by=cast.opening("priya")).known_only == {}


def test_a_look_by_an_agency_whose_work_is_hidden_bears_no_name(cast: Cast, secret_work: Involvement) -> None:
    housing, dan = cast.agencies["housing"], cast.staff["dan"]
    entry = json.dumps({"role": "partner_worker", "classes": ["identity"]})
    make.audit_event(staff=dan.pk, agency=housing.pk, subjects=[cast.kyle.pk], entry=entry)
    told = who_has_looked(by=cast.opening("rob")).rows
    assert (told[0].name, told[0].agency) == ("A worker not named here", "Another agency")
    assert who_has_looked(by=cast.opening("priya")).rows[0].name == "Dan"


@pytest.fixture
def secret_name(cast: Cast) -> Name:
    """Police know Kyle by a newer name, and hide it from probation and the council."""
    police = cast.agencies["police"]
    name = make.name(cast.kyle, police, "Kestrel", "Vane", kind="current", said_at=make.NOW, recorded_at=make.NOW)
    for agency in ("probation", "council"):
        hide(cast, name, "people.Name", agency)
    return name


def test_a_hidden_name_is_told_on_no_page_of_someone_only_known(cast: Cast, secret_name: Name) -> None:
    known = may_only_know(reference=cast.kyle.reference, by=cast.entering("rhea"))
    assert known.name == "Kyle Ashcroft"


def test_a_hidden_name_stands_in_no_list(cast: Cast, secret_name: Name) -> None:
    priya = cast.entering("priya")
    assert shown_names(people=[cast.kyle.pk], by=priya) == {cast.kyle.pk: "Kyle Ashcroft"}
    housing = cast.agencies["housing"]
    made = make.access_request(cast.kyle, housing, cast.staff["dan"], cast.staff["priya"], cast.agencies["probation"])
    assert request_shown(request_id=made.pk, by=priya).name == "Kyle Ashcroft"


def test_a_hidden_name_stands_in_no_comparison(cast: Cast, secret_name: Name) -> None:
    other = make.person(cast.agencies["police"], "Kile", "Ashcroft")
    for one in (cast.kyle, other):
        make.identifier(one, cast.agencies["police"], "pnc", "2004/0000712J")
    grace = cast.entering("grace")
    assert {pair.one_name for pair in matches_waiting(by=grace)} == {"Ashcroft, Kyle"}
    by, beside = cast.opening("grace"), cast.opening("grace", other)
    told = compare(one=cast.kyle, other=other, by=by, beside=beside)
    assert "Kestrel Vane" not in {name for column in told.columns for name in column.names}


def test_a_hidden_name_is_neither_chosen_nor_withdrawn(cast: Cast, secret_name: Name) -> None:
    police = cast.agencies["police"]
    alias = make.name(cast.kyle, police, "Ky", "Ashcroft", kind="alias", said_at=make.NOW, recorded_at=make.NOW)
    by, told = cast.opening("priya"), {"person": cast.kyle, "kind": "name", "at": make.NOW}
    assert choose_fact(fact_id=alias.pk, by=by, **told).fact_id == alias.pk
    for deed in (choose_fact, withdraw_fact):
        with pytest.raises(NotFound):
            deed(fact_id=secret_name.pk, by=by, **told)


# Files


def test_a_file_tells_its_sender_of_nobody_from_whom_one_of_its_workers_is_kept(cast: Cast) -> None:
    facts = PersonFacts("row 1", (PersonName("Kyle", "Ashcroft", NameKind.CURRENT),))
    rob = cast.entering("rob")
    assert candidates_for([facts], by=rob).told == {str(cast.kyle.pk)}
    make.exclusion(cast.kyle, cast.agencies["probation"], cast.staff["carl"])  # placed by another agency's governance
    assert candidates_for([facts], by=rob).told == set()


# By number


def test_another_agency_s_exclusion_is_not_read_by_its_number(cast: Cast) -> None:
    cast.hire("mona", "police", "team_manager")
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["mona"])
    theirs = make.exclusion(cast.kyle, cast.agencies["probation"], cast.staff["olu"])
    with pytest.raises(NotFound):
        own_exclusion(exclusion_id=theirs.pk, by=cast.opening("mona"))
    assert own_exclusion(exclusion_id=theirs.pk, by=cast.opening("tom")).pk == theirs.pk


def test_a_pass_without_a_record_opens_nobody_s_rows(cast: Cast) -> None:
    by = replace(cast.entering("priya"), person=0)
    assert who_is_involved(by=by).open == ()
