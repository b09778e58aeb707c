"""Every part drawn with nothing missing, nothing inline, nothing unreadable; then the whole gallery in a browser."""

import http.server
import re
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template import Context

from desistance import web
from tests.web.gallery import FRAME, engine, render_gallery, render_specimen
from tests.web.oracle import ROOT, leaves
from tests.web.specimens.controls import WRONG, EveryField
from tests.web.specimens.parts import specimens

STATIC = Path(web.__path__[0]) / "static" / "desistance"
TEMPLATES = Path(web.__path__[0]) / "templates"
SHEETS = sorted(STATIC.glob("*.css"))
BUDGET = 60_000
TEXT, MARK = 4.5, 3.0

# (foreground, ground, least ratio): each pair that the pages use, from the table of the design.
PAIRS = [
    ("ink", "white", TEXT),
    ("ink", "sand", TEXT),
    ("ink", "sand-2", TEXT),
    ("ink-2", "white", TEXT),
    ("ink-2", "sand", TEXT),
    ("ink-2", "sand-2", TEXT),
    ("ink-2", "danger-tint", TEXT),
    ("ink-2", "amber-tint", TEXT),
    ("ink-2", "act-tint", TEXT),
    ("link", "white", TEXT),
    ("link", "sand", TEXT),
    ("link", "amber-tint", TEXT),
    ("link", "danger-tint", TEXT),
    ("link", "green-tint", TEXT),
    ("link-hover", "white", TEXT),
    ("visited", "white", TEXT),
    ("danger", "white", TEXT),
    ("danger", "danger-tint", TEXT),
    ("amber", "white", TEXT),
    ("amber", "amber-tint", TEXT),
    ("green", "white", TEXT),
    ("green", "green-tint", TEXT),
    ("blue", "blue-tint", TEXT),
    ("purple", "purple-tint", TEXT),
    ("grey", "grey-tint", TEXT),
    ("white", "pine", TEXT),
    ("pine-soft", "pine", TEXT),
    ("white", "act", TEXT),
    ("white", "act-hover", TEXT),
    ("act", "white", TEXT),
    ("act-hover", "act-tint", TEXT),
    ("focus-text", "focus", TEXT),
    ("white", "danger", TEXT),
    ("white", "danger-deep", TEXT),
    ("#F6DEDB", "danger-deep", TEXT),
    ("white", "ink", TEXT),
    ("ink", "#D9E0E2", TEXT),
    ("amber-shape", "white", MARK),
    ("amber-shape", "amber-tint", MARK),
    ("green-shape", "white", MARK),
    ("green-shape", "green-tint", MARK),
    ("line-2", "white", MARK),
    ("line-2", "sand", MARK),
    ("act", "act-tint", MARK),
    ("range", "white", MARK),
    ("c1", "range", MARK),
    ("c1", "white", TEXT),
    ("c2", "white", MARK),
    ("c3", "white", TEXT),
    ("c4", "white", MARK),
    ("focus", "pine", MARK),
]
# The ratios that the design states, to one decimal: a changed token shows here before a person sees it.
STATED = [
    ("ink", "white", 16.0),
    ("ink-2", "white", 7.4),
    ("white", "pine", 12.2),
    ("pine-soft", "pine", 8.0),
    ("white", "act", 6.9),
    ("link", "white", 7.2),
    ("visited", "white", 8.6),
    ("danger", "danger-tint", 6.5),
    ("amber", "amber-tint", 7.8),
    ("line-2", "white", 4.6),
    ("white", "danger-deep", 9.0),
    ("focus-text", "focus", 14.6),
]


