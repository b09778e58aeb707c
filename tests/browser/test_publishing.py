"""An analyst publishes a year's figures with a second person's approval, and corrects them (J8)."""

import csv
import io
import re
import zipfile
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser import lenses
from tests.browser.service import Service
from tests.browser.visiting import DESK, PHONE, Visitors

SLUG = "proven-reoffending-2023-07-to-2024-06"
RELEASE = f"/statistics/{SLUG}/"
UNTIL_MONDAY = timedelta(days=2, hours=17, minutes=51)  # to Monday 16 March 2026, 9:31am


@pytest.fixture
def counted(fresh: Service) -> Service:
    """The year to June 2024 is frozen and counted."""
    fresh.world.run(fresh.database, "tests.browser.counted", "snapshot")
    return fresh


def holds(page: Page, *, on_a_phone: bool = False) -> None:
    """What a page must hold at a desk, and on a phone where it is laid out in another way there."""
    faults = [*lenses.titled(page), *lenses.axe(page), *lenses.sideways(page), *lenses.keyboard(page)]
    if on_a_phone:
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        faults += [f"on a phone, {fault}" for fault in lenses.axe(page)]
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    assert not faults, f"{page.url}: " + "\n".join(faults)


def test_a_figure_is_prepared_approved_published_withdrawn_and_corrected(at_work: Visitors, counted: Service) -> None:
    ana = at_work.page("Ana Petrova")
    ana.goto("/insight/")
    main = ana.get_by_role("main")
    expect(main).to_contain_text("July to September 2024")
    expect(main).to_contain_text("6-month wait ends 31 March 2026, can be published from 1 April 2026")
    main.get_by_role("link", name="July 2023 to June 2024", exact=True).click()
    expect(main).to_contain_text("Match rate")
    holds(ana)
    main.get_by_role("button", name="Prepare a publication").click()
    ana.wait_for_url(re.compile(r"/publications/\d+/$"))
    holds(ana, on_a_phone=True)
    publication = ana.url.split("#")[0]

    main.get_by_role("link", name="See each hidden cell").click()
    expect(main).to_contain_text("hidden so that another number cannot be worked out")
    expect(main).to_contain_text("Gateshead")
    holds(ana)

    ana.goto(f"{publication}text/")
    ana.get_by_label("Headline").fill("Down to 31.3% at last")
    ana.get_by_role("button", name="Save text").click()
    assert not lenses.error_summary(ana)
    expect(main).to_contain_text('The figure "31.3%" was typed.')
    ana.get_by_label("Headline").fill("{rate} of people in the North East reoffended within a year")
    ana.get_by_role("button", name="Save text").click()
    expect(main).to_contain_text("31.3% of people in the North East reoffended within a year")

    main.get_by_role("button", name="Sign the checks").click()
    main.get_by_role("link", name="Ask for approval").click()
    expect(main).to_contain_text("Monday 16 March 2026, 9:30am")
    holds(ana)
    main.get_by_role("button", name="Ask for approval").click()
    main.get_by_role("button", name="Approve").click()
    expect(ana.get_by_role("alert")).to_contain_text("Another person must approve this.")
    expect(ana.get_by_role("alert")).to_contain_text("Bea Charlton")

    bea = at_work.page("Bea Charlton")
    bea.goto(publication)
    bea.get_by_role("main").get_by_role("button", name="Approve").click()
    expect(bea.get_by_role("main")).to_contain_text("Approved.")
    anyone = at_work.page()
    before = anyone.goto(RELEASE)
    assert before is not None
    assert before.status == 404

    counted.start(later=UNTIL_MONDAY)
    counted.world.run(counted.database, "tests.browser.counted", "publish")
    anyone.goto(RELEASE)
    expect(anyone.get_by_role("main")).to_contain_text("31.3% of people in the North East reoffended within a year")
    holds(anyone, on_a_phone=True)
    assert_the_same_everywhere(anyone)

    ana = at_work.page("Ana Petrova", anew=True)
    main = ana.get_by_role("main")
    ana.goto("/insight/measures/proven-reoffending/")
    expect(main).to_contain_text("31.3%")
    holds(ana)
    ana.goto(publication)
    main.get_by_role("link", name="Correct").click()
    ana.get_by_label("What changed", exact=True).fill("The rate of Darlington was too low.")
    ana.get_by_label("Why it changed").fill("A file had been loaded twice.")
    main.get_by_role("button", name="Start the corrected edition").click()
    expect(main).to_contain_text("This edition corrects another.")
    ana.goto(publication)
    main.get_by_role("link", name="Withdraw").click()
    ana.get_by_label("Why?").fill("A file had been loaded twice.")
    main.get_by_role("button", name="Withdraw").click()
    expect(main).to_contain_text("Withdrawn. Its page says so, and why.")
    anyone = at_work.page()  # a page that was read may be kept for a minute
    anyone.goto(RELEASE)
    expect(anyone.get_by_role("main")).to_contain_text("Do not use them. A file had been loaded twice.")
    assert "31.3%" not in anyone.content()


def assert_the_same_everywhere(page: Page) -> None:
    """The rate of Darlington on its page, in the release and in the file, and nothing of Gateshead but its mark."""
    row = page.get_by_role("row", name=re.compile("Darlington")).first.inner_text()
    assert "40.0%" in row
    page.goto("/areas/darlington/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("40.0% of people in Darlington who had offended did so again")
    expect(main).to_contain_text("The figures below are old.")
    expect(main).to_contain_text("Higher than England and Wales")
    holds(page)
    text = page.request.get(f"{RELEASE}year-by-area.csv").body().decode("utf-8-sig")
    told = {line["area"]: line for line in csv.DictReader(io.StringIO(text))}
    assert told["darlington"]["rate"] == "0.4"
    assert told["gateshead"]["rate"] == "[c]"
    sheets = zipfile.ZipFile(io.BytesIO(page.request.get(f"{RELEASE}tables.ods").body()))
    [darlington] = re.findall(r"<text:p>Darlington</text:p>.*?</table:table-row>", sheets.read("content.xml").decode())[
        :1
    ]
    assert 'office:value="0.4"' in darlington, "the spreadsheet says another rate"
    made = f"/statistics/table/?release={SLUG}&about=year-by-area&who=darlington&who=gateshead&shown=rate"
    page.goto(made)
    expect(page.get_by_role("table")).to_contain_text("40.0%")
    expect(page.get_by_role("row", name=re.compile("Gateshead"))).to_contain_text("[c]")
    holds(page)
    page.goto("/areas/gateshead/")
    expect(main).to_contain_text("hidden to protect people")
    assert "%" not in main.inner_text().replace("95%", "").replace("28.2%", "")
