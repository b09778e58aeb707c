"""Chromium, a demonstration that nobody changes and one that each test gets afresh, and workers at their browsers."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from desistance.foundation import postgres
from tests.browser.service import Service, World, template_name
from tests.browser.visiting import Visitors, Watch

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, offline but for our own server."""
    program = os.environ.get("DESISTANCE_CHROMIUM") or "/usr/bin/chromium"
    assert Path(program).exists(), "The browser tests need Chromium. Run: sudo apt-get install -y chromium"
    return {"executable_path": program, "args": FLAGS}


@pytest.fixture(scope="session")
def world(server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The test server and a folder for what the programs write."""
    return World(server, tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="session")
def loaded(world: World, template: str) -> str:
    """The database of the demonstration partnership; made once for each state of the code."""
    return world.template(template_name("demonstration"), [("desistance", "demo-load")], onto=template)


@pytest.fixture(scope="session")
def lived_in(world: World, loaded: str) -> str:
    """The demonstration after a day's work: every page has something to show, long names and short ones among it."""
    states = Path(__file__).with_name("states.py")
    return world.template(template_name("lived", states), [("tests.browser.states",)], onto=loaded)


@pytest.fixture(scope="session")
def reading_room(world: World, lived_in: str) -> Iterator[Service]:
    """A server for looking only."""
    service = Service(world, lived_in, "reading")
    service.start()
    yield service
    service.close()


@pytest.fixture(scope="session")
def workshop(world: World, loaded: str) -> Iterator[Service]:
    """The server on which journeys write; ask for ``fresh``, which renews its database."""
    service = Service(world, loaded, "workshop")
    service.start()
    yield service
    service.close()


@pytest.fixture
def fresh(workshop: Service) -> Iterator[Service]:
    """A server on a demonstration that nobody has touched."""
    workshop.renew()
    yield workshop
    if workshop.later:
        workshop.start()


@pytest.fixture(scope="session")
def signed_in() -> dict[Any, Any]:
    """Cookies of those who signed in, by database and worker."""
    return {}


@pytest.fixture
def visitors(browser: Browser, signed_in: dict[Any, Any]) -> Iterator[Callable[[Service], Visitors]]:
    """Makes the browsers of a test for a server. What a page did that it may not do fails the test at its end."""
    watch, made = Watch(), []

    def at(service: Service) -> Visitors:
        made.append(Visitors(browser, service, signed_in, watch))
        return made[-1]

    yield at
    for one in made:
        one.close()
    assert not watch.faults, "; ".join(sorted(set(watch.faults)))


@pytest.fixture(scope="module")
def readers(browser: Browser, signed_in: dict[Any, Any], reading_room: Service) -> Iterator[Visitors]:
    """Browsers that stay open over many tests which only look: each worker's is opened once."""
    opened = Visitors(browser, reading_room, signed_in, Watch())
    yield opened
    opened.close()


@pytest.fixture
def at_desks(readers: Visitors) -> Iterator[Visitors]:
    """Open browsers on the demonstration that is only looked at; ask for a ``tab``."""
    yield readers
    faults = sorted(set(readers.watch.faults))
    readers.watch.faults.clear()
    assert not faults, "; ".join(faults)


@pytest.fixture
def at_work(visitors: Callable[[Service], Visitors], fresh: Service) -> Visitors:
    """Browsers on a fresh demonstration."""
    return visitors(fresh)


@pytest.fixture
def looking_round(visitors: Callable[[Service], Visitors], reading_room: Service) -> Visitors:
    """Browsers on the demonstration that is only looked at."""
    return visitors(reading_room)
