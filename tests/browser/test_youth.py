"""A young person's way to adult services with both agencies: the adult worker accepts, both see the day, and a step is undone."""

from playwright.sync_api import expect

from tests.browser.service import Service
from tests.browser.visiting import Visitors


def test_both_sides_carry_one_move(at_work: Visitors, fresh: Service) -> None:
    """Keeley cannot accept for probation, Sam does for another day with why, Keeley hands over and undoes it."""
    sam, keeley = at_work.page("Sam Okafor"), at_work.page("Keeley Hunter")
    [(case,)] = fresh.ask("SELECT max(id) FROM schemes_schemecase WHERE scheme = 'youth'")
    here = f"/people/P-0RHN-V3/youth/{case}/"
    sam.goto(here)
    expect(sam.get_by_role("main")).to_contain_text("Accepted by the adult worker, by 18 March 2026")
    keeley.goto(f"{here}accept/")
    keeley.get_by_role("button", name="Accept").click()
    expect(keeley.get_by_role("alert")).to_contain_text("The adult service does this")
    sam.get_by_role("link", name="Accept", exact=True).click()
    sam.locator("#id_handover_on-day").fill("7")
    sam.get_by_role("button", name="Accept").click()
    expect(sam.get_by_role("alert")).to_contain_text("Say why it is before the 18th birthday, and who agreed")
    sam.get_by_label("What was agreed about the day?").fill(
        "His order is reviewed on the 7th; he asked for it, Keeley agrees"
    )
    sam.get_by_role("button", name="Accept").click()
    expect(sam.get_by_text("Accepted by an adult worker").first).to_be_visible()
    expect(sam.get_by_role("link", name="Undo")).to_be_visible()
    keeley.goto(here)
    expect(keeley.get_by_role("main")).to_contain_text("Handed over, by 7 April 2026")
    keeley.get_by_role("link", name="Record the handover").click()
    for part, value in (("day", "13"), ("month", "3"), ("year", "2026")):
        keeley.locator(f"#id_handed_on-{part}").fill(value)
    keeley.get_by_label("Why on that day?").fill("Sam went with him today already")
    keeley.get_by_role("button", name="Save").click()
    expect(keeley.get_by_text("Handed over, check to make").first).to_be_visible()
    keeley.get_by_role("link", name="Undo").click()
    keeley.get_by_role("button", name="Take it back").click()
    expect(keeley.get_by_text("Accepted by an adult worker").first).to_be_visible()
