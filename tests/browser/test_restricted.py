"""A restricted record: who learns that it is there, asking for it, opening it in an emergency, and what follows (J14)."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from desistance.demo.partnership import PASSWORD, STAFF
from tests.browser.service import Service
from tests.browser.visiting import PHONE, Visitors, look_for

PAUL = "P-5XLP-T2"
NOBODY = "P-0000-00"
SUBPAGES = ("", "timeline/", "involved/", "details/", "sharing/", "request-access/", "emergency-access/", "access-log/")
REASON = "He rang to say that he will hurt himself tonight"


def opened(page: Page) -> None:
    """The record is open: its banner names him."""
    expect(page.get_by_role("heading", level=1, name="Paul Whitfield")).to_be_visible()


def closed(page: Page) -> None:
    """The record is closed, and nothing on the page names him."""
    expect(page.get_by_role("heading", level=1)).to_have_text("This person’s record is restricted")
    expect(page.get_by_text("Whitfield")).to_have_count(0)


def start_emergency(page: Page, reason: str = REASON) -> None:
    """Fill in the emergency form and send it."""
    page.goto(f"/people/{PAUL}/request-access/")
    page.get_by_role("link", name="Start emergency access").or_(
        page.get_by_role("button", name="Start emergency access")
    ).click()
    page.get_by_role("radio").first.check()
    page.get_by_label("Why do you need to see this record now?").fill(reason)
    page.get_by_role("checkbox", name="I know that the team that holds this record").check()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Open the record for 1 hour").click()


@pytest.mark.parametrize(
    "javascript", [pytest.param(True, marks=pytest.mark.full), False], ids=["with-scripts", "without-scripts"]
)
def test_access_is_asked_for_and_given_until_a_date(at_work: Visitors, javascript: bool) -> None:
    nadia = at_work.page("Nadia Rahman", javascript=javascript)
    look_for(nadia, "Whitfield")
    found = nadia.get_by_role("main")
    expect(found).to_contain_text("Restricted person")
    expect(found).not_to_contain_text("Paul")
    expect(found).not_to_contain_text("1979")
    found.get_by_role("link", name=PAUL).or_(found.get_by_role("link", name="Restricted person")).first.click()
    closed(nadia)
    expect(nadia.get_by_text("0191 496 0210")).to_be_visible()

    nadia.get_by_label("Why do you need it?").fill("His deferred charge is reviewed next week")
    nadia.get_by_role("radio", name="7 days").check()
    nadia.get_by_role("button", name="Send request").click()
    expect(nadia.get_by_text("Request sent.")).to_be_visible()

    helen = at_work.page("Helen Marsh", javascript=javascript)
    helen.goto("/home/")
    helen.get_by_role("main").get_by_role("link", name="Paul Whitfield").or_(
        helen.get_by_role("main").get_by_role("link", name=PAUL)
    ).first.wait_for()
    helen.goto("/requests/")
    helen.get_by_role("link", name="Nadia Rahman").click()
    helen.get_by_role("radio", name="Give access", exact=True).check()
    helen.get_by_role("button", name="Send answer").click()
    expect(helen.get_by_text("Access given.")).to_be_visible()

    nadia.goto(f"/people/{PAUL}/")
    opened(nadia)
    nadia.goto("/requests/")
    expect(nadia.get_by_text("Given until")).to_be_visible()
    expect(nadia.get_by_role("main")).to_contain_text("20 March 2026")


def test_a_request_that_is_refused_says_why_and_opens_nothing(at_work: Visitors) -> None:
    nadia = at_work.page("Nadia Rahman")
    nadia.goto(f"/people/{PAUL}/request-access/")
    nadia.get_by_label("Why do you need it?").fill("too short")
    nadia.get_by_role("button", name="Send request").click()
    expect(nadia.get_by_role("alert")).to_contain_text("20")
    expect(nadia.get_by_label("Why do you need it?")).to_have_value("too short")
    nadia.get_by_label("Why do you need it?").fill("I want to know how he is getting on")
    nadia.get_by_role("button", name="Send request").click()

    helen = at_work.page("Helen Marsh")
    helen.goto("/requests/")
    helen.get_by_role("link", name="Nadia Rahman").click()
    helen.get_by_role("radio", name="Do not give access").check()
    helen.get_by_role("button", name="Send answer").click()
    expect(helen.get_by_role("alert")).to_be_visible()
    helen.get_by_label("What the worker should know").fill("Ring me first: 0191 496 0210")
    helen.get_by_role("button", name="Send answer").click()
    expect(helen.get_by_text("No access was given.")).to_be_visible()
    nadia.goto("/requests/")
    expect(nadia.get_by_text("Ring me first")).to_be_visible()
    nadia.goto(f"/people/{PAUL}/")
    closed(nadia)


def test_an_emergency_opens_the_record_for_an_hour_and_everyone_is_told(at_work: Visitors, fresh: Service) -> None:
    nadia = at_work.page("Nadia Rahman")
    start_emergency(nadia, reason="He is unwell")
    alert = nadia.get_by_role("alert")
    expect(alert).to_contain_text("20")
    expect(nadia.get_by_label("Why do you need to see this record now?")).to_have_value("He is unwell")
    nadia.get_by_label("Why do you need to see this record now?").fill(REASON)
    nadia.get_by_label("Your password").fill("not my password")
    nadia.get_by_role("button", name="Open the record for 1 hour").click()
    expect(alert).to_contain_text("password is not right")
    nadia.get_by_label("Your password").fill(PASSWORD)
    nadia.get_by_role("button", name="Open the record for 1 hour").click()
    opened(nadia)
    bar = nadia.get_by_role("region", name="Emergency access")
    expect(bar).to_contain_text("Emergency access until 4:4")
    nadia.goto(f"/people/{PAUL}/involved/")
    expect(bar).to_be_visible()

    helen = at_work.page("Helen Marsh")
    helen.goto("/home/")
    expect(helen.get_by_role("main")).to_contain_text("mergency")
    grace = at_work.page("Grace Amadi")
    grace.goto("/home/")
    expect(grace.get_by_role("main")).to_contain_text("mergency")

    nadia.goto(f"/people/{PAUL}/")
    bar.get_by_role("link", name="Renew").click()
    expect(nadia.get_by_role("heading", name="Renew emergency access")).to_be_visible()
    nadia.get_by_role("radio").first.check()
    nadia.get_by_label("Why do you need to see this record now?").fill(
        "The ambulance has not come yet, we still search"
    )
    nadia.get_by_role("checkbox", name="I know that the team").check()
    nadia.get_by_label("Your password").fill(PASSWORD)
    nadia.get_by_role("button", name="Open the record for another 1 hour").click()
    opened(nadia)
    bar.get_by_role("button", name="End now").click()
    expect(nadia.get_by_text("Emergency access ended.")).to_be_visible()
    closed(nadia)
    expect(nadia.get_by_text("Emergency access until")).to_have_count(0)

    grace.goto("/governance/emergency-access/")
    expect(grace.get_by_role("link", name="Nadia Rahman")).to_have_count(2)
    grace.get_by_role("link", name="Nadia Rahman").first.click()
    expect(grace.get_by_role("main")).to_contain_text(REASON)
    expect(grace.get_by_role("main")).to_contain_text("Who is involved")
    grace.get_by_role("radio", name="Not justified").check()
    grace.get_by_role("button", name="Save decision").click()
    expect(grace.get_by_role("alert")).to_be_visible()
    grace.get_by_label("What the worker should know").fill("The duty manager could have been rung first")
    grace.get_by_role("button", name="Save decision").click()
    expect(grace.get_by_text("Decision saved.")).to_be_visible()
    nadia.goto("/requests/")
    expect(nadia.get_by_text("The duty manager could have been rung first")).to_be_visible()


@pytest.mark.full
def test_past_its_end_there_is_no_bar_and_no_record(at_work: Visitors, fresh: Service) -> None:
    nadia = at_work.page("Nadia Rahman", javascript=False, size=PHONE)
    start_emergency(nadia)
    opened(nadia)
    fresh.start(later=timedelta(minutes=75))
    nadia.goto("/home/")
    expect(nadia.get_by_text("Emergency access until")).to_have_count(0)
    nadia.goto(f"/people/{PAUL}/involved/")
    closed(nadia)
    expect(nadia.get_by_text("Emergency access until")).to_have_count(0)


def test_an_excluded_worker_finds_nothing_and_every_address_is_one_that_is_not_there(looking_round: Visitors) -> None:
    sam = looking_round.page("Sam Okafor")
    look_for(sam, "Whitfield")
    main = sam.get_by_role("main")
    expect(main).not_to_contain_text("Restricted")
    expect(main).not_to_contain_text(PAUL)
    for path in SUBPAGES:
        hidden, missing = (sam.request.get(f"/people/{reference}/{path}") for reference in (PAUL, NOBODY))
        assert hidden.status == missing.status == 404
        assert _told(hidden.text(), PAUL) == _told(missing.text(), NOBODY), path


def _told(page: str, reference: str) -> list[str]:
    return [line for line in page.replace(reference, "?").splitlines() if "csrfmiddlewaretoken" not in line]


@pytest.mark.parametrize("worker", ["Ana Petrova", "Bea Charlton", "Adam Sykes"])
def test_roles_that_work_with_no_one_learn_nothing_of_anyone(looking_round: Visitors, worker: str) -> None:
    page = looking_round.page(worker)
    page.goto("/home/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.request.get("/search/").status == 403
    for reference in (PAUL, "P-7K3M-Q2", NOBODY):
        assert {page.request.get(f"/people/{reference}/{path}").status for path in ("", "involved/", "details/")} == {
            404
        }
    expect(page.get_by_role("searchbox")).to_have_count(0)


SEES = {"Helen Marsh"}
KNOWS = {"Nadia Rahman", "Rob Teasdale", "Carl Weatherill"}  # of the agency that works with him, in roles that may find


@pytest.mark.full
def test_each_role_meets_the_restricted_record_as_the_policy_says(at_work: Visitors) -> None:
    met = {}
    for worker in STAFF:
        page = at_work.page(worker.name, javascript=False)
        answer = page.request.get(f"/people/{PAUL}/")
        met[worker.name] = (answer.status, answer.url.endswith("/request-access/"), "Whitfield" in answer.text())
        page.context.close()
    others = {worker.name for worker in STAFF} - SEES - KNOWS
    assert met == {
        **dict.fromkeys(SEES, (200, False, True)),
        **dict.fromkeys(KNOWS, (200, True, False)),
        **dict.fromkeys(others, (404, False, False)),
    }
