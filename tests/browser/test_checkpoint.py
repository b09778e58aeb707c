"""Whether somebody can be offered Checkpoint, as a custody officer asks it (J1 steps 1 and 2: checks J1-1 to J1-5)."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visiting import DESK, PHONE, Visitors, look_for

LEANNE, DEAN = "P-4TRD-W8", "P-9HXC-B3"
MET_AT_ONCE = {
    "What was said in interview?": "Admitted in interview",
    "Was the offence in the force area?": "Yes, in County Durham or Darlington",
    "Is there a hate element?": "None recorded by officer or victim",
    "Is it domestic abuse?": "Not domestic",
    "Is anybody else accused of it?": "None",
    "Is there a court order or licence?": "None found",
    "Is the person on bail for something else, or held?": "None found",
    "How many Checkpoint contracts were there before?": "None",
}


def answer(page: Page, **changes: str) -> None:
    """Give every answer that meets its rule, but for those named; the address stays unconfirmed."""
    for question, words in {**MET_AT_ONCE, **{LABELS[name]: words for name, words in changes.items()}}.items():
        page.get_by_role("group", name=question).get_by_role("radio", name=words, exact=True).check()
    page.get_by_label("Your rank").select_option(label="Sergeant")
    page.get_by_role("button", name="Continue").click()


LABELS = {"hate": "Is there a hate element?"}


def rows(page: Page, words: str) -> Locator:
    return page.locator(".app-crit__row").filter(has=page.get_by_text(words, exact=True))


@pytest.mark.parametrize(("size", "javascript"), [(DESK, True), (PHONE, False)], ids=["desk", "phone-without-scripts"])
def test_an_address_of_14_months_is_confirmed_and_the_list_says_eligible(
    at_work: Visitors, size: tuple[int, int], javascript: bool
) -> None:
    carl = at_work.page("Carl Weatherill", size=size, javascript=javascript)
    look_for(carl, "leane purvis 1997")
    expect(carl.get_by_role("heading", level=1)).to_have_text("1 result for 'leane purvis 1997' in people")
    main = carl.get_by_role("main")
    expect(main).to_contain_text("sounds like")
    main.get_by_role("link", name="Purvis, Leanne").click()
    main.get_by_role("link", name=re.compile("Check eligibility")).click()
    expect(main).to_contain_text("Theft from a shop, on 2 March 2026")
    main.get_by_role("link", name="Answer the questions").click()
    answer(carl)
    expect(main).to_contain_text("Cannot tell yet")
    expect(main).to_contain_text("11 met, 0 not met, 1 cannot tell. Confirm the address to get a result.")
    expect(main).to_contain_text("Rules in force from 1 April 2025, version 3.")
    first = carl.locator(".app-crit__row").first
    expect(first).to_contain_text(re.compile("Cannot tell.*Lives in the force area", re.DOTALL))
    expect(first).to_contain_text("12 Front Street, Crook. Last confirmed 14 months ago.")
    assert rows(carl, "Cannot tell").count() == 1
    assert main.get_by_role("button", name=re.compile("Offer")).count() == 0
    main.get_by_role("button", name="The person confirms this address").click()
    expect(main.locator(".app-verdict__answer")).to_have_text("Eligible")
    assert rows(carl, "Met").count() == 12
    for row in rows(carl, "Met").all():
        assert row.locator(".app-prov li").count() >= 1
    expect(main).to_contain_text("Carl Weatherill, Sergeant, 13 March 2026, 3:4")
    expect(main.get_by_role("heading", name="Earlier checks")).to_be_visible()
    carl.goto(f"/people/{LEANNE}/")
    expect(main.get_by_role("region", name="Checkpoint")).to_contain_text("Eligible")


def test_a_hate_element_and_the_age_of_the_offence_to_the_day(at_work: Visitors) -> None:
    carl = at_work.page("Carl Weatherill")
    main = carl.get_by_role("main")
    carl.goto("/checkpoint/eligibility/")
    main.get_by_role("link", name="Hartley, Dean").click()
    main.get_by_role("link", name="Answer the questions").click()
    answer(carl, hate="Yes")
    expect(main.locator(".app-verdict__answer")).to_have_text("Not eligible")
    expect(main.locator(".app-verdict")).to_contain_text("the offence has a hate element")
    against = [row.inner_text() for row in carl.locator(".app-crit__row").all()[:2]]
    assert all("Not met" in text for text in against)
    assert any("No hate element" in text for text in against)
    expect(main.get_by_role("heading", name="What happens next")).to_be_visible()
    expect(main).to_contain_text("An inspector or above who supervises Checkpoint can decide another way")
    assert main.get_by_role("button", name=re.compile("ffer|override|decide", re.IGNORECASE)).count() == 0
    for day, words in (("14", "Met"), ("13", "Not met")):
        main.get_by_role("link", name="Change answers and check again").click()
        group = carl.get_by_role("group", name="Date of the offence")
        for part, value in (("Day", day), ("Month", "12"), ("Year", "2025")):
            group.get_by_label(part).fill(value)
        carl.get_by_role("button", name="Continue").click()
        row = rows(carl, words).filter(has_text="Offence less than 3 months old")
        expect(row).to_contain_text(f"{day} December 2025")
        expect(row).to_contain_text("The custody record says 10 March 2026")
    main.get_by_role("link", name="Read the rules").click()
    expect(main).to_contain_text("In force today")
    expect(main.get_by_role("heading", name="How it differs from version 2")).to_be_visible()
