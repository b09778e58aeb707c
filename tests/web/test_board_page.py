"""The board's page: reoffending as published beside the measures of the newest quarter, and the form of an analyst."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from desistance.foundation import clock
from desistance.measurement.models import BoardCount
from tests import factories as make
from tests.cast import Cast

Visiting = Callable[[str], Client]
HERE = "/insight/board/"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)


def words(answer: Any) -> str:
    text = re.sub(r"<svg.*?</svg>", " ", answer.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_before_anything_is_counted_the_page_says_so_and_an_analyst_asks_once(cast: Cast, visiting: Visiting) -> None:
    ana = visiting("ana")
    empty = words(ana.get(HERE))
    assert "No quarter has been counted yet." in empty
    assert "Not published yet." in empty
    once = re.findall(r'name="once" value="([^"]+)"', ana.get(HERE).content.decode())[0]
    unchosen = ana.post(HERE, {"once": once})
    assert (unchosen.status_code, "Select a quarter" in words(unchosen)) == (422, True)
    assert ana.post(HERE, {"once": once, "first_on": "2025-10-01"}).status_code == 302
    assert BoardCount.objects.get().state == "asked"
    assert "October to December 2025 is being counted in the background." in words(ana.get(HERE))


def test_each_measure_tells_its_number_its_range_and_what_can_be_said_of_a_change(
    cast: Cast, visiting: Visiting
) -> None:
    agency, done = cast.agencies["police"], {"state": "counted", "counted_at": make.NOW}
    make.board_count(agency, result=make.board_figures(0.78), **done)
    make.board_count(agency, make.date(2025, 7, 1), result=make.board_figures(0.62), **done)
    board = visiting("bea").get(HERE)
    page, leads = words(board), re.findall(r'<th scope="row"><div><a href="([^"]+)"', board.content.decode())
    assert leads == ["/insight/measures/proven-reoffending/"], "to no page that a board member does not have"
    assert b'<th scope="row"><div><a href="/meetings/"' in visiting("tom").get(HERE).content
    assert "Contracts that ended in the quarter. Higher is better. 78% 156 of 200 Likely 72% to 84%" in page
    assert page.count("Clearly higher than before: the ranges do not overlap") == 6
    assert "[c] Too few people. Counted by nobody else Cannot be said" in page
    assert "Count a quarter" not in page
    assert visiting("bea").post(HERE, {"first_on": "2025-04-01"}).status_code == 403
    assert visiting("priya").get(HERE).status_code == 403
