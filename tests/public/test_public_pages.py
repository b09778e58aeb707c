"""The public door: what it says, what it never says, and what it never touches (J15)."""

import csv
import html
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desistance.foundation.reading import PROTECTED
from desistance.measurement.terms import SYMBOLS
from evidence.reoffending.conventions import PROVEN
from tests.public.reading import grade, sentences

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/areas/",
    "/areas/darlington/",
    "/areas/gateshead/",
    "/areas/darlington/figures.csv",
    "/statistics/",
    "/statistics/published-elsewhere.csv",
    "/methods/proven-reoffending/",
    "/get-help/",
)


def read(client: Client, path: str) -> str:
    """A page as words: tags out, white space folded."""
    text = re.sub(r"<svg.*?</svg>", " ", client.get(path).content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def asked(client: Client, place: str) -> HttpResponse:
    return client.post("/areas/find/", {"place": place})


@pytest.fixture
def statements() -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connection) as found:
        yield found


@pytest.mark.parametrize("path", [path for path in PAGES if not path.endswith("csv")])
def test_a_public_page_is_read_by_somebody_of_12_to_14(client: Client, path: str) -> None:
    assert grade(html.unescape(client.get(path).content.decode())) < 9


def test_the_measure_of_reading_tells_an_easy_page_from_a_hard_one() -> None:
    easy = "<p>Some people offend again. We count how many.</p>"
    hard = (
        "<p>Heterogeneous recidivism probabilities necessitate methodologically sophisticated stratification procedures, "
        "notwithstanding considerable uncertainty regarding administrative ascertainment of subsequent convictions.</p>"
    )
    assert sentences(easy) == ["Some people offend again.", "We count how many."]
    assert grade(easy) < 5
    assert grade(hard) > 14


@pytest.mark.parametrize("place", ["DL1", "dl1 5ab", "DL15AB", "Darlington", "darlington "])
def test_a_postcode_leads_to_its_area(client: Client, place: str) -> None:
    answer = asked(client, place)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/areas/darlington/")


@pytest.mark.parametrize("place", ["Durham", "County Durham", "county durham", "DH1"])
def test_durham_is_county_durham(client: Client, place: str) -> None:
    assert asked(client, place).headers["Location"] == "/areas/county-durham/"


def test_a_district_in_several_areas_asks_which(client: Client) -> None:
    page = asked(client, "TS21 3AA").content.decode()
    assert "Choose your area" in page
    assert "TS21 lies in more than one place." in page
    for slug in ("stockton-on-tees", "county-durham", "darlington"):
        assert f"/areas/{slug}/" in page
    assert "outside the North East" not in page


def test_a_district_over_the_edge_says_that_part_is_not_covered(client: Client) -> None:
    page = asked(client, "TD15 1AA").content.decode()
    assert "/areas/northumberland/" in page
    assert "Part of it is outside the North East. We do not cover that part." in page


@pytest.mark.parametrize("place", ["SW1A 1AA", "DL6 1AA", "TD1", "NE99 1AA"])
def test_a_postcode_elsewhere_is_not_covered_and_every_area_is_listed(client: Client, place: str) -> None:
    answer = asked(client, place)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<h1>We do not cover this postcode</h1>" in page
    assert page.count('<li><a href="/areas/') >= 12


@pytest.mark.parametrize(
    "place", ["", "   ", "rubbish", "12345", "ZZ1 1AA", "DL1 5CV", "<b>x</b>", "x" * 5_000, "\x00"]
)
def test_nonsense_is_told_what_to_enter(client: Client, place: str) -> None:
    answer = asked(client, place)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Enter a full UK postcode") == 2
    assert "<title>Error: Areas - Desistance</title>" in page
    assert 'href="#place"' in page
    assert "<b>x</b>" not in page


def test_a_postcode_never_stands_in_an_address(client: Client) -> None:
    assert client.get("/areas/find/", {"place": "DL1 5AB"}).headers["Location"] == "/areas/"


def test_darlington_is_told_as_it_was_published(client: Client) -> None:
    words = read(client, "/areas/darlington/")
    assert (
        "In the figures published up to March 2018, 39.5% of people in Darlington who had offended did so again. "
        "England: 29.2%. County Durham: 31.7%."
    ) in words
    assert "About 40 in every 100 people reoffended" in words
    assert "60 in every 100 did not." in words
    assert "How sure each figure is was not published, so we cannot say how much of the gap is chance." in words
    assert "Source: Durham Police, Crime and Victims&#x27; Commissioner" in words
    assert (
        "These figures are old. They are the last ones that others published for this area, up to March 2018." in words
    )


