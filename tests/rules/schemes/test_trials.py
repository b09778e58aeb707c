"""Randomisation: balanced in every stratum at every length, concealed, the same for ever from the same seed."""

from collections import Counter
from datetime import date
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from desistance.schemes.rules.trials import (
    Allocated,
    StratumFacts,
    TrialFacts,
    arm_of,
    departures,
    digest_of,
    may_allocate,
    may_open,
    may_unblind,
    sequence,
    stratum_of,
    troubles_of_trial,
)
from desistance.schemes.terms.checks import Result
from desistance.schemes.terms.trials import BLOCKS, TRIAL_STATES, Arm

TODAY = date(2026, 3, 13)
BLOCK_SETS = [(4,), (2, 4), (4, 6, 8), (2, 4, 6, 8)]


@settings(max_examples=50, deadline=None)
@given(seed=some.text(min_size=1, max_size=32), blocks=some.sampled_from(BLOCK_SETS), people=some.integers(1, 200))
def test_arms_never_differ_by_more_than_half_a_block(seed: str, blocks: tuple[int, ...], people: int) -> None:
    counted = Counter(islice(sequence(seed, "female, under_25", blocks), people))
    assert abs(counted[Arm.TREATMENT] - counted[Arm.USUAL]) <= max(blocks) // 2


@settings(max_examples=30, deadline=None)
@given(seed=some.text(min_size=1, max_size=32), number=some.integers(1, 60))
def test_one_arm_is_the_same_as_in_the_whole_list(seed: str, number: int) -> None:
    whole = list(islice(sequence(seed, "male", (2, 4)), 60))
    assert arm_of(seed, "male", number, (4, 2)) == whole[number - 1]


def test_the_list_of_a_seed_is_kept_as_it_was_drawn_the_first_time() -> None:
    first = "".join(arm[0] for arm in islice(sequence("a seed that was published", "female", (2, 4)), 24))
    assert first == FIRST


FIRST = "uttutuutttuuutuuttttuuut"


def test_over_many_seeds_each_place_is_as_often_either_arm_and_strata_do_not_follow_each_other() -> None:
    seeds = [str(number) for number in range(2000)]
    for place in range(6):
        share = sum(arm_of(seed, "male", place + 1, (2, 4)) == Arm.TREATMENT for seed in seeds) / len(seeds)
        assert 0.46 < share < 0.54, place
    alike = sum(
        list(islice(sequence(seed, "male", (4,)), 4)) == list(islice(sequence(seed, "female", (4,)), 4))
        for seed in seeds
    )
    assert 0.12 < alike / len(seeds) < 0.22  # one of 6 orders of a block of 4


def test_all_orders_of_a_block_come_as_often() -> None:
    orders = Counter(tuple(islice(sequence(str(seed), "x", (4,)), 4)) for seed in range(3000))
    assert len(orders) == 6
    assert all(400 < times < 600 for times in orders.values())


def test_knowing_the_seed_s_digest_and_what_came_before_does_not_give_the_next_away() -> None:
    before = tuple(islice(sequence("s0", "male", (2, 4, 6)), 7))
    likely = [seed for seed in map(str, range(4000)) if tuple(islice(sequence(seed, "male", (2, 4, 6)), 7)) == before]
    nexts = Counter(arm_of(seed, "male", 8, (2, 4, 6)) for seed in likely)
    assert len(likely) > 20
    assert min(nexts[Arm.TREATMENT], nexts[Arm.USUAL]) > 0
    assert digest_of("s0") != digest_of("s1")
    assert "s0" not in digest_of("s0")


