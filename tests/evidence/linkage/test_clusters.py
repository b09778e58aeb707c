"""Which records are put together: guards, people's decisions, and what is said where one holds."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.linkage import clusters
from evidence.linkage.clusters import Guards, put_together

GUARDS = Guards(join=4, together=-1, most=10)


def together(records: int, pairs: list, guards: Guards = GUARDS, **more) -> tuple[list[list[int]], clusters.Groups]:
    found = put_together(records, pairs, guards, **more)
    groups: dict[int, list[int]] = {}
    for record, group in enumerate(found.of):
        groups.setdefault(group, []).append(record)
    return sorted(groups.values()), found


@pytest.mark.parametrize(
    ("why", "records", "pairs", "expected"),
    [
        ("nothing speaks for it", 3, [], [[0], [1], [2]]),
        ("a pair just high enough", 2, [(0, 1, 4.0)], [[0, 1]]),
        ("a pair just too low", 2, [(0, 1, 3.9)], [[0], [1]]),
        ("a chain of three, the ends not looked at", 3, [(0, 1, 9), (1, 2, 9)], [[0, 1, 2]]),
        ("one pair between two groups whose others speak against it", 4, [(0, 1, 20), (2, 3, 20), (1, 2, 5), (0, 2, -8), (0, 3, -8), (1, 3, -8)], [[0, 1], [2, 3]]),
        ("one pair between two groups whose others were not looked at", 4, [(0, 1, 20), (2, 3, 20), (1, 2, 5)], [[0, 1, 2, 3]]),
        ("a low pair that a group speaks for", 3, [(0, 1, 9), (0, 2, 4), (1, 2, 5)], [[0, 1, 2]]),
    ],
)  # fmt: skip
def test_groups_follow_the_weights_between_them(why: str, records: int, pairs: list, expected: list) -> None:
    assert together(records, pairs)[0] == expected, why


def test_a_group_never_grows_beyond_the_limit_and_says_so() -> None:
    groups, found = together(4, [(one, other, 9.0) for one, other in combinations(range(4), 2)], Guards(4, -1, 3))
    assert sorted(map(len, groups)) == [1, 3]
    assert set(found.held.values()) == {clusters.TOO_MANY}


def test_different_numbers_keep_groups_apart_even_through_a_record_without_one() -> None:
    numbers = [{"pnc": "1"}, {}, {"pnc": "2"}]
    groups, found = together(3, [(0, 1, 20), (1, 2, 19)], numbers=numbers)
    assert groups == [[0, 1], [2]]
    assert found.held == {(1, 2): clusters.OTHER_NUMBER}
    assert together(3, [(0, 1, 20), (1, 2, 19)], numbers=[{"pnc": "1"}, {}, {"cro": "2"}])[0] == [[0, 1, 2]]


def test_what_people_decided_stands_above_every_weight() -> None:
    groups, found = together(3, [(0, 1, 30)], apart=[(1, 0)], same=[(1, 2)])
    assert groups == [[0], [1, 2]]
    assert found.contradicted == []
    assert together(2, [], same=[(0, 1)], numbers=[{"pnc": "1"}, {"pnc": "2"}])[0] == [[0, 1]]


def test_apart_holds_through_every_chain_of_other_records() -> None:
    pairs = [(one, other, 25.0) for one, other in combinations(range(6), 2)]
    groups, found = together(6, pairs, apart=[(0, 5)])
    assert [0, 5] not in [[one, other] for group in groups for one, other in combinations(group, 2)]
    assert clusters.PERSON_SAID_APART in found.held.values()


def test_decisions_that_contradict_each_other_are_listed_and_keep_apart() -> None:
    groups, found = together(3, [], apart=[(0, 2)], same=[(0, 1), (1, 2)])
    assert groups == [[0, 1], [2]]
    assert found.contradicted == [(1, 2)]


weighted = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]),
    st.integers(-10, 25).map(float),
    max_size=20,
)


@settings(max_examples=50, deadline=None)
@given(
    pairs=weighted,
    kept=st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]), max_size=3),
)
def test_any_groups_keep_the_guards_and_no_pair_between_them_could_still_be_joined(pairs: dict, kept: set) -> None:
    rows = [(one, other, weight) for (one, other), weight in pairs.items()]
    groups, found = together(8, rows, apart=kept)
    place = {record: number for number, group in enumerate(groups) for record in group}
    for one, other in kept:
        assert place[one] != place[other]
    assert groups == together(8, list(reversed(rows)), apart=kept)[0]
    for (one, other), weight in pairs.items():
        if weight >= GUARDS.join and place[one] != place[other] and (one, other) not in kept:
            assert found.held[one, other]
