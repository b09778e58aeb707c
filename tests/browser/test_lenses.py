"""Every page through every lens: axe, keyboard, 320 pixels, secrets in titles and addresses, paper.

A third of the pages on one day, all of them in three days; all of them at once with `run.py test --full`.
"""

import re
import zlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import get_resolver

from tests.browser import lenses
from tests.browser.pages import FOUND, NOT_LOOKED_AT, PAGES, Shown
from tests.browser.service import Service
from tests.browser.visiting import PHONE, Visitors, look_for
from tests.web.addresses import ADDRESSES
from tests.web.test_every_address import patterns


def filled(path: str, service: Service) -> str:
    """A path with each [name] replaced by what it stands for."""

    def found(part: re.Match[str]) -> str:
        value = service.ask(FOUND[part[1]])[0][0]
        assert value is not None, f"nothing in the day's work for {part[1]}"
        return str(value)

    return re.sub(r"\[([^\]]+)\]", found, path)


TURNS = 3


def in_turn(pages: Iterable[Shown], day: date) -> list[Any]:
    """The pages, those whose turn is another day marked as left out."""
    turns = ((shown, (zlib.crc32(shown.name.encode()) + day.toordinal()) % TURNS) for shown in pages)
    return [pytest.param(shown, marks=pytest.mark.full) if turn else shown for shown, turn in turns]


def test_every_page_has_its_turn_within_three_days() -> None:
    days = [date(2026, 3, day) for day in (30, 31)] + [date(2026, 4, 1)]
    looked_at = [shown for day in days for shown in in_turn(PAGES, day) if isinstance(shown, Shown)]
    assert sorted(map(str, looked_at)) == sorted(map(str, PAGES))


@pytest.mark.parametrize(
    "shown",
    in_turn(PAGES, datetime.now(UTC).date()),
    ids=lambda shown: f"{shown.name}-{shown.worker.split(' ')[0] or 'anyone'}",
)
def test_a_page_holds_through_every_lens(at_desks: Visitors, shown: Shown) -> None:
    page = at_desks.tab(shown.worker)
    answer = page.goto(filled(shown.path, at_desks.service))
    assert answer is not None
    assert answer.status == shown.status
    faults = [
        *lenses.titled(page),
        *lenses.secrets(page),
        *lenses.axe(page),
        *lenses.printed(page),
        *lenses.sideways(page),
        *lenses.keyboard(page),
    ]
    if shown.on_phone:
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        faults += [f"on a phone, {fault}" for fault in lenses.axe(page)]
    assert not faults, "\n".join(faults)


def test_every_address_of_a_page_is_looked_at() -> None:
    named = {name for name, path in patterns(get_resolver()) if not path.startswith("/api/") and name}
    posts_only = {name for name, answer in ADDRESSES.items() if answer.to == "post"}
    looked_at = {shown.name for shown in PAGES} | set(NOT_LOOKED_AT) | posts_only
    assert sorted(named - looked_at) == []
    assert sorted(set(NOT_LOOKED_AT) - named) == []


FORMS = (
    ("Alison Nixon", "/people/new/", "Look for them"),
    ("Alison Nixon", "/people/P-7K3M-Q2/details/name/new/", "Save"),
    ("Alison Nixon", "/people/P-7K3M-Q2/sharing/consents/new/", "Record consent"),
    ("Alison Nixon", "/people/P-7K3M-Q2/involved/new/", "Start work"),
    ("Tom Fairley", "/people/P-7K3M-Q2/sharing/restrict/", "Restrict this record"),
    ("Tom Fairley", "/people/P-7K3M-Q2/sharing/exclusions/new/", "Exclude worker"),
    ("Nadia Rahman", "/people/P-5XLP-T2/emergency-access/", "Open the record for 1 hour"),
    ("Helen Marsh", "/requests/[request]/", "Send answer"),
    ("Grace Amadi", "/governance/agreements/new/", "Record agreement"),
    ("Grace Amadi", "/governance/emergency-access/[emergency]/", "Save decision"),
    ("Dev Lall", "/data/imports/upload/", "Check this file"),
    ("Adam Sykes", "/admin/users/invite/", "Invite"),
    ("Adam Sykes", "/admin/tokens/new/", "Make token"),
    ("", "/sign-in/", "Continue"),
)


@pytest.mark.parametrize(("worker", "path", "button"), FORMS, ids=lambda value: value if "/" in value else "")
def test_a_form_sent_empty_leads_to_what_is_missing(at_desks: Visitors, worker: str, path: str, button: str) -> None:
    page = at_desks.tab(worker)
    page.goto(filled(path, at_desks.service))
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.get_by_role("main").get_by_role("button", name=button).first.click()
    assert sent.value.status in (200, 422)
    faults = [*lenses.error_summary(page), *lenses.axe(page), *lenses.sideways(page), *lenses.titled(page)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("words", ["Ashcroft", "O", "Wolfeschlegelstein", "Nobody Called This", "Whitfield"])
def test_what_is_found_holds_through_every_lens(at_desks: Visitors, words: str) -> None:
    page = at_desks.tab("Nadia Rahman")
    look_for(page, words)
    faults = [*lenses.axe(page), *lenses.sideways(page), *lenses.keyboard(page), *lenses.secrets(page)]
    assert not [*faults, *lenses.titled(page)]
    assert len(words) == 1 or words.lower() not in page.url.lower()
