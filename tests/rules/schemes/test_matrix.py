"""A force's own matrix of IOM nominations: what it may say, how it differs, and whose score it would change."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desistance.foundation.rulesets import in_force, problems
from desistance.schemes.rules.iom.matrix import (
    IOM_SERIES,
    as_rules,
    as_said,
    differences,
    matrix_rows,
    simulate,
    standing,
)
from desistance.schemes.rules.iom.scoring import Counted, Predicted, ScoreFacts, facts_kept, kept_facts, score
from desistance.schemes.rules.series import Proposed, troubles_of_proposal
from desistance.schemes.terms.iom_scoring import SCORING

TODAY, FIRST_DAY = date(2026, 3, 13), date(2026, 5, 1)
NOW = SCORING[-1]
BURGLAR = ScoreFacts(
    TODAY,
    {
        "neighbourhood": Counted(3),
        "offences": Counted(4),
        "arrests": Counted(2),
        "custody": Counted(1),
        "enforcement": Counted(0),
    },
    Predicted(63.0, "OGRS3: 63%", "Probation", TODAY),
    {"substances": "some", "engagement": "partly", "home": "none"},
)


def proposing(**changed: Any) -> Proposed:
    """The matrix in force, with what is told instead; None leaves an item out."""
    said = {**as_said(NOW), **changed}
    return Proposed(FIRST_DAY, "Cohort board, 2 March 2026", {key: one for key, one in said.items() if one is not None})


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"arrests": {"0": 0, "2": 5}}, None, ""),
        ({"home": {"settled": -5, "unsettled": 0, "none": 3}}, None, ""),
        ({"consider": {"points": 25}}, None, ""),
        ({"predictor": {"0": 0, "50": 4, "100": 9}}, None, ""),
        ({}, "", "says what the version before it says"),
        ({"arrests": None}, "", "points of every item"),
        ({"star_sign": {"leo": 3}}, "", "points of every item"),
        ({"home": {"settled": -3, "none": 3}}, "", "points of every item"),
        ({"consider": {}}, "consider_points", "between 1 and 200"),
        ({"consider": {"points": 0}}, "consider_points", "between 1 and 200"),
        ({"arrests": {"1": 2}}, "arrests_from", "None gives no points"),
        ({"arrests": {"0": 1, "1": 2}}, "arrests_from", "None gives no points"),
        ({"arrests": {"0": 0}}, "arrests_from", "1 to 6 steps"),
        ({"arrests": {str(number): number for number in range(8)}}, "arrests_from", "1 to 6 steps"),
        ({"arrests": {"0": 0, "1": 2, "01": 3}}, "arrests_from", "each once"),
        ({"arrests": {"0": 0, "many": 2}}, "arrests_from", "whole number"),
        ({"arrests": {"0": 0, "-1": 2}}, "arrests_from", "whole number"),
        ({"arrests": {"0": 0, "٣": 2}}, "arrests_from", "whole number"),
        ({"predictor": {"0": 0, "101": 4}}, "predictor_from", "up to 100"),
        ({"arrests": {"0": 0, "1": 4, "3": 2}}, "arrests_points", "more of it cannot give fewer"),
        ({"arrests": {"0": 0, "1": 31}}, "arrests_points", "between 0 and 30"),
        ({"arrests": {"0": 0, "1": ["x"]}}, "arrests_points", "between 0 and 30"),
        ({"home": {"settled": -31, "unsettled": 0, "none": 3}}, "home_settled", "between -30 and 30"),
    ],
)
def test_a_matrix_has_every_item_within_bounds(changes: dict[str, Any], field: str | None, words: str) -> None:
    told = list(troubles_of_proposal(IOM_SERIES, proposing(**changes), NOW, NOW.valid_from, TODAY))
    if field is None:
        assert told == []
    else:
        assert told[0][0] == field
        assert words in told[0][1].words


def test_a_matrix_says_again_what_it_said_and_joins_the_published_one() -> None:
    assert as_rules(Proposed(NOW.valid_from, NOW.source, as_said(NOW)), NOW.version).values == NOW.values
    own = as_rules(proposing(arrests={"10": 9, "0": 0, "2": 5}), 2)
    assert own.values["arrests"] == ((0, 0), (2, 5), (10, 9))
    versions = IOM_SERIES.joined([own])
    assert problems(versions) == []
    assert [in_force(versions, on).version for on in (TODAY, date(2026, 4, 30), FIRST_DAY)] == [1, 1, 2]


def test_it_says_what_each_item_is_worth_and_what_differs() -> None:
    own = as_rules(proposing(predictor={"0": 0, "60": 5}, consider={"points": 25}), 2)
    assert dict(matrix_rows(NOW))["Where they live"] == (
        "Settled, for 3 months or more: -3; Unsettled: 0; No home of their own tonight: 3"
    )
    assert [(one.before, one.after) for one in differences(NOW, own)] == [
        ("50% or more: 4; 75% or more: 7; 90% or more: 9", "60% or more: 5"),
        ("From 20 points", "From 25 points"),
    ]


@pytest.mark.parametrize(
    ("answers", "consider", "words"),
    [
        (BURGLAR.answers, 26, "Look closely"),
        (BURGLAR.answers, 27, "Below"),
        ({}, 15, "Look closely"),
        ({}, 16, "Could be either"),
        ({}, 32, "Could be either"),
        ({}, 33, "Below"),
    ],
)
def test_where_a_score_stands_is_told_only_where_no_item_could_change_it(
    answers: dict[str, str], consider: int, words: str
) -> None:
    rules = as_rules(proposing(consider={"points": consider}), 2)
    told = score(replace(BURGLAR, answers=answers), rules)
    assert (told.low, told.high) == ((26, 26) if answers else (15, 32))
    assert standing(told) == words


def test_a_simulation_scores_the_same_facts_twice_and_names_whose_standing_changes() -> None:
    quiet = replace(BURGLAR, counted={}, predicted=None)
    stricter = as_rules(proposing(neighbourhood={"0": 0, "5": 8}, consider={"points": 22}), 2)
    found = simulate([(7, BURGLAR), (8, quiet)], NOW, stricter)
    assert (found.number, found.now["Look closely"], found.then) == (2, 1, {"Below": 1, "Could be either": 1})
    assert found.changed == ((7, "26: Look closely", "18: Below"),)
    parts = {words: (now, then) for words, now, then in found.parts}
    assert parts["Neighbourhood crime in the last 12 months"] == (
        {"points": 8, "not_known": 1},
        {"points": 0, "not_known": 1},
    )
    assert simulate([(7, BURGLAR)], NOW, NOW).changed == ()


def test_what_a_nomination_keeps_scores_as_it_did_on_its_day() -> None:
    hidden = replace(BURGLAR, counted={**BURGLAR.counted, "arrests": Counted(1, may_be_more=True)})
    for facts in (BURGLAR, hidden, replace(BURGLAR, predicted=None)):
        again = facts_kept(kept_facts(facts, NOW), facts.answers, TODAY)
        assert [(one.points, one.low, one.high) for one in score(again, NOW).items] == [
            (one.points, one.low, one.high) for one in score(facts, NOW).items
        ]
    assert kept_facts(BURGLAR, NOW)["consider"] == 20
