"""Statements put into SQL once: every answer equals a fresh one, for every reader and person; what cannot be kept is not."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet, Value

from desistance.access.models import Tie
from desistance.access.queries import passes
from desistance.casework.queries import contacts
from desistance.desk.queries import caselist, changes, duties, notices, places, timeline
from desistance.desk.rules.timeline import Place
from desistance.foundation import compiled, reading
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import UnmarkedStatement, marked, unseen
from desistance.foundation.register import HOUSE
from desistance.partners import queries as partners
from desistance.people.models import Name, Person
from desistance.people.queries import banner
from tests import factories as make
from tests.cast import WORKERS, Cast

READERS = ("priya", "tom", "grace")


@pytest.fixture(autouse=True)
def _looking() -> Any:
    compiled._kept.clear()
    with marked("a test"), unseen("trial run"):
        yield


def kept() -> list[Any]:
    """The statements kept, beside those by which somebody came in and opened a record."""
    entering = (passes._facts_of, passes._all_lists, partners._agreed_with)
    return [statement for (build, *_), statement in compiled._kept.items() if build not in entering]


def questions(by: Pass) -> list[tuple[Any, tuple[Any, ...], dict[str, Any]]]:
    return [
        (timeline._page, (timeline._Asked(20),), {}),
        (timeline._counts, (), {}),
        (changes._since, (50,), {"since": by.at - timedelta(days=3)}),
        (changes._my_people, (), {}),
        (changes._of_my_people, (50,), {"mine": (by.person, 900_001)}),
        (places._names, (), {"people": (by.person,)}),
        (duties._due, (100,), {}),
        (duties._due, (100,), {"one": by.person}),
        (banner._all_arms, (make.NOW.date(),), {"person_id": by.person}),
        (caselist._page, ("mine", (), 26, False), {}),
        (caselist._page, ("agency", (), 26, True), {"key": "zz", "person": 900_001}),
        (notices._unread, (), {}),
    ]


def fresh(build: Any, by: Pass, shape: tuple[Any, ...], values: dict[str, Any]) -> list[Any]:
    return list(build(by, *shape, **values) or ())


def test_kept_statements_answer_as_fresh_ones_for_every_reader(busy: Cast) -> None:
    asked = 0
    for who in READERS:
        for moment in (timedelta(), timedelta(minutes=7)):
            by = busy.opening(who)
            by = replace(by, at=by.at + moment)
            for build, shape, values in questions(by):
                answer = rows_of(build, by=by, shape=shape, **values)
                assert sorted(map(str, answer)) == sorted(map(str, fresh(build, by, shape, values)))
                asked += len(answer)
    assert asked > 50
    assert all(one is not None for one in kept())


@pytest.mark.parametrize("who", [worker[0] for worker in WORKERS])
def test_the_day_of_every_role_is_kept(busy: Cast, who: str) -> None:
    by = busy.entering(who)
    for build, shape, values in questions(by):
        if "person_id" not in values and "one" not in values:
            answer = rows_of(build, by=by, shape=shape, **values)
            assert sorted(map(str, answer)) == sorted(map(str, fresh(build, by, shape, values)))
    assert None not in kept()


def test_one_statement_serves_every_person_of_a_reader(busy: Cast) -> None:
    by = busy.opening("priya")
    here = rows_of(timeline._page, by=by, shape=(timeline._Asked(20),))
    elsewhere = rows_of(timeline._page, by=replace(by, person=by.person + 1), shape=(timeline._Asked(20),))
    assert len(kept()) == 1
    assert here
    assert {row[-1] for row in elsewhere} <= {by.person + 1}


def test_another_reader_never_gets_the_statement_of_the_first(busy: Cast) -> None:
    by = busy.opening("priya")
    rows_of(timeline._page, by=by, shape=(timeline._Asked(20),))
    for changed in ({"sees": {}}, {"agency": by.agency + 1}, {"excluded": frozenset({1})}, {"role": "analyst"}):
        before = len(kept())
        rows_of(timeline._page, by=replace(by, **changed), shape=(timeline._Asked(20),))
        assert len(kept()) == before + 1, changed


def with_other_ids(by: Pass) -> Pass:
    """A reader elsewhere whose pass has the same shape: each agency, team and person is another one."""
    shifted = {
        name: frozenset(one + 1_000 for one in getattr(by, name)) for name in ("finds_from", "everyone", "granted")
    }
    seen = {
        name: {kind: frozenset(one + 1_000 for one in some) for kind, some in getattr(by, name).items()}
        for name in ("sees", "knows", "agreed")
    }
    return replace(
        by, staff=by.staff + 5, agency=by.agency + 1_000, teams=tuple(one + 30 for one in by.teams), **shifted, **seen
    )


@pytest.mark.parametrize("question", range(12))
def test_one_statement_serves_readers_of_one_shape_and_tells_each_their_own(busy: Cast, question: int) -> None:
    by = replace(busy.opening("priya"), granted=frozenset({4_000}), hidden={"people.Name": frozenset({2_000, 2_001})})
    build, shape, values = questions(by)[question]
    rows_of(build, by=with_other_ids(by), shape=shape, **values)
    answer = rows_of(build, by=by, shape=shape, **values)
    assert len(kept()) == 1
    assert sorted(map(str, answer)) == sorted(map(str, fresh(build, by, shape, values)))


def test_an_agency_and_a_person_of_the_same_number_stay_apart(busy: Cast) -> None:
    by = busy.opening("priya")

    def names(by: Pass) -> QuerySet[Any, Any]:
        return (
            Name.objects.filter(agency=by.agency, person__in=by.granted).values_list("person", "agency").order_by("pk")
        )

    alike = replace(by, person=0, granted=frozenset({by.agency}))
    rows_of(names, by=alike)
    granted = replace(by, person=0, granted=frozenset({by.person}))
    assert rows_of(names, by=granted) == list(names(granted)) != []
    assert len(kept()) == 1


def test_a_list_of_another_length_is_another_statement(busy: Cast) -> None:
    by = busy.opening("priya")
    for granted in (frozenset(), frozenset({900_001}), frozenset({900_001, 900_002}), frozenset({by.person})):
        before = len(kept())
        rows_of(changes._since, by=replace(by, granted=granted), shape=(50,), since=by.at)
        assert len(kept()) == before + 1, granted


def asks_first(by: Pass) -> QuerySet[Any, Any]:
    ids = list(Person.objects.values_list("pk", flat=True))
    return Name.objects.filter(person__in=ids).values_list("family")


def bends_the_number(by: Pass) -> QuerySet[Any, Any]:
    return Name.objects.filter(person=by.person * 2).values_list("family")


def branches_on_the_number(by: Pass) -> QuerySet[Any, Any]:
    return Name.objects.filter(Q(person=by.person) if by.person < 100_000_000 else Q(agency=by.agency)).values_list(
        "family"
    )


@pytest.mark.parametrize("build", [asks_first, bends_the_number, branches_on_the_number])
def test_what_is_more_than_a_value_is_built_anew_each_time(busy: Cast, build: Any) -> None:
    by = busy.opening("priya")
    assert rows_of(build, by=by) == list(build(by))
    assert rows_of(build, by=replace(by, person=by.person + 1)) == list(build(replace(by, person=by.person + 1)))
    assert set(kept()) == {None}


def a_number_that_is_someone(by: Pass, someone: int) -> QuerySet[Any, Any]:
    return Name.objects.filter(person=by.person).annotate(mark=Value(someone)).values_list(F("mark"), "person")


def test_a_constant_that_equals_the_person_stays_a_constant(busy: Cast) -> None:
    by = busy.opening("priya")
    assert {row[0] for row in rows_of(a_number_that_is_someone, by=by, shape=(by.person,))} == {by.person}
    other = replace(by, person=by.person + 1)
    answer = rows_of(a_number_that_is_someone, by=other, shape=(by.person,))
    assert len(kept()) == 1
    assert answer == list(a_number_that_is_someone(other, by.person))


def by_reference(by: Pass, reference: str) -> QuerySet[Any, Any]:
    return Person.objects.filter(reference=reference).values_list("pk", flat=True)


def by_ending(by: Pass, reference: str) -> QuerySet[Any, Any]:
    return Person.objects.filter(reference__endswith=reference).values_list("pk", flat=True)


def test_a_word_is_a_value_where_it_stands_whole(busy: Cast) -> None:
    by = busy.opening("priya")
    other = make.person(busy.agencies["probation"], "Someone")
    assert rows_of(by_reference, by=by, reference=other.reference) == [other.pk]
    assert rows_of(by_reference, by=by, reference=busy.kyle.reference) == [busy.kyle.pk]
    assert rows_of(by_reference, by=by, reference="'; DROP TABLE people_person; --") == []
    assert len(kept()) == 1
    assert rows_of(by_ending, by=by, reference=other.reference[2:]) == [other.pk]
    assert kept()[-1] is None


def references_of(by: Pass, people: tuple[int, ...]) -> QuerySet[Any, Any]:
    return Person.objects.filter(pk__among=people).values_list("reference", flat=True)


def test_several_ids_are_one_value_however_many(busy: Cast) -> None:
    by = busy.opening("priya")
    other = make.person(busy.agencies["probation"], "Someone")
    assert rows_of(references_of, by=by, people=()) == []
    assert rows_of(references_of, by=by, people=(other.pk,)) == [other.reference]
    both = rows_of(references_of, by=by, people=(other.pk, by.person, other.pk))
    assert sorted(both) == sorted([other.reference, by.reference])
    assert len(kept()) == 1


def first_of(by: Pass, people: tuple[int, ...]) -> QuerySet[Any, Any]:
    return Person.objects.filter(pk=people[0]).values_list("reference", flat=True)


def one_agency(by: Pass) -> QuerySet[Any, Any]:
    return Name.objects.filter(person=by.person, agency__among=[by.agency]).values_list("family")


def test_an_id_out_of_several_and_a_list_of_the_pass_are_built_anew(busy: Cast) -> None:
    by = busy.opening("priya")
    other = make.person(busy.agencies["probation"], "Someone")
    assert rows_of(first_of, by=by, people=(by.person, other.pk)) == [by.reference]
    assert rows_of(first_of, by=by, people=(other.pk,)) == [other.reference]
    assert rows_of(one_agency, by=by) == list(one_agency(by))
    assert kept() == [None, None]


def test_a_connection_keeps_the_statements_that_it_used_last(busy: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "MOST_PREPARED", 1)
    by = busy.opening("priya")
    compiled._prepared.clear()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    for _ in range(2):
        assert rows_of(by_reference, by=by, reference=by.reference) == [by.person]
        assert rows_of(timeline._page, by=by, shape=(timeline._Asked(20),))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'kept_%%'", [])
        assert cursor.fetchone() == (1,)


def test_a_prepared_statement_is_refused_outside_every_question(busy: Cast) -> None:
    by = busy.opening("priya")
    rows_of(by_reference, by=by, reference=by.reference)
    with reading.marked(""), pytest.raises(UnmarkedStatement):
        rows_of(by_reference, by=by, reference=by.reference)


def live_ties(*, staff: int, at: datetime) -> QuerySet[Any, Any]:
    return Tie.objects.filter(staff_id=staff, from_at__lte=at).values_list("person_id", flat=True)


def test_what_nobody_s_pass_decides_is_kept_for_all_and_guarded_alike(busy: Cast) -> None:
    one, other = busy.entering("priya"), busy.entering("tom")
    for by in (one, other, one):
        assert rows_of(live_ties, by=None, staff=by.staff, at=by.at) == list(live_ties(staff=by.staff, at=by.at))
        assert [post.staff_id for post in partners.live_posts(staff=by.staff, at=by.at)] == [by.staff]
    assert len(kept()) == 2
    with reading.marked(""):
        assert partners.live_posts(staff=one.staff, at=one.at)
        with pytest.raises(UnmarkedStatement):
            rows_of(live_ties, by=None, staff=one.staff, at=one.at)


@pytest.fixture
def known(cast: Cast) -> Cast:
    """Kyle with something to show on most cards, of two agencies."""
    probation, police = cast.agencies["probation"], cast.agencies["police"]
    make.address(cast.kyle, probation)
    make.offence(cast.kyle, police)
    arrest = make.arrest(cast.kyle, police)
    make.scheme_case(cast.kyle, police, "on_contract", arrest=arrest)
    make.scheme_case(cast.kyle, probation, "selected", scheme="iom", arrest=None)
    make.order(cast.kyle, probation)
    make.risk_review(cast.kyle, probation)
    make.score(cast.kyle, probation)
    make.goal(make.plan(cast.kyle, probation))
    make.contact(cast.kyle, probation)
    make.alert(cast.kyle, police)
    make.task(cast.kyle, probation)
    return cast


@pytest.mark.parametrize("who", READERS)
def test_a_card_kept_from_another_reader_shows_what_a_fresh_one_does(known: Cast, who: str) -> None:
    by = known.opening(who)
    other = make.person(known.agencies["housing"], "Someone")
    elsewhere = with_other_ids(replace(by, person=other.pk))
    shown = []
    for name, card in HOUSE.cards.items():
        compiled._kept.clear()
        fresh = card.load(by.person, by)
        compiled._kept.clear()
        card.load(elsewhere.person, elsewhere)
        asked = len(kept())
        assert repr(card.load(by.person, by)) == repr(fresh), name
        assert len(kept()) == asked, name
        assert None not in kept(), name
        shown += [name] if fresh else []
    assert len(shown) > 5, shown


@pytest.mark.parametrize("who", READERS)
def test_a_diary_kept_from_another_reader_shows_what_a_fresh_one_does(known: Cast, who: str) -> None:
    by = known.opening(who)
    elsewhere = with_other_ids(replace(by, person=make.person(known.agencies["housing"], "Someone").pk))
    before = Place(by.at + timedelta(days=900), "casework.Contact", 900_001)
    shown: list[Any] = []
    for older_than in (None, before):
        compiled._kept.clear()
        fresh = contacts.diary_of(by.person, by=by, older_than=older_than)
        compiled._kept.clear()
        contacts.diary_of(elsewhere.person, by=elsewhere, older_than=older_than)
        asked = len(kept())
        assert repr(contacts.diary_of(by.person, by=by, older_than=older_than)) == repr(fresh)
        assert len(kept()) == asked
        assert None not in kept()
        shown += [*fresh.coming, *fresh.past, *fresh.not_shared]
    assert shown or who == "grace"
