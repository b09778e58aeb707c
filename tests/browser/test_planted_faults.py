"""Each lens, and the watch over every page, is shown to see the fault it is there for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import lenses
from tests.browser.service import Service
from tests.browser.visiting import Visitors, Watch

INPUT = "document.querySelector('main').insertAdjacentHTML('beforeend', '<input name=\"reason\">')"
WIDE = "document.querySelector('main').insertAdjacentHTML('beforeend', '<table><tr>' + '<td>long</td>'.repeat(40) + '</tr></table>')"
NO_OUTLINE = "document.querySelector('main').insertAdjacentHTML('afterbegin', '<button class=\"bare\">Bare</button>')"
TRAPPED = "document.querySelector('.govuk-skip-link').remove()"
TITLED = "document.title = 'Kyle Ashcroft - Desistance'"
UNNAMED = "document.title = 'Who is involved'"
HEADED = "document.querySelector('main').insertAdjacentHTML('beforeend', '<h1>Another</h1>')"
PRINTED = "document.querySelector('main').insertAdjacentHTML('beforeend', '<nav aria-label=\"Pages\"><a href=\"/\">1</a></nav>')"
ADDRESSED = "history.replaceState(null, '', '?family=ashcroft')"

FAULTS: tuple[tuple[Callable[[Page], list[str]], str, str], ...] = (
    (lenses.axe, INPUT, "axe label"),
    (lenses.sideways, WIDE, "stands outside"),
    (lenses.keyboard, TRAPPED, "not the skip link"),
    (lenses.keyboard, NO_OUTLINE, "focus cannot be seen"),
    (lenses.secrets, TITLED, "the title tells"),
    (lenses.secrets, ADDRESSED, "the address tells"),
    (lenses.titled, UNNAMED, "does not end with the name"),
    (lenses.titled, HEADED, "2 headings"),
    (lenses.printed, PRINTED, "navigation is printed"),
)


@pytest.mark.parametrize(
    ("lens", "fault", "words"), FAULTS, ids=[f"{one[0].__name__}-{place}" for place, one in enumerate(FAULTS)]
)
def test_a_lens_sees_its_fault(
    looking_round: Visitors, lens: Callable[[Page], list[str]], fault: str, words: str
) -> None:
    page = looking_round.page("Alison Nixon")
    page.goto("/people/P-7K3M-Q2/involved/")
    assert lens(page) == []
    page.evaluate(fault)
    if fault is NO_OUTLINE:
        page.evaluate(
            """() => { const sheet = new CSSStyleSheet();
            sheet.replaceSync(".bare, .bare:focus { all: initial; outline: none }");
            document.adoptedStyleSheets = [sheet]; }"""
        )
    assert any(words in found for found in lens(page))


def test_the_lens_on_errors_sees_a_summary_that_leads_nowhere(looking_round: Visitors) -> None:
    page = looking_round.page()
    page.goto("/sign-in/")
    assert lenses.error_summary(page) == ["there is no summary of errors"]
    page.get_by_role("main").get_by_role("button", name="Continue").click()
    assert lenses.error_summary(page) == []
    page.evaluate("document.querySelector('[role=alert] a').setAttribute('href', '#nowhere')")
    assert any("does not lead to its field" in found for found in lenses.error_summary(page))


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("console.error('broken')", "in the console: broken"),
        ("setTimeout(() => { throw new Error('torn') })", "error in a script"),
        ("document.body.insertAdjacentHTML('beforeend', '<img src=\"http://127.0.0.2:9/x.png\">')", "another host"),
        ("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')", "Content Security Policy"),
        ("fetch('/static/not-there.js')", "in the console"),
    ],
)
def test_the_watch_over_every_page_hears_what_no_page_may_do(
    browser: Browser, reading_room: Service, deed: str, words: str
) -> None:
    watch = Watch()
    visitors = Visitors(browser, reading_room, {}, watch)
    page = visitors.page()
    page.goto("/sign-in/")
    assert watch.faults == []
    page.evaluate(f"() => {{ {deed} }}")
    page.wait_for_timeout(300)
    visitors.close()
    assert any(words in fault for fault in watch.faults), watch.faults
