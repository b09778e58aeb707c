"""The monthly conference by keyboard (J2 step 6): opened, two cases, an action, a decision, minutes."""

from playwright.sync_api import Page, expect

from tests.browser.service import Service
from tests.browser.visiting import Visitors


def press(page: Page, key: str) -> None:
    """Press a key where nothing is typed."""
    page.locator("body").focus()
    page.keyboard.press(key)


def test_a_conference_is_run_by_keys_and_its_minutes_fill_themselves(at_work: Visitors, fresh: Service) -> None:
    """Rob chairs by keyboard; Elaine, on a page without scripts, says what came of last month's action."""
    [(meeting,)] = fresh.ask("SELECT max(id) FROM coordination_meeting")
    rob = at_work.page("Rob Teasdale")
    rob.goto(f"/meetings/{meeting}/")
    rob.get_by_role("button", name="Open the meeting").press("Enter")
    expect(rob.get_by_text("The meeting is open.")).to_be_visible()
    for agency in ("Durham Police", "Durham Probation", "Bede Homes"):
        rob.get_by_role("button", name=f"Is here {agency}").press("Enter")
        expect(rob.get_by_role("button", name=f"Is here {agency}")).to_have_count(0)
    expect(rob.get_by_role("main")).to_contain_text("Quorum: 3 agencies are here, 3 are needed.")
    rob.get_by_role("link", name="Go to the first case that waits").press("Enter")
    expect(rob.get_by_role("heading", name="Kyle Ashcroft")).to_be_visible()
    expect(rob.get_by_role("row", name="Book the CSCS test")).to_contain_text("Overdue by 3 days")
    rob.get_by_role("button", name="Call this case").press("Enter")
    rob.get_by_role("button", name="Pause the timer").press("Enter")
    expect(rob.get_by_role("button", name="Go on with the timer")).to_be_visible()
    press(rob, "n")
    expect(rob.get_by_role("heading", name="Tomasz Wiśniewski")).to_be_visible()
    press(rob, "p")
    expect(rob.get_by_role("heading", name="Kyle Ashcroft")).to_be_visible()

    elaine = at_work.page("Elaine Foster", javascript=False)
    elaine.goto("/home/")
    elaine.get_by_role("main").get_by_role("link", name="Say what came of it").first.click()
    elaine.get_by_role("radio", name="It is done").check()
    elaine.get_by_label("In a few words").fill("Booked for 1 April")
    elaine.get_by_role("button", name="Save").click()
    expect(elaine.get_by_text("The next meeting reads it first.")).to_be_visible()

    press(rob, "a")
    rob.keyboard.type("Ring the landlord about the arrears")
    rob.get_by_label("Owner", exact=True).select_option(label="Hannah Miah, Bede Homes")
    for part, value in (("day", "20"), ("month", "3"), ("year", "2026")):
        rob.locator(f"#action-due_on-{part}").fill(value)
    rob.get_by_role("button", name="Add action").press("Enter")
    expect(rob.get_by_text("Action agreed.")).to_be_visible()
    expect(rob.get_by_role("main")).to_contain_text("Booked for 1 April")
    rob.get_by_role("radio", name="Go on as planned").check()
    rob.get_by_label("Reasons, or a note of the discussion").fill("The flat is the main worry")
    rob.get_by_role("button", name="Save and go to 2, T. W.").press("Enter")
    expect(rob.get_by_role("heading", name="Tomasz Wiśniewski")).to_be_visible()

    rob.goto(f"/meetings/{meeting}/")
    rob.get_by_text("Close the meeting, or break it off").press("Enter")
    rob.get_by_role("button", name="Close the meeting").press("Enter")
    expect(rob.get_by_text("Meeting closed.")).to_be_visible()
    rob.get_by_role("link", name="Read the minutes").press("Enter")
    expect(rob.get_by_role("main")).to_contain_text("Ring the landlord about the arrears: Hannah Miah, Bede Homes")
    expect(rob.get_by_role("main")).to_contain_text("A case that is not open to you. Put off.")
