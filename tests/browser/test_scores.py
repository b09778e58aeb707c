"""Scores as a practitioner works them out: someone with a history, someone with none, and a score of another system beside."""

from playwright.sync_api import expect

from tests.browser.visiting import PHONE, Visitors

KYLE, MAREK = "P-7K3M-Q2", "P-6DWF-K9"


def test_a_score_from_the_record_with_its_gaps_then_recorded_then_one_from_outside_beside_it(at_work: Visitors) -> None:
    page = at_work.page("Alison Nixon")
    main = page.get_by_role("main")
    page.goto(f"/people/{KYLE}/risk/")
    main.get_by_role("link", name="Reoffending predictors").click()
    main.get_by_role("link", name="Work out a score").click()
    main.get_by_role("link", name="Violent Reoffending Predictor (VRP)", exact=True).click()
    record = main.get_by_role("region", name="What the record answers")
    expect(record).to_contain_text("24 June 1998")
    expect(record).to_contain_text("Durham Police, from its code TH68036")
    expect(main).to_contain_text("Answered on 20 January 2026. Check that it still holds.")
    page.get_by_label("Temper control").select_option(label="Some problems")
    page.get_by_role("button", name="Work it out").click()
    result = main.get_by_role("region", name="What it comes to")
    expect(result).to_contain_text("Of 1,000 people with the same answers, about")
    expect(result).to_contain_text("Nothing is recorded yet.")
    expect(main.get_by_role("region", name="What would change it")).to_contain_text("12 more months without an offence")
    page.get_by_label("What do you judge yourself?").select_option(label="Higher than the score")
    page.get_by_role("button", name="Record this score").click()
    expect(page.get_by_label("If you judge it differently, why?")).to_be_visible()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter why you judge it differently")
    page.get_by_label("If you judge it differently, why?").fill("Threats to a neighbour that led to no arrest")
    page.get_by_role("button", name="Work it out").click()
    page.get_by_role("button", name="Record this score").click()
    expect(main).to_contain_text("Judged beside it: Higher than the score: Threats to a neighbour")
    main.get_by_role("link", name="Record a score from outside").click()
    page.get_by_label("Which score is it?").select_option(label="OASys Violence Predictor (OVP), legacy (2009 to 2026)")
    page.get_by_label("Which system worked it out?").fill("OASys")
    for name, value in (("Day", "2"), ("Month", "2"), ("Year", "2026")):
        page.get_by_label(name, exact=True).fill(value)
    page.get_by_label("Percentage", exact=True).fill("31")
    page.get_by_role("button", name="Record score").click()
    newest = main.get_by_role("region", name="Newest of each score")
    expect(newest).to_contain_text("Worked out by OASys")
    expect(newest).to_contain_text("Violent Reoffending Predictor (VRP)")
    expect(newest).to_contain_text("OASys Violence Predictor (OVP)")


def test_someone_with_no_history_has_no_score_and_the_page_says_what_is_missing(at_work: Visitors) -> None:
    page = at_work.page("Alison Nixon", size=PHONE, javascript=False)
    page.goto(f"/people/{MAREK}/risk/scores/new/?predictor=2026-ARP")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Not on record: date of the current conviction, age at the first sanction")
    page.get_by_role("button", name="Work it out").click()
    expect(main.get_by_role("region", name="What it comes to")).to_contain_text("This score cannot be worked out.")
    assert page.get_by_role("button", name="Record this score").count() == 0
