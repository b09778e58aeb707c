"""A day's work with a person: an outcome with its effects, undone, corrected; a task and an alert that another agency sees (J16)."""

from playwright.sync_api import Page, expect

from tests.browser.service import Service
from tests.browser.visiting import PHONE, Visitors

KYLE, MAREK = "P-7K3M-Q2", "P-6DWF-K9"


def choose_outcome(page: Page, outcome: str) -> None:
    """Record what came of Marek's appointment of today."""
    page.goto(f"/people/{MAREK}/contacts/")
    page.get_by_role("link", name="Record outcome").first.click()
    expect(page.get_by_role("main")).to_contain_text("If the absence was unacceptable: First in 12 months.")
    page.get_by_role("radio", name=outcome, exact=True).check()
    page.get_by_role("button", name="Save outcome").click()
    expect(page.get_by_text("Outcome saved.")).to_be_visible()


def fill_day(page: Page, name: str, day: int, month: int) -> None:
    """Type a date of 2026 into the boxes of a field."""
    for part, value in (("day", day), ("month", month), ("year", 2026)):
        page.locator(f"#id_{name}-{part}").fill(str(value))


def test_from_an_appointment_to_what_another_agency_sees(at_work: Visitors, fresh: Service) -> None:
    """Alison works on a phone without scripts, Hannah at a desk with them."""
    alison = at_work.page("Alison Nixon", javascript=False, size=PHONE)
    choose_outcome(alison, "Attended and complied")
    alison.get_by_role("button", name="Undo").first.click()
    expect(alison.get_by_text("Outcome undone.")).to_be_visible()
    choose_outcome(alison, "Unacceptable absence")
    [(contact,)] = fresh.ask("SELECT max(id) FROM casework_contact WHERE evidence_due_on = DATE '2026-03-20'")
    alison.goto(f"/people/{MAREK}/contacts/{contact}/correct/")
    alison.get_by_role("radio", name="Acceptable absence", exact=True).check()
    alison.get_by_label("Why was the absence acceptable?").fill("The ward rang at 3pm")
    alison.get_by_label("Why is this being corrected?").fill("Evidence came")
    alison.get_by_role("button", name="Save correction").click()
    expect(alison.get_by_text("Corrected.")).to_be_visible()
    expect(alison.get_by_role("main")).to_contain_text("The ward rang at 3pm")

    alison.goto(f"/people/{KYLE}/tasks/new/")
    alison.get_by_label("What is to be done?").fill("Check the smoke alarm in his room")
    fill_day(alison, "due_on", 20, 3)
    alison.get_by_label("Who is to do it?").select_option(label="Bede Homes")
    alison.get_by_role("button", name="Add task").click()
    expect(alison.get_by_text("Task added.")).to_be_visible()

    alison.goto(f"/people/{KYLE}/risk/alerts/new/")
    alison.get_by_role("radio", name="Risk to staff", exact=True).check()
    alison.get_by_label("What do workers need to know or do?").fill("Two to every visit")
    fill_day(alison, "review_on", 1, 6)
    alison.get_by_role("button", name="Raise alert").click()
    expect(alison.get_by_text("Alert raised.")).to_be_visible()

    hannah = at_work.page("Hannah Miah")
    hannah.goto("/home/")
    main = hannah.get_by_role("main")
    expect(main).to_contain_text("New alert. Risk to staff: Two to every visit.")
    expect(main).to_contain_text("Check the smoke alarm in his room.")
    hannah.goto(f"/people/{KYLE}/involved/")
    expect(hannah.get_by_role("group", name="Alerts")).to_contain_text("Risk to staff: Two to every visit")
