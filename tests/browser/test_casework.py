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


def test_a_manager_allocates_reads_the_sum_of_a_workload_gives_work_away_and_arranges_cover(at_work: Visitors) -> None:
    """L49: Tom allocates at a desk without scripts; Alison reads the note; Sam, on a phone, has her day while he covers."""
    tom = at_work.page("Tom Fairley", javascript=False)
    tom.goto("/team/")
    main = tom.get_by_role("main")
    expect(main).to_contain_text("Kind of work, Probation supervision:")
    tom.get_by_text("How a workload is worked out").click()
    expect(main).to_contain_text("a default of this service, to be confirmed by the partnership.")
    row = tom.get_by_role("row", name="Alison Nixon")
    expect(row).to_contain_text("Reviews:")  # what is overdue, by kind of work

    waiting = tom.get_by_role("region", name="Waiting to be allocated")
    waiting.get_by_role("checkbox").check()
    tom.get_by_role("button", name="Choose who takes them").click()
    expect(main).to_contain_text("nobody leads on it now.")
    tom.get_by_label("New lead worker").select_option(label="Alison Nixon, Probation practitioner, Bishop Auckland")
    tom.get_by_label("Handover note").fill("Sees the court team on Monday; ring her sister first.")
    tom.get_by_role("button", name="Give the work").click()
    expect(tom.get_by_role("heading", name="1 person given")).to_be_visible()
    tom.get_by_role("link", name="Go on").click()
    expect(waiting).to_contain_text("No one is waiting to be allocated.")

    row.get_by_role("link").click()
    tom.get_by_role("link", name="Arrange cover").click()
    expect(tom.get_by_label("Who is away?")).to_have_value(tom.url.rpartition("=")[2])
    tom.get_by_label("Who covers?").select_option(label="Sam Okafor, Probation practitioner, Durham City")
    fill_day(tom, "until_on", 20, 3)
    tom.get_by_role("button", name="Save cover").click()
    expect(tom.get_by_text("Sam Okafor covers for Alison Nixon.")).to_be_visible()
    expect(main).to_contain_text("Sam Okafor covers for Alison Nixon until 20 March 2026")

    sam = at_work.page("Sam Okafor", size=PHONE)
    sam.goto("/home/")
    sam.get_by_role("link", name="Covering Alison Nixon").click()
    expect(sam.get_by_role("main")).to_contain_text("Friday 20 March")
    expect(sam.get_by_role("main")).to_contain_text("Marek Dudek")
    alison = at_work.page("Alison Nixon")
    alison.goto("/home/")
    alison.get_by_role("link", name="Read the note").click()
    expect(alison.get_by_role("main")).to_contain_text("Sees the court team on Monday; ring her sister first.")
