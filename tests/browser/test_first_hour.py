"""A new user's first hour: their own custody file, someone found by a misspelt name, the page read, work added (issue 2)."""

import csv
import io
import re
from typing import Any, ClassVar

import pytest
from playwright.sync_api import Page, expect

from desistance.demo.files import CUSTODY_COLUMNS, custody_to_try
from tests.browser.service import Service
from tests.browser.visiting import PHONE, Visitors, look_for

KYLE = "P-7K3M-Q2"
PARTS = ("Rows in the file", "Ready to load", "Held, to fix", "May already be known")
CONDITIONS = pytest.mark.parametrize(
    "javascript", [pytest.param(True, marks=pytest.mark.full), False], ids=["with-scripts", "without-scripts"]
)


class Sending:
    """A data officer with the custody file of the story: sent, and its page read, as often as a test needs."""

    FILE: ClassVar[Any] = {
        "name": "custody-2026-03-13.csv",
        "mimeType": "text/csv",
        "buffer": custody_to_try().encode(),
    }

    def __init__(self, page: Page, service: Service) -> None:
        self.page, self.service, self.main = page, service, page.get_by_role("main")

    def send(self) -> str:
        """Choose the file and have it checked; the address that this leads to."""
        self.page.goto("/data/imports/upload/")
        self.page.get_by_role("radio", name="Police custody").check()
        self.page.get_by_label("CSV file").set_input_files(self.FILE)
        self.page.get_by_role("button", name="Check this file").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.FILE["name"])
        return self.page.url

    def told(self, label: str) -> str:
        """A count of the page, by its label."""
        count = self.main.locator(".app-tally > div").filter(has=self.page.get_by_text(label, exact=True))
        return count.locator("dd").inner_text()

    def standing(self) -> list[tuple[Any, ...]]:
        """The arrests that stand, and the people who are on record."""
        return self.service.ask(
            "SELECT 'arrest', id FROM history_arrest WHERE withdrawn_at IS NULL "
            "UNION ALL SELECT 'person', id FROM people_person WHERE withdrawn_at IS NULL ORDER BY 1, 2"
        )


def test_a_custody_file_is_mended_compared_loaded_and_undone_without_a_script(
    at_work: Visitors, fresh: Service
) -> None:
    """J11 from its first step to its last, with a press on a link in place of every script."""
    dev = at_work.page("Dev Lall", javascript=False)
    sending, main = Sending(dev, fresh), dev.get_by_role("main")
    dev.goto("/data/imports/upload/")
    dev.get_by_role("button", name="Check this file").click()
    expect(main.get_by_role("alert")).to_contain_text("Select a CSV file")
    address, before = sending.send(), sending.standing()
    expect(main.get_by_role("status")).to_contain_text("You can leave this page and come back.")
    fresh.work()
    dev.goto(address)
    assert [sending.told(label) for label in PARTS] == ["214", "201", "8", "5"]
    expect(main).to_contain_text("201 + 8 + 5 = 214. Nothing has been loaded yet.")
    expect(main).to_contain_text("You can undo it until 27 March 2026")
    mend(dev, address)
    compare(dev, address)
    dev.goto(address)
    assert [sending.told(label) for label in (*PARTS[:3], "Skipped")] == ["214", "211", "2", "1"]
    dev.get_by_role("button", name="Load 211 rows").click()
    expect(main.get_by_role("status")).to_contain_text("Loading 0 of 211")
    fresh.work()
    dev.get_by_role("link", name="Refresh this page").click()
    assert sending.told("Loaded") == "211"
    loaded = sending.standing()
    assert (
        len([one for one in loaded if one[0] == "arrest"]) == len([one for one in before if one[0] == "arrest"]) + 211
    )
    assert sending.send() == address
    expect(main).to_contain_text("Nothing has been changed")
    assert sending.standing() == loaded
    expect(main).to_contain_text("Offered until 27 March unless used.")
    main.get_by_role("link", name="Undo this import").click()
    expect(main).to_contain_text("Arrests: 211 entries are taken back.")
    main.get_by_role("button", name="Undo this import").click()
    fresh.work()
    dev.goto(address)
    expect(main).to_contain_text("Everything that this file added was taken back on 13 March 2026.")
    assert sending.standing() == before


