"""Workers at their browsers: signing in once for each, and a watch that hears everything a page should not do."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from desistance.demo.partnership import PASSWORD, STAFF
from tests.browser.service import Service

DESK, PHONE, NARROW = (1280, 800), (390, 844), (320, 640)
EMAILS = {worker.name: worker.email for worker in STAFF}
# Chromium says so of every page that is not answered with 200: a form with errors, a refusal, a page that is not there.
EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of (403|404|409|422)")


@dataclass
class Watch:
    """What the pages of a test did that no page may do: errors in the console, breaches of the policy, other hosts."""

    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext, host: str) -> None:
        """Listen to every page of a context."""
        context.on("request", lambda request: self._request(request, host))
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"error in a script: {error.error}"))

    def _request(self, request: Request, host: str) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
            self.faults.append(f"request to another host: {parts.netloc}")

    def _console(self, message: ConsoleMessage) -> None:
        is_asset = "/static/" in str(message.location.get("url", ""))
        if message.type == "error" and (is_asset or not EXPECTED.match(message.text)):
            self.faults.append(f"in the console: {message.text}")


class Visitors:
    """The browsers of one test. Signing in is done once for each worker and copy of the database."""

    def __init__(self, browser: Browser, service: Service, signed_in: dict[Any, Any], watch: Watch) -> None:
        self.browser, self.service, self.signed_in, self.watch = browser, service, signed_in, watch
        self.contexts: list[BrowserContext] = []
        self.tabs: dict[str, Page] = {}

    def tab(self, worker: str = "") -> Page:
        """The one page, at a desk, of the browser that the worker or anyone has open already: a new one costs what a look costs."""
        if worker not in self.tabs:
            self.tabs[worker] = self.page(worker)
        page = self.tabs[worker]
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        page.emulate_media(media="screen")
        return page

    def page(
        self, worker: str = "", *, size: tuple[int, int] = DESK, javascript: bool = True, anew: bool = False
    ) -> Page:
        """A fresh browser, signed in as the worker where one is named; ``anew`` gives the worker a session of its own."""
        state = self._state(worker, anew=anew) if worker else None
        context = self._context(size=size, javascript=javascript, state=state)
        return context.new_page()

    def close(self) -> None:
        """Close every browser of the test."""
        for context in self.contexts:
            context.close()

    def _context(self, *, size: tuple[int, int], javascript: bool, state: Any = None) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.service.url,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            storage_state=state,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(15_000)
        self.watch.over(context, urlsplit(self.service.url).netloc)
        self.contexts.append(context)
        return context

    def _state(self, worker: str, *, anew: bool) -> Any:
        key = (self.service.database, self.service.renewals, worker)
        if anew or key not in self.signed_in:
            context = self._context(size=DESK, javascript=False)
            form = context.request.get("/sign-in/").text()
            token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[-1]
            values = {"csrfmiddlewaretoken": token, "email": EMAILS[worker], "password": PASSWORD}
            answer = context.request.post("/sign-in/", form=values, max_redirects=0)
            assert answer.headers.get("location") == "/home/", f"{worker} was not signed in: {answer.status}"
            state = context.storage_state()
            context.close()
            self.contexts.remove(context)
            if anew:
                return state
            self.signed_in[key] = state
        return self.signed_in[key]


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in by the page, as a person does."""
    page.goto("/sign-in/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Continue").click()


def look_for(page: Page, words: str) -> None:
    """Search by the page for searching."""
    page.goto("/search/")
    main = page.get_by_role("main")
    main.get_by_role("searchbox").or_(main.get_by_role("textbox")).first.fill(words)
    main.get_by_role("button", name="Search").click()
