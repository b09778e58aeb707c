"""Signing in and out, and what a browser keeps of it."""

import re

from playwright.sync_api import expect

from tests.browser.visiting import EMAILS, Visitors, sign_in


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(at_work: Visitors) -> None:
    page = at_work.page()
    said = []
    for email in (EMAILS["Alison Nixon"], "nobody.known@probation.example"):
        sign_in(page, email, "not the password")
        said.append(page.get_by_role("alert").inner_text())
        expect(page.get_by_label("Email address")).to_have_value(email)
        expect(page.get_by_label("Password", exact=True)).to_have_value("")
        assert page.title().startswith("Error: ")
    assert said[0] == said[1]
    assert "wrong" in said[0]


def test_the_eleventh_wrong_try_is_told_when_to_try_again(at_work: Visitors) -> None:
    page = at_work.page(javascript=False)
    for _ in range(11):
        sign_in(page, EMAILS["Rob Teasdale"], "not the password")
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"try again in \d+ minutes?, at \d"))
    sign_in(page, EMAILS["Rob Teasdale"])
    expect(page.get_by_role("alert")).to_contain_text("too many wrong tries")
    sign_in(page, EMAILS["Alison Nixon"])
    assert page.url.endswith("/home/")


def test_after_signing_out_nothing_of_anybody_is_left_in_the_browser(at_work: Visitors) -> None:
    page = at_work.page("Alison Nixon", anew=True)
    page.goto("/people/P-7K3M-Q2/sharing/consents/new/")
    page.get_by_role("main").get_by_role("textbox").first.fill("Kyle Ashcroft said so on 13 March 2026")
    assert page.evaluate("JSON.stringify({...sessionStorage})") != "{}"
    page.goto("/sign-out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You have signed out.")).to_be_visible()
    assert page.evaluate("[JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})]") == ["{}", "{}"]
    page.go_back()
    page.go_back()
    expect(page.get_by_text("Ashcroft")).to_have_count(0)
    page.goto("/people/P-7K3M-Q2/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