def mend(dev: Page, address: str) -> None:
    """Take the bad rows out as a file; repair two dates with one press and four rows by hand; skip the repeat."""
    main = dev.get_by_role("main")
    link = main.get_by_role("link", name="Download 8 rows with reasons (CSV)").get_attribute("href")
    heading, *rows = csv.reader(io.StringIO(dev.context.request.get(str(link)).text().lstrip("\ufeff")))
    assert heading[: len(CUSTODY_COLUMNS)] == CUSTODY_COLUMNS
    assert heading[-1].lower() == "what is wrong"
    assert [bool(row[-1]) for row in rows] == [True] * 8
    main.get_by_role("link", name="See all 13 rows that wait").click()
    main.get_by_role("button", name="Use for both rows").first.click()
    expect(main).to_contain_text("2 rows changed.")
    for line, cell in {49: "3/11/1997", 106: "Ward", 135: "Ward", 163: "TH68010"}.items():
        dev.goto(f"{address}rows/{line}/fix/")
        main.get_by_role("textbox").fill(cell)
        main.get_by_role("button", name="Save and read the row again").click()
        expect(main).to_contain_text(f"Row {line} is put right.")
    dev.goto(f"{address}rows/201/skip/")
    main.get_by_role("button", name="Leave this row out").click()
    expect(main.get_by_role("alert")).to_contain_text("Enter why you are leaving this row out")
    main.get_by_label("Why?").fill("The suite sent it twice")
    main.get_by_role("button", name="Leave this row out").click()
    expect(main).to_contain_text("Row 201 is left out.")
    expect(main).to_contain_text("unknown?")


def compare(dev: Page, address: str) -> None:
    """Decide on the five: three are on record, a twin gave her sister's number, and one number must be asked about."""
    main = dev.get_by_role("main")
    dev.goto(address)
    main.get_by_role("link", name="Compare 5 people").click()
    for choice, reason in (
        ("Same person", ""),
        ("Same person", ""),
        ("Same person", ""),
        ("Different people", "Louise and Leanne are twins"),
        ("Not sure", "Whose number is it?"),
    ):
        main.get_by_role("link", name="Compare").first.click()
        expect(main.get_by_role("table")).to_contain_text("How they compare")
        if choice == "Not sure":
            expect(main.get_by_role("table")).to_contain_text(
                re.compile("Durham Probation.*Bede Homes.*counts a lot", re.DOTALL)
            )
        main.get_by_role("radio", name=choice).check(force=True)
        main.get_by_label("How do you know").fill(reason)
        main.get_by_role("button", name="Save decision").click()
    expect(main).to_contain_text("Row 190 is held.")
    assert main.get_by_role("link", name="Compare").count() == 0


@pytest.mark.full
def test_a_file_that_is_being_loaded_tells_how_far_it_is_without_a_press(at_work: Visitors, fresh: Service) -> None:
    dev = at_work.page("Dev Lall")
    sending, main = Sending(dev, fresh), dev.get_by_role("main")
    sending.send()
    expect(main.get_by_role("status")).to_contain_text("Checking: 0 rows so far")
    fresh.work()
    expect(main).to_contain_text("201 + 8 + 5 = 214")
    expect(main.get_by_role("status")).to_have_count(0)


@CONDITIONS
def test_someone_is_found_by_a_misspelt_name_and_their_page_tells_who_works_with_them(
    looking_round: Visitors, javascript: bool
) -> None:
    alison = looking_round.page("Alison Nixon", javascript=javascript, size=PHONE)
    look_for(alison, "kile ashcrofd")
    alison.get_by_role("main").get_by_role("link", name="Ashcroft, Kyle").first.click()
    expect(alison.get_by_role("heading", level=1, name="Kyle Ashcroft")).to_be_visible()
    main = alison.get_by_role("main")
    for agency in ("Durham Probation", "Durham Police", "Bede Homes", "Jobcentre", "Wear Recovery"):
        expect(main).to_contain_text(agency)
    alison.goto(f"/people/{KYLE}/details/")
    expect(main).to_contain_text(re.compile(r"Kyle Ashcroft-Reid.*Bede Homes", re.DOTALL))
    expect(main).to_contain_text(re.compile(r"14 Bede Street.*Durham Probation.*last said", re.DOTALL))


