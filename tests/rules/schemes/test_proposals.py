"""A partnership's own version of the rules: what it may say, how it joins the others, what it would have changed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desistance.foundation.rulesets import in_force, problems
from desistance.schemes.rules.checkpoint.criteria import CRITERIA
from desistance.schemes.rules.checkpoint.eligibility import differences
from desistance.schemes.rules.checkpoint.facts import as_stored, facts_from
from desistance.schemes.rules.checkpoint.proposals import CHECKPOINT_SERIES, as_rules, members, simulate
from desistance.schemes.rules.series import Proposed, may_approve, may_withdraw_rules, troubles_of_proposal
from desistance.schemes.terms.checkpoint import CHECKPOINT_RULES
from tests.rules.schemes.cases import CHAPTERS, LEANNE

TODAY, FIRST_DAY = date(2026, 3, 13), date(2026, 5, 1)
LATER = CHECKPOINT_RULES[-1]
NOW = {name: {key: value for key, value in values.items() if key != "from"} for name, values in LATER.criteria}


def proposing(**changed: Any) -> Proposed:
    """The version in force, with an offence that may be 2 months old and other values as told; None leaves one out."""
    told = {**NOW, "offence_age": {"months": 2}, **changed}
    return Proposed(FIRST_DAY, "Board minutes of 2 March 2026", {k: v for k, v in told.items() if v is not None})


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        (proposing(), None, ""),
        (proposing(earlier=None), None, ""),
        (replace(proposing(), valid_from=TODAY), "valid_from", "must be after today"),
        (replace(proposing(), valid_from=date(2025, 4, 1)), "valid_from", "must be after today"),
        (replace(proposing(), source=" "), "source", "who decided"),
        (replace(proposing(), source="x" * 501), "source", "500 characters"),
        (replace(proposing(), criteria={}), "criteria", "at least one rule"),
        (replace(proposing(), criteria={"star_sign": {}}), "criteria", "at least one rule"),
        (proposing(offence_age={"months": 3}), "", "says what the version before it says"),
        (proposing(offence_age={"months": 0}), "offence_age_months", "between 1 and 12"),
        (proposing(offence_age={"months": None}), "offence_age_months", "between 1 and 12"),
        (proposing(adult={"years": 17}), "adult_years", "between 18 and 25"),
        (proposing(bail={"stops": ["no"]}), "bail_stops", "choose from the list"),
        (proposing(admission={"accepted": []}), "admission_accepted", "at least one reply"),
        (
            proposing(offence_listed={"listed": ["theft"], "special": ["fraud"], "excluded": []}),
            "offence_listed_special",
            "must be on the list too",
        ),
        (proposing(offence_listed={"listed": ["none"]}), "offence_listed_listed", "choose from the list"),
    ],
)
def test_a_version_has_bounds_a_source_and_a_day_to_come(facts: Proposed, field: str | None, words: str) -> None:
    told = [
        (name, decision.words)
        for name, decision in troubles_of_proposal(CHECKPOINT_SERIES, facts, LATER, LATER.valid_from, TODAY)
    ]
    if field is None:
        assert told == []
    else:
        assert told[0][0] == field
        assert words in told[0][1]


def test_a_version_before_the_newest_is_not_proposed() -> None:
    ((field, decision),) = troubles_of_proposal(CHECKPOINT_SERIES, proposing(), LATER, date(2026, 6, 1), TODAY)
    assert (field, "after 1 June 2026" in decision.words) == ("valid_from", True)


def test_versions_join_without_a_gap_and_a_day_has_one() -> None:
    versions = CHECKPOINT_SERIES.joined(
        [as_rules(proposing(), 4), as_rules(replace(proposing(), valid_from=date(2027, 1, 1)), 5)]
    )
    assert problems(versions, CRITERIA) == []
    assert [in_force(versions, on).version for on in (TODAY, date(2026, 4, 30), FIRST_DAY, date(2027, 1, 1))] == [
        3,
        3,
        4,
        5,
    ]
    assert CHECKPOINT_SERIES.joined([]) == CHECKPOINT_RULES


def test_a_version_keeps_what_is_nobodys_to_edit_and_says_where_it_comes_from() -> None:
    criteria = dict(as_rules(proposing(residence={"confirmed_months": 6}), 4).criteria)
    assert criteria["residence"]["areas"] == ("county-durham", "darlington")
    assert {values["from"] for values in criteria.values()} == {"Board minutes of 2 March 2026"}
    assert [one.criterion for one in differences(LATER, as_rules(proposing(), 4))] == [
        "Offence less than 3 months old on the day of the check"
    ]


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({}, True),
        ({"staff": 1}, False),
        ({"state": "draft"}, False),
        ({"state": "approved"}, False),
        ({"on": FIRST_DAY}, False),
    ],
)
def test_somebody_else_approves_before_the_first_day(changes: dict[str, Any], allowed: bool) -> None:
    told = {"state": "waiting", "proposed_by": 1, "staff": 2, "valid_from": FIRST_DAY, "on": TODAY, **changes}
    assert bool(may_approve(**told)) is allowed


def test_a_version_in_force_is_never_withdrawn() -> None:
    assert may_withdraw_rules(state="approved", valid_from=FIRST_DAY, on=TODAY)
    assert not may_withdraw_rules(state="approved", valid_from=FIRST_DAY, on=FIRST_DAY)
    assert not may_withdraw_rules(state="gone", valid_from=FIRST_DAY, on=TODAY)


def test_a_simulation_counts_each_criterion_and_names_what_would_change() -> None:
    cases = [case for _, chapter in CHAPTERS for case in chapter if case.version == LATER.version]
    stricter = as_rules(proposing(co_accused=None, offence_age={"months": 1}), 4)
    found = simulate([(place, case.facts) for place, case in enumerate(cases)], LATER, stricter)
    assert found.number == len(cases) == sum(found.now.values()) == sum(found.then.values())
    now, then = next((now, then) for words, now, then in found.parts if words == "No co-accused")
    assert (sum(now.values()), then) == (len(cases), {})
    co_accused = [
        place for place, case in enumerate(cases) if case.criterion == "co_accused" and case.answer == "not_met"
    ]
    changed = {arrest: old for arrest, old, _ in found.changed}
    assert all(changed[place] == "Not eligible" for place in co_accused)
    assert simulate([(1, LEANNE)], LATER, LATER).changed == ()


@pytest.mark.parametrize("case", [case for _, chapter in CHAPTERS for case in chapter][::7], ids=lambda case: case.says)
def test_facts_that_a_check_kept_are_the_facts_it_rested_on(case: Any) -> None:
    assert facts_from(as_stored(case.facts)) == case.facts


def test_no_list_can_hold_the_answer_that_speaks_against_nobody() -> None:
    assert "no" not in members("bail")
    assert "none" not in members("domestic") | members("groups")
