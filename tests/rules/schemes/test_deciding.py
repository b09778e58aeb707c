"""Who may decide on a check of eligibility, awkward cases first; what a person agrees to."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desistance.schemes.rules.checkpoint.deciding import (
    Answering,
    Deciding,
    decision_words,
    is_another_way,
    is_soon_again,
    troubles_of_answer,
    troubles_of_deciding,
)
from desistance.schemes.terms.checks import Result
from desistance.schemes.terms.contracts import UNDERSTOOD

TODAY = date(2026, 3, 13)
OFFER = Deciding(
    Result.ELIGIBLE, offers=True, rank="constable", is_supervisor=False, agency_kind="police", on=TODAY, view_asked=True
)
INSPECTOR = {"rank": "inspector", "is_supervisor": True, "reason": "Seen in person, first offence"}


def said(facts: Deciding) -> list[tuple[str, str]]:
    return [(field, decision.words) for field, decision in troubles_of_deciding(facts)]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        # another way than the list
        ({"result": Result.NOT_ELIGIBLE}, "reason", "Enter the reason"),
        ({"result": Result.NOT_ELIGIBLE, "reason": "x"}, "offers", "Only an inspector or above"),
        ({"result": Result.NOT_ELIGIBLE, **INSPECTOR, "is_supervisor": False}, "offers", "Only an inspector or above"),
        ({"result": Result.NOT_ELIGIBLE, **INSPECTOR, "rank": "sergeant"}, "offers", "Only an inspector or above"),
        ({"result": Result.NOT_ELIGIBLE, **INSPECTOR}, None, ""),
        ({"result": Result.CANNOT_TELL, "reason": "x"}, "offers", "Only an inspector or above"),
        ({"result": Result.CANNOT_TELL, **INSPECTOR}, None, ""),
        ({"offers": False, "reason": "Lives abroad"}, "offers", "Only an inspector or above"),
        ({"offers": False, **INSPECTOR}, None, ""),
        # as the list says
        ({}, None, ""),
        ({"rank": "staff"}, None, ""),
        ({"offers": False, "result": Result.NOT_ELIGIBLE}, "reason", "Enter the reason"),
        ({"offers": False, "result": Result.NOT_ELIGIBLE, "reason": "Denied it"}, None, ""),
        ({"offers": False, "result": Result.CANNOT_TELL, "reason": "Moved away"}, None, ""),
        # left to a supervisor
        ({"result": Result.SUPERVISOR, "reason": "x"}, "offers", "The list leaves this to a supervisor"),
        (
            {"result": Result.SUPERVISOR, "reason": "x", "offers": False},
            "offers",
            "The list leaves this to a supervisor",
        ),
        ({"result": Result.SUPERVISOR, **INSPECTOR, "rank": "sergeant"}, None, ""),
        ({"result": Result.SUPERVISOR, **INSPECTOR, "rank": "staff"}, "offers", "The list leaves this to a supervisor"),
        # again soon after an earlier contract
        ({"last_ended_on": date(2025, 3, 14), "reason": "x"}, "offers", "less than 12 months ago"),
        ({"last_ended_on": date(2025, 3, 13)}, None, ""),
        ({"last_ended_on": date(2025, 3, 14), **INSPECTOR, "rank": "sergeant"}, None, ""),
        # what keeps everybody from it
        ({"agency_kind": "probation"}, "", "decided by the police"),
        ({"rank": ""}, "rank", "Choose your rank"),
        ({"view_asked": False}, "victim", "Ask victim contact for the victim's view first"),
        ({"view_asked": False, "has_victim": False}, None, ""),
        ({"view_asked": False, "offers": False, **INSPECTOR}, None, ""),
        ({"has_open_case": True}, "offers", "a Checkpoint case that is going on"),
        ({"has_moved": True}, "offers", "Check again before you offer it"),
        ({"has_moved": True, "offers": False, **INSPECTOR}, None, ""),
        ({"reason": "x" * 501}, "reason", "500 characters or fewer"),
    ],
)
def test_who_decides_and_with_what(changes: dict[str, Any], field: str | None, words: str) -> None:
    told = said(replace(OFFER, **changes))
    if field is None:
        assert told == []
    else:
        assert told[0][0] == field
        assert words in told[0][1]


@pytest.mark.parametrize(
    ("ended_on", "on", "is_soon"),
    [
        (date(2024, 2, 29), date(2025, 2, 27), True),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (None, TODAY, False),
    ],
)
def test_a_year_from_the_29th_of_february_ends_on_the_28th(ended_on: date | None, on: date, is_soon: bool) -> None:
    assert is_soon_again(ended_on, on) is is_soon


def test_not_offering_where_the_list_cannot_tell_is_no_other_way() -> None:
    ways = {(result.value, offers): is_another_way(result, offers) for result in Result for offers in (True, False)}
    assert [key for key, another in ways.items() if another] == [
        ("eligible", False),
        ("not_eligible", True),
        ("cannot_tell", True),
    ]
    assert decision_words(offers=True, another_way=True) == "Checkpoint offered, another way than the list"


@pytest.mark.parametrize("missing", ["takes_part", "may_leave", "failing"])
def test_a_yes_without_an_item_that_a_contract_rests_on_is_no_yes(missing: str) -> None:
    items = [name for name, _ in UNDERSTOOD if name != missing]
    ((field, decision),) = troubles_of_answer(Answering(True, items))
    assert (field, "Without this there is no contract" in decision.words) == ("understood", True)


def test_a_yes_without_sharing_stands_and_a_no_needs_no_item() -> None:
    assert list(troubles_of_answer(Answering(True, ["takes_part", "may_leave", "failing"]))) == []
    assert list(troubles_of_answer(Answering(False))) == []
    assert [field for field, _ in troubles_of_answer(Answering(False, ["a cake"]))] == ["understood"]
