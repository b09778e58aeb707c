"""A way through the IOM cohort (J2): nominated with what is not known, selected by a meeting, adopted, rated, proposed to leave."""

import re

from playwright.sync_api import Page, expect

from tests.browser.service import Service
from tests.browser.visiting import Visitors

DEAN = "P-9HXC-B3"
COHORT = """SELECT n.given, p.reference, c.id FROM schemes_schemecase c JOIN people_person p ON p.id = c.person_id
JOIN people_name n ON n.person_id = p.id WHERE c.scheme = 'iom' AND c.closed_at IS NULL"""


def test_from_a_nomination_to_the_board_and_the_way_out(at_work: Visitors, fresh: Service) -> None:
    """Rob nominates Dean, the conference selects him, Rob manages him, Red asks for an owner, and leaving for its criteria."""
    [(meeting,)] = fresh.ask("SELECT max(id) FROM coordination_meeting")
    rob = at_work.page("Rob Teasdale")
    rob.goto(f"/people/{DEAN}/iom/nominate/")
    _nominate(rob)
    case = re.search(r"/iom/(\d+)/", rob.url)
    assert case is not None
    here = f"/people/{DEAN}/iom/{case[1]}/"
    listed = _listed(rob, fresh)
    _meet(rob, meeting, listed, "Select, Flex")
    _act(rob, here, "Select, Flex")
    expect(rob.get_by_text("Selected for IOM (Flex)")).to_be_visible()
    rob.get_by_role("link", name="Name a manager").click()
    rob.get_by_role("button", name="Save manager").click()
    _rate_and_leave(rob, here)
    rob.goto("/iom/?view=shared")
    expect(rob.get_by_role("rowheader", name=re.compile("Hartley, Dean"))).to_contain_text("Flex")
    assert not re.search(r"P-\w{4}-\w{2}", rob.locator("body").inner_text())
    rob.set_viewport_size({"width": 320, "height": 800})
    assert rob.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expect(rob.locator("td").get_by_text("Red", exact=True).first).to_be_visible()


def test_a_deselection_by_the_panel_and_a_transfer_that_somebody_accepts(at_work: Visitors, fresh: Service) -> None:
    """Rob proposes that Jodie leaves and the conference decides; he asks Cleveland to take Tomasz, and Lorna names herself."""
    cases = {given: (reference, case) for given, reference, case in fresh.ask(COHORT)}
    [(meeting,)] = fresh.ask("SELECT max(id) FROM coordination_meeting")
    rob = at_work.page("Rob Teasdale")
    main, here = rob.get_by_role("main"), "/people/{}/iom/{}/".format(*cases["Jodie"])
    rob.goto(f"{here}leaving/")
    rob.get_by_role("radio").first.check()
    rob.get_by_label("Reason", exact=True).fill("Works, and no new offence")
    rob.get_by_label("Exit plan: who goes on with what?").fill("Probation goes on with supervision")
    rob.get_by_role("button", name="Send to the panel").click()
    expect(main).to_contain_text("Deselection proposed")
    _meet(rob, meeting, _listed(rob, fresh), "Deselect")
    _act(rob, here, "Deselect")
    expect(main).to_contain_text("Deselected")
    there = "/people/{}/iom/{}/".format(*cases["Tomasz"])
    rob.goto(f"{there}transfer/")
    rob.get_by_label("Whom do you ask?").select_option(label="Cleveland Police")
    rob.get_by_label("What do you ask, and why?").fill("He moves to Hartlepool on Monday")
    rob.get_by_role("button", name="Ask").click()
    lorna = at_work.page("Lorna Beck")
    lorna.goto("/home/")
    asked = lorna.get_by_role("main")
    expect(asked).to_contain_text("Asked to take over an IOM case.")
    assert "Tomasz" not in asked.inner_text(), "until she accepts she knows that somebody is there, and no name"
    asked.get_by_role("link", name=re.compile("Answer")).first.click()
    lorna.get_by_role("radio", name="Yes").check()
    manager = lorna.get_by_label("Who manages them in your area?")
    manager.select_option(manager.locator("option", has_text="Lorna Beck").get_attribute("value"))
    lorna.get_by_label("Your answer").fill("Yes, from Monday")
    asked.get_by_role("button").last.click()
    expect(asked).to_contain_text("Tomasz")
    rob.goto(there)
    expect(main).to_contain_text("Cleveland Police")