@pytest.mark.parametrize("slug", ["darlington", "county-durham", "hartlepool", "stockton-on-tees"])
def test_a_figure_without_a_range_is_never_called_higher_or_lower(client: Client, slug: str) -> None:
    words = read(client, f"/areas/{slug}/").replace("Lower is better", "")
    assert not re.search(r"\b(higher|lower|better|worse|above|below)\b", words, re.I)


def test_an_area_without_a_figure_says_so_and_shows_whose_picture_it_is(client: Client) -> None:
    words = read(client, "/areas/gateshead/")
    assert "No figure for Gateshead yet" in words
    assert "This picture is of England and Wales, not of Gateshead." in words


@pytest.mark.parametrize("slug", ["nowhere", "durham", "north-east", "DARLINGTON"])
def test_an_area_that_is_not_there_is_missing(client: Client, slug: str) -> None:
    assert client.get(f"/areas/{slug}/").status_code == 404
    assert client.get(f"/areas/{slug}/figures.csv").status_code == 404


def test_the_file_of_an_area_says_of_each_figure_whose_it_is(client: Client) -> None:
    answer = client.get("/areas/darlington/figures.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="reoffending-darlington.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    told = {(row["area"], row["period"], row["rate_percent"], row["range_from_percent"]) for row in rows}
    assert ("Darlington", "up to March 2018", "39.5", "[x]") in told
    assert {row["kind"] for row in rows} == {"published elsewhere"}
    assert all(row["source"] for row in rows)


def test_the_picture_has_a_hundred_people_and_says_so_in_words(client: Client) -> None:
    page = client.get("/areas/darlington/").content.decode()
    picture = re.search(r'<svg class="app-chart app-chart--people".*?</svg>', page, re.S)
    assert picture is not None
    filled, outline = picture[0].split('class="app-chart__outline"')
    assert (filled.count("<use"), outline.count("<use")) == (40, 60)
    assert "<title" in filled
    assert "40 of 100 people are filled in." in filled


def test_every_chart_stands_beside_a_table(client: Client) -> None:
    for path in ("/", "/areas/darlington/"):
        page = client.get(path).content.decode()
        assert page.count("app-chart") > 2
        assert page.count("<table") >= 1
        assert all("<title" in chart for chart in re.findall(r"<svg class=\"app-chart.*?</svg>", page, re.S))


def test_the_methods_page_tells_every_choice_that_the_counting_makes(client: Client) -> None:
    page = client.get("/methods/proven-reoffending/").content.decode()
    for one in PROVEN.conventions:
        assert one.choice in page
    for symbol in SYMBOLS:
        assert f"<b>{symbol}</b>" in page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_sets_no_cookie_and_may_be_kept_for_a_minute(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("place", ["DL1", "TS21", "SW1A 1AA", "rubbish"])
def test_the_finder_sets_no_cookie_and_is_not_kept(client: Client, place: str) -> None:
    answer = asked(client, place)
    assert not answer.cookies
    assert "public" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize("path", [*PAGES, "/areas/find/"])
def test_no_statement_touches_a_table_about_people(
    client: Client, statements: CaptureQueriesContext, path: str
) -> None:
    client.post(path, {"place": "TS21"}) if path.endswith("find/") else client.get(path)
    read_tables = {name for one in statements for name in re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', one["sql"])}
    assert read_tables <= {
        "partners_area",
        "measurement_publication",
        "measurement_snapshot",
        "measurement_countedtable",
        "measurement_change",
        "measurement_evaluation",
    }
    assert not read_tables & set(PROTECTED)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_for_reading_only(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_the_public_door_sends_nobody_to_sign_in_and_offers_staff_the_way(client: Client) -> None:
    page = client.get("/").content.decode()
    assert '<a href="/sign-in/">Staff sign in</a>' in page
    assert "/home/" not in page


def test_search_engines_may_list_public_pages_but_not_a_demonstration_nor_a_work_page(
    client: Client, settings: Any
) -> None:
    assert b"noindex" not in client.get("/statistics/").content
    assert b'content="noindex, nofollow"' in client.get("/sign-in/").content
    settings.DEMONSTRATION = True
    assert b'content="noindex, nofollow"' in client.get("/statistics/").content
