"""Risk as a continuous record, by two agencies at once and role by role, with a restricted person throughout (J16, J16-1 to J16-5)."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.visiting import PHONE, Visitors

KYLE, PAUL, SHANNON = "P-7K3M-Q2", "P-5XLP-T2", "P-2VNG-L6"
CHANGED = "Risk of serious harm is now High, was Medium"


def strip(page: Page, reference: str, path: str = "") -> Locator:
    """The latest risk in the banner of a page."""
    page.goto(f"/people/{reference}/{path}")
    return page.locator(".app-risk")


def day(page: Page, group: str, *parts: str) -> None:
    """Type a date."""
    fields = page.get_by_role("group", name=group)
    for label, value in zip(("Day", "Month", "Year"), parts, strict=True):
        fields.get_by_label(label).fill(value)


def save(page: Page) -> Locator:
    """Save the review and look at the page that comes."""
    page.get_by_role("button", name="Save review").click()
    return page.get_by_role("main")


def test_a_partners_concern_becomes_a_high_level_on_every_involved_workers_page(at_work: Visitors) -> None:
    rob = at_work.page("Rob Teasdale", javascript=False)
    expect(strip(rob, KYLE)).to_contain_text("Medium")

    hannah = at_work.page("Hannah Miah", size=PHONE, javascript=False)
    hannah.goto(f"/people/{KYLE}/risk/concerns/new/")
    expect(hannah.get_by_role("main")).to_contain_text("by Friday 20 March 2026")
    hannah.get_by_label("What did you notice?").fill("A new partner has moved in with two children")
    hannah.get_by_role("button", name="Raise concern").click()
    expect(hannah.get_by_role("main")).to_contain_text("Waiting for a review")

    alison = at_work.page("Alison Nixon", javascript=False)
    alison.goto("/home/")
    concern = alison.get_by_role("main").get_by_role("listitem").filter(has_text="A concern about risk waits").last
    expect(concern).to_contain_text("Bede Homes")
    alison.goto(f"/people/{KYLE}/risk/new/")
    alison.get_by_role("radio", name="Review after something happened").check()
    alison.get_by_label("Why is the risk assessed now?").fill("A new partner has two children")
    alison.get_by_label("What is the evidence?").fill("Seen by the housing worker on 13 March")
    alison.get_by_label("Children in the community").select_option(label="High")
    day(alison, "When is the next review due?", "9", "5", "2026")
    alison.get_by_label("If the overall level changes, why?").fill("Children live in the house now")
    expect(save(alison)).to_contain_text("Level is High. Enter how the risk will be managed.")  # J16-5
    alison.get_by_label("How will the risk be managed?").fill("Children's services told today. Seen weekly")
    expect(save(alison)).to_contain_text("Review date must be on or before 8 May 2026.")  # J16-3
    day(alison, "When is the next review due?", "20", "4", "2026")
    expect(save(alison)).to_contain_text("Review recorded.")

    rob.goto("/home/")
    expect(rob.get_by_role("main")).to_contain_text(CHANGED)
    for page, path in ((rob, "plan/"), (rob, "risk/"), (alison, "timeline/")):  # J16-1: on the next request
        latest = strip(page, KYLE, path)
        expect(latest).to_contain_text("High")
        expect(latest).to_contain_text("Set by Alison Nixon, Durham Probation on 13 March 2026, today")
        expect(latest).to_contain_text("Waits for a countersignature")
    rob.goto(f"/people/{KYLE}/risk/")  # J16-2
    history = rob.get_by_role("region", name="How it changed, and why")
    expect(history).to_contain_text("Why: Children live in the house now")
    expect(history.get_by_role("row").filter(has_text="20 January 2026")).to_contain_text("Medium")

    tom = at_work.page("Tom Fairley", javascript=False)
    tom.goto("/home/")
    expect(tom.get_by_role("main")).to_contain_text(CHANGED)
    tom.goto(f"/people/{KYLE}/risk/")
    tom.get_by_role("link", name="Countersign or send back").click()
    expect(tom.get_by_role("main")).to_contain_text("Plan: Children's services told today. Seen weekly")
    tom.get_by_role("radio", name="Countersign it").check()
    tom.get_by_role("button", name="Save").click()
    expect(strip(rob, KYLE, "risk/")).not_to_contain_text("Waits for a countersignature")
    expect(rob.get_by_role("main")).to_contain_text("Countersigned by Tom Fairley, 13 March 2026.")
    hannah.reload()
    expect(hannah.get_by_role("main")).to_contain_text("Answered by a review")

    closed_to(rob, hannah)
    helen = at_work.page("Helen Marsh", javascript=False)
    expect(strip(helen, PAUL)).to_contain_text("Medium")
    ian = at_work.page("Ian Garth", javascript=False)
    latest = strip(ian, SHANNON)  # J16-4
    expect(latest).to_contain_text("Risk information from HMP Aycliffe Moor is not available at the moment.")
    expect(latest).to_contain_text("Last known: Medium, 2 December 2025")
    assert "none" not in latest.inner_text().lower()


def closed_to(knows: Page, knows_nothing: Page) -> None:
    """The restricted person's risk and plan: who works with him off the list is told to ask, who does not finds nothing."""
    knows.goto(f"/people/{PAUL}/risk/")
    expect(knows.get_by_role("heading", level=1)).to_have_text("This person’s record is restricted")
    expect(knows.get_by_text("Whitfield")).to_have_count(0)
    for path in ("risk/", "plan/"):
        answer = knows_nothing.goto(f"/people/{PAUL}/{path}")
        assert answer is not None
        assert answer.status == 404
        expect(knows_nothing.get_by_text("Whitfield")).to_have_count(0)
