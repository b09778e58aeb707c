"""Checkpoint from the check to its end, as an officer, a navigator and a supervisor do it (J1: checks J1-1 to J1-7, J1-9)."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.service import Service
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


def date_in(page: Page, group: str, *parts: str) -> None:
    """Type a date in its three boxes."""
    for label, value in zip(("Day", "Month", "Year"), parts, strict=True):
        page.get_by_role("group", name=group).get_by_label(label).fill(value)


def offered_and_agreed(carl: Page) -> str:
    """Carl checks, offers under his rank, and records what Leanne agrees to; the address of her case."""
    main = carl.get_by_role("main")
    carl.goto(f"/people/{LEANNE}/")
    main.get_by_role("link", name=re.compile("Check eligibility")).click()
    main.get_by_role("link", name="Answer the questions").click()
    carl.get_by_label(re.compile("The person confirms today")).check()
    answer(carl)
    main.get_by_role("link", name="Offer Checkpoint, or decide another way").click()
    carl.get_by_role("radio", name="Offer Checkpoint", exact=True).check()
    carl.get_by_role("radio", name="Somebody was harmed: ask victim contact for their view").check()
    expect(carl.get_by_label("Which team works with them?")).to_have_value(re.compile("[0-9]+"))
    carl.get_by_role("button", name="Save decision").click()
    expect(main).to_contain_text("Decision saved under your name and rank.")
    main.get_by_role("link", name="Record the answer").click()
    carl.get_by_role("radio", name="Yes, they agree").check()
    carl.get_by_role("button", name="Save answer").click()
    expect(main).to_contain_text("Without this there is no contract: agrees to take part")
    for item in (
        "Agrees to take part",
        "Knows that they can leave",
        "Knows that not complying",
        "Agrees that services",
    ):
        carl.get_by_label(re.compile(item)).check()
    carl.get_by_label("Navigator").select_option(label="Nadia Rahman, Checkpoint navigator, Checkpoint")
    carl.get_by_role("button", name="Save answer").click()
    expect(main).to_contain_text("Agreed")
    return carl.url


def wishing(vera: Page) -> None:
    """Vera records who was harmed and what they wish; nobody else learns more than that a restorative approach is wished."""
    main = vera.get_by_role("main")
    vera.goto("/victims/to-tell/")
    main.get_by_role("link", name=re.compile(LEANNE)).click()
    vera.get_by_role("radio", name="Yes", exact=True).check()
    vera.get_by_role("button", name="Save").click()
    expect(vera.locator(".govuk-error-summary")).to_contain_text("Choose who they are")
    vera.get_by_role("radio", name="A business or organisation").check()
    vera.get_by_label("Name, or how they wish to be called").fill("Tuppence Bakery")
    vera.get_by_label("Telephone", exact=True).first.check()
    vera.get_by_role("textbox", name="Telephone").fill("01632 960 555")
    vera.get_by_role("button", name="Save").click()
    expect(vera.get_by_role("heading", level=1)).to_have_text("Tuppence Bakery")
    vera.get_by_role("radio", name="Yes, wishes one").check()
    vera.get_by_role("radio", name="Yes", exact=True).check()
    vera.get_by_role("button", name="Record").click()
    expect(main).to_contain_text("Restorative approach: Yes, wishes one.")


def told(vera: Page) -> None:
    """The decision waits on Vera's list with its clock; she tells them in the way they wanted and records their words."""
    main = vera.get_by_role("main")
    vera.goto("/victims/to-tell/")
    main.get_by_role("link", name=re.compile("Checkpoint has started.*Tuppence")).click()
    expect(main).to_contain_text("By 20 March 2026")
    vera.get_by_role("radio", name="Yes, they were told").check()
    vera.get_by_role("radio", name="Telephone").check()
    vera.get_by_label("What they said").fill("Glad to hear it")
    vera.get_by_role("button", name="Save").click()
    expect(main.get_by_role("region", name="Told lately")).to_contain_text("Glad to hear it")


