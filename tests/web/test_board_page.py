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
    assert len(leads) == 8
    assert {visiting("bea").get(lead).status_code for lead in leads[:3]} == {200}, (
        "to no page that a board member has not"
    )
    assert "Contracts that ended in the quarter. Higher is better. 78% 156 of 200 Likely 72% to 84%" in page
    assert "On record: 80% of 250" in page
    assert page.count("the ranges do not overlap") == 6
    assert "[c] Too few people. Only counted here Cannot be said" in page
    assert "Count a quarter" not in page
    assert visiting("bea").post(HERE, {"first_on": "2025-04-01"}).status_code == 403
    assert visiting("priya").get(HERE).status_code == 403


def test_a_period_is_chosen_and_figures_of_others_stand_with_their_source_and_cohort(
    cast: Cast, visiting: Visiting
) -> None:
    agency, done = cast.agencies["police"], {"state": "counted", "counted_at": make.NOW}
    make.board_count(agency, result=make.board_figures(0.78), **done)
    make.board_count(agency, make.date(2025, 7, 1), result=make.board_figures(0.62), **done)
    bea = visiting("bea")
    earlier = words(bea.get(f"{HERE}?period=2025-07-01"))
    assert "July to September 2025. As at 13 March 2026." in earlier
    assert "62% 124 of 200" in earlier
    assert "The first quarter that was counted" in earlier
    cited = words(bea.get(f"{HERE}?period=to-2018-03-31"))
    for area, rate in (("County Durham", "31.7%"), ("Darlington", "39.5%"), ("England", "29.2%")):
        assert f"Proven reoffending, {area} People followed up to March 2018. Lower is better. {rate}" in cited
    assert cited.count("Not available for this source") == 3
    assert "10.3 points above England (29.2%). How much of that is chance cannot be said" in cited
    assert "Source: Durham Police, Crime and Victims&#x27; Commissioner, briefing" in cited
    assert "Cohort: proven reoffending rate, as the briefing states it, people followed up to March 2018." in cited
    assert "78%" in words(bea.get(f"{HERE}?period=to-1999-03-31")), "an address that names no set shows the newest"


def test_whoever_answers_for_a_measure_comments_on_it_and_earlier_words_stay(cast: Cast, visiting: Visiting) -> None:
    done = {"state": "counted", "counted_at": make.NOW}
    make.board_count(cast.agencies["police"], result=make.board_figures(0.78), **done)
    tom, here = visiting("tom"), f"{HERE}appointments_kept/"
    assert "What should the board know of October to December 2025?" in words(tom.get(here))
    assert tom.post(here, {"words": "Two teams were short."}).status_code == 302
    assert tom.post(here, {"words": "Kyle is P-7K3M-Q2", "version": "1"}).status_code == 422
    assert tom.post(here, {"words": "Three teams were short.", "version": "1"}).status_code == 302
    assert tom.post(here, {"words": "Four.", "version": "1"}).status_code == 409
    bea = visiting("bea")
    shown = words(bea.get(here))
    assert "October to December 2025. Three teams were short. Tom, Team manager, Durham probation" in shown
    assert "What it said before Two teams were short." in shown
    assert "Save comment" not in shown
    assert "Three teams were short." in words(bea.get(HERE))
    assert bea.post(here, {"words": "Try harder."}).status_code == 422
    assert visiting("grace").post(here, {"words": "Hm."}).status_code == 403
    assert bea.get(f"{HERE}nothing_of_this_name/").status_code == 404