@pytest.mark.parametrize(
    ("facts", "stratum"),
    [
        # the 25th birthday itself is 25; a year alone does not tell; nothing known is a stratum of its own
        (StratumFacts(TODAY, (date(2001, 3, 13),), "female", "none"), "25_and_over, female, not_domestic"),
        (StratumFacts(TODAY, (date(2001, 3, 14),), "female", "none"), "under_25, female, not_domestic"),
        (StratumFacts(TODAY, (date(2001, 1, 1), date(2001, 12, 31)), "male", "medium"), "not known, male, domestic"),
        (StratumFacts(TODAY, (), "", ""), "not known, not known, not known"),
        (StratumFacts(TODAY, (date(1990, 1, 1),), "indeterminate", "not_known"), "25_and_over, not known, not known"),
    ],
)
def test_strata_and_what_cannot_be_told(facts: StratumFacts, stratum: str) -> None:
    assert stratum_of(("domestic", "sex", "age"), facts) == stratum
    assert stratum_of((), facts) == "everyone"


def said(**changes: Any) -> list[str]:
    given = {
        "name": "Checkpoint 2026",
        "source": "Protocol 1",
        "starts_on": date(2026, 4, 1),
        "factors": ("age",),
        "blocks": (2, 4),
    }
    is_open = changes.pop("is_one_open", False)
    facts = TrialFacts(**{**given, **changes})
    return [field for field, _ in troubles_of_trial(facts, TODAY, is_one_open=is_open)]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"name": " "}, ["name"]),
        ({"source": ""}, ["source"]),
        ({"starts_on": TODAY}, ["starts_on"]),
        ({"factors": ("postcode",)}, ["factors"]),
        ({"blocks": ()}, ["blocks"]),
        ({"blocks": (3,)}, ["blocks"]),
        ({"blocks": (2,)}, ["blocks"]),
        ({"blocks": (4,)}, []),
        ({"is_one_open": True}, [""]),
    ],
)
def test_what_a_trial_needs(changes: dict[str, Any], fields: list[str]) -> None:
    assert said(**changes) == fields


def test_two_people_open_and_approve_and_two_stop_and_unblind() -> None:
    first = {"opened_by": 1, "starts_on": date(2026, 4, 1), "on": TODAY}
    assert may_open(state="waiting", staff=2, **first)
    assert "Somebody else" in may_open(state="waiting", staff=1, **first).words
    assert "does not wait" in may_open(state="running", staff=2, **first).words
    assert "has passed" in may_open(state="waiting", staff=2, **{**first, "starts_on": date(2026, 3, 12)}).words
    assert may_unblind(state="stopped", opened_by=1, staff=2, reason="The last follow-up is in")
    assert "Stop the trial first" in may_unblind(state="running", opened_by=1, staff=2, reason="x").words
    assert "Somebody else" in may_unblind(state="stopped", opened_by=1, staff=1, reason="x").words
    assert "Enter why" in may_unblind(state="stopped", opened_by=1, staff=2, reason=" ").words
    assert TRIAL_STATES.problems() == []
    assert set(BLOCKS) == {2, 4, 6, 8}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"state": "stopped"}, "No trial is running"),
        ({"starts_on": date(2026, 3, 14)}, "No trial is running"),
        ({"is_allocated": True}, "allocated already"),
        ({"result": Result.CANNOT_TELL}, "Settle the check first"),
        ({"result": Result.SUPERVISOR}, "Settle the check first"),
        ({"has_moved": True}, "Check again before you lock it"),
    ],
)
def test_nobody_is_allocated_before_eligibility_is_settled(changes: dict[str, Any], words: str) -> None:
    given = {"state": "running", "starts_on": date(2026, 3, 2), "on": TODAY, "result": Result.ELIGIBLE}
    decision = may_allocate(**{**given, "is_allocated": False, "has_moved": False, **changes})
    assert words in decision.words
    assert bool(decision) is not bool(words)


def test_a_row_that_somebody_wrote_is_found_when_the_list_is_opened() -> None:
    kept = [
        Allocated("male", place, arm) for place, arm in enumerate(islice(sequence("s", "male", (2, 4)), 9), start=1)
    ]
    assert departures("s", (2, 4), kept) == ()
    other = Arm.USUAL if kept[4].arm == Arm.TREATMENT else Arm.TREATMENT
    assert departures("s", (2, 4), [*kept[:4], Allocated("male", 5, other), *kept[5:]]) == (
        Allocated("male", 5, other),
    )
