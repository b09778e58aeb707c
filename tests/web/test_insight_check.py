"""A table is checked before it is published: shown cell by cell, refused where it tells, and never kept (J8-1, J8-2)."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desistance.foundation import clock
from tests import factories as make
from tests.cast import Cast

HERE = "/insight/disclosure/"
HOUSING = "Area,Home,Hostel,Friends,Total\nNorth,12,3,25,40"
TYPED = {"table": HOUSING, "protection": "exact"}


@pytest.fixture
def ana(cast: Cast, visiting: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> Client:
    """Ana, an analyst."""
    monkeypatch.setattr(clock, "now", lambda: make.NOW)
    return visiting("ana")


def words(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def cells(answer: Any) -> list[str]:
    return re.findall(r'<td class="app-number">(.*?)</td>', answer.content.decode())


def test_each_cell_is_shown_as_it_may_be_published_with_the_reason_for_each_hidden_one(ana: Client) -> None:
    answer = ana.post(HERE, TYPED)
    assert answer.status_code == 200
    assert cells(answer) == ["[c]", "[c]", "25", "40"]
    page = words(answer)
    assert "North Home [c] hidden so that another number cannot be worked out Show this number" in page
    assert "North Hostel [c] fewer than 10 people Always hidden" in page
    assert 'value="keep:0:0"' in answer.content.decode()


def test_a_number_hidden_for_anothers_sake_is_not_shown_until_one_more_is_hidden(ana: Client) -> None:
    refused = ana.post(HERE, {**TYPED, "decide": "keep:0:0"})
    assert refused.status_code == 422
    assert "Total can be used to work out a hidden number. Hide one more cell in this row." in words(refused)
    assert cells(refused) == ["[c]", "[c]", "25", "40"]
    assert "Download CSV" not in words(refused)
    hidden = ana.post(HERE, {**TYPED, "hide": "hide:0:2", "hide_it": "yes"})
    assert cells(hidden) == ["[c]", "[c]", "[c]", "40"]
    assert 'name="decided" value="hide:0:2"' in hidden.content.decode()
    shown = ana.post(HERE, {**TYPED, "decided": "hide:0:2", "decide": "keep:0:0"})
    assert cells(shown) == ["12", "[c]", "[c]", "40"]


def test_the_file_holds_what_the_page_shows_and_says_how_it_is_protected(ana: Client) -> None:
    answer = ana.post(HERE, {**TYPED, "table": HOUSING.replace("North", "=North"), "download": "yes"})
    assert answer["Content-Type"].startswith("text/csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[:3] == [
        '"Area","Home","Hostel","Friends","Total"',
        '"\'=North","[c]","[c]",25,40',
        '"[c] hidden to protect people"',
    ]
    assert not re.search(r"\b(12|3)\b", lines[1])


def test_nothing_is_written_and_no_answer_may_be_stored(ana: Client) -> None:
    ana.post(HERE, TYPED)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = ana.post(HERE, TYPED)
    assert not [one["sql"] for one in asked if re.search(r"hostel|counted_table|measurement_", one["sql"], re.I)]
    assert answer["Cache-Control"] == "no-store"
    assert 'method="post"' in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"table": "", "protection": "exact"}, "Enter a table of counts"),
        ({"table": HOUSING}, "Select how the numbers are shown"),
        ({"table": HOUSING.replace("40", "41"), "protection": "exact"}, "the total is 41 and its numbers add up to 40"),
        ({"table": "Area,<b>\nNorth,x", "protection": "exact"}, 'Line 2, <b>: "x" is not a count of people.'),
        ({**TYPED, "decide": "keep:7:0"}, "This cell is not in the table. Check the table again."),
        ({**TYPED, "decided": "hide:total:0"}, "This cell is not in the table. Check the table again."),
    ],
)
def test_what_is_wrong_is_told_beside_the_table(ana: Client, typed: dict[str, str], said: str) -> None:
    answer = ana.post(HERE, typed)
    assert answer.status_code == 422
    assert said in html.unescape(answer.content.decode())
    assert "As it may be published" not in words(answer)


@pytest.mark.parametrize("decide", ["keep:0", "show:0:0", "keep:0:0:0", "keep:999:0", "'; --"])
def test_a_decision_that_no_page_offers_is_not_read(ana: Client, decide: str) -> None:
    assert cells(ana.post(HERE, {**TYPED, "decide": decide})) == ["[c]", "[c]", "25", "40"]


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("bea", 403), ("tom", 403)])
def test_who_may_prepare_publications_may_check_a_table(
    ana: Client, visiting: Callable[[str], Client], who: str, status: int
) -> None:
    assert visiting(who).get(HERE).status_code == status
    assert ("Check a table" in words(visiting(who).get("/insight/"))) == (who == "ana")