def _tokens() -> dict[str, str]:
    css = (STATIC / "tokens.css").read_text()
    return {name: value.upper() for name, value in re.findall(r"--app-([a-z0-9-]+):\s*(#[0-9A-Fa-f]{6})", css)} | {
        "white": "#FFFFFF"
    }


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _ratio(one: str, other: str) -> float:
    tokens = _tokens()
    high, low = sorted((_luminance(tokens.get(name, name)) for name in (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_each_pair_of_colours_can_be_read(text: str, ground: str, least: float) -> None:
    assert round(_ratio(text, ground), 1) >= least


@pytest.mark.parametrize(("text", "ground", "stated"), STATED)
def test_contrast_is_what_the_design_states(text: str, ground: str, stated: float) -> None:
    assert _ratio(text, ground) == pytest.approx(stated, abs=0.06)


def test_our_sheets_keep_to_their_budget() -> None:
    assert sum(sheet.stat().st_size for sheet in SHEETS) <= BUDGET


def test_every_token_that_a_sheet_uses_exists() -> None:
    css = "".join(sheet.read_text() for sheet in SHEETS)
    assert set(re.findall(r"var\((--app-[a-z0-9-]+)", css)) <= set(re.findall(r"(--app-[a-z0-9-]+):", css))


def test_nothing_moves_and_focus_is_never_taken_away() -> None:
    css = "".join(sheet.read_text() for sheet in SHEETS)
    assert not re.search(r"\b(transition|animation|@keyframes)\b", css)
    unmarked = re.findall(r"([^{}]+)\{[^{}]*outline:\s*none", css)
    # The main region is focused by the skip link only; a card draws its radio's focus on the whole card.
    assert {rule.strip() for rule in unmarked} == {".app-main:focus", ".app-choice__input:focus-visible"}


def test_every_class_of_ours_that_a_template_uses_is_drawn_by_a_sheet_or_found_by_the_script() -> None:
    known = set(
        re.findall(r"\.(app-[A-Za-z0-9_-]+)", "".join(sheet.read_text() for sheet in [*SHEETS, STATIC / "app.js"]))
    )
    used: set[str] = set()
    for template in TEMPLATES.glob("parts/*.html"):
        for value in re.findall(r'class="([^"{]*)"', template.read_text()):
            used |= {one for one in value.split() if one.startswith("app-")}
    structural = {
        "app-queue",
        "app-attn",
        "app-head",
        "app-held",
        "app-risk",
        "app-msg",
        "app-empty",
        "app-q",
        "app-conflict",
    }
    assert used - known - structural == set()


SPECIMENS = specimens()


@pytest.mark.parametrize(("template", "context"), [one[1:] for one in SPECIMENS], ids=[one[0] for one in SPECIMENS])
def test_a_part_asks_for_nothing_that_its_context_does_not_have(template: str, context: dict[str, Any]) -> None:
    assert "NO-SUCH-VARIABLE" not in render_specimen(template, context)


def test_every_part_is_in_the_gallery() -> None:
    shown = render_gallery()
    drawn = {template for _, template, _ in SPECIMENS}
    inside = {
        "head",
        "footer",
        "banner",
        "tabs",
        "breadcrumbs",
        "emergency_bar",
        "tag",
        "rag",
        "meter",
        "icon",
        "alert",
        "masked",
        "link",
        "button",
        "message",
        "pieces",
        "section_head",
    }
    for part in TEMPLATES.glob("parts/*.html"):
        assert f"parts/{part.name}" in drawn or part.stem in inside, part.name
    assert len(shown) > 50_000


def test_the_frame_asks_for_nothing_that_is_missing() -> None:
    page = engine().from_string('{% extends "desistance/base.html" %}')
    assert "NO-SUCH-VARIABLE" not in page.render(Context(FRAME))


@pytest.mark.parametrize("frame", ["desistance/base.html", "desistance/public_base.html"])
def test_a_frame_stands_without_anything_optional(frame: str) -> None:
    bare = {
        "demonstration": False,
        "partnership": "North East",
        "worker_name": "",
        "notices_count": 0,
        "csrf_token": "token",
    }
    html = engine().get_template(frame).render(Context(bare))
    assert "NO-SUCH-VARIABLE" not in html
    assert "<title>Desistance</title>" in html
    assert 'role="search"' not in html


def test_the_title_says_error_when_the_form_is_wrong() -> None:
    html = (
        engine("")
        .get_template("desistance/base.html")
        .render(Context(FRAME | {"form": EveryField(WRONG), "title": "Record an outcome"}))
    )
    assert "<title>Error: Record an outcome - Desistance</title>" in html
    assert html.index("govuk-error-summary") < html.index("</main>")


def test_a_count_that_failed_says_so() -> None:
    html = engine("").get_template("desistance/base.html").render(Context(FRAME | {"notices_count": None}))
    assert '<span class="app-badge">?</span><span class="govuk-visually-hidden">, count not available</span>' in html


def test_no_page_needs_a_style_attribute_an_inline_script_or_a_handler() -> None:
    for tag, attrs in leaves(render_gallery()):
        assert tag != "style"
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]
        if tag == "script":
            assert attrs.get("src")


def test_ids_are_unique_and_everything_that_points_at_one_finds_it() -> None:
    tags = leaves(render_gallery())
    ids = Counter(attrs["id"] for _, attrs in tags if "id" in attrs)
    assert [one for one, count in ids.items() if count > 1] == []
    for _, attrs in tags:
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "data-aria-controls"):
            assert set((attrs.get(name) or "").split()) <= ids.keys()


def test_marks_are_hidden_from_screen_readers_and_links_have_words() -> None:
    html = render_gallery()
    assert all(
        attrs.get("aria-hidden") == "true" and attrs.get("focusable") == "false"
        for tag, attrs in leaves(html)
        if tag == "svg"
    )
    links = re.findall(r"<(a|button)\b[^>]*>(.*?)</\1>", html, re.S)
    assert all(re.sub(r"<[^>]+>|\s", "", inner) for _, inner in links)


def test_templates_hold_no_multi_line_short_comments() -> None:
    for template in TEMPLATES.rglob("*.html"):
        for line in template.read_text().splitlines():
            assert line.count("{#") == line.count("#}"), template.name


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'"
VENDOR = ROOT / "var" / "assets" / "static" / "vendor"


@pytest.fixture(scope="module")
def gallery_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The gallery on a plain file server with the real styles and scripts."""
    if not (VENDOR / "govuk-frontend.min.css").exists():
        pytest.skip("the vendor styles have not been fetched")
    site = tmp_path_factory.mktemp("gallery")
    (site / "static").mkdir()
    (site / "static" / "vendor").symlink_to(VENDOR)
    (site / "static" / "desistance").symlink_to(STATIC)
    (site / "gallery.html").write_text(render_gallery())

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Say nothing."""

        def end_headers(self) -> None:
            """Serve under the strictest policy that pages have."""
            self.send_header("Content-Security-Policy", STRICT)
            super().end_headers()

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/gallery.html"
        server.shutdown()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Chromium of this machine, or Playwright's own."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        except Error:
            pytest.skip("there is no Chromium to look with")
        yield opened
        opened.close()


@pytest.mark.slow
def test_a_strict_content_policy_blocks_nothing_and_the_script_runs_clean(chromium: Any, gallery_url: str) -> None:
    page = chromium.new_context(bypass_csp=False).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(gallery_url)
    page.get_by_role("button", name="Show password").first.click()
    assert page.locator("#empty-password").get_attribute("type") == "text"
    assert said == []
    page.context.close()


@pytest.mark.slow
def test_focus_is_seen_on_links_buttons_and_cards(chromium: Any, gallery_url: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(gallery_url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "govuk-skip-link"
    page.locator("#empty-decision").focus()
    card = "document.activeElement.closest('.app-choice')"
    assert page.evaluate(f"getComputedStyle({card}).outlineColor") == "rgb(255, 221, 0)"
    page.locator(".app-nav__link").first.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).backgroundColor") == "rgb(255, 221, 0)"
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 640, 390, 320])
def test_nothing_scrolls_sideways(chromium: Any, gallery_url: str, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 844})
    page.goto(gallery_url)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_risk_strip_with_three_alerts_ends_inside_the_first_screen(
    chromium: Any, gallery_url: str, width: int, height: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": height})
    page.goto(gallery_url)
    # The gallery also carries the emergency bar, which ordinary pages do not have.
    page.evaluate("document.querySelector('.app-emergency').remove()")
    assert page.evaluate("document.querySelector('.app-person .app-risk').getBoundingClientRect().bottom") <= height
    page.close()


@pytest.mark.slow
def test_no_target_that_stands_alone_is_under_24_pixels_on_a_phone(chromium: Any, gallery_url: str) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 700})
    page.goto(gallery_url)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, .govuk-button, summary, .app-tabs__link, .app-pages a, select')]
            .filter(e => e.offsetParent && !e.classList.contains('app-link'))
            .filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []
    page.close()


