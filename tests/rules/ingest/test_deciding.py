"""What is suggested for a held cell, which cells are asked for, and who is not proposed again: without a database."""

import pytest

from desistance.ingest.rules.custody import read_custody_row
from desistance.ingest.rules.deciding import columns_to_mend, may_decide_rows, may_mend
from desistance.ingest.rules.recognition import recognise
from desistance.people.rules.dates import exact
from desistance.people.rules.matching import PersonFacts
from desistance.people.rules.names import PersonName
from tests import factories as make
from tests.ingest.files import custody_row

SUGGESTED = [
    ({"arrested_at": "02/28/2026 14:20"}, "month_first", "arrested_at", "28/02/2026 14:20"),
    ({"arrested_at": "02/28/2026"}, "month_first", "arrested_at", "28/02/2026"),
    ({"date_of_birth": "12/25/1990"}, "month_first", "date_of_birth", "25/12/1990"),
    ({"date_of_birth": "24/06/98"}, "two_figures", "date_of_birth", "24/06/1998"),
    ({"date_of_birth": "unknown"}, "", "date_of_birth", ""),
    ({"date_of_birth": "31/02/1990"}, "", "date_of_birth", ""),
    ({"surname": ""}, "", "surname", ""),
]


@pytest.mark.parametrize(("changed", "kind", "column", "value"), SUGGESTED)
def test_what_a_cell_may_have_meant(changed: dict[str, str], kind: str, column: str, value: str) -> None:
    (problem,) = read_custody_row(custody_row(1, **changed), make.NOW).problems
    assert (problem.suggested, problem.column, problem.value) == (kind, column, value)


@pytest.mark.parametrize(("changed", "kind", "column", "value"), [one for one in SUGGESTED if one[1]])
def test_a_suggestion_taken_is_understood(changed: dict[str, str], kind: str, column: str, value: str) -> None:
    assert read_custody_row(custody_row(1, **{**changed, column: value}), make.NOW).is_good


@pytest.mark.parametrize(
    ("changed", "column", "asked"),
    [
        ({"surname": "", "date_of_birth": "unknown"}, "", {"surname", "date_of_birth"}),
        ({}, "custody_number", {"custody_number"}),
        ({"surname": ""}, "surname", {"surname"}),
        ({}, "", set(custody_row(1))),
    ],
)
def test_the_columns_that_are_asked_for(changed: dict[str, str], column: str, asked: set[str]) -> None:
    cells = custody_row(1, **changed)
    assert set(columns_to_mend(read_custody_row(cells, make.NOW), column, cells)) == asked


@pytest.mark.parametrize(
    ("problem", "cells", "changed", "words"),
    [
        ("shape", {"surname": "Bell"}, {}, "does not fit the heading"),
        ("surname", {}, {}, "does not fit the heading"),
        ("surname", {"surname": ""}, {"tier": "A"}, "no column called tier"),
        ("surname", {"surname": ""}, {"surname": "Bell"}, ""),
    ],
)
def test_what_can_be_put_right_here(problem: str, cells: dict[str, str], changed: dict[str, str], words: str) -> None:
    assert words in may_mend(problem, cells, changed).words


@pytest.mark.parametrize("state", ["needs_you", "ready", "done_with_held"])
def test_rows_are_decided_while_they_wait(state: str) -> None:
    assert may_decide_rows(state)


def test_who_was_told_apart_is_not_proposed_again_and_others_still_are() -> None:
    twin, namesake = (PersonFacts(key, (PersonName("Jade", "Robson"),), exact(make.NOW.date())) for key in "12")
    row = PersonFacts("row 2", twin.names, twin.born)
    assert recognise(row, [twin, namesake], []).is_possible
    assert recognise(row, [twin, namesake], [], apart=["1"]).is_possible
    answer = recognise(row, [twin, namesake], [], apart=["1", "2"])
    assert (answer.is_possible, answer.joins) == (False, None)