@CONDITIONS
def test_an_agency_adds_its_work_to_someone_another_agency_holds(at_work: Visitors, javascript: bool) -> None:
    rob = at_work.page("Rob Teasdale", javascript=javascript)
    look_for(rob, "imran azis")
    row = rob.get_by_role("main").get_by_role("link", name="Aziz, Imran").first
    row.click()
    expect(rob.get_by_role("heading", level=1)).to_have_text("Imran Aziz")
    expect(rob.get_by_role("main")).to_contain_text("Held by Durham Probation")
    expect(rob.get_by_role("main")).not_to_contain_text("Escomb Road")
    rob.get_by_role("link", name="Start your agency’s work").or_(
        rob.get_by_role("button", name="Start your agency’s work")
    ).click()
    rob.get_by_role("radio", name="Police offender management").check()
    rob.get_by_role("radio", name=re.compile("Preventing and detecting crime")).check()
    rob.get_by_label("Lead worker").select_option(label=_option(rob, "Lead worker", "Rob Teasdale"))
    rob.get_by_role("button", name="Start work").click()
    expect(rob.get_by_role("heading", level=1, name="Imran Aziz")).to_be_visible()
    expect(rob.get_by_role("main")).to_contain_text("Rob Teasdale")
    alison = at_work.page("Alison Nixon", javascript=javascript)
    alison.goto("/home/")
    expect(alison.get_by_role("main")).to_contain_text("Durham Police has started work")


def _option(page: Page, label: str, words: str) -> str:
    options = page.get_by_label(label).locator("option").all_inner_texts()
    return next(option for option in options if words in option)


@CONDITIONS
def test_consent_opens_entries_and_its_withdrawal_says_first_what_it_changes(
    at_work: Visitors, javascript: bool
) -> None:
    nia = at_work.page("Nia Bowen", javascript=javascript)
    alison = at_work.page("Alison Nixon", javascript=javascript)
    stub = alison.get_by_role("main").get_by_text("about health is not shared")
    alison.goto(f"/people/{KYLE}/timeline/")
    expect(stub).to_have_count(1)
    nia.goto(f"/people/{KYLE}/sharing/")
    nia.get_by_role("link", name="Record consent").click()
    nia.get_by_label("Agency").or_(nia.get_by_role("combobox").first).first.select_option(label="Durham Probation")
    for group in nia.get_by_role("main").get_by_role("group").all():
        if not group.get_by_role("radio", checked=True).count():
            group.get_by_role("radio").first.check()
    nia.get_by_role("main").get_by_role("textbox").first.fill("He said so at the desk")
    nia.get_by_role("button", name="Record consent").click()
    expect(nia.get_by_text("Consent recorded.")).to_be_visible()
    alison.goto(f"/people/{KYLE}/timeline/")
    expect(stub).to_have_count(0)
    expect(alison.get_by_role("main")).to_contain_text("Wear Recovery")
    nia.goto(f"/people/{KYLE}/sharing/")
    nia.get_by_role("link", name="Withdraw consent").click()
    expect(nia.get_by_role("heading", name="What happens")).to_be_visible()
    expect(nia.get_by_role("main")).to_contain_text("Durham Probation")
    nia.get_by_role("button", name="Withdraw consent").click()
    expect(nia.get_by_text("Consent withdrawn.")).to_be_visible()
    alison.goto(f"/people/{KYLE}/timeline/")
    expect(stub).to_have_count(1)


@CONDITIONS
def test_nobody_is_added_before_they_are_looked_for(at_work: Visitors, fresh: Service, javascript: bool) -> None:
    alison = at_work.page("Alison Nixon", javascript=javascript)
    alison.goto("/people/new/")
    alison.get_by_role("textbox", name=re.compile("First|Given", re.IGNORECASE)).fill("Bronagh")
    alison.get_by_role("textbox", name=re.compile("Family|Last", re.IGNORECASE)).fill("O")
    alison.get_by_role("button", name="Look for them").click()
    assert "bronagh" not in alison.url.lower()
    alison.get_by_role("button", name="ontinue").or_(alison.get_by_role("link", name="ontinue")).first.click()
    alison.get_by_role("radio", name=re.compile("supervision", re.IGNORECASE)).first.check()
    alison.get_by_role("radio", name=re.compile("Order or licence")).check()
    alison.get_by_role("button", name="Add person").dblclick()
    expect(alison.get_by_text("Person added.")).to_be_visible()
    assert fresh.ask("SELECT count(*) FROM people_name WHERE given = 'Bronagh'") == [(1,)]
