"""Two records of one person: proposed, compared, joined and parted again; twins are never proposed (J12)."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.service import Service
from tests.browser.visiting import Visitors

KYLE = "P-7K3M-Q2"
COUNTED = re.compile(r"(\d+) (?:rows? (?:comes?|come)|rows? (?:is|are) on both|stops?)")


@pytest.fixture
def two_records(fresh: Service) -> Service:
    """Imran Aziz is on record twice."""
    fresh.world.run(fresh.database, "tests.browser.states", "--only", "join_and_resemble")
    return fresh


def pairs(page: Page) -> str:
    page.goto("/data/matches/")
    return page.get_by_role("main").inner_text()


def checksum(service: Service) -> list[tuple[object, ...]]:
    """What the house holds of the two records, by table."""
    tables = ("people_name", "people_birthdate", "people_identifier", "people_contactdetail", "people_address")
    rows: list[tuple[object, ...]] = []
    for table in (*tables, "access_involvement"):
        rows += service.ask(
            f"SELECT '{table}', t.id, p.reference FROM {table} t JOIN people_person p ON p.id = t.person_id "
            "WHERE p.id IN (SELECT person_id FROM people_name WHERE family = 'Aziz') ORDER BY t.id"
        )
    return rows


@pytest.mark.parametrize(
    "javascript", [pytest.param(True, marks=pytest.mark.full), False], ids=["with-scripts", "without-scripts"]
)
def test_two_records_are_compared_joined_and_parted_again(
    at_work: Visitors, two_records: Service, javascript: bool
) -> None:
    grace = at_work.page("Grace Amadi", javascript=javascript)
    assert "Aziz" in pairs(grace)
    assert "Robson" not in pairs(grace), "the twins are proposed"
    before = checksum(two_records)
    main = grace.get_by_role("main")
    pair = main.get_by_role("link", name=re.compile("Aziz"))
    if javascript:
        go_by_keys_to(grace, pair)
        grace.keyboard.press("Enter")
    else:
        pair.click()
    expect(grace.get_by_role("heading", level=1)).to_have_text("Is this one person?")
    for words in ("Date of birth", "Same", "counts a lot"):
        expect(main).to_contain_text(words)
    sentences = grace.get_by_role("complementary").get_by_role("listitem").all_inner_texts()
    told = sum(int(found[1]) for words in sentences if (found := re.search(r"(\d+) rows? comes?", words)))
    assert told > 0, sentences
    kept, lost = re.findall(r"P-[0-9A-Z]{4}-[0-9A-Z]{2}", grace.url)
    same = grace.get_by_role("radio", name="Same person")
    if javascript:
        expect(main).to_contain_text("Single keys: S same person, D different people.")
        grace.wait_for_load_state()
        grace.keyboard.press("s")
        expect(same).to_be_focused()
        expect(same).to_be_checked()
    same.check(force=True)
    grace.get_by_role("button", name="Save decision").click()
    expect(grace.get_by_role("alert")).to_be_visible()
    grace.get_by_label("How do you know?").fill("The same court and the same sister as contact")
    grace.get_by_role("button", name="Save decision").click()
    expect(grace.get_by_text("Joined.")).to_be_visible()
    moved = two_records.ask("SELECT effect -> 'moved' FROM people_merge ORDER BY id DESC LIMIT 1")[0][0]
    assert sum(moved.values()) == told
    arrived = {row[1] for row in checksum(two_records) if row[2] == kept} - {row[1] for row in before if row[2] == kept}
    assert len(arrived) <= told

    alison = at_work.page("Alison Nixon", javascript=javascript)
    alison.goto(f"/people/{lost}/involved/")
    assert alison.url.endswith(f"/people/{kept}/involved/")
    expect(alison.get_by_role("main")).to_contain_text(f"{lost} was joined with this record")
    grace.goto(f"/people/{kept}/joined/")
    expect(main).to_contain_text(lost)
    main.get_by_role("link", name="Part").click()
    grace.get_by_role("button", name="Part the records").click()
    expect(grace.get_by_text("Parted.")).to_be_visible()
    assert checksum(two_records) == before
    assert grace.url.endswith(f"/people/{lost}/")


def go_by_keys_to(page: Page, pair: Locator) -> None:
    """J leads from pair to pair and K back, without a press of Tab; at the last pair J stays."""
    links = page.get_by_role("table").get_by_role("link")
    for _ in range(links.count()):
        page.keyboard.press("j")
    expect(links.last).to_be_focused()
    for _ in range(links.count()):
        if pair.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("k")
    expect(pair).to_be_focused()


def test_different_people_are_not_proposed_again_and_keys_can_be_switched_off(
    at_work: Visitors, two_records: Service
) -> None:
    grace = at_work.page("Grace Amadi")
    pairs(grace)
    grace.get_by_role("button", name="Switch single keys off").click()
    expect(grace.get_by_role("main")).to_contain_text("Single keys are switched off.")
    grace.keyboard.press("j")
    expect(grace.get_by_role("table").get_by_role("link").first).not_to_be_focused()
    grace.get_by_role("button", name="Switch single keys on").click()
    grace.get_by_role("link", name=re.compile("Aziz")).first.click()
    expect(grace.get_by_role("main")).to_contain_text("Single keys: S same person, D different people.")
    grace.wait_for_load_state()  # the keys work once the page's script has run
    grace.keyboard.press("d")
    expect(grace.get_by_role("radio", name="Different people")).to_be_checked()
    grace.get_by_label("How do you know?").fill("Cousins of one name; both were seen on one day")
    grace.get_by_role("button", name="Save decision").click()
    expect(grace.get_by_text("Remembered.")).to_be_visible()
    assert "Aziz" not in pairs(grace)


def test_the_twins_stay_two_people(looking_round: Visitors) -> None:
    grace = looking_round.page("Grace Amadi")
    assert "Robson" not in pairs(grace)
    grace.goto("/data/matches/P-8BKT-H4/P-8BKT-J5/")
    expect(grace.get_by_role("main")).to_contain_text(re.compile("different people|told apart", re.IGNORECASE))


def test_health_is_not_shared_with_police(looking_round: Visitors) -> None:
    rob = looking_round.page("Rob Teasdale")
    rob.goto(f"/people/{KYLE}/timeline/")
    expect(rob.get_by_role("main")).to_contain_text("about health is not shared")
