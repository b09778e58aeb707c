"""A member of the public reads the page of their area (J15)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import lenses
from tests.browser.visiting import NARROW, PHONE, Visitors

HEAVIEST = 200_000
TEXT_IN_ORDER = (
    "Reoffending in Darlington",
    "The figures below are old.",
    "39.5%",
    "England: 29.2%",
    "What is being done here",
    "Get help",
)


def find(page: Page, place: str) -> None:
    page.goto("/")
    page.get_by_role("main").get_by_label("Postcode or area").fill(place)
    page.get_by_role("main").get_by_role("button", name="Show my area").click()


@pytest.mark.parametrize(
    "javascript", [pytest.param(True, marks=pytest.mark.full), False], ids=["with-scripts", "without-scripts"]
)
def test_a_postcode_leads_to_the_area_with_its_figures_and_no_cookie(looking_round: Visitors, javascript: bool) -> None:
    page = looking_round.page(size=PHONE, javascript=javascript)
    find(page, "DL1")
    main = page.get_by_role("main")
    assert page.url.endswith("/areas/darlington/")
    for told in ("39.5%", "29.2%", "31.7%", "up to March 2018", "Source: Durham Police", "figures below are old."):
        expect(main).to_contain_text(told)
    expect(page.get_by_role("img", name="Picture of 100 people").first).to_be_visible()
    expect(page.get_by_role("img", name="Percent who reoffended, by area")).to_be_visible()
    expect(page.get_by_role("table", name="The same numbers")).to_be_visible()
    assert page.context.cookies() == []
    find(page, "TS21 3AA")
    expect(main.get_by_role("link", name="Stockton-on-Tees")).to_be_visible()
    find(page, "SW1A 1AA")
    expect(page.get_by_role("heading", level=1)).to_have_text("We do not cover this postcode")
    expect(main.get_by_role("link", name="Darlington")).to_be_visible()
    find(page, "nowhere")
    expect(main.get_by_text("Enter a full UK postcode").first).to_be_visible()
    assert page.context.cookies() == []


def test_the_page_is_light_narrow_and_in_order_and_prints_on_two_sheets(looking_round: Visitors) -> None:
    page = looking_round.page(size=NARROW)
    sizes: list[int] = []
    page.on(
        "requestfinished",
        lambda request: sizes.append(
            sum(request.sizes()[part] for part in ("responseBodySize", "responseHeadersSize"))
        ),
    )
    page.goto("/areas/darlington/", wait_until="networkidle")
    assert 10_000 < sum(sizes) < HEAVIEST, sizes
    assert lenses.sideways(page) == []
    text = page.get_by_role("main").inner_text()
    places = [text.index(words) for words in TEXT_IN_ORDER]
    assert places == sorted(places)
    sheets = len(
        re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4", print_background=False, prefer_css_page_size=True))
    )
    assert sheets <= 2, f"{sheets} sheets"
    for path in ("/", "/areas/", "/areas/darlington/", "/statistics/", "/methods/proven-reoffending/", "/get-help/"):
        page.goto(path)
        every = lenses.AXE.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [one["id"] for one in every] == [], (
            f"{path}: {[(one['id'], one['nodes'][0]['target']) for one in every]}"
        )
