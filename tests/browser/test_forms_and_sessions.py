"""Bad moments: someone else saved first, a button pressed twice, a session that ends in mid-form, two posts."""

import re

import pytest
from playwright.sync_api import expect

from desistance.demo.partnership import PASSWORD
from tests.browser import lenses
from tests.browser.service import Service
from tests.browser.visiting import EMAILS, Visitors, sign_in

KYLE = "P-7K3M-Q2"
CONDITIONS = pytest.mark.parametrize(
    "javascript", [pytest.param(True, marks=pytest.mark.full), False], ids=["with-scripts", "without-scripts"]
)


@CONDITIONS
def test_who_saves_second_sees_both_versions_and_loses_nothing(
    at_work: Visitors, fresh: Service, javascript: bool
) -> None:
    work = fresh.ask(
        "SELECT i.id FROM access_involvement i JOIN people_person p ON p.id = i.person_id "
        "WHERE p.reference = %s AND i.kind = 'supervision'",
        [KYLE],
    )[0][0]
    alison, tom = (at_work.page(name, javascript=javascript) for name in ("Alison Nixon", "Tom Fairley"))
    for page in (alison, tom):
        page.goto(f"/people/{KYLE}/involved/{work}/lead/")
    save = re.compile("Save|Change|Give")
    tom.get_by_label("Lead worker").select_option(label="Tom Fairley, Team manager, Bishop Auckland")
    tom.get_by_role("main").get_by_role("button", name=save).click()
    expect(tom.get_by_role("region", name="Success")).to_be_visible()
    alison.get_by_label("Lead worker").select_option(label="Sam Okafor, Probation practitioner, Durham City")
    alison.get_by_role("main").get_by_role("button", name=save).click()
    expect(alison.get_by_role("main")).to_contain_text("You have not lost anything.")
    expect(alison.get_by_role("alert").first).to_contain_text("Both versions are below")
    assert alison.title().startswith("Error: ")
    expect(alison.get_by_label("Lead worker")).not_to_have_value("")
    if javascript:
        assert lenses.axe(alison) == []
    alison.get_by_role("main").get_by_role("button", name=save).click()
    expect(alison.get_by_role("region", name="Success")).to_be_visible()


@CONDITIONS
def test_a_button_pressed_twice_makes_one_record(at_work: Visitors, fresh: Service, javascript: bool) -> None:
    alison = at_work.page("Alison Nixon", javascript=javascript)
    alison.goto(f"/people/{KYLE}/details/name/new/")
    alison.get_by_role("radio").first.check()
    alison.get_by_role("main").get_by_role("textbox").first.fill("Kylie")
    alison.get_by_role("main").get_by_role("textbox").nth(1).fill("Ashworth")
    alison.get_by_role("button", name="Save").dblclick()
    alison.wait_for_url("**/details/")
    assert fresh.ask("SELECT count(*) FROM people_name WHERE given = 'Kylie'") == [(1,)]


@CONDITIONS
def test_a_session_that_ends_in_mid_form_keeps_what_was_typed(
    at_work: Visitors, fresh: Service, javascript: bool
) -> None:
    nadia = at_work.page("Nadia Rahman", javascript=javascript)
    nadia.goto("/people/P-5XLP-T2/request-access/")
    nadia.get_by_label("Why do you need it?").fill("His deferred charge is reviewed next week")
    fresh.grow_sessions_older(last_seen=31 * 60)
    nadia.get_by_role("button", name="Send request").click()
    expect(nadia.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(nadia.get_by_text("You were signed out.")).to_be_visible()
    nadia.get_by_label("Email address").fill(EMAILS["Nadia Rahman"])
    nadia.get_by_label("Password", exact=True).fill(PASSWORD)
    nadia.get_by_role("button", name="Continue").click()
    expect(nadia.get_by_role("heading", level=1)).to_have_text("What you typed is kept")
    expect(nadia.get_by_text("His deferred charge is reviewed next week")).to_be_visible()
    if javascript:
        assert [*lenses.axe(nadia), *lenses.sideways(nadia), *lenses.keyboard(nadia), *lenses.titled(nadia)] == []
    nadia.get_by_role("button", name="Send it now").click()
    expect(nadia.get_by_text("Request sent.")).to_be_visible()
    assert fresh.ask("SELECT count(*) FROM access_accessrequest") == [(1,)]


def test_what_was_typed_is_shown_to_nobody_else(at_work: Visitors, fresh: Service) -> None:
    page = at_work.page("Nadia Rahman")
    page.goto("/people/P-5XLP-T2/request-access/")
    page.get_by_label("Why do you need it?").fill("His deferred charge is reviewed next week")
    fresh.grow_sessions_older(last_seen=31 * 60)
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in(page, EMAILS["Alison Nixon"])
    page.goto("/account/kept/")
    expect(page.get_by_text("deferred charge")).to_have_count(0)


def test_whoever_holds_two_posts_chooses_for_whom_they_act(looking_round: Visitors) -> None:
    nia = looking_round.page("Nia Bowen", anew=True)
    nia.goto("/home/")
    header = nia.get_by_role("banner")
    expect(header).to_contain_text("Acting for Wear Recovery")
    header.get_by_role("link", name="Wear Recovery").first.click()
    nia.get_by_role("radio", name=re.compile("Durham Probation")).check()
    nia.get_by_role("button", name="Continue").click()
    nia.goto("/home/")
    expect(header).to_contain_text("Acting for Durham Probation")


def test_an_impossible_date_and_a_wrong_check_letter_are_told_beside_their_fields(looking_round: Visitors) -> None:
    alison = looking_round.page("Alison Nixon")
    alison.goto("/people/new/")
    for part, value in (("Day", "31"), ("Month", "2"), ("Year", "1990")):
        alison.get_by_label(part, exact=True).fill(value)
    alison.get_by_role("button", name="Look for them").click()
    expect(alison.get_by_role("alert")).to_contain_text(re.compile("real date", re.IGNORECASE))
    expect(alison.get_by_label("Day", exact=True)).to_have_value("31")
    assert lenses.error_summary(alison) == []
