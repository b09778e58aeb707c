"""Statements put into SQL once: every answer equals a fresh one, for every reader and person; what cannot be kept is not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F, Q, QuerySet, Value

from desistance.desk.queries import changes, duties, timeline
from desistance.foundation import compiled
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, unseen
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


def questions(by: Pass) -> list[tuple[Any, tuple[Any, ...], dict[str, Any]]]:
    return [
        (timeline._page, (timeline._Asked(20),), {}),
        (timeline._counts, (), {}),
        (changes._since, (50,), {"since": by.at - timedelta(days=3)}),
        (changes._of_my_people, (50,), {}),
        (duties._due, (100,), {}),
        (duties._due, (100,), {"one": by.person}),
        (banner._all_arms, (make.NOW.date(),), {"person_id": by.person}),
    ]


def fresh(build: Any, by: Pass, shape: tuple[Any, ...], values: dict[str, Any]) -> list[Any]:
    return list(build(by, *shape, **values) or ())


def test_kept_statements_answer_as_fresh_ones_for_every_reader(busy: Cast) -> None:
    asked = 0
    for _ in range(2):
        for who in READERS:
            for moment in (timedelta(), timedelta(minutes=7)):
                by = busy.opening(who)
                by = replace(by, at=by.at + moment)
                for build, shape, values in questions(by):
                    answer = rows_of(build, by=by, shape=shape, **values)
                    assert sorted(map(str, answer)) == sorted(map(str, fresh(build, by, shape, values)))
                    asked += len(answer)
    assert asked > 100
    assert all(kept is not None for kept in compiled._kept.values())


@pytest.mark.parametrize("who", [worker[0] for worker in WORKERS])
def test_the_day_of_every_role_is_kept(busy: Cast, who: str) -> None:
    by = busy.entering(who)
    for build, shape, values in questions(by):
        if "person_id" not in values and "one" not in values:
            answer = rows_of(build, by=by, shape=shape, **values)
            assert sorted(map(str, answer)) == sorted(map(str, fresh(build, by, shape, values)))
    assert None not in compiled._kept.values()


def test_one_statement_serves_every_person_of_a_reader(busy: Cast) -> None:
    by = busy.opening("priya")
    here = rows_of(timeline._page, by=by, shape=(timeline._Asked(20),))
    elsewhere = rows_of(timeline._page, by=replace(by, person=by.person + 1), shape=(timeline._Asked(20),))
    assert len(compiled._kept) == 1
    assert here
    assert {row[-1] for row in elsewhere} <= {by.person + 1}


def test_another_reader_never_gets_the_statement_of_the_first(busy: Cast) -> None:
    by = busy.opening("priya")
    rows_of(timeline._page, by=by, shape=(timeline._Asked(20),))
    for changed in ({"sees": {}}, {"agency": by.agency + 1}, {"excluded": frozenset({1})}, {"role": "analyst"}):
        before = len(compiled._kept)
        rows_of(timeline._page, by=replace(by, **changed), shape=(timeline._Asked(20),))
        assert len(compiled._kept) == before + 1, changed


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


@pytest.mark.parametrize("question", range(7))
def test_one_statement_serves_readers_of_one_shape_and_tells_each_their_own(busy: Cast, question: int) -> None:
    by = replace(busy.opening("priya"), granted=frozenset({4_000}), hidden={"people.Name": frozenset({2_000, 2_001})})
    build, shape, values = questions(by)[question]
    rows_of(build, by=with_other_ids(by), shape=shape, **values)
    answer = rows_of(build, by=by, shape=shape, **values)
    assert len(compiled._kept) == 1
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
    assert len(compiled._kept) == 1


def test_a_list_of_another_length_is_another_statement(busy: Cast) -> None:
    by = busy.opening("priya")
    for granted in (frozenset(), frozenset({1}), frozenset({1, 2}), frozenset({by.person})):
        before = len(compiled._kept)
        rows_of(changes._since, by=replace(by, granted=granted), shape=(50,), since=by.at)
        assert len(compiled._kept) == before + 1, granted


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
    assert set(compiled._kept.values()) == {None}


def a_number_that_is_someone(by: Pass, someone: int) -> QuerySet[Any, Any]:
    return Name.objects.filter(person=by.person).annotate(mark=Value(someone)).values_list(F("mark"), "person")


def test_a_constant_that_equals_the_person_stays_a_constant(busy: Cast) -> None:
    by = busy.opening("priya")
    assert {row[0] for row in rows_of(a_number_that_is_someone, by=by, shape=(by.person,))} == {by.person}
    other = replace(by, person=by.person + 1)
    answer = rows_of(a_number_that_is_someone, by=other, shape=(by.person,))
    assert len(compiled._kept) == 1
    assert answer == list(a_number_that_is_someone(other, by.person))