def drafted_and_signed(nadia: Page, case: str) -> None:
    """Nadia finds her on her day, asks about needs, drafts by them, is asked for a pathway, and records the signature."""
    main = nadia.get_by_role("main")
    nadia.goto("/home/")
    expect(main).to_contain_text("First contact after agreeing to Checkpoint")
    nadia.goto(case)
    expect(main).to_contain_text("No conditions yet. The no-reoffending condition is added for you.")
    main.get_by_role("link", name="Ask about needs, with them").first.click()
    about = nadia.get_by_role("region", name="Drugs and alcohol")
    about.get_by_role("radio", name="High need").check()
    about.get_by_label(re.compile("What is known, and from whom")).fill("Drinks before work")
    about.get_by_text("The person's view, readiness, what would help").click()
    about.get_by_label("The person's own view").select_option(label="Wants something to change")
    nadia.get_by_role("button", name="Save assessment").click()
    expect(main.get_by_role("region", name="Needs")).to_contain_text("Alcohol or Drugs")
    main.get_by_role("link", name="Draft the contract").click()
    expect(main).to_contain_text("High need. Wants something to change")
    date_in(nadia, "When does the contract start?", "31", "10", "2025")
    nadia.get_by_label("What the person does to put right the harm").fill("Write to the shop")
    nadia.get_by_label("How you will know that it is done").fill("The letter is sent")
    nadia.get_by_role("button", name="Save draft").click()
    summary = nadia.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Add a pathway condition or say why none is needed")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(nadia.get_by_label("Pathway 1", exact=True)).to_be_focused()
    nadia.get_by_label("Pathway 1", exact=True).select_option(label="Alcohol")
    nadia.get_by_label("What the person does for pathway 1").fill("Sessions with the alcohol service")
    nadia.get_by_label("How you will know that pathway 1 is done").fill("6 sessions attended")
    nadia.get_by_role("button", name="Save draft").click()
    expect(main).to_contain_text("From 31 October 2025 to 28 February 2026.")
    main.get_by_role("link", name="Change the draft").click()
    date_in(nadia, "When does the contract start?", "13", "3", "2026")
    nadia.get_by_role("button", name="Save draft").click()
    main.get_by_role("link", name="Sign the contract").click()
    nadia.get_by_role("radio", name="It was read aloud, then they signed").check()
    nadia.get_by_role("button", name="Record the signature").click()
    expect(main).to_contain_text("Day 1 of 123, decision due Monday 13 July 2026")


def test_an_offer_becomes_a_contract_that_a_supervisor_ends_with_what_follows(at_work: Visitors) -> None:
    carl, nadia = at_work.page("Carl Weatherill"), at_work.page("Nadia Rahman")
    case = offered_and_agreed(carl)
    vera = at_work.page("Vera Lowes")
    wishing(vera)
    drafted_and_signed(nadia, case)
    told(vera)
    nadia.goto(vera.url)
    assert "Tuppence" not in nadia.content()
    expect(nadia.get_by_role("main")).to_contain_text("Victim contact at Durham Police can help")
    nadia.goto(case)
    carl.goto(f"{case}rating/")
    expect(carl.get_by_role("heading", level=1)).to_have_text("You cannot do this")
    main = nadia.get_by_role("main")
    main.get_by_role("link", name="Ask for a decision").click()
    assert nadia.get_by_label("Your rank").count() == 0
    moira = at_work.page("Moira Stead")
    main = moira.get_by_role("main")
    moira.goto(case)
    main.get_by_role("link", name="Decide on the contract").click()
    moira.get_by_role("radio", name="End it: not complied").check()
    moira.get_by_label("Your rank").select_option(label="Inspector")
    moira.get_by_label("Reason, and the evidence it rests on").fill("Told us that she will not take part")
    moira.get_by_role("button", name="Continue").click()
    expect(moira.get_by_role("heading", level=1)).to_have_text("Check before you save")
    assert main.locator("ul li").count() == 4
    moira.get_by_role("button", name="Confirm decision").click()
    expect(main).to_contain_text("Ended - not complied")
    follows = main.get_by_role("region", name="What follows")
    expect(follows).to_contain_text("Checkpoint ended because it was not complied with.")
    expect(follows).to_contain_text("Victim contact does this, by Friday 20 March 2026 at the latest")
    main.get_by_role("button", name="Undo the last decision").click()
    expect(main).to_contain_text("Undone. The case stands where it stood before.")
    moira.goto("/checkpoint/?stage=closed&navigator=1")
    expect(main).to_contain_text("No one is at this stage.")


def test_a_supervisor_completes_a_contract_that_was_kept(at_work: Visitors, fresh: Service) -> None:
    """The navigator asked, every condition is done: Moira reads what follows before she confirms, and the victim's clock runs."""
    [(reference, case)] = fresh.ask(
        "SELECT p.reference, c.id FROM schemes_schemecase c JOIN people_person p ON p.id = c.person_id "
        "JOIN people_name n ON n.person_id = p.id WHERE c.asked_for = 'complete' AND c.closed_at IS NULL"
    )
    moira = at_work.page("Moira Stead")
    main = moira.get_by_role("main")
    moira.goto(f"/people/{reference}/checkpoint/cases/{case}/")
    main.get_by_role("link", name="Decide on the contract").click()
    moira.get_by_role("radio", name="Completed").check()
    moira.get_by_label("Your rank").select_option(label="Inspector")
    moira.get_by_label("Reason, and the evidence it rests on").fill("Every condition is done")
    moira.get_by_role("button", name="Continue").click()
    expect(moira.get_by_role("heading", level=1)).to_have_text("Check before you save")
    expect(main).to_contain_text("The officer in the case records that no further action is taken")
    moira.get_by_role("button", name="Confirm decision").click()
    follows = main.get_by_role("region", name="What follows")
    expect(follows).to_contain_text("Checkpoint was completed.")
    expect(follows).to_contain_text("An exit plan is made with the person")
    expect(main.get_by_role("region", name="Decisions and steps")).to_contain_text("Contract completed")
    vera = at_work.page("Vera Lowes")
    vera.goto("/victims/to-tell/")
    expect(vera.get_by_role("link", name=re.compile("Checkpoint was completed"))).to_be_visible()