@pytest.mark.slow
def test_the_phone_menu_opens_without_script_and_closes_on_escape_with_it(chromium: Any, gallery_url: str) -> None:
    bare = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False).new_page()
    bare.goto(gallery_url)
    bare.locator(".app-menu > summary").click()
    assert bare.locator(".app-menu__panel a", has_text="Partnership").is_visible()
    bare.context.close()

    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(gallery_url)
    page.locator(".app-menu > summary").click()
    page.keyboard.press("Escape")
    assert not page.locator(".app-menu__panel").is_visible()
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize("with_script", [True, False])
def test_what_an_option_reveals_shows_only_when_it_is_chosen(
    chromium: Any, gallery_url: str, with_script: bool
) -> None:
    page = chromium.new_context(java_script_enabled=with_script).new_page()
    page.goto(gallery_url)
    assert not page.locator("#empty-why").is_visible()
    page.get_by_label("Acceptable absence").first.check()
    assert page.locator("#empty-why").is_visible()
    page.context.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=pytest.mark.full)])
def test_axe_finds_nothing_wrong(chromium: Any, gallery_url: str, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 844})
    page.goto(gallery_url)
    page.wait_for_function("document.body.classList.contains('govuk-frontend-supported')")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": tags}).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []
    page.close()


@pytest.mark.slow
def test_text_in_a_form_that_asks_for_it_is_there_again_after_the_session_ended(
    chromium: Any, gallery_url: str
) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(gallery_url)
    page.evaluate("document.querySelectorAll('.app-form')[1].remove()")
    page.fill("#empty-notes", "He rang from the bus station.")
    page.fill("#empty-password", "not to be kept")
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert "bus station" in kept
    assert "not to be kept" not in kept
    page.reload()
    assert page.input_value("#empty-notes") == "He rang from the bus station."
    assert page.input_value("#empty-password") == ""
    page.close()
