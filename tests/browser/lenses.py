"""The lenses every page is looked at through. Each returns what it found wrong, in sentences; nothing found is an empty list."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from desistance.demo.partnership import PEOPLE
from tests.browser.visiting import NARROW

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = Axe()
NUMBERS = [number for person in PEOPLE for _, number in person.numbers]
BIRTHS = [person.born for person in PEOPLE]
FAMILIES = sorted({person.family for person in PEOPLE})
PERSONAL = re.compile("|".join(map(re.escape, [*FAMILIES, *NUMBERS, *BIRTHS])), re.IGNORECASE)


def axe(page: Page) -> list[str]:
    """What axe finds against WCAG 2.0, 2.1 and 2.2, levels A and AA."""
    page.evaluate("document.activeElement?.blur()")  # a link that has the focus has no underline
    options: dict[str, Any] = {"runOnly": WCAG, "resultTypes": ["violations"]}
    found = AXE.run(page, options=options).response["violations"]
    return [
        f"axe {one['id']}: {one['help']} at {'; '.join(str(node['target'][0]) for node in one['nodes'][:3])}"
        for one in found
    ]


def sideways(page: Page) -> list[str]:
    """As wide as it is and at 320 pixels (a desk screen at 400%) nothing stands outside; the window is put back afterwards."""
    before = page.viewport_size
    faults = _outside(page)
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    faults += _outside(page)
    if before:
        page.set_viewport_size(before)
    return faults


def _outside(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """() => {
          const edge = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= edge) return [];
          return [...document.querySelectorAll("body *")]
            .filter((one) => one.getBoundingClientRect().right > edge + 1 && one.getClientRects().length)
            .slice(-3).map((one) => `of ${edge} pixels: ${one.tagName.toLowerCase()} "${one.textContent.trim().slice(0, 40)}"`);
        }"""
    )
    return [f"stands outside a page {one}" for one in found]


def keyboard(page: Page) -> list[str]:
    """The first key leads to the skip link, which leads to the main part; from there Tab stays in it, and can be seen."""
    page.evaluate("document.activeElement?.blur(); window.scrollTo(0, 0)")
    page.evaluate(
        "document.body.setAttribute('tabindex', '-1'); document.body.focus(); document.body.removeAttribute('tabindex')"
    )
    page.keyboard.press("Tab")
    if _focused(page)["words"] != "Skip to main content":
        return ["the first stop of the keyboard is not the skip link"]
    page.keyboard.press("Enter")
    faults = []
    if _focused(page)["id"] != "main":
        faults.append("the skip link does not lead to the main part")
    if page.evaluate(f"document.querySelectorAll('#main {_STOPS}').length"):
        page.keyboard.press("Tab")
        stop = _focused(page)
        if not stop["is_in_main"]:
            faults.append("the first stop after the skip link is not in the main part")
        if not stop["is_marked"]:
            faults.append(f"focus cannot be seen on {stop['words']!r}")
    positive = page.evaluate(
        'document.querySelectorAll(\'[tabindex]:not([tabindex="0"]):not([tabindex="-1"])\').length'
    )
    if positive:
        faults.append("something takes its place in the order of the keyboard by force")
    return faults


_STOPS = ':is(a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"])'


def _focused(page: Page) -> dict[str, Any]:
    """What has the focus, and whether it, what stands beside it or what holds it looks different for having it."""
    found: dict[str, Any] = page.evaluate(
        """() => {
          const one = document.activeElement, near = [[one, null]];
          if (one.nextElementSibling) near.push([one.nextElementSibling, null], [one.nextElementSibling, "::before"]);
          for (let up = one.parentElement; up && up.id !== "main" && near.length < 8; up = up.parentElement) near.push([up, null]);
          const look = () => near.map(([part, pseudo]) => {
            const style = getComputedStyle(part, pseudo);
            return [style.outline, style.boxShadow, style.borderColor, style.borderWidth, style.backgroundColor].join();
          }).join("|");
          const told = { id: one.id, words: one.textContent.trim().slice(0, 60), is_in_main: !!one.closest("main") };
          const focused = look();
          one.blur();
          told.is_marked = focused !== look();
          one.focus();
          return told;
        }"""
    )
    return found


def error_summary(page: Page) -> list[str]:
    """The summary of errors has the focus, its title says so, and each of its links moves to a field."""
    faults = []
    summary = page.get_by_role("alert")
    if not summary.count():
        return ["there is no summary of errors"]
    if not page.evaluate("!!document.activeElement?.closest('[role=alert], .govuk-error-summary')"):
        faults.append("the summary of errors does not take the focus")
    if not page.title().startswith("Error: "):
        faults.append("the title does not begin with Error")
    for link in summary.get_by_role("link").all():
        words = link.inner_text()
        link.click()
        if page.evaluate("['INPUT', 'SELECT', 'TEXTAREA'].includes(document.activeElement?.tagName)"):
            continue
        faults.append(f"the error {words!r} does not lead to its field")
    return faults


def secrets(page: Page) -> list[str]:
    """No surname, number or date of birth in the title or the address."""
    return [
        f"{where} tells who it is about"
        for where, words in (("the title", page.title()), ("the address", page.url))
        if PERSONAL.search(words)
    ]


def titled(page: Page) -> list[str]:
    """The title ends with the service's name, and one heading of the first level says what the page is."""
    faults = [] if page.title().endswith("Desistance") else ["the title does not end with the name of the service"]
    headings = page.get_by_role("heading", level=1).count()
    return faults if headings == 1 else [*faults, f"{headings} headings of the first level"]


def printed(page: Page) -> list[str]:
    """On paper there is no navigation, no search and no button."""
    page.emulate_media(media="print")
    shown = [
        words
        for words, found in (
            ("navigation", page.get_by_role("navigation")),
            ("search", page.get_by_role("search")),
            ("the skip link", page.get_by_role("link", name="Skip to main content")),
            ("a button", page.get_by_role("main").locator("button, [role=button]")),
        )
        if any(one.is_visible() for one in found.all())
    ]
    page.emulate_media(media="screen")
    return [f"{words} is printed" for words in shown]
