"""A keyworker's way along the women's pathway (J3's women's centre): met by the police, offered, agreed in her own words."""

import re

from playwright.sync_api import expect

from tests.browser.visiting import PHONE, Visitors

LEANNE = "P-4TRD-W8"


def test_from_the_pathway_to_her_own_words_and_back(at_work: Visitors) -> None:
    """Ruth opens a case for Leanne, whom nobody offered anything yet; an offer needs words; the answer is Leanne's."""
    ruth = at_work.page("Ruth Dobson", size=PHONE, javascript=False)
    main = ruth.get_by_role("main")
    ruth.goto("/womens-pathway/?stage=police")
    expect(main).to_contain_text("Fewer than 5 women at this stage, so the number is hidden from this view.")
    expect(main).not_to_contain_text("Tweddle")
    ruth.get_by_role("link", name=re.compile("Open a case")).click()
    expect(main).to_contain_text("3 met, 0 not met, 0 cannot tell")
    ruth.get_by_role("radio", name="Police custody").check()
    ruth.get_by_role("radio", name="Yes, and she has one").check()
    ruth.get_by_role("button", name="Open the case").click()
    expect(main).to_contain_text("To be offered")
    ruth.get_by_role("radio", name="Offer the centre").check()
    ruth.get_by_role("button", name="Save").click()
    expect(ruth.get_by_role("alert")).to_contain_text("How was it offered, and was it safe to speak?")
    ruth.get_by_label("In words").fill("By phone, when she was alone")
    ruth.get_by_role("button", name="Save").click()
    expect(main).to_contain_text("Next: ask for her answer")
    ruth.get_by_role("radio", name="She agrees").check()
    ruth.get_by_label("In words").fill("Tuesdays, with my sister")
    ruth.get_by_role("button", name="Save").click()
    expect(main).to_contain_text("“Tuesdays, with my sister”")
    ruth.goto("/womens-pathway/?stage=police")
    expect(ruth.get_by_role("row", name=re.compile("Purvis, Leanne"))).to_contain_text("3 of 6: agreed")
    assert ruth.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
