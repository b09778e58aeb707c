"""How right a linkage is: by hand, by group, with intervals, and as bounds of a rate."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.linkage import carried, score
from evidence.linkage.scoring import Measure
from evidence.trouble import Trouble

TRUTH = {f"{person}{number}": person for person in "abcdefghijkl" for number in range(3)}


def test_figures_by_hand() -> None:
    clusters = dict(TRUTH) | {"a0": "b", "c0": "alone"}
    found = score(clusters, TRUTH)[0]
    # 12 people of 3: 36 true pairs. a has 1 pair left, b a group of 4 with 3 of its own, c 1: 36 - 2 - 2 = 32 right.
    assert (found.pairs_true, found.pairs_made) == (36, 35)
    assert found.precision.value == pytest.approx(32 / 35)
    assert found.recall.value == pytest.approx(32 / 36)
    assert found.f1.value == pytest.approx(64 / 71)
    assert found.found_whole == pytest.approx(9 / 12)


def test_a_record_without_a_cluster_is_alone() -> None:
    found = score({}, TRUTH)[0]
    assert (found.precision.value, found.recall.value, found.pairs_made) == (1.0, 0.0, 0)


def test_all_right_has_no_spread_and_small_groups_are_left_out() -> None:
    groups = {record: "north" if person < "k" else "south" for record, person in TRUTH.items()}
    found = score(TRUTH, TRUTH, groups)
    assert [one.group for one in found] == ["all", "north"]
    assert all(one.f1 == Measure(1.0, 1.0, 1.0) for one in found)
    assert "12 people" in found[0].words


def test_too_few_people_are_refused() -> None:
    with pytest.raises(Trouble, match="about 2 people"):
        score({}, {"1": "a", "2": "b"})


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from("uvwxyz"), min_size=36, max_size=36))
def test_figures_are_those_of_counting_every_pair(given_clusters: list) -> None:
    records = sorted(TRUTH)
    clusters = dict(zip(records, given_clusters, strict=True))
    pairs = [(a, b) for place, a in enumerate(records) for b in records[place + 1 :]]
    made = {pair for pair in pairs if clusters[pair[0]] == clusters[pair[1]]}
    true = {pair for pair in pairs if TRUTH[pair[0]] == TRUTH[pair[1]]}
    found = score(clusters, TRUTH)[0]
    assert found.precision.value == pytest.approx(len(made & true) / len(made))
    assert found.recall.value == pytest.approx(len(made & true) / len(true))
    assert found.recall.low <= found.recall.value <= found.recall.high


def test_the_error_of_linkage_is_carried_into_a_rate() -> None:
    found = score(dict(TRUTH) | {"a0": "b", "c0": "alone"}, TRUTH)[0]
    bounds = carried(0.3, found)
    assert bounds.low == pytest.approx(0.3 * found.precision.low)
    assert bounds.high == pytest.approx(0.3 / found.recall.low)
    assert "no interval" in bounds.words
    with pytest.raises(Trouble, match="no rate"):
        carried(30, found)