def _nominate(rob: Page) -> None:
    rob.get_by_role("radio", name="Partly").check()
    rob.get_by_role("button", name="Nominate").click()
    expect(rob.get_by_role("alert")).to_contain_text("Say why you nominate this person")
    rob.get_by_label("Why do you nominate this person?").fill("Threatened staff again, and takes from cars")
    rob.get_by_role("button", name="Nominate").click()
    expect(rob.get_by_text("Waiting for the panel").first).to_be_visible()
    expect(rob.get_by_role("main")).to_contain_text(re.compile(r"Score \d+ \(could be -?\d+ to \d+\)"))


def _listed(rob: Page, fresh: Service) -> int:
    """The case that is open goes on the agenda of the conference."""
    rob.get_by_role("link", name="Put it on an agenda").click()
    rob.get_by_role("radio", name=re.compile("IOM conference")).check()
    rob.get_by_role("button", name="Put it on the agenda").click()
    expect(rob.get_by_role("main")).to_contain_text("IOM conference, County Durham, 17 Mar 2026, 10am")
    [(listed,)] = fresh.ask("SELECT max(id) FROM coordination_meetingcase")
    return int(listed)


def _act(rob: Page, here: str, decision: str) -> None:
    """Rob carries out what the conference decided, with a day by which the person is told."""
    rob.goto(f"{here}panel/")
    rob.get_by_role("radio", name=re.compile(decision)).check()
    for part, value in (("day", "24"), ("month", "3"), ("year", "2026")):
        rob.locator(f"#id_tell_by-{part}").fill(value)
    rob.get_by_role("button", name="Save").click()


def _meet(rob: Page, meeting: int, listed: int, decision: str) -> None:
    """The conference opens with three agencies, and decides on one case."""
    rob.goto(f"/meetings/{meeting}/")
    rob.get_by_role("button", name="Open the meeting").click()
    for agency in ("Durham Police", "Durham Probation", "Bede Homes"):
        rob.get_by_role("button", name=f"Is here {agency}").click()
        expect(rob.get_by_role("button", name=f"Is here {agency}")).to_have_count(0)
    rob.goto(f"/meetings/cases/{listed}/")
    rob.get_by_role("radio", name=decision).check()
    rob.get_by_label(re.compile("^Reasons")).fill("Agreed by all three")
    rob.get_by_role("button", name=re.compile("^Save")).first.click()


def _rate_and_leave(rob: Page, here: str) -> None:
    rob.goto(f"{here}rating/")
    rob.get_by_role("radio", name="Red").check()
    rob.get_by_label("Reason", exact=True).fill("Seen near the cars")
    rob.get_by_role("button", name="Save rating").click()
    expect(rob.get_by_role("alert")).to_contain_text("Red needs at least one action with an owner")
    rob.get_by_label("Action agreed, if any").fill("Visit on Monday")
    owner = rob.locator("#id_owner option", has_text="Rob Teasdale").first.get_attribute("value")
    rob.get_by_label("Whose action is it?").select_option(owner)
    for part, value in (("day", "20"), ("month", "3"), ("year", "2026")):
        rob.locator(f"#id_due_on-{part}").fill(value)
    rob.get_by_role("button", name="Save rating").click()
    expect(rob.get_by_text("“Seen near the cars”")).to_be_visible()
    rob.goto(f"{here}leaving/")
    expect(rob.get_by_role("main")).to_contain_text("Not met: no arrests in 6 months")
    rob.get_by_role("button", name="Send to the panel").click()
    expect(rob.get_by_role("alert")).to_contain_text("Enter the reason")
