"""A new user's first hour: their own custody file, someone found by a misspelt name, the page read, work added (issue 2)."""

import re

import pytest
from playwright.sync_api import Page, expect

from desistance.demo.files import custody_to_try
from tests.browser.service import Service
from tests.browser.visiting import PHONE, Visitors, look_for

KYLE = "P-7K3M-Q2"
CONDITIONS = pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without-scripts"])


def counts(page: Page) -> str:
    return " ".join(page.get_by_role("main").inner_text().split())


@CONDITIONS
def test_a_file_of_214_rows_is_checked_loaded_and_sent_again_without_change(
    at_work: Visitors, fresh: Service, javascript: bool
) -> None:
    dev = at_work.page("Dev Lall", javascript=javascript)
    file = {"name": "custody-2026-03-13.csv", "mimeType": "text/csv", "buffer": custody_to_try().encode()}

    def send() -> None:
        dev.goto("/data/imports/upload/")
        dev.get_by_label("CSV file").set_input_files(file)
        dev.get_by_role("button", name="Check this file").click()

    send()
    expect(dev.get_by_role("heading", level=1)).to_have_text("custody-2026-03-13.csv")
    address = dev.url
    fresh.work()
    dev.goto(address)
    told = counts(dev)
    for number in ("214", "201", "8", "5"):
        assert re.search(rf"\b{number}\b", told), told
    assert "5 rows look like people in this service" in told
    before = fresh.ask("SELECT count(*) FROM history_arrest")[0][0]
    dev.get_by_role("button", name="Load 201 rows").or_(
        dev.get_by_role("button", name=re.compile("Load"))
    ).first.click()
    fresh.work()
    assert fresh.ask("SELECT count(*) FROM history_arrest")[0][0] == before + 201
    dev.goto(f"{address}rows/")
    expect(dev.get_by_role("main")).to_contain_text("02/28/1996")
    send()
    expect(dev.get_by_role("main")).to_contain_text("Nothing has been changed")
    assert dev.url == address
    fresh.work()
    assert fresh.ask("SELECT count(*) FROM history_arrest")[0][0] == before + 201


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
    rob.get_by_role("radio", name=re.compile("offender management", re.IGNORECASE)).check()
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
